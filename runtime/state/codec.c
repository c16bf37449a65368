// Single values to bytes and back.

#include "runtime/state/codec.h"

#include <string.h>

#include "runtime/base/hash.h"
#include "runtime/base/limits.h"

void w_codec_put_signed(WBuffer *out, int64_t value) {
    w_buffer_varint(out, (uint64_t)value << 1 ^ (value < 0 ? UINT64_MAX : 0));
}

int64_t w_codec_get_signed(WReader *in) {
    uint64_t zigzag = w_reader_varint(in);
    return (int64_t)(zigzag >> 1 ^ (0 - (zigzag & 1)));
}

void w_codec_put_value(WBuffer *out, WType type, WValue value) {
    if (w_type_kind(type) == W_TYPE_TEXT) {
        const WText *text = w_value_text(value);
        w_buffer_varint(out, text->size);
        w_buffer_append(out, text->bytes, text->size);
    } else if (w_type_kind(type) == W_TYPE_LIST) {
        const WList *list = w_value_list(value);
        w_buffer_varint(out, list->count);
        for (uint32_t i = 0; i < list->count; i++) {
            w_codec_put_value(out, w_type_element(type), list->items[i]);
        }
    } else {
        w_codec_put_signed(out, (int64_t)value);
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

static WValue get_list(WReader *in, WArena *arena, WType type) {
    uint64_t count = w_reader_varint(in);
    if (count > W_LIMIT_LIST_ITEMS) in->failed = true;
    if (in->failed) count = 0;
    WList *list = w_arena_take_zeroed(arena, sizeof *list + count * sizeof list->items[0]);
    list->count = (uint32_t)count;
    for (uint32_t i = 0; i < list->count; i++) {
        list->items[i] = w_codec_get_value(in, arena, w_type_element(type));
    }
    return w_value_of_pointer(list);
}

WValue w_codec_get_value(WReader *in, WArena *arena, WType type) {
    if (w_type_kind(type) == W_TYPE_TEXT) return get_text(in, arena);
    if (w_type_kind(type) == W_TYPE_LIST) return get_list(in, arena, type);
    return (WValue)w_codec_get_signed(in);
}
