// When a timetable comes next.
//
// Premise: one of the sets of days is not empty, and the clock time is one.
// Promise: of each day on the timetable there is one moment, also where its local time does not
// exist (the first moment behind the gap) or exists twice (the first).
#include "runtime/value/timetable.h"

#include "runtime/base/assert.h"
#include "runtime/value/time.h"

static bool is_on(const WTimetable *timetable, int64_t day) {
    if (timetable->weekdays != 0) return timetable->weekdays >> w_civil_weekday(day) & 1;
    WCivil civil = w_civil_of_days(day);
    uint32_t from = timetable->month_days >> (civil.day - 1);
    bool is_last = civil.day == w_civil_month_days(civil.year, civil.month);
    return is_last ? from != 0 : (from & 1) != 0;
}

int64_t w_timetable_next(const WTimetable *timetable, const WZone *zone, int64_t after_ms) {
    W_ASSERT((timetable->weekdays == 0) != (timetable->month_days == 0));
    for (int64_t day = w_zone_day(zone, after_ms); day <= W_DATE_MAX; day++) {
        if (!is_on(timetable, day)) continue;
        int64_t at_ms = w_zone_day_at(zone, day, timetable->clock_ms);
        if (at_ms > after_ms) return at_ms;
    }
    return INT64_MAX;
}
