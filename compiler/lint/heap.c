// A binary heap in an array.
#include "compiler/lint/heap.h"

#include <stdbool.h>
#include <string.h>

#include "runtime/base/assert.h"

static bool is_before(WHeapItem a, WHeapItem b) {
    return a.key != b.key ? a.key < b.key : a.value < b.value;
}

void w_heap_push(WHeap *heap, int64_t key, uint32_t value) {
    if (heap->count == heap->room) {
        heap->room = heap->room == 0 ? 64 : heap->room * 2;
        WHeapItem *items = w_arena_take(heap->arena, heap->room * sizeof *items);
        if (heap->count > 0) memcpy(items, heap->items, heap->count * sizeof *items);
        heap->items = items;
    }
    WHeapItem item = {key, value};
    uint32_t at = heap->count++;
    for (; at > 0 && is_before(item, heap->items[(at - 1) / 2]); at = (at - 1) / 2)
        heap->items[at] = heap->items[(at - 1) / 2];
    heap->items[at] = item;
}

WHeapItem w_heap_pop(WHeap *heap) {
    W_ASSERT(heap->count > 0);
    WHeapItem first = heap->items[0], last = heap->items[--heap->count];
    uint32_t at = 0;
    for (uint32_t child; (child = at * 2 + 1) < heap->count; at = child) {
        bool has_right = child + 1 < heap->count;
        if (has_right && is_before(heap->items[child + 1], heap->items[child])) child++;
        if (!is_before(heap->items[child], last)) break;
        heap->items[at] = heap->items[child];
    }
    heap->items[at] = last;
    return first;
}
