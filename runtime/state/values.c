// Values that records own: profile fields, variables of instances, properties in the history.

#include <string.h>

#include "runtime/base/alloc.h"
#include "runtime/base/assert.h"
#include "runtime/state/layout.h"
#include "runtime/state/state.h"
#include "runtime/value/text.h"

static WValue keep_list(WState *state, WType type, const WList *list) {
    WType element = w_type_element(type);
    WList *copy = w_alloc(sizeof *copy + list->count * sizeof copy->items[0]);
    copy->count = list->count;
    for (uint32_t i = 0; i < list->count; i++) {
        copy->items[i] = w_state_keep(state, element, list->items[i]);
    }
    return w_value_of_pointer(copy);
}

static WValue keep_tuple(WState *state, const WShape *shape, const WTuple *tuple) {
    WTuple *copy = w_alloc(sizeof *copy + shape->count * sizeof copy->items[0]);
    copy->present = tuple->present;
    for (uint32_t i = 0; i < shape->count; i++) {
        bool known = tuple->present >> i & 1;
        copy->items[i] = known ? w_state_keep(state, shape->types[i], tuple->items[i]) : 0;
    }
    return w_value_of_pointer(copy);
}

static const WShape *shape_of(const WState *state, WType type) {
    return &w_state_bundle(state)->shapes[w_type_record(type)];
}

WValue w_state_keep(WState *state, WType type, WValue value) {
    switch (w_type_kind(type)) {
    case W_TYPE_TEXT:
        return w_value_of_pointer(
            w_dictionary_hold(w_state_dictionary(state), w_value_text(value)));
    case W_TYPE_LIST: return keep_list(state, type, w_value_list(value));
    case W_TYPE_RECORD: return keep_tuple(state, shape_of(state, type), w_value_tuple(value));
    default: return value;
    }
}

static void drop_list(WState *state, WType type, const WList *list) {
    for (uint32_t i = 0; i < list->count; i++)
        w_state_drop(state, w_type_element(type), list->items[i]);
    w_free((void *)(uintptr_t)list);
}

static void drop_tuple(WState *state, const WShape *shape, const WTuple *tuple) {
    for (uint32_t i = 0; i < shape->count; i++) {
        if (tuple->present >> i & 1) w_state_drop(state, shape->types[i], tuple->items[i]);
    }
    w_free((void *)(uintptr_t)tuple);
}

void w_state_drop(WState *state, WType type, WValue value) {
    switch (w_type_kind(type)) {
    case W_TYPE_TEXT: w_dictionary_release(w_state_dictionary(state), w_value_text(value)); break;
    case W_TYPE_LIST: drop_list(state, type, w_value_list(value)); break;
    case W_TYPE_RECORD: drop_tuple(state, shape_of(state, type), w_value_tuple(value)); break;
    default: break;
    }
}

static bool is_same(WType type, WValue a, WValue b) {
    return w_type_kind(type) == W_TYPE_TEXT && w_text_equal(w_value_text(a), w_value_text(b));
}

// Replace a value that may be missing.
static void replace(WState *state, WType type, WValue *place, uint64_t *present, uint32_t i,
                    bool known, WValue value) {
    bool was_known = w_bit_get(present, i);
    WValue old = *place;
    if (known && was_known && is_same(type, old, value)) return;
    if (known) {
        *place = w_state_keep(state, type, value);
        w_bit_set(present, i);
    } else {
        *place = 0;
        w_bit_clear(present, i);
    }
    if (was_known) w_state_drop_later(state, type, old);
}

void w_state_set_profile(WState *state, WCustomer *customer, uint32_t slot, bool known,
                         WValue value) {
    WType type = w_state_bundle(state)->profile[slot].type;
    replace(state, type, &customer->profile[slot], customer->profile_present, slot, known, value);
}

void w_state_set_variable(WState *state, WInstanceBody *body, uint32_t variable, bool known,
                          WValue value) {
    const WBundle *bundle = w_state_bundle(state);
    const WJourneyRow *journey = &bundle->journeys[body->journey];
    W_ASSERT(variable < journey->variable_count);
    WType type = bundle->variables[journey->first_variable + variable].type;
    replace(state, type, &body->values[variable], body->present, variable, known, value);
}

void w_history_drop(WState *state, WLog *log, uint32_t event, uint32_t count) {
    if (count == 0) return;
    const WBundle *bundle = w_state_bundle(state);
    const WEventRow *row = &bundle->events[event];
    uint32_t stride = w_history_stride(row);
    for (uint32_t f = 0; f < row->field_count && stride > 1; f++) {
        const WFieldRow *field = &bundle->fields[row->first_field + f];
        if (field->history_slot == W_NONE) continue;
        for (uint32_t i = 0; i < count; i++) {
            WValue *entry = &log->words[(size_t)i * stride];
            if (!w_bit_get(&entry[1], field->history_slot)) continue;
            w_state_drop(state, field->type, entry[2 + field->history_slot]);
        }
    }
    w_log_drop(log, stride, count);
}
