// Arena: a chain of blocks that are filled one after the other.
//
// Promise: what was taken does not move until reset or free. After a reset the same blocks serve
// again, so an arena that is reset each turn stops asking for memory once it has seen the largest.
#include "runtime/base/arena.h"

#include <stdint.h>
#include <string.h>

#include "runtime/base/alloc.h"
#include "runtime/base/assert.h"

enum { ALIGNMENT = 16, SMALLEST_BLOCK_BYTES = 4096, LARGEST_BLOCK_BYTES = 1 << 20 };

struct WArenaBlock {
    WArenaBlock *next;
    size_t room_bytes;
    _Alignas(ALIGNMENT) char bytes[];
};

static void fill(WArena *arena, WArenaBlock *block) {
    arena->current = block;
    arena->at = block->bytes;
    arena->end = block->bytes + block->room_bytes;
}

// Blocks double, so that a big arena has few of them, up to a size where it no longer matters.
static size_t next_block_bytes(const WArena *arena, size_t needed_bytes) {
    size_t wanted = arena->current ? arena->current->room_bytes * 2 : SMALLEST_BLOCK_BYTES;
    if (wanted > LARGEST_BLOCK_BYTES) wanted = LARGEST_BLOCK_BYTES;
    return wanted < needed_bytes ? needed_bytes : wanted;
}

// A kept block that is too small stays in the chain behind the new one and serves after it.
static void next_block(WArena *arena, size_t needed_bytes) {
    WArenaBlock **link = arena->current ? &arena->current->next : &arena->first;
    if (*link && (*link)->room_bytes >= needed_bytes) {
        fill(arena, *link);
        return;
    }
    size_t room_bytes = next_block_bytes(arena, needed_bytes);
    WArenaBlock *block = w_alloc(sizeof *block + room_bytes);
    block->room_bytes = room_bytes;
    block->next = *link;
    *link = block;
    fill(arena, block);
}

void *w_arena_take(WArena *arena, size_t size_bytes) {
    W_ASSERT(size_bytes <= SIZE_MAX / 2);
    size_t rounded = (size_bytes + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    if (rounded == 0) rounded = ALIGNMENT;
    if ((size_t)(arena->end - arena->at) < rounded) next_block(arena, rounded);
    void *taken = arena->at;
    arena->at += rounded;
    return taken;
}

void *w_arena_take_zeroed(WArena *arena, size_t size_bytes) {
    return memset(w_arena_take(arena, size_bytes), 0, size_bytes);
}

char *w_arena_copy(WArena *arena, const void *bytes, size_t size_bytes) {
    char *copy = w_arena_take(arena, size_bytes + 1);
    if (size_bytes) memcpy(copy, bytes, size_bytes);
    copy[size_bytes] = '\0';
    return copy;
}

void w_arena_reset(WArena *arena) {
    if (arena->first) fill(arena, arena->first);
}

void w_arena_free(WArena *arena) {
    for (WArenaBlock *block = arena->first, *next; block; block = next) {
        next = block->next;
        w_free(block);
    }
    *arena = (WArena){0};
}
