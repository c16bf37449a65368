// Limits: how many sends count now, and when there is room again.
//
// A limit of one customer counts in a log of the record, a budget over all customers in a shared
// cell; both hold the times of sends, in order. A window is rolling, (now - length, now], or a
// unit of the calendar: in the customer's zone, for a budget in the project's.

#include "runtime/base/alloc.h"
#include "runtime/engine/private.h"
#include "runtime/value/time.h"

// The times at which something was sent.
typedef struct Times {
    const int64_t *at_ms;
    uint32_t count;
} Times;

// What counts now: sends behind `from_ms` and before `to_ms`.
typedef struct Window {
    int64_t from_ms;
    int64_t to_ms;
} Window;

static bool is_budget(const WLimitRow *limit) {
    return (limit->flags & W_LIMIT_OVER_ALL) != 0;
}

static const WZone *zone_of(const WEngine *engine, const WLimitRow *limit) {
    return is_budget(limit) ? engine->project_zone : engine->context.zone;
}

static WLog *log_of(const WEngine *engine, uint32_t row) {
    return &engine->customer->logs[w_state_limit_log(engine->state, row)];
}

static Times times_of(const WEngine *engine, uint32_t row) {
    if (is_budget(&engine->bundle->limits[row])) {
        const WCell *cell = engine->budgets[row];
        return (Times){cell->count > 0 ? cell->values + cell->first : NULL, cell->count};
    }
    const WLog *log = log_of(engine, row);
    return (Times){(const int64_t *)log->words, log->count};
}

// A customer's sends are never ahead of their time, but those of others may be: a window that is
// open on both sides keeps a budget in every window of its length.
static Window window_of(const WEngine *engine, const WLimitRow *limit) {
    int64_t now_ms = engine->now_ms;
    if (limit->calendar == W_CALENDAR_NONE)
        return (Window){w_engine_moved(now_ms, -limit->window_ms),
                        w_engine_moved(now_ms, limit->window_ms)};
    WCalendarUnit unit = (WCalendarUnit)limit->calendar;
    const WZone *zone = zone_of(engine, limit);
    return (Window){w_zone_unit_start(zone, now_ms, unit) - 1,
                    w_zone_unit_end(zone, now_ms, unit)};
}

static uint32_t count_until(Times times, int64_t at_ms) {
    uint32_t low = 0, high = times.count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (times.at_ms[middle] <= at_ms)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

// When the first send would be allowed again, all of `times` from `first` on counting now; 0 if
// never.
static int64_t free_at(const WLimitRow *limit, Window window, Times times, uint32_t last) {
    if (limit->max == 0) return 0;
    if (limit->calendar != W_CALENDAR_NONE) return window.to_ms;
    return w_engine_moved(times.at_ms[last - limit->max], limit->window_ms);
}

bool w_engine_is_full(WEngine *engine, uint32_t row, WRoom *room) {
    const WLimitRow *limit = &engine->bundle->limits[row];
    Times times = times_of(engine, row);
    Window window = window_of(engine, limit);
    uint32_t from = count_until(times, window.from_ms);
    uint32_t to = count_until(times, window.to_ms - 1);
    *room = (WRoom){.count = to - from};
    if (is_budget(limit)) room->count = w_engine_witness(engine, room->count);
    if (room->count < limit->max) return false;
    if (to - from >= limit->max) room->free_ms = free_at(limit, window, times, to);
    if (is_budget(limit)) room->free_ms = w_engine_witness(engine, room->free_ms);
    return true;
}

// Whoever moves west gets hours of their calendar again: what they may still count is kept.
static int64_t oldest_needed(const WLimitRow *limit, Window window) {
    if (limit->calendar == W_CALENDAR_NONE || is_budget(limit)) return window.from_ms;
    return window.from_ms - 2 * W_DAY_MS;
}

void w_engine_take_slot(WEngine *engine, uint32_t row) {
    const WLimitRow *limit = &engine->bundle->limits[row];
    int64_t old_ms = oldest_needed(limit, window_of(engine, limit));
    if (!is_budget(limit)) {
        WLog *log = log_of(engine, row);
        w_log_drop(log, 1, w_log_count_until(log, 1, old_ms));
        w_log_insert(log, 1, engine->now_ms);
    } else if (w_engine_changes_cells(engine)) {
        WCell *cell = engine->budgets[row];
        w_cell_drop(cell, w_cell_count_until(cell, old_ms));
        w_cell_insert(cell, engine->now_ms);
    }
}

void w_engine_take_slot_at(WEngine *engine, uint32_t row, int64_t at_ms) {
    if (!is_budget(&engine->bundle->limits[row]))
        w_log_insert(log_of(engine, row), 1, at_ms);
    else if (w_engine_changes_cells(engine))
        w_cell_insert(engine->budgets[row], at_ms);
}

void w_engine_prepare_limits(WEngine *engine) {
    const WBundle *bundle = engine->bundle;
    engine->budgets = w_alloc((bundle->limits_count + 1) * sizeof(WCell *));
    for (uint32_t i = 0; i < bundle->limits_count; i++) {
        if (!is_budget(&bundle->limits[i])) continue;
        WStr label = w_bundle_str(bundle, bundle->limits[i].label);
        engine->budgets[i] = w_engine_cell(engine, "limit", label);
    }
}
