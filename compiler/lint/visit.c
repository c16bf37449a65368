// Visiting a tree. Depth is bounded by W_LIMIT_NESTING, as the tree promises.
#include "compiler/lint/visit.h"

static void visit_name(const WVisitor *v, WName name) {
    if (v->name != NULL && w_name_given(name) && name.text.size > 0) v->name(v->context, name);
}

static void visit_names(const WVisitor *v, const WNameItem *names) {
    for (; names != NULL; names = names->next)
        visit_name(v, names->name);
}

// ---- expressions

static void visit_expr(const WVisitor *v, const WExpr *expr);

static void visit_list(const WVisitor *v, const WExpr *first) {
    for (; first != NULL; first = first->next)
        visit_expr(v, first);
}

static void visit_pairs(const WVisitor *v, const WPair *pair) {
    for (; pair != NULL; pair = pair->next)
        visit_expr(v, pair->value);
}

static void visit_parts(const WVisitor *v, const WTextPart *part) {
    for (; part != NULL; part = part->next) {
        visit_expr(v, part->expr);
        visit_expr(v, part->where);
        visit_parts(v, part->then_parts);
        visit_parts(v, part->else_parts);
    }
}

static void visit_args(const WVisitor *v, const WArg *arg) {
    for (; arg != NULL; arg = arg->next) {
        visit_expr(v, arg->value);
        visit_expr(v, arg->list);
        visit_name(v, arg->first);
        visit_name(v, arg->second);
        visit_name(v, arg->from);
        visit_expr(v, arg->where);
        visit_expr(v, arg->period.length);
    }
}

static void visit_expr(const WVisitor *v, const WExpr *expr) {
    if (expr == NULL) return;
    if (v->expr != NULL) v->expr(v->context, expr);
    switch (expr->kind) {
    case W_EXPR_TEXT_PARTS: visit_parts(v, expr->parts); break;
    case W_EXPR_NAME:
    case W_EXPR_IN_JOURNEY: visit_name(v, (WName){expr->name, expr->span}); break;
    case W_EXPR_FIELD: visit_expr(v, expr->field.of); break;
    case W_EXPR_LIST: visit_list(v, expr->items); break;
    case W_EXPR_RECORD: visit_pairs(v, expr->pairs); break;
    case W_EXPR_CALL: visit_args(v, expr->call.args); break;
    case W_EXPR_NOT:
    case W_EXPR_NEGATE:
    case W_EXPR_KNOWN:
    case W_EXPR_MISSING: visit_expr(v, expr->operand); break;
    case W_EXPR_BETWEEN:
        visit_expr(v, expr->between.value);
        visit_expr(v, expr->between.low);
        visit_expr(v, expr->between.high);
        break;
    case W_EXPR_BINARY:
        visit_expr(v, expr->binary.left);
        visit_expr(v, expr->binary.right);
        break;
    default: break;
    }
}

// ---- types, fields

static void visit_type(const WVisitor *v, const WTypeNode *type) {
    for (; type != NULL; type = type->of) {
        if (type->kind == W_TYPE_NODE_NAMED) visit_name(v, type->name);
    }
}

static void visit_fields(const WVisitor *v, const WField *field) {
    for (; field != NULL; field = field->next) {
        visit_type(v, field->type);
        visit_expr(v, field->value);
    }
}

// ---- statements

static void visit_stmt(const WVisitor *v, const WStmt *stmt);

static void visit_block(const WVisitor *v, const WBlock *block) {
    if (block == NULL) return;
    for (const WStmt *stmt = block->first; stmt != NULL; stmt = stmt->next)
        visit_stmt(v, stmt);
}

static void visit_match(const WVisitor *v, const WMatch *match) {
    visit_name(v, match->event);
    visit_expr(v, match->where);
}

static void visit_arms(const WVisitor *v, const WArm *arm) {
    for (; arm != NULL; arm = arm->next) {
        visit_match(v, &arm->match);
        visit_expr(v, arm->when);
        visit_block(v, arm->block);
    }
}

static void visit_wait(const WVisitor *v, const WWait *wait) {
    visit_expr(v, wait->length);
    visit_expr(v, wait->instant.expr);
    visit_arms(v, wait->arms);
}

static void visit_send(const WVisitor *v, const WSend *send) {
    visit_name(v, send->channel);
    visit_name(v, send->message);
    visit_pairs(v, send->args);
    visit_expr(v, send->to);
    visit_block(v, send->else_block);
}

static void visit_ask(const WVisitor *v, const WAsk *ask) {
    visit_name(v, ask->channel);
    visit_name(v, ask->message);
    visit_pairs(v, ask->args);
    visit_expr(v, ask->to);
    visit_expr(v, ask->up_to);
    visit_block(v, ask->answer);
    visit_block(v, ask->else_block);
}

static void visit_choose(const WVisitor *v, const WChoose *choose) {
    visit_match(v, &choose->match);
    visit_expr(v, choose->within);
    visit_list(v, choose->by);
    for (const WOption *option = choose->options; option != NULL; option = option->next) {
        visit_expr(v, option->where);
        visit_block(v, option->block);
    }
}

static void visit_if(const WVisitor *v, const WIf *if_) {
    for (const WBranch *branch = if_->branches; branch != NULL; branch = branch->next) {
        visit_expr(v, branch->condition);
        visit_block(v, branch->block);
    }
    visit_block(v, if_->else_block);
}

static void visit_stmt(const WVisitor *v, const WStmt *stmt) {
    if (v->stmt != NULL) v->stmt(v->context, stmt);
    switch (stmt->kind) {
    case W_STMT_WAIT: visit_wait(v, &stmt->wait); break;
    case W_STMT_SEND: visit_send(v, &stmt->send); break;
    case W_STMT_ASK: visit_ask(v, &stmt->ask); break;
    case W_STMT_IF: visit_if(v, &stmt->if_); break;
    case W_STMT_LET:
    case W_STMT_SET:
    case W_STMT_SET_PROFILE: visit_expr(v, stmt->assign.value); break;
    case W_STMT_EMIT:
        visit_name(v, stmt->emit.event);
        visit_pairs(v, stmt->emit.args);
        break;
    case W_STMT_SPLIT:
        for (const WShare *share = stmt->split.shares; share != NULL; share = share->next)
            visit_block(v, share->block);
        break;
    case W_STMT_CHOOSE: visit_choose(v, &stmt->choose); break;
    case W_STMT_EXIT: visit_expr(v, stmt->reason); break;
    default: break;
    }
}

// ---- journeys

static void visit_entries(const WVisitor *v, const WJourney *journey) {
    for (const WEnter *enter = journey->enters; enter != NULL; enter = enter->next) {
        visit_match(v, &enter->match);
        visit_expr(v, enter->condition);
        visit_expr(v, enter->older_than);
    }
    for (const WOnlyIf *only_if = journey->only_ifs; only_if != NULL; only_if = only_if->next)
        visit_expr(v, only_if->condition);
    if (journey->reentry != NULL) visit_expr(v, journey->reentry->after);
}

static void visit_ends(const WVisitor *v, const WJourney *journey) {
    if (journey->goal != NULL) {
        visit_match(v, &journey->goal->match);
        visit_expr(v, journey->goal->within);
    }
    for (const WExit *clause = journey->exits; clause != NULL; clause = clause->next) {
        visit_match(v, &clause->match);
        visit_expr(v, clause->when);
    }
}

static void visit_journey(const WVisitor *v, const WJourney *journey) {
    visit_entries(v, journey);
    visit_ends(v, journey);
    for (const WVar *var = journey->vars; var != NULL; var = var->next)
        visit_expr(v, var->value);
    for (const WStage *stage = journey->stages; stage != NULL; stage = stage->next) {
        visit_arms(v, stage->reactions);
        for (const WStmt *stmt = stage->first; stmt != NULL; stmt = stmt->next)
            visit_stmt(v, stmt);
    }
}

// ---- declarations

static void visit_scope(const WVisitor *v, const WTreeScope *scope) {
    visit_name(v, scope->from);
    visit_name(v, scope->first);
    visit_name(v, scope->second);
}

static void visit_message(const WVisitor *v, const WMessage *message) {
    visit_fields(v, message->params);
    visit_fields(v, message->answer);
    for (const WContent *content = message->contents; content != NULL; content = content->next) {
        for (const WContentPart *part = content->parts; part != NULL; part = part->next)
            visit_expr(v, part->text);
    }
}

static void visit_event(const WVisitor *v, const WEvent *event) {
    visit_fields(v, event->fields);
    for (const WProfileSet *set = event->sets; set != NULL; set = set->next)
        visit_expr(v, set->value);
}

static void visit_channel(const WVisitor *v, const WChannel *channel) {
    visit_expr(v, channel->to);
    visit_expr(v, channel->consent);
    visit_expr(v, channel->rate.per);
}

static void visit_limit(const WVisitor *v, const WLimit *limit) {
    visit_scope(v, &limit->scope);
    visit_expr(v, limit->window);
    visit_expr(v, limit->defer_up_to);
}

void w_visit_decl(const WVisitor *v, const WDecl *decl) {
    switch (decl->kind) {
    case W_DECL_PROJECT: visit_expr(v, decl->project.dedupe); break;
    case W_DECL_PROFILE: visit_fields(v, decl->profile.fields); break;
    case W_DECL_EVENT: visit_event(v, &decl->event); break;
    case W_DECL_SEGMENT: visit_expr(v, decl->segment.when); break;
    case W_DECL_CHANNEL: visit_channel(v, &decl->channel); break;
    case W_DECL_RECORD: visit_fields(v, decl->record.fields); break;
    case W_DECL_EXCLUSIVE: visit_names(v, decl->exclusive.journeys); break;
    case W_DECL_LIMIT: visit_limit(v, &decl->limit); break;
    case W_DECL_SUPPRESS:
        visit_scope(v, &decl->suppress.scope);
        visit_expr(v, decl->suppress.when);
        break;
    case W_DECL_MESSAGE: visit_message(v, &decl->message); break;
    case W_DECL_JOURNEY: visit_journey(v, &decl->journey); break;
    case W_DECL_CONST:
        visit_type(v, decl->constant.type);
        visit_expr(v, decl->constant.value);
        break;
    default: break;
    }
}
