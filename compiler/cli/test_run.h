// One test, rehearsed: its steps go in, everything that happens is kept in order.
#ifndef W_CLI_TEST_RUN_H
#define W_CLI_TEST_RUN_H

#include "wend/tests.h"
#include "wend/wend.h"

/// A line of what happened: a step of the test, or a moment.
typedef struct WTestRow {
    const wend_test_step *step; // NULL: a moment
    wend_moment moment;         // with texts of its own
    void *texts;                // where they are
} WTestRow;

/// What became of a test. Rows behind the failure are those of the steps behind it.
typedef struct WTestRun {
    const wend_test *test;
    WTestRow *rows;
    size_t count, room;
    size_t since;                 // first row since the last step
    bool keeps_waits;             // waits are rows as well, and all that is due at the end happens
    const wend_test_step *failed; // the step that failed; NULL: none
    size_t failed_row;            // where it stands among the rows
    size_t failed_from;           // the first row of the time it is about
    char *why;                    // what happened instead, in a few words
} WTestRun;

/// What all runs together have exercised.
typedef struct WTestCoverage {
    wend_tests *tests;
    bool *is_done; // by wend_tests_exercise
    size_t count;
    size_t done;
} WTestCoverage;

/// Rehearse a test over a bundle; `coverage` may be NULL. False after WEND errors:
/// wend_last_error(NULL) says why.
bool w_test_run(const void *bundle, size_t bundle_bytes, const wend_test *test, WTestRun *run,
                WTestCoverage *coverage);
void w_test_run_free(WTestRun *run);

/// Put a moment behind the rows; it is copied.
void w_test_run_add(WTestRun *run, const wend_moment *moment);

/// Whether the rows since the last step, and where the customer stands, are as expected; if not,
/// `*why` says what is instead (to be freed).
bool w_test_meets(WTestRun *run, wend *engine, const wend_test_step *step, char **why);

#endif
