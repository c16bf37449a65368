// A heap of numbers by an order of their own, the earliest first; for searches by time.
#ifndef W_LINT_HEAP_H
#define W_LINT_HEAP_H

#include <stdint.h>

#include "runtime/base/arena.h"

typedef struct WHeapItem {
    int64_t key;
    uint32_t value;
} WHeapItem;

/// All zero but `arena` is empty.
typedef struct WHeap {
    WArena *arena;
    WHeapItem *items;
    uint32_t count;
    uint32_t room;
} WHeap;

void w_heap_push(WHeap *heap, int64_t key, uint32_t value);
/// Takes one with the smallest key; of equal ones the one with the smallest value. There is one.
WHeapItem w_heap_pop(WHeap *heap);

#endif
