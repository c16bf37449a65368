// The most messages a customer can get, per class, channel and window.
#ifndef W_LINT_MOST_H
#define W_LINT_MOST_H

#include "compiler/lint/lint.h"
#include "compiler/lint/linter.h"

/// The rows, by class, channel and window; the arena's.
WMost *w_lint_most(WLinter *lint, uint32_t *count);

/// Whether the scope of a policy takes in every send of that class on that channel (W_NONE: on
/// whatever channel), of that message (W_NONE: whatever it is).
bool w_lint_covers(const WProgram *program, const WProgramScope *scope, WMessageClass class,
                   uint32_t channel, uint32_t message);
/// How many a limit lets one customer have within a time, at most.
uint64_t w_lint_lets_through(const WProgramLimit *limit, int64_t window_ms);

#endif
