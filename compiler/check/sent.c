// Questions about what was sent: to which scope, and how far back it must be kept.

#include "compiler/check/checker.h"

#include <string.h>

static bool is_same(const WProgramScope *a, const WProgramScope *b) {
    return a->class == b->class && a->channel == b->channel && a->message == b->message &&
           a->journey == b->journey && w_str_equal(a->tag, b->tag);
}

static uint32_t sent_row(WChecker *ck, const WProgramScope *scope, const WTreeScope *tree) {
    WProgram *program = ck->program;
    for (uint32_t i = 0; i < program->sent_count; i++) {
        if (is_same(&program->sents[i].scope, scope)) return i;
    }
    WProgramSent row = {.scope = *scope, .label = w_check_scope_label(ck, tree)};
    *W_CHECK_PUSH(ck, program->sents, program->sent_count, ck->sent_room) = row;
    return program->sent_count - 1;
}

// A message leaves no more behind than that it was sent, and when.
static bool is_plain(WChecker *ck, const WExpr *expr, const WArg *arg) {
    if (arg->where != NULL) {
        WFinding *finding =
            FIND(ck, SENT_DETAIL, arg->where->span, "what was sent has no `where`");
        w_finding_why(finding, "only when it was sent is kept, by message, channel, class, tag "
                               "and journey");
        w_finding_fix(finding, "name what is meant: %.*s(sent email promotional from JOURNEY)",
                      W_STR_ARGS(expr->call.name.text));
        return false;
    }
    bool is_known = !w_name_given(arg->field) || w_str_equal(arg->field.text, W_STR("at"));
    if (is_known) return true;
    WFinding *finding = FIND(ck, SENT_DETAIL, arg->field.span, "what was sent has no `%.*s`",
                             W_STR_ARGS(arg->field.text));
    w_finding_fix(finding, "when it was sent: `at`");
    return false;
}

static bool suits(WChecker *ck, const WExpr *expr, WStr scope, WUseKind kind) {
    WStr word = expr->call.name.text;
    bool has_time = w_name_given(expr->call.args->field), counts = kind == W_USE_COUNT;
    if (kind == W_USE_SUM || kind == W_USE_AVG) {
        WFinding *finding = FIND(ck, NO_OPERATION, expr->span,
                                 "`%.*s` cannot be asked of what was sent", W_STR_ARGS(word));
        w_finding_fix(finding, "how often it was sent: count(sent %.*s)", W_STR_ARGS(scope));
        return false;
    }
    if (counts != has_time) return true;
    WFinding *finding =
        FIND(ck, TYPE_MISMATCH, expr->span,
             counts ? "`%.*s` counts messages" : "`%.*s` needs the time", W_STR_ARGS(word));
    if (counts)
        w_finding_fix(finding, "how often it was sent: count(sent %.*s)", W_STR_ARGS(scope));
    else
        w_finding_fix(finding, "ask for it: %.*s(sent %.*s.at)", W_STR_ARGS(word),
                      W_STR_ARGS(scope));
    return false;
}

bool w_check_sent(WChecker *ck, const WExpr *expr, WUseKind kind, int64_t window_ms,
                  WProgramUse *use) {
    const WArg *arg = expr->call.args;
    WTreeScope tree = {arg->span, arg->from, arg->first, arg->second};
    WProgramScope scope;
    if (!w_check_scope(ck, &tree, &scope) || !is_plain(ck, expr, arg) ||
        !suits(ck, expr, w_check_scope_label(ck, &tree), kind))
        return false;
    use->event = W_NONE;
    use->field = W_USE_AT;
    use->sent = sent_row(ck, &scope, &tree);
    use->type = kind == W_USE_COUNT ? W_TYPE_INTEGER : W_TYPE_DATETIME | W_TYPE_OPTIONAL;
    WProgramSent *sent = &ck->program->sents[use->sent];
    if (window_ms > sent->keep_ms) sent->keep_ms = window_ms;
    return true;
}
