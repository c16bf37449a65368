// Building the tree: expressions and arguments.
//
// Premise: see build.h.
// Promise: no expression is deeper than W_LIMIT_NESTING; an error node makes no second finding.
#include "compiler/syntax/build.h"
#include "runtime/base/limits.h"

WExpr *w_build_expr(WParse *p, WExprKind kind, WSpan span) {
    WExpr *expr = w_build_node(p, sizeof *expr);
    expr->kind = kind;
    expr->span = span;
    expr->depth = 1;
    return expr;
}

WExpr *w_build_error(WParse *p, WSpan span) {
    w_build_broken(p);
    return w_build_expr(p, W_EXPR_ERROR, span);
}

void w_build_deepen(WExpr *parent, const WExpr *child) {
    if (child && child->depth >= parent->depth) parent->depth = child->depth + 1;
}

WExpr *w_build_checked(WParse *p, WExpr *parent) {
    if (parent->depth <= W_LIMIT_NESTING) return parent;
    if (parent->depth == W_LIMIT_NESTING + 1) { // what is deeper holds a part that was said
        WFinding *f =
            w_build_finding(p, W_E_TOO_DEEP, parent->span,
                            "this expression is nested more than %d deep", W_LIMIT_NESTING);
        w_finding_fix(f, "give a part of it a name with let or const");
    }
    WExpr *error = w_build_error(p, parent->span);
    error->depth = W_LIMIT_NESTING + 1;
    return error;
}

WExpr *w_build_leaf(WParse *p, WExprKind kind, Tok token) {
    return w_build_expr(p, kind, w_build_token_span(p, token));
}

static bool is_null_word(WStr name) {
    return w_str_equal(name, W_STR("null")) || w_str_equal(name, W_STR("nil"));
}

WExpr *w_build_name_expr(WParse *p, Tok token) {
    WName name = w_build_name(p, token);
    if (name.text.size == 0) return w_build_error(p, name.span);
    if (is_null_word(name.text)) {
        WFinding *f = w_build_finding(p, W_E_NULL_WORD, name.span, "there is no `%.*s`",
                                      W_STR_ARGS(name.text));
        w_finding_fix(f, "ask `x is missing` or `x is known`, or give a default: x otherwise 0");
        return w_build_error(p, name.span);
    }
    WExpr *expr = w_build_expr(p, W_EXPR_NAME, name.span);
    expr->name = name.text;
    return expr;
}

WExpr *w_build_member(WParse *p, WExpr *of, Tok name) {
    WExpr *expr = w_build_expr(p, W_EXPR_FIELD, of->span);
    expr->span.end = p->end;
    expr->field.of = of;
    expr->field.name = w_build_name(p, name);
    w_build_deepen(expr, of);
    return w_build_checked(p, expr);
}

// Parentheses are no node; the place of what they hold is with them.
WExpr *w_build_group(WParse *p, Tok paren, WExpr *inner) {
    inner->span = w_build_span(p, paren);
    return inner;
}

WExpr *w_build_list(WParse *p, Tok bracket, WList items) {
    WExpr *expr = w_build_expr(p, W_EXPR_LIST, w_build_span(p, bracket));
    expr->items = items.first;
    for (const WExpr *item = expr->items; item; item = item->next)
        w_build_deepen(expr, item);
    return w_build_checked(p, expr);
}

WExpr *w_build_record(WParse *p, Tok brace, WList pairs) {
    WExpr *expr = w_build_expr(p, W_EXPR_RECORD, w_build_span(p, brace));
    expr->pairs = pairs.first;
    for (const WPair *pair = expr->pairs; pair; pair = pair->next)
        w_build_deepen(expr, pair->value);
    return w_build_checked(p, expr);
}

WPair *w_build_pair(WParse *p, Tok key, WExpr *value) {
    WPair *pair = w_build_node(p, sizeof *pair);
    pair->span = w_build_join(w_build_token_span(p, key), value->span);
    pair->key = w_build_name(p, key);
    pair->value = value;
    return pair;
}

// ---- operators

WExpr *w_build_unary(WParse *p, WExprKind kind, Tok op, WExpr *operand) {
    WExpr *expr = w_build_expr(p, kind, w_build_join(w_build_token_span(p, op), operand->span));
    expr->operand = operand;
    w_build_deepen(expr, operand);
    return w_build_checked(p, expr);
}

WExpr *w_build_binary(WParse *p, WExprOp op, WExpr *left, Tok op_token, WExpr *right) {
    WExpr *expr = w_build_expr(p, W_EXPR_BINARY, w_build_join(left->span, right->span));
    expr->op = op;
    expr->binary.left = left;
    expr->binary.right = right;
    expr->binary.op_span = w_build_token_span(p, op_token);
    w_build_deepen(expr, left);
    w_build_deepen(expr, right);
    return w_build_checked(p, expr);
}

static bool is_literal(const WExpr *expr) {
    return expr->kind == W_EXPR_TEXT || expr->kind == W_EXPR_INTEGER ||
           expr->kind == W_EXPR_NUMBER;
}

// `plan = "pro" or "team"`: a condition on the left, a value on the right.
WExpr *w_build_or(WParse *p, WExpr *left, Tok op_token, WExpr *right) {
    bool compares = left->kind == W_EXPR_BINARY && (left->op == W_OP_EQ || left->op == W_OP_NE);
    if (!compares || !is_literal(right)) return w_build_binary(p, W_OP_OR, left, op_token, right);
    const WSource *source = p->tokens->source;
    WStr subject = w_source_text(source, left->binary.left->span);
    WStr first = w_source_text(source, left->binary.right->span);
    WStr second = w_source_text(source, right->span);
    WSpan span = w_build_join(left->span, right->span);
    WFinding *f = w_build_finding(p, W_E_OR_WITH_LITERAL, right->span,
                                  "`or` joins conditions, and `%.*s` is none", W_STR_ARGS(second));
    w_finding_fix(f, "%.*s %sin [%.*s, %.*s]", W_STR_ARGS(subject),
                  left->op == W_OP_NE ? "not " : "", W_STR_ARGS(first), W_STR_ARGS(second));
    return w_build_error(p, span);
}

static WExprOp relation(Tok token) {
    switch (token->kind) {
    case W_TK_EQ: return W_OP_EQ;
    case W_TK_NE: return W_OP_NE;
    case W_TK_LT: return W_OP_LT;
    case W_TK_LE: return W_OP_LE;
    case W_TK_GT: return W_OP_GT;
    default: return W_OP_GE;
    }
}

WExpr *w_build_compare(WParse *p, WExpr *left, Tok op_token, WExpr *right) {
    return w_build_binary(p, relation(op_token), left, op_token, right);
}

WExpr *w_build_chain(WParse *p, WExpr *left, Tok op_token, WExpr *right) {
    WFinding *f = w_build_finding(p, W_E_CHAINED_COMPARISON, w_build_token_span(p, op_token),
                                  "comparisons do not chain");
    w_finding_fix(f, "write `x between a and b`, or two comparisons joined by `and`");
    return w_build_error(p, w_build_join(left->span, right->span));
}

WExpr *w_build_in_journey(WParse *p, Tok op, Tok name) {
    WExpr *expr = w_build_expr(p, W_EXPR_IN_JOURNEY, w_build_span(p, op));
    expr->name = w_build_name(p, name).text;
    if (expr->name.size == 0) return w_build_error(p, expr->span);
    return expr;
}

WExpr *w_build_is(WParse *p, WExprKind kind, WExpr *operand) {
    WExpr *expr = w_build_expr(p, kind, operand->span);
    expr->span.end = p->end;
    expr->operand = operand;
    w_build_deepen(expr, operand);
    return w_build_checked(p, expr);
}

WExpr *w_build_between(WParse *p, WExpr *value, WExpr *low, WExpr *high) {
    WExpr *expr = w_build_expr(p, W_EXPR_BETWEEN, w_build_join(value->span, high->span));
    expr->between.value = value;
    expr->between.low = low;
    expr->between.high = high;
    w_build_deepen(expr, value);
    w_build_deepen(expr, low);
    w_build_deepen(expr, high);
    return w_build_checked(p, expr);
}

// ---- calls

// `any(p in xs where …)` parses as a membership; it binds p over xs.
static void bind_first(WName function, WArg *arg) {
    bool binds = w_str_equal(function.text, W_STR("any")) ||
                 w_str_equal(function.text, W_STR("all")) ||
                 w_str_equal(function.text, W_STR("count"));
    if (!binds || !arg || arg->kind != W_ARG_VALUE) return;
    WExpr *in = arg->value;
    if (in->kind != W_EXPR_BINARY || in->op != W_OP_IN) return;
    if (in->binary.left->kind != W_EXPR_NAME) return;
    arg->kind = W_ARG_EACH;
    arg->binding = (WName){in->binary.left->name, in->binary.left->span};
    arg->list = in->binary.right;
    arg->value = NULL;
}

WExpr *w_build_call(WParse *p, Tok name, WList args) {
    WExpr *expr = w_build_expr(p, W_EXPR_CALL, w_build_span(p, name));
    expr->call.name = w_build_name(p, name);
    expr->call.args = args.first;
    bind_first(expr->call.name, expr->call.args);
    for (const WArg *arg = expr->call.args; arg; arg = arg->next) {
        w_build_deepen(expr, arg->value);
        w_build_deepen(expr, arg->list);
        w_build_deepen(expr, arg->where);
        w_build_deepen(expr, arg->period.length);
    }
    return w_build_checked(p, expr);
}

WArg *w_build_arg(WParse *p, WExpr *value, WExpr *where, WPeriod *period) {
    WArg *arg = w_build_node(p, sizeof *arg);
    arg->kind = W_ARG_VALUE;
    arg->span = value->span;
    if (p->end > arg->span.end) arg->span.end = p->end;
    arg->value = value;
    arg->where = where;
    arg->period = *period;
    return arg;
}

WArg *w_build_each(WParse *p, Tok keyword, Tok binding, WExpr *list, WExpr *where) {
    WArg *arg = w_build_node(p, sizeof *arg);
    arg->kind = W_ARG_EACH;
    arg->span = w_build_span(p, keyword);
    arg->binding = w_build_name(p, binding);
    arg->list = list;
    arg->where = where;
    return arg;
}

WArg *w_build_each_arg(WParse *p, WExpr *value, WArg *each) {
    (void)p;
    each->value = value;
    each->span = w_build_join(value->span, each->span);
    return each;
}

WArg *w_build_sent(WParse *p, Tok first, Tok second, Tok from) {
    WArg *arg = w_build_node(p, sizeof *arg);
    arg->kind = W_ARG_SENT;
    arg->first = w_build_name(p, first);
    arg->second = w_build_name(p, second);
    arg->from = w_build_name(p, from);
    return arg;
}

WArg *w_build_sent_arg(WParse *p, Tok keyword, WArg *sent, Tok field, WExpr *where,
                       WPeriod *period) {
    sent->span = w_build_span(p, keyword);
    sent->field = w_build_name(p, field);
    sent->where = where;
    sent->period = *period;
    return sent;
}

WPeriod *w_build_period(WParse *p, Tok keyword, WExpr *length, Tok unit) {
    WPeriod *period = w_build_node(p, sizeof *period);
    if (!keyword) return period;
    period->kind = length ? W_PERIOD_WITHIN : unit ? W_PERIOD_THIS : W_PERIOD_SINCE_ENTRY;
    period->span = w_build_span(p, keyword);
    period->length = length;
    if (unit) period->unit = (WTreeUnit)w_build_word_value(p, unit);
    return period;
}
