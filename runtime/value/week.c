// Weeks, minute by minute.

#include "runtime/value/week.h"

#include "runtime/value/time.h"
#include "runtime/value/type.h"

enum { DAY_MINUTES = 24 * 60 };

static const char *const names[7] = {"monday", "tuesday",  "wednesday", "thursday",
                                     "friday", "saturday", "sunday"};

static void add_minutes(WWeek *week, uint32_t from, uint32_t count) {
    for (uint32_t i = 0; i < count; i++)
        w_bit_set(week->minutes, (from + i) % W_WEEK_MINUTES);
}

void w_week_add(WWeek *week, uint32_t weekdays, int64_t from_ms, int64_t to_ms) {
    uint32_t from = (uint32_t)(from_ms / 60000), to = (uint32_t)(to_ms / 60000);
    if (to_ms <= from_ms) to += DAY_MINUTES;
    for (uint32_t day = 0; day < 7; day++) {
        if (weekdays >> day & 1) add_minutes(week, day * DAY_MINUTES + from, to - from);
    }
}

bool w_week_is_full(const WWeek *week) {
    for (uint32_t i = 0; i < W_WEEK_MINUTES; i++) {
        if (!w_bit_get(week->minutes, i)) return false;
    }
    return true;
}

// ---- printing

static bool is_same_day(const WWeek *week, uint32_t a, uint32_t b) {
    for (uint32_t i = 0; i < DAY_MINUTES; i++) {
        if (w_bit_get(week->minutes, a * DAY_MINUTES + i) !=
            w_bit_get(week->minutes, b * DAY_MINUTES + i))
            return false;
    }
    return true;
}

// The days that are as this one is.
static uint32_t days_like(const WWeek *week, uint32_t day) {
    uint32_t days = 0;
    for (uint32_t other = 0; other < 7; other++)
        days |= (uint32_t)is_same_day(week, day, other) << other;
    return days;
}

// The minute of the day from `minute` on at which being in the set changes, or its end.
static uint32_t next_change(const WWeek *week, uint32_t day, uint32_t minute) {
    bool is_in = w_bit_get(week->minutes, day * DAY_MINUTES + minute);
    while (minute < DAY_MINUTES && w_bit_get(week->minutes, day * DAY_MINUTES + minute) == is_in)
        minute++;
    return minute;
}

static void print_clock(uint32_t minute, WBuffer *out) {
    w_buffer_printf(out, "%02u:%02u", minute / 60, minute % 60);
}

// False if the day is in the set from beginning to end.
static bool print_hours(const WWeek *week, uint32_t day, WBuffer *out) {
    bool some = false;
    for (uint32_t from = 0, to; from < DAY_MINUTES; from = to) {
        to = next_change(week, day, from);
        if (w_bit_get(week->minutes, day * DAY_MINUTES + from)) continue;
        w_buffer_str(out, some ? W_STR(", ") : W_STR(" "));
        print_clock(from, out);
        w_buffer_str(out, W_STR(" to "));
        print_clock(to, out);
        some = true;
    }
    return some;
}

void w_week_print_rest(const WWeek *week, WBuffer *out) {
    uint32_t done = 0;
    bool some = false;
    for (uint32_t day = 0; day < 7; day++) {
        if (done >> day & 1) continue;
        uint32_t days = days_like(week, day);
        size_t start = out->size;
        done |= days;
        if (some) w_buffer_str(out, W_STR("; "));
        w_weekdays_print(days, out);
        if (print_hours(week, day, out))
            some = true;
        else
            out->size = start;
    }
}

// The day behind a run of days that begins with this one.
static uint32_t run_end(uint32_t weekdays, uint32_t day) {
    while (day < 7 && (weekdays >> day & 1))
        day++;
    return day;
}

void w_weekdays_print(uint32_t weekdays, WBuffer *out) {
    bool some = false;
    if ((weekdays & 127) == 127) {
        w_buffer_str(out, W_STR("every day"));
        return;
    }
    for (uint32_t day = 0; day < 7; day++) {
        if (!(weekdays >> day & 1)) continue;
        uint32_t end = run_end(weekdays, day);
        if (some) w_buffer_str(out, W_STR(", "));
        w_buffer_str(out, w_str(names[day]));
        if (end - day > 2) {
            day = end - 1;
            w_buffer_str(out, W_STR(" to "));
            w_buffer_str(out, w_str(names[day]));
        }
        some = true;
    }
}
