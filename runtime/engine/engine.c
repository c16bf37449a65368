// The engine: the clock, the timers, and one turn after the other.

#include "runtime/engine/engine.h"

#include "runtime/base/alloc.h"
#include "runtime/base/assert.h"
#include "runtime/base/limits.h"
#include "runtime/bundle/opcode.h"
#include "runtime/engine/private.h"
#include "runtime/state/layout.h"
#include "runtime/value/text.h"
#include "runtime/value/time.h"

static const EventView NO_EVENT = {.event = W_NONE};

// ---- making

static uint32_t find_profile_text(const WBundle *bundle, const char *wanted) {
    for (uint32_t i = 0; i < bundle->profile_count; i++) {
        bool is_text = w_type_kind(bundle->profile[i].type) == W_TYPE_TEXT;
        WStr name = w_bundle_str(bundle, bundle->profile[i].name);
        if (is_text && w_str_equal(name, w_str(wanted))) return i;
    }
    return W_NONE;
}

static void prepare_context(WEngine *engine) {
    const WBundle *bundle = engine->bundle;
    engine->histories =
        w_alloc((bundle->events_count + bundle->sents_count + 1) * sizeof *engine->histories);
    engine->kept_events = w_alloc((bundle->events_count + 1) * sizeof *engine->kept_events);
    for (uint32_t e = 0; e < bundle->events_count; e++) {
        engine->histories[e].stride = w_history_stride(&bundle->events[e]);
        if (bundle->events[e].keep_ms == W_KEEP_NOTHING) continue;
        engine->kept_events[engine->kept_count++] = e;
    }
    engine->inside = w_alloc((w_bit_words(bundle->journeys_count) + 1) * sizeof(uint64_t));
    engine->context = (WVmContext){
        .inside = engine->inside,
        .bundle = bundle,
        .arena = &engine->scratch,
        .histories = engine->histories,
    };
}

static bool asks_inside(const WBundle *bundle) {
    for (uint32_t i = 0; i < bundle->code_count; i++) {
        if (bundle->code[i].op == W_OP_INSIDE) return true;
    }
    return false;
}

static void prepare_conditions(WEngine *engine) {
    const WBundle *bundle = engine->bundle;
    uint32_t count = 0;
    engine->reads = w_read_index_create(bundle, engine->timezone_slot);
    for (uint32_t i = 0; i < bundle->entries_count; i++)
        count += bundle->entries[i].kind == W_ENTRY_WHEN;
    if (count == 0) return;
    engine->asked = w_alloc(count * sizeof *engine->asked);
    engine->asked_entries =
        w_alloc((w_bit_words(bundle->entries_count) + 1) * sizeof *engine->asked_entries);
}

WEngine *w_engine_create(const WBundle *bundle, WZoneSet *zones) {
    WStr name = w_bundle_str(bundle, bundle->project->timezone);
    const WZone *zone = w_zone_set_find(zones, name);
    if (zone == NULL && w_str_equal(name, W_STR("UTC"))) zone = w_zone_utc();
    if (zone == NULL) return NULL;
    WEngine *engine = w_alloc(sizeof *engine);
    engine->bundle = bundle;
    engine->zones = zones;
    engine->project_zone = zone;
    engine->state = w_state_create(bundle);
    engine->index = w_event_index_create(bundle);
    engine->timezone_slot = find_profile_text(bundle, "timezone");
    engine->locale_slot = find_profile_text(bundle, "locale");
    prepare_conditions(engine);
    engine->clock_ms = INT64_MIN;
    engine->asks_inside = asks_inside(bundle);
    prepare_context(engine);
    w_engine_prepare_policies(engine);
    w_engine_prepare_changes(engine);
    w_engine_prepare_limits(engine);
    w_engine_prepare_expiry(engine);
    w_engine_prepare_ramps(engine);
    w_engine_prepare_changed(engine);
    w_engine_prepare_timetables(engine);
    return engine;
}

void w_engine_destroy(WEngine *engine) {
    if (engine == NULL) return;
    w_state_destroy(engine->state);
    w_event_index_free(engine->index);
    w_read_index_free(engine->reads);
    w_free(engine->asked);
    w_free(engine->asked_entries);
    w_free(engine->site_policies);
    w_free(engine->policy_rows);
    w_free((void *)engine->budgets);
    w_free((void *)engine->ramps);
    w_free(engine->every);
    w_free(engine->first_changed);
    w_free(engine->changed_entries);
    w_free(engine->kept_events);
    w_free(engine->histories);
    w_free(engine->inside);
    w_free(engine->runnables);
    w_engine_free_changes(engine);
    w_free(engine->held);
    w_free(engine->witnesses);
    w_free(engine->effects);
    w_arena_free(&engine->scratch);
    w_arena_free(&engine->effect_arena);
    w_free(engine);
}

WState *w_engine_state(WEngine *engine) {
    return engine->state;
}

int64_t w_engine_clock(const WEngine *engine) {
    return engine->clock_ms;
}

void w_engine_set_clock(WEngine *engine, int64_t clock_ms) {
    engine->clock_ms = clock_ms;
}

WEngineCounts w_engine_counts(const WEngine *engine) {
    return engine->counts;
}

// ---- what code sees

bool w_engine_test(WEngine *engine, uint32_t function) {
    if (function == W_NONE) return true;
    engine->counts.evaluations++;
    return w_vm_test(&engine->context, function);
}

void w_engine_see_event(WEngine *engine, const EventView *event) {
    engine->context.event = event->slots;
    engine->context.event_present = event->present;
    engine->context.event_at_ms = event->at_ms;
}

void w_engine_see_instance(WEngine *engine, const WInstanceBody *body, int64_t entered_ms,
                           uint32_t entries_before) {
    engine->context.variables = body == NULL ? NULL : body->values;
    engine->context.variables_present = body == NULL ? NULL : body->present;
    engine->context.visits = body == NULL ? NULL : w_state_visits(engine->state, body);
    engine->context.entry_at_ms = entered_ms;
    engine->context.entries = entries_before;
}

const WZone *w_engine_zone(const WEngine *engine, const WCustomer *customer) {
    bool is_known = customer != NULL && customer->zone != NULL;
    return is_known ? customer->zone : engine->project_zone;
}

static const WZone *find_zone(WEngine *engine) {
    uint32_t slot = engine->timezone_slot;
    if (slot == W_NONE || !w_bit_get(engine->customer->profile_present, slot))
        return engine->project_zone;
    WStr name = w_text_str(w_value_text(engine->customer->profile[slot]));
    const WZone *zone = w_zone_set_find(engine->zones, name);
    return zone == NULL ? engine->project_zone : zone;
}

static void see_zone(WEngine *engine) {
    if (engine->customer->zone == NULL) engine->customer->zone = find_zone(engine);
    engine->context.zone = engine->customer->zone;
}

void w_engine_set_profile(WEngine *engine, uint32_t slot, bool known, WValue value) {
    bool is_zone = slot == engine->timezone_slot;
    if (is_zone && known &&
        w_zone_set_find(engine->zones, w_text_str(w_value_text(value))) == NULL)
        return;
    w_engine_note_field(engine, slot, known, value);
    w_state_set_profile(engine->state, engine->customer, slot, known, value);
    if (!is_zone) return;
    const WZone *before = engine->customer->zone;
    engine->customer->zone = NULL;
    see_zone(engine);
    if (engine->customer->zone == before) return;
    w_engine_judge_sends_anew(engine);
    w_engine_plan_timetables(engine);
    w_engine_move_waits(engine);
}

// Only projects that ask for it pay for knowing it.
static void see_inside(WEngine *engine) {
    if (!engine->asks_inside) return;
    for (const WInstance *i = engine->customer->instances; i != NULL; i = i->next) {
        if (i->point != W_NONE) w_bit_set(engine->inside, i->journey);
    }
}

static void forget_inside(WEngine *engine) {
    if (!engine->asks_inside) return;
    for (const WInstance *i = engine->customer->instances; i != NULL; i = i->next)
        w_bit_clear(engine->inside, i->journey);
}

static void see_history(WEngine *engine, uint32_t event) {
    const WLog *log = &engine->customer->logs[w_state_history_log(engine->state, event)];
    engine->histories[event].entries = log->words;
    engine->histories[event].count = log->count;
}

static void see_customer(WEngine *engine) {
    WCustomer *customer = engine->customer;
    WVmContext *context = &engine->context;
    context->now_ms = engine->now_ms;
    context->customer = customer->id;
    context->profile = customer->profile;
    context->profile_present = customer->profile_present;
    see_zone(engine);
    see_inside(engine);
    for (uint32_t i = 0; i < engine->kept_count; i++)
        see_history(engine, engine->kept_events[i]);
    w_engine_see_sents(engine);
}

// ---- a turn

static int64_t later(int64_t a, int64_t b) {
    return a > b ? a : b;
}

// A turn's time is its own, or that of the customer's last turn if that is later. What is due at
// the time of an input comes after it.
static void begin_turn(WEngine *engine, uint32_t index, int64_t at_ms, bool is_timer,
                       uint64_t sequence) {
    engine->counts.turns++;
    engine->customer_index = index;
    engine->customer = w_state_customer(engine->state, index);
    engine->now_ms = later(at_ms, engine->customer->now_ms);
    engine->sequence = sequence;
    engine->at_ms = at_ms;
    engine->stream_ms = is_timer ? engine->now_ms : engine->clock_ms;
    engine->passed_ms = is_timer ? engine->stream_ms : engine->stream_ms - 1;
    engine->journey = engine->stage = W_NONE;
    engine->is_due_anew = false;
    engine->is_keyed = false;
    engine->is_first = engine->customer->now_ms == INT64_MIN;
    engine->customer->now_ms = engine->now_ms;
    w_arena_reset(&engine->scratch);
    w_state_touch(engine->state, index, sequence);
    see_customer(engine);
    w_engine_see_event(engine, &NO_EVENT);
    if (engine->is_first) w_engine_plan_timetables(engine);
}

static void end_turn(WEngine *engine) {
    forget_inside(engine);
    if (engine->is_keyed) w_engine_forget_keys(engine);
    w_state_sweep(engine->state);
    if (!engine->is_due_anew) return;
    int64_t due_ms = w_state_next_due(engine->state, engine->customer);
    w_calendar_set(w_state_calendar(engine->state), engine->customer_index, due_ms);
}

static void timer_turn(WEngine *engine, uint32_t index, int64_t due_ms, uint64_t sequence) {
    engine->counts.timers++;
    begin_turn(engine, index, due_ms, true, sequence);
    engine->is_due_anew = true; // the calendar let go of the customer
    w_engine_expire_goals(engine, due_ms);
    w_engine_collect_expired(engine, due_ms);
    w_engine_collect(engine, &NO_EVENT, due_ms);
    w_engine_run_all(engine, &NO_EVENT);
    w_engine_follow(engine);
    end_turn(engine);
}

// Fire what is due before the limit. A record that was loaded as it was after a later input keeps
// its timers until then (only in a replay).
static void fire_before(WEngine *engine, int64_t limit_ms, uint64_t sequence) {
    WCalendar *calendar = w_state_calendar(engine->state);
    uint32_t owner;
    int64_t due_ms;
    while (w_calendar_take(calendar, limit_ms, &owner, &due_ms)) {
        if (w_state_customer(engine->state, owner)->loaded_sequence >= sequence) {
            engine->held = w_grow(engine->held, &engine->held_room, engine->held_count + 1,
                                  sizeof *engine->held);
            engine->held[engine->held_count++] = owner;
            continue;
        }
        timer_turn(engine, owner, due_ms, sequence);
    }
    for (size_t i = 0; i < engine->held_count; i++) {
        const WCustomer *customer = w_state_customer(engine->state, engine->held[i]);
        w_calendar_set(calendar, engine->held[i], w_state_next_due(engine->state, customer));
    }
    engine->held_count = 0;
}

// Make room for one more entry of that time, by what left the window and, where the history is
// full, by the oldest; false if that would be the new one.
static bool make_room(WEngine *engine, uint32_t event, WLog *log, int64_t at_ms) {
    const WEventRow *row = &engine->bundle->events[event];
    bool for_ever = row->keep_ms == W_KEEP_FOREVER;
    int64_t start_ms = for_ever ? INT64_MIN : w_engine_moved(engine->now_ms, -row->keep_ms);
    uint32_t stride = w_history_stride(row);
    uint32_t old = w_log_count_until(log, stride, start_ms);
    bool is_full = log->count - old >= W_LIMIT_HISTORY_ENTRIES;
    bool is_old = at_ms <= start_ms;
    if (is_full) is_old = at_ms < (int64_t)log->words[(size_t)old * stride];
    w_history_drop(engine->state, log, event, old + (is_full && !is_old));
    return !is_old;
}

// Keep of the event what the history plan says.
static void remember(WEngine *engine, const EventView *event) {
    const WEventRow *row = &engine->bundle->events[event->event];
    if (row->keep_ms == W_KEEP_NOTHING) return;
    WLog *log = &engine->customer->logs[w_state_history_log(engine->state, event->event)];
    if (!make_room(engine, event->event, log, event->at_ms)) return;
    uint32_t stride = w_history_stride(row);
    WValue *entry = w_log_insert(log, stride, event->at_ms);
    for (uint32_t f = 0; f < row->field_count && stride > 1; f++) {
        const WFieldRow *field = &engine->bundle->fields[row->first_field + f];
        if (field->history_slot == W_NONE || !w_bit_get(event->present, field->slot)) continue;
        w_bit_set(&entry[1], field->history_slot);
        entry[2 + field->history_slot] =
            w_state_keep(engine->state, field->type, event->slots[field->slot]);
    }
}

// An event comes in: what it says of the customer counts before anything looks at it.
static void take_in(WEngine *engine, const EventView *event) {
    const WEventRow *row = &engine->bundle->events[event->event];
    remember(engine, event);
    if (row->keep_ms != W_KEEP_NOTHING) see_history(engine, event->event);
    w_engine_see_event(engine, event);
    if (row->setter_function != W_NONE) w_engine_run_setter(engine, row->setter_function);
    w_engine_reach_goals(engine, event);
}

void w_engine_look(WEngine *engine, const EventView *event) {
    if (event->event != W_NONE) take_in(engine, event);
    w_engine_take_changes(engine);
    w_engine_collect(engine, event, INT64_MIN);
    w_engine_run_all(engine, event);
}

static void event_turn(WEngine *engine, const WInput *input) {
    EventView event = {input->event, input->slots, input->present, input->at_ms};
    w_engine_look(engine, &event);
}

static void identify_turn(WEngine *engine, const WInput *input) {
    W_ASSERT(input->slot_count <= engine->bundle->profile_count);
    for (uint32_t i = 0; i < input->slot_count; i++) {
        if (!w_bit_get(input->present, i)) continue;
        w_engine_set_profile(engine, i, true, input->slots[i]);
    }
    w_engine_look(engine, &NO_EVENT);
}

static WTurn customer_input(WEngine *engine, const WInput *input, uint64_t sequence) {
    uint32_t index = w_state_find_or_add(engine->state, input->customer);
    WCustomer *customer = w_state_customer(engine->state, index);
    if (customer->loaded_sequence >= sequence) return W_TURN_OLDER;
    int64_t now_ms = later(input->at_ms, customer->now_ms);
    int64_t dedupe_ms = engine->bundle->project->dedupe_ms;
    if (w_seen_before(&customer->seen, input->id_hash, now_ms, dedupe_ms)) {
        return W_TURN_DUPLICATE;
    }
    begin_turn(engine, index, input->at_ms, false, sequence);
    if (input->kind == W_INPUT_EVENT)
        event_turn(engine, input);
    else
        identify_turn(engine, input);
    w_engine_follow(engine);
    end_turn(engine);
    return W_TURN_DONE;
}

WTurn w_engine_input(WEngine *engine, const WInput *input, uint64_t sequence) {
    engine->clock_ms = later(engine->clock_ms, input->at_ms);
    fire_before(engine, engine->clock_ms, sequence);
    if (input->kind == W_INPUT_TICK) return W_TURN_DONE;
    if (input->kind == W_INPUT_EVENT && input->event == W_NONE) return W_TURN_UNDECLARED;
    W_ASSERT(input->kind == W_INPUT_EVENT || input->kind == W_INPUT_IDENTIFY);
    return customer_input(engine, input, sequence);
}

void w_engine_settle(WEngine *engine, int64_t until_ms, uint64_t sequence) {
    if (until_ms > W_DATETIME_MAX) until_ms = W_DATETIME_MAX;
    engine->clock_ms = later(engine->clock_ms, until_ms);
    if (engine->clock_ms == INT64_MIN) return;
    fire_before(engine, engine->clock_ms + 1, sequence);
}
