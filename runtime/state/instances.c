// Instances of journeys, goals that are watched, and conditions of entries.

#include <string.h>

#include "runtime/base/alloc.h"
#include "runtime/base/assert.h"
#include "runtime/state/state.h"
#include "runtime/value/text.h"

// ---- nodes

int w_state_compare_keys(WType type, WValue a, WValue b) {
    if (w_type_kind(type) == W_TYPE_TEXT) return w_text_compare(w_value_text(a), w_value_text(b));
    return ((int64_t)a > (int64_t)b) - ((int64_t)a < (int64_t)b);
}

static WType key_type(const WState *state, uint32_t journey) {
    return w_state_bundle(state)->journeys[journey].key_type;
}

static bool is_before(const WInstance *instance, uint32_t journey, WType type, WValue key) {
    if (instance->journey != journey) return instance->journey < journey;
    return type != 0 && w_state_compare_keys(type, instance->key, key) < 0;
}

// Where the node is, or where it would be.
static WInstance **place_of(const WState *state, WInstance **place, uint32_t journey, WValue key) {
    WType type = key_type(state, journey);
    while (*place != NULL && is_before(*place, journey, type, key))
        place = &(*place)->next;
    return place;
}

static bool is_it(const WState *state, const WInstance *instance, uint32_t journey, WValue key) {
    if (instance == NULL || instance->journey != journey) return false;
    WType type = key_type(state, journey);
    return type == 0 || w_state_compare_keys(type, instance->key, key) == 0;
}

WInstance *w_state_find_instance(const WState *state, const WCustomer *customer, uint32_t journey,
                                 WValue key) {
    WInstance *first = customer->instances;
    WInstance *instance = *place_of(state, &first, journey, key);
    return is_it(state, instance, journey, key) ? instance : NULL;
}

WInstance *w_state_first_instance(const WCustomer *customer, uint32_t journey) {
    WInstance *instance = customer->instances;
    while (instance != NULL && instance->journey < journey)
        instance = instance->next;
    return instance != NULL && instance->journey == journey ? instance : NULL;
}

WInstance *w_state_numbered_instance(const WCustomer *customer, uint32_t journey,
                                     uint32_t number) {
    WInstance *i = w_state_first_instance(customer, journey);
    while (i != NULL && i->journey == journey && i->number != number)
        i = i->next;
    return i != NULL && i->journey == journey ? i : NULL;
}

uint32_t w_state_entries(const WCustomer *customer, uint32_t journey) {
    uint32_t entries = 0;
    const WInstance *i = w_state_first_instance(customer, journey);
    for (; i != NULL && i->journey == journey; i = i->next) {
        if (i->number > entries) entries = i->number;
    }
    return entries;
}

bool w_state_is_inside(const WCustomer *customer, uint32_t journey) {
    const WInstance *i = w_state_first_instance(customer, journey);
    for (; i != NULL && i->journey == journey; i = i->next) {
        if (i->point != W_NONE) return true;
    }
    return false;
}

WInstance *w_state_instance(WState *state, WCustomer *customer, uint32_t journey, WValue key) {
    WInstance **place = place_of(state, &customer->instances, journey, key);
    if (is_it(state, *place, journey, key)) return *place;
    WInstance *instance = w_alloc(sizeof *instance);
    instance->journey = journey;
    instance->key = w_state_keep(state, key_type(state, journey), key);
    instance->point = W_NONE;
    instance->deadline_ms = W_NEVER_MS;
    instance->when_due_ms = W_NEVER_MS;
    instance->next = *place;
    *place = instance;
    return instance;
}

void w_state_forget_instance(WState *state, WCustomer *customer, WInstance *instance) {
    W_ASSERT(instance->point == W_NONE && instance->body == NULL);
    WInstance **place = &customer->instances;
    while (*place != instance)
        place = &(*place)->next;
    *place = instance->next;
    w_state_drop(state, key_type(state, instance->journey), instance->key);
    w_free(instance);
}

// ---- bodies

uint32_t w_state_body_words(const WState *state, uint32_t journey) {
    const WJourneyRow *row = &w_state_bundle(state)->journeys[journey];
    return row->variable_count + (row->site_count + row->visit_count + 1) / 2;
}

WInstanceBody *w_state_new_body(WState *state, uint32_t journey) {
    uint32_t words = w_state_body_words(state, journey);
    WInstanceBody *body = w_alloc(sizeof *body + words * sizeof(WValue));
    body->journey = journey;
    body->references = 1;
    return body;
}

void w_state_release_body(WState *state, WInstanceBody *body) {
    W_ASSERT(body->references > 0);
    if (--body->references > 0) return;
    const WBundle *bundle = w_state_bundle(state);
    const WJourneyRow *journey = &bundle->journeys[body->journey];
    for (uint32_t i = 0; i < journey->variable_count; i++) {
        if (!w_bit_get(body->present, i)) continue;
        w_state_drop(state, bundle->variables[journey->first_variable + i].type, body->values[i]);
    }
    w_free(body);
}

uint32_t *w_state_passes(const WState *state, WInstanceBody *body) {
    const WJourneyRow *journey = &w_state_bundle(state)->journeys[body->journey];
    return (uint32_t *)(void *)(body->values + journey->variable_count);
}

uint32_t *w_state_visits(const WState *state, const WInstanceBody *body) {
    const WJourneyRow *journey = &w_state_bundle(state)->journeys[body->journey];
    return w_state_passes(state, (WInstanceBody *)(uintptr_t)body) + journey->site_count;
}

// ---- watches

WWatch *w_state_add_watch(WState *state, WCustomer *customer, WInstance *instance,
                          int64_t deadline_ms) {
    WWatch **place = &customer->watches;
    while (*place != NULL)
        place = &(*place)->next; // in the order they were opened
    WWatch *watch = w_alloc(sizeof *watch);
    watch->journey = instance->journey;
    watch->number = instance->number;
    watch->key = w_state_keep(state, key_type(state, instance->journey), instance->key);
    watch->entered_ms = instance->entered_ms;
    watch->deadline_ms = deadline_ms;
    watch->body = instance->body;
    watch->body->references++;
    *place = watch;
    return watch;
}

void w_state_remove_watch(WState *state, WCustomer *customer, WWatch *watch) {
    WWatch **place = &customer->watches;
    while (*place != watch)
        place = &(*place)->next;
    *place = watch->next;
    w_state_release_body(state, watch->body);
    w_state_drop(state, key_type(state, watch->journey), watch->key);
    w_free(watch);
}

// Where the entry's condition stands, or would stand.
static uint32_t truth_place(const WCustomer *customer, uint32_t entry) {
    uint32_t low = 0, high = customer->truth_count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (customer->truths[middle].entry < entry)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static bool is_there(const WCustomer *customer, uint32_t place, uint32_t entry) {
    return place < customer->truth_count && customer->truths[place].entry == entry;
}

const WTruth *w_state_find_truth(const WCustomer *customer, uint32_t entry) {
    uint32_t place = truth_place(customer, entry);
    return is_there(customer, place, entry) ? &customer->truths[place] : NULL;
}

static void make_room(WCustomer *customer, uint32_t place) {
    if (customer->truth_count == customer->truth_room) {
        customer->truth_room = customer->truth_room ? customer->truth_room * 2 : 2;
        customer->truths =
            w_realloc(customer->truths, customer->truth_room * sizeof *customer->truths);
    }
    WTruth *there = &customer->truths[place];
    memmove(there + 1, there, (customer->truth_count - place) * sizeof *there);
    customer->truth_count++;
}

static void remove_truth(WCustomer *customer, uint32_t place) {
    WTruth *there = &customer->truths[place];
    customer->truth_count--;
    memmove(there, there + 1, (customer->truth_count - place) * sizeof *there);
}

void w_state_set_truth(WCustomer *customer, WTruth truth) {
    uint32_t place = truth_place(customer, truth.entry);
    bool was_there = is_there(customer, place, truth.entry);
    if (!truth.holds && truth.due_ms == W_NEVER_MS) {
        if (was_there) remove_truth(customer, place);
        return;
    }
    if (!was_there) make_room(customer, place);
    customer->truths[place] = truth;
}

int64_t w_state_next_due(const WState *state, const WCustomer *customer) {
    int64_t due_ms = customer->timetable_ms;
    for (const WInstance *i = customer->instances; i != NULL; i = i->next) {
        if (i->point == W_NONE) continue;
        if (i->deadline_ms < due_ms) due_ms = i->deadline_ms;
        if (i->when_due_ms < due_ms) due_ms = i->when_due_ms;
        int64_t end_ms = w_state_end(state, i->journey);
        if (end_ms < due_ms) due_ms = end_ms;
    }
    for (const WWatch *w = customer->watches; w != NULL; w = w->next) {
        if (w->deadline_ms < due_ms) due_ms = w->deadline_ms;
    }
    for (uint32_t i = 0; i < customer->truth_count; i++) {
        if (customer->truths[i].due_ms < due_ms) due_ms = customer->truths[i].due_ms;
    }
    for (const WQueued *q = customer->queue; q != NULL; q = q->next) {
        if (q->due_ms < due_ms) due_ms = q->due_ms;
    }
    return due_ms;
}
