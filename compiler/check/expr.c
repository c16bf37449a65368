// Expressions: each becomes a typed node, or a poisoned one after a finding.

#include "compiler/check/checker.h"

#include "runtime/base/assert.h"
#include "stdlib/native.h"

enum { DEEPEST_CONST = 200, MOST_JOINED = 32 };

// ---- texts

// How a value becomes a text; `local`: as it is written where a content is read.
static WNativeCode text_native(WType type, bool local) {
    switch (w_type_kind(type)) {
    case W_TYPE_BOOLEAN: return W_NATIVE_TEXT_BOOLEAN;
    case W_TYPE_INTEGER: return local ? W_NATIVE_LOCAL_INTEGER : W_NATIVE_TEXT_INTEGER;
    case W_TYPE_NUMBER: return local ? W_NATIVE_LOCAL_NUMBER : W_NATIVE_TEXT_NUMBER;
    case W_TYPE_DATETIME: return local ? W_NATIVE_LOCAL_DATETIME : W_NATIVE_TEXT_DATETIME;
    case W_TYPE_DATE: return local ? W_NATIVE_LOCAL_DATE : W_NATIVE_TEXT_DATE;
    case W_TYPE_TIME: return local ? W_NATIVE_LOCAL_TIME : W_NATIVE_TEXT_TIME;
    default: W_ASSERT(w_type_kind(type) == W_TYPE_DURATION); return W_NATIVE_TEXT_DURATION;
    }
}

static WTyped *to_text(WChecker *ck, WTyped *value, bool local) {
    if (w_check_is_error(value)) return value;
    if (w_type_optional(value->type))
        return w_check_missing_here(ck, value, W_TYPE_NONE, "a text needs");
    switch (w_type_kind(value->type)) {
    case W_TYPE_TEXT: return value;
    case W_TYPE_ENUM: return w_check_node1(ck, W_TYPED_ENUM_TEXT, W_TYPE_TEXT, value->span, value);
    case W_TYPE_RECORD: {
        WFinding *finding = FIND(ck, TYPE_MISMATCH, value->span, "a record is no text");
        const WProgramRecord *row = &ck->program->records[w_type_record(value->type)];
        if (row->part_count > 0)
            w_finding_fix(finding, "name one of its fields: {%.*s.%.*s}",
                          W_STR_ARGS(w_check_source_text(ck, value->span)),
                          W_STR_ARGS(row->parts[0].name));
        return w_check_error(ck, value->span);
    }
    case W_TYPE_LIST: {
        WFinding *finding = FIND(ck, TYPE_MISMATCH, value->span, "a list is no text");
        w_finding_fix(finding, "join its elements: {join(%.*s, \", \")}",
                      W_STR_ARGS(w_check_source_text(ck, value->span)));
        return w_check_error(ck, value->span);
    }
    default: return w_check_native(ck, text_native(value->type, local), &value, 1, value->span);
    }
}

WTyped *w_check_to_text(WChecker *ck, WTyped *value) {
    return to_text(ck, value, false);
}

WTyped *w_check_written(WChecker *ck, const WEnv *env, WTyped *value) {
    return to_text(ck, value, env->message != NULL);
}

// Many are joined in groups, so that no piece of code needs a register for each.
WTyped *w_check_concat(WChecker *ck, WTyped **texts, uint32_t count, WSpan span) {
    if (count == 0) return w_check_text(ck, W_STR(""), span);
    while (count > MOST_JOINED) {
        uint32_t groups = 0;
        for (uint32_t i = 0; i < count; i += MOST_JOINED) {
            uint32_t size = count - i < MOST_JOINED ? count - i : (uint32_t)MOST_JOINED;
            texts[groups++] = w_check_concat(ck, texts + i, size, span);
        }
        count = groups;
    }
    if (count == 1) return texts[0];
    WTyped *node = w_check_node(ck, W_TYPED_CONCAT, W_TYPE_TEXT, span);
    w_check_operands(ck, node, texts, count);
    return w_check_fold(ck, node);
}

static WTyped *text_part(WChecker *ck, const WEnv *env, const WTextPart *part) {
    switch (part->kind) {
    case W_TEXT_PART_TEXT: return w_check_text(ck, part->text, part->span);
    case W_TEXT_PART_EXPR: return w_check_written(ck, env, w_check_expr(ck, env, part->expr));
    default: return w_check_error(ck, part->span); // stands in contents only: the tree said so
    }
}

static WTyped *text_parts(WChecker *ck, const WEnv *env, const WExpr *expr) {
    WTyped **texts = NULL;
    uint32_t count = 0, room = 0;
    bool poisoned = false;
    for (const WTextPart *part = expr->parts; part != NULL; part = part->next) {
        WTyped *text = text_part(ck, env, part);
        poisoned |= w_check_is_error(text);
        *W_CHECK_PUSH(ck, texts, count, room) = text;
    }
    if (poisoned) return w_check_error(ck, expr->span);
    return w_check_concat(ck, texts, count, expr->span);
}

// ---- lists

static WTyped *list_element(WChecker *ck, const WEnv *env, const WExpr *item) {
    WTyped *value = w_check_expr(ck, env, item);
    if (w_check_is_error(value)) return value;
    if (w_type_optional(value->type))
        return w_check_missing_here(ck, value, W_TYPE_NONE, "an element is");
    if (w_type_kind(value->type) != W_TYPE_LIST) return value;
    w_check_list_of_lists(ck, item->span);
    return w_check_error(ck, item->span);
}

// The type that all elements have, as far as the first and the numbers among them say.
static WType element_type(WTyped **items, uint32_t count) {
    WType type = items[0]->type;
    for (uint32_t i = 1; i < count; i++) {
        bool widens = type == W_TYPE_INTEGER && items[i]->type == W_TYPE_NUMBER;
        bool names = type == W_TYPE_TEXT && w_type_kind(items[i]->type) == W_TYPE_ENUM;
        if (widens || names) type = items[i]->type;
    }
    return type;
}

static WTyped *list(WChecker *ck, const WEnv *env, const WExpr *expr) {
    WTyped **items = NULL;
    uint32_t count = 0, room = 0;
    bool poisoned = false;
    for (const WExpr *item = expr->items; item != NULL; item = item->next) {
        WTyped *value = list_element(ck, env, item);
        poisoned |= w_check_is_error(value);
        *W_CHECK_PUSH(ck, items, count, room) = value;
    }
    if (poisoned) return w_check_error(ck, expr->span);
    if (count == 0) return w_check_constant(ck, w_type_list_of(W_TYPE_NONE), 0, expr->span);
    WType type = element_type(items, count);
    for (uint32_t i = 0; i < count; i++) {
        items[i] = w_check_coerce(ck, items[i], type, "the elements of this list are");
        if (w_check_is_error(items[i])) return items[i];
    }
    WTyped *node = w_check_node(ck, W_TYPED_LIST, w_type_list_of(type), expr->span);
    w_check_operands(ck, node, items, count);
    return node;
}

// ---- unary

static WTyped *missing_in_operation(WChecker *ck, const WTyped *value) {
    ck->binds_tight = true;
    WTyped *error = w_check_missing_here(ck, value, W_TYPE_NONE, "`-` needs");
    ck->binds_tight = false;
    return error;
}

static WTyped *negation(WChecker *ck, const WEnv *env, const WExpr *expr) {
    WTyped *value = w_check_expr(ck, env, expr->operand);
    if (w_check_is_error(value)) return value;
    if (w_type_optional(value->type)) return missing_in_operation(ck, value);
    WTypeKind kind = w_type_kind(value->type);
    if (kind == W_TYPE_INTEGER || kind == W_TYPE_NUMBER || kind == W_TYPE_DURATION)
        return w_check_node1(ck, W_TYPED_NEGATE, value->type, expr->span, value);
    WFinding *finding = FIND(ck, NO_OPERATION, expr->span, "`-` needs a number or a duration");
    w_finding_label(finding, "this is %s", w_check_a_type(ck, value->type));
    return w_check_error(ck, expr->span);
}

static WTyped *not_of(WChecker *ck, const WEnv *env, const WExpr *expr) {
    WTyped *value = w_check_condition(ck, env, expr->operand, "`not` needs");
    if (w_check_is_error(value)) return value;
    return w_check_node1(ck, W_TYPED_NOT, W_TYPE_BOOLEAN, expr->span, value);
}

static WTyped *known(WChecker *ck, const WEnv *env, const WExpr *expr, WTypedKind kind) {
    WTyped *value = w_check_expr(ck, env, expr->operand);
    if (w_check_is_error(value)) return value;
    if (!w_type_optional(value->type))
        return w_check_constant(ck, W_TYPE_BOOLEAN, kind == W_TYPED_KNOWN, expr->span);
    return w_check_node1(ck, kind, W_TYPE_BOOLEAN, expr->span, value);
}

static WTyped *in_journey(WChecker *ck, const WEnv *env, const WExpr *expr) {
    if (env->constant) {
        FIND(ck, NOT_CONSTANT, expr->span, "this must be known beforehand, and %s", env->here);
        return w_check_error(ck, expr->span);
    }
    uint32_t row = w_check_row(ck, (WName){expr->name, expr->span}, W_SYMBOL_JOURNEY);
    if (row == W_NONE) return w_check_error(ck, expr->span);
    WTyped *node = w_check_node(ck, W_TYPED_INSIDE, W_TYPE_BOOLEAN, expr->span);
    node->index = row;
    return node;
}

// ---- literals

// A local moment: which instant it is depends on where the customer is.
static WTyped *date_clock(WChecker *ck, const WEnv *env, const WExpr *expr) {
    if (env->constant && !env->timed) {
        WFinding *finding = FIND(ck, NOT_CONSTANT, expr->span,
                                 "which instant this is depends on the customer's zone");
        w_finding_fix(finding, "write it where it is needed");
        return w_check_error(ck, expr->span);
    }
    WTyped *arguments[] = {
        w_check_constant(ck, W_TYPE_DATE, expr->date_clock.day, expr->span),
        w_check_constant(ck, W_TYPE_TIME, expr->date_clock.clock_ms, expr->span),
    };
    return w_check_native(ck, W_NATIVE_DATE_AT, arguments, 2, expr->span);
}

void w_check_fix_units(WFinding *finding, const WExpr *units) {
    static const char letters[] = {
        [W_UNIT_MINUTE] = 'm', [W_UNIT_HOUR] = 'h', [W_UNIT_DAY] = 'd', [W_UNIT_WEEK] = 'w'};
    if (units->units.unit > W_UNIT_WEEK) return; // months have no exact length
    w_finding_fix(finding, "an exact length is written %lld%c", (long long)units->units.count,
                  letters[units->units.unit]);
}

static WTyped *units(WChecker *ck, const WExpr *expr) {
    WFinding *finding =
        FIND(ck, UNITS_PLACE, expr->span, "calendar days stand beside a date only");
    w_check_fix_units(finding, expr);
    w_finding_fix(finding, "days of the calendar are counted from a date: today + 14 days");
    return w_check_error(ck, expr->span);
}

static WTyped *literal(WChecker *ck, const WExpr *expr) {
    switch (expr->kind) {
    case W_EXPR_BOOLEAN: return w_check_constant(ck, W_TYPE_BOOLEAN, expr->boolean, expr->span);
    case W_EXPR_INTEGER: return w_check_constant(ck, W_TYPE_INTEGER, expr->integer, expr->span);
    case W_EXPR_NUMBER: return w_check_constant(ck, W_TYPE_NUMBER, expr->micros, expr->span);
    case W_EXPR_DURATION:
        return w_check_constant(ck, W_TYPE_DURATION, expr->length_ms, expr->span);
    case W_EXPR_CLOCK: return w_check_constant(ck, W_TYPE_TIME, expr->clock_ms, expr->span);
    case W_EXPR_DATE: return w_check_constant(ck, W_TYPE_DATE, expr->day, expr->span);
    default: W_ASSERT(expr->kind == W_EXPR_TEXT); return w_check_text(ck, expr->text, expr->span);
    }
}

static WTyped *misplaced(WChecker *ck, const WExpr *expr, const char *word, const char *fix) {
    WFinding *finding = FIND(ck, NOT_A_VALUE, expr->span, "`%s` alone is no value", word);
    w_finding_fix(finding, "%s", fix);
    return w_check_error(ck, expr->span);
}

WTyped *w_check_expr(WChecker *ck, const WEnv *env, const WExpr *expr) {
    switch (expr->kind) {
    case W_EXPR_ERROR: return w_check_error(ck, expr->span);
    case W_EXPR_BOOLEAN:
    case W_EXPR_INTEGER:
    case W_EXPR_NUMBER:
    case W_EXPR_DURATION:
    case W_EXPR_CLOCK:
    case W_EXPR_DATE:
    case W_EXPR_TEXT: return literal(ck, expr);
    case W_EXPR_DATE_CLOCK: return date_clock(ck, env, expr);
    case W_EXPR_UNITS: return units(ck, expr);
    case W_EXPR_TEXT_PARTS: return text_parts(ck, env, expr);
    case W_EXPR_NAME:
    case W_EXPR_FIELD: return w_check_place(ck, env, expr);
    case W_EXPR_PROFILE:
        return misplaced(ck, expr, "profile", "name one of its fields: profile.id");
    case W_EXPR_EVENT: return misplaced(ck, expr, "event", "name one of its fields: event.at");
    case W_EXPR_LIST: return list(ck, env, expr);
    case W_EXPR_RECORD: return w_check_untyped_record(ck, expr);
    case W_EXPR_CALL: return w_check_call(ck, env, expr);
    case W_EXPR_NOT: return not_of(ck, env, expr);
    case W_EXPR_NEGATE: return negation(ck, env, expr);
    case W_EXPR_KNOWN: return known(ck, env, expr, W_TYPED_KNOWN);
    case W_EXPR_MISSING: return known(ck, env, expr, W_TYPED_MISSING);
    case W_EXPR_IN_JOURNEY: return in_journey(ck, env, expr);
    case W_EXPR_BETWEEN: return w_check_between(ck, env, expr);
    case W_EXPR_BINARY: return w_check_binary(ck, env, expr);
    }
    return w_check_error(ck, expr->span);
}

static bool is_fixed(const WTyped *value) {
    if (value->kind == W_TYPED_CONSTANT || value->kind == W_TYPED_NOTHING) return true;
    if (value->kind != W_TYPED_LIST && value->kind != W_TYPED_RECORD) return false;
    for (uint32_t i = 0; i < value->count; i++) {
        if (!is_fixed(value->operands[i])) return false;
    }
    return true;
}

// The elements of a list with records, each as what it should be.
static WTyped *record_list(WChecker *ck, const WEnv *env, const WExpr *expr, WType type,
                           const char *needs) {
    WTyped **items = NULL;
    uint32_t count = 0, room = 0;
    bool poisoned = false;
    for (const WExpr *item = expr->items; item != NULL; item = item->next) {
        WTyped *value = w_check_value(ck, env, item, w_type_element(type), needs);
        poisoned |= w_check_is_error(value);
        *W_CHECK_PUSH(ck, items, count, room) = value;
    }
    if (poisoned) return w_check_error(ck, expr->span);
    WTyped *node = w_check_node(ck, W_TYPED_LIST, w_type_required(type), expr->span);
    w_check_operands(ck, node, items, count);
    return node;
}

static bool holds_records(const WExpr *list) {
    for (const WExpr *item = list->items; item != NULL; item = item->next) {
        if (item->kind == W_EXPR_RECORD) return true;
    }
    return false;
}

static WTyped *no_record(WChecker *ck, const WExpr *expr, WType wanted, const char *needs) {
    WFinding *finding = FIND(ck, TYPE_MISMATCH, expr->span, "this is a record");
    w_finding_label(finding, "%s %s", needs, w_check_a_type(ck, w_type_required(wanted)));
    return w_check_error(ck, expr->span);
}

// Records that are written out get their type from where they stand.
static WTyped *typed_value(WChecker *ck, const WEnv *env, const WExpr *expr, WType wanted,
                           const char *needs) {
    if (expr->kind == W_EXPR_RECORD && wanted != W_TYPE_NONE) {
        if (w_type_kind(wanted) != W_TYPE_RECORD) return no_record(ck, expr, wanted, needs);
        return w_check_record(ck, env, expr, wanted);
    }
    bool is_typed = expr->kind == W_EXPR_LIST && w_type_kind(wanted) == W_TYPE_LIST;
    if (is_typed && holds_records(expr)) return record_list(ck, env, expr, wanted, needs);
    return w_check_coerce(ck, w_check_expr(ck, env, expr), wanted, needs);
}

WTyped *w_check_value(WChecker *ck, const WEnv *env, const WExpr *expr, WType wanted,
                      const char *needs) {
    WTyped *value = typed_value(ck, env, expr, wanted, needs);
    bool may_vary = !env->constant || env->timed;
    if (may_vary || w_check_is_error(value) || is_fixed(value)) return value;
    WFinding *finding = FIND(ck, NOT_CONSTANT, expr->span, "this cannot be computed beforehand");
    w_finding_why(finding, "%s", env->here);
    return w_check_error(ck, expr->span);
}

WTyped *w_check_condition(WChecker *ck, const WEnv *env, const WExpr *expr, const char *needs) {
    ck->conditions++;
    WTyped *value = w_check_value(ck, env, expr, W_TYPE_BOOLEAN, needs);
    ck->conditions--;
    return value;
}

// ---- what is known now

const WTyped *w_check_known_now(WChecker *ck, const WExpr *expr) {
    WFindings *outer = ck->findings;
    unsigned suggestions = ck->suggestions_left;
    WEnv env = {.constant = true, .here = ""};
    ck->findings = &ck->muted;
    const WTyped *value = w_check_value(ck, &env, expr, W_TYPE_NONE, "");
    ck->findings = outer;
    ck->suggestions_left = suggestions;
    return value;
}

int64_t w_check_length(WChecker *ck, const WExpr *expr, const char *needs) {
    WEnv env = {.constant = true, .here = "this length is the same for everybody"};
    WTyped *length = w_check_value(ck, &env, expr, W_TYPE_DURATION, needs);
    if (w_check_is_error(length)) return 0;
    W_ASSERT(length->kind == W_TYPED_CONSTANT);
    if (length->constant.value > 0) return length->constant.value;
    FIND(ck, VALUE_RANGE, expr->span, "a length above zero is needed here");
    return 0;
}

static WTyped *compute_const(WChecker *ck, const WSymbol *symbol) {
    const WConst *constant = &symbol->decl->constant;
    const WTree *outer = ck->tree;
    ck->tree = symbol->tree;
    WEnv env = {.constant = true, .here = "a constant is the same for everybody"};
    WType type = constant->type != NULL ? w_check_type(ck, constant->type) : W_TYPE_NONE;
    WTyped *value = w_check_value(ck, &env, constant->value, type, "the constant is");
    ck->tree = outer;
    return value;
}

static WTyped *say_circular(WChecker *ck, const WSymbol *symbol, WSpan span) {
    WFinding *finding =
        FIND(ck, CIRCULAR, span, "`%.*s` depends on itself", W_STR_ARGS(symbol->name));
    w_finding_other(finding, symbol->span, "declared here");
    w_finding_fix(finding, "write out its value in one of them");
    return w_check_error(ck, span);
}

static WTyped *say_too_deep(WChecker *ck, WSpan span) {
    FIND(ck, TOO_MANY, span, "more than %d constants that use each other in a row", DEEPEST_CONST);
    return w_check_error(ck, span);
}

static void compute(WChecker *ck, const WSymbol *symbol, WMemo *memo) {
    uint32_t outer_depth = ck->const_depth;
    ck->const_depth = 0;
    ck->const_nesting++;
    memo->state = W_MEMO_BUSY;
    memo->value = compute_const(ck, symbol);
    memo->state = W_MEMO_DONE;
    memo->depth = ck->const_depth + 1;
    ck->const_nesting--;
    ck->const_depth = outer_depth;
}

WTyped *w_check_const(WChecker *ck, uint32_t row, WSpan span) {
    const WSymbol *symbol = ck->by_kind[W_SYMBOL_CONST].items[row];
    WMemo *memo = &ck->const_values[row];
    if (memo->state == W_MEMO_BUSY) return say_circular(ck, symbol, span);
    if (memo->state == W_MEMO_NEW) {
        // What is not looked into here starts a row of its own, most likely too long again.
        if (ck->const_nesting > DEEPEST_CONST && ck->deep_const_said)
            return w_check_error(ck, span);
        if (ck->const_nesting > DEEPEST_CONST) {
            ck->deep_const_said = true;
            return say_too_deep(ck, span);
        }
        compute(ck, symbol, memo);
    }
    bool too_deep = memo->depth > DEEPEST_CONST && !w_check_is_error(memo->value);
    if (ck->const_nesting > 0 && too_deep) return say_too_deep(ck, span);
    if (memo->depth > ck->const_depth) ck->const_depth = memo->depth;
    WTyped *copy = w_arena_take(ck->arena, sizeof *copy);
    *copy = *memo->value;
    copy->span = span;
    return copy;
}

void w_check_consts(WChecker *ck) {
    WSymbolList *list = &ck->by_kind[W_SYMBOL_CONST];
    ck->const_values = w_check_array(ck, list->count, sizeof *ck->const_values);
    for (uint32_t i = 0; i < list->count; i++) {
        ck->tree = list->items[i]->tree;
        w_check_const(ck, i, list->items[i]->span);
    }
}
