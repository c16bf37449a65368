// Conditions over time: `enter when`, `exit when`, `when`.
//
// The machine finds out when the answer of a condition may change. It knows when an entry leaves
// its window and when a day ends, and it follows what goes evenly with `now`: that may be
// compared, shifted by a length, subtracted, multiplied by an integer, and asked for its day and
// time of day. Promise: nothing else is done with it in a condition that is watched.

#include "compiler/check/checker.h"

#include <string.h>

#include "runtime/base/utf8.h"
#include "stdlib/native.h"

enum { LONGEST_LABEL = 200 };

// Looking for what cannot be watched.
typedef struct Watch {
    const WChecker *ck;
    const WTyped *culprit; // NULL: none so far
} Watch;

static bool moves(Watch *w, const WTyped *typed);

static bool any_moves(Watch *w, const WTyped *typed) {
    bool any = false;
    for (uint32_t i = 0; i < typed->count; i++)
        any |= moves(w, typed->operands[i]);
    return any;
}

// What does not go evenly if one of its operands moves.
static bool refuse_moving(Watch *w, const WTyped *typed) {
    bool is_bad = any_moves(w, typed);
    if (is_bad && w->culprit == NULL) w->culprit = typed;
    return false;
}

// Elements that are written out are compared one by one.
static bool in_list(Watch *w, const WTyped *typed) {
    const WTyped *list = typed->operands[1];
    if (list->kind != W_TYPED_LIST) return refuse_moving(w, typed);
    moves(w, typed->operands[0]);
    any_moves(w, list);
    return false;
}

static bool native(Watch *w, const WTyped *typed) {
    if (typed->index == W_NATIVE_TIME_OF) return any_moves(w, typed);
    if (typed->index != W_NATIVE_DATE_OF) return refuse_moving(w, typed);
    any_moves(w, typed);
    return false;
}

// The condition of a segment, or on past events, stands elsewhere.
static bool elsewhere(Watch *w, const WTyped *typed, const WTyped *condition) {
    bool is_good = w->culprit == NULL;
    if (condition != NULL) moves(w, condition);
    if (is_good && w->culprit != NULL) w->culprit = typed;
    return false;
}

// Whether the value goes evenly with `now`.
static bool moves(Watch *w, const WTyped *typed) {
    switch (typed->kind) {
    case W_TYPED_NOW: return true;
    case W_TYPED_ADD:
    case W_TYPED_SUBTRACT:
    case W_TYPED_MULTIPLY:
    case W_TYPED_NEGATE:
    case W_TYPED_OTHERWISE:
    case W_TYPED_SURE: return any_moves(w, typed);
    case W_TYPED_EQ:
    case W_TYPED_NE:
    case W_TYPED_LT:
    case W_TYPED_LE:
    case W_TYPED_GT:
    case W_TYPED_GE:
    case W_TYPED_BETWEEN:
    case W_TYPED_KNOWN:
    case W_TYPED_MISSING: any_moves(w, typed); return false;
    case W_TYPED_IN: return in_list(w, typed);
    case W_TYPED_NATIVE: return native(w, typed);
    case W_TYPED_SEGMENT: return elsewhere(w, typed, w->ck->segment_values[typed->index].value);
    case W_TYPED_HISTORY: return elsewhere(w, typed, w->ck->program->uses[typed->index].where);
    default: return refuse_moving(w, typed);
    }
}

WTyped *w_check_watched(WChecker *ck, const WEnv *env, const WExpr *expr, const char *needs) {
    WTyped *condition = w_check_condition(ck, env, expr, needs);
    if (w_check_is_error(condition)) return condition;
    Watch watch = {.ck = ck};
    moves(&watch, condition);
    if (watch.culprit == NULL) return condition;
    WFinding *finding =
        FIND(ck, CANNOT_WATCH, watch.culprit->span, "this changes with every moment that passes");
    w_finding_why(finding, "nobody could say when the condition is to be asked again");
    w_finding_fix(finding, "compare times and lengths themselves: now - LAST > 3d");
    return w_check_error(ck, expr->span);
}

// ---- in the author's words

// Blanks and line breaks become one blank each, comments go.
static void put_plain(WBuffer *out, WStr text) {
    bool in_text = false, gap = false;
    for (size_t i = 0; i < text.size; i++) {
        char c = text.bytes[i];
        if (c == '"') in_text = !in_text;
        if (in_text && c == '\\' && i + 1 < text.size) {
            w_buffer_char(out, c);
            c = text.bytes[++i];
        }
        if (!in_text && c == '#') {
            while (i + 1 < text.size && text.bytes[i + 1] != '\n')
                i++;
            c = ' ';
        }
        bool is_blank = c == ' ' || c == '\n' || c == '\t' || c == '\r';
        if (is_blank && gap) continue;
        gap = is_blank;
        w_buffer_char(out, is_blank ? ' ' : c);
    }
}

WStr w_check_words(WChecker *ck, WSpan span) {
    WBuffer words = {0};
    put_plain(&words, w_source_text(w_check_source(ck, span), span));
    WStr whole = {words.bytes, words.size};
    if (words.size > LONGEST_LABEL) {
        whole.size = LONGEST_LABEL;
        whole.size = w_utf8_valid(whole); // not within a character
    }
    WStr kept = {w_arena_copy(ck->arena, whole.bytes, whole.size), whole.size};
    w_buffer_free(&words);
    return kept;
}

// ---- entries

static void say_no_reentry(WChecker *ck, const WEnter *enter, const char *form) {
    WFinding *finding =
        FIND(ck, NO_REENTER, enter->span, "`%s` needs a `reenter` line in its journey", form);
    w_finding_why(finding, "what it waits for can come again; does the customer come in again?");
    w_finding_fix(finding, "once and for all: reenter never");
    w_finding_fix(finding, "each time: reenter always");
    w_finding_fix(finding, "not too often: reenter after 30d");
}

void w_check_reentry_said(WChecker *ck, const WJourney *tree) {
    if (tree->reentry != NULL) return;
    for (const WEnter *enter = tree->enters; enter != NULL; enter = enter->next) {
        if (enter->kind != W_ENTER_WHEN && enter->kind != W_ENTER_EVERY) continue;
        say_no_reentry(ck, enter, enter->kind == W_ENTER_WHEN ? "enter when" : "enter every");
        return;
    }
}

void w_check_enter_when(WChecker *ck, WJourneyCheck *jc, const WEnter *enter, uint32_t index) {
    WProgramEntry *row = &jc->row->entries[index];
    *row = (WProgramEntry){.kind = W_ENTRY_WHEN, .event = W_NONE, .span = enter->span};
    WEnv env = {.journey = jc,
                .entries = true,
                .here = "a condition comes true for a customer, not by one event"};
    row->including_current = enter->including_current.given;
    row->where = w_check_watched(ck, &env, enter->condition, "`when` needs");
    if (!w_check_is_error(row->where))
        jc->entry_facts[index] = w_facts_when(ck, row->where, true, NULL);
}
