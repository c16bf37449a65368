// Lengths as long as a bundle can say, and histories as long as they may be.
#include "runtime/base/limits.h"
#include "runtime/value/time.h"
#include "tests/unit/lab.h"
#include "tests/unit/test.h"

#define LONGEST_MS (INT64_MAX - 1)

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

// A journey that sends and is finished.
static void one_send(uint32_t message) {
    lab_journey(&b, "j", 50);
    lab_enter(&b, LAB_GO, W_NONE);
    uint32_t stage = lab_stage(&b, "a", 0, W_NONE);
    lab_site(&b, stage, LAB_DESK, message);
    LAB_FLOW(&b, OP(LOAD_PROFILE, 0, LAB_NAME, 0, 0), OP(LOAD_PROFILE, 1, LAB_WORDS, 0, 0),
             OPI(SEND, 0, 0, 0), OP(FINISH, 0, 0, 0, 0));
}

// Before the year 292277026 nothing of this is over.
TEST(engine_lengths_may_be_as_long_as_can_be_said) {
    lab_project(&b);
    b.projects[0].dedupe_ms = LONGEST_MS;
    b.events[LAB_BUY].keep_ms = LONGEST_MS;
    one_send(LAB_HELLO);
    lab_goal(&b, LAB_BUY, W_NONE, W_GOAL_FROM_SEND, 1);
    b.goals[0].within_ms = LONGEST_MS;
    b.journeys[0].reenter = W_REENTER_FROM_EXIT;
    b.journeys[0].reenter_ms = LONGEST_MS;
    begin();
    stream_event(&s, 1, "ana", LAB_GO, NULL);
    stream_event(&s, 2, "ana", LAB_GO, NULL);
    stream_event(&s, 3, "ana", LAB_BUY, NULL);
    CHECK_STR(stream_lines(&s), "1 ana entry j entered\n"
                                "1 ana send j.a sent hello to ana\n"
                                "1 ana finish j.a finished\n"
                                "2 ana entry j refused reenter\n"
                                "3 ana goal j converted\n");
    end();
}

TEST(engine_windows_may_be_as_long_as_can_be_said) {
    WScope promotional = {W_CLASS_PROMOTIONAL, W_NONE, W_NONE, W_NONE, W_NONE};
    lab_project(&b);
    one_send(LAB_HELLO);
    add_limits(&b, (WLimitRow){promotional, 1, LONGEST_MS, text_of(&b, "once"), 0, 0, 0, 0});
    begin();
    stream_event(&s, 1, "ana", LAB_GO, NULL);
    stream_event(&s, 2, "ana", LAB_GO, NULL);
    stream_lines(&s);
    stream_event(&s, 3, "ana", LAB_GO, NULL);
    const char *lines = stream_lines(&s);
    CHECK(strstr(lines, "suppressed limit 0: 1 of 1") != NULL);
    end();
}

// Events may be of long ago too: before 1970, and of the first years.
TEST(engine_times_may_be_as_early_as_can_be_said) {
    WScope promotional = {W_CLASS_PROMOTIONAL, W_NONE, W_NONE, W_NONE, W_NONE};
    lab_project(&b);
    b.projects[0].dedupe_ms = LONGEST_MS;
    b.events[LAB_GO].keep_ms = b.events[LAB_BUY].keep_ms = LONGEST_MS;
    one_send(LAB_HELLO);
    add_limits(&b, (WLimitRow){promotional, 1, LONGEST_MS, text_of(&b, "once"), 0, 0, 0, 0});
    begin();
    int64_t first = (W_DATETIME_MIN - lab_ms(0)) / LAB_MINUTE_MS;
    stream_event(&s, first, "ana", LAB_GO, NULL);
    stream_event(&s, first + 1, "ana", LAB_GO, NULL);
    stream_event(&s, first + 2, "ana", LAB_BUY, NULL);
    stream_settle(&s, first + 3);
    CHECK(strstr(stream_lines(&s), "suppressed limit 0: 1 of 1") != NULL);
    CHECK(w_state_customer(w_engine_state(s.engine), 0)->logs[0].count == 2);
    end();
}

// The end of time is the end of the calendar.
TEST(engine_settles_up_to_the_end_of_time) {
    lab_project(&b);
    one_send(LAB_HELLO);
    lab_goal(&b, LAB_BUY, W_NONE, W_GOAL_FROM_SEND, 60);
    begin();
    w_engine_settle(s.engine, INT64_MAX, ++s.sequence);
    CHECK(w_engine_clock(s.engine) == W_DATETIME_MAX);
    stream_event(&s, 0, "ana", LAB_GO, NULL);
    stream_lines(&s);
    w_engine_settle(s.engine, INT64_MAX, ++s.sequence);
    stream_event(&s, 61, "bob", LAB_STOP, NULL);
    CHECK_STR(stream_lines(&s), "60 ana goal j expired\n");
    end();
}

static const WLog *buys(void) {
    WState *state = w_engine_state(s.engine);
    return &w_state_customer(state, 0)->logs[w_state_history_log(state, LAB_BUY)];
}

// Beyond the limit the oldest goes, be it the one that comes.
TEST(engine_history_keeps_the_latest) {
    lab_project(&b);
    one_send(LAB_HELLO);
    begin();
    for (int64_t i = 0; i < W_LIMIT_HISTORY_ENTRIES; i++)
        stream_event(&s, 1000, "ana", LAB_BUY, "now");
    stream_event(&s, 999, "ana", LAB_BUY, "late");
    CHECK(buys()->count == W_LIMIT_HISTORY_ENTRIES);
    CHECK((int64_t)buys()->words[0] == lab_ms(1000));
    stream_event(&s, 1001, "ana", LAB_BUY, "next");
    CHECK(buys()->count == W_LIMIT_HISTORY_ENTRIES);
    size_t stride = 5, last = (size_t)(W_LIMIT_HISTORY_ENTRIES - 1) * stride;
    CHECK((int64_t)buys()->words[0] == lab_ms(1000));
    CHECK((int64_t)buys()->words[last] == lab_ms(1001));
    end();
}

// What left its window is not kept, nor taken in when it comes too late for it.
TEST(engine_history_keeps_no_more_than_its_window) {
    lab_project(&b);
    one_send(LAB_HELLO);
    begin();
    stream_event(&s, 0, "ana", LAB_BUY, "first");
    stream_event(&s, 5 * 1440 - 1, "ana", LAB_BUY, "just inside");
    CHECK(buys()->count == 2);
    stream_event(&s, 5 * 1440, "ana", LAB_BUY, "the first is out");
    CHECK(buys()->count == 2);
    stream_event(&s, 0, "ana", LAB_BUY, "late");
    CHECK(buys()->count == 2);
    end();
}

// Two sends of a stage that have one name have ids of their own.
TEST(engine_ids_of_sends_of_one_name_differ) {
    lab_project(&b);
    lab_journey(&b, "j", 50);
    lab_enter(&b, LAB_GO, W_NONE);
    uint32_t stage = lab_stage(&b, "a", 0, W_NONE);
    lab_site(&b, stage, LAB_DESK, LAB_RECEIPT);
    lab_site(&b, stage, LAB_DESK, LAB_RECEIPT);
    b.sites[0].name = b.sites[1].name = text_of(&b, "hi");
    LAB_FLOW(&b, OP(LOAD_PROFILE, 0, LAB_NAME, 0, 0), OPI(SEND, 0, 0, 0), OPI(SEND, 0, 1, 0),
             OP(FINISH, 0, 0, 0, 0));
    begin();
    s.with_ids = true;
    stream_event(&s, 0, "ana", LAB_GO, NULL);
    const char *first = strstr(stream_lines(&s), "to ana ");
    const char *second = strstr(first + 1, "to ana ");
    CHECK(second != NULL && strncmp(first, second, 39) != 0);
    end();
}

// However often an instance passes a send, each time has its own id.
TEST(engine_ids_of_actions_differ) {
    lab_project(&b);
    lab_journey(&b, "j", 50);
    lab_enter(&b, LAB_GO, W_NONE);
    uint32_t stage = lab_stage(&b, "a", 0, W_NONE);
    lab_stage_arm(&b, LAB_CLICK, W_NONE, 1);
    lab_point(&b, stage, W_POINT_EVER, W_NONE);
    lab_arm(&b, LAB_STOP, W_NONE, 4);
    lab_site(&b, stage, LAB_DESK, LAB_RECEIPT);
    LAB_FLOW(&b, OPI(WAIT_EVER, 0, 0, 0), OP(LOAD_PROFILE, 0, LAB_NAME, 0, 0), OPI(SEND, 0, 0, 0),
             OP(RESUME, 0, 0, 0, 0), OP(FINISH, 0, 0, 0, 0));
    begin();
    stream_event(&s, 0, "ana", LAB_GO, NULL);
    for (int i = 0; i < UINT16_MAX; i++)
        stream_event(&s, 1, "ana", LAB_CLICK, NULL);
    char before[128];
    s.with_ids = true;
    stream_lines(&s);
    stream_event(&s, 1, "ana", LAB_CLICK, NULL);
    snprintf(before, sizeof before, "%s", stream_lines(&s));
    stream_event(&s, 1, "ana", LAB_CLICK, NULL);
    CHECK(strcmp(before, stream_lines(&s)) != 0);
    end();
}
