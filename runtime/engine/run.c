// Who runs in a turn, and in which order: exits first; then by priority, time of entry, name, key.
//
// Journeys stand in the bundle by priority and name, so their row orders them once the priority
// and the time of entry are equal.

#include "runtime/base/alloc.h"
#include "runtime/base/assert.h"
#include "runtime/engine/private.h"

static const EventView NO_EVENT = {.event = W_NONE};

static bool is_exit(const Runnable *run) {
    return run->kind == RUN_EXIT_CLAUSE || run->kind == RUN_EXIT_GOAL ||
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

// One journey is entered once in a look: by the first of its entries.
static bool replaces_entry(WEngine *engine, uint32_t journey, uint32_t entry) {
    for (size_t i = 0; i < engine->runnable_count; i++) {
        Runnable *run = &engine->runnables[i];
        if (run->kind != RUN_ENTER || run->journey != journey) continue;
        if (entry < run->row && !run->is_admitted) run->row = entry;
        return true;
    }
    return false;
}

void w_engine_propose(WEngine *engine, uint32_t entry, WValue key) {
    uint32_t journey = engine->bundle->entries[entry].journey;
    if (replaces_entry(engine, journey, entry)) return;
    add_runnable(engine, (Runnable){
                             .kind = RUN_ENTER,
                             .journey = journey,
                             .row = entry,
                             .entered_ms = engine->now_ms,
                             .key = key,
                             .only_if = w_engine_find_only_if(engine, journey),
                         });
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
    if (w_engine_test(engine, row->where_function)) w_engine_propose(engine, entry, key);
}

// In a tie events and conditions go before the end of a wait.
static void collect_instance(WEngine *engine, WInstance *instance, const EventView *event,
                             int64_t due_ms) {
    bool asks = w_engine_is_asked(engine, instance, event->event, due_ms);
    bool is_reached = event->event != W_NONE &&
                      w_engine_reaches(engine, event, instance->journey, instance->key);
    Reaction reaction = {.kind = RUN_TIMER, .row = W_NONE};
    if (asks || is_reached) {
        uint32_t answered = is_reached ? event->event : W_NONE;
        reaction = w_engine_react(engine, instance, answered, asks, false);
    }
    if (reaction.row != W_NONE)
        w_engine_wake(engine, instance, reaction.kind, reaction.row);
    else if (instance->deadline_ms <= due_ms)
        w_engine_wake(engine, instance, RUN_TIMER, instance->point);
}

static void collect_entries(WEngine *engine, const EventView *event) {
    Look at = {engine, event};
    WEventIndexLook look = {event->event, event->slots, event->present, engine->customer->profile,
                            engine->customer->profile_present};
    w_event_index_each(engine->index, &look, collect_entry, &at);
}

// Their turn has come: those first, so that the place they have is used.
static void collect_queue(WEngine *engine, int64_t due_ms) {
    for (WQueued *next, *q = engine->customer->queue; q != NULL; q = next) {
        next = q->next;
        if (q->due_ms > due_ms) continue;
        add_runnable(engine, (Runnable){
                                 .kind = RUN_ENTER,
                                 .journey = q->journey,
                                 .row = q->entry,
                                 .entered_ms = engine->now_ms,
                                 .only_if = w_engine_find_only_if(engine, q->journey),
                                 .is_admitted = true,
                             });
        w_state_unqueue(engine->customer, q->journey);
    }
}

void w_engine_collect(WEngine *engine, const EventView *event, int64_t due_ms) {
    bool some_leave = engine->runnable_count > 0; // by their goals
    for (WInstance *i = engine->customer->instances; i != NULL; i = i->next) {
        if (i->point == W_NONE || (some_leave && leaves_already(engine, i))) continue;
        collect_instance(engine, i, event, due_ms);
    }
    collect_queue(engine, due_ms);
    if (event->event != W_NONE) collect_entries(engine, event);
    w_engine_collect_changed(engine);
    w_engine_collect_timetables(engine, due_ms);
    w_engine_ask_entries(engine, event->event, due_ms);
}

static void leave(WEngine *engine, WInstance *instance, const Runnable *run) {
    engine->stage = engine->bundle->points[instance->point].stage;
    if (run->kind == RUN_EXIT_CLAUSE) {
        w_engine_exit_by(engine, instance, run->row);
        return;
    }
    WReason reason = run->kind == RUN_EXIT_GOAL ? W_REASON_GOAL : W_REASON_EXPIRED;
    w_engine_end_instance(engine, instance, W_OUTCOME_EXITED, reason, run->row, NULL);
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
        w_engine_interrupt(engine, instance);
        w_engine_run_flow(engine, instance, engine->bundle->arms[run->row].start, event);
    } else if (engine->bundle->points[run->row].kind == W_POINT_SEND) {
        w_engine_run_send(engine, instance);
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
