// Natives on days, instants and lengths, where the customer's clock shows them, and those in
// texts.
#include "runtime/value/time.h"

#include "runtime/base/assert.h"
#include "runtime/value/number.h"
#include "runtime/value/text.h"
#include "stdlib/native.h"

static int64_t argument_int(const WNativeCall *call, size_t index) {
    return (int64_t)call->arguments[index];
}

static const WZone *zone_of(const WNativeCall *call) {
    W_ASSERT(call->zone);
    return call->zone;
}

WValue w_native_date_of(const WNativeCall *call) {
    return (WValue)w_zone_day(zone_of(call), argument_int(call, 0));
}

WValue w_native_time_of(const WNativeCall *call) {
    int64_t local_ms = w_zone_local_ms(zone_of(call), argument_int(call, 0));
    return (WValue)w_datetime_clock_ms(local_ms);
}

// ---- parts of days and times

static WCivil civil_of(const WNativeCall *call, size_t index) {
    return w_civil_of_days(argument_int(call, index));
}

WValue w_native_year_of(const WNativeCall *call) {
    return (WValue)(int64_t)civil_of(call, 0).year;
}

WValue w_native_month_of(const WNativeCall *call) {
    return (WValue)(int64_t)civil_of(call, 0).month;
}

WValue w_native_day_of(const WNativeCall *call) {
    return (WValue)(int64_t)civil_of(call, 0).day;
}

WValue w_native_weekday_of(const WNativeCall *call) {
    static const char *const names[] = {"monday", "tuesday",  "wednesday", "thursday",
                                        "friday", "saturday", "sunday"};
    WStr name = w_str(names[w_civil_weekday(argument_int(call, 0))]);
    return w_value_of_pointer(w_text_make_nfc(call->arena, name));
}

// The week belongs to the year that its Thursday is in.
WValue w_native_week_of(const WNativeCall *call) {
    int64_t day = argument_int(call, 0);
    int64_t thursday = day - w_civil_weekday(day) + 3;
    if (thursday < W_DATE_MIN)
        return 52; // the first days of the calendar are a Saturday and Sunday
    WCivil new_year = {w_civil_of_days(thursday).year, 1, 1};
    return (WValue)((thursday - w_civil_days(new_year)) / 7 + 1);
}

WValue w_native_hour_of(const WNativeCall *call) {
    return (WValue)(argument_int(call, 0) / W_HOUR_MS);
}

WValue w_native_minute_of(const WNativeCall *call) {
    return (WValue)(argument_int(call, 0) % W_HOUR_MS / W_MINUTE_MS);
}

WValue w_native_start_of_week(const WNativeCall *call) {
    int64_t day = argument_int(call, 0);
    return (WValue)w_date_add(day, -w_civil_weekday(day));
}

WValue w_native_start_of_month(const WNativeCall *call) {
    WCivil civil = civil_of(call, 0);
    civil.day = 1;
    return (WValue)w_civil_days(civil);
}

WValue w_native_end_of_month(const WNativeCall *call) {
    WCivil civil = civil_of(call, 0);
    civil.day = w_civil_month_days(civil.year, civil.month);
    return (WValue)w_civil_days(civil);
}

WValue w_native_start_of_year(const WNativeCall *call) {
    return (WValue)w_civil_days((WCivil){civil_of(call, 0).year, 1, 1});
}

// ---- between days

WValue w_native_days_between(const WNativeCall *call) {
    return (WValue)w_integer_sub(argument_int(call, 1), argument_int(call, 0));
}

// A month is over on the same day of the next one, or on its last.
static int64_t months_between(int64_t from, int64_t to) {
    WCivil a = w_civil_of_days(from), b = w_civil_of_days(to);
    int64_t months = ((int64_t)b.year - a.year) * 12 + b.month - a.month;
    if (months > 0 && w_date_add_months(from, months) > to) months--;
    if (months < 0 && w_date_add_months(from, months) < to) months++;
    return months;
}

WValue w_native_months_between(const WNativeCall *call) {
    return (WValue)months_between(argument_int(call, 0), argument_int(call, 1));
}

WValue w_native_years_between(const WNativeCall *call) {
    return (WValue)(months_between(argument_int(call, 0), argument_int(call, 1)) / 12);
}

static int64_t anniversary_in(WCivil civil, int32_t year) {
    int32_t days = w_civil_month_days(year, civil.month);
    return w_civil_days((WCivil){year, civil.month, civil.day < days ? civil.day : days});
}

// Behind the end of the calendar there is none; its last is the answer then.
WValue w_native_next_anniversary(const WNativeCall *call) {
    int64_t now = w_zone_day(zone_of(call), call->now_ms);
    WCivil civil = civil_of(call, 0), today = w_civil_of_days(now);
    int64_t day = anniversary_in(civil, today.year);
    if (day < now && today.year < 9999) day = anniversary_in(civil, today.year + 1);
    return (WValue)day;
}

// ---- lengths

WValue w_native_days_in(const WNativeCall *call) {
    return (WValue)(argument_int(call, 0) / W_DAY_MS);
}

WValue w_native_hours_in(const WNativeCall *call) {
    return (WValue)(argument_int(call, 0) / W_HOUR_MS);
}

WValue w_native_minutes_in(const WNativeCall *call) {
    return (WValue)(argument_int(call, 0) / W_MINUTE_MS);
}

// ---- for the compiler

WValue w_native_today(const WNativeCall *call) {
    return (WValue)w_zone_day(zone_of(call), call->now_ms);
}

WValue w_native_date_at(const WNativeCall *call) {
    return (WValue)w_zone_day_at(zone_of(call), argument_int(call, 0), argument_int(call, 1));
}

WValue w_native_date_add(const WNativeCall *call) {
    return (WValue)w_date_add(argument_int(call, 0), argument_int(call, 1));
}

WValue w_native_date_subtract(const WNativeCall *call) {
    int64_t days = w_integer_sub(argument_int(call, 0), argument_int(call, 1));
    return (WValue)w_integer_mul(days, W_DAY_MS);
}

WValue w_native_next_weekday(const WNativeCall *call) {
    int32_t weekday = (int32_t)(call->arguments[0] % 7);
    return (WValue)w_zone_next_weekday(zone_of(call), call->now_ms, weekday,
                                       argument_int(call, 1));
}

WValue w_native_next_workday(const WNativeCall *call) {
    int64_t clock_ms = argument_int(call, 0);
    int64_t next_ms = w_zone_next_weekday(zone_of(call), call->now_ms, 0, clock_ms);
    for (int32_t day = 1; day < 5; day++) {
        int64_t at_ms = w_zone_next_weekday(zone_of(call), call->now_ms, day, clock_ms);
        if (at_ms > call->now_ms && at_ms < next_ms) next_ms = at_ms;
    }
    return (WValue)next_ms;
}

WValue w_native_date_add_months(const WNativeCall *call) {
    return (WValue)w_date_add_months(argument_int(call, 0), argument_int(call, 1));
}

WValue w_native_clock_in_days(const WNativeCall *call) {
    int64_t clock_ms = argument_int(call, 0);
    int64_t days = argument_int(call, 1);
    return (WValue)w_zone_clock_in_days(zone_of(call), call->now_ms, days, clock_ms);
}

static WValue ascii(const WNativeCall *call, const char *bytes, size_t size) {
    return w_value_of_pointer(w_text_make_nfc(call->arena, (WStr){bytes, size}));
}

WValue w_native_text_datetime(const WNativeCall *call) {
    char out[2 * W_TIME_CHARS];
    int64_t local_ms = w_zone_local_ms(zone_of(call), argument_int(call, 0));
    size_t size = w_date_print(w_datetime_day(local_ms), out);
    out[size++] = ' ';
    size += w_time_print(w_datetime_clock_ms(local_ms), out + size);
    return ascii(call, out, size);
}

WValue w_native_text_date(const WNativeCall *call) {
    char out[W_TIME_CHARS];
    return ascii(call, out, w_date_print(argument_int(call, 0), out));
}

WValue w_native_text_time(const WNativeCall *call) {
    char out[W_TIME_CHARS];
    return ascii(call, out, w_time_print(argument_int(call, 0), out));
}

WValue w_native_text_duration(const WNativeCall *call) {
    char out[W_TIME_CHARS];
    return ascii(call, out, w_duration_print(argument_int(call, 0), out));
}
