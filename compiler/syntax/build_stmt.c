// Building the tree: statements, their blocks and arms.
//
// Premise: see build.h.
// Promise: see build.h; arms that may not stand where they do have their finding and are left out.
#include "compiler/syntax/build.h"

WMatch *w_build_match(WParse *p, Tok event, WExpr *where) {
    WMatch *match = w_build_node(p, sizeof *match);
    match->span = w_build_token_span(p, event);
    if (where) match->span = w_build_join(match->span, where->span);
    match->event = w_build_name(p, event);
    match->where = where;
    return match;
}

WBlock *w_build_block(WParse *p, Tok brace, WList stmts) {
    WBlock *block = w_build_node(p, sizeof *block);
    block->span = w_build_span(p, brace);
    block->first = stmts.first;
    return block;
}

WStmt *w_build_stmt(WParse *p, Tok keyword, WStmtKind kind) {
    WStmt *stmt = w_build_node(p, sizeof *stmt);
    stmt->kind = kind;
    stmt->span = w_build_span(p, keyword);
    return stmt;
}

WStmt *w_build_lost_stmt(WParse *p) {
    w_build_broken(p);
    WStmt *stmt = w_build_node(p, sizeof *stmt);
    stmt->kind = W_STMT_ERROR;
    stmt->span = (WSpan){p->tokens->source->index, p->end, p->end};
    return stmt;
}

// ---- waits

static WArm *new_arm(WParse *p, Tok keyword, WArmKind kind, WBlock *block) {
    WArm *arm = w_build_node(p, sizeof *arm);
    arm->kind = kind;
    arm->span = w_build_span(p, keyword);
    arm->block = block;
    return arm;
}

WArm *w_build_on(WParse *p, Tok keyword, WMatch *match, Tok since, WBlock *block) {
    WArm *arm = new_arm(p, keyword, W_ARM_ON, block);
    arm->match = *match;
    if (since) arm->since_entry = (WFlag){true, w_build_token_span(p, since)};
    return arm;
}

WArm *w_build_when(WParse *p, Tok keyword, WExpr *condition, WBlock *block) {
    WArm *arm = new_arm(p, keyword, W_ARM_WHEN, block);
    arm->when = condition;
    return arm;
}

WArm *w_build_else_arm(WParse *p, Tok keyword, WBlock *block) {
    return new_arm(p, keyword, W_ARM_ELSE, block);
}

WStmt *w_build_wait(WParse *p, Tok keyword, Tok name, WWaitKind kind, WExpr *length) {
    WStmt *stmt = w_build_stmt(p, keyword, W_STMT_WAIT);
    stmt->wait.kind = kind;
    stmt->wait.name = w_build_plain(p, name);
    stmt->wait.length = length;
    return stmt;
}

static WSpan else_span(const WArm *arm) {
    WSpan span = arm->span;
    span.end = span.start + 4;
    return span;
}

// Of several `else` the first is kept, wherever it stands.
static void check_else(WParse *p, const WStmt *wait, WArm *first) {
    const WArm *found = NULL;
    for (WArm *arm = first, *before = NULL; arm; arm = arm->next) {
        if (arm->kind != W_ARM_ELSE) {
            before = arm;
            continue;
        }
        if (found) {
            WFinding *f = w_build_finding(p, W_E_CLAUSE_TWICE, else_span(arm),
                                          "`else` stands here a second time");
            w_finding_other(f, else_span(found), "the first one");
            if (before) before->next = arm->next;
            continue;
        }
        found = before = arm;
        if (wait->wait.kind == W_WAIT_FOR) {
            WFinding *f =
                w_build_finding(p, W_E_ELSE_WITHOUT_END, else_span(arm),
                                "`wait for` never ends by itself, so `else` never comes");
            w_finding_fix(f, "give it an end: wait up to 3d { … }");
        } else if (arm->next && arm->next->kind != W_ARM_ELSE) {
            WFinding *f = w_build_finding(p, W_E_ELSE_LAST, else_span(arm),
                                          "`else` stands behind all other arms");
            w_finding_other(f, arm->next->span, "this arm comes after it");
            w_finding_fix(f, "put the `else` behind it");
        }
    }
}

void w_build_arms(WParse *p, WStmt *wait, WList arms) {
    wait->wait.has_arms = true;
    wait->wait.arms = arms.first;
    check_else(p, wait, arms.first);
}

void w_build_up_to_missing(WParse *p, const WExpr *length) {
    WSpan before = {length->span.source, length->span.start, length->span.start};
    WFinding *f = w_build_finding(p, W_E_MISSING, before, "`up to` is missing here");
    w_finding_why(f, "`wait 1h` always waits an hour; with arms it waits at most that long");
    w_finding_fix(f, "write `wait up to`");
    w_finding_edit(f, before, W_STR("up to "));
}

WInstant *w_build_instant(WParse *p, WExpr *expr) {
    WInstant *instant = w_build_node(p, sizeof *instant);
    instant->kind = W_INSTANT_EXPR;
    instant->span = expr->span;
    instant->expr = expr;
    return instant;
}

WInstant *w_build_instant_in(WParse *p, Tok clock, Tok count, Tok unit) {
    WInstant *instant = w_build_node(p, sizeof *instant);
    instant->kind = W_INSTANT_IN;
    instant->span = w_build_span(p, clock);
    instant->clock_ms = w_build_clock(p, clock);
    instant->count = w_build_int(p, count);
    instant->unit = (WTreeUnit)w_build_word_value(p, unit);
    return instant;
}

WInstant *w_build_instant_day(WParse *p, Tok day, Tok clock) {
    WInstant *instant = w_build_node(p, sizeof *instant);
    instant->kind = W_INSTANT_WEEKDAY;
    instant->span = w_build_span(p, day);
    instant->weekday = (WTreeDay)w_build_word_value(p, day);
    instant->clock_ms = w_build_clock(p, clock);
    return instant;
}

// ---- sends

WStmt *w_build_send(WParse *p, Tok keyword, Tok name, Tok channel, Tok message) {
    WStmt *stmt = w_build_stmt(p, keyword, W_STMT_SEND);
    stmt->send.name = w_build_plain(p, name);
    stmt->send.channel = w_build_name(p, channel);
    stmt->send.message = w_build_name(p, message);
    return stmt;
}

WStmt *w_build_replies(WParse *p) {
    WStmt *stmt = w_build_node(p, sizeof *stmt);
    stmt->kind = W_STMT_ASK;
    return stmt;
}

void w_build_reply(WParse *p, WStmt *ask, WBlock **slot, Tok keyword, WBlock *block) {
    if (keyword->kind == W_TK_ANSWER && ask->ask.else_block && !*slot) {
        WFinding *f = w_build_finding(p, W_E_ELSE_LAST, w_build_token_span(p, keyword),
                                      "`else` stands behind `answer`");
        w_finding_other(f, ask->ask.else_block->span, "the `else`");
        w_finding_fix(f, "put `answer` first");
    }
    WSpan first = *slot ? (*slot)->span : (WSpan){0};
    if (w_build_once(p, *slot != NULL, first, keyword)) *slot = block;
}

WStmt *w_build_ask(WParse *p, WStmt *ask, Tok keyword, Tok name, Tok channel, Tok message) {
    ask->span = w_build_span(p, keyword);
    ask->ask.name = w_build_plain(p, name);
    ask->ask.channel = w_build_name(p, channel);
    ask->ask.message = w_build_name(p, message);
    return ask;
}

// ---- branches

static WBranch *new_branch(WParse *p, Tok keyword, WExpr *condition, WBlock *block) {
    WBranch *branch = w_build_node(p, sizeof *branch);
    branch->span = w_build_span(p, keyword);
    branch->condition = condition;
    branch->block = block;
    return branch;
}

WStmt *w_build_if(WParse *p, Tok keyword, WExpr *condition, WBlock *block) {
    WStmt *stmt = w_build_stmt(p, keyword, W_STMT_IF);
    stmt->if_.branches = new_branch(p, keyword, condition, block);
    return stmt;
}

void w_build_else_if(WParse *p, WStmt *stmt, Tok keyword, WExpr *condition, WBlock *block) {
    w_build_append(p, &stmt->if_.branches, new_branch(p, keyword, condition, block));
    stmt->span.end = p->end;
}

void w_build_else(WParse *p, WStmt *stmt, WBlock *block) {
    stmt->if_.else_block = block;
    stmt->span.end = p->end;
}

WStmt *w_build_assign(WParse *p, Tok keyword, WStmtKind kind, Tok name, WExpr *value) {
    WStmt *stmt = w_build_stmt(p, keyword, kind);
    stmt->assign.name = w_build_name(p, name);
    stmt->assign.value = value;
    return stmt;
}

WShare *w_build_share(WParse *p, Tok percent, Tok name, WBlock *block) {
    WShare *share = w_build_node(p, sizeof *share);
    share->span = w_build_span(p, percent);
    share->percent = w_build_percent(p, percent);
    share->percent_span = w_build_token_span(p, percent);
    share->name = w_build_name(p, name);
    share->block = block;
    return share;
}

WChoose *w_build_aim(WParse *p, WMatch *match, WExpr *within) {
    WChoose *choose = w_build_node(p, sizeof *choose);
    choose->aims_at_goal = match == NULL;
    if (match) choose->match = *match;
    choose->within = within;
    return choose;
}

WOption *w_build_option(WParse *p, Tok keyword, Tok name, WExpr *where, WBlock *block) {
    WOption *option = w_build_node(p, sizeof *option);
    option->span = w_build_span(p, keyword);
    option->name = w_build_name(p, name);
    option->where = where;
    option->block = block;
    return option;
}
