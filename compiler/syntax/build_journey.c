// Building the tree: the clauses of journeys, and stages.
//
// Premise: see build.h.
// Promise: see build.h; of a clause that may stand once the first is kept.
#include "compiler/syntax/build.h"

static WSpan span_or_none(bool given, WSpan span) {
    return given ? span : (WSpan){0};
}

void w_build_expires(WParse *p, WDecl *decl, Tok keyword, Tok date, Tok then_exit) {
    WExpires *expires = &decl->journey.expires;
    if (!w_build_once(p, expires->given, expires->span, keyword)) return;
    expires->given = true;
    expires->then_exit = then_exit != NULL;
    expires->day = w_build_date(p, date);
    expires->span = w_build_span(p, keyword);
}

void w_build_var(WParse *p, WDecl *decl, Tok keyword, Tok name, WExpr *value) {
    WVar *var = w_build_node(p, sizeof *var);
    var->span = w_build_span(p, keyword);
    var->name = w_build_name(p, name);
    var->value = value;
    w_build_append(p, &decl->journey.vars, var);
}

WGoal *w_build_deadline(WParse *p, WExpr *within, WFrom from) {
    WGoal *goal = w_build_node(p, sizeof *goal);
    goal->within = within;
    goal->from = from;
    return goal;
}

void w_build_goal(WParse *p, WDecl *decl, Tok keyword, WMatch *match, WGoal *deadline) {
    WGoal **slot = &decl->journey.goal;
    if (!w_build_once(p, *slot, *slot ? (*slot)->span : (WSpan){0}, keyword)) return;
    deadline->span = w_build_span(p, keyword);
    deadline->match = *match;
    *slot = deadline;
}

WEnter *w_build_enter(WParse *p, WDecl *decl, Tok keyword, WEnterKind kind, WExpr *older_than) {
    WEnter *enter = w_build_node(p, sizeof *enter);
    enter->kind = kind;
    enter->span = w_build_span(p, keyword);
    enter->older_than = older_than;
    w_build_append(p, &decl->journey.enters, enter);
    return enter;
}

void w_build_only_if(WParse *p, WDecl *decl, Tok keyword, WExpr *condition, Tok because) {
    WOnlyIf *only_if = w_build_node(p, sizeof *only_if);
    only_if->span = w_build_span(p, keyword);
    only_if->condition = condition;
    only_if->because = w_build_plain(p, because);
    w_build_append(p, &decl->journey.only_ifs, only_if);
}

WReentry *w_build_after(WParse *p, WReentryKind kind, WExpr *after, WFrom from) {
    WReentry *reentry = w_build_node(p, sizeof *reentry);
    reentry->kind = kind;
    reentry->after = after;
    reentry->from = from;
    return reentry;
}

void w_build_reentry(WParse *p, WDecl *decl, Tok keyword, WReentry *reentry) {
    WReentry **slot = &decl->journey.reentry;
    if (!w_build_once(p, *slot, *slot ? (*slot)->span : (WSpan){0}, keyword)) return;
    reentry->span = w_build_span(p, keyword);
    *slot = reentry;
}

WExit *w_build_exit_clause(WParse *p, WDecl *decl, Tok keyword, WExitKind kind) {
    WExit *clause = w_build_node(p, sizeof *clause);
    clause->kind = kind;
    clause->span = w_build_span(p, keyword);
    w_build_append(p, &decl->journey.exits, clause);
    return clause;
}

void w_build_admit(WParse *p, WDecl *decl, Tok keyword, Tok count, Window per) {
    WAdmit *admit = &decl->journey.admit;
    if (!w_build_once(p, admit->given, span_or_none(admit->given, admit->span), keyword)) return;
    admit->given = true;
    admit->span = w_build_span(p, keyword);
    admit->count = w_build_int(p, count);
    admit->length = per.length;
    if (per.unit) admit->unit = (WTreeUnit)w_build_word_value(p, per.unit);
}

void w_build_migrate(WParse *p, WDecl *decl, Tok keyword, Tok stage, Tok to) {
    WMigrate *migrate = w_build_node(p, sizeof *migrate);
    migrate->span = w_build_span(p, keyword);
    migrate->stage = w_build_name(p, stage);
    migrate->to = w_build_name(p, to);
    w_build_append(p, &decl->journey.migrates, migrate);
}

WSchedule *w_build_weekly(WParse *p, WList days, Tok clock) {
    WSchedule *schedule = w_build_node(p, sizeof *schedule);
    const WDayItem *first = days.first;
    schedule->kind = W_SCHEDULE_WEEKDAYS;
    schedule->span = w_build_join(first->span, w_build_token_span(p, clock));
    schedule->days = days.first;
    schedule->clock_ms = w_build_clock(p, clock);
    return schedule;
}

WSchedule *w_build_every(WParse *p, Tok unit, WList numbers, Tok last_unit, Tok clock) {
    WSchedule *schedule = w_build_node(p, sizeof *schedule);
    schedule->kind = last_unit ? W_SCHEDULE_LAST : numbers.first ? W_SCHEDULE_ON : W_SCHEDULE_UNIT;
    schedule->span = w_build_span(p, unit);
    schedule->unit = (WTreeUnit)w_build_word_value(p, unit);
    schedule->numbers = numbers.first;
    if (last_unit) schedule->last_unit = (WTreeUnit)w_build_word_value(p, last_unit);
    schedule->clock_ms = w_build_clock(p, clock);
    return schedule;
}

WStage *w_build_new_stage(WParse *p) {
    return w_build_node(p, sizeof(WStage));
}

WStage *w_build_stage(WParse *p, WStage *stage, Tok keyword, Tok name, Tok title) {
    stage->span = w_build_span(p, keyword);
    stage->doc = w_build_doc(p, keyword);
    stage->name = w_build_name(p, name);
    stage->title = w_build_plain(p, title);
    uint32_t end = stage->span.end;
    stage->end = (WSpan){stage->span.source, end > stage->span.start ? end - 1 : end, end};
    return stage;
}

void w_build_moment(WParse *p, WStage *stage, Tok text) {
    w_build_append(p, &stage->moments, w_build_texts(p, (WList){0}, text).first);
}
