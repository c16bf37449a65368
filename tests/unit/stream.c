// The stream of the laboratory: inputs in, lines of text out.
#include "runtime/base/alloc.h"
#include "runtime/base/hash.h"
#include "runtime/state/record.h"
#include "runtime/value/copy.h"
#include "runtime/value/text.h"
#include "tests/unit/lab.h"

#define BASE_MS INT64_C(1772409600000) // 2026-03-02T00:00Z

int64_t lab_ms(int64_t minutes) {
    return BASE_MS + minutes * LAB_MINUTE_MS;
}

WZoneSet *lab_zones(void) {
    static WZoneSet *zones;
    if (!zones) zones = w_zone_set_new("/usr/share/zoneinfo");
    return zones;
}

void stream_begin(Stream *stream, const WBundle *bundle) {
    *stream = (Stream){.bundle = bundle, .engine = w_engine_create(bundle, lab_zones())};
}

void stream_end(Stream *stream) {
    w_engine_destroy(stream->engine);
    w_buffer_free(&stream->lines);
    w_arena_free(&stream->arena);
}

// ---- Effects as lines

static const char *word(const char *kind, unsigned code) {
#define DECISION(number, NAME, text, summary) \
    if (kind[0] == 'd' && code == (number)) return text;
#define OUTCOME(number, NAME, text, summary) \
    if (kind[0] == 'o' && code == (number)) return text;
#define REASON(number, NAME, text, summary) \
    if (kind[0] == 'r' && code == (number)) return text;
#include "grammar/decisions.def"
#undef DECISION
#undef OUTCOME
#undef REASON
    return "?";
}

static void put_time(WBuffer *out, int64_t at_ms) {
    int64_t since = at_ms - BASE_MS;
    w_buffer_printf(out, "%lld", (long long)(since / LAB_MINUTE_MS));
    if (since % LAB_MINUTE_MS != 0)
        w_buffer_printf(out, "+%lldms", (long long)(since % LAB_MINUTE_MS));
}

static void put_value(WBuffer *out, WType type, WValue value) {
    if (w_type_kind(type) == W_TYPE_TEXT) {
        w_buffer_str(out, w_text_str(w_value_text(value)));
        return;
    }
    const WList *list = w_value_list(value);
    w_buffer_char(out, '[');
    for (uint32_t i = 0; i < list->count; i++) {
        if (i > 0) w_buffer_char(out, ' ');
        put_value(out, w_type_element(type), list->items[i]);
    }
    w_buffer_char(out, ']');
}

static void put_action(Stream *stream, const WAction *action) {
    const WBundle *bundle = stream->bundle;
    const WMessageRow *message = &bundle->messages[bundle->sites[action->site].message];
    WBuffer *out = &stream->lines;
    w_buffer_printf(out, " %.*s to %.*s", W_STR_ARGS(w_bundle_str(bundle, message->name)),
                    W_STR_ARGS(w_text_str(action->to)));
    for (uint32_t i = 0; i < message->param_count; i++) {
        if (!w_bit_get(action->params_present, i)) continue;
        w_buffer_char(out, ' ');
        put_value(out, bundle->params[message->first_param + i].type, action->params[i]);
    }
    if (stream->with_ids)
        w_buffer_printf(out, " %016llx%016llx", (unsigned long long)action->id.high,
                        (unsigned long long)action->id.low);
}

static void put_reason(WBuffer *out, const WDecision *d) {
    if (d->reason != W_REASON_NONE) w_buffer_printf(out, " %s", word("reason", d->reason));
    if (d->text) w_buffer_printf(out, " \"%s\"", d->text->bytes);
    if (d->reason == W_REASON_LIMIT)
        w_buffer_printf(out, " %u: %lld of %lld", d->rule, (long long)d->count, (long long)d->max);
    if (d->allowed_at_ms != 0) {
        w_buffer_str(out, W_STR(" until "));
        put_time(out, d->allowed_at_ms);
    }
    for (uint32_t i = 0; i < d->also_count; i++)
        w_buffer_printf(out, " and %u", d->also[i]);
}

static void put_effect(Stream *stream, const WEffect *effect) {
    const WBundle *bundle = stream->bundle;
    const WDecision *d = &effect->decision;
    WBuffer *out = &stream->lines;
    put_time(out, effect->at_ms);
    w_buffer_printf(out, " %s %s %.*s", effect->customer->bytes, word("decision", d->what),
                    W_STR_ARGS(w_bundle_str(bundle, bundle->journeys[d->journey].name)));
    if (d->stage != W_NONE)
        w_buffer_printf(out, ".%.*s",
                        W_STR_ARGS(w_bundle_str(bundle, bundle->stages[d->stage].name)));
    w_buffer_printf(out, " %s", word("outcome", d->outcome));
    put_reason(out, d);
    if (effect->action) put_action(stream, effect->action);
    w_buffer_char(out, '\n');
}

static void take_effects(Stream *stream) {
    size_t count;
    const WEffect *effects = w_engine_effects(stream->engine, &count);
    for (size_t i = 0; i < count; i++)
        put_effect(stream, &effects[i]);
    if (stream->on_turn) stream->on_turn(stream->engine, (uint32_t)stream->sequence - 1);
    w_engine_clear(stream->engine);
}

const char *stream_lines(Stream *stream) {
    w_buffer_char(&stream->lines, '\0');
    stream->lines.size = 0;
    return stream->lines.bytes;
}

// ---- Inputs

WTurn stream_input(Stream *stream, const WInput *input) {
    stream->turn = w_engine_input(stream->engine, input, ++stream->sequence);
    take_effects(stream);
    return stream->turn;
}

void stream_settle(Stream *stream, int64_t minutes) {
    w_engine_settle(stream->engine, lab_ms(minutes), ++stream->sequence);
    take_effects(stream);
}

WValue stream_text(Stream *stream, const char *text) {
    return w_value_of_pointer(w_text_make(&stream->arena, w_str(text)));
}

WValue stream_words(Stream *stream, const char *words) {
    WList *list = w_list_begin(&stream->arena, strlen(words));
    list->count = 0;
    while (*words) {
        size_t size = strcspn(words, " ");
        WText *text = w_text_make(&stream->arena, (WStr){words, size});
        list->items[list->count++] = w_value_of_pointer(text);
        words += size;
        words += *words == ' ';
    }
    return w_value_of_pointer(list);
}

WValue stream_basket(Stream *stream, const char *words) {
    const WList *names = w_value_list(stream_words(stream, words));
    WList *basket = w_list_begin(&stream->arena, names->count);
    for (uint32_t i = 0; i < names->count; i++) {
        WTuple *item = w_tuple_begin(&stream->arena, 3);
        item->items[0] = names->items[i];
        item->items[1] = i == 0 ? 3 : 0;
        item->items[2] = w_value_of_pointer(names);
        item->present = i == 0 ? 7 : 5;
        basket->items[i] = w_value_of_pointer(item);
    }
    return w_value_of_pointer(basket);
}

static WInput input_of(Stream *stream, WInputKind kind, int64_t minutes, const char *who) {
    uint64_t number = stream->sequence + 1;
    return (WInput){.kind = kind,
                    .event = W_NONE,
                    .at_ms = lab_ms(minutes),
                    .id_hash = w_hash64(&number, sizeof number),
                    .customer = w_str(who)};
}

void stream_event(Stream *stream, int64_t minutes, const char *who, uint32_t event,
                  const char *note) {
    WInput input = input_of(stream, W_INPUT_EVENT, minutes, who);
    WValue slots[3] = {0};
    uint64_t present = 0;
    if (note) slots[LAB_NOTE] = stream_text(stream, note), present = 1;
    input.event = event;
    input.slots = slots;
    input.present = &present;
    input.slot_count = stream->bundle->events[event].slot_count;
    stream_input(stream, &input);
}

void stream_identify(Stream *stream, int64_t minutes, const char *who, uint32_t field,
                     WValue value) {
    WInput input = input_of(stream, W_INPUT_IDENTIFY, minutes, who);
    WValue slots[8] = {0};
    uint64_t present = UINT64_C(1) << field;
    slots[field] = value;
    input.slots = slots;
    input.present = &present;
    input.slot_count = stream->bundle->profile_count;
    stream_input(stream, &input);
}

WBuffer stream_record(Stream *stream, const char *who) {
    WState *state = w_engine_state(stream->engine);
    uint32_t index = w_state_find(state, w_str(who));
    WBuffer bytes = {0};
    if (index != W_NONE) w_record_encode(state, index, &bytes);
    return bytes;
}
