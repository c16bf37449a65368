// Conditions that can turn out one way only.
#ifndef W_LINT_PROVE_H
#define W_LINT_PROVE_H

#include "compiler/lint/known.h"
#include "compiler/lint/linter.h"

/// Where a condition stands, to tell how a customer comes there.
typedef struct WStanding {
    const WProgramJourney *journey; // NULL: in no journey
    uint32_t stage;                 // W_NONE: before the first
} WStanding;

/// Look at a condition where so much is known: say so if it always or never holds, or if a part of
/// it changes nothing.
void w_lint_condition(WLinter *lint, WKnown known, const WTyped *condition, WStanding place);

/// Why something cannot be, as the last answer of the prover has it: "`event.total` is at least
/// 20 here", and the condition that shows it.
void w_lint_say_conflict(WLinter *lint, WFinding *finding, const WConflict *conflict);

#endif
