// Values of a bundle's types as JSON, and hashes as digits.
#include "runtime/host/json.h"

#include "runtime/value/text.h"

static void put_option(WBuffer *out, const WBundle *bundle, WType type, WValue value) {
    const WEnumRow *row = &bundle->enums[w_type_enum(type)];
    w_json_string(out, w_bundle_str(bundle, bundle->options[row->first_option + value].text));
}

static void put_list(WBuffer *out, const WBundle *bundle, WType type, const WList *list) {
    w_buffer_char(out, '[');
    for (uint32_t i = 0; i < list->count; i++) {
        if (i > 0) w_buffer_char(out, ',');
        w_json_value(out, bundle, w_type_element(type), list->items[i]);
    }
    w_buffer_char(out, ']');
}

void w_json_value(WBuffer *out, const WBundle *bundle, WType type, WValue value) {
    switch (w_type_kind(type)) {
    case W_TYPE_TEXT: w_json_string(out, w_text_str(w_value_text(value))); break;
    case W_TYPE_ENUM: put_option(out, bundle, type, value); break;
    case W_TYPE_LIST: put_list(out, bundle, type, w_value_list(value)); break;
    default: w_json_plain(out, w_type_kind(type), (int64_t)value); break;
    }
}

void w_hex_u64(WBuffer *out, uint64_t value) {
    static const char digits[] = "0123456789abcdef";
    char *to = w_buffer_reserve(out, 16);
    for (int i = 0; i < 16; i++)
        to[i] = digits[value >> (60 - 4 * i) & 15];
    out->size += 16;
}

void w_hex_hash(WBuffer *out, WHash128 hash) {
    w_hex_u64(out, hash.high);
    w_hex_u64(out, hash.low);
}
