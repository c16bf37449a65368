// What a value can be, before any condition has said something of it.
#ifndef W_LINT_COMPUTE_H
#define W_LINT_COMPUTE_H

#include "compiler/lint/known.h"

/// What is true of the value whoever the customer is, its operands being what is known of them.
WRange w_compute_range(WProver *prover, const WKnown *known, const WTyped *value);

#endif
