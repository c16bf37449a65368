// Terms: a table of expressions by what they are.
#include "compiler/lint/term.h"

#include <string.h>

#include "runtime/base/hash.h"
#include "stdlib/native.h"

enum { MOST_OPERANDS = 64 }; // of longer lists each is a term of its own

// ---- what a term depends on

static uint64_t bit_of(uint32_t index) {
    return UINT64_C(1) << (index % 64);
}

static uint32_t native_depends(uint32_t code) {
    const WNative *native = w_native_by_code((uint16_t)code);
    uint32_t depends = 0;
    if ((native->traits & W_NATIVE_NOW) != 0) depends |= W_DEP_TIME;
    if ((native->traits & W_NATIVE_ZONE) != 0) depends |= W_DEP_PROFILE;
    return depends;
}

// What depends on its operands and on nothing else.
static bool is_operation(WTypedKind kind) {
    switch (kind) {
    case W_TYPED_LIST:
    case W_TYPED_CONCAT:
    case W_TYPED_TO_NUMBER:
    case W_TYPED_ENUM_TEXT:
    case W_TYPED_ADD:
    case W_TYPED_SUBTRACT:
    case W_TYPED_MULTIPLY:
    case W_TYPED_MULTIPLY_NUMBER:
    case W_TYPED_DIVIDE:
    case W_TYPED_NEGATE:
    case W_TYPED_OTHERWISE:
    case W_TYPED_EQ:
    case W_TYPED_NE:
    case W_TYPED_LT:
    case W_TYPED_LE:
    case W_TYPED_GT:
    case W_TYPED_GE:
    case W_TYPED_BETWEEN:
    case W_TYPED_IN:
    case W_TYPED_CONTAINS:
    case W_TYPED_STARTS_WITH:
    case W_TYPED_ENDS_WITH:
    case W_TYPED_MATCHES:
    case W_TYPED_KNOWN:
    case W_TYPED_MISSING:
    case W_TYPED_NOT:
    case W_TYPED_AND:
    case W_TYPED_OR:
    case W_TYPED_ELEMENT:
    case W_TYPED_PART:
    case W_TYPED_RECORD:
    case W_TYPED_NOTHING:
    case W_TYPED_IF:
    case W_TYPED_EACH_ANY:
    case W_TYPED_EACH_ALL:
    case W_TYPED_EACH_COUNT:
    case W_TYPED_EACH_SUM: return true;
    default: return false;
    }
}

static uint32_t own_depends(const WTyped *typed) {
    switch (typed->kind) {
    case W_TYPED_CONSTANT:
    case W_TYPED_ENTRY_AT:
    case W_TYPED_ENTRIES:
    case W_TYPED_CUSTOMER:
    case W_TYPED_VARIABLE: return 0;
    case W_TYPED_PROFILE: return W_DEP_PROFILE;
    case W_TYPED_EVENT:
    case W_TYPED_EVENT_AT: return W_DEP_EVENT;
    case W_TYPED_HISTORY: return W_DEP_HISTORY | W_DEP_TIME;
    case W_TYPED_SEGMENT:
    case W_TYPED_INSIDE: return W_DEP_HISTORY | W_DEP_TIME | W_DEP_PROFILE;
    case W_TYPED_NOW:
    case W_TYPED_NEXT_CLOCK: return W_DEP_TIME | W_DEP_PROFILE;
    case W_TYPED_NATIVE: return native_depends(typed->index);
    default: return is_operation(typed->kind) ? 0 : W_DEP_ALL;
    }
}

// What reads the zone, a segment or the history may read any field.
static uint64_t own_slots(const WTyped *typed, uint32_t depends) {
    if (typed->kind == W_TYPED_PROFILE) return bit_of(typed->index);
    bool any = typed->kind == W_TYPED_HISTORY || (depends & W_DEP_PROFILE) != 0;
    return any ? UINT64_MAX : 0;
}

// ---- the table

static uint64_t hash_of(const WTerm *term) {
    uint64_t key[7] = {term->kind, term->type, (uint64_t)term->index << 32 | term->event,
                       (uint64_t)term->constant.value, (uint64_t)(uintptr_t)term->constant.items};
    const WStr text = term->constant.text;
    if (text.size > 0) key[5] = w_hash64(text.bytes, text.size);
    if (term->count > 0) key[6] = w_hash64(term->operands, term->count * sizeof(uint32_t));
    return w_hash64(key, sizeof key);
}

static bool is_same(const WTerm *a, const WTerm *b) {
    return a->kind == b->kind && a->type == b->type && a->index == b->index &&
           a->event == b->event && a->count == b->count &&
           a->constant.value == b->constant.value && a->constant.items == b->constant.items &&
           w_str_equal(a->constant.text, b->constant.text) &&
           (a->count == 0 || memcmp(a->operands, b->operands, a->count * sizeof(uint32_t)) == 0);
}

static void put_cell(WTerms *terms, uint32_t number) {
    uint64_t at = hash_of(&terms->items[number]);
    for (;; at++) {
        uint32_t *cell = &terms->cells[at & (terms->cell_count - 1)];
        if (*cell != W_NONE) continue;
        *cell = number;
        return;
    }
}

static void grow(WTerms *terms) {
    uint32_t room = terms->room == 0 ? 64 : terms->room * 2;
    WTerm *items = w_arena_take(terms->arena, room * sizeof *items);
    if (terms->count > 0) memcpy(items, terms->items, terms->count * sizeof *items);
    terms->items = items;
    terms->room = room;
    terms->cell_count = room * 2;
    terms->cells = w_arena_take(terms->arena, terms->cell_count * sizeof *terms->cells);
    memset(terms->cells, 0xff, terms->cell_count * sizeof *terms->cells);
    for (uint32_t i = 0; i < terms->count; i++)
        put_cell(terms, i);
}

// The number of the term; its operands are copied if it is new.
static uint32_t intern(WTerms *terms, WTerm *term) {
    if (terms->count == terms->room) grow(terms);
    for (uint64_t at = hash_of(term);; at++) {
        uint32_t cell = terms->cells[at & (terms->cell_count - 1)];
        if (cell == W_NONE) break;
        if (is_same(&terms->items[cell], term)) return cell;
    }
    uint32_t *operands = w_arena_take(terms->arena, (term->count + 1) * sizeof *operands);
    if (term->count > 0) memcpy(operands, term->operands, term->count * sizeof *operands);
    term->operands = operands;
    terms->items[terms->count] = *term;
    put_cell(terms, terms->count);
    return terms->count++;
}

// ---- terms of expressions

// Variables and what belongs to the instance are those of one journey.
static bool is_of_journey(WTypedKind kind) {
    return kind == W_TYPED_VARIABLE || kind == W_TYPED_ENTRY_AT || kind == W_TYPED_ENTRIES;
}

static WTerm bare_term(const WTerms *terms, const WTyped *typed) {
    WTerm term = {.kind = typed->kind,
                  .type = w_type_required(typed->type),
                  .index = typed->index,
                  .event = is_of_journey(typed->kind) ? terms->journey : typed->event,
                  .example = typed,
                  .depends = own_depends(typed)};
    if (typed->kind == W_TYPED_CONSTANT || typed->kind == W_TYPED_MATCHES)
        term.constant = typed->constant;
    if (typed->kind == W_TYPED_ELEMENT) term.index = typed->loop;
    term.slots = own_slots(typed, term.depends);
    if (typed->kind == W_TYPED_VARIABLE) term.variables = bit_of(typed->index);
    return term;
}

// What is beyond the operands one term holds makes it a term of its own.
static void take_operands(WTerms *terms, const WTyped *typed, WTerm *term, uint32_t *operands) {
    for (uint32_t i = 0; i < typed->count && i < MOST_OPERANDS; i++) {
        operands[i] = w_term(terms, typed->operands[i]);
        term->depends |= terms->items[operands[i]].depends;
        term->slots |= terms->items[operands[i]].slots;
        term->variables |= terms->items[operands[i]].variables;
    }
    term->operands = operands;
    term->count = typed->count < MOST_OPERANDS ? typed->count : MOST_OPERANDS;
    if (typed->count <= MOST_OPERANDS) return;
    term->depends = W_DEP_ALL;
    term->slots = UINT64_MAX;
    term->variables = UINT64_MAX;
    term->constant.value = (int64_t)(uintptr_t)typed;
}

uint32_t w_term(WTerms *terms, const WTyped *typed) {
    while (typed->kind == W_TYPED_SURE)
        typed = typed->operands[0];
    uint32_t operands[MOST_OPERANDS];
    WTerm term = bare_term(terms, typed);
    take_operands(terms, typed, &term, operands);
    return intern(terms, &term);
}

uint32_t w_term_compare(WTerms *terms, WTypedKind kind, uint32_t a, uint32_t b) {
    uint32_t operands[] = {a, b};
    if (kind == W_TYPED_EQ && a > b) {
        operands[0] = b;
        operands[1] = a;
    }
    const WTerm *left = &terms->items[a], *right = &terms->items[b];
    WTerm term = {.kind = kind,
                  .type = W_TYPE_BOOLEAN,
                  .count = 2,
                  .operands = operands,
                  .example = left->example,
                  .depends = left->depends | right->depends,
                  .slots = left->slots | right->slots,
                  .variables = left->variables | right->variables};
    return intern(terms, &term);
}
