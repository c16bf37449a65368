// Types of slots, gathered from the rows of a bundle.
#include "runtime/host/shape.h"

static uint32_t *count_options(const WBundle *bundle, WArena *arena) {
    uint32_t *counts = w_arena_take_zeroed(arena, (bundle->enums_count + 1) * sizeof *counts);
    for (uint32_t i = 0; i < bundle->enums_count; i++)
        counts[i] = bundle->enums[i].option_count;
    return counts;
}

static WType *types_of_profile(const WBundle *bundle, WArena *arena) {
    WType *types = w_arena_take_zeroed(arena, (bundle->profile_count + 1) * sizeof *types);
    for (uint32_t i = 0; i < bundle->profile_count; i++)
        types[i] = bundle->profile[i].type;
    return types;
}

static uint32_t *first_slots(const WBundle *bundle, WArena *arena) {
    uint32_t *first = w_arena_take_zeroed(arena, (bundle->events_count + 1) * sizeof *first);
    for (uint32_t i = 0; i < bundle->events_count; i++)
        first[i + 1] = first[i] + bundle->events[i].slot_count;
    return first;
}

static WType *types_of_events(const WBundle *bundle, const uint32_t *first, WArena *arena) {
    size_t count = first[bundle->events_count] + 1;
    WType *types = w_arena_take_zeroed(arena, count * sizeof *types);
    for (uint32_t i = 0; i < bundle->events_count; i++) {
        const WEventRow *event = &bundle->events[i];
        for (uint32_t f = 0; f < event->field_count; f++) {
            const WFieldRow *field = &bundle->fields[event->first_field + f];
            if (field->slot != W_NONE) types[first[i] + field->slot] = field->type;
        }
    }
    return types;
}

WFrameShape w_shape_of(const WBundle *bundle, WArena *arena) {
    uint32_t *first = first_slots(bundle, arena);
    return (WFrameShape){
        .types = types_of_events(bundle, first, arena),
        .event_first = first,
        .event_count = bundle->events_count,
        .profile = types_of_profile(bundle, arena),
        .profile_count = bundle->profile_count,
        .option_counts = count_options(bundle, arena),
        .enum_count = bundle->enums_count,
        .records = bundle->shapes,
    };
}
