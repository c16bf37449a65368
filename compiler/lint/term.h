// Terms: expressions that are the same get the same number, wherever they stand.
//
// A term also says what could change its value, so that what is known of it can be forgotten in
// time.
#ifndef W_LINT_TERM_H
#define W_LINT_TERM_H

#include "compiler/check/program.h"
#include "runtime/base/arena.h"

/// What a term's value depends on, or-ed. 0: it is the same as long as the instance lives, unless
/// a statement sets one of its `variables`.
enum {
    W_DEP_EVENT = 1,   // the event being handled
    W_DEP_PROFILE = 2, // fields of the profile: see `slots`
    W_DEP_HISTORY = 4, // what happened so far
    W_DEP_TIME = 8,    // the turn's time
    W_DEP_OTHER = 16,
    W_DEP_ALL = 31
};

typedef struct WTerm {
    WTypedKind kind;
    WType type;
    uint32_t index;
    uint32_t event;
    uint32_t count;
    const uint32_t *operands;
    WConstant constant;
    const WTyped *example; // one expression that is this term
    uint32_t depends;      // W_DEP_…
    uint64_t slots;        // of the profile, modulo 64, that it reads
    uint64_t variables;    // of the journey, modulo 64, likewise
} WTerm;

typedef struct WTerms {
    WArena *arena;
    const WProgram *program;
    WTerm *items;
    uint32_t count;
    uint32_t room;
    uint32_t *cells; // a hash table of them, W_NONE where free
    uint32_t cell_count;
    uint32_t journey; // whose variables are meant
} WTerms;

/// The term of an expression. What is sure to be there is the same as what may be missing.
uint32_t w_term(WTerms *terms, const WTyped *typed);

/// The term of a comparison of two terms (EQ or LT).
uint32_t w_term_compare(WTerms *terms, WTypedKind kind, uint32_t a, uint32_t b);

#endif
