// Running across the nights, and judging what came out.
#include "compiler/cli/test_dst.h"

#include <stdlib.h>
#include <string.h>

#include "compiler/cli/clocks.h"
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

// ---- what should be

// When a wait that began then should end.
static int64_t wait_should_end(const wend_local *local, int64_t began_ms) {
    int64_t today = w_clocks_day(w_clocks_local_ms(began_ms));
    if (local->days >= 0)
        return w_clocks_instant_ms((today + local->days) * DAY_MS + local->clock_ms);
    for (int64_t day = today; day <= today + 8; day++) {
        if ((local->weekdays >> w_clocks_weekday(day) & 1) == 0) continue;
        int64_t at = w_clocks_instant_ms(day * DAY_MS + local->clock_ms);
        if (at > began_ms) return at;
    }
    return INT64_MAX;
}

static bool is_wait_of(const wend_moment *moment, const wend_local *local) {
    return strcmp(local->kind, "wait") == 0 && strcmp(moment->what, "wait") == 0 &&
           moment->row == local->row;
}

// What becomes of a time of day on the day of such a night, if it is no ordinary one.
static void note_oddity(WDstResult *result, int64_t night_ms) {
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
    fputs(wend_tests_excerpt(dst->tests, &result->local->place, why, false), to);
    fputc('\n', to);
    run->failed = &step;
    run->failed_from = row;
    run->failed_row = row + 1;
    w_test_timeline(to, run, false);
    run->failed = NULL;
    fclose(to);
    return text;
}

static void note_wrong(WDst *dst, WDstResult *result, WTestRun *run, size_t row, const char *why) {
    if (result->wrong++ == 0) dst->wrong++;
    if (!result->failure) result->failure = tell_failure(dst, result, run, row, why);
}

static void judge_wait(WDst *dst, WDstResult *result, WTestRun *run, size_t row) {
    const wend_moment *moment = &run->rows[row].moment;
    int64_t should_ms = wait_should_end(result->local, moment->at_ms);
    char should[WEND_TIME_BYTES], is[WEND_TIME_BYTES], why[300];
    result->times++;
    if (moment->until_ms == should_ms) return;
    w_moment_time(w_clocks_local_ms(moment->until_ms), is);
    snprintf(why, sizeof why, "in %s this should end at %s, and ends at %s",
             dst->zones[result->zone].name, w_moment_time(w_clocks_local_ms(should_ms), should),
             is);
    note_wrong(dst, result, run, row, why);
}

static void judge(WDst *dst, size_t zone, WTestRun *run) {
    for (size_t r = 0; r < run->count; r++) {
        if (run->rows[r].step) continue;
        for (size_t i = zone; i < dst->count; i += dst->zone_count) {
            if (is_wait_of(&run->rows[r].moment, dst->results[i].local))
                judge_wait(dst, &dst->results[i], run, r);
        }
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
        if (is_wait_of(&row->moment, dst->results[i].local)) return true;
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
    if (good) judge(dst, zone, &run);
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
    size_t locals = 0;
    while (wend_tests_local(dst->tests, locals))
        locals++;
    dst->count = locals * dst->zone_count;
    dst->results = calloc(dst->count + 1, sizeof *dst->results);
    if (!dst->results) abort();
    for (size_t i = 0; i < dst->count; i++) {
        dst->results[i].local = wend_tests_local(dst->tests, i / dst->zone_count);
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
    *dst = (WDst){0};
}
