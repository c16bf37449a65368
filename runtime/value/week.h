// A week's minutes as a set: which hours are quiet, and which stay open.
#ifndef W_VALUE_WEEK_H
#define W_VALUE_WEEK_H

#include <stdbool.h>
#include <stdint.h>

#include "runtime/base/bytes.h"

enum { W_WEEK_MINUTES = 7 * 24 * 60 };

/// All zero is the empty set. Minute 0 is that of Monday 00:00.
typedef struct WWeek {
    uint64_t minutes[(W_WEEK_MINUTES + 63) / 64];
} WWeek;

/// Add, on each of the days (bits 0, Monday, to 6), from one time of day until another, which is
/// on the next day if it is not later. From and until 00:00 is the whole day.
void w_week_add(WWeek *week, uint32_t weekdays, int64_t from_ms, int64_t to_ms);
/// Are all minutes in it?
bool w_week_is_full(const WWeek *week);
/// Print what is not in it: "monday to friday 08:00 to 21:00; saturday, sunday 10:00 to 24:00".
void w_week_print_rest(const WWeek *week, WBuffer *out);
/// Days (bits 0 to 6) by name: "monday to friday", "saturday, sunday", "every day".
void w_weekdays_print(uint32_t weekdays, WBuffer *out);

#endif
