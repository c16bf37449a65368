// Shared cells: numbers under names, in order, as bytes.
#include "runtime/base/alloc.h"
#include "runtime/state/cells.h"
#include "tests/unit/test.h"

static WCells cells;

static WCell *cell(const char *name) {
    return w_cells_find_or_add(&cells, w_str(name));
}

TEST(cells_are_found_by_name) {
    char name[16];
    WCell *first = cell("limit a"), *empty = cell("");
    CHECK(first != empty);
    for (int i = 0; i < 1000; i++) {
        snprintf(name, sizeof name, "ramp %d", i);
        w_cell_set(cell(name), 0, i);
    }
    for (int i = 0; i < 1000; i++) {
        snprintf(name, sizeof name, "ramp %d", i);
        CHECK(w_cell_at(cell(name), 0) == i);
    }
    CHECK(cell("limit a") == first && cell("") == empty && first->count == 0);
    w_cells_free(&cells);
}

TEST(cells_keep_order_and_drop_at_the_front) {
    WCell *c = cell("limit a");
    for (int64_t i = 0; i < 1000; i++) {
        w_cell_insert(c, i % 2 ? i : i - 3);
        if (i >= 10) w_cell_drop(c, 1);
        for (uint32_t k = 1; k < c->count; k++)
            CHECK(w_cell_at(c, k - 1) <= w_cell_at(c, k));
    }
    CHECK(c->count == 10 && c->room <= 64); // what was dropped gives room
    CHECK(w_cell_count_until(c, INT64_MIN) == 0 && w_cell_count_until(c, INT64_MAX) == 10);
    CHECK(w_cell_count_until(c, w_cell_at(c, 4) - 1) <= 4);
    CHECK(w_cell_count_until(c, w_cell_at(c, 4)) >= 5);
    w_cells_free(&cells);
}

TEST(cells_grow_by_zeros) {
    WCell *c = cell("choose a");
    w_cell_set(c, 2, 7);
    CHECK(c->count == 3 && w_cell_at(c, 0) == 0 && w_cell_at(c, 1) == 0 && w_cell_at(c, 2) == 7);
    w_cell_set(c, 0, -1);
    CHECK(c->count == 3 && w_cell_at(c, 0) == -1);
    w_cells_free(&cells);
}

TEST(cells_are_taken_dirty_by_name) {
    uint32_t count;
    cell("untouched");
    w_cell_set(cell("b"), 0, 1);
    w_cell_set(cell("a"), 0, 1);
    WCell **dirty = w_cells_take_dirty(&cells, &count);
    CHECK(count == 2 && dirty[0] == cell("a") && dirty[1] == cell("b"));
    w_free((void *)dirty);
    w_cell_drop(cell("b"), 1);
    dirty = w_cells_take_dirty(&cells, &count);
    CHECK(count == 1 && dirty[0] == cell("b"));
    w_free((void *)dirty);
    w_cells_free(&cells);
}

TEST(cells_come_back_from_bytes_and_damage_is_seen) {
    static const int64_t values[] = {INT64_MIN, INT64_MAX, 0, -5, 1772409600000};
    WBuffer bytes = {0};
    for (uint32_t i = 0; i < 5; i++)
        w_cell_set(cell("a"), i, values[i]);
    w_cell_drop(cell("a"), 1);
    w_cell_encode(cell("a"), &bytes);
    WCell *again = cell("again");
    CHECK(w_cell_decode(again, (WStr){bytes.bytes, bytes.size}));
    CHECK(again->count == 4 && !again->is_dirty);
    for (uint32_t i = 0; i < 4; i++)
        CHECK(w_cell_at(again, i) == values[i + 1]);
    for (size_t size = 0; size < bytes.size; size++) {
        WCells others = {0};
        CHECK(!w_cell_decode(w_cells_find_or_add(&others, W_STR("x")), (WStr){bytes.bytes, size}));
        w_cells_free(&others);
    }
    w_buffer_char(&bytes, '\0');
    CHECK(!w_cell_decode(cell("more"), (WStr){bytes.bytes, bytes.size}));
    w_buffer_free(&bytes);
    w_cells_free(&cells);
}
