// Inside of the layout: items in their lists, and sequences of pieces within an item.
//
// Premise: pieces of a whole file.
// Promise: what fits on a line and was not spread by the author stands on one line; what is put
// on lines depends only on the pieces.
#ifndef W_FORMAT_LAYOUT_H
#define W_FORMAT_LAYOUT_H

#include "compiler/format/lines.h"
#include "compiler/format/pieces.h"

typedef struct WLayout {
    const WPieces *pieces;
    WLines lines;
    uint32_t row;     // the item whose cells are noted; W_PIECE_NONE for none
    bool row_is_flat; // it stands on one line
} WLayout;

// ---- place.c: pieces and comments on lines

/// Whether pieces [from, to), and `reserve` columns more, fit behind what is on the line.
bool w_place_fits(const WLayout *l, uint32_t from, uint32_t to, uint32_t reserve);
/// Spaces in front of the second column of an item, besides the one that is always there.
uint32_t w_place_pad(const WLayout *l, uint32_t item);
/// Put pieces [from, to) on the line.
void w_place_flat(WLayout *l, uint32_t from, uint32_t to);
/// Begin a line for a piece, with the comments in front of it; they have the indent `comments`.
/// A piece that must not begin a line stays on this one.
void w_place_begin(WLayout *l, uint32_t piece, uint32_t comments, uint32_t indent);
/// Put a comment behind the last line, or on a line of its own. True if it has its own.
bool w_place_comment(WLayout *l, uint32_t comment, uint32_t indent);

// ---- sequence.c

/// Put pieces [from, to), broken where they must be. Lines after the first have the indent given;
/// behind the last one `reserve` columns stay free.
void w_layout_sequence(WLayout *l, uint32_t from, uint32_t to, uint32_t indent, uint32_t reserve);

// ---- layout.c

/// Items [from, to) of a list, each on lines of its own.
void w_layout_items(WLayout *l, uint32_t from, uint32_t to, uint32_t indent);
/// A `{`, its items on lines of their own, and its `}` on a line with the indent given.
void w_layout_braces(WLayout *l, uint32_t open, uint32_t indent);

#endif
