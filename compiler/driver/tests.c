// Tests as plain data, and the public answers about them.
//
// Premise: the program has no error. Time zones are read from this machine.
#include "wend/tests.h"

#include <string.h>

#include "compiler/driver/testing.h"
#include "compiler/driver/words.h"
#include "runtime/base/alloc.h"

WTestWay w_testing_way(wend_tests *tests) {
    return (WTestWay){
        .compilation = tests->compilation,
        .arena = &tests->arena,
        .zones = tests->zones,
        .zone = tests->zone,
    };
}

// ---- the answers

wend_tests *wend_tests_of(wend_compilation *compilation, const char *zones_path) {
    const WProgram *program = compilation->program;
    if (wend_compilation_result(compilation) != WEND_RESULT_BUNDLE) return NULL;
    wend_tests *tests = w_alloc(sizeof *tests);
    tests->compilation = compilation;
    tests->zones = w_zone_set_new(zones_path ? zones_path : "/usr/share/zoneinfo");
    tests->zone = w_zone_set_find(tests->zones, program->project.timezone);
    if (!tests->zone) tests->zone = w_zone_utc();
    tests->zone_name = w_words_kept(&tests->arena, program->project.timezone);
    tests->count = program->test_count;
    tests->items = w_arena_take_zeroed(&tests->arena, (tests->count + 1) * sizeof *tests->items);
    WTestWay way = w_testing_way(tests);
    for (size_t i = 0; i < tests->count; i++)
        w_test_make(&way, &program->tests[i], &tests->items[i]);
    return tests;
}

void wend_tests_free(wend_tests *tests) {
    if (!tests) return;
    w_zone_set_free(tests->zones);
    w_coverage_free(&tests->coverage);
    w_free(tests->locals.rows);
    w_arena_free(&tests->drive_arena);
    w_buffer_free(&tests->text);
    w_arena_free(&tests->arena);
    w_free(tests);
}

const wend_test *wend_test_at(const wend_tests *tests, size_t index) {
    return index < tests->count ? &tests->items[index] : NULL;
}

static const WCoverage *coverage_of(wend_tests *tests) {
    if (!tests->has_coverage) w_coverage_make(&tests->coverage, tests->compilation, &tests->arena);
    tests->has_coverage = true;
    return &tests->coverage;
}

const void *wend_tests_marked_bundle(wend_tests *tests, size_t *size_bytes) {
    const WCoverage *coverage = coverage_of(tests);
    *size_bytes = coverage->bundle.size;
    return coverage->bundle.size > 0 ? coverage->bundle.bytes : NULL;
}

const wend_exercise *wend_tests_exercise(wend_tests *tests, size_t index) {
    const WCoverage *coverage = coverage_of(tests);
    return index < coverage->count ? &coverage->rows[index] : NULL;
}

static WSpan span_of(const wend_tests *tests, const wend_range *place) {
    const WSources *sources = &tests->compilation->sources;
    for (uint32_t i = 0; i < sources->count; i++) {
        const WSource *source = sources->items[i];
        if (strcmp(source->path.bytes, place->file) != 0) continue;
        return (WSpan){i, place->start_byte - source->mark_bytes,
                       place->end_byte - source->mark_bytes};
    }
    return (WSpan){0};
}

const char *wend_tests_excerpt(wend_tests *tests, const wend_range *place, const char *label,
                               bool has_color) {
    w_buffer_clear(&tests->text);
    w_excerpt_print(&tests->compilation->sources, span_of(tests, place), w_str(label), has_color,
                    &tests->text);
    w_buffer_char(&tests->text, '\0');
    return tests->text.bytes;
}
