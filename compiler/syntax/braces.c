// Braces: the off-side rule, used only to say which brace of a broken file is meant.
//
// Premise: see the header.
// Promise: see the header.
#include "compiler/syntax/braces.h"

#include "runtime/base/limits.h"

#define UNKNOWN UINT32_MAX

// A `{` that is open.
typedef struct Open {
    const WToken *token;
    uint32_t indent; // of the line it stands on
    uint32_t column; // at which the lines in it begin
} Open;

typedef struct Walk {
    const WTokens *tokens;
    Open open[W_LIMIT_NESTING + 1]; // the first stands for the file
    uint32_t indent;                // of this line
    uint32_t depth;                 // of braces that are open
    Open closed; // what a `}` in the middle of a later line closed last; no token if nothing
    uint32_t closed_at; // that `}`
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
    uint32_t i = walk->plan.count++;
    for (; i > 0 && walk->plan.edits[i - 1].at > at; i--)
        walk->plan.edits[i] = walk->plan.edits[i - 1];
    walk->plan.edits[i] = (WBraceEdit){at, opener};
}

// Blocks that a token this far left cannot be in were to be closed before it.
static void close_before(Walk *walk, uint32_t at, uint32_t columns) {
    const WToken *token = &walk->tokens->items[at];
    while (walk->depth) {
        const Open *top = &walk->open[walk->depth];
        if (top->token->line >= token->line || top->indent < columns) return;
        add_edit(walk, at, top->token);
        walk->depth--;
    }
}

static void close_brace(Walk *walk, uint32_t at) {
    const WToken *token = &walk->tokens->items[at];
    bool begins = token->flags & W_TOKEN_FIRST;
    if (begins) close_before(walk, at, walk->indent + 1);
    const Open *top = &walk->open[walk->depth];
    walk->closed.token = NULL;
    if (!walk->depth || (begins && top->indent < walk->indent)) {
        add_edit(walk, at, NULL);
        return;
    }
    if (!begins && top->token->line < token->line) walk->closed = *top;
    walk->closed_at = at;
    walk->depth--;
}

static void open_brace(Walk *walk, const WToken *token) {
    if (walk->depth == W_LIMIT_NESTING) {
        walk->given_up = true;
        return;
    }
    walk->open[++walk->depth] = (Open){token, walk->indent, UNKNOWN};
    walk->closed.token = NULL;
}

// A line begins. Where it stands further right than its block, and the block before was closed in
// the middle of a line, that `}` was one too many.
static void begin_line(Walk *walk, uint32_t at) {
    close_before(walk, at, walk->indent);
    Open *top = &walk->open[walk->depth];
    if (top->column == UNKNOWN) top->column = walk->indent;
    if (walk->indent <= top->column || !walk->closed.token) return;
    walk->open[++walk->depth] = walk->closed;
    add_edit(walk, walk->closed_at, NULL);
    walk->closed.token = NULL;
}

static void step(Walk *walk, uint32_t at) {
    const WToken *token = &walk->tokens->items[at];
    bool begins = token->flags & W_TOKEN_FIRST;
    if (begins) walk->indent = column_of(walk->tokens, token);
    if (token->kind == W_TK_RBRACE) {
        close_brace(walk, at);
        return;
    }
    if (begins && !(token->flags & W_TOKEN_INSIDE)) begin_line(walk, at);
    if (token->kind == W_TK_LBRACE) open_brace(walk, token);
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
    Walk walk = {.tokens = tokens, .open = {{NULL, 0, UNKNOWN}}};
    for (uint32_t i = 0; i < tokens->count && !walk.given_up; i++)
        step(&walk, i);
    while (walk.depth && !walk.given_up)
        add_edit(&walk, tokens->count, walk.open[walk.depth--].token);
    int64_t explained = 0;
    for (uint32_t i = 0; i < walk.plan.count; i++)
        explained += walk.plan.edits[i].opener ? 1 : -1;
    bool all = walk.plan.count == (uint64_t)(missing < 0 ? -missing : missing);
    if (walk.given_up || !all || explained != missing) return (WBracePlan){0};
    return walk.plan;
}
