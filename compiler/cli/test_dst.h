// Local time across the nights on which clocks change: ready-made tests.
//
// Every test of the project, and a run that the compiler makes up for each way into a journey that
// goes by local time, is run again so that its waits cross such a night: in the project's zone,
// and in some others if customers may have their own. What came out is compared with the local
// time of the C library.
#ifndef W_CLI_TEST_DST_H
#define W_CLI_TEST_DST_H

#include "compiler/cli/local.h"
#include "compiler/cli/test_report.h"

/// What is known of one thing that goes by local time in one zone.
typedef struct WDstResult {
    const wend_local *local;
    size_t zone; // index
    size_t times;
    size_t wrong;
    char *failure;  // the first: a line, and the time line around it
    char note[160]; // what is odd about that time in these nights; "" if nothing is
} WDstResult;

enum { W_DST_ZONES = 8, W_DST_NIGHTS = 2 };

typedef struct WDstZone {
    const char *name;
    int64_t nights_ms[W_DST_NIGHTS]; // the changes of 2026
    size_t night_count;
} WDstZone;

typedef struct WDst {
    WDstZone zones[W_DST_ZONES];
    size_t zone_count;
    WLocals locals;
    WDstResult *results; // by local, then zone
    size_t count;
    size_t wrong; // of them
    const void *bundle;
    size_t bundle_bytes;
    wend_tests *tests;
} WDst;

/// Run them all. False after an error: wend_last_error(NULL) says why.
bool w_dst_run(WDst *dst, const void *bundle, size_t bundle_bytes, wend_tests *tests);
void w_dst_free(WDst *dst);

void w_dst_human(const WTestReport *report, const WDst *dst);
void w_dst_json(const WTestReport *report, const WDst *dst);
void w_dst_junit(const WTestReport *report, const WDst *dst);
/// How many of the results are test cases of JUnit, and how many of those were not run.
size_t w_dst_cases(const WDst *dst, size_t *skipped);

#endif
