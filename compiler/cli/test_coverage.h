// Coverage of tests: what of a project they have exercised, and what never.
#ifndef W_CLI_TEST_COVERAGE_H
#define W_CLI_TEST_COVERAGE_H

#include "compiler/cli/test_report.h"

void w_test_coverage_begin(WTestCoverage *coverage, wend_tests *tests);
void w_test_coverage_free(WTestCoverage *coverage);

/// Exercised of all, in whole percent, rounded down; 100 of nothing.
unsigned w_test_coverage_percent(const WTestCoverage *coverage);

void w_test_coverage_human(const WTestReport *report, const WTestCoverage *coverage);
void w_test_coverage_json(const WTestReport *report, const WTestCoverage *coverage);
/// As the properties of a test suite.
void w_test_coverage_junit(const WTestReport *report, const WTestCoverage *coverage);

#endif
