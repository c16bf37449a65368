// Timetables: certain days of the week or of the month at a time of day, by a customer's clock.
#ifndef W_VALUE_TIMETABLE_H
#define W_VALUE_TIMETABLE_H

#include "runtime/value/zone.h"

#define W_TIMETABLE_EVERY_DAY 0x7fu
#define W_TIMETABLE_MONTH_DAYS 0x7fffffffu

/// Which days: those of one of the two sets, the other is empty.
typedef struct WTimetable {
    uint32_t weekdays;   // bit 0 is Monday
    uint32_t month_days; // bit 0 is the 1st; a day that a month has not is its last
    int64_t clock_ms;
} WTimetable;

/// The first moment strictly after `after_ms` that is on the timetable; INT64_MAX if the calendar
/// ends before.
int64_t w_timetable_next(const WTimetable *timetable, const WZone *zone, int64_t after_ms);

#endif
