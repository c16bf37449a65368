// When a schedule comes next.
//
// Premise: one of the sets of days is not empty, and the clock time is one.
// Promise: of each day on the schedule there is one moment, also where its local time does not
// exist (the first moment behind the gap) or exists twice (the first).
#include "runtime/value/schedule.h"

#include "runtime/base/assert.h"
#include "runtime/value/time.h"

static bool is_on(const WSchedule *schedule, int64_t day) {
    if (schedule->weekdays != 0) return schedule->weekdays >> w_civil_weekday(day) & 1;
    WCivil civil = w_civil_of_days(day);
    uint32_t from = schedule->month_days >> (civil.day - 1);
    bool is_last = civil.day == w_civil_month_days(civil.year, civil.month);
    return is_last ? from != 0 : (from & 1) != 0;
}

int64_t w_schedule_next(const WSchedule *schedule, const WZone *zone, int64_t after_ms) {
    W_ASSERT((schedule->weekdays == 0) != (schedule->month_days == 0));
    for (int64_t day = w_zone_day(zone, after_ms); day <= W_DATE_MAX; day++) {
        if (!is_on(schedule, day)) continue;
        int64_t at_ms = w_zone_day_at(zone, day, schedule->clock_ms);
        if (at_ms > after_ms) return at_ms;
    }
    return INT64_MAX;
}
