// Journeys: their clauses, in the order in which one rests on the other.

#include "compiler/check/checker.h"

#include "runtime/base/limits.h"

enum { DEFAULT_PRIORITY = 50 };

// ---- forms to come

static void refuse_forms(WChecker *ck, const WJourney *tree) {
    if (tree->holdout.given) w_check_not_yet(ck, tree->holdout.span, "`holdout`");
}

// ---- plain clauses

static int32_t priority_of(WChecker *ck, const WAmount *priority) {
    if (!priority->given) return DEFAULT_PRIORITY;
    if (priority->value >= -1000000 && priority->value <= 1000000) return (int32_t)priority->value;
    FIND(ck, VALUE_RANGE, priority->span, "a priority is from -1000000 to 1000000");
    return DEFAULT_PRIORITY;
}

static void check_reentry(WChecker *ck, const WReentry *reentry, WProgramJourney *row) {
    row->reenter = W_REENTER_NEVER;
    if (reentry == NULL || reentry->kind == W_REENTRY_NEVER) return;
    row->reenter = W_REENTER_ALWAYS;
    if (reentry->kind == W_REENTRY_ALWAYS) return;
    row->reenter = reentry->from == W_FROM_ENTRY ? W_REENTER_FROM_ENTRY : W_REENTER_FROM_EXIT;
    row->reenter_ms = w_check_length(ck, reentry->after, "`reenter after` needs");
}

static void check_plain(WChecker *ck, const WJourney *tree, WProgramJourney *row) {
    row->name = tree->name.text;
    row->title = tree->title.text;
    row->owner = tree->owner.text;
    row->part_of = tree->part_of.text;
    row->approved_by = tree->approved_by.text;
    row->span = tree->name.span;
    row->priority = priority_of(ck, &tree->priority);
    row->expires_day = tree->expires.given ? tree->expires.day : INT64_MAX;
    row->expiry_exits = tree->expires.given && tree->expires.then_exit;
    check_reentry(ck, tree->reentry, row);
    w_check_reentry_said(ck, tree);
    w_check_ramp(ck, &tree->admit, row);
    refuse_forms(ck, tree);
}

// ---- entries

static WEnv journey_env(WJourneyCheck *jc, uint32_t event, bool inside) {
    WEnv env = {.journey = jc, .entries = true, .entry = inside, .lets = jc->vars};
    env.event_state = event == W_NONE ? W_EVENT_BLURRED : W_EVENT_HERE;
    env.event = event;
    return env;
}

static void check_entry(WChecker *ck, WJourneyCheck *jc, const WEnter *enter, uint32_t index) {
    WProgramEntry *row = &jc->row->entries[index];
    row->span = enter->span;
    row->event = w_check_row(ck, enter->match.event, W_SYMBOL_EVENT);
    if (row->event == W_NONE) jc->entry_blurred = true;
    WEnv env = journey_env(jc, row->event, false);
    env.here = "nobody has entered yet";
    if (enter->older_than != NULL)
        row->older_ms = w_check_length(ck, enter->older_than, "`unless older than` needs");
    if (enter->match.where == NULL) return;
    row->where = w_check_condition(ck, &env, enter->match.where, "`where` needs");
    if (w_check_is_error(row->where)) return;
    jc->entry_facts[index] = w_facts_when(ck, row->where, true, NULL);
    w_check_keys(ck, row);
}

static void check_entries(WChecker *ck, WJourneyCheck *jc) {
    uint32_t room = 0;
    for (const WEnter *enter = jc->tree->enters; enter != NULL; enter = enter->next)
        room++;
    jc->row->entries = w_check_array(ck, room, sizeof *jc->row->entries);
    jc->entry_facts = w_check_array(ck, room, sizeof *jc->entry_facts);
    for (const WEnter *enter = jc->tree->enters; enter != NULL; enter = enter->next) {
        uint32_t index = jc->row->entry_count++;
        switch (enter->kind) {
        case W_ENTER_ON: check_entry(ck, jc, enter, index); break;
        case W_ENTER_WHEN: w_check_enter_when(ck, jc, enter, index); break;
        case W_ENTER_CHANGE: w_check_enter_change(ck, jc, enter, index); break;
        case W_ENTER_EVERY: w_check_enter_every(ck, jc, enter, index); break;
        }
    }
    if (jc->tree->enters != NULL) return;
    jc->entry_blurred = true;
    WFinding *finding = FIND(ck, NO_ENTRY, jc->tree->name.span, "nobody can enter `%.*s`",
                             W_STR_ARGS(jc->tree->name.text));
    w_finding_fix(finding, "say who does: enter on EVENT where …");
}

static void check_only_ifs(WChecker *ck, WJourneyCheck *jc) {
    uint32_t room = 0;
    WEnv env = {.journey = jc,
                .entries = true,
                .here = "eligibility is about the customer, not about one event"};
    for (const WOnlyIf *only_if = jc->tree->only_ifs; only_if != NULL; only_if = only_if->next) {
        WProgramOnlyIf row = {.because = only_if->because.text, .span = only_if->span};
        row.condition = w_check_condition(ck, &env, only_if->condition, "`only if` needs");
        *W_CHECK_PUSH(ck, jc->row->only_ifs, jc->row->only_if_count, room) = row;
    }
}

// What holds when an instance begins, and which event code may read there.
static void find_start(WChecker *ck, WJourneyCheck *jc) {
    const WProgramJourney *row = jc->row;
    WStageCheck *first = &jc->stages[0];
    first->event_state = jc->entry_blurred ? W_EVENT_BLURRED : W_EVENT_HERE;
    for (uint32_t i = 0; i < row->entry_count; i++) {
        const WFacts *facts = jc->entry_facts[i];
        jc->start_facts = i == 0 ? facts : w_facts_both(ck, jc->start_facts, facts);
        if (i == 0) first->event = row->entries[i].event;
        bool differs = row->entries[i].kind != W_ENTRY_ON || row->entries[i].event != first->event;
        if (differs && !jc->entry_blurred) first->event_state = W_EVENT_NOT_HERE;
    }
    for (uint32_t i = 0; i < row->only_if_count; i++) {
        const WTyped *condition = row->only_ifs[i].condition;
        if (!w_check_is_error(condition))
            jc->start_facts = w_facts_when(ck, condition, true, jc->start_facts);
    }
}

// ---- goal, exits

static WTyped *check_match(WChecker *ck, WJourneyCheck *jc, const WMatch *match, uint32_t *event) {
    *event = w_check_row(ck, match->event, W_SYMBOL_EVENT);
    WEnv env = journey_env(jc, *event, true);
    if (match->where == NULL) return NULL;
    return w_check_condition(ck, &env, match->where, "`where` needs");
}

static void check_goal(WChecker *ck, WJourneyCheck *jc) {
    const WGoal *goal = jc->tree->goal;
    if (goal == NULL) return;
    WProgramGoal *row = &jc->row->goal;
    row->given = true;
    row->span = goal->span;
    row->from = goal->from == W_FROM_SEND ? W_GOAL_FROM_SEND : W_GOAL_FROM_ENTRY;
    row->where = check_match(ck, jc, &goal->match, &row->event);
    if (goal->within != NULL) row->within_ms = w_check_length(ck, goal->within, "`within` needs");
}

static WProgramExit exit_when(WChecker *ck, WJourneyCheck *jc, const WExit *clause) {
    WProgramExit row = {.event = W_NONE, .span = clause->span};
    WEnv env = journey_env(jc, W_NONE, true);
    env.event_state = W_EVENT_NOT_HERE;
    env.here = "a condition comes true at any moment, not by one event";
    row.where = w_check_watched(ck, &env, clause->when, "`when` needs");
    row.label = w_check_words(ck, clause->when->span);
    return row;
}

static WProgramExit exit_on(WChecker *ck, WJourneyCheck *jc, const WExit *clause) {
    WProgramExit row = {.span = clause->span};
    row.where = check_match(ck, jc, &clause->match, &row.event);
    return row;
}

static void check_exits(WChecker *ck, WJourneyCheck *jc) {
    uint32_t room = 0;
    for (const WExit *clause = jc->tree->exits; clause != NULL; clause = clause->next) {
        if (clause->kind == W_EXIT_ON_GOAL) {
            jc->row->exit_on_goal = true;
            if (jc->tree->goal != NULL) continue;
            WFinding *finding =
                FIND(ck, NO_GOAL, clause->span, "the journey has no goal to exit on");
            w_finding_fix(finding, "say what the goal is: goal EVENT within 7d");
        }
        if (clause->kind == W_EXIT_ON_GOAL) continue;
        bool is_on = clause->kind == W_EXIT_ON;
        WProgramExit row = is_on ? exit_on(ck, jc, clause) : exit_when(ck, jc, clause);
        *W_CHECK_PUSH(ck, jc->row->exits, jc->row->exit_count, room) = row;
    }
}

// ---- stages

static void gather_stages(WChecker *ck, WJourneyCheck *jc) {
    uint32_t room = 0;
    jc->stage_names.arena = ck->arena;
    for (const WStage *stage = jc->tree->stages; stage != NULL; stage = stage->next) {
        uint32_t first = jc->stage_count;
        if (stage->name.text.size > 0)
            first = w_names_put(&jc->stage_names, stage->name.text, jc->stage_count);
        if (first == jc->stage_count) {
            *W_CHECK_PUSH(ck, jc->stages, jc->stage_count, room) = (WStageCheck){.tree = stage};
            continue;
        }
        WFinding *finding = FIND(ck, DECLARED_TWICE, stage->name.span,
                                 "stage `%.*s` is there already", W_STR_ARGS(stage->name.text));
        w_finding_other(finding, jc->stages[first].tree->name.span, "the first");
        w_finding_fix(finding, "give one of them another name");
    }
    if (jc->stage_count > 0) return;
    WFinding *finding = FIND(ck, NO_STAGE, jc->tree->name.span, "`%.*s` has no stage",
                             W_STR_ARGS(jc->tree->name.text));
    w_finding_fix(finding, "stage start { … }");
}

static void check_journey(WChecker *ck, WSymbol *symbol, WProgramJourney *row, uint32_t index) {
    WJourneyCheck *jc = w_check_array(ck, 1, sizeof *jc);
    *jc = (WJourneyCheck){.tree = &symbol->decl->journey, .row = row, .index = index};
    ck->tree = symbol->tree;
    ck->journey = jc;
    jc->property_names.arena = ck->arena;
    check_plain(ck, jc->tree, row);
    gather_stages(ck, jc);
    check_entries(ck, jc);
    w_check_one_per(ck, jc);
    check_only_ifs(ck, jc);
    if (jc->stage_count > 0) find_start(ck, jc);
    w_check_vars(ck, jc);
    check_goal(ck, jc);
    check_exits(ck, jc);
    if (jc->stage_count == 0) return;
    w_check_journey_changes(ck, jc);
    w_check_flow(ck, jc);
    w_check_stages(ck, jc);
    w_check_instance_keys(ck, jc);
    w_check_number_journey(ck, jc);
}

void w_check_journeys(WChecker *ck) {
    WSymbolList *list = &ck->by_kind[W_SYMBOL_JOURNEY];
    ck->program->journeys = w_check_array(ck, list->count, sizeof *ck->program->journeys);
    ck->program->journey_count = list->count;
    for (uint32_t i = 0; i < list->count; i++)
        check_journey(ck, list->items[i], &ck->program->journeys[i], i);
    ck->journey = NULL;
}
