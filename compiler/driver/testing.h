// What stands behind `wend_tests`.
#ifndef W_DRIVER_TESTING_H
#define W_DRIVER_TESTING_H

#include "compiler/driver/coverage.h"
#include "compiler/driver/local.h"
#include "compiler/driver/test_walk.h"

struct wend_tests {
    wend_compilation *compilation;
    WArena arena;
    WZoneSet *zones;
    const WZone *zone; // of the project
    const char *zone_name;
    wend_test *items;
    size_t count;
    WCoverage coverage; // made when it is asked for; so are the others
    bool has_coverage;
    WLocals locals;
    bool has_locals;
    WArena drive_arena;
    wend_test drive; // the last one
    WBuffer text;
};

/// The way of tests as they stand in the scripts.
WTestWay w_testing_way(wend_tests *tests);

#endif
