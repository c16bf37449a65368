// Lines: a script on its way out, until its columns are known.
//
// Premise: texts are put in the order of the script.
// Promise: cells of rows that belong together are aligned where every line stays within its width;
// so are the comments behind code.
#ifndef W_FORMAT_LINES_H
#define W_FORMAT_LINES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "runtime/base/bytes.h"

/// Where a cell begins in its line.
typedef struct WCell {
    uint32_t offset; // bytes behind the start of the line's text
    uint32_t width;  // columns in front of it, one space included
    uint32_t id;     // from 1
    uint32_t pad;    // spaces to put in
} WCell;

/// What makes lines rows of one table: the list they stand in and their kind.
typedef struct WTable {
    uint32_t list;
    uint32_t kind;
} WTable;

typedef struct WLine {
    size_t start; // of its text, in the text of all lines
    size_t end;
    size_t cell; // its first one
    uint32_t cell_count;
    uint32_t indent;
    uint32_t width; // columns of its last line, with the indent and without the comment
    WTable table;
    uint32_t gap;            // spaces in front of the first cell of its table, at least
    WStr comment;            // behind the code; no bytes if none
    uint32_t comment_width;  // columns
    uint32_t comment_author; // the column the author chose; 0 if none
    uint32_t comment_column; // the one it gets
    bool is_item;            // an item begins with it
    bool is_comment;         // is nothing but a comment
    bool is_blank_before;
    bool is_broken; // holds a text of several lines
} WLine;

typedef struct WLines {
    WBuffer text;
    WLine *items;
    size_t count;
    size_t room;
    WCell *cells;
    size_t cell_count;
    size_t cell_room;
} WLines;

/// Begin a line.
void w_lines_begin(WLines *lines, uint32_t indent);

/// The line that was begun last; there must be one. Valid until the next is begun.
WLine *w_lines_last(const WLines *lines);

/// Put a text behind `lead` spaces. `width` are the columns of its first line.
void w_lines_put(WLines *lines, uint32_t lead, WStr text, uint32_t width);

/// What is put next, which has a space in front of it, begins a cell.
void w_lines_cell(WLines *lines, uint32_t id);

/// Settle the columns and append everything to `out`.
void w_lines_write(WLines *lines, WBuffer *out);

void w_lines_free(WLines *lines);

#endif
