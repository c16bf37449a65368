// Who runs in a turn, and in which order: exits first; then by priority, time of entry, name, key.
//
// Journeys stand in the bundle by priority and name, so their row orders them once the priority
// and the time of entry are equal.

#include "runtime/base/alloc.h"
#include "runtime/base/assert.h"
#include "runtime/engine/private.h"

static const EventView NO_EVENT = {.event = W_NONE};

static bool is_exit(const Runnable *run) {
    return run->kind == RUN_EXIT_EVENT || run->kind == RUN_EXIT_GOAL ||
           run->kind == RUN_EXIT_EXPIRED;
}

static bool runs_before(const WEngine *engine, const Runnable *a, const Runnable *b) {
    if (is_exit(a) != is_exit(b)) return is_exit(a);
    int32_t p = engine->bundle->journeys[a->journey].priority;
    int32_t q = engine->bundle->journeys[b->journey].priority;
    if (p != q) return p > q;
    if (a->entered_ms != b->entered_ms) return a->entered_ms < b->entered_ms;
    if (a->journey != b->journey) return a->journey < b->journey;
    WType type = engine->bundle->journeys[a->journey].key_type;
    return type != 0 && w_state_compare_keys(type, a->key, b->key) < 0;
}

// Kept in order; equal ones stay in the order in which they came.
static void add_runnable(WEngine *engine, Runnable runnable) {
    engine->runnables = w_grow(engine->runnables, &engine->runnable_room,
                               engine->runnable_count + 1, sizeof *engine->runnables);
    size_t i = engine->runnable_count++;
    while (i > 0 && runs_before(engine, &runnable, &engine->runnables[i - 1])) {
        engine->runnables[i] = engine->runnables[i - 1];
        i--;
    }
    engine->runnables[i] = runnable;
}

void w_engine_wake(WEngine *engine, WInstance *instance, RunKind kind, uint32_t row) {
    Runnable woken = {.kind = kind,
                      .journey = instance->journey,
                      .row = row,
                      .entered_ms = instance->entered_ms,
                      .key = instance->key,
                      .instance = instance,
                      .only_if = W_NONE};
    add_runnable(engine, woken);
}

static bool leaves_already(const WEngine *engine, const WInstance *instance) {
    for (size_t i = 0; i < engine->runnable_count; i++) {
        const Runnable *run = &engine->runnables[i];
        if (run->instance == instance && is_exit(run)) return true;
    }
    return false;
}

// The first exit clause that holds; W_NONE if there is none.
static uint32_t find_exit(WEngine *engine, uint32_t journey, uint32_t event) {
    const WJourneyRow *row = &engine->bundle->journeys[journey];
    for (uint32_t i = 0; i < row->exit_count; i++) {
        const WExitRow *clause = &engine->bundle->exits[row->first_exit + i];
        if (clause->event != event) continue;
        if (w_engine_test(engine, clause->where_function)) return row->first_exit + i;
    }
    return W_NONE;
}

// The first arm in the range that takes the event; W_NONE if none does.
static uint32_t find_arm(WEngine *engine, uint32_t first, uint32_t count, uint32_t event) {
    for (uint32_t i = first; i < first + count; i++) {
        const WArmRow *arm = &engine->bundle->arms[i];
        if (arm->event == event && w_engine_test(engine, arm->where_function)) return i;
    }
    return W_NONE;
}

static void collect_instance(WEngine *engine, WInstance *instance, const EventView *event) {
    uint32_t journey = instance->journey;
    w_engine_see_instance(engine, instance->body, instance->entered_ms, instance->number - 1);
    uint32_t clause = find_exit(engine, journey, event->event);
    if (clause != W_NONE) {
        w_engine_wake(engine, instance, RUN_EXIT_EVENT, clause);
        return;
    }
    const WPointRow *point = &engine->bundle->points[instance->point];
    uint32_t arm = find_arm(engine, point->first_arm, point->arm_count, event->event);
    if (arm == W_NONE) {
        const WStageRow *stage = &engine->bundle->stages[point->stage];
        arm = find_arm(engine, stage->first_arm, stage->arm_count, event->event);
    }
    if (arm == W_NONE) return;
    w_engine_wake(engine, instance, RUN_ARM, arm);
}

// One journey is entered once by an event: by the first of its entries that holds.
static bool replaces_entry(WEngine *engine, uint32_t journey, uint32_t entry) {
    for (size_t i = 0; i < engine->runnable_count; i++) {
        Runnable *run = &engine->runnables[i];
        if (run->kind != RUN_ENTER || run->journey != journey) continue;
        if (entry < run->row) run->row = entry;
        return true;
    }
    return false;
}

// An event, and the engine that looks at it.
typedef struct Look {
    WEngine *engine;
    const EventView *event;
} Look;

static void collect_entry(void *context, uint32_t entry) {
    const Look *look = context;
    WEngine *engine = look->engine;
    const WEntryRow *row = &engine->bundle->entries[entry];
    WValue key = 0;
    bool is_keyed = engine->bundle->journeys[row->journey].key_type != 0;
    if (is_keyed && !w_engine_event_key(engine, row->journey, look->event, &key)) return;
    uint32_t entries = w_state_entries(engine->customer, row->journey);
    w_engine_see_instance(engine, NULL, engine->now_ms, entries);
    if (!w_engine_test(engine, row->where_function)) return;
    if (replaces_entry(engine, row->journey, entry)) return;
    add_runnable(engine, (Runnable){
                             .kind = RUN_ENTER,
                             .journey = row->journey,
                             .row = entry,
                             .entered_ms = engine->now_ms,
                             .key = key,
                             .only_if = w_engine_find_only_if(engine, row->journey),
                         });
}

void w_engine_collect_event(WEngine *engine, const EventView *event) {
    bool some_leave = engine->runnable_count > 0; // by their goals
    for (WInstance *i = engine->customer->instances; i != NULL; i = i->next) {
        if (i->point == W_NONE || (some_leave && leaves_already(engine, i))) continue;
        if (!w_engine_reaches(engine, event, i->journey, i->key)) continue;
        collect_instance(engine, i, event);
    }
    Look at = {engine, event};
    WEventIndexLook look = {event->event, event->slots, event->present, engine->customer->profile,
                            engine->customer->profile_present};
    w_event_index_each(engine->index, &look, collect_entry, &at);
}

void w_engine_collect_timers(WEngine *engine, int64_t due_ms) {
    for (WInstance *i = engine->customer->instances; i != NULL; i = i->next) {
        if (i->point == W_NONE || i->deadline_ms > due_ms) continue;
        if (w_engine_is_over(engine, i->journey, due_ms)) continue;
        w_engine_wake(engine, i, RUN_TIMER, i->point);
    }
}

static void leave(WEngine *engine, WInstance *instance, const Runnable *run) {
    WReason reason = W_REASON_EXPIRED;
    uint32_t rule = run->row;
    if (run->kind == RUN_EXIT_GOAL) reason = W_REASON_GOAL;
    if (run->kind == RUN_EXIT_EVENT) {
        reason = W_REASON_EVENT;
        rule = engine->bundle->exits[run->row].event;
    }
    engine->stage = engine->bundle->points[instance->point].stage;
    w_engine_end_instance(engine, instance, W_OUTCOME_EXITED, reason, rule, NULL);
}

static void run_one(WEngine *engine, const Runnable *run, const EventView *event) {
    engine->journey = run->journey;
    engine->key = run->key;
    if (run->kind == RUN_ENTER) {
        w_engine_see_event(engine, event);
        w_engine_enter(engine, run, event);
        return;
    }
    WInstance *instance = run->instance;
    W_ASSERT(instance->point != W_NONE);
    if (is_exit(run)) {
        leave(engine, instance, run);
        return;
    }
    engine->stage = engine->bundle->points[instance->point].stage;
    if (run->kind == RUN_ARM) {
        w_engine_run_flow(engine, instance, engine->bundle->arms[run->row].start, event);
    } else {
        w_engine_run_flow(engine, instance, engine->bundle->points[run->row].after, &NO_EVENT);
    }
}

void w_engine_run_all(WEngine *engine, const EventView *event) {
    for (size_t i = 0; i < engine->runnable_count; i++) {
        Runnable run = engine->runnables[i];
        run_one(engine, &run, event);
    }
    engine->runnable_count = 0;
}
