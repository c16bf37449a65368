// `enter on change of`: who is at the door because a field of the profile is another than before.

#include "runtime/base/alloc.h"
#include "runtime/engine/private.h"

// Entries by slot: those of slot i from first_changed[i] to first_changed[i + 1].
void w_engine_prepare_changed(WEngine *engine) {
    const WBundle *bundle = engine->bundle;
    uint32_t *first = w_alloc((bundle->profile_count + 2) * sizeof *first);
    uint32_t *entries = w_alloc((bundle->entries_count + 1) * sizeof *entries);
    for (uint32_t i = 0; i < bundle->entries_count; i++) {
        if (bundle->entries[i].kind == W_ENTRY_CHANGE) first[bundle->entries[i].source + 2]++;
    }
    for (uint32_t s = 0; s < bundle->profile_count; s++)
        first[s + 2] += first[s + 1];
    for (uint32_t i = 0; i < bundle->entries_count; i++) {
        if (bundle->entries[i].kind != W_ENTRY_CHANGE) continue;
        entries[first[bundle->entries[i].source + 1]++] = i;
    }
    engine->first_changed = first;
    engine->changed_entries = entries;
}

static void see_before(WEngine *engine) {
    engine->context.changed = engine->looked.fields;
    engine->context.before = engine->looked.before;
    engine->context.before_present = engine->looked.before_present;
}

static void ask(WEngine *engine, uint32_t entry) {
    const WEntryRow *row = &engine->bundle->entries[entry];
    w_engine_see_instance(engine, NULL, engine->now_ms,
                          w_state_entries(engine->customer, row->journey));
    if (w_engine_test(engine, row->where_function)) w_engine_propose(engine, entry, 0);
}

void w_engine_collect_changed(WEngine *engine) {
    if (!engine->looked.any) return;
    see_before(engine);
    for (uint32_t slot = 0; slot < engine->bundle->profile_count; slot++) {
        uint32_t first = engine->first_changed[slot], end = engine->first_changed[slot + 1];
        if (first == end || !w_engine_changed(engine, slot)) continue;
        for (uint32_t i = first; i < end; i++)
            ask(engine, engine->changed_entries[i]);
    }
}
