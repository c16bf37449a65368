// Into a journey: who may enter, and what an instance begins with.

#include "runtime/engine/private.h"

static void refuse(WEngine *engine, const Runnable *run, WReason reason, uint32_t rule,
                   const WText *text, int64_t allowed_at_ms) {
    WDecision *decision =
        w_engine_decide(engine, W_WHAT_ENTRY, W_OUTCOME_REFUSED, reason, run->journey, run->key);
    decision->rule = rule;
    decision->text = text;
    decision->allowed_at_ms = allowed_at_ms;
}

static const WText *words(const WEngine *engine, uint32_t text) {
    return text == W_NONE ? NULL : w_bundle_text(engine->bundle, text);
}

uint32_t w_engine_find_only_if(WEngine *engine, uint32_t journey) {
    const WJourneyRow *row = &engine->bundle->journeys[journey];
    for (uint32_t i = 0; i < row->only_if_count; i++) {
        uint32_t rule = row->first_only_if + i;
        if (!w_engine_test(engine, engine->bundle->only_ifs[rule].function)) return rule;
    }
    return W_NONE;
}

int64_t w_engine_reenter_at(const WJourneyRow *row, const WInstance *instance) {
    switch ((WReenter)row->reenter) {
    case W_REENTER_NEVER: return W_NEVER_MS;
    case W_REENTER_FROM_EXIT: return w_engine_moved(instance->exited_ms, row->reenter_ms);
    case W_REENTER_FROM_ENTRY: return w_engine_moved(instance->entered_ms, row->reenter_ms);
    case W_REENTER_ALWAYS: break;
    }
    return INT64_MIN;
}

// The first objection decides and is recorded.
static bool may_enter(WEngine *engine, const Runnable *run, const WInstance *instance) {
    const WJourneyRow *row = &engine->bundle->journeys[run->journey];
    if (run->only_if != W_NONE) {
        const WText *because = words(engine, engine->bundle->only_ifs[run->only_if].because);
        refuse(engine, run, W_REASON_ONLY_IF, run->only_if, because, 0);
        return false;
    }
    if (instance != NULL && instance->point != W_NONE) {
        refuse(engine, run, W_REASON_INSIDE, W_NONE, NULL, 0);
        return false;
    }
    int64_t allowed_at_ms = instance == NULL ? INT64_MIN : w_engine_reenter_at(row, instance);
    if (allowed_at_ms > engine->now_ms) {
        int64_t shown_ms = allowed_at_ms == W_NEVER_MS ? 0 : allowed_at_ms;
        refuse(engine, run, W_REASON_REENTER, W_NONE, NULL, shown_ms);
        return false;
    }
    if (row->expires_day != INT64_MAX &&
        w_zone_day(engine->project_zone, engine->now_ms) > row->expires_day) {
        refuse(engine, run, W_REASON_JOURNEY_EXPIRED, W_NONE, NULL, 0);
        return false;
    }
    return true;
}

// Keep what the script says of the entering event.
static void keep_entry(WEngine *engine, WInstance *instance, const WEntryRow *entry,
                       const EventView *event) {
    for (uint32_t i = 0; i < entry->copy_count; i++) {
        const WCopyRow *copy = &engine->bundle->copies[entry->first_copy + i];
        if (!w_bit_get(event->present, copy->slot)) continue;
        w_state_set_variable(engine->state, instance->body, copy->variable, true,
                             event->slots[copy->slot]);
    }
}

void w_engine_enter(WEngine *engine, const Runnable *run, const EventView *event) {
    const WEntryRow *entry = &engine->bundle->entries[run->row];
    uint32_t journey = entry->journey;
    WInstance *instance =
        w_state_find_instance(engine->state, engine->customer, journey, run->key);
    if (!may_enter(engine, run, instance)) return;
    instance = w_state_instance(engine->state, engine->customer, journey, run->key);
    instance->number = w_state_entries(engine->customer, journey) + 1;
    instance->flags = 0;
    instance->entered_ms = engine->now_ms;
    instance->body = w_state_new_body(engine->state, journey);
    w_bit_set(engine->inside, journey);
    w_engine_note_journey(engine, journey);
    engine->is_keyed |= engine->bundle->journeys[journey].key_type != 0;
    keep_entry(engine, instance, entry, event);
    w_engine_set_at_entry(engine, instance, event);
    WDecision *decision =
        w_engine_decide(engine, W_WHAT_ENTRY, W_OUTCOME_ENTERED, W_REASON_NONE, journey, run->key);
    decision->rule = entry->event;
    w_engine_open_goal(engine, instance, W_GOAL_FROM_ENTRY);
    w_engine_arrive(engine, engine->bundle->journeys[journey].first_stage);
    w_engine_run_flow(engine, instance, engine->bundle->stages[engine->stage].start, event);
}
