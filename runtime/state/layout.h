// Inside the state room: how history entries lie in their logs.
#ifndef W_STATE_LAYOUT_H
#define W_STATE_LAYOUT_H

#include "runtime/state/state.h"

/// Words of one entry: its time; and, if the event keeps slots, a presence bitmap and the slots.
static inline uint32_t w_history_stride(const WEventRow *event) {
    return event->history_slots > 0 ? 2 + event->history_slots : 1;
}

/// Give a value up with the next w_state_sweep.
void w_state_drop_later(WState *state, WType type, WValue value);

/// Drop the oldest `count` entries of an event's history with what they own.
void w_history_drop(WState *state, WLog *log, uint32_t event, uint32_t count);

#endif
