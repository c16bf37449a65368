// Segments: named conditions, which may use each other but not themselves.

#include "compiler/check/checker.h"

#include "runtime/base/limits.h"

// A condition that asks a segment is itself a function, and so is a question to the history in it.
enum { DEEPEST = W_LIMIT_CALL_DEPTH - 2 };

static WTyped *say_circular(WChecker *ck, const WSymbol *symbol, WSpan span) {
    WFinding *finding =
        FIND(ck, CIRCULAR, span, "the segment `%.*s` depends on itself", W_STR_ARGS(symbol->name));
    w_finding_other(finding, symbol->span, "declared here");
    w_finding_fix(finding, "write out what one of them means");
    return w_check_error(ck, span);
}

static void compute(WChecker *ck, const WSymbol *symbol, WMemo *memo) {
    const WTree *outer_tree = ck->tree;
    uint32_t outer_depth = ck->segment_depth;
    WEnv env = {.here = "a segment is asked at any time, not about one event"};
    ck->tree = symbol->tree;
    ck->segment_depth = 0;
    memo->state = W_MEMO_BUSY;
    memo->value = w_check_condition(ck, &env, symbol->decl->segment.when, "a segment needs");
    memo->state = W_MEMO_DONE;
    memo->depth = ck->segment_depth + 1;
    ck->program->segment_order[ck->segments_done++] = symbol->row;
    ck->tree = outer_tree;
    ck->segment_depth = outer_depth;
}

static WTyped *say_too_deep(WChecker *ck, WSpan span) {
    FIND(ck, TOO_MANY, span, "more than %d segments that use each other in a row", DEEPEST);
    return w_check_error(ck, span);
}

WTyped *w_check_segment(WChecker *ck, uint32_t row, WSpan span) {
    const WSymbol *symbol = ck->by_kind[W_SYMBOL_SEGMENT].items[row];
    WMemo *memo = &ck->segment_values[row];
    if (memo->state == W_MEMO_BUSY) return say_circular(ck, symbol, span);
    if (memo->state == W_MEMO_NEW) {
        // What is not looked into here starts a row of its own, most likely too long again.
        if (ck->nesting > DEEPEST && ck->deep_segment_said) return w_check_error(ck, span);
        if (ck->nesting > DEEPEST) {
            ck->deep_segment_said = true;
            return say_too_deep(ck, span);
        }
        ck->nesting++;
        compute(ck, symbol, memo);
        ck->nesting--;
    }
    if (w_check_is_error(memo->value)) return w_check_error(ck, span);
    if (memo->depth > DEEPEST) return say_too_deep(ck, span);
    if (memo->depth > ck->segment_depth) ck->segment_depth = memo->depth;
    WTyped *node = w_check_node(ck, W_TYPED_SEGMENT, W_TYPE_BOOLEAN, span);
    node->index = row;
    return node;
}

void w_check_segments(WChecker *ck) {
    WSymbolList *list = &ck->by_kind[W_SYMBOL_SEGMENT];
    WProgram *program = ck->program;
    ck->segment_values = w_check_array(ck, list->count, sizeof *ck->segment_values);
    program->segments = w_check_array(ck, list->count, sizeof *program->segments);
    program->segment_order = w_check_array(ck, list->count, sizeof *program->segment_order);
    program->segment_count = list->count;
    for (uint32_t i = 0; i < list->count; i++) {
        const WSymbol *symbol = list->items[i];
        ck->tree = symbol->tree;
        WMemo *memo = &ck->segment_values[i];
        if (memo->state == W_MEMO_NEW) compute(ck, symbol, memo);
        program->segments[i] = (WProgramSegment){symbol->name, memo->value, symbol->span};
    }
}
