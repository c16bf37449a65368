// After the turn: what runs changed is one more input at the same time.
//
// Runs set fields, send, enter, leave, and emit events. All of it is noted in `changes`. When the
// runs of a look have ended, the next look takes what was noted, together with the first event
// that was emitted, if one was; and so on, until a look changes nothing.
//
// Promise: a turn ends. Looks come in rounds, a round for what the one before it changed; after
// W_LIMIT_FOLLOW_ROUNDS what is left is dropped, and a decision says so.

#include <string.h>

#include "runtime/base/alloc.h"
#include "runtime/base/assert.h"
#include "runtime/base/limits.h"
#include "runtime/engine/private.h"
#include "runtime/value/copy.h"

static const EventView NO_EVENT = {.event = W_NONE};

static void *words_for(uint32_t bits) {
    return w_alloc((w_bit_words(bits) + 1) * sizeof(uint64_t));
}

static void prepare(const WBundle *bundle, Changes *changes) {
    changes->fields = words_for(bundle->profile_count);
    changes->before = w_alloc((bundle->profile_count + 1) * sizeof *changes->before);
    changes->before_present = words_for(bundle->profile_count);
    changes->journeys = words_for(bundle->journeys_count);
    changes->sents = words_for(bundle->sents_count);
    changes->journey = changes->stage = W_NONE;
}

void w_engine_prepare_changes(WEngine *engine) {
    prepare(engine->bundle, &engine->changes);
    prepare(engine->bundle, &engine->looked);
}

static void release(Changes *changes) {
    w_free(changes->fields);
    w_free(changes->before);
    w_free(changes->before_present);
    w_free(changes->journeys);
    w_free(changes->sents);
}

void w_engine_free_changes(WEngine *engine) {
    release(&engine->changes);
    release(&engine->looked);
    w_free(engine->emitted);
}

// ---- noting

void w_engine_note(WEngine *engine) {
    engine->changes.any = true;
    engine->changes.journey = engine->journey;
    engine->changes.key = engine->key;
    engine->changes.stage = engine->stage;
}

// Does the field hold this, or is it missing likewise?
static bool holds(const WEngine *engine, uint32_t slot, bool known, WValue value) {
    const WCustomer *customer = engine->customer;
    if (known != w_bit_get(customer->profile_present, slot)) return false;
    WType type = engine->bundle->profile[slot].type;
    return !known || w_value_same(engine->bundle->shapes, type, customer->profile[slot], value);
}

void w_engine_note_field(WEngine *engine, uint32_t slot, bool known, WValue value) {
    if (holds(engine, slot, known, value)) return;
    Changes *changes = &engine->changes;
    w_engine_note(engine);
    if (w_bit_get(changes->fields, slot)) return; // what it was at first counts
    w_bit_set(changes->fields, slot);
    if (!w_bit_get(engine->customer->profile_present, slot)) return;
    changes->before[slot] = engine->customer->profile[slot];
    w_bit_set(changes->before_present, slot);
}

void w_engine_note_journey(WEngine *engine, uint32_t journey) {
    w_engine_note(engine);
    w_bit_set(engine->changes.journeys, journey);
}

void w_engine_note_sent(WEngine *engine, uint32_t sent) {
    w_engine_note(engine);
    w_bit_set(engine->changes.sents, sent);
}

static void cut(WEngine *engine) {
    W_ASSERT(engine->changes.journey != W_NONE);
    WDecision *decision = w_engine_decide(engine, W_WHAT_CHAIN, W_OUTCOME_CUT, W_REASON_ENDLESS,
                                          engine->changes.journey, engine->changes.key);
    decision->stage = engine->changes.stage;
}

void w_engine_emit(WEngine *engine, uint32_t event, const WValue *slots, const uint64_t *present) {
    w_engine_note(engine);
    if (engine->emitted_count == W_LIMIT_TURN_EVENTS) cut(engine);
    if (engine->emitted_count++ >= W_LIMIT_TURN_EVENTS) return;
    engine->emitted = w_grow(engine->emitted, &engine->emitted_room, engine->emitted_count,
                             sizeof *engine->emitted);
    engine->emitted[engine->emitted_count - 1] = (Emitted){event, slots, present};
}

// ---- looking

static void clear(const WBundle *bundle, Changes *changes) {
    if (!changes->any) return;
    changes->any = false;
    changes->journey = changes->stage = W_NONE;
    memset(changes->fields, 0, w_bit_words(bundle->profile_count) * sizeof(uint64_t));
    memset(changes->before_present, 0, w_bit_words(bundle->profile_count) * sizeof(uint64_t));
    memset(changes->journeys, 0, w_bit_words(bundle->journeys_count) * sizeof(uint64_t));
    memset(changes->sents, 0, w_bit_words(bundle->sents_count) * sizeof(uint64_t));
}

void w_engine_take_changes(WEngine *engine) {
    Changes taken = engine->changes;
    engine->changes = engine->looked;
    engine->looked = taken;
    clear(engine->bundle, &engine->changes);
}

bool w_engine_changed(const WEngine *engine, uint32_t slot) {
    const Changes *changes = &engine->looked;
    if (!w_bit_get(changes->fields, slot)) return false;
    return !holds(engine, slot, w_bit_get(changes->before_present, slot), changes->before[slot]);
}

// Events that came in by now, those that were one too many left out.
static size_t emitted_so_far(const WEngine *engine) {
    size_t count = engine->emitted_count;
    return count < W_LIMIT_TURN_EVENTS ? count : W_LIMIT_TURN_EVENTS;
}

// What changed leads to nothing any more; but it did change, and conditions know it.
static void drop_changes(WEngine *engine) {
    w_engine_take_changes(engine);
    engine->is_cut = true;
    w_engine_collect(engine, &NO_EVENT, INT64_MIN);
    engine->is_cut = false;
    engine->runnable_count = 0;
}

static void look_at_next(WEngine *engine) {
    EventView event = NO_EVENT;
    if (engine->emitted_next < emitted_so_far(engine)) {
        const Emitted *emitted = &engine->emitted[engine->emitted_next++];
        event = (EventView){emitted->event, emitted->slots, emitted->present, engine->now_ms};
    }
    w_engine_look(engine, &event);
}

static bool has_more(const WEngine *engine) {
    return engine->changes.any || engine->emitted_next < emitted_so_far(engine);
}

void w_engine_follow(WEngine *engine) {
    for (uint32_t round = 0; has_more(engine); round++) {
        if (round == W_LIMIT_FOLLOW_ROUNDS) {
            cut(engine);
            drop_changes(engine);
            break;
        }
        size_t end = emitted_so_far(engine);
        do {
            look_at_next(engine);
        } while (engine->emitted_next < end);
    }
    clear(engine->bundle, &engine->changes);
    clear(engine->bundle, &engine->looked);
    engine->emitted_count = engine->emitted_next = 0;
}
