// What a rehearsal says has happened before it begins.

#include "runtime/bundle/scope.h"
#include "runtime/engine/private.h"

// It takes the slots that a send would have taken then; no journey sent it.
void w_engine_given_sent(WEngine *engine, WStr customer, uint32_t channel, uint32_t message,
                         int64_t at_ms) {
    const WBundle *bundle = engine->bundle;
    WSiteRow site = {.journey = W_NONE, .channel = channel, .message = message};
    uint32_t index = w_state_find_or_add(engine->state, customer);
    engine->customer = w_state_customer(engine->state, index);
    for (uint32_t i = 0; i < bundle->limits_count; i++) {
        if (w_scope_binds(bundle, &bundle->limits[i].scope, &site))
            w_engine_take_slot_at(engine, i, at_ms);
    }
}
