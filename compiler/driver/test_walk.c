// A test on its way through time: from steps to lines, moments and expectations.
//
// Premise: the program has no error. A zone nobody knows counts as in the runtime: the customer
// keeps the one they had.
#include "compiler/driver/test_walk.h"

#include "compiler/driver/test_lines.h"
#include "compiler/driver/words.h"
#include "runtime/base/alloc.h"
#include "runtime/value/time.h"

// A customer of a test and the zone they are in.
typedef struct Person {
    struct Person *next;
    WStr id;
    const WZone *zone;
    bool is_placed; // in the zone that is forced
} Person;

// A test on its way through time.
typedef struct Walk {
    const WTestWay *way;
    WArena *arena;
    const WProgram *program;
    const WProgramTest *test;
    Person *people;
    Person *person;
    bool runs;
    int64_t now_ms;
    int64_t input_ms; // of the last input
    uint32_t number;  // of the step
} Walk;

static const char *terminated(const Walk *walk, WStr text) {
    return w_arena_copy(walk->arena, text.bytes, text.size);
}

static const char *kept(const Walk *walk, WBuffer *made) {
    const char *text = w_arena_copy(walk->arena, made->bytes, made->size);
    w_buffer_free(made);
    return text;
}

// ---- customers

static void switch_to(Walk *walk, WStr id) {
    Person *person = walk->people;
    while (person && !w_str_equal(person->id, id))
        person = person->next;
    if (!person) {
        person = w_arena_take(walk->arena, sizeof *person);
        *person = (Person){walk->people, id, walk->way->zone, false};
        if (walk->way->forced_zone.size > 0)
            person->zone = w_zone_set_find(walk->way->zones, walk->way->forced_zone);
        walk->people = person;
    }
    walk->person = person;
}

// A profile that names a zone moves the customer there.
static void follow_zone(const Walk *walk, const WProgramStep *step, const WZone **zone) {
    if (walk->way->forced_zone.size > 0) return;
    for (uint32_t i = 0; i < step->given_count; i++) {
        const WProgramGiven *given = &step->given[i];
        WStr name = walk->program->profile[given->index].name;
        bool is_zone = w_str_equal(name, W_STR("timezone"));
        if (!is_zone || given->value->kind != W_TYPED_CONSTANT) continue;
        const WZone *known = w_zone_set_find(walk->way->zones, given->value->constant.text);
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
    walk->now_ms = walk->input_ms = w_zone_instant_ms(zone, local_ms) + walk->way->shift_ms;
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
        .arena = walk->arena,
        .program = walk->program,
        .zone = walk->person->zone,
        .now_ms = walk->now_ms,
        .zone_is_forced = walk->way->forced_zone.size > 0,
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
        w_arena_take_zeroed(walk->arena, (expect->given_count + 1) * sizeof *given);
    for (uint32_t i = 0; i < expect->given_count; i++) {
        WBuffer json = {0};
        if (!w_test_json(&moment, expect->given[i].value, &json))
            row->problem = "a value cannot be known beforehand";
        given[i].name = terminated(walk, given_name(walk, expect, expect->given[i].index));
        given[i].json = kept(walk, &json);
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
    if (journey) to->journey = terminated(walk, journey->name);
    if (expect->stage != W_NONE) to->stage = terminated(walk, journey->stages[expect->stage].name);
    if (expect->channel != W_NONE)
        to->channel = terminated(walk, program->channels[expect->channel].name);
    if (expect->message != W_NONE)
        to->message = terminated(walk, program->messages[expect->message].name);
    if (expect->event != W_NONE) to->event = terminated(walk, program->events[expect->event].name);
    if (expect->reason.size > 0) to->reason = terminated(walk, expect->reason);
    if (expect->text.size > 0) to->text = terminated(walk, expect->text);
    fill_given(walk, expect, row);
}

// ---- steps

static Walk begin(const WTestWay *way, const WProgramTest *test) {
    Walk walk = {
        .way = way, .arena = way->arena, .program = way->compilation->program, .test = test};
    switch_to(&walk, W_STR("customer"));
    return walk;
}

static void make_input(Walk *walk, const WProgramStep *step, wend_test_step *row) {
    WTestMoment moment = moment_of(walk);
    WBuffer line = {0};
    bool is_event = step->kind == W_STEP_EVENT;
    bool good = (is_event ? w_test_event_line : w_test_profile_line)(&moment, step, &line);
    if (!good) row->problem = "a value cannot be known beforehand";
    row->kind = WEND_STEP_INPUT;
    row->line = kept(walk, &line);
    walk->input_ms = walk->now_ms;
}

static void make_sent(Walk *walk, const WProgramStep *step, wend_test_step *row) {
    row->kind = WEND_STEP_SENT;
    row->channel = terminated(walk, walk->program->channels[step->channel].name);
    row->message = terminated(walk, walk->program->messages[step->message].name);
    row->sent_ms = w_datetime_add(walk->now_ms, -step->length_ms);
}

static void make_split(Walk *walk, const WProgramStep *step, wend_test_step *row) {
    row->kind = WEND_STEP_SPLIT;
    row->journey = terminated(walk, walk->program->journeys[step->journey].name);
    row->split = terminated(walk, step->split);
    row->arm = terminated(walk, step->arm);
}

static void make_step(Walk *walk, const WProgramStep *step, wend_test_step *row) {
    switch (step->kind) {
    case W_STEP_PROFILE:
        follow_zone(walk, step, &walk->person->zone);
        make_input(walk, step, row);
        break;
    case W_STEP_EVENT: make_input(walk, step, row); break;
    case W_STEP_AT:
        move_to(walk, w_zone_instant_ms(walk->person->zone, step->local_ms) + walk->way->shift_ms,
                row);
        walk->input_ms = walk->now_ms;
        break;
    case W_STEP_AFTER: move_to(walk, w_datetime_add(walk->input_ms, step->length_ms), row); break;
    case W_STEP_SPLIT: make_split(walk, step, row); break;
    case W_STEP_GIVEN_SENT: make_sent(walk, step, row); break;
    case W_STEP_HELD_OUT: row->kind = WEND_STEP_HELD_OUT; break;
    default:
        row->kind = WEND_STEP_EXPECT;
        fill_expectation(walk, &step->expect, row);
        break;
    }
    row->customer = terminated(walk, walk->person->id);
    row->at_ms = walk->now_ms;
    row->local_ms = w_zone_local_ms(walk->person->zone, walk->now_ms);
}

// A forced zone is the first that is heard of a customer.
static void put_in_zone(Walk *walk, wend_test_step *row) {
    WTestMoment moment = moment_of(walk);
    WBuffer line = {0}, text = {0};
    moment.number = 0; // it is no step
    w_test_zone_line(&moment, walk->way->forced_zone, &line);
    w_buffer_printf(&text, "profile { timezone: \"%.*s\" }", W_STR_ARGS(walk->way->forced_zone));
    *row = (wend_test_step){
        .kind = WEND_STEP_INPUT,
        .place = w_compilation_range(walk->way->compilation, walk->test->span),
        .text = kept(walk, &text),
        .customer = terminated(walk, walk->person->id),
        .at_ms = walk->now_ms,
        .local_ms = w_zone_local_ms(walk->person->zone, walk->now_ms),
        .line = kept(walk, &line),
    };
    walk->person->is_placed = true;
}

static void add_step(Walk *walk, const WProgramStep *step, wend_test_step *steps, wend_test *row) {
    bool is_forced = walk->way->forced_zone.size > 0;
    if (is_forced && !walk->person->is_placed) put_in_zone(walk, &steps[row->step_count++]);
    wend_test_step *to = &steps[row->step_count++];
    to->place = w_compilation_range(walk->way->compilation, step->span);
    to->text = step->text.size > 0 ? terminated(walk, step->text)
                                   : w_words_of(walk->way->compilation, step->span, walk->arena);
    make_step(walk, step, to);
}

void w_test_make(const WTestWay *way, const WProgramTest *test, wend_test *row) {
    Walk walk = begin(way, test);
    // As many steps again, for putting each customer in a zone.
    size_t room = 2 * ((size_t)test->step_count + 1);
    wend_test_step *steps = w_arena_take_zeroed(way->arena, room * sizeof *steps);
    *row = (wend_test){
        .title = terminated(&walk, test->title),
        .place = w_compilation_range(way->compilation, test->span),
        .steps = steps,
    };
    for (uint32_t i = 0; i < test->step_count; i++) {
        const WProgramStep *step = &test->steps[i];
        walk.number = i + 1;
        if (step->kind == W_STEP_CUSTOMER) {
            switch_to(&walk, step->customer);
            continue;
        }
        if (!walk.runs) start(&walk, i);
        add_step(&walk, step, steps, row);
    }
}

int64_t w_test_start_ms(const WTestWay *way, const WProgramTest *test) {
    Walk walk = begin(way, test);
    start(&walk, 0);
    return walk.now_ms;
}
