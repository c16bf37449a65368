// Reports: findings in the author's words, and which of them are not made.
//
// Promise: what would be a consequence of another finding goes to a list that nobody reads: in a
// file with a syntax finding all but names, and names everywhere once a declaration may be lost.

#include "compiler/check/checker.h"

#include <stdio.h>
#include <string.h>

#include "runtime/base/assert.h"

enum { LONGEST_QUOTE = 60, FIRST_NAME_CODE = 200, LAST_NAME_CODE = 299 };

void *w_check_grown(WChecker *ck, void *items, uint32_t count, uint32_t *room, size_t size) {
    if (count < *room) return items;
    uint32_t bigger = *room < 4 ? 4 : *room * 2;
    char *grown = w_arena_take_zeroed(ck->arena, bigger * size);
    if (count > 0) memcpy(grown, items, count * size);
    *room = bigger;
    return grown;
}

void *w_check_array(WChecker *ck, size_t count, size_t size) {
    return w_arena_take_zeroed(ck->arena, count * size);
}

static bool is_unknown_name(WFindingCode code) {
    switch (code) {
    case W_E_UNKNOWN_NAME:
    case W_E_UNKNOWN_FIELD:
    case W_E_UNKNOWN_STAGE:
    case W_E_UNKNOWN_PARAM:
    case W_E_UNKNOWN_TYPE: return true;
    default: return false;
    }
}

// Whether something was said of that place already, as of a word that was taken for a name.
static bool is_said(const WChecker *ck, WSpan span) {
    for (const WFinding *f = ck->findings->first; f != NULL; f = f->next) {
        if (f->span.source == span.source && f->span.start == span.start) return true;
    }
    return false;
}

WFindings *w_check_sink(WChecker *ck, WFindingCode code, WSpan span) {
    int number = (int)code;
    bool of_names = number >= FIRST_NAME_CODE && number <= LAST_NAME_CODE;
    if (ck->tree != NULL && ck->tree->broken && !of_names) return &ck->muted;
    if (ck->lost && is_unknown_name(code)) return &ck->muted;
    if (ck->broken && of_names && is_said(ck, span)) return &ck->muted;
    // A file may be part of several contents.
    if (ck->in_content && is_said(ck, span)) return &ck->muted;
    return ck->findings;
}

void w_check_not_yet(WChecker *ck, WSpan span, const char *form) {
    WFinding *finding = FIND(ck, NOT_YET, span, "%s is not yet supported", form);
    w_finding_why(finding, "the language has it, but this version cannot build it");
}

WSuggest w_check_suggest(WChecker *ck, WStr wanted) {
    WSuggest suggest = w_suggest(wanted);
    if (ck->suggestions_left == 0)
        suggest.distance = 0;
    else
        ck->suggestions_left--;
    return suggest;
}

void w_check_did_you_mean(WFinding *finding, const WSuggest *suggest) {
    if (suggest->best.size > 0) {
        w_finding_fix(finding, "did you mean `%.*s`?", W_STR_ARGS(suggest->best));
        return;
    }
    if (suggest->offered == 0 || suggest->offered > W_SUGGEST_ALL) return;
    WBuffer list = {0};
    for (unsigned i = 0; i < suggest->offered; i++)
        w_buffer_printf(&list, "%s%.*s", i == 0 ? "" : ", ", W_STR_ARGS(suggest->all[i]));
    w_finding_fix(finding, "what there is: %.*s", (int)list.size, list.bytes);
    w_buffer_free(&list);
}

const WSource *w_check_source(const WChecker *ck, WSpan span) {
    W_ASSERT(span.source < ck->source_count && ck->sources[span.source] != NULL);
    return ck->sources[span.source];
}

WStr w_check_source_text(const WChecker *ck, WSpan span) {
    WStr text = w_source_text(w_check_source(ck, span), span);
    bool is_short = text.size <= LONGEST_QUOTE && memchr(text.bytes, '\n', text.size) == NULL;
    return is_short ? text : W_STR("…");
}
