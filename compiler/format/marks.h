// Marks: which tokens begin an item, and of what kind.
#ifndef W_FORMAT_MARKS_H
#define W_FORMAT_MARKS_H

#include <stdint.h>

#include "compiler/syntax/token.h"
#include "compiler/syntax/tree.h"
#include "runtime/base/arena.h"

/// What stands in the lists in braces, and in a file.
typedef enum WItemKind {
    W_ITEM_NONE,
    W_ITEM_DECL,
    W_ITEM_POLICY, // `limit` and `suppress`
    W_ITEM_CLAUSE,
    W_ITEM_STAGE,
    W_ITEM_PROFILE_FIELD,
    W_ITEM_FIELD,
    W_ITEM_PARAM,
    W_ITEM_PAIR, // `name: value`
    W_ITEM_CONTENT,
    W_ITEM_PART,
    W_ITEM_STMT,
    W_ITEM_ARM, // everything in arms, replies and options
    W_ITEM_SHARE,
    W_ITEM_STEP
} WItemKind;

/// What the parser took a token as.
static inline uint16_t w_format_kind(const WToken *token) {
    return token->flags & W_TOKEN_NAME ? W_TK_ID : token->kind;
}

/// A WItemKind for each token, the end of the file included.
uint8_t *w_format_marks(WArena *arena, const WTree *tree);

#endif
