// The calendar, and the forms in which instants, days and times of day are read and printed.
//
// Premise: texts may hold anything; instants and days may be any int64.
// Promise: what is read exists in the calendar; what is printed can be read again.
#include "runtime/value/time.h"

#include <string.h>

#include "runtime/value/number.h"

// Days from 0000-03-01 to 1970-01-01. Years that begin in March have the leap day at their end.
#define MARCH_EPOCH_DAYS 719468
#define ERA_YEARS 400
#define ERA_DAYS 146097

int64_t w_civil_days(WCivil civil) {
    int64_t year = (int64_t)civil.year - (civil.month <= 2);
    int64_t era = (year >= 0 ? year : year - (ERA_YEARS - 1)) / ERA_YEARS;
    int64_t year_of_era = year - era * ERA_YEARS;
    int64_t month_from_march = (civil.month + 9) % 12;
    int64_t day_of_year = (153 * month_from_march + 2) / 5 + civil.day - 1;
    int64_t day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    return era * ERA_DAYS + day_of_era - MARCH_EPOCH_DAYS;
}

static int64_t clamp(int64_t value, int64_t low, int64_t high) {
    if (value < low) return low;
    return value > high ? high : value;
}

WCivil w_civil_of_days(int64_t days) {
    int32_t from_march = (int32_t)clamp(days, W_DATE_MIN, W_DATE_MAX) + MARCH_EPOCH_DAYS;
    int32_t era = (from_march >= 0 ? from_march : from_march - (ERA_DAYS - 1)) / ERA_DAYS;
    int32_t of_era = from_march - era * ERA_DAYS;
    int32_t year_of_era = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
    int32_t of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    int32_t month_from_march = (5 * of_year + 2) / 153;
    int32_t month = month_from_march < 10 ? month_from_march + 3 : month_from_march - 9;
    return (WCivil){
        .year = year_of_era + era * ERA_YEARS + (month <= 2),
        .month = month,
        .day = of_year - (153 * month_from_march + 2) / 5 + 1,
    };
}

int32_t w_civil_month_days(int32_t year, int32_t month) {
    static const int8_t days[12] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    return days[month - 1] + (month == 2 && leap);
}

int32_t w_civil_weekday(int64_t days) {
    int32_t from_thursday = (int32_t)(days % 7);
    return (from_thursday + 7 + 3) % 7;
}

int64_t w_civil_unit_day(int64_t day, WCalendarUnit unit, int32_t ahead) {
    if (unit == W_CALENDAR_DAY) return w_date_add(day, ahead);
    if (unit == W_CALENDAR_WEEK) return w_date_add(day, 7 * ahead - w_civil_weekday(day));
    WCivil first = w_civil_of_days(day);
    int32_t months = first.year * 12 + first.month - 1 + ahead;
    first = (WCivil){months / 12, months % 12 + 1, 1};
    return w_date_add(w_civil_days(first), 0);
}

int64_t w_datetime_add(int64_t at_ms, int64_t length_ms) {
    return clamp(w_integer_add(at_ms, length_ms), W_DATETIME_MIN, W_DATETIME_MAX);
}

int64_t w_date_add(int64_t day, int64_t days) {
    return clamp(w_integer_add(day, days), W_DATE_MIN, W_DATE_MAX);
}

int64_t w_date_add_months(int64_t day, int64_t months) {
    WCivil civil = w_civil_of_days(day);
    int64_t first = w_integer_add((int64_t)civil.year * 12 + civil.month - 1, months);
    if (first < 0) return W_DATE_MIN;
    if (first / 12 > 9999) return W_DATE_MAX;
    civil.year = (int32_t)(first / 12);
    civil.month = (int32_t)(first % 12) + 1;
    int32_t days = w_civil_month_days(civil.year, civil.month);
    if (civil.day > days) civil.day = days;
    return w_civil_days(civil);
}

int64_t w_datetime_day(int64_t at_ms) {
    return at_ms / W_DAY_MS - (at_ms % W_DAY_MS < 0);
}

int64_t w_datetime_clock_ms(int64_t at_ms) {
    int64_t clock_ms = at_ms % W_DAY_MS;
    return clock_ms < 0 ? clock_ms + W_DAY_MS : clock_ms;
}

// Reading. A field is a run of digits of fixed width at a known place.

static bool read_digits(const char *at, int count, int32_t *value) {
    int32_t sum = 0;
    for (int i = 0; i < count; i++) {
        unsigned digit = (unsigned char)at[i] - (unsigned)'0';
        if (digit > 9) return false;
        sum = sum * 10 + (int32_t)digit;
    }
    *value = sum;
    return true;
}

static bool read_date(const char *at, int64_t *day) {
    WCivil c;
    if (!read_digits(at, 4, &c.year) || at[4] != '-' || !read_digits(at + 5, 2, &c.month) ||
        at[7] != '-' || !read_digits(at + 8, 2, &c.day))
        return false;
    if (c.month < 1 || c.month > 12) return false;
    if (c.day < 1 || c.day > w_civil_month_days(c.year, c.month)) return false;
    *day = w_civil_days(c);
    return true;
}

static bool read_clock(const char *at, int64_t *clock_ms) {
    int32_t hour, minute;
    if (!read_digits(at, 2, &hour) || at[2] != ':' || !read_digits(at + 3, 2, &minute))
        return false;
    if (hour > 23 || minute > 59) return false;
    *clock_ms = hour * W_HOUR_MS + minute * W_MINUTE_MS;
    return true;
}

// `.5`, `.25`, `.123456` behind a second; absent is fine.
static bool read_fraction(const char **at, const char *end, int64_t *ms) {
    *ms = 0;
    if (*at == end || **at != '.') return true;
    const char *start = ++*at;
    int64_t unit = 100;
    for (; *at < end && **at >= '0' && **at <= '9'; (*at)++, unit /= 10)
        *ms += (**at - '0') * unit;
    return *at > start;
}

// `Z` or `+01:30`, which must be all there is left.
static bool read_offset(const char *at, const char *end, int64_t *offset_ms) {
    *offset_ms = 0;
    if (end - at == 1) return *at == 'Z' || *at == 'z';
    if (end - at != 6 || (*at != '+' && *at != '-')) return false;
    if (!read_clock(at + 1, offset_ms)) return false;
    if (*at == '-') *offset_ms = -*offset_ms;
    return true;
}

// What follows the minute: `:59.123Z`.
static bool read_rest(const char *at, const char *end, int64_t minute_ms, int64_t *at_ms) {
    int32_t second;
    int64_t fraction_ms, offset_ms;
    if (end - at < 4 || *at != ':' || !read_digits(at + 1, 2, &second) || second > 60)
        return false;
    at += 3;
    if (!read_fraction(&at, end, &fraction_ms) || !read_offset(at, end, &offset_ms)) return false;
    int64_t instant_ms = minute_ms - offset_ms;
    if (second == 60) {
        if (w_datetime_clock_ms(instant_ms) != W_DAY_MS - W_MINUTE_MS) return false;
        second = 59;
        fraction_ms = 999;
    }
    instant_ms += second * W_SECOND_MS + fraction_ms;
    if (instant_ms < W_DATETIME_MIN || instant_ms > W_DATETIME_MAX) return false;
    *at_ms = instant_ms;
    return true;
}

static bool read_minute(const char *at, int64_t *minute_ms) {
    int64_t day, clock_ms;
    if (!read_date(at, &day) || (at[10] != 'T' && at[10] != 't')) return false;
    if (!read_clock(at + 11, &clock_ms)) return false;
    *minute_ms = day * W_DAY_MS + clock_ms;
    return true;
}

bool w_datetime_parse_memo(WDatetimeMemo *memo, WStr text, int64_t *at_ms) {
    const char *at = text.bytes;
    if (text.size < sizeof "2026-03-02T10:00:00Z" - 1) return false;
    if (*at == '\0' || memcmp(at, memo->minute, sizeof memo->minute) != 0) { // not a fresh memo
        int64_t minute_ms;
        if (!read_minute(at, &minute_ms)) return false;
        memcpy(memo->minute, at, sizeof memo->minute);
        memo->at_ms = minute_ms;
    }
    return read_rest(at + sizeof memo->minute, at + text.size, memo->at_ms, at_ms);
}

bool w_datetime_parse(WStr text, int64_t *at_ms) {
    WDatetimeMemo memo = {0};
    return w_datetime_parse_memo(&memo, text, at_ms);
}

bool w_date_parse(WStr text, int64_t *day) {
    return text.size == sizeof "2026-03-02" - 1 && read_date(text.bytes, day);
}

bool w_time_parse(WStr text, int64_t *clock_ms) {
    const char *at = text.bytes;
    const char *end = at + text.size;
    if (text.size < sizeof "10:00" - 1 || !read_clock(at, clock_ms)) return false;
    if (text.size == sizeof "10:00" - 1) return true;
    int32_t second;
    int64_t fraction_ms;
    if (text.size < sizeof "10:00:00" - 1 || at[5] != ':') return false;
    if (!read_digits(at + 6, 2, &second) || second > 59) return false;
    at += sizeof "10:00:00" - 1;
    if (!read_fraction(&at, end, &fraction_ms) || at != end) return false;
    *clock_ms += second * W_SECOND_MS + fraction_ms;
    return true;
}

// Printing: each returns one past what it wrote.

static char *put_digits(char *at, int64_t value, int count) {
    for (int i = count; i-- > 0; value /= 10)
        at[i] = (char)('0' + value % 10);
    return at + count;
}

static char *put_date(char *at, int64_t day) {
    WCivil civil = w_civil_of_days(day);
    at = put_digits(at, civil.year, 4);
    *at++ = '-';
    at = put_digits(at, civil.month, 2);
    *at++ = '-';
    return put_digits(at, civil.day, 2);
}

static char *put_minute(char *at, int64_t clock_ms) {
    at = put_digits(at, clock_ms / W_HOUR_MS, 2);
    *at++ = ':';
    return put_digits(at, clock_ms / W_MINUTE_MS % 60, 2);
}

static char *put_second(char *at, int64_t clock_ms) {
    *at++ = ':';
    at = put_digits(at, clock_ms / W_SECOND_MS % 60, 2);
    if (clock_ms % W_SECOND_MS == 0) return at;
    *at++ = '.';
    return put_digits(at, clock_ms % W_SECOND_MS, 3);
}

size_t w_datetime_print(int64_t at_ms, char out[W_TIME_CHARS]) {
    at_ms = clamp(at_ms, W_DATETIME_MIN, W_DATETIME_MAX);
    int64_t clock_ms = w_datetime_clock_ms(at_ms);
    char *at = put_date(out, w_datetime_day(at_ms));
    *at++ = 'T';
    at = put_second(put_minute(at, clock_ms), clock_ms);
    *at++ = 'Z';
    return (size_t)(at - out);
}

size_t w_date_print(int64_t day, char out[W_TIME_CHARS]) {
    return (size_t)(put_date(out, day) - out);
}

size_t w_time_print(int64_t clock_ms, char out[W_TIME_CHARS]) {
    clock_ms = clamp(clock_ms, 0, W_DAY_MS - 1);
    char *at = put_minute(out, clock_ms);
    if (clock_ms % W_MINUTE_MS != 0) at = put_second(at, clock_ms);
    return (size_t)(at - out);
}
