// The event ids a customer has been seen with: an open hash table from a 64-bit id to a second.
#ifndef W_STATE_SEEN_H
#define W_STATE_SEEN_H

#include <stdbool.h>
#include <stdint.h>

#include "runtime/base/bytes.h"

/// All zero is a valid empty table.
typedef struct WSeen {
    uint64_t *ids; // `room` ids (0 is empty), then `room` uint32_t seconds
    uint32_t room; // a power of two, or 0
    uint32_t count;
} WSeen;

/// Was the id seen in the last `keep_ms` before `now_ms`? If not, it is remembered from now on.
/// Ids that are older are forgotten when the table grows. Exact to the second.
bool w_seen_before(WSeen *seen, uint64_t id, int64_t now_ms, int64_t keep_ms);
void w_seen_free(WSeen *seen);
/// Canonical bytes, independent of the table's history: ids in order.
void w_seen_encode(const WSeen *seen, WBuffer *out);
/// False if the bytes are damaged.
bool w_seen_decode(WSeen *seen, WReader *in);

#endif
