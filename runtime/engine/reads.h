// What conditions over time read: who is to be asked again when something changes.
//
// A condition is asked when an event comes that it counts, a field changes that it reads, a
// journey is entered or left that it names, or the time has come that it said itself. So what a
// turn costs grows with the conditions that read what changed, not with those that there are.
#ifndef W_ENGINE_READS_H
#define W_ENGINE_READS_H

#include "runtime/bundle/bundle.h"

typedef enum WInputOf {
    W_READS_EVENT = 0,   // row of an event whose history is asked
    W_READS_FIELD = 1,   // slot of the profile
    W_READS_JOURNEY = 2, // row of a journey: whether the customer is in it, how often before
    W_READS_SENT = 3,    // sent row whose history is asked
} WInputOf;

/// One thing that a condition reads.
typedef struct WRead {
    uint8_t kind; // WInputOf
    uint32_t row;
} WRead;

typedef struct WReadIndex WReadIndex;

/// `timezone_slot`: the field that the customer's days and clocks depend on, or W_NONE.
WReadIndex *w_read_index_create(const WBundle *bundle, uint32_t timezone_slot);
void w_read_index_free(WReadIndex *index);

/// The entries whose condition reads this.
const uint32_t *w_read_index_entries(const WReadIndex *index, WRead read, uint32_t *count);
/// The entries whose condition must be asked with a customer's first input, whatever that is.
const uint32_t *w_read_index_at_first(const WReadIndex *index, uint32_t *count);
/// What the conditions read that are asked of an instance at a point: of the point's arms, of its
/// stage's reactions, of the journey's exits.
const WRead *w_read_index_at_point(const WReadIndex *index, uint32_t point, uint32_t *count);
/// Is any condition asked there?
bool w_read_index_asks(const WReadIndex *index, uint32_t point);
/// Has the journey an `exit when`?
bool w_read_index_may_exit(const WReadIndex *index, uint32_t journey);

#endif
