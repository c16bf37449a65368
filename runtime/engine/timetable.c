// `enter every`: all customers, each by their own clock.
//
// A customer's record says when the first of all timetables comes next; it is one of the things
// the customer's timer waits for. At that time the entries whose timetable it is are asked, and
// the next time is found. Whoever comes in late begins with the stream's clock: what has passed
// for all others has passed for them.

#include "runtime/value/timetable.h"
#include "runtime/base/alloc.h"
#include "runtime/engine/private.h"

void w_engine_prepare_timetables(WEngine *engine) {
    const WBundle *bundle = engine->bundle;
    engine->every = w_alloc((bundle->entries_count + 1) * sizeof *engine->every);
    for (uint32_t i = 0; i < bundle->entries_count; i++) {
        if (bundle->entries[i].kind == W_ENTRY_EVERY) engine->every[engine->every_count++] = i;
    }
}

static int64_t next_of(const WEngine *engine, uint32_t timetable, int64_t after_ms) {
    const WTimetableRow *row = &engine->bundle->timetables[timetable];
    WTimetable days = {row->weekdays, row->month_days, row->clock_ms};
    return w_timetable_next(&days, engine->context.zone, after_ms);
}

// Customers of one zone ask one after the other at the same time.
static int64_t next_of_all(WEngine *engine, int64_t after_ms) {
    NextTime *known = &engine->next_time;
    if (known->zone == engine->context.zone && known->after_ms == after_ms) return known->next_ms;
    *known = (NextTime){engine->context.zone, after_ms, W_NEVER_MS};
    for (uint32_t i = 0; i < engine->bundle->timetables_count; i++) {
        int64_t next_ms = next_of(engine, i, after_ms);
        if (next_ms < known->next_ms) known->next_ms = next_ms;
    }
    return known->next_ms;
}

void w_engine_plan_timetables(WEngine *engine) {
    if (engine->every_count == 0) return;
    engine->customer->timetable_ms = next_of_all(engine, engine->passed_ms);
    engine->is_due_anew = true;
}

static void ask(WEngine *engine, uint32_t entry) {
    const WEntryRow *row = &engine->bundle->entries[entry];
    w_engine_see_instance(engine, NULL, engine->now_ms,
                          w_state_entries(engine->customer, row->journey));
    if (w_engine_test(engine, row->where_function)) w_engine_propose(engine, entry, 0);
}

void w_engine_collect_timetables(WEngine *engine, int64_t due_ms) {
    int64_t at_ms = engine->customer->timetable_ms;
    if (at_ms > due_ms) return;
    for (uint32_t i = 0; i < engine->every_count; i++) {
        uint32_t entry = engine->every[i];
        uint32_t timetable = engine->bundle->entries[entry].source;
        if (next_of(engine, timetable, at_ms - 1) == at_ms) ask(engine, entry);
    }
    engine->customer->timetable_ms = next_of_all(engine, at_ms);
}
