// What happened to a customer, in words for people.
#ifndef W_CLI_MOMENT_H
#define W_CLI_MOMENT_H

#include <stdio.h>

#include "wend/wend.h"

/// A local time as `2026-03-02 10:00`, with seconds only when there are any; answers `out`.
const char *w_moment_time(int64_t local_ms, char out[WEND_TIME_BYTES]);
/// The day of a local time, counted from 1970-01-01, and its name.
int64_t w_moment_day(int64_t local_ms);
const char *w_moment_day_name(int64_t local_ms);

/// `journey[key].stage`, or what of it there is.
void w_moment_subject(FILE *to, const wend_moment *moment, int columns);
/// What was decided and why, without a line break: `not sent email reminder: no consent`.
void w_moment_decision(FILE *to, const wend_moment *moment);

#endif
