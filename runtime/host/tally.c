// Counting decisions: an open hash table of a few hundred rows at most, because there are only so
// many places and reasons.
#include "runtime/host/tally.h"

#include <stdlib.h>
#include <string.h>

#include "runtime/base/alloc.h"
#include "runtime/host/words.h"

static uint32_t hash_of(const WTallyRow *row) {
    uint64_t hash = (uint64_t)row->what << 16 | (uint64_t)row->outcome << 8 | row->reason;
    hash = (hash ^ row->journey) * UINT64_C(0x9e3779b97f4a7c15);
    hash = (hash ^ row->stage) * UINT64_C(0x9e3779b97f4a7c15);
    hash = (hash ^ row->site) * UINT64_C(0x9e3779b97f4a7c15);
    hash = (hash ^ row->rule ^ (uintptr_t)row->text) * UINT64_C(0x9e3779b97f4a7c15);
    return (uint32_t)(hash >> 32);
}

static bool is_same(const WTallyRow *a, const WTallyRow *b) {
    return a->what == b->what && a->outcome == b->outcome && a->reason == b->reason &&
           a->journey == b->journey && a->stage == b->stage && a->site == b->site &&
           a->rule == b->rule && a->text == b->text;
}

static WTallyRow *place(const WTally *tally, const WTallyRow *row) {
    for (uint32_t i = hash_of(row) & (tally->room - 1);; i = (i + 1) & (tally->room - 1)) {
        WTallyRow *found = &tally->rows[i];
        if (!found->is_used || is_same(found, row)) return found;
    }
}

static void grow(WTally *tally) {
    WTally larger = *tally;
    larger.room = tally->room ? 2 * tally->room : 64;
    larger.rows = w_alloc(larger.room * sizeof *larger.rows);
    for (uint32_t i = 0; i < tally->room; i++) {
        if (tally->rows[i].is_used) *place(&larger, &tally->rows[i]) = tally->rows[i];
    }
    w_free(tally->rows);
    *tally = larger;
}

void w_tally_add(WTally *tally, const WDecision *decision) {
    WTallyRow row = {
        .what = decision->what,
        .outcome = decision->outcome,
        .reason = decision->reason,
        .is_used = true,
        .journey = decision->journey,
        .stage = decision->stage,
        .site = decision->site,
        .rule = decision->rule,
        .text = decision->text,
    };
    if (2 * (tally->used + 1) > tally->room) grow(tally);
    WTallyRow *found = place(tally, &row);
    if (!found->is_used) {
        *found = row;
        tally->used++;
    }
    found->count++;
    tally->total++;
}

// Compare numbers where W_NONE comes last, as it is the largest.
static int by(uint32_t a, uint32_t b) {
    return (a > b) - (a < b);
}

static int by_text(const WText *a, const WText *b) {
    if (!a || !b) return (a != NULL) - (b != NULL);
    return w_str_compare((WStr){a->bytes, a->size}, (WStr){b->bytes, b->size});
}

static int in_order(const void *left, const void *right) {
    const WTallyRow *a = left, *b = right;
    int order = by(a->what, b->what);
    if (!order) order = by(a->journey, b->journey);
    if (!order) order = by(a->site, b->site);
    if (!order) order = by(a->stage, b->stage);
    if (!order) order = by(a->outcome, b->outcome);
    if (!order) order = by(a->reason, b->reason);
    if (!order) order = by(a->rule, b->rule);
    return order ? order : by_text(a->text, b->text);
}

const WTallyRow *w_tally_sorted(WTally *tally) {
    if (tally->sorted && tally->sorted_total == tally->total) return tally->sorted;
    w_free(tally->sorted);
    tally->sorted = w_alloc((tally->used + 1) * sizeof *tally->sorted);
    uint32_t count = 0;
    for (uint32_t i = 0; i < tally->room; i++) {
        if (tally->rows[i].is_used) tally->sorted[count++] = tally->rows[i];
    }
    qsort(tally->sorted, count, sizeof *tally->sorted, in_order);
    tally->sorted_total = tally->total;
    return tally->sorted;
}

// Texts of a bundle end with a NUL, so their views are C strings too.
void w_tally_words(const WBundle *bundle, const WTallyRow *row, wend_tally *words) {
    WDecision decision = {
        .what = row->what,
        .outcome = row->outcome,
        .reason = row->reason,
        .journey = row->journey,
        .stage = row->stage,
        .site = row->site,
        .rule = row->rule,
    };
    *words = (wend_tally){
        .what = w_word_what(row->what),
        .outcome = w_word_outcome(row->outcome),
        .reason = w_word_reason(row->reason),
        .journey = w_word_journey(bundle, &decision).bytes,
        .stage = w_word_stage(bundle, &decision).bytes,
        .channel = w_word_channel(bundle, &decision).bytes,
        .message = w_word_message(bundle, &decision).bytes,
        .rule = w_word_rule(bundle, &decision).bytes,
        .text = row->text ? row->text->bytes : "",
        .count = row->count,
    };
}

void w_tally_free(WTally *tally) {
    w_free(tally->rows);
    w_free(tally->sorted);
    *tally = (WTally){0};
}
