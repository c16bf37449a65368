// The tests of a project as plain data: what comes in and when, and what must come of it.
//
//     wend_tests *tests = wend_tests_of(compilation, NULL);
//     for (size_t i = 0; (test = wend_test_at(tests, i)); i++)
//         …feed each step's line to an engine, and compare what it decides with what is expected
//     wend_tests_free(tests);
//
// The compiler has bound the names, typed the values and computed the times; it runs nothing.
#ifndef WEND_TESTS_H
#define WEND_TESTS_H

#include "wend/compiler.h"

#ifdef __cplusplus
extern "C" {
#endif

/// All tests of a compilation, which they must not outlive.
typedef struct wend_tests wend_tests;

typedef enum wend_step_kind {
    WEND_STEP_INPUT = 0,    // `line` comes in
    WEND_STEP_CLOCK = 1,    // time passes, up to and at `at_ms`
    WEND_STEP_EXPECT = 2,   // see wend_expectation
    WEND_STEP_SPLIT = 3,    // `split` of `journey` goes `arm` for the customer
    WEND_STEP_HELD_OUT = 4, // the customer is in every holdout
    WEND_STEP_SENT = 5,     // `message` was sent on `channel` at `sent_ms`
} wend_step_kind;

/// A value given by name, as JSON in the form of actions.
typedef struct wend_given {
    const char *name;
    const char *json;
} wend_given;

typedef enum wend_expect_kind {
    WEND_EXPECT_DECISION = 0, // there is such a decision
    WEND_EXPECT_NONE = 1,     // there is none
    WEND_EXPECT_STAGE = 2,    // the customer is in `stage` of `journey`
    WEND_EXPECT_PROFILE = 3,  // the profile holds `given`
} wend_expect_kind;

/// What is expected. Words are those of grammar/decisions.def; "" is "any".
typedef struct wend_expectation {
    wend_expect_kind kind;
    const char *what;
    const char *outcome;
    const char *journey;
    const char *stage;
    const char *channel;
    const char *message;
    const char *reason;      // kind of reason
    const char *event;       // that was the reason
    const char *text;        // the author's words, or a limit as written
    const wend_given *given; // of a send: some of its params
    size_t given_count;
} wend_expectation;

typedef struct wend_test_step {
    wend_step_kind kind;
    wend_range place;
    const char *text;     // as it stands in the script, on one line
    const char *customer; // whom it is about
    int64_t at_ms;        // where the clock stands
    int64_t local_ms;     // what the customer's clocks show then
    const char *problem;  // why the test cannot go on here; NULL if it can
    const char *line;     // INPUT: one event, as JSON
    wend_expectation expect;
    const char *journey; // SPLIT
    const char *split;   // SPLIT
    const char *arm;     // SPLIT
    const char *channel; // SENT
    const char *message; // SENT
    int64_t sent_ms;     // SENT
} wend_test_step;

typedef struct wend_test {
    const char *title;
    wend_range place;
    const wend_test_step *steps;
    size_t step_count;
} wend_test;

/// The tests, in the order of files and places. `zones_path` is a folder of TZif files; NULL:
/// /usr/share/zoneinfo. NULL unless the compilation has a bundle.
wend_tests *wend_tests_of(wend_compilation *compilation, const char *zones_path);
void wend_tests_free(wend_tests *tests);

/// The test with that index; NULL at and behind the last one.
const wend_test *wend_test_at(const wend_tests *tests, size_t index);

/// One thing that tests can exercise: a stage, an arm, a branch, a clause, a policy.
typedef struct wend_exercise {
    const char *kind; // what wend_was_exercised asks for, and the rows: any of them will do
    uint32_t row;
    uint32_t row_count;
    const char *group; // "stages", "arms", "branches", "clauses", "policies"
    wend_range place;
    const char *journey; // "" for policies
    const char *stage;   // "" if of none
    bool otherwise;      // the other way of what `text` says: an `else`, written or not
    const char *text;    // its head as it stands in the script; "" for a stage
} wend_exercise;

/// The bundle to rehearse for coverage: it decides the same, and has marks. NULL if they make it
/// too large.
const void *wend_tests_marked_bundle(wend_tests *tests, size_t *size_bytes);
/// What can be exercised, by file and place; NULL at and behind the last one.
const wend_exercise *wend_tests_exercise(wend_tests *tests, size_t index);

// ---- Local time

/// Something that goes by the customer's clock.
typedef struct wend_local {
    const char *kind; // "wait": until a time of day; "quiet": quiet hours
    uint32_t row;     // of the wait, among those of the bundle
    wend_range place;
    const char *journey;
    const char *stage;
    const char *channel;
    const char *text;  // its head as it stands in the script
    const char *rule;  // quiet: as decisions name it
    int32_t clock_ms;  // the time of day
    uint32_t weekdays; // bit 0: monday …; on these days only. 0: from first_day to last_day
    int32_t days;      // wait: so many days behind the date it began; -1: the next such time
    int32_t to_ms;     // quiet: until then, on the next day if that is not later
    int32_t first_day; // days since 1970-01-01
    int32_t last_day;  // is in it
    bool for_all;      // quiet: transactional messages as well
} wend_local;

/// What goes by local time, in no certain order; NULL at and behind the last one.
const wend_local *wend_tests_local(wend_tests *tests, size_t index);

/// A run through some journeys that begins when and where one likes: test `index` without its
/// expectations, with all its customers in that zone; behind the tests one for each way into a
/// journey that goes by local time, made by the compiler. `zone` is NULL for the zones of the
/// test. NULL at and behind the last one. Valid until the next call.
const wend_test *wend_tests_drive(wend_tests *tests, size_t index, int64_t start_ms,
                                  const char *zone);
/// The project's time zone, and whether customers may have another.
const char *wend_tests_zone(const wend_tests *tests, bool *has_others);

/// A place of the scripts with its line and carets under it, and `label` behind them: the lines of
/// a finding below its headline. Valid until the next call.
const char *wend_tests_excerpt(wend_tests *tests, const wend_range *place, const char *label,
                               bool has_color);

#ifdef __cplusplus
}
#endif

#endif
