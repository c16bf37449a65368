// Pieces: from tokens, marks and comments to what is laid out.
//
// Premise: the file parsed without a finding, so brackets are paired and items are whole.
// Promise: see the header.
#include "compiler/format/pieces.h"

#include <string.h>

#include "compiler/format/spacing.h"
#include "runtime/base/alloc.h"
#include "runtime/base/assert.h"
#include "runtime/base/utf8.h"

// A bracket, brace or text that is open, or the file itself.
typedef struct Frame {
    uint32_t open;     // the piece
    uint32_t item;     // under way; W_PIECE_NONE before the first one
    uint32_t count;    // items so far
    uint32_t betweens; // that have not met their `and`
    bool is_list;      // a file or a brace: holds items, if anything
    bool is_loose;     // an item must not share its line with others
    bool has_tail;     // what stands behind the type, or behind `=`, has begun
} Frame;

typedef struct Builder {
    WArena *arena;
    const WTokens *tokens;
    const uint8_t *marks;
    WPieces pieces;
    uint32_t comment; // not yet in front of a piece
    Frame *frames;
    size_t frame_room;
    size_t depth;
} Builder;

static Frame *top(const Builder *b) {
    return &b->frames[b->depth - 1];
}

static void push(Builder *b, uint32_t open, bool is_list) {
    b->frames = w_grow(b->frames, &b->frame_room, b->depth + 1, sizeof *b->frames);
    b->frames[b->depth++] = (Frame){.open = open, .item = W_PIECE_NONE, .is_list = is_list};
}

static uint32_t columns(WStr text) {
    const char *end = memchr(text.bytes, '\n', text.size);
    if (end) text.size = (size_t)(end - text.bytes);
    for (size_t i = 0; i < text.size; i++) {
        if ((unsigned char)text.bytes[i] >= 0x80) return (uint32_t)w_utf8_columns(text);
    }
    return (uint32_t)text.size;
}

// ---- comments

static void take_comments(Builder *b, WPiece *piece, uint32_t token) {
    piece->comment = b->comment;
    while (b->comment < b->tokens->comment_count &&
           b->tokens->comments[b->comment].before <= token) {
        b->comment++;
    }
    piece->comment_count = b->comment - piece->comment;
}

// Those within a text stay with its bytes.
static void skip_comments(Builder *b, uint32_t token) {
    WPiece nobody;
    take_comments(b, &nobody, token);
}

// ---- items and cells

// How many words of a clause stand in front of its second column.
static uint8_t head_words(uint16_t kind) {
    switch (kind) {
    case W_TK_LANGUAGE:
    case W_TK_TIMEZONE:
    case W_TK_LOCALE:
    case W_TK_EXCLUDE:
    case W_TK_DEDUPE:
    case W_TK_HOLDOUT:
    case W_TK_LINT:
    case W_TK_TO:
    case W_TK_CONSENT:
    case W_TK_QUIET:
    case W_TK_RATE:
    case W_TK_ACCEPTS:
    case W_TK_CLASS:
    case W_TK_TAGS:
    case W_TK_OWNER:
    case W_TK_PRIORITY:
    case W_TK_EXPIRES:
    case W_TK_VAR:
    case W_TK_GOAL:
    case W_TK_REENTER:
    case W_TK_MIGRATE: return 1;
    case W_TK_PART:
    case W_TK_APPROVED:
    case W_TK_ENTER:
    case W_TK_ONLY:
    case W_TK_EXIT:
    case W_TK_ONE: return 2;
    default: return 0;
    }
}

static bool is_compact(uint8_t item) {
    return item == W_ITEM_FIELD || item == W_ITEM_PROFILE_FIELD || item == W_ITEM_PAIR ||
           item == W_ITEM_PART;
}

static bool has_comma(uint8_t item) {
    return is_compact(item) && item != W_ITEM_PART;
}

static bool ends_field(uint16_t kind) {
    return kind == W_TK_PERSONAL || kind == W_TK_EQ || kind == W_TK_FROM || kind == W_TK_RENAMED;
}

// The cell that begins with the piece `place` pieces behind the start of its item.
static uint8_t cell_of(const WPiece *item, uint32_t place, uint16_t kind, Frame *frame) {
    switch (item->item) {
    case W_ITEM_PAIR: return place == 2;
    case W_ITEM_PROFILE_FIELD:
    case W_ITEM_FIELD:
    case W_ITEM_PARAM:
        if (place == (item->item == W_ITEM_PARAM ? 3 : 2)) return 1;
        if (place < 3 || frame->has_tail || !ends_field(kind)) return 0;
        frame->has_tail = true;
        return 2;
    case W_ITEM_POLICY: return place == 1;
    case W_ITEM_CLAUSE: return item->kind == W_TK_LINT && place == 2;
    case W_ITEM_ARM: return kind == W_TK_LBRACE;
    case W_ITEM_SHARE:
    case W_ITEM_CONTENT: return kind == W_TK_LBRACE ? 2 : place == 1;
    default: return 0;
    }
}

// The second and later parts of a content are cells of the content's line.
static void set_part_cell(Builder *b, WPiece *piece, uint32_t ordinal) {
    if (ordinal < 2 || ordinal + 1 > W_FORMAT_CELLS || b->depth < 2) return;
    piece->cell = (uint8_t)(ordinal + 1);
    piece->row = b->frames[b->depth - 2].item;
}

static WPiece *add(Builder *b, uint16_t kind, WStr text);

// `reenter after 7d` says from where.
static void complete_reentry(Builder *b, const WPiece *item) {
    const WPieces *p = &b->pieces;
    if (item->kind != W_TK_REENTER || item[1].kind != W_TK_AFTER) return;
    if (p->items[p->count - 2].kind == W_TK_FROM) return;
    add(b, W_TK_FROM, W_STR("from"));
    add(b, W_TK_EXIT, W_STR("exit"));
}

static void end_item(Builder *b) {
    Frame *frame = top(b);
    if (frame->item == W_PIECE_NONE) return;
    WPiece *item = &b->pieces.items[frame->item];
    if (item->item == W_ITEM_CLAUSE) complete_reentry(b, item);
    item->next = b->pieces.count;
}

static void begin_item(Builder *b, WPiece *piece, uint8_t kind) {
    Frame *frame = top(b);
    frame->item = b->pieces.count - 1;
    frame->count++;
    frame->has_tail = false;
    if (!is_compact(kind)) frame->is_loose = true;
    piece->item = kind;
    if (kind == W_ITEM_CLAUSE) piece->head = head_words(piece->kind);
    if (kind == W_ITEM_PART) set_part_cell(b, piece, frame->count);
    if (frame->count == 1 || !has_comma(kind)) return;
    piece->comma = true;
    piece->lead = 2;
}

// ---- places to break

static bool begins_value(const Builder *b, Frame *frame) {
    const WPieces *p = &b->pieces;
    if (p->count < 2 || p->items[p->count - 2].kind != W_TK_EQ || frame->has_tail) return false;
    if (frame->item == W_PIECE_NONE) return false;
    uint16_t kind = p->items[frame->item].kind;
    if (kind != W_TK_LET && kind != W_TK_SET && kind != W_TK_VAR && kind != W_TK_CONST) {
        return false;
    }
    frame->has_tail = true;
    return true;
}

// `to` and `up to` of what is sent.
static uint8_t level_of_to(const Builder *b, const Frame *frame, uint16_t before) {
    if (!frame->is_list || frame->item == W_PIECE_NONE || before == W_TK_UP) return W_BREAK_NONE;
    uint16_t kind = b->pieces.items[frame->item].kind;
    return kind == W_TK_SEND || kind == W_TK_ASK ? W_BREAK_CLAUSE : W_BREAK_NONE;
}

static uint8_t level_of_when(const WPiece *piece, uint16_t before) {
    bool begins = piece->item || before == W_TK_ENTER || before == W_TK_EXIT;
    return begins ? W_BREAK_NONE : W_BREAK_WHERE;
}

static uint8_t level_of_and(Frame *frame) {
    if (frame->betweens == 0) return W_BREAK_AND;
    frame->betweens--;
    return W_BREAK_NONE;
}

static uint8_t level_of(Builder *b, const WPiece *piece, uint16_t before, uint16_t behind) {
    Frame *frame = top(b);
    switch (piece->kind) {
    case W_TK_BECAUSE:
    case W_TK_UNLESS:
    case W_TK_OVER:
    case W_TK_BY:
    case W_TK_SINCE:
    case W_TK_RENAMED:
    case W_TK_WITHIN: return W_BREAK_CLAUSE;
    case W_TK_FOR: return frame->is_list ? W_BREAK_NONE : W_BREAK_CLAUSE;
    case W_TK_TO:
    case W_TK_UP: return level_of_to(b, frame, before);
    case W_TK_WHERE: return W_BREAK_WHERE;
    case W_TK_WHEN: return level_of_when(piece, before);
    case W_TK_OR: return behind == W_TK_OTHER ? W_BREAK_NONE : W_BREAK_OR;
    case W_TK_AND: return level_of_and(frame);
    case W_TK_OTHERWISE: return behind == W_TK_DEFER ? W_BREAK_CLAUSE : W_BREAK_OTHERWISE;
    case W_TK_PLUS: return W_BREAK_SUM;
    case W_TK_MINUS: return w_format_is_operand(before) ? W_BREAK_SUM : W_BREAK_NONE;
    case W_TK_BETWEEN: frame->betweens++; return W_BREAK_NONE;
    default: break;
    }
    if (before == W_TK_COMMA) return W_BREAK_LIST;
    return begins_value(b, frame) ? W_BREAK_VALUE : W_BREAK_NONE;
}

// ---- pieces

static WPiece *add(Builder *b, uint16_t kind, WStr text) {
    WPieces *p = &b->pieces;
    WPiece *piece = &p->items[p->count];
    *piece = (WPiece){.text = text,
                      .kind = kind,
                      .token = W_PIECE_NONE,
                      .width = columns(text),
                      .comment = b->comment,
                      .match = W_PIECE_NONE,
                      .row = W_PIECE_NONE};
    if (p->count) piece->lead = w_format_space(p->items, p->count);
    p->count++;
    return piece;
}

static uint16_t kind_at(const Builder *b, uint32_t token) {
    return token < b->tokens->count ? w_format_kind(&b->tokens->items[token]) : W_TOKEN_END;
}

static WPiece *add_token(Builder *b, uint32_t token, WStr text) {
    const WToken *at = &b->tokens->items[token];
    if (b->marks[token]) end_item(b);
    WPiece *piece = add(b, w_format_kind(at), text);
    piece->token = token;
    piece->bound = (at->flags & W_TOKEN_BOUND) != 0;
    // A comment in front of a comma stands behind it, unless the next piece must not begin a line.
    bool is_comma = piece->kind == W_TK_COMMA;
    if (!is_comma || at[1].flags & W_TOKEN_BOUND) take_comments(b, piece, token);
    if (b->marks[token]) begin_item(b, piece, b->marks[token]);
    uint16_t before = b->pieces.count > 1 ? piece[-1].kind : W_TOKEN_END;
    piece->level = level_of(b, piece, before, kind_at(b, token + 1));
    Frame *frame = top(b);
    if (piece->item || !frame->is_list || frame->item == W_PIECE_NONE) return piece;
    uint32_t place = b->pieces.count - 1 - frame->item;
    piece->cell = cell_of(&b->pieces.items[frame->item], place, piece->kind, frame);
    if (piece->cell) piece->row = frame->item;
    return piece;
}

static bool closes(uint16_t kind) {
    return kind == W_TK_RBRACE || kind == W_TK_RPAREN || kind == W_TK_RBRACKET;
}

// A comma that parts nothing, or items that are parted without it.
static bool is_surplus(const Builder *b, uint32_t token) {
    return kind_at(b, token) == W_TK_COMMA &&
           (closes(kind_at(b, token + 1)) || b->marks[token + 1]);
}

static void open_frame(Builder *b, uint16_t kind) {
    push(b, b->pieces.count - 1, kind == W_TK_LBRACE);
}

static void close_frame(Builder *b, uint32_t token) {
    end_item(b);
    const Frame *frame = top(b);
    b->depth--;
    WPiece *close = add_token(b, token, w_token_text(b->tokens, &b->tokens->items[token]));
    close->cell = 0;
    WPiece *open = &b->pieces.items[frame->open];
    open->match = b->pieces.count - 1;
    if (!frame->is_list) return;
    bool is_spread = b->tokens->items[open->token].line != b->tokens->items[token].line;
    open->must_expand = (frame->count && is_spread) || (frame->count > 1 && frame->is_loose) ||
                        close->comment_count;
}

// ---- texts

static uint32_t end_of_text(const Builder *b, uint32_t token) {
    uint32_t depth = 0;
    for (uint32_t i = token;; i++) {
        uint16_t kind = b->tokens->items[i].kind;
        W_ASSERT(kind != W_TOKEN_END);
        if (kind == W_TK_TEXT_OPEN) depth++;
        if (kind == W_TK_TEXT_CLOSE && --depth == 0) return i;
    }
}

// Put the pieces from `open` on together to one.
static void join_text(Builder *b, uint32_t open) {
    WPieces *p = &b->pieces;
    WBuffer text = {0};
    for (uint32_t i = open; i < p->count; i++) {
        const WPiece *piece = &p->items[i];
        if (i > open && piece->comma) w_buffer_char(&text, ',');
        if (i > open && piece->lead) w_buffer_char(&text, ' ');
        w_buffer_str(&text, piece->text);
    }
    WPiece *whole = &p->items[open];
    whole->text = (WStr){w_arena_copy(b->arena, text.bytes, text.size), text.size};
    whole->width = columns(whole->text);
    whole->kind = W_TK_TEXT;
    p->count = open + 1;
    w_buffer_free(&text);
}

static void add_tokens(Builder *b, uint32_t from, uint32_t to);

// A text with interpolations; what is laid out over several lines stays as it is.
static void add_text(Builder *b, uint32_t token, uint32_t close) {
    const WToken *items = b->tokens->items;
    WStr whole = {b->tokens->source->bytes.bytes + items[token].start,
                  items[close].end - items[token].start};
    if (memchr(whole.bytes, '\n', whole.size)) {
        add_token(b, token, whole)->kind = W_TK_TEXT;
        skip_comments(b, close);
        return;
    }
    uint32_t open = b->pieces.count;
    add_token(b, token, w_token_text(b->tokens, &items[token]));
    push(b, open, false);
    add_tokens(b, token + 1, close + 1);
    b->depth--;
    join_text(b, open);
}

static void add_tokens(Builder *b, uint32_t from, uint32_t to) {
    for (uint32_t i = from; i < to; i++) {
        uint16_t kind = kind_at(b, i);
        if (is_surplus(b, i)) continue;
        if (closes(kind)) {
            close_frame(b, i);
            continue;
        }
        if (kind == W_TK_TEXT_OPEN) {
            uint32_t close = end_of_text(b, i);
            add_text(b, i, close);
            i = close;
            continue;
        }
        add_token(b, i, w_token_text(b->tokens, &b->tokens->items[i]));
        if (kind == W_TK_LBRACE || kind == W_TK_LPAREN || kind == W_TK_LBRACKET) {
            open_frame(b, kind);
        }
    }
}

// ---- the whole

static void measure(WPieces *p) {
    uint32_t at = 0, forced = 0;
    for (uint32_t i = 0; i <= p->count; i++) {
        WPiece *piece = &p->items[i];
        if (i) at += piece->lead;
        forced += (piece->comment_count ? 1U : 0U) + (piece->must_expand ? 1U : 0U);
        piece->at = at;
        piece->forced = forced;
        at += piece->width;
    }
}

static uint32_t most_pieces(const WTokens *tokens) {
    uint32_t most = tokens->count + 1;
    for (uint32_t i = 0; i < tokens->count; i++)
        most += tokens->items[i].kind == W_TK_REENTER ? 2 : 0;
    return most;
}

WPieces w_format_pieces(WArena *arena, const WTree *tree) {
    Builder b = {.arena = arena, .tokens = tree->tokens, .marks = w_format_marks(arena, tree)};
    b.pieces.tokens = tree->tokens;
    b.pieces.items = w_arena_take(arena, most_pieces(tree->tokens) * sizeof *b.pieces.items);
    push(&b, W_PIECE_NONE, true);
    add_tokens(&b, 0, tree->tokens->count);
    end_item(&b);
    W_ASSERT(b.depth == 1);
    add_token(&b, tree->tokens->count, (WStr){"", 0});
    b.pieces.count--; // the end of the file stands behind the others
    measure(&b.pieces);
    w_free(b.frames);
    return b.pieces;
}
