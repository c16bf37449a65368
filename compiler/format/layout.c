// Layout: items in their lists, their blocks, and the empty lines between them.
//
// Premise: see layout.h.
// Promise: see layout.h; at most one empty line is kept between two items, none at the ends of a
// list; declarations and stages of several lines are set off by one.
#include "compiler/format/layout.h"

#include "compiler/format/format.h"

static const WPiece *at(const WLayout *l, uint32_t i) {
    return &l->pieces->items[i];
}

// ---- blocks

void w_layout_braces(WLayout *l, uint32_t open, uint32_t indent) {
    uint32_t close = at(l, open)->match;
    w_place_flat(l, open, open + 1);
    w_layout_items(l, open + 1, close, indent + 2);
    w_lines_begin(&l->lines, indent);
    w_place_flat(l, close, close + 1);
}

// Braces that may be on one line although their item is not: arguments, and empty ones.
static bool is_small(const WLayout *l, uint32_t open) {
    uint8_t first = at(l, open + 1)->item;
    return first == W_ITEM_PAIR || first == W_ITEM_NONE;
}

static void lay_block(WLayout *l, uint32_t open, uint32_t indent) {
    uint32_t behind = at(l, open)->match + 1;
    bool is_flat = is_small(l, open) && !w_pieces_forced(l->pieces, open, behind) &&
                   (behind == open + 2 || w_place_fits(l, open, behind, 0));
    if (at(l, open)->comment_count) w_place_begin(l, open, indent, indent);
    if (is_flat)
        w_place_flat(l, open, behind);
    else
        w_layout_braces(l, open, indent);
}

// The `else { … }` of a `send`: behind it where it fits, below it where that is short.
static void lay_send_else(WLayout *l, uint32_t from, uint32_t indent) {
    uint32_t open = from + 1, behind = at(l, open)->match + 1;
    bool is_spread = w_pieces_forced(l->pieces, from, behind);
    uint32_t below = indent + 2;
    bool fits_below = below + w_pieces_width(l->pieces, from, behind) <= W_FORMAT_COLUMNS;
    bool is_apart = at(l, from)->comment_count > 0 || !w_place_fits(l, from, open + 1, 0);
    if (!is_apart && !is_spread && w_place_fits(l, from, behind, 0)) {
        w_place_flat(l, from, behind);
        return;
    }
    if (!is_spread && fits_below) {
        w_place_begin(l, from, below, below);
        w_place_flat(l, from, behind);
        return;
    }
    if (is_apart) w_place_begin(l, from, below, below);
    w_place_flat(l, from, open);
    lay_block(l, open, is_apart ? below : indent);
}

// ---- items

// Where the words from `from` on end: at a `{`, at the `else` of a `send`, or with the item.
static uint32_t end_of_words(const WLayout *l, uint32_t item, uint32_t from, uint32_t to) {
    bool is_send = at(l, item)->kind == W_TK_SEND;
    uint32_t i = from;
    while (i < to && at(l, i)->kind != W_TK_LBRACE) {
        if (is_send && i > from && at(l, i)->kind == W_TK_ELSE) break;
        i = w_pieces_after(l->pieces, i);
    }
    return i < to ? i : to;
}

// Words [from, end) of an item: at its beginning or behind one of its blocks.
static void lay_words(WLayout *l, uint32_t item, uint32_t from, uint32_t end, uint32_t to,
                      uint32_t indent) {
    if (from >= end) return;
    bool has_brace = end < to && at(l, end)->kind == W_TK_LBRACE;
    uint32_t further = indent + (has_brace && !is_small(l, end) ? 4 : 2);
    uint32_t reserve = has_brace ? 2 : 0;
    bool is_else = at(l, from)->kind == W_TK_ELSE;
    bool is_apart =
        at(l, from)->comment_count || (!is_else && !w_place_fits(l, from, end, reserve));
    if (from > item && is_apart) {
        uint32_t column = is_else ? indent : further;
        w_place_begin(l, from, column, column);
    }
    w_layout_sequence(l, from, end, further, reserve);
}

static void lay_spread(WLayout *l, uint32_t item, uint32_t to, uint32_t indent) {
    l->row_is_flat = false;
    for (uint32_t from = item; from < to;) {
        bool is_send_else = at(l, item)->kind == W_TK_SEND && at(l, from)->kind == W_TK_ELSE;
        if (is_send_else) {
            lay_send_else(l, from, indent);
            return;
        }
        uint32_t end = end_of_words(l, item, from, to);
        lay_words(l, item, from, end, to, indent);
        from = end;
        if (from == to || at(l, from)->kind != W_TK_LBRACE) continue;
        lay_block(l, from, indent);
        from = at(l, from)->match + 1;
    }
}

static void lay_item(WLayout *l, uint32_t item, uint32_t to, uint32_t indent) {
    l->row = item;
    l->row_is_flat = true;
    bool is_forced = w_pieces_forced(l->pieces, item, to);
    if (!is_forced && w_place_fits(l, item, to, w_place_pad(l, item)))
        w_place_flat(l, item, to);
    else
        lay_spread(l, item, to, indent);
    l->row = W_PIECE_NONE;
}

// ---- lists

// A list under way.
typedef struct List {
    uint32_t indent;
    uint32_t last_line; // of the script as it was: where what came before ended
    uint32_t id;        // of the list
    bool is_begun;      // something has come before
    bool has_item;      // an item has
    bool is_set_off;    // and wants an empty line behind it
    bool has_blank;     // in the gap under way
    size_t gap;         // the first line behind it
} List;

static void blank_before(WLayout *l, List *list, uint32_t line) {
    bool is_blank = list->is_begun && line > list->last_line + 1;
    w_lines_last(&l->lines)->is_blank_before = is_blank;
    list->has_blank = list->has_blank || is_blank;
}

// The comments in front of an item or of the end of the list.
static void lay_comments(WLayout *l, List *list, uint32_t i) {
    list->gap = l->lines.count;
    list->has_blank = false;
    for (uint32_t c = 0; c < at(l, i)->comment_count; c++) {
        uint32_t index = at(l, i)->comment + c;
        uint32_t line = l->pieces->tokens->comments[index].line;
        if (w_place_comment(l, index, list->indent)) {
            blank_before(l, list, line);
            list->is_begun = true;
        }
        list->last_line = line;
    }
}

static void begin_row(WLayout *l, List *list, uint32_t item) {
    const WPiece *piece = at(l, item);
    if (piece->bound && piece->comment_count == 0) return;
    w_lines_begin(&l->lines, list->indent);
    WLine *line = w_lines_last(&l->lines);
    line->is_item = true;
    line->table = (WTable){list->id, piece->item};
    line->gap = piece->item == W_ITEM_PROFILE_FIELD ? 2 : 1;
    blank_before(l, list, l->pieces->tokens->items[piece->token].line);
}

static void set_off(WLayout *l, List *list, uint32_t item, uint32_t to, size_t lines) {
    uint8_t kind = at(l, item)->item;
    bool can_be = kind == W_ITEM_DECL || kind == W_ITEM_STAGE;
    bool is_set_off = can_be && at(l, to - 1)->kind == W_TK_RBRACE && l->lines.count > lines + 1;
    if (list->has_item && !list->has_blank && (is_set_off || list->is_set_off)) {
        l->lines.items[list->gap].is_blank_before = true;
    }
    list->is_set_off = is_set_off;
}

void w_layout_items(WLayout *l, uint32_t from, uint32_t to, uint32_t indent) {
    List list = {.indent = indent, .id = from};
    const WTokens *tokens = l->pieces->tokens;
    for (uint32_t item = from; item < to; item = at(l, item)->next) {
        lay_comments(l, &list, item);
        size_t lines = l->lines.count;
        begin_row(l, &list, item);
        uint32_t behind = at(l, item)->next;
        lay_item(l, item, behind, indent);
        set_off(l, &list, item, behind, lines);
        list.is_begun = list.has_item = true;
        uint32_t end = tokens->items[at(l, behind)->token - 1].end;
        list.last_line = w_source_line(tokens->source, end);
    }
    lay_comments(l, &list, to);
}
