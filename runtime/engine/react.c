// What an instance does because of an event, or of a condition over time: it exits, an arm of its
// wait wins, or its stage reacts.
//
// An exit and an arm of a wait need not know what held before: what holds acts, and is gone. A
// reaction may come back to the same wait, so it acts when its condition comes true, and the
// instance remembers which ones hold.

#include "runtime/engine/private.h"
#include "runtime/state/layout.h"

static const EventView NO_EVENT = {.event = W_NONE};

// What is looked for, and when conditions are to be asked again.
typedef struct Search {
    WEngine *engine;
    uint32_t event;
    bool asks;
    bool begins; // the wait begins: arms may look back
    WInstance *instance;
    EventView past;
    int64_t due_ms;
} Search;

// ---- looking back

// An entry of the history as an event.
static EventView view_of(WEngine *engine, uint32_t event, const WValue *entry) {
    const WEventRow *row = &engine->bundle->events[event];
    WValue *slots = w_arena_take_zeroed(&engine->scratch, (row->slot_count + 1) * sizeof *slots);
    uint64_t *present = w_arena_take_zeroed(&engine->scratch,
                                            (w_bit_words(row->slot_count) + 1) * sizeof *present);
    for (uint32_t i = row->first_field; i < row->first_field + row->field_count; i++) {
        const WFieldRow *field = &engine->bundle->fields[i];
        if (field->slot == W_NONE || !w_bit_get(entry + 1, field->history_slot)) continue;
        w_bit_set(present, field->slot);
        slots[field->slot] = entry[2 + field->history_slot];
    }
    return (EventView){event, slots, present, (int64_t)entry[0]};
}

// The earliest event since the instance entered that the arm waits for.
static bool looks_back(Search *s, const WArmRow *arm) {
    WEngine *engine = s->engine;
    const WInstance *instance = s->instance;
    const WLog *log = &engine->customer->logs[w_state_history_log(engine->state, arm->event)];
    uint32_t stride = w_history_stride(&engine->bundle->events[arm->event]);
    bool found = false;
    for (uint32_t i = w_log_count_until(log, stride, instance->entered_ms);
         i < log->count && !found; i++) {
        s->past = view_of(engine, arm->event, &log->words[(size_t)i * stride]);
        if (s->past.at_ms > engine->now_ms) break;
        if (!w_engine_reaches(engine, &s->past, instance->journey, instance->key)) continue;
        w_engine_see_event(engine, &s->past);
        found = w_engine_test(engine, arm->where_function);
    }
    w_engine_see_event(engine, &NO_EVENT);
    return found;
}

// ---- what acts

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
        bool back = s->begins && is_free && (arm->flags & W_ARM_SINCE_ENTRY);
        bool acts =
            back ? looks_back(s, arm) : matches(s, arm->event, arm->where_function, is_free);
        if (acts && is_free) found = i;
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

Reaction w_engine_react(WEngine *engine, WInstance *instance, uint32_t event, bool asks,
                        bool begins) {
    Search s = {engine, event, asks, begins, instance, NO_EVENT, W_NEVER_MS};
    w_engine_see_instance(engine, instance->body, instance->entered_ms, instance->number - 1);
    Reaction reaction = {RUN_EXIT_CLAUSE, find_exit(&s, instance->journey), NO_EVENT};
    if (reaction.row == W_NONE || engine->is_cut)
        reaction = (Reaction){RUN_ARM, find_any_arm(&s, instance), NO_EVENT};
    bool looked_back = reaction.kind == RUN_ARM && s.past.event != W_NONE && begins;
    if (looked_back && reaction.row != W_NONE &&
        (engine->bundle->arms[reaction.row].flags & W_ARM_SINCE_ENTRY))
        reaction.past = s.past;
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
