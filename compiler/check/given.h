// What is given by name in braces: `emit cart { total: 3 }`, `event cart { total: 3 }` of a test.
#ifndef W_CHECK_GIVEN_H
#define W_CHECK_GIVEN_H

#include "compiler/check/checker.h"

/// Whose names they are: fields of the profile or of an event, parameters of a message.
typedef enum WGivenKind { W_GIVEN_PROFILE, W_GIVEN_EVENT, W_GIVEN_PARAMS } WGivenKind;

typedef struct WGivenTo {
    WGivenKind kind;
    uint32_t row;  // the event or the message; W_NONE: it had its finding
    bool is_known; // no value may be missing, also where the field may be
} WGivenTo;

/// Type the pairs, in their order; what has no such name had its finding. The answer is the
/// arena's.
WProgramGiven *w_check_given(WChecker *ck, const WEnv *env, WGivenTo to, const WPair *pairs,
                             uint32_t *count);

/// An event and what was given of it.
typedef struct WGivenEvent {
    uint32_t event;
    const WPair *pairs;
    const WProgramGiven *items;
    uint32_t count;
} WGivenEvent;

/// The first field from `from` on that the event must have and was not given; W_NONE: there is
/// none that a finding would not repeat.
uint32_t w_check_lacking(WChecker *ck, const WGivenEvent *given, uint32_t from);

#endif
