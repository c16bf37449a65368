// Who runs in a turn, and when: timers and events, exits first, priorities, customers.
#include "tests/unit/lab.h"
#include "tests/unit/test.h"

static WBundleBuilder b;
static WBundle *bundle;
static Stream s;

static void begin(void) {
    bundle = bundle_open(&b);
    bundle_builder_free(&b);
    CHECK(bundle != NULL);
    stream_begin(&s, bundle);
}

static void end(void) {
    stream_end(&s);
    w_bundle_close(bundle);
}

// A journey that is entered by an event, waits and is finished; a click lets it finish at once.
static void waiting(const char *name, int32_t priority, uint32_t event, int64_t minutes) {
    lab_journey(&b, name, priority);
    lab_enter(&b, event, W_NONE);
    uint32_t stage = lab_stage(&b, "a", 0, W_NONE);
    uint32_t point = lab_point(&b, stage, W_POINT_FOR, 2);
    lab_arm(&b, LAB_CLICK, W_NONE, 2);
    LAB_FLOW(&b, OPI(LOAD_CONSTANT, 0, lab_minutes(&b, minutes), 0), OPI(WAIT_FOR, 0, point, 0),
             OP(FINISH, 0, 0, 0, 0));
}

// What is due before an event has happened; what is due at its very time comes after it.
TEST(engine_events_go_before_timers_of_their_time) {
    lab_project(&b);
    waiting("j", 50, LAB_GO, 60);
    lab_exit(&b, LAB_STOP, W_NONE);
    begin();
    stream_event(&s, 0, "ana", LAB_GO, NULL);
    stream_event(&s, 60, "ana", LAB_STOP, NULL);
    stream_event(&s, 100, "ana", LAB_GO, NULL);
    stream_event(&s, 161, "ana", LAB_STOP, NULL);
    stream_event(&s, 200, "ana", LAB_GO, NULL);
    stream_event(&s, 260, "bob", LAB_STOP, NULL);
    CHECK_STR(stream_lines(&s), "0 ana entry j entered\n"
                                "60 ana exit j.a exited event\n"
                                "100 ana entry j entered\n"
                                "160 ana finish j.a finished\n"
                                "200 ana entry j entered\n");
    stream_settle(&s, 260);
    CHECK_STR(stream_lines(&s), "260 ana finish j.a finished\n");
    end();
}

// Timers of several customers at one moment fire by the bytes of their ids.
TEST(engine_customers_due_together_fire_by_their_ids) {
    static const char *const who[] = {"zoe", "b", "ab", "B", "a", "\xc3\xa4"};
    lab_project(&b);
    waiting("j", 50, LAB_GO, 60);
    begin();
    for (int i = 0; i < 6; i++)
        stream_event(&s, 0, who[i], LAB_GO, NULL);
    stream_lines(&s);
    stream_settle(&s, 60);
    CHECK_STR(stream_lines(&s), "60 B finish j.a finished\n"
                                "60 a finish j.a finished\n"
                                "60 ab finish j.a finished\n"
                                "60 b finish j.a finished\n"
                                "60 zoe finish j.a finished\n"
                                "60 \xc3\xa4 finish j.a finished\n");
    end();
}

// Larger priorities first; among equal ones who entered first; then by name. Timers too.
TEST(engine_journeys_run_by_priority_time_and_name) {
    lab_project(&b);
    waiting("first", 90, LAB_GO, 60);
    waiting("a", 50, LAB_GO, 60);
    waiting("b", 50, LAB_BUY, 61);
    waiting("c", 50, LAB_GO, 60);
    begin();
    stream_event(&s, 0, "ana", LAB_GO, NULL);
    stream_settle(&s, 60);
    CHECK_STR(stream_lines(&s), "0 ana entry first entered\n"
                                "0 ana entry a entered\n"
                                "0 ana entry c entered\n"
                                "60 ana finish first.a finished\n"
                                "60 ana finish a.a finished\n"
                                "60 ana finish c.a finished\n");
    stream_event(&s, 100, "ana", LAB_BUY, NULL);
    stream_event(&s, 101, "ana", LAB_GO, NULL);
    stream_settle(&s, 161);
    CHECK_STR(stream_lines(&s), "100 ana entry b entered\n"
                                "101 ana entry first entered\n"
                                "101 ana entry a entered\n"
                                "101 ana entry c entered\n"
                                "161 ana finish first.a finished\n"
                                "161 ana finish b.a finished\n"
                                "161 ana finish a.a finished\n"
                                "161 ana finish c.a finished\n");
    stream_event(&s, 200, "ana", LAB_GO, NULL);
    stream_event(&s, 201, "ana", LAB_BUY, NULL);
    stream_lines(&s);
    stream_event(&s, 202, "ana", LAB_CLICK, NULL);
    CHECK_STR(stream_lines(&s), "202 ana finish first.a finished\n"
                                "202 ana finish a.a finished\n"
                                "202 ana finish c.a finished\n"
                                "202 ana finish b.a finished\n");
    end();
}

// Exits come before everything else, also those of journeys with a small priority.
TEST(engine_exits_go_first) {
    lab_project(&b);
    waiting("high", 90, LAB_GO, 60);
    waiting("low", 10, LAB_GO, 60);
    lab_exit(&b, LAB_CLICK, W_NONE);
    waiting("other", 5, LAB_CLICK, 60);
    begin();
    stream_event(&s, 0, "ana", LAB_GO, NULL);
    stream_event(&s, 1, "ana", LAB_CLICK, NULL);
    CHECK_STR(stream_lines(&s), "0 ana entry high entered\n"
                                "0 ana entry low entered\n"
                                "1 ana exit low.a exited event\n"
                                "1 ana finish high.a finished\n"
                                "1 ana entry other entered\n");
    end();
}

// The event that ends an instance may enter the next one: by an exit, by an arm, by the goal.
TEST(engine_event_that_ends_an_instance_may_enter_the_next) {
    lab_project(&b);
    waiting("arm", 60, LAB_CLICK, 60);
    waiting("exit", 50, LAB_GO, 60);
    lab_exit(&b, LAB_GO, W_NONE);
    waiting("goal", 40, LAB_BUY, 60);
    lab_goal(&b, LAB_BUY, W_NONE, W_GOAL_FROM_ENTRY, 60);
    b.journeys[2].flags = W_JOURNEY_EXIT_ON_GOAL;
    begin();
    for (int64_t minute = 0; minute < 2; minute++) {
        stream_event(&s, minute, "ana", LAB_CLICK, NULL);
        stream_event(&s, minute, "bob", LAB_GO, NULL);
        stream_event(&s, minute, "cyd", LAB_BUY, NULL);
        if (minute == 0) stream_lines(&s);
    }
    CHECK_STR(stream_lines(&s), "1 ana finish arm.a finished\n"
                                "1 ana entry arm entered\n"
                                "1 bob exit exit.a exited event\n"
                                "1 bob entry exit entered\n"
                                "1 cyd goal goal converted\n"
                                "1 cyd exit goal.a exited goal\n"
                                "1 cyd entry goal entered\n");
    end();
}

// By one event a journey is entered once, by the first of its entries that holds.
TEST(engine_journey_is_entered_once_by_an_event) {
    lab_project(&b);
    uint32_t x = lab_note_is(&b, LAB_GO, "x");
    lab_journey(&b, "j", 50);
    lab_variable(&b, "way", LAB_IF_ANY(W_TYPE_TEXT));
    lab_enter(&b, LAB_GO, x);
    lab_enter(&b, LAB_GO, W_NONE);
    lab_copy(&b, LAB_NOTE, 0);
    uint32_t stage = lab_stage(&b, "a", 0, W_NONE);
    lab_site(&b, stage, LAB_DESK, LAB_RECEIPT);
    LAB_FLOW(&b, OP(LOAD_VARIABLE, 0, 0, 0, 0), OPI(SEND, 0, 0, 0), OP(FINISH, 0, 0, 0, 0));
    begin();
    stream_event(&s, 0, "ana", LAB_GO, "x");
    stream_event(&s, 1, "ana", LAB_GO, "y");
    CHECK_STR(stream_lines(&s), "0 ana entry j entered\n"
                                "0 ana send j.a sent receipt to ana\n"
                                "0 ana finish j.a finished\n"
                                "1 ana entry j entered\n"
                                "1 ana send j.a sent receipt to ana y\n"
                                "1 ana finish j.a finished\n");
    end();
}

// A wait with two arms that hold, in a stage that reacts as well: `receipt` counts the reactions.
static void reacting(void) {
    lab_project(&b);
    uint32_t x = lab_note_is(&b, LAB_CLICK, "x");
    lab_journey(&b, "j", 50);
    lab_enter(&b, LAB_GO, W_NONE);
    uint32_t stage = lab_stage(&b, "a", 0, W_NONE);
    lab_stage_arm(&b, LAB_CLICK, W_NONE, 4);
    lab_point(&b, stage, W_POINT_FOR, 3);
    lab_arm(&b, LAB_CLICK, x, 2);
    lab_arm(&b, LAB_CLICK, x, 3);
    lab_site(&b, stage, LAB_DESK, LAB_RECEIPT);
    LAB_FLOW(&b, OPI(LOAD_CONSTANT, 0, lab_minutes(&b, 60), 0), OPI(WAIT_FOR, 0, 0, 0),
             OPI(EXIT, 0, text_constant_of(&b, "first arm"), 0), OP(FINISH, 0, 0, 0, 0),
             OP(LOAD_EVENT, 0, LAB_NOTE, 0, 0), OPI(SEND, 0, 0, 0), OP(RESUME, 0, 0, 0, 0));
    begin();
}

// The wait's own arms are asked first, in their order; a reaction goes back to the same wait.
TEST(engine_arms_of_the_wait_come_before_those_of_the_stage) {
    reacting();
    stream_event(&s, 0, "ana", LAB_GO, NULL);
    stream_event(&s, 30, "ana", LAB_CLICK, "y");
    stream_event(&s, 60, "ana", LAB_CLICK, "z");
    stream_settle(&s, 60);
    CHECK_STR(stream_lines(&s), "0 ana entry j entered\n"
                                "30 ana send j.a sent receipt to ana y\n"
                                "60 ana send j.a sent receipt to ana z\n"
                                "60 ana finish j.a finished\n");
    stream_event(&s, 100, "ana", LAB_GO, NULL);
    stream_event(&s, 160, "ana", LAB_CLICK, "x");
    stream_settle(&s, 160);
    CHECK_STR(stream_lines(&s), "100 ana entry j entered\n"
                                "160 ana exit j.a exited statement \"first arm\"\n");
    end();
}

// So many waits in a row that are over at once, and a wait behind them.
static void at_once(uint32_t count) {
    lab_project(&b);
    lab_journey(&b, "j", 50);
    lab_enter(&b, LAB_GO, W_NONE);
    uint32_t stage = lab_stage(&b, "a", 0, W_NONE);
    WInstruction code[64];
    for (uint32_t i = 0; i < count; i++) {
        uint32_t point = lab_point(&b, stage, W_POINT_UNTIL, 2 * i + 2);
        code[2 * i] = OP(LOAD_NOW, 0, 0, 0, 0);
        code[2 * i + 1] = OPI(WAIT_UNTIL, 0, point, 0);
    }
    code[2 * count] = OP(FINISH, 0, 0, 0, 0);
    b.journeys[0].flow_function = add_function(&b, lab_flow_row(&b), code, 2 * count + 1);
    begin();
}

TEST(engine_waits_that_are_over_at_once_are_counted) {
    at_once(16);
    stream_event(&s, 0, "ana", LAB_GO, NULL);
    CHECK_STR(stream_lines(&s), "0 ana entry j entered\n0 ana finish j.a finished\n");
    end();
    at_once(17);
    stream_event(&s, 0, "ana", LAB_GO, NULL);
    stream_event(&s, 1, "ana", LAB_GO, NULL);
    CHECK_STR(stream_lines(&s), "0 ana entry j entered\n0 ana exit j.a exited looped\n"
                                "1 ana entry j entered\n1 ana exit j.a exited looped\n");
    end();
}

// A late event: its customer's time does not go back, nor does the clock; what it makes due is
// due.
TEST(engine_late_events_act_now) {
    lab_project(&b);
    waiting("j", 50, LAB_GO, 60);
    begin();
    stream_event(&s, 500, "bob", LAB_STOP, NULL);
    stream_event(&s, 100, "ana", LAB_GO, NULL); // her first: now is its own time
    CHECK_STR(stream_lines(&s), "100 ana entry j entered\n");
    CHECK(w_engine_clock(s.engine) == lab_ms(500));
    stream_event(&s, 90, "cyd", LAB_STOP, NULL);
    CHECK_STR(stream_lines(&s), "160 ana finish j.a finished\n");
    stream_event(&s, 120, "ana", LAB_GO, NULL); // her last turn was at 160
    stream_event(&s, 500, "cyd", LAB_STOP, NULL);
    CHECK_STR(stream_lines(&s), "160 ana entry j entered\n220 ana finish j.a finished\n");
    end();
}

// An id seen before changes nothing but the clock, and only for its customer.
TEST(engine_duplicates_change_nothing) {
    lab_project(&b);
    waiting("j", 50, LAB_GO, 60);
    begin();
    WInput input = {.kind = W_INPUT_EVENT, .event = LAB_GO, .at_ms = lab_ms(0), .id_hash = 7};
    uint64_t none = 0;
    WValue slots[2] = {0};
    input.customer = W_STR("ana"), input.slots = slots, input.present = &none;
    CHECK(stream_input(&s, &input) == W_TURN_DONE);
    WBuffer before = stream_record(&s, "ana");
    CHECK(stream_input(&s, &input) == W_TURN_DUPLICATE);
    WBuffer after = stream_record(&s, "ana");
    CHECK(before.size == after.size && memcmp(before.bytes, after.bytes, before.size) == 0);
    w_buffer_free(&before), w_buffer_free(&after);
    input.customer = W_STR("bob");
    CHECK(stream_input(&s, &input) == W_TURN_DONE);
    input.at_ms = lab_ms(61);
    CHECK(stream_input(&s, &input) == W_TURN_DUPLICATE);
    CHECK_STR(stream_lines(&s), "0 ana entry j entered\n0 bob entry j entered\n"
                                "60 ana finish j.a finished\n60 bob finish j.a finished\n");
    input.at_ms = lab_ms(30 * 1440);
    CHECK(stream_input(&s, &input) == W_TURN_DONE);
    end();
}
