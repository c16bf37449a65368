// The gate: which of its two meanings a soft word has.
//
// Premise: see the header.
// Promise: see the header.
//
// A keyword that fits is the keyword; if only a name fits, the word is a name. Two exceptions: a
// keyword that fits is a name all the same where the next token fits behind a name only (an event
// may be called `goal`), and a word that begins its line becomes a name only if the next token
// fits too, so that a line that is not finished is blamed, not the line behind it.
#include "compiler/syntax/gate.h"

#include <string.h>

void w_states_copy(WStates *to, const WStates *from) {
    to->depth = from->depth;
    memcpy(to->at, from->at, from->depth * sizeof from->at[0]);
}

bool w_gate_fits(const WStates *states, uint16_t kind, WStates *after) {
    WStates copy;
    if (!after) after = &copy;
    w_states_copy(after, states);
    return w_states_feed(after, kind);
}

bool w_gate_complete(const WStates *states) {
    return w_gate_fits(states, W_TK_RBRACE, NULL) || w_gate_fits(states, W_TOKEN_END, NULL);
}

static bool next_fits(const WStates *after, const WToken *next) {
    if (w_gate_fits(after, next->kind, NULL)) return true;
    return next->flags & W_TOKEN_SOFT && w_gate_fits(after, W_TK_ID, NULL);
}

// A keyword that fits: is it a name all the same?
static bool rather_name(const WToken *token, const WStates *keyword, const WStates *name,
                        bool name_fits) {
    if (!name_fits || token->flags & W_TOKEN_FIRST) return false;
    return !next_fits(keyword, token + 1) && next_fits(name, token + 1);
}

static bool may_be_name(const WToken *token, const WStates *name) {
    bool begins = (token->flags & W_TOKEN_FIRST) && !(token->flags & W_TOKEN_INSIDE);
    return !begins || next_fits(name, token + 1);
}

uint16_t w_gate_kind(const WStates *states, const WToken *token, bool *fits) {
    WStates keyword, name;
    *fits = w_gate_fits(states, token->kind, &keyword);
    if (!(token->flags & W_TOKEN_SOFT)) return token->kind;
    bool name_fits = w_gate_fits(states, W_TK_ID, &name);
    if (*fits) return rather_name(token, &keyword, &name, name_fits) ? W_TK_ID : token->kind;
    if (!name_fits || !may_be_name(token, &name)) return token->kind;
    *fits = true;
    return W_TK_ID;
}
