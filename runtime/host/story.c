// `why`: a customer's story, told by running their own inputs again from the first batch of the
// journal.
//
// Customers are independent, so the inputs of all others only move the clock. What is told is
// decided by the same engine over the same inputs as it was then; nothing of it had to be stored.
#include "runtime/engine/engine.h"
#include "runtime/host/digest.h"
#include "runtime/host/json.h"
#include "runtime/host/moment.h"
#include "runtime/host/opening.h"
#include "runtime/host/shape.h"
#include "runtime/host/words.h"
#include "runtime/store/frame.h"
#include "runtime/store/store.h"
#include "wend/wend.h"

typedef struct Story {
    const wend_why_options *options;
    WStr customer;
    uint32_t journey; // only this one, or W_NONE
    wend_moment_callback *tell;
    void *context;
    WStore *store;
    WBundle *bundle;
    WZoneSet *zones;
    const WZone *zone; // of the project
    WEngine *engine;
    WArena arena;
    WArena shape_arena;
    WFrameShape shape;
    uint64_t sequence;
    WBuffer values; // of the event at hand, in words
    WBuffer key;    // of the instance at hand, as JSON
    WBuffer json;
    wend_moment event; // waits until a decision follows, if only one journey is asked for
    bool event_waits;
    wend_status status;
} Story;

static wend_status fail(Story *story, wend_status status, const char *text) {
    w_host_note_error(text);
    story->status = status;
    return status;
}

// ---- Moments as JSON

static void put_text(WBuffer *out, const char *key, const char *value) {
    if (!*value) return;
    w_buffer_char(out, ',');
    w_json_string(out, w_str(key));
    w_buffer_char(out, ':');
    w_json_string(out, w_str(value));
}

static void put_time(WBuffer *out, const char *key, int64_t at_ms) {
    if (at_ms == 0) return;
    w_buffer_char(out, ',');
    w_json_string(out, w_str(key));
    w_buffer_char(out, ':');
    w_json_time(out, at_ms);
}

static void put_limit(WBuffer *out, const wend_moment *moment) {
    w_buffer_str(out, W_STR(",\"count\":"));
    w_json_integer(out, moment->count);
    w_buffer_str(out, W_STR(",\"max\":"));
    w_json_integer(out, moment->max);
}

static const char *make_json(Story *story, const wend_moment *moment) {
    WBuffer *out = &story->json;
    w_buffer_clear(out);
    w_buffer_str(out, W_STR("{\"time\":"));
    w_json_time(out, moment->at_ms);
    put_text(out, "what", moment->what);
    put_text(out, "outcome", moment->outcome);
    put_text(out, "event", moment->event);
    put_text(out, "values", moment->values);
    put_text(out, "journey", moment->journey);
    if (*moment->key) w_buffer_printf(out, ",\"key\":%s", moment->key);
    put_text(out, "stage", moment->stage);
    put_text(out, "channel", moment->channel);
    put_text(out, "message", moment->message);
    put_text(out, "kind", moment->reason);
    put_text(out, "rule", moment->rule);
    put_text(out, "text", moment->text);
    if (moment->max > 0) put_limit(out, moment);
    put_time(out, "until", moment->until_ms);
    w_buffer_append(out, "}", sizeof "}");
    return out->bytes;
}

// ---- Telling

static void tell(Story *story, wend_moment moment) {
    w_moment_localise(&moment, story->zone);
    moment.json = make_json(story, &moment);
    story->tell(story->context, &moment);
}

static const char *key_of(Story *story, uint32_t journey, WValue key) {
    w_buffer_clear(&story->key);
    w_word_key(story->bundle, journey, key, story->options->show_personal, &story->key);
    w_buffer_char(&story->key, '\0');
    return story->key.bytes;
}

static void tell_decision(Story *story, const WEffect *effect) {
    const WDecision *decision = &effect->decision;
    if (story->journey != W_NONE && decision->journey != story->journey) return;
    if (story->event_waits) tell(story, story->event);
    story->event_waits = false;
    wend_moment moment = w_moment_of_effect(story->bundle, effect);
    moment.key = key_of(story, decision->journey, decision->key);
    tell(story, moment);
}

static void tell_effects(Story *story) {
    size_t count;
    const WEffect *effects = w_engine_effects(story->engine, &count);
    for (size_t i = 0; i < count; i++)
        tell_decision(story, &effects[i]);
    w_engine_clear(story->engine);
}

// ---- What came in

static void put_value(Story *story, WStr name, uint32_t flags, WType type, WValue value) {
    WBuffer *out = &story->values;
    if (out->size > 0) w_buffer_str(out, W_STR(", "));
    w_buffer_str(out, name);
    w_buffer_str(out, W_STR(": "));
    if (story->options->show_personal)
        w_json_value(out, story->bundle, type, value);
    else if (flags & W_FIELD_PERSONAL)
        w_buffer_str(out, w_str(W_JSON_REDACTED));
    else
        w_json_value_redacted(out, story->bundle, type, value);
}

static void put_fields(Story *story, const WInput *input) {
    const WEventRow *event = &story->bundle->events[input->event];
    for (uint32_t i = 0; i < event->field_count; i++) {
        const WFieldRow *field = &story->bundle->fields[event->first_field + i];
        if (field->slot == W_NONE || !w_bit_get(input->present, field->slot)) continue;
        WStr name = w_bundle_str(story->bundle, field->name);
        put_value(story, name, field->flags, field->type, input->slots[field->slot]);
    }
}

static void put_traits(Story *story, const WInput *input) {
    for (uint32_t i = 0; i < input->slot_count; i++) {
        const WProfileRow *field = &story->bundle->profile[i];
        if (!w_bit_get(input->present, i)) continue;
        WStr name = w_bundle_str(story->bundle, field->name);
        put_value(story, name, field->flags, field->type, input->slots[i]);
    }
}

static wend_moment moment_of(Story *story, const WInput *input, WTurn turn) {
    bool is_event = input->kind == W_INPUT_EVENT;
    wend_moment moment = w_moment_blank(is_event ? "event" : "profile", input->at_ms);
    w_buffer_clear(&story->values);
    if (is_event) put_fields(story, input);
    if (input->kind == W_INPUT_IDENTIFY) put_traits(story, input);
    w_buffer_char(&story->values, '\0');
    if (is_event) {
        uint32_t name = story->bundle->events[input->event].name;
        moment.event = w_bundle_str(story->bundle, name).bytes;
    }
    moment.values = story->values.bytes;
    moment.outcome = turn == W_TURN_DUPLICATE ? "duplicate" : "";
    return moment;
}

static void tell_input(Story *story, const WInput *input, WTurn turn) {
    if (turn == W_TURN_UNDECLARED) return;
    story->event = moment_of(story, input, turn);
    story->event_waits = story->journey != W_NONE;
    if (!story->event_waits) tell(story, story->event);
}

static void run_tick(Story *story, int64_t at_ms) {
    WInput tick = {.kind = W_INPUT_TICK, .event = W_NONE, .at_ms = at_ms, .customer = W_STR("")};
    w_engine_input(story->engine, &tick, story->sequence);
    tell_effects(story);
}

// Their own inputs are run; before that the timers, so that they are told first.
static void run_input(Story *story, const WInput *input) {
    story->event_waits = false;
    run_tick(story, input->at_ms);
    if (!w_str_equal(input->customer, story->customer)) return;
    WTurn turn = w_engine_input(story->engine, input, story->sequence);
    tell_input(story, input, turn);
    tell_effects(story);
    story->event_waits = false;
}

static bool run_batch(void *context, const WBatch *batch) {
    Story *story = context;
    WFrameReader reader;
    WInput input;
    WFrameItem item;
    if (batch->engine != W_ENGINE_VERSION) {
        fail(story, WEND_STORE, "the journal was written by another version of wend");
        return false;
    }
    story->sequence = batch->first - 1;
    w_frame_open(&reader, &story->shape, &story->arena, batch->frame);
    while ((item = w_frame_next(&reader, &input)) == W_FRAME_INPUT || item == W_FRAME_SETTLE) {
        story->sequence++;
        w_engine_give_witnesses(story->engine, reader.witnesses, reader.witness_count);
        if (item == W_FRAME_INPUT) run_input(story, &input);
        if (item == W_FRAME_SETTLE) {
            w_engine_settle(story->engine, input.at_ms, story->sequence);
            tell_effects(story);
        }
        w_arena_reset(&story->arena);
    }
    if (item == W_FRAME_DAMAGED || w_engine_lacks_witness(story->engine))
        fail(story, WEND_STORE, "the state file is damaged: a batch");
    return item == W_FRAME_END;
}

// ---- Where they stand

static void tell_place(Story *story, const WInstance *instance) {
    if (instance->point == W_NONE) return;
    if (story->journey != W_NONE && instance->journey != story->journey) return;
    wend_moment moment = w_moment_of_place(story->bundle, instance);
    moment.key = key_of(story, instance->journey, instance->key);
    tell(story, moment);
}

static wend_status tell_places(Story *story) {
    WState *state = w_engine_state(story->engine);
    uint32_t index = w_state_find(state, story->customer);
    if (index == W_NONE) return fail(story, WEND_NOT_FOUND, "this state has no such customer");
    const WCustomer *customer = w_state_customer(state, index);
    for (const WInstance *i = customer->instances; i != NULL; i = i->next)
        tell_place(story, i);
    return WEND_OK;
}

// ---- Opening

static bool add_zone(void *context, WStr name, WStr tzif) {
    return w_zone_set_add(context, name, tzif);
}

static wend_status fail_store(Story *story) {
    return fail(story, WEND_STORE, w_store_problem(story->store)->text);
}

static wend_status open_store(Story *story) {
    WStoreProblem problem;
    WStr bytes;
    wend_status status;
    story->store = w_store_open_to_read(story->options->state_path, &problem);
    if (!story->store)
        return fail(story, problem.status == W_STORE_TOO_NEW ? WEND_TOO_NEW : WEND_STORE,
                    problem.text);
    if (!w_store_bundle(story->store, &bytes)) return fail_store(story);
    story->bundle = w_host_open_bundle(bytes.bytes, bytes.size, &status);
    if (!story->bundle) return status;
    return w_store_zones(story->store, add_zone, story->zones) ? WEND_OK : fail_store(story);
}

static wend_status find_journey(Story *story) {
    story->journey = W_NONE;
    if (!story->options->journey) return WEND_OK;
    for (uint32_t i = 0; i < story->bundle->journeys_count; i++) {
        WStr name = w_bundle_str(story->bundle, story->bundle->journeys[i].name);
        if (w_str_equal(name, w_str(story->options->journey))) story->journey = i;
    }
    if (story->journey != W_NONE) return WEND_OK;
    return fail(story, WEND_NOT_FOUND, "the project has no such journey");
}

static wend_status make_engine(Story *story) {
    story->engine = w_engine_create(story->bundle, story->zones);
    if (!story->engine)
        return fail(story, WEND_IO, "the project's time zone is not known on this machine");
    w_engine_set_cells_sequence(story->engine, UINT64_MAX);
    WStr zone = w_bundle_str(story->bundle, story->bundle->project->timezone);
    story->zone = w_zone_set_find(story->zones, zone);
    if (!story->zone) story->zone = w_zone_utc();
    story->shape = w_shape_of(story->bundle, &story->shape_arena);
    return WEND_OK;
}

static wend_status tell_all(Story *story) {
    wend_status status = open_store(story);
    if (status == WEND_OK) status = find_journey(story);
    if (status == WEND_OK) status = make_engine(story);
    if (status != WEND_OK) return status;
    if (!w_store_batches(story->store, 1, run_batch, story)) return fail_store(story);
    return story->status == WEND_OK ? tell_places(story) : story->status;
}

wend_status wend_why(const wend_why_options *options, wend_moment_callback *callback,
                     void *context) {
    if (!options || !options->state_path || !options->customer || !callback) {
        w_host_note_error("wend_why needs a state path, a customer and a callback");
        return WEND_MISUSE;
    }
    const char *zones = options->zones_path ? options->zones_path : "/usr/share/zoneinfo";
    Story story = {
        .options = options,
        .customer = w_str(options->customer),
        .tell = callback,
        .context = context,
        .zones = w_zone_set_new(zones),
    };
    wend_status status = tell_all(&story);
    w_engine_destroy(story.engine);
    w_bundle_close(story.bundle);
    w_store_close(story.store);
    w_zone_set_free(story.zones);
    w_arena_free(&story.arena);
    w_arena_free(&story.shape_arena);
    w_buffer_free(&story.values);
    w_buffer_free(&story.key);
    w_buffer_free(&story.json);
    return status;
}
