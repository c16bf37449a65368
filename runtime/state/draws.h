// What was drawn for a customer, for good: which way of which split.
//
// Both are known by a hash of their names, so that they outlive every bundle.
#ifndef W_STATE_DRAWS_H
#define W_STATE_DRAWS_H

#include <stdbool.h>

#include "runtime/base/bytes.h"
#include "runtime/state/codec.h"

typedef struct WDraw {
    uint64_t name; // of the draw
    uint64_t way;
} WDraw;

/// By name; all zero is valid and empty. Free with w_draws_free.
typedef struct WDraws {
    WDraw *items;
    uint32_t count;
} WDraws;

/// The way that was drawn; false if none was.
bool w_draws_find(const WDraws *draws, uint64_t name, uint64_t *way);
/// Keep a way, in place of the one that was kept.
void w_draws_keep(WDraws *draws, uint64_t name, uint64_t way);
void w_draws_encode(const WDraws *draws, WBuffer *out);
/// Into empty draws; the reader fails if the bytes are damaged.
void w_draws_decode(WDraws *draws, WReader *in);
void w_draws_free(WDraws *draws);

#endif
