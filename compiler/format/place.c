// Placing: pieces and comments on lines.
//
// Premise: see layout.h.
// Promise: behind a comment a new line begins.
#include "compiler/format/format.h"
#include "compiler/format/layout.h"
#include "runtime/base/utf8.h"

// A default or `personal` behind a type wider than this is not aligned.
#define WIDEST_TYPE 16
// Words of a clause that have a column of their own: `priority`, and `class` in a message.
#define WIDEST_HEAD 8
#define WIDEST_MESSAGE_HEAD 5

static bool is_fresh(const WLine *line) {
    return line->end == line->start;
}

static uint32_t lead_of(const WLayout *l, uint32_t piece) {
    return is_fresh(w_lines_last(&l->lines)) ? 0 : l->pieces->items[piece].lead;
}

bool w_place_fits(const WLayout *l, uint32_t from, uint32_t to, uint32_t reserve) {
    uint32_t width = w_pieces_width(l->pieces, from, to) + lead_of(l, from);
    return w_lines_last(&l->lines)->width + width + reserve <= W_FORMAT_COLUMNS;
}

// Only what does not depend on an item's blocks is aligned where these have lines of their own.
static bool is_cell(const WLayout *l, const WPiece *piece) {
    if (piece->cell == 0 || piece->row != l->row) return false;
    const WPiece *row = &l->pieces->items[l->row];
    bool is_table = row->item != W_ITEM_ARM && row->item != W_ITEM_SHARE &&
                    row->item != W_ITEM_CONTENT && piece->kind != W_TK_LBRACE;
    if (!l->row_is_flat && !is_table) return false;
    bool is_tail = piece->cell == 2 && is_table;
    return !is_tail || piece->at - row[2].at <= WIDEST_TYPE;
}

// The second column of clauses.
uint32_t w_place_pad(const WLayout *l, uint32_t item) {
    const WPiece *first = &l->pieces->items[item];
    if (first->head == 0) return 0;
    bool is_narrow = first->kind == W_TK_CLASS || first->kind == W_TK_TAGS;
    uint32_t widest = is_narrow ? WIDEST_MESSAGE_HEAD : WIDEST_HEAD;
    uint32_t taken = w_pieces_width(l->pieces, item, item + first->head);
    return taken < widest ? widest - taken : 0;
}

static bool begins_second_column(const WLayout *l, uint32_t piece) {
    if (l->row == W_PIECE_NONE) return false;
    const WPiece *row = &l->pieces->items[l->row];
    return row->head && piece == l->row + row->head;
}

static void put(WLayout *l, uint32_t i) {
    const WPiece *piece = &l->pieces->items[i];
    uint32_t lead = lead_of(l, i);
    if (lead && piece->comma) {
        w_lines_put(&l->lines, 0, W_STR(","), 1);
        lead--;
    }
    if (lead && is_cell(l, piece)) w_lines_cell(&l->lines, piece->cell);
    if (lead && begins_second_column(l, i)) lead += w_place_pad(l, l->row);
    w_lines_put(&l->lines, lead, piece->text, piece->width);
}

void w_place_flat(WLayout *l, uint32_t from, uint32_t to) {
    for (uint32_t i = from; i < to; i++)
        put(l, i);
}

// ---- comments

static WStr comment_text(const WLayout *l, const WComment *comment) {
    const char *bytes = l->pieces->tokens->source->bytes.bytes;
    uint32_t end = comment->end;
    while (end > comment->start && (bytes[end - 1] == ' ' || bytes[end - 1] == '\t'))
        end--;
    return (WStr){bytes + comment->start, end - comment->start};
}

// Its column in the script as it was, if the author chose one: with more than the two spaces that
// are always there. Otherwise 0.
static uint32_t author_column(const WLayout *l, const WComment *comment) {
    const WSource *source = l->pieces->tokens->source;
    const char *bytes = source->bytes.bytes;
    uint32_t start = source->line_starts[comment->line - 1], code = comment->start;
    while (code > start && (bytes[code - 1] == ' ' || bytes[code - 1] == '\t'))
        code--;
    if (comment->start - code <= 2) return 0;
    return (uint32_t)w_utf8_columns((WStr){bytes + start, comment->start - start});
}

bool w_place_comment(WLayout *l, uint32_t comment, uint32_t indent) {
    const WComment *at = &l->pieces->tokens->comments[comment];
    WStr text = comment_text(l, at);
    uint32_t width = (uint32_t)w_utf8_columns(text);
    bool has_line = l->lines.count > 0;
    if (at->alone || !has_line || w_lines_last(&l->lines)->comment.size ||
        w_lines_last(&l->lines)->is_comment) {
        w_lines_begin(&l->lines, indent);
        w_lines_put(&l->lines, 0, text, width);
        w_lines_last(&l->lines)->is_comment = true;
        return true;
    }
    WLine *line = w_lines_last(&l->lines);
    line->comment = text;
    line->comment_width = width;
    line->comment_author = author_column(l, at);
    return false;
}

void w_place_begin(WLayout *l, uint32_t piece, uint32_t comments, uint32_t indent) {
    const WPiece *at = &l->pieces->items[piece];
    for (uint32_t c = 0; c < at->comment_count; c++)
        w_place_comment(l, at->comment + c, comments);
    if (at->bound && at->comment_count == 0) return;
    w_lines_begin(&l->lines, indent);
}
