// Values that code has in hand while it changes where they came from, and the customer's zone.
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

// A register that holds a profile field keeps its value when the field gets another.
TEST(engine_values_survive_a_set_of_their_field) {
    lab_project(&b);
    lab_journey(&b, "j", 50);
    lab_enter(&b, LAB_GO, W_NONE);
    uint32_t stage = lab_stage(&b, "a", 0, LAB_GO);
    lab_site(&b, stage, LAB_DESK, LAB_HELLO);
    LAB_FLOW(&b, OP(LOAD_PROFILE, 0, LAB_NAME, 0, 0), OP(LOAD_PROFILE, 1, LAB_WORDS, 0, 0),
             OP(LOAD_EVENT, 2, LAB_NOTE, 0, 0), OP(LOAD_EVENT, 3, LAB_EVENT_WORDS, 0, 0),
             OP(SET_PROFILE, 2, LAB_NAME, 0, 0), OP(SET_PROFILE, 3, LAB_WORDS, 0, 0),
             OPI(SEND, 0, 0, 0), OP(FINISH, 0, 0, 0, 0));
    begin();
    stream_identify(&s, 0, "ana", LAB_NAME, stream_text(&s, "a name of some length, Ana"));
    stream_identify(&s, 0, "ana", LAB_WORDS, stream_words(&s, "words of_their_own"));
    stream_event(&s, 1, "ana", LAB_GO, "another name, Anna");
    CHECK_STR(stream_lines(&s),
              "1 ana entry j entered\n"
              "1 ana send j.a sent hello to ana a name of some length, Ana [words of_their_own]\n"
              "1 ana finish j.a finished\n");
    end();
}

// The same of variables, set twice and then made missing.
TEST(engine_values_survive_a_set_of_their_variable) {
    lab_project(&b);
    lab_journey(&b, "j", 50);
    lab_variable(&b, "x", LAB_IF_ANY(W_TYPE_TEXT));
    lab_enter(&b, LAB_GO, W_NONE);
    lab_copy(&b, LAB_NOTE, 0);
    uint32_t stage = lab_stage(&b, "a", 0, LAB_GO);
    lab_site(&b, stage, LAB_DESK, LAB_RECEIPT);
    lab_site(&b, stage, LAB_DESK, LAB_RECEIPT);
    LAB_FLOW(&b, OP(LOAD_VARIABLE, 0, 0, 0, 0), OP(LOAD_CUSTOMER, 1, 0, 0, 0),
             OP(SET_VARIABLE, 1, 0, 0, 0), OP(LOAD_VARIABLE, 2, 0, 0, 0),
             OP(LOAD_PROFILE, 3, LAB_NAME, 0, 0), OP(SET_VARIABLE, 3, 0, 0, 0), OPI(SEND, 0, 0, 0),
             OPI(SEND, 2, 1, 0), OP(FINISH, 0, 0, 0, 0));
    begin();
    stream_event(&s, 1, "ana", LAB_GO, "a note of some length");
    CHECK_STR(stream_lines(&s), "1 ana entry j entered\n"
                                "1 ana send j.a sent receipt to ana a note of some length\n"
                                "1 ana send j.a sent receipt to ana ana\n"
                                "1 ana finish j.a finished\n");
    end();
}

// `on move { wait until 09:00 }`, from 2026-03-02T00:00Z on: 09:00 is 540, in New York 840.
static void nine_o_clock(uint32_t event) {
    lab_project(&b);
    lab_journey(&b, "j", 50);
    lab_enter(&b, event, W_NONE);
    uint32_t stage = lab_stage(&b, "a", 0, event);
    uint32_t nine = constant_of(&b, W_TYPE_TIME, 9 * W_HOUR_MS);
    lab_point(&b, stage, W_POINT_UNTIL, 5);
    LAB_FLOW(&b, OP(LOAD_EVENT, 0, LAB_NOTE, 0, 0), OP(SET_PROFILE, 0, LAB_ZONE, 0, 0),
             OPI(LOAD_CONSTANT, 0, nine, 0), OP(NEXT_CLOCK, 0, 0, 0, 0), OPI(WAIT_UNTIL, 0, 0, 0),
             OP(FINISH, 0, 0, 0, 0));
}

// What an event says of the zone holds before any journey sees the event.
TEST(engine_zone_changes_with_the_event_that_sets_it) {
    nine_o_clock(LAB_MOVE);
    begin();
    stream_event(&s, 1, "ana", LAB_MOVE, "America/New_York");
    stream_settle(&s, 1440);
    CHECK_STR(stream_lines(&s), "1 ana entry j entered\n"
                                "840 ana finish j.a finished\n");
    end();
}

// `set profile.timezone` holds from the next line on.
TEST(engine_zone_changes_with_the_line_that_sets_it) {
    nine_o_clock(LAB_GO);
    begin();
    stream_event(&s, 1, "ana", LAB_GO, "America/New_York");
    stream_settle(&s, 1440);
    CHECK_STR(stream_lines(&s), "1 ana entry j entered\n"
                                "840 ana finish j.a finished\n");
    end();
}

// A zone nobody knows leaves the field as it was, whoever sets it; a missing one is the project's.
TEST(engine_zone_that_is_unknown_changes_nothing) {
    static const uint32_t ways[] = {LAB_MOVE, LAB_GO};
    for (int i = 0; i < 2; i++) {
        nine_o_clock(ways[i]);
        begin();
        stream_identify(&s, 0, "ana", LAB_ZONE, stream_text(&s, "America/New_York"));
        stream_identify(&s, 0, "ana", LAB_ZONE, stream_text(&s, "Atlantis/Capital"));
        stream_event(&s, 1, "ana", ways[i], "Atlantis/Capital");
        stream_settle(&s, 1000);
        const WCustomer *ana = w_state_customer(w_engine_state(s.engine), 0);
        CHECK_STR(w_value_text(ana->profile[LAB_ZONE])->bytes, "America/New_York");
        stream_event(&s, 1440, "ana", ways[i], NULL);
        stream_settle(&s, 2880);
        CHECK_STR(stream_lines(&s), "1 ana entry j entered\n"
                                    "840 ana finish j.a finished\n"
                                    "1440 ana entry j entered\n"
                                    "1980 ana finish j.a finished\n");
        end();
    }
}
