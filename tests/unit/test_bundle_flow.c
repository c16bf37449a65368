// The rules of calls, and of flow: waits, sends, stages. Each has code that breaks it, and only
// it.
#include "runtime/base/limits.h"
#include "runtime/value/time.h"
#include "tests/unit/assemble.h"
#include "tests/unit/test.h"

enum { I = W_TYPE_INTEGER, T = W_TYPE_TEXT, D = W_TYPE_DURATION, OPTIONAL = W_TYPE_OPTIONAL };
enum { TO, CONSENT, PAST, VIP, LARGE, SECOND, GOAL, SETTER, ANY, LIST, WELCOME, WINBACK };

static WBundleBuilder b;
static WFunctionRow row;

static const char *refusal(void) {
    const char *reason = bundle_refusal(&b);
    bundle_builder_free(&b);
    return reason;
}

static void fresh(void) {
    build_shop(&b);
    row = function_row(W_FUNCTION_CONDITION);
    row.event = SHOP_PURCHASE;
    row.journey = SHOP_WELCOME;
}

#define CODE(reason, change, ...)                                        \
    do {                                                                 \
        fresh();                                                         \
        change;                                                          \
        ADD_FUNCTION(&b, row, __VA_ARGS__, OP(RETURN_TRUE, 0, 0, 0, 0)); \
        CHECK_STR(refusal(), (reason));                                  \
    } while (0)

static WInstruction *flow(uint32_t at) {
    return &b.code[b.functions[WELCOME].first_instruction + at];
}

static void recount(void) {
    WFunctionRow *f = &b.functions[WELCOME];
    f->cost =
        w_function_cost(b.code + f->first_instruction, f->instruction_count, b.functions, b.uses);
}

#define FLOW(reason, change)            \
    do {                                \
        fresh();                        \
        change;                         \
        recount();                      \
        CHECK_STR(refusal(), (reason)); \
    } while (0)

// ---- calls

TEST(calls_ask_for_no_more_than_there_is) {
    CODE("", , OPI(CALL, 0, LARGE, 0));
    CODE("", , OPI(CALL, 0, GOAL, 0));
    CODE("a called function reads another event", row.event = W_NONE, OPI(CALL, 0, LARGE, 0));
    CODE("a called function reads another event", row.event = SHOP_CLICK, OPI(CALL, 0, LARGE, 0));
    CODE("a called function reads another event", row.flags = W_FUNCTION_OVER_HISTORY,
         OPI(CALL, 0, LARGE, 0));
    CODE("a called function reads another event", , OPI(CALL, 0, PAST, 0));
    CODE("", row.flags = W_FUNCTION_OVER_HISTORY, OPI(CALL, 0, PAST, 0));
    CODE("a called function reads another journey", row.journey = W_NONE, OPI(CALL, 0, GOAL, 0));
    CODE("a called function reads another journey", row.journey = SHOP_WINBACK,
         OPI(CALL, 0, GOAL, 0));
    CODE("a called function reads another journey", row.flags = W_FUNCTION_AT_ENTRY,
         OPI(CALL, 0, GOAL, 0));
    CODE("", row.flags = W_FUNCTION_AT_ENTRY, OPI(CALL, 0, SECOND, 0));
    CODE("a function of this kind is not called", , OPI(CALL, 0, SETTER, 0));
    CODE("a function of this kind is not called", , OPI(CALL, 0, WELCOME, 0));
    CODE("an element function is only called for elements", , OPI(CALL, 0, ANY, 0));
}

// Function i calls the one before it.
static void call_each_other(uint32_t count) {
    row.event = row.journey = W_NONE;
    for (uint32_t i = 0; i < count; i++)
        ADD_FUNCTION(&b, row, OPI(CALL, 0, i == 0 ? CONSENT : b.functions_count - 1, 0),
                     OP(RETURN_TRUE, 0, 0, 0, 0));
}

TEST(calls_nest_as_deep_as_the_limit) {
    fresh();
    call_each_other(W_LIMIT_CALL_DEPTH - 1);
    CHECK_STR(refusal(), "");
    fresh();
    call_each_other(W_LIMIT_CALL_DEPTH);
    CHECK_STR(refusal(), "functions call each other too deeply");
}

TEST(calls_of_history_conditions_come_after_them) {
    fresh();
    uint32_t use = add_uses(
        &b, (WUseRow){SHOP_PURCHASE, W_USE_COUNT, W_USE_AT, I, W_NONE, 0, W_NONE, 0, W_DAY_MS});
    ADD_FUNCTION(&b, row, OPI(HISTORY, 0, use, 0), OP(RETURN_TRUE, 0, 0, 0, 0));
    row.flags = W_FUNCTION_OVER_HISTORY;
    b.uses[use].where_function = ADD_FUNCTION(&b, row, OP(RETURN_TRUE, 0, 0, 0, 0));
    CHECK_STR(refusal(), "a condition on past events is not before its use");
}

// ---- loops

#define EACH(reason, change, name, function) \
    CODE(reason, change, OP(LOAD_EVENT, 1, SHOP_ITEMS, 0, 0), OPE(name, 0, 1, function))

static uint32_t element_value(WType element, WType result) {
    WFunctionRow value = function_row(W_FUNCTION_VALUE);
    value.element_type = element;
    value.result_type = result;
    return ADD_FUNCTION(&b, value, OP(LOAD_ELEMENT, 0, 0, 0, 0), OP(RETURN, 0, 0, 0, 0));
}

TEST(loops_run_functions_for_their_elements) {
    EACH("", , EACH_ANY, ANY);
    EACH("the list has other elements", , EACH_ANY, CONSENT);
    EACH("the list has other elements", element_value(I, I), EACH_SUM, 13);
    EACH("a function is of another kind", element_value(T, T), EACH_ANY, 13);
    EACH("a function is of another kind", , EACH_SUM, ANY);
    EACH("values of this type are not added so", element_value(T, T), EACH_SUM, 13);
    CODE("a register is of another type", , OP(LOAD_ENTRIES, 1, 0, 0, 0),
         OPE(EACH_ANY, 0, 1, ANY));
}

// An element function that belongs inside another is run by that one only.
TEST(loops_inside_loops_belong_to_one) {
    fresh();
    WFunctionRow element = function_row(W_FUNCTION_CONDITION);
    element.element_type = T;
    element.event = SHOP_PURCHASE;
    element.outer_function = b.functions_count + 1;
    uint32_t inner =
        ADD_FUNCTION(&b, element, OP(LOAD_ELEMENT, 0, 0, 1, 0), OP(RETURN_TRUE, 0, 0, 0, 0));
    element.outer_function = W_NONE;
    ADD_FUNCTION(&b, element, OP(RETURN_TRUE, 0, 0, 0, 0));
    ADD_FUNCTION(&b, row, OP(LOAD_EVENT, 1, SHOP_ITEMS, 0, 0), OPE(EACH_ANY, 0, 1, inner),
                 OP(RETURN_TRUE, 0, 0, 0, 0));
    CHECK_STR(refusal(), "it belongs inside another function");
}

// ---- flow

TEST(flow_waits_and_sends_where_rows_say) {
    FLOW("", );
    FLOW("it stands in another stage than its row says",
         (*flow(18) = OPI(WAIT_FOR, 0, 0, 0), b.points[0].kind = W_POINT_FOR,
          *flow(17) = OPI(LOAD_CONSTANT, 0, constant_of(&b, D, W_HOUR_MS), 0)));
    FLOW("its point is another kind of wait", b.points[0].kind = W_POINT_UNTIL);
    FLOW("a site has two sends", *flow(11) = OPI(SEND, 0, 0, 0));
    FLOW("a register is of another type", (b.params[0].type = I, b.params[0].constant = W_NONE));
    FLOW("a register is of another type", *flow(18) = OPI(WAIT_FOR, 0, 0, 0));
    FLOW("it goes on at a place that is not ahead", b.points[0].after = 7);
    FLOW("it goes on at a place that is not ahead", b.arms[1].start = 4);
    FLOW("no code sends there", *flow(11) = OP(LOAD_NOW, 2, 0, 0, 0));
}

// `to` may be missing, a parameter only if it says so.
TEST(flow_sends_what_the_message_declares) {
    FLOW("", b.params[2].type = T);
    FLOW("a register is of another type",
         (b.variables[SHOP_VAR_LET].type = T | OPTIONAL, b.params[2].type = T));
    FLOW("a register is of another type", *flow(10) = OP(LOAD_PROFILE, 1, SHOP_VISITS, 0, 0));
    FLOW("it reads a register that is not set", *flow(10) = OP(LOAD_PROFILE, 2, SHOP_EMAIL, 0, 0));
}

static void unused_point(void) {
    WPointRow point = b.points[2];
    point.ordinal = 1;
    b.journeys[SHOP_WELCOME].point_count++;
    add_points(&b, point);
}

static void second_wait(void) {
    *flow(10) = OPI(LOAD_CONSTANT, 0, constant_of(&b, D, W_HOUR_MS), 0);
    *flow(11) = OP(LOAD_NOW, 1, 0, 0, 0);
    *flow(12) = OPI(WAIT_FOR, 0, 0, 0);
}

TEST(flow_has_one_wait_at_each_point) {
    FLOW("no code waits there", unused_point());
    FLOW("a point has two waits", second_wait());
}

TEST(flow_goes_to_stages_that_may_be_entered) {
    FLOW("it goes to another journey's stage", *flow(19) = OPI(GO, 0, 0, 0));
    FLOW("the stage reads another event", *flow(19) = OPI(GO, 0, 1, 0));
    FLOW("the stage reads another event", b.stages[2].event = SHOP_PURCHASE);
    FLOW("", b.stages[2].event = W_NONE);
}

// Code that two stages share cannot say from which it goes on.
TEST(flow_goes_on_from_one_stage) {
    FLOW("it stands in no stage",
         (*flow(13) = OP(JUMP, 0, 0, 0, 19), *flow(17) = OP(LOAD_NOW, 0, 0, 0, 0)));
    FLOW("it stands in another stage than its row says", b.stages[2].start = 6);
}

TEST(flow_resumes_only_what_it_interrupted) {
    FLOW("there is no wait to go back to", *flow(13) = OP(RESUME, 0, 0, 0, 0));
    FLOW("there is no wait to go back to", *flow(8) = OP(RESUME, 0, 0, 0, 0));
    FLOW("there is no wait to go back to", *flow(19) = OP(RESUME, 0, 0, 0, 0));
}

TEST(flow_exits_for_a_reason_in_words) {
    FLOW("a reason is a text", *flow(13) = OPI(EXIT, 0, constant_of(&b, I, 0), 0));
}

static void forget_let(void) {
    *flow(3) = OP(LOAD_NOW, 2, 0, 0, 0);
}

TEST(flow_reads_variables_that_are_surely_set) {
    FLOW("a variable may not be set where it is read", forget_let());
    FLOW("a variable may not be set where it is read",
         *flow(16) = OP(LOAD_VARIABLE, 0, SHOP_VAR_LET, 0, 0));
    FLOW("", (forget_let(), b.variables[SHOP_VAR_LET].type = T | OPTIONAL));
    FLOW("a register is of another type", b.variables[SHOP_VAR_LET].type = I);
}

static void arm_reads_let(void) {
    row.event = SHOP_CLICK;
    uint32_t where = ADD_FUNCTION(&b, row, OP(LOAD_VARIABLE, 0, SHOP_VAR_LET, 0, 0),
                                  OP(RETURN_TRUE, 0, 0, 0, 0));
    b.arms[1].where_function = where;
}

// A condition of a wait may read what was set before the wait; one of the stage may not.
TEST(flow_conditions_read_variables_that_are_surely_set) {
    FLOW("", arm_reads_let());
    FLOW("a variable may not be set where it is read", (arm_reads_let(), forget_let()));
    FLOW("a variable may not be set where it is read",
         (arm_reads_let(), b.arms[0].where_function = b.arms[1].where_function));
    FLOW("a variable may not be set where it is read",
         (row.event = W_NONE, b.exits[0].where_function =
                                  ADD_FUNCTION(&b, row, OP(LOAD_VARIABLE, 0, SHOP_VAR_LET, 0, 0),
                                               OP(RETURN_TRUE, 0, 0, 0, 0))));
}

// ---- circles

TEST(stages_in_a_circle_take_time) {
    const char *reason = "stages lead in a circle without a wait that surely takes time";
    FLOW(reason, *flow(17) = OP(LOAD_NOW, 0, 0, 0, 0)); // until now: over at once
    FLOW(reason, (*flow(16) = OP(LOAD_NOW, 0, 0, 0, 0), *flow(17) = OP(MOVE, 0, 0, 0, 0)));
    FLOW("", (*flow(17) = OP(LOAD_NOW, 0, 0, 0, 0), *flow(19) = OP(FINISH, 0, 0, 0, 0)));
}

static void circle_for(int64_t length_ms) {
    b.points[2].kind = W_POINT_FOR;
    *flow(16) = OPI(LOAD_CONSTANT, 0, constant_of(&b, D, length_ms), 0);
    *flow(17) = OP(MOVE, 0, 0, 0, 0);
    *flow(18) = OPI(WAIT_FOR, 0, 2, 0);
}

TEST(stages_in_a_circle_wait_for_more_than_nothing) {
    FLOW("", circle_for(1));
    FLOW("stages lead in a circle without a wait that surely takes time", circle_for(0));
}

// A condition may hold as the wait begins, so it takes no time.
static void go_round_by(uint32_t event) {
    b.points[2].first_arm = add_arms(&b, (WArmRow){event, CONSENT, 19, 0});
    b.points[2].arm_count = 1;
}

static void go_round_from_anywhere(uint32_t event) {
    b.stages[2].first_arm = add_arms(&b, (WArmRow){event, CONSENT, 19, 0});
    b.stages[2].arm_count = 1;
}

TEST(stages_in_a_circle_wait_for_more_than_a_condition) {
    const char *reason = "stages lead in a circle without a wait that surely takes time";
    FLOW("", go_round_by(SHOP_CLICK));
    FLOW(reason, go_round_by(W_NONE));
    FLOW("", go_round_from_anywhere(SHOP_CLICK));
    FLOW(reason, go_round_from_anywhere(W_NONE));
}

// Two stages that lead to each other, one of them with a wait.
static void two_stages(bool waits) {
    b.stages[1].event = W_NONE;
    *flow(4) = OPI(LOAD_CONSTANT, 1, constant_of(&b, w_type_list_of(T), 0), 0);
    *flow(13) = OPI(GO, 0, 2, 0);
    *flow(19) = OPI(GO, 0, 1, 0);
    if (!waits) *flow(17) = OP(LOAD_NOW, 0, 0, 0, 0);
}

TEST(stages_in_a_wider_circle_take_time_once) {
    FLOW("", two_stages(true));
    FLOW("stages lead in a circle without a wait that surely takes time", two_stages(false));
}
