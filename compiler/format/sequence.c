// Sequences: pieces within an item, which are broken where a line would be too long.
//
// Premise: see layout.h. No piece in front of which a comment stands is put without a line of its
// own: comments force breaks.
// Promise: breaks are taken at the outermost places first, and inside brackets last.
#include "compiler/format/layout.h"

static const WPiece *at(const WLayout *l, uint32_t i) {
    return &l->pieces->items[i];
}

static bool is_place(const WPiece *piece, uint8_t level) {
    if (piece->comment_count) return true;
    return level != W_BREAK_NONE && piece->level == level && !piece->bound;
}

// The next place of that level in (from, to), or `to`. W_BREAK_NONE: of comments only.
static uint32_t next_place(const WLayout *l, uint32_t from, uint32_t to, uint8_t level) {
    uint32_t i = w_pieces_after(l->pieces, from);
    while (i < to && !is_place(at(l, i), level))
        i = w_pieces_after(l->pieces, i);
    return i < to ? i : to;
}

// The outermost level at which [from, to) can be broken outside of brackets; comments come first.
static bool find_level(const WLayout *l, uint32_t from, uint32_t to, uint8_t *level) {
    *level = W_BREAK_NONE;
    for (uint32_t i = w_pieces_after(l->pieces, from); i < to; i = w_pieces_after(l->pieces, i)) {
        const WPiece *piece = at(l, i);
        if (piece->comment_count) {
            *level = W_BREAK_NONE;
            return true;
        }
        if (piece->level == W_BREAK_NONE || piece->bound) continue;
        if (*level == W_BREAK_NONE || piece->level < *level) *level = piece->level;
    }
    return *level != W_BREAK_NONE;
}

static bool fits_flat(const WLayout *l, uint32_t from, uint32_t to, uint32_t reserve) {
    return !w_pieces_forced(l->pieces, from, to) && w_place_fits(l, from, to, reserve);
}

// Break [from, to) at every place of a level, or, of the innermost levels, where it is needed.
static void split(WLayout *l, uint32_t from, uint32_t to, uint8_t level, uint32_t indent,
                  uint32_t reserve) {
    bool fills = level >= W_BREAK_SUM;
    uint32_t end = next_place(l, from, to, level);
    w_layout_sequence(l, from, end, indent, end == to ? reserve : 0);
    while (end < to) {
        uint32_t start = end;
        end = next_place(l, start, to, level);
        uint32_t kept = end == to ? reserve : 0;
        bool stays = fills && at(l, start)->comment_count == 0 && fits_flat(l, start, end, kept);
        if (!stays) w_place_begin(l, start, indent, indent);
        w_layout_sequence(l, start, end, indent, kept);
    }
}

// ---- brackets

static uint32_t next_element(const WLayout *l, uint32_t from, uint32_t close) {
    uint32_t i = from;
    while (i < close && at(l, i)->kind != W_TK_COMMA)
        i = w_pieces_after(l->pieces, i);
    return i < close ? i + 1 : close;
}

// Brackets over several lines: the elements of a list fill them, arguments have one each.
static void lay_brackets(WLayout *l, uint32_t open) {
    uint32_t close = at(l, open)->match;
    bool fills = at(l, open)->kind == W_TK_LBRACKET && !w_pieces_forced(l->pieces, open, close);
    w_place_flat(l, open, open + 1);
    uint32_t outer = w_lines_last(&l->lines)->indent, inner = outer + 2;
    for (uint32_t start = open + 1, end; start < close; start = end) {
        end = next_element(l, start, close);
        bool stays = fills && start > open + 1 && fits_flat(l, start, end, 0);
        if (!stays) w_place_begin(l, start, inner, inner);
        w_layout_sequence(l, start, end, inner + 2, 0);
    }
    w_place_begin(l, close, inner, outer);
    w_place_flat(l, close, close + 1);
}

// Where what cannot be parted from the bracket at `open` ends: in front of the next one.
static uint32_t tail_of(const WLayout *l, uint32_t open, uint32_t to) {
    uint32_t i = at(l, open)->match + 1;
    while (i < to && !w_piece_opens(at(l, i)))
        i++;
    return i < to ? i + 1 : to;
}

static void lay_unbroken(WLayout *l, uint32_t from, uint32_t to, uint32_t reserve) {
    for (uint32_t i = from; i < to; i = w_pieces_after(l->pieces, i)) {
        uint32_t behind = w_pieces_after(l->pieces, i);
        uint32_t tail = behind > i + 1 ? tail_of(l, i, to) : behind;
        bool is_forced = w_pieces_forced(l->pieces, i, behind);
        bool fits = behind <= i + 2 || w_place_fits(l, i, tail, tail == to ? reserve : 0);
        if (fits && !is_forced)
            w_place_flat(l, i, behind);
        else if (at(l, i)->kind == W_TK_LBRACE)
            w_layout_braces(l, i, w_lines_last(&l->lines)->indent);
        else
            lay_brackets(l, i);
    }
}

void w_layout_sequence(WLayout *l, uint32_t from, uint32_t to, uint32_t indent, uint32_t reserve) {
    if (from >= to) return;
    uint8_t level;
    if (fits_flat(l, from, to, reserve))
        w_place_flat(l, from, to);
    else if (find_level(l, from, to, &level))
        split(l, from, to, level, indent, reserve);
    else
        lay_unbroken(l, from, to, reserve);
}
