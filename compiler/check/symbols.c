// Symbols: every declared name of a project, in one space, sorted by kind.

#include "compiler/check/checker.h"

#include <stdlib.h>

#include "runtime/base/assert.h"

static const char *const kind_names[W_SYMBOL_KINDS] = {
    [W_SYMBOL_EVENT] = "an event",    [W_SYMBOL_SEGMENT] = "a segment",
    [W_SYMBOL_CHANNEL] = "a channel", [W_SYMBOL_MESSAGE] = "a message",
    [W_SYMBOL_JOURNEY] = "a journey", [W_SYMBOL_CONST] = "a constant",
    [W_SYMBOL_RECORD] = "a record",   [W_SYMBOL_EXCLUSIVE] = "an exclusive group",
    [W_SYMBOL_TAG] = "a tag",
};

const char *w_check_kind_name(WSymbolKind kind) {
    return kind_names[kind];
}

WSymbol *w_check_symbol(const WChecker *ck, WStr name) {
    uint32_t index = w_names_get(&ck->names, name);
    return index == UINT32_MAX ? NULL : ck->symbols[index];
}

bool w_check_is_broken(const WChecker *ck, WSymbolKind kind, uint32_t row) {
    return ck->by_kind[kind].items[row]->tree->broken;
}

// ---- gathering

static bool is_taken_word(WStr name) {
    static const char *const words[] = {
        "now",     "today",    "entry",  "entries", "visits",      "before",
        "boolean", "integer",  "number", "text",    "datetime",    "date",
        "time",    "duration", "other",  "list",    "promotional", "transactional"};
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        if (w_str_equal(name, w_str(words[i]))) return true;
    }
    return false;
}

static void say_twice(WChecker *ck, const WSymbol *first, const WSymbol *second) {
    WFinding *finding = FIND(ck, DECLARED_TWICE, second->span, "`%.*s` is declared twice",
                             W_STR_ARGS(second->name));
    ck->declared_twice[second->kind] |= first->kind == second->kind;
    w_finding_label(finding, "here as %s", kind_names[second->kind]);
    w_finding_other(finding, first->span, "here as %s", kind_names[first->kind]);
    w_finding_fix(finding, "choose another name: all declarations share one space");
}

static void enlist(WChecker *ck, WSymbol *symbol) {
    WSymbolList *list = &ck->by_kind[symbol->kind];
    *W_CHECK_PUSH(ck, list->items, list->count, list->room) = symbol;
    *W_CHECK_PUSH(ck, ck->symbols, ck->symbol_count, ck->symbol_room) = symbol;
}

static void declare(WChecker *ck, WSymbolKind kind, WName name, const WDecl *decl) {
    WSymbol *symbol = w_arena_take_zeroed(ck->arena, sizeof *symbol);
    *symbol = (WSymbol){name.text, name.span, kind, 0, decl, ck->tree};
    enlist(ck, symbol);
    if (is_taken_word(name.text)) {
        WFinding *finding = FIND(ck, RESERVED_NAME, name.span, "`%.*s` means something already",
                                 W_STR_ARGS(name.text));
        w_finding_fix(finding, "choose another name");
    }
}

static void place_once(WChecker *ck, WPlaced *place, const WDecl *decl, const char *what) {
    if (place->decl == NULL) {
        *place = (WPlaced){decl, ck->tree};
        return;
    }
    if (decl->kind == W_DECL_PROFILE) ck->two_profiles = true;
    WFinding *finding = FIND(ck, DECLARED_TWICE, decl->span, "there are two `%s`", what);
    w_finding_other(finding, place->decl->span, "the first");
    w_finding_fix(finding, "put both into one");
}

static void gather_decl(WChecker *ck, const WDecl *decl) {
    WPlaced placed = {decl, ck->tree};
    switch (decl->kind) {
    case W_DECL_ERROR: break;
    case W_DECL_PROJECT: place_once(ck, &ck->project, decl, "project"); break;
    case W_DECL_PROFILE: place_once(ck, &ck->profile, decl, "profile"); break;
    case W_DECL_EVENT: declare(ck, W_SYMBOL_EVENT, decl->event.name, decl); break;
    case W_DECL_SEGMENT: declare(ck, W_SYMBOL_SEGMENT, decl->segment.name, decl); break;
    case W_DECL_CHANNEL: declare(ck, W_SYMBOL_CHANNEL, decl->channel.name, decl); break;
    case W_DECL_MESSAGE: declare(ck, W_SYMBOL_MESSAGE, decl->message.name, decl); break;
    case W_DECL_JOURNEY: declare(ck, W_SYMBOL_JOURNEY, decl->journey.name, decl); break;
    case W_DECL_CONST: declare(ck, W_SYMBOL_CONST, decl->constant.name, decl); break;
    case W_DECL_LIMIT:
        *W_CHECK_PUSH(ck, ck->limits.items, ck->limits.count, ck->limits.room) = placed;
        break;
    case W_DECL_SUPPRESS:
        *W_CHECK_PUSH(ck, ck->suppressions.items, ck->suppressions.count, ck->suppressions.room) =
            placed;
        break;
    case W_DECL_RECORD: declare(ck, W_SYMBOL_RECORD, decl->record.name, decl); break;
    case W_DECL_EXCLUSIVE: declare(ck, W_SYMBOL_EXCLUSIVE, decl->exclusive.name, decl); break;
    case W_DECL_TEST:
        *W_CHECK_PUSH(ck, ck->tests.items, ck->tests.count, ck->tests.room) = placed;
        break;
    case W_DECL_RETIRE:
        *W_CHECK_PUSH(ck, ck->retirements.items, ck->retirements.count, ck->retirements.room) =
            placed;
        break;
    }
}

// ---- order

static int by_place(const WSymbol *a, const WSymbol *b) {
    if (a->tree != b->tree) {
        int order = w_str_compare(a->tree->source->path, b->tree->source->path);
        if (order != 0) return order;
    }
    return a->span.start < b->span.start ? -1 : a->span.start > b->span.start;
}

static int by_name(const void *left, const void *right) {
    const WSymbol *a = *(WSymbol *const *)left, *b = *(WSymbol *const *)right;
    int order = w_str_compare(a->name, b->name);
    return order != 0 ? order : by_place(a, b);
}

static int64_t priority_of(const WSymbol *journey) {
    const WAmount *priority = &journey->decl->journey.priority;
    return priority->given ? priority->value : 50;
}

static int by_priority(const void *left, const void *right) {
    int64_t a = priority_of(*(WSymbol *const *)left), b = priority_of(*(WSymbol *const *)right);
    if (a != b) return a > b ? -1 : 1;
    return by_name(left, right);
}

static int symbols_by_place(const void *left, const void *right) {
    return by_place(*(WSymbol *const *)left, *(WSymbol *const *)right);
}

static void sort(WSymbol **symbols, uint32_t count, int (*order)(const void *, const void *)) {
    if (count > 1) qsort(symbols, count, sizeof(WSymbol *), order);
}

// The first of two equal names, by file and place, is the one that is meant by it.
static void bind_names(WChecker *ck) {
    sort(ck->symbols, ck->symbol_count, symbols_by_place);
    for (uint32_t i = 0; i < ck->symbol_count; i++) {
        WSymbol *symbol = ck->symbols[i];
        if (symbol->name.size == 0) continue; // it was forgotten, and that was said
        uint32_t first = w_names_put(&ck->names, symbol->name, i);
        if (first != i) say_twice(ck, ck->symbols[first], symbol);
    }
}

// The tags of messages, after all else has its name: a tag may not be called like anything else.
static void gather_tags(WChecker *ck) {
    WSymbolList *messages = &ck->by_kind[W_SYMBOL_MESSAGE];
    for (uint32_t i = 0; i < messages->count; i++) {
        const WSymbol *message = messages->items[i];
        ck->tree = message->tree;
        for (WNameItem *tag = message->decl->message.tags; tag != NULL; tag = tag->next) {
            if (tag->name.text.size == 0) continue;
            WSymbol *known = w_check_symbol(ck, tag->name.text);
            if (known != NULL && known->kind == W_SYMBOL_TAG) continue;
            declare(ck, W_SYMBOL_TAG, tag->name, message->decl);
            WSymbol *symbol = ck->symbols[ck->symbol_count - 1];
            if (known != NULL)
                say_twice(ck, known, symbol);
            else
                w_names_put(&ck->names, symbol->name, ck->symbol_count - 1);
        }
    }
}

void w_check_gather(WChecker *ck) {
    for (uint32_t i = 0; i < ck->tree_count; i++) {
        ck->tree = ck->trees[i];
        for (const WDecl *decl = ck->tree->first; decl != NULL; decl = decl->next)
            gather_decl(ck, decl);
    }
    ck->tree = NULL;
    bind_names(ck);
    for (int kind = 0; kind < W_SYMBOL_KINDS; kind++) {
        WSymbolList *list = &ck->by_kind[kind];
        sort(list->items, list->count, kind == W_SYMBOL_JOURNEY ? by_priority : by_name);
    }
    gather_tags(ck);
    for (int kind = 0; kind < W_SYMBOL_KINDS; kind++) {
        for (uint32_t i = 0; i < ck->by_kind[kind].count; i++)
            ck->by_kind[kind].items[i]->row = i;
    }
    ck->tree = NULL;
}

// ---- looking up

static void say_unknown(WChecker *ck, WName name, WSymbolKind kind) {
    if (ck->declared_twice[kind]) return; // most likely the other name of those two
    WFinding *finding =
        FIND(ck, UNKNOWN_NAME, name.span, "there is no `%.*s`", W_STR_ARGS(name.text));
    w_finding_label(finding, "%s is needed here", kind_names[kind]);
    WSuggest suggest = w_check_suggest(ck, name.text);
    for (uint32_t i = 0; suggest.distance > 0 && i < ck->by_kind[kind].count; i++)
        w_suggest_offer(&suggest, ck->by_kind[kind].items[i]->name);
    w_check_did_you_mean(finding, &suggest);
    bool is_new = kind == W_SYMBOL_EVENT && suggest.best.size == 0;
    if (is_new) w_finding_fix(finding, "declare it: event %.*s { … }", W_STR_ARGS(name.text));
}

uint32_t w_check_row(WChecker *ck, WName name, WSymbolKind kind) {
    if (name.text.size == 0) return W_NONE; // it was forgotten, and that was said
    const WSymbol *symbol = w_check_symbol(ck, name.text);
    if (symbol == NULL) {
        say_unknown(ck, name, kind);
        return W_NONE;
    }
    if (symbol->kind == kind) return symbol->row;
    WFinding *finding = FIND(ck, WRONG_KIND, name.span, "`%.*s` is %s, not %s",
                             W_STR_ARGS(name.text), kind_names[symbol->kind], kind_names[kind]);
    w_finding_other(finding, symbol->span, "declared here");
    if (kind == W_SYMBOL_EVENT && symbol->kind == W_SYMBOL_SEGMENT)
        w_finding_fix(finding, "a segment holds or not, as it stands: %.*s",
                      W_STR_ARGS(name.text));
    if (finding->fixes == NULL) w_finding_fix(finding, "name %s", kind_names[kind]);
    return W_NONE;
}
