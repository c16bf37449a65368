// A log: entries of a customer in the order of their time, of which the oldest are dropped. Used
// for the history of an event and for the sends a limit counts.
#ifndef W_STATE_LOG_H
#define W_STATE_LOG_H

#include <stdint.h>

#include "runtime/value/type.h"

/// All zero is a valid empty log. An entry is `stride` words, the first is its time in
/// milliseconds.
typedef struct WLog {
    WValue *words;
    uint32_t count; // entries
    uint32_t room;  // entries
} WLog;

/// Room for one entry of that time behind all that are not later; returns it (the time is set, the
/// rest is zero).
WValue *w_log_insert(WLog *log, uint32_t stride, int64_t at_ms);
/// Number of entries at the front that are not later than `ms`.
uint32_t w_log_count_until(const WLog *log, uint32_t stride, int64_t ms);
/// Drop the first `count` entries (their values must have been given up).
void w_log_drop(WLog *log, uint32_t stride, uint32_t count);
void w_log_free(WLog *log);

#endif
