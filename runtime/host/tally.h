// How often what was decided: one count for each kind, place and reason.
#ifndef W_HOST_TALLY_H
#define W_HOST_TALLY_H

#include "runtime/bundle/bundle.h"
#include "runtime/vm/turn.h"
#include "wend/wend.h"

typedef struct WTallyRow {
    uint8_t what;
    uint8_t outcome;
    uint8_t reason;
    bool is_used;
    uint32_t journey;
    uint32_t stage;
    uint32_t site;
    uint32_t rule;
    const WText *text; // of the script; one pointer a text
    uint64_t count;
} WTallyRow;

/// All zero is a valid empty tally.
typedef struct WTally {
    WTallyRow *rows; // open addressing
    uint32_t room;   // a power of two, or 0
    uint32_t used;
    uint64_t total;    // of all counts
    WTallyRow *sorted; // as it was at `sorted_total`
    uint64_t sorted_total;
} WTally;

void w_tally_add(WTally *tally, const WDecision *decision);
/// All rows in a fixed order, `used` of them. Valid until something is added.
const WTallyRow *w_tally_sorted(WTally *tally);
/// A row in words that live as long as the bundle.
void w_tally_words(const WBundle *bundle, const WTallyRow *row, wend_tally *words);
void w_tally_free(WTally *tally);

#endif
