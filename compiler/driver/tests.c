// Tests as plain data: the clock of each, its lines, and what it expects.
//
// Premise: the program has no error. Time zones are read from this machine; a zone nobody knows
// counts as in the runtime: the customer keeps the one they had.
#include "wend/tests.h"

#include <string.h>

#include "compiler/check/program_test.h"
#include "compiler/driver/coverage.h"
#include "compiler/driver/test_lines.h"
#include "runtime/base/alloc.h"
#include "runtime/value/time.h"

struct wend_tests {
    wend_compilation *compilation;
    WArena arena;
    WZoneSet *zones;
    const WZone *zone; // of the project
    wend_test *items;
    size_t count;
    WCoverage coverage; // made when it is asked for
    bool has_coverage;
    WBuffer text;
};

// A customer of a test and the zone they are in.
typedef struct Person {
    struct Person *next;
    WStr id;
    const WZone *zone;
} Person;

// A test on its way through time.
typedef struct Walk {
    wend_tests *tests;
    const WProgram *program;
    const WProgramTest *test;
    Person *people;
    Person *person;
    bool runs;
    int64_t now_ms;
    int64_t input_ms; // of the last input
    uint32_t number;  // of the step
} Walk;

static const char *terminated(wend_tests *tests, WStr text) {
    return w_arena_copy(&tests->arena, text.bytes, text.size);
}

static const char *kept(wend_tests *tests, WBuffer *made) {
    const char *text = w_arena_copy(&tests->arena, made->bytes, made->size);
    w_buffer_free(made);
    return text;
}

// ---- customers

static void switch_to(Walk *walk, WStr id) {
    Person *person = walk->people;
    while (person && !w_str_equal(person->id, id))
        person = person->next;
    if (!person) {
        person = w_arena_take(&walk->tests->arena, sizeof *person);
        *person = (Person){walk->people, id, walk->tests->zone};
        walk->people = person;
    }
    walk->person = person;
}

// A profile that names a zone moves the customer there.
static void follow_zone(const Walk *walk, const WProgramStep *step, const WZone **zone) {
    for (uint32_t i = 0; i < step->given_count; i++) {
        const WProgramGiven *given = &step->given[i];
        WStr name = walk->program->profile[given->index].name;
        bool is_zone = w_str_equal(name, W_STR("timezone"));
        if (!is_zone || given->value->kind != W_TYPED_CONSTANT) continue;
        const WZone *known = w_zone_set_find(walk->tests->zones, given->value->constant.text);
        if (known) *zone = known;
    }
}

// ---- the clock

// Where the clock stands as the test begins: at its first `at`, if nothing comes before that needs
// a time.
static void start(Walk *walk, uint32_t from) {
    const WZone *zone = walk->person->zone;
    int64_t local_ms = W_TEST_START_DAY * W_DAY_MS + W_TEST_START_CLOCK_MS;
    for (uint32_t i = from; i < walk->test->step_count; i++) {
        const WProgramStep *step = &walk->test->steps[i];
        if (step->kind == W_STEP_PROFILE) follow_zone(walk, step, &zone);
        if (step->kind == W_STEP_AT) local_ms = step->local_ms;
        bool begins = step->kind == W_STEP_AT || step->kind == W_STEP_EVENT ||
                      step->kind == W_STEP_AFTER || step->kind == W_STEP_EXPECT;
        if (begins) break;
    }
    walk->runs = true;
    walk->now_ms = walk->input_ms = w_zone_instant_ms(zone, local_ms);
}

static void move_to(Walk *walk, int64_t at_ms, wend_test_step *row) {
    row->kind = WEND_STEP_CLOCK;
    if (at_ms < walk->now_ms) row->problem = "the clock of a test does not go back";
    walk->now_ms = at_ms;
}

// ---- expectations

typedef struct ExpectWords {
    wend_expect_kind kind;
    const char *what, *outcome;
} ExpectWords;

static const ExpectWords expect_words[] = {
    [W_EXPECT_SEND] = {WEND_EXPECT_DECISION, "send", "sent"},
    [W_EXPECT_NO_SEND] = {WEND_EXPECT_NONE, "send", "sent"},
    [W_EXPECT_SUPPRESSED] = {WEND_EXPECT_DECISION, "send", "suppressed"},
    [W_EXPECT_DEFERRED] = {WEND_EXPECT_DECISION, "send", "deferred"},
    [W_EXPECT_ENTER] = {WEND_EXPECT_DECISION, "entry", "entered"},
    [W_EXPECT_NO_ENTER] = {WEND_EXPECT_NONE, "entry", "entered"},
    [W_EXPECT_REFUSED] = {WEND_EXPECT_DECISION, "entry", "refused"},
    [W_EXPECT_STAGE] = {WEND_EXPECT_STAGE, "", ""},
    [W_EXPECT_GOAL] = {WEND_EXPECT_DECISION, "goal", "converted"},
    [W_EXPECT_EXIT] = {WEND_EXPECT_DECISION, "exit", "exited"},
    [W_EXPECT_FINISH] = {WEND_EXPECT_DECISION, "finish", "finished"},
    [W_EXPECT_PROFILE] = {WEND_EXPECT_PROFILE, "", ""},
};

static WTestMoment moment_of(const Walk *walk) {
    return (WTestMoment){
        .arena = &walk->tests->arena,
        .program = walk->program,
        .zone = walk->person->zone,
        .now_ms = walk->now_ms,
        .customer = walk->person->id,
        .number = walk->number,
    };
}

static WStr given_name(const Walk *walk, const WProgramExpect *expect, uint32_t index) {
    if (expect->kind == W_EXPECT_PROFILE) return walk->program->profile[index].name;
    return walk->program->messages[expect->message].params[index].name;
}

static void fill_given(Walk *walk, const WProgramExpect *expect, wend_test_step *row) {
    WTestMoment moment = moment_of(walk);
    wend_given *given =
        w_arena_take_zeroed(&walk->tests->arena, (expect->given_count + 1) * sizeof *given);
    for (uint32_t i = 0; i < expect->given_count; i++) {
        WBuffer json = {0};
        if (!w_test_json(&moment, expect->given[i].value, &json))
            row->problem = "a value cannot be known beforehand";
        given[i].name = terminated(walk->tests, given_name(walk, expect, expect->given[i].index));
        given[i].json = kept(walk->tests, &json);
    }
    row->expect.given = given;
    row->expect.given_count = expect->given_count;
}

static void fill_expectation(Walk *walk, const WProgramExpect *expect, wend_test_step *row) {
    const WProgram *program = walk->program;
    const WProgramJourney *journey =
        expect->journey == W_NONE ? NULL : &program->journeys[expect->journey];
    const ExpectWords *words = &expect_words[expect->kind];
    wend_expectation *to = &row->expect;
    *to = (wend_expectation){words->kind, words->what, words->outcome, "", "", "", "", "",
                             "",          "",          NULL,           0};
    if (journey) to->journey = terminated(walk->tests, journey->name);
    if (expect->stage != W_NONE)
        to->stage = terminated(walk->tests, journey->stages[expect->stage].name);
    if (expect->channel != W_NONE)
        to->channel = terminated(walk->tests, program->channels[expect->channel].name);
    if (expect->message != W_NONE)
        to->message = terminated(walk->tests, program->messages[expect->message].name);
    if (expect->event != W_NONE)
        to->event = terminated(walk->tests, program->events[expect->event].name);
    if (expect->reason.size > 0) to->reason = terminated(walk->tests, expect->reason);
    if (expect->text.size > 0) to->text = terminated(walk->tests, expect->text);
    fill_given(walk, expect, row);
}

// ---- steps

// The words of a step, with one blank where the script has any or a line break.
static const char *words_of(const Walk *walk, WSpan span) {
    const WSource *source = walk->tests->compilation->sources.items[span.source];
    WStr text = w_source_text(source, span);
    WBuffer out = {0};
    for (size_t i = 0; i < text.size; i++) {
        bool is_blank = strchr(" \t\r\n", text.bytes[i]) != NULL;
        bool repeats = out.size > 0 && out.bytes[out.size - 1] == ' ';
        if (is_blank && repeats) continue;
        w_buffer_char(&out, is_blank ? ' ' : text.bytes[i]);
    }
    return kept(walk->tests, &out);
}

static void make_input(Walk *walk, const WProgramStep *step, wend_test_step *row) {
    WTestMoment moment = moment_of(walk);
    WBuffer line = {0};
    bool is_event = step->kind == W_STEP_EVENT;
    bool good = (is_event ? w_test_event_line : w_test_profile_line)(&moment, step, &line);
    if (!good) row->problem = "a value cannot be known beforehand";
    row->kind = WEND_STEP_INPUT;
    row->line = kept(walk->tests, &line);
    walk->input_ms = walk->now_ms;
}

static void make_step(Walk *walk, const WProgramStep *step, wend_test_step *row) {
    switch (step->kind) {
    case W_STEP_PROFILE:
        follow_zone(walk, step, &walk->person->zone);
        make_input(walk, step, row);
        break;
    case W_STEP_EVENT: make_input(walk, step, row); break;
    case W_STEP_AT:
        move_to(walk, w_zone_instant_ms(walk->person->zone, step->local_ms), row);
        walk->input_ms = walk->now_ms;
        break;
    case W_STEP_AFTER: move_to(walk, w_datetime_add(walk->input_ms, step->length_ms), row); break;
    default:
        row->kind = WEND_STEP_EXPECT;
        fill_expectation(walk, &step->expect, row);
        break;
    }
    row->customer = terminated(walk->tests, walk->person->id);
    row->at_ms = walk->now_ms;
    row->local_ms = w_zone_local_ms(walk->person->zone, walk->now_ms);
}

static void make_test(wend_tests *tests, const WProgramTest *test, wend_test *row) {
    Walk walk = {.tests = tests, .program = tests->compilation->program, .test = test};
    wend_test_step *steps =
        w_arena_take_zeroed(&tests->arena, (test->step_count + 1) * sizeof *steps);
    row->title = terminated(tests, test->title);
    row->place = w_compilation_range(tests->compilation, test->span);
    row->steps = steps;
    switch_to(&walk, W_STR("customer"));
    for (uint32_t i = 0; i < test->step_count; i++) {
        const WProgramStep *step = &test->steps[i];
        walk.number = i + 1;
        if (step->kind == W_STEP_CUSTOMER) {
            switch_to(&walk, step->customer);
            continue;
        }
        if (!walk.runs) start(&walk, i);
        wend_test_step *to = &steps[row->step_count++];
        to->place = w_compilation_range(tests->compilation, step->span);
        to->text = words_of(&walk, step->span);
        make_step(&walk, step, to);
    }
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
    tests->count = program->test_count;
    tests->items = w_arena_take_zeroed(&tests->arena, (tests->count + 1) * sizeof *tests->items);
    for (size_t i = 0; i < tests->count; i++)
        make_test(tests, &program->tests[i], &tests->items[i]);
    return tests;
}

void wend_tests_free(wend_tests *tests) {
    if (!tests) return;
    w_zone_set_free(tests->zones);
    w_coverage_free(&tests->coverage);
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
