// Folding: what an operation on constants gives is known now. The arithmetic is that of the
// machine.

#include "compiler/check/checker.h"

#include "runtime/base/assert.h"
#include "runtime/base/limits.h"
#include "runtime/value/number.h"
#include "runtime/value/text.h"
#include "runtime/value/time.h"
#include "stdlib/native.h"

static bool is_constant(const WTyped *node) {
    return node->kind == W_TYPED_CONSTANT;
}

static bool all_constant(const WTyped *node) {
    for (uint32_t i = 0; i < node->count; i++) {
        if (!is_constant(node->operands[i])) return false;
    }
    return node->count > 0;
}

static int64_t value_of(const WTyped *node, uint32_t operand) {
    return node->operands[operand]->constant.value;
}

// ---- comparisons

// Below, at or above zero, for two constants of one type.
static int compare(const WConstant *a, const WConstant *b) {
    if (w_type_kind(a->type) == W_TYPE_TEXT) return w_str_compare(a->text, b->text);
    return a->value < b->value ? -1 : a->value > b->value;
}

static bool relation_holds(WTypedKind kind, int order) {
    switch (kind) {
    case W_TYPED_EQ: return order == 0;
    case W_TYPED_NE: return order != 0;
    case W_TYPED_LT: return order < 0;
    case W_TYPED_LE: return order <= 0;
    case W_TYPED_GT: return order > 0;
    default: W_ASSERT(kind == W_TYPED_GE); return order >= 0;
    }
}

static bool is_between(const WTyped *node) {
    const WConstant *a = &node->operands[0]->constant;
    return compare(&node->operands[1]->constant, a) <= 0 &&
           compare(a, &node->operands[2]->constant) <= 0;
}

static WTyped *fold_in(WChecker *ck, WTyped *node) {
    const WTyped *list = node->operands[1];
    if (is_constant(list)) return w_check_constant(ck, W_TYPE_BOOLEAN, 0, node->span);
    if (list->kind != W_TYPED_LIST || !is_constant(node->operands[0])) return node;
    if (!all_constant(list)) return node;
    bool found = false;
    for (uint32_t i = 0; i < list->count; i++)
        found |= compare(&node->operands[0]->constant, &list->operands[i]->constant) == 0;
    return w_check_constant(ck, W_TYPE_BOOLEAN, found, node->span);
}

// ---- truth

// `true and x` is x; `false and x` is false; the other way round for `or`.
static WTyped *fold_junction(WChecker *ck, WTyped *node) {
    bool decides = node->kind == W_TYPED_OR;
    for (uint32_t i = 0; i < 2; i++) {
        if (!is_constant(node->operands[i])) continue;
        if ((value_of(node, i) != 0) != decides) return node->operands[1 - i];
        return w_check_constant(ck, W_TYPE_BOOLEAN, decides, node->span);
    }
    return node;
}

// ---- arithmetic

static int64_t sum_of(const WTyped *node, int64_t sign_of_b) {
    int64_t a = value_of(node, 0), b = value_of(node, 1);
    if (w_type_kind(node->type) == W_TYPE_DATETIME)
        return w_datetime_add(a, sign_of_b < 0 ? w_integer_negate(b) : b);
    return sign_of_b < 0 ? w_integer_sub(a, b) : w_integer_add(a, b);
}

static WTyped *fold_division(WChecker *ck, WTyped *node) {
    int64_t quotient;
    if (!w_number_div(value_of(node, 0), value_of(node, 1), &quotient)) return node;
    return w_check_constant(ck, W_TYPE_NUMBER, quotient, node->span);
}

static WTyped *fold_enum_text(WChecker *ck, WTyped *node) {
    const WTyped *a = node->operands[0];
    const WProgramEnum *row = &ck->program->enums[w_type_enum(a->type)];
    return w_check_text(ck, row->options[a->constant.value], node->span);
}

static WTyped *fold_concat(WChecker *ck, WTyped *node) {
    WBuffer text = {0};
    for (uint32_t i = 0; i < node->count; i++)
        w_buffer_str(&text, node->operands[i]->constant.text);
    WStr copy = {w_arena_copy(ck->arena, text.bytes, text.size), text.size};
    w_buffer_free(&text);
    return w_check_text(ck, copy, node->span);
}

static bool result_of(const WTyped *node, int64_t *result) {
    switch (node->kind) {
    case W_TYPED_ADD: *result = sum_of(node, 1); return true;
    case W_TYPED_SUBTRACT: *result = sum_of(node, -1); return true;
    case W_TYPED_MULTIPLY:
        *result = w_integer_mul(value_of(node, 0), value_of(node, 1));
        return true;
    case W_TYPED_MULTIPLY_NUMBER:
        *result = w_number_mul(value_of(node, 0), value_of(node, 1));
        return true;
    case W_TYPED_NEGATE: *result = w_integer_negate(value_of(node, 0)); return true;
    case W_TYPED_TO_NUMBER: *result = w_integer_widen(value_of(node, 0)); return true;
    case W_TYPED_NOT: *result = value_of(node, 0) == 0; return true;
    case W_TYPED_BETWEEN: *result = is_between(node); return true;
    case W_TYPED_EQ:
    case W_TYPED_NE:
    case W_TYPED_LT:
    case W_TYPED_LE:
    case W_TYPED_GT:
    case W_TYPED_GE: {
        int order = compare(&node->operands[0]->constant, &node->operands[1]->constant);
        *result = relation_holds(node->kind, order);
        return true;
    }
    default: return false;
    }
}

// ---- natives

// A constant as the functions take it; a list of constants too. False for all else.
static bool value_for_native(WChecker *ck, const WTyped *operand, WValue *value) {
    WTypeKind kind = w_type_kind(operand->type);
    if (kind == W_TYPE_LIST) {
        WList *list = w_list_begin(ck->arena, operand->count);
        bool known = operand->kind == W_TYPED_LIST || operand->kind == W_TYPED_CONSTANT;
        for (uint32_t i = 0; known && i < operand->count; i++)
            known = value_for_native(ck, operand->operands[i], &list->items[i]);
        *value = w_value_of_pointer(list);
        return known && operand->count <= W_LIMIT_LIST_ITEMS;
    }
    if (!is_constant(operand) || kind == W_TYPE_RECORD) return false;
    *value = (WValue)operand->constant.value;
    if (kind == W_TYPE_TEXT)
        *value = w_value_of_pointer(w_text_make(ck->arena, operand->constant.text));
    return true;
}

static WTyped *value_of_native(WChecker *ck, WType type, WValue value, WSpan span) {
    if (w_type_kind(type) == W_TYPE_TEXT) {
        const WText *text = w_value_text(value);
        return w_check_text(ck, (WStr){text->bytes, text->size}, span);
    }
    if (w_type_kind(type) != W_TYPE_LIST) return w_check_constant(ck, type, (int64_t)value, span);
    const WList *list = w_value_list(value);
    if (list->count == 0) return w_check_constant(ck, type, 0, span);
    WTyped **items = w_check_array(ck, list->count, sizeof *items);
    for (uint32_t i = 0; i < list->count; i++)
        items[i] = value_of_native(ck, w_type_element(type), list->items[i], span);
    WTyped *node = w_check_node(ck, W_TYPED_LIST, type, span);
    w_check_operands(ck, node, items, list->count);
    return node;
}

// A function that reads neither zone nor clock nor locale, of constants.
static WTyped *fold_native(WChecker *ck, WTyped *node) {
    const WNative *native = w_native_by_code(node->index);
    const int reads = W_NATIVE_ZONE | W_NATIVE_NOW | W_NATIVE_LOCALE;
    WValue arguments[W_NATIVE_ARGUMENTS] = {0};
    bool missing = false;
    if ((native->traits & reads) != 0) return node;
    for (uint32_t i = 0; i < node->count; i++) {
        if (!value_for_native(ck, node->operands[i], &arguments[i])) return node;
    }
    WNativeCall call = {.arguments = arguments, .arena = ck->arena, .missing = &missing};
    WValue result = native->function(&call);
    if (missing) return w_check_node(ck, W_TYPED_NOTHING, node->type, node->span);
    return value_of_native(ck, w_type_required(node->type), result, node->span);
}

WTyped *w_check_fold(WChecker *ck, WTyped *node) {
    if (node->kind == W_TYPED_AND || node->kind == W_TYPED_OR) return fold_junction(ck, node);
    if (node->kind == W_TYPED_IN) return fold_in(ck, node);
    if (node->kind == W_TYPED_NATIVE) return node->count > 0 ? fold_native(ck, node) : node;
    if (!all_constant(node)) return node;
    if (node->kind == W_TYPED_DIVIDE) return fold_division(ck, node);
    if (node->kind == W_TYPED_ENUM_TEXT) return fold_enum_text(ck, node);
    if (node->kind == W_TYPED_CONCAT) return fold_concat(ck, node);
    int64_t result;
    if (!result_of(node, &result)) return node;
    return w_check_constant(ck, node->type, result, node->span);
}
