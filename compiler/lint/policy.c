// Limits and suppressions.
#include "compiler/lint/linter.h"

static void look_at_limit(WLinter *lint, const WProgramLimit *limit) {
    if (limit->max == 0) {
        WFinding *finding =
            LINT_FIND(lint, LIMIT_OF_NOTHING, limit->span, "this limit lets nothing through");
        w_finding_fix(finding, "say why: suppress %.*s when true because \"…\"",
                      W_STR_ARGS(limit->label));
    }
}

static void look_at_suppression(WLinter *lint, const WProgramSuppression *suppression) {
    if (suppression->because.size > 0) return;
    WFinding *finding = LINT_FIND(lint, NO_REASON, suppression->span,
                                  "a message that this holds back is not told why");
    w_finding_fix(finding, "say it in your words: … because \"…\"");
}

void w_lint_policy(WLinter *lint) {
    for (uint32_t i = 0; i < lint->program->limit_count; i++)
        look_at_limit(lint, &lint->program->limits[i]);
    for (uint32_t i = 0; i < lint->program->suppression_count; i++)
        look_at_suppression(lint, &lint->program->suppressions[i]);
}
