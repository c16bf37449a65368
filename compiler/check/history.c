// Questions to the history: count, sum, min, max, avg, first, last of an event.

#include "compiler/check/checker.h"

#include <string.h>

static const struct {
    const char *word;
    WUseKind kind;
} words[] = {{"count", W_USE_COUNT}, {"sum", W_USE_SUM}, {"min", W_USE_MIN},
             {"max", W_USE_MAX},     {"avg", W_USE_AVG}, {"last", W_USE_LAST},
             {"first", W_USE_FIRST}};

enum { WORDS = sizeof words / sizeof words[0] };

// The event that a name stands for, if nothing nearer has that name.
static const WSymbol *event_named(const WChecker *ck, const WEnv *env, const WExpr *expr) {
    if (expr == NULL || expr->kind != W_EXPR_NAME) return NULL;
    for (const WLoop *loop = env->loops; loop != NULL; loop = loop->next) {
        if (w_str_equal(loop->name, expr->name)) return NULL;
    }
    for (const WLet *let = env->lets; let != NULL; let = let->next) {
        if (w_str_equal(let->name.text, expr->name)) return NULL;
    }
    const WSymbol *symbol = w_check_symbol(ck, expr->name);
    return symbol != NULL && symbol->kind == W_SYMBOL_EVENT ? symbol : NULL;
}

static const WSymbol *event_asked(const WChecker *ck, const WEnv *env, const WArg *arg) {
    if (arg == NULL || arg->kind != W_ARG_VALUE) return NULL;
    const WExpr *value = arg->value;
    if (value->kind == W_EXPR_FIELD) return event_named(ck, env, value->field.of);
    return event_named(ck, env, value);
}

static int word_of(WStr name) {
    for (int i = 0; i < WORDS; i++) {
        if (w_str_equal(name, w_str(words[i].word))) return i;
    }
    return -1;
}

bool w_check_is_history(const WChecker *ck, const WEnv *env, const WExpr *expr) {
    const WArg *arg = expr->call.args;
    if (word_of(expr->call.name.text) < 0 || arg == NULL) return false;
    if (arg->kind == W_ARG_SENT) return true;
    if (arg->kind != W_ARG_VALUE) return false;
    bool asks = arg->where != NULL || arg->period.kind != W_PERIOD_NONE;
    return asks || event_asked(ck, env, arg) != NULL;
}

// Whether an expression reads what only an instance of a journey has.
static bool reads_journey(const WTyped *typed) {
    if (typed == NULL) return false;
    if (typed->kind == W_TYPED_VARIABLE || typed->kind == W_TYPED_ENTRY_AT ||
        typed->kind == W_TYPED_ENTRIES) {
        return true;
    }
    for (uint32_t i = 0; i < typed->count; i++) {
        if (reads_journey(typed->operands[i])) return true;
    }
    return false;
}

// What is asked of each event: the field, its type, and whether it is personal.
typedef struct Asked {
    uint32_t field; // or W_USE_AT
    WType type;
    bool personal;
} Asked;

static bool say_field(WChecker *ck, const WExpr *value, const WProgramEvent *event, WName name) {
    if (event->span.source == value->span.source || event->field_count > 0) {
        WFinding *finding = FIND(ck, UNKNOWN_FIELD, name.span, "`%.*s` has no field `%.*s`",
                                 W_STR_ARGS(event->name), W_STR_ARGS(name.text));
        w_finding_other(finding, event->span, "declared here");
        WSuggest suggest = w_check_suggest(ck, name.text);
        w_suggest_offer(&suggest, W_STR("at"));
        for (uint32_t i = 0; i < event->field_count; i++)
            w_suggest_offer(&suggest, event->fields[i].name);
        w_check_did_you_mean(finding, &suggest);
    } else {
        FIND(ck, UNKNOWN_FIELD, name.span, "`%.*s` has no fields", W_STR_ARGS(event->name));
    }
    return false;
}

static bool find_asked(WChecker *ck, const WExpr *value, uint32_t event, Asked *asked) {
    *asked = (Asked){.field = W_USE_AT, .type = W_TYPE_DATETIME};
    if (value->kind != W_EXPR_FIELD || w_str_equal(value->field.name.text, W_STR("at"))) {
        return true;
    }
    WProgramEvent *row = &ck->program->events[event];
    asked->field = w_check_event_field(ck, event, value->field.name.text);
    if (asked->field == W_NONE) {
        if (w_check_is_broken(ck, W_SYMBOL_EVENT, event)) return false;
        return say_field(ck, value, row, value->field.name);
    }
    asked->type = w_type_required(row->fields[asked->field].type);
    asked->personal = row->fields[asked->field].personal;
    if (asked->type == W_TYPE_NONE) return false;
    w_check_reads(ck, event, asked->field);
    row->fields[asked->field].history_slot = 0;
    return true;
}

// The type of the answer; 0 if the question cannot be asked of that type.
static WType answer_type(WUseKind kind, WType type) {
    WTypeKind k = w_type_kind(type);
    bool numeric = k == W_TYPE_INTEGER || k == W_TYPE_NUMBER;
    switch (kind) {
    case W_USE_COUNT: return W_TYPE_INTEGER;
    case W_USE_SUM: return numeric || k == W_TYPE_DURATION ? type : W_TYPE_NONE;
    case W_USE_AVG: return numeric ? W_TYPE_NUMBER | W_TYPE_OPTIONAL : W_TYPE_NONE;
    case W_USE_MIN:
    case W_USE_MAX: return w_check_is_ordered(type) ? type | W_TYPE_OPTIONAL : W_TYPE_NONE;
    case W_USE_FIRST:
    case W_USE_LAST: return type | W_TYPE_OPTIONAL;
    }
    return W_TYPE_NONE;
}

static bool find_window(WChecker *ck, const WPeriod *period, int64_t *window_ms) {
    *window_ms = INT64_MAX;
    if (period->kind == W_PERIOD_NONE) return true;
    if (period->kind == W_PERIOD_THIS) {
        w_check_not_yet(ck, period->span, "`within this …`");
        return false;
    }
    if (period->kind == W_PERIOD_SINCE_ENTRY) {
        w_check_not_yet(ck, period->span, "`since entry`");
        return false;
    }
    *window_ms = w_check_length(ck, period->length, "`within` needs");
    return *window_ms > 0;
}

static WTyped *find_where(WChecker *ck, const WEnv *env, const WArg *arg, uint32_t event) {
    if (arg->where == NULL) return NULL;
    WEnv inside = *env;
    inside.event_state = W_EVENT_HERE;
    inside.event = event;
    inside.over_history = true;
    inside.facts = w_facts_without_event(ck, env->facts);
    return w_check_condition(ck, &inside, arg->where, "`where` needs");
}

// Equal questions without a condition are one row.
static uint32_t use_row(WChecker *ck, const WProgramUse *use) {
    WProgram *program = ck->program;
    if (use->where == NULL) {
        int64_t facts[] = {use->event, use->kind, use->field, use->window_ms};
        WStr key = {w_arena_copy(ck->arena, facts, sizeof facts), sizeof facts};
        uint32_t row = w_names_put(&ck->use_rows, key, program->use_count);
        if (row != program->use_count) return row;
    }
    *W_CHECK_PUSH(ck, program->uses, program->use_count, ck->use_room) = *use;
    return program->use_count - 1;
}

static void keep(WChecker *ck, uint32_t event, int64_t window_ms) {
    WProgramEvent *row = &ck->program->events[event];
    if (window_ms > row->keep_ms) row->keep_ms = window_ms;
}

static WTyped *no_event_asked(WChecker *ck, const WExpr *expr, const WArg *arg) {
    const WExpr *value = arg->value;
    if (value->kind == W_EXPR_FIELD) value = value->field.of;
    if (value->kind == W_EXPR_ERROR) return w_check_error(ck, expr->span);
    if (value->kind == W_EXPR_NAME) {
        w_check_row(ck, (WName){value->name, value->span}, W_SYMBOL_EVENT);
    } else {
        FIND(ck, WRONG_KIND, value->span, "the name of an event is needed here");
    }
    return w_check_error(ck, expr->span);
}

static WTyped *say_no_answer(WChecker *ck, const WExpr *expr, const Asked *asked, bool has_field) {
    WStr name = expr->call.name.text;
    if (!has_field) {
        WFinding *finding = FIND(ck, TYPE_MISMATCH, expr->span,
                                 "`%.*s` needs a field of the event", W_STR_ARGS(name));
        w_finding_fix(finding, "name one: %.*s(%.*s.…)", W_STR_ARGS(name),
                      W_STR_ARGS(w_check_source_text(ck, expr->call.args->value->span)));
    } else {
        FIND(ck, NO_OPERATION, expr->span, "`%.*s` cannot be asked of a `%s`", W_STR_ARGS(name),
             w_check_type_name(ck, asked->type));
    }
    return w_check_error(ck, expr->span);
}

static WTyped *ask(WChecker *ck, const WEnv *env, const WExpr *expr, uint32_t event) {
    const WArg *arg = expr->call.args;
    WUseKind kind = words[word_of(expr->call.name.text)].kind;
    bool has_field = arg->value->kind == W_EXPR_FIELD;
    Asked asked;
    int64_t window_ms;
    bool usable = find_asked(ck, arg->value, event, &asked);
    usable &= find_window(ck, &arg->period, &window_ms);
    WTyped *where = find_where(ck, env, arg, event);
    if (!usable || (where != NULL && w_check_is_error(where))) {
        return w_check_error(ck, expr->span);
    }
    WType type = answer_type(kind, asked.type);
    if (type == W_TYPE_NONE || has_field == (kind == W_USE_COUNT)) {
        return say_no_answer(ck, expr, &asked, has_field);
    }
    keep(ck, event, window_ms);
    WProgramUse use = {event, kind, asked.field, type, where, window_ms, W_NONE, expr->span};
    if (kind == W_USE_COUNT) use.field = W_USE_AT;
    if (reads_journey(where)) use.journey = env->journey->index;
    WTyped *node = w_check_node(ck, W_TYPED_HISTORY, type, expr->span);
    node->index = use_row(ck, &use);
    node->personal = asked.personal;
    return node;
}

WTyped *w_check_history(WChecker *ck, const WEnv *env, const WExpr *expr) {
    const WArg *arg = expr->call.args;
    if (arg->kind == W_ARG_SENT) {
        w_check_not_yet(ck, arg->span, "the history of what was sent");
        return w_check_error(ck, expr->span);
    }
    if (env->constant) {
        FIND(ck, NOT_CONSTANT, expr->span, "the history is not known beforehand");
        return w_check_error(ck, expr->span);
    }
    if (arg->next != NULL) {
        FIND(ck, TYPE_MISMATCH, arg->next->span, "one event is asked at a time");
        return w_check_error(ck, expr->span);
    }
    const WSymbol *symbol = event_asked(ck, env, arg);
    if (symbol == NULL) return no_event_asked(ck, expr, arg);
    return ask(ck, env, expr, symbol->row);
}
