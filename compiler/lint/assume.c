// What a condition shows, if it holds or if it does not.
//
// `from` is the condition in the script that is to be named as the reason; of what a segment
// implies it is the place where the segment is asked for.
#include "compiler/lint/known.h"

#include "runtime/base/assert.h"
#include "runtime/bundle/pattern.h"
#include "runtime/value/number.h"

enum { MOST_SEGMENTS = 32 }; // that one condition makes us look into

static WKnown assume(WProver *p, WKnown known, const WTyped *node, bool holds, const WSpan *from);

static WTypeKind kind_of(const WTyped *value) {
    return w_type_kind(value->type);
}

static WKnown nobody(WProver *p, WKnown known) {
    p->conflict = (WConflict){0};
    known.is_nobody = true;
    return known;
}

static WRange all_of(WProver *p, const WTyped *value) {
    return w_range_of_type(p->program, value->type);
}

static WRange known_part(WRange range) {
    range.may_be_missing = false;
    return range;
}

// ---- narrowing a value

static int64_t floor_div(int64_t a, int64_t b) {
    int64_t quotient = a / b;
    return a % b < 0 ? quotient - 1 : quotient;
}

// The integers whose numbers are in the range.
static WRange integers_of(WProver *p, const WTyped *value, WRange range) {
    WRange inner = all_of(p, value);
    if (range.high != INT64_MAX) inner.high = floor_div(range.high, W_NUMBER_ONE);
    if (range.low != INT64_MIN && range.low > INT64_MIN + W_NUMBER_ONE)
        inner.low = -floor_div(-range.low, W_NUMBER_ONE);
    inner.may_be_known = range.may_be_known;
    return inner;
}

// The range moved by a constant; what would run over says nothing.
static WRange moved(WProver *p, const WTyped *value, WRange range, int64_t by) {
    WRange inner = all_of(p, value);
    int64_t bound;
    if (range.low != INT64_MIN && !__builtin_add_overflow(range.low, by, &bound))
        inner.low = bound;
    if (range.high != INT64_MAX && !__builtin_add_overflow(range.high, by, &bound))
        inner.high = bound;
    inner.may_be_known = range.may_be_known;
    return inner;
}

static WKnown narrow(WProver *p, WKnown known, const WTyped *value, WRange range, WSpan from);

// What is known of `a + c` or `a - c` is known of `a`.
static WKnown narrow_sum(WProver *p, WKnown known, const WTyped *value, WRange range, WSpan from) {
    const WTyped *a = value->operands[0], *b = value->operands[1];
    bool fixed = b->kind == W_TYPED_CONSTANT && b->constant.value != INT64_MIN &&
                 kind_of(a) != W_TYPE_DATETIME;
    known = w_known_narrow(p, known, value, range, from);
    if (!fixed || known.is_nobody) return known;
    int64_t by = value->kind == W_TYPED_ADD ? -b->constant.value : b->constant.value;
    return narrow(p, known, a, moved(p, a, range, by), from);
}

// `(x otherwise d)` is in the range: if `d` is not, `x` is known and in it.
static WKnown narrow_default(WProver *p, WKnown known, const WTyped *value, WRange range,
                             WSpan from) {
    WRange standard = w_known_range(p, &known, value->operands[1]);
    WRange met = w_range_meet(p->arena, &standard, &range);
    known = w_known_narrow(p, known, value, range, from);
    if (known.is_nobody || !w_range_is_empty(&met)) return known;
    return narrow(p, known, value->operands[0], known_part(range), from);
}

// Fewer fit into a shorter window, and fewer still where a condition chooses among them.
static bool counts_no_less(const WProgramUse *use, const WProgramUse *other) {
    bool longer = other->period == 0 && other->window_ms >= use->window_ms;
    bool same = other->period == use->period && other->window_ms == use->window_ms;
    return (longer || same) && (other->where == NULL || other->where == use->where);
}

static WKnown narrow_count(WProver *p, WKnown known, const WTyped *value, WRange range,
                           WSpan from) {
    const WProgramUse *uses = p->program->uses;
    for (uint32_t u = p->next_alike[value->index]; u != value->index; u = p->next_alike[u]) {
        WTyped other = *value;
        WRange implied = all_of(p, value);
        other.index = u;
        if (counts_no_less(&uses[value->index], &uses[u])) implied.low = range.low;
        if (counts_no_less(&uses[u], &uses[value->index])) implied.high = range.high;
        WRange before = w_known_range(p, &known, &other);
        if (w_range_is_within(&before, &implied)) continue;
        WTyped *kept = w_arena_take(p->arena, sizeof *kept);
        *kept = other;
        kept->span = uses[u].span;
        known = w_known_narrow(p, known, kept, implied, from);
    }
    return known;
}

static WKnown narrow(WProver *p, WKnown known, const WTyped *value, WRange range, WSpan from) {
    if (known.is_nobody) return known;
    switch (value->kind) {
    case W_TYPED_SURE: return narrow(p, known, value->operands[0], range, from);
    case W_TYPED_TO_NUMBER:
        return narrow(p, known, value->operands[0], integers_of(p, value->operands[0], range),
                      from);
    case W_TYPED_ADD:
    case W_TYPED_SUBTRACT: return narrow_sum(p, known, value, range, from);
    case W_TYPED_OTHERWISE: return narrow_default(p, known, value, range, from);
    case W_TYPED_HISTORY:
        known = w_known_narrow(p, known, value, range, from);
        if (known.is_nobody || p->program->uses[value->index].kind != W_USE_COUNT) return known;
        return narrow_count(p, known, value, w_known_range(p, &known, value), from);
    default: return w_known_narrow(p, known, value, range, from);
    }
}

// ---- truths

static WRange truth(bool holds) {
    return (WRange){.may_be_known = true, .low = holds, .high = holds, .options = UINT64_MAX};
}

// A term that is a comparison, made to remember how it turned out.
static WKnown note(WProver *p, WKnown known, WTypedKind kind, const WTyped *a, const WTyped *b,
                   bool holds, WSpan from) {
    if (known.is_nobody) return known;
    WTyped *node = w_arena_take_zeroed(p->arena, sizeof *node + 2 * sizeof(WTyped *));
    WTyped **operands = (WTyped **)(node + 1);
    uint32_t left = w_term(&p->terms, a), right = w_term(&p->terms, b);
    bool swap = kind == W_TYPED_EQ && left > right;
    operands[0] = (WTyped *)(uintptr_t)(swap ? b : a);
    operands[1] = (WTyped *)(uintptr_t)(swap ? a : b);
    *node = (WTyped){
        .kind = kind, .type = W_TYPE_BOOLEAN, .span = from, .count = 2, .operands = operands};
    return w_known_narrow(p, known, node, truth(holds), from);
}

static bool is_same_term(WProver *p, const WTyped *a, const WTyped *b) {
    return w_term(&p->terms, a) == w_term(&p->terms, b);
}

// ---- equality

static WKnown equal(WProver *p, WKnown known, const WTyped *a, const WTyped *b, WSpan from) {
    WRange ra = w_known_range(p, &known, a), rb = w_known_range(p, &known, b);
    known = narrow(p, known, a, known_part(rb), from);
    if (known.is_nobody) return known;
    known = narrow(p, known, b, known_part(ra), from);
    if (b->kind == W_TYPED_CONSTANT) return known;
    known = note(p, known, W_TYPED_LT, a, b, false, from);
    known = note(p, known, W_TYPED_LT, b, a, false, from);
    return note(p, known, W_TYPED_EQ, a, b, true, from);
}

static WKnown different(WProver *p, WKnown known, const WTyped *a, const WTyped *b, WSpan from) {
    WTypeKind kind = kind_of(a);
    WRange ra = w_known_range(p, &known, a), rb = w_known_range(p, &known, b);
    if (is_same_term(p, a, b) && !ra.may_be_missing) return nobody(p, known);
    if (w_range_is_single(kind, &rb)) {
        WRange left = w_range_without(p->arena, kind, &ra, &rb);
        known = narrow(p, known, a, left, from);
    } else if (w_range_is_single(kind, &ra)) {
        known = narrow(p, known, b, w_range_without(p->arena, kind, &rb, &ra), from);
    }
    return b->kind == W_TYPED_CONSTANT ? known : note(p, known, W_TYPED_EQ, a, b, false, from);
}

// ---- order

// What is said of a contradiction is said of what is no constant.
static WKnown narrow_both(WProver *p, WKnown known, const WTyped *a, WRange of_a, const WTyped *b,
                          WRange of_b, WSpan from) {
    if (a->kind == W_TYPED_CONSTANT)
        return narrow(p, narrow(p, known, b, of_b, from), a, of_a, from);
    return narrow(p, narrow(p, known, a, of_a, from), b, of_b, from);
}

// a < b.
static WKnown below(WProver *p, WKnown known, const WTyped *a, const WTyped *b, WSpan from) {
    if (is_same_term(p, a, b)) return nobody(p, known);
    if (kind_of(a) != W_TYPE_TEXT) {
        WRange ra = w_known_range(p, &known, a), rb = w_known_range(p, &known, b);
        WRange low = known_part(all_of(p, a)), high = low;
        low.high = rb.high == INT64_MIN ? INT64_MIN : rb.high - 1;
        low.may_be_known = rb.high != INT64_MIN;
        high.low = ra.low == INT64_MAX ? INT64_MAX : ra.low + 1;
        high.may_be_known = ra.low != INT64_MAX;
        known = narrow_both(p, known, a, low, b, high, from);
    }
    if (b->kind == W_TYPED_CONSTANT || a->kind == W_TYPED_CONSTANT) return known;
    known = note(p, known, W_TYPED_LT, b, a, false, from);
    known = note(p, known, W_TYPED_EQ, a, b, false, from);
    return note(p, known, W_TYPED_LT, a, b, true, from);
}

// a >= b.
static WKnown not_below(WProver *p, WKnown known, const WTyped *a, const WTyped *b, WSpan from) {
    if (kind_of(a) != W_TYPE_TEXT) {
        WRange ra = w_known_range(p, &known, a), rb = w_known_range(p, &known, b);
        WRange low = known_part(all_of(p, a)), high = low;
        low.low = rb.low;
        high.high = ra.high;
        known = narrow_both(p, known, a, low, b, high, from);
    }
    if (b->kind == W_TYPED_CONSTANT || a->kind == W_TYPED_CONSTANT) return known;
    return note(p, known, W_TYPED_LT, a, b, false, from);
}

static WKnown compare(WProver *p, WKnown known, const WTyped *node, bool holds, WSpan from) {
    const WTyped *a = node->operands[0], *b = node->operands[1];
    switch (node->kind) {
    case W_TYPED_EQ: return (holds ? equal : different)(p, known, a, b, from);
    case W_TYPED_NE: return (holds ? different : equal)(p, known, a, b, from);
    case W_TYPED_LT: return (holds ? below : not_below)(p, known, a, b, from);
    case W_TYPED_GE: return (holds ? not_below : below)(p, known, a, b, from);
    case W_TYPED_GT: return (holds ? below : not_below)(p, known, b, a, from);
    default: W_ASSERT(node->kind == W_TYPED_LE);
    }
    return (holds ? not_below : below)(p, known, b, a, from);
}

static WKnown between(WProver *p, WKnown known, const WTyped *node, bool holds, WSpan from) {
    const WTyped *a = node->operands[0], *low = node->operands[1], *high = node->operands[2];
    if (holds) return not_below(p, not_below(p, known, a, low, from), high, a, from);
    return w_known_join(p, below(p, known, a, low, from), below(p, known, high, a, from));
}

// ---- lists

// The items of a list that is known; NULL if it is not.
static const WConstant *fixed_items(WProver *p, const WTyped *list, uint32_t *count) {
    *count = list->constant.count;
    if (list->kind == W_TYPED_CONSTANT) return list->constant.items;
    if (list->kind != W_TYPED_LIST) return NULL;
    WConstant *items = w_arena_take(p->arena, (list->count + 1) * sizeof *items);
    for (uint32_t i = 0; i < list->count; i++) {
        if (list->operands[i]->kind != W_TYPED_CONSTANT) return NULL;
        items[i] = list->operands[i]->constant;
    }
    *count = list->count;
    return items;
}

static WKnown member(WProver *p, WKnown known, const WTyped *node, bool holds, WSpan from) {
    const WTyped *a = node->operands[0], *list = node->operands[1];
    uint32_t count;
    const WConstant *items = fixed_items(p, list, &count);
    if (items == NULL) return w_known_narrow(p, known, node, truth(holds), from);
    WRange left = w_known_range(p, &known, a), any = {.low = INT64_MAX, .high = INT64_MIN};
    for (uint32_t i = 0; i < count; i++) {
        WRange one = w_range_of_constant(&items[i]);
        any = i == 0 ? one : w_range_join(p->arena, &any, &one);
        left = w_range_without(p->arena, kind_of(a), &left, &one);
    }
    if (holds) return narrow(p, known, a, any, from);
    return narrow(p, known, a, left, from);
}

// ---- texts

static bool test_holds(const WTyped *node, WStr text, const void *pattern) {
    if (node->kind == W_TYPED_MATCHES) return w_pattern_matches(pattern, text);
    WStr part = node->operands[1]->constant.text;
    if (part.size > text.size) return false;
    size_t last = text.size - part.size;
    if (part.size == 0) return true;
    if (node->kind == W_TYPED_STARTS_WITH) return w_str_equal((WStr){text.bytes, part.size}, part);
    if (node->kind == W_TYPED_ENDS_WITH)
        return w_str_equal((WStr){text.bytes + last, part.size}, part);
    for (size_t at = 0; at <= last; at++) {
        if (w_str_equal((WStr){text.bytes + at, part.size}, part)) return true;
    }
    return false;
}

// A test of a text: of a few that it can be, those that pass are left.
static WKnown test_text(WProver *p, WKnown known, const WTyped *node, bool holds, WSpan from) {
    const WTyped *a = node->operands[0];
    bool is_fixed = node->kind == W_TYPED_MATCHES || node->operands[1]->kind == W_TYPED_CONSTANT;
    WRange range = w_known_range(p, &known, a);
    if (is_fixed && range.has_texts && !range.are_texts_out) {
        char message[128];
        size_t offset;
        void *pattern = node->kind == W_TYPED_MATCHES
                            ? w_pattern_compile(node->constant.text, message, &offset)
                            : NULL;
        WRange left = range;
        for (uint32_t i = 0; i < range.text_count; i++) {
            WConstant one = {.type = W_TYPE_TEXT, .text = range.texts[i]};
            WRange single = w_range_of_constant(&one);
            if (test_holds(node, one.text, pattern) != holds)
                left = w_range_without(p->arena, W_TYPE_TEXT, &left, &single);
        }
        if (pattern != NULL) w_pattern_free(pattern);
        known = narrow(p, known, a, left, from);
    }
    return w_known_narrow(p, known, node, truth(holds), from);
}

// ---- conditions

// Both parts, or (of an `or` that holds) one of them.
static WKnown junction(WProver *p, WKnown known, const WTyped *node, bool holds,
                       const WSpan *from) {
    const WTyped *a = node->operands[0], *b = node->operands[1];
    bool is_both = (node->kind == W_TYPED_AND) == holds;
    if (is_both) return assume(p, assume(p, known, a, holds, from), b, holds, from);
    return w_known_join(p, assume(p, known, a, holds, from), assume(p, known, b, holds, from));
}

// A segment is itself a fact, and what its condition shows is known too.
static WKnown segment(WProver *p, WKnown known, const WTyped *node, bool holds, WSpan from) {
    known = w_known_narrow(p, known, node, truth(holds), from);
    if (known.is_nobody || p->segments_left == 0) return known;
    p->segments_left--;
    return assume(p, known, p->program->segments[node->index].when, holds, &from);
}

static WKnown presence(WProver *p, WKnown known, const WTyped *value, bool is_there, WSpan from) {
    WRange range = all_of(p, value);
    range.may_be_missing = !is_there;
    range.may_be_known = is_there;
    return narrow(p, known, value, range, from);
}

// `from` is NULL for a condition that is its own reason.
static WKnown assume(WProver *p, WKnown known, const WTyped *node, bool holds, const WSpan *from) {
    if (known.is_nobody) return known;
    WSpan here = from != NULL ? *from : node->span;
    switch (node->kind) {
    case W_TYPED_CONSTANT: return (node->constant.value != 0) == holds ? known : nobody(p, known);
    case W_TYPED_NOT: return assume(p, known, node->operands[0], !holds, from);
    case W_TYPED_AND:
    case W_TYPED_OR: return junction(p, known, node, holds, from);
    case W_TYPED_EQ:
    case W_TYPED_NE:
    case W_TYPED_LT:
    case W_TYPED_LE:
    case W_TYPED_GT:
    case W_TYPED_GE: return compare(p, known, node, holds, here);
    case W_TYPED_BETWEEN: return between(p, known, node, holds, here);
    case W_TYPED_IN: return member(p, known, node, holds, here);
    case W_TYPED_CONTAINS:
    case W_TYPED_STARTS_WITH:
    case W_TYPED_ENDS_WITH:
    case W_TYPED_MATCHES: return test_text(p, known, node, holds, here);
    case W_TYPED_KNOWN: return presence(p, known, node->operands[0], holds, here);
    case W_TYPED_MISSING: return presence(p, known, node->operands[0], !holds, here);
    case W_TYPED_SEGMENT: return segment(p, known, node, holds, here);
    default: return narrow(p, known, node, truth(holds), here);
    }
}

WKnown w_known_when(WProver *prover, WKnown known, const WTyped *condition, bool holds) {
    prover->segments_left = MOST_SEGMENTS;
    prover->conflict = (WConflict){0};
    return assume(prover, known, condition, holds, NULL);
}
