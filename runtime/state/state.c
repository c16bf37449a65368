// The records of all customers.
//
// Heads lie in chunks that never move, so an index finds a customer with a shift and a pointer
// stays good. Whatever a record owns beyond its head is on the heap and given back with it.

#include "runtime/state/state.h"

#include <string.h>

#include "runtime/base/alloc.h"
#include "runtime/base/arena.h"
#include "runtime/base/assert.h"
#include "runtime/base/hash.h"
#include "runtime/base/limits.h"
#include "runtime/state/layout.h"

enum { CHUNK_BITS = 10, CHUNK = 1 << CHUNK_BITS };

typedef struct Slot {
    uint32_t tag;   // upper half of the id's hash
    uint32_t index; // of the customer, plus 1; 0 is empty
} Slot;

typedef struct Replaced {
    WType type;
    WValue value;
} Replaced;

struct WState {
    const WBundle *bundle;
    WDictionary dictionary;
    WCalendar *calendar;
    WCells cells;
    WArena ids; // ids of customers live as long as the state
    char **chunks;
    size_t chunk_count;
    size_t chunk_room;
    size_t stride_bytes; // of a head with its slots
    uint32_t count;
    Slot *slots;
    uint32_t slot_count;    // a power of two
    uint32_t *history_logs; // by event: log number or W_NONE
    uint32_t history_count;
    int64_t *ends_ms;   // by journey
    Replaced *replaced; // values that code may still have in hand
    size_t replaced_count;
    size_t replaced_room;
    uint32_t *dirty; // ring of customer indices in the order they became dirty
    size_t dirty_first;
    size_t dirty_count;
    size_t dirty_room; // a power of two, or 0
};

static bool id_before(void *context, uint32_t a, uint32_t b) {
    WState *state = context;
    const WText *x = w_state_customer(state, a)->id;
    const WText *y = w_state_customer(state, b)->id;
    return w_str_compare((WStr){x->bytes, x->size}, (WStr){y->bytes, y->size}) < 0;
}

static void number_logs(WState *state) {
    const WBundle *bundle = state->bundle;
    state->history_logs = w_alloc((bundle->events_count + 1) * sizeof *state->history_logs);
    for (uint32_t e = 0; e < bundle->events_count; e++) {
        bool kept = bundle->events[e].keep_ms != W_KEEP_NOTHING;
        state->history_logs[e] = kept ? state->history_count++ : W_NONE;
    }
}

WState *w_state_create(const WBundle *bundle) {
    WState *state = w_alloc(sizeof *state);
    state->bundle = bundle;
    state->calendar = w_calendar_create(id_before, state);
    number_logs(state);
    state->ends_ms = w_alloc((bundle->journeys_count + 1) * sizeof *state->ends_ms);
    for (uint32_t i = 0; i < bundle->journeys_count; i++)
        state->ends_ms[i] = W_NEVER_MS;
    uint32_t fields = bundle->profile_count;
    state->stride_bytes = sizeof(WCustomer) + (fields + w_bit_words(fields)) * sizeof(WValue) +
                          w_state_log_count(state) * sizeof(WLog);
    return state;
}

void w_state_set_end(WState *state, uint32_t journey, int64_t at_ms) {
    state->ends_ms[journey] = at_ms;
}

int64_t w_state_end(const WState *state, uint32_t journey) {
    return state->ends_ms[journey];
}

const WBundle *w_state_bundle(const WState *state) {
    return state->bundle;
}

WDictionary *w_state_dictionary(WState *state) {
    return &state->dictionary;
}

WCalendar *w_state_calendar(WState *state) {
    return state->calendar;
}

WCells *w_state_cells(WState *state) {
    return &state->cells;
}

uint32_t w_state_count(const WState *state) {
    return state->count;
}

uint32_t w_state_history_log(const WState *state, uint32_t event) {
    return state->history_logs[event];
}

uint32_t w_state_limit_log(const WState *state, uint32_t limit) {
    return state->history_count + limit;
}

uint32_t w_state_log_count(const WState *state) {
    return state->history_count + state->bundle->limits_count + state->bundle->sents_count;
}

uint32_t w_state_sent_log(const WState *state, uint32_t sent) {
    return state->history_count + state->bundle->limits_count + sent;
}

WCustomer *w_state_customer(WState *state, uint32_t index) {
    W_ASSERT(index < state->count);
    char *chunk = state->chunks[index >> CHUNK_BITS];
    return (WCustomer *)(void *)(chunk + (index & (CHUNK - 1)) * state->stride_bytes);
}

// ---- finding

static bool has_id(const WState *state, uint32_t index, WStr id) {
    const WText *text = w_state_customer((WState *)(uintptr_t)state, index)->id;
    return text->size == id.size && memcmp(text->bytes, id.bytes, id.size) == 0;
}

static uint32_t find_slot(const WState *state, WStr id, uint64_t hash) {
    uint32_t mask = state->slot_count - 1;
    uint32_t tag = (uint32_t)(hash >> 32);
    uint32_t i = (uint32_t)hash & mask;
    for (; state->slots[i].index != 0; i = (i + 1) & mask) {
        if (state->slots[i].tag == tag && has_id(state, state->slots[i].index - 1, id)) break;
    }
    return i;
}

uint32_t w_state_find(const WState *state, WStr id) {
    if (state->slot_count == 0) return W_NONE;
    Slot slot = state->slots[find_slot(state, id, w_hash64(id.bytes, id.size))];
    return slot.index == 0 ? W_NONE : slot.index - 1;
}

static void grow_slots(WState *state) {
    Slot *old = state->slots;
    uint32_t old_count = state->slot_count;
    state->slot_count = old_count ? old_count * 2 : 1024;
    state->slots = w_alloc(state->slot_count * sizeof *state->slots);
    for (uint32_t i = 0; i < old_count; i++) {
        if (old[i].index == 0) continue;
        const WText *id = w_state_customer(state, old[i].index - 1)->id;
        uint32_t mask = state->slot_count - 1;
        uint32_t k = (uint32_t)w_hash64(id->bytes, id->size) & mask;
        while (state->slots[k].index != 0)
            k = (k + 1) & mask;
        state->slots[k] = old[i];
    }
    w_free(old);
}

// ---- records

static const WText *own_id(WState *state, WStr id) {
    WText *text = w_arena_take(&state->ids, sizeof *text + id.size + 1);
    text->hash = (uint32_t)w_hash64(id.bytes, id.size);
    text->size = (uint32_t)id.size;
    memcpy(text->bytes, id.bytes, id.size);
    text->bytes[id.size] = '\0';
    return text;
}

static void set_defaults(WState *state, WCustomer *customer) {
    const WBundle *bundle = state->bundle;
    for (uint32_t i = 0; i < bundle->profile_count; i++) {
        uint32_t constant = bundle->profile[i].constant;
        if (constant == W_NONE) continue;
        w_state_set_profile(state, customer, i, true, bundle->constant_values[constant]);
    }
}

static WCustomer *add_customer(WState *state, WStr id) {
    if ((state->count & (CHUNK - 1)) == 0) {
        state->chunks = w_grow(state->chunks, &state->chunk_room, state->chunk_count + 1,
                               sizeof *state->chunks);
        state->chunks[state->chunk_count++] = w_alloc(CHUNK * state->stride_bytes);
    }
    uint32_t fields = state->bundle->profile_count;
    WCustomer *customer = w_state_customer(state, state->count++);
    customer->id = own_id(state, id);
    customer->now_ms = INT64_MIN;
    customer->timetable_ms = W_NEVER_MS;
    customer->profile = (WValue *)(customer + 1);
    customer->profile_present = customer->profile + fields;
    customer->logs = (WLog *)(void *)(customer->profile_present + w_bit_words(fields));
    set_defaults(state, customer);
    return customer;
}

uint32_t w_state_find_or_add(WState *state, WStr id) {
    if ((state->count + 1) * UINT64_C(2) > state->slot_count) grow_slots(state);
    uint64_t hash = w_hash64(id.bytes, id.size);
    Slot *slot = &state->slots[find_slot(state, id, hash)];
    if (slot->index == 0) {
        add_customer(state, id);
        *slot = (Slot){(uint32_t)(hash >> 32), state->count};
    }
    return slot->index - 1;
}

void w_state_drop_later(WState *state, WType type, WValue value) {
    WTypeKind kind = w_type_kind(type);
    if (kind != W_TYPE_TEXT && kind != W_TYPE_LIST && kind != W_TYPE_RECORD) return;
    state->replaced = w_grow(state->replaced, &state->replaced_room, state->replaced_count + 1,
                             sizeof *state->replaced);
    state->replaced[state->replaced_count++] = (Replaced){type, value};
}

void w_state_sweep(WState *state) {
    for (size_t i = 0; i < state->replaced_count; i++)
        w_state_drop(state, state->replaced[i].type, state->replaced[i].value);
    state->replaced_count = 0;
}

static void drop_profile(WState *state, WCustomer *customer) {
    for (uint32_t i = 0; i < state->bundle->profile_count; i++) {
        if (!w_bit_get(customer->profile_present, i)) continue;
        w_state_drop(state, state->bundle->profile[i].type, customer->profile[i]);
    }
}

static void drop_instances(WState *state, WCustomer *customer) {
    while (customer->queue != NULL)
        w_state_unqueue(customer, customer->queue->journey);
    while (customer->watches != NULL) {
        w_state_remove_watch(state, customer, customer->watches);
    }
    for (WInstance *next, *instance = customer->instances; instance != NULL; instance = next) {
        next = instance->next;
        w_state_leave_wait(state, instance);
        if (instance->body != NULL) w_state_release_body(state, instance->body);
        w_state_drop(state, state->bundle->journeys[instance->journey].key_type, instance->key);
        w_free(instance);
    }
}

static void drop_logs(WState *state, WCustomer *customer) {
    for (uint32_t e = 0; e < state->bundle->events_count; e++) {
        uint32_t log = state->history_logs[e];
        if (log != W_NONE)
            w_history_drop(state, &customer->logs[log], e, customer->logs[log].count);
    }
    for (uint32_t i = 0; i < w_state_log_count(state); i++)
        w_log_free(&customer->logs[i]);
}

void w_state_destroy(WState *state) {
    if (state == NULL) return;
    w_state_sweep(state);
    for (uint32_t i = 0; i < state->count; i++) {
        WCustomer *customer = w_state_customer(state, i);
        drop_profile(state, customer);
        drop_instances(state, customer);
        drop_logs(state, customer);
        w_seen_free(&customer->seen);
        w_free(customer->truths);
        w_draws_free(&customer->draws);
    }
    w_state_sweep(state);
    for (size_t i = 0; i < state->chunk_count; i++)
        w_free(state->chunks[i]);
    w_free(state->chunks);
    w_free(state->slots);
    w_free(state->history_logs);
    w_free(state->ends_ms);
    w_free(state->replaced);
    w_free(state->dirty);
    w_dictionary_free(&state->dictionary);
    w_cells_free(&state->cells);
    w_calendar_destroy(state->calendar);
    w_arena_free(&state->ids);
    w_free(state);
}

// ---- what waits for a snapshot

static void grow_dirty(WState *state) {
    size_t room = state->dirty_room ? state->dirty_room * 2 : 1024;
    uint32_t *ring = w_alloc(room * sizeof *ring);
    for (size_t i = 0; i < state->dirty_count; i++) {
        ring[i] = state->dirty[(state->dirty_first + i) & (state->dirty_room - 1)];
    }
    w_free(state->dirty);
    state->dirty = ring;
    state->dirty_first = 0;
    state->dirty_room = room;
}

void w_state_touch(WState *state, uint32_t index, uint64_t sequence) {
    WCustomer *customer = w_state_customer(state, index);
    customer->sequence = sequence;
    if (customer->dirty_since != 0) return;
    W_ASSERT(sequence > 0);
    customer->dirty_since = sequence;
    if (state->dirty_count == state->dirty_room) grow_dirty(state);
    size_t last = (state->dirty_first + state->dirty_count++) & (state->dirty_room - 1);
    state->dirty[last] = index;
}

uint32_t w_state_take_dirty(WState *state, uint64_t before_sequence) {
    if (state->dirty_count == 0) return W_NONE;
    uint32_t index = state->dirty[state->dirty_first];
    WCustomer *customer = w_state_customer(state, index);
    if (customer->dirty_since >= before_sequence) return W_NONE;
    customer->dirty_since = 0;
    state->dirty_first = (state->dirty_first + 1) & (state->dirty_room - 1);
    state->dirty_count--;
    return index;
}
