// The project of the laboratory, row by row.
#include "tests/unit/lab.h"

#include "runtime/value/number.h"
#include "runtime/value/time.h"

static WJourneyRow *journey_of(WBundleBuilder *b) {
    return &b->journeys[b->journeys_count - 1];
}

// ---- Profile, events, channels, messages

static void profile_field(WBundleBuilder *b, const char *name, WType type, uint32_t constant) {
    uint32_t text = text_of(b, name);
    add_profile(b, (WProfileRow){text, text, type, 0, constant});
}

static void part(WBundleBuilder *b, const char *name, WType type) {
    uint32_t text = text_of(b, name);
    add_parts(b, (WPartRow){text, text, type, 0});
}

static void profile(WBundleBuilder *b) {
    part(b, "name", W_TYPE_TEXT);
    part(b, "price", LAB_IF_ANY(W_TYPE_NUMBER));
    part(b, "words", LAB_TEXTS);
    add_records(b, (WRecordRow){text_of(b, "item"), 0, 3});
    profile_field(b, "email", LAB_IF_ANY(W_TYPE_TEXT), W_NONE);
    profile_field(b, "name", LAB_IF_ANY(W_TYPE_TEXT), W_NONE);
    profile_field(b, "consent", W_TYPE_BOOLEAN, constant_of(b, W_TYPE_BOOLEAN, 1));
    profile_field(b, "timezone", LAB_IF_ANY(W_TYPE_TEXT), W_NONE);
    profile_field(b, "tickets", W_TYPE_INTEGER, constant_of(b, W_TYPE_INTEGER, 0));
    profile_field(b, "words", LAB_IF_ANY(LAB_TEXTS), W_NONE);
    profile_field(b, "basket", LAB_IF_ANY(w_type_list_of(w_type_of_record(0))), W_NONE);
}

static void event_field(WBundleBuilder *b, const char *name, WType type, uint32_t slot,
                        uint32_t history) {
    uint32_t text = text_of(b, name);
    add_fields(b, (WFieldRow){text, text, type, 0, slot, history});
}

static void event(WBundleBuilder *b, const char *name, uint32_t fields, uint32_t kept,
                  uint32_t setter, int64_t keep_ms) {
    uint32_t first = b->fields_count - fields, text = text_of(b, name);
    add_events(
        b, (WEventRow){text, text, W_EVENT_TRACK, first, fields, fields, kept, setter, keep_ms});
}

static void events(WBundleBuilder *b, uint32_t buy_setter, uint32_t move_setter) {
    WType text = LAB_IF_ANY(W_TYPE_TEXT), texts = LAB_IF_ANY(LAB_TEXTS);
    event_field(b, "note", text, LAB_NOTE, W_NONE);
    event_field(b, "words", texts, LAB_EVENT_WORDS, W_NONE);
    event(b, "go", 2, 0, W_NONE, W_KEEP_NOTHING);
    event_field(b, "note", text, LAB_NOTE, LAB_PAST_NOTE);
    event_field(b, "words", texts, LAB_EVENT_WORDS, LAB_PAST_WORDS);
    event_field(b, "total", LAB_IF_ANY(W_TYPE_NUMBER), LAB_TOTAL, LAB_PAST_TOTAL);
    event(b, "buy", 3, 3, buy_setter, 5 * W_DAY_MS);
    event_field(b, "note", text, LAB_NOTE, W_NONE);
    event(b, "click", 1, 0, W_NONE, W_DAY_MS);
    event_field(b, "note", text, LAB_NOTE, W_NONE);
    event(b, "stop", 1, 0, W_NONE, W_KEEP_NOTHING);
    event_field(b, "zone", text, LAB_NOTE, W_NONE);
    event(b, "move", 1, 0, move_setter, W_KEEP_NOTHING);
}

static uint32_t setter(WBundleBuilder *b, uint32_t event_row, uint32_t field) {
    WFunctionRow row = function_row(W_FUNCTION_SETTER);
    row.event = event_row;
    return ADD_FUNCTION(b, row, OP(LOAD_EVENT, 0, LAB_NOTE, 0, 0), OP(SET_PROFILE, 0, field, 0, 0),
                        OP(RETURN_NONE, 0, 0, 0, 0));
}

static void channels(WBundleBuilder *b) {
    WFunctionRow value = function_row(W_FUNCTION_VALUE), ask = function_row(W_FUNCTION_CONDITION);
    value.result_type = LAB_IF_ANY(W_TYPE_TEXT);
    uint32_t email =
        ADD_FUNCTION(b, value, OP(LOAD_PROFILE, 0, LAB_EMAIL, 0, 0), OP(RETURN, 0, 0, 0, 0));
    value.result_type = W_TYPE_TEXT;
    uint32_t id = ADD_FUNCTION(b, value, OP(LOAD_CUSTOMER, 0, 0, 0, 0), OP(RETURN, 0, 0, 0, 0));
    uint32_t consent =
        ADD_FUNCTION(b, ask, OP(LOAD_PROFILE, 0, LAB_CONSENT, 0, 0), OP(JUMP_TRUE, 0, 0, 0, 3),
                     OP(RETURN_FALSE, 0, 0, 0, 0), OP(RETURN_TRUE, 0, 0, 0, 0));
    add_channels(b, (WChannelRow){.name = text_of(b, "mail"),
                                  .to_function = email,
                                  .consent_function = consent});
    add_channels(b, (WChannelRow){.name = text_of(b, "desk"),
                                  .to_function = id,
                                  .consent_function = W_NONE,
                                  .flags = W_CHANNEL_INTERNAL});
}

static void messages(WBundleBuilder *b) {
    uint32_t who = text_of(b, "who");
    add_params(b, (WParamRow){who, LAB_IF_ANY(W_TYPE_TEXT), W_NONE, 0});
    add_params(b, (WParamRow){text_of(b, "words"), LAB_IF_ANY(LAB_TEXTS), W_NONE, 0});
    add_params(b, (WParamRow){who, LAB_IF_ANY(W_TYPE_TEXT), W_NONE, 0});
    WMessageRow hello = {.name = text_of(b, "hello"), .title = W_NONE, .param_count = 2};
    hello.class = W_CLASS_PROMOTIONAL;
    add_messages(b, hello);
    WMessageRow receipt = {.name = text_of(b, "receipt"), .title = W_NONE};
    receipt.class = W_CLASS_TRANSACTIONAL;
    receipt.first_param = 2;
    receipt.param_count = 1;
    add_messages(b, receipt);
}

void lab_project(WBundleBuilder *b) {
    add_projects(b, (WProjectRow){.name = text_of(b, "lab"),
                                  .title = W_NONE,
                                  .timezone = text_of(b, "UTC"),
                                  .locale = W_NONE,
                                  .dedupe_ms = 30 * W_DAY_MS,
                                  .language = 1});
    profile(b);
    uint32_t buy = setter(b, LAB_BUY, LAB_NAME), move = setter(b, LAB_MOVE, LAB_ZONE);
    events(b, buy, move);
    channels(b);
    messages(b);
}

// ---- Journeys

uint32_t lab_journey(WBundleBuilder *b, const char *name, int32_t priority) {
    return add_journeys(b, (WJourneyRow){.name = text_of(b, name),
                                         .title = W_NONE,
                                         .owner = W_NONE,
                                         .key_name = W_NONE,
                                         .part_of = W_NONE,
                                         .priority = priority,
                                         .reenter = W_REENTER_ALWAYS,
                                         .goal = W_NONE,
                                         .expires_day = INT64_MAX,
                                         .first_entry = b->entries_count,
                                         .first_only_if = b->only_ifs_count,
                                         .first_exit = b->exits_count,
                                         .first_stage = b->stages_count,
                                         .first_point = b->points_count,
                                         .first_site = b->sites_count,
                                         .first_variable = b->variables_count,
                                         .first_instance_key = b->instance_keys_count,
                                         .first_membership = b->memberships_count});
}

void lab_key(WBundleBuilder *b, const char *name, WType type) {
    journey_of(b)->key_name = text_of(b, name);
    journey_of(b)->key_type = type;
}

void lab_key_of(WBundleBuilder *b, uint32_t event_row, uint32_t slot) {
    journey_of(b)->instance_key_count++;
    add_instance_keys(b, (WInstanceKeyRow){event_row, slot});
}

void lab_enter(WBundleBuilder *b, uint32_t event_row, uint32_t where) {
    journey_of(b)->entry_count++;
    add_entries(b, (WEntryRow){b->journeys_count - 1, event_row, where, b->keys_count, 0,
                               b->copies_count, 0, 0, 0, W_NONE, 0});
}

void lab_enter_when(WBundleBuilder *b, uint32_t condition) {
    lab_enter(b, W_NONE, condition);
    b->entries[b->entries_count - 1].kind = W_ENTRY_WHEN;
}

void lab_enter_by(WBundleBuilder *b, WEntryKind kind, uint32_t source, uint32_t condition) {
    lab_enter(b, W_NONE, condition);
    b->entries[b->entries_count - 1].kind = kind;
    b->entries[b->entries_count - 1].source = source;
}

void lab_copy(WBundleBuilder *b, uint32_t slot, uint32_t variable) {
    b->entries[b->entries_count - 1].copy_count++;
    add_copies(b, (WCopyRow){slot, variable});
}

void lab_exit(WBundleBuilder *b, uint32_t event_row, uint32_t where) {
    journey_of(b)->exit_count++;
    add_exits(b, (WExitRow){event_row, where, W_NONE});
}

void lab_exit_when(WBundleBuilder *b, uint32_t condition, const char *label) {
    lab_exit(b, W_NONE, condition);
    b->exits[b->exits_count - 1].label = text_of(b, label);
}

void lab_goal(WBundleBuilder *b, uint32_t event_row, uint32_t where, uint32_t from,
              int64_t within_min) {
    journey_of(b)->goal = b->goals_count;
    add_goals(
        b, (WGoalRow){event_row, where, from, b->journeys_count - 1, within_min * LAB_MINUTE_MS});
}

void lab_only_if(WBundleBuilder *b, uint32_t condition, const char *because) {
    journey_of(b)->only_if_count++;
    add_only_ifs(b, (WOnlyIfRow){condition, text_of(b, because)});
}

uint32_t lab_stage(WBundleBuilder *b, const char *name, uint32_t start, uint32_t event_row) {
    journey_of(b)->stage_count++;
    return add_stages(b, (WStageRow){b->journeys_count - 1, text_of(b, name), W_NONE, start,
                                     event_row, b->arms_count, 0, W_NONE});
}

uint32_t lab_point(WBundleBuilder *b, uint32_t stage, WPointKind kind, uint32_t after) {
    uint32_t ordinal = 0;
    for (uint32_t i = journey_of(b)->first_point; i < b->points_count; i++)
        ordinal += b->points[i].stage == stage;
    journey_of(b)->point_count++;
    return add_points(b, (WPointRow){b->journeys_count - 1, stage, (uint32_t)kind, W_NONE, ordinal,
                                     b->arms_count, 0, after, W_NONE, W_NONE, W_NONE});
}

void lab_arm(WBundleBuilder *b, uint32_t event_row, uint32_t where, uint32_t start) {
    b->points[b->points_count - 1].arm_count++;
    add_arms(b, (WArmRow){event_row, where, start, 0});
}

void lab_stage_arm(WBundleBuilder *b, uint32_t event_row, uint32_t where, uint32_t start) {
    b->stages[b->stages_count - 1].arm_count++;
    add_arms(b, (WArmRow){event_row, where, start, 0});
}

uint32_t lab_site(WBundleBuilder *b, uint32_t stage, uint32_t channel, uint32_t message) {
    uint32_t ordinal = 0;
    for (uint32_t i = journey_of(b)->first_site; i < b->sites_count; i++)
        ordinal += b->sites[i].stage == stage;
    journey_of(b)->site_count++;
    return add_sites(
        b, (WSiteRow){b->journeys_count - 1, stage, channel, message, W_NONE, ordinal, 0, W_NONE});
}

void lab_site_that_waits(WBundleBuilder *b, uint32_t site, uint32_t after, uint32_t otherwise) {
    WSiteRow *row = &b->sites[site];
    journey_of(b)->point_count++;
    row->point =
        add_points(b, (WPointRow){row->journey, row->stage, W_POINT_SEND, row->name, row->ordinal,
                                  b->arms_count, 0, after, otherwise, site, W_NONE});
}

uint32_t lab_variable(WBundleBuilder *b, const char *name, WType type) {
    add_variables(b, (WVariableRow){text_of(b, name), type});
    return journey_of(b)->variable_count++;
}

WFunctionRow lab_flow_row(const WBundleBuilder *b) {
    WFunctionRow row = function_row(W_FUNCTION_FLOW);
    row.journey = b->journeys_count - 1;
    return row;
}

// ---- Conditions

uint32_t lab_note_is(WBundleBuilder *b, uint32_t event_row, const char *note) {
    WFunctionRow row = function_row(W_FUNCTION_CONDITION);
    row.event = event_row;
    return ADD_FUNCTION(b, row, OP(LOAD_EVENT, 0, LAB_NOTE, 0, 0), OP(JUMP_MISSING, 0, 0, 0, 3),
                        OPI(JUMP_EQ_TEXT_K, 0, text_constant_of(b, note), 4),
                        OP(RETURN_FALSE, 0, 0, 0, 0), OP(RETURN_TRUE, 0, 0, 0, 0));
}

uint32_t lab_at_least(WBundleBuilder *b, uint32_t event_row, int64_t count, int64_t window_min) {
    uint32_t use = add_uses(b, (WUseRow){event_row, W_USE_COUNT, W_USE_AT, W_TYPE_INTEGER, W_NONE,
                                         0, W_NONE, 0, window_min * LAB_MINUTE_MS});
    return ADD_FUNCTION(b, function_row(W_FUNCTION_CONDITION), OPI(HISTORY, 0, use, 0),
                        OPI(JUMP_GE_K, 0, constant_of(b, W_TYPE_INTEGER, count), 3),
                        OP(RETURN_FALSE, 0, 0, 0, 0), OP(RETURN_TRUE, 0, 0, 0, 0));
}

uint32_t lab_sent_fewer(WBundleBuilder *b, int64_t count, int64_t window_min) {
    WScope promotional = {W_CLASS_PROMOTIONAL, W_NONE, W_NONE, W_NONE, W_NONE};
    int64_t window_ms = window_min * LAB_MINUTE_MS;
    uint32_t sent = add_sents(b, (WSentRow){promotional, text_of(b, "promotional"), window_ms});
    uint32_t use = add_uses(b, (WUseRow){W_NONE, W_USE_COUNT, W_USE_AT, W_TYPE_INTEGER, W_NONE, 0,
                                         sent, 0, window_ms});
    return ADD_FUNCTION(b, function_row(W_FUNCTION_CONDITION), OPI(HISTORY, 0, use, 0),
                        OPI(JUMP_LT_K, 0, constant_of(b, W_TYPE_INTEGER, count), 3),
                        OP(RETURN_FALSE, 0, 0, 0, 0), OP(RETURN_TRUE, 0, 0, 0, 0));
}

uint32_t lab_minutes(WBundleBuilder *b, int64_t minutes) {
    return constant_of(b, W_TYPE_DURATION, minutes * LAB_MINUTE_MS);
}
