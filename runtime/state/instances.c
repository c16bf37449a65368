// Instances of journeys, and goals that are watched.

#include "runtime/base/alloc.h"
#include "runtime/base/assert.h"
#include "runtime/state/state.h"

WInstance *w_state_find_instance(const WCustomer *customer, uint32_t journey) {
    WInstance *instance = customer->instances;
    while (instance != NULL && instance->journey < journey)
        instance = instance->next;
    return instance != NULL && instance->journey == journey ? instance : NULL;
}

WInstance *w_state_instance(WState *state, WCustomer *customer, uint32_t journey) {
    (void)state;
    WInstance **place = &customer->instances;
    while (*place != NULL && (*place)->journey < journey)
        place = &(*place)->next;
    if (*place != NULL && (*place)->journey == journey) return *place;
    WInstance *instance = w_alloc(sizeof *instance);
    instance->journey = journey;
    instance->point = W_NONE;
    instance->deadline_ms = W_NEVER_MS;
    instance->next = *place;
    *place = instance;
    return instance;
}

uint32_t w_state_body_words(const WState *state, uint32_t journey) {
    const WJourneyRow *row = &w_state_bundle(state)->journeys[journey];
    return row->variable_count + (row->site_count + 1) / 2;
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

WWatch *w_state_add_watch(WState *state, WCustomer *customer, WInstance *instance,
                          int64_t deadline_ms) {
    (void)state;
    WWatch **place = &customer->watches;
    while (*place != NULL)
        place = &(*place)->next; // in the order they were opened
    WWatch *watch = w_alloc(sizeof *watch);
    watch->journey = instance->journey;
    watch->number = instance->entries;
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
    w_free(watch);
}

int64_t w_state_next_due(const WCustomer *customer) {
    int64_t due_ms = W_NEVER_MS;
    for (const WInstance *i = customer->instances; i != NULL; i = i->next) {
        if (i->point != W_NONE && i->deadline_ms < due_ms) due_ms = i->deadline_ms;
    }
    for (const WWatch *w = customer->watches; w != NULL; w = w->next) {
        if (w->deadline_ms < due_ms) due_ms = w->deadline_ms;
    }
    return due_ms;
}
