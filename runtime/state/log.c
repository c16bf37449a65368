// Logs of a customer: sorted arrays that grow by doubling and lose entries at the front.

#include "runtime/state/log.h"

#include <string.h>

#include "runtime/base/alloc.h"
#include "runtime/base/assert.h"

static void grow(WLog *log, uint32_t stride) {
    log->room = log->room ? log->room * 2 : 2;
    log->words = w_realloc(log->words, (size_t)log->room * stride * sizeof *log->words);
}

WValue *w_log_insert(WLog *log, uint32_t stride, int64_t at_ms) {
    if (log->count == log->room) grow(log, stride);
    uint32_t i = log->count;
    while (i > 0 && (int64_t)log->words[(size_t)(i - 1) * stride] > at_ms)
        i--;
    WValue *entry = &log->words[(size_t)i * stride];
    memmove(entry + stride, entry, (size_t)(log->count - i) * stride * sizeof *entry);
    memset(entry, 0, stride * sizeof *entry);
    entry[0] = (WValue)at_ms;
    log->count++;
    return entry;
}

uint32_t w_log_count_until(const WLog *log, uint32_t stride, int64_t ms) {
    uint32_t low = 0;
    uint32_t high = log->count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if ((int64_t)log->words[(size_t)middle * stride] <= ms)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

void w_log_drop(WLog *log, uint32_t stride, uint32_t count) {
    W_ASSERT(count <= log->count);
    if (count == 0) return; // an empty log has no words to move
    log->count -= count;
    memmove(log->words, log->words + (size_t)count * stride,
            (size_t)log->count * stride * sizeof *log->words);
}

void w_log_free(WLog *log) {
    w_free(log->words);
    *log = (WLog){0};
}
