// The rules of code: each has a piece of code that breaks it, and only it.
#include "runtime/base/limits.h"
#include "runtime/value/number.h"
#include "runtime/value/time.h"
#include "stdlib/native.h"
#include "tests/unit/assemble.h"
#include "tests/unit/test.h"

enum { B = W_TYPE_BOOLEAN, I = W_TYPE_INTEGER, N = W_TYPE_NUMBER, T = W_TYPE_TEXT };
enum { D = W_TYPE_DURATION, AT = W_TYPE_DATETIME, OPTIONAL = W_TYPE_OPTIONAL };
enum { TO, CONSENT, PAST, VIP, LARGE, SECOND, GOAL, SETTER, ANY, LIST, WELCOME, WINBACK };

static WBundleBuilder b;
static WFunctionRow row; // of the function under test

static const char *refusal(void) {
    const char *reason = bundle_refusal(&b);
    bundle_builder_free(&b);
    return reason;
}

// A fresh shop; the row is a value function on a purchase within the welcome.
static void fresh(void) {
    build_shop(&b);
    row = function_row(W_FUNCTION_VALUE);
    row.result_type = I;
    row.event = SHOP_PURCHASE;
    row.journey = SHOP_WELCOME;
}

static uint32_t k(WType type, int64_t value) {
    return constant_of(&b, type, value);
}

// Code that is refused for that reason; "" if it is not. It ends by returning register 0.
#define CODE(reason, ...)                                           \
    do {                                                            \
        fresh();                                                    \
        ADD_FUNCTION(&b, row, __VA_ARGS__, OP(RETURN, 0, 0, 0, 0)); \
        CHECK_STR(refusal(), (reason));                             \
    } while (0)
// The same with a change of the row before.
#define CODE_OF(reason, change, ...)        \
    do {                                    \
        fresh();                            \
        change;                             \
        ADD_FUNCTION(&b, row, __VA_ARGS__); \
        CHECK_STR(refusal(), (reason));     \
    } while (0)
// An instruction of the welcome replaced.
#define FLOW(reason, at, instruction)                                        \
    do {                                                                     \
        fresh();                                                             \
        b.code[b.functions[WELCOME].first_instruction + (at)] = instruction; \
        CHECK_STR(refusal(), (reason));                                      \
    } while (0)

#define LOAD(reg, type, value) OPI(LOAD_CONSTANT, reg, k(type, value), 0)
#define LOAD_TEXT(reg) OPI(LOAD_CONSTANT, reg, text_constant_of(&b, "vip"), 0)
#define ZERO LOAD(0, I, 0)

static const char *const no_row = "it names a row that is not there";
static const char *const other_type = "a register is of another type";
static const char *const not_set = "it reads a register that is not set";

TEST(code_operands_name_rows_that_are_there) {
    CODE("", ZERO);
    CODE(no_row, OPI(LOAD_CONSTANT, 0, 1000, 0));
    CODE(no_row, OP(LOAD_PROFILE, 0, 6, 0, 0));
    CODE(no_row, OP(LOAD_EVENT, 0, 4, 0, 0));
    CODE(no_row, OP(LOAD_VARIABLE, 0, 3, 0, 0));
    CODE(no_row, OPI(HISTORY, 0, 2, 0));
    CODE(no_row, OPI(CALL, 0, 13, 0)); // itself
    CODE(no_row, LOAD_TEXT(1), OP(MATCHES, 0, 1, 1, 0));
    CODE(no_row, OPI(INSIDE, 0, 2, 0));
    CODE(no_row, OP(LOAD_ELEMENT, 0, 0, W_LIMIT_CALL_DEPTH, 0));
    CODE(no_row, OP(LOAD_EVENT, 1, SHOP_ITEMS, 0, 0), OPE(EACH_ANY, 0, 1, 13));
    CODE(no_row, OP(LOAD_PROFILE, 1, SHOP_PLAN, 0, 0), OP(ENUM_TO_TEXT, 0, 1, 2, 0));
    CODE(no_row, LOAD(16, I, 0)); // a register behind the last
    CODE("there is no such function in this runtime", OP(NATIVE, 0, 0xffff, 0, 0));
    FLOW(no_row, 5, OPI(SEND, 0, 2, 13));
    FLOW(no_row, 8, OPI(GO, 0, 3, 0));
    FLOW(no_row, 7, OPI(WAIT_FOR, 0, 3, 0));
}

TEST(code_has_no_other_operands_and_instructions) {
    CODE("an unused operand is not zero", OP(LOAD_NOW, 0, 1, 0, 0), ZERO);
    CODE("an unused operand is not zero", OP(LOAD_NOW, 0, 0, 1, 0), ZERO);
    CODE("an unused operand is not zero", OP(LOAD_NOW, 0, 0, 0, 1), ZERO);
    CODE("an unused operand is not zero", ZERO, OP(JUMP, 1, 0, 0, 2));
    CODE("an unused operand is not zero", OP(NATIVE, 1, W_NATIVE_TODAY, 1, 0), ZERO);
    CODE("there is no such instruction", (WInstruction){0});
    CODE("there is no such instruction", ((WInstruction){.op = 0xff}));
}

TEST(code_stands_in_functions_of_its_kind) {
    const char *reason = "functions of this kind have no such instruction";
    CODE(reason, OP(RETURN_TRUE, 0, 0, 0, 0));
    CODE(reason, OP(RETURN_NONE, 0, 0, 0, 0));
    CODE(reason, OP(FINISH, 0, 0, 0, 0));
    CODE(reason, ZERO, OP(SET_PROFILE, 0, SHOP_VISITS, 0, 0));
    CODE_OF(reason, row = function_row(W_FUNCTION_CONDITION), ZERO, OP(RETURN, 0, 0, 0, 0));
    FLOW(reason, 13, OP(RETURN_NONE, 0, 0, 0, 0));
    fresh();
    b.code[b.functions[SETTER].first_instruction + 1] = OP(SET_VARIABLE, 0, 0, 0, 0);
    CHECK_STR(refusal(), reason);
}

TEST(code_reads_only_registers_that_are_set) {
    CODE(not_set, OP(MOVE, 0, 1, 0, 0));
    CODE(not_set, OP(MOVE, 0, 16, 0, 0));
    CODE(not_set, LOAD(1, I, 1), OP(ADD, 0, 1, 2, 0));
    CODE(not_set, LOAD_TEXT(1), OP(CONCAT, 0, 1, 2, 0));
    CODE(not_set, LOAD_TEXT(15), OP(CONCAT, 0, 15, 2, 0));
    CODE(not_set, LOAD_TEXT(1), OP(NATIVE, 0, W_NATIVE_REPLACE, 1, 0));
    // Set on one of two ways only, and as two types on two.
    CODE(not_set, LOAD(1, B, 1), OP(JUMP_TRUE, 1, 0, 0, 3), ZERO);
    CODE(not_set, ZERO, LOAD(1, B, 1), OP(JUMP_TRUE, 1, 0, 0, 4), LOAD(0, N, 1));
    FLOW(not_set, 5, OPI(SEND, 2, 0, 13));
    FLOW(not_set, 9, OP(MOVE, 1, 1, 0, 0)); // what was set before a wait
}

TEST(code_joins_what_is_known_with_what_may_be_missing) {
    CODE_OF("", row.result_type = I | OPTIONAL, ZERO, LOAD(1, B, 1), OP(JUMP_TRUE, 1, 0, 0, 4),
            OP(LOAD_EVENT, 0, SHOP_COUNT, 0, 0), OP(RETURN, 0, 0, 0, 0));
    CODE(other_type, ZERO, LOAD(1, B, 1), OP(JUMP_TRUE, 1, 0, 0, 4),
         OP(LOAD_EVENT, 0, SHOP_COUNT, 0, 0));
}

TEST(code_knows_behind_a_question_whether_a_value_is_there) {
    const WInstruction load = OP(LOAD_EVENT, 0, SHOP_COUNT, 0, 0);
    CODE(other_type, load);
    CODE("", load, OP(JUMP_KNOWN, 0, 0, 0, 3), ZERO);
    CODE("", load, OP(JUMP_MISSING, 0, 0, 0, 3), OP(JUMP, 0, 0, 0, 4), ZERO);
    CODE("values of this type have no sign", load, OP(JUMP_KNOWN, 0, 0, 0, 4),
         OP(NEGATE, 0, 0, 0, 0), OP(JUMP, 0, 0, 0, 4));
    CODE(other_type, load, OP(JUMP_MISSING, 0, 0, 0, 3), ZERO);
}

static const char *const not_compared = "values of this type are not compared so";

TEST(code_compares_what_can_be_compared) {
    CODE(not_compared, LOAD_TEXT(0), LOAD_TEXT(1), OP(JUMP_EQ, 0, 1, 0, 3), ZERO);
    CODE(not_compared, LOAD(0, B, 0), LOAD(1, B, 1), OP(JUMP_LT, 0, 1, 0, 3), ZERO);
    CODE(not_compared, LOAD(0, I, 0), LOAD(1, I, 1), OP(JUMP_EQ_TEXT, 0, 1, 0, 3), ZERO);
    CODE(not_compared, LOAD_TEXT(0), OPI(JUMP_EQ_K, 0, text_constant_of(&b, "vip"), 2), ZERO);
    CODE(not_compared, ZERO, OPI(JUMP_EQ_TEXT_K, 0, k(I, 0), 2), ZERO);
    CODE(not_compared, LOAD(0, B, 0), OPI(JUMP_GE_K, 0, k(B, 1), 2), ZERO);
    CODE(not_compared, OP(LOAD_EVENT, 0, SHOP_COUNT, 0, 0), OP(JUMP_EQ, 0, 0, 0, 2), ZERO);
    CODE(other_type, LOAD(0, I, 0), LOAD(1, N, 1), OP(JUMP_EQ, 0, 1, 0, 3), ZERO);
    CODE(other_type, LOAD(0, I, 0), OPI(JUMP_LT_K, 0, k(N, 1), 2), ZERO);
    CODE(other_type, OP(LOAD_PROFILE, 0, SHOP_PLAN, 0, 0),
         OPI(JUMP_EQ_K, 0, k(w_type_of_enum(1), 0), 2), ZERO);
    CODE(other_type, ZERO, OP(JUMP_TRUE, 0, 0, 0, 2), ZERO);
}

#define TWO(reason, left, right, name) \
    CODE(reason, LOAD(1, left, 0), LOAD(2, right, 0), OP(name, 0, 1, 2, 0), ZERO)

TEST(code_calculates_with_types_that_go_together) {
    TWO("values of these types are not added so", I, N, ADD);
    TWO("values of these types are not added so", AT, D, ADD);
    TWO("values of these types are not added so", AT, AT, ADD);
    TWO("values of these types are not added so", B, B, SUBTRACT);
    TWO("", AT, AT, SUBTRACT);
    TWO("values of these types are not multiplied so", I, N, MULTIPLY);
    TWO(other_type, N, N, MULTIPLY);
    TWO("values of these types are not multiplied so", N, I, MULTIPLY_NUMBER);
    TWO(other_type, D, N, MULTIPLY_NUMBER);
    TWO(other_type, I, N, DIVIDE);
    TWO(other_type, N, I, DIVIDE);
    TWO(other_type, I, D, LATER);
    TWO(other_type, AT, AT, EARLIER);
    TWO(other_type, B, B, CONTAINS);
    CODE("values of this type have no sign", LOAD(1, B, 0), OP(NEGATE, 0, 1, 0, 0), ZERO);
    CODE(other_type, LOAD(1, N, 0), OP(INTEGER_TO_NUMBER, 0, 1, 0, 0), ZERO);
    CODE(other_type, OP(LOAD_PROFILE, 1, SHOP_PLAN, 0, 0), OP(ENUM_TO_TEXT, 0, 1, 1, 0), ZERO);
    CODE(other_type, LOAD(1, AT, 0), OP(NEXT_CLOCK, 0, 1, 0, 0), ZERO);
    CODE(other_type, LOAD(1, I, 0), OP(MATCHES, 0, 1, 0, 0), ZERO);
    CODE("an argument is of another type", LOAD(1, I, 0), OP(NATIVE, 0, W_NATIVE_LENGTH, 1, 0));
}

// By a constant that is not zero the quotient is there, by any other it may be missing.
TEST(code_knows_when_a_quotient_is_there) {
    CODE_OF("", row.result_type = N, LOAD(1, N, 4), OP(DIVIDE, 0, 1, 1, 0),
            OP(RETURN, 0, 0, 0, 0));
    CODE_OF(other_type, row.result_type = N, LOAD(1, N, 4), LOAD(2, N, 0), OP(DIVIDE, 0, 1, 2, 0),
            OP(RETURN, 0, 0, 0, 0));
    CODE_OF(other_type, row.result_type = N, OP(LOAD_EVENT, 1, SHOP_TOTAL, 0, 0),
            OP(DIVIDE, 0, 1, 1, 0), OP(RETURN, 0, 0, 0, 0));
}

TEST(code_makes_lists_of_one_type) {
    const WInstruction items = OP(LOAD_EVENT, 1, SHOP_ITEMS, 0, 0);
    CODE(other_type, LOAD(1, I, 0), LOAD(2, N, 0), OP(LIST, 0, 1, 2, 0), ZERO);
    CODE("it takes no value", LOAD(1, I, 0), OP(LIST, 0, 1, 0, 0), ZERO);
    CODE("it takes no value", LOAD_TEXT(1), OP(CONCAT, 0, 1, 0, 0), ZERO);
    CODE("lists have no such elements", items, OP(LIST, 0, 1, 1, 0), ZERO);
    CODE("lists have no such elements", OP(LOAD_EVENT, 1, SHOP_NOTE, 0, 0), OP(LIST, 0, 1, 1, 0),
         ZERO);
    CODE(other_type, items, LOAD(2, I, 0), OP(LIST_HAS, 0, 1, 2, 0), ZERO);
    CODE(other_type, LOAD(1, I, 0), OP(LIST_HAS, 0, 1, 1, 0), ZERO);
    CODE("lists of texts are asked otherwise", items, LOAD_TEXT(2), OP(LIST_HAS, 0, 1, 2, 0));
    CODE("lists of texts are asked otherwise", LOAD(1, w_type_list_of(I), 0), LOAD(2, I, 0),
         OP(LIST_HAS_TEXT, 0, 1, 2, 0));
}

TEST(code_reads_only_what_its_context_has) {
    CODE_OF("there is no event here to read", row.event = W_NONE, OP(LOAD_EVENT, 0, 0, 0, 0),
            OP(RETURN, 0, 0, 0, 0));
    CODE_OF("there is no event here to read", row.event = W_NONE, OP(LOAD_EVENT_AT, 0, 0, 0, 0),
            OP(RETURN, 0, 0, 0, 0));
    CODE_OF("there is no instance here to read", row.flags = W_FUNCTION_AT_ENTRY,
            OP(LOAD_VARIABLE, 0, 0, 0, 0), OP(RETURN, 0, 0, 0, 0));
    CODE_OF("there is no instance here to read", row.journey = W_NONE,
            OP(LOAD_ENTRY_AT, 0, 0, 0, 0), OP(RETURN, 0, 0, 0, 0));
    CODE_OF(no_row, row.journey = W_NONE, OP(LOAD_VARIABLE, 0, 0, 0, 0), OP(RETURN, 0, 0, 0, 0));
    CODE_OF("there is no journey here", row.journey = W_NONE, OP(LOAD_ENTRIES, 0, 0, 0, 0),
            OP(RETURN, 0, 0, 0, 0));
    CODE_OF("", row.flags = W_FUNCTION_AT_ENTRY, OP(LOAD_ENTRIES, 0, 0, 0, 0),
            OP(RETURN, 0, 0, 0, 0));
    CODE_OF("", row.journey = SHOP_WELCOME, OPI(LOAD_VISITS, 0, 2, 0), OP(RETURN, 0, 0, 0, 0));
    CODE_OF("nobody counts the visits of this stage", row.journey = SHOP_WELCOME,
            OPI(LOAD_VISITS, 0, 1, 0), OP(RETURN, 0, 0, 0, 0));
    CODE_OF("nobody counts the visits of this stage", row.journey = SHOP_WINBACK,
            OPI(LOAD_VISITS, 0, 2, 0), OP(RETURN, 0, 0, 0, 0));
    CODE_OF("there is no instance here to read", row.flags = W_FUNCTION_AT_ENTRY,
            OPI(LOAD_VISITS, 0, 2, 0), OP(RETURN, 0, 0, 0, 0));
    CODE_OF(no_row, row.journey = SHOP_WELCOME, OPI(LOAD_VISITS, 0, 3, 0), OP(RETURN, 0, 0, 0, 0));
    CODE("there is no change here to read", OP(LOAD_BEFORE, 0, SHOP_NAME, 0, 0));
    CODE("there is no such loop around it", OP(LOAD_ELEMENT, 0, 0, 0, 0));
    FLOW("there is no event here to read", 9, OP(LOAD_EVENT_AT, 0, 0, 0, 0)); // behind a wait
}

// Over history, slots are those that are kept.
TEST(code_on_past_events_reads_what_is_kept) {
    CODE_OF("", (row.flags = W_FUNCTION_OVER_HISTORY, row.result_type = I | OPTIONAL),
            OP(LOAD_EVENT, 0, 2, 0, 0), OP(RETURN, 0, 0, 0, 0));
    CODE_OF(no_row, row.flags = W_FUNCTION_OVER_HISTORY, OP(LOAD_EVENT, 0, 3, 0, 0),
            OP(RETURN, 0, 0, 0, 0));
}

TEST(code_goes_ahead_and_stays_inside) {
    CODE("it goes on at a place that is not ahead", ZERO, OP(JUMP, 0, 0, 0, 1));
    CODE("it goes on at a place that is not ahead", ZERO, OP(JUMP, 0, 0, 0, 0));
    CODE("it goes on outside its code", ZERO, OP(JUMP, 0, 0, 0, 3));
    CODE("nothing leads there", ZERO, OP(RETURN, 0, 0, 0, 0));
    CODE("nothing leads there", ZERO, OP(JUMP, 0, 0, 0, 3), ZERO);
    CODE_OF("control leaves the code", row.cost = 0, ZERO);
    CODE_OF("control leaves the code", row = function_row(W_FUNCTION_CONDITION), ZERO);
    FLOW("it goes on at a place that is not ahead", 5, OPI(SEND, 0, 0, 5));
    FLOW("control leaves the code", 19, OP(LOAD_NOW, 0, 0, 0, 0));
}
