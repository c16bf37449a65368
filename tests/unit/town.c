// Ten journeys that use what flow has, for tests that run many inputs.
#include "runtime/value/time.h"
#include "tests/unit/lab.h"

enum { NOTE, WORDS, OLD }; // variables of alpha

// alpha: goes with notes and words through the profile, reacts in its waits, exits on its goal.
static void alpha(WBundleBuilder *b, uint32_t x) {
    lab_journey(b, "alpha", 70);
    b->journeys[b->journeys_count - 1].flags = W_JOURNEY_EXIT_ON_GOAL;
    lab_variable(b, "entry.note", LAB_IF_ANY(W_TYPE_TEXT));
    lab_variable(b, "entry.words", LAB_IF_ANY(LAB_TEXTS));
    lab_variable(b, "old", LAB_IF_ANY(W_TYPE_TEXT));
    lab_enter(b, LAB_GO, W_NONE);
    lab_copy(b, LAB_NOTE, NOTE);
    lab_copy(b, LAB_EVENT_WORDS, WORDS);
    lab_exit(b, LAB_STOP, lab_note_is(b, LAB_STOP, "x"));
    lab_goal(b, LAB_BUY, W_NONE, W_GOAL_FROM_ENTRY, 300);
    uint32_t first = lab_stage(b, "a", 0, LAB_GO);
    lab_stage_arm(b, LAB_STOP, W_NONE, 17);
    uint32_t second = lab_stage(b, "b", 20, W_NONE);
    lab_point(b, first, W_POINT_FOR, 8);
    lab_arm(b, LAB_CLICK, x, 12);
    lab_arm(b, LAB_BUY, W_NONE, 10);
    lab_point(b, first, W_POINT_FOR, 16);
    lab_arm(b, LAB_CLICK, W_NONE, 13);
    lab_point(b, second, W_POINT_EVER, W_NONE);
    lab_arm(b, LAB_GO, W_NONE, 23);
    lab_arm(b, LAB_CLICK, W_NONE, 26);
    lab_site_that_waits(b, lab_site(b, first, LAB_MAIL, LAB_HELLO), 6, 6);
    uint32_t reaction = lab_site(b, first, LAB_DESK, LAB_RECEIPT);
    b->sites[reaction].flags = W_SITE_IN_REACTION;
    lab_site_that_waits(b, reaction, 19, 19);
    lab_site_that_waits(b, lab_site(b, second, LAB_DESK, LAB_RECEIPT), 22, 22);
    LAB_FLOW(b,                                                //
             OP(LOAD_PROFILE, 0, LAB_NAME, 0, 0),              // 0 a
             OP(SET_VARIABLE, 0, OLD, 0, 0),                   // 1
             OP(LOAD_EVENT, 2, LAB_NOTE, 0, 0),                // 2
             OP(SET_PROFILE, 2, LAB_NAME, 0, 0),               // 3
             OP(LOAD_VARIABLE, 1, WORDS, 0, 0),                // 4
             OPI(SEND, 0, 0, 0),                               // 5
             OPI(LOAD_CONSTANT, 0, lab_minutes(b, 90), 0),     // 6
             OPI(WAIT_FOR, 0, 0, 0),                           // 7
             OPI(LOAD_CONSTANT, 0, lab_minutes(b, 180), 0),    // 8 after
             OPI(WAIT_FOR, 0, 1, 0),                           // 9
             OP(LOAD_EVENT, 0, LAB_NOTE, 0, 0),                // 10 buy
             OP(SET_VARIABLE, 0, NOTE, 0, 0),                  // 11
             OP(LOAD_VARIABLE, 0, NOTE, 0, 0),                 // 12
             OP(LOAD_VARIABLE, 0, NOTE, 0, 0),                 // 13
             OP(SET_PROFILE, 0, LAB_NAME, 0, 0),               // 14
             OPI(GO, 0, second, 0),                            // 15
             OP(FINISH, 0, 0, 0, 0),                           // 16
             OP(LOAD_PROFILE, 0, LAB_NAME, 0, 0),              // 17 stop
             OPI(SEND, 0, 1, 0),                               // 18
             OP(RESUME, 0, 0, 0, 0),                           // 19
             OP(LOAD_VARIABLE, 0, OLD, 0, 0),                  // 20 b
             OPI(SEND, 0, 2, 0),                               // 21
             OPI(WAIT_EVER, 0, 2, 0),                          // 22
             OP(LOAD_EVENT, 0, LAB_NOTE, 0, 0),                // 23 go
             OP(SET_VARIABLE, 0, OLD, 0, 0),                   // 24
             OPI(GO, 0, second, 0),                            // 25
             OPI(EXIT, 0, text_constant_of(b, "clicked"), 0)); // 26
}

// beta: each morning, until there were two clicks in a day.
static void beta(WBundleBuilder *b) {
    uint32_t clicks = lab_at_least(b, LAB_CLICK, 2, 1440),
             buys = lab_at_least(b, LAB_BUY, 2, 1440);
    uint32_t last =
        add_uses(b, (WUseRow){LAB_BUY, W_USE_LAST, LAB_PAST_WORDS, LAB_IF_ANY(LAB_TEXTS), W_NONE,
                              0, W_NONE, 0, 5 * W_DAY_MS});
    uint32_t nine = constant_of(b, W_TYPE_TIME, 9 * W_HOUR_MS);
    uint32_t journey = lab_journey(b, "beta", 50);
    WJourneyRow *row = &b->journeys[journey];
    row->reenter = W_REENTER_FROM_EXIT;
    row->reenter_ms = W_DAY_MS;
    lab_enter(b, LAB_BUY, buys);
    lab_goal(b, LAB_CLICK, W_NONE, W_GOAL_FROM_SEND, 1440);
    uint32_t stage = lab_stage(b, "a", 0, W_NONE);
    uint32_t point = lab_point(b, stage, W_POINT_UNTIL, 3);
    uint32_t site = lab_site(b, stage, LAB_DESK, LAB_HELLO);
    lab_site_that_waits(b, site, 6, 8);
    LAB_FLOW(b,                                   //
             OPI(LOAD_CONSTANT, 0, nine, 0),      // 0
             OP(NEXT_CLOCK, 0, 0, 0, 0),          // 1
             OPI(WAIT_UNTIL, 0, point, 0),        // 2
             OP(LOAD_PROFILE, 0, LAB_NAME, 0, 0), // 3
             OPI(HISTORY, 1, last, 0),            // 4
             OPI(SEND, 0, site, 8),               // 5
             OPI(CALL, 2, clicks, 0),             // 6
             OP(JUMP_TRUE, 2, 0, 0, 9),           // 7
             OPI(GO, 0, stage, 0),                // 8
             OP(FINISH, 0, 0, 0, 0));             // 9
}

// gamma: once, until a stop, which is also its goal; who went with a word is not asked for more.
static void gamma_(WBundleBuilder *b, uint32_t x) {
    uint32_t journey = lab_journey(b, "gamma", 50);
    WJourneyRow *row = &b->journeys[journey];
    row->reenter = W_REENTER_NEVER;
    lab_enter(b, LAB_CLICK, x);
    lab_enter(b, LAB_STOP, W_NONE);
    lab_goal(b, LAB_STOP, W_NONE, W_GOAL_FROM_ENTRY, 0);
    uint32_t stage = lab_stage(b, "a", 0, W_NONE);
    uint32_t point = lab_point(b, stage, W_POINT_EVER, W_NONE);
    lab_arm(b, LAB_STOP, W_NONE, 1);
    LAB_FLOW(b, OPI(WAIT_EVER, 0, point, 0), OP(FINISH, 0, 0, 0, 0));
}

// delta: waits that are over at once and one that is not; not for those in alpha.
static void delta(WBundleBuilder *b) {
    uint32_t outside = ADD_FUNCTION(b, function_row(W_FUNCTION_CONDITION), OPI(INSIDE, 0, 0, 0),
                                    OP(JUMP_FALSE, 0, 0, 0, 3), OP(RETURN_FALSE, 0, 0, 0, 0),
                                    OP(RETURN_TRUE, 0, 0, 0, 0));
    uint32_t one = constant_of(b, W_TYPE_INTEGER, 1);
    uint32_t journey = lab_journey(b, "delta", 10);
    WJourneyRow *row = &b->journeys[journey];
    row->reenter = W_REENTER_FROM_ENTRY;
    row->reenter_ms = 6 * W_HOUR_MS;
    lab_enter(b, LAB_CLICK, W_NONE);
    lab_only_if(b, outside, "in alpha");
    lab_only_if(b, lab_sent_fewer(b, 2, 4320), "enough was sent");
    uint32_t stage = lab_stage(b, "a", 0, W_NONE);
    uint32_t at_once = lab_point(b, stage, W_POINT_UNTIL, 3);
    uint32_t real = lab_point(b, stage, W_POINT_FOR, 5);
    LAB_FLOW(b,                                            //
             OP(LOAD_NOW, 0, 0, 0, 0),                     // 0
             OP(MOVE, 1, 0, 0, 0),                         // 1
             OPI(WAIT_UNTIL, 1, at_once, 0),               // 2
             OPI(LOAD_CONSTANT, 0, lab_minutes(b, 30), 0), // 3
             OPI(WAIT_FOR, 0, real, 0),                    // 4
             OP(LOAD_PROFILE, 0, LAB_TICKETS, 0, 0),       // 5
             OPI(LOAD_CONSTANT, 1, one, 0),                // 6
             OP(ADD, 0, 0, 1, 0),                          // 7
             OP(SET_PROFILE, 0, LAB_TICKETS, 0, 0),        // 8
             OP(FINISH, 0, 0, 0, 0));                      // 9
}

enum { IN_A_ROW = 17 };

// epsilon: one wait too many that is over at once.
static void epsilon(WBundleBuilder *b) {
    lab_journey(b, "epsilon", 10);
    lab_enter(b, LAB_STOP, W_NONE);
    uint32_t stage = lab_stage(b, "a", 0, W_NONE);
    WInstruction code[2 * IN_A_ROW + 1];
    for (uint32_t i = 0; i < IN_A_ROW; i++) {
        uint32_t point = lab_point(b, stage, W_POINT_UNTIL, 2 * i + 2);
        code[2 * i] = OP(LOAD_NOW, 0, 0, 0, 0);
        code[2 * i + 1] = OPI(WAIT_UNTIL, 0, point, 0);
    }
    code[sizeof code / sizeof *code - 1] = OP(FINISH, 0, 0, 0, 0);
    b->journeys[b->journeys_count - 1].flow_function =
        add_function(b, lab_flow_row(b), code, sizeof code / sizeof *code);
}

// zeta: the next morning where the customer moved to.
static void zeta(WBundleBuilder *b) {
    uint32_t nine = constant_of(b, W_TYPE_TIME, 9 * W_HOUR_MS);
    lab_journey(b, "zeta", 5);
    lab_enter(b, LAB_MOVE, W_NONE);
    uint32_t stage = lab_stage(b, "a", 0, LAB_MOVE);
    uint32_t point = lab_point(b, stage, W_POINT_UNTIL, 3);
    uint32_t site = lab_site(b, stage, LAB_DESK, LAB_RECEIPT);
    lab_site_that_waits(b, site, 5, 5);
    LAB_FLOW(b, OPI(LOAD_CONSTANT, 0, nine, 0), OP(NEXT_CLOCK, 0, 0, 0, 0),
             OPI(WAIT_UNTIL, 0, point, 0), OP(LOAD_PROFILE, 0, LAB_ZONE, 0, 0),
             OPI(SEND, 0, site, 0), OP(FINISH, 0, 0, 0, 0));
}

// eta: one for each note of a going; who buys with that note, or without one, leaves.
static void eta(WBundleBuilder *b) {
    lab_journey(b, "eta", 1);
    lab_key(b, "note", W_TYPE_TEXT);
    lab_key_of(b, LAB_GO, LAB_NOTE);
    lab_key_of(b, LAB_BUY, LAB_NOTE);
    lab_enter(b, LAB_GO, W_NONE);
    lab_exit(b, LAB_BUY, W_NONE);
    lab_goal(b, LAB_BUY, W_NONE, W_GOAL_FROM_ENTRY, 600);
    uint32_t stage = lab_stage(b, "a", 0, LAB_GO);
    uint32_t point = lab_point(b, stage, W_POINT_FOR, 4);
    uint32_t site = lab_site(b, stage, LAB_DESK, LAB_RECEIPT);
    lab_arm(b, LAB_CLICK, W_NONE, 4);
    lab_site_that_waits(b, site, 2, 2);
    LAB_FLOW(b, OP(LOAD_EVENT, 0, LAB_NOTE, 0, 0), OPI(SEND, 0, site, 0),
             OPI(LOAD_CONSTANT, 0, lab_minutes(b, 400), 0), OPI(WAIT_FOR, 0, point, 0),
             OP(FINISH, 0, 0, 0, 0));
}

static uint32_t has_tickets(WBundleBuilder *b) {
    uint32_t two = constant_of(b, W_TYPE_INTEGER, 2);
    return ADD_FUNCTION(b, function_row(W_FUNCTION_CONDITION),
                        OP(LOAD_PROFILE, 0, LAB_TICKETS, 0, 0), OPI(JUMP_GE_K, 0, two, 3),
                        OP(RETURN_FALSE, 0, 0, 0, 0), OP(RETURN_TRUE, 0, 0, 0, 0));
}

// theta: who bought twice in a day, until two clicks in half an hour, or tickets; a word whenever
// the customer comes into alpha, and a day behind the last buying.
static void theta(WBundleBuilder *b) {
    uint32_t buys = lab_at_least(b, LAB_BUY, 2, 1440), clicks = lab_at_least(b, LAB_CLICK, 2, 30);
    uint32_t some = lab_at_least(b, LAB_BUY, 1, 1440), tickets = has_tickets(b);
    uint32_t inside =
        ADD_FUNCTION(b, function_row(W_FUNCTION_CONDITION), OPI(INSIDE, 0, 0, 0),
                     OP(JUMP_TRUE, 0, 0, 0, 4), OPI(CALL, 1, some, 0), OP(JUMP_TRUE, 1, 0, 0, 5),
                     OP(RETURN_TRUE, 0, 0, 0, 0), OP(RETURN_FALSE, 0, 0, 0, 0));
    lab_journey(b, "theta", 0);
    lab_enter_when(b, buys);
    lab_exit_when(b, tickets, "tickets");
    uint32_t stage = lab_stage(b, "a", 0, W_NONE);
    lab_stage_arm(b, W_NONE, inside, 2);
    uint32_t point = lab_point(b, stage, W_POINT_FOR, 6);
    uint32_t site = lab_site(b, stage, LAB_DESK, LAB_RECEIPT);
    lab_arm(b, W_NONE, clicks, 5);
    b->sites[site].flags = W_SITE_IN_REACTION;
    lab_site_that_waits(b, site, 4, 4);
    LAB_FLOW(b, OPI(LOAD_CONSTANT, 0, lab_minutes(b, 4000), 0), OPI(WAIT_FOR, 0, point, 0),
             OP(LOAD_PROFILE, 0, LAB_NAME, 0, 0), OPI(SEND, 0, site, 0), OP(RESUME, 0, 0, 0, 0),
             OP(FINISH, 0, 0, 0, 0), OP(FINISH, 0, 0, 0, 0));
}

// iota: each morning, by the customer's clock, two customers a day; the others wait in line.
static void iota(WBundleBuilder *b) {
    uint32_t journey = lab_journey(b, "iota", -1);
    WJourneyRow *row = &b->journeys[journey];
    row->admit_max = 2;
    row->admit_unit = W_CALENDAR_DAY;
    uint32_t each_day = add_timetables(b, (WTimetableRow){0x7f, 0, 9 * W_HOUR_MS});
    lab_enter_by(b, W_ENTRY_EVERY, each_day, has_tickets(b));
    uint32_t stage = lab_stage(b, "a", 0, W_NONE);
    uint32_t point = lab_point(b, stage, W_POINT_FOR, 2);
    LAB_FLOW(b, OPI(LOAD_CONSTANT, 0, lab_minutes(b, 200), 0), OPI(WAIT_FOR, 0, point, 0),
             OP(FINISH, 0, 0, 0, 0));
}

// kappa: who gets another name than before, if there was one; one customer in six hours.
static void kappa(WBundleBuilder *b) {
    WFunctionRow change = function_row(W_FUNCTION_CONDITION);
    change.flags = W_FUNCTION_ON_CHANGE;
    uint32_t had_one =
        ADD_FUNCTION(b, change, OP(LOAD_BEFORE, 0, LAB_NAME, 0, 0), OP(JUMP_KNOWN, 0, 0, 0, 3),
                     OP(RETURN_FALSE, 0, 0, 0, 0), OP(RETURN_TRUE, 0, 0, 0, 0));
    uint32_t journey = lab_journey(b, "kappa", -2);
    WJourneyRow *row = &b->journeys[journey];
    row->admit_max = 1;
    row->admit_ms = 6 * W_HOUR_MS;
    lab_enter_by(b, W_ENTRY_CHANGE, LAB_NAME, had_one);
    lab_stage(b, "a", 0, W_NONE);
    LAB_FLOW(b, OP(FINISH, 0, 0, 0, 0));
}

static void policies(WBundleBuilder *b) {
    uint32_t three = constant_of(b, W_TYPE_INTEGER, 3);
    uint32_t busy = ADD_FUNCTION(
        b, function_row(W_FUNCTION_CONDITION), OP(LOAD_PROFILE, 0, LAB_TICKETS, 0, 0),
        OPI(JUMP_GE_K, 0, three, 3), OP(RETURN_FALSE, 0, 0, 0, 0), OP(RETURN_TRUE, 0, 0, 0, 0));
    WScope promotional = {W_CLASS_PROMOTIONAL, W_NONE, W_NONE, W_NONE, W_NONE};
    WScope hello = {W_NONE, W_NONE, LAB_HELLO, W_NONE, W_NONE};
    WScope desk = {W_NONE, LAB_DESK, W_NONE, W_NONE, W_NONE};
    add_limits(b, (WLimitRow){promotional, 2, W_DAY_MS, text_of(b, "promotional"), 0, 0, 0, 0});
    add_limits(b, (WLimitRow){hello, 1, 3 * W_HOUR_MS, text_of(b, "hello"), 0, 0, 0, 0});
    add_limits(b, (WLimitRow){desk, 5, 2 * W_HOUR_MS, text_of(b, "desk"), 0, 0, 0, 0});
    add_limits(b, (WLimitRow){promotional, 4, W_DAY_MS, text_of(b, "over all"), W_LIMIT_OVER_ALL,
                              0, 0, 0});
    add_limits(
        b, (WLimitRow){desk, 4, 0, text_of(b, "per week"), 0, 3 * W_DAY_MS, W_CALENDAR_WEEK, 0});
    add_suppressions(b, (WSuppressionRow){promotional, busy, text_of(b, "open tickets"),
                                          text_of(b, "promotional")});
}

// The mail is quiet in most nights, the desk at lunch and on one Sunday.
static void quiet(WBundleBuilder *b) {
    b->channels[LAB_MAIL].quiet_count = 1;
    b->channels[LAB_DESK].first_quiet = 1;
    b->channels[LAB_DESK].quiet_count = 2;
    add_quiets(b, (WQuietRow){LAB_MAIL, 0x3f, 0, 0, 21 * W_HOUR_MS, 8 * W_HOUR_MS, 0,
                              text_of(b, "at night")});
    add_quiets(b, (WQuietRow){LAB_DESK, 127, 0, 0, 12 * W_HOUR_MS, 13 * W_HOUR_MS, W_QUIET_FOR_ALL,
                              text_of(b, "at lunch")});
    add_quiets(b, (WQuietRow){LAB_DESK, 0, 20520, 20520, 0, 0, 0, text_of(b, "one Sunday")});
}

void lab_town(WBundleBuilder *b) {
    lab_project(b);
    quiet(b);
    uint32_t x = lab_note_is(b, LAB_CLICK, "x");
    alpha(b, x);
    beta(b);
    gamma_(b, x);
    delta(b);
    epsilon(b);
    zeta(b);
    eta(b);
    theta(b);
    iota(b);
    kappa(b);
    policies(b);
}
