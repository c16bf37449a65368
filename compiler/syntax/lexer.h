// Inside of the scanner: what the rules of lexer.re call. Rules spell; these functions mean.
//
// Premise: lexer->start is the first byte of a token, lexer->at the first one behind it.
// Promise: a token is of the right kind also where its spelling was wrong; that is then a finding.
#ifndef W_SYNTAX_LEXER_H
#define W_SYNTAX_LEXER_H

#include "compiler/syntax/token.h"

/// No token: a space, a comment.
#define W_LEXER_NOTHING UINT16_MAX
#define W_LEXER_HOLES 32

typedef enum Quote { QUOTE_LINE, QUOTE_BLOCK, QUOTE_SINGLE, QUOTE_CURLY, QUOTE_FILE } Quote;

/// An interpolation that is open.
typedef struct Hole {
    Quote quote;
    uint32_t braces; // open in it
    uint32_t start;  // where its text begins; in a file, where it begins itself
    size_t tokens;   // before those in it
    uint32_t inside; // open ( and [ before it
} Hole;

typedef struct Lexer {
    WArena *arena;
    const WSource *source;
    WFindings *findings;
    const unsigned char *begin;
    const unsigned char *start;
    const unsigned char *at;
    uint32_t line;         // of `at`
    uint32_t start_line;   // of `start`
    uint32_t finding_line; // last line with a finding
    uint32_t inside;       // open ( and [
    bool first;            // nothing stood on this line yet
    bool is_file;          // the file is the text of a content
    uint16_t pending;      // flags for the next token
    Hole holes[W_LEXER_HOLES];
    uint32_t hole_count;
    WToken *tokens; // on the heap while they grow
    size_t token_count;
    size_t token_room;
    WComment *comments;
    size_t comment_count;
    size_t comment_room;
} Lexer;

void w_lexer_emit(Lexer *lexer, uint16_t kind);
WTokens *w_lexer_finish(Lexer *lexer);
void w_lexer_comment(Lexer *lexer);
/// False where holes are nested too deep; then the file ends here, with a finding.
bool w_lexer_push_hole(Lexer *lexer, Quote quote);
/// The text around the innermost hole goes on to its next one: its token.
uint16_t w_lexer_next_hole(Lexer *lexer, Quote quote);
/// What stands behind the text of a file.
void w_lexer_end_file(Lexer *lexer);

/// A line ends: holes of a text of one line end with it. True if so does one of a file, whose text
/// goes on.
bool w_lexer_line_break(Lexer *lexer);
/// Close what is still open at the end of the file.
void w_lexer_close_holes(Lexer *lexer);

/// A text that begins in a hole and does not end on its line: its mark is rather that of the text
/// around the hole. True if so; then the token is that mark, and the hole is closed.
bool w_lexer_closes_outer(Lexer *lexer, Quote quote);

/// A `}` behind a space at the end of the line is rather the script's than a hole's. True if so;
/// then the text and its hole end before it.
bool w_lexer_gives_back_brace(Lexer *lexer, Quote quote);

/// A name or a word of the language.
uint16_t w_lexer_word(Lexer *lexer);

// ---- wrong spellings, each with its finding
void w_lexer_spelling(Lexer *lexer, const char *right);
void w_lexer_slashes(Lexer *lexer);
void w_lexer_bad_character(Lexer *lexer);
void w_lexer_unclosed(Lexer *lexer, Quote quote, bool opening);
void w_lexer_foreign_quotes(Lexer *lexer, uint16_t kind);
uint16_t w_lexer_number_and_word(Lexer *lexer);
uint16_t w_lexer_spaced_percent(Lexer *lexer);
uint16_t w_lexer_seconds(Lexer *lexer);
uint16_t w_lexer_timestamp(Lexer *lexer);
uint16_t w_lexer_grouped(Lexer *lexer);
uint16_t w_lexer_currency(Lexer *lexer);
uint16_t w_lexer_dotted_date(Lexer *lexer);
uint16_t w_lexer_address(Lexer *lexer);

#endif
