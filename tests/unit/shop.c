// The shop that tests of bundles damage, and run.
#include "runtime/value/number.h"
#include "runtime/value/time.h"
#include "tests/unit/assemble.h"

#define OPTIONAL(type) ((type) | W_TYPE_OPTIONAL)
#define TEXTS w_type_list_of(W_TYPE_TEXT)

static void field_of_profile(WBundleBuilder *b, const char *name, WType type, uint32_t constant) {
    uint32_t text = text_of(b, name);
    add_profile(b, (WProfileRow){text, text, type, 0, constant});
}

static void profile(WBundleBuilder *b) {
    uint32_t first = add_options(b, (WOptionRow){text_of(b, "free")});
    add_options(b, (WOptionRow){text_of(b, "pro")});
    add_enums(b, (WEnumRow){first, 2, 0});
    first = add_options(b, (WOptionRow){text_of(b, "red")});
    add_options(b, (WOptionRow){text_of(b, "other")});
    add_enums(b, (WEnumRow){first, 2, W_ENUM_OTHER});
    WType plan = w_type_of_enum(0);
    field_of_profile(b, "email", OPTIONAL(W_TYPE_TEXT), W_NONE);
    field_of_profile(b, "name", OPTIONAL(W_TYPE_TEXT), W_NONE);
    field_of_profile(b, "consent", W_TYPE_BOOLEAN, constant_of(b, W_TYPE_BOOLEAN, 0));
    field_of_profile(b, "plan", plan, constant_of(b, plan, 0));
    field_of_profile(b, "timezone", OPTIONAL(W_TYPE_TEXT), W_NONE);
    field_of_profile(b, "visits", W_TYPE_INTEGER, constant_of(b, W_TYPE_INTEGER, 0));
}

static void field(WBundleBuilder *b, const char *name, WType type, uint32_t slot,
                  uint32_t history) {
    uint32_t text = text_of(b, name);
    add_fields(b, (WFieldRow){text, text, type, 0, slot, history});
}

static void events(WBundleBuilder *b) {
    field(b, "total", W_TYPE_NUMBER, SHOP_TOTAL, 0);
    field(b, "items", TEXTS, SHOP_ITEMS, W_NONE);
    field(b, "note", OPTIONAL(W_TYPE_TEXT), SHOP_NOTE, 1);
    field(b, "count", OPTIONAL(W_TYPE_INTEGER), SHOP_COUNT, 2);
    field(b, "unread", W_TYPE_TEXT, W_NONE, W_NONE);
    field(b, "link", W_TYPE_TEXT, 0, W_NONE);
    add_events(b, (WEventRow){text_of(b, "purchase"), text_of(b, "Order Completed"), W_EVENT_TRACK,
                              0, 5, 4, 3, W_NONE, 365 * W_DAY_MS});
    add_events(b, (WEventRow){text_of(b, "click"), text_of(b, "Email Clicked"), W_EVENT_TRACK, 5,
                              1, 1, 0, W_NONE, W_KEEP_NOTHING});
}

static void messages(WBundleBuilder *b) {
    uint32_t name = text_of(b, "name");
    add_params(b, (WParamRow){name, W_TYPE_TEXT, text_constant_of(b, "there"), 0});
    add_params(b, (WParamRow){text_of(b, "items"), OPTIONAL(TEXTS), W_NONE, 0});
    add_params(b, (WParamRow){name, OPTIONAL(W_TYPE_TEXT), W_NONE, 0});
    add_tags(b, (WTagRow){text_of(b, "spring")});
    add_tags(b, (WTagRow){text_of(b, "sale")});
    add_tags(b, (WTagRow){text_of(b, "sale")});
    add_messages(b, (WMessageRow){.name = text_of(b, "hello"),
                                  .title = W_NONE,
                                  .class = W_CLASS_PROMOTIONAL,
                                  .param_count = 2,
                                  .tag_count = 2,
                                  .content_count = 2,
                                  .content_hash = 0x123});
    add_messages(b, (WMessageRow){.name = text_of(b, "receipt"),
                                  .title = text_of(b, "Receipt"),
                                  .class = W_CLASS_TRANSACTIONAL,
                                  .first_param = 2,
                                  .param_count = 1,
                                  .first_tag = 2,
                                  .tag_count = 1,
                                  .first_content = 2});
}

static void part(WBundleBuilder *b, const char *name, WType type) {
    uint32_t text = text_of(b, name);
    add_parts(b, (WPartRow){text, text, type, 0});
}

static uint32_t compound(WBundleBuilder *b, WType type, uint32_t count, const uint32_t *elements) {
    WConstantRow row = {type, count, b->elements_count};
    for (uint32_t i = 0; i < count; i++)
        add_elements(b, (WElementRow){elements[i]});
    return add_constants(b, row);
}

// A lamp, a line with it, and a list of texts, as constants.
static void records(WBundleBuilder *b) {
    WType product = w_type_of_record(0);
    part(b, "sku", W_TYPE_TEXT);
    part(b, "price", W_TYPE_NUMBER);
    part(b, "note", OPTIONAL(W_TYPE_TEXT));
    part(b, "products", w_type_list_of(product));
    part(b, "first", OPTIONAL(product));
    add_records(b, (WRecordRow){text_of(b, "product"), 0, 3});
    add_records(b, (WRecordRow){text_of(b, "line"), 3, 2});
    uint32_t lamp = text_constant_of(b, "lamp");
    uint32_t price = constant_of(b, W_TYPE_NUMBER, 3 * W_NUMBER_ONE);
    lamp = compound(b, product, 3, (const uint32_t[]){lamp, price, W_NONE});
    uint32_t both = compound(b, w_type_list_of(product), 2, (const uint32_t[]){lamp, lamp});
    compound(b, w_type_of_record(1), 2, (const uint32_t[]){both, lamp});
    compound(b, TEXTS, 1, (const uint32_t[]){text_constant_of(b, "there")});
}

// Conditions and values, in the order of their rows.
enum { TO, CONSENT, PAST, VIP, LARGE, SECOND, GOAL, SETTER, ANY, LIST, WELCOME, WINBACK };

static void conditions(WBundleBuilder *b) {
    WFunctionRow value = function_row(W_FUNCTION_VALUE), ask = function_row(W_FUNCTION_CONDITION);
    value.result_type = OPTIONAL(W_TYPE_TEXT);
    ADD_FUNCTION(b, value, OP(LOAD_PROFILE, 0, SHOP_EMAIL, 0, 0), OP(RETURN, 0, 0, 0, 0));
    ADD_FUNCTION(b, ask, OP(LOAD_PROFILE, 0, SHOP_CONSENT, 0, 0), OP(JUMP_TRUE, 0, 0, 0, 3),
                 OP(RETURN_FALSE, 0, 0, 0, 0), OP(RETURN_TRUE, 0, 0, 0, 0));
    WFunctionRow past = ask;
    past.event = SHOP_PURCHASE;
    past.flags = W_FUNCTION_OVER_HISTORY;
    uint32_t fifty = constant_of(b, W_TYPE_NUMBER, 50 * W_NUMBER_ONE);
    ADD_FUNCTION(b, past, OP(LOAD_EVENT, 0, 0, 0, 0), OPI(JUMP_GT_K, 0, fifty, 3),
                 OP(RETURN_FALSE, 0, 0, 0, 0), OP(RETURN_TRUE, 0, 0, 0, 0));
    add_uses(b, (WUseRow){SHOP_PURCHASE, W_USE_SUM, 0, W_TYPE_NUMBER, PAST, 0, W_NONE, 0,
                          30 * W_DAY_MS});
    add_uses(b, (WUseRow){SHOP_PURCHASE, W_USE_LAST, 1, OPTIONAL(W_TYPE_TEXT), W_NONE, 0, W_NONE,
                          0, 365 * W_DAY_MS});
    ADD_FUNCTION(b, ask, OPI(HISTORY, 0, 0, 0), OPI(JUMP_GE_K, 0, fifty, 3),
                 OP(RETURN_FALSE, 0, 0, 0, 0), OP(RETURN_TRUE, 0, 0, 0, 0));
    WFunctionRow entry = ask;
    entry.event = SHOP_PURCHASE;
    ADD_FUNCTION(b, entry, OP(LOAD_EVENT, 0, SHOP_TOTAL, 0, 0), OPI(JUMP_EQ_K, 0, fifty, 3),
                 OP(RETURN_FALSE, 0, 0, 0, 0), OP(RETURN_TRUE, 0, 0, 0, 0));
    WFunctionRow second = ask;
    second.journey = SHOP_WELCOME;
    second.flags = W_FUNCTION_AT_ENTRY;
    uint32_t two = constant_of(b, W_TYPE_INTEGER, 2);
    ADD_FUNCTION(b, second, OP(LOAD_ENTRIES, 0, 0, 0, 0), OPI(JUMP_LT_K, 0, two, 3),
                 OP(RETURN_FALSE, 0, 0, 0, 0), OP(RETURN_TRUE, 0, 0, 0, 0));
    WFunctionRow goal = entry;
    goal.journey = SHOP_WELCOME;
    ADD_FUNCTION(b, goal, OP(LOAD_EVENT, 0, SHOP_TOTAL, 0, 0),
                 OP(LOAD_VARIABLE, 1, SHOP_VAR_TOTAL, 0, 0), OP(JUMP_LT, 1, 0, 0, 4),
                 OP(RETURN_FALSE, 0, 0, 0, 0), OP(RETURN_TRUE, 0, 0, 0, 0));
    WFunctionRow setter = function_row(W_FUNCTION_SETTER);
    setter.event = SHOP_PURCHASE;
    ADD_FUNCTION(b, setter, OP(LOAD_EVENT, 0, SHOP_NOTE, 0, 0),
                 OP(SET_PROFILE, 0, SHOP_NAME, 0, 0), OP(RETURN_NONE, 0, 0, 0, 0));
    b->events[SHOP_PURCHASE].setter_function = SETTER;
    WFunctionRow any = ask;
    any.element_type = W_TYPE_TEXT;
    ADD_FUNCTION(b, any, OP(LOAD_ELEMENT, 0, 0, 0, 0), OP(MATCHES, 1, 0, 0, 0),
                 OP(JUMP_TRUE, 1, 0, 0, 4), OP(RETURN_FALSE, 0, 0, 0, 0),
                 OP(RETURN_TRUE, 0, 0, 0, 0));
    ADD_FUNCTION(b, entry, OP(LOAD_EVENT, 0, SHOP_ITEMS, 0, 0), OPE(EACH_ANY, 1, 0, ANY),
                 OP(JUMP_TRUE, 1, 0, 0, 4), OP(RETURN_FALSE, 0, 0, 0, 0),
                 OP(RETURN_TRUE, 0, 0, 0, 0));
    add_patterns(b, (WPatternRow){text_of(b, "^lamp")});
}

// welcome: stage first { on click → resume; let; send; wait 1h { on click → go second } else after
// }, stage second { wait until; finish }
static void flows(WBundleBuilder *b) {
    WFunctionRow flow = function_row(W_FUNCTION_FLOW);
    flow.journey = SHOP_WELCOME;
    uint32_t hour = constant_of(b, W_TYPE_DURATION, W_HOUR_MS);
    uint32_t there = text_constant_of(b, "there"), why = text_constant_of(b, "no address");
    uint32_t nine = constant_of(b, W_TYPE_TIME, 9 * W_HOUR_MS);
    ADD_FUNCTION(b, flow,                                  // stage first
                 OP(LOAD_PROFILE, 0, SHOP_NAME, 0, 0),     // 0
                 OP(JUMP_KNOWN, 0, 0, 0, 3),               // 1
                 OPI(LOAD_CONSTANT, 0, there, 0),          // 2
                 OP(SET_VARIABLE, 0, SHOP_VAR_LET, 0, 0),  // 3
                 OP(LOAD_EVENT, 1, SHOP_ITEMS, 0, 0),      // 4
                 OPI(SEND, 0, 0, 13),                      // 5
                 OPI(LOAD_CONSTANT, 0, hour, 0),           // 6
                 OPI(WAIT_FOR, 0, 0, 0),                   // 7
                 OPI(GO, 0, 2, 0),                         // 8 arm
                 OP(LOAD_VARIABLE, 0, SHOP_VAR_LET, 0, 0), // 9 after
                 OP(LOAD_PROFILE, 1, SHOP_EMAIL, 0, 0),    // 10
                 OPI(SEND, 0, 1, 0),                       // 11
                 OPI(WAIT_EVER, 0, 1, 0),                  // 12
                 OPI(EXIT, 0, why, 0),                     // 13 suppressed
                 OP(RESUME, 0, 0, 0, 0),                   // 14 arm of the stage
                 OP(FINISH, 0, 0, 0, 0),                   // 15 arm of the wait without end
                 OPI(LOAD_CONSTANT, 0, nine, 0),           // 16 stage second
                 OP(NEXT_CLOCK, 0, 0, 0, 0),               // 17
                 OPI(WAIT_UNTIL, 0, 2, 0),                 // 18
                 OPI(GO, 0, 2, 0));                        // 19
    flow.journey = SHOP_WINBACK;
    add_marks(b, (WMarkRow){0});
    ADD_FUNCTION(b, flow, OPI(MARK, 0, 0, 0), OPI(DRAW, 0, 0, 0), OP(FINISH, 0, 0, 0, 0));
}

static void winback(WBundleBuilder *b) {
    add_entries(b, (WEntryRow){SHOP_WINBACK, SHOP_CLICK, W_NONE, 0, 0, 0, 0, 0, 0, W_NONE, 0});
    add_stages(b, (WStageRow){SHOP_WINBACK, text_of(b, "only"), W_NONE, 0, W_NONE, 0, 0, W_NONE});
    add_journeys(b, (WJourneyRow){.name = text_of(b, "winback"),
                                  .title = W_NONE,
                                  .owner = W_NONE,
                                  .part_of = W_NONE,
                                  .key_name = W_NONE,
                                  .priority = 70,
                                  .goal = W_NONE,
                                  .expires_day = INT64_MAX,
                                  .entry_count = 1,
                                  .stage_count = 1,
                                  .draw_count = 1,
                                  .flow_function = WINBACK});
    add_draws(b, (WDrawRow){SHOP_WINBACK, text_of(b, "half"), W_DRAW_SPLIT, 0, 2});
    add_ways(b, (WWayRow){text_of(b, "left"), 500000, W_NONE});
    add_ways(b, (WWayRow){text_of(b, "right"), 500000, W_NONE});
}

static void places(WBundleBuilder *b) {
    add_arms(b, (WArmRow){SHOP_CLICK, W_NONE, 14, 0});
    add_arms(b, (WArmRow){SHOP_CLICK, W_NONE, 8, 0});
    add_arms(b, (WArmRow){SHOP_PURCHASE, GOAL, 15, 0});
    add_stages(b, (WStageRow){SHOP_WELCOME, text_of(b, "first"), text_of(b, "First"), 0,
                              SHOP_PURCHASE, 0, 1, W_NONE});
    add_stages(b, (WStageRow){SHOP_WELCOME, text_of(b, "second"), W_NONE, 16, W_NONE, 0, 0, 0});
    add_points(b, (WPointRow){SHOP_WELCOME, 1, W_POINT_FOR, text_of(b, "sink in"), 0, 1, 1, 9,
                              W_NONE, W_NONE, W_NONE});
    add_points(b, (WPointRow){SHOP_WELCOME, 1, W_POINT_EVER, W_NONE, 1, 2, 1, W_NONE, W_NONE,
                              W_NONE, W_NONE});
    add_points(b, (WPointRow){SHOP_WELCOME, 2, W_POINT_UNTIL, W_NONE, 0, 0, 0, 19, W_NONE, W_NONE,
                              W_NONE});
    add_sites(b, (WSiteRow){SHOP_WELCOME, 1, 0, 0, W_NONE, 0, 0, W_NONE});
    add_sites(b, (WSiteRow){SHOP_WELCOME, 1, 0, 1, W_NONE, 1, W_SITE_HAS_TO, W_NONE});
    add_variables(b, (WVariableRow){text_of(b, "entry.total"), W_TYPE_NUMBER});
    add_variables(b, (WVariableRow){text_of(b, "entry.note"), OPTIONAL(W_TYPE_TEXT)});
    add_variables(b, (WVariableRow){text_of(b, "name"), W_TYPE_TEXT});
}

static void welcome(WBundleBuilder *b) {
    WJourneyRow row = {
        .name = text_of(b, "welcome"),
        .title = text_of(b, "Welcome"),
        .owner = text_of(b, "ada@example.com"),
        .part_of = text_of(b, "retention"),
        .key_name = text_of(b, "total"),
        .key_type = W_TYPE_NUMBER,
        .instance_key_count = 1,
        .membership_count = 1,
        .visit_count = 1,
        .priority = 50,
        .flags = W_JOURNEY_EXIT_ON_GOAL,
        .reenter = W_REENTER_FROM_EXIT,
        .reenter_ms = W_DAY_MS,
        .expires_day = 20000,
        .hash = 42,
        .first_entry = 1,
        .entry_count = 1,
        .only_if_count = 1,
        .exit_count = 1,
        .first_stage = 1,
        .stage_count = 2,
        .point_count = 3,
        .site_count = 2,
        .variable_count = 3,
        .first_draw = 1,
        .flow_function = WELCOME,
    };
    add_keys(b,
             (WKeyRow){W_KEY_EVENT, SHOP_TOTAL, constant_of(b, W_TYPE_NUMBER, 50 * W_NUMBER_ONE)});
    add_instance_keys(b, (WInstanceKeyRow){SHOP_PURCHASE, SHOP_TOTAL});
    add_groups(b, (WGroupRow){text_of(b, "offers")});
    add_memberships(b, (WMembershipRow){0});
    add_copies(b, (WCopyRow){SHOP_TOTAL, SHOP_VAR_TOTAL});
    add_copies(b, (WCopyRow){SHOP_NOTE, SHOP_VAR_NOTE});
    add_entries(b, (WEntryRow){SHOP_WELCOME, SHOP_PURCHASE, LARGE, 0, 1, 0, 2, 0, 0, W_NONE, 0});
    add_timetables(b, (WTimetableRow){1, 0, 9 * W_HOUR_MS});
    add_only_ifs(b, (WOnlyIfRow){SECOND, text_of(b, "twice is enough")});
    add_goals(b, (WGoalRow){SHOP_PURCHASE, GOAL, W_GOAL_FROM_SEND, SHOP_WELCOME, 3 * W_DAY_MS});
    add_exits(b, (WExitRow){SHOP_PURCHASE, LIST, W_NONE});
    places(b);
    add_journeys(b, row);
}

// hello on email, for all and in German.
static void contents(WBundleBuilder *b) {
    WFunctionRow part = function_row(W_FUNCTION_VALUE);
    part.result_type = W_TYPE_TEXT;
    part.message = 0;
    uint32_t name = ADD_FUNCTION(b, part, OP(LOAD_PARAM, 0, 0, 0, 0), OP(RETURN, 0, 0, 0, 0));
    add_contents(b, (WContentRow){0, 0, W_NONE, 0, 2});
    add_contents(b, (WContentRow){0, 0, text_of(b, "de"), 2, 1});
    add_content_parts(b, (WContentPartRow){text_of(b, "subject"), name});
    add_content_parts(b, (WContentPartRow){text_of(b, "body"), name});
    add_content_parts(b, (WContentPartRow){text_of(b, "subject"), name});
}

void build_shop(WBundleBuilder *b) {
    add_projects(b, (WProjectRow){.name = text_of(b, "shop"),
                                  .title = text_of(b, "Shop lifecycle"),
                                  .timezone = text_of(b, "Europe/Berlin"),
                                  .locale = text_of(b, "en"),
                                  .dedupe_ms = 30 * W_DAY_MS,
                                  .language = 1});
    profile(b);
    events(b);
    messages(b);
    records(b);
    conditions(b);
    flows(b);
    add_channels(b, (WChannelRow){.name = text_of(b, "email"),
                                  .to_function = TO,
                                  .consent_function = CONSENT,
                                  .flags = W_CHANNEL_ACCEPTS_PERSONAL});
    add_channels(b, (WChannelRow){.name = text_of(b, "desk"),
                                  .to_function = TO,
                                  .consent_function = W_NONE,
                                  .flags = W_CHANNEL_INTERNAL,
                                  .quiet_count = 2,
                                  .rate_count = 100,
                                  .rate_ms = 60000});
    add_quiets(b, (WQuietRow){1, 0x1f, 0, 0, 21 * W_HOUR_MS, 8 * W_HOUR_MS, 0,
                              text_of(b, "21:00 to 08:00 on weekday")});
    add_quiets(b, (WQuietRow){1, 0, 20811, 20813, 0, 0, W_QUIET_FOR_ALL,
                              text_of(b, "2026-12-24 to 2026-12-26 for all")});
    WScope promotional = {W_CLASS_PROMOTIONAL, W_NONE, W_NONE, W_NONE, W_NONE};
    WScope sale = {W_NONE, 0, 1, text_of(b, "sale"), SHOP_WELCOME};
    add_limits(b, (WLimitRow){promotional, 2, W_DAY_MS, text_of(b, "promotional to 2 per 24h"), 0,
                              0, 0, 0});
    add_limits(b, (WLimitRow){sale, 1, W_DAY_MS, text_of(b, "sale to 1 per 24h"), 0, 0, 0, 0});
    add_sents(b, (WSentRow){promotional, text_of(b, "promotional"), 7 * W_DAY_MS});
    add_suppressions(b, (WSuppressionRow){promotional, VIP, text_of(b, "VIPs are called"),
                                          text_of(b, "promotional")});
    add_segments(b, (WSegmentRow){text_of(b, "vip"), VIP});
    add_segments(b, (WSegmentRow){text_of(b, "agreed"), CONSENT});
    winback(b);
    welcome(b);
    add_givens(b, (WGivenRow){0});
    add_givens(b, (WGivenRow){SHOP_TOTAL});
    add_givens(b, (WGivenRow){SHOP_ITEMS});
    add_emissions(b, (WEmissionRow){SHOP_CLICK, 0, 1});
    add_emissions(b, (WEmissionRow){SHOP_PURCHASE, 1, 2});
    contents(b);
    add_changes(b, (WChangeRow){W_CHANGE_MIGRATE, SHOP_WELCOME, text_of(b, "offer"), 1});
    add_changes(b, (WChangeRow){W_CHANGE_PIN, SHOP_WINBACK, W_NONE, W_NONE});
}
