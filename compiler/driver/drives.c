// The public answers about local time, and the runs that try it.
#include <string.h>

#include "compiler/driver/drive.h"
#include "compiler/driver/testing.h"
#include "compiler/driver/words.h"
#include "runtime/base/alloc.h"

static const WLocals *locals_of(wend_tests *tests) {
    if (!tests->has_locals) w_locals_find(&tests->locals, tests->compilation, &tests->arena);
    tests->has_locals = true;
    return &tests->locals;
}

const wend_local *wend_tests_local(wend_tests *tests, size_t index) {
    const WLocals *locals = locals_of(tests);
    return index < locals->count ? &locals->rows[index] : NULL;
}

const char *wend_tests_zone(const wend_tests *tests, bool *has_others) {
    const WProgram *program = tests->compilation->program;
    *has_others = false;
    for (uint32_t i = 0; i < program->profile_count; i++)
        *has_others |= w_str_equal(program->profile[i].name, W_STR("timezone"));
    return tests->zone_name;
}

// ---- drives

static bool goes_by_local_time(wend_tests *tests, uint32_t journey) {
    const WProgramJourney *row = &tests->compilation->program->journeys[journey];
    const WLocals *locals = locals_of(tests);
    for (size_t i = 0; i < locals->count; i++) {
        const wend_local *local = &locals->rows[i];
        if (w_str_equal(w_str(local->journey), row->name)) return true;
        for (uint32_t s = 0; *local->channel && s < row->site_count; s++) {
            WStr channel = tests->compilation->program->channels[row->sites[s].channel].name;
            if (w_str_equal(w_str(local->channel), channel)) return true;
        }
    }
    return false;
}

// The n-th way into a journey that goes by local time; false behind the last one.
static bool find_entry(wend_tests *tests, size_t n, uint32_t *journey,
                       const WProgramEntry **entry) {
    const WProgram *program = tests->compilation->program;
    for (uint32_t j = 0; j < program->journey_count; j++) {
        if (!goes_by_local_time(tests, j)) continue;
        if (n < program->journeys[j].entry_count) {
            *journey = j;
            *entry = &program->journeys[j].entries[n];
            return true;
        }
        n -= program->journeys[j].entry_count;
    }
    return false;
}

static void leave_out_expectations(wend_test *test) {
    wend_test_step *steps = (wend_test_step *)(uintptr_t)test->steps;
    size_t count = 0;
    for (size_t i = 0; i < test->step_count; i++) {
        if (steps[i].kind != WEND_STEP_EXPECT) steps[count++] = steps[i];
    }
    test->step_count = count;
}

const wend_test *wend_tests_drive(wend_tests *tests, size_t index, int64_t start_ms,
                                  const char *zone) {
    const WProgram *program = tests->compilation->program;
    WProgramTest made;
    const WProgramTest *test = index < tests->count ? &program->tests[index] : &made;
    WTestWay way = w_testing_way(tests);
    w_arena_reset(&tests->drive_arena);
    way.arena = &tests->drive_arena;
    if (zone && w_zone_set_find(tests->zones, w_str(zone))) way.forced_zone = w_str(zone);
    if (index >= tests->count) {
        uint32_t journey;
        const WProgramEntry *entry;
        if (!find_entry(tests, index - tests->count, &journey, &entry)) return NULL;
        made = w_drive_make(way.arena, program, journey, entry);
    }
    way.shift_ms = start_ms - w_test_start_ms(&way, test);
    w_test_make(&way, test, &tests->drive);
    leave_out_expectations(&tests->drive);
    return &tests->drive;
}
