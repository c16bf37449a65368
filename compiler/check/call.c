// Calls: questions to the history, loops over lists, and the functions of the standard library.

#include "compiler/check/checker.h"

#include "stdlib/native.h"

WTyped *w_check_native(WChecker *ck, uint32_t code, WTyped **arguments, uint32_t count,
                       WSpan span) {
    const WNative *native = w_native_by_code(code);
    WType given[W_NATIVE_ARGUMENTS] = {0};
    for (uint32_t i = 0; i < count; i++)
        given[i] = arguments[i]->type;
    WTyped *node = w_check_node(ck, W_TYPED_NATIVE, w_native_result(native, given), span);
    node->index = code;
    w_check_operands(ck, node, arguments, count);
    return w_check_fold(ck, node);
}

// ---- which function

static bool is_list_of_nothing(WType type) {
    return w_type_kind(type) == W_TYPE_LIST && w_type_element_kind(type) == W_TYPE_NONE;
}

// The type that a value of `type` becomes where the row has `declared`: an integer counts as a
// number, an option as its text, an instant as its day or time of day.
static WType wanted_type(WType declared, WType type) {
    WTypeKind kind = w_type_kind(type);
    if (declared == W_TYPE_NUMBER && kind == W_TYPE_INTEGER) return declared;
    if (declared == W_TYPE_TEXT && kind == W_TYPE_ENUM) return declared;
    if (declared == W_TYPE_DATE && kind == W_TYPE_DATETIME) return declared;
    if (declared == W_TYPE_TIME && kind == W_TYPE_DATETIME) return declared;
    if (!is_list_of_nothing(type)) return type;
    bool is_any = declared == W_TYPE_LIST || declared == W_NATIVE_SAME;
    if (is_any) return w_type_list_of(W_TYPE_TEXT); // any will do
    return declared == W_NATIVE_PLAIN_LIST ? w_type_list_of(W_TYPE_INTEGER) : declared;
}

// Among arguments of one type an integer counts as a number if another is one, and an empty list
// is one of what the other holds.
static void agree(const WNative *native, WType *types) {
    for (uint32_t i = 1; i < native->argument_count; i++) {
        if (native->arguments[i] != W_NATIVE_SAME || types[i] == types[0]) continue;
        if (types[0] == W_TYPE_INTEGER && types[i] == W_TYPE_NUMBER) types[0] = W_TYPE_NUMBER;
    }
    for (uint32_t i = 1; i < native->argument_count; i++) {
        if (native->arguments[i] != W_NATIVE_SAME) continue;
        if (types[0] == W_TYPE_NUMBER && types[i] == W_TYPE_INTEGER) types[i] = W_TYPE_NUMBER;
    }
}

// The types that the arguments have as this function takes them; false if it does not.
static bool plan(const WNative *native, WTyped **arguments, uint32_t count, WType *types) {
    if (native->argument_count != count) return false;
    for (uint32_t i = 0; i < count; i++)
        types[i] = wanted_type(native->arguments[i], w_type_required(arguments[i]->type));
    agree(native, types);
    for (uint32_t i = 0; i < count; i++) {
        bool is_empty = is_list_of_nothing(arguments[i]->type);
        if (is_empty && native->arguments[i] == W_NATIVE_SAME) types[i] = types[0];
    }
    return w_native_takes(native, types);
}

static bool takes_exactly(const WNative *native, WTyped **arguments, uint32_t count) {
    WType types[W_NATIVE_ARGUMENTS] = {0};
    if (native->argument_count != count) return false;
    for (uint32_t i = 0; i < count; i++)
        types[i] = w_type_required(arguments[i]->type);
    return w_native_takes(native, types);
}

// The overload that takes the arguments, if any the one that takes them as they are.
static const WNative *choose(WStr name, WTyped **arguments, uint32_t count) {
    const WNative *chosen = NULL, *native;
    WType types[W_NATIVE_ARGUMENTS];
    for (size_t n = 0; (native = w_native_by_name(name, n)) != NULL; n++) {
        if (takes_exactly(native, arguments, count)) return native;
        if (chosen == NULL && plan(native, arguments, count, types)) chosen = native;
    }
    return chosen;
}

static WTyped *say_no_loop(WChecker *ck, const WExpr *expr) {
    WStr word = expr->call.name.text;
    WFinding *finding =
        FIND(ck, TYPE_MISMATCH, expr->span, "`%.*s` goes through a list", W_STR_ARGS(word));
    w_finding_fix(finding, "say what of each element: %.*s(x.… for x in LIST where …)",
                  W_STR_ARGS(word));
    return w_check_error(ck, expr->span);
}

static WTyped *say_unknown(WChecker *ck, const WExpr *expr) {
    WName name = expr->call.name;
    if (w_check_is_loop_word(name.text)) return say_no_loop(ck, expr);
    WFinding *finding =
        FIND(ck, UNKNOWN_NAME, name.span, "there is no function `%.*s`", W_STR_ARGS(name.text));
    WSuggest suggest = w_check_suggest(ck, name.text);
    size_t count;
    const WNative *rows = w_native_rows(&count);
    for (size_t i = 0; i < count; i++) {
        if (rows[i].name[0] != '\0') w_suggest_offer(&suggest, w_str(rows[i].name));
    }
    static const char *const asked[] = {"count", "sum", "min", "max", "avg", "first", "last"};
    w_suggest_offer(&suggest, W_STR("any"));
    w_suggest_offer(&suggest, W_STR("all"));
    w_suggest_offer(&suggest, W_STR("list"));
    for (int i = 0; i < 7; i++)
        w_suggest_offer(&suggest, w_str(asked[i]));
    w_check_did_you_mean(finding, &suggest);
    return w_check_error(ck, expr->span);
}

// `where` and `within` belong to questions about the history.
static bool is_plain(WChecker *ck, const WExpr *expr, const WArg *arg) {
    bool has_period = arg->period.kind != W_PERIOD_NONE;
    if (arg->kind == W_ARG_VALUE && arg->where == NULL && !has_period) return true;
    WSpan span = arg->kind != W_ARG_VALUE ? arg->span
                 : has_period             ? arg->period.span
                                          : arg->where->span;
    WFinding *finding = FIND(ck, TYPE_MISMATCH, span, "`%.*s` takes plain values",
                             W_STR_ARGS(expr->call.name.text));
    w_finding_why(finding, "`where`, `within` and `sent` belong to questions about the past, as "
                           "in count(EVENT where … within 30d)");
    return false;
}

static WTyped *say_arguments(WChecker *ck, const WExpr *expr) {
    WName name = expr->call.name;
    WFinding *finding =
        FIND(ck, TYPE_MISMATCH, expr->span, "`%.*s` does not take these", W_STR_ARGS(name.text));
    const WNative *native;
    for (size_t n = 0; (native = w_native_by_name(name.text, n)) != NULL; n++) {
        w_finding_fix(finding, "%s", native->example);
    }
    if (w_check_is_question(name.text))
        w_finding_fix(finding, "of what came: %.*s(%s within 30d)", W_STR_ARGS(name.text),
                      w_str_equal(name.text, W_STR("count")) ? "EVENT" : "EVENT.FIELD");
    return w_check_error(ck, expr->span);
}

// The value as one of the type that the function takes.
static WTyped *as_argument(WChecker *ck, WTyped *value, WType type) {
    WTypeKind kind = w_type_kind(value->type);
    if (value->type == type) return value;
    if (kind == W_TYPE_INTEGER) return w_check_widen(ck, value);
    if (kind == W_TYPE_ENUM) return w_check_to_text(ck, value);
    if (kind == W_TYPE_DATETIME) {
        uint32_t part = type == W_TYPE_DATE ? W_NATIVE_DATE_OF : W_NATIVE_TIME_OF;
        return w_check_native(ck, part, &value, 1, value->span);
    }
    return w_check_coerce(ck, value, type, "the function needs");
}

static WTyped *call_native(WChecker *ck, const WExpr *expr, WTyped **arguments, uint32_t count) {
    const WNative *native = choose(expr->call.name.text, arguments, count);
    WType types[W_NATIVE_ARGUMENTS] = {0};
    if (native == NULL) return say_arguments(ck, expr);
    plan(native, arguments, count, types);
    for (uint32_t i = 0; i < count; i++) {
        if (w_type_optional(arguments[i]->type))
            return w_check_missing_here(ck, arguments[i], W_TYPE_NONE, "the function needs");
        arguments[i] = as_argument(ck, arguments[i], types[i]);
    }
    return w_check_native(ck, native->code, arguments, count, expr->span);
}

WTyped *w_check_call(WChecker *ck, const WEnv *env, const WExpr *expr) {
    if (w_check_is_each(expr)) return w_check_each(ck, env, expr);
    if (w_check_is_history(ck, env, expr)) return w_check_history(ck, env, expr);
    if (w_native_by_name(expr->call.name.text, 0) == NULL) return say_unknown(ck, expr);
    WTyped **arguments = NULL;
    uint32_t count = 0, room = 0;
    bool poisoned = false;
    for (const WArg *arg = expr->call.args; arg != NULL; arg = arg->next) {
        bool is_list = arg->kind == W_ARG_EACH && arg == expr->call.args;
        if (!is_list && !is_plain(ck, expr, arg)) return w_check_error(ck, expr->span);
        WTyped *value = is_list ? w_check_each(ck, env, expr) : w_check_expr(ck, env, arg->value);
        poisoned |= w_check_is_error(value);
        *W_CHECK_PUSH(ck, arguments, count, room) = value;
    }
    if (poisoned) return w_check_error(ck, expr->span);
    return call_native(ck, expr, arguments, count);
}
