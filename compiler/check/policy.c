// Policy: limits and suppressions, and what they cover.

#include "compiler/check/checker.h"

#include <stdlib.h>

#include "runtime/base/limits.h"

static const WProgramScope EVERYTHING = {W_NONE, W_NONE, W_NONE, W_NONE, {NULL, 0}};

static bool add_class(WStr name, WProgramScope *scope) {
    if (w_str_equal(name, W_STR("promotional")))
        scope->class = W_CLASS_PROMOTIONAL;
    else if (w_str_equal(name, W_STR("transactional")))
        scope->class = W_CLASS_TRANSACTIONAL;
    else
        return false;
    return true;
}

static bool say_bad_scope(WChecker *ck, WName name, const WSymbol *symbol) {
    WFinding *finding = FIND(ck, BAD_SCOPE, name.span, "`%.*s` is %s", W_STR_ARGS(name.text),
                             w_check_kind_name(symbol->kind));
    if (symbol->kind == W_SYMBOL_JOURNEY)
        w_finding_fix(finding, "for what a journey sends: from %.*s", W_STR_ARGS(name.text));
    else
        w_finding_fix(finding, "name a class, a channel, a message or a tag");
    return false;
}

static bool say_unknown(WChecker *ck, WName name) {
    WFinding *finding =
        FIND(ck, UNKNOWN_NAME, name.span, "there is no `%.*s`", W_STR_ARGS(name.text));
    WSuggest suggest = w_check_suggest(ck, name.text);
    w_suggest_offer(&suggest, W_STR("promotional"));
    w_suggest_offer(&suggest, W_STR("transactional"));
    static const WSymbolKind kinds[] = {W_SYMBOL_CHANNEL, W_SYMBOL_MESSAGE, W_SYMBOL_TAG};
    for (int k = 0; k < 3 && suggest.distance > 0; k++) {
        const WSymbolList *list = &ck->by_kind[kinds[k]];
        for (uint32_t i = 0; i < list->count; i++)
            w_suggest_offer(&suggest, list->items[i]->name);
    }
    w_check_did_you_mean(finding, &suggest);
    if (finding->fixes == NULL)
        w_finding_fix(finding, "name a class, a channel, a channel and a class, a message, a tag, "
                               "or from JOURNEY");
    return false;
}

static bool add_name(WChecker *ck, WName name, WProgramScope *scope) {
    if (name.text.size == 0) return false;
    if (add_class(name.text, scope)) return true;
    const WSymbol *symbol = w_check_symbol(ck, name.text);
    if (symbol == NULL) return say_unknown(ck, name);
    switch (symbol->kind) {
    case W_SYMBOL_CHANNEL: scope->channel = symbol->row; return true;
    case W_SYMBOL_MESSAGE: scope->message = symbol->row; return true;
    case W_SYMBOL_TAG: scope->tag = symbol->name; return true;
    default: return say_bad_scope(ck, name, symbol);
    }
}

bool w_check_scope(WChecker *ck, const WTreeScope *tree, WProgramScope *scope) {
    *scope = EVERYTHING;
    if (w_name_given(tree->from)) {
        scope->journey = w_check_row(ck, tree->from, W_SYMBOL_JOURNEY);
        if (scope->journey == W_NONE) return false;
        if (!w_name_given(tree->first)) return true;
    }
    if (!add_name(ck, tree->first, scope)) return false;
    if (!w_name_given(tree->second)) return true;
    if (!add_name(ck, tree->second, scope)) return false;
    bool both = scope->class != W_NONE && scope->channel != W_NONE;
    if (!both) {
        WFinding *finding = FIND(ck, BAD_SCOPE, tree->span, "these two do not go together");
        w_finding_fix(finding, "two names are a channel and a class: email promotional");
    }
    return both;
}

static WStr printed(WChecker *ck, WBuffer *text) {
    WStr copy = {w_arena_copy(ck->arena, text->bytes, text->size), text->size};
    w_buffer_free(text);
    return copy;
}

static void put_scope(WBuffer *out, const WTreeScope *tree) {
    const WName *names[] = {&tree->first, &tree->second, &tree->from};
    bool some = false;
    for (int i = 0; i < 3; i++) {
        if (!w_name_given(*names[i])) continue;
        w_buffer_printf(out, "%s%s%.*s", some ? " " : "", i == 2 ? "from " : "",
                        W_STR_ARGS(names[i]->text));
        some = true;
    }
}

WStr w_check_scope_label(WChecker *ck, const WTreeScope *tree) {
    WBuffer label = {0};
    put_scope(&label, tree);
    return printed(ck, &label);
}

// ---- limits

static bool count_is_allowed(WChecker *ck, const WLimit *limit) {
    int most = limit->over_all.given ? W_LIMIT_BUDGET_COUNT : W_LIMIT_LIMIT_COUNT;
    if (limit->count >= 0 && limit->count <= most) return true;
    FIND(ck, VALUE_RANGE, limit->count_span, "a limit%s allows 0 to %d messages",
         limit->over_all.given ? " over all customers" : "", most);
    return false;
}

static bool find_calendar(WChecker *ck, const WLimit *limit, WProgramLimit *row) {
    switch (limit->calendar) {
    case W_UNIT_DAY: row->calendar = W_CALENDAR_DAY; return true;
    case W_UNIT_WEEK: row->calendar = W_CALENDAR_WEEK; return true;
    case W_UNIT_MONTH: row->calendar = W_CALENDAR_MONTH; return true;
    default: break;
    }
    WFinding *finding = FIND(ck, LIMIT_UNIT, limit->window_span,
                             "a limit does not count by this unit of the calendar");
    w_finding_fix(finding, "per calendar day, per calendar week, or per calendar month");
    w_finding_fix(finding, "any length that passes: per 1h, per 365d");
    return false;
}

static bool find_limit_window(WChecker *ck, const WLimit *limit, WProgramLimit *row) {
    if (limit->window == NULL) return find_calendar(ck, limit, row);
    row->window_ms = w_check_length(ck, limit->window, "`per` needs");
    return row->window_ms > 0;
}

static bool find_deferral(WChecker *ck, const WLimit *limit, WProgramLimit *row) {
    if (limit->defer_up_to == NULL) return true;
    row->defer_ms = w_check_length(ck, limit->defer_up_to, "`defer up to` needs");
    return row->defer_ms > 0;
}

static WStr limit_label(WChecker *ck, const WLimit *limit, const WProgramLimit *row) {
    static const char *const units[] = {"", "day", "week", "month"};
    WBuffer label = {0};
    put_scope(&label, &limit->scope);
    w_buffer_printf(&label, " to %u per ", row->max);
    if (row->calendar != W_CALENDAR_NONE)
        w_buffer_printf(&label, "calendar %s", units[row->calendar]);
    else
        w_buffer_str(&label, w_check_source_text(ck, limit->window->span));
    if (row->over_all) w_buffer_str(&label, W_STR(" over all customers"));
    if (row->defer_ms > 0)
        w_buffer_printf(&label, " otherwise defer up to %.*s",
                        W_STR_ARGS(w_check_source_text(ck, limit->defer_up_to->span)));
    return printed(ck, &label);
}

static void check_limit(WChecker *ck, const WLimit *limit, WSpan span, uint32_t *room) {
    WProgramLimit row = {.span = span, .over_all = limit->over_all.given};
    bool usable = w_check_scope(ck, &limit->scope, &row.scope);
    usable &= count_is_allowed(ck, limit);
    usable &= find_limit_window(ck, limit, &row);
    usable &= find_deferral(ck, limit, &row);
    if (!usable) return;
    row.max = (uint32_t)limit->count;
    row.label = limit_label(ck, limit, &row);
    *W_CHECK_PUSH(ck, ck->program->limits, ck->program->limit_count, *room) = row;
}

// ---- suppressions

// A suppression before its condition is typed.
typedef struct Suppression {
    WStr label;
    const WPlaced *placed;
    WStr when; // as it is written
} Suppression;

static void check_suppression(WChecker *ck, const Suppression *suppression, uint32_t *room) {
    const WSuppress *suppress = &suppression->placed->decl->suppress;
    WEnv env = {.here = "a suppression is asked for any message, not about one event"};
    WProgramSuppression row = {.span = suppression->placed->decl->span,
                               .because = suppress->because.text,
                               .label = suppression->label};
    ck->tree = suppression->placed->tree;
    bool usable = w_check_scope(ck, &suppress->scope, &row.scope);
    row.when = w_check_condition(ck, &env, suppress->when, "a suppression needs");
    if (!usable || w_check_is_error(row.when)) return;
    *W_CHECK_PUSH(ck, ck->program->suppressions, ck->program->suppression_count, *room) = row;
}

// Those that are equal here have the same scope, number and window: they are the same.
static int limits_by_label(const void *left, const void *right) {
    const WProgramLimit *a = left, *b = right;
    return w_str_compare(a->label, b->label);
}

static int suppressions_by_label(const void *left, const void *right) {
    const Suppression *a = left, *b = right;
    int order = w_str_compare(a->label, b->label);
    if (order != 0) return order;
    order = w_str_compare(a->placed->decl->suppress.because.text,
                          b->placed->decl->suppress.because.text);
    return order != 0 ? order : w_str_compare(a->when, b->when);
}

// One limit said twice is one limit.
static void drop_doubles(WProgram *program) {
    uint32_t count = 0;
    for (uint32_t i = 0; i < program->limit_count; i++) {
        const WProgramLimit *last = count > 0 ? &program->limits[count - 1] : NULL;
        if (last != NULL && limits_by_label(last, &program->limits[i]) == 0) continue;
        program->limits[count++] = program->limits[i];
    }
    program->limit_count = count;
}

static void check_limits(WChecker *ck) {
    WProgram *program = ck->program;
    uint32_t room = 0;
    for (uint32_t i = 0; i < ck->limits.count; i++) {
        const WPlaced *placed = &ck->limits.items[i];
        ck->tree = placed->tree;
        check_limit(ck, &placed->decl->limit, placed->decl->span, &room);
    }
    if (program->limit_count > 1)
        qsort(program->limits, program->limit_count, sizeof(WProgramLimit), limits_by_label);
    drop_doubles(program);
}

// Their conditions are typed in the order of the rows, so that questions to the history get the
// same numbers wherever the suppressions stand.
static void check_suppressions(WChecker *ck) {
    uint32_t count = ck->suppressions.count, room = 0;
    Suppression *sorted = w_check_array(ck, count, sizeof *sorted);
    for (uint32_t i = 0; i < count; i++) {
        const WPlaced *placed = &ck->suppressions.items[i];
        WBuffer label = {0};
        put_scope(&label, &placed->decl->suppress.scope);
        WSpan when = placed->decl->suppress.when->span;
        sorted[i] = (Suppression){printed(ck, &label), placed,
                                  w_source_text(w_check_source(ck, when), when)};
    }
    if (count > 1) qsort(sorted, count, sizeof *sorted, suppressions_by_label);
    for (uint32_t i = 0; i < count; i++)
        check_suppression(ck, &sorted[i], &room);
}

void w_check_policies(WChecker *ck) {
    check_limits(ck);
    check_suppressions(ck);
}
