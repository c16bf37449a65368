// Tests: their steps, bound and typed.
//
// Promise: checking tests leaves no trace in what is compiled: their values are known beforehand,
// up to the clock of the test, so they read no field and ask nothing of the history.

#include "compiler/check/test.h"

#include <stdlib.h>

#include "runtime/value/time.h"

// ---- values by name

static void say_lacking(WChecker *ck, WName event, const WProgramField *field) {
    WFinding *finding = FIND(ck, TEST_LACKS_FIELD, event.span, "`%.*s` needs `%.*s`",
                             W_STR_ARGS(event.text), W_STR_ARGS(field->name));
    w_finding_why(finding, "an event that lacks it would be refused: it is %s, never missing",
                  w_check_a_type(ck, field->type));
    w_check_fix_given(ck, finding, field->name, field->type);
}

WProgramGiven *w_check_test_given(WChecker *ck, WGivenKind kind, uint32_t row, const WPair *pairs,
                                  uint32_t *count) {
    WEnv env = {.constant = true,
                .timed = true,
                .here = "a test says what happens; its values are written out"};
    WGivenTo to = {kind, row, true};
    return w_check_given(ck, &env, to, pairs, count);
}

// ---- the clock

// Where a test's clock stands, in local time: enough to see that it would go back.
typedef struct Clock {
    bool runs; // some input, or some `after`, has come
    int64_t now_ms;
    WSpan now_at;     // the step that set it
    int64_t input_ms; // of the last input
    WSpan input_at;
    bool has_zone; // a profile names a zone, so local times are not all of one
} Clock;

static void say_clock(WChecker *ck, const Clock *clock, WSpan span) {
    WFinding *finding = FIND(ck, TEST_CLOCK, span, "the clock of a test does not go back");
    w_finding_other(finding, clock->now_at, "it is later already");
}

static void set_clock(Clock *clock, int64_t now_ms, WSpan span) {
    clock->runs = true;
    clock->now_ms = now_ms;
    clock->now_at = span;
}

static void note_input(Clock *clock, WSpan span) {
    if (!clock->runs) set_clock(clock, clock->now_ms, span);
    clock->input_ms = clock->now_ms;
    clock->input_at = span;
}

static void move_to(WChecker *ck, Clock *clock, int64_t to_ms, WSpan span) {
    // Where summer ends, and between zones, a local time may seem to go back.
    int64_t slack_ms = clock->has_zone ? 26 * W_HOUR_MS : W_HOUR_MS;
    if (clock->runs && to_ms < clock->now_ms - slack_ms) say_clock(ck, clock, span);
    set_clock(clock, to_ms, span);
    note_input(clock, span);
}

static void move_by(WChecker *ck, Clock *clock, int64_t length_ms, WSpan span) {
    int64_t to_ms = w_datetime_add(clock->input_ms, length_ms);
    if (clock->runs && length_ms > 0 && to_ms < clock->now_ms) {
        WFinding *finding = FIND(ck, TEST_CLOCK, span, "the clock of a test does not go back");
        w_finding_other(finding, clock->now_at, "it is later already");
        w_finding_why(finding, "`after` counts from the last input, not from the last `after`");
    }
    set_clock(clock, to_ms, span);
}

// ---- steps

static bool names_zone(const WPair *pairs) {
    for (const WPair *pair = pairs; pair != NULL; pair = pair->next) {
        if (w_str_equal(pair->key.text, W_STR("timezone"))) return true;
    }
    return false;
}

// The only channel that some journey sends a message on; W_NONE if there are several or none.
static uint32_t only_channel(const WChecker *ck, uint32_t message, uint32_t *ways) {
    uint32_t only = W_NONE;
    *ways = 0;
    for (uint32_t j = 0; j < ck->program->journey_count; j++) {
        const WProgramJourney *journey = &ck->program->journeys[j];
        for (uint32_t i = 0; i < journey->site_count; i++) {
            const WProgramSite *site = &journey->sites[i];
            if (site->message != message || site->channel == only) continue;
            only = site->channel;
            ++*ways;
        }
    }
    return *ways == 1 ? only : W_NONE;
}

static void check_given_sent(WChecker *ck, const WStep *step, WProgramStep *row) {
    uint32_t ways;
    row->length_ms = w_check_length(ck, step->length, "`ago` needs");
    w_check_channel_message(ck, step->first, step->second, &row->channel, &row->message);
    if (w_name_given(step->second) || row->message == W_NONE) return;
    row->channel = only_channel(ck, row->message, &ways);
    if (row->channel != W_NONE || (ways == 0 && ck->findings->errors > 0)) return;
    WFinding *finding = FIND(ck, TEST_WHICH_CHANNEL, step->first.span,
                             "on which channel was `%.*s` sent?", W_STR_ARGS(step->first.text));
    w_finding_why(finding,
                  ways == 0 ? "no journey sends it" : "journeys send it on several channels");
    w_finding_fix(finding, "name the channel: given sent CHANNEL %.*s …",
                  W_STR_ARGS(step->first.text));
}

static void check_event(WChecker *ck, const WStep *step, WProgramStep *row) {
    row->event = w_check_row(ck, step->first, W_SYMBOL_EVENT);
    row->given = w_check_test_given(ck, W_GIVEN_EVENT, row->event, step->args, &row->given_count);
    if (row->event == W_NONE) return;
    WGivenEvent given = {row->event, step->args, row->given, row->given_count};
    for (uint32_t i = 0; (i = w_check_lacking(ck, &given, i)) != W_NONE; i++)
        say_lacking(ck, step->first, &ck->program->events[row->event].fields[i]);
}

static void check_split(WChecker *ck, const WStep *step, WProgramStep *row) {
    row->journey = w_check_row(ck, step->first, W_SYMBOL_JOURNEY);
    row->split = step->second.text;
    row->arm = step->third.text;
    if (row->journey != W_NONE) w_check_split_of(ck, row->journey, step->second, step->third);
}

static void check_step(WChecker *ck, const WStep *step, WProgramStep *row, Clock *clock) {
    *row = (WProgramStep){.kind = step->kind,
                          .span = step->span,
                          .event = W_NONE,
                          .channel = W_NONE,
                          .message = W_NONE,
                          .journey = W_NONE};
    switch (step->kind) {
    case W_STEP_PROFILE:
        row->given = w_check_test_given(ck, W_GIVEN_PROFILE, 0, step->args, &row->given_count);
        clock->has_zone |= names_zone(step->args);
        if (clock->runs) note_input(clock, step->span);
        break;
    case W_STEP_CUSTOMER: row->customer = step->first.text; break;
    case W_STEP_GIVEN_SENT: check_given_sent(ck, step, row); break;
    case W_STEP_SPLIT: check_split(ck, step, row); break;
    case W_STEP_HELD_OUT: w_check_not_yet(ck, step->span, "`held out`"); break;
    case W_STEP_AT:
        row->local_ms = step->day * W_DAY_MS + step->clock_ms;
        move_to(ck, clock, row->local_ms, step->span);
        break;
    case W_STEP_AFTER:
        row->length_ms = w_check_length(ck, step->length, "`after` needs");
        move_by(ck, clock, row->length_ms, step->span);
        break;
    case W_STEP_EVENT:
        check_event(ck, step, row);
        note_input(clock, step->span);
        break;
    case W_STEP_EXPECT: row->expect = w_check_expect(ck, &step->expect); break;
    }
}

// ---- tests

static void check_test(WChecker *ck, const WTest *test, WProgramTest *row) {
    Clock clock = {.now_ms = W_TEST_START_DAY * W_DAY_MS + W_TEST_START_CLOCK_MS};
    clock.input_ms = clock.now_ms;
    uint32_t room = 0;
    bool expects = false;
    *row = (WProgramTest){.title = test->title.text, .span = test->title.span};
    for (const WStep *step = test->steps; step != NULL; step = step->next) {
        expects |= step->kind == W_STEP_EXPECT;
        check_step(ck, step, W_CHECK_PUSH(ck, row->steps, row->step_count, room), &clock);
    }
    if (expects) return;
    WFinding *finding = FIND(ck, TEST_EXPECTS_NOTHING, test->title.span,
                             "this test expects nothing, so it cannot fail");
    w_finding_fix(finding, "say what must come of it, for example: expect no send");
}

static void check_title(WChecker *ck, WNames *titles, uint32_t index) {
    const WProgramTest *test = &ck->program->tests[index];
    if (test->title.size == 0) return; // it was forgotten, and that was said
    uint32_t first = w_names_put(titles, test->title, index);
    if (first == index) return;
    WFinding *finding = FIND(ck, DECLARED_TWICE, test->span, "two tests have this title");
    w_finding_other(finding, ck->program->tests[first].span, "the first");
    w_finding_fix(finding, "choose another: tests are known by their titles");
}

void w_check_tests(WChecker *ck) {
    WNames titles = {.arena = ck->arena};
    WProgram *program = ck->program;
    program->tests = w_check_array(ck, ck->tests.count, sizeof *program->tests);
    program->test_count = ck->tests.count;
    for (uint32_t i = 0; i < ck->tests.count; i++) {
        ck->tree = ck->tests.items[i].tree;
        check_test(ck, &ck->tests.items[i].decl->test, &program->tests[i]);
        check_title(ck, &titles, i);
    }
}
