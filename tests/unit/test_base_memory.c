// Memory: arrays that grow and arenas that keep their blocks.
#include "runtime/base/alloc.h"
#include "runtime/base/arena.h"
#include "tests/unit/test.h"

TEST(alloc_gives_zeroed_memory_even_for_nothing) {
    char *memory = w_alloc(64);
    for (int i = 0; i < 64; i++)
        CHECK(memory[i] == 0);
    w_free(memory);
    void *nothing = w_alloc(0);
    CHECK(nothing != NULL);
    w_free(nothing);
    w_free(NULL);
}

TEST(alloc_grow_doubles_and_keeps_the_content) {
    size_t room = 0;
    uint32_t *items = NULL;
    for (uint32_t i = 0; i < 1000; i++) {
        items = w_grow(items, &room, i + 1, sizeof *items);
        items[i] = i;
    }
    CHECK(room == 1024);
    for (uint32_t i = 0; i < 1000; i++)
        CHECK(items[i] == i);
    w_free(items);
}

TEST(arena_memory_is_aligned_and_stays_where_it_is) {
    WArena arena = {0};
    char *taken[300];
    for (size_t i = 0; i < 300; i++) {
        taken[i] = w_arena_take(&arena, i);
        CHECK((uintptr_t)taken[i] % 16 == 0);
        memset(taken[i], (int)(i & 0x7f), i);
    }
    for (size_t i = 0; i < 300; i++) {
        for (size_t j = 0; j < i; j++)
            CHECK(taken[i][j] == (char)(i & 0x7f));
    }
    w_arena_free(&arena);
}

TEST(arena_serves_again_from_the_same_memory_after_a_reset) {
    WArena arena = {0};
    void *first = w_arena_take(&arena, 100);
    void *large = w_arena_take(&arena, 100000);
    w_arena_reset(&arena);
    CHECK(w_arena_take(&arena, 100) == first);
    CHECK(w_arena_take(&arena, 100000) == large);
    w_arena_free(&arena);
    CHECK(arena.first == NULL);
    CHECK(w_arena_take(&arena, 1) != NULL);
    w_arena_free(&arena);
}

TEST(arena_takes_more_than_any_kept_block_holds) {
    WArena arena = {0};
    w_arena_take(&arena, 5000);
    w_arena_take(&arena, 5000);
    w_arena_reset(&arena);
    char *large = w_arena_take_zeroed(&arena, 3u << 20);
    CHECK(large[0] == 0 && large[(3u << 20) - 1] == 0);
    w_arena_take(&arena, 5000);
    w_arena_free(&arena);
}

TEST(arena_copies_end_with_a_nul) {
    WArena arena = {0};
    CHECK_STR(w_arena_copy(&arena, "abcdef", 3), "abc");
    CHECK_STR(w_arena_copy(&arena, NULL, 0), "");
    w_arena_reset(&(WArena){0});
    w_arena_free(&arena);
}
