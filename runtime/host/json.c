// JSON as we write it: no spaces, `/` and everything beyond ASCII as it is, control characters
// escaped.
#include "runtime/host/json.h"

#include "runtime/value/number.h"
#include "runtime/value/text.h"
#include "runtime/value/time.h"

static bool is_plain(uint8_t byte) {
    return byte >= ' ' && byte != '"' && byte != '\\' && byte != 127;
}

static void put_escape(WBuffer *out, uint8_t byte) {
    static const char known[] = "\"\"\\\\\bb\ff\nn\rr\tt"; // pairs: the byte, its letter
    for (const char *pair = known; *pair; pair += 2) {
        if ((uint8_t)pair[0] != byte) continue;
        w_buffer_char(out, '\\');
        w_buffer_char(out, pair[1]);
        return;
    }
    w_buffer_printf(out, "\\u%04x", byte);
}

void w_json_string(WBuffer *out, WStr utf8) {
    size_t from = 0;
    w_buffer_char(out, '"');
    for (size_t i = 0; i < utf8.size; i++) {
        uint8_t byte = (uint8_t)utf8.bytes[i];
        if (is_plain(byte)) continue;
        w_buffer_append(out, utf8.bytes + from, i - from);
        put_escape(out, byte);
        from = i + 1;
    }
    w_buffer_append(out, utf8.bytes + from, utf8.size - from);
    w_buffer_char(out, '"');
}

void w_json_integer(WBuffer *out, int64_t value) {
    char digits[W_NUMBER_CHARS];
    w_buffer_append(out, digits, w_integer_print(value, digits));
}

static void put_quoted(WBuffer *out, const char *bytes, size_t size) {
    w_buffer_char(out, '"');
    w_buffer_append(out, bytes, size);
    w_buffer_char(out, '"');
}

void w_json_time(WBuffer *out, int64_t at_ms) {
    char text[W_TIME_CHARS];
    put_quoted(out, text, w_datetime_print(at_ms, text));
}

static void put_number(WBuffer *out, int64_t value) {
    char digits[W_NUMBER_CHARS];
    w_buffer_append(out, digits, w_number_print(value, digits));
}

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
    char text[W_TIME_CHARS];
    int64_t plain = (int64_t)value;
    switch (w_type_kind(type)) {
    case W_TYPE_BOOLEAN: w_buffer_str(out, plain ? W_STR("true") : W_STR("false")); break;
    case W_TYPE_INTEGER: w_json_integer(out, plain); break;
    case W_TYPE_NUMBER: put_number(out, plain); break;
    case W_TYPE_TEXT: w_json_string(out, w_text_str(w_value_text(value))); break;
    case W_TYPE_DATETIME: w_json_time(out, plain); break;
    case W_TYPE_DATE: put_quoted(out, text, w_date_print(plain, text)); break;
    case W_TYPE_TIME: put_quoted(out, text, w_time_print(plain, text)); break;
    case W_TYPE_DURATION: put_quoted(out, text, w_duration_print_iso(plain, text)); break;
    case W_TYPE_ENUM: put_option(out, bundle, type, value); break;
    case W_TYPE_LIST: put_list(out, bundle, type, w_value_list(value)); break;
    default: w_buffer_str(out, W_STR("null")); break;
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
