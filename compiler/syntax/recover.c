// Recovery: try each token before it is fed; where one does not fit, repair or skip.
//
// Premise: see the header.
// Promise: lemon's own error path is never entered: the parser moves only by tokens that fit and
// by `error` where a state takes it.
#include "compiler/syntax/recover.h"

#include "runtime/base/alloc.h"
#include "runtime/base/assert.h"
#include "runtime/base/limits.h"

// Behind this many repairs a file is not worth more of them; panic alone is fast.
#define MAX_REPAIRS 200

static const WToken *token_at(const WRecovery *r) {
    return &r->tokens->items[r->at];
}

static void read_states(WRecovery *r) {
    w_states_read(r->grammar, &r->states);
}

static void feed(WRecovery *r, uint16_t kind, const WToken *token) {
    w_grammar(r->grammar, kind, token, r->p);
    W_ASSERT(!r->p->failed && !r->p->overflow);
    if (token->end > r->p->end) r->p->end = token->end;
    if (kind == W_TK_LBRACE || kind == W_TK_LPAREN || kind == W_TK_LBRACKET) r->nesting++;
    bool closes = kind == W_TK_RBRACE || kind == W_TK_RPAREN || kind == W_TK_RBRACKET;
    if (closes && r->nesting) r->nesting--;
    read_states(r);
}

// A token of no bytes, at the end of the last one that was fed.
static const WToken *made_up(const WRecovery *r, uint16_t kind) {
    WToken *token = w_arena_take_zeroed(r->p->arena, sizeof *token);
    token->start = token->end = r->p->end;
    token->line = token_at(r)->line;
    token->kind = kind;
    return token;
}

// The token itself, as if it had been written right.
static const WToken *taken_for(const WRecovery *r, const WToken *token, uint16_t kind) {
    if (token->kind == kind || kind == W_TK_ID) return token;
    WToken *copy = w_arena_take_zeroed(r->p->arena, sizeof *copy);
    *copy = *token;
    copy->kind = kind;
    return copy;
}

// ---- panic

// The depth at which `error` and then the token fit; 0 if there is none. Where braces balance a
// block is not left before its `}`.
static uint32_t depth_for(const WRecovery *r, const WToken *token) {
    bool stays = r->balanced && token->kind != W_TOKEN_END;
    uint32_t floor = stays ? w_grammar_open_brace(r->grammar) : 0;
    WStates states;
    for (uint32_t depth = r->states.depth; depth > floor; depth--) {
        w_states_copy(&states, &r->states);
        states.depth = depth;
        if (!w_states_feed_error(&states)) continue;
        bool fits;
        w_gate_kind(&states, token, &fits);
        if (fits) return depth;
    }
    return 0;
}

static bool may_resume(const WToken *token, uint32_t open) {
    if (token->kind == W_TOKEN_END) return true;
    return open == 0 && (token->flags & W_TOKEN_FIRST || token->kind == W_TK_RBRACE);
}

static uint32_t braces_after(const WToken *token, uint32_t open) {
    if (token->kind == W_TK_LBRACE) return open + 1;
    if (token->kind == W_TK_RBRACE && open) return open - 1;
    return open;
}

// Finish what is complete. What the tree has to say of it would be a second finding of one
// mistake.
static void settle(WRecovery *r) {
    WFindings mark = w_findings_mark(r->p->findings);
    w_grammar_settle(r->grammar, r->p);
    w_findings_rewind(r->p->findings, mark);
    read_states(r);
}

// Skip to where a list of some brace can go on, throw away what is half done, and go on there.
static void panic(WRecovery *r) {
    settle(r);
    uint32_t open = 0;
    if (r->panicked_at == r->at + 1 && token_at(r)->kind != W_TOKEN_END) {
        open = braces_after(token_at(r), open);
        r->at++;
    }
    r->panicked_at = r->at + 1;
    for (;; r->at++) {
        const WToken *token = token_at(r);
        uint32_t depth = may_resume(token, open) ? depth_for(r, token) : 0;
        if (depth) {
            w_grammar_take_error(r->grammar, depth, r->p);
            read_states(r);
            return;
        }
        W_ASSERT(token->kind != W_TOKEN_END);
        open = braces_after(token, open);
    }
}

// ---- mending

static void apply(WRecovery *r, const WRepair *repair) {
    const WToken *dropped = token_at(r);
    for (uint8_t i = 0; i < repair->kind_count; i++) {
        uint16_t kind = repair->kinds[i];
        bool stands = repair->what == REPAIR_SWAP || i < repair->dropped;
        const WToken *token = stands ? taken_for(r, dropped, kind) : made_up(r, kind);
        if (repair->what == REPAIR_SWAP) token = i == 0 ? dropped + 1 : dropped;
        feed(r, kind, token);
    }
    r->at += repair->dropped;
    if (repair->what == REPAIR_WRAP) r->close_at = repair->close_at;
    if (repair->what == REPAIR_DELETE && dropped->kind == W_TK_LBRACE) r->plan.count--;
    if (repair->what != REPAIR_INSERT) return;
    if (repair->kinds[0] == W_TK_RBRACE) r->put_in++;
    if (repair->kinds[0] == W_TK_LBRACE) r->opened++;
}

// At the end of the file only braces may be missing: how many, or 0 if that would not do.
static uint32_t missing_braces(const WRecovery *r) {
    WStates states;
    w_states_copy(&states, &r->states);
    for (uint32_t count = 1; count <= r->nesting; count++) {
        if (!w_states_feed(&states, W_TK_RBRACE)) return 0;
        if (w_gate_fits(&states, W_TOKEN_END, NULL)) return count;
    }
    return 0;
}

static void mend_end(WRecovery *r) {
    uint32_t count = missing_braces(r);
    w_blame_end(r);
    if (count == 0) panic(r);
    for (; count > 0; count--)
        feed(r, W_TK_RBRACE, made_up(r, W_TK_RBRACE));
}

static void mend(WRecovery *r) {
    const WToken *token = token_at(r);
    if (token->kind == W_TOKEN_END) {
        mend_end(r);
    } else if (token->kind == W_TK_RBRACE && r->put_in) {
        r->put_in--;
        r->at++;
    } else if (r->panicked_at == r->at + 1 || w_blame_lexical(r, token)) {
        panic(r);
    } else {
        WRepair repair = {0};
        if (r->repairs++ < MAX_REPAIRS) repair = w_repair_find(r);
        if (repair.what == REPAIR_NONE) {
            w_blame_unexpected(r);
            panic(r);
            return;
        }
        w_blame_repair(r, &repair);
        apply(r, &repair);
    }
}

// A line that was wrapped in braces ends before this token.
static void close_wrapped(WRecovery *r) {
    r->close_at = 0;
    if (w_gate_fits(&r->states, W_TK_RBRACE, NULL)) feed(r, W_TK_RBRACE, made_up(r, W_TK_RBRACE));
}

// What columns say of the braces before this token. False where the token is one too many.
static bool follow_plan(WRecovery *r) {
    while (r->planned < r->plan.count && r->plan.edits[r->planned].at < r->at)
        r->planned++;
    while (r->planned < r->plan.count && r->plan.edits[r->planned].at == r->at) {
        const WToken *opener = r->plan.edits[r->planned++].opener;
        if (!opener && r->opened) {
            r->opened--;
        } else if (!opener) {
            w_blame_surplus(r);
            return false;
        }
        if (!opener) continue;
        w_blame_unclosed(r, opener);
        if (!w_gate_fits(&r->states, W_TK_RBRACE, NULL)) continue;
        feed(r, W_TK_RBRACE, made_up(r, W_TK_RBRACE));
    }
    return true;
}

static bool too_deep(const WRecovery *r) {
    return r->nesting > W_LIMIT_NESTING || r->states.depth > W_STATES_MAX - 16;
}

// Findings of the tree on a line that recovery mended are most likely about the mending.
static bool is_about_mending(const WFinding *finding, void *context) {
    const WRecovery *r = context;
    if (finding->code < W_E_UNIT_LENGTH || finding->code == W_E_NULL_WORD) return false;
    return w_blame_has_line(r, w_source_line(r->tokens->source, finding->span.start));
}

void w_recover(WParse *p, void *grammar, const WTokens *tokens) {
    WRecovery recovery = {.p = p, .grammar = grammar, .tokens = tokens}, *r = &recovery;
    WFindings mark = w_findings_mark(p->findings);
    w_grammarInit(grammar);
    read_states(r);
    r->plan = w_braces_plan(tokens);
    r->balanced = r->plan.balanced;
    while (!too_deep(r)) {
        const WToken *token = token_at(r);
        if (!follow_plan(r)) {
            r->at++;
            continue;
        }
        if (r->close_at && r->at == r->close_at) close_wrapped(r);
        bool fits;
        uint16_t kind = w_gate_kind(&r->states, token, &fits);
        if (!fits) {
            mend(r);
            continue;
        }
        if (kind == W_TOKEN_END) {
            w_grammar(grammar, kind, token, p);
            break;
        }
        feed(r, kind, token);
        r->at++;
    }
    if (too_deep(r)) w_blame_too_deep(r);
    w_grammarFinalize(grammar);
    w_blame_sort_lines(r);
    w_findings_drop(p->findings, mark, is_about_mending, r);
    w_free(r->lines);
}
