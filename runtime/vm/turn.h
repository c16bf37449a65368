// A turn's input and its effects, as plain data: the border of the pure core.
#ifndef W_VM_TURN_H
#define W_VM_TURN_H

#include <stdbool.h>

#include "runtime/base/bytes.h"
#include "runtime/base/hash.h"
#include "runtime/value/type.h"

typedef enum WInputKind {
    W_INPUT_EVENT = 1,    // track, page, screen, group
    W_INPUT_IDENTIFY = 2, // traits for the profile
    W_INPUT_ALIAS = 3,    // two customers are one
    W_INPUT_TICK = 4,     // the clock moves
} WInputKind;

/// One input, decoded and checked against the contracts of a bundle. It owns nothing.
typedef struct WInput {
    WInputKind kind;
    uint32_t event;          // row of the bundle, or W_NONE: nobody declared it
    int64_t at_ms;           // its own time
    uint64_t id_hash;        // of its message id
    WStr customer;           // empty for a tick
    WStr other;              // alias: the previous id; identify with both ids: the anonymous one
    const WValue *slots;     // event: its slots; identify: profile slots that were given
    const uint64_t *present; // bitmap for `slots`
    uint32_t slot_count;
} WInput;

#define DECISION(code, NAME, text, summary) W_WHAT_##NAME = (code),
#define OUTCOME(code, NAME, text, summary)
#define REASON(code, NAME, text, summary)
typedef enum WWhat {
#include "grammar/decisions.def"
} WWhat;
#undef DECISION
#undef OUTCOME
#define DECISION(code, NAME, text, summary)
#define OUTCOME(code, NAME, text, summary) W_OUTCOME_##NAME = (code),
typedef enum WOutcome {
#include "grammar/decisions.def"
} WOutcome;
#undef OUTCOME
#undef REASON
#define OUTCOME(code, NAME, text, summary)
#define REASON(code, NAME, text, summary) W_REASON_##NAME = (code),
typedef enum WReason {
    W_REASON_NONE = 0,
#include "grammar/decisions.def"
} WReason;
#undef DECISION
#undef OUTCOME
#undef REASON

/// One decision, with its reason. Rows are of the bundle in force; texts live as long as it.
typedef struct WDecision {
    uint8_t what;    // WWhat
    uint8_t outcome; // WOutcome
    uint8_t reason;  // WReason
    uint8_t reserved;
    uint32_t journey;  // row
    WValue key;        // of the instance, of the journey's key type; 0 if it has none
    uint32_t stage;    // row or W_NONE
    uint32_t site;     // row or W_NONE: for sends
    uint32_t rule;     // row of the only_if, suppression, limit, exit clause or event; or W_NONE
    const WText *text; // the author's words, or NULL
    int64_t count;     // limit: how many there were
    int64_t max;       // limit: how many there may be
    int64_t allowed_at_ms; // limit, reenter: when it would be allowed; 0 if never or not so
    const uint32_t *also;  // limit: rows of the other limits that are full as well
    uint32_t also_count;
} WDecision;

/// One message to be sent.
typedef struct WAction {
    WHash128 id;
    uint32_t site;
    const WText *to;
    const WValue *params; // as many as the message declares, with their presence
    const uint64_t *params_present;
    WStr locale;               // in which it is written; empty if nobody says one
    uint32_t content;          // row, or W_NONE: the provider has a template
    const WText *const *parts; // of the content, as many as it has
    uint32_t cut;              // row of the first part that was too long; W_NONE: none was
} WAction;

/// What came of an input for one customer, in the order it was decided.
typedef struct WEffect {
    int64_t at_ms;         // now of the turn
    const WText *customer; // id
    WDecision decision;
    const WAction *action; // of a send decided *sent*; else NULL
} WEffect;

/// An answer that a turn of a customer got from shared cells.
typedef struct WWitness {
    WStr customer;
    int64_t answer;
} WWitness;

#endif
