// Tests, as the checker leaves them: steps in the author's order, names bound, values typed.
//
// They are no part of what is compiled: no code, no text and no hash comes of them, so a bundle
// has the same bytes with and without them. A value may read `now` and `today` and name a local
// moment; what it is then depends on the test's clock and zone: w_check_value_at (check.h).
#ifndef W_CHECK_PROGRAM_TEST_H
#define W_CHECK_PROGRAM_TEST_H

#include "compiler/check/program.h"
#include "compiler/syntax/tree.h"

/// What a test expects: every member that is given must fit. W_NONE, and a text without bytes, say
/// "any".
typedef struct WProgramExpect {
    WExpectKind kind;
    uint32_t channel;
    uint32_t message;
    uint32_t journey;
    uint32_t stage; // of the journey
    WStr reason;    // a kind of reason: a word of grammar/decisions.def
    uint32_t event; // that an exit was because of
    WStr text;      // the author's words, or those of a limit
    WProgramGiven *given;
    uint32_t given_count;
} WProgramExpect;

typedef struct WProgramStep {
    WStepKind kind;
    WSpan span;
    WStr text;            // of a step that nobody wrote; no bytes: it stands at `span`
    WStr customer;        // CUSTOMER
    int64_t local_ms;     // AT: what the clock on the wall shows
    int64_t length_ms;    // AFTER, GIVEN_SENT
    uint32_t event;       // EVENT
    uint32_t channel;     // GIVEN_SENT
    uint32_t message;     // GIVEN_SENT
    uint32_t journey;     // SPLIT
    WStr split;           // SPLIT
    WStr arm;             // SPLIT
    WProgramGiven *given; // PROFILE, EVENT
    uint32_t given_count;
    WProgramExpect expect; // EXPECT
} WProgramStep;

typedef struct WProgramTest {
    WStr title;
    WSpan span; // of the title
    WProgramStep *steps;
    uint32_t step_count;
} WProgramTest;

/// Where a test's clock stands if it does not say: monday, 2026-01-05 10:00.
enum { W_TEST_START_DAY = 20458, W_TEST_START_CLOCK_MS = 10 * 3600 * 1000 };

#endif
