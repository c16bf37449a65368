// Memory. An allocation either succeeds or ends the process with a message: state is rebuilt from
// the store at the next start, so there is nothing half-done to save.
#ifndef W_BASE_ALLOC_H
#define W_BASE_ALLOC_H

#include <stddef.h>

/// `size_bytes` of zeroed memory, never NULL. The caller frees it with w_free.
void *w_alloc(size_t size_bytes);

/// Resize what w_alloc gave; new bytes are not zeroed. Never NULL for a size above zero.
void *w_realloc(void *memory, size_t size_bytes);

/// Free what w_alloc or w_realloc gave; NULL is fine.
void w_free(void *memory);

/// Grow a dynamic array to hold at least `needed` elements: doubles `*room`, keeps the content.
/// Use as: items = w_grow(items, &room, count + 1, sizeof *items);
void *w_grow(void *items, size_t *room, size_t needed, size_t element_bytes);

#endif
