// Frames to bytes and back.
//
// A thing is a tag; the distance of its time to the one before; then, but for ticks and settling,
// the message id's hash, the customer, for some the other id, and for events their row and what is
// known of the slots: a bitmap, then the values. What it learned from shared cells stands behind
// it, by customer. Numbers are varints, signed ones in zigzag form.
#include "runtime/store/frame.h"

#include "runtime/base/assert.h"
#include "runtime/base/limits.h"
#include "runtime/value/copy.h"
#include "runtime/value/text.h"

enum { TAG_SETTLE = 5, TAG_WITNESSES = 6, TAG_KINDS = 7, TAG_UNDECLARED = 8, TAG_OTHER = 16 };

static uint64_t zigzag(int64_t value) {
    return (uint64_t)value << 1 ^ (value < 0 ? UINT64_MAX : 0);
}

static int64_t unzigzag(uint64_t value) {
    return (int64_t)(value >> 1 ^ (0 - (value & 1)));
}

// ---- Writing

void w_frame_clear(WFrameWriter *writer) {
    w_buffer_clear(&writer->bytes);
    writer->last_ms = 0;
    writer->inputs = 0;
    writer->is_settled = false;
}

void w_frame_free(WFrameWriter *writer) {
    w_buffer_free(&writer->bytes);
}

static void put_time(WFrameWriter *writer, int64_t at_ms) {
    // Wraps around on both sides alike, so even the ends of the range come back.
    uint64_t distance = (uint64_t)at_ms - (uint64_t)writer->last_ms;
    w_buffer_varint(&writer->bytes, zigzag((int64_t)distance));
    writer->last_ms = at_ms;
}

static void put_str(WBuffer *out, WStr str) {
    w_buffer_varint(out, str.size);
    w_buffer_str(out, str);
}

static void put_value(WBuffer *out, const WShape *records, WType type, WValue value);

static void put_list(WBuffer *out, const WShape *records, WType type, const WList *list) {
    w_buffer_varint(out, list->count);
    for (uint32_t i = 0; i < list->count; i++)
        put_value(out, records, w_type_element(type), list->items[i]);
}

static void put_tuple(WBuffer *out, const WShape *records, const WShape *record,
                      const WTuple *tuple) {
    w_buffer_varint(out, tuple->present);
    for (uint32_t i = 0; i < record->count; i++) {
        if (!(tuple->present >> i & 1)) continue;
        put_value(out, records, record->types[i], tuple->items[i]);
    }
}

static void put_value(WBuffer *out, const WShape *records, WType type, WValue value) {
    switch (w_type_kind(type)) {
    case W_TYPE_TEXT: put_str(out, w_text_str(w_value_text(value))); break;
    case W_TYPE_LIST: put_list(out, records, type, w_value_list(value)); break;
    case W_TYPE_RECORD:
        put_tuple(out, records, &records[w_type_record(type)], w_value_tuple(value));
        break;
    default: w_buffer_varint(out, zigzag((int64_t)value)); break;
    }
}

// An input may carry fewer slots than there are; the rest is missing.
static void put_slots(WFrameWriter *writer, const WType *types, uint32_t count,
                      const WInput *input) {
    WBuffer *out = &writer->bytes;
    W_ASSERT(input->slot_count <= count);
    for (uint32_t i = 0; i < count; i += 8) {
        uint64_t bits = i < input->slot_count ? input->present[i >> 6] >> (i & 63) & 0xff : 0;
        if (i < input->slot_count && input->slot_count - i < 8)
            bits &= (1u << (input->slot_count - i)) - 1;
        w_buffer_char(out, (char)(uint8_t)bits);
    }
    for (uint32_t i = 0; i < input->slot_count; i++) {
        if (!w_bit_get(input->present, i)) continue;
        put_value(out, writer->shape->records, types[i], input->slots[i]);
    }
}

static const WType *types_of(const WFrameShape *shape, uint32_t event, uint32_t *count) {
    uint32_t first = shape->event_first[event];
    *count = shape->event_first[event + 1] - first;
    return shape->types + first;
}

static void put_values(WFrameWriter *writer, const WInput *input) {
    const WFrameShape *shape = writer->shape;
    uint32_t count = shape->profile_count;
    const WType *types = shape->profile;
    if (input->kind == W_INPUT_EVENT) {
        W_ASSERT(input->event < shape->event_count);
        w_buffer_varint(&writer->bytes, input->event);
        types = types_of(shape, input->event, &count);
    }
    put_slots(writer, types, count, input);
}

void w_frame_input(WFrameWriter *writer, const WInput *input) {
    WBuffer *out = &writer->bytes;
    bool is_undeclared = input->kind == W_INPUT_EVENT && input->event == UINT32_MAX;
    unsigned tag = (unsigned)input->kind | (is_undeclared ? TAG_UNDECLARED : 0) |
                   (input->other.size > 0 ? TAG_OTHER : 0);
    w_buffer_char(out, (char)(uint8_t)tag);
    put_time(writer, input->at_ms);
    writer->inputs++;
    writer->is_settled = false;
    if (input->kind == W_INPUT_TICK) return;
    w_buffer_u64(out, input->id_hash);
    put_str(out, input->customer);
    if (input->other.size > 0) put_str(out, input->other);
    if (!is_undeclared && input->kind != W_INPUT_ALIAS) put_values(writer, input);
}

void w_frame_settle(WFrameWriter *writer, int64_t until_ms) {
    w_buffer_char(&writer->bytes, TAG_SETTLE);
    put_time(writer, until_ms);
    writer->inputs++;
    writer->is_settled = true;
}

// Witnesses of one customer in a row.
static size_t count_of_one(const WWitness *witnesses, size_t count) {
    size_t same = 1;
    while (same < count && w_str_equal(witnesses[same].customer, witnesses[0].customer))
        same++;
    return same;
}

// An empty customer is the input's own.
void w_frame_witnesses(WFrameWriter *writer, WStr customer, const WWitness *witnesses,
                       size_t count) {
    WBuffer *out = &writer->bytes;
    if (count == 0) return;
    w_buffer_char(out, TAG_WITNESSES);
    w_buffer_varint(out, count);
    while (count > 0) {
        size_t same = count_of_one(witnesses, count);
        bool is_own = w_str_equal(witnesses->customer, customer);
        put_str(out, is_own ? W_STR("") : witnesses->customer);
        w_buffer_varint(out, same);
        for (size_t i = 0; i < same; i++)
            w_buffer_varint(out, zigzag(witnesses[i].answer));
        witnesses += same;
        count -= same;
    }
}

// ---- Reading

void w_frame_open(WFrameReader *reader, const WFrameShape *shape, WArena *arena, WStr frame) {
    const uint8_t *bytes = (const uint8_t *)frame.bytes;
    *reader = (WFrameReader){
        .shape = shape, .arena = arena, .in = {.at = bytes, .end = bytes + frame.size}};
}

static int64_t get_time(WFrameReader *reader) {
    uint64_t distance = (uint64_t)unzigzag(w_reader_varint(&reader->in));
    reader->last_ms = (int64_t)((uint64_t)reader->last_ms + distance);
    return reader->last_ms;
}

static WStr get_str(WFrameReader *reader) {
    return w_reader_bytes(&reader->in, w_reader_varint(&reader->in));
}

static bool is_in_range(const WFrameShape *shape, WType type, int64_t value) {
    if (w_type_kind(type) == W_TYPE_BOOLEAN) return value == 0 || value == 1;
    if (w_type_kind(type) != W_TYPE_ENUM) return true;
    uint32_t row = w_type_enum(type);
    return row < shape->enum_count && value >= 0 && value < shape->option_counts[row];
}

static WValue get_value(WFrameReader *reader, WType type);

static WValue get_list(WFrameReader *reader, WType type) {
    uint64_t count = w_reader_varint(&reader->in);
    if (count > W_LIMIT_LIST_ITEMS) reader->in.failed = true;
    if (reader->in.failed) return 0;
    WList *list = w_list_begin(reader->arena, count);
    for (uint32_t i = 0; i < count; i++)
        list->items[i] = get_value(reader, w_type_element(type));
    return w_value_of_pointer(list);
}

static WValue get_tuple(WFrameReader *reader, const WShape *record) {
    WTuple *tuple = w_tuple_begin(reader->arena, record->count);
    tuple->present = w_reader_varint(&reader->in);
    if (!w_tuple_is_whole(record, tuple->present)) reader->in.failed = true;
    for (uint32_t i = 0; i < record->count && !reader->in.failed; i++) {
        if (tuple->present >> i & 1) tuple->items[i] = get_value(reader, record->types[i]);
    }
    return w_value_of_pointer(tuple);
}

static WValue get_plain(WFrameReader *reader, WType type) {
    int64_t value = unzigzag(w_reader_varint(&reader->in));
    if (!is_in_range(reader->shape, type, value)) reader->in.failed = true;
    return (WValue)value;
}

static WValue get_value(WFrameReader *reader, WType type) {
    switch (w_type_kind(type)) {
    case W_TYPE_TEXT: return w_value_of_pointer(w_text_make_nfc(reader->arena, get_str(reader)));
    case W_TYPE_LIST: return get_list(reader, type);
    case W_TYPE_RECORD: return get_tuple(reader, &reader->shape->records[w_type_record(type)]);
    default: return get_plain(reader, type);
    }
}

static void get_slots(WFrameReader *reader, const WType *types, uint32_t count, WInput *input) {
    WValue *slots = w_arena_take_zeroed(reader->arena, (count + 1) * sizeof *slots);
    uint64_t *present = w_arena_take_zeroed(reader->arena, (w_bit_words(count) + 1) * 8);
    for (uint32_t i = 0; i < count; i += 8) {
        WStr byte = w_reader_bytes(&reader->in, 1);
        if (byte.size == 1) present[i >> 6] |= (uint64_t)(uint8_t)byte.bytes[0] << (i & 63);
    }
    if (count % 64 != 0 && present[count >> 6] >> (count & 63) != 0) reader->in.failed = true;
    for (uint32_t i = 0; i < count && !reader->in.failed; i++) {
        if (!w_bit_get(present, i)) continue;
        if (types[i] == W_TYPE_NONE) reader->in.failed = true;
        slots[i] = get_value(reader, types[i]);
    }
    input->slots = slots;
    input->present = present;
    input->slot_count = count;
}

static void get_values(WFrameReader *reader, WInput *input) {
    const WFrameShape *shape = reader->shape;
    if (input->kind == W_INPUT_IDENTIFY) {
        get_slots(reader, shape->profile, shape->profile_count, input);
        return;
    }
    uint64_t event = w_reader_varint(&reader->in);
    if (event >= shape->event_count) reader->in.failed = true;
    if (reader->in.failed) return;
    input->event = (uint32_t)event;
    uint32_t count;
    const WType *types = types_of(shape, input->event, &count);
    get_slots(reader, types, count, input);
}

static WFrameItem get_input(WFrameReader *reader, unsigned tag, WInput *input) {
    input->kind = (WInputKind)(tag & TAG_KINDS);
    input->at_ms = get_time(reader);
    if (input->kind == W_INPUT_TICK)
        return tag == W_INPUT_TICK && !reader->in.failed ? W_FRAME_INPUT : W_FRAME_DAMAGED;
    input->id_hash = w_reader_u64(&reader->in);
    input->customer = get_str(reader);
    if (tag & TAG_OTHER) input->other = get_str(reader);
    bool is_undeclared = (tag & TAG_UNDECLARED) != 0;
    if (is_undeclared && input->kind != W_INPUT_EVENT) return W_FRAME_DAMAGED;
    if (!is_undeclared && input->kind != W_INPUT_ALIAS) get_values(reader, input);
    return reader->in.failed ? W_FRAME_DAMAGED : W_FRAME_INPUT;
}

// Answers of one customer; false if there are fewer, or none.
static bool get_answers(WFrameReader *reader, WStr own, WWitness *out, uint64_t room,
                        uint64_t *taken) {
    WStr customer = get_str(reader);
    *taken = w_reader_varint(&reader->in);
    if (*taken == 0 || *taken > room) reader->in.failed = true;
    for (uint64_t i = 0; i < *taken && !reader->in.failed; i++)
        out[i] =
            (WWitness){customer.size ? customer : own, unzigzag(w_reader_varint(&reader->in))};
    return !reader->in.failed;
}

// A witness takes a byte at least, so no more room is made than there are bytes.
static bool get_witnesses(WFrameReader *reader, WStr own) {
    reader->witness_count = 0;
    if (reader->in.at == reader->in.end || *reader->in.at != TAG_WITNESSES) return true;
    reader->in.at++;
    uint64_t count = w_reader_varint(&reader->in), at = 0, taken;
    if (count == 0 || count > (uint64_t)(reader->in.end - reader->in.at)) reader->in.failed = true;
    if (reader->in.failed) return false;
    WWitness *witnesses = w_arena_take(reader->arena, count * sizeof *witnesses);
    for (; at < count; at += taken) {
        if (!get_answers(reader, own, witnesses + at, count - at, &taken)) return false;
    }
    reader->witnesses = witnesses;
    reader->witness_count = count;
    return true;
}

static WFrameItem get_item(WFrameReader *reader, WInput *input) {
    if (reader->in.failed) return W_FRAME_DAMAGED;
    if (reader->in.at == reader->in.end) return W_FRAME_END;
    unsigned tag = *reader->in.at++;
    if (tag == TAG_SETTLE) {
        input->at_ms = get_time(reader);
        return reader->in.failed ? W_FRAME_DAMAGED : W_FRAME_SETTLE;
    }
    unsigned kind = tag & TAG_KINDS;
    bool is_known = kind >= W_INPUT_EVENT && kind <= W_INPUT_TICK &&
                    (tag & ~(unsigned)(TAG_KINDS | TAG_UNDECLARED | TAG_OTHER)) == 0;
    return is_known ? get_input(reader, tag, input) : W_FRAME_DAMAGED;
}

WFrameItem w_frame_next(WFrameReader *reader, WInput *input) {
    *input = (WInput){.event = UINT32_MAX};
    WFrameItem item = get_item(reader, input);
    bool is_thing = item == W_FRAME_INPUT || item == W_FRAME_SETTLE;
    if (is_thing && !get_witnesses(reader, input->customer)) return W_FRAME_DAMAGED;
    return item;
}
