// What is known: a list of facts that shares its tails, so that two ways out of a condition cost
// what they add.
#include "compiler/lint/known.h"

#include "compiler/lint/compute.h"

enum { MOST_FACTS = 160 }; // beyond that nothing new is kept

static const WSpan nowhere;

// ---- the prover

// Questions that count the same event are in one ring, so that what is known of one bounds others.
static uint32_t *ring_uses(WArena *arena, const WProgram *program) {
    uint32_t *next = w_arena_take(arena, (program->use_count + 1) * sizeof *next);
    uint32_t *last = w_arena_take(arena, (program->event_count + 1) * sizeof *last);
    for (uint32_t e = 0; e < program->event_count; e++)
        last[e] = W_NONE;
    for (uint32_t u = 0; u < program->use_count; u++) {
        const WProgramUse *use = &program->uses[u];
        next[u] = u;
        if (use->kind != W_USE_COUNT || use->event >= program->event_count) continue;
        if (last[use->event] != W_NONE) {
            next[u] = next[last[use->event]];
            next[last[use->event]] = u;
        }
        last[use->event] = u;
    }
    return next;
}

WProver w_prover(WArena *arena, const WProgram *program) {
    return (WProver){.arena = arena,
                     .program = program,
                     .terms = {.arena = arena, .program = program},
                     .next_alike = ring_uses(arena, program)};
}

// ---- facts

static const WKnownFact *find(const WKnown *known, uint32_t term) {
    const WKnownFact *fact = known->facts;
    while (fact != NULL && fact->term != term)
        fact = fact->next;
    return fact;
}

// The list without the fact on a term: what stands before it is copied.
static const WKnownFact *without(WProver *prover, const WKnownFact *facts, uint32_t term) {
    const WKnownFact *kept = NULL;
    const WKnownFact **place = &kept;
    for (; facts != NULL && facts->term != term; facts = facts->next) {
        WKnownFact *copy = w_arena_take(prover->arena, sizeof *copy);
        *copy = *facts;
        *place = copy;
        place = &copy->next;
    }
    *place = facts == NULL ? NULL : facts->next;
    return kept;
}

static WKnown with_fact(WProver *prover, WKnown known, WKnownFact fact) {
    if (find(&known, fact.term) != NULL) {
        known.facts = without(prover, known.facts, fact.term);
        known.count--;
    }
    if (known.count >= MOST_FACTS) return known;
    WKnownFact *added = w_arena_take(prover->arena, sizeof *added);
    *added = fact;
    added->next = known.facts;
    known.facts = added;
    known.count++;
    return known;
}

WRange w_known_range(WProver *prover, const WKnown *known, const WTyped *value) {
    WRange computed = w_compute_range(prover, known, value);
    if (value->kind == W_TYPED_CONSTANT || known->facts == NULL) return computed;
    const WKnownFact *fact = find(known, w_term(&prover->terms, value));
    return fact == NULL ? computed : w_range_meet(prover->arena, &computed, &fact->range);
}

WKnown w_known_set(WProver *prover, WKnown known, const WTyped *place, WRange range, WSpan from) {
    uint32_t term = w_term(&prover->terms, place);
    return with_fact(
        prover, known,
        (WKnownFact){.term = term, .range = range, .low_from = from, .high_from = from});
}

static WKnown nobody(WProver *prover, WKnown known, WConflict conflict) {
    prover->conflict = conflict;
    known.is_nobody = true;
    return known;
}

WKnown w_known_narrow(WProver *prover, WKnown known, const WTyped *place, WRange range,
                      WSpan from) {
    if (known.is_nobody) return known;
    WRange before = w_known_range(prover, &known, place);
    WRange met = w_range_meet(prover->arena, &before, &range);
    uint32_t term = w_term(&prover->terms, place);
    const WKnownFact *old = find(&known, term);
    if (w_range_is_empty(&met)) {
        WSpan earlier = nowhere;
        if (old != NULL) earlier = range.low > before.high ? old->high_from : old->low_from;
        return nobody(prover, known, (WConflict){place, before, range, earlier});
    }
    if (w_range_is_within(&before, &met)) return known;
    WKnownFact fact = {.term = term, .range = met, .low_from = from, .high_from = from};
    bool only_high = old != NULL && met.low == before.low && met.high < before.high;
    bool only_low = old != NULL && met.low > before.low && met.high == before.high;
    if (only_high) fact.low_from = old->low_from;
    if (only_low) fact.high_from = old->high_from;
    return with_fact(prover, known, fact);
}

WKnown w_known_copy(WProver *prover, WKnown known, const WTyped *from, const WTyped *to) {
    const WKnownFact *fact = find(&known, w_term(&prover->terms, from));
    if (fact == NULL) return known;
    WKnownFact copy = *fact;
    copy.term = w_term(&prover->terms, to);
    return with_fact(prover, known, copy);
}

// ---- two ways

static WKnown join_facts(WProver *prover, WKnown a, WKnown b) {
    WKnown joined = a;
    joined.facts = NULL;
    joined.count = 0;
    for (const WKnownFact *fact = a.facts; fact != NULL; fact = fact->next) {
        const WKnownFact *other = find(&b, fact->term);
        if (other == NULL) continue;
        WKnownFact both = *fact;
        both.range = w_range_join(prover->arena, &fact->range, &other->range);
        joined = with_fact(prover, joined, both);
    }
    return joined;
}

WKnown w_known_join(WProver *prover, WKnown a, WKnown b) {
    if (a.is_nobody) return b;
    if (b.is_nobody) return a;
    WKnown joined = a.facts == b.facts ? a : join_facts(prover, a, b);
    if (a.event != b.event) joined.event = W_NONE;
    return joined;
}

bool w_known_is_within(const WKnown *b, const WKnown *a) {
    if (b->is_nobody) return true;
    if (a->is_nobody || (a->event != W_NONE && a->event != b->event)) return false;
    for (const WKnownFact *fact = a->facts; fact != NULL; fact = fact->next) {
        const WKnownFact *other = find(b, fact->term);
        if (other == NULL || !w_range_is_within(&other->range, &fact->range)) return false;
    }
    return true;
}

// ---- forgetting

// What may have changed.
typedef struct Change {
    uint32_t depends;
    uint64_t slots;
    uint64_t variables;
} Change;

static bool is_lost(const WTerm *term, Change change) {
    uint32_t touched = term->depends & change.depends;
    if ((touched & ~(uint32_t)W_DEP_PROFILE) != 0 || (term->variables & change.variables) != 0)
        return true;
    return (touched & W_DEP_PROFILE) != 0 && (term->slots & change.slots) != 0;
}

// The facts that stay keep their order.
static WKnown forget(WProver *prover, WKnown known, Change change) {
    const WKnownFact **place = &known.facts;
    for (const WKnownFact *fact = known.facts; fact != NULL; fact = fact->next) {
        if (is_lost(&prover->terms.items[fact->term], change)) {
            known.count--;
            continue;
        }
        WKnownFact *copy = w_arena_take(prover->arena, sizeof *copy);
        *copy = *fact;
        *place = copy;
        place = &copy->next;
    }
    *place = NULL;
    return known;
}

WKnown w_known_forget(WProver *prover, WKnown known, uint32_t depends, uint64_t slots) {
    if ((depends & W_DEP_EVENT) != 0) known.event = W_NONE;
    return forget(prover, known, (Change){.depends = depends, .slots = slots});
}

WKnown w_known_forget_variables(WProver *prover, WKnown known, uint64_t variables) {
    return forget(prover, known, (Change){.variables = variables});
}
