// Arithmetic over ranges. The machine's operations saturate and so rise and fall with their
// operands, which is why looking at the ends is enough.
#include "compiler/lint/compute.h"

#include "runtime/base/limits.h"
#include "runtime/value/number.h"
#include "runtime/value/time.h"
#include "stdlib/native.h"

static WRange bounds(WRange range, int64_t low, int64_t high) {
    range.low = low;
    range.high = high;
    return range;
}

static WRange operand(WProver *prover, const WKnown *known, const WTyped *value, uint32_t i) {
    return w_known_range(prover, known, value->operands[i]);
}

// ---- arithmetic

typedef int64_t Operation(int64_t a, int64_t b);

static int64_t times_number(int64_t a, int64_t b) {
    return w_number_mul(a, b);
}

// The least and the most of an operation that rises or falls in each operand.
static WRange corners(WRange all, const WRange *a, const WRange *b, Operation *operation) {
    int64_t results[] = {operation(a->low, b->low), operation(a->low, b->high),
                         operation(a->high, b->low), operation(a->high, b->high)};
    int64_t low = results[0], high = results[0];
    for (int i = 1; i < 4; i++) {
        if (results[i] < low) low = results[i];
        if (results[i] > high) high = results[i];
    }
    return bounds(all, low, high);
}

static WRange arithmetic(WProver *prover, const WKnown *known, const WTyped *value, WRange all) {
    bool is_instant = w_type_kind(value->type) == W_TYPE_DATETIME;
    WRange a = operand(prover, known, value, 0), b = operand(prover, known, value, 1);
    switch (value->kind) {
    case W_TYPED_ADD: return corners(all, &a, &b, is_instant ? w_datetime_add : w_integer_add);
    case W_TYPED_SUBTRACT:
        if (is_instant) return all;
        if (w_term(&prover->terms, value->operands[0]) ==
            w_term(&prover->terms, value->operands[1]))
            return bounds(all, 0, 0);
        return corners(all, &a, &b, w_integer_sub);
    case W_TYPED_MULTIPLY: return corners(all, &a, &b, w_integer_mul);
    default: return corners(all, &a, &b, times_number);
    }
}

static WRange quotient(WProver *prover, const WKnown *known, const WTyped *value, WRange all) {
    const WTyped *by = value->operands[1];
    if (by->kind != W_TYPED_CONSTANT || by->constant.value == 0) return all;
    WRange a = operand(prover, known, value, 0);
    int64_t low, high;
    w_number_div(a.low, by->constant.value, &low);
    w_number_div(a.high, by->constant.value, &high);
    return low <= high ? bounds(all, low, high) : bounds(all, high, low);
}

static WRange otherwise(WProver *prover, const WKnown *known, const WTyped *value) {
    WRange a = operand(prover, known, value, 0), b = operand(prover, known, value, 1);
    if (!a.may_be_missing) return a;
    a.may_be_missing = false;
    if (!a.may_be_known) return b;
    return w_range_join(prover->arena, &a, &b);
}

// ---- history

static bool is_handled(const WKnown *known, const WProgramUse *use) {
    return known->event != W_NONE && use->event == known->event && use->where == NULL &&
           use->period != W_USE_SINCE_ENTRY;
}

// The event that is being handled is in its own windows.
static WRange history(WProver *prover, const WKnown *known, const WTyped *value, WRange all) {
    const WProgramUse *use = &prover->program->uses[value->index];
    bool handled = is_handled(known, use);
    if (use->kind == W_USE_COUNT) return bounds(all, handled, W_LIMIT_HISTORY_ENTRIES);
    if (!handled) return all;
    const WProgramEvent *event = &prover->program->events[use->event];
    bool is_sure = use->field == W_USE_AT || !w_type_optional(event->fields[use->field].type);
    if (is_sure) all.may_be_missing = false;
    return all;
}

// Of somebody new the profile holds defaults and the history nothing.
static WRange of_new_customer(WProver *prover, const WTyped *value, WRange all) {
    const WProgram *program = prover->program;
    if (value->kind == W_TYPED_PROFILE && program->profile[value->index].has_default)
        return w_range_of_constant(&program->profile[value->index].standard);
    bool is_counted = value->kind == W_TYPED_HISTORY && !w_type_optional(value->type);
    if (is_counted) return bounds(all, 0, 0);
    if (value->kind == W_TYPED_INSIDE) return bounds(all, 0, 0);
    all.may_be_known = false;
    return all;
}

// ---- natives

static WRange by_ends(WRange all, const WRange *a, int64_t (*of)(int64_t)) {
    return bounds(all, of(a->low), of(a->high));
}

static WRange absolute(WRange all, const WRange *a) {
    int64_t low = a->low < 0 ? w_integer_negate(a->low) : a->low;
    int64_t high = a->high < 0 ? w_integer_negate(a->high) : a->high;
    int64_t most = low > high ? low : high;
    bool has_zero = a->low <= 0 && a->high >= 0;
    return bounds(all, has_zero ? 0 : low < high ? low : high, most);
}

static WRange native(WProver *prover, const WKnown *known, const WTyped *value, WRange all) {
    WRange a = value->count > 0 ? operand(prover, known, value, 0) : all;
    switch (value->index) {
    case W_NATIVE_LENGTH: return bounds(all, 0, W_LIMIT_MADE_TEXT_BYTES);
    case W_NATIVE_LIST_COUNT: return bounds(all, 0, W_LIMIT_LIST_ITEMS);
    case W_NATIVE_ROUND: return by_ends(all, &a, w_number_round);
    case W_NATIVE_FLOOR: return by_ends(all, &a, w_number_floor);
    case W_NATIVE_CEIL: return by_ends(all, &a, w_number_ceil);
    case W_NATIVE_ABS_INTEGER:
    case W_NATIVE_ABS_NUMBER: return absolute(all, &a);
    case W_NATIVE_TIME_OF: return bounds(all, 0, W_DAY_MS - 1);
    default: return all;
    }
}

// ---- all of it

WRange w_compute_range(WProver *prover, const WKnown *known, const WTyped *value) {
    WRange all = w_range_of_type(prover->program, value->type), a;
    bool is_of_customer = value->kind == W_TYPED_PROFILE || value->kind == W_TYPED_HISTORY ||
                          value->kind == W_TYPED_INSIDE;
    if (known->is_new && is_of_customer) return of_new_customer(prover, value, all);
    switch (value->kind) {
    case W_TYPED_CONSTANT: return w_range_of_constant(&value->constant);
    case W_TYPED_SURE:
        a = operand(prover, known, value, 0);
        a.may_be_missing = false;
        return a;
    case W_TYPED_TO_NUMBER:
        a = operand(prover, known, value, 0);
        return by_ends(all, &a, w_integer_widen);
    case W_TYPED_NEGATE:
        a = operand(prover, known, value, 0);
        return bounds(all, w_integer_negate(a.high), w_integer_negate(a.low));
    case W_TYPED_ADD:
    case W_TYPED_SUBTRACT:
    case W_TYPED_MULTIPLY:
    case W_TYPED_MULTIPLY_NUMBER: return arithmetic(prover, known, value, all);
    case W_TYPED_DIVIDE: return quotient(prover, known, value, all);
    case W_TYPED_OTHERWISE: return otherwise(prover, known, value);
    case W_TYPED_HISTORY: return history(prover, known, value, all);
    case W_TYPED_NATIVE: return native(prover, known, value, all);
    case W_TYPED_EACH_COUNT: return bounds(all, 0, W_LIMIT_LIST_ITEMS);
    case W_TYPED_ENTRIES: return bounds(all, 0, known->is_first ? 0 : INT64_MAX);
    case W_TYPED_INSIDE:
        if (known->is_inside && known->journey == value->index) return bounds(all, 1, 1);
        if (known->is_outside && known->journey == value->index) return bounds(all, 0, 0);
        return all;
    default: break;
    }
    if (w_type_kind(value->type) == W_TYPE_TIME) return bounds(all, 0, W_DAY_MS - 1);
    return all;
}
