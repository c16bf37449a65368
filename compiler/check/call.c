// Calls: questions to the history, loops over lists, and the functions of the standard library.

#include "compiler/check/checker.h"

#include "stdlib/native.h"

WTyped *w_check_native(WChecker *ck, uint32_t code, WTyped **arguments, uint32_t count,
                       WSpan span) {
    const WNative *native = w_native_by_code(code);
    WTyped *node = w_check_node(ck, W_TYPED_NATIVE, native->result, span);
    node->index = code;
    w_check_operands(ck, node, arguments, count);
    return w_check_fold(ck, node);
}

static bool is_list_of_nothing(WType type) {
    return w_type_kind(type) == W_TYPE_LIST && w_type_element_kind(type) == W_TYPE_NONE;
}

// Whether the arguments fit, an integer counting as a number.
static bool fits(const WNative *native, WTyped **arguments, uint32_t count) {
    if (native->argument_count != count) return false;
    for (uint32_t i = 0; i < count; i++) {
        WType type = w_type_required(arguments[i]->type);
        bool widens = w_type_kind(type) == W_TYPE_INTEGER &&
                      w_type_kind(native->arguments[i]) == W_TYPE_NUMBER;
        bool names =
            w_type_kind(type) == W_TYPE_ENUM && w_type_kind(native->arguments[i]) == W_TYPE_TEXT;
        bool empty = is_list_of_nothing(type) && w_type_kind(native->arguments[i]) == W_TYPE_LIST;
        if (!widens && !names && !empty && !w_native_takes(native, i, type)) return false;
    }
    return true;
}

static bool takes_exactly(const WNative *native, WTyped **arguments, uint32_t count) {
    if (native->argument_count != count) return false;
    for (uint32_t i = 0; i < count; i++) {
        if (!w_native_takes(native, i, w_type_required(arguments[i]->type))) return false;
    }
    return true;
}

// The overload that takes the arguments, if any the one that takes them as they are.
static const WNative *choose(WStr name, WTyped **arguments, uint32_t count) {
    const WNative *chosen = NULL, *native;
    for (size_t n = 0; (native = w_native_by_name(name, n)) != NULL; n++) {
        if (takes_exactly(native, arguments, count)) return native;
        if (chosen == NULL && fits(native, arguments, count)) chosen = native;
    }
    return chosen;
}

static WTyped *say_unknown(WChecker *ck, const WExpr *expr) {
    WName name = expr->call.name;
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
    return w_check_error(ck, expr->span);
}

static WTyped *call_native(WChecker *ck, const WExpr *expr, WTyped **arguments, uint32_t count) {
    const WNative *native = choose(expr->call.name.text, arguments, count);
    if (native == NULL) return say_arguments(ck, expr);
    for (uint32_t i = 0; i < count; i++) {
        if (w_type_optional(arguments[i]->type)) {
            return w_check_missing_here(ck, arguments[i], W_TYPE_NONE, "the function needs");
        }
        if (is_list_of_nothing(arguments[i]->type)) {
            WType list = w_type_list_of(W_TYPE_TEXT); // any will do
            arguments[i] = w_check_coerce(ck, arguments[i], list, "the function needs");
        }
        bool is_text = w_type_kind(native->arguments[i]) == W_TYPE_TEXT;
        if (w_type_kind(native->arguments[i]) == W_TYPE_NUMBER) {
            arguments[i] = w_check_widen(ck, arguments[i]);
        } else if (is_text) {
            arguments[i] = w_check_to_text(ck, arguments[i]);
        }
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
        if (!is_plain(ck, expr, arg)) return w_check_error(ck, expr->span);
        WTyped *value = w_check_expr(ck, env, arg->value);
        poisoned |= w_check_is_error(value);
        *W_CHECK_PUSH(ck, arguments, count, room) = value;
    }
    if (poisoned) return w_check_error(ck, expr->span);
    return call_native(ck, expr, arguments, count);
}
