// Loops over lists, element by element: any, all, count, sum and list. Every other function takes
// what the elements give as its first argument: join(p.name for p in …, ", ").

#include "compiler/check/checker.h"

#include "runtime/base/assert.h"

static const struct {
    const char *word;
    WTypedKind kind;
} words[] = {{"any", W_TYPED_EACH_ANY},
             {"all", W_TYPED_EACH_ALL},
             {"count", W_TYPED_EACH_COUNT},
             {"sum", W_TYPED_EACH_SUM},
             {"list", W_TYPED_EACH_LIST}};

enum { WORDS = sizeof words / sizeof words[0] };

static WTypedKind kind_of_word(WStr name) {
    for (int i = 0; i < WORDS; i++) {
        if (w_str_equal(name, w_str(words[i].word))) return words[i].kind;
    }
    return W_TYPED_ERROR;
}

bool w_check_is_each(const WExpr *expr) {
    const WArg *arg = expr->call.args;
    bool is_each = arg != NULL && arg->kind == W_ARG_EACH;
    return is_each && kind_of_word(expr->call.name.text) != W_TYPED_ERROR;
}

bool w_check_is_loop_word(WStr name) {
    return kind_of_word(name) != W_TYPED_ERROR;
}

// ---- the list

WTyped *w_check_loop_list(WChecker *ck, const WEnv *env, const WExpr *expr) {
    WTyped *list = w_check_expr(ck, env, expr);
    if (w_check_is_error(list)) return list;
    if (w_type_optional(list->type))
        return w_check_missing_here(ck, list, W_TYPE_NONE, "a loop needs");
    if (w_type_kind(list->type) != W_TYPE_LIST) {
        WFinding *finding = FIND(ck, TYPE_MISMATCH, list->span, "a loop goes over a list");
        w_finding_label(finding, "%s", w_check_a_type(ck, list->type));
        return w_check_error(ck, list->span);
    }
    return w_check_has_type(ck, list) ? list : w_check_error(ck, list->span);
}

// ---- what is asked of each element

// Both hold. One that is not there holds.
static WTyped *both(WChecker *ck, WTyped *a, WTyped *b, WSpan span) {
    if (a == NULL && b == NULL) return w_check_constant(ck, W_TYPE_BOOLEAN, 1, span);
    if (a == NULL || b == NULL) return a == NULL ? b : a;
    return w_check_node2(ck, W_TYPED_AND, W_TYPE_BOOLEAN, span, a, b);
}

// Of those that meet `where` each meets the condition. With `where` alone, that is the condition.
static WTyped *if_then(WChecker *ck, WTyped *where, WTyped *condition, WSpan span) {
    if (where == NULL || condition == NULL) return both(ck, where, condition, span);
    WTyped *fails = w_check_node1(ck, W_TYPED_NOT, W_TYPE_BOOLEAN, span, where);
    return w_check_node2(ck, W_TYPED_OR, W_TYPE_BOOLEAN, span, fails, condition);
}

static WTyped *sum_of(WChecker *ck, const WExpr *expr, WTyped *list, WTyped *value,
                      WTyped *where) {
    WTypeKind kind = w_type_kind(value->type);
    if (kind != W_TYPE_INTEGER && kind != W_TYPE_NUMBER && kind != W_TYPE_DURATION) {
        WFinding *finding = FIND(ck, NO_OPERATION, value->span, "this cannot be added up");
        w_finding_label(finding, "%s", w_check_a_type(ck, value->type));
        return w_check_error(ck, expr->span);
    }
    WTyped *node = w_check_node(ck, W_TYPED_EACH_SUM, w_type_required(value->type), expr->span);
    w_check_operands(ck, node, (WTyped *[]){list, value, where}, where == NULL ? 2 : 3);
    return node;
}

static WTyped *list_node(WChecker *ck, const WExpr *expr, WTyped *list, WTyped *value,
                         WTyped *where) {
    if (w_type_kind(value->type) == W_TYPE_LIST) {
        w_check_list_of_lists(ck, value->span);
        return w_check_error(ck, expr->span);
    }
    WType type = w_type_list_of(w_type_required(value->type));
    WTyped *node = w_check_node(ck, W_TYPED_EACH_LIST, type, expr->span);
    w_check_operands(ck, node, (WTyped *[]){list, value, where}, where == NULL ? 2 : 3);
    return node;
}

static WTyped *loop_node(WChecker *ck, const WExpr *expr, WTypedKind kind, WTyped *list,
                         WTyped *value, WTyped *where) {
    if (kind == W_TYPED_EACH_SUM) return sum_of(ck, expr, list, value, where);
    if (kind == W_TYPED_EACH_LIST) return list_node(ck, expr, list, value, where);
    WTyped *condition = kind == W_TYPED_EACH_ALL ? if_then(ck, where, value, expr->span)
                                                 : both(ck, where, value, expr->span);
    WType type = kind == W_TYPED_EACH_COUNT ? W_TYPE_INTEGER : W_TYPE_BOOLEAN;
    WTyped *node = w_check_node(ck, kind, type, expr->span);
    w_check_operands(ck, node, (WTyped *[]){list, condition}, 2);
    return node;
}

// `count(p for p in …)` asks nothing of p.
static bool is_binding(const WArg *arg) {
    return arg->value->kind == W_EXPR_NAME && w_str_equal(arg->value->name, arg->binding.text);
}

static WTyped *value_of(WChecker *ck, const WEnv *inside, const WArg *arg, WTypedKind kind) {
    if (arg->value == NULL) return NULL;
    if (kind == W_TYPED_EACH_SUM || kind == W_TYPED_EACH_LIST)
        return w_check_expr(ck, inside, arg->value);
    if (kind == W_TYPED_EACH_COUNT && is_binding(arg)) return NULL;
    return w_check_condition(ck, inside, arg->value, "each element needs");
}

// ---- the loop

static bool is_well_formed(WChecker *ck, const WArg *arg, bool is_alone) {
    if (is_alone && arg->next != NULL) {
        FIND(ck, TYPE_MISMATCH, arg->next->span, "one list is gone through at a time");
        return false;
    }
    if (arg->period.kind == W_PERIOD_NONE) return true;
    WFinding *finding = FIND(ck, TYPE_MISMATCH, arg->period.span, "a list has no past");
    w_finding_why(finding, "`within` belongs to questions about events");
    return false;
}

// `any(C for x in xs)` with nothing but that, else the list of what the elements give.
static WTypedKind kind_of(const WExpr *expr) {
    WTypedKind kind = kind_of_word(expr->call.name.text);
    return kind == W_TYPED_ERROR ? W_TYPED_EACH_LIST : kind;
}

WTyped *w_check_each(WChecker *ck, const WEnv *env, const WExpr *expr) {
    const WArg *arg = expr->call.args;
    WTypedKind kind = kind_of(expr);
    bool is_alone = kind_of_word(expr->call.name.text) != W_TYPED_ERROR;
    bool usable = is_well_formed(ck, arg, is_alone) && !w_check_is_taken(ck, env, arg->binding);
    WTyped *list = w_check_loop_list(ck, env, arg->list);
    WLoop loop = {.next = env->loops, .name = arg->binding.text, .personal = list->personal};
    loop.number = ++ck->loop_count;
    if (!w_check_is_error(list)) loop.type = w_type_element(list->type);
    WEnv inside = *env;
    inside.loops = &loop;
    WTyped *where = NULL;
    if (arg->where != NULL) where = w_check_condition(ck, &inside, arg->where, "`where` needs");
    usable &= where == NULL || !w_check_is_error(where);
    if (usable && where != NULL) inside.facts = w_facts_when(ck, where, true, inside.facts);
    WTyped *value = value_of(ck, &inside, arg, kind);
    usable &= value == NULL || !w_check_is_error(value);
    if (!usable || w_check_is_error(list)) return w_check_error(ck, expr->span);
    bool needs_value = kind == W_TYPED_EACH_SUM || kind == W_TYPED_EACH_LIST;
    W_ASSERT(!needs_value || value != NULL); // `x in xs` alone binds x for the other words only
    return loop_node(ck, expr, kind, list, value, where);
}
