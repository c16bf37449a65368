// Keys of instances: whom an event reaches where a journey has `one per KEY`.
//
// Premise: the verifier has seen that the rows of a journey name slots of its key's type.
// Promise: of a journey with a key an event that carries it reaches the instance with the same
// value and no other; one that does not carry it reaches all.

#include "runtime/engine/private.h"

bool w_engine_event_key(const WEngine *engine, uint32_t journey, const EventView *event,
                        WValue *key) {
    const WJourneyRow *row = &engine->bundle->journeys[journey];
    for (uint32_t i = 0; i < row->instance_key_count; i++) {
        const WInstanceKeyRow *k = &engine->bundle->instance_keys[row->first_instance_key + i];
        if (k->event != event->event) continue;
        *key = event->slots[k->slot];
        return w_bit_get(event->present, k->slot);
    }
    return false;
}

bool w_engine_reaches(const WEngine *engine, const EventView *event, uint32_t journey,
                      WValue key) {
    WType type = engine->bundle->journeys[journey].key_type;
    WValue wanted = 0;
    if (type == 0 || !w_engine_event_key(engine, journey, event, &wanted)) return true;
    return w_state_compare_keys(type, key, wanted) == 0;
}

// The node is needed as long as it says when the journey may be entered again. That of the latest
// entry is also how often there were any.
static bool is_needed(const WEngine *engine, const WInstance *instance, uint32_t latest) {
    if (instance->point != W_NONE || instance->number == latest) return true;
    const WJourneyRow *row = &engine->bundle->journeys[instance->journey];
    return w_engine_reenter_at(row, instance) > engine->now_ms;
}

void w_engine_forget_keys(WEngine *engine) {
    uint32_t journey = W_NONE, latest = 0;
    for (WInstance *next, *i = engine->customer->instances; i != NULL; i = next) {
        next = i->next;
        if (engine->bundle->journeys[i->journey].key_type == 0) continue;
        if (i->journey != journey) latest = w_state_entries(engine->customer, i->journey);
        journey = i->journey;
        if (!is_needed(engine, i, latest))
            w_state_forget_instance(engine->state, engine->customer, i);
    }
}
