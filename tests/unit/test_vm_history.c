// Questions to the history: windows to the millisecond, conditions, missing properties.
#include "runtime/value/number.h"
#include "runtime/value/text.h"
#include "runtime/value/time.h"
#include "runtime/vm/machine.h"
#include "tests/unit/assemble.h"
#include "tests/unit/test.h"

#define NOW INT64_C(1772445600000)
#define NUM(value) ((int64_t)((value)*1000000))
#define EVER INT64_MAX

enum { TOTAL, NOTE, COUNT, STRIDE = 5 }; // history slots of the shop's purchase
enum { PAST = 2 };                       // the shop's condition: total above 50

// Purchases: when (ms before now), total, note, count (-1: none).
typedef struct Purchase {
    int64_t ago_ms;
    int64_t total;
    const char *note;
    int64_t count;
} Purchase;

static const Purchase purchases[] = {
    {50 * W_DAY_MS, NUM(10), "first", 4}, {30 * W_DAY_MS, NUM(60), NULL, -1},
    {1 * W_DAY_MS, NUM(20), "third", 1},  {0, NUM(70.5), NULL, 2},
    {-1, NUM(1000), "later", 9}, // its own time is behind now: not yet in any window
};
enum { PURCHASES = sizeof purchases / sizeof *purchases };

typedef struct Asked {
    bool known;
    int64_t value;
    char text[16];
} Asked;

static void fill(WArena *arena, WValue *entries) {
    memset(entries, 0, PURCHASES * STRIDE * sizeof *entries);
    for (uint32_t i = 0; i < PURCHASES; i++) {
        const Purchase *p = &purchases[i];
        WValue *entry = entries + i * STRIDE;
        entry[0] = (WValue)(NOW - p->ago_ms);
        entry[2 + TOTAL] = (WValue)p->total;
        w_bit_set(entry + 1, TOTAL);
        if (p->count >= 0) w_bit_set(entry + 1, COUNT);
        entry[2 + COUNT] = (WValue)p->count;
        if (!p->note) continue;
        entry[2 + NOTE] = w_value_of_pointer(w_text_make(arena, w_str(p->note)));
        w_bit_set(entry + 1, NOTE);
    }
}

static Asked ask_first(uint32_t count, WUseKind kind, uint32_t slot, WType type, uint32_t where,
                       int64_t window_ms) {
    WBundleBuilder builder = {0};
    build_shop(&builder);
    builder.events[SHOP_PURCHASE].keep_ms = W_KEEP_FOREVER;
    uint32_t use = add_uses(&builder, (WUseRow){SHOP_PURCHASE, (uint32_t)kind, slot, type, where,
                                                0, W_NONE, 0, window_ms});
    WBundle *bundle = bundle_open(&builder);
    CHECK(bundle);
    WArena arena = {0};
    WValue entries[PURCHASES * STRIDE], value;
    fill(&arena, entries);
    WHistoryView views[2] = {{entries, count, STRIDE}, {NULL, 0, 1}};
    WVmContext x = {.bundle = bundle, .arena = &arena, .now_ms = NOW, .histories = views};
    Asked a = {.known = w_vm_history(&x, &bundle->uses[use], NULL, &value)};
    a.value = (int64_t)value;
    if (a.known && w_type_kind(type) == W_TYPE_TEXT)
        snprintf(a.text, sizeof a.text, "%s", w_value_text(value)->bytes);
    w_arena_free(&arena);
    w_bundle_close(bundle);
    bundle_builder_free(&builder);
    return a;
}

static Asked ask(WUseKind kind, uint32_t slot, WType type, uint32_t where, int64_t window_ms) {
    return ask_first(PURCHASES, kind, slot, type, where, window_ms);
}

#define NUMBER_IF_ANY (W_TYPE_NUMBER | W_TYPE_OPTIONAL)
#define TEXT_IF_ANY (W_TYPE_TEXT | W_TYPE_OPTIONAL)
#define INTEGER_IF_ANY (W_TYPE_INTEGER | W_TYPE_OPTIONAL)
#define TIME_IF_ANY (W_TYPE_DATETIME | W_TYPE_OPTIONAL)

static int64_t count_within(int64_t window_ms) {
    return ask(W_USE_COUNT, W_USE_AT, W_TYPE_INTEGER, W_NONE, window_ms).value;
}

TEST(history_windows_are_open_at_the_old_end_and_closed_at_now) {
    CHECK(count_within(EVER) == 4);
    CHECK(count_within(1) == 1);
    CHECK(count_within(W_DAY_MS) == 1); // exactly a day ago is out
    CHECK(count_within(W_DAY_MS + 1) == 2);
    CHECK(count_within(30 * W_DAY_MS) == 2);
    CHECK(count_within(30 * W_DAY_MS + 1) == 3);
    CHECK(count_within(EVER - 1) == 4); // longer than time itself
}

TEST(history_counts_what_meets_the_condition) {
    CHECK(ask(W_USE_COUNT, W_USE_AT, W_TYPE_INTEGER, PAST, EVER).value == 2);
    CHECK(ask(W_USE_SUM, TOTAL, W_TYPE_NUMBER, PAST, EVER).value == NUM(130.5));
    CHECK(ask(W_USE_SUM, TOTAL, W_TYPE_NUMBER, W_NONE, EVER).value == NUM(160.5));
    CHECK(ask(W_USE_SUM, COUNT, W_TYPE_INTEGER, W_NONE, EVER).value == 7);
    CHECK(ask(W_USE_LAST, TOTAL, NUMBER_IF_ANY, PAST, EVER).value == NUM(70.5));
    CHECK(ask(W_USE_FIRST, TOTAL, NUMBER_IF_ANY, PAST, EVER).value == NUM(60));
}

TEST(history_extremes_pass_over_what_is_missing) {
    CHECK(ask(W_USE_MIN, TOTAL, NUMBER_IF_ANY, W_NONE, EVER).value == NUM(10));
    CHECK(ask(W_USE_MAX, TOTAL, NUMBER_IF_ANY, W_NONE, EVER).value == NUM(70.5));
    CHECK(ask(W_USE_MIN, COUNT, INTEGER_IF_ANY, W_NONE, EVER).value == 1);
    CHECK_STR(ask(W_USE_MIN, NOTE, TEXT_IF_ANY, W_NONE, EVER).text, "first");
    CHECK_STR(ask(W_USE_MAX, NOTE, TEXT_IF_ANY, W_NONE, EVER).text, "third");
    CHECK(!ask(W_USE_MAX, NOTE, TEXT_IF_ANY, W_NONE, W_DAY_MS).known);
}

// Integers too are averaged as numbers: (4 + 1 + 2) / 3.
TEST(history_averages_are_numbers_rounded_half_to_even) {
    CHECK(ask(W_USE_AVG, TOTAL, NUMBER_IF_ANY, W_NONE, EVER).value == NUM(40.125));
    CHECK(ask(W_USE_AVG, COUNT, NUMBER_IF_ANY, W_NONE, EVER).value == 2333333);
}

TEST(history_first_and_last_are_of_one_event) {
    CHECK_STR(ask(W_USE_FIRST, NOTE, TEXT_IF_ANY, W_NONE, EVER).text, "first");
    CHECK(!ask(W_USE_LAST, NOTE, TEXT_IF_ANY, W_NONE, EVER).known); // the last has no note
    CHECK(ask(W_USE_FIRST, W_USE_AT, TIME_IF_ANY, W_NONE, EVER).value == NOW - 50 * W_DAY_MS);
    CHECK(ask(W_USE_LAST, W_USE_AT, TIME_IF_ANY, W_NONE, EVER).value == NOW);
    CHECK(ask(W_USE_LAST, W_USE_AT, TIME_IF_ANY, PAST, EVER).value == NOW);
}

TEST(history_of_nothing_counts_and_sums_to_zero) {
    CHECK(ask_first(0, W_USE_COUNT, W_USE_AT, W_TYPE_INTEGER, W_NONE, EVER).known);
    CHECK(ask_first(0, W_USE_SUM, TOTAL, W_TYPE_NUMBER, W_NONE, EVER).value == 0);
    CHECK(!ask_first(0, W_USE_AVG, TOTAL, NUMBER_IF_ANY, W_NONE, EVER).known);
    CHECK(!ask_first(0, W_USE_MIN, TOTAL, NUMBER_IF_ANY, W_NONE, EVER).known);
    CHECK(!ask_first(0, W_USE_FIRST, TOTAL, NUMBER_IF_ANY, W_NONE, EVER).known);
    CHECK(!ask_first(0, W_USE_LAST, W_USE_AT, TIME_IF_ANY, W_NONE, EVER).known);
}
