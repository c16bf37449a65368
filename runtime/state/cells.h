// Shared cells: what customers have in common. Budgets, ramps, what choices have learned.
//
// A cell has a name, which outlives bundles, and holds whole numbers that mean what its owner
// says. Turns read and change cells in the order of inputs (engine/cells.c); they are saved all at
// once.
#ifndef W_STATE_CELLS_H
#define W_STATE_CELLS_H

#include <stdbool.h>
#include <stdint.h>

#include "runtime/base/bytes.h"

typedef struct WCell {
    WStr name;
    int64_t *values; // see w_cell_at
    uint32_t first;  // values before it were dropped
    uint32_t count;
    uint32_t room;
    bool is_dirty; // changed since it was taken for a snapshot
} WCell;

/// All zero is a valid empty set.
typedef struct WCells {
    WCell **slots;       // open addressing by name, NULL is empty
    uint32_t slot_count; // a power of two, or 0
    uint32_t used;
} WCells;

/// The cell of that name; one without values is made if there is none. The pointer holds as long
/// as the set.
WCell *w_cells_find_or_add(WCells *cells, WStr name);
void w_cells_free(WCells *cells);

/// The cells that were changed since they were taken last, ordered by name, now clean; the caller
/// frees the array with w_free.
WCell **w_cells_take_dirty(WCells *cells, uint32_t *count);

/// The i-th value, 0 to count - 1.
static inline int64_t w_cell_at(const WCell *cell, uint32_t i) {
    return cell->values[cell->first + i];
}
/// Set the i-th value; a cell that is shorter grows by zeros.
void w_cell_set(WCell *cell, uint32_t i, int64_t value);
/// Put a value behind all that are not greater, in a cell whose values are in order.
void w_cell_insert(WCell *cell, int64_t value);
/// How many values at the front are not greater, in a cell whose values are in order.
uint32_t w_cell_count_until(const WCell *cell, int64_t value);
/// Drop the first `count` values.
void w_cell_drop(WCell *cell, uint32_t count);

/// Its values as bytes, and back (into a cell without values); false if the bytes are damaged.
void w_cell_encode(const WCell *cell, WBuffer *out);
bool w_cell_decode(WCell *cell, WStr bytes);

#endif
