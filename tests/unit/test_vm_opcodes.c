// Every instruction does what its row says, and says whether there is a value.
#include "runtime/value/number.h"
#include "runtime/value/text.h"
#include "runtime/value/time.h"
#include "runtime/vm/vm.h"
#include "stdlib/native.h"
#include "tests/unit/assemble.h"
#include "tests/unit/test.h"

enum { B = W_TYPE_BOOLEAN, I = W_TYPE_INTEGER, N = W_TYPE_NUMBER, T = W_TYPE_TEXT };
enum {
    D = W_TYPE_DURATION,
    AT = W_TYPE_DATETIME,
    CLOCK = W_TYPE_TIME,
    OPTIONAL = W_TYPE_OPTIONAL
};

#define NOW INT64_C(1772445600000) /* 2026-03-02T10:00Z, a Monday */
#define NUM(value) ((int64_t)((value)*1000000))

// ---- one run

static WBundleBuilder builder;
static bool tried[256]; // opcodes that some code here has

static uint32_t k(WType type, int64_t value) {
    if (builder.projects_count == 0) build_shop(&builder);
    return constant_of(&builder, type, value);
}

static uint32_t kt(const char *text) {
    if (builder.projects_count == 0) build_shop(&builder);
    return text_constant_of(&builder, text);
}

// What code of the tests may read.
typedef struct World {
    WArena arena;
    WValue profile[6], event[4], variables[3], past[3 * 5];
    WValue params[2];
    uint64_t params_present[1];
    uint64_t profile_present[1], event_present[1], variables_present[1], inside[1];
    WHistoryView histories[2];
    WVmContext x;
} World;

static WValue text_value(World *w, const char *text) {
    return w_value_of_pointer(w_text_make(&w->arena, w_str(text)));
}

static void set(WValue *values, uint64_t *present, uint32_t i, WValue value) {
    values[i] = value;
    w_bit_set(present, i);
}

static void make_past(World *w) {
    static const int64_t ago_days[] = {40, 20, 0};
    for (uint32_t i = 0; i < 3; i++) {
        WValue *entry = w->past + i * 5;
        entry[0] = (WValue)(NOW - ago_days[i] * W_DAY_MS);
        set(entry + 2, entry + 1, 0, (WValue)NUM(30 * (i + 1))); // 30, 60, 90
        if (i == 1) set(entry + 2, entry + 1, 1, text_value(w, "second"));
        if (i < 2) set(entry + 2, entry + 1, 2, 3 + i); // 3, 4, none
    }
    w->histories[SHOP_PURCHASE] = (WHistoryView){w->past, 3, 5};
}

static const uint32_t visits_made[] = {5};
// The visits were 6; there was no name, and there was none before.
static const uint64_t changed[] = {1u << SHOP_VISITS | 1u << SHOP_EMAIL};
static const WValue before[] = {[SHOP_VISITS] = 6};
static const uint64_t before_present[] = {1u << SHOP_VISITS};

static void make_world(World *w, const WBundle *bundle) {
    *w = (World){0};
    set(w->profile, w->profile_present, SHOP_EMAIL, text_value(w, "ada@example.com"));
    set(w->profile, w->profile_present, SHOP_CONSENT, 1);
    set(w->profile, w->profile_present, SHOP_PLAN, 1);
    set(w->profile, w->profile_present, SHOP_VISITS, 7);
    set(w->event, w->event_present, SHOP_TOTAL, (WValue)NUM(50.5));
    WList *items = w_list_begin(&w->arena, 2);
    items->items[0] = text_value(w, "lamp");
    items->items[1] = text_value(w, "sofa");
    set(w->event, w->event_present, SHOP_ITEMS, w_value_of_pointer(items));
    set(w->variables, w->variables_present, SHOP_VAR_TOTAL, (WValue)NUM(20));
    set(w->variables, w->variables_present, SHOP_VAR_LET, text_value(w, "Ada"));
    set(w->params, w->params_present, 0, text_value(w, "Ada L."));
    make_past(w);
    w_bit_set(w->inside, SHOP_WINBACK);
    w->x = (WVmContext){.bundle = bundle,
                        .arena = &w->arena,
                        .zone = w_zone_utc(),
                        .now_ms = NOW,
                        .customer = w_value_text(text_value(w, "c1")),
                        .profile = w->profile,
                        .profile_present = w->profile_present,
                        .histories = w->histories,
                        .event = w->event,
                        .event_present = w->event_present,
                        .event_at_ms = NOW - 5,
                        .variables = w->variables,
                        .variables_present = w->variables_present,
                        .entry_at_ms = NOW - 1000,
                        .entries = 2,
                        .visits = visits_made,
                        .changed = changed,
                        .before = before,
                        .before_present = before_present,
                        .inside = w->inside,
                        .params = w->params,
                        .params_present = w->params_present};
}

typedef struct Answer {
    bool known;
    int64_t value;
    char text[64];
} Answer;

static Answer answer(WVmContext *x, uint32_t function, WType type) {
    WValue value;
    Answer a = {.known = w_vm_value(x, function, &value)};
    if (a.known && w_type_kind(type) == W_TYPE_TEXT)
        snprintf(a.text, sizeof a.text, "%s", w_value_text(value)->bytes);
    else
        a.value = (int64_t)value;
    return a;
}

// Run code as a value function on a purchase, within the welcome.
static Answer run(WType type, const WInstruction *code, uint32_t count) {
    for (uint32_t i = 0; i < count; i++)
        tried[code[i].op] = true;
    WFunctionRow row = function_row(W_FUNCTION_VALUE);
    row.result_type = type;
    row.event = SHOP_PURCHASE;
    row.journey = SHOP_WELCOME;
    row.message = 0;
    if (code[0].op == W_OP_LOAD_BEFORE) row.flags = W_FUNCTION_ON_CHANGE;
    k(I, 0);
    uint32_t function = add_function(&builder, row, code, count);
    WBundle *bundle = bundle_open(&builder);
    CHECK(bundle);
    World world;
    make_world(&world, bundle);
    Answer a = answer(&world.x, function, type);
    w_arena_free(&world.arena);
    w_bundle_close(bundle);
    bundle_builder_free(&builder);
    return a;
}

#define RUN(type, ...)                             \
    run(type, (const WInstruction[]){__VA_ARGS__}, \
        sizeof((const WInstruction[]){__VA_ARGS__}) / sizeof(WInstruction))

#define IS(expected, type, ...)                                     \
    do {                                                            \
        Answer a_ = RUN(type, __VA_ARGS__, OP(RETURN, 0, 0, 0, 0)); \
        CHECK(a_.known &&a_.value == (expected));                   \
    } while (0)
#define IS_TEXT(expected, type, ...) \
    CHECK_STR(RUN(type, __VA_ARGS__, OP(RETURN, 0, 0, 0, 0)).text, (expected))
#define IS_MISSING(type, ...) \
    CHECK(!RUN((type) | OPTIONAL, __VA_ARGS__, OP(RETURN, 0, 0, 0, 0)).known)

#define LOAD(reg, type, value) OPI(LOAD_CONSTANT, reg, k(type, value), 0)
#define LOAD_TEXT(reg, text) OPI(LOAD_CONSTANT, reg, kt(text), 0)
#define LOAD_NAME OP(LOAD_PROFILE, 0, SHOP_NAME, 0, 0)

// ---- cases

static void loads(void) {
    IS(12, I, LOAD(0, I, 12));
    IS_TEXT("Grüße", T, LOAD_TEXT(0, "Grüße"));
    IS(7, I, OP(LOAD_PROFILE, 0, SHOP_VISITS, 0, 0));
    IS_MISSING(T, LOAD_NAME);
    IS(NUM(50.5), N, OP(LOAD_EVENT, 0, SHOP_TOTAL, 0, 0));
    IS_MISSING(T, OP(LOAD_EVENT, 0, SHOP_NOTE, 0, 0));
    IS_TEXT("Ada L.", T, OP(LOAD_PARAM, 0, 0, 0, 0));
    IS_MISSING(w_type_list_of(T), OP(LOAD_PARAM, 0, 1, 0, 0));
    IS(NOW - 5, AT, OP(LOAD_EVENT_AT, 0, 0, 0, 0));
    IS(NUM(20), N, OP(LOAD_VARIABLE, 0, SHOP_VAR_TOTAL, 0, 0));
    IS_MISSING(T, OP(LOAD_VARIABLE, 0, SHOP_VAR_NOTE, 0, 0));
    IS(NOW - 1000, AT, OP(LOAD_ENTRY_AT, 0, 0, 0, 0));
    IS(2, I, OP(LOAD_ENTRIES, 0, 0, 0, 0));
    IS(6, I, OP(LOAD_BEFORE, 0, SHOP_VISITS, 0, 0));
    IS_MISSING(T, OP(LOAD_BEFORE, 0, SHOP_EMAIL, 0, 0));
    IS(1, B, OP(LOAD_BEFORE, 0, SHOP_CONSENT, 0, 0)); // it did not change
    IS(5, I, OPI(LOAD_VISITS, 0, 2, 0));              // of the second stage of the welcome
    IS(NOW, AT, OP(LOAD_NOW, 0, 0, 0, 0));
    IS_TEXT("c1", T, OP(LOAD_CUSTOMER, 0, 0, 0, 0));
    IS(7, I, OP(LOAD_PROFILE, 1, SHOP_VISITS, 0, 0), OP(MOVE, 0, 1, 0, 0));
    IS_MISSING(T, OP(LOAD_PROFILE, 1, SHOP_NAME, 0, 0), OP(MOVE, 0, 1, 0, 0));
    IS_TEXT("second", T | OPTIONAL, OPI(HISTORY, 1, 0, 0), OP(LOAD_EVENT, 2, 0, 0, 0),
            LOAD_TEXT(0, "second")); // asking the history leaves the event as it was
}

// 1 if the jump is taken.
#define JUMPS(expected, type, first, second, jump) \
    IS(expected, I, first, second, LOAD(2, I, 1), jump, LOAD(2, I, 0), OP(MOVE, 0, 2, 0, 0))

static void jumps(void) {
    IS(1, I, LOAD(0, I, 1), LOAD(1, B, 0), OP(JUMP_TRUE, 1, 0, 0, 4), OP(JUMP, 0, 0, 0, 5),
       LOAD(0, I, 0));
    JUMPS(1, B, LOAD(0, B, 1), LOAD(1, B, 0), OP(JUMP_TRUE, 0, 0, 0, 5));
    JUMPS(0, B, LOAD(0, B, 0), LOAD(1, B, 0), OP(JUMP_TRUE, 0, 0, 0, 5));
    JUMPS(0, B, LOAD(0, B, 1), LOAD(1, B, 0), OP(JUMP_FALSE, 0, 0, 0, 5));
    JUMPS(1, B, LOAD(0, B, 0), LOAD(1, B, 0), OP(JUMP_FALSE, 0, 0, 0, 5));
    JUMPS(0, T, LOAD_NAME, LOAD(1, B, 0), OP(JUMP_KNOWN, 0, 0, 0, 5));
    JUMPS(1, T, LOAD_NAME, LOAD(1, B, 0), OP(JUMP_MISSING, 0, 0, 0, 5));
    JUMPS(1, T, OP(LOAD_PROFILE, 0, SHOP_EMAIL, 0, 0), LOAD(1, B, 0), OP(JUMP_KNOWN, 0, 0, 0, 5));
    JUMPS(0, T, OP(LOAD_PROFILE, 0, SHOP_EMAIL, 0, 0), LOAD(1, B, 0),
          OP(JUMP_MISSING, 0, 0, 0, 5));
}

// The outcomes of a jump for -1 against 2, 2 against 2 and 3 against 2.
#define COMPARES(below, equal, above, name)                               \
    JUMPS(below, I, LOAD(0, I, -1), LOAD(1, I, 2), OP(name, 0, 1, 0, 5)); \
    JUMPS(equal, I, LOAD(0, I, 2), LOAD(1, I, 2), OP(name, 0, 1, 0, 5));  \
    JUMPS(above, I, LOAD(0, I, 3), LOAD(1, I, 2), OP(name, 0, 1, 0, 5))
#define COMPARES_K(below, equal, above, name)                                 \
    JUMPS(below, I, LOAD(0, I, -1), LOAD(1, I, 2), OPI(name, 0, k(I, 2), 5)); \
    JUMPS(equal, I, LOAD(0, I, 2), LOAD(1, I, 2), OPI(name, 0, k(I, 2), 5));  \
    JUMPS(above, I, LOAD(0, I, 3), LOAD(1, I, 2), OPI(name, 0, k(I, 2), 5))
#define COMPARES_TEXT(below, equal, above, name)                                   \
    JUMPS(below, T, LOAD_TEXT(0, "a"), LOAD_TEXT(1, "ab"), OP(name, 0, 1, 0, 5));  \
    JUMPS(equal, T, LOAD_TEXT(0, "ab"), LOAD_TEXT(1, "ab"), OP(name, 0, 1, 0, 5)); \
    JUMPS(above, T, LOAD_TEXT(0, "b"), LOAD_TEXT(1, "ab"), OP(name, 0, 1, 0, 5))
#define COMPARES_TEXT_K(equal, other, name)                                        \
    JUMPS(equal, T, LOAD_TEXT(0, "ab"), LOAD(1, I, 2), OPI(name, 0, kt("ab"), 5)); \
    JUMPS(other, T, LOAD_TEXT(0, "aB"), LOAD(1, I, 2), OPI(name, 0, kt("ab"), 5))

static void comparisons(void) {
    COMPARES(0, 1, 0, JUMP_EQ);
    COMPARES(1, 0, 1, JUMP_NE);
    COMPARES(1, 0, 0, JUMP_LT);
    COMPARES(1, 1, 0, JUMP_LE);
    COMPARES_K(0, 1, 0, JUMP_EQ_K);
    COMPARES_K(1, 0, 1, JUMP_NE_K);
    COMPARES_K(1, 0, 0, JUMP_LT_K);
    COMPARES_K(1, 1, 0, JUMP_LE_K);
    COMPARES_K(0, 0, 1, JUMP_GT_K);
    COMPARES_K(0, 1, 1, JUMP_GE_K);
    COMPARES_TEXT(0, 1, 0, JUMP_EQ_TEXT);
    COMPARES_TEXT(1, 0, 1, JUMP_NE_TEXT);
    COMPARES_TEXT(1, 0, 0, JUMP_LT_TEXT);
    COMPARES_TEXT(1, 1, 0, JUMP_LE_TEXT);
    COMPARES_TEXT_K(1, 0, JUMP_EQ_TEXT_K);
    COMPARES_TEXT_K(0, 1, JUMP_NE_TEXT_K);
}

#define TWO(expected, result, left, a, right, b, name) \
    IS(expected, result, LOAD(1, left, a), LOAD(2, right, b), OP(name, 0, 1, 2, 0))

static void arithmetic(void) {
    TWO(5, I, I, 2, I, 3, ADD);
    TWO(INT64_MAX, I, I, INT64_MAX, I, 1, ADD);
    TWO(NUM(0.75), N, N, NUM(0.5), N, NUM(0.25), ADD);
    TWO(-1, I, I, 2, I, 3, SUBTRACT);
    TWO(INT64_MIN, I, I, INT64_MIN, I, 1, SUBTRACT);
    TWO(W_DAY_MS, D, AT, NOW + W_DAY_MS, AT, NOW, SUBTRACT);
    TWO(6, I, I, 2, I, 3, MULTIPLY);
    TWO(2 * W_DAY_MS, D, I, 2, D, W_DAY_MS, MULTIPLY);
    TWO(INT64_MAX, I, I, INT64_MIN, I, -1, MULTIPLY);
    TWO(NUM(0.5), N, N, NUM(2), N, NUM(0.25), MULTIPLY_NUMBER);
    TWO(W_DAY_MS / 2, D, N, NUM(0.5), D, W_DAY_MS, MULTIPLY_NUMBER);
    TWO(NUM(2.5), N, N, NUM(5), N, NUM(2), DIVIDE); // by a constant it is never missing
    IS_MISSING(N, LOAD(1, N, NUM(5)), LOAD(2, N, 0), OP(DIVIDE, 0, 1, 2, 0));
    IS(NUM(1), N | OPTIONAL, OP(LOAD_EVENT, 1, SHOP_TOTAL, 0, 0), OP(DIVIDE, 0, 1, 1, 0));
    IS(-3, I, LOAD(1, I, 3), OP(NEGATE, 0, 1, 0, 0));
    IS(INT64_MAX, I, LOAD(1, I, INT64_MIN), OP(NEGATE, 0, 1, 0, 0));
    IS(NUM(3), N, LOAD(1, I, 3), OP(INTEGER_TO_NUMBER, 0, 1, 0, 0));
    IS_TEXT("pro", T, OP(LOAD_PROFILE, 1, SHOP_PLAN, 0, 0), OP(ENUM_TO_TEXT, 0, 1, 0, 0));
    TWO(NOW + W_DAY_MS, AT, AT, NOW, D, W_DAY_MS, LATER);
    TWO(W_DATETIME_MAX, AT, AT, NOW, D, INT64_MAX, LATER);
    TWO(NOW - W_DAY_MS, AT, AT, NOW, D, W_DAY_MS, EARLIER);
    TWO(W_DATETIME_MIN, AT, AT, NOW, D, INT64_MAX, EARLIER);
}

#define TWO_TEXTS(expected, a, b, name) \
    IS(expected, B, LOAD_TEXT(1, a), LOAD_TEXT(2, b), OP(name, 0, 1, 2, 0))

static void texts(void) {
    IS_TEXT("ab", T, LOAD_TEXT(1, "a"), LOAD_TEXT(2, "b"), OP(CONCAT, 0, 1, 2, 0));
    IS_TEXT("\xc3\xa4", T, LOAD_TEXT(1, "a"), LOAD_TEXT(2, "\xcc\x88"), OP(CONCAT, 0, 1, 2, 0));
    TWO_TEXTS(1, "abc", "b", CONTAINS);
    TWO_TEXTS(0, "abc", "ac", CONTAINS);
    TWO_TEXTS(1, "abc", "ab", STARTS_WITH);
    TWO_TEXTS(0, "abc", "bc", STARTS_WITH);
    TWO_TEXTS(1, "abc", "bc", ENDS_WITH);
    TWO_TEXTS(0, "abc", "ab", ENDS_WITH);
    IS(1, B, LOAD_TEXT(1, "lampshade"), OP(MATCHES, 0, 1, 0, 0));
    IS(0, B, LOAD_TEXT(1, "a lamp"), OP(MATCHES, 0, 1, 0, 0));
    IS(1, I, LOAD_TEXT(1, "\xc3\xa4"), OP(NATIVE, 0, W_NATIVE_LENGTH, 1, 0));
    IS(20514, W_TYPE_DATE, OP(NATIVE, 0, W_NATIVE_TODAY, 0, 0));
}

static void lists(void) {
    IS(1, B, LOAD(1, I, 4), LOAD(2, I, 5), OP(LIST, 3, 1, 2, 0), LOAD(4, I, 5),
       OP(LIST_HAS, 0, 3, 4, 0));
    IS(0, B, LOAD(1, I, 4), LOAD(2, I, 5), OP(LIST, 3, 1, 2, 0), LOAD(4, I, 6),
       OP(LIST_HAS, 0, 3, 4, 0));
    IS(0, B, LOAD(3, w_type_list_of(I), 0), LOAD(4, I, 6), OP(LIST_HAS, 0, 3, 4, 0));
    IS(1, B, OP(LOAD_EVENT, 1, SHOP_ITEMS, 0, 0), LOAD_TEXT(2, "sofa"),
       OP(LIST_HAS_TEXT, 0, 1, 2, 0));
    IS(0, B, OP(LOAD_EVENT, 1, SHOP_ITEMS, 0, 0), LOAD_TEXT(2, "bed"),
       OP(LIST_HAS_TEXT, 0, 1, 2, 0));
}

static uint32_t starts_with_lamp(void) {
    k(I, 0);
    return 8; // the shop's element condition
}

// Of each text its length; missing for the lamp.
static uint32_t length_of_others(void) {
    WFunctionRow row = function_row(W_FUNCTION_VALUE);
    row.element_type = T;
    row.result_type = I | OPTIONAL;
    row.event = SHOP_PURCHASE;
    uint32_t lamp = kt("lamp");
    return ADD_FUNCTION(&builder, row, OP(LOAD_ELEMENT, 0, 0, 0, 0),
                        OP(LOAD_EVENT, 1, SHOP_COUNT, 0, 0), OPI(JUMP_EQ_TEXT_K, 0, lamp, 4),
                        OP(NATIVE, 1, W_NATIVE_LENGTH, 0, 0), OP(RETURN, 1, 0, 0, 0));
}

// The element and a mark behind it.
static uint32_t element_and_mark(void) {
    WFunctionRow row = function_row(W_FUNCTION_VALUE);
    row.element_type = row.result_type = T;
    uint32_t mark = kt("!");
    return ADD_FUNCTION(&builder, row, OP(LOAD_ELEMENT, 0, 0, 0, 0),
                        OPI(LOAD_CONSTANT, 1, mark, 0), OP(CONCAT, 0, 0, 2, 0),
                        OP(RETURN, 0, 0, 0, 0));
}

#define EACH(expected, type, name, function) \
    IS(expected, type, OP(LOAD_EVENT, 1, SHOP_ITEMS, 0, 0), OPE(name, 0, 1, function))

static void records(void) {
    WType product = w_type_of_record(0);
    const WInstruction lamp[] = {LOAD_TEXT(1, "lamp"), LOAD(2, N, NUM(3))};
    IS_TEXT("lamp", T, lamp[0], lamp[1], OP(LOAD_PROFILE, 3, SHOP_NAME, 0, 0),
            OP(RECORD, 4, 1, 0, 0), OP(LOAD_PART, 0, 4, 0, 0));
    IS(NUM(3), N, lamp[0], lamp[1], OP(LOAD_PROFILE, 3, SHOP_EMAIL, 0, 0), OP(RECORD, 4, 1, 0, 0),
       OP(LOAD_PART, 0, 4, 1, 0));
    IS_TEXT("ada@example.com", T | OPTIONAL, lamp[0], lamp[1],
            OP(LOAD_PROFILE, 3, SHOP_EMAIL, 0, 0), OP(RECORD, 4, 1, 0, 0),
            OP(LOAD_PART, 0, 4, 2, 0));
    IS_MISSING(T, lamp[0], lamp[1], OP(LOAD_PROFILE, 3, SHOP_NAME, 0, 0), OP(RECORD, 4, 1, 0, 0),
               OP(LOAD_PART, 0, 4, 2, 0));
    k(I, 0);
    uint32_t constant = 0;
    while (builder.constants[constant].type != product)
        constant++;
    IS_TEXT("lamp", T, OPI(LOAD_CONSTANT, 1, constant, 0), OP(LOAD_PART, 0, 1, 0, 0));
    IS_MISSING(T, OPI(LOAD_CONSTANT, 1, constant, 0), OP(LOAD_PART, 0, 1, 2, 0));
    IS_MISSING(I, LOAD(0, I, 3), OPI(LOAD_NOTHING, 0, k(I, 3), 0));
}

static void loops(void) {
    EACH(1, B, EACH_ANY, starts_with_lamp());
    EACH(0, B, EACH_ALL, starts_with_lamp());
    EACH(1, I, EACH_COUNT, starts_with_lamp());
    WInstruction empty = LOAD(1, w_type_list_of(T), 0);
    IS(0, B, empty, OPE(EACH_ANY, 0, 1, starts_with_lamp()));
    empty = LOAD(1, w_type_list_of(T), 0);
    IS(1, B, empty, OPE(EACH_ALL, 0, 1, starts_with_lamp()));
    k(I, 0);
    EACH(4, I, EACH_SUM, length_of_others());
    k(I, 0);
    IS_TEXT("lamp!sofa!", T, OP(LOAD_EVENT, 1, SHOP_ITEMS, 0, 0),
            OPE(EACH_JOIN, 0, 1, element_and_mark()));
    k(I, 0);
    IS_TEXT("", T, LOAD(1, w_type_list_of(T), 0), OPE(EACH_JOIN, 0, 1, element_and_mark()));
}

// list("lamp" as missing, all others for items): what is missing is left out.
static uint32_t others(void) {
    k(I, 0);
    WFunctionRow row = function_row(W_FUNCTION_VALUE);
    row.element_type = T;
    row.result_type = T | OPTIONAL;
    return ADD_FUNCTION(&builder, row, OP(LOAD_ELEMENT, 0, 0, 0, 0),
                        OPI(JUMP_NE_TEXT_K, 0, kt("lamp"), 3), OPI(LOAD_NOTHING, 0, kt("lamp"), 0),
                        OP(RETURN, 0, 0, 0, 0));
}

static void lists_of_loops(void) {
    IS(1, I, OP(LOAD_EVENT, 1, SHOP_ITEMS, 0, 0), OPE(EACH_LIST, 1, 1, others()),
       OP(NATIVE, 0, W_NATIVE_LIST_COUNT, 1, 0));
    IS_TEXT("sofa", T | OPTIONAL, OP(LOAD_EVENT, 1, SHOP_ITEMS, 0, 0),
            OPE(EACH_LIST, 1, 1, others()), OP(NATIVE, 0, W_NATIVE_FIRST, 1, 0));
    IS_MISSING(T, LOAD(1, w_type_list_of(T), 0), OPE(EACH_LIST, 1, 1, others()),
               OP(NATIVE, 0, W_NATIVE_FIRST, 1, 0));
}

// any(a in items where any(b in items where a = b)): the inner loop sees the outer's element.
static void loops_inside_loops(void) {
    k(I, 0);
    WFunctionRow row = function_row(W_FUNCTION_CONDITION);
    row.element_type = T;
    row.event = SHOP_PURCHASE;
    uint32_t inner = ADD_FUNCTION(&builder, row, OP(LOAD_ELEMENT, 0, 0, 0, 0),
                                  OP(LOAD_ELEMENT, 1, 0, 1, 0), OP(JUMP_EQ_TEXT, 0, 1, 0, 4),
                                  OP(RETURN_FALSE, 0, 0, 0, 0), OP(RETURN_TRUE, 0, 0, 0, 0));
    builder.functions[inner].outer_function = inner + 1;
    uint32_t outer = ADD_FUNCTION(&builder, row, OP(LOAD_EVENT, 0, SHOP_ITEMS, 0, 0),
                                  OPE(EACH_COUNT, 1, 0, inner), OPI(JUMP_EQ_K, 1, k(I, 1), 4),
                                  OP(RETURN_FALSE, 0, 0, 0, 0), OP(RETURN_TRUE, 0, 0, 0, 0));
    EACH(1, B, EACH_ALL, outer);
    tried[W_OP_LOAD_ELEMENT] = tried[W_OP_RETURN_TRUE] = tried[W_OP_RETURN_FALSE] = true;
}

static void times(void) {
    IS(NOW - W_HOUR_MS + W_DAY_MS, AT, LOAD(1, CLOCK, 9 * W_HOUR_MS), OP(NEXT_CLOCK, 0, 1, 0, 0));
    IS(NOW + W_HOUR_MS, AT, LOAD(1, CLOCK, 11 * W_HOUR_MS), OP(NEXT_CLOCK, 0, 1, 0, 0));
    IS(NOW + W_DAY_MS, AT, LOAD(1, CLOCK, 10 * W_HOUR_MS), OP(NEXT_CLOCK, 0, 1, 0, 0));
    IS(1, B, OPI(INSIDE, 0, SHOP_WINBACK, 0));
    IS(0, B, OPI(INSIDE, 0, SHOP_WELCOME, 0));
}

static void calls(void) {
    k(I, 0);
    IS(1, B, OPI(CALL, 0, 1, 0)); // the shop's consent
    IS_TEXT("ada@example.com", T | OPTIONAL, OPI(CALL, 0, 0, 0));
    IS(NUM(150), N, OPI(HISTORY, 0, 0, 0)); // above 50 within 30 days
}

// ---- flow

// Run code from there until it leaves.
static WVmExitKind leave(WVmRun *run, World *w, WBundle *bundle, uint32_t function,
                         uint32_t start) {
    make_world(w, bundle);
    w_vm_begin(run, function, start);
    return w_vm_continue(run, &w->x);
}

enum { SETTER = 7, FLOW = 10 }; // functions of the shop

// Nobody need ask for marks; who does finds those that control came to.
static void marks(World *w) {
    WVmRun r;
    uint64_t seen = 0;
    w_vm_begin(&r, FLOW + 1, 0);
    CHECK(w_vm_continue(&r, &w->x) == W_VM_DRAW);
    w->x.marks = &seen;
    w_vm_begin(&r, FLOW, 15);
    CHECK(w_vm_continue(&r, &w->x) == W_VM_FINISH && seen == 0);
    w_vm_begin(&r, FLOW + 1, 0);
    CHECK(w_vm_continue(&r, &w->x) == W_VM_DRAW && seen == 1);
}

static void flow(void) {
    static const uint8_t ops[] = {
        W_OP_SET_PROFILE, W_OP_SET_VARIABLE, W_OP_SEND, W_OP_WAIT_FOR, W_OP_WAIT_UNTIL,
        W_OP_WAIT_EVER,   W_OP_RESUME,       W_OP_GO,   W_OP_FINISH,   W_OP_EXIT,
        W_OP_RETURN_NONE, W_OP_MARK,         W_OP_DRAW};
    for (size_t i = 0; i < sizeof ops; i++)
        tried[ops[i]] = true;
    k(I, 0);
    WBundle *bundle = bundle_open(&builder);
    World w;
    WVmRun r;
    CHECK(leave(&r, &w, bundle, SETTER, 0) == W_VM_SET_PROFILE);
    CHECK(r.target == SHOP_NAME && !r.known);
    CHECK(w_vm_continue(&r, &w.x) == W_VM_DONE);
    w_arena_free(&w.arena);

    CHECK(leave(&r, &w, bundle, FLOW, 0) == W_VM_SET_VARIABLE);
    CHECK(r.target == SHOP_VAR_LET && r.known);
    CHECK(w_text_equal(w_value_text(r.value), w_value_text(text_value(&w, "there"))));
    CHECK(w_vm_continue(&r, &w.x) == W_VM_SEND && r.target == 0 && r.first_register == 0);
    CHECK(r.otherwise == 13 && r.next == 6 && w_bit_get(r.present, 0) && w_bit_get(r.present, 1));
    CHECK(w_vm_continue(&r, &w.x) == W_VM_WAIT_FOR && r.target == 0);
    CHECK(r.known && r.value == (WValue)W_HOUR_MS);
    w_vm_begin(&r, FLOW, 8);
    CHECK(w_vm_continue(&r, &w.x) == W_VM_GO && r.target == 2);
    w_vm_begin(&r, FLOW, 9);
    CHECK(w_vm_continue(&r, &w.x) == W_VM_SEND && r.target == 1 && r.otherwise == r.next);
    CHECK(w_vm_continue(&r, &w.x) == W_VM_WAIT_EVER && r.target == 1);
    w_vm_begin(&r, FLOW, 13);
    CHECK(w_vm_continue(&r, &w.x) == W_VM_EXIT);
    CHECK_STR(w_value_text(r.value)->bytes, "no address");
    w_vm_begin(&r, FLOW + 1, 1); // winback, behind its mark
    CHECK(w_vm_continue(&r, &w.x) == W_VM_DRAW && r.target == 0 && r.first_register == 0);
    w_vm_begin(&r, FLOW, 14);
    CHECK(w_vm_continue(&r, &w.x) == W_VM_RESUME);
    w_vm_begin(&r, FLOW, 15);
    CHECK(w_vm_continue(&r, &w.x) == W_VM_FINISH);
    w_vm_begin(&r, FLOW, 16);
    CHECK(w_vm_continue(&r, &w.x) == W_VM_WAIT_UNTIL && r.target == 2);
    CHECK(r.value == (WValue)(NOW + W_DAY_MS - W_HOUR_MS));
    marks(&w);
    w_arena_free(&w.arena);
    w_bundle_close(bundle);
    bundle_builder_free(&builder);
}

// Winback emits a click in place of its end.
static void emission(void) {
    build_shop(&builder);
    uint32_t winback = FLOW + 1, link = text_constant_of(&builder, "a link");
    WInstruction *code = builder.code + builder.functions[winback].first_instruction;
    code[0] = OPI(LOAD_CONSTANT, 0, link, 0);
    code[1] = OPI(EMIT, 0, 0, 0);
    builder.functions[winback].instruction_count = builder.functions[winback].cost = 3;
    builder.functions[winback].register_count = 1;
    tried[W_OP_EMIT] = true;
    WBundle *bundle = bundle_open(&builder);
    World w;
    WVmRun r;
    CHECK(leave(&r, &w, bundle, winback, 0) == W_VM_EMIT);
    CHECK(r.target == 0 && r.first_register == 0 && w_bit_get(r.present, 0));
    CHECK_STR(w_value_text(r.registers[0])->bytes, "a link");
    CHECK(w_vm_continue(&r, &w.x) == W_VM_FINISH);
    w_arena_free(&w.arena);
    w_bundle_close(bundle);
    bundle_builder_free(&builder);
}

TEST(vm_every_opcode_does_what_its_row_says) {
    loads();
    jumps();
    comparisons();
    arithmetic();
    texts();
    lists();
    records();
    loops();
    lists_of_loops();
    loops_inside_loops();
    times();
    calls();
    flow();
    emission();
    for (uint32_t op = 0; op < 256; op++) {
        if (!w_opcodes[op].name || tried[op]) continue;
        test_differs("no case", w_opcodes[op].name, __FILE__, __LINE__);
    }
}

TEST(vm_conditions_hold_or_do_not) {
    k(I, 0);
    WBundle *bundle = bundle_open(&builder);
    World w;
    make_world(&w, bundle);
    CHECK(w_vm_test(&w.x, 1));
    CHECK(w_vm_test(&w.x, 3));
    CHECK(!w_vm_test(&w.x, 4)); // 50.5 is not 50
    CHECK(w_vm_test(&w.x, 6));
    CHECK(w_vm_test(&w.x, 9));
    w_arena_free(&w.arena);
    w_bundle_close(bundle);
    bundle_builder_free(&builder);
}
