// Governance: what whoever is asked about a journey next year will want to know.
#include "compiler/lint/linter.h"

static void look_at(WLinter *lint, const WProgramJourney *journey) {
    if (journey->owner.size == 0) {
        WFinding *finding = LINT_FIND(lint, NO_OWNER, journey->span, "`%.*s` has no owner",
                                      W_STR_ARGS(journey->name));
        w_finding_fix(finding, "say whom to ask: owner \"lifecycle@shop.example\"");
    }
    if (!journey->goal.given) {
        WFinding *finding = LINT_FIND(lint, NO_GOAL, journey->span, "`%.*s` has no goal",
                                      W_STR_ARGS(journey->name));
        w_finding_fix(finding, "say what it is for: goal EVENT within 14d");
    }
    if (journey->expires_day == INT64_MAX) {
        WFinding *finding = LINT_FIND(lint, NO_EXPIRY, journey->span, "`%.*s` never expires",
                                      W_STR_ARGS(journey->name));
        w_finding_fix(finding, "say until when people may enter: expires DATE");
    }
    for (uint32_t i = 0; i < journey->only_if_count; i++) {
        if (journey->only_ifs[i].because.size > 0) continue;
        WFinding *finding = LINT_FIND(lint, NO_REASON, journey->only_ifs[i].span,
                                      "who is refused here is not told why");
        w_finding_fix(finding, "say it in your words: … because \"…\"");
    }
}

void w_lint_governance(WLinter *lint) {
    for (uint32_t i = 0; i < lint->program->journey_count; i++)
        look_at(lint, &lint->program->journeys[i]);
}
