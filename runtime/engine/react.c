// What an instance does because of an event, or of a condition over time: it exits, an arm of its
// wait wins, or its stage reacts.
//
// An exit and an arm of a wait need not know what held before: what holds acts, and is gone. A
// reaction may come back to the same wait, so it acts when its condition comes true, and the
// instance remembers which ones hold.

#include "runtime/engine/private.h"

// What is looked for, and when conditions are to be asked again.
typedef struct Search {
    WEngine *engine;
    uint32_t event;
    bool asks;
    int64_t due_ms;
} Search;

// Does this clause act? Of one behind another that does only its time counts.
static bool matches(Search *s, uint32_t event, uint32_t function, bool is_free) {
    if (event == W_NONE) return s->asks && w_engine_ask(s->engine, function, &s->due_ms);
    return is_free && event == s->event && w_engine_test(s->engine, function);
}

static uint32_t find_exit(Search *s, uint32_t journey) {
    const WJourneyRow *row = &s->engine->bundle->journeys[journey];
    uint32_t found = W_NONE;
    for (uint32_t i = row->first_exit; i < row->first_exit + row->exit_count; i++) {
        const WExitRow *clause = &s->engine->bundle->exits[i];
        bool is_free = found == W_NONE;
        if (matches(s, clause->event, clause->where_function, is_free) && is_free) found = i;
    }
    return found;
}

static uint32_t find_arm(Search *s, uint32_t first, uint32_t count) {
    uint32_t found = W_NONE;
    for (uint32_t i = first; i < first + count; i++) {
        const WArmRow *arm = &s->engine->bundle->arms[i];
        bool is_free = found == W_NONE;
        if (matches(s, arm->event, arm->where_function, is_free) && is_free) found = i;
    }
    return found;
}

// Whether the reaction's condition came true since it was last asked.
static bool comes_true(WInstance *instance, uint32_t reaction, bool holds) {
    uint64_t bit = UINT64_C(1) << reaction;
    bool held = (instance->held & bit) != 0;
    instance->held = holds ? instance->held | bit : instance->held & ~bit;
    return holds && !held;
}

static uint32_t find_reaction(Search *s, WInstance *instance, const WStageRow *stage) {
    uint32_t found = W_NONE;
    for (uint32_t i = 0; i < stage->arm_count; i++) {
        const WArmRow *arm = &s->engine->bundle->arms[stage->first_arm + i];
        bool acts = matches(s, arm->event, arm->where_function, found == W_NONE);
        if (arm->event == W_NONE && s->asks) acts = comes_true(instance, i, acts);
        if (acts && found == W_NONE) found = stage->first_arm + i;
    }
    return found;
}

static uint32_t find_any_arm(Search *s, WInstance *instance) {
    const WPointRow *point = &s->engine->bundle->points[w_engine_wait_of(instance)];
    uint32_t arm = find_arm(s, point->first_arm, point->arm_count);
    bool is_over_at_once = instance->deadline_ms <= instance->began_ms;
    if (is_over_at_once || (arm != W_NONE && !s->engine->is_cut)) return arm;
    return find_reaction(s, instance, &s->engine->bundle->stages[point->stage]);
}

Reaction w_engine_react(WEngine *engine, WInstance *instance, uint32_t event, bool asks) {
    Search s = {engine, event, asks, W_NEVER_MS};
    w_engine_see_instance(engine, instance->body, instance->entered_ms, instance->number - 1);
    Reaction reaction = {RUN_EXIT_CLAUSE, find_exit(&s, instance->journey)};
    if (reaction.row == W_NONE || engine->is_cut)
        reaction = (Reaction){RUN_ARM, find_any_arm(&s, instance)};
    if (asks) {
        instance->is_touched = false;
        engine->is_due_anew |= instance->when_due_ms != s.due_ms;
        instance->when_due_ms = s.due_ms;
    }
    return reaction;
}

uint32_t w_engine_find_exit(WEngine *engine, uint32_t journey) {
    if (!w_read_index_may_exit(engine->reads, journey)) return W_NONE;
    const WJourneyRow *row = &engine->bundle->journeys[journey];
    for (uint32_t i = row->first_exit; i < row->first_exit + row->exit_count; i++) {
        const WExitRow *clause = &engine->bundle->exits[i];
        if (clause->event == W_NONE && w_engine_test(engine, clause->where_function)) return i;
    }
    return W_NONE;
}
