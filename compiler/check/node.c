// Nodes of the typed tree.

#include "compiler/check/checker.h"

#include <string.h>

#include "runtime/base/assert.h"
#include "runtime/base/utf8.h"

WTyped *w_check_node(WChecker *ck, WTypedKind kind, WType type, WSpan span) {
    WTyped *node = w_arena_take_zeroed(ck->arena, sizeof *node);
    node->kind = kind;
    node->type = type;
    node->span = span;
    return node;
}

void w_check_operands(WChecker *ck, WTyped *node, WTyped **operands, uint32_t count) {
    node->operands = w_arena_take(ck->arena, count * sizeof(WTyped *));
    if (count > 0) memcpy(node->operands, operands, count * sizeof(WTyped *));
    node->count = count;
    for (uint32_t i = 0; i < count; i++)
        node->personal |= operands[i]->personal;
    if (w_type_kind(node->type) == W_TYPE_BOOLEAN) node->personal = false;
}

WTyped *w_check_node1(WChecker *ck, WTypedKind kind, WType type, WSpan span, WTyped *a) {
    WTyped *node = w_check_node(ck, kind, type, span);
    w_check_operands(ck, node, &a, 1);
    return w_check_fold(ck, node);
}

WTyped *w_check_node2(WChecker *ck, WTypedKind kind, WType type, WSpan span, WTyped *a,
                      WTyped *b) {
    WTyped *node = w_check_node(ck, kind, type, span);
    w_check_operands(ck, node, (WTyped *[]){a, b}, 2);
    return w_check_fold(ck, node);
}

WTyped *w_check_error(WChecker *ck, WSpan span) {
    return w_check_node(ck, W_TYPED_ERROR, W_TYPE_NONE, span);
}

WTyped *w_check_constant(WChecker *ck, WType type, int64_t value, WSpan span) {
    WTyped *node = w_check_node(ck, W_TYPED_CONSTANT, type, span);
    node->constant = (WConstant){.type = type, .value = value};
    return node;
}

WTyped *w_check_text(WChecker *ck, WStr text, WSpan span) {
    WTyped *node = w_check_constant(ck, W_TYPE_TEXT, 0, span);
    node->constant.text = w_utf8_nfc(ck->arena, text);
    return node;
}
