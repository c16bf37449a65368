// Alignment: rows that follow one another in a list are a table; so are comments behind code.
//
// Premise: widths without any alignment.
// Promise: what is aligned depends on those widths alone, so it comes out the same the next time;
// a row that would be too long in its table stands outside of it.
#include "compiler/format/align.h"

#include "compiler/format/format.h"
#include "runtime/base/alloc.h"

// Rows of one table.
typedef struct Rows {
    WLines *lines;
    size_t *items; // lines
    size_t count;
    size_t room;
} Rows;

static WCell *cell_with(const Rows *rows, size_t row, uint32_t id) {
    const WLine *line = &rows->lines->items[rows->items[row]];
    for (uint32_t i = 0; i < line->cell_count; i++) {
        WCell *cell = &rows->lines->cells[line->cell + i];
        if (cell->id == id) return cell;
    }
    return NULL;
}

static uint32_t most_cells(const Rows *rows) {
    uint32_t most = 0;
    for (size_t i = 0; i < rows->count; i++) {
        const WLine *line = &rows->lines->items[rows->items[i]];
        if (line->cell_count == 0) continue;
        uint32_t last = rows->lines->cells[line->cell + line->cell_count - 1].id;
        if (last > most) most = last;
    }
    return most;
}

static uint32_t pad_of(const WLines *lines, const WLine *line) {
    uint32_t pad = 0;
    for (uint32_t i = 0; i < line->cell_count; i++)
        pad += lines->cells[line->cell + i].pad;
    return pad;
}

static void clear_pads(const Rows *rows, size_t row) {
    const WLine *line = &rows->lines->items[rows->items[row]];
    for (uint32_t i = 0; i < line->cell_count; i++)
        rows->lines->cells[line->cell + i].pad = 0;
}

// `pad` of cells with a higher id is still 0, so pad_of is what stands in front of this one.
static void align_column(const Rows *rows, uint32_t id) {
    uint32_t column = 0;
    for (size_t i = 0; i < rows->count; i++) {
        const WCell *cell = cell_with(rows, i, id);
        if (!cell) continue;
        const WLine *line = &rows->lines->items[rows->items[i]];
        uint32_t at = cell->width + pad_of(rows->lines, line);
        if (id == 1) at += line->gap - 1;
        if (at > column) column = at;
    }
    for (size_t i = 0; i < rows->count; i++) {
        WCell *cell = cell_with(rows, i, id);
        const WLine *line = &rows->lines->items[rows->items[i]];
        if (cell) cell->pad = column - cell->width - pad_of(rows->lines, line);
    }
}

// Take out the rows that became too long; false if there are none.
static bool drop_long(Rows *rows) {
    size_t kept = 0;
    for (size_t i = 0; i < rows->count; i++) {
        const WLine *line = &rows->lines->items[rows->items[i]];
        if (line->width + pad_of(rows->lines, line) > W_FORMAT_COLUMNS)
            clear_pads(rows, i);
        else
            rows->items[kept++] = rows->items[i];
    }
    bool any = kept < rows->count;
    rows->count = kept;
    return any;
}

static void align_rows(Rows *rows) {
    uint32_t most = most_cells(rows);
    do {
        for (size_t i = 0; i < rows->count; i++)
            clear_pads(rows, i);
        for (uint32_t id = 1; id <= most; id++)
            align_column(rows, id);
    } while (drop_long(rows));
    rows->count = 0;
}

static bool is_same_table(const WLine *a, const WLine *b) {
    return a->table.list == b->table.list && a->table.kind == b->table.kind;
}

static void add_row(Rows *rows, size_t line) {
    rows->items = w_grow(rows->items, &rows->room, rows->count + 1, sizeof *rows->items);
    rows->items[rows->count++] = line;
}

void w_align_cells(WLines *lines) {
    Rows rows = {.lines = lines};
    for (size_t i = 0; i < lines->count; i++) {
        const WLine *line = &lines->items[i];
        bool goes_on = rows.count && !line->is_blank_before;
        if (goes_on && line->is_item)
            goes_on = line->cell_count && is_same_table(line, &lines->items[rows.items[0]]);
        if (!goes_on) align_rows(&rows);
        if (line->is_item && line->cell_count) add_row(&rows, i);
    }
    align_rows(&rows);
    w_free(rows.items);
    for (size_t i = 0; i < lines->count; i++) {
        if (!lines->items[i].is_broken) lines->items[i].width += pad_of(lines, &lines->items[i]);
    }
}

// ---- comments

// The column of the comments of lines [from, to): the one of the author that is farthest to the
// right, if all have room in it, else the nearest that can be.
static uint32_t comment_column(const WLines *lines, size_t from, size_t to) {
    uint32_t least = 0, author = 0, widest = 0;
    for (size_t i = from; i < to; i++) {
        const WLine *line = &lines->items[i];
        if (line->comment.size == 0) continue;
        if (line->width + 2 > least) least = line->width + 2;
        if (line->comment_author > author) author = line->comment_author;
        if (line->comment_width > widest) widest = line->comment_width;
    }
    return author > least && author + widest <= W_FORMAT_COLUMNS ? author : least;
}

static void settle_comments(WLines *lines, size_t from, size_t to) {
    uint32_t column = comment_column(lines, from, to);
    for (size_t i = from; i < to; i++)
        lines->items[i].comment_column = column;
}

void w_align_comments(WLines *lines) {
    size_t from = 0;
    for (size_t i = 1; i < lines->count; i++) {
        const WLine *line = &lines->items[i];
        bool goes_on = !line->is_blank_before && line->indent == line[-1].indent &&
                       !line->is_broken && !line[-1].is_broken;
        if (goes_on) continue;
        settle_comments(lines, from, i);
        from = i;
    }
    settle_comments(lines, from, lines->count);
}
