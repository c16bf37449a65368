// Formatter: from a tree and its tokens to the script in the one layout.
//
// Premise: see the header.
// Promise: see the header; time and memory are in proportion to the script.
#include "compiler/format/format.h"

#include "compiler/format/layout.h"
#include "runtime/base/assert.h"

void w_format(WArena *arena, const WTree *tree, WBuffer *out) {
    W_ASSERT(!tree->broken);
    WPieces pieces = w_format_pieces(arena, tree);
    WLayout layout = {.pieces = &pieces, .row = W_PIECE_NONE};
    w_layout_items(&layout, 0, pieces.count, 0);
    w_lines_write(&layout.lines, out);
    w_lines_free(&layout.lines);
}
