// Questions to the history: count, sum, min, max, avg, first, last of an event.

#include "compiler/check/checker.h"

#include <string.h>

#include "runtime/value/time.h"

static const struct {
    const char *word;
    WUseKind kind;
} words[] = {{"count", W_USE_COUNT}, {"sum", W_USE_SUM}, {"min", W_USE_MIN},
             {"max", W_USE_MAX},     {"avg", W_USE_AVG}, {"last", W_USE_LAST},
             {"first", W_USE_FIRST}};

enum { WORDS = sizeof words / sizeof words[0] };

static bool is_local(const WEnv *env, WStr name) {
    for (const WLoop *loop = env->loops; loop != NULL; loop = loop->next) {
        if (w_str_equal(loop->name, name)) return true;
    }
    for (const WLet *let = env->lets; let != NULL; let = let->next) {
        if (w_str_equal(let->name.text, name)) return true;
    }
    for (uint32_t i = 0; env->message != NULL && i < env->message->param_count; i++) {
        if (w_str_equal(env->message->params[i].name, name)) return true;
    }
    return w_check_is_built_in(name);
}

// The event that a name stands for, if nothing nearer has that name.
static const WSymbol *event_named(const WChecker *ck, const WEnv *env, const WExpr *expr) {
    if (expr->kind != W_EXPR_NAME || is_local(env, expr->name)) return NULL;
    const WSymbol *symbol = w_check_symbol(ck, expr->name);
    return symbol != NULL && symbol->kind == W_SYMBOL_EVENT ? symbol : NULL;
}

static const WExpr *owner_of(const WExpr *value) {
    return value->kind == W_EXPR_FIELD ? value->field.of : value;
}

static int word_of(WStr name) {
    for (int i = 0; i < WORDS; i++) {
        if (w_str_equal(name, w_str(words[i].word))) return i;
    }
    return -1;
}

bool w_check_is_question(WStr name) {
    return word_of(name) >= 0;
}

// All but what is meant as an event can be asked of lists and values too.
static bool asks_values(const WChecker *ck, const WEnv *env, const WArg *arg) {
    if (arg->where != NULL || arg->period.kind != W_PERIOD_NONE) return false;
    const WExpr *owner = owner_of(arg->value);
    if (owner->kind != W_EXPR_NAME || is_local(env, owner->name)) return true;
    const WSymbol *symbol = w_check_symbol(ck, owner->name);
    return symbol != NULL && symbol->kind == W_SYMBOL_CONST;
}

bool w_check_is_history(const WChecker *ck, const WEnv *env, const WExpr *expr) {
    const WArg *arg = expr->call.args;
    if (word_of(expr->call.name.text) < 0 || arg == NULL) return false;
    if (arg->kind == W_ARG_SENT) return true;
    return arg->kind == W_ARG_VALUE && !asks_values(ck, env, arg);
}

// Whether an expression reads what only an instance of a journey has.
static bool reads_journey(const WChecker *ck, const WTyped *typed) {
    if (typed == NULL) return false;
    switch (typed->kind) {
    case W_TYPED_VARIABLE:
    case W_TYPED_ENTRY_AT:
    case W_TYPED_ENTRIES:
    case W_TYPED_VISITS: return true;
    case W_TYPED_HISTORY: return ck->program->uses[typed->index].journey != W_NONE;
    default: break;
    }
    for (uint32_t i = 0; i < typed->count; i++) {
        if (reads_journey(ck, typed->operands[i])) return true;
    }
    return false;
}

// Whether an expression reads the element of a loop that stands around it; `inner` loops stand
// between.
static bool reads_element(const WTyped *typed, uint32_t inner) {
    bool is_each = w_typed_is_each(typed->kind);
    if (typed->kind == W_TYPED_ELEMENT) return typed->index >= inner;
    for (uint32_t i = 0; i < typed->count; i++) {
        if (reads_element(typed->operands[i], inner + (is_each && i > 0))) return true;
    }
    return false;
}

// What is asked of each event: the field, its type, and whether it is personal.
typedef struct Asked {
    uint32_t field; // or W_USE_AT
    WType type;
    bool personal;
} Asked;

static void say_field(WChecker *ck, const WProgramEvent *event, WName name) {
    WFinding *finding = FIND(ck, UNKNOWN_FIELD, name.span, "`%.*s` has no field `%.*s`",
                             W_STR_ARGS(event->name), W_STR_ARGS(name.text));
    w_finding_other(finding, event->span, "declared here");
    WSuggest suggest = w_check_suggest(ck, name.text);
    w_suggest_offer(&suggest, W_STR("at"));
    for (uint32_t i = 0; i < event->field_count; i++)
        w_suggest_offer(&suggest, event->fields[i].name);
    w_check_did_you_mean(finding, &suggest);
}

static bool find_asked(WChecker *ck, const WExpr *value, uint32_t event, Asked *asked) {
    *asked = (Asked){.field = W_USE_AT, .type = W_TYPE_DATETIME};
    if (value->kind != W_EXPR_FIELD || w_str_equal(value->field.name.text, W_STR("at"))) {
        return true;
    }
    WProgramEvent *row = &ck->program->events[event];
    asked->field = w_check_event_field(ck, event, value->field.name.text);
    if (asked->field == W_NONE) {
        bool is_known = value->field.name.text.size > 0 && // else it was forgotten
                        !w_check_is_broken(ck, W_SYMBOL_EVENT, event);
        if (is_known) say_field(ck, row, value->field.name);
        return false;
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
    case W_USE_AVG:
        if (k == W_TYPE_DURATION) return W_TYPE_DURATION | W_TYPE_OPTIONAL;
        return numeric ? W_TYPE_NUMBER | W_TYPE_OPTIONAL : W_TYPE_NONE;
    case W_USE_MIN:
    case W_USE_MAX: return w_check_is_ordered(type) ? type | W_TYPE_OPTIONAL : W_TYPE_NONE;
    case W_USE_FIRST:
    case W_USE_LAST: return type | W_TYPE_OPTIONAL;
    }
    return W_TYPE_NONE;
}

// No less than a day, a week or a month has anywhere, clocks that are changed included.
static int64_t longest_ms(WCalendarUnit unit) {
    static const int64_t days[] = {
        [W_CALENDAR_DAY] = 2, [W_CALENDAR_WEEK] = 8, [W_CALENDAR_MONTH] = 33};
    return days[unit] * W_DAY_MS;
}

static bool find_calendar(WChecker *ck, const WPeriod *period, WProgramUse *use) {
    static const uint32_t units[] = {[W_UNIT_DAY] = W_CALENDAR_DAY,
                                     [W_UNIT_WEEK] = W_CALENDAR_WEEK,
                                     [W_UNIT_MONTH] = W_CALENDAR_MONTH,
                                     [W_UNIT_YEAR] = W_CALENDAR_NONE};
    use->period = units[period->unit];
    if (use->period == W_CALENDAR_NONE) {
        WFinding *finding =
            FIND(ck, UNITS_PLACE, period->span, "the calendar has days, weeks and months here");
        w_finding_fix(finding, "of the calendar: within this month");
        w_finding_fix(finding, "an exact length: within 365d, within 1h");
        return false;
    }
    use->window_ms = longest_ms((WCalendarUnit)use->period);
    return true;
}

static bool find_since_entry(WChecker *ck, const WEnv *env, const WPeriod *period,
                             WProgramUse *use) {
    if (!env->entry || env->journey == NULL) {
        WFinding *finding = FIND(ck, ENTRY_NOT_HERE, period->span, "nobody has entered here");
        w_finding_why(finding, "%s", env->here);
        w_finding_fix(finding, "say how far back: within 30d");
        return false;
    }
    use->period = W_USE_SINCE_ENTRY;
    use->journey = env->journey->index;
    return true;
}

static bool find_window(WChecker *ck, const WEnv *env, const WPeriod *period, WProgramUse *use) {
    use->window_ms = INT64_MAX;
    switch (period->kind) {
    case W_PERIOD_NONE: return true;
    case W_PERIOD_THIS: return find_calendar(ck, period, use);
    case W_PERIOD_SINCE_ENTRY: return find_since_entry(ck, env, period, use);
    case W_PERIOD_WITHIN: break;
    }
    use->window_ms = w_check_length(ck, period->length, "`within` needs");
    return use->window_ms > 0;
}

static WTyped *find_where(WChecker *ck, const WEnv *env, const WArg *arg, uint32_t event) {
    if (arg->where == NULL) return NULL;
    WEnv inside = *env;
    inside.event_state = W_EVENT_HERE;
    inside.event = event;
    inside.over_history = true;
    inside.before = false;
    inside.facts = w_facts_without_event(ck, env->facts);
    return w_check_condition(ck, &inside, arg->where, "`where` needs");
}

static void spell_number(WBuffer *out, uint64_t value) {
    w_buffer_append(out, &value, sizeof value);
}

// A condition as bytes that are equal for equal ones.
static void spell(const WTyped *typed, WBuffer *out) {
    spell_number(out, typed->kind);
    spell_number(out, typed->type);
    spell_number(out, (uint64_t)typed->index << 32 | typed->event);
    spell_number(out, (uint64_t)typed->constant.value);
    spell_number(out, typed->constant.text.size);
    w_buffer_str(out, typed->constant.text);
    spell_number(out, typed->count);
    for (uint32_t i = 0; i < typed->count; i++)
        spell(typed->operands[i], out);
}

// Equal questions are one row, so that what is known of one is known of the other.
static uint32_t use_row(WChecker *ck, const WProgramUse *use) {
    WProgram *program = ck->program;
    WBuffer key = {0};
    spell_number(&key, (uint64_t)use->event << 32 | use->field);
    spell_number(&key, (uint64_t)use->kind << 33 | (uint64_t)use->at_entry << 32 | use->journey);
    spell_number(&key, (uint64_t)use->window_ms);
    spell_number(&key, (uint64_t)use->sent << 32 | use->period);
    spell_number(&key, use->loop);
    if (use->where != NULL) spell(use->where, &key);
    WStr name = {w_arena_copy(ck->arena, key.bytes, key.size), key.size};
    w_buffer_free(&key);
    uint32_t row = w_names_put(&ck->use_rows, name, program->use_count);
    if (row == program->use_count)
        *W_CHECK_PUSH(ck, program->uses, program->use_count, ck->use_room) = *use;
    return row;
}

static void keep(WChecker *ck, uint32_t event, int64_t window_ms) {
    WProgramEvent *row = &ck->program->events[event];
    if (window_ms > row->keep_ms) row->keep_ms = window_ms;
}

static WTyped *no_event_asked(WChecker *ck, const WEnv *env, const WExpr *expr,
                              const WExpr *owner) {
    if (owner->kind == W_EXPR_ERROR) return w_check_error(ck, expr->span);
    if (owner->kind == W_EXPR_NAME && !is_local(env, owner->name)) {
        w_check_row(ck, (WName){owner->name, owner->span}, W_SYMBOL_EVENT);
        return w_check_error(ck, expr->span);
    }
    WFinding *finding = FIND(ck, WRONG_KIND, owner->span, "`%.*s` asks for an event by its name",
                             W_STR_ARGS(expr->call.name.text));
    w_finding_why(finding, "it looks at what came in the past");
    w_finding_fix(finding, "name the event: %.*s(EVENT)", W_STR_ARGS(expr->call.name.text));
    return w_check_error(ck, expr->span);
}

static WTyped *say_no_answer(WChecker *ck, const WExpr *expr, const Asked *asked, bool has_field) {
    WStr word = expr->call.name.text;
    const WExpr *value = expr->call.args->value;
    WStr event = w_check_source_text(ck, owner_of(value)->span);
    if (!has_field) {
        WFinding *finding = FIND(ck, TYPE_MISMATCH, expr->span,
                                 "`%.*s` needs a field of the event", W_STR_ARGS(word));
        w_finding_fix(finding, "name one: %.*s(%.*s.at)", W_STR_ARGS(word), W_STR_ARGS(event));
    } else if (w_str_equal(word, W_STR("count"))) {
        WFinding *finding = FIND(ck, TYPE_MISMATCH, expr->span, "`count` counts events");
        w_finding_fix(finding, "how often it came: count(%.*s)", W_STR_ARGS(event));
        w_finding_fix(finding, "the latest value: last(%.*s)",
                      W_STR_ARGS(w_check_source_text(ck, value->span)));
    } else {
        WFinding *finding = FIND(ck, NO_OPERATION, expr->span, "`%.*s` cannot be asked of %s",
                                 W_STR_ARGS(word), w_check_a_type(ck, asked->type));
        w_finding_fix(finding, "how often it came: count(%.*s)", W_STR_ARGS(event));
        w_finding_fix(finding, "the latest value: last(%.*s)",
                      W_STR_ARGS(w_check_source_text(ck, value->span)));
    }
    return w_check_error(ck, expr->span);
}

static WTyped *ask(WChecker *ck, const WEnv *env, const WExpr *expr, uint32_t event) {
    const WArg *arg = expr->call.args;
    WUseKind kind = words[word_of(expr->call.name.text)].kind;
    bool has_field = arg->value->kind == W_EXPR_FIELD;
    WProgramUse use = {
        .event = event, .sent = W_NONE, .kind = kind, .journey = W_NONE, .span = expr->span};
    Asked asked;
    bool usable = find_asked(ck, arg->value, event, &asked);
    usable &= find_window(ck, env, &arg->period, &use);
    use.where = find_where(ck, env, arg, event);
    if (!usable || (use.where != NULL && w_check_is_error(use.where))) {
        return w_check_error(ck, expr->span);
    }
    use.type = answer_type(kind, asked.type);
    if (use.type == W_TYPE_NONE || has_field == (kind == W_USE_COUNT)) {
        return say_no_answer(ck, expr, &asked, has_field);
    }
    keep(ck, event, use.window_ms);
    use.field = kind == W_USE_COUNT ? W_USE_AT : asked.field;
    bool is_inner = use.where != NULL && env->loops != NULL && reads_element(use.where, 0);
    if (is_inner) use.loop = env->loops->number;
    if (reads_journey(ck, use.where)) {
        use.journey = env->journey->index;
        use.at_entry = !env->entry;
    }
    WTyped *node = w_check_node(ck, W_TYPED_HISTORY, use.type, expr->span);
    node->index = use_row(ck, &use);
    node->personal = asked.personal;
    return w_check_as_known(ck, env, node);
}

static WTyped *ask_sent(WChecker *ck, const WEnv *env, const WExpr *expr) {
    WUseKind kind = words[word_of(expr->call.name.text)].kind;
    WProgramUse use = {.kind = kind, .journey = W_NONE, .span = expr->span};
    bool usable = find_window(ck, env, &expr->call.args->period, &use);
    if (!usable || !w_check_sent(ck, expr, kind, use.window_ms, &use))
        return w_check_error(ck, expr->span);
    WTyped *node = w_check_node(ck, W_TYPED_HISTORY, use.type, expr->span);
    node->index = use_row(ck, &use);
    return w_check_as_known(ck, env, node);
}

WTyped *w_check_history(WChecker *ck, const WEnv *env, const WExpr *expr) {
    const WArg *arg = expr->call.args;
    if (env->constant) {
        FIND(ck, NOT_CONSTANT, expr->span, "the history is not known beforehand");
        return w_check_error(ck, expr->span);
    }
    if (arg->next != NULL) {
        FIND(ck, TYPE_MISMATCH, arg->next->span, "one event is asked at a time");
        return w_check_error(ck, expr->span);
    }
    if (arg->kind == W_ARG_SENT) return ask_sent(ck, env, expr);
    const WExpr *owner = owner_of(arg->value);
    const WSymbol *symbol = event_named(ck, env, owner);
    if (symbol == NULL) return no_event_asked(ck, env, expr, owner);
    return ask(ck, env, expr, symbol->row);
}
