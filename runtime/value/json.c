// JSON as we write it: no spaces, `/` and everything beyond ASCII as it is, control characters
// escaped.
#include "runtime/value/json.h"

#include "runtime/value/number.h"
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

void w_json_plain(WBuffer *out, WTypeKind kind, int64_t value) {
    char text[W_TIME_CHARS];
    switch (kind) {
    case W_TYPE_BOOLEAN: w_buffer_str(out, value ? W_STR("true") : W_STR("false")); break;
    case W_TYPE_INTEGER: w_json_integer(out, value); break;
    case W_TYPE_NUMBER: put_number(out, value); break;
    case W_TYPE_DATETIME: w_json_time(out, value); break;
    case W_TYPE_DATE: put_quoted(out, text, w_date_print(value, text)); break;
    case W_TYPE_TIME: put_quoted(out, text, w_time_print(value, text)); break;
    case W_TYPE_DURATION: put_quoted(out, text, w_duration_print_iso(value, text)); break;
    default: w_buffer_str(out, W_STR("null")); break;
    }
}
