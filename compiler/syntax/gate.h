// The gate: tokens are tried on a copy of the parser's states before they are fed.
//
// Premise: a token is followed by another in its array, unless it is W_TOKEN_END.
// Promise: what fits is fed without an error; for a soft word it is decided here whether it is a
// keyword or a name (four rules, in gate.c).
#ifndef W_SYNTAX_GATE_H
#define W_SYNTAX_GATE_H

#include "compiler/syntax/states.h"
#include "compiler/syntax/token.h"

/// Copy what is used of the states.
void w_states_copy(WStates *to, const WStates *from);

/// Whether `kind` fits behind `states`; `after` (NULL is fine) are the states behind it.
bool w_gate_fits(const WStates *states, uint16_t kind, WStates *after);

/// Whether a declaration or statement may end here: a `}` or the end of the file fits.
bool w_gate_complete(const WStates *states);

/// What to feed `token` as: its keyword or W_TK_ID. `*fits` says whether that fits.
uint16_t w_gate_kind(const WStates *states, const WToken *token, bool *fits);

#endif
