// Facts: what conditions on the way here have shown to be known.
//
// Promise: a fact is added only where every way to this place has passed a condition that shows
// it, and it is dropped as soon as what it speaks of may be another value.

#include "compiler/check/checker.h"

enum { KIND_SHIFT = 60, EVENT_SHIFT = 30 };

// What a fact can be about: a place by its number, and the way through its fields if it is a
// record. The number is 0 for all else.
typedef struct Subject {
    uint64_t key;
    uint32_t path;
} Subject;

static Subject subject_of(WChecker *ck, const WTyped *place);

// A field of a record: the way there is that of the record and one field more.
static Subject subject_of_part(WChecker *ck, const WTyped *part) {
    const WTyped *of = part->operands[0];
    if (of->kind == W_TYPED_SURE) of = of->operands[0];
    Subject subject = subject_of(ck, of);
    if (subject.key == 0) return subject;
    uint32_t step[] = {subject.path, part->index};
    WStr bytes = {w_arena_copy(ck->arena, step, sizeof step), sizeof step};
    subject.path = w_names_put(&ck->fact_paths, bytes, ck->fact_paths.count + 1);
    return subject;
}

static Subject subject_of(WChecker *ck, const WTyped *place) {
    switch (place->kind) {
    case W_TYPED_PROFILE: return (Subject){UINT64_C(1) << KIND_SHIFT | place->index, 0};
    case W_TYPED_EVENT:
        return (Subject){
            UINT64_C(2) << KIND_SHIFT | (uint64_t)place->event << EVENT_SHIFT | place->index, 0};
    case W_TYPED_VARIABLE: return (Subject){UINT64_C(3) << KIND_SHIFT | place->index, 0};
    case W_TYPED_BEFORE: return (Subject){UINT64_C(7) << KIND_SHIFT | place->index, 0};
    case W_TYPED_HISTORY: return (Subject){UINT64_C(4) << KIND_SHIFT | place->index, 0};
    case W_TYPED_ELEMENT: return (Subject){UINT64_C(6) << KIND_SHIFT | place->loop, 0};
    case W_TYPED_PARAM: return (Subject){UINT64_C(7) << KIND_SHIFT | place->index, 0};
    case W_TYPED_PART: return subject_of_part(ck, place);
    default: return (Subject){0};
    }
}

// A `var` may be set again, so it is another kind than what is kept.
static unsigned kind_of(const WChecker *ck, uint64_t key) {
    unsigned kind = (unsigned)(key >> KIND_SHIFT);
    bool is_var = kind == 3 && ck->journey != NULL && ck->journey->variables[(uint32_t)key].is_var;
    return is_var ? 5 : kind;
}

static bool has(const WFacts *facts, Subject subject) {
    for (; facts != NULL; facts = facts->next) {
        if (facts->key == subject.key && facts->path == subject.path) return true;
    }
    return false;
}

static const WFacts *push(WChecker *ck, const WFacts *facts, Subject subject) {
    WFacts *more = w_arena_take(ck->arena, sizeof *more);
    *more = (WFacts){subject.key, subject.path, facts};
    return more;
}

static const WFacts *with(WChecker *ck, const WFacts *facts, const WTyped *place) {
    Subject subject = subject_of(ck, place);
    return subject.key == 0 || has(facts, subject) ? facts : push(ck, facts, subject);
}

bool w_facts_know(WChecker *ck, const WFacts *facts, const WTyped *place) {
    Subject subject = subject_of(ck, place);
    return subject.key != 0 && has(facts, subject);
}

bool w_facts_know_event_field(WChecker *ck, const WFacts *facts, uint32_t event, uint32_t field) {
    WTyped place = {.kind = W_TYPED_EVENT, .event = event, .index = field};
    return w_facts_know(ck, facts, &place);
}

const WFacts *w_facts_add(WChecker *ck, const WFacts *facts, const WTyped *place) {
    return with(ck, facts, place);
}

static uint32_t count_of(const WFacts *facts) {
    uint32_t count = 0;
    for (; facts != NULL; facts = facts->next)
        count++;
    return count;
}

// Lists that come from one place share their end.
static const WFacts *shared_end(const WFacts *a, const WFacts *b) {
    uint32_t a_count = count_of(a), b_count = count_of(b);
    for (; a_count > b_count; a_count--)
        a = a->next;
    for (; b_count > a_count; b_count--)
        b = b->next;
    for (; a != b; a = a->next)
        b = b->next;
    return a;
}

const WFacts *w_facts_both(WChecker *ck, const WFacts *a, const WFacts *b) {
    const WFacts *shared = shared_end(a, b), *both = shared;
    for (; a != shared; a = a->next) {
        Subject subject = {a->key, a->path};
        if (has(b, subject)) both = push(ck, both, subject);
    }
    return both;
}

// The facts whose kind is in `kinds`, but for those about `but` and what is in it.
static const WFacts *only(WChecker *ck, const WFacts *facts, unsigned kinds, uint64_t but) {
    const WFacts *left = NULL;
    for (; facts != NULL; facts = facts->next) {
        bool stays = (kinds >> kind_of(ck, facts->key) & 1) != 0 && facts->key != but;
        if (stays) left = push(ck, left, (Subject){facts->key, facts->path});
    }
    return left;
}

enum {
    PROFILE = 1 << 1,
    EVENT = 1 << 2,
    VARIABLE = 1 << 3,
    HISTORY = 1 << 4,
    VAR = 1 << 5,
    ELEMENT = 1 << 6,
    PARAM = 1 << 7,
};

// A question to the history may depend on the field too.
const WFacts *w_facts_drop_profile(WChecker *ck, const WFacts *facts, uint32_t slot) {
    WTyped place = {.kind = W_TYPED_PROFILE, .index = slot};
    return only(ck, facts, PROFILE | EVENT | VARIABLE | VAR | ELEMENT, subject_of(ck, &place).key);
}

static WTyped variable_place(uint32_t variable) {
    return (WTyped){.kind = W_TYPED_VARIABLE, .index = variable};
}

const WFacts *w_facts_drop_variable(WChecker *ck, const WFacts *facts, uint32_t variable) {
    WTyped place = variable_place(variable);
    return only(ck, facts, PROFILE | EVENT | VARIABLE | VAR | ELEMENT, subject_of(ck, &place).key);
}

const WFacts *w_facts_add_variable(WChecker *ck, const WFacts *facts, uint32_t variable) {
    WTyped place = variable_place(variable);
    return with(ck, facts, &place);
}

const WFacts *w_facts_that_last(WChecker *ck, const WFacts *facts) {
    return only(ck, facts, VARIABLE, 0);
}

const WFacts *w_facts_without_event(WChecker *ck, const WFacts *facts) {
    return only(ck, facts, PROFILE | VARIABLE | HISTORY | VAR | ELEMENT | PARAM, 0);
}

// Both parts hold, or (of an `or`) one of them does.
static const WFacts *of_two(WChecker *ck, const WTyped *node, bool holds, bool both,
                            const WFacts *facts) {
    const WFacts *a = w_facts_when(ck, node->operands[0], holds, facts);
    if (both) return w_facts_when(ck, node->operands[1], holds, a);
    return w_facts_both(ck, a, w_facts_when(ck, node->operands[1], holds, facts));
}

const WFacts *w_facts_when(WChecker *ck, const WTyped *condition, bool holds,
                           const WFacts *facts) {
    const WTyped *a = condition->count > 0 ? condition->operands[0] : condition;
    switch (condition->kind) {
    case W_TYPED_NOT: return w_facts_when(ck, a, !holds, facts);
    case W_TYPED_AND: return of_two(ck, condition, holds, holds, facts);
    case W_TYPED_OR: return of_two(ck, condition, holds, !holds, facts);
    case W_TYPED_KNOWN:
    case W_TYPED_EQ:
    case W_TYPED_IN: return holds ? with(ck, facts, a) : facts;
    case W_TYPED_MISSING:
    case W_TYPED_NE: return holds ? facts : with(ck, facts, a);
    default: return facts;
    }
}
