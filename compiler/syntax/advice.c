// Advice: what to do about a token that does not fit, with a line that can be pasted.
//
// Premise: see recover.h; the finding was made for the token at r->at.
// Promise: only adds to the finding; the parser does not move.
#include <string.h>

#include "compiler/syntax/recover.h"
#include "runtime/base/alloc.h"

#define LINE_MAX_BYTES 100
#define EXAMPLES_MAX 3

static const WToken *bad_token(const WRecovery *r) {
    return &r->tokens->items[r->at];
}

static WStr text_of(const WRecovery *r, const WToken *token) {
    return w_token_text(r->tokens, token);
}

// ---- the line as it should be

// The line that holds the span, without its margin and what ends it.
static WSpan line_of(const WRecovery *r, WSpan span) {
    WStr all = r->tokens->source->bytes;
    WSpan line = span;
    while (line.start > 0 && all.bytes[line.start - 1] != '\n')
        line.start--;
    while (line.start < span.start &&
           (all.bytes[line.start] == ' ' || all.bytes[line.start] == '\t'))
        line.start++;
    while (line.end < all.size && all.bytes[line.end] != '\n' && all.bytes[line.end] != '\r')
        line.end++;
    return line;
}

void w_advise_line(const WRecovery *r, WFinding *f, WSpan span, WStr right) {
    WStr all = r->tokens->source->bytes;
    WSpan line = line_of(r, span);
    size_t front = span.start - line.start, back = line.end - span.end;
    if (front + right.size + back > LINE_MAX_BYTES) {
        w_finding_fix(f, "put in %.*s", W_STR_ARGS(right));
        return;
    }
    w_finding_fix(f, "write: %.*s%.*s%.*s", (int)front, all.bytes + line.start, W_STR_ARGS(right),
                  (int)back, all.bytes + span.end);
}

// ---- a token that fits nowhere near

typedef enum Place { ANYWHERE, DECLARATION, CLAUSE, STATEMENT } Place;

// Where a word belongs that begins a line.
static Place place_of(uint16_t kind) {
    switch (kind) {
    case W_TK_PROJECT:
    case W_TK_EVENT:
    case W_TK_SEGMENT:
    case W_TK_CHANNEL:
    case W_TK_RECORD:
    case W_TK_EXCLUSIVE:
    case W_TK_LIMIT:
    case W_TK_SUPPRESS:
    case W_TK_MESSAGE:
    case W_TK_JOURNEY:
    case W_TK_CONST:
    case W_TK_RETIRE:
    case W_TK_TEST: return DECLARATION;
    case W_TK_OWNER:
    case W_TK_PART:
    case W_TK_PRIORITY:
    case W_TK_HOLDOUT:
    case W_TK_EXPIRES:
    case W_TK_VAR:
    case W_TK_GOAL:
    case W_TK_ENTER:
    case W_TK_ONLY:
    case W_TK_REENTER:
    case W_TK_ADMIT:
    case W_TK_MIGRATE:
    case W_TK_PIN: return CLAUSE;
    case W_TK_WAIT:
    case W_TK_SEND:
    case W_TK_ASK:
    case W_TK_IF:
    case W_TK_LET:
    case W_TK_SET:
    case W_TK_EMIT:
    case W_TK_SPLIT:
    case W_TK_CHOOSE:
    case W_TK_GO:
    case W_TK_FINISH: return STATEMENT;
    default: return ANYWHERE;
    }
}

static bool advise_place(const WToken *token, WFinding *f) {
    if (!(token->flags & W_TOKEN_FIRST)) return false;
    if (token->kind == W_TK_ELSE) {
        w_finding_fix(f, "an `else` stands as the last arm in the braces of its wait, or directly "
                         "behind the } of its `if`, `send` or `ask`");
        return true;
    }
    switch (place_of(token->kind)) {
    case DECLARATION: w_finding_fix(f, "move it out of the braces: it is a declaration"); break;
    case CLAUSE: w_finding_fix(f, "put it before the first stage: it is a clause"); break;
    case STATEMENT: w_finding_fix(f, "put it into a stage: it is a statement"); break;
    case ANYWHERE: return false;
    }
    return true;
}

// `journey x Recover carts {`: the words before the brace are the title.
static bool advise_quotes(const WRecovery *r, const WToken *token, WFinding *f) {
    if (token->kind != W_TK_ID || !w_gate_fits(&r->states, W_TK_TEXT, NULL)) return false;
    const WToken *last = token;
    while (last[1].line == token->line && last[1].kind == W_TK_ID)
        last++;
    WSpan span = w_build_join(w_token_span(r->tokens, token), w_token_span(r->tokens, last));
    WStr words = {r->tokens->source->bytes.bytes + span.start, span.end - span.start};
    WBuffer right = {0};
    w_buffer_printf(&right, "\"%.*s\"", W_STR_ARGS(words));
    w_advise_line(r, f, span, (WStr){right.bytes, right.size});
    w_buffer_free(&right);
    return true;
}

static bool is_operator(uint16_t kind) {
    return kind == W_TK_PLUS || kind == W_TK_MINUS || kind == W_TK_STAR || kind == W_TK_SLASH;
}

// Examples of what fits, where that is little enough.
static void advise_examples(const WRecovery *r, WFinding *f) {
    uint16_t kinds[EXAMPLES_MAX];
    int count = 0;
    for (uint16_t kind = 1; kind < W_TOKEN_KINDS; kind++) {
        const char *example = w_token_example(kind);
        if (!example || !example[0] || kind == W_TK_TEXT_OPEN) continue;
        if (!w_gate_fits(&r->states, kind, NULL)) continue;
        if (count == EXAMPLES_MAX) return;
        kinds[count++] = kind;
    }
    WSpan span = w_token_span(r->tokens, bad_token(r));
    if (count == 1 && w_token_spelled(kinds[0])) {
        w_advise_line(r, f, span, w_str(w_token_example(kinds[0])));
        return;
    }
    for (int i = 0; i < count; i++) {
        if (w_token_spelled(kinds[i])) continue;
        w_finding_fix(f, "put %s here: %s", w_token_name(kinds[i]), w_token_example(kinds[i]));
    }
}

void w_advise_unexpected(const WRecovery *r, WFinding *f) {
    const WToken *token = bad_token(r);
    if (token->kind == W_TK_TEXT_OPEN && w_gate_fits(&r->states, W_TK_TEXT, NULL)) {
        w_finding_fix(f, "this text is taken as it stands; for { in it write \\{");
        return;
    }
    if (advise_place(token, f) || advise_quotes(r, token, f)) return;
    if (token->kind == W_TK_LPAREN && w_gate_fits(&r->states, W_TK_LBRACE, NULL)) {
        w_finding_fix(f, "put { and } in place of ( and )");
    } else if (is_operator(token->kind)) {
        w_finding_fix(f, "put what is computed into parentheses");
    } else {
        advise_examples(r, f);
    }
}

void w_advise_missing(const WRecovery *r, WFinding *f) {
    if (r->at == 0) return;
    WStr text = text_of(r, bad_token(r) - 1);
    if (text.size == 0 || text.size > 40 || memchr(text.bytes, '\n', text.size)) return;
    w_finding_fix(f, "say what comes behind `%.*s`, or leave it out", W_STR_ARGS(text));
}

// ---- habits

// The span from one token to another.
static WSpan from_to(const WRecovery *r, const WToken *first, const WToken *last) {
    return w_build_join(w_token_span(r->tokens, first), w_token_span(r->tokens, last));
}

static WStr between(const WRecovery *r, WSpan span) {
    return (WStr){r->tokens->source->bytes.bytes + span.start, span.end - span.start};
}

static void right_instead(const WRecovery *r, WFinding *f, WSpan span, WBuffer *right, bool safe) {
    WStr text = {right->bytes, right->size};
    if (f) w_advise_line(r, f, span, text);
    if (f && safe) w_finding_edit(f, span, text);
    w_buffer_free(right);
}

static void blame_equals(WRecovery *r, const WRepair *repair) {
    const WToken *token = bad_token(r);
    bool colon = repair->kinds[1] == W_TK_COLON;
    WSpan mark = w_token_span(r->tokens, token + 1), span = from_to(r, token, token + 1);
    WFinding *f = w_blame(r, W_E_WRONG_SPELLING, mark, "between a %s and its value stands `%s`",
                          colon ? "key" : "name", colon ? ":" : "=");
    WBuffer right = {0};
    w_buffer_printf(&right, colon ? "%.*s:" : "%.*s =", W_STR_ARGS(text_of(r, token)));
    right_instead(r, f, span, &right, true);
}

static void blame_grouped(WRecovery *r) {
    const WToken *comma = bad_token(r);
    WStr left = text_of(r, comma - 1), tail = text_of(r, comma + 1);
    WSpan span = from_to(r, comma - 1, comma + 1);
    WFinding *f = w_blame(r, W_E_BAD_NUMBER, span, "`%.*s` is not how numbers are written",
                          W_STR_ARGS(between(r, span)));
    WBuffer right = {0};
    bool thousands = tail.size == 3 && left.bytes[0] != '0';
    w_buffer_printf(&right, thousands ? "%.*s%.*s" : "%.*s.%.*s", W_STR_ARGS(left),
                    W_STR_ARGS(tail));
    right_instead(r, f, span, &right, false);
}

static void blame_hyphen(WRecovery *r) {
    const WToken *hyphen = bad_token(r);
    WSpan span = from_to(r, hyphen - 1, hyphen + 1);
    WFinding *f = w_blame(r, W_E_WRONG_SPELLING, span, "names have no hyphen");
    WBuffer right = {0};
    w_buffer_printf(&right, "%.*s_%.*s", W_STR_ARGS(text_of(r, hyphen - 1)),
                    W_STR_ARGS(text_of(r, hyphen + 1)));
    right_instead(r, f, span, &right, true);
}

static void blame_percent(WRecovery *r) {
    const WToken *token = bad_token(r);
    WSpan span = w_token_span(r->tokens, token);
    WFinding *f = w_blame(r, W_E_MISSING, span, "a percent sign is missing here");
    WBuffer right = {0};
    w_buffer_printf(&right, "%.*s%%", W_STR_ARGS(text_of(r, token)));
    right_instead(r, f, span, &right, true);
}

static void blame_known(WRecovery *r, const WRepair *repair) {
    const WToken *token = bad_token(r);
    const WToken *last = token + repair->dropped - 1;
    WStr word = text_of(r, last);
    WSpan span = from_to(r, token - 1, last);
    bool null = !w_str_equal(word, W_STR("known")) && !w_str_equal(word, W_STR("missing"));
    WFinding *f =
        w_blame(r, null ? W_E_NULL_WORD : W_E_WRONG_SPELLING, span, "a value is known or missing");
    WBuffer right = {0};
    w_buffer_str(&right, repair->right);
    right_instead(r, f, span, &right, true);
}

void w_blame_habit(WRecovery *r, const WRepair *repair) {
    switch (repair->what) {
    case REPAIR_EQUALS: blame_equals(r, repair); break;
    case REPAIR_GROUPED: blame_grouped(r); break;
    case REPAIR_HYPHEN: blame_hyphen(r); break;
    case REPAIR_PERCENT: blame_percent(r); break;
    case REPAIR_KNOWN: blame_known(r, repair); break;
    default: break;
    }
}
