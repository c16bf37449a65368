// Blame: the findings of recovery.
//
// Premise: called before the parser moves on.
// Promise: at most one finding a line; what is missing at the start of a line is blamed on the end
// of the line before.
#include <stdlib.h>
#include <string.h>

#include "compiler/syntax/recover.h"
#include "runtime/base/alloc.h"
#include "runtime/base/limits.h"

#define EXPECTED_MAX 9

static const WToken *bad_token(const WRecovery *r) {
    return &r->tokens->items[r->at];
}

static bool line_is_lexical(const WRecovery *r, const WToken *token) {
    const WToken *first = r->tokens->items, *end = first + r->tokens->count;
    for (const WToken *at = token; at->line == token->line; at--) {
        if (at->flags & W_TOKEN_LEXICAL) return true;
        if (at == first) break;
    }
    for (const WToken *at = token; at <= end && at->line == token->line; at++) {
        if (at->flags & W_TOKEN_LEXICAL) return true;
    }
    return false;
}

// Asked of each bad token, and a line may be as long as the file: the answer is kept for the line.
bool w_blame_lexical(WRecovery *r, const WToken *token) {
    if (r->lexical_line != token->line) {
        r->lexical_line = token->line;
        r->lexical = line_is_lexical(r, token);
    }
    return r->lexical;
}

WFinding *w_blame(WRecovery *r, WFindingCode code, WSpan span, const char *format, ...) {
    r->p->tree->broken = true;
    uint32_t line = w_source_line(r->tokens->source, span.start);
    if (line == r->finding_line) return NULL;
    r->finding_line = line;
    r->lines = w_grow(r->lines, &r->line_room, r->line_count + 1, sizeof *r->lines);
    r->lines[r->line_count++] = line;
    va_list args;
    va_start(args, format);
    WFinding *f = w_finding_add_args(r->p->findings, code, span, format, args);
    va_end(args);
    return f;
}

static int compare_lines(const void *left, const void *right) {
    uint32_t a = *(const uint32_t *)left, b = *(const uint32_t *)right;
    return (a > b) - (a < b);
}

void w_blame_sort_lines(WRecovery *r) {
    if (r->line_count) qsort(r->lines, r->line_count, sizeof *r->lines, compare_lines);
}

bool w_blame_has_line(const WRecovery *r, uint32_t line) {
    if (!r->line_count) return false;
    return bsearch(&line, r->lines, r->line_count, sizeof line, compare_lines) != NULL;
}

// The place before the bad token: on its line, or behind the last token of an earlier one.
static WSpan gap(const WRecovery *r) {
    const WToken *token = bad_token(r);
    WSpan span = w_token_span(r->tokens, token);
    bool begins = token->flags & W_TOKEN_FIRST || token->kind == W_TOKEN_END;
    span.start = span.end = begins && r->at ? token[-1].end : token->start;
    return span;
}

// A token as findings show it; long ones are cut.
static WStr shown(const WRecovery *r, const WToken *token) {
    if (token->kind == W_TOKEN_END) return W_STR("the end of the file");
    WStr text = w_token_text(r->tokens, token);
    size_t size = 0;
    while (size < text.size && size < 40 && text.bytes[size] != '\n')
        size++;
    while (size && size < text.size && ((unsigned char)text.bytes[size] & 0xC0) == 0x80)
        size--;
    return (WStr){text.bytes, size};
}

// ---- what is expected

static bool says_nothing(uint16_t kind) {
    return kind == W_TK_TEXT_OPEN || kind == W_TK_TEXT_MID || w_token_name(kind) == NULL;
}

// "`a`, `b` or a name" of what fits here; empty if that is too much to say.
static void expected(const WRecovery *r, WBuffer *out) {
    uint16_t kinds[EXPECTED_MAX];
    int count = 0;
    for (uint16_t kind = 0; kind < W_TOKEN_KINDS; kind++) {
        if (says_nothing(kind) || !w_gate_fits(&r->states, kind, NULL)) continue;
        if (count == EXPECTED_MAX) return;
        kinds[count++] = kind;
    }
    for (int i = 0; i < count; i++) {
        if (i) w_buffer_str(out, i == count - 1 ? W_STR(" or ") : W_STR(", "));
        w_buffer_str(out, w_str(w_token_name(kinds[i])));
    }
}

static void add_expected(const WRecovery *r, WFinding *f) {
    WBuffer list = {0};
    expected(r, &list);
    if (list.size) w_finding_why(f, "what fits here is %.*s", (int)list.size, list.bytes);
    w_buffer_free(&list);
}

// ---- repairs

static void blame_spelling(WRecovery *r, const WRepair *repair) {
    const WToken *token = bad_token(r);
    WSpan span = w_token_span(r->tokens, token);
    WStr text = shown(r, token);
    bool synonym = repair->what == REPAIR_SYNONYM;
    WFinding *f;
    if (synonym) {
        f = w_blame(r, W_E_WRONG_SPELLING, span, "`%.*s` is not the word here", W_STR_ARGS(text));
    } else {
        f = w_blame(r, W_E_MISSPELLED, span, "`%.*s` looks misspelled", W_STR_ARGS(text));
    }
    if (!f) return;
    w_finding_fix(f, "write `%.*s`", W_STR_ARGS(repair->right));
    w_finding_edit(f, span, repair->right);
}

// What is put in, and where: behind what was read, with the spaces that belong there.
static void fix_missing(const WRecovery *r, WFinding *f, uint16_t kind, bool safe) {
    const char *example = w_token_example(kind);
    if (!example || !example[0] || r->at == 0) return;
    bool tight = kind == W_TK_RPAREN || kind == W_TK_RBRACKET || kind == W_TK_COMMA ||
                 kind == W_TK_COLON || kind == W_TK_DOT;
    WSpan span = w_token_span(r->tokens, bad_token(r) - 1);
    span.start = span.end;
    WBuffer text = {0};
    w_buffer_printf(&text, "%s%s", tight ? "" : " ", example);
    w_advise_line(r, f, span, (WStr){text.bytes, text.size});
    if (safe && w_token_spelled(kind)) w_finding_edit(f, span, (WStr){text.bytes, text.size});
    w_buffer_free(&text);
}

static void blame_missing(WRecovery *r, const WRepair *repair) {
    const char *name = w_token_name(repair->kinds[0]);
    WSpan span = repair->begins_item ? w_token_span(r->tokens, bad_token(r)) : gap(r);
    WFinding *f;
    if (repair->as_good > 2) {
        f = w_blame(r, W_E_MISSING, span, "something is missing here");
        if (f) add_expected(r, f);
        if (f) w_advise_missing(r, f);
        return;
    }
    if (repair->as_good == 2) {
        f = w_blame(r, W_E_MISSING, span, "%s or %s is missing here", name,
                    w_token_name(repair->other));
    } else {
        f = w_blame(r, W_E_MISSING, span, "%s is missing here", name);
    }
    if (!f) return;
    if (repair->begins_item) w_finding_label(f, "before this");
    fix_missing(r, f, repair->kinds[0], repair->as_good == 1);
    if (repair->as_good == 2) fix_missing(r, f, repair->other, false);
}

void w_blame_unclosed(WRecovery *r, const WToken *opener) {
    WFinding *f =
        w_blame(r, W_E_UNCLOSED, w_token_span(r->tokens, opener), "this brace is not closed");
    if (!f) return;
    if (bad_token(r)->kind == W_TOKEN_END)
        w_finding_fix(f, "put } at the end of the file");
    else
        w_finding_fix(f, "put } before line %u", bad_token(r)->line);
}

void w_blame_surplus(WRecovery *r) {
    WFinding *f = w_blame(r, W_E_SUPERFLUOUS, w_token_span(r->tokens, bad_token(r)),
                          "this brace closes nothing");
    if (f) w_finding_fix(f, "leave it out");
}

static void blame_swap(WRecovery *r) {
    const WToken *token = bad_token(r);
    WSpan span = w_build_join(w_token_span(r->tokens, token), w_token_span(r->tokens, token + 1));
    WFinding *f = w_blame(r, W_E_SWAPPED, span, "these two stand in the wrong order");
    if (!f) return;
    WStr first = w_token_text(r->tokens, token), second = w_token_text(r->tokens, token + 1);
    w_finding_fix(f, "write %.*s %.*s", W_STR_ARGS(second), W_STR_ARGS(first));
}

void w_blame_repair(WRecovery *r, const WRepair *repair) {
    WSpan span = w_token_span(r->tokens, bad_token(r));
    WStr text = shown(r, bad_token(r));
    WFinding *f = NULL;
    switch (repair->what) {
    case REPAIR_SYNONYM:
    case REPAIR_MISSPELLED: blame_spelling(r, repair); return;
    case REPAIR_INSERT: blame_missing(r, repair); return;
    case REPAIR_SWAP: blame_swap(r); return;
    case REPAIR_KEY:
        f = w_blame(r, W_E_MISSING, span, "`%.*s` should be a key with a colon", W_STR_ARGS(text));
        if (f && text.bytes[0] == '"')
            w_finding_fix(f, "keys stand without quotes: key: value");
        else if (f)
            w_finding_fix(f, "write `%.*s:`", W_STR_ARGS(text));
        return;
    case REPAIR_WRAP:
        f = w_blame(r, W_E_NEEDS_BRACES, span, "what belongs to this stands in braces");
        if (f) w_finding_fix(f, "put { before it and } behind it");
        return;
    case REPAIR_NAME:
        f = w_blame(r, W_E_RESERVED, span, "`%.*s` is a word of the language, not a name",
                    W_STR_ARGS(text));
        if (f) w_finding_fix(f, "choose another name");
        return;
    case REPAIR_DELETE:
        f = w_blame(r, W_E_SUPERFLUOUS, span, "`%.*s` does not fit here", W_STR_ARGS(text));
        if (f) w_finding_fix(f, "leave it out");
        return;
    default: w_blame_habit(r, repair); return;
    }
}

// ---- without repair

void w_blame_unexpected(WRecovery *r) {
    const WToken *token = bad_token(r);
    WStr text = shown(r, token);
    WFinding *f;
    if (token->flags & W_TOKEN_FIRST && !w_gate_complete(&r->states)) {
        f = w_blame(r, W_E_MISSING, gap(r), "something is missing here");
        if (f) w_advise_missing(r, f);
    } else {
        f = w_blame(r, W_E_UNEXPECTED, w_token_span(r->tokens, token), "`%.*s` does not fit here",
                    W_STR_ARGS(text));
    }
    if (f) add_expected(r, f);
    if (f && f->code == W_E_UNEXPECTED) w_advise_unexpected(r, f);
}

void w_blame_end(WRecovery *r) {
    r->p->tree->broken = true;
    if (r->at && w_blame_lexical(r, bad_token(r) - 1)) return;
    WFinding *f = w_blame(r, W_E_UNEXPECTED_END, gap(r), "the file ends too early");
    if (f) add_expected(r, f);
}

void w_blame_too_deep(WRecovery *r) {
    r->finding_line = 0;
    w_blame(r, W_E_TOO_DEEP, w_token_span(r->tokens, bad_token(r)),
            "this is nested more than %d deep", W_LIMIT_NESTING);
}
