// Single values to bytes and back.

#include "runtime/state/codec.h"

#include <string.h>

#include "runtime/base/hash.h"
#include "runtime/base/limits.h"
#include "runtime/value/copy.h"

void w_codec_put_signed(WBuffer *out, int64_t value) {
    w_buffer_varint(out, (uint64_t)value << 1 ^ (value < 0 ? UINT64_MAX : 0));
}

int64_t w_codec_get_signed(WReader *in) {
    uint64_t zigzag = w_reader_varint(in);
    return (int64_t)(zigzag >> 1 ^ (0 - (zigzag & 1)));
}

static void put_text(WBuffer *out, const WText *text) {
    w_buffer_varint(out, text->size);
    w_buffer_append(out, text->bytes, text->size);
}

static void put_list(WBuffer *out, const WShape *shapes, WType type, const WList *list) {
    w_buffer_varint(out, list->count);
    for (uint32_t i = 0; i < list->count; i++)
        w_codec_put_value(out, shapes, w_type_element(type), list->items[i]);
}

static void put_tuple(WBuffer *out, const WShape *shapes, const WShape *shape,
                      const WTuple *tuple) {
    w_buffer_varint(out, tuple->present);
    for (uint32_t i = 0; i < shape->count; i++) {
        if (!(tuple->present >> i & 1)) continue;
        w_codec_put_value(out, shapes, shape->types[i], tuple->items[i]);
    }
}

void w_codec_put_value(WBuffer *out, const WShape *shapes, WType type, WValue value) {
    switch (w_type_kind(type)) {
    case W_TYPE_TEXT: put_text(out, w_value_text(value)); break;
    case W_TYPE_LIST: put_list(out, shapes, type, w_value_list(value)); break;
    case W_TYPE_RECORD:
        put_tuple(out, shapes, &shapes[w_type_record(type)], w_value_tuple(value));
        break;
    default: w_codec_put_signed(out, (int64_t)value); break;
    }
}

static WValue get_text(WReader *in, WArena *arena) {
    WStr bytes = w_reader_bytes(in, (size_t)w_reader_varint(in));
    WText *text = w_arena_take(arena, sizeof *text + bytes.size + 1);
    text->hash = (uint32_t)w_hash64(bytes.bytes, bytes.size);
    text->size = (uint32_t)bytes.size;
    if (bytes.size > 0) memcpy(text->bytes, bytes.bytes, bytes.size);
    text->bytes[bytes.size] = '\0';
    return w_value_of_pointer(text);
}

static WValue get_list(WReader *in, WArena *arena, const WShape *shapes, WType type) {
    uint64_t count = w_reader_varint(in);
    if (count > W_LIMIT_LIST_ITEMS) in->failed = true;
    if (in->failed) count = 0;
    WList *list = w_arena_take_zeroed(arena, sizeof *list + count * sizeof list->items[0]);
    list->count = (uint32_t)count;
    for (uint32_t i = 0; i < list->count; i++)
        list->items[i] = w_codec_get_value(in, arena, shapes, w_type_element(type));
    return w_value_of_pointer(list);
}

static WValue get_tuple(WReader *in, WArena *arena, const WShape *shapes, const WShape *shape) {
    WTuple *tuple = w_tuple_begin(arena, shape->count);
    tuple->present = w_reader_varint(in);
    if (!w_tuple_is_whole(shape, tuple->present)) in->failed = true;
    for (uint32_t i = 0; i < shape->count && !in->failed; i++) {
        if (!(tuple->present >> i & 1)) continue;
        tuple->items[i] = w_codec_get_value(in, arena, shapes, shape->types[i]);
    }
    return w_value_of_pointer(tuple);
}

WValue w_codec_get_value(WReader *in, WArena *arena, const WShape *shapes, WType type) {
    switch (w_type_kind(type)) {
    case W_TYPE_TEXT: return get_text(in, arena);
    case W_TYPE_LIST: return get_list(in, arena, shapes, type);
    case W_TYPE_RECORD: return get_tuple(in, arena, shapes, &shapes[w_type_record(type)]);
    default: return (WValue)w_codec_get_signed(in);
    }
}
