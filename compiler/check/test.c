// Tests: their steps, bound and typed.
//
// Promise: checking tests leaves no trace in what is compiled: their values are known beforehand,
// up to the clock of the test, so they read no field and ask nothing of the history.

#include "compiler/check/test.h"

#include <stdlib.h>

#include "runtime/value/time.h"

// ---- values by name

// What one thing that can be given is called, its type, and whether it must be given.
typedef struct Slot {
    WStr name;
    WType type;
    bool needed;
} Slot;

typedef struct Slots {
    Slot *items;
    uint32_t count;
    const char *needs; // for messages
} Slots;

static Slots profile_slots(WChecker *ck) {
    const WProgram *program = ck->program;
    Slots slots = {w_check_array(ck, program->profile_count, sizeof(Slot)), program->profile_count,
                   "the field is"};
    for (uint32_t i = 0; i < slots.count; i++)
        slots.items[i] = (Slot){program->profile[i].name, program->profile[i].type, false};
    return slots;
}

static Slots event_slots(WChecker *ck, uint32_t row) {
    const WProgramEvent *event = &ck->program->events[row];
    Slots slots = {w_check_array(ck, event->field_count, sizeof(Slot)), event->field_count,
                   "the event has"};
    for (uint32_t i = 0; i < slots.count; i++) {
        WType type = event->fields[i].type;
        bool needed = type != W_TYPE_NONE && !w_type_optional(type);
        slots.items[i] = (Slot){event->fields[i].name, type, needed};
    }
    return slots;
}

static Slots param_slots(WChecker *ck, uint32_t row) {
    const WProgramMessage *message = &ck->program->messages[row];
    Slots slots = {w_check_array(ck, message->param_count, sizeof(Slot)), message->param_count,
                   "the message has"};
    for (uint32_t i = 0; i < slots.count; i++)
        slots.items[i] = (Slot){message->params[i].name, message->params[i].type, false};
    return slots;
}

static Slots slots_of(WChecker *ck, WGivenKind kind, uint32_t row) {
    if (kind == W_GIVEN_PROFILE) return profile_slots(ck);
    if (row == W_NONE) return (Slots){0};
    return kind == W_GIVEN_EVENT ? event_slots(ck, row) : param_slots(ck, row);
}

static void say_unknown(WChecker *ck, WGivenKind kind, uint32_t row, WName name) {
    if (name.text.size == 0) return; // it was forgotten, and that was said
    if (kind == W_GIVEN_PROFILE) w_check_unknown_profile_field(ck, name, true);
    if (row == W_NONE) return;
    if (kind == W_GIVEN_EVENT) w_check_unknown_event_field(ck, row, name);
    bool is_param = kind == W_GIVEN_PARAMS && !w_check_is_broken(ck, W_SYMBOL_MESSAGE, row);
    if (is_param) w_check_unknown_param(ck, &ck->program->messages[row], name);
}

static uint32_t find_slot(const Slots *slots, WStr name) {
    for (uint32_t i = 0; i < slots->count; i++) {
        if (w_str_equal(slots->items[i].name, name)) return i;
    }
    return W_NONE;
}

static bool is_given_before(WChecker *ck, const WPair *first, const WPair *pair) {
    for (const WPair *other = first; other != pair; other = other->next) {
        if (!w_str_equal(other->key.text, pair->key.text)) continue;
        WFinding *finding = FIND(ck, DECLARED_TWICE, pair->key.span, "`%.*s` is given twice",
                                 W_STR_ARGS(pair->key.text));
        w_finding_other(finding, other->key.span, "the first");
        return true;
    }
    return false;
}

static void say_lacking(WChecker *ck, WName event, const Slot *slot) {
    WFinding *finding = FIND(ck, TEST_LACKS_FIELD, event.span, "`%.*s` needs `%.*s`",
                             W_STR_ARGS(event.text), W_STR_ARGS(slot->name));
    w_finding_why(finding, "an event that lacks it would be refused: it is %s, never missing",
                  w_check_a_type(ck, slot->type));
    w_check_fix_given(ck, finding, slot->name, slot->type);
}

// A name that is given and unknown, and reads like the one that is missing: that is said already.
static bool is_misspelled(const Slots *slots, const WPair *pairs, WStr missing) {
    for (const WPair *pair = pairs; pair != NULL; pair = pair->next) {
        if (find_slot(slots, pair->key.text) != W_NONE) continue;
        WSuggest suggest = w_suggest(pair->key.text);
        w_suggest_offer(&suggest, missing);
        if (suggest.best.size > 0 || pair->key.text.size == 0) return true;
    }
    return false;
}

static void check_complete(WChecker *ck, WName event, uint32_t row, const WPair *pairs,
                           const WProgramGiven *given, uint32_t count) {
    Slots slots = event_slots(ck, row);
    if (w_check_is_broken(ck, W_SYMBOL_EVENT, row)) return;
    for (uint32_t i = 0; i < slots.count; i++) {
        bool has = !slots.items[i].needed;
        for (uint32_t j = 0; j < count && !has; j++)
            has = given[j].index == i;
        if (!has && !is_misspelled(&slots, pairs, slots.items[i].name))
            say_lacking(ck, event, &slots.items[i]);
    }
}

WProgramGiven *w_check_given(WChecker *ck, WGivenKind kind, uint32_t row, const WPair *pairs,
                             uint32_t *count) {
    WEnv env = {.constant = true,
                .timed = true,
                .here = "a test says what happens; its values are written out"};
    Slots slots = slots_of(ck, kind, row);
    WProgramGiven *given = NULL;
    uint32_t room = 0;
    *count = 0;
    for (const WPair *pair = pairs; pair != NULL; pair = pair->next) {
        uint32_t slot = find_slot(&slots, pair->key.text);
        if (slot == W_NONE) {
            say_unknown(ck, kind, row, pair->key);
            w_check_stray(ck, &env, pair->value);
            continue;
        }
        if (is_given_before(ck, pairs, pair)) continue;
        WTyped *value = w_check_value(ck, &env, pair->value,
                                      w_type_required(slots.items[slot].type), slots.needs);
        *W_CHECK_PUSH(ck, given, *count, room) = (WProgramGiven){slot, value};
    }
    return given;
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

static void check_given_sent(WChecker *ck, const WStep *step, WProgramStep *row) {
    row->length_ms = w_check_length(ck, step->length, "`ago` needs");
    w_check_channel_message(ck, step->first, step->second, &row->channel, &row->message);
}

static void check_event(WChecker *ck, const WStep *step, WProgramStep *row) {
    row->event = w_check_row(ck, step->first, W_SYMBOL_EVENT);
    row->given = w_check_given(ck, W_GIVEN_EVENT, row->event, step->args, &row->given_count);
    if (row->event == W_NONE) return;
    check_complete(ck, step->first, row->event, step->args, row->given, row->given_count);
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
        row->given = w_check_given(ck, W_GIVEN_PROFILE, 0, step->args, &row->given_count);
        clock->has_zone |= names_zone(step->args);
        if (clock->runs) note_input(clock, step->span);
        break;
    case W_STEP_CUSTOMER: row->customer = step->first.text; break;
    case W_STEP_GIVEN_SENT:
        check_given_sent(ck, step, row);
        w_check_not_yet(ck, step->span, "`given sent`");
        break;
    case W_STEP_SPLIT:
        check_split(ck, step, row);
        w_check_not_yet(ck, step->span, "`split` of a test");
        break;
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
