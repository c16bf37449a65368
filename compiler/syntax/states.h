// The border to lemon: the parser it makes, and its automaton for trying tokens out.
//
// Premise: `grammar` is memory of w_grammar_bytes, set up by w_grammarInit.
// Promise: trying a token changes only the copy of the states.
#ifndef W_SYNTAX_STATES_H
#define W_SYNTAX_STATES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "compiler/syntax/build.h"

/// States a stack may hold; fewer than `%stack_size` of the grammar, so that what was tried fits.
#define W_STATES_MAX 1990

/// A copy of the states on the parser's stack.
typedef struct WStates {
    uint32_t depth;
    uint16_t at[W_STATES_MAX];
} WStates;

void w_states_read(const void *grammar, WStates *states);
/// Follow the reductions `token` leads to and shift it. False if it does not fit; the states are
/// then no longer of use.
bool w_states_feed(WStates *states, uint16_t token);
/// Shift `error`; false where the topmost state does not take it.
bool w_states_feed_error(WStates *states);
/// Finish what is complete already, up to the innermost list that takes `error`.
void w_grammar_settle(void *grammar, WParse *parse);
/// Throw away what stands above the first `depth` states, which must take `error`, and shift it.
void w_grammar_take_error(void *grammar, uint32_t depth, WParse *parse);
/// How many symbols of the stack end with its topmost `{`; 0 if no brace is open.
uint32_t w_grammar_open_brace(const void *grammar);
size_t w_grammar_bytes(void);

// What lemon makes.
void w_grammarInit(void *grammar);
void w_grammarFinalize(void *grammar);
void w_grammar(void *grammar, int kind, const WToken *token, WParse *parse);

#endif
