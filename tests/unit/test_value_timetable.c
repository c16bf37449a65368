// Timetables, across the nights in which clocks are changed.
#include "runtime/value/time.h"
#include "runtime/value/timetable.h"
#include "tests/unit/test.h"

#define CLOCK(hour, minute) ((hour)*W_HOUR_MS + (minute)*W_MINUTE_MS)

static WZoneSet *zones;

static const WZone *zone_of(const char *name) {
    if (!zones) zones = w_zone_set_new("/usr/share/zoneinfo");
    const WZone *zone = w_zone_set_find(zones, w_str(name));
    CHECK(zone != NULL);
    return zone;
}

static void forget_zones(void) {
    w_zone_set_free(zones);
    zones = NULL;
}

static int64_t at(const char *text) {
    int64_t at_ms;
    CHECK(w_datetime_parse(w_str(text), &at_ms));
    return at_ms;
}

static const char *next(const WTimetable *timetable, const char *zone, const char *after) {
    static char out[W_TIME_CHARS + 1];
    int64_t next_ms = w_timetable_next(timetable, zone_of(zone), at(after));
    if (next_ms == INT64_MAX) return "never";
    out[w_datetime_print(next_ms, out)] = '\0';
    return out;
}

enum { MONDAY = 1, WEDNESDAY = 4, SUNDAY = 64 };

TEST(timetable_of_weekdays_goes_from_one_to_the_next) {
    WTimetable s = {.weekdays = MONDAY | WEDNESDAY, .clock_ms = CLOCK(9, 0)};
    CHECK_STR(next(&s, "UTC", "2026-03-02T08:59:59Z"), "2026-03-02T09:00:00Z"); // a Monday
    CHECK_STR(next(&s, "UTC", "2026-03-02T09:00:00Z"), "2026-03-04T09:00:00Z");
    CHECK_STR(next(&s, "UTC", "2026-03-04T09:00:00Z"), "2026-03-09T09:00:00Z");
    CHECK_STR(next(&s, "Asia/Tokyo", "2026-03-01T23:59:00Z"), "2026-03-02T00:00:00Z");
    CHECK_STR(next(&s, "Pacific/Kiritimati", "2026-03-01T18:59:00Z"), "2026-03-01T19:00:00Z");
    forget_zones();
}

TEST(timetable_of_a_month_takes_the_last_day_for_one_that_is_not_there) {
    WTimetable first = {.month_days = 1u, .clock_ms = CLOCK(9, 0)};
    WTimetable last = {.month_days = 1u << 30, .clock_ms = 0};
    WTimetable end = {.month_days = 7u << 28, .clock_ms = CLOCK(12, 0)}; // 29, 30 and 31
    CHECK_STR(next(&first, "UTC", "2026-02-01T09:00:00Z"), "2026-03-01T09:00:00Z");
    CHECK_STR(next(&last, "UTC", "2026-02-01T00:00:00Z"), "2026-02-28T00:00:00Z");
    CHECK_STR(next(&last, "UTC", "2028-02-28T00:00:00Z"), "2028-02-29T00:00:00Z");
    CHECK_STR(next(&last, "UTC", "2026-04-01T00:00:00Z"), "2026-04-30T00:00:00Z");
    CHECK_STR(next(&last, "UTC", "2026-05-01T00:00:00Z"), "2026-05-31T00:00:00Z");
    CHECK_STR(next(&end, "UTC", "2026-02-27T12:00:00Z"), "2026-02-28T12:00:00Z"); // once
    CHECK_STR(next(&end, "UTC", "2026-02-28T12:00:00Z"), "2026-03-29T12:00:00Z");
    CHECK_STR(next(&end, "UTC", "2026-03-29T12:00:00Z"), "2026-03-30T12:00:00Z");
    CHECK_STR(next(&end, "UTC", "2026-04-29T12:00:00Z"), "2026-04-30T12:00:00Z");
    CHECK_STR(next(&end, "UTC", "2026-04-30T12:00:00Z"), "2026-05-29T12:00:00Z");
    forget_zones();
}

TEST(timetable_in_a_gap_is_the_first_minute_behind_it) {
    WTimetable s = {.weekdays = W_TIMETABLE_EVERY_DAY, .clock_ms = CLOCK(2, 30)};
    CHECK_STR(next(&s, "Europe/Berlin", "2026-03-28T02:00:00Z"), "2026-03-29T01:00:00Z"); // 03:00
    CHECK_STR(next(&s, "Europe/Berlin", "2026-03-29T01:00:00Z"), "2026-03-30T00:30:00Z");
    s.clock_ms = 0; // in Beirut there is no midnight that day
    CHECK_STR(next(&s, "Asia/Beirut", "2026-03-28T12:00:00Z"), "2026-03-28T22:00:00Z"); // 01:00
    forget_zones();
}

TEST(timetable_that_comes_twice_is_the_first) {
    WTimetable s = {.weekdays = W_TIMETABLE_EVERY_DAY, .clock_ms = CLOCK(2, 30)};
    CHECK_STR(next(&s, "Europe/Berlin", "2026-10-24T12:00:00Z"), "2026-10-25T00:30:00Z");
    CHECK_STR(next(&s, "Europe/Berlin", "2026-10-25T00:30:00Z"), "2026-10-26T01:30:00Z");
    CHECK_STR(next(&s, "Europe/Berlin", "2026-10-25T01:00:00Z"), "2026-10-26T01:30:00Z");
    forget_zones();
}

TEST(timetable_ends_with_the_calendar) {
    WTimetable s = {.weekdays = SUNDAY, .clock_ms = CLOCK(9, 0)};
    CHECK_STR(next(&s, "UTC", "9999-12-20T00:00:00Z"), "9999-12-26T09:00:00Z");
    CHECK_STR(next(&s, "UTC", "9999-12-26T09:00:00Z"), "never");
    forget_zones();
}

// ---- Against a clock that is looked at each minute

static bool is_wanted(const WTimetable *s, int64_t day) {
    if (s->weekdays) return s->weekdays >> w_civil_weekday(day) & 1;
    WCivil c = w_civil_of_days(day);
    int32_t days = w_civil_month_days(c.year, c.month);
    for (int32_t d = 1; d <= 31; d++) {
        if ((s->month_days >> (d - 1) & 1) && (d < days ? d : days) == c.day) return true;
    }
    return false;
}

// The first minute at which the clock on the wall has come to that time of that day.
static int64_t first_minute(const WZone *zone, int64_t day, int64_t clock_ms) {
    int64_t local_ms = day * W_DAY_MS + clock_ms, minute_ms = local_ms - 2 * W_DAY_MS;
    while (w_zone_local_ms(zone, minute_ms) < local_ms)
        minute_ms += W_MINUTE_MS;
    return minute_ms;
}

static void check_year(const WTimetable *s, const char *name, const char *from) {
    const WZone *zone = zone_of(name);
    int64_t day = w_zone_day(zone, at(from)), found_ms = at(from);
    for (int64_t end = day + 370; day < end; day++) {
        if (!is_wanted(s, day)) continue;
        int64_t wanted_ms = first_minute(zone, day, s->clock_ms);
        if (wanted_ms <= found_ms) continue; // of two days at one moment there is one
        found_ms = w_timetable_next(s, zone, found_ms);
        CHECK(found_ms == wanted_ms);
    }
}

TEST(timetable_is_what_a_clock_shows_that_is_looked_at_each_minute) {
    static const char *const names[] = {"Europe/Berlin", "America/New_York", "Australia/Lord_Howe",
                                        "Asia/Beirut",   "America/Santiago", "Africa/Casablanca"};
    static const int64_t clocks[] = {0, CLOCK(0, 30), CLOCK(1, 45), CLOCK(2, 30), CLOCK(23, 59)};
    for (size_t n = 0; n < sizeof names / sizeof *names; n++) {
        for (size_t c = 0; c < sizeof clocks / sizeof *clocks; c++) {
            WTimetable daily = {.weekdays = W_TIMETABLE_EVERY_DAY, .clock_ms = clocks[c]};
            WTimetable monthly = {.month_days = 1u << 28 | 1u << 30, .clock_ms = clocks[c]};
            check_year(&daily, names[n], "2026-01-01T00:00:00Z");
            check_year(&monthly, names[n], "2027-06-01T00:00:00Z");
        }
    }
    WTimetable daily = {.weekdays = W_TIMETABLE_EVERY_DAY, .clock_ms = CLOCK(9, 0)};
    check_year(&daily, "Pacific/Apia", "2011-06-01T00:00:00Z"); // it had no 30 December
    forget_zones();
}
