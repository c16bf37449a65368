// Bytes to records.
//
// Premise: the bytes passed a checksum, yet every number is compared with its bound before it is
// used. Promise: a record that is accepted holds only rows of the bundle.

#include "runtime/base/alloc.h"
#include "runtime/base/limits.h"
#include "runtime/base/utf8.h"
#include "runtime/state/codec.h"
#include "runtime/state/layout.h"
#include "runtime/state/record.h"
#include "runtime/value/text.h"
#include "runtime/value/time.h"

// Of a window of the calendar some days before it are kept as well.
enum { LIMIT_LOG_ENTRIES = 4 * W_LIMIT_LIMIT_COUNT };

typedef struct Decoder {
    WState *state;
    const WBundle *bundle;
    WCustomer *customer;
    WReader in;
    WArena arena;
} Decoder;

static void fail(Decoder *d) {
    d->in.failed = true;
}

static bool flag(Decoder *d) {
    WStr byte = w_reader_bytes(&d->in, 1);
    return !d->in.failed && byte.bytes[0] != 0;
}

// When something is due; the calendar of timers knows no time before all others.
static int64_t decode_due(Decoder *d) {
    int64_t due_ms = w_codec_get_signed(&d->in);
    if (due_ms < W_DATETIME_MIN) fail(d);
    return due_ms;
}

static bool is_within(WValue v, int64_t least, int64_t most) {
    return (int64_t)v >= least && (int64_t)v <= most;
}

static bool fits(const Decoder *d, WType type, WValue v);

static bool list_fits(const Decoder *d, WType type, const WList *list) {
    for (uint32_t i = 0; i < list->count; i++) {
        if (!fits(d, w_type_element(type), list->items[i])) return false;
    }
    return true;
}

static bool tuple_fits(const Decoder *d, const WShape *shape, const WTuple *tuple) {
    for (uint32_t i = 0; i < shape->count; i++) {
        bool known = tuple->present >> i & 1;
        if (known && !fits(d, shape->types[i], tuple->items[i])) return false;
    }
    return true;
}

// Is it a value of that type?
static bool fits(const Decoder *d, WType type, WValue v) {
    switch (w_type_kind(type)) {
    case W_TYPE_BOOLEAN: return v <= 1;
    case W_TYPE_ENUM: return v < d->bundle->enums[w_type_enum(type)].option_count;
    case W_TYPE_DATETIME: return is_within(v, W_DATETIME_MIN, W_DATETIME_MAX);
    case W_TYPE_DATE: return is_within(v, W_DATE_MIN, W_DATE_MAX);
    case W_TYPE_TIME: return is_within(v, 0, W_DAY_MS - 1);
    case W_TYPE_TEXT: {
        WStr text = w_text_str(w_value_text(v));
        return w_utf8_valid(text) == text.size;
    }
    case W_TYPE_LIST: return list_fits(d, type, w_value_list(v));
    case W_TYPE_RECORD:
        return tuple_fits(d, &d->bundle->shapes[w_type_record(type)], w_value_tuple(v));
    default: return true;
    }
}

static WValue value(Decoder *d, WType type) {
    WValue v = w_codec_get_value(&d->in, &d->arena, d->bundle->shapes, type);
    if (!d->in.failed && !fits(d, type, v)) fail(d);
    return v;
}

static void decode_profile(Decoder *d) {
    for (uint32_t i = 0; i < d->bundle->profile_count && !d->in.failed; i++) {
        bool known = flag(d);
        WType type = d->bundle->profile[i].type;
        WValue v = known ? value(d, type) : 0;
        if (!known && !w_type_optional(type)) fail(d);
        if (!d->in.failed) w_state_set_profile(d->state, d->customer, i, known, v);
    }
}

static WInstanceBody *decode_body(Decoder *d, uint32_t journey) {
    const WJourneyRow *row = &d->bundle->journeys[journey];
    WInstanceBody *body = w_state_new_body(d->state, journey);
    for (uint32_t i = 0; i < row->variable_count && !d->in.failed; i++) {
        if (!flag(d)) continue;
        WValue v = value(d, d->bundle->variables[row->first_variable + i].type);
        if (!d->in.failed) w_state_set_variable(d->state, body, i, true, v);
    }
    uint32_t *passes = w_state_passes(d->state, body);
    for (uint32_t i = 0; i < row->site_count; i++) {
        passes[i] = (uint32_t)w_reader_varint(&d->in);
    }
    uint32_t *visits = w_state_visits(d->state, body);
    for (uint32_t i = 0; i < row->visit_count; i++)
        visits[i] = (uint32_t)w_reader_varint(&d->in);
    return body;
}

static uint32_t decode_journey(Decoder *d) {
    uint64_t journey = w_reader_varint(&d->in);
    if (journey >= d->bundle->journeys_count) fail(d);
    return d->in.failed ? W_NONE : (uint32_t)journey;
}

static bool is_point_of(const Decoder *d, uint64_t point, uint32_t journey) {
    return point < d->bundle->points_count && d->bundle->points[point].journey == journey;
}

enum { HAS_DUE = 1, HAS_HELD = 2 };

static void decode_conditions(Decoder *d, WInstance *instance) {
    WStr byte = w_reader_bytes(&d->in, 1);
    if (d->in.failed) return;
    unsigned has = (unsigned char)byte.bytes[0];
    if (has > (HAS_DUE | HAS_HELD)) fail(d);
    if ((has & HAS_DUE) != 0) instance->when_due_ms = decode_due(d);
    if ((has & HAS_HELD) != 0) instance->held = w_reader_varint(&d->in);
    const WStageRow *stage = &d->bundle->stages[d->bundle->points[instance->point].stage];
    bool is_known = stage->arm_count == 64 || instance->held >> stage->arm_count == 0;
    if (!is_known) fail(d);
}

// A wait without end has no deadline, all others have.
static int64_t decode_deadline(Decoder *d, uint32_t point) {
    int64_t deadline_ms = decode_due(d);
    bool is_endless = d->bundle->points[point].kind == W_POINT_EVER;
    if (is_endless && deadline_ms != W_NEVER_MS) fail(d);
    return deadline_ms;
}

// What a send that waits is to be made of; NULL for another wait.
static WDeferral *decode_deferral(Decoder *d, uint32_t point) {
    uint32_t site = d->bundle->points[point].site;
    if (site == W_NONE) return NULL;
    WDeferral *deferral = w_state_new_deferral(d->state, site, w_codec_get_signed(&d->in));
    for (uint32_t i = 0; i < w_state_send_values(d->state, site) && !d->in.failed; i++) {
        WType type = w_state_send_type(d->state, site, i);
        bool known = flag(d);
        bool may_be_missing = w_type_optional(type) ||
                              i == d->bundle->messages[d->bundle->sites[site].message].param_count;
        if (!known && !may_be_missing) fail(d);
        WValue v = known ? value(d, type) : 0;
        if (known && !d->in.failed) w_state_keep_value(d->state, site, deferral, i, v);
    }
    return deferral;
}

static bool is_in_reaction(const Decoder *d, uint32_t point) {
    uint32_t site = d->bundle->points[point].site;
    return site != W_NONE && (d->bundle->sites[site].flags & W_SITE_IN_REACTION) != 0;
}

// A reaction's send goes back to a wait of its stage, which is no reaction's itself.
static void decode_outer(Decoder *d, WInstance *instance) {
    uint64_t point = w_reader_varint(&d->in);
    const WPointRow *points = d->bundle->points;
    bool known = is_point_of(d, point, instance->journey) && !is_in_reaction(d, (uint32_t)point) &&
                 points[point].stage == points[instance->point].stage;
    if (!known) {
        fail(d);
        return;
    }
    instance->outer = w_alloc(sizeof *instance->outer);
    instance->outer->point = (uint32_t)point;
    instance->outer->began_ms = w_codec_get_signed(&d->in);
    instance->outer->deadline_ms = decode_deadline(d, (uint32_t)point);
    instance->outer->deferral = decode_deferral(d, (uint32_t)point);
}

// Where the instance waits.
static void decode_place(Decoder *d, WInstance *instance, uint64_t point) {
    if (!is_point_of(d, point, instance->journey)) {
        fail(d);
        return;
    }
    instance->point = (uint32_t)point;
    instance->began_ms = w_codec_get_signed(&d->in);
    instance->deadline_ms = decode_deadline(d, instance->point);
    instance->deferral = decode_deferral(d, instance->point);
    if (is_in_reaction(d, instance->point) && !d->in.failed) decode_outer(d, instance);
    decode_conditions(d, instance);
    instance->body = decode_body(d, instance->journey);
}

// The value of the journey's key; 0 if it has none.
static WValue decode_key(Decoder *d, uint32_t journey) {
    WType type = d->bundle->journeys[journey].key_type;
    return type == 0 ? 0 : value(d, type);
}

static void decode_instance(Decoder *d) {
    uint32_t journey = decode_journey(d);
    if (journey == W_NONE) return;
    WValue key = decode_key(d, journey);
    if (d->in.failed) return;
    WInstance *instance = w_state_instance(d->state, d->customer, journey, key);
    if (instance->number != 0) fail(d); // a second node of one journey and key
    instance->number = (uint32_t)w_reader_varint(&d->in);
    instance->flags = (uint32_t)w_reader_varint(&d->in);
    instance->entered_ms = w_codec_get_signed(&d->in);
    instance->exited_ms = w_codec_get_signed(&d->in);
    uint64_t point = w_reader_varint(&d->in);
    if (instance->number == 0) fail(d);
    if (point == 0 || d->in.failed) return;
    decode_place(d, instance, point - 1);
}

static void decode_watch(Decoder *d) {
    uint32_t journey = decode_journey(d);
    if (journey == W_NONE) return;
    WInstance ended = {.journey = journey, .key = decode_key(d, journey)};
    if (d->in.failed) return;
    ended.number = (uint32_t)w_reader_varint(&d->in);
    const WInstance *instance = w_state_numbered_instance(d->customer, journey, ended.number);
    ended.entered_ms = w_codec_get_signed(&d->in);
    int64_t deadline_ms = decode_due(d);
    bool shared = flag(d);
    bool known = ended.number > 0 && ended.number <= w_state_entries(d->customer, journey) &&
                 shared == (instance != NULL && instance->body != NULL);
    if (d->in.failed || !known || d->bundle->journeys[journey].goal == W_NONE) {
        fail(d);
        return;
    }
    ended.body = shared ? instance->body : decode_body(d, journey);
    w_state_add_watch(d->state, d->customer, &ended, deadline_ms);
    if (!shared) w_state_release_body(d->state, ended.body);
}

static void decode_truth(Decoder *d) {
    uint64_t entry = w_reader_varint(&d->in);
    WTruth truth = {.holds = flag(d), .due_ms = W_NEVER_MS};
    if (flag(d)) truth.due_ms = decode_due(d);
    bool is_condition =
        entry < d->bundle->entries_count && d->bundle->entries[entry].kind == W_ENTRY_WHEN;
    if (!is_condition) fail(d);
    if (d->in.failed) return;
    truth.entry = (uint32_t)entry;
    w_state_set_truth(d->customer, truth);
}

static uint64_t decode_count(Decoder *d, uint64_t most) {
    uint64_t count = w_reader_varint(&d->in);
    if (count > most) fail(d);
    return d->in.failed ? 0 : count;
}

// Who stands in line came by an entry of the journey that is no event's.
static void decode_queued(Decoder *d) {
    uint64_t entry = w_reader_varint(&d->in);
    int64_t due_ms = decode_due(d);
    bool good = entry < d->bundle->entries_count;
    if (good) good = d->bundle->entries[entry].kind != W_ENTRY_ON;
    if (good) good = !w_state_find_queued(d->customer, d->bundle->entries[entry].journey);
    if (good && !d->in.failed)
        w_state_queue(d->customer, d->bundle->entries[entry].journey, (uint32_t)entry, due_ms);
    else
        fail(d);
}

static void decode_queue(Decoder *d) {
    uint64_t count = decode_count(d, d->bundle->journeys_count);
    for (uint64_t i = 0; i < count && !d->in.failed; i++)
        decode_queued(d);
    if (flag(d)) d->customer->timetable_ms = decode_due(d);
}

// The time of the next entry of a log, which is not before that of the last.
static int64_t decode_time(Decoder *d, const WLog *log, uint32_t stride) {
    int64_t at_ms = w_codec_get_signed(&d->in);
    if (log->count == 0) return at_ms;
    if (at_ms < (int64_t)log->words[(size_t)(log->count - 1) * stride]) fail(d);
    return at_ms;
}

static void decode_history_entry(Decoder *d, const WEventRow *row, WLog *log) {
    uint32_t stride = w_history_stride(row);
    WValue *entry = w_log_insert(log, stride, decode_time(d, log, stride));
    for (uint32_t f = 0; f < row->field_count && stride > 1; f++) {
        const WFieldRow *field = &d->bundle->fields[row->first_field + f];
        if (field->history_slot == W_NONE || !flag(d)) continue;
        WValue v = value(d, field->type);
        if (d->in.failed) return;
        entry[2 + field->history_slot] = w_state_keep(d->state, field->type, v);
        w_bit_set(&entry[1], field->history_slot);
    }
}

static void decode_times(Decoder *d, WLog *log, uint64_t most) {
    uint64_t count = decode_count(d, most);
    for (uint64_t i = 0; i < count && !d->in.failed; i++)
        w_log_insert(log, 1, decode_time(d, log, 1));
}

static void decode_logs(Decoder *d) {
    for (uint32_t e = 0; e < d->bundle->events_count; e++) {
        uint32_t log = w_state_history_log(d->state, e);
        if (log == W_NONE) continue;
        uint64_t count = decode_count(d, W_LIMIT_HISTORY_ENTRIES);
        for (uint64_t i = 0; i < count && !d->in.failed; i++) {
            decode_history_entry(d, &d->bundle->events[e], &d->customer->logs[log]);
        }
    }
    for (uint32_t l = 0; l < d->bundle->limits_count; l++)
        decode_times(d, &d->customer->logs[w_state_limit_log(d->state, l)], LIMIT_LOG_ENTRIES);
    for (uint32_t s = 0; s < d->bundle->sents_count; s++)
        decode_times(d, &d->customer->logs[w_state_sent_log(d->state, s)],
                     W_LIMIT_HISTORY_ENTRIES);
}

static void decode_parts(Decoder *d) {
    d->customer->now_ms = w_codec_get_signed(&d->in);
    decode_profile(d);
    if (!d->in.failed && !w_seen_decode(&d->customer->seen, &d->in)) fail(d);
    uint64_t instances = decode_count(d, UINT32_MAX);
    for (uint64_t i = 0; i < instances && !d->in.failed; i++)
        decode_instance(d);
    uint64_t watches = decode_count(d, UINT32_MAX);
    for (uint64_t i = 0; i < watches && !d->in.failed; i++)
        decode_watch(d);
    uint64_t truths = decode_count(d, d->bundle->entries_count);
    for (uint64_t i = 0; i < truths && !d->in.failed; i++)
        decode_truth(d);
    if (!d->in.failed) w_draws_decode(&d->customer->draws, &d->in);
    if (!d->in.failed) decode_queue(d);
    if (!d->in.failed) decode_logs(d);
    if (d->in.at != d->in.end) fail(d);
}

uint32_t w_record_decode(WState *state, const void *bytes, size_t size_bytes) {
    Decoder d = {.state = state, .bundle = w_state_bundle(state)};
    d.in = (WReader){bytes, (const uint8_t *)bytes + size_bytes, false};
    WStr id = w_reader_bytes(&d.in, (size_t)w_reader_varint(&d.in));
    uint64_t sequence = w_reader_varint(&d.in);
    bool usable = !d.in.failed && id.size > 0 && id.size <= W_LIMIT_ID_BYTES;
    if (!usable || w_state_find(state, id) != W_NONE) return W_NONE;
    uint32_t index = w_state_find_or_add(state, id);
    d.customer = w_state_customer(state, index);
    d.customer->sequence = sequence;
    d.customer->loaded_sequence = sequence;
    decode_parts(&d);
    w_arena_free(&d.arena);
    w_state_sweep(state);
    if (d.in.failed) return W_NONE;
    w_calendar_set(w_state_calendar(state), index, w_state_next_due(state, d.customer));
    return index;
}
