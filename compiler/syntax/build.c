// Building the tree: places, names, lists, and clauses that stand once.
//
// Premise: see build.h.
// Promise: a name or text of a token that recovery put in has no bytes, but is there.
#include "compiler/syntax/build.h"

#include <string.h>

#include "compiler/syntax/literal.h"
#include "runtime/base/utf8.h"

// ---- places

WSpan w_build_token_span(const WParse *p, Tok token) {
    return w_token_span(p->tokens, token);
}

WSpan w_build_span(const WParse *p, Tok from) {
    WSpan span = w_build_token_span(p, from);
    if (p->end > span.end) span.end = p->end;
    return span;
}

WSpan w_build_join(WSpan from, WSpan to) {
    if (to.start < from.start) from.start = to.start;
    if (to.end > from.end) from.end = to.end;
    return from;
}

WStr w_build_token_text(const WParse *p, Tok token) {
    return w_token_text(p->tokens, token);
}

void *w_build_node(const WParse *p, size_t size_bytes) {
    return w_arena_take_zeroed(p->arena, size_bytes);
}

WFinding *w_build_finding(WParse *p, WFindingCode code, WSpan span, const char *format, ...) {
    p->tree->broken = true;
    va_list args;
    va_start(args, format);
    WFinding *finding = w_finding_add_args(p->findings, code, span, format, args);
    va_end(args);
    return finding;
}

void w_build_broken(WParse *p) {
    p->tree->broken = true;
}

// ---- lists

// Every node of the tree begins with its `next`; memcpy, because their types differ.
static void set_next(void *node, void *next) {
    memcpy(node, &next, sizeof next);
}

static void *next_of(const void *node) {
    void *next;
    memcpy(&next, node, sizeof next);
    return next;
}

WList w_list_of(void *node) {
    return (WList){node, node};
}

void w_list_add(WList *list, void *node) {
    if (list->last)
        set_next(list->last, node);
    else
        list->first = node;
    list->last = node;
}

void w_build_append(WParse *p, void *list, void *node) {
    WTail *tail = &p->tails[(uintptr_t)list / sizeof(void *) % W_TAILS];
    void *last = tail->list == list ? tail->last : NULL;
    if (!last) {
        last = next_of(list);
        for (void *next; last && (next = next_of(last));)
            last = next;
    }
    set_next(last ? last : list, node);
    *tail = (WTail){list, node};
}

// ---- names and texts

WName w_build_name(WParse *p, Tok token) {
    if (!token) return (WName){0};
    WStr text = w_utf8_nfc(p->arena, w_build_token_text(p, token));
    return (WName){text, w_build_token_span(p, token)};
}

WName w_build_plain(WParse *p, Tok token) {
    if (!token) return (WName){0};
    return (WName){w_build_text_token(p, token), w_build_token_span(p, token)};
}

WFlag w_build_flag(WParse *p, Tok token) {
    if (!token) return (WFlag){0};
    return (WFlag){true, w_build_span(p, token)};
}

static WList add_item(WParse *p, WList list, WName name) {
    WNameItem *item = w_build_node(p, sizeof *item);
    item->name = name;
    w_list_add(&list, item);
    return list;
}

WList w_build_names(WParse *p, WList list, Tok token) {
    return add_item(p, list, w_build_name(p, token));
}

WList w_build_texts(WParse *p, WList list, Tok token) {
    return add_item(p, list, w_build_plain(p, token));
}

WList w_build_numbers(WParse *p, WList list, Tok token) {
    WNumberItem *item = w_build_node(p, sizeof *item);
    item->value = w_build_int(p, token);
    item->span = w_build_token_span(p, token);
    w_list_add(&list, item);
    return list;
}

uint8_t w_build_word_value(const WParse *p, Tok token) {
    const WWord *word = w_word_find(w_build_token_text(p, token));
    return word ? word->value : 0;
}

WDayItem *w_build_day(WParse *p, Tok token) {
    WDayItem *item = w_build_node(p, sizeof *item);
    item->span = w_build_token_span(p, token);
    item->is_date = token->kind == W_TK_DATE;
    if (item->is_date)
        item->day = w_build_date(p, token);
    else
        item->weekday = (WTreeDay)w_build_word_value(p, token);
    return item;
}

// ---- doc comments

static uint32_t first_comment_before(const WTokens *tokens, uint32_t token) {
    uint32_t low = 0, high = tokens->comment_count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (tokens->comments[middle].before < token)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static void append_doc_line(WBuffer *doc, const WTokens *tokens, const WComment *comment) {
    uint32_t start = comment->start + 2;
    const char *bytes = tokens->source->bytes.bytes;
    if (start < comment->end && bytes[start] == ' ') start++;
    if (doc->size) w_buffer_char(doc, '\n');
    w_buffer_append(doc, bytes + start, comment->end - start);
}

// The `##` lines right before a token, without their marks.
WStr w_build_doc(WParse *p, Tok token) {
    const WTokens *tokens = p->tokens;
    if (tokens->comment_count == 0) return (WStr){0};
    // A token that recovery made is none of the file's.
    if (token < tokens->items || token >= tokens->items + tokens->count) return (WStr){0};
    uint32_t index = (uint32_t)(token - tokens->items);
    WBuffer doc = {0};
    for (uint32_t i = first_comment_before(tokens, index); i < tokens->comment_count; i++) {
        const WComment *comment = &tokens->comments[i];
        if (comment->before != index) break;
        if (comment->doc && comment->alone) append_doc_line(&doc, tokens, comment);
    }
    if (!doc.size) return (WStr){0};
    WStr text = {w_arena_copy(p->arena, doc.bytes, doc.size), doc.size};
    w_buffer_free(&doc);
    return text;
}

// ---- clauses

bool w_build_once(WParse *p, bool taken, WSpan first, Tok keyword) {
    if (!taken) return true;
    if (keyword->start == keyword->end) return false; // recovery's, which said so
    WStr text = w_build_token_text(p, keyword);
    WFinding *f = w_build_finding(p, W_E_CLAUSE_TWICE, w_build_token_span(p, keyword),
                                  "`%.*s` stands here a second time", W_STR_ARGS(text));
    w_finding_other(f, first, "the first one");
    w_finding_fix(f, "leave one of them out");
    return false;
}

void w_build_name_clause(WParse *p, WName *slot, Tok keyword, Tok name) {
    if (w_build_once(p, w_name_given(*slot), slot->span, keyword)) *slot = w_build_name(p, name);
}

void w_build_text_clause(WParse *p, WName *slot, Tok keyword, Tok text) {
    if (w_build_once(p, w_name_given(*slot), slot->span, keyword)) *slot = w_build_plain(p, text);
}

void w_build_amount(WParse *p, WAmount *slot, Tok keyword, Tok value) {
    if (!w_build_once(p, slot->given, slot->span, keyword)) return;
    bool percent = value->kind == W_TK_PERCENT;
    slot->given = true;
    slot->span = w_build_token_span(p, value);
    slot->value = percent ? w_build_percent(p, value) : w_build_int(p, value);
}

void w_build_flag_clause(WParse *p, WFlag *slot, Tok keyword) {
    if (w_build_once(p, slot->given, slot->span, keyword)) *slot = w_build_flag(p, keyword);
}

void w_build_expr_clause(WParse *p, WExpr **slot, Tok keyword, WExpr *value) {
    if (w_build_once(p, *slot != NULL, *slot ? (*slot)->span : (WSpan){0}, keyword)) *slot = value;
}
