// Lines: collecting and writing them.
//
// Premise: see the header.
// Promise: no line ends in a space that is not within a text; the last one ends.
#include "compiler/format/lines.h"

#include <string.h>

#include "compiler/format/align.h"
#include "runtime/base/alloc.h"
#include "runtime/base/assert.h"
#include "runtime/base/utf8.h"

static void spaces(WBuffer *out, uint32_t count) {
    if (count == 0) return;
    memset(w_buffer_reserve(out, count), ' ', count);
    out->size += count;
}

void w_lines_begin(WLines *lines, uint32_t indent) {
    lines->items = w_grow(lines->items, &lines->room, lines->count + 1, sizeof *lines->items);
    lines->items[lines->count++] = (WLine){.start = lines->text.size,
                                           .end = lines->text.size,
                                           .cell = lines->cell_count,
                                           .indent = indent,
                                           .width = indent};
}

WLine *w_lines_last(const WLines *lines) {
    W_ASSERT(lines->count > 0);
    return &lines->items[lines->count - 1];
}

void w_lines_put(WLines *lines, uint32_t lead, WStr text, uint32_t width) {
    WLine *line = w_lines_last(lines);
    spaces(&lines->text, lead);
    w_buffer_str(&lines->text, text);
    line->end = lines->text.size;
    line->width += lead + width;
    const char *last = memrchr(text.bytes, '\n', text.size);
    if (!last) return;
    size_t size = text.size - (size_t)(last + 1 - text.bytes);
    line->width = (uint32_t)w_utf8_columns((WStr){last + 1, size});
    line->is_broken = true;
}

void w_lines_cell(WLines *lines, uint32_t id) {
    WLine *line = w_lines_last(lines);
    if (line->is_broken) return;
    lines->cells =
        w_grow(lines->cells, &lines->cell_room, lines->cell_count + 1, sizeof *lines->cells);
    lines->cells[lines->cell_count++] =
        (WCell){(uint32_t)(line->end - line->start), line->width + 1, id, 0};
    line->cell_count++;
}

static void write_line(const WLines *lines, const WLine *line, WBuffer *out) {
    if (line->is_blank_before) w_buffer_char(out, '\n');
    spaces(out, line->indent);
    const char *text = lines->text.bytes + line->start;
    uint32_t written = 0;
    for (uint32_t i = 0; i < line->cell_count; i++) {
        const WCell *cell = &lines->cells[line->cell + i];
        w_buffer_append(out, text + written, cell->offset - written);
        spaces(out, cell->pad);
        written = cell->offset;
    }
    w_buffer_append(out, text + written, line->end - line->start - written);
    if (line->comment.size) {
        spaces(out, line->comment_column - line->width);
        w_buffer_str(out, line->comment);
    }
    w_buffer_char(out, '\n');
}

void w_lines_write(WLines *lines, WBuffer *out) {
    w_align_cells(lines);
    w_align_comments(lines);
    for (size_t i = 0; i < lines->count; i++)
        write_line(lines, &lines->items[i], out);
}

void w_lines_free(WLines *lines) {
    w_buffer_free(&lines->text);
    w_free(lines->items);
    w_free(lines->cells);
    *lines = (WLines){0};
}
