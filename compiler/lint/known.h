// What is known at a place in a script: of each term, which values it can have for whoever comes
// there.
//
// Promise: what is known is true of every customer who comes there; a place of which it says that
// nobody comes there is never come to. It may know less than there is to know.
#ifndef W_LINT_KNOWN_H
#define W_LINT_KNOWN_H

#include "compiler/lint/range.h"
#include "compiler/lint/term.h"

/// What a condition, or something it implies, has shown of one term.
typedef struct WKnownFact {
    const struct WKnownFact *next; // older ones, of other terms
    uint32_t term;
    WRange range;
    WSpan low_from;  // the condition that shows the lower bound, or all but the upper one
    WSpan high_from; // the condition that shows the upper bound; empty spans if none does
} WKnownFact;

/// All zero but `event` knows nothing.
typedef struct WKnown {
    const WKnownFact *facts;
    uint32_t count;
    bool is_nobody;   // nobody comes here
    uint32_t event;   // that is being handled, or W_NONE
    uint32_t journey; // in which this is, if the next says so
    bool is_inside;   // the customer is in it
    bool is_outside;  // the customer is not
    bool is_first;    // the customer never entered it before
    bool is_new;      // nothing was ever heard of the customer
} WKnown;

/// Why a condition cannot be what it was taken for.
typedef struct WConflict {
    const WTyped *about; // the value that cannot be; NULL if there is no single one
    WRange before;       // what it can be
    WRange wanted;       // what it would have to be
    WSpan from;          // the condition that shows `before`; an empty span if none does
} WConflict;

typedef struct WProver {
    WArena *arena;
    const WProgram *program;
    WTerms terms;
    WConflict conflict;   // of the last answer that nobody is there
    uint32_t *next_alike; // of each use of history, the next that counts the same event, in a ring
    unsigned segments_left; // that may be looked into
} WProver;

WProver w_prover(WArena *arena, const WProgram *program);

/// What is known where the condition holds, or where it does not.
WKnown w_known_when(WProver *prover, WKnown known, const WTyped *condition, bool holds);
/// What a value can be.
WRange w_known_range(WProver *prover, const WKnown *known, const WTyped *value);
/// What is known once the place has got that value.
WKnown w_known_set(WProver *prover, WKnown known, const WTyped *place, WRange range, WSpan from);
/// The same of one that is known to be in the range: nobody comes if it cannot be.
WKnown w_known_narrow(WProver *prover, WKnown known, const WTyped *place, WRange range,
                      WSpan from);
/// What is known of one place is known of another, which has just got its value.
WKnown w_known_copy(WProver *prover, WKnown known, const WTyped *from, const WTyped *to);
/// What holds on both of two ways.
WKnown w_known_join(WProver *prover, WKnown a, WKnown b);
/// Whether `b` knows all that `a` knows.
bool w_known_is_within(const WKnown *b, const WKnown *a);
/// What is left when whatever depends on that may have changed; W_DEP_PROFILE is meant only for
/// those `slots`.
WKnown w_known_forget(WProver *prover, WKnown known, uint32_t depends, uint64_t slots);
/// What is left when those variables (modulo 64) have got other values.
WKnown w_known_forget_variables(WProver *prover, WKnown known, uint64_t variables);

#endif
