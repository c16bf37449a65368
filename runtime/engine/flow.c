// Flow: an instance's code, from one wait to the next.

#include "runtime/base/assert.h"
#include "runtime/base/limits.h"
#include "runtime/engine/private.h"

static const EventView NO_EVENT = {.event = W_NONE};

void w_engine_end_instance(WEngine *engine, WInstance *instance, WOutcome outcome, WReason reason,
                           uint32_t rule, const WText *text) {
    WWhat what = outcome == W_OUTCOME_FINISHED ? W_WHAT_FINISH : W_WHAT_EXIT;
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
    instance->deadline_ms = W_NEVER_MS;
    engine->is_due_anew = true;
    instance->exited_ms = engine->now_ms;
}

static void stand(WEngine *engine, WInstance *instance, uint32_t point, int64_t deadline_ms) {
    instance->point = point;
    instance->began_ms = engine->now_ms;
    instance->deadline_ms = deadline_ms;
    engine->is_due_anew = true;
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

static void wait(Flow *f, int64_t deadline_ms) {
    WEngine *engine = f->engine;
    if (deadline_ms > engine->now_ms) {
        stand(engine, f->instance, f->run.target, deadline_ms);
        f->ended = true;
    } else if (++f->instant_waits > W_LIMIT_INSTANT_WAITS) {
        end(f, W_OUTCOME_EXITED, W_REASON_LOOPED, NULL);
    } else {
        w_engine_see_event(engine, &NO_EVENT);
        w_vm_begin(&f->run, f->function, engine->bundle->points[f->run.target].after);
    }
}

void w_engine_visit(WEngine *engine, const WInstance *instance, uint32_t stage) {
    uint32_t counter = engine->bundle->stages[stage].visits;
    w_engine_arrive(engine, stage);
    if (counter == W_NONE) return;
    uint32_t *visits = &w_state_visits(engine->state, instance->body)[counter];
    if (*visits < UINT32_MAX) (*visits)++;
}

static void go(Flow *f) {
    w_engine_visit(f->engine, f->instance, f->run.target);
    w_vm_begin(&f->run, f->function, f->engine->bundle->stages[f->run.target].start);
}

// Back to the wait that was interrupted. The verifier lets only code behind an arm do this.
static void resume(Flow *f) {
    W_ASSERT(f->instance->point != W_NONE);
    f->ended = true;
}

static void step(Flow *f) {
    WEngine *engine = f->engine;
    WVmRun *run = &f->run;
    switch (w_vm_continue(run, &engine->context)) {
    case W_VM_SET_PROFILE:
        w_engine_set_profile(engine, run->target, run->known, run->value);
        return;
    case W_VM_SET_VARIABLE:
        w_state_set_variable(engine->state, f->instance->body, run->target, run->known,
                             run->value);
        return;
    case W_VM_SEND:
        if (!w_engine_send(engine, f->instance, run->target, run) && run->otherwise != 0) {
            run->next = run->otherwise;
        }
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

void w_engine_run_flow(WEngine *engine, WInstance *instance, uint32_t start,
                       const EventView *event) {
    Flow f = {.engine = engine, .instance = instance};
    f.function = engine->bundle->journeys[instance->journey].flow_function;
    w_engine_see_event(engine, event);
    w_engine_see_instance(engine, instance->body, instance->entered_ms, instance->number - 1);
    w_vm_begin(&f.run, f.function, start);
    while (!f.ended)
        step(&f);
}

void w_engine_set_at_entry(WEngine *engine, WInstance *instance, const EventView *event) {
    const WJourneyRow *journey = &engine->bundle->journeys[instance->journey];
    if (!(journey->flags & W_JOURNEY_SETS_AT_ENTRY)) return;
    w_engine_see_event(engine, event);
    w_engine_see_instance(engine, instance->body, instance->entered_ms, instance->number - 1);
    WVmRun run;
    w_vm_begin(&run, journey->flow_function, 0);
    while (w_vm_continue(&run, &engine->context) == W_VM_SET_VARIABLE) {
        w_state_set_variable(engine->state, instance->body, run.target, run.known, run.value);
    }
}

void w_engine_run_setter(WEngine *engine, uint32_t function) {
    WVmRun run;
    w_vm_begin(&run, function, 0);
    while (w_vm_continue(&run, &engine->context) == W_VM_SET_PROFILE) {
        w_engine_set_profile(engine, run.target, run.known, run.value);
    }
}
