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

// ---- two journeys that enter on the same thing

// An entry and the priority of its journey as a name; equal ones are the same thing.
static WStr entry_key(WLinter *lint, const WProgramJourney *journey, const WProgramEntry *entry) {
    uint32_t where = entry->where == NULL ? W_NONE : w_term(&lint->prover.terms, entry->where);
    bool is_timed = entry->kind == W_ENTRY_EVERY, is_change = entry->kind == W_ENTRY_CHANGE;
    const WProgramTimetable none = {0}, *times = is_timed ? &entry->timetable : &none;
    uint32_t key[] = {(uint32_t)entry->kind,
                      entry->event,
                      where,
                      (uint32_t)journey->priority,
                      times->weekdays,
                      times->month_days,
                      times->clock_ms,
                      is_change ? entry->field : W_NONE};
    return (WStr){w_arena_copy(lint->arena, key, sizeof key), sizeof key};
}

static bool is_same_entry(WLinter *lint, const WProgramEntry *a, const WProgramEntry *b) {
    if (a->kind != b->kind || a->event != b->event) return false;
    if (a->kind == W_ENTRY_CHANGE && a->field != b->field) return false;
    bool is_other_time =
        a->kind == W_ENTRY_EVERY && (a->timetable.weekdays != b->timetable.weekdays ||
                                     a->timetable.month_days != b->timetable.month_days ||
                                     a->timetable.clock_ms != b->timetable.clock_ms);
    if (is_other_time) return false;
    if (a->where == NULL || b->where == NULL) return a->where == b->where;
    return w_term(&lint->prover.terms, a->where) == w_term(&lint->prover.terms, b->where);
}

static void say_same_entry(WLinter *lint, const WProgramEntry *entry, const WProgramEntry *first,
                           const WProgramJourney *journey, const WProgramJourney *other) {
    WFinding *finding = LINT_FIND(lint, SAME_ENTRY, entry->span,
                                  "`%.*s` enters on the same thing, with the same priority %d",
                                  W_STR_ARGS(other->name), (int)journey->priority);
    w_finding_other(finding, first->span, "there");
    w_finding_why(finding, "so only their names decide that `%.*s` goes first",
                  W_STR_ARGS(other->name));
    w_finding_fix(finding, "say in one of them which goes first: priority 60");
}

// Journeys come by priority and name, so of two that are equal the first is there already.
static void look_at_entries(WLinter *lint) {
    WNames keys = {.arena = lint->arena};
    const WProgramJourney *journeys = lint->program->journeys;
    for (uint32_t j = 0; j < lint->program->journey_count; j++) {
        const WProgramJourney *journey = &journeys[j];
        lint->prover.terms.journey = j;
        for (uint32_t i = 0; i < journey->entry_count && journey->site_count > 0; i++) {
            uint32_t first = w_names_put(&keys, entry_key(lint, journey, &journey->entries[i]), j);
            if (first == j) continue;
            const WProgramEntry *other = journeys[first].entries;
            while (!is_same_entry(lint, other, &journey->entries[i]))
                other++;
            say_same_entry(lint, &journey->entries[i], other, journey, &journeys[first]);
        }
    }
}

void w_lint_governance(WLinter *lint) {
    look_at_entries(lint);
    for (uint32_t i = 0; i < lint->program->journey_count; i++)
        look_at(lint, &lint->program->journeys[i]);
}
