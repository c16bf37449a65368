// Records to bytes. Everything is a varint (signed numbers in zigzag form) but ids of events.

#include "runtime/state/record.h"

#include <string.h>

#include "runtime/state/codec.h"
#include "runtime/state/layout.h"

static void encode_profile(const WState *state, const WCustomer *customer, WBuffer *out) {
    const WBundle *bundle = w_state_bundle(state);
    for (uint32_t i = 0; i < bundle->profile_count; i++) {
        bool known = w_bit_get(customer->profile_present, i);
        w_buffer_char(out, known ? 1 : 0);
        if (known)
            w_codec_put_value(out, bundle->shapes, bundle->profile[i].type, customer->profile[i]);
    }
}

static void encode_body(const WState *state, WInstanceBody *body, WBuffer *out) {
    const WBundle *bundle = w_state_bundle(state);
    const WJourneyRow *journey = &bundle->journeys[body->journey];
    for (uint32_t i = 0; i < journey->variable_count; i++) {
        bool known = w_bit_get(body->present, i);
        w_buffer_char(out, known ? 1 : 0);
        WType type = bundle->variables[journey->first_variable + i].type;
        if (known) w_codec_put_value(out, bundle->shapes, type, body->values[i]);
    }
    const uint32_t *passes = w_state_passes(state, body);
    for (uint32_t i = 0; i < journey->site_count; i++)
        w_buffer_varint(out, passes[i]);
    const uint32_t *visits = w_state_visits(state, body);
    for (uint32_t i = 0; i < journey->visit_count; i++)
        w_buffer_varint(out, visits[i]);
}

static void encode_deferral(const WState *state, uint32_t site, const WDeferral *deferral,
                            WBuffer *out) {
    w_codec_put_signed(out, deferral->since_ms);
    for (uint32_t i = 0; i < w_state_send_values(state, site); i++) {
        bool known = w_bit_get(deferral->present, i);
        w_buffer_char(out, known ? 1 : 0);
        if (known)
            w_codec_put_value(out, w_state_bundle(state)->shapes,
                              w_state_send_type(state, site, i), deferral->values[i]);
    }
}

// Where an instance stands; of a reaction's send that waits also where it goes back to.
static void encode_place(const WState *state, const WInstance *instance, WBuffer *out) {
    const WPointRow *points = w_state_bundle(state)->points;
    w_codec_put_signed(out, instance->began_ms);
    w_codec_put_signed(out, instance->deadline_ms);
    if (instance->deferral == NULL) return;
    encode_deferral(state, points[instance->point].site, instance->deferral, out);
    const WOuterWait *outer = instance->outer;
    if (outer == NULL) return;
    w_buffer_varint(out, outer->point);
    w_codec_put_signed(out, outer->began_ms);
    w_codec_put_signed(out, outer->deadline_ms);
    if (outer->deferral != NULL)
        encode_deferral(state, points[outer->point].site, outer->deferral, out);
}

static void encode_key(const WState *state, uint32_t journey, WValue key, WBuffer *out) {
    WType type = w_state_bundle(state)->journeys[journey].key_type;
    if (type != 0) w_codec_put_value(out, w_state_bundle(state)->shapes, type, key);
}

enum { HAS_DUE = 1, HAS_HELD = 2 };

// What is known of its conditions; mostly there are none.
static void encode_conditions(const WInstance *instance, WBuffer *out) {
    bool has_due = instance->when_due_ms != W_NEVER_MS, has_held = instance->held != 0;
    w_buffer_char(out, (char)((has_due ? HAS_DUE : 0) | (has_held ? HAS_HELD : 0)));
    if (has_due) w_codec_put_signed(out, instance->when_due_ms);
    if (has_held) w_buffer_varint(out, instance->held);
}

static void encode_instances(const WState *state, const WCustomer *customer, WBuffer *out) {
    uint32_t count = 0;
    for (const WInstance *i = customer->instances; i != NULL; i = i->next)
        count++;
    w_buffer_varint(out, count);
    for (const WInstance *i = customer->instances; i != NULL; i = i->next) {
        w_buffer_varint(out, i->journey);
        encode_key(state, i->journey, i->key, out);
        w_buffer_varint(out, i->number);
        w_buffer_varint(out, i->flags);
        w_codec_put_signed(out, i->entered_ms);
        w_codec_put_signed(out, i->exited_ms);
        w_buffer_varint(out, i->point == W_NONE ? 0 : (uint64_t)i->point + 1);
        if (i->point == W_NONE) continue;
        encode_place(state, i, out);
        encode_conditions(i, out);
        encode_body(state, i->body, out);
    }
}

static bool shares_body(const WCustomer *customer, const WWatch *watch) {
    const WInstance *instance = w_state_numbered_instance(customer, watch->journey, watch->number);
    return instance != NULL && instance->body == watch->body;
}

static void encode_watches(const WState *state, const WCustomer *customer, WBuffer *out) {
    uint32_t count = 0;
    for (const WWatch *w = customer->watches; w != NULL; w = w->next)
        count++;
    w_buffer_varint(out, count);
    for (const WWatch *w = customer->watches; w != NULL; w = w->next) {
        w_buffer_varint(out, w->journey);
        encode_key(state, w->journey, w->key, out);
        w_buffer_varint(out, w->number);
        w_codec_put_signed(out, w->entered_ms);
        w_codec_put_signed(out, w->deadline_ms);
        w_buffer_char(out, shares_body(customer, w) ? 1 : 0);
        if (!shares_body(customer, w)) encode_body(state, w->body, out);
    }
}

static void encode_truths(const WCustomer *customer, WBuffer *out) {
    w_buffer_varint(out, customer->truth_count);
    for (uint32_t i = 0; i < customer->truth_count; i++) {
        const WTruth *truth = &customer->truths[i];
        w_buffer_varint(out, truth->entry);
        w_buffer_char(out, truth->holds ? 1 : 0);
        bool has_due = truth->due_ms != W_NEVER_MS;
        w_buffer_char(out, has_due ? 1 : 0);
        if (has_due) w_codec_put_signed(out, truth->due_ms);
    }
}

static void encode_queue(const WCustomer *customer, WBuffer *out) {
    uint32_t count = 0;
    for (const WQueued *q = customer->queue; q != NULL; q = q->next)
        count++;
    w_buffer_varint(out, count);
    for (const WQueued *q = customer->queue; q != NULL; q = q->next) {
        w_buffer_varint(out, q->entry);
        w_codec_put_signed(out, q->due_ms);
    }
    bool has_time = customer->timetable_ms != W_NEVER_MS;
    w_buffer_char(out, has_time ? 1 : 0);
    if (has_time) w_codec_put_signed(out, customer->timetable_ms);
}

// A history entry: its time, then each kept property.
static void encode_history(const WBundle *bundle, uint32_t event, const WLog *log, WBuffer *out) {
    const WEventRow *row = &bundle->events[event];
    uint32_t stride = w_history_stride(row);
    w_buffer_varint(out, log->count);
    for (uint32_t i = 0; i < log->count; i++) {
        const WValue *entry = &log->words[(size_t)i * stride];
        w_codec_put_signed(out, (int64_t)entry[0]);
        for (uint32_t f = 0; f < row->field_count && stride > 1; f++) {
            const WFieldRow *field = &bundle->fields[row->first_field + f];
            if (field->history_slot == W_NONE) continue;
            bool known = w_bit_get(&entry[1], field->history_slot);
            w_buffer_char(out, known ? 1 : 0);
            if (known)
                w_codec_put_value(out, bundle->shapes, field->type,
                                  entry[2 + field->history_slot]);
        }
    }
}

static void encode_times(const WLog *log, WBuffer *out) {
    w_buffer_varint(out, log->count);
    for (uint32_t i = 0; i < log->count; i++)
        w_codec_put_signed(out, (int64_t)log->words[i]);
}

static void encode_logs(const WState *state, const WCustomer *customer, WBuffer *out) {
    const WBundle *bundle = w_state_bundle(state);
    for (uint32_t e = 0; e < bundle->events_count; e++) {
        uint32_t log = w_state_history_log(state, e);
        if (log != W_NONE) encode_history(bundle, e, &customer->logs[log], out);
    }
    for (uint32_t l = 0; l < bundle->limits_count; l++)
        encode_times(&customer->logs[w_state_limit_log(state, l)], out);
    for (uint32_t s = 0; s < bundle->sents_count; s++)
        encode_times(&customer->logs[w_state_sent_log(state, s)], out);
}

void w_record_encode(WState *state, uint32_t index, WBuffer *out) {
    const WCustomer *customer = w_state_customer(state, index);
    w_buffer_varint(out, customer->id->size);
    w_buffer_append(out, customer->id->bytes, customer->id->size);
    w_buffer_varint(out, customer->sequence);
    w_codec_put_signed(out, customer->now_ms);
    encode_profile(state, customer, out);
    w_seen_encode(&customer->seen, out);
    encode_instances(state, customer, out);
    encode_watches(state, customer, out);
    encode_truths(customer, out);
    w_draws_encode(&customer->draws, out);
    encode_queue(customer, out);
    encode_logs(state, customer, out);
}
