// Conditions over time: asked when something changed that they read, or at the time they said.
//
// A condition that is asked says as well before when its answer surely stays the same. So nobody
// asks again until something it reads changes, or until then; of all these times the earliest is
// the customer's one timer.

#include "runtime/engine/private.h"

bool w_engine_ask(WEngine *engine, uint32_t function, int64_t *due_ms) {
    int64_t until_ms;
    engine->counts.evaluations++;
    bool holds = w_vm_test_until(&engine->context, function, &until_ms);
    if (until_ms < *due_ms) *due_ms = until_ms;
    return holds;
}

// ---- instances

static bool has_changed(const WEngine *engine, WRead read, uint32_t event) {
    switch ((WInputOf)read.kind) {
    case W_READS_EVENT: return read.row == event;
    case W_READS_FIELD: return w_bit_get(engine->looked.fields, read.row);
    case W_READS_JOURNEY: return w_bit_get(engine->looked.journeys, read.row);
    case W_READS_SENT: return w_bit_get(engine->looked.sents, read.row);
    }
    return false;
}

bool w_engine_is_asked(const WEngine *engine, const WInstance *instance, uint32_t event,
                       int64_t due_ms) {
    uint32_t point = w_engine_wait_of(instance);
    if (!w_read_index_asks(engine->reads, point)) return false;
    if (instance->is_touched || instance->when_due_ms <= due_ms) return true;
    uint32_t count;
    const WRead *reads = w_read_index_at_point(engine->reads, point, &count);
    for (uint32_t i = 0; i < count; i++) {
        if (has_changed(engine, reads[i], event)) return true;
    }
    return false;
}

// ---- entries

static void mark(WEngine *engine, uint32_t entry) {
    if (w_bit_get(engine->asked_entries, entry)) return;
    w_bit_set(engine->asked_entries, entry);
    engine->asked[engine->asked_count++] = entry;
}

static void mark_all(WEngine *engine, const uint32_t *entries, uint32_t count) {
    for (uint32_t i = 0; i < count; i++)
        mark(engine, entries[i]);
}

static void mark_readers(WEngine *engine, WInputOf kind, uint32_t row) {
    uint32_t count;
    WRead read = {(uint8_t)kind, row};
    const uint32_t *entries = w_read_index_entries(engine->reads, read, &count);
    mark_all(engine, entries, count);
}

static void mark_bits(WEngine *engine, WInputOf kind, const uint64_t *rows, uint32_t count) {
    for (uint32_t word = 0; word < w_bit_words(count); word++) {
        for (uint64_t bits = rows[word]; bits != 0; bits &= bits - 1)
            mark_readers(engine, kind, word * 64 + (uint32_t)__builtin_ctzll(bits));
    }
}

static void mark_changed(WEngine *engine) {
    const WBundle *bundle = engine->bundle;
    if (!engine->looked.any) return;
    for (uint32_t i = 0; i < bundle->profile_count; i++) {
        if (w_bit_get(engine->looked.fields, i)) mark_readers(engine, W_READS_FIELD, i);
    }
    mark_bits(engine, W_READS_JOURNEY, engine->looked.journeys, bundle->journeys_count);
    mark_bits(engine, W_READS_SENT, engine->looked.sents, bundle->sents_count);
}

static void mark_due(WEngine *engine, int64_t due_ms) {
    const WCustomer *customer = engine->customer;
    for (uint32_t i = 0; i < customer->truth_count; i++) {
        if (customer->truths[i].due_ms <= due_ms) mark(engine, customer->truths[i].entry);
    }
}

static void ask_entry(WEngine *engine, uint32_t entry) {
    const WEntryRow *row = &engine->bundle->entries[entry];
    const WTruth *before = w_state_find_truth(engine->customer, entry);
    bool held = before != NULL && before->holds;
    WTruth truth = {.entry = entry, .due_ms = W_NEVER_MS};
    w_engine_see_instance(engine, NULL, engine->now_ms,
                          w_state_entries(engine->customer, row->journey));
    truth.holds = w_engine_ask(engine, row->where_function, &truth.due_ms);
    w_state_set_truth(engine->customer, truth);
    engine->is_due_anew = true;
    if (truth.holds && !held) w_engine_propose(engine, entry, 0);
}

void w_engine_ask_entries(WEngine *engine, uint32_t event, int64_t due_ms) {
    if (engine->asked == NULL) return; // there are none
    if (engine->is_first) {
        uint32_t count;
        const uint32_t *entries = w_read_index_at_first(engine->reads, &count);
        mark_all(engine, entries, count);
        engine->is_first = false;
    }
    if (event != W_NONE) mark_readers(engine, W_READS_EVENT, event);
    mark_changed(engine);
    mark_due(engine, due_ms);
    for (uint32_t i = 0; i < engine->asked_count; i++) {
        w_bit_clear(engine->asked_entries, engine->asked[i]);
        ask_entry(engine, engine->asked[i]);
    }
    engine->asked_count = 0;
}
