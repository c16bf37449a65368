// Rehearsals: engines in memory that tell all.
#include "runtime/host/rehearsal.h"

#include "runtime/host/json.h"
#include "runtime/host/moment.h"
#include "runtime/host/opening.h"
#include "runtime/host/words.h"
#include "runtime/value/text.h"

// ---- values by name

// Names and values of a moment: their texts one behind the other, each terminated, in
// session->moment_text.
typedef struct Values {
    wend *session;
    size_t names[W_LIMIT_PROFILE_FIELDS]; // offsets, because the buffer may move
    size_t jsons[W_LIMIT_PROFILE_FIELDS];
    wend_value rows[W_LIMIT_PROFILE_FIELDS];
    size_t count;
} Values;

static void add_value(Values *values, WStr name, WType type, WValue value) {
    WBuffer *out = &values->session->moment_text;
    values->names[values->count] = out->size;
    w_buffer_str(out, name);
    w_buffer_char(out, '\0');
    values->jsons[values->count++] = out->size;
    w_json_value(out, values->session->bundle, type, value);
    w_buffer_char(out, '\0');
}

static void give_values(Values *values, wend_moment *moment) {
    const char *bytes = values->session->moment_text.bytes;
    for (size_t i = 0; i < values->count; i++)
        values->rows[i] = (wend_value){bytes + values->names[i], bytes + values->jsons[i]};
    moment->named = values->rows;
    moment->named_count = values->count;
}

static void add_params(Values *values, const WAction *action) {
    const WBundle *bundle = values->session->bundle;
    const WMessageRow *message = &bundle->messages[bundle->sites[action->site].message];
    for (uint32_t i = 0; i < message->param_count; i++) {
        const WParamRow *param = &bundle->params[message->first_param + i];
        if (!w_bit_get(action->params_present, i)) continue;
        add_value(values, w_bundle_str(bundle, param->name), param->type, action->params[i]);
    }
}

static void add_profile(Values *values, const WCustomer *customer) {
    const WBundle *bundle = values->session->bundle;
    for (uint32_t i = 0; i < bundle->profile_count; i++) {
        const WProfileRow *field = &bundle->profile[i];
        if (!w_bit_get(customer->profile_present, i)) continue;
        add_value(values, w_bundle_str(bundle, field->name), field->type, customer->profile[i]);
    }
}

// ---- telling

static const WCustomer *customer_of(wend *session, WStr id) {
    WState *state = w_engine_state(session->engine);
    uint32_t index = w_state_find(state, id);
    return index == W_NONE ? NULL : w_state_customer(state, index);
}

// The key of an instance; shown, because a rehearsal has nobody's data.
static const char *key_of(wend *session, uint32_t journey, WValue key) {
    w_buffer_clear(&session->moment_key);
    w_word_key(session->bundle, journey, key, true, &session->moment_key);
    w_buffer_char(&session->moment_key, '\0');
    return session->moment_key.bytes;
}

static void tell(wend *session, wend_moment moment) {
    const WCustomer *customer = customer_of(session, w_str(moment.customer));
    w_moment_localise(&moment, w_engine_zone(session->engine, customer));
    session->on_moment(session->context, &moment);
}

static void tell_station(wend *session, const WStation *station) {
    const WBundle *bundle = session->bundle;
    const WStageRow *stage = &bundle->stages[station->stage];
    bool waits = station->point != W_NONE;
    wend_moment moment = w_moment_blank(waits ? "wait" : "stage", station->at_ms);
    moment.customer = station->customer->bytes;
    if (waits) moment.row = station->point;
    if (waits && station->until_ms != W_NEVER_MS) moment.until_ms = station->until_ms;
    moment.journey = w_bundle_str(bundle, bundle->journeys[stage->journey].name).bytes;
    moment.stage = w_bundle_str(bundle, stage->name).bytes;
    moment.key = key_of(session, stage->journey, station->key);
    tell(session, moment);
}

static void tell_effect(wend *session, const WEffect *effect) {
    Values values = {.session = session};
    wend_moment moment = w_moment_of_effect(session->bundle, effect);
    w_trace_decision(&session->trace, session->bundle, &effect->decision);
    moment.key = key_of(session, effect->decision.journey, effect->decision.key);
    w_buffer_clear(&session->moment_text);
    if (effect->action) add_params(&values, effect->action);
    give_values(&values, &moment);
    tell(session, moment);
}

void w_rehearsal_tell(wend *session) {
    size_t count, told = 0;
    const WEffect *effects = w_engine_effects(session->engine, &count);
    WTrace *trace = &session->trace;
    for (size_t i = 0; i <= count; i++) {
        while (told < trace->count && trace->stations[told].before_effect == i)
            tell_station(session, &trace->stations[told++]);
        if (i < count) tell_effect(session, &effects[i]);
    }
    trace->count = 0;
}

// ---- the public part

wend_status wend_rehearse(const void *bundle, size_t bundle_bytes, const wend_rehearsal *rehearsal,
                          wend **engine) {
    if (!rehearsal || !rehearsal->on_moment || !engine) {
        w_host_note_error("wend_rehearse needs a callback and a place for the engine");
        return WEND_MISUSE;
    }
    wend_options options = {
        .state_path = ":memory:",
        .zones_path = rehearsal->zones_path,
        .on_refused = rehearsal->on_refused,
        .context = rehearsal->context,
    };
    wend_status status = wend_open(bundle, bundle_bytes, &options, engine);
    if (status != WEND_OK) return status;
    (*engine)->on_moment = rehearsal->on_moment;
    w_engine_set_trace((*engine)->engine, &(*engine)->trace);
    w_engine_set_orders((*engine)->engine, &(*engine)->orders);
    return WEND_OK;
}

// ---- chance

static bool is_called(const wend *engine, uint32_t text, const char *name) {
    return w_str_equal(w_bundle_str(engine->bundle, text), w_str(name));
}

static bool find_way(const wend *engine, const WDrawRow *draw, const char *arm, uint32_t *way) {
    for (*way = 0; *way < draw->way_count; (*way)++) {
        if (is_called(engine, engine->bundle->ways[draw->first_way + *way].name, arm)) return true;
    }
    return false;
}

wend_status wend_rehearse_split(wend *engine, const char *customer, const char *journey,
                                const char *split, const char *arm) {
    if (!engine || !engine->on_moment || !customer || !journey || !split || !arm)
        return w_session_fail(engine, WEND_MISUSE, "wend_rehearse_split needs a rehearsal");
    const WBundle *bundle = engine->bundle;
    for (uint32_t row = 0; row < bundle->draws_count; row++) {
        const WDrawRow *draw = &bundle->draws[row];
        WOrder order = {.draw = row};
        if (!is_called(engine, bundle->journeys[draw->journey].name, journey)) continue;
        if (!is_called(engine, draw->name, split)) continue;
        if (!find_way(engine, draw, arm, &order.way)) continue;
        w_orders_add(&engine->orders, w_str(customer), order);
        return WEND_OK;
    }
    return w_session_fail(engine, WEND_NOT_FOUND, "there is no such split, or no such arm of it");
}

wend_status wend_rehearse_holdout(wend *engine, const char *customer) {
    if (!engine || !engine->on_moment || !customer)
        return w_session_fail(engine, WEND_MISUSE, "wend_rehearse_holdout needs a rehearsal");
    w_orders_add(&engine->orders, w_str(customer), (WOrder){.holds_out = true});
    return WEND_OK;
}

static uint32_t find_channel(const wend *engine, const char *name) {
    uint32_t row = 0;
    while (row < engine->bundle->channels_count &&
           !is_called(engine, engine->bundle->channels[row].name, name))
        row++;
    return row;
}

static uint32_t find_message(const wend *engine, const char *name) {
    uint32_t row = 0;
    while (row < engine->bundle->messages_count &&
           !is_called(engine, engine->bundle->messages[row].name, name))
        row++;
    return row;
}

wend_status wend_rehearse_sent(wend *engine, const char *customer, const char *channel,
                               const char *message, int64_t at_ms) {
    if (!engine || !engine->on_moment || !customer || !channel || !message)
        return w_session_fail(engine, WEND_MISUSE, "wend_rehearse_sent needs a rehearsal");
    uint32_t way = find_channel(engine, channel), what = find_message(engine, message);
    bool is_known = way < engine->bundle->channels_count && what < engine->bundle->messages_count;
    if (!is_known)
        return w_session_fail(engine, WEND_NOT_FOUND, "there is no such channel or message");
    w_engine_given_sent(engine->engine, w_str(customer), way, what, at_ms);
    return WEND_OK;
}

// ---- looking

bool wend_was_exercised(const wend *engine, const char *kind, uint32_t row) {
    if (!engine || !engine->on_moment || !kind) return false;
    return w_trace_has(&engine->trace, engine->bundle, kind, row);
}

wend_status wend_stands(wend *engine, const char *customer, wend_moment_callback *callback,
                        void *context) {
    if (!engine || !customer || !callback)
        return w_session_fail(engine, WEND_MISUSE, "wend_stands needs a customer and a callback");
    const WCustomer *found = customer_of(engine, w_str(customer));
    if (!found) return w_session_fail(engine, WEND_NOT_FOUND, "there is no such customer yet");
    const WZone *zone = w_engine_zone(engine->engine, found);
    for (const WInstance *i = found->instances; i != NULL; i = i->next) {
        if (i->point == W_NONE) continue;
        wend_moment moment = w_moment_of_place(engine->bundle, i);
        moment.customer = customer;
        moment.key = key_of(engine, i->journey, i->key);
        w_moment_localise(&moment, zone);
        callback(context, &moment);
    }
    Values values = {.session = engine};
    wend_moment profile = w_moment_blank("profile", found->now_ms);
    w_buffer_clear(&engine->moment_text);
    add_profile(&values, found);
    give_values(&values, &profile);
    profile.customer = customer;
    w_moment_localise(&profile, zone);
    callback(context, &profile);
    return WEND_OK;
}
