// Shared cells: arrays of numbers under names, which lose values at the front at little cost.

#include "runtime/state/cells.h"

#include <stdlib.h>
#include <string.h>

#include "runtime/base/alloc.h"
#include "runtime/base/assert.h"
#include "runtime/base/hash.h"
#include "runtime/state/codec.h"

// ---- the set

static uint32_t find_slot(const WCells *cells, WStr name) {
    uint32_t mask = cells->slot_count - 1;
    uint32_t i = (uint32_t)w_hash64(name.bytes, name.size) & mask;
    while (cells->slots[i] != NULL && !w_str_equal(cells->slots[i]->name, name))
        i = (i + 1) & mask;
    return i;
}

static void grow_slots(WCells *cells) {
    WCells grown = {.slot_count = cells->slot_count ? cells->slot_count * 2 : 16};
    grown.slots = w_alloc(grown.slot_count * sizeof(WCell *));
    for (uint32_t i = 0; i < cells->slot_count; i++) {
        if (cells->slots[i] == NULL) continue;
        grown.slots[find_slot(&grown, cells->slots[i]->name)] = cells->slots[i];
    }
    grown.used = cells->used;
    w_free((void *)cells->slots);
    *cells = grown;
}

static WCell *make_cell(WStr name) {
    WCell *cell = w_alloc(sizeof *cell);
    char *bytes = w_alloc(name.size + 1);
    if (name.size > 0) memcpy(bytes, name.bytes, name.size);
    cell->name = (WStr){bytes, name.size};
    return cell;
}

WCell *w_cells_find_or_add(WCells *cells, WStr name) {
    if ((cells->used + 1) * UINT64_C(2) > cells->slot_count) grow_slots(cells);
    WCell **slot = &cells->slots[find_slot(cells, name)];
    if (*slot == NULL) {
        *slot = make_cell(name);
        cells->used++;
    }
    return *slot;
}

void w_cells_free(WCells *cells) {
    for (uint32_t i = 0; i < cells->slot_count; i++) {
        WCell *cell = cells->slots[i];
        if (cell == NULL) continue;
        w_free((void *)(uintptr_t)cell->name.bytes);
        w_free(cell->values);
        w_free(cell);
    }
    w_free((void *)cells->slots);
    *cells = (WCells){0};
}

static int by_name(const void *left, const void *right) {
    const WCell *const *a = left, *const *b = right;
    return w_str_compare((*a)->name, (*b)->name);
}

WCell **w_cells_take_dirty(WCells *cells, uint32_t *count) {
    WCell **dirty = w_alloc((cells->used + 1) * sizeof(WCell *));
    *count = 0;
    for (uint32_t i = 0; i < cells->slot_count; i++) {
        WCell *cell = cells->slots[i];
        if (cell == NULL || !cell->is_dirty) continue;
        cell->is_dirty = false;
        dirty[(*count)++] = cell;
    }
    qsort((void *)dirty, *count, sizeof(WCell *), by_name);
    return dirty;
}

// ---- values

// Room for one value more at the end: what was dropped in front is used first.
static void make_room(WCell *cell) {
    if (cell->first + cell->count < cell->room) return;
    if (cell->first > cell->count) {
        memmove(cell->values, cell->values + cell->first, cell->count * sizeof *cell->values);
        cell->first = 0;
        return;
    }
    cell->room = cell->room ? cell->room * 2 : 4;
    cell->values = w_realloc(cell->values, cell->room * sizeof *cell->values);
}

static void append(WCell *cell, int64_t value) {
    make_room(cell);
    cell->values[cell->first + cell->count++] = value;
    cell->is_dirty = true;
}

void w_cell_set(WCell *cell, uint32_t i, int64_t value) {
    while (cell->count <= i)
        append(cell, 0);
    cell->values[cell->first + i] = value;
    cell->is_dirty = true;
}

void w_cell_insert(WCell *cell, int64_t value) {
    append(cell, value);
    int64_t *values = cell->values + cell->first;
    uint32_t i = cell->count - 1;
    for (; i > 0 && values[i - 1] > value; i--)
        values[i] = values[i - 1];
    values[i] = value;
}

uint32_t w_cell_count_until(const WCell *cell, int64_t value) {
    uint32_t low = 0, high = cell->count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (w_cell_at(cell, middle) <= value)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

void w_cell_drop(WCell *cell, uint32_t count) {
    W_ASSERT(count <= cell->count);
    cell->first += count;
    cell->count -= count;
    if (count > 0) cell->is_dirty = true;
}

// ---- bytes

// Each value as its distance to the one before, which wraps around.
void w_cell_encode(const WCell *cell, WBuffer *out) {
    uint64_t last = 0;
    w_buffer_varint(out, cell->count);
    for (uint32_t i = 0; i < cell->count; i++) {
        uint64_t value = (uint64_t)w_cell_at(cell, i);
        w_codec_put_signed(out, (int64_t)(value - last));
        last = value;
    }
}

bool w_cell_decode(WCell *cell, WStr bytes) {
    W_ASSERT(cell->count == 0);
    const uint8_t *at = (const uint8_t *)bytes.bytes;
    WReader in = {at, at + bytes.size, false};
    uint64_t last = 0, count = w_reader_varint(&in);
    for (uint64_t i = 0; i < count && !in.failed; i++) {
        last += (uint64_t)w_codec_get_signed(&in);
        if (!in.failed) append(cell, (int64_t)last);
    }
    cell->is_dirty = false;
    return !in.failed && in.at == in.end;
}
