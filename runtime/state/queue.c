// Customers in line: who may enter a journey only later.

#include "runtime/base/alloc.h"
#include "runtime/base/assert.h"
#include "runtime/state/state.h"

static WQueued **place_of(WQueued **place, uint32_t journey) {
    while (*place != NULL && (*place)->journey < journey)
        place = &(*place)->next;
    return place;
}

WQueued *w_state_find_queued(const WCustomer *customer, uint32_t journey) {
    WQueued *first = customer->queue;
    WQueued *queued = *place_of(&first, journey);
    return queued != NULL && queued->journey == journey ? queued : NULL;
}

void w_state_queue(WCustomer *customer, uint32_t journey, uint32_t entry, int64_t due_ms) {
    WQueued **place = place_of(&customer->queue, journey);
    W_ASSERT(*place == NULL || (*place)->journey != journey);
    WQueued *queued = w_alloc(sizeof *queued);
    *queued = (WQueued){*place, journey, entry, due_ms};
    *place = queued;
}

void w_state_unqueue(WCustomer *customer, uint32_t journey) {
    WQueued **place = place_of(&customer->queue, journey);
    WQueued *queued = *place;
    W_ASSERT(queued != NULL && queued->journey == journey);
    *place = queued->next;
    w_free(queued);
}
