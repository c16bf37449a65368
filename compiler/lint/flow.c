// Statements: what is not what it seems to be, and what makes no difference.
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

// ---- branches that do the same

static bool is_same_block(Place place, const WAct *a, const WAct *b);

static bool is_same_value(Place place, const WTyped *a, const WTyped *b) {
    if (a == NULL || b == NULL) return a == b;
    WTerms *terms = &place.lint->prover.terms;
    return w_term(terms, a) == w_term(terms, b);
}

static bool are_same_params(Place place, const WAct *a, const WAct *b) {
    const WProgramSite *x = &place.journey->sites[a->index], *y = &place.journey->sites[b->index];
    if (x->channel != y->channel || x->message != y->message) return false;
    uint32_t count = place.lint->program->messages[x->message].param_count;
    for (uint32_t i = 0; i < count; i++) {
        if (!is_same_value(place, a->params[i], b->params[i])) return false;
    }
    return true;
}

static bool is_same_act(Place place, const WAct *a, const WAct *b) {
    if (a->kind != b->kind || !is_same_value(place, a->value, b->value)) return false;
    switch (a->kind) {
    case W_ACT_SET:
    case W_ACT_SET_PROFILE:
    case W_ACT_GO: return a->index == b->index;
    case W_ACT_FINISH: return true;
    case W_ACT_EXIT: return w_str_equal(a->reason, b->reason);
    case W_ACT_IF:
        return is_same_block(place, a->body, b->body) &&
               is_same_block(place, a->otherwise, b->otherwise);
    case W_ACT_SEND:
        return are_same_params(place, a, b) && is_same_block(place, a->otherwise, b->otherwise);
    case W_ACT_WAIT: return a->arm_count == 0 && b->arm_count == 0 && a->value != NULL;
    default: return false;
    }
}

static bool is_same_block(Place place, const WAct *a, const WAct *b) {
    for (; a != NULL && b != NULL; a = a->next, b = b->next) {
        if (!is_same_act(place, a, b)) return false;
    }
    return a == NULL && b == NULL;
}

static void look_at_if(Place place, const WAct *act) {
    if (act->body == NULL || !is_same_block(place, act->body, act->otherwise)) return;
    WFinding *finding = LINT_FIND(place.lint, EQUAL_BRANCHES, act->value->span,
                                  "the same is done whether this holds or not");
    w_finding_fix(finding, "take the condition out, or say what was meant");
}

// ---- stages

// Statements that wait, whatever they stand in.
static bool has_wait(const WAct *act) {
    for (; act != NULL; act = act->next) {
        if (act->kind == W_ACT_WAIT) return true;
        if (has_wait(act->body) || has_wait(act->otherwise)) return true;
        for (uint32_t i = 0; i < act->option_count; i++) {
            if (has_wait(act->options[i].body)) return true;
        }
    }
    return false;
}

static void look_at_reactions(Place place, const WProgramStage *stage) {
    if (stage->reaction_count == 0 || has_wait(stage->body)) return;
    WFinding *finding =
        LINT_FIND(place.lint, REACTION_WITHOUT_WAIT, stage->reactions[0].span,
                  "nothing can happen while a customer is in `%.*s`", W_STR_ARGS(stage->name));
    w_finding_why(finding, "what stands at the top of a stage reacts during its waits, and it "
                           "has none");
    w_finding_fix(finding, "let the stage wait, or take this out");
}

static void look_at_lone_go(Place place, const WProgramStage *stage) {
    const WAct *body = stage->body;
    bool is_lone = body != NULL && body->kind == W_ACT_GO && stage->reaction_count == 0 &&
                   stage->moment_count == 0;
    if (!is_lone) return;
    WStr to = place.journey->stages[body->index].name;
    WFinding *finding = LINT_FIND(place.lint, LONE_GO, stage->span,
                                  "`%.*s` does nothing but go on", W_STR_ARGS(stage->name));
    w_finding_fix(finding, "go to `%.*s` from where this one is named", W_STR_ARGS(to));
}

// ---- draws

static bool is_one_letter(WStr name) {
    size_t letters = 0;
    for (size_t i = 0; i < name.size; i++)
        letters += (name.bytes[i] & 0xC0) != 0x80;
    return letters == 1;
}

static void look_at_draw(Place place, const WAct *act) {
    const WProgramDraw *draw = &place.journey->draws[act->index];
    for (uint32_t i = 0; i < act->option_count; i++) {
        const WProgramOption *option = &act->options[i];
        if (is_one_letter(option->name)) {
            WFinding *finding =
                LINT_FIND(place.lint, ONE_LETTER_ARM, option->span,
                          "what `%.*s` stands for will be forgotten", W_STR_ARGS(option->name));
            w_finding_fix(finding, "say what is tried: 50%% short_subject { … }");
        }
        bool is_of_nobody = draw->kind == W_DRAW_SPLIT && option->micros == 0;
        if (!is_of_nobody) continue;
        WFinding *finding = LINT_FIND(place.lint, SHARE_OF_NOBODY, option->span,
                                      "nobody is ever drawn to `%.*s`", W_STR_ARGS(option->name));
        w_finding_fix(finding, "give it a share, or take it out");
    }
}

// ---- names of waits and sends

static void say_named_twice(Place place, WStr name, uint32_t stage) {
    WFinding *finding = LINT_FIND(place.lint, NAMED_TWICE, place.journey->stages[stage].span,
                                  "two of one stage are called \"%.*s\"", W_STR_ARGS(name));
    w_finding_why(finding, "when the journey is changed, customers who wait are found again by "
                           "that name");
    w_finding_fix(finding, "give each its own name");
}

// A name is told from others of its stage by where it stands.
static void look_at_name(Place place, WNames *names, WStr name, uint32_t stage, char kind) {
    if (name.size == 0) return;
    WBuffer key = {0};
    w_buffer_printf(&key, "%c%u %.*s", kind, (unsigned)stage, W_STR_ARGS(name));
    WStr kept = {w_arena_copy(place.lint->arena, key.bytes, key.size), key.size};
    w_buffer_free(&key);
    if (w_names_get(names, kept) != W_NONE) say_named_twice(place, name, stage);
    w_names_put(names, kept, 0);
}

static void look_at_names(Place place) {
    const WProgramJourney *journey = place.journey;
    WNames names = {.arena = place.lint->arena};
    for (uint32_t i = 0; i < journey->point_count; i++)
        look_at_name(place, &names, journey->points[i].name, journey->points[i].stage, 'w');
    for (uint32_t i = 0; i < journey->site_count; i++)
        look_at_name(place, &names, journey->sites[i].name, journey->sites[i].stage, 's');
}

// ---- all of it

static void look_at_arms(Place place, const WProgramArm *arms, uint32_t count) {
    for (uint32_t i = 0; i < count; i++)
        look_at_block(place, arms[i].body);
}

static void look_at_block(Place place, const WAct *act) {
    for (; act != NULL; act = act->next) {
        if (act->kind == W_ACT_WAIT) look_at_wait(place, act);
        if (act->kind == W_ACT_IF) look_at_if(place, act);
        if (act->kind == W_ACT_DRAW) look_at_draw(place, act);
        look_at_arms(place, act->arms, act->arm_count);
        for (uint32_t i = 0; i < act->option_count; i++)
            look_at_block(place, act->options[i].body);
        look_at_block(place, act->body);
        look_at_block(place, act->otherwise);
    }
}

void w_lint_flow(WLinter *lint) {
    for (uint32_t j = 0; j < lint->program->journey_count; j++) {
        Place place = {lint, &lint->program->journeys[j]};
        lint->prover.terms.journey = j;
        look_at_names(place);
        for (uint32_t s = 0; s < place.journey->stage_count; s++) {
            const WProgramStage *stage = &place.journey->stages[s];
            look_at_reactions(place, stage);
            look_at_lone_go(place, stage);
            look_at_arms(place, stage->reactions, stage->reaction_count);
            look_at_block(place, stage->body);
        }
    }
}
