// Local time as the C library computes it: a second opinion on what the runtime's own reader of
// time zones says. It knows nothing of ours, so the two can differ.
#ifndef W_CLI_CLOCKS_H
#define W_CLI_CLOCKS_H

#include <stdbool.h>
#include <stdint.h>

/// From now on all functions here answer for that zone, and so does the process; false if the C
/// library does not know it.
bool w_clocks_enter(const char *zone);
/// Back to the zone the process was in.
void w_clocks_leave(void);

/// What clocks show at an instant.
int64_t w_clocks_local_ms(int64_t at_ms);
/// The instant of a local time: of one that does not exist the first moment behind the gap, of one
/// that exists twice the first.
int64_t w_clocks_instant_ms(int64_t local_ms);
/// Whether clocks show that local time twice.
bool w_clocks_repeats(int64_t local_ms);
/// The first change of clocks behind `after_ms`, up to `until_ms`; INT64_MAX if there is none.
int64_t w_clocks_next_change_ms(int64_t after_ms, int64_t until_ms);

/// Days since 1970-01-01 of a local time, and their weekday: 0 is Monday.
int64_t w_clocks_day(int64_t local_ms);
int w_clocks_weekday(int64_t day);

#endif
