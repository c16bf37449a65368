// Parsing: plainly first, and with recovery when that failed.
//
// Premise: a source that w_source_add accepted.
// Promise: a file without mistakes is simulated at its soft words only; one that fails is read
// again.
#include "compiler/syntax/gate.h"
#include "compiler/syntax/recover.h"
#include "compiler/syntax/syntax.h"
#include "runtime/base/alloc.h"
#include "runtime/base/limits.h"

static int nests(uint16_t kind) {
    switch (kind) {
    case W_TK_LBRACE:
    case W_TK_LPAREN:
    case W_TK_LBRACKET: return 1;
    case W_TK_RBRACE:
    case W_TK_RPAREN:
    case W_TK_RBRACKET: return -1;
    default: return 0;
    }
}

// What a soft word is; noted in the token for those who read tokens beside the tree.
static uint16_t settle_soft(const void *grammar, WToken *token) {
    WStates states;
    bool fits;
    w_states_read(grammar, &states);
    uint16_t kind = w_gate_kind(&states, token, &fits);
    if (kind == token->kind) return kind;
    token->flags |= W_TOKEN_NAME;
    if (w_gate_fits(&states, token->kind, NULL)) token->flags |= W_TOKEN_BOUND;
    return kind;
}

// False where the file has a mistake; what was built and found is then of no use.
static bool parse_plainly(WParse *p, void *grammar, const WTokens *tokens) {
    int nesting = 0;
    w_grammarInit(grammar);
    for (uint32_t i = 0; i <= tokens->count && !p->failed && !p->overflow; i++) {
        WToken *token = &tokens->items[i];
        uint16_t kind = token->kind;
        if (token->flags & W_TOKEN_SOFT) kind = settle_soft(grammar, token);
        w_grammar(grammar, kind, token, p);
        p->end = token->end;
        nesting += nests(kind);
        if (nesting > W_LIMIT_NESTING) p->failed = true;
    }
    w_grammarFinalize(grammar);
    return !p->failed && !p->overflow;
}

static WTree *new_tree(WArena *arena, const WTokens *tokens) {
    WTree *tree = w_arena_take_zeroed(arena, sizeof *tree);
    tree->source = tokens->source;
    tree->tokens = tokens;
    return tree;
}

static WTree *parse(WArena *arena, const WTokens *tokens, WFindings *findings, uint32_t errors) {
    WFindings mark = w_findings_mark(findings);
    WParse p = {.arena = arena, .tokens = tokens, .findings = findings};
    p.tree = new_tree(arena, tokens);
    void *grammar = w_alloc(w_grammar_bytes());
    if (!parse_plainly(&p, grammar, tokens)) {
        w_findings_rewind(findings, mark);
        p = (WParse){.arena = arena, .tokens = tokens, .findings = findings};
        p.tree = new_tree(arena, tokens);
        w_recover(&p, grammar, tokens);
    }
    w_free(grammar);
    if (findings->errors > errors) p.tree->broken = true;
    return p.tree;
}

WTree *w_syntax_parse(WArena *arena, const WSource *source, WFindings *findings) {
    uint32_t errors = findings->errors;
    return parse(arena, w_tokens_read(arena, source, findings), findings, errors);
}

WExpr *w_syntax_parse_text(WArena *arena, const WSource *source, WFindings *findings) {
    uint32_t errors = findings->errors;
    const WTokens *tokens = w_tokens_read_text(arena, source, findings);
    const WTree *tree = parse(arena, tokens, findings, errors);
    bool is_empty = source->bytes.size == 0; // a token of no bytes is one that was forgotten
    if (!tree->broken && !is_empty) return tree->first->message.contents->parts->text;
    WExpr *instead = w_arena_take_zeroed(arena, sizeof *instead);
    instead->kind = tree->broken ? W_EXPR_ERROR : W_EXPR_TEXT;
    instead->depth = 1;
    instead->span = (WSpan){source->index, 0, 0};
    instead->text = W_STR("");
    return instead;
}
