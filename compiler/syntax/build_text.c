// Building the tree: texts, their escapes and margins, and what is interpolated into them.
//
// Premise: see build.h; the pieces of a text come in source order.
// Promise: {if} and {for} are paired with their {end}, each mistake of pairing shows both places.
#include <string.h>

#include "compiler/syntax/build.h"
#include "compiler/syntax/literal.h"
#include "runtime/base/limits.h"

static const char block_mark[] = "\"\"\"";

// ---- plain pieces

static size_t mark_size(WStr text) {
    if (text.size >= 3 && memcmp(text.bytes, block_mark, 3) == 0) return 3;
    return text.size && (unsigned char)text.bytes[0] >= 0x80 ? 3 : 1;
}

static bool is_block(WStr text) {
    return text.size >= 3 && memcmp(text.bytes, block_mark, 3) == 0;
}

// A piece of a file: every byte stands for itself.
static bool is_file(Tok token) {
    return (token->flags & W_TOKEN_FILE) != 0;
}

// What stands between the marks of a token. `opening` is the text of the token that opened it.
static WStr inner(WStr opening, Tok token, WStr text) {
    bool opens = token->kind == W_TK_TEXT || token->kind == W_TK_TEXT_OPEN;
    bool closes = token->kind == W_TK_TEXT || token->kind == W_TK_TEXT_CLOSE;
    size_t front = opens ? mark_size(opening) : 1;
    size_t back = closes ? mark_size(opening) : 1;
    if (is_file(token)) {
        front = opens ? 0 : 2;
        back = closes ? 0 : 2;
    }
    if (closes && token->flags & W_TOKEN_UNCLOSED) back = 0;
    if (text.size < front + back) return (WStr){text.bytes, 0};
    return (WStr){text.bytes + front, text.size - front - back};
}

static WStr decode(WParse *p, WStr raw) {
    WStr decoded;
    size_t bad = w_literal_unescape(p->arena, raw, &decoded);
    if (bad == raw.size) return decoded;
    const WSource *source = p->tokens->source;
    uint32_t at = (uint32_t)(raw.bytes + bad - source->bytes.bytes);
    WSpan span = {source->index, at, at + 2};
    if (span.end > source->bytes.size) span.end = (uint32_t)source->bytes.size;
    WFinding *f = w_build_finding(p, W_E_BAD_ESCAPE, span, "this escape does not exist");
    w_finding_fix(f, "a backslash is written \\\\; there are \\\" \\\\ \\n \\{ and \\u{…}");
    return decoded;
}

// ---- margins

// A block text under way: its margin, and whether a piece begins a line.
typedef struct Margin {
    size_t columns;
    bool known;
} Margin;

static size_t blanks(WStr text, size_t at) {
    size_t count = 0;
    while (at + count < text.size &&
           (text.bytes[at + count] == ' ' || text.bytes[at + count] == '\t')) {
        count++;
    }
    return count;
}

static bool is_line_end(WStr text, size_t at) {
    return text.bytes[at] == '\n' ||
           (text.bytes[at] == '\r' && at + 1 < text.size && text.bytes[at + 1] == '\n');
}

// Lines that hold something decide, and the one of the closing mark. A line of blanks that ends
// the piece goes on with a hole or with that mark.
static void measure(Margin *margin, WStr raw) {
    for (size_t at = 0; at < raw.size; at++) {
        if (raw.bytes[at] != '\n') continue;
        size_t width = blanks(raw, at + 1);
        size_t next = at + 1 + width;
        if (next < raw.size && is_line_end(raw, next)) continue;
        if (!margin->known || width < margin->columns) margin->columns = width;
        margin->known = true;
    }
}

// The piece without margins, carriage returns, and the line breaks beside the marks.
static WStr strip(WParse *p, const Margin *margin, WStr raw, bool first, bool last) {
    char *out = w_arena_take(p->arena, raw.size + 1);
    size_t size = 0, at = 0;
    if (first) {
        size_t width = blanks(raw, 0);
        if (width < raw.size && is_line_end(raw, width)) {
            at = width + (raw.bytes[width] == '\r' ? 2 : 1);
            size_t here = blanks(raw, at);
            at += here < margin->columns ? here : margin->columns;
        }
    }
    for (; at < raw.size; at++) {
        if (raw.bytes[at] == '\r' && is_line_end(raw, at)) continue;
        out[size++] = raw.bytes[at];
        if (raw.bytes[at] != '\n') continue;
        size_t here = blanks(raw, at + 1);
        at += here < margin->columns ? here : margin->columns;
    }
    size_t end = size;
    while (last && end > 0 && (out[end - 1] == ' ' || out[end - 1] == '\t'))
        end--;
    if (last && end > 0 && out[end - 1] == '\n') size = end - 1;
    return (WStr){out, size};
}

// Behind the opening mark the line ends, else it is not clear where the margin is.
static void check_first_line(WParse *p, WStr raw) {
    size_t width = blanks(raw, 0);
    if (!memchr(raw.bytes, '\n', raw.size) || is_line_end(raw, width)) return;
    const WSource *source = p->tokens->source;
    uint32_t at = (uint32_t)(raw.bytes - source->bytes.bytes);
    WFinding *f = w_build_finding(p, W_E_MARGIN, (WSpan){source->index, at - 3, at},
                                  "the text begins on the line of its opening mark");
    w_finding_fix(f, "begin it on the next line");
}

static WStr unescaped_block(WParse *p, const Margin *margin, WStr raw, bool first, bool last) {
    // Escapes are checked where they stand, then decoded in what is left without margins.
    WStr checked = decode(p, raw);
    if (checked.bytes == raw.bytes) return strip(p, margin, raw, first, last);
    WStr stripped = strip(p, margin, raw, first, last), decoded;
    w_literal_unescape(p->arena, stripped, &decoded);
    return decoded;
}

WStr w_build_text_token(WParse *p, Tok token) {
    WStr text = w_build_token_text(p, token);
    WStr raw = inner(text, token, text);
    if (is_file(token)) return raw;
    if (!is_block(text)) return decode(p, raw);
    Margin margin = {0};
    measure(&margin, raw);
    check_first_line(p, raw);
    return unescaped_block(p, &margin, raw, true, true);
}

// ---- pieces and holes

static Piece *new_piece(WParse *p, PieceKind kind, WSpan span) {
    Piece *piece = w_build_node(p, sizeof *piece);
    piece->kind = kind;
    piece->span = span;
    return piece;
}

static Piece *text_piece(WParse *p, WStr opening, Tok token) {
    Piece *piece = new_piece(p, PIECE_TEXT, w_build_token_span(p, token));
    piece->token = token;
    piece->raw = inner(opening, token, w_build_token_text(p, token));
    return piece;
}

static WStr opening_of(WParse *p, WList list, Tok token) {
    const Piece *first = list.first;
    return w_build_token_text(p, first ? first->token : token);
}

WList w_build_pieces(WParse *p, WList list, Tok text, Piece *hole) {
    w_list_add(&list, text_piece(p, opening_of(p, list, text), text));
    w_list_add(&list, hole);
    return list;
}

static WTextPart *new_part(WParse *p, WTextPartKind kind, WSpan span) {
    WTextPart *part = w_build_node(p, sizeof *part);
    part->kind = kind;
    part->span = span;
    return part;
}

Piece *w_build_hole(WParse *p, PieceKind kind, Tok keyword, WExpr *expr) {
    WSpan span = expr ? expr->span : (WSpan){0};
    if (keyword) span = w_build_span(p, keyword);
    Piece *piece = new_piece(p, kind, span);
    piece->token = keyword;
    if (!expr) return piece;
    piece->part = new_part(p, kind == PIECE_EXPR ? W_TEXT_PART_EXPR : W_TEXT_PART_IF, piece->span);
    piece->part->expr = expr;
    return piece;
}

Piece *w_build_hole_for(WParse *p, WArg *each) {
    Piece *piece = new_piece(p, PIECE_FOR, each->span);
    piece->part = new_part(p, W_TEXT_PART_FOR, each->span);
    piece->part->binding = each->binding;
    piece->part->expr = each->list;
    piece->part->where = each->where;
    return piece;
}

// ---- pairing

// An {if} or {for} that is open, and where its parts go.
typedef struct Open {
    WTextPart *part;  // the {if} or {for} itself, for its place
    WTextPart *inner; // the last {else if} of it
    WList parts;      // of the branch under way
    size_t chained;   // how many {else if}; they nest in the tree
    bool has_else;
} Open;

typedef struct Pairing {
    WParse *p;
    Open open[W_LIMIT_NESTING];
    size_t depth;
    WList top;
} Pairing;

static void add_part(Pairing *pairing, WTextPart *part) {
    WList *list = pairing->depth ? &pairing->open[pairing->depth - 1].parts : &pairing->top;
    w_list_add(list, part);
}

static void end_branch(Open *open) {
    if (open->has_else)
        open->inner->else_parts = open->parts.first;
    else
        open->inner->then_parts = open->parts.first;
    open->parts = (WList){0};
}

static void open_part(Pairing *pairing, WTextPart *part) {
    if (pairing->depth == W_LIMIT_NESTING) {
        w_build_finding(pairing->p, W_E_TOO_DEEP, part->span,
                        "{if} and {for} are nested too deep");
        return;
    }
    add_part(pairing, part);
    pairing->open[pairing->depth++] = (Open){part, part, {0}, 0, false};
}

static void close_part(Pairing *pairing, const Piece *piece) {
    if (pairing->depth == 0) {
        WFinding *f = w_build_finding(pairing->p, W_E_HOLE_PAIR, piece->span,
                                      "this {end} has no {if} or {for} before it");
        w_finding_fix(f, "leave it out, or put {if …} or {for …} where it begins");
        return;
    }
    end_branch(&pairing->open[--pairing->depth]);
}

static void next_branch(Pairing *pairing, const Piece *piece) {
    Open *open = pairing->depth ? &pairing->open[pairing->depth - 1] : NULL;
    if (!open || open->part->kind != W_TEXT_PART_IF || open->has_else) {
        WFinding *f = w_build_finding(pairing->p, W_E_HOLE_PAIR, piece->span,
                                      "this {else} belongs to no {if}");
        if (open) w_finding_other(f, open->part->span, "what is open here");
        w_finding_fix(f, "leave it out, or put {if …} before it");
        return;
    }
    if (++open->chained > W_LIMIT_NESTING) {
        w_build_finding(pairing->p, W_E_TOO_DEEP, piece->span, "too many {else if} in a row");
        return;
    }
    end_branch(open);
    if (piece->kind == PIECE_ELSE) {
        open->has_else = true;
        return;
    }
    open->inner->else_parts = piece->part;
    open->inner = piece->part;
}

static void pair(Pairing *pairing, const Piece *piece) {
    switch (piece->kind) {
    case PIECE_TEXT: break;
    case PIECE_EXPR: add_part(pairing, piece->part); break;
    case PIECE_FOR:
    case PIECE_IF: open_part(pairing, piece->part); break;
    case PIECE_ELSE:
    case PIECE_ELSE_IF: next_branch(pairing, piece); break;
    case PIECE_END: close_part(pairing, piece); break;
    }
}

static void close_all(Pairing *pairing) {
    while (pairing->depth) {
        Open *open = &pairing->open[pairing->depth - 1];
        WFinding *f = w_build_finding(pairing->p, W_E_HOLE_PAIR, open->part->span,
                                      "this has no {end} in the same text");
        w_finding_fix(f, "put {end} where it ends");
        end_branch(open);
        pairing->depth--;
    }
}

// ---- whole texts

static void add_text(Pairing *pairing, const Piece *piece, const Margin *margin, bool block,
                     bool first) {
    bool last = piece->next == NULL;
    WStr text = piece->raw;
    if (block)
        text = unescaped_block(pairing->p, margin, piece->raw, first, last);
    else if (!is_file(piece->token))
        text = decode(pairing->p, piece->raw);
    if (text.size == 0) return;
    WTextPart *part = new_part(pairing->p, W_TEXT_PART_TEXT, piece->span);
    part->text = text;
    add_part(pairing, part);
}

static void deepen(WExpr *expr, const Piece *piece) {
    if (!piece->part) return;
    w_build_deepen(expr, piece->part->expr);
    w_build_deepen(expr, piece->part->where);
}

WExpr *w_build_text(WParse *p, WList pieces, Tok close) {
    const Piece *first = pieces.first;
    WStr opening = w_build_token_text(p, first->token);
    w_list_add(&pieces, text_piece(p, opening, close));
    WSpan span = w_build_join(w_build_token_span(p, first->token), w_build_token_span(p, close));
    WExpr *expr = w_build_expr(p, W_EXPR_TEXT_PARTS, span);
    Margin margin = {0};
    bool block = is_block(opening) && !is_file(first->token);
    if (block) check_first_line(p, first->raw);
    for (const Piece *piece = first; block && piece; piece = piece->next) {
        if (piece->kind == PIECE_TEXT) measure(&margin, piece->raw);
    }
    Pairing pairing;
    pairing.p = p;
    pairing.depth = 0;
    pairing.top = (WList){0};
    for (const Piece *piece = first; piece; piece = piece->next) {
        if (piece->kind == PIECE_TEXT) add_text(&pairing, piece, &margin, block, piece == first);
        pair(&pairing, piece);
        deepen(expr, piece);
    }
    close_all(&pairing);
    expr->parts = pairing.top.first;
    return w_build_checked(p, expr);
}

WExpr *w_build_outside_content(WParse *p, WExpr *text) {
    if (text->kind != W_EXPR_TEXT_PARTS) return text;
    for (const WTextPart *part = text->parts; part; part = part->next) {
        if (part->kind != W_TEXT_PART_IF && part->kind != W_TEXT_PART_FOR) continue;
        WFinding *f = w_build_finding(p, W_E_HOLE_PLACE, part->span,
                                      "{if} and {for} stand in the contents of messages only");
        w_finding_fix(f, "decide with the statement `if`, or join a list: {join(items, \", \")}");
        return w_build_error(p, text->span);
    }
    return text;
}
