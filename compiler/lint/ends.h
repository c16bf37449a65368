// Entries, exits and goals of a journey, and how they stand to one another.
#ifndef W_LINT_ENDS_H
#define W_LINT_ENDS_H

#include "compiler/lint/prove.h"

/// Look at an entry beside those before it; `known` is what is known before it is asked.
void w_lint_entry_in_vain(WLinter *lint, WKnown known, const WProgramJourney *journey,
                          uint32_t at);

/// Look at `enter when`: whom of whom nothing is known does it let in?
void w_lint_enter_when(WLinter *lint, WKnown known, const WProgramEntry *entry);

/// Look at exits, goal and `reenter` where that is known of whoever begins; answers what is known
/// of those that no `exit when` refuses.
WKnown w_lint_ends(WLinter *lint, WKnown start, uint32_t journey);

#endif
