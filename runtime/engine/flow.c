// Flow: an instance's code, from one wait to the next.

#include "runtime/base/assert.h"
#include "runtime/base/limits.h"
#include "runtime/engine/private.h"

static const EventView NO_EVENT = {.event = W_NONE};

void w_engine_end_instance(WEngine *engine, WInstance *instance, WOutcome outcome, WReason reason,
                           uint32_t rule, const WText *text) {
    WWhat what = outcome == W_OUTCOME_FINISHED ? W_WHAT_FINISH : W_WHAT_EXIT;
    w_engine_give_up_sends(engine, instance);
    WDecision *decision =
        w_engine_decide(engine, what, outcome, reason, instance->journey, instance->key);
    decision->stage = engine->stage;
    decision->rule = rule;
    decision->text = text;
    w_engine_close_goal(engine, instance);
    w_state_release_body(engine->state, instance->body);
    instance->body = NULL;
    w_engine_note_journey(engine, instance->journey);
    instance->point = W_NONE;
    if (!w_state_is_inside(engine->customer, instance->journey))
        w_bit_clear(engine->inside, instance->journey);
    instance->deadline_ms = instance->when_due_ms = W_NEVER_MS;
    instance->held = 0;
    instance->is_touched = false;
    engine->is_due_anew = true;
    instance->exited_ms = engine->now_ms;
}

void w_engine_exit_by(WEngine *engine, WInstance *instance, uint32_t clause) {
    uint32_t event = engine->bundle->exits[clause].event;
    w_engine_exercise(engine, W_EXERCISE_EXIT, clause);
    if (event == W_NONE)
        w_engine_end_instance(engine, instance, W_OUTCOME_EXITED, W_REASON_CONDITION, clause,
                              NULL);
    else
        w_engine_end_instance(engine, instance, W_OUTCOME_EXITED, W_REASON_EVENT, event, NULL);
}

static void stand(WEngine *engine, WInstance *instance, uint32_t point, int64_t deadline_ms) {
    w_engine_give_up_sends(engine, instance);
    instance->point = point;
    instance->began_ms = engine->now_ms;
    instance->deadline_ms = deadline_ms;
    instance->when_due_ms = W_NEVER_MS;
    instance->is_touched = false;
    engine->is_due_anew = true;
    w_engine_note_wait(engine, instance);
}

// A run of flow code and what it has come to.
typedef struct Flow {
    WEngine *engine;
    WInstance *instance;
    WVmRun run;
    uint32_t function;
    uint32_t instant_waits;
    bool ended;
} Flow;

static void end(Flow *f, WOutcome outcome, WReason reason, const WText *text) {
    w_engine_end_instance(f->engine, f->instance, outcome, reason, W_NONE, text);
    f->ended = true;
}

// Go on somewhere else without time having passed.
static void go_on(Flow *f, uint32_t start, const EventView *event) {
    if (++f->instant_waits > W_LIMIT_INSTANT_WAITS) {
        end(f, W_OUTCOME_EXITED, W_REASON_LOOPED, NULL);
        return;
    }
    w_engine_see_event(f->engine, event);
    w_vm_begin(&f->run, f->function, start);
}

// A wait begins: a condition that holds now acts at once. False if none does.
static bool acts_at_once(Flow *f) {
    WEngine *engine = f->engine;
    Reaction reaction = w_engine_react(engine, f->instance, W_NONE, true, true);
    if (reaction.row == W_NONE) return false;
    if (reaction.kind == RUN_ARM) {
        go_on(f, engine->bundle->arms[reaction.row].start, &reaction.past);
    } else {
        w_engine_exit_by(engine, f->instance, reaction.row);
        f->ended = true;
    }
    return true;
}

static bool looks_back(const WBundle *bundle, uint32_t point) {
    const WPointRow *row = &bundle->points[point];
    for (uint32_t i = row->first_arm; i < row->first_arm + row->arm_count; i++) {
        if (bundle->arms[i].flags & W_ARM_SINCE_ENTRY) return true;
    }
    return false;
}

static void wait(Flow *f, int64_t deadline_ms) {
    WEngine *engine = f->engine;
    uint32_t point = f->run.target;
    bool asks = w_read_index_asks(engine->reads, point) || looks_back(engine->bundle, point);
    bool lasts = deadline_ms > engine->now_ms;
    if (asks || lasts) stand(engine, f->instance, point, deadline_ms);
    if (asks && acts_at_once(f)) return;
    if (lasts)
        f->ended = true;
    else
        go_on(f, engine->bundle->points[point].after, &NO_EVENT);
}

void w_engine_visit(WEngine *engine, const WInstance *instance, uint32_t stage) {
    uint32_t counter = engine->bundle->stages[stage].visits;
    w_engine_arrive(engine, stage);
    if (counter == W_NONE) return;
    uint32_t *visits = &w_state_visits(engine->state, instance->body)[counter];
    if (*visits < UINT32_MAX) (*visits)++;
}

static void go(Flow *f) {
    w_engine_give_up_sends(f->engine, f->instance);
    w_engine_visit(f->engine, f->instance, f->run.target);
    f->instance->held = 0; // what its reactions ask begins anew
    w_vm_begin(&f->run, f->function, f->engine->bundle->stages[f->run.target].start);
}

// Back to the wait that was interrupted. The verifier lets only code behind an arm do this.
static void resume(Flow *f) {
    W_ASSERT(f->instance->point != W_NONE);
    f->ended = true;
}

// A condition of a wait that this code interrupts may read the variable.
static void set_variable(Flow *f) {
    const WVmRun *run = &f->run;
    w_state_set_variable(f->engine->state, f->instance->body, run->target, run->known, run->value);
    if (f->instance->point == W_NONE) return;
    f->instance->is_touched = true;
    w_engine_note(f->engine);
}

// The send waits. Where that begins a wait, what its stage asks is asked as in any other.
static void defer(Flow *f, int64_t until_ms) {
    bool begins = w_engine_defer(f->engine, f->instance, f->run.target, &f->run, until_ms);
    bool asks = begins && w_read_index_asks(f->engine->reads, f->instance->point);
    if (!asks || !acts_at_once(f)) f->ended = true;
}

static void decide(Flow *f) {
    int64_t until_ms;
    switch (w_engine_send(f->engine, f->instance, f->run.target, &f->run, &until_ms)) {
    case SEND_DONE: return;
    case SEND_SUPPRESSED:
        if (f->run.otherwise != 0) f->run.next = f->run.otherwise;
        return;
    case SEND_DEFERRED: defer(f, until_ms); return;
    }
}

// Nothing is sent after the reason to send it is gone.
static void send(Flow *f) {
    uint32_t clause = w_engine_find_exit(f->engine, f->instance->journey);
    if (clause != W_NONE) {
        w_engine_exit_by(f->engine, f->instance, clause);
        f->ended = true;
    } else {
        decide(f);
    }
}

static void step(Flow *f) {
    WEngine *engine = f->engine;
    WVmRun *run = &f->run;
    switch (w_vm_continue(run, &engine->context)) {
    case W_VM_SET_PROFILE:
        w_engine_set_profile(engine, run->target, run->known, run->value);
        return;
    case W_VM_SET_VARIABLE: set_variable(f); return;
    case W_VM_SEND: send(f); return;
    case W_VM_EMIT: w_engine_put_in(engine, run); return;
    case W_VM_DRAW:
        run->registers[run->first_register] = w_engine_draw(engine, f->instance, run->target);
        w_bit_set(run->present, run->first_register);
        return;
    case W_VM_WAIT_FOR: wait(f, w_engine_moved(engine->now_ms, (int64_t)run->value)); return;
    case W_VM_WAIT_UNTIL: wait(f, (int64_t)run->value); return;
    case W_VM_WAIT_EVER: wait(f, W_NEVER_MS); return;
    case W_VM_GO: go(f); return;
    case W_VM_RESUME: resume(f); return;
    case W_VM_FINISH: end(f, W_OUTCOME_FINISHED, W_REASON_NONE, NULL); return;
    case W_VM_EXIT: end(f, W_OUTCOME_EXITED, W_REASON_STATEMENT, w_value_text(run->value)); return;
    case W_VM_DONE: break;
    }
    w_assert_failed(__FILE__, __LINE__, "flow code ends in a wait or an end");
}

static Flow begin(WEngine *engine, WInstance *instance, const EventView *event) {
    Flow f = {.engine = engine, .instance = instance};
    f.function = engine->bundle->journeys[instance->journey].flow_function;
    w_engine_see_event(engine, event);
    w_engine_see_instance(engine, instance->body, instance->entered_ms, instance->number - 1);
    return f;
}

void w_engine_run_flow(WEngine *engine, WInstance *instance, uint32_t start,
                       const EventView *event) {
    Flow f = begin(engine, instance, event);
    w_vm_begin(&f.run, f.function, start);
    while (!f.ended)
        step(&f);
}

void w_engine_run_send(WEngine *engine, WInstance *instance) {
    Flow f = begin(engine, instance, &NO_EVENT);
    w_engine_take_up(engine, instance, &f.run);
    send(&f);
    if (f.ended) return;
    w_engine_put_away(engine, instance);
    w_vm_begin(&f.run, f.function, f.run.next);
    while (!f.ended)
        step(&f);
}

// What is past in the new zone is due now.
static void move_wait(WEngine *engine, WInstance *instance) {
    uint32_t function = engine->bundle->points[instance->point].instant_function;
    if (function == W_NONE || instance->body == NULL) return;
    WVmContext context = engine->context; // other code may be running
    context.now_ms = instance->began_ms;
    context.event = NULL;
    context.variables = instance->body->values;
    context.variables_present = instance->body->present;
    context.visits = w_state_visits(engine->state, instance->body);
    context.entry_at_ms = instance->entered_ms;
    context.entries = instance->number - 1;
    WValue instant;
    if (!w_vm_value(&context, function, &instant)) return;
    int64_t at_ms = (int64_t)instant;
    instance->deadline_ms = at_ms > engine->now_ms ? at_ms : engine->now_ms;
    engine->is_due_anew = true;
    w_engine_note_wait(engine, instance);
}

void w_engine_move_waits(WEngine *engine) {
    for (WInstance *i = engine->customer->instances; i != NULL; i = i->next) {
        if (i->point != W_NONE && i->deferral == NULL) move_wait(engine, i);
    }
}

void w_engine_set_at_entry(WEngine *engine, WInstanceBody *body, const EventView *event) {
    const WJourneyRow *journey = &engine->bundle->journeys[body->journey];
    if (!(journey->flags & W_JOURNEY_SETS_AT_ENTRY)) return;
    w_engine_see_event(engine, event);
    uint32_t entries_before = w_state_entries(engine->customer, body->journey);
    w_engine_see_instance(engine, body, engine->now_ms, entries_before);
    WVmRun run;
    w_vm_begin(&run, journey->flow_function, 0);
    while (w_vm_continue(&run, &engine->context) == W_VM_SET_VARIABLE) {
        w_state_set_variable(engine->state, body, run.target, run.known, run.value);
    }
}

void w_engine_run_setter(WEngine *engine, uint32_t function) {
    WVmRun run;
    w_vm_begin(&run, function, 0);
    while (w_vm_continue(&run, &engine->context) == W_VM_SET_PROFILE) {
        w_engine_set_profile(engine, run.target, run.known, run.value);
    }
}
