// Civil time without zones: instants, days, times of day and lengths, read and printed as on the
// wire and in scripts. In registers all of them are int64: milliseconds, and days for dates.
//
// The calendar is the proleptic Gregorian one of RFC 3339, years 0000 to 9999. Arithmetic
// saturates at its ends, so every instant and every day can be printed. A day has 86,400 seconds.
#ifndef W_VALUE_TIME_H
#define W_VALUE_TIME_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "runtime/base/bytes.h"

#define W_SECOND_MS INT64_C(1000)
#define W_MINUTE_MS INT64_C(60000)
#define W_HOUR_MS INT64_C(3600000)
#define W_DAY_MS INT64_C(86400000)

/// 0000-01-01 and 9999-12-31 in days since 1970-01-01; both may occur.
#define W_DATE_MIN INT64_C(-719528)
#define W_DATE_MAX INT64_C(2932896)
#define W_DATETIME_MIN (W_DATE_MIN * W_DAY_MS)
#define W_DATETIME_MAX (W_DATE_MAX * W_DAY_MS + W_DAY_MS - 1)

/// Room that any of the printed forms below fits in.
#define W_TIME_CHARS 48

/// A day of the calendar: month 1 to 12, day 1 to 31.
typedef struct WCivil {
    int32_t year;
    int32_t month;
    int32_t day;
} WCivil;

/// Days since 1970-01-01 of a day that exists.
int64_t w_civil_days(WCivil civil);
WCivil w_civil_of_days(int64_t days);
int32_t w_civil_month_days(int32_t year, int32_t month);
/// 0 is Monday, 6 is Sunday.
int32_t w_civil_weekday(int64_t days);

/// Units of the calendar; a week begins on Monday. The numbers stand in bundles.
typedef enum WCalendarUnit {
    W_CALENDAR_NONE = 0,
    W_CALENDAR_DAY = 1,
    W_CALENDAR_WEEK = 2,
    W_CALENDAR_MONTH = 3,
} WCalendarUnit;

/// The first day of the unit that comes so many units after the one that holds the day.
int64_t w_civil_unit_day(int64_t day, WCalendarUnit unit, int32_t ahead);

/// An instant later (or, with a negative length, earlier) by an exact length.
int64_t w_datetime_add(int64_t at_ms, int64_t length_ms);
int64_t w_date_add(int64_t day, int64_t days);
/// The same day so many months later, or the last one of that month.
int64_t w_date_add_months(int64_t day, int64_t months);
/// The day (UTC) an instant is in, and the milliseconds of that day that are over.
int64_t w_datetime_day(int64_t at_ms);
int64_t w_datetime_clock_ms(int64_t at_ms);

/// The minute read last, because timestamps of a stream mostly stay in one. All zero is valid.
typedef struct WDatetimeMemo {
    char minute[16]; // "2026-03-02T10:00" as it was written
    int64_t at_ms;   // its beginning, taken as UTC
} WDatetimeMemo;

/// Read an RFC 3339 instant; the offset is required. Digits beyond milliseconds are cut. A leap
/// second (23:59:60 in UTC) is the last millisecond before it, because our days have none; `60` at
/// any other time is refused.
bool w_datetime_parse(WStr text, int64_t *at_ms);
/// The same, faster for texts in the same minute as the last one.
bool w_datetime_parse_memo(WDatetimeMemo *memo, WStr text, int64_t *at_ms);
/// Read `YYYY-MM-DD`.
bool w_date_parse(WStr text, int64_t *day);
/// Read `HH:MM`, also with seconds (`HH:MM:SS`, `HH:MM:SS.5`); 24:00 is refused.
bool w_time_parse(WStr text, int64_t *clock_ms);
/// Read an ISO 8601 duration of exact length: weeks, or days, hours, minutes and seconds, of which
/// the seconds may have decimals (cut beyond milliseconds). Years and months are refused, they
/// have no exact length; so is a length beyond 64 bits.
bool w_duration_parse(WStr text, int64_t *length_ms);

// Print; each returns the size, no terminator.

/// `2026-03-02T10:00:00Z`, with milliseconds only when there are any.
size_t w_datetime_print(int64_t at_ms, char out[W_TIME_CHARS]);
/// `2026-03-02`.
size_t w_date_print(int64_t day, char out[W_TIME_CHARS]);
/// `10:00`, with seconds and milliseconds only when there are any.
size_t w_time_print(int64_t clock_ms, char out[W_TIME_CHARS]);
/// `1d12h`, as scripts write it, milliseconds as decimals of a second: `1.5s`, `0s`, `-2h30m`.
size_t w_duration_print(int64_t length_ms, char out[W_TIME_CHARS]);
/// ISO 8601, which w_duration_parse reads back: `P1DT12H`, `PT0S`, `-PT1.5S`.
size_t w_duration_print_iso(int64_t length_ms, char out[W_TIME_CHARS]);

#endif
