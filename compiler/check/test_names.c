// Names that only tests use from outside a journey: its stages, splits and reasons to exit.

#include "compiler/check/test.h"

// ---- every statement of a journey

typedef void Visit(void *context, const WStmt *stmt);

static void visit_all(const WStmt *first, Visit *visit, void *context);

static void visit_block(const WBlock *block, Visit *visit, void *context) {
    if (block != NULL) visit_all(block->first, visit, context);
}

static void visit_arms(const WArm *arm, Visit *visit, void *context) {
    for (; arm != NULL; arm = arm->next)
        visit_block(arm->block, visit, context);
}

static void visit_if(const WIf *branches, Visit *visit, void *context) {
    for (const WBranch *branch = branches->branches; branch != NULL; branch = branch->next)
        visit_block(branch->block, visit, context);
    visit_block(branches->else_block, visit, context);
}

static void visit_below(const WStmt *stmt, Visit *visit, void *context) {
    switch (stmt->kind) {
    case W_STMT_WAIT: visit_arms(stmt->wait.arms, visit, context); break;
    case W_STMT_SEND: visit_block(stmt->send.else_block, visit, context); break;
    case W_STMT_ASK:
        visit_block(stmt->ask.answer, visit, context);
        visit_block(stmt->ask.else_block, visit, context);
        break;
    case W_STMT_IF: visit_if(&stmt->if_, visit, context); break;
    case W_STMT_SPLIT:
        for (const WShare *share = stmt->split.shares; share != NULL; share = share->next)
            visit_block(share->block, visit, context);
        break;
    case W_STMT_CHOOSE:
        for (const WOption *o = stmt->choose.options; o != NULL; o = o->next)
            visit_block(o->block, visit, context);
        break;
    default: break;
    }
}

static void visit_all(const WStmt *first, Visit *visit, void *context) {
    for (const WStmt *stmt = first; stmt != NULL; stmt = stmt->next) {
        visit(context, stmt);
        visit_below(stmt, visit, context);
    }
}

static const WJourney *journey_tree(const WChecker *ck, uint32_t journey) {
    return &ck->by_kind[W_SYMBOL_JOURNEY].items[journey]->decl->journey;
}

static void visit_journey(const WChecker *ck, uint32_t journey, Visit *visit, void *context) {
    const WStage *stage = journey_tree(ck, journey)->stages;
    for (; stage != NULL; stage = stage->next) {
        visit_arms(stage->reactions, visit, context);
        visit_all(stage->first, visit, context);
    }
}

// ---- stages

uint32_t w_check_stage_of(WChecker *ck, uint32_t journey, WName name) {
    const WJourney *tree = journey_tree(ck, journey);
    uint32_t row = 0;
    if (name.text.size == 0) return W_NONE; // it was forgotten, and that was said
    for (const WStage *stage = tree->stages; stage != NULL; stage = stage->next, row++) {
        if (w_str_equal(stage->name.text, name.text)) return row;
    }
    if (w_check_is_broken(ck, W_SYMBOL_JOURNEY, journey)) return W_NONE;
    WFinding *finding = FIND(ck, UNKNOWN_STAGE, name.span, "`%.*s` has no stage `%.*s`",
                             W_STR_ARGS(tree->name.text), W_STR_ARGS(name.text));
    WSuggest suggest = w_check_suggest(ck, name.text);
    for (const WStage *stage = tree->stages; stage != NULL; stage = stage->next)
        w_suggest_offer(&suggest, stage->name.text);
    w_check_did_you_mean(finding, &suggest);
    return W_NONE;
}

// ---- splits and choices

typedef struct SplitSearch {
    WStr name;
    const WStmt *found;
    WSuggest suggest;
} SplitSearch;

static WName draw_name(const WStmt *stmt) {
    return stmt->kind == W_STMT_SPLIT ? stmt->split.name : stmt->choose.name;
}

static void look_for_split(void *context, const WStmt *stmt) {
    SplitSearch *search = context;
    if (stmt->kind != W_STMT_SPLIT && stmt->kind != W_STMT_CHOOSE) return;
    w_suggest_offer(&search->suggest, draw_name(stmt).text);
    bool is_it = w_str_equal(draw_name(stmt).text, search->name);
    if (is_it && search->found == NULL) search->found = stmt;
}

// Offer the ways of a split or choice; whether `arm` is one of them.
static bool offer_ways(const WStmt *draw, WStr arm, WSuggest *suggest) {
    bool found = false;
    if (draw->kind == W_STMT_SPLIT) {
        for (const WShare *share = draw->split.shares; share != NULL; share = share->next) {
            w_suggest_offer(suggest, share->name.text);
            found |= w_str_equal(share->name.text, arm);
        }
        return found;
    }
    for (const WOption *option = draw->choose.options; option != NULL; option = option->next) {
        w_suggest_offer(suggest, option->name.text);
        found |= w_str_equal(option->name.text, arm);
    }
    return found;
}

static void say_no_split(WChecker *ck, uint32_t journey, WName split, const WSuggest *suggest) {
    if (w_check_is_broken(ck, W_SYMBOL_JOURNEY, journey)) return;
    WFinding *finding =
        FIND(ck, UNKNOWN_NAME, split.span, "`%.*s` has no split `%.*s`",
             W_STR_ARGS(journey_tree(ck, journey)->name.text), W_STR_ARGS(split.text));
    w_check_did_you_mean(finding, suggest);
}

void w_check_split_of(WChecker *ck, uint32_t journey, WName split, WName arm) {
    SplitSearch search = {.name = split.text, .suggest = w_check_suggest(ck, split.text)};
    if (split.text.size == 0 || arm.text.size == 0) return; // forgotten, and that was said
    visit_journey(ck, journey, look_for_split, &search);
    if (search.found == NULL) {
        say_no_split(ck, journey, split, &search.suggest);
        return;
    }
    WSuggest suggest = w_check_suggest(ck, arm.text);
    if (offer_ways(search.found, arm.text, &suggest)) return;
    WFinding *finding = FIND(ck, UNKNOWN_NAME, arm.span, "`%.*s` has no arm `%.*s`",
                             W_STR_ARGS(split.text), W_STR_ARGS(arm.text));
    w_finding_other(finding, draw_name(search.found).span, "the split");
    w_check_did_you_mean(finding, &suggest);
}

// ---- reasons to exit

typedef struct TextSearch {
    WOfferText *offer;
    void *context;
} TextSearch;

static void look_for_exit(void *context, const WStmt *stmt) {
    const TextSearch *search = context;
    if (stmt->kind != W_STMT_EXIT || stmt->reason->kind != W_EXPR_TEXT) return;
    search->offer(search->context, stmt->reason->text);
}

void w_check_exit_texts(const WChecker *ck, uint32_t journey, WOfferText *offer, void *context) {
    TextSearch search = {offer, context};
    visit_journey(ck, journey, look_for_exit, &search);
}
