// Draws: few for each customer, so they lie in one sorted array of just their number.

#include "runtime/state/draws.h"

#include <string.h>

#include "runtime/base/alloc.h"

enum { MOST_DRAWS = 65536 };

static uint32_t place_of(const WDraws *draws, uint64_t name) {
    uint32_t low = 0, high = draws->count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (draws->items[middle].name < name)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

bool w_draws_find(const WDraws *draws, uint64_t name, uint64_t *way) {
    uint32_t i = place_of(draws, name);
    if (i == draws->count || draws->items[i].name != name) return false;
    *way = draws->items[i].way;
    return true;
}

void w_draws_keep(WDraws *draws, uint64_t name, uint64_t way) {
    uint32_t i = place_of(draws, name);
    if (i < draws->count && draws->items[i].name == name) {
        draws->items[i].way = way;
        return;
    }
    WDraw *items = w_alloc((draws->count + 1) * sizeof *items);
    if (i > 0) memcpy(items, draws->items, i * sizeof *items);
    items[i] = (WDraw){name, way};
    if (i < draws->count)
        memcpy(items + i + 1, draws->items + i, (draws->count - i) * sizeof *items);
    w_free(draws->items);
    draws->items = items;
    draws->count++;
}

void w_draws_encode(const WDraws *draws, WBuffer *out) {
    w_buffer_varint(out, draws->count);
    for (uint32_t i = 0; i < draws->count; i++) {
        w_buffer_varint(out, draws->items[i].name);
        w_buffer_varint(out, draws->items[i].way);
    }
}

void w_draws_decode(WDraws *draws, WReader *in) {
    uint64_t count = w_reader_varint(in);
    if (count > MOST_DRAWS) in->failed = true;
    for (uint64_t i = 0; i < count && !in->failed; i++) {
        uint64_t name = w_reader_varint(in);
        uint64_t way = w_reader_varint(in);
        bool in_order = draws->count == 0 || draws->items[draws->count - 1].name < name;
        if (!in_order) in->failed = true;
        if (!in->failed) w_draws_keep(draws, name, way);
    }
}

void w_draws_free(WDraws *draws) {
    w_free(draws->items);
    *draws = (WDraws){0};
}
