// Bringing values to the type that is wanted.
//
// An integer counts as a number, a text that is written out as an option of an enum, a value as
// one that may be missing. Nothing else converts by itself.

#include "compiler/check/checker.h"

static WTypeKind kind_of(const WTyped *value) {
    return w_type_kind(value->type);
}

WTyped *w_check_widen(WChecker *ck, WTyped *value) {
    if (kind_of(value) != W_TYPE_INTEGER) return value;
    return w_check_node1(ck, W_TYPED_TO_NUMBER, W_TYPE_NUMBER, value->span, value);
}

static WTyped *mismatch(WChecker *ck, const WTyped *value, WType wanted, const char *needs) {
    WStr text = w_check_source_text(ck, value->span);
    WFinding *finding = FIND(ck, TYPE_MISMATCH, value->span, "`%.*s` is %s", W_STR_ARGS(text),
                             w_check_a_type(ck, value->type));
    w_finding_label(finding, "%s %s", needs, w_check_a_type(ck, w_type_required(wanted)));
    w_check_fix_type(ck, finding, value, wanted);
    return w_check_error(ck, value->span);
}

static WTyped *as_option(WChecker *ck, const WTyped *text, WType type) {
    int64_t option = w_check_option(ck, type, text->constant.text);
    WType required = w_type_required(type);
    if (option >= 0) return w_check_constant(ck, required, option, text->span);
    WFinding *finding = FIND(ck, NOT_AN_OPTION, text->span, "\"%.*s\" is no option here",
                             W_STR_ARGS(text->constant.text));
    w_finding_why(finding, "it can only be %s", w_check_type_name(ck, required));
    const WProgramEnum *row = &ck->program->enums[w_type_enum(type)];
    WSuggest suggest = w_check_suggest(ck, text->constant.text);
    for (uint32_t i = 0; i < row->option_count; i++)
        w_suggest_offer(&suggest, row->options[i]);
    if (suggest.best.size > 0)
        w_finding_fix(finding, "did you mean \"%.*s\"?", W_STR_ARGS(suggest.best));
    for (unsigned i = 0; suggest.best.size == 0 && i < suggest.offered && i < 3; i++)
        w_finding_fix(finding, "write \"%.*s\"", W_STR_ARGS(suggest.all[i]));
    return w_check_error(ck, text->span);
}

// A list that is written out: each element by itself.
static WTyped *as_list(WChecker *ck, WTyped *list, WType wanted, const char *needs) {
    WType element = w_type_element(wanted);
    if (list->kind == W_TYPED_CONSTANT)
        return w_check_constant(ck, w_type_required(wanted), 0, list->span);
    WTyped *node = w_check_node(ck, W_TYPED_LIST, w_type_required(wanted), list->span);
    WTyped **operands = w_check_array(ck, list->count, sizeof *operands);
    for (uint32_t i = 0; i < list->count; i++) {
        operands[i] = w_check_coerce(ck, list->operands[i], element, needs);
        if (w_check_is_error(operands[i])) return operands[i];
    }
    w_check_operands(ck, node, operands, list->count);
    return node;
}

static bool is_written_list(const WTyped *value) {
    return kind_of(value) == W_TYPE_LIST &&
           (value->kind == W_TYPED_LIST || value->kind == W_TYPED_CONSTANT);
}

static bool is_written_text(const WTyped *value) {
    return value->kind == W_TYPED_CONSTANT && kind_of(value) == W_TYPE_TEXT;
}

WTyped *w_check_coerce(WChecker *ck, WTyped *value, WType wanted, const char *needs) {
    if (w_check_is_error(value) || wanted == W_TYPE_NONE) return value;
    WType is = w_type_required(value->type), should = w_type_required(wanted);
    if (is != should) {
        if (is_written_text(value) && w_type_kind(should) == W_TYPE_ENUM)
            return as_option(ck, value, should);
        if (is_written_list(value) && w_type_kind(should) == W_TYPE_LIST)
            return as_list(ck, value, should, needs);
        bool widens = is == W_TYPE_INTEGER && should == W_TYPE_NUMBER;
        if (!widens) return mismatch(ck, value, wanted, needs);
    }
    bool lacks = w_type_optional(value->type) && (!w_type_optional(wanted) || is != should);
    if (lacks) return w_check_missing_here(ck, value, should, needs);
    return is == should ? value : w_check_widen(ck, value);
}

// ---- two values

static bool cannot_compare(WChecker *ck, const WTyped *a, const WTyped *b, WSpan span) {
    WFinding *finding = FIND(ck, NO_OPERATION, span, "`%.*s` and `%.*s` cannot be compared",
                             W_STR_ARGS(w_check_source_text(ck, a->span)),
                             W_STR_ARGS(w_check_source_text(ck, b->span)));
    w_finding_label(finding, "%s and %s", w_check_a_type(ck, a->type),
                    w_check_a_type(ck, b->type));
    w_check_fix_compare(ck, finding, a, b);
    return false;
}

// The left side as one that is known; the caller asks for that before.
static WTyped *guarded(WChecker *ck, WTyped *a, bool *was_guarded) {
    if (!w_type_optional(a->type)) return a;
    *was_guarded = true;
    return w_check_node1(ck, W_TYPED_SURE, w_type_required(a->type), a->span, a);
}

static bool unify_kinds(WChecker *ck, WTyped **a, WTyped **b, bool *was_guarded) {
    WTypeKind left = kind_of(*a), right = kind_of(*b);
    if (left == W_TYPE_INTEGER && right == W_TYPE_NUMBER) {
        *a = w_check_widen(ck, guarded(ck, *a, was_guarded));
    } else if (left == W_TYPE_NUMBER && right == W_TYPE_INTEGER) {
        *b = w_check_widen(ck, *b);
    } else if (left == W_TYPE_ENUM && is_written_text(*b)) {
        *b = as_option(ck, *b, (*a)->type);
    } else if (right == W_TYPE_ENUM && is_written_text(*a)) {
        *a = as_option(ck, *a, (*b)->type);
    } else if (left == W_TYPE_ENUM && right == W_TYPE_TEXT) {
        WTyped *known = guarded(ck, *a, was_guarded);
        *a = w_check_node1(ck, W_TYPED_ENUM_TEXT, W_TYPE_TEXT, known->span, known);
    } else if (left == W_TYPE_TEXT && right == W_TYPE_ENUM) {
        *b = w_check_node1(ck, W_TYPED_ENUM_TEXT, W_TYPE_TEXT, (*b)->span, *b);
    } else {
        return false;
    }
    return true;
}

bool w_check_unify(WChecker *ck, WTyped **a, WTyped **b, WSpan span, bool *was_guarded) {
    if (w_check_is_error(*a) || w_check_is_error(*b)) return false;
    if (w_type_optional((*b)->type)) {
        w_check_missing_here(ck, *b, W_TYPE_NONE, "the right side needs");
        return false;
    }
    if (w_type_required((*a)->type) == (*b)->type) return true;
    if (!unify_kinds(ck, a, b, was_guarded)) return cannot_compare(ck, *a, *b, span);
    return !w_check_is_error(*a) && !w_check_is_error(*b);
}
