// Memory from the C library, with the one answer we have to a lack of it.
//
// Promise: no caller ever sees NULL for a size above zero, so none has a path for it.
#include "runtime/base/alloc.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include "runtime/base/assert.h"

static _Noreturn void out_of_memory(size_t size_bytes) {
    fprintf(stderr, "wend: out of memory (%zu more bytes were needed)\n", size_bytes);
    abort();
}

void *w_alloc(size_t size_bytes) {
    void *memory = calloc(1, size_bytes ? size_bytes : 1);
    if (!memory) out_of_memory(size_bytes);
    return memory;
}

void *w_realloc(void *memory, size_t size_bytes) {
    void *moved = realloc(memory, size_bytes ? size_bytes : 1);
    if (!moved) out_of_memory(size_bytes);
    return moved;
}

void w_free(void *memory) {
    free(memory);
}

void *w_grow(void *items, size_t *room, size_t needed, size_t element_bytes) {
    W_ASSERT(element_bytes > 0);
    if (needed <= *room) return items;
    size_t wanted = *room ? *room : 8;
    while (wanted < needed)
        wanted = wanted <= SIZE_MAX / 2 ? wanted * 2 : needed;
    if (wanted > SIZE_MAX / element_bytes) out_of_memory(SIZE_MAX);
    items = w_realloc(items, wanted * element_bytes);
    *room = wanted;
    return items;
}
