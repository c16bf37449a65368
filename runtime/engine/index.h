// The event index: from an event to the entries whose condition can hold.
//
// Entries of one event are grouped by which slots their equality tests read (their signature);
// within a group a hash of the values leads to a bucket. So the work an event costs grows with the
// number of signatures and of matches, not with the number of journeys. A bucket may hold an entry
// that does not match (equal hashes): the entry's whole condition is evaluated all the same.
#ifndef W_ENGINE_INDEX_H
#define W_ENGINE_INDEX_H

#include "runtime/bundle/bundle.h"

typedef struct WEventIndex WEventIndex;

WEventIndex *w_event_index_create(const WBundle *bundle);
void w_event_index_free(WEventIndex *index);

/// A customer's profile and an event, as the index reads them.
typedef struct WEventIndexLook {
    uint32_t event;
    const WValue *slots;
    const uint64_t *present;
    const WValue *profile;
    const uint64_t *profile_present;
} WEventIndexLook;

typedef void WEventIndexFound(void *context, uint32_t entry);

/// Call `found` for every entry that can match, group by group.
void w_event_index_each(const WEventIndex *index, const WEventIndexLook *look,
                        WEventIndexFound *found, void *context);

#endif
