// A walk along all ways through a journey, carrying what is known.
//
// First until nothing new is learned of what holds where a stage begins; then once more through
// each stage to say what there is to say. What is known is forgotten where it may change: behind a
// wait all but what belongs to the instance, behind `set` what the field takes part in.
#include "compiler/lint/ends.h"
#include "compiler/lint/prove.h"

enum {
    PATIENCE = 8,        // so often a stage may know less before it is held to know nothing
    MOST_ARMS_ABOVE = 32 // that are looked at for one arm
};

typedef struct Walk {
    WLinter *lint;
    WProver *prover;
    const WProgramJourney *journey;
    uint32_t row; // of the journey
    uint32_t stage;
    WKnown start;     // what holds as long as an instance lives
    WKnown *at_stage; // where each stage begins
    uint32_t *visits; // how often that changed
    bool *is_waiting; // whether the stage is to be walked again
    uint64_t reset;   // variables that reactions of the stage set, modulo 64
    bool is_saying;   // the last walk
} Walk;

static bool walk_block(Walk *walk, const WAct *act, WKnown *known);

static WStanding place_of(const Walk *walk) {
    return (WStanding){walk->journey, walk->stage};
}

static void look_at(Walk *walk, const WKnown *known, const WTyped *condition) {
    if (walk->is_saying) w_lint_condition(walk->lint, *known, condition, place_of(walk));
}

static WKnown when(Walk *walk, WKnown known, const WTyped *condition, bool holds) {
    return condition == NULL ? known : w_known_when(walk->prover, known, condition, holds);
}

static WKnown nobody(void) {
    return (WKnown){.is_nobody = true, .event = W_NONE};
}

// ---- between stages

static void arrive(Walk *walk, uint32_t stage, WKnown known) {
    WKnown *at = &walk->at_stage[stage];
    if (walk->is_saying || w_known_is_within(&known, at)) return;
    *at = w_known_join(walk->prover, *at, known);
    walk->is_waiting[stage] = true;
    if (++walk->visits[stage] <= PATIENCE) return;
    at->facts = NULL;
    at->count = 0;
    at->event = W_NONE;
}

// ---- events

// `exit when` is asked whatever happens.
static bool is_asked(const WProgramExit *clause, uint32_t event) {
    return clause->event == event || clause->event == W_NONE;
}

static const WProgramExit *exit_that_takes(Walk *walk, WKnown known, const WTyped *where) {
    for (uint32_t i = 0; i < walk->journey->exit_count; i++) {
        const WProgramExit *clause = &walk->journey->exits[i];
        if (!is_asked(clause, known.event)) continue;
        if (clause->where == NULL) return clause;
        WKnown left = when(walk, known, clause->where, false);
        if (when(walk, left, where, true).is_nobody) return clause;
    }
    return NULL;
}

// Exits come before anything else: what such an event finds is what they leave.
static WKnown behind_exits(Walk *walk, WKnown known) {
    const WProgramGoal *goal = &walk->journey->goal;
    for (uint32_t i = 0; i < walk->journey->exit_count && !known.is_nobody; i++) {
        const WProgramExit *clause = &walk->journey->exits[i];
        if (!is_asked(clause, known.event)) continue;
        if (clause->where == NULL) return nobody();
        known = when(walk, known, clause->where, false);
    }
    bool goal_exits = walk->journey->exit_on_goal && goal->event == known.event &&
                      goal->within_ms == 0 && goal->from == W_GOAL_FROM_ENTRY;
    if (!goal_exits || known.is_nobody) return known;
    return goal->where == NULL ? nobody() : when(walk, known, goal->where, false);
}

// ---- arms

typedef struct Arms {
    const WProgramArm *items;
    uint32_t count;
} Arms;

static void say_behind_exit(Walk *walk, const WProgramArm *arm, const WProgramExit *clause) {
    WFinding *finding = LINT_FIND(walk->lint, ARM_BEHIND_EXIT, arm->span,
                                  "this never happens: the customer has left before");
    if (clause != NULL)
        w_finding_other(finding, clause->span, "exits come before anything else");
    else
        w_finding_other(finding, walk->journey->goal.span,
                        "`exit on goal`: who reaches this has left");
    w_finding_fix(finding, "take it out, or narrow the exit with `where`");
}

static void say_in_vain(Walk *walk, Arms arms, uint32_t at, const WProgramArm *taker) {
    const WProgramArm *arm = &arms.items[at];
    WFinding *finding = LINT_FIND(walk->lint, ARM_IN_VAIN, arm->span, "this arm can never win");
    if (arm->event == W_NONE) {
        w_finding_other(finding, taker->span, "whenever its condition holds this one is taken");
    } else {
        WStr event = walk->lint->program->events[arm->event].name;
        w_finding_other(finding, taker->span,
                        taker->where == NULL
                            ? "this one takes every `%.*s`"
                            : "whichever `%.*s` this one could take is taken here",
                        W_STR_ARGS(event));
    }
    w_finding_fix(finding, taker->where == NULL ? "put it first, or give the other one a `where`"
                                                : "put it first, or take it out");
}

// What the arms above leave of the event; `*taker` becomes the one behind which nothing is left.
static WKnown behind_arms(Walk *walk, WKnown known, Arms arms, uint32_t at,
                          const WProgramArm **taker) {
    const WTyped *where = arms.items[at].where;
    for (uint32_t i = at > MOST_ARMS_ABOVE ? at - MOST_ARMS_ABOVE : 0; i < at; i++) {
        const WProgramArm *above = &arms.items[i];
        if (above->event != arms.items[at].event) continue;
        WKnown left = above->where == NULL ? nobody() : when(walk, known, above->where, false);
        if (!left.is_nobody && !when(walk, left, where, true).is_nobody) {
            known = left;
            continue;
        }
        *taker = above;
        return nobody();
    }
    return known;
}

// Who comes into the block of an arm; at the last walk what keeps everybody out is said.
static WKnown into_arm(Walk *walk, WKnown known, Arms arms, uint32_t at) {
    const WProgramArm *arm = &arms.items[at], *taker = NULL;
    known.event = arm->since_entry ? W_NONE : arm->event;
    WKnown alone = when(walk, known, arm->where, true);
    if (arm->where != NULL) look_at(walk, &known, arm->where);
    // One that came earlier was met by no arm, and no exit of this moment.
    if (alone.is_nobody || arm->since_entry) return alone;
    WKnown left = behind_arms(walk, known, arms, at, &taker);
    if (left.is_nobody) {
        if (walk->is_saying && taker != NULL) say_in_vain(walk, arms, at, taker);
        return left;
    }
    left = when(walk, behind_exits(walk, left), arm->where, true);
    if (left.is_nobody && walk->is_saying)
        say_behind_exit(walk, arm, exit_that_takes(walk, known, arm->where));
    return left;
}

// Behind the arms of a wait: what those that go on have in common.
static WKnown walk_arms(Walk *walk, WKnown known, Arms arms) {
    WKnown behind = nobody();
    for (uint32_t i = 0; i < arms.count; i++) {
        WKnown inside = into_arm(walk, known, arms, i);
        if (!walk_block(walk, arms.items[i].body, &inside)) continue;
        inside = w_known_forget(walk->prover, inside, W_DEP_EVENT, 0);
        behind = w_known_join(walk->prover, behind, inside);
    }
    return behind;
}

// ---- statements

// Behind a wait: reactions may have run meanwhile.
static WKnown what_lasts(Walk *walk, WKnown known) {
    known = w_known_forget(walk->prover, known, W_DEP_ALL, UINT64_MAX);
    return w_known_forget_variables(walk->prover, known, walk->reset);
}

static bool walk_wait(Walk *walk, const WAct *act, WKnown *known) {
    WKnown lasting = what_lasts(walk, *known);
    WKnown behind = walk_arms(walk, lasting, (Arms){act->arms, act->arm_count});
    bool has_end = act->value != NULL;
    lasting = behind_exits(walk, lasting);
    if (has_end && walk_block(walk, act->otherwise, &lasting))
        behind = w_known_join(walk->prover, behind, lasting);
    *known = behind;
    return true;
}

// Whoever names every option in a row of `else if` need not leave the last one out.
static bool is_last_option(Walk *walk, const WAct *act, WKnown known) {
    bool is_last = act->otherwise == NULL && act->value->count > 0 &&
                   w_type_kind(act->value->operands[0]->type) == W_TYPE_ENUM;
    return is_last && when(walk, known, act->value, false).is_nobody;
}

// `else if` is an `if` alone in its block.
static bool walk_else(Walk *walk, const WAct *act, WKnown *known) {
    bool is_chain = act != NULL && act->kind == W_ACT_IF && act->next == NULL;
    if (!is_chain || known->is_nobody || !is_last_option(walk, act, *known))
        return walk_block(walk, act, known);
    return walk_block(walk, act->body, known);
}

static bool walk_if(Walk *walk, const WAct *act, WKnown *known) {
    look_at(walk, known, act->value);
    WKnown with = when(walk, *known, act->value, true);
    WKnown without = when(walk, *known, act->value, false);
    bool goes_on = walk_block(walk, act->body, &with);
    bool goes_on_too = walk_else(walk, act->otherwise, &without);
    if (!goes_on) with = nobody();
    if (!goes_on_too) without = nobody();
    *known = w_known_join(walk->prover, with, without);
    return goes_on || goes_on_too;
}

// A send that is deferred is a wait of its stage, but for the event, which code may go on reading.
static bool walk_send(Walk *walk, const WAct *act, WKnown *known) {
    uint32_t lost = W_DEP_ALL & ~(uint32_t)W_DEP_EVENT;
    if (walk->journey->sites[act->index].may_wait) {
        *known = w_known_forget(walk->prover, *known, lost, UINT64_MAX);
        *known = w_known_forget_variables(walk->prover, *known, walk->reset);
    }
    WKnown otherwise = *known;
    if (walk_block(walk, act->otherwise, &otherwise))
        *known = w_known_join(walk->prover, *known, otherwise);
    return true;
}

static uint64_t bit_of(uint32_t index) {
    return UINT64_C(1) << (index % 64);
}

// `let`, and `set` of a variable.
static void walk_let(Walk *walk, const WAct *act, WKnown *known) {
    WTyped place = {.kind = W_TYPED_VARIABLE,
                    .index = act->index,
                    .type = walk->journey->variables[act->index].type,
                    .span = act->value->span};
    WTyped *kept = w_arena_take(walk->lint->arena, sizeof *kept);
    *kept = place;
    WRange range = w_known_range(walk->prover, known, act->value);
    *known = w_known_forget_variables(walk->prover, *known, bit_of(act->index));
    *known = w_known_set(walk->prover, *known, kept, range, act->span);
}

static void walk_set(Walk *walk, const WAct *act, WKnown *known) {
    WTyped *place = w_arena_take_zeroed(walk->lint->arena, sizeof *place);
    *place = (WTyped){.kind = W_TYPED_PROFILE,
                      .index = act->index,
                      .type = walk->lint->program->profile[act->index].type,
                      .span = act->value->span};
    WRange range = w_known_range(walk->prover, known, act->value);
    *known = w_known_forget(walk->prover, *known, W_DEP_PROFILE, UINT64_C(1) << (act->index % 64));
    *known = w_known_set(walk->prover, *known, place, range, act->span);
}

// Who is drawn to an option is a matter of chance; of a choice whose options all refuse nobody is.
static bool walk_draw(Walk *walk, const WAct *act, WKnown *known) {
    bool may_refuse = walk->journey->draws[act->index].kind != W_DRAW_SPLIT;
    WKnown behind = may_refuse ? *known : nobody();
    for (uint32_t i = 0; i < act->option_count; i++) {
        const WProgramOption *option = &act->options[i];
        if (option->where != NULL) look_at(walk, known, option->where);
        WKnown inside = when(walk, *known, option->where, true);
        if (walk_block(walk, option->body, &inside))
            behind = w_known_join(walk->prover, behind, inside);
    }
    *known = behind;
    return true;
}

// A statement this walk knows nothing of: whatever it holds may run, and nothing is kept behind.
static bool walk_other(Walk *walk, const WAct *act, WKnown *known) {
    WKnown lasting = what_lasts(walk, *known), inside = lasting;
    walk_block(walk, act->body, &inside);
    inside = lasting;
    walk_block(walk, act->otherwise, &inside);
    walk_arms(walk, lasting, (Arms){act->arms, act->arm_count});
    for (uint32_t i = 0; i < act->option_count; i++) {
        inside = lasting;
        walk_block(walk, act->options[i].body, &inside);
    }
    *known = lasting;
    return true;
}

// Whether control goes on behind the statement; `*known` is then what is known there.
static bool walk_act(Walk *walk, const WAct *act, WKnown *known) {
    switch (act->kind) {
    case W_ACT_LET:
    case W_ACT_SET: walk_let(walk, act, known); return true;
    case W_ACT_SET_PROFILE: walk_set(walk, act, known); return true;
    case W_ACT_IF: return walk_if(walk, act, known);
    case W_ACT_SEND: return walk_send(walk, act, known);
    case W_ACT_DRAW: return walk_draw(walk, act, known);
    case W_ACT_WAIT: return walk_wait(walk, act, known);
    case W_ACT_EMIT: return true; // it comes behind the turn
    case W_ACT_GO: arrive(walk, act->index, *known); return false;
    case W_ACT_FINISH:
    case W_ACT_EXIT: return false;
    default: return walk_other(walk, act, known);
    }
}

// Where nobody comes nothing is said: why was said before.
static bool walk_block(Walk *walk, const WAct *act, WKnown *known) {
    for (; act != NULL; act = act->next) {
        if (known->is_nobody || !walk_act(walk, act, known)) return false;
    }
    return !known->is_nobody;
}

// ---- stages

// Variables that a block sets, modulo 64.
static uint64_t variables_set(const WAct *act) {
    uint64_t set = 0;
    for (; act != NULL; act = act->next) {
        if (act->kind == W_ACT_SET) set |= bit_of(act->index);
        set |= variables_set(act->body) | variables_set(act->otherwise);
        for (uint32_t i = 0; i < act->arm_count; i++)
            set |= variables_set(act->arms[i].body);
        for (uint32_t i = 0; i < act->option_count; i++)
            set |= variables_set(act->options[i].body);
    }
    return set;
}

static uint64_t variables_reset(const WProgramStage *stage) {
    uint64_t set = 0;
    for (uint32_t i = 0; i < stage->reaction_count; i++)
        set |= variables_set(stage->reactions[i].body);
    return set;
}

static void walk_stage(Walk *walk, uint32_t index) {
    const WProgramStage *stage = &walk->journey->stages[index];
    WKnown known = walk->at_stage[index];
    walk->stage = index;
    walk->is_waiting[index] = false;
    if (known.is_nobody) return;
    walk->reset = variables_reset(stage);
    WKnown reacting = what_lasts(walk, known);
    reacting = w_known_forget_variables(walk->prover, reacting, variables_set(stage->body));
    walk_arms(walk, reacting, (Arms){stage->reactions, stage->reaction_count});
    walk_block(walk, stage->body, &known);
}

static bool walk_waiting(Walk *walk) {
    bool any = false;
    for (uint32_t i = 0; i < walk->journey->stage_count; i++) {
        if (!walk->is_waiting[i]) continue;
        walk_stage(walk, i);
        any = true;
    }
    return any;
}

static void walk_stages(Walk *walk) {
    uint32_t count = walk->journey->stage_count;
    walk->at_stage = w_lint_array(walk->lint, count, sizeof *walk->at_stage);
    walk->visits = w_lint_array(walk->lint, count, sizeof *walk->visits);
    walk->is_waiting = w_lint_array(walk->lint, count, sizeof *walk->is_waiting);
    for (uint32_t i = 0; i < count; i++)
        walk->at_stage[i] = nobody();
    arrive(walk, 0, walk->start);
    while (walk_waiting(walk))
        continue;
    walk->is_saying = true;
    for (uint32_t i = 0; i < count; i++)
        walk_stage(walk, i);
}

// ---- entry, goal, exits

static WKnown outside(const Walk *walk, uint32_t event) {
    bool is_first =
        walk->journey->reenter == W_REENTER_NEVER && walk->journey->keyed.name.size == 0;
    return (WKnown){
        .event = event, .journey = walk->row, .is_outside = true, .is_first = is_first};
}

// What the entering event showed of its fields is known of `entry.x` too.
static WKnown copy_entry(Walk *walk, WKnown known, const WProgramEntry *entry) {
    if (entry->event == W_NONE) return known;
    const WProgramEvent *event = &walk->lint->program->events[entry->event];
    for (uint32_t i = 0; i < entry->copy_count; i++) {
        const WProgramCopy *copy = &entry->copies[i];
        WTyped *from = w_arena_take_zeroed(walk->lint->arena, 2 * sizeof *from), *to = from + 1;
        *from = (WTyped){.kind = W_TYPED_EVENT,
                         .event = entry->event,
                         .index = copy->field,
                         .type = event->fields[copy->field].type,
                         .span = entry->span};
        *to = (WTyped){.kind = W_TYPED_VARIABLE,
                       .index = copy->variable,
                       .type = walk->journey->variables[copy->variable].type,
                       .span = entry->span};
        known = w_known_copy(walk->prover, known, from, to);
    }
    return known;
}

static WKnown enter(Walk *walk) {
    WKnown start = nobody();
    for (uint32_t i = 0; i < walk->journey->entry_count; i++) {
        const WProgramEntry *entry = &walk->journey->entries[i];
        WKnown known = outside(walk, entry->event);
        w_lint_condition(walk->lint, known, entry->where, place_of(walk));
        w_lint_entry_in_vain(walk->lint, known, walk->journey, i);
        w_lint_enter_when(walk->lint, known, entry);
        known = when(walk, known, entry->where, true);
        start = w_known_join(walk->prover, start, copy_entry(walk, known, entry));
    }
    for (uint32_t i = 0; i < walk->journey->only_if_count; i++) {
        const WTyped *condition = walk->journey->only_ifs[i].condition;
        w_lint_condition(walk->lint, start, condition, place_of(walk));
        start = when(walk, start, condition, true);
    }
    start.is_outside = false;
    start.is_inside = true;
    return start;
}

static void look_at_ends(Walk *walk) {
    WKnown known = what_lasts(walk, walk->start);
    known = w_known_forget_variables(walk->prover, known, variables_set(walk->journey->start));
    for (uint32_t i = 0; i < walk->journey->exit_count; i++) {
        known.event = walk->journey->exits[i].event;
        w_lint_condition(walk->lint, known, walk->journey->exits[i].where, place_of(walk));
    }
    known.is_inside = false; // a goal is watched also when the instance has ended
    known.event = walk->journey->goal.event;
    if (walk->journey->goal.given)
        w_lint_condition(walk->lint, known, walk->journey->goal.where, place_of(walk));
}

static void walk_journey(WLinter *lint, uint32_t row) {
    Walk walk = {.lint = lint,
                 .prover = &lint->prover,
                 .journey = &lint->program->journeys[row],
                 .row = row,
                 .stage = W_NONE};
    lint->prover.terms.journey = row;
    walk.start = enter(&walk);
    if (!walk_block(&walk, walk.journey->start, &walk.start)) return;
    walk.start = w_lint_ends(lint, walk.start, row);
    if (walk.start.is_nobody) return;
    look_at_ends(&walk);
    walk_stages(&walk);
    w_lint_sends(lint, walk.start, row);
}

// ---- all of it

static void look_at_declarations(WLinter *lint) {
    const WProgram *program = lint->program;
    WKnown nothing = {.event = W_NONE, .journey = W_NONE};
    WStanding nowhere = {.stage = W_NONE};
    for (uint32_t i = 0; i < program->segment_count; i++)
        w_lint_condition(lint, nothing, program->segments[i].when, nowhere);
    for (uint32_t i = 0; i < program->suppression_count; i++) {
        // `when true` is how everything is stopped.
        const WTyped *condition = program->suppressions[i].when;
        if (!w_str_equal(w_lint_text(lint, condition->span), W_STR("true")))
            w_lint_condition(lint, nothing, condition, nowhere);
    }
    for (uint32_t i = 0; i < program->use_count; i++)
        w_lint_condition(lint, nothing, program->uses[i].where, nowhere);
}

void w_lint_walk(WLinter *lint) {
    look_at_declarations(lint);
    for (uint32_t i = 0; i < lint->program->journey_count; i++)
        walk_journey(lint, i);
}
