// `admit at most N per PERIOD`: a ramp over all customers.
//
// A shared cell holds the times of entries, in order, those that are still to come included: who
// waits in line has a place, which is the first time at which there is room behind all that were
// there before. So the line needs nobody to move it; whoever has a place enters at its time, by
// the customer's own timer. A place that is not used in the end is lost.
//
// Promise: in no period of the stream's clock, by which late events are not late, are there more
// entries than admitted. A period is rolling, or a unit of the calendar in the project's zone.

#include "runtime/base/alloc.h"
#include "runtime/engine/private.h"

// How many values of the cell lie in (from, to).
static uint32_t count_between(const WCell *cell, int64_t from_ms, int64_t to_ms) {
    return w_cell_count_until(cell, to_ms - 1) - w_cell_count_until(cell, from_ms);
}

// The last of the first N places from the end: with a period behind it there is room.
static int64_t rolling_place(const WCell *cell, const WJourneyRow *row, int64_t at_ms) {
    int64_t from_ms = w_engine_moved(at_ms, -row->admit_ms);
    int64_t to_ms = w_engine_moved(at_ms, row->admit_ms);
    if (count_between(cell, from_ms, to_ms) < row->admit_max) return at_ms;
    int64_t oldest_ms = w_cell_at(cell, cell->count - row->admit_max);
    int64_t place_ms = w_engine_moved(oldest_ms, row->admit_ms);
    return place_ms > at_ms ? place_ms : at_ms;
}

static int64_t calendar_place(const WEngine *engine, const WCell *cell, const WJourneyRow *row) {
    const WZone *zone = engine->project_zone;
    WCalendarUnit unit = (WCalendarUnit)row->admit_unit;
    int64_t start_ms = w_zone_unit_start(zone, engine->stream_ms, unit);
    int64_t end_ms = w_zone_unit_end(zone, engine->stream_ms, unit);
    if (count_between(cell, start_ms - 1, end_ms) < row->admit_max) return engine->stream_ms;
    int64_t last_ms = w_cell_at(cell, cell->count - 1);
    start_ms = w_zone_unit_start(zone, last_ms, unit);
    end_ms = w_zone_unit_end(zone, last_ms, unit);
    bool has_room = count_between(cell, start_ms - 1, end_ms) < row->admit_max;
    return has_room && start_ms > engine->stream_ms ? start_ms : end_ms;
}

int64_t w_engine_find_place(WEngine *engine, uint32_t journey) {
    const WJourneyRow *row = &engine->bundle->journeys[journey];
    const WCell *cell = engine->ramps[journey];
    if (cell == NULL) return engine->stream_ms;
    int64_t place_ms = row->admit_unit == W_CALENDAR_NONE
                           ? rolling_place(cell, row, engine->stream_ms)
                           : calendar_place(engine, cell, row);
    return w_engine_witness(engine, place_ms);
}

static int64_t oldest_needed(const WEngine *engine, const WJourneyRow *row) {
    if (row->admit_unit == W_CALENDAR_NONE)
        return w_engine_moved(engine->stream_ms, -row->admit_ms);
    WCalendarUnit unit = (WCalendarUnit)row->admit_unit;
    return w_zone_unit_start(engine->project_zone, engine->stream_ms, unit) - 1;
}

void w_engine_take_place(WEngine *engine, uint32_t journey, int64_t place_ms) {
    WCell *cell = engine->ramps[journey];
    if (cell == NULL || !w_engine_changes_cells(engine)) return;
    int64_t old_ms = oldest_needed(engine, &engine->bundle->journeys[journey]);
    w_cell_drop(cell, w_cell_count_until(cell, old_ms));
    w_cell_insert(cell, place_ms);
}

void w_engine_prepare_ramps(WEngine *engine) {
    const WBundle *bundle = engine->bundle;
    engine->ramps = w_alloc((bundle->journeys_count + 1) * sizeof(WCell *));
    for (uint32_t i = 0; i < bundle->journeys_count; i++) {
        if (bundle->journeys[i].admit_max == 0) continue;
        WStr name = w_bundle_str(bundle, bundle->journeys[i].name);
        engine->ramps[i] = w_engine_cell(engine, "ramp", name);
    }
}
