// Braces of a file whose braces do not balance: where the columns say one is missing or too many.
//
// Premise: the layout is the author's and means nothing to the parser.
// Promise: an answer only where columns explain the whole difference, so that a file that is laid
// out in another way is not touched.
#ifndef W_SYNTAX_BRACES_H
#define W_SYNTAX_BRACES_H

#include "compiler/syntax/token.h"

#define W_BRACE_EDITS 8

/// A `}` is missing before the token `at`, for `opener`; or, if that is NULL, `at` is one too
/// many.
typedef struct WBraceEdit {
    uint32_t at;
    const WToken *opener;
} WBraceEdit;

typedef struct WBracePlan {
    bool balanced; // as many `{` as `}`
    uint32_t count;
    WBraceEdit edits[W_BRACE_EDITS]; // by `at`
} WBracePlan;

WBracePlan w_braces_plan(const WTokens *tokens);

/// The columns before the first token of the token's line.
uint32_t w_braces_indent(const WTokens *tokens, const WToken *token);

#endif
