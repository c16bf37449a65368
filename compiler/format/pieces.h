// Pieces: what is laid out. A token is a piece; so is a whole text with what is interpolated.
//
// Premise: marks of the file's tokens.
// Promise: commas that only part items are gone, those that part elements are pieces; every
// comment is in front of one piece.
#ifndef W_FORMAT_PIECES_H
#define W_FORMAT_PIECES_H

#include <stdbool.h>
#include <stdint.h>

#include "compiler/format/marks.h"
#include "compiler/syntax/token.h"
#include "runtime/base/arena.h"

#define W_PIECE_NONE UINT32_MAX
/// Cells of a row that can be aligned.
#define W_FORMAT_CELLS 8

/// Where a line may be broken in front of a piece, from the outermost place to the innermost.
typedef enum WBreak {
    W_BREAK_NONE,
    W_BREAK_CLAUSE, // because, within, unless, …
    W_BREAK_WHERE,
    W_BREAK_VALUE, // behind the `=` of a constant or variable
    W_BREAK_OR,
    W_BREAK_AND,
    W_BREAK_OTHERWISE,
    W_BREAK_SUM, // from here on as many as fit stand on a line
    W_BREAK_LIST
} WBreak;

typedef struct WPiece {
    WStr text;
    uint32_t token;         // its first token; W_PIECE_NONE for words put in
    uint32_t width;         // columns of its first line
    uint32_t at;            // the column it begins in if the whole file were one line
    uint32_t comment;       // the first comment in front of it
    uint32_t comment_count; // often none
    uint32_t forced;        // breaks that must be, up to here and in front of it
    uint32_t match;         // of an opening mark: its closing one
    uint32_t next;          // of an item: the piece behind it
    uint32_t row;           // of a cell: the item whose line it stands in
    uint16_t kind;          // as the parser took it
    uint8_t item;           // WItemKind of the item that begins here
    uint8_t level;          // WBreak
    uint8_t cell;           // from 1; 0 for none
    uint8_t head;           // of a clause: pieces in front of its second column
    uint8_t lead;           // columns in front of it on the same line, a comma included
    bool comma;             // on the same line a comma parts it from the item before
    bool bound;             // must not begin a line
    bool must_expand;       // of a `{`: its items stand on lines of their own
} WPiece;

typedef struct WPieces {
    const WTokens *tokens;
    WPiece *items; // count of them, and one for the end of the file
    uint32_t count;
} WPieces;

WPieces w_format_pieces(WArena *arena, const WTree *tree);

/// The columns that pieces [from, to) take on one line, without what is in front of the first.
static inline uint32_t w_pieces_width(const WPieces *p, uint32_t from, uint32_t to) {
    if (from >= to) return 0;
    const WPiece *last = &p->items[to - 1];
    return last->at + last->width - p->items[from].at;
}

/// Whether a line must be broken within pieces [from, to), wherever `from` itself stands.
static inline bool w_pieces_forced(const WPieces *p, uint32_t from, uint32_t to) {
    if (from >= to) return false;
    const WPiece *first = &p->items[from];
    return first->must_expand || p->items[to - 1].forced != first->forced;
}

static inline bool w_piece_opens(const WPiece *piece) {
    return piece->match != W_PIECE_NONE;
}

/// The piece behind `i` and what it opens.
static inline uint32_t w_pieces_after(const WPieces *p, uint32_t i) {
    return w_piece_opens(&p->items[i]) ? p->items[i].match + 1 : i + 1;
}

#endif
