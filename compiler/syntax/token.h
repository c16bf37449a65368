// Tokens of a file: what the scanner makes, the parser reads and the formatter keeps.
//
// Premise: a source that w_source_add accepted.
// Promise: tokens are in source order, do not overlap, and end with one of kind W_TOKEN_END.
#ifndef W_SYNTAX_TOKEN_H
#define W_SYNTAX_TOKEN_H

#include <stdbool.h>
#include <stdint.h>

#include "compiler/source/finding.h"
#include "compiler/source/source.h"
#include "compiler/syntax/grammar.h" // generated: W_TK_NAME for every row of tokens.def
#include "runtime/base/arena.h"

#define W_TOKEN_END 0
/// Terminals of the grammar, W_TOKEN_END among them; a test compares it with the rows.
#define W_TOKEN_KINDS 174

/// What else there is to know about a token.
enum {
    W_TOKEN_FIRST = 1,    // first of its line
    W_TOKEN_LEXICAL = 2,  // its line had a finding of the scanner at or beside it
    W_TOKEN_INSIDE = 4,   // within ( ) or [ ]
    W_TOKEN_UNCLOSED = 8, // a text that ends without its mark
    W_TOKEN_SOFT = 16,    // a word that may be a name
    // Known once the file has parsed without a finding:
    W_TOKEN_NAME = 32,  // a soft word that stands as a name
    W_TOKEN_BOUND = 64, // and would be a keyword if it began its line
    // Of a text:
    W_TOKEN_FILE = 128 // a piece of a whole file: no quotes, no escapes, `{{` and `}}` at holes
};

typedef struct WToken {
    uint32_t start;
    uint32_t end;
    uint32_t line;
    uint16_t kind; // W_TK_NAME
    uint16_t flags;
} WToken;

/// A comment, from its `#` to the end of its line (without the line break).
typedef struct WComment {
    uint32_t start;
    uint32_t end;
    uint32_t line;
    uint32_t before; // index of the token that follows
    bool doc;        // begins with `##`
    bool alone;      // first on its line
} WComment;

typedef struct WTokens {
    const WSource *source;
    WToken *items; // count of them, and one of kind W_TOKEN_END
    uint32_t count;
    WComment *comments;
    uint32_t comment_count;
} WTokens;

/// Divide a source into tokens. Wrong spellings become the right token and a finding.
WTokens *w_tokens_read(WArena *arena, const WSource *source, WFindings *findings);

/// The same for a file that is the text of a content. The tokens are those of a message with that
/// text as its one part; what stands around the text has no bytes.
WTokens *w_tokens_read_text(WArena *arena, const WSource *source, WFindings *findings);

static inline WSpan w_token_span(const WTokens *tokens, const WToken *token) {
    return (WSpan){tokens->source->index, token->start, token->end};
}

static inline WStr w_token_text(const WTokens *tokens, const WToken *token) {
    return (WStr){tokens->source->bytes.bytes + token->start, token->end - token->start};
}

/// A row of the words in tokens.def.
typedef struct WWord {
    WStr text;
    uint16_t kind;
    bool soft;
    uint8_t value; // of WORD_CLASS: a WTreeDay or WTreeUnit
} WWord;

/// The word with that spelling, NULL if it is none of the language.
const WWord *w_word_find(WStr text);

/// All words by spelling; for suggestions.
const WWord *w_words(uint32_t *count);

/// How findings call tokens of a kind: "`{`", "`wait`", "a name".
const char *w_token_name(uint16_t kind);

/// How a kind is written: its one spelling, or an example of it; NULL if there is none.
const char *w_token_example(uint16_t kind);

/// Whether the kind has one spelling.
bool w_token_spelled(uint16_t kind);

#endif
