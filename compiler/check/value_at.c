// The values of tests, once the clock and the zone are known.
//
// Everything else in them was known before and folded then, so what is left is arithmetic with
// `now`, `today` and local moments.

#include "compiler/check/checker.h"

#include "stdlib/native.h"

typedef struct Moment {
    WChecker *ck;
    const WZone *zone;
    int64_t now_ms;
} Moment;

static bool are_plain(const WTyped *node) {
    for (uint32_t i = 0; i < node->count; i++) {
        const WTyped *operand = node->operands[i];
        WTypeKind kind = w_type_kind(operand->type);
        bool is_plain = kind != W_TYPE_LIST && kind != W_TYPE_TEXT && kind != W_TYPE_RECORD;
        if (operand->kind != W_TYPED_CONSTANT || !is_plain) return false;
    }
    return true;
}

// Functions of the clock and the zone take and give no texts but for printing, where the checker
// has folded the rest.
static WTyped *call(const Moment *moment, WTyped *node) {
    const WNative *native = w_native_by_code(node->index);
    bool is_timed = (native->traits & (W_NATIVE_ZONE | W_NATIVE_NOW)) != 0;
    if (!is_timed || !are_plain(node)) return w_check_fold(moment->ck, node);
    WValue arguments[W_NATIVE_ARGUMENTS] = {0};
    bool missing = false;
    for (uint32_t i = 0; i < node->count; i++)
        arguments[i] = (WValue)node->operands[i]->constant.value;
    WNativeCall given = {
        .arguments = arguments,
        .arena = moment->ck->arena,
        .zone = moment->zone,
        .now_ms = moment->now_ms,
        .missing = &missing,
    };
    WValue value = native->function(&given);
    if (missing) return w_check_node(moment->ck, W_TYPED_NOTHING, node->type, node->span);
    WType type = w_type_required(node->type);
    if (w_type_kind(type) != W_TYPE_TEXT)
        return w_check_constant(moment->ck, type, (int64_t)value, node->span);
    const WText *text = w_value_text(value);
    return w_check_text(moment->ck, (WStr){text->bytes, text->size}, node->span);
}

static WTyped *value_of(const Moment *moment, const WTyped *typed) {
    WTyped *node = w_arena_take(moment->ck->arena, sizeof *node);
    *node = *typed;
    if (typed->kind == W_TYPED_NOW)
        return w_check_constant(moment->ck, typed->type, moment->now_ms, typed->span);
    if (typed->count == 0 && typed->kind != W_TYPED_NATIVE) return node;
    node->operands = w_check_array(moment->ck, typed->count + 1, sizeof(WTyped *));
    for (uint32_t i = 0; i < typed->count; i++)
        node->operands[i] = value_of(moment, typed->operands[i]);
    if (typed->kind == W_TYPED_NATIVE) return call(moment, node);
    return w_check_fold(moment->ck, node);
}

const WTyped *w_check_value_at(WArena *arena, const WProgram *program, const WTyped *typed,
                               const WZone *zone, int64_t now_ms) {
    // Folding reads the enums of the program and changes nothing of it.
    WProgram copy = *program;
    WChecker ck = {.arena = arena, .program = &copy};
    Moment moment = {&ck, zone, now_ms};
    return value_of(&moment, typed);
}
