// Entries, exits and goals of a journey, and how they stand to one another.
#include "compiler/lint/ends.h"

#include "compiler/lint/paths.h"
#include "runtime/value/time.h"

static WStr length_text(WLinter *lint, int64_t length_ms) {
    char text[W_TIME_CHARS];
    size_t size = w_duration_print(length_ms, text);
    return (WStr){w_arena_copy(lint->arena, text, size), size};
}

static WKnown when(WLinter *lint, WKnown known, const WTyped *condition, bool holds) {
    if (condition == NULL && !holds) known.is_nobody = true;
    return condition == NULL ? known : w_known_when(&lint->prover, known, condition, holds);
}

// ---- of two clauses the second adds nothing

void w_lint_entry_in_vain(WLinter *lint, WKnown known, const WProgramJourney *journey,
                          uint32_t at) {
    const WProgramEntry *entry = &journey->entries[at];
    if (entry->kind != W_ENTRY_ON) return;
    for (uint32_t i = 0; i < at; i++) {
        const WProgramEntry *before = &journey->entries[i];
        bool is_same = before->kind == W_ENTRY_ON && before->event == entry->event &&
                       (before->older_ms == 0 || before->older_ms == entry->older_ms);
        if (!is_same) continue;
        WKnown left = when(lint, when(lint, known, before->where, false), entry->where, true);
        if (!left.is_nobody) continue;
        WFinding *finding = LINT_FIND(lint, ENTRY_IN_VAIN, entry->span,
                                      "whoever enters here enters by another clause already");
        w_finding_other(finding, before->span, "by this one");
        w_finding_fix(finding, "take it out, or narrow the other one");
        return;
    }
}

static void exit_in_vain(WLinter *lint, WKnown known, const WProgramJourney *journey,
                         uint32_t at) {
    const WProgramExit *clause = &journey->exits[at];
    known.event = clause->event;
    for (uint32_t i = 0; i < at; i++) {
        const WProgramExit *before = &journey->exits[i];
        if (before->event != clause->event) continue;
        WKnown left = when(lint, when(lint, known, before->where, false), clause->where, true);
        if (!left.is_nobody) continue;
        WFinding *finding = LINT_FIND(lint, EXIT_IN_VAIN, clause->span,
                                      "whoever leaves here leaves by another clause already");
        w_finding_other(finding, before->span, "by this one");
        w_finding_fix(finding, "take it out, or narrow the other one");
        return;
    }
}

// ---- `enter when`

void w_lint_enter_when(WLinter *lint, WKnown known, const WProgramEntry *entry) {
    if (entry->kind != W_ENTRY_WHEN || known.is_nobody) return;
    if (when(lint, known, entry->where, false).is_nobody) return; // that was said
    known.is_new = true;
    if (!when(lint, known, entry->where, false).is_nobody) return;
    WFinding *finding = LINT_FIND(lint, ENTER_WHEN_NEW, entry->span,
                                  "this lets in everybody, with the first that is heard of them");
    w_finding_why(finding, "of somebody new fields are missing or have their default, and "
                           "nothing is counted");
    w_finding_why(finding, "for example: ana is heard of for the first time, by whatever event; "
                           "the condition holds, so she enters");
    w_finding_fix(finding, "ask for something that a new customer has not got: … is known, "
                           "count(…) >= 1");
}

// ---- `exit when` at entry

static void exit_at_entry(WLinter *lint, WKnown start, const WProgramExit *clause) {
    if (clause->event != W_NONE || clause->where == NULL) return;
    if (!when(lint, start, clause->where, false).is_nobody) return;
    WConflict conflict = lint->prover.conflict;
    WFinding *finding = LINT_FIND(lint, EXIT_AT_ENTRY, clause->span,
                                  "this holds for whoever would enter, so nobody gets in");
    w_lint_say_conflict(lint, finding, &conflict);
    w_finding_fix(finding, "narrow it, or what enters");
}

// ---- goals

static uint64_t slots_set(const WProgramEvent *event) {
    uint64_t slots = 0;
    for (uint32_t i = 0; i < event->setter_count; i++)
        slots |= UINT64_C(1) << (event->setters[i].slot % 64);
    return slots;
}

// Whether the condition was as it is before the event came: it reads nothing but the profile, and
// none of what the event sets.
static bool is_as_before(WLinter *lint, const WTyped *condition, const WProgramEvent *event) {
    const WTerm *term = &lint->prover.terms.items[w_term(&lint->prover.terms, condition)];
    return (term->depends & ~(uint32_t)W_DEP_PROFILE) == 0 &&
           (term->slots & slots_set(event)) == 0;
}

// A goal that is watched as long as the instance lives, and asks for what has ended it before.
static void goal_behind_exit(WLinter *lint, WKnown known, const WProgramJourney *journey) {
    const WProgramGoal *goal = &journey->goal;
    const WProgramEvent *event = &lint->program->events[goal->event];
    known.event = goal->event;
    if (goal->where == NULL) return;
    known = when(lint, known, goal->where, true);
    for (uint32_t i = 0; i < journey->exit_count && !known.is_nobody; i++) {
        const WProgramExit *clause = &journey->exits[i];
        if (clause->event != W_NONE || !is_as_before(lint, clause->where, event)) continue;
        if (!when(lint, known, clause->where, false).is_nobody) continue;
        WFinding *finding = LINT_FIND(lint, GOAL_NEVER, goal->span,
                                      "whoever could reach this goal has left before");
        w_finding_other(finding, clause->span, "this held already when the goal came");
        w_finding_why(finding, "without `within` a goal is watched as long as somebody is inside");
        w_finding_fix(finding, "say for how long it is watched: within 14d");
        return;
    }
}

static void goal_of_an_instant(WLinter *lint, const WPaths *paths) {
    const WProgramGoal *goal = &paths->journey->goal;
    if (w_paths_latest(lint, paths)[w_paths_end(paths)] != 0) return;
    WFinding *finding = LINT_FIND(lint, GOAL_NEVER, goal->span,
                                  "nobody can reach this goal: who enters leaves at once");
    w_finding_why(finding, "without `within` a goal is watched as long as somebody is inside");
    w_finding_fix(finding, "say for how long it is watched: within 14d");
}

// The send that can be come to first, and how soon; INT64_MAX if there is none.
static int64_t first_send(WLinter *lint, const WPaths *paths, const WAct **act) {
    const int64_t *soonest = w_paths_soonest(lint, paths, 0);
    int64_t first = INT64_MAX;
    for (uint32_t i = 0; i < paths->node_count; i++) {
        if (paths->nodes[i].site == W_NONE || soonest[i] >= first) continue;
        first = soonest[i];
        *act = paths->nodes[i].act;
    }
    return first;
}

static void goal_and_sends(WLinter *lint, const WPaths *paths) {
    const WProgramGoal *goal = &paths->journey->goal;
    const WAct *act = NULL;
    int64_t first = first_send(lint, paths, &act);
    if (goal->from == W_GOAL_FROM_SEND && act == NULL) {
        WFinding *finding = LINT_FIND(lint, GOAL_NEVER, goal->span,
                                      "this is counted from a send, and nothing is sent");
        w_finding_fix(finding, "count it from entry: from entry");
    }
    bool is_early = goal->from == W_GOAL_FROM_ENTRY && goal->within_ms > 0 && act != NULL &&
                    first > goal->within_ms;
    if (!is_early) return;
    WFinding *finding = LINT_FIND(lint, GOAL_TOO_EARLY, goal->span,
                                  "this is over before the first message is sent");
    w_finding_other(finding, act->span, "%.*s after entry at the earliest",
                    W_STR_ARGS(length_text(lint, first)));
    w_finding_fix(finding, "count it from the send: within %.*s from send",
                  W_STR_ARGS(length_text(lint, goal->within_ms)));
}

// ---- coming back

static void reenter_in_vain(WLinter *lint, const WPaths *paths) {
    const WProgramJourney *journey = paths->journey;
    if (journey->reenter != W_REENTER_FROM_ENTRY) return;
    int64_t soonest = w_paths_soonest(lint, paths, 0)[w_paths_end(paths)];
    if (soonest < journey->reenter_ms) return;
    WFinding *finding = LINT_FIND(lint, REENTER_IN_VAIN, journey->span,
                                  "`reenter after %.*s from entry` never keeps anybody out",
                                  W_STR_ARGS(length_text(lint, journey->reenter_ms)));
    w_finding_why(finding, "whoever enters stays at least %.*s",
                  W_STR_ARGS(length_text(lint, soonest)));
    w_finding_fix(finding, "count it from the exit, or say `reenter always`");
}

// ---- all of it

WKnown w_lint_ends(WLinter *lint, WKnown start, uint32_t row) {
    const WProgramJourney *journey = &lint->program->journeys[row];
    const WPaths *paths = w_lint_paths(lint, row);
    WKnown lasting = w_known_forget(&lint->prover, start, W_DEP_ALL, UINT64_MAX);
    for (uint32_t i = 0; i < journey->exit_count; i++) {
        exit_in_vain(lint, lasting, journey, i);
        exit_at_entry(lint, start, &journey->exits[i]);
    }
    reenter_in_vain(lint, paths);
    if (journey->goal.given) {
        goal_and_sends(lint, paths);
        bool while_inside = journey->goal.within_ms == 0;
        if (while_inside) goal_behind_exit(lint, lasting, journey);
        if (while_inside && !paths->is_partial) goal_of_an_instant(lint, paths);
    }
    for (uint32_t i = 0; i < journey->exit_count; i++) {
        const WProgramExit *clause = &journey->exits[i];
        if (clause->event == W_NONE) start = when(lint, start, clause->where, false);
    }
    return start;
}
