// Statements: what is not what it seems to be.
#include "compiler/lint/linter.h"

#include "runtime/value/time.h"

// What is being looked at.
typedef struct Place {
    WLinter *lint;
    const WProgramJourney *journey;
} Place;

static void look_at_block(Place place, const WAct *act);

// ---- waits

static bool is_days(const WAct *act) {
    if (act->kind != W_ACT_WAIT || act->value == NULL || act->arm_count > 0) return false;
    const WTyped *length = act->value;
    return length->kind == W_TYPED_CONSTANT && w_type_kind(length->type) == W_TYPE_DURATION &&
           length->constant.value > 0 && length->constant.value % W_DAY_MS == 0;
}

// What comes right behind an act, also if that is in another stage.
static const WAct *next_of(const WProgramJourney *journey, const WAct *act) {
    const WAct *next = act->next;
    if (next != NULL && next->kind == W_ACT_GO) next = journey->stages[next->index].body;
    return next;
}

static void look_at_wait(Place place, const WAct *act) {
    const WAct *next = next_of(place.journey, act);
    bool is_clock = next != NULL && next->kind == W_ACT_WAIT && next->value != NULL &&
                    next->value->kind == W_TYPED_NEXT_CLOCK;
    if (!is_clock || !is_days(act)) return;
    long long days = (long long)(act->value->constant.value / W_DAY_MS);
    WStr clock = w_lint_text(place.lint, next->value->span);
    WFinding *finding = LINT_FIND(place.lint, WAIT_BEFORE_CLOCK, act->span,
                                  "with the wait behind it this may take %lld days", days + 1);
    w_finding_other(finding, next->span, "the next %.*s after that", W_STR_ARGS(clock));
    w_finding_fix(finding, "say both in one: wait until %.*s in %lld day%s", W_STR_ARGS(clock),
                  days, days == 1 ? "" : "s");
}

// ---- all of it

static void look_at_arms(Place place, const WProgramArm *arms, uint32_t count) {
    for (uint32_t i = 0; i < count; i++)
        look_at_block(place, arms[i].body);
}

static void look_at_block(Place place, const WAct *act) {
    for (; act != NULL; act = act->next) {
        if (act->kind == W_ACT_WAIT) look_at_wait(place, act);
        look_at_arms(place, act->arms, act->arm_count);
        look_at_block(place, act->body);
        look_at_block(place, act->otherwise);
    }
}

void w_lint_flow(WLinter *lint) {
    for (uint32_t j = 0; j < lint->program->journey_count; j++) {
        Place place = {lint, &lint->program->journeys[j]};
        for (uint32_t s = 0; s < place.journey->stage_count; s++) {
            const WProgramStage *stage = &place.journey->stages[s];
            look_at_arms(place, stage->reactions, stage->reaction_count);
            look_at_block(place, stage->body);
        }
    }
}
