// How things are written: what the tree knows and the program has forgotten.
#include <string.h>

#include "compiler/lint/linter.h"
#include "compiler/lint/visit.h"

// Parentheses are no node; the place of what they hold is with them.
static bool has_parentheses(const WExpr *binary) {
    return binary->span.start != binary->binary.left->span.start;
}

static bool is_op(const WExpr *expr, WExprOp op) {
    return expr->kind == W_EXPR_BINARY && expr->op == op;
}

static void say_mixed(WLinter *lint, const WExpr *part) {
    WFinding *finding = LINT_FIND(lint, MIXED_AND_OR, part->span,
                                  "this `and` binds more tightly than the `or` beside it");
    WStr text = w_lint_text(lint, part->span);
    WBuffer fixed = {0};
    w_buffer_printf(&fixed, "(%.*s)", W_STR_ARGS(text));
    w_finding_fix(finding, "say so with parentheses, or set them where you meant them");
    w_finding_edit(finding, part->span, (WStr){fixed.bytes, fixed.size});
    w_buffer_free(&fixed);
}

// ---- patterns that are none

static bool is_literal(WStr pattern) {
    for (size_t i = 0; i < pattern.size; i++) {
        if (strchr("\\^$.|?*+()[]{}", pattern.bytes[i]) != NULL) return false;
    }
    return pattern.size > 0;
}

static void look_at_pattern(WLinter *lint, const WExpr *expr) {
    const WExpr *pattern = expr->binary.right;
    if (pattern->kind != W_EXPR_TEXT || !is_literal(pattern->text)) return;
    WFinding *finding = LINT_FIND(lint, PLAIN_PATTERN, expr->binary.op_span,
                                  "this pattern is a plain text, found anywhere");
    w_finding_fix(finding, "say so: contains %.*s", W_STR_ARGS(w_lint_text(lint, pattern->span)));
    w_finding_fix(finding, "or, if it is the whole text: = %.*s",
                  W_STR_ARGS(w_lint_text(lint, pattern->span)));
    w_finding_edit(finding, expr->binary.op_span, W_STR("contains"));
}

static void look_at_expr(void *context, const WExpr *expr) {
    if (is_op(expr, W_OP_MATCHES)) look_at_pattern(context, expr);
    if (!is_op(expr, W_OP_OR)) return;
    const WExpr *parts[] = {expr->binary.left, expr->binary.right};
    for (int i = 0; i < 2; i++) {
        if (is_op(parts[i], W_OP_AND) && !has_parentheses(parts[i])) say_mixed(context, parts[i]);
    }
}

// ---- empty blocks

static void look_at_body(WLinter *lint, const WBlock *block, const char *what) {
    if (block == NULL || block->first != NULL) return;
    LINT_FIND(lint, NOTHING_DONE, block->span, "%s does nothing", what);
}

static void look_at_stmt(void *context, const WStmt *stmt) {
    if (stmt->kind == W_STMT_IF) {
        for (const WBranch *branch = stmt->if_.branches; branch != NULL; branch = branch->next)
            look_at_body(context, branch->block, "this branch");
        look_at_body(context, stmt->if_.else_block, "this `else`");
    } else if (stmt->kind == W_STMT_SEND) {
        look_at_body(context, stmt->send.else_block, "this `else`");
    }
}

static void look_at_reactions(WLinter *lint, const WJourney *journey) {
    for (const WStage *stage = journey->stages; stage != NULL; stage = stage->next) {
        for (const WArm *arm = stage->reactions; arm != NULL; arm = arm->next)
            look_at_body(lint, arm->block, "this reaction");
    }
}

// ---- all of it

void w_lint_spelling(WLinter *lint) {
    WVisitor visitor = {.context = lint, .expr = look_at_expr, .stmt = look_at_stmt};
    for (uint32_t i = 0; i < lint->tree_count; i++) {
        for (const WDecl *decl = lint->trees[i]->first; decl != NULL; decl = decl->next) {
            w_visit_decl(&visitor, decl);
            if (decl->kind == W_DECL_JOURNEY) look_at_reactions(lint, &decl->journey);
        }
    }
}
