// How a customer comes to a place in a journey, told as a time line.
#ifndef W_LINT_WAY_H
#define W_LINT_WAY_H

#include "compiler/lint/prove.h"

/// The shortest way to where the condition stands, one step a line; nothing if it stands where the
/// journey begins or in no journey.
void w_lint_put_way(WLinter *lint, WStanding place, const WTyped *condition, WBuffer *out);

#endif
