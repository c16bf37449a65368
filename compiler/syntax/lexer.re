// Scanner: bytes to tokens, in one pass.
//
// Premise: the source is valid UTF-8 and ends in a NUL.
// Promise: it always reaches the end; whatever is not of the language has one finding a line.
//
// A text with interpolations is several tokens: `"a {`, then those of the hole, then `} b"`. The
// stack of holes says which text a `}` goes back to.
#include <string.h>

#include "compiler/syntax/lexer.h"
#include "compiler/syntax/literal.h"
#include "runtime/base/alloc.h"
#include "runtime/base/assert.h"

/*!include:re2c "unicode_categories.re" */
/*!re2c
re2c:yyfill:enable = 0;
re2c:flags:utf-8 = 1;
re2c:define:YYCTYPE = "unsigned char";
re2c:define:YYCURSOR = at;
re2c:define:YYMARKER = marker;

digit    = [0-9];
blank    = [ \t];
name     = ("_" | L | Nl) ("_" | L | Nl | Mn | Mc | Nd | Pc)*;
int      = digit+;
number   = digit+ "." digit+;
date     = digit{4} "-" digit{2} "-" digit{2};
clock    = digit{1,2} ":" digit{2};
hidden   = [\u00A0\u2007\u202F\u200B\u2060\uFEFF];
currency = Sc;
*/

// How the scanning of a text ended.
typedef enum Ending { CLOSED, AT_HOLE, UNCLOSED } Ending;

static bool is_open_quote(const unsigned char *at, Quote *quote) {
    *quote = at[0] == '\'' ? QUOTE_SINGLE : at[0] == '"' ? QUOTE_LINE : QUOTE_CURLY;
    if (at[0] == '"' && at[1] == '"' && at[2] == '"') *quote = QUOTE_BLOCK;
    return *quote != QUOTE_LINE && *quote != QUOTE_BLOCK;
}

// Scan on in a text until its mark, a hole or, for a text of one line, the end of the line.
static Ending scan_text(Lexer *lexer, Quote quote) {
    const unsigned char *at = lexer->at, *marker = at, *from;
    Ending ending;
    for (;;) {
        from = at;
        /*!re2c
        [^"'\\{\n\x00\u201C\u201D\u201E]+ { continue; }
        "\\u{" [0-9a-fA-F]* "}" { if (quote == QUOTE_FILE) at = from + 1; continue; }
        "\\" [^\n\x00]       { if (quote == QUOTE_FILE) at = from + 1; continue; }
        "\"\"\""             { if (quote == QUOTE_BLOCK) { ending = CLOSED; break; }
                               if (quote == QUOTE_LINE) { at = from + 1; ending = CLOSED; break; }
                               continue; }
        "\""                 { if (quote == QUOTE_LINE) { ending = CLOSED; break; } continue; }
        "'"                  { if (quote == QUOTE_SINGLE) { ending = CLOSED; break; } continue; }
        [\u201C\u201D\u201E] { if (quote == QUOTE_CURLY) { ending = CLOSED; break; } continue; }
        "{{"                 { if (quote != QUOTE_FILE) at = from + 1;
                               ending = AT_HOLE; break; }
        "{"                  { if (quote == QUOTE_FILE) continue; ending = AT_HOLE; break; }
        "\n"                 { bool goes_on = quote == QUOTE_BLOCK || quote == QUOTE_FILE;
                               if (goes_on) { lexer->line++; continue; }
                               at = from; ending = UNCLOSED; break; }
        *                    { if (*from != 0) continue;
                               ending = quote == QUOTE_FILE ? CLOSED : UNCLOSED;
                               at = from; break; }
        */
    }
    lexer->at = at;
    return ending;
}

// One piece of a text, from its opening mark or the `}` of a hole.
static uint16_t text_piece(Lexer *lexer, Quote quote, bool opening) {
    Ending ending = scan_text(lexer, quote);
    if (quote == QUOTE_FILE) lexer->pending |= W_TOKEN_FILE;
    if (ending == AT_HOLE) {
        if (!opening) return w_lexer_next_hole(lexer, quote);
        return w_lexer_push_hole(lexer, quote) ? W_TK_TEXT_OPEN : W_TK_TEXT;
    }
    bool unclosed = ending == UNCLOSED;
    if (unclosed && opening && w_lexer_closes_outer(lexer, quote)) return W_TK_TEXT_CLOSE;
    if (unclosed && !opening && w_lexer_gives_back_brace(lexer, quote)) return W_TK_TEXT_CLOSE;
    if (unclosed) w_lexer_unclosed(lexer, quote, opening);
    if (!opening) lexer->hole_count--;
    return opening ? W_TK_TEXT : W_TK_TEXT_CLOSE;
}

static uint16_t text(Lexer *lexer) {
    Quote quote;
    bool foreign = is_open_quote(lexer->start, &quote);
    if (quote == QUOTE_BLOCK) lexer->at = lexer->start + 3;
    uint16_t kind = text_piece(lexer, quote, true);
    if (foreign) w_lexer_foreign_quotes(lexer, kind);
    return kind;
}

static uint16_t brace(Lexer *lexer, bool opening) {
    Hole *hole = lexer->hole_count ? &lexer->holes[lexer->hole_count - 1] : NULL;
    if (!hole) return opening ? W_TK_LBRACE : W_TK_RBRACE;
    if (!opening && hole->braces == 0) {
        if (hole->quote == QUOTE_FILE && *lexer->at != '}') return W_TK_RBRACE;
        if (hole->quote == QUOTE_FILE) lexer->at++;
        return text_piece(lexer, hole->quote, false);
    }
    hole->braces += opening ? 1U : -1U;
    return opening ? W_TK_LBRACE : W_TK_RBRACE;
}

static void spelled(Lexer *lexer, const unsigned char *at, const char *right) {
    lexer->at = at;
    w_lexer_spelling(lexer, right);
}

static uint16_t scan(Lexer *lexer) {
    const unsigned char *at = lexer->start, *marker = at;
    uint16_t kind = W_LEXER_NOTHING;
    /*!re2c
    "\x00"                    { kind = W_TOKEN_END;    at--; goto done; }
    [ \t\r\f\v]+              { goto done; }
    "\n"                      { lexer->at = at;
                                if (!w_lexer_line_break(lexer)) goto done;
                                return text_piece(lexer, QUOTE_FILE, false); }
    hidden                    { spelled(lexer, at, " "); goto done; }
    "#" [^\n\x00]*            { lexer->at = at; w_lexer_comment(lexer); goto done; }
    "//" [^\n\x00]*           { lexer->at = at; w_lexer_slashes(lexer); goto done; }

    "{"                       { lexer->at = at; return brace(lexer, true); }
    "}"                       { lexer->at = at; return brace(lexer, false); }
    "("                       { kind = W_TK_LPAREN;    goto done; }
    ")"                       { kind = W_TK_RPAREN;    goto done; }
    "["                       { kind = W_TK_LBRACKET;  goto done; }
    "]"                       { kind = W_TK_RBRACKET;  goto done; }
    ":"                       { kind = W_TK_COLON;     goto done; }
    ","                       { kind = W_TK_COMMA;     goto done; }
    "."                       { kind = W_TK_DOT;       goto done; }
    "?"                       { kind = W_TK_QUESTION;  goto done; }
    "="                       { kind = W_TK_EQ;        goto done; }
    "!="                      { kind = W_TK_NE;        goto done; }
    "<"                       { kind = W_TK_LT;        goto done; }
    "<="                      { kind = W_TK_LE;        goto done; }
    ">"                       { kind = W_TK_GT;        goto done; }
    ">="                      { kind = W_TK_GE;        goto done; }
    "+"                       { kind = W_TK_PLUS;      goto done; }
    "-"                       { kind = W_TK_MINUS;     goto done; }
    "*"                       { kind = W_TK_STAR;      goto done; }
    "/"                       { kind = W_TK_SLASH;     goto done; }

    "==" "="?                 { spelled(lexer, at, "="); kind = W_TK_EQ; goto done; }
    "!=="                     { spelled(lexer, at, "!="); kind = W_TK_NE; goto done; }
    "<>"                      { spelled(lexer, at, "!="); kind = W_TK_NE; goto done; }
    "=>"                      { spelled(lexer, at, ">="); kind = W_TK_GE; goto done; }
    "=<"                      { spelled(lexer, at, "<="); kind = W_TK_LE; goto done; }
    "->"                      { spelled(lexer, at, "go"); kind = W_TK_GO; goto done; }
    "&&"                      { spelled(lexer, at, "and"); kind = W_TK_AND; goto done; }
    "||"                      { spelled(lexer, at, "or"); kind = W_TK_OR; goto done; }
    "!"                       { spelled(lexer, at, "not "); kind = W_TK_NOT; goto done; }
    ";"                       { spelled(lexer, at, ""); goto done; }

    int                       { kind = W_TK_INT;       goto done; }
    number                    { kind = W_TK_NUMBER;    goto done; }
    (int | number) "%"        { kind = W_TK_PERCENT;   goto done; }
    (digit+ [smhdw])+         { kind = W_TK_DURATION;  goto done; }
    clock                     { kind = W_TK_CLOCK;     goto done; }
    date                      { kind = W_TK_DATE;      goto done; }
    digit{1,2} "." digit{1,2} "." digit{4}
                              { lexer->at = at; return w_lexer_dotted_date(lexer); }
    name "@" name ("." name)+ { lexer->at = at; return w_lexer_address(lexer); }
    (int | number) blank+ "%" { lexer->at = at; return w_lexer_spaced_percent(lexer); }
    clock ":" digit{2}        { lexer->at = at; return w_lexer_seconds(lexer); }
    date [Tt] clock (":" digit{2} ("." digit+)?)? [Zz]?
                              { lexer->at = at; return w_lexer_timestamp(lexer); }
    (int | number) name       { lexer->at = at; return w_lexer_number_and_word(lexer); }
    digit{1,3} ("." digit{3})+ "," digit+ | digit{1,3} ("." digit{3}){2,}
                              { lexer->at = at; return w_lexer_grouped(lexer); }
    currency blank* (int | number)
                              { lexer->at = at; return w_lexer_currency(lexer); }

    name                      { lexer->at = at; return w_lexer_word(lexer); }
    ["'\u201C\u201D\u201E]    { lexer->at = at; return text(lexer); }
    *                         { goto other; }
    */
done:
    lexer->at = at;
    return kind;
other:
    // One character that no rule knows; `*` stops in the middle of one of several bytes.
    while ((*at & 0xC0) == 0x80) at++;
    lexer->at = at;
    w_lexer_bad_character(lexer);
    return W_LEXER_NOTHING;
}

static void scan_all(Lexer *lexer) {
    uint16_t kind;
    do {
        lexer->start = lexer->at;
        lexer->start_line = lexer->line;
        kind = scan(lexer);
        if (kind == W_TOKEN_END) w_lexer_close_holes(lexer);
        if (kind == W_TOKEN_END) w_lexer_end_file(lexer);
        if (kind != W_LEXER_NOTHING) w_lexer_emit(lexer, kind);
    } while (kind != W_TOKEN_END);
    W_ASSERT((size_t)(lexer->at - lexer->begin) == lexer->source->bytes.size);
}

static Lexer begin(WArena *arena, const WSource *source, WFindings *findings) {
    Lexer lexer = {
        .arena = arena, .source = source, .findings = findings, .line = 1, .first = true};
    lexer.begin = (const unsigned char *)source->bytes.bytes;
    lexer.at = lexer.start = lexer.begin;
    lexer.start_line = 1;
    return lexer;
}

WTokens *w_tokens_read(WArena *arena, const WSource *source, WFindings *findings) {
    Lexer lexer = begin(arena, source, findings);
    scan_all(&lexer);
    return w_lexer_finish(&lexer);
}

WTokens *w_tokens_read_text(WArena *arena, const WSource *source, WFindings *findings) {
    static const uint16_t before[] = {W_TK_MESSAGE, W_TK_ID,     W_TK_LBRACE,
                                      W_TK_ID,      W_TK_LBRACE, W_TK_ID};
    Lexer lexer = begin(arena, source, findings);
    lexer.is_file = true;
    for (size_t i = 0; i < sizeof before / sizeof *before; i++)
        w_lexer_emit(&lexer, before[i]);
    w_lexer_emit(&lexer, text_piece(&lexer, QUOTE_FILE, true));
    scan_all(&lexer);
    return w_lexer_finish(&lexer);
}
