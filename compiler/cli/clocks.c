// The C library's local time.
#include "compiler/cli/clocks.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { ZONE_BYTES = 256 };

static const int64_t DAY_MS = 86400000;
static const int64_t HOUR_MS = 3600000;

static char zone_before[ZONE_BYTES];
static bool has_zone_before, is_inside;

// glibc takes a zone it does not find for UTC and says nothing.
static bool is_known(const char *zone) {
    const char *folder = getenv("TZDIR");
    char path[2 * ZONE_BYTES];
    snprintf(path, sizeof path, "%s/%s", folder ? folder : "/usr/share/zoneinfo", zone);
    return strlen(zone) < ZONE_BYTES && access(path, R_OK) == 0;
}

bool w_clocks_enter(const char *zone) {
    if (!is_known(zone)) return false;
    const char *before = getenv("TZ");
    if (!is_inside && before) snprintf(zone_before, sizeof zone_before, "%s", before);
    if (!is_inside) has_zone_before = before != NULL;
    is_inside = true;
    setenv("TZ", zone, 1);
    tzset();
    return true;
}

void w_clocks_leave(void) {
    if (!is_inside) return;
    is_inside = false;
    if (has_zone_before)
        setenv("TZ", zone_before, 1);
    else
        unsetenv("TZ");
    tzset();
}

static int64_t floor_div(int64_t a, int64_t b) {
    int64_t quotient = a / b;
    return a % b < 0 ? quotient - 1 : quotient;
}

static int64_t offset_ms(int64_t at_ms) {
    struct tm local;
    time_t at = (time_t)floor_div(at_ms, 1000);
    return localtime_r(&at, &local) ? (int64_t)local.tm_gmtoff * 1000 : 0;
}

int64_t w_clocks_local_ms(int64_t at_ms) {
    return at_ms + offset_ms(at_ms);
}

// Clocks change between the two; the first instant with the new offset.
static int64_t change_between(int64_t low_ms, int64_t high_ms) {
    int64_t before = offset_ms(low_ms);
    while (high_ms - low_ms > 1000) {
        int64_t middle = floor_div(low_ms + (high_ms - low_ms) / 2, 1000) * 1000;
        if (middle <= low_ms) break;
        if (offset_ms(middle) == before)
            low_ms = middle;
        else
            high_ms = middle;
    }
    return high_ms;
}

int64_t w_clocks_next_change_ms(int64_t after_ms, int64_t until_ms) {
    for (int64_t at = after_ms; at < until_ms; at += HOUR_MS) {
        if (offset_ms(at) != offset_ms(at + HOUR_MS)) return change_between(at, at + HOUR_MS);
    }
    return INT64_MAX;
}

int64_t w_clocks_instant_ms(int64_t local_ms) {
    int64_t early = local_ms - offset_ms(local_ms - DAY_MS);
    int64_t late = local_ms - offset_ms(local_ms + DAY_MS);
    int64_t first = early < late ? early : late, second = early < late ? late : early;
    if (w_clocks_local_ms(first) == local_ms) return first;
    if (w_clocks_local_ms(second) == local_ms) return second;
    return change_between(first - HOUR_MS, second + HOUR_MS);
}

bool w_clocks_repeats(int64_t local_ms) {
    int64_t early = local_ms - offset_ms(local_ms - DAY_MS);
    int64_t late = local_ms - offset_ms(local_ms + DAY_MS);
    return early != late && w_clocks_local_ms(early) == local_ms &&
           w_clocks_local_ms(late) == local_ms;
}

int64_t w_clocks_day(int64_t local_ms) {
    return floor_div(local_ms, DAY_MS);
}

int w_clocks_weekday(int64_t day) {
    return (int)((day % 7 + 7 + 3) % 7); // 1970-01-01 was a Thursday
}
