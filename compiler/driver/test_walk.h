// From a test of the program to its plain data.
#ifndef W_DRIVER_TEST_WALK_H
#define W_DRIVER_TEST_WALK_H

#include "compiler/check/program_test.h"
#include "compiler/driver/compilation.h"
#include "runtime/value/zone.h"
#include "wend/tests.h"

/// How a test goes through time.
typedef struct WTestWay {
    const wend_compilation *compilation;
    WArena *arena; // of what is made
    WZoneSet *zones;
    const WZone *zone; // of the project
    WStr forced_zone;  // all customers are in this zone, whatever the test says; no bytes: none.
                       // It is among `zones`
    int64_t shift_ms;  // everything happens so much later
} WTestWay;

void w_test_make(const WTestWay *way, const WProgramTest *test, wend_test *row);
/// When a test begins.
int64_t w_test_start_ms(const WTestWay *way, const WProgramTest *test);

#endif
