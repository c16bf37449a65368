// Braces: the off-side rule, used only to say which brace of a broken file is meant.
//
// Premise: see the header.
// Promise: see the header.
#include "compiler/syntax/braces.h"

#include "runtime/base/limits.h"

typedef struct Walk {
    const WTokens *tokens;
    const WToken *open[W_LIMIT_NESTING];
    uint32_t indents[W_LIMIT_NESTING]; // of the lines they stand on
    uint32_t indent;                   // of this line
    uint32_t depth;
    WBracePlan plan;
    bool given_up;
} Walk;

static uint32_t column_of(const WTokens *tokens, const WToken *token) {
    return token->start - tokens->source->line_starts[token->line - 1];
}

uint32_t w_braces_indent(const WTokens *tokens, const WToken *token) {
    while (!(token->flags & W_TOKEN_FIRST))
        token--;
    return column_of(tokens, token);
}

static void add_edit(Walk *walk, uint32_t at, const WToken *opener) {
    if (walk->plan.count == W_BRACE_EDITS) {
        walk->given_up = true;
        return;
    }
    walk->plan.edits[walk->plan.count++] = (WBraceEdit){at, opener};
}

// Blocks that a token this far left cannot be in were to be closed before it.
static void close_before(Walk *walk, uint32_t at, uint32_t columns) {
    const WToken *token = &walk->tokens->items[at];
    while (walk->depth) {
        const WToken *opener = walk->open[walk->depth - 1];
        if (opener->line >= token->line) return;
        if (walk->indents[walk->depth - 1] < columns) return;
        add_edit(walk, at, opener);
        walk->depth--;
    }
}

static void close_brace(Walk *walk, uint32_t at) {
    const WToken *token = &walk->tokens->items[at];
    if (token->flags & W_TOKEN_FIRST) {
        uint32_t column = column_of(walk->tokens, token);
        close_before(walk, at, column + 1);
        if (!walk->depth || walk->indents[walk->depth - 1] < column) {
            add_edit(walk, at, NULL);
            return;
        }
    }
    if (walk->depth)
        walk->depth--;
    else
        add_edit(walk, at, NULL);
}

static void step(Walk *walk, uint32_t at) {
    const WToken *token = &walk->tokens->items[at];
    if (token->flags & W_TOKEN_FIRST) walk->indent = column_of(walk->tokens, token);
    if (token->kind == W_TK_RBRACE) {
        close_brace(walk, at);
        return;
    }
    bool begins = token->flags & W_TOKEN_FIRST && !(token->flags & W_TOKEN_INSIDE);
    if (begins) close_before(walk, at, column_of(walk->tokens, token));
    if (token->kind != W_TK_LBRACE) return;
    if (walk->depth == W_LIMIT_NESTING) {
        walk->given_up = true;
        return;
    }
    walk->indents[walk->depth] = walk->indent;
    walk->open[walk->depth++] = token;
}

// A text that is not closed may have taken braces with it.
static bool texts_are_closed(const WTokens *tokens) {
    for (uint32_t i = 0; i < tokens->count; i++) {
        if (tokens->items[i].flags & W_TOKEN_UNCLOSED) return false;
    }
    return true;
}

static int64_t difference(const WTokens *tokens) {
    int64_t count = 0;
    for (uint32_t i = 0; i < tokens->count; i++) {
        if (tokens->items[i].kind == W_TK_LBRACE) count++;
        if (tokens->items[i].kind == W_TK_RBRACE) count--;
    }
    return count;
}

WBracePlan w_braces_plan(const WTokens *tokens) {
    int64_t missing = difference(tokens);
    if (missing == 0) return (WBracePlan){.balanced = true};
    if (!texts_are_closed(tokens)) return (WBracePlan){0};
    Walk walk = {.tokens = tokens};
    for (uint32_t i = 0; i < tokens->count && !walk.given_up; i++)
        step(&walk, i);
    while (walk.depth && !walk.given_up)
        add_edit(&walk, tokens->count, walk.open[--walk.depth]);
    int64_t explained = 0;
    for (uint32_t i = 0; i < walk.plan.count; i++)
        explained += walk.plan.edits[i].opener ? 1 : -1;
    bool all = walk.plan.count == (uint64_t)(missing < 0 ? -missing : missing);
    if (walk.given_up || !all || explained != missing) return (WBracePlan){0};
    return walk.plan;
}
