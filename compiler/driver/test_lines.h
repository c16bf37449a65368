// The lines that the steps of tests send in, and values as JSON.
#ifndef W_DRIVER_TEST_LINES_H
#define W_DRIVER_TEST_LINES_H

#include "compiler/check/program_test.h"
#include "runtime/base/arena.h"
#include "runtime/value/zone.h"

/// Where a step stands in its test.
typedef struct WTestMoment {
    WArena *arena;
    const WProgram *program;
    const WZone *zone; // of the customer
    int64_t now_ms;
    bool zone_is_forced; // what profiles say of it is left out
    WStr customer;
    uint32_t number; // of the step, for the id of its line
} WTestMoment;

/// A value as actions show it; false if it cannot be computed beforehand.
bool w_test_json(const WTestMoment *moment, const WTyped *value, WBuffer *out);

/// `profile { … }` as an `identify`, `event NAME { … }` by its kind; false as above.
bool w_test_profile_line(const WTestMoment *moment, const WProgramStep *step, WBuffer *out);
/// The customer is in that zone.
void w_test_zone_line(const WTestMoment *moment, WStr zone, WBuffer *out);
bool w_test_event_line(const WTestMoment *moment, const WProgramStep *step, WBuffer *out);

#endif
