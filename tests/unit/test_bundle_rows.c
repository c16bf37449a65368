// What the members of a row mean together: each rule has a shop that breaks it, and only it.
#include "runtime/base/limits.h"
#include "runtime/value/time.h"
#include "tests/unit/assemble.h"
#include "tests/unit/test.h"

static WBundleBuilder b;

// Break a fresh shop with `change`, and it is refused for that reason.
#define REFUSED(reason, change)                    \
    do {                                           \
        build_shop(&b);                            \
        change;                                    \
        const char *refused_ = bundle_refusal(&b); \
        bundle_builder_free(&b);                   \
        CHECK_STR(refused_, (reason));             \
    } while (0)
#define FINE(change) REFUSED("", change)

enum { TO, CONSENT, PAST, VIP, LARGE, SECOND, GOAL, SETTER, ANY, LIST, WELCOME, WINBACK, CONTENT };

TEST(rows_project_is_one_and_speaks_our_language) {
    REFUSED("there must be exactly one project", b.projects_count = 0);
    REFUSED("there must be exactly one project", add_projects(&b, b.projects[0]));
    REFUSED("a length is negative", b.projects[0].dedupe_ms = -1);
    REFUSED("there is no such version of the language", b.projects[0].language = 0);
}

static void constant(WType type, int64_t value) {
    add_constants(&b, (WConstantRow){type, 0, value});
}

TEST(rows_constants_are_values_of_their_types) {
    REFUSED("a constant may not be missing", constant(W_TYPE_INTEGER | W_TYPE_OPTIONAL, 0));
    REFUSED("its type has no such value", constant(W_TYPE_BOOLEAN, 2));
    REFUSED("its type has no such value", constant(W_TYPE_TEXT, 4));
    REFUSED("its type has no such value", constant(W_TYPE_TEXT, -8));
    REFUSED("its type has no such value", constant(W_TYPE_TEXT, INT64_C(1) << 40));
    REFUSED("its type has no such value", constant(W_TYPE_DATE, W_DATE_MAX + 1));
    REFUSED("its type has no such value", constant(W_TYPE_DATETIME, W_DATETIME_MIN - 1));
    REFUSED("its type has no such value", constant(W_TYPE_TIME, W_DAY_MS));
    REFUSED("its type has no such value", constant(w_type_of_enum(0), 2));
    REFUSED("there is no such type", constant(w_type_of_enum(2), 0));
    REFUSED("there is no such type", constant(W_TYPE_LIST, 0));
    REFUSED("there is no such type", constant(W_TYPE_INTEGER | W_TYPE_TEXT << 8, 0));
    REFUSED("there is no such type", constant(W_TYPE_INTEGER | 1 << 16, 0));
    REFUSED("there is no such type", constant(W_TYPE_INTEGER | 0x20, 0));
    REFUSED("it has no options", add_enums(&b, (WEnumRow){b.options_count, 0, 0}));
}

static WConstantRow *constant_with(uint32_t count) {
    WConstantRow *row = b.constants;
    while (row->count != count)
        row++;
    return row;
}

static WElementRow *element_of(const WConstantRow *row, uint32_t i) {
    return &b.elements[row->value + i];
}

TEST(rows_compound_constants_hold_what_their_types_say) {
    REFUSED("its type has no such value", b.constants[0].count = 1);
    REFUSED("a constant has not the fields of its record", constant_with(3)->count = 2);
    REFUSED("what it owns does not follow what the row before owns", constant_with(3)->value = 1);
    REFUSED("what it owns does not follow what the row before owns", constant_with(1)->count = 2);
    REFUSED("a constant lacks a field", element_of(constant_with(3), 0)->constant = W_NONE);
    REFUSED("a constant lacks a field", element_of(constant_with(1), 0)->constant = W_NONE);
    REFUSED("a constant holds one of another type",
            element_of(constant_with(3), 0)->constant = element_of(constant_with(3), 1)->constant);
    REFUSED("a constant holds one that is not before it",
            element_of(constant_with(3), 0)->constant = b.constants_count - 1);
    REFUSED("it belongs to nobody", add_elements(&b, (WElementRow){0}));
}

static void nest(uint32_t records) {
    for (uint32_t i = b.records_count; i < records; i++) {
        char name[16];
        snprintf(name, sizeof name, "nest%u", i);
        uint32_t text = text_of(&b, name);
        add_parts(&b, (WPartRow){text, text, w_type_of_record(i - 1), 0});
        add_records(&b, (WRecordRow){text, b.parts_count - 1, 1});
    }
}

TEST(rows_records_nest_as_deep_as_they_may) {
    REFUSED("records hold each other too deeply, or too many fields",
            b.parts[2].type = w_type_of_record(0) | W_TYPE_OPTIONAL);
    REFUSED("records hold each other too deeply, or too many fields",
            b.parts[2].type = w_type_list_of(w_type_of_record(1)) | W_TYPE_OPTIONAL);
    REFUSED("records hold each other too deeply, or too many fields",
            nest(W_LIMIT_RECORD_DEPTH + 1));
    FINE(nest(W_LIMIT_RECORD_DEPTH));
    REFUSED("a record has no fields",
            add_records(&b, (WRecordRow){text_of(&b, "none"), b.parts_count, 0}));
    REFUSED("there is no such type", b.parts[2].type = w_type_of_record(2));
}

TEST(rows_profile_has_defaults_where_it_must) {
    REFUSED("there is no default", b.profile[SHOP_CONSENT].constant = W_NONE);
    REFUSED("a constant is of another type",
            b.profile[SHOP_CONSENT].constant = constant_of(&b, W_TYPE_INTEGER, 0));
    REFUSED("a field that may be missing has a default",
            b.profile[SHOP_NAME].constant = text_constant_of(&b, "there"));
    REFUSED("this field must be a text",
            b.profile[SHOP_TIMEZONE].type = W_TYPE_INTEGER | W_TYPE_OPTIONAL);
}

static void too_many_fields(void) {
    char name[] = "f00000";
    for (uint32_t i = b.profile_count; i <= W_LIMIT_PROFILE_FIELDS; i++) {
        snprintf(name, sizeof name, "f%05u", i % 100000u);
        WProfileRow row = b.profile[SHOP_NAME];
        row.name = row.wire = text_of(&b, name);
        add_profile(&b, row);
    }
}

TEST(rows_profile_has_a_limit) {
    REFUSED("there are too many fields", too_many_fields());
    FINE((too_many_fields(), b.profile_count--));
}

TEST(rows_slots_of_an_event_are_each_one_field_s) {
    REFUSED("two fields have one slot", b.fields[1].slot = 0);
    REFUSED("a slot is no field's", b.fields[1].slot = W_NONE);
    REFUSED("a field has a slot that its event has not", b.fields[1].slot = 4);
    REFUSED("two fields have one slot", b.fields[2].history_slot = 0);
    REFUSED("a slot is no field's", b.fields[2].history_slot = W_NONE);
    REFUSED("history keeps a property that is not read", b.fields[4].history_slot = 0);
    REFUSED("it has more slots than fields", b.events[SHOP_CLICK].slot_count = 2);
    REFUSED("history keeps properties of an event that it does not keep",
            b.events[SHOP_PURCHASE].keep_ms = 0);
    REFUSED("history keeps properties of an event that it does not keep",
            b.events[SHOP_CLICK].keep_ms = -1);
    REFUSED("a function is of another kind", b.events[SHOP_PURCHASE].setter_function = LARGE);
    REFUSED("a function reads another event", b.events[SHOP_CLICK].setter_function = SETTER);
}

static void unset_setter(void) {
    b.events[SHOP_PURCHASE].setter_function = W_NONE;
}

TEST(rows_functions_have_the_context_of_their_kind) {
    REFUSED("there is no such kind of function", b.functions[CONSENT].kind = 0);
    REFUSED("its kind does not go with its context", b.functions[SETTER].event = W_NONE);
    REFUSED("its kind does not go with its context",
            (unset_setter(), b.functions[SETTER].journey = 0));
    REFUSED("its kind does not go with its context",
            (unset_setter(), b.functions[SETTER].flags = 1));
    REFUSED("its kind does not go with its context", b.functions[PAST].event = W_NONE);
    REFUSED("its kind does not go with its context", b.functions[SECOND].journey = W_NONE);
    REFUSED("its kind does not go with its context", b.functions[WELCOME].event = 0);
    REFUSED("its kind does not go with its context", b.functions[WELCOME].journey = W_NONE);
    REFUSED("its kind does not go with its context", b.functions[WELCOME].journey = SHOP_WINBACK);
    REFUSED("it has no such result", b.functions[CONSENT].result_type = W_TYPE_TEXT);
    REFUSED("it has no such result", b.functions[TO].result_type = 0);
    REFUSED("its cost is not what the row says", b.functions[VIP].cost++);
}

TEST(rows_element_functions_are_of_elements) {
    REFUSED("lists have no such elements",
            b.functions[ANY].element_type = w_type_list_of(W_TYPE_TEXT));
    REFUSED("lists have no such elements",
            b.functions[ANY].element_type = W_TYPE_TEXT | W_TYPE_OPTIONAL);
    REFUSED("only element functions and questions are inside others",
            b.functions[TO].outer_function = LIST);
    REFUSED("it is not inside a later element function", b.functions[ANY].outer_function = LIST);
    REFUSED("it is not inside a later element function", b.functions[ANY].outer_function = ANY);
}

static void empty_function(void) {
    WFunctionRow row = function_row(W_FUNCTION_CONDITION);
    add_function(&b, row, NULL, 0);
}

TEST(rows_functions_have_code) {
    REFUSED("it has no code", empty_function());
}

TEST(rows_channels_have_addresses) {
    REFUSED("a function is of another kind", b.channels[0].to_function = CONSENT);
    REFUSED("an address is a text", (b.functions[TO].result_type = W_TYPE_INTEGER));
    REFUSED("a function is of another kind", b.channels[0].consent_function = TO);
    REFUSED("a function reads another event", b.channels[0].consent_function = LARGE);
    REFUSED("a function reads another journey", b.channels[0].consent_function = SECOND);
    REFUSED("an element function is only called for elements",
            b.channels[0].consent_function = ANY);
    REFUSED("a function reads past events", b.channels[0].consent_function = PAST);
    REFUSED("a constant is of another type",
            b.params[0].constant = constant_of(&b, W_TYPE_INTEGER, 0));
}

TEST(rows_policies_bind_something) {
    const WScope nothing = {W_NONE, W_NONE, W_NONE, W_NONE, W_NONE};
    REFUSED("it binds nothing", b.limits[0].scope = nothing);
    REFUSED("it binds nothing", b.suppressions[0].scope = nothing);
    REFUSED("its window has no length", b.limits[0].window_ms = 0);
    REFUSED("a function is of another kind", b.suppressions[0].function = TO);
    REFUSED("a function reads another event", b.segments[0].function = LARGE);
}

static void swap_journeys(void) {
    WJourneyRow row = b.journeys[0];
    b.journeys[0].name = b.journeys[1].name;
    b.journeys[1].name = row.name;
    b.journeys[0].priority = b.journeys[1].priority = 50;
}

TEST(rows_journeys_stand_by_priority_then_name) {
    REFUSED("journeys are not in order", b.journeys[SHOP_WELCOME].priority = 80);
    REFUSED("journeys are not in order", b.journeys[SHOP_WELCOME].priority = 70);
    FINE(swap_journeys());
}

TEST(rows_journeys_end_as_they_say) {
    REFUSED("its goal is another journey's", b.journeys[SHOP_WINBACK].goal = 0);
    REFUSED("it exits on a goal and has none",
            b.journeys[SHOP_WINBACK].flags = W_JOURNEY_EXIT_ON_GOAL);
    REFUSED("it is no journey's goal", add_goals(&b, b.goals[0]));
    REFUSED("a length is negative", b.goals[0].within_ms = -1);
    REFUSED("the time until it may be entered again does not go with the way",
            b.journeys[SHOP_WELCOME].reenter_ms = 0);
    REFUSED("the time until it may be entered again does not go with the way",
            b.journeys[SHOP_WINBACK].reenter_ms = 1);
    REFUSED("there is no such day", b.journeys[SHOP_WELCOME].expires_day = W_DATE_MAX + 1);
    REFUSED("it lets everybody go when it expires, and does not expire",
            b.journeys[SHOP_WINBACK].flags = W_JOURNEY_EXPIRY_EXITS);
    REFUSED("its flow is not its own", b.functions[WINBACK].kind = W_FUNCTION_CONDITION);
    REFUSED("a function reads another event", b.exits[0].event = SHOP_CLICK);
    REFUSED("a function reads another event", b.goals[0].event = SHOP_CLICK);
}

static void no_stages(void) {
    WFunctionRow row = function_row(W_FUNCTION_FLOW);
    row.journey = 2;
    ADD_FUNCTION(&b, row, OP(FINISH, 0, 0, 0, 0));
    WJourneyRow journey = b.journeys[SHOP_WINBACK];
    journey.name = text_of(&b, "nowhere");
    journey.priority = 1;
    journey.first_entry = b.entries_count;
    journey.first_only_if = b.only_ifs_count;
    journey.first_exit = b.exits_count;
    journey.first_stage = b.stages_count;
    journey.first_point = b.points_count;
    journey.first_site = b.sites_count;
    journey.first_variable = b.variables_count;
    journey.first_instance_key = b.instance_keys_count;
    journey.first_membership = b.memberships_count;
    journey.first_draw = b.draws_count;
    journey.draw_count = 0;
    journey.entry_count = journey.stage_count = 0;
    journey.flow_function = b.functions_count - 1;
    add_journeys(&b, journey);
}

TEST(rows_journeys_have_stages) {
    REFUSED("it has no stage", no_stages());
}

static void second_group(uint32_t group) {
    add_groups(&b, (WGroupRow){text_of(&b, "seasons")});
    add_memberships(&b, (WMembershipRow){group});
    b.journeys[SHOP_WELCOME].membership_count++;
}

TEST(rows_groups_of_a_journey_are_in_order) {
    FINE(second_group(1));
    REFUSED("its groups are not in order", second_group(0));
    REFUSED("its groups are not in order", (second_group(0), b.memberships[0].group = 1));
}

TEST(rows_stages_are_counted_in_order) {
    FINE((b.stages[1].visits = 0, b.stages[2].visits = W_NONE));
    FINE((b.stages[1].visits = 0, b.stages[2].visits = 1, b.journeys[SHOP_WELCOME].visit_count++));
    REFUSED("its stages are counted otherwise", b.stages[2].visits = 1);
    REFUSED("its stages are counted otherwise", b.stages[2].visits = W_NONE);
    REFUSED("its stages are counted otherwise", b.journeys[SHOP_WELCOME].visit_count = 0);
    REFUSED("its stages are counted otherwise", b.stages[0].visits = 0);
}

// The welcome has one instance for each total of a purchase; now for something else.
static void key(WType type, uint32_t event, uint32_t slot) {
    b.journeys[SHOP_WELCOME].key_type = type;
    b.instance_keys[0] = (WInstanceKeyRow){event, slot};
}

static void more_key(uint32_t event, uint32_t slot) {
    b.journeys[SHOP_WELCOME].instance_key_count++;
    add_instance_keys(&b, (WInstanceKeyRow){event, slot});
}

TEST(rows_keys_are_carried_by_events) {
    FINE(key(W_TYPE_TEXT, SHOP_PURCHASE, SHOP_NOTE));
    FINE((key(W_TYPE_TEXT, SHOP_PURCHASE, SHOP_NOTE), more_key(SHOP_CLICK, 0)));
    REFUSED("its key has no type or no name", b.journeys[SHOP_WELCOME].key_type = 0);
    REFUSED("its key has no type or no name", b.journeys[SHOP_WELCOME].key_name = W_NONE);
    REFUSED("it has no key for events to carry",
            b.journeys[SHOP_WINBACK].flags = W_JOURNEY_KEY_PERSONAL);
    REFUSED("it has no key for events to carry",
            (b.journeys[SHOP_WELCOME].key_type = 0, b.journeys[SHOP_WELCOME].key_name = W_NONE));
    REFUSED("a key is neither missing nor a list or record",
            b.journeys[SHOP_WELCOME].key_type |= W_TYPE_OPTIONAL);
    REFUSED("a key is neither missing nor a list or record",
            key(w_type_list_of(W_TYPE_TEXT), SHOP_PURCHASE, SHOP_ITEMS));
    REFUSED("keys are not in order",
            (key(W_TYPE_TEXT, SHOP_CLICK, 0), more_key(SHOP_PURCHASE, SHOP_NOTE)));
    REFUSED("a key names a slot that is not there", b.instance_keys[0].slot = 4);
    REFUSED("an event carries a key of another type", b.instance_keys[0].slot = SHOP_COUNT);
    REFUSED("an event enters without the journey's key", key(W_TYPE_TEXT, SHOP_CLICK, 0));
}

TEST(rows_entries_read_no_instance) {
    REFUSED("a condition reads an instance that is not there yet", b.functions[SECOND].flags = 0);
    REFUSED("a condition reads an instance that is not there yet",
            b.entries[1].where_function = GOAL);
    REFUSED("a function reads another event", b.entries[0].where_function = LARGE);
    REFUSED("the first stage reads another event", b.stages[0].event = SHOP_PURCHASE);
    REFUSED("a key names a slot that is not there", b.keys[0].slot = 4);
    REFUSED("a key names a slot that is not there",
            (b.keys[0].source = W_KEY_PROFILE, b.keys[0].slot = 6));
    REFUSED("a constant is of another type", b.keys[0].slot = SHOP_ITEMS);
    REFUSED("a list or record is no key",
            (constant(w_type_list_of(W_TYPE_TEXT), b.elements_count), b.keys[0].slot = SHOP_ITEMS,
             b.keys[0].constant = b.constants_count - 1));
    REFUSED("a length is negative", b.entries[0].older_ms = -1);
    REFUSED("an entry has keys and no condition", b.entries[1].where_function = W_NONE);
    REFUSED("a constant is of another type", b.keys[0].source = W_KEY_PROFILE);
}

static void enter_when(uint32_t condition) {
    b.entries[0].kind = W_ENTRY_WHEN;
    b.entries[0].event = W_NONE;
    b.entries[0].where_function = condition;
}

TEST(rows_entries_wait_for_an_event_or_a_condition) {
    FINE(enter_when(CONSENT));
    FINE((enter_when(CONSENT), b.entries[0].flags = W_ENTRY_INCLUDING_CURRENT));
    REFUSED("its event does not go with its kind", b.entries[0].event = W_NONE);
    REFUSED("its event does not go with its kind", b.entries[0].kind = W_ENTRY_WHEN);
    REFUSED("it has no condition to watch", enter_when(W_NONE));
    REFUSED("a function reads another event", enter_when(LARGE));
    REFUSED("it has no event that could be old",
            (enter_when(CONSENT), b.entries[0].older_ms = W_DAY_MS));
    REFUSED("its flags are another kind's", b.entries[0].flags = W_ENTRY_INCLUDING_CURRENT);
    REFUSED("an event enters without the journey's key",
            (b.entries[1].kind = W_ENTRY_WHEN, b.entries[1].event = W_NONE));
}

TEST(rows_exits_wait_for_an_event_or_a_condition) {
    FINE(b.exits[0] = ((WExitRow){W_NONE, CONSENT, text_of(&b, "consent")}));
    REFUSED("it waits for neither an event nor a condition",
            b.exits[0] = ((WExitRow){W_NONE, W_NONE, text_of(&b, "nothing")}));
    REFUSED("only a condition is told by its text",
            b.exits[0] = ((WExitRow){W_NONE, CONSENT, W_NONE}));
    REFUSED("only a condition is told by its text", b.exits[0].label = text_of(&b, "an event"));
    REFUSED("a function reads another event",
            b.exits[0] = ((WExitRow){W_NONE, LARGE, text_of(&b, "large")}));
}

static void react_often(uint32_t times) {
    for (uint32_t i = 0; i < times; i++)
        add_arms(&b, (WArmRow){SHOP_CLICK, W_NONE, 14, 0});
    b.stages[1].first_arm = 3;
    b.stages[1].arm_count = times;
    b.stages[2].first_arm = 0;
    b.stages[2].arm_count = 1;
}

TEST(rows_arms_wait_for_an_event_or_a_condition) {
    FINE((b.arms[0].event = W_NONE, b.arms[0].where_function = CONSENT));
    REFUSED("it waits for neither an event nor a condition", b.arms[0].event = W_NONE);
    REFUSED("a function reads another event",
            (b.arms[0].event = W_NONE, b.arms[0].where_function = LARGE));
    REFUSED("it reacts to too much", react_often(W_LIMIT_REACTIONS + 1));
}

// The winback's entry, by something else than an event.
static void enters_by(WEntryKind kind, uint32_t source) {
    b.entries[0].kind = kind;
    b.entries[0].event = W_NONE;
    b.entries[0].source = source;
}

TEST(rows_entries_say_what_lets_in) {
    FINE(enters_by(W_ENTRY_CHANGE, SHOP_PLAN));
    FINE((enters_by(W_ENTRY_CHANGE, SHOP_PLAN), b.entries[0].older_ms = 1));
    FINE(enters_by(W_ENTRY_EVERY, 0));
    REFUSED("it does not say what lets in", enters_by(W_ENTRY_CHANGE, 6));
    REFUSED("it does not say what lets in", enters_by(W_ENTRY_EVERY, 1));
    REFUSED("it does not say what lets in", enters_by(W_ENTRY_WHEN, 0));
    REFUSED("it does not say what lets in", b.entries[0].source = 0);
    REFUSED("its event does not go with its kind", b.entries[0].event = W_NONE);
    REFUSED("its event does not go with its kind",
            (enters_by(W_ENTRY_EVERY, 0), b.entries[0].event = SHOP_CLICK));
    REFUSED("it has no event that could be old",
            (enters_by(W_ENTRY_EVERY, 0), b.entries[0].older_ms = 1));
    REFUSED("its flags are another kind's",
            (enters_by(W_ENTRY_EVERY, 0), b.entries[0].flags = W_ENTRY_INCLUDING_CURRENT));
    REFUSED("a function reads a change", b.functions[VIP].flags = W_FUNCTION_ON_CHANGE);
}

static void timetable(uint32_t weekdays, uint32_t month_days) {
    b.timetables[0] = (WTimetableRow){weekdays, month_days, 0};
}

TEST(rows_timetables_have_days_of_one_kind) {
    FINE(timetable(127, 0));
    FINE(timetable(0, 1u << 30));
    REFUSED("it has no days, or days of two kinds", timetable(0, 0));
    REFUSED("it has no days, or days of two kinds", timetable(1, 1));
}

static void ramp(uint32_t max, uint32_t unit, int64_t length_ms) {
    b.journeys[SHOP_WELCOME].admit_max = max;
    b.journeys[SHOP_WELCOME].admit_unit = unit;
    b.journeys[SHOP_WELCOME].admit_ms = length_ms;
}

TEST(rows_ramps_have_one_period) {
    FINE(ramp(10, W_CALENDAR_WEEK, 0));
    FINE(ramp(10, W_CALENDAR_NONE, W_DAY_MS));
    REFUSED("the period of its ramp does not go with the way", ramp(10, W_CALENDAR_DAY, 1));
    REFUSED("the period of its ramp does not go with the way", ramp(10, W_CALENDAR_NONE, 0));
    REFUSED("the period of its ramp does not go with the way", ramp(0, W_CALENDAR_NONE, 1));
    REFUSED("it has a period and no ramp", ramp(0, W_CALENDAR_DAY, 0));
}

TEST(rows_copies_fit_their_variables) {
    REFUSED("a copy names a slot or variable that is not there", b.copies[0].slot = 4);
    REFUSED("a copy names a slot or variable that is not there", b.copies[0].variable = 3);
    REFUSED("a variable is set twice", b.copies[1] = b.copies[0]);
    REFUSED("a property is copied to a variable of another type",
            b.copies[0].variable = SHOP_VAR_LET);
    REFUSED("a property is copied to a variable of another type", b.copies[1].slot = SHOP_COUNT);
    REFUSED("a variable may not be set where it is read", // the goal reads it
            (b.entries[1].copy_count = 0, b.copies_count = 0));
}

TEST(rows_stages_and_waits_are_in_their_code) {
    REFUSED("it starts outside its code", b.stages[2].start = 20);
    REFUSED("it goes on outside its code", b.points[0].after = 20);
    REFUSED("an arm starts outside its code", b.arms[0].start = 20);
    REFUSED("its arms are not there", b.stages[1].first_arm = 4);
    REFUSED("its arms are not there", b.points[1].arm_count = UINT32_MAX);
    REFUSED("an arm has two owners", b.points[0].first_arm = 0);
    REFUSED("an arm has no owner", add_arms(&b, b.arms[0]));
    REFUSED("a function reads another event", b.arms[2].event = SHOP_CLICK);
    REFUSED("its stage is another journey's", b.points[2].stage = 0);
    REFUSED("its stage counts it otherwise", b.points[1].ordinal = 0);
    REFUSED("its stage counts it otherwise", b.sites[1].ordinal = 2);
    REFUSED("a wait without end goes on behind its end", b.points[1].after = 9);
    REFUSED("a wait has neither end nor arms",
            (b.points[1].arm_count = 0, b.points[0].arm_count = 2));
}

static void use(WUseKind kind, uint32_t slot, WType type) {
    add_uses(&b,
             (WUseRow){SHOP_PURCHASE, (uint32_t)kind, slot, type, W_NONE, 0, W_NONE, 0, W_DAY_MS});
}

TEST(rows_history_answers_with_its_type) {
    const WType number = W_TYPE_NUMBER | W_TYPE_OPTIONAL, text = W_TYPE_TEXT | W_TYPE_OPTIONAL;
    FINE(use(W_USE_COUNT, W_USE_AT, W_TYPE_INTEGER));
    FINE(use(W_USE_AVG, 2, number));
    FINE(use(W_USE_MIN, 1, text));
    FINE(use(W_USE_MAX, W_USE_AT, W_TYPE_DATETIME | W_TYPE_OPTIONAL));
    REFUSED("history has no such answer", use(W_USE_COUNT, 0, W_TYPE_INTEGER));
    REFUSED("history has no such answer", use(W_USE_COUNT, W_USE_AT, W_TYPE_NUMBER));
    REFUSED("history has no such answer", use(W_USE_SUM, 0, number));
    REFUSED("history has no such answer", use(W_USE_SUM, 1, W_TYPE_TEXT));
    REFUSED("history has no such answer", use(W_USE_SUM, W_USE_AT, W_TYPE_DATETIME));
    REFUSED("history has no such answer", use(W_USE_AVG, 1, text));
    REFUSED("history has no such answer", use(W_USE_LAST, 3, W_TYPE_INTEGER | W_TYPE_OPTIONAL));
    REFUSED("its window has no length", b.uses[0].window_ms = 0);
    REFUSED("history does not go so far back", b.uses[0].window_ms = 366 * W_DAY_MS);
    REFUSED("a function is of another kind", b.uses[0].where_function = TO);
    REFUSED("a function reads another event", b.uses[0].where_function = LARGE);
    REFUSED("it is no regular expression", b.patterns[0].text = text_of(&b, "("));
}

// Another content of the first message, in that locale of that channel.
static void more_content(uint32_t channel, const char *locale) {
    uint32_t tag = locale == NULL ? W_NONE : text_of(&b, locale);
    add_contents(&b, (WContentRow){0, channel, tag, 3, 1});
    add_content_parts(&b, (WContentPartRow){text_of(&b, "subject"), CONTENT});
    b.messages[0].content_count++;
    b.messages[1].first_content++;
}

TEST(rows_contents_say_something_to_everybody) {
    FINE(more_content(0, "de-AT"));
    FINE(more_content(1, NULL));
    REFUSED("contents are not in order", more_content(0, "cs"));
    REFUSED("contents are not in order", more_content(0, "de"));
    REFUSED("its locale is no tag", more_content(0, "DE-at"));
    REFUSED("its locale is no tag", more_content(0, "x"));
    REFUSED("its hash does not go with its contents", b.messages[0].content_hash = 0);
    REFUSED("its hash does not go with its contents", b.messages[1].content_hash = 1);
    REFUSED("its message says nothing on its channel",
            b.contents[0].channel = b.contents[1].channel = 1);
    REFUSED("its message says nothing on its channel", b.contents[0].locale = text_of(&b, "cs"));
    REFUSED("a part is a text", b.functions[CONTENT].result_type |= W_TYPE_OPTIONAL);
    REFUSED("a function is of another kind", b.content_parts[0].function = CONSENT);
    REFUSED("a function reads another message", b.functions[CONTENT].message = 1);
    REFUSED("a function reads another message", b.channels[0].to_function = CONTENT);
    REFUSED("its kind does not go with its context", b.functions[WELCOME].message = 0);
}
