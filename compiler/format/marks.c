// Marks: from the tree to the tokens that begin its items.
//
// Premise: the tree has no error nodes.
// Promise: each item's first token is marked; pairs, which stand wherever expressions do, are told
// by their key.
#include "compiler/format/marks.h"

#include "runtime/base/assert.h"

typedef struct Marks {
    const WTokens *tokens;
    uint8_t *kinds;
} Marks;

static uint32_t token_at(const WTokens *tokens, uint32_t offset) {
    uint32_t low = 0, high = tokens->count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (tokens->items[middle].start < offset)
            low = middle + 1;
        else
            high = middle;
    }
    W_ASSERT(tokens->items[low].start == offset);
    return low;
}

static void mark(const Marks *m, WSpan span, WItemKind kind) {
    m->kinds[token_at(m->tokens, span.start)] = (uint8_t)kind;
}

// A clause of which the tree keeps only what stands `words` tokens behind its beginning.
static void mark_before(const Marks *m, bool given, WSpan span, uint32_t words) {
    if (given) m->kinds[token_at(m->tokens, span.start) - words] = W_ITEM_CLAUSE;
}

static void mark_name(const Marks *m, WName name, uint32_t words) {
    mark_before(m, w_name_given(name), name.span, words);
}

static void mark_expr(const Marks *m, const WExpr *expr) {
    if (expr) mark_before(m, true, expr->span, 1);
}

static void mark_flag(const Marks *m, WFlag flag) {
    mark_before(m, flag.given, flag.span, 0);
}

// ---- statements

static void mark_stmts(const Marks *m, const WStmt *first);

static void mark_block(const Marks *m, const WBlock *block) {
    if (block) mark_stmts(m, block->first);
}

static void mark_arms(const Marks *m, const WArm *first) {
    for (const WArm *arm = first; arm; arm = arm->next) {
        mark(m, arm->span, W_ITEM_ARM);
        mark_block(m, arm->block);
    }
}

static void mark_reply(const Marks *m, const WBlock *block) {
    if (!block) return;
    m->kinds[token_at(m->tokens, block->span.start) - 1] = W_ITEM_ARM;
    mark_stmts(m, block->first);
}

static void mark_if(const Marks *m, const WIf *stmt) {
    for (const WBranch *branch = stmt->branches; branch; branch = branch->next)
        mark_block(m, branch->block);
    mark_block(m, stmt->else_block);
}

static void mark_shares(const Marks *m, const WShare *first) {
    for (const WShare *share = first; share; share = share->next) {
        mark(m, share->span, W_ITEM_SHARE);
        mark_block(m, share->block);
    }
}

static void mark_options(const Marks *m, const WOption *first) {
    for (const WOption *option = first; option; option = option->next) {
        mark(m, option->span, W_ITEM_ARM);
        mark_block(m, option->block);
    }
}

static void mark_ask(const Marks *m, const WAsk *ask) {
    mark_reply(m, ask->answer);
    mark_reply(m, ask->else_block);
}

static void mark_stmts(const Marks *m, const WStmt *first) {
    for (const WStmt *stmt = first; stmt; stmt = stmt->next) {
        mark(m, stmt->span, W_ITEM_STMT);
        switch (stmt->kind) {
        case W_STMT_WAIT: mark_arms(m, stmt->wait.arms); break;
        case W_STMT_SEND: mark_block(m, stmt->send.else_block); break;
        case W_STMT_ASK: mark_ask(m, &stmt->ask); break;
        case W_STMT_IF: mark_if(m, &stmt->if_); break;
        case W_STMT_SPLIT: mark_shares(m, stmt->split.shares); break;
        case W_STMT_CHOOSE: mark_options(m, stmt->choose.options); break;
        default: break;
        }
    }
}

// ---- declarations

static void mark_project(const Marks *m, const WProject *project) {
    mark_before(m, project->language.given, project->language.span, 1);
    mark_before(m, project->holdout.given, project->holdout.span, 1);
    mark_name(m, project->timezone, 1);
    mark_name(m, project->locale, 1);
    mark_expr(m, project->dedupe);
    for (const WUse *use = project->uses; use; use = use->next)
        mark(m, use->span, W_ITEM_CLAUSE);
    for (const WNameItem *item = project->excludes; item; item = item->next)
        mark_name(m, item->name, 1);
    for (const WLintItem *item = project->lints; item; item = item->next)
        mark(m, item->span, W_ITEM_CLAUSE);
}

static void mark_fields(const Marks *m, const WField *first, WItemKind kind) {
    for (const WField *field = first; field; field = field->next)
        mark(m, field->span, kind);
}

static void mark_event(const Marks *m, const WEvent *event) {
    mark_fields(m, event->fields, W_ITEM_FIELD);
    for (const WProfileSet *set = event->sets; set; set = set->next)
        mark(m, set->span, W_ITEM_CLAUSE);
}

static void mark_channel(const Marks *m, const WChannel *channel) {
    mark_expr(m, channel->to);
    mark_expr(m, channel->consent);
    mark_before(m, channel->rate.given, channel->rate.span, 0);
    mark_flag(m, channel->accepts_personal);
    mark_flag(m, channel->internal);
    for (const WQuiet *quiet = channel->quiets; quiet; quiet = quiet->next)
        mark(m, quiet->span, W_ITEM_CLAUSE);
}

static void mark_message(const Marks *m, const WMessage *message) {
    mark_name(m, message->class_name, 1);
    if (message->tags) mark_name(m, message->tags->name, 1);
    for (const WField *param = message->params; param; param = param->next)
        m->kinds[token_at(m->tokens, param->span.start) - 1] = W_ITEM_PARAM;
    mark_flag(m, message->has_answer);
    mark_fields(m, message->answer, W_ITEM_FIELD);
    for (const WContent *content = message->contents; content; content = content->next) {
        mark(m, content->span, W_ITEM_CONTENT);
        for (const WContentPart *part = content->parts; part; part = part->next)
            mark(m, part->span, W_ITEM_PART);
    }
}

static void mark_stages(const Marks *m, const WStage *first) {
    for (const WStage *stage = first; stage; stage = stage->next) {
        mark(m, stage->span, W_ITEM_STAGE);
        for (const WNameItem *moment = stage->moments; moment; moment = moment->next)
            mark_name(m, moment->name, 1);
        mark_arms(m, stage->reactions);
        mark_stmts(m, stage->first);
    }
}

static void mark_entries(const Marks *m, const WJourney *journey) {
    for (const WEnter *enter = journey->enters; enter; enter = enter->next)
        mark(m, enter->span, W_ITEM_CLAUSE);
    for (const WOnlyIf *only_if = journey->only_ifs; only_if; only_if = only_if->next)
        mark(m, only_if->span, W_ITEM_CLAUSE);
    for (const WExit *exit = journey->exits; exit; exit = exit->next)
        mark(m, exit->span, W_ITEM_CLAUSE);
    if (journey->reentry) mark(m, journey->reentry->span, W_ITEM_CLAUSE);
    if (journey->goal) mark(m, journey->goal->span, W_ITEM_CLAUSE);
    mark_before(m, journey->admit.given, journey->admit.span, 0);
}

static void mark_journey(const Marks *m, const WJourney *journey) {
    mark_name(m, journey->owner, 1);
    mark_name(m, journey->part_of, 2);
    mark_name(m, journey->approved_by, 2);
    mark_name(m, journey->one_per, 2);
    mark_before(m, journey->priority.given, journey->priority.span, 1);
    mark_before(m, journey->holdout.given, journey->holdout.span, 1);
    mark_before(m, journey->expires.given, journey->expires.span, 0);
    mark_flag(m, journey->pin);
    mark_flag(m, journey->keep_deadlines);
    for (const WVar *var = journey->vars; var; var = var->next)
        mark(m, var->span, W_ITEM_CLAUSE);
    for (const WMigrate *migrate = journey->migrates; migrate; migrate = migrate->next)
        mark(m, migrate->span, W_ITEM_CLAUSE);
    mark_entries(m, journey);
    mark_stages(m, journey->stages);
}

static void mark_decl(const Marks *m, const WDecl *decl) {
    bool is_policy = decl->kind == W_DECL_LIMIT || decl->kind == W_DECL_SUPPRESS;
    mark(m, decl->span, is_policy ? W_ITEM_POLICY : W_ITEM_DECL);
    switch (decl->kind) {
    case W_DECL_PROJECT: mark_project(m, &decl->project); break;
    case W_DECL_PROFILE: mark_fields(m, decl->profile.fields, W_ITEM_PROFILE_FIELD); break;
    case W_DECL_EVENT: mark_event(m, &decl->event); break;
    case W_DECL_CHANNEL: mark_channel(m, &decl->channel); break;
    case W_DECL_RECORD: mark_fields(m, decl->record.fields, W_ITEM_FIELD); break;
    case W_DECL_MESSAGE: mark_message(m, &decl->message); break;
    case W_DECL_JOURNEY: mark_journey(m, &decl->journey); break;
    case W_DECL_TEST:
        for (const WStep *step = decl->test.steps; step; step = step->next)
            mark(m, step->span, W_ITEM_STEP);
        break;
    default: break;
    }
}

// Whatever has a key and is no field, param or constant is a pair.
static void mark_pairs(const Marks *m) {
    for (uint32_t i = 0; i < m->tokens->count; i++) {
        if (m->tokens->items[i].kind != W_TK_KEY || m->kinds[i]) continue;
        uint16_t before = i ? w_format_kind(&m->tokens->items[i - 1]) : W_TOKEN_END;
        if (before != W_TK_PARAM && before != W_TK_CONST) m->kinds[i] = W_ITEM_PAIR;
    }
}

uint8_t *w_format_marks(WArena *arena, const WTree *tree) {
    Marks m = {tree->tokens, w_arena_take_zeroed(arena, tree->tokens->count + 1)};
    for (const WDecl *decl = tree->first; decl; decl = decl->next)
        mark_decl(&m, decl);
    mark_pairs(&m);
    return m.kinds;
}
