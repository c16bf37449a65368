// Operators of two and three operands.

#include "compiler/check/checker.h"

#include "runtime/base/assert.h"
#include "runtime/bundle/pattern.h"
#include "runtime/value/number.h"
#include "stdlib/native.h"

static WTypeKind kind_of(const WTyped *value) {
    return w_type_kind(value->type);
}

static const char *op_word(WExprOp op) {
    switch (op) {
    case W_OP_OR: return "or";
    case W_OP_AND: return "and";
    case W_OP_EQ: return "=";
    case W_OP_NE: return "!=";
    case W_OP_LT: return "<";
    case W_OP_LE: return "<=";
    case W_OP_GT: return ">";
    case W_OP_GE: return ">=";
    case W_OP_IN: return "in";
    case W_OP_NOT_IN: return "not in";
    case W_OP_CONTAINS: return "contains";
    case W_OP_STARTS_WITH: return "starts with";
    case W_OP_ENDS_WITH: return "ends with";
    case W_OP_MATCHES: return "matches";
    case W_OP_OTHERWISE: return "otherwise";
    case W_OP_ADD: return "+";
    case W_OP_SUB: return "-";
    case W_OP_AT: return "at";
    case W_OP_MUL: return "*";
    case W_OP_DIV: return "/";
    case W_OP_NONE: break;
    }
    return "";
}

// A value that is needed, whatever its type.
static WTyped *needed(WChecker *ck, WTyped *value, WExprOp op) {
    if (w_check_is_error(value) || !w_type_optional(value->type)) return value;
    WBuffer needs = {0};
    w_buffer_printf(&needs, "`%s` needs", op_word(op));
    const char *text = w_arena_copy(ck->arena, needs.bytes, needs.size);
    w_buffer_free(&needs);
    ck->binds_tight = op >= W_OP_ADD; // these bind tighter than `otherwise`
    WTyped *error = w_check_missing_here(ck, value, W_TYPE_NONE, text);
    ck->binds_tight = false;
    return error;
}

// A value as a piece of a text.
static void put_piece(WChecker *ck, WBuffer *out, const WTyped *value) {
    bool is_text = value->kind == W_TYPED_CONSTANT && kind_of(value) == W_TYPE_TEXT;
    WStr text = w_check_source_text(ck, value->span);
    bool is_plain = is_text && text.size >= 2 && text.bytes[0] == '"';
    if (is_plain)
        w_buffer_append(out, text.bytes + 1, text.size - 2);
    else
        w_buffer_printf(out, "{%.*s}", W_STR_ARGS(text));
}

static void fix_texts(WChecker *ck, WFinding *finding, const WTyped *a, const WTyped *b) {
    WBuffer text = {0};
    put_piece(ck, &text, a);
    put_piece(ck, &text, b);
    w_finding_fix(finding, "put both into one text: \"%.*s\"", (int)text.size, text.bytes);
    w_buffer_free(&text);
}

static WTyped *no_operation(WChecker *ck, const WExpr *expr, const WTyped *a, const WTyped *b) {
    WFinding *finding = FIND(ck, NO_OPERATION, expr->binary.op_span,
                             "`%s` cannot be done with these two", op_word(expr->op));
    w_finding_label(finding, "%s and %s", w_check_a_type(ck, a->type),
                    w_check_a_type(ck, b->type));
    WTypeKind left = kind_of(a), right = kind_of(b);
    if (expr->op == W_OP_ADD && (left == W_TYPE_TEXT || right == W_TYPE_TEXT))
        fix_texts(ck, finding, a, b);
    if (left == W_TYPE_DATE && right == W_TYPE_DURATION)
        w_finding_fix(finding, "a date goes by days of the calendar: today + 14 days");
    if (left == W_TYPE_DATETIME && (right == W_TYPE_INTEGER || right == W_TYPE_NUMBER))
        w_finding_fix(finding, "a length has a unit: 30m, 12h, 3d");
    if (finding->fixes == NULL && (left == W_TYPE_DURATION || right == W_TYPE_DURATION))
        w_finding_fix(finding,
                      "a length goes with a length: 1h + 30m; and times a number: 2 * 1h");
    if (finding->fixes == NULL)
        w_finding_fix(finding, "it goes with two numbers, two lengths, or a moment and a length");
    return w_check_error(ck, expr->span);
}

// ---- and, or

static WTyped *junction(WChecker *ck, const WEnv *env, const WExpr *expr) {
    bool is_and = expr->op == W_OP_AND;
    const char *needs = is_and ? "`and` needs" : "`or` needs";
    WTyped *a = w_check_condition(ck, env, expr->binary.left, needs);
    WEnv behind = *env;
    if (!w_check_is_error(a)) behind.facts = w_facts_when(ck, a, is_and, env->facts);
    WTyped *b = w_check_condition(ck, &behind, expr->binary.right, needs);
    if (w_check_is_error(a) || w_check_is_error(b)) return w_check_error(ck, expr->span);
    WTypedKind kind = is_and ? W_TYPED_AND : W_TYPED_OR;
    return w_check_node2(ck, kind, W_TYPE_BOOLEAN, expr->span, a, b);
}

// ---- comparisons

// `a` had to be taken as known: ask for that first. For `!=` a missing one differs from all.
static WTyped *with_guard(WChecker *ck, WTyped *missing_one, WTyped *node, WSpan span) {
    bool negative = node->kind == W_TYPED_NE;
    WTypedKind asked = negative ? W_TYPED_MISSING : W_TYPED_KNOWN;
    WTyped *guard = w_check_node1(ck, asked, W_TYPE_BOOLEAN, span, missing_one);
    WTypedKind joined = negative ? W_TYPED_OR : W_TYPED_AND;
    return w_check_node2(ck, joined, W_TYPE_BOOLEAN, span, guard, node);
}

static WTypedKind relation_kind(WExprOp op) {
    switch (op) {
    case W_OP_EQ: return W_TYPED_EQ;
    case W_OP_NE: return W_TYPED_NE;
    case W_OP_LT: return W_TYPED_LT;
    case W_OP_LE: return W_TYPED_LE;
    case W_OP_GT: return W_TYPED_GT;
    default: W_ASSERT(op == W_OP_GE); return W_TYPED_GE;
    }
}

static bool is_equality(WExprOp op) {
    return op == W_OP_EQ || op == W_OP_NE;
}

static WTyped *relation(WChecker *ck, const WEnv *env, const WExpr *expr) {
    WTyped *a = w_check_expr(ck, env, expr->binary.left);
    WTyped *b = w_check_expr(ck, env, expr->binary.right);
    if (!is_equality(expr->op)) a = needed(ck, a, expr->op);
    WTyped *original = a;
    bool guarded = false;
    if (!w_check_unify(ck, &a, &b, expr->span, &guarded)) return w_check_error(ck, expr->span);
    bool whole = kind_of(a) != W_TYPE_LIST && kind_of(a) != W_TYPE_RECORD;
    bool defined = is_equality(expr->op) ? whole : w_check_is_ordered(a->type);
    if (!defined) return no_operation(ck, expr, a, b);
    WTypedKind kind = relation_kind(expr->op);
    WTyped *node = w_check_node2(ck, kind, W_TYPE_BOOLEAN, expr->span, a, b);
    return guarded ? with_guard(ck, original, node, expr->span) : node;
}

// The second comparison may widen what the first has seen.
static bool unify_three(WChecker *ck, WTyped **a, WTyped **low, WTyped **high, WSpan span) {
    bool guarded = false;
    if (!w_check_unify(ck, a, low, span, &guarded)) return false;
    if (!w_check_unify(ck, a, high, span, &guarded)) return false;
    return w_check_unify(ck, a, low, span, &guarded);
}

WTyped *w_check_between(WChecker *ck, const WEnv *env, const WExpr *expr) {
    WTyped *operands[] = {w_check_expr(ck, env, expr->between.value),
                          w_check_expr(ck, env, expr->between.low),
                          w_check_expr(ck, env, expr->between.high)};
    for (int i = 0; i < 3; i++) {
        if (!w_check_is_error(operands[i]) && w_type_optional(operands[i]->type))
            operands[i] = w_check_missing_here(ck, operands[i], W_TYPE_NONE, "`between` needs");
    }
    if (w_check_is_error(operands[1]) || w_check_is_error(operands[2]))
        return w_check_error(ck, expr->span);
    if (!unify_three(ck, &operands[0], &operands[1], &operands[2], expr->span))
        return w_check_error(ck, expr->span);
    if (!w_check_is_ordered(operands[0]->type)) {
        WFinding *finding = FIND(ck, NO_OPERATION, expr->span, "`between` needs an order");
        w_finding_why(finding, "%s has none", w_check_a_type(ck, operands[0]->type));
        return w_check_error(ck, expr->span);
    }
    WTyped *node = w_check_node(ck, W_TYPED_BETWEEN, W_TYPE_BOOLEAN, expr->span);
    w_check_operands(ck, node, operands, 3);
    return w_check_fold(ck, node);
}

// ---- lists

// An optional value as one that is known, which the caller asks for before.
static WTyped *guarded_value(WChecker *ck, WTyped *value, bool *guarded) {
    *guarded = w_type_optional(value->type);
    if (!*guarded) return value;
    return w_check_node1(ck, W_TYPED_SURE, w_type_required(value->type), value->span, value);
}

// The value as one that elements of that type can be: an integer among numbers, an option that is
// written out, the name of an option among texts.
static WTyped *as_element(WChecker *ck, WTyped *value, const WTyped *list, bool *guarded) {
    WTypeKind element = w_type_element_kind(list->type), kind = kind_of(value);
    bool is_written = value->kind == W_TYPED_CONSTANT;
    if (element == W_TYPE_NUMBER && kind == W_TYPE_INTEGER)
        return w_check_widen(ck, guarded_value(ck, value, guarded));
    if (element == W_TYPE_ENUM && kind == W_TYPE_TEXT && is_written)
        return w_check_coerce(ck, value, w_type_element(list->type), "the elements are");
    if (element == W_TYPE_TEXT && kind == W_TYPE_ENUM && list->kind != W_TYPED_LIST)
        return w_check_to_text(ck, guarded_value(ck, value, guarded));
    return value;
}

static WTyped *in_list(WChecker *ck, const WExpr *expr, WTyped *value, WTyped *list) {
    if (kind_of(list) != W_TYPE_LIST) {
        WFinding *finding =
            FIND(ck, TYPE_MISMATCH, list->span, "`%s` needs a list", op_word(expr->op));
        w_finding_label(finding, "%s", w_check_a_type(ck, list->type));
        bool is_one = list->kind == W_TYPED_CONSTANT && kind_of(list) == kind_of(value);
        if (is_one)
            w_finding_fix(finding, "put it into one: [%.*s]",
                          W_STR_ARGS(w_check_source_text(ck, list->span)));
        return w_check_error(ck, expr->span);
    }
    bool guarded = false;
    WTyped *original = value;
    value = as_element(ck, value, list, &guarded);
    if (w_check_is_error(value)) return value;
    WType wanted = w_type_list_of(w_type_required(value->type));
    list = w_check_coerce(ck, list, wanted, "the left side asks for");
    if (w_check_is_error(list)) return list;
    WTyped *node = w_check_node2(ck, W_TYPED_IN, W_TYPE_BOOLEAN, expr->span, value, list);
    return guarded ? with_guard(ck, original, node, expr->span) : node;
}

static WTyped *membership(WChecker *ck, const WEnv *env, const WExpr *expr) {
    WTyped *value = w_check_expr(ck, env, expr->binary.left);
    WTyped *list = needed(ck, w_check_expr(ck, env, expr->binary.right), expr->op);
    if (w_check_is_error(value) || w_check_is_error(list)) return w_check_error(ck, expr->span);
    if (kind_of(value) == W_TYPE_LIST || kind_of(value) == W_TYPE_RECORD)
        return no_operation(ck, expr, value, list);
    WTyped *node = in_list(ck, expr, value, list);
    if (w_check_is_error(node) || expr->op == W_OP_IN) return node;
    return w_check_node1(ck, W_TYPED_NOT, W_TYPE_BOOLEAN, expr->span, node);
}

// ---- texts

static WTyped *text_test(WChecker *ck, const WEnv *env, const WExpr *expr) {
    WTyped *a = needed(ck, w_check_expr(ck, env, expr->binary.left), expr->op);
    WTyped *b = needed(ck, w_check_expr(ck, env, expr->binary.right), expr->op);
    if (w_check_is_error(a) || w_check_is_error(b)) return w_check_error(ck, expr->span);
    bool of_list = expr->op == W_OP_CONTAINS && kind_of(a) == W_TYPE_LIST;
    if (of_list && kind_of(b) == W_TYPE_RECORD) return no_operation(ck, expr, a, b);
    if (of_list) return in_list(ck, expr, b, a);
    if (kind_of(a) == W_TYPE_ENUM) a = w_check_to_text(ck, a);
    if (kind_of(b) == W_TYPE_ENUM) b = w_check_to_text(ck, b);
    if (kind_of(a) != W_TYPE_TEXT || kind_of(b) != W_TYPE_TEXT)
        return no_operation(ck, expr, a, b);
    WTypedKind kind = expr->op == W_OP_CONTAINS      ? W_TYPED_CONTAINS
                      : expr->op == W_OP_STARTS_WITH ? W_TYPED_STARTS_WITH
                                                     : W_TYPED_ENDS_WITH;
    return w_check_node2(ck, kind, W_TYPE_BOOLEAN, expr->span, a, b);
}

static bool pattern_compiles(WChecker *ck, WStr pattern, WSpan span) {
    char message[128];
    size_t offset;
    void *code = w_pattern_compile(pattern, message, &offset);
    if (code != NULL) {
        w_pattern_free(code);
        return true;
    }
    WFinding *finding = FIND(ck, BAD_PATTERN, span, "this is no regular expression");
    w_finding_why(finding, "%s (at character %zu)", message, offset + 1);
    w_finding_fix(finding, "a sign that is meant as itself has two backslashes before it: \\\\(");
    return false;
}

static WTyped *matches(WChecker *ck, const WEnv *env, const WExpr *expr) {
    const WExpr *right = expr->binary.right;
    WTyped *a = w_check_value(ck, env, expr->binary.left, W_TYPE_TEXT, "`matches` needs");
    if (w_check_is_error(a) || right->kind != W_EXPR_TEXT) return w_check_error(ck, expr->span);
    WTyped *pattern = w_check_text(ck, right->text, right->span);
    if (!pattern_compiles(ck, pattern->constant.text, right->span))
        return w_check_error(ck, expr->span);
    WTyped *node = w_check_node(ck, W_TYPED_MATCHES, W_TYPE_BOOLEAN, expr->span);
    w_check_operands(ck, node, &a, 1);
    node->constant = pattern->constant;
    return node;
}

// ---- otherwise

static void say_default_in_vain(WChecker *ck, const WExpr *expr) {
    WStr left = w_source_text(w_check_source(ck, expr->span), expr->binary.left->span);
    WFinding *finding = FIND_LINT(ck, DEFAULT_IN_VAIN, expr->span, "this default is never needed");
    w_finding_why(finding, "`%.*s` is always known here",
                  W_STR_ARGS(w_check_source_text(ck, expr->binary.left->span)));
    w_finding_fix(finding, "take the `otherwise` out");
    w_finding_edit(finding, expr->span, left);
}

static WTyped *otherwise(WChecker *ck, const WEnv *env, const WExpr *expr) {
    WTyped *a = w_check_expr(ck, env, expr->binary.left);
    WTyped *b = w_check_expr(ck, env, expr->binary.right);
    if (w_check_is_error(a) || w_check_is_error(b)) return w_check_error(ck, expr->span);
    WType wanted = a->type;
    if (w_type_optional(a->type) && w_type_optional(b->type))
        wanted |= W_TYPE_OPTIONAL;
    else
        wanted = w_type_required(wanted);
    b = w_check_coerce(ck, b, wanted, "in place of the left side stands");
    if (w_check_is_error(b)) return b;
    if (!w_type_optional(a->type)) {
        say_default_in_vain(ck, expr);
        return a;
    }
    return w_check_node2(ck, W_TYPED_OTHERWISE, wanted, expr->span, a, b);
}

// ---- arithmetic

static WTyped *make(WChecker *ck, const WExpr *expr, WTypedKind kind, WType type, WTyped *a,
                    WTyped *b) {
    return w_check_node2(ck, kind, type, expr->span, a, b);
}

static bool is_numeric(const WTyped *value) {
    return kind_of(value) == W_TYPE_INTEGER || kind_of(value) == W_TYPE_NUMBER;
}

static WTyped *numeric(WChecker *ck, const WExpr *expr, WTyped *a, WTyped *b) {
    bool whole = kind_of(a) == W_TYPE_INTEGER && kind_of(b) == W_TYPE_INTEGER;
    if (expr->op == W_OP_DIV || !whole) {
        a = w_check_widen(ck, a);
        b = w_check_widen(ck, b);
    }
    WType type = a->type;
    switch (expr->op) {
    case W_OP_ADD: return make(ck, expr, W_TYPED_ADD, type, a, b);
    case W_OP_SUB: return make(ck, expr, W_TYPED_SUBTRACT, type, a, b);
    case W_OP_MUL:
        return make(ck, expr, whole ? W_TYPED_MULTIPLY : W_TYPED_MULTIPLY_NUMBER, type, a, b);
    default: W_ASSERT(expr->op == W_OP_DIV);
    }
    bool safe = b->kind == W_TYPED_CONSTANT && b->constant.value != 0;
    WType quotient = safe ? W_TYPE_NUMBER : W_TYPE_NUMBER | W_TYPE_OPTIONAL;
    return make(ck, expr, W_TYPED_DIVIDE, quotient, a, b);
}

static WTyped *times_duration(WChecker *ck, const WExpr *expr, WTyped *factor, WTyped *length) {
    bool whole = kind_of(factor) == W_TYPE_INTEGER;
    return make(ck, expr, whole ? W_TYPED_MULTIPLY : W_TYPED_MULTIPLY_NUMBER, W_TYPE_DURATION,
                factor, length);
}

// Sums and differences in which an instant or a day takes part; NULL if there is none such.
static WTyped *temporal(WChecker *ck, const WExpr *expr, WTyped *a, WTyped *b) {
    WTypeKind left = kind_of(a), right = kind_of(b);
    bool adds = expr->op == W_OP_ADD;
    WTypedKind kind = adds ? W_TYPED_ADD : W_TYPED_SUBTRACT;
    if (left == W_TYPE_DURATION && right == W_TYPE_DURATION)
        return make(ck, expr, kind, W_TYPE_DURATION, a, b);
    if (left == W_TYPE_DATETIME && right == W_TYPE_DURATION)
        return make(ck, expr, kind, W_TYPE_DATETIME, a, b);
    if (adds && left == W_TYPE_DURATION && right == W_TYPE_DATETIME)
        return make(ck, expr, kind, W_TYPE_DATETIME, b, a);
    if (!adds && left == W_TYPE_DATETIME && right == W_TYPE_DATETIME)
        return make(ck, expr, kind, W_TYPE_DURATION, a, b);
    if (!adds && left == W_TYPE_DATE && right == W_TYPE_DATE)
        return w_check_native(ck, W_NATIVE_DATE_SUBTRACT, (WTyped *[]){a, b}, 2, expr->span);
    return NULL;
}

static WTyped *moved_date(WChecker *ck, const WExpr *expr, WTyped *date, const WExpr *units) {
    static const int64_t each[] = {
        [W_UNIT_DAY] = 1, [W_UNIT_WEEK] = 7, [W_UNIT_MONTH] = 1, [W_UNIT_YEAR] = 12};
    WTreeUnit unit = units->units.unit;
    if (unit == W_UNIT_MINUTE || unit == W_UNIT_HOUR) {
        WFinding *finding = FIND(ck, UNITS_PLACE, units->span, "a date has no hours");
        w_finding_fix(finding, "say from which time of that day: (%.*s at 09:00) %s %lld%c",
                      W_STR_ARGS(w_check_source_text(ck, date->span)),
                      expr->op == W_OP_ADD ? "+" : "-", (long long)units->units.count,
                      unit == W_UNIT_HOUR ? 'h' : 'm');
        return w_check_error(ck, expr->span);
    }
    int64_t count = w_integer_mul(units->units.count, each[unit]);
    if (expr->op == W_OP_SUB) count = w_integer_negate(count);
    WTyped *moves = w_check_constant(ck, W_TYPE_INTEGER, count, units->span);
    bool by_months = unit == W_UNIT_MONTH || unit == W_UNIT_YEAR;
    return w_check_native(ck, by_months ? W_NATIVE_DATE_ADD_MONTHS : W_NATIVE_DATE_ADD,
                          (WTyped *[]){date, moves}, 2, expr->span);
}

// `date + 14 days`.
static WTyped *calendar_days(WChecker *ck, const WExpr *expr, WTyped *a) {
    const WExpr *right = expr->binary.right;
    if (w_check_is_error(a)) return a;
    if (kind_of(a) != W_TYPE_DATE) {
        WFinding *finding =
            FIND(ck, UNITS_PLACE, right->span, "calendar days stand beside a date only");
        w_finding_label(finding, "the left side is %s", w_check_a_type(ck, a->type));
        w_check_fix_units(finding, right);
        return w_check_error(ck, expr->span);
    }
    return moved_date(ck, expr, a, right);
}

static WTyped *arithmetic(WChecker *ck, const WEnv *env, const WExpr *expr) {
    WTyped *a = needed(ck, w_check_expr(ck, env, expr->binary.left), expr->op);
    if (expr->binary.right->kind == W_EXPR_UNITS && expr->op != W_OP_MUL && expr->op != W_OP_DIV)
        return calendar_days(ck, expr, a);
    WTyped *b = needed(ck, w_check_expr(ck, env, expr->binary.right), expr->op);
    if (w_check_is_error(a) || w_check_is_error(b)) return w_check_error(ck, expr->span);
    if (is_numeric(a) && is_numeric(b)) return numeric(ck, expr, a, b);
    WTyped *node = NULL;
    if (expr->op == W_OP_MUL && is_numeric(a) && kind_of(b) == W_TYPE_DURATION)
        node = times_duration(ck, expr, a, b);
    else if (expr->op == W_OP_MUL && kind_of(a) == W_TYPE_DURATION && is_numeric(b))
        node = times_duration(ck, expr, b, a);
    else if (expr->op == W_OP_ADD || expr->op == W_OP_SUB)
        node = temporal(ck, expr, a, b);
    return node != NULL ? node : no_operation(ck, expr, a, b);
}

static WTyped *date_at(WChecker *ck, const WEnv *env, const WExpr *expr) {
    WTyped *a = w_check_expr(ck, env, expr->binary.left);
    WTyped *b = w_check_expr(ck, env, expr->binary.right);
    ck->binds_tight = true;
    a = w_check_coerce(ck, a, W_TYPE_DATE, "`at` needs");
    b = w_check_coerce(ck, b, W_TYPE_TIME, "behind `at` stands");
    ck->binds_tight = false;
    if (w_check_is_error(a) || w_check_is_error(b)) return w_check_error(ck, expr->span);
    return w_check_native(ck, W_NATIVE_DATE_AT, (WTyped *[]){a, b}, 2, expr->span);
}

WTyped *w_check_binary(WChecker *ck, const WEnv *env, const WExpr *expr) {
    switch (expr->op) {
    case W_OP_OR:
    case W_OP_AND: return junction(ck, env, expr);
    case W_OP_EQ:
    case W_OP_NE:
    case W_OP_LT:
    case W_OP_LE:
    case W_OP_GT:
    case W_OP_GE: return relation(ck, env, expr);
    case W_OP_IN:
    case W_OP_NOT_IN: return membership(ck, env, expr);
    case W_OP_CONTAINS:
    case W_OP_STARTS_WITH:
    case W_OP_ENDS_WITH: return text_test(ck, env, expr);
    case W_OP_MATCHES: return matches(ck, env, expr);
    case W_OP_OTHERWISE: return otherwise(ck, env, expr);
    case W_OP_AT: return date_at(ck, env, expr);
    case W_OP_ADD:
    case W_OP_SUB:
    case W_OP_MUL:
    case W_OP_DIV: return arithmetic(ck, env, expr);
    case W_OP_NONE: break;
    }
    return w_check_error(ck, expr->span);
}
