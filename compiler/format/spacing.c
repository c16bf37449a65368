// Spacing: what stands between two pieces on one line.
//
// Premise: pieces as the parser took them.
// Promise: with what is put between them, two pieces are never read as one token.
#include "compiler/format/spacing.h"

bool w_format_is_operand(uint16_t kind) {
    switch (kind) {
    case W_TK_ID:
    case W_TK_INT:
    case W_TK_NUMBER:
    case W_TK_PERCENT:
    case W_TK_DURATION:
    case W_TK_CLOCK:
    case W_TK_DATE:
    case W_TK_UNIT:
    case W_TK_TEXT:
    case W_TK_TRUE:
    case W_TK_FALSE:
    case W_TK_PROFILE:
    case W_TK_EVENT:
    case W_TK_RPAREN:
    case W_TK_RBRACKET: return true;
    default: return false;
    }
}

static bool clings_to_next(const WPiece *pieces, uint32_t at) {
    switch (pieces[at].kind) {
    case W_TK_LPAREN:
    case W_TK_LBRACKET:
    case W_TK_DOT:
    case W_TK_TEXT_OPEN:
    case W_TK_TEXT_MID: return true;
    case W_TK_MINUS: return at == 0 || !w_format_is_operand(pieces[at - 1].kind);
    default: return false;
    }
}

static bool clings_to_previous(const WPiece *piece, uint16_t before) {
    switch (piece->kind) {
    case W_TK_RPAREN:
    case W_TK_RBRACKET:
    case W_TK_COMMA:
    case W_TK_DOT:
    case W_TK_QUESTION:
    case W_TK_COLON:
    case W_TK_TEXT_MID:
    case W_TK_TEXT_CLOSE: return true;
    case W_TK_LPAREN: return before == W_TK_ID; // only a call has a name in front of it
    default: return false;
    }
}

uint8_t w_format_space(const WPiece *pieces, uint32_t at) {
    if (clings_to_next(pieces, at - 1)) return 0;
    return clings_to_previous(&pieces[at], pieces[at - 1].kind) ? 0 : 1;
}
