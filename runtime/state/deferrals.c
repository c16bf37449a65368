// Sends that wait: what an instance keeps of them.

#include <string.h>

#include "runtime/base/alloc.h"
#include "runtime/base/assert.h"
#include "runtime/state/layout.h"

uint32_t w_state_send_values(const WState *state, uint32_t site) {
    const WBundle *bundle = w_state_bundle(state);
    const WSiteRow *row = &bundle->sites[site];
    return bundle->messages[row->message].param_count + ((row->flags & W_SITE_HAS_TO) != 0);
}

WType w_state_send_type(const WState *state, uint32_t site, uint32_t i) {
    const WBundle *bundle = w_state_bundle(state);
    const WMessageRow *message = &bundle->messages[bundle->sites[site].message];
    if (i == message->param_count) return W_TYPE_TEXT; // the address
    return bundle->params[message->first_param + i].type;
}

WDeferral *w_state_new_deferral(WState *state, uint32_t site, int64_t since_ms) {
    uint32_t count = w_state_send_values(state, site);
    WDeferral *deferral = w_alloc(sizeof *deferral + count * sizeof deferral->values[0]);
    deferral->since_ms = since_ms;
    return deferral;
}

void w_state_keep_value(WState *state, uint32_t site, WDeferral *deferral, uint32_t i,
                        WValue value) {
    W_ASSERT(i < w_state_send_values(state, site) && !w_bit_get(deferral->present, i));
    deferral->values[i] = w_state_keep(state, w_state_send_type(state, site, i), value);
    w_bit_set(deferral->present, i);
}

void w_state_drop_deferral(WState *state, uint32_t site, WDeferral *deferral) {
    for (uint32_t i = 0; i < w_state_send_values(state, site); i++) {
        if (!w_bit_get(deferral->present, i)) continue;
        w_state_drop_later(state, w_state_send_type(state, site, i), deferral->values[i]);
    }
    w_free(deferral);
}

void w_state_leave_wait(WState *state, WInstance *instance) {
    const WPointRow *points = w_state_bundle(state)->points;
    if (instance->deferral != NULL)
        w_state_drop_deferral(state, points[instance->point].site, instance->deferral);
    instance->deferral = NULL;
    WOuterWait *outer = instance->outer;
    if (outer == NULL) return;
    if (outer->deferral != NULL)
        w_state_drop_deferral(state, points[outer->point].site, outer->deferral);
    w_free(outer);
    instance->outer = NULL;
}

void w_state_return_to_outer(WState *state, WInstance *instance) {
    WOuterWait *outer = instance->outer;
    instance->outer = NULL;
    w_state_leave_wait(state, instance);
    instance->point = outer->point;
    instance->began_ms = outer->began_ms;
    instance->deadline_ms = outer->deadline_ms;
    instance->deferral = outer->deferral;
    w_free(outer);
}
