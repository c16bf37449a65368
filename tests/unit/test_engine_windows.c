// Windows to the millisecond: goals, entering again, limits, history.
#include "runtime/value/time.h"
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

// A journey that sends `message` on an event, and once more an hour later.
static void two_sends(uint32_t event, uint32_t message) {
    lab_journey(&b, "j", 50);
    lab_enter(&b, event, W_NONE);
    uint32_t stage = lab_stage(&b, "a", 0, W_NONE);
    uint32_t point = lab_point(&b, stage, W_POINT_FOR, 5);
    lab_site(&b, stage, LAB_DESK, message);
    lab_site(&b, stage, LAB_DESK, message);
    LAB_FLOW(&b, OP(LOAD_PROFILE, 0, LAB_NAME, 0, 0), OP(LOAD_PROFILE, 1, LAB_WORDS, 0, 0),
             OPI(SEND, 0, 0, 0), OPI(LOAD_CONSTANT, 0, lab_minutes(&b, 60), 0),
             OPI(WAIT_FOR, 0, point, 0), OP(LOAD_PROFILE, 0, LAB_NAME, 0, 0),
             OP(LOAD_PROFILE, 1, LAB_WORDS, 0, 0), OPI(SEND, 0, 1, 0), OP(FINISH, 0, 0, 0, 0));
}

// A journey that is over as soon as it was entered.
static void short_one(uint32_t event, uint32_t where) {
    lab_journey(&b, "j", 50);
    lab_enter(&b, event, where);
    lab_stage(&b, "a", 0, W_NONE);
    LAB_FLOW(&b, OP(FINISH, 0, 0, 0, 0));
}

// ---- Goals

// The entering event is no goal; one at the very end is, also when the instance has ended.
TEST(engine_goal_counts_to_the_end_of_its_window) {
    lab_project(&b);
    short_one(LAB_BUY, W_NONE);
    lab_goal(&b, LAB_BUY, W_NONE, W_GOAL_FROM_ENTRY, 180);
    b.journeys[0].reenter = W_REENTER_NEVER;
    begin();
    stream_event(&s, 0, "ana", LAB_BUY, NULL);
    stream_event(&s, 0, "bob", LAB_BUY, NULL);
    stream_event(&s, 180, "ana", LAB_BUY, NULL);
    stream_event(&s, 180, "ana", LAB_BUY, NULL);
    stream_settle(&s, 180);
    stream_event(&s, 180, "bob", LAB_BUY, NULL);
    CHECK_STR(stream_lines(&s), "0 ana entry j entered\n0 ana finish j.a finished\n"
                                "0 bob entry j entered\n0 bob finish j.a finished\n"
                                "180 ana goal j converted\n180 ana entry j refused reenter\n"
                                "180 ana entry j refused reenter\n"
                                "180 bob goal j expired\n180 bob entry j refused reenter\n");
    end();
}

// From a send: the last one counts, and there is one conversion for each instance.
TEST(engine_goal_from_send_counts_from_the_last) {
    lab_project(&b);
    two_sends(LAB_GO, LAB_RECEIPT);
    lab_goal(&b, LAB_BUY, W_NONE, W_GOAL_FROM_SEND, 90);
    begin();
    stream_event(&s, 0, "ana", LAB_GO, NULL);
    stream_event(&s, 150, "ana", LAB_BUY, NULL);
    stream_event(&s, 150, "ana", LAB_BUY, NULL);
    CHECK_STR(stream_lines(&s), "0 ana entry j entered\n0 ana send j.a sent receipt to ana\n"
                                "60 ana send j.a sent receipt to ana\n60 ana finish j.a finished\n"
                                "150 ana goal j converted\n");
    stream_event(&s, 200, "ana", LAB_GO, NULL);
    stream_event(&s, 210, "ana", LAB_BUY, NULL);
    stream_event(&s, 270, "ana", LAB_BUY, NULL);
    stream_settle(&s, 1000);
    CHECK_STR(stream_lines(&s), "200 ana entry j entered\n200 ana send j.a sent receipt to ana\n"
                                "210 ana goal j converted\n"
                                "260 ana send j.a sent receipt to ana\n"
                                "260 ana finish j.a finished\n");
    end();
}

// Each instance has a goal of its own; one without a window is over with its instance.
TEST(engine_goals_belong_to_their_instances) {
    lab_project(&b);
    short_one(LAB_GO, W_NONE);
    lab_goal(&b, LAB_BUY, W_NONE, W_GOAL_FROM_ENTRY, 60);
    begin();
    stream_event(&s, 0, "ana", LAB_GO, NULL);
    stream_event(&s, 30, "ana", LAB_GO, NULL);
    stream_lines(&s);
    stream_settle(&s, 60);
    stream_event(&s, 61, "ana", LAB_BUY, NULL);
    CHECK_STR(stream_lines(&s), "60 ana goal j expired\n61 ana goal j converted\n");
    end();
    lab_project(&b);
    short_one(LAB_GO, W_NONE);
    lab_goal(&b, LAB_BUY, W_NONE, W_GOAL_FROM_ENTRY, 0);
    begin();
    stream_event(&s, 0, "ana", LAB_GO, NULL);
    stream_event(&s, 1, "ana", LAB_BUY, NULL);
    CHECK_STR(stream_lines(&s), "0 ana entry j entered\n0 ana finish j.a finished\n");
    end();
}

// A goal that an event reaches late counts at the customer's time.
TEST(engine_late_goals_act_now) {
    lab_project(&b);
    short_one(LAB_GO, W_NONE);
    lab_goal(&b, LAB_BUY, W_NONE, W_GOAL_FROM_ENTRY, 60);
    begin();
    stream_event(&s, 10, "ana", LAB_GO, NULL);
    stream_event(&s, 50, "ana", LAB_STOP, NULL);
    stream_lines(&s);
    stream_event(&s, 5, "ana", LAB_BUY, NULL);
    CHECK_STR(stream_lines(&s), "50 ana goal j converted\n");
    end();
}

// ---- Entering again

static void again(WReenter way) {
    lab_project(&b);
    two_sends(LAB_GO, LAB_RECEIPT); // an hour inside
    b.journeys[0].reenter = way;
    bool later = way == W_REENTER_FROM_EXIT || way == W_REENTER_FROM_ENTRY;
    b.journeys[0].reenter_ms = later ? 120 * LAB_MINUTE_MS : 0;
    begin();
    stream_event(&s, 0, "ana", LAB_GO, NULL);
    stream_event(&s, 59, "ana", LAB_GO, NULL);
    stream_event(&s, 119, "ana", LAB_GO, NULL);
    stream_lines(&s);
}

TEST(engine_enters_again_after_its_time) {
    again(W_REENTER_FROM_ENTRY);
    stream_event(&s, 119, "ana", LAB_GO, NULL);
    CHECK_STR(stream_lines(&s), "119 ana entry j refused reenter until 120\n");
    stream_event(&s, 120, "ana", LAB_GO, NULL);
    CHECK(strstr(stream_lines(&s), "120 ana entry j entered\n") != NULL);
    end();
    again(W_REENTER_FROM_EXIT);
    stream_event(&s, 179, "ana", LAB_GO, NULL);
    CHECK_STR(stream_lines(&s), "179 ana entry j refused reenter until 180\n");
    stream_event(&s, 180, "ana", LAB_GO, NULL);
    CHECK(strstr(stream_lines(&s), "180 ana entry j entered\n") != NULL);
    end();
}

TEST(engine_enters_again_always_or_never) {
    again(W_REENTER_NEVER);
    stream_event(&s, 1000000, "ana", LAB_GO, NULL);
    CHECK_STR(stream_lines(&s), "1000000 ana entry j refused reenter\n");
    end();
    again(W_REENTER_ALWAYS);
    stream_event(&s, 120, "ana", LAB_GO, NULL); // since 119 inside again
    CHECK_STR(stream_lines(&s), "120 ana entry j refused inside\n");
    end();
}

// Nobody enters after the last day, which is a day of the project's zone.
TEST(engine_expires_at_the_end_of_its_day) {
    lab_project(&b);
    short_one(LAB_GO, W_NONE);
    b.journeys[0].expires_day = lab_ms(0) / W_DAY_MS;
    begin();
    stream_event(&s, 1439, "ana", LAB_GO, NULL);
    stream_event(&s, 1440, "ana", LAB_GO, NULL);
    CHECK_STR(stream_lines(&s), "1439 ana entry j entered\n1439 ana finish j.a finished\n"
                                "1440 ana entry j refused expired\n");
    end();
}

// ---- Limits

// (now - window, now]: a send is out of the window when that has passed to the millisecond.
TEST(engine_limit_has_room_when_its_window_has_passed) {
    WScope promotional = {W_CLASS_PROMOTIONAL, W_NONE, W_NONE, W_NONE, W_NONE};
    WScope hello = {W_NONE, W_NONE, LAB_HELLO, W_NONE, W_NONE};
    lab_project(&b);
    two_sends(LAB_GO, LAB_HELLO);
    add_limits(&b,
               (WLimitRow){promotional, 2, 120 * LAB_MINUTE_MS, text_of(&b, "two"), 0, 0, 0, 0});
    add_limits(&b, (WLimitRow){hello, 3, 1440 * LAB_MINUTE_MS, text_of(&b, "three"), 0, 0, 0, 0});
    begin();
    stream_event(&s, 0, "ana", LAB_GO, NULL);   // sends at 0 and 60
    stream_event(&s, 119, "ana", LAB_GO, NULL); // at 119 too early, at 179 again
    stream_event(&s, 180, "ana", LAB_GO, NULL);
    stream_settle(&s, 240);
    CHECK_STR(stream_lines(&s), "0 ana entry j entered\n0 ana send j.a sent hello to ana\n"
                                "60 ana send j.a sent hello to ana\n60 ana finish j.a finished\n"
                                "119 ana entry j entered\n"
                                "119 ana send j.a suppressed limit 0: 2 of 2 until 120\n"
                                "179 ana send j.a sent hello to ana\n179 ana finish j.a finished\n"
                                "180 ana entry j entered\n"
                                "180 ana send j.a suppressed limit 1: 3 of 3 until 1440\n"
                                "240 ana send j.a suppressed limit 1: 3 of 3 until 1440\n"
                                "240 ana finish j.a finished\n");
    end();
}

// Every limit that is full is recorded; one that allows nothing never has room.
TEST(engine_limits_that_are_full_are_all_recorded) {
    WScope desk = {W_NONE, LAB_DESK, W_NONE, W_NONE, W_NONE};
    WScope journey = {W_NONE, W_NONE, W_NONE, W_NONE, 0};
    WScope mail = {W_NONE, LAB_MAIL, W_NONE, W_NONE, W_NONE};
    lab_project(&b);
    two_sends(LAB_GO, LAB_RECEIPT);
    add_limits(&b, (WLimitRow){desk, 0, LAB_MINUTE_MS, text_of(&b, "none"), 0, 0, 0, 0});
    add_limits(&b, (WLimitRow){mail, 0, LAB_MINUTE_MS, text_of(&b, "of another"), 0, 0, 0, 0});
    add_limits(&b,
               (WLimitRow){journey, 0, LAB_MINUTE_MS, text_of(&b, "none of these"), 0, 0, 0, 0});
    begin();
    stream_event(&s, 0, "ana", LAB_GO, NULL);
    CHECK_STR(stream_lines(&s), "0 ana entry j entered\n"
                                "0 ana send j.a suppressed limit 0: 0 of 0 and 2\n");
    end();
}

// ---- History

// The event that is handled is in its own window; one as old as the window is not.
TEST(engine_history_is_asked_to_the_millisecond) {
    lab_project(&b);
    uint32_t two = lab_at_least(&b, LAB_CLICK, 2, 60);
    short_one(LAB_CLICK, two);
    begin();
    stream_event(&s, 0, "ana", LAB_CLICK, NULL);
    stream_event(&s, 60, "ana", LAB_CLICK, NULL);
    CHECK_STR(stream_lines(&s), "");
    stream_event(&s, 119, "ana", LAB_CLICK, NULL);
    CHECK_STR(stream_lines(&s), "119 ana entry j entered\n119 ana finish j.a finished\n");
    end();
}

// A late event is in the history at its own time: it counts while that is in the window.
TEST(engine_history_holds_late_events_at_their_time) {
    lab_project(&b);
    uint32_t two = lab_at_least(&b, LAB_CLICK, 2, 60);
    short_one(LAB_CLICK, two);
    begin();
    stream_event(&s, 100, "ana", LAB_CLICK, NULL);
    stream_event(&s, 40, "ana", LAB_CLICK, NULL); // too late to count
    CHECK_STR(stream_lines(&s), "");
    stream_event(&s, 41, "ana", LAB_CLICK, NULL);
    CHECK_STR(stream_lines(&s), "100 ana entry j entered\n100 ana finish j.a finished\n");
    end();
}
