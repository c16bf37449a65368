// Statements and arms: what stands in a stage and cannot happen, or is not what it seems to be.
#include "compiler/lint/linter.h"

#include "runtime/value/time.h"

// What is being looked at.
typedef struct Place {
    WLinter *lint;
    const WProgramJourney *journey;
} Place;

static void look_at_block(Place place, const WAct *act);

// ---- arms

// The arm before arm `at` that takes every event of its kind, or NULL.
static const WProgramArm *taker_of(const WProgramArm *arms, uint32_t at) {
    for (uint32_t i = 0; i < at; i++) {
        if (arms[i].event == arms[at].event && arms[i].where == NULL) return &arms[i];
    }
    return NULL;
}

static void look_at_arms(Place place, const WProgramArm *arms, uint32_t count) {
    const WProgramEvent *events = place.lint->program->events;
    for (uint32_t i = 0; i < count; i++) {
        const WProgramArm *taker = taker_of(arms, i);
        look_at_block(place, arms[i].body);
        if (taker == NULL) continue;
        WFinding *finding =
            LINT_FIND(place.lint, ARM_IN_VAIN, arms[i].span, "this arm can never win");
        w_finding_other(finding, taker->span, "this one takes every `%.*s`",
                        W_STR_ARGS(events[arms[i].event].name));
        w_finding_fix(finding, "put it first, or give the earlier one a `where`");
    }
}

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
    w_finding_fix(finding, "say both in one: wait until %.*s in %lld days", W_STR_ARGS(clock),
                  days);
}

// ---- all of it

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
