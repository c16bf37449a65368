// What `wend test` prints: for people, as JSON lines, as JUnit XML.
#ifndef W_CLI_TEST_REPORT_H
#define W_CLI_TEST_REPORT_H

#include <stdio.h>

#include "compiler/cli/test_run.h"

/// What a report needs beside the runs.
typedef struct WTestReport {
    FILE *to;
    wend_tests *tests; // for excerpts
    bool has_color;
    const char *file; // of the test before, for people
    bool ends_blank;  // an empty line was printed last
    size_t passed;
    size_t failed;
    const WTestCoverage *coverage; // or NULL
    unsigned least_percent;        // of coverage that is asked for; 0: none
    const struct WDst *dst;        // or NULL
} WTestReport;

/// How results are printed. `begin` and `end` may print nothing.
typedef struct WTestFormat {
    const char *name;
    void (*begin)(WTestReport *report, const WTestRun *runs, size_t count);
    void (*result)(WTestReport *report, const WTestRun *run);
    void (*end)(WTestReport *report);
    /// Instead of all of these: the project has errors, as they read on standard error.
    void (*broken)(WTestReport *report, const char *findings);
} WTestFormat;

extern const WTestFormat w_test_format_human;
extern const WTestFormat w_test_format_json;
extern const WTestFormat w_test_format_junit;

/// Whether less was exercised than is asked for.
bool w_test_report_lacks_coverage(const WTestReport *report);

/// The time line around the failure of a run, in plain text or in colour.
void w_test_timeline(FILE *to, const WTestRun *run, bool has_color);

#endif
