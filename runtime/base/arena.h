// Arena: many small allocations with one lifetime, freed all at once.
#ifndef W_BASE_ARENA_H
#define W_BASE_ARENA_H

#include <stddef.h>

typedef struct WArenaBlock WArenaBlock;

/// An arena; all zero is a valid empty one. Blocks are kept by w_arena_reset and freed by
/// w_arena_free.
typedef struct WArena {
    WArenaBlock *first;   // chain of blocks in the order they were taken
    WArenaBlock *current; // block that is being filled
    char *at;             // next free byte of it
    char *end;            // one past its last byte
} WArena;

/// `size_bytes` of memory (not zeroed), aligned to 16 bytes, valid until reset or free.
void *w_arena_take(WArena *arena, size_t size_bytes);

/// The same, zeroed.
void *w_arena_take_zeroed(WArena *arena, size_t size_bytes);

/// A copy of `size_bytes` bytes with a NUL behind it.
char *w_arena_copy(WArena *arena, const void *bytes, size_t size_bytes);

/// Forget everything taken; memory is kept for reuse.
void w_arena_reset(WArena *arena);

/// Give all memory back; the arena is empty and usable again.
void w_arena_free(WArena *arena);

#endif
