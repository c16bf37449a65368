// Events that journeys emit, from registers to an input of the same turn.

#include "runtime/engine/private.h"

void w_engine_put_in(WEngine *engine, const WVmRun *run) {
    const WBundle *bundle = engine->bundle;
    const WEmissionRow *row = &bundle->emissions[run->target];
    const WEventRow *event = &bundle->events[row->event];
    uint32_t words = w_bit_words(event->slot_count) + 1;
    WValue *slots = w_arena_take_zeroed(&engine->scratch, (event->slot_count + 1) * sizeof *slots);
    uint64_t *present = w_arena_take_zeroed(&engine->scratch, words * sizeof *present);
    for (uint32_t i = 0; i < row->given_count; i++) {
        uint32_t slot = bundle->givens[row->first_given + i].slot;
        if (!w_bit_get(run->present, run->first_register + i)) continue;
        w_bit_set(present, slot);
        slots[slot] = run->registers[run->first_register + i];
    }
    // Variables go with their instance, which may end before the event comes in.
    for (uint32_t f = event->first_field; f < event->first_field + event->field_count; f++) {
        const WFieldRow *field = &bundle->fields[f];
        if (field->slot == W_NONE || !w_bit_get(present, field->slot)) continue;
        slots[field->slot] = w_engine_copy_value(engine, field->type, slots[field->slot]);
    }
    w_engine_emit(engine, row->event, slots, present);
}
