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
    if (suggest->best.size == 0) return;
    w_finding_fix(finding, "did you mean `%.*s`?", W_STR_ARGS(suggest->best));
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

// ---- missing values

// What the author may give for want of a value.
static const char *some_value(WChecker *ck, WType type) {
    switch (w_type_kind(type)) {
    case W_TYPE_BOOLEAN: return "false";
    case W_TYPE_INTEGER:
    case W_TYPE_NUMBER: return "0";
    case W_TYPE_TEXT: return "\"there\"";
    case W_TYPE_DATETIME: return "now";
    case W_TYPE_DATE: return "today";
    case W_TYPE_TIME: return "09:00";
    case W_TYPE_DURATION: return "1d";
    case W_TYPE_LIST: return "[]";
    case W_TYPE_ENUM: {
        WStr option = ck->program->enums[w_type_enum(type)].options[0];
        WBuffer text = {0};
        w_buffer_printf(&text, "\"%.*s\"", W_STR_ARGS(option));
        const char *copy = w_arena_copy(ck->arena, text.bytes, text.size);
        w_buffer_free(&text);
        return copy;
    }
    default: return "…";
    }
}

// Why it may be missing: the declaration that says so, if there is one.
static void say_why(WChecker *ck, WFinding *finding, const WTyped *value) {
    WSpan span;
    WStr name;
    if (value->kind == W_TYPED_PROFILE) {
        span = ck->program->profile[value->index].span;
        name = ck->program->profile[value->index].name;
    } else if (value->kind == W_TYPED_EVENT) {
        span = ck->program->events[value->event].fields[value->index].span;
        name = ck->program->events[value->event].fields[value->index].name;
    } else if (value->kind == W_TYPED_HISTORY) {
        w_finding_why(finding, "over no event at all there is no value");
        return;
    } else if (value->kind == W_TYPED_DIVIDE) {
        w_finding_why(finding, "nothing can be divided by zero");
        return;
    } else {
        return;
    }
    const WSource *source = w_check_source(ck, span);
    w_finding_why(finding, "%.*s:%u declares `%.*s: %s`, so some have none",
                  W_STR_ARGS(source->path), w_source_line(source, span.start), W_STR_ARGS(name),
                  w_check_type_name(ck, value->type));
}

static bool can_be_guarded(const WTyped *value) {
    return value->kind == W_TYPED_PROFILE || value->kind == W_TYPED_EVENT ||
           value->kind == W_TYPED_VARIABLE || value->kind == W_TYPED_HISTORY;
}

WTyped *w_check_missing_here(WChecker *ck, const WTyped *value, WType wanted, const char *needs) {
    WStr text = w_check_source_text(ck, value->span);
    WFinding *finding =
        FIND(ck, MISSING_HERE, value->span, "`%.*s` may be missing here", W_STR_ARGS(text));
    WType type = wanted != 0 ? w_type_required(wanted) : w_type_required(value->type);
    w_finding_label(finding, "%s, but %s %s", w_check_a_type(ck, value->type), needs,
                    w_check_a_type(ck, type));
    say_why(ck, finding, value);
    w_finding_fix(finding, "give a default: %.*s otherwise %s", W_STR_ARGS(text),
                  some_value(ck, w_type_required(value->type)));
    if (can_be_guarded(value)) {
        w_finding_fix(finding, "or ask before: %.*s is known and …, or if %.*s is known { … }",
                      W_STR_ARGS(text), W_STR_ARGS(text));
    } else {
        w_finding_fix(finding, "or keep it and ask: let x = %.*s, then if x is known { … }",
                      W_STR_ARGS(text));
    }
    return w_check_error(ck, value->span);
}
