// Into a journey: who may enter, and what an instance begins with.

#include "runtime/engine/private.h"

// Why nobody enters. The first that objects decides: what concerns the event or the journey comes
// before what concerns the customer.
typedef struct Objection {
    WReason reason;
    uint32_t rule;
    const WText *text;
    int64_t allowed_at_ms; // 0: nobody knows
} Objection;

static const Objection NO_OBJECTION = {W_REASON_NONE, W_NONE, NULL, 0};

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

static bool is_too_old(const WEngine *engine, const WEntryRow *entry) {
    if (entry->older_ms == 0) return false;
    return w_engine_moved(engine->at_ms, entry->older_ms) < engine->clock_ms;
}

static bool has_expired(const WEngine *engine, const WJourneyRow *row) {
    return row->expires_day != INT64_MAX &&
           w_zone_day(engine->project_zone, engine->now_ms) > row->expires_day;
}

static bool share_group(const WBundle *bundle, const WJourneyRow *a, const WJourneyRow *b) {
    for (uint32_t i = 0, k = 0; i < a->membership_count && k < b->membership_count;) {
        uint32_t p = bundle->memberships[a->first_membership + i].group;
        uint32_t q = bundle->memberships[b->first_membership + k].group;
        if (p == q) return true;
        i += p < q;
        k += q < p;
    }
    return false;
}

// The journey that has the customer and shares a group with this one; W_NONE: there is none.
static uint32_t find_rival(const WEngine *engine, uint32_t journey) {
    const WBundle *bundle = engine->bundle;
    if (bundle->journeys[journey].membership_count == 0) return W_NONE;
    for (const WInstance *i = engine->customer->instances; i != NULL; i = i->next) {
        if (i->point == W_NONE || i->journey == journey) continue;
        if (share_group(bundle, &bundle->journeys[journey], &bundle->journeys[i->journey]))
            return i->journey;
    }
    return W_NONE;
}

// Who waited in line enters if what brought them there is still so. A change is no state, it was.
static bool still_holds(WEngine *engine, const WEntryRow *entry) {
    if (entry->kind == W_ENTRY_CHANGE) return true;
    uint32_t entries_before = w_state_entries(engine->customer, entry->journey);
    w_engine_see_instance(engine, NULL, engine->now_ms, entries_before);
    return w_engine_test(engine, entry->where_function);
}

static Objection objection_to(WEngine *engine, const Runnable *run, const WInstance *instance) {
    const WBundle *bundle = engine->bundle;
    const WJourneyRow *row = &bundle->journeys[run->journey];
    if (is_too_old(engine, &bundle->entries[run->row]))
        return (Objection){W_REASON_TOO_OLD, W_NONE, NULL, 0};
    if (has_expired(engine, row)) return (Objection){W_REASON_JOURNEY_EXPIRED, W_NONE, NULL, 0};
    if (run->is_admitted && !still_holds(engine, &bundle->entries[run->row]))
        return (Objection){W_REASON_GONE, W_NONE, NULL, 0};
    if (run->only_if != W_NONE) {
        const WText *because = words(engine, bundle->only_ifs[run->only_if].because);
        return (Objection){W_REASON_ONLY_IF, run->only_if, because, 0};
    }
    if (instance != NULL && instance->point != W_NONE)
        return (Objection){W_REASON_INSIDE, W_NONE, NULL, 0};
    int64_t allowed_at_ms = instance == NULL ? INT64_MIN : w_engine_reenter_at(row, instance);
    if (allowed_at_ms > engine->now_ms) {
        int64_t shown_ms = allowed_at_ms == W_NEVER_MS ? 0 : allowed_at_ms;
        return (Objection){W_REASON_REENTER, W_NONE, NULL, shown_ms};
    }
    uint32_t rival = find_rival(engine, run->journey);
    if (rival != W_NONE) return (Objection){W_REASON_EXCLUSIVE, rival, NULL, 0};
    const WQueued *queued = w_state_find_queued(engine->customer, run->journey);
    if (queued != NULL) return (Objection){W_REASON_RAMP, W_NONE, NULL, queued->due_ms};
    return NO_OBJECTION;
}

static void refuse(WEngine *engine, const Runnable *run, Objection objection) {
    WDecision *decision = w_engine_decide(engine, W_WHAT_ENTRY, W_OUTCOME_REFUSED,
                                          objection.reason, run->journey, run->key);
    decision->rule = objection.rule;
    decision->text = objection.text;
    decision->allowed_at_ms = objection.allowed_at_ms;
    if (objection.reason == W_REASON_RAMP)
        decision->max = engine->bundle->journeys[run->journey].admit_max;
}

static bool may_enter(WEngine *engine, const Runnable *run, const WInstance *instance) {
    Objection objection = objection_to(engine, run, instance);
    if (objection.reason == W_REASON_NONE) return true;
    refuse(engine, run, objection);
    return false;
}

// Keep what the script says of the entering event.
static void keep_entry(WEngine *engine, WInstanceBody *body, const WEntryRow *entry,
                       const EventView *event) {
    for (uint32_t i = 0; i < entry->copy_count; i++) {
        const WCopyRow *copy = &engine->bundle->copies[entry->first_copy + i];
        if (!w_bit_get(event->present, copy->slot)) continue;
        w_state_set_variable(engine->state, body, copy->variable, true, event->slots[copy->slot]);
    }
}

// An exit that holds already keeps the customer out; it may ask for what the instance would keep.
static bool would_exit(WEngine *engine, const Runnable *run, const WInstanceBody *body) {
    uint32_t entries_before = w_state_entries(engine->customer, run->journey);
    w_engine_see_instance(engine, body, engine->now_ms, entries_before);
    uint32_t clause = w_engine_find_exit(engine, run->journey);
    if (clause == W_NONE) return false;
    refuse(engine, run, (Objection){W_REASON_EXIT_WHEN, clause, NULL, 0});
    return true;
}

// The last question, because who gets a place takes it: is there room on the ramp? Who came by an
// event is refused; all others wait in line.
static bool has_place(WEngine *engine, const Runnable *run) {
    if (run->is_admitted) return true;
    int64_t place_ms = w_engine_find_place(engine, run->journey);
    bool is_now = place_ms <= engine->stream_ms;
    bool waits =
        !is_now && place_ms != W_NEVER_MS && engine->bundle->entries[run->row].kind != W_ENTRY_ON;
    if (is_now || waits) w_engine_take_place(engine, run->journey, place_ms);
    if (is_now) return true;
    refuse(engine, run, (Objection){W_REASON_RAMP, W_NONE, NULL, place_ms});
    if (!waits) return false;
    engine->effects[engine->effect_count - 1].decision.outcome = W_OUTCOME_DEFERRED;
    w_state_queue(engine->customer, run->journey, run->row, place_ms);
    engine->is_due_anew = true;
    return false;
}

// What an instance begins with; NULL if it may not begin.
static WInstanceBody *prepare(WEngine *engine, const Runnable *run, const EventView *event) {
    WInstanceBody *body = w_state_new_body(engine->state, run->journey);
    keep_entry(engine, body, &engine->bundle->entries[run->row], event);
    w_engine_set_at_entry(engine, body, event);
    if (!would_exit(engine, run, body) && has_place(engine, run)) return body;
    w_state_release_body(engine->state, body);
    return NULL;
}

void w_engine_enter(WEngine *engine, const Runnable *run, const EventView *event) {
    const WEntryRow *entry = &engine->bundle->entries[run->row];
    uint32_t journey = entry->journey;
    WInstance *instance =
        w_state_find_instance(engine->state, engine->customer, journey, run->key);
    if (!may_enter(engine, run, instance)) return;
    WInstanceBody *body = prepare(engine, run, event);
    if (body == NULL) return;
    instance = w_state_instance(engine->state, engine->customer, journey, run->key);
    instance->number = w_state_entries(engine->customer, journey) + 1;
    instance->flags = 0;
    instance->entered_ms = engine->now_ms;
    instance->body = body;
    w_bit_set(engine->inside, journey);
    w_engine_note_journey(engine, journey);
    engine->is_keyed |= engine->bundle->journeys[journey].key_type != 0;
    WDecision *decision =
        w_engine_decide(engine, W_WHAT_ENTRY, W_OUTCOME_ENTERED, W_REASON_NONE, journey, run->key);
    decision->rule = entry->event;
    w_engine_exercise(engine, W_EXERCISE_ENTRY, run->row);
    w_engine_open_goal(engine, instance, W_GOAL_FROM_ENTRY);
    w_engine_visit(engine, instance, engine->bundle->journeys[journey].first_stage);
    w_engine_run_flow(engine, instance, engine->bundle->stages[engine->stage].start, event);
}
