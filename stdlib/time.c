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
