// Running across the nights.
#include "compiler/cli/test_dst.h"

#include <stdlib.h>
#include <string.h>

#include "compiler/cli/clocks.h"
#include "compiler/cli/local.h"
#include "compiler/cli/moment.h"

static const int64_t MINUTE_MS = 60000;
static const int64_t DAY_MS = 86400000;

// 2026-01-01 and 2027-01-01 in UTC: the year whose nights are taken, and for a run that is to meet
// none, a day in it that is far from all of them.
static const int64_t YEAR_MS = INT64_C(1767225600000);
static const int64_t NEXT_YEAR_MS = INT64_C(1798761600000);

enum { MOST_OFFSETS = 16 };

// ---- zones

static const char *const zones_of_the_world[] = {
    "America/New_York",
    "America/Santiago",    // clocks change at midnight
    "Australia/Lord_Howe", // by half an hour
    "Europe/London",
};

static void add_zone(WDst *dst, const char *name) {
    for (size_t i = 0; i < dst->zone_count; i++) {
        if (strcmp(dst->zones[i].name, name) == 0) return;
    }
    if (!w_clocks_enter(name)) return;
    WDstZone *zone = &dst->zones[dst->zone_count++];
    *zone = (WDstZone){.name = name};
    int64_t at = YEAR_MS;
    while (zone->night_count < W_DST_NIGHTS) {
        at = w_clocks_next_change_ms(at, NEXT_YEAR_MS);
        if (at == INT64_MAX) break;
        zone->nights_ms[zone->night_count++] = at;
    }
    if (zone->night_count == 0) dst->zone_count--;
}

static void find_zones(WDst *dst) {
    bool has_others;
    add_zone(dst, wend_tests_zone(dst->tests, &has_others));
    for (size_t i = 0; has_others && i < sizeof zones_of_the_world / sizeof *zones_of_the_world;
         i++)
        add_zone(dst, zones_of_the_world[i]);
}

// What becomes of a time of day on the day of such a night, if it is no ordinary one.
static void note_oddity(WDstResult *result, int64_t night_ms) {
    if (strcmp(result->local->kind, "quiet") == 0) return; // one that begins or ends, no moment
    char day[WEND_TIME_BYTES], clock[WEND_TIME_BYTES], instead[WEND_TIME_BYTES];
    int64_t midnight_ms = w_clocks_day(w_clocks_local_ms(night_ms)) * DAY_MS;
    int64_t local_ms = midnight_ms + result->local->clock_ms;
    int64_t at_ms = w_clocks_instant_ms(local_ms), shows_ms = w_clocks_local_ms(at_ms);
    bool repeats = w_clocks_repeats(local_ms);
    size_t size = strlen(result->note);
    if (shows_ms == local_ms && !repeats) return;
    wend_time_print(midnight_ms, day);
    w_moment_time(local_ms, clock);
    w_moment_time(shows_ms, instead);
    if (repeats)
        snprintf(result->note + size, sizeof result->note - size, "; twice on %.10s: the first",
                 day);
    else
        snprintf(result->note + size, sizeof result->note - size, "; on %.10s there is no %s: %s",
                 day, clock + 11, instead + 11);
}

// ---- judging

static char *tell_failure(WDst *dst, const WDstResult *result, WTestRun *run, size_t row,
                          const char *why) {
    char *text = NULL;
    size_t size;
    wend_test_step step = {
        .text = result->local->text,
        .customer = run->rows[row].moment.customer,
        .local_ms = run->rows[row].moment.local_ms,
    };
    FILE *to = open_memstream(&text, &size);
    if (!to) abort();
    fprintf(to, "%s\n", wend_tests_excerpt(dst->tests, &result->local->place, why, false));
    run->failed = &step;
    run->failed_from = row;
    run->failed_row = row + 1;
    w_test_timeline(to, run, false);
    run->failed = NULL;
    fclose(to);
    return text;
}

static void judge(WDst *dst, WDstResult *result, WTestRun *run, size_t row) {
    char why[W_LOCAL_WHY_BYTES];
    const wend_moment *moment = &run->rows[row].moment;
    if (run->rows[row].step || !w_local_concerns(result->local, moment)) return;
    result->times++;
    if (w_local_is_right(&dst->locals, result->local, moment, why)) return;
    if (result->wrong++ == 0) dst->wrong++;
    if (!result->failure) result->failure = tell_failure(dst, result, run, row, why);
}

static void judge_all(WDst *dst, size_t zone, WTestRun *run) {
    for (size_t row = 0; row < run->count; row++) {
        for (size_t i = zone; i < dst->count; i += dst->zone_count)
            judge(dst, &dst->results[i], run, row);
    }
}

// ---- running

// What a run has to do with local time, and how long after its beginning.
typedef struct Offsets {
    int64_t ms[MOST_OFFSETS];
    size_t count;
} Offsets;

static void note_offset(Offsets *offsets, int64_t ms) {
    for (size_t i = 0; i < offsets->count; i++) {
        if (offsets->ms[i] == ms) return;
    }
    if (offsets->count < MOST_OFFSETS) offsets->ms[offsets->count++] = ms;
}

static bool is_of_interest(const WDst *dst, const WTestRow *row) {
    if (row->step) return false;
    for (size_t i = 0; i < dst->count; i += dst->zone_count) {
        if (w_local_concerns(dst->results[i].local, &row->moment)) return true;
    }
    return false;
}

static bool run_once(WDst *dst, size_t drive, size_t zone, int64_t start_ms, WTestRun *run) {
    const char *name = zone == 0 ? NULL : dst->zones[zone].name;
    bool has_others;
    if (zone == 0) wend_tests_zone(dst->tests, &has_others);
    if (zone == 0 && has_others) name = dst->zones[0].name;
    const wend_test *test = wend_tests_drive(dst->tests, drive, start_ms, name);
    *run = (WTestRun){.keeps_waits = true};
    return w_test_run(dst->bundle, dst->bundle_bytes, test, run, NULL);
}

// A run far from all nights tells where it has to do with local time.
static bool find_offsets(WDst *dst, size_t drive, size_t zone, Offsets *offsets) {
    WTestRun run;
    int64_t start_ms = YEAR_MS + 12 * DAY_MS + 37 * MINUTE_MS;
    *offsets = (Offsets){.count = 0};
    bool good = run_once(dst, drive, zone, start_ms, &run);
    for (size_t i = 0; good && i < run.count; i++) {
        if (is_of_interest(dst, &run.rows[i]))
            note_offset(offsets, run.rows[i].moment.at_ms - start_ms);
    }
    w_test_run_free(&run);
    return good;
}

static bool run_at(WDst *dst, size_t drive, size_t zone, int64_t start_ms) {
    WTestRun run;
    bool good = run_once(dst, drive, zone, start_ms, &run);
    if (good) judge_all(dst, zone, &run);
    w_test_run_free(&run);
    return good;
}

// So that what has to do with local time comes so long before the clocks change.
static bool run_across(WDst *dst, size_t drive, size_t zone, int64_t night_ms,
                       const Offsets *offsets) {
    static const int minutes_before[] = {-90, -1,  0,   1,   29,  45,   61,   91,
                                         150, 240, 430, 800, 920, 1290, 1441, 4000};
    for (size_t o = 0; o < offsets->count; o++) {
        for (size_t i = 0; i < sizeof minutes_before / sizeof *minutes_before; i++) {
            int64_t at_ms = night_ms - offsets->ms[o] - minutes_before[i] * MINUTE_MS;
            if (!run_at(dst, drive, zone, at_ms)) return false;
        }
    }
    return true;
}

static bool run_in_zone(WDst *dst, size_t zone) {
    if (!w_clocks_enter(dst->zones[zone].name)) return true;
    for (size_t i = zone; i < dst->count; i += dst->zone_count) {
        for (size_t n = 0; n < dst->zones[zone].night_count; n++)
            note_oddity(&dst->results[i], dst->zones[zone].nights_ms[n]);
    }
    for (size_t drive = 0; wend_tests_drive(dst->tests, drive, YEAR_MS, NULL); drive++) {
        Offsets offsets;
        if (!find_offsets(dst, drive, zone, &offsets)) return false;
        for (size_t n = 0; n < dst->zones[zone].night_count; n++) {
            if (!run_across(dst, drive, zone, dst->zones[zone].nights_ms[n], &offsets))
                return false;
        }
    }
    return true;
}

static void make_results(WDst *dst) {
    WLocals *locals = &dst->locals;
    while (wend_tests_local(dst->tests, locals->count))
        locals->count++;
    locals->rows = calloc(locals->count + 1, sizeof *locals->rows);
    if (!locals->rows) abort();
    for (size_t i = 0; i < locals->count; i++)
        locals->rows[i] = wend_tests_local(dst->tests, i);
    dst->count = locals->count * dst->zone_count;
    dst->results = calloc(dst->count + 1, sizeof *dst->results);
    if (!dst->results) abort();
    for (size_t i = 0; i < dst->count; i++) {
        dst->results[i].local = locals->rows[i / dst->zone_count];
        dst->results[i].zone = i % dst->zone_count;
    }
}

bool w_dst_run(WDst *dst, const void *bundle, size_t bundle_bytes, wend_tests *tests) {
    *dst = (WDst){.bundle = bundle, .bundle_bytes = bundle_bytes, .tests = tests};
    find_zones(dst);
    make_results(dst);
    bool good = true;
    for (size_t zone = 0; good && dst->count > 0 && zone < dst->zone_count; zone++)
        good = run_in_zone(dst, zone);
    w_clocks_leave();
    return good;
}

void w_dst_free(WDst *dst) {
    for (size_t i = 0; i < dst->count; i++)
        free(dst->results[i].failure);
    free(dst->results);
    free(dst->locals.rows);
    *dst = (WDst){0};
}
