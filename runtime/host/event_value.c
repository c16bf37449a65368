// Reading keys and values.
//
// Premise: the scanner's; types are those of a verified bundle.
// Promise: a value that is accepted is of its type, within its range and its limits.
#include "runtime/host/event_value.h"

#include "runtime/base/limits.h"
#include "runtime/base/utf8.h"
#include "runtime/value/number.h"
#include "runtime/value/text.h"

bool w_line_refuse(WLine *line, WRefused why, WType wanted) {
    line->wanted = w_type_required(wanted);
    return w_scan_refuse(&line->scan, why);
}

// Escapes. The scanner has seen that they are well formed, and surrogates in pairs.

static uint32_t hex4(const char *at) {
    uint32_t value = 0;
    for (int i = 0; i < 4; i++) {
        uint32_t c = (unsigned char)at[i];
        value = value << 4 | (c <= '9' ? c - '0' : (c | 0x20) - 'a' + 10);
    }
    return value;
}

static char *put_utf8(char *out, uint32_t c) {
    if (c < 0x80) {
        *out++ = (char)c;
    } else if (c < 0x800) {
        *out++ = (char)(0xc0 | c >> 6);
        *out++ = (char)(0x80 | (c & 0x3f));
    } else if (c < 0x10000) {
        *out++ = (char)(0xe0 | c >> 12);
        *out++ = (char)(0x80 | (c >> 6 & 0x3f));
        *out++ = (char)(0x80 | (c & 0x3f));
    } else {
        *out++ = (char)(0xf0 | c >> 18);
        *out++ = (char)(0x80 | (c >> 12 & 0x3f));
        *out++ = (char)(0x80 | (c >> 6 & 0x3f));
        *out++ = (char)(0x80 | (c & 0x3f));
    }
    return out;
}

// `at` is behind the `u`. Returns where the escape ends.
static const char *unescape_unit(const char *at, char **out) {
    uint32_t unit = hex4(at);
    at += 4;
    if (unit >= 0xd800 && unit < 0xdc00) {
        uint32_t low = hex4(at + 2); // behind the second `\u`
        unit = 0x10000 + ((unit - 0xd800) << 10) + (low - 0xdc00);
        at += 6;
    }
    *out = put_utf8(*out, unit);
    return at;
}

static char unescape_char(char c) {
    switch (c) {
    case 'b': return '\b';
    case 'f': return '\f';
    case 'n': return '\n';
    case 'r': return '\r';
    case 't': return '\t';
    default: return c; // itself: quote, backslash, slash
    }
}

// No escape is shorter than what it stands for.
static WStr unescape(WArena *arena, const WJsonString *string) {
    char *bytes = w_arena_take(arena, string->size);
    char *out = bytes;
    const char *at = string->bytes, *end = at + string->size;
    while (at < end) {
        if (*at != '\\') {
            *out++ = *at++;
        } else if (at[1] == 'u') {
            at = unescape_unit(at + 2, &out);
        } else {
            *out++ = unescape_char(at[1]);
            at += 2;
        }
    }
    return (WStr){bytes, (size_t)(out - bytes)};
}

static WStr decode(WArena *arena, const WJsonString *string) {
    WStr text = {string->bytes, string->size};
    if (string->escaped) text = unescape(arena, string);
    return string->ascii && !string->escaped ? text : w_utf8_nfc(arena, text);
}

bool w_line_decode(WLine *line, const WJsonString *string, size_t max_bytes, WStr *text) {
    *text = decode(line->arena, string);
    if (text->size > max_bytes) return w_line_refuse(line, W_REFUSED_TEXT_TOO_LONG, W_TYPE_TEXT);
    if (string->escaped && memchr(text->bytes, '\0', text->size))
        return w_line_refuse(line, W_REFUSED_HOLDS_NUL, W_TYPE_TEXT);
    return true;
}

// Objects.

bool w_line_enter(WLine *line) {
    WJsonScan *s = &line->scan;
    if (w_scan_peek(s) != '{') return w_line_refuse(line, W_REFUSED_NOT_AN_OBJECT, W_TYPE_NONE);
    s->at++;
    s->depth++;
    return true;
}

bool w_line_find_key(WLine *line, WKeys *keys, uint32_t *key) {
    WJsonScan *s = &line->scan;
    WJsonString string;
    if (w_scan_peek(s) != '"') return w_scan_refuse(s, W_REFUSED_NOT_JSON);
    if (!w_scan_string(s, &string)) return false;
    WStr name = decode(line->arena, &string);
    uint32_t before = *key;
    *key = w_event_names_find(&keys->names, name);
    if (*key == W_NONE) *key = w_keys_learn(keys, name);
    if (*key != W_KEY_OTHER) keys->keys[before].next = *key;
    return w_scan_colon(s);
}

// Values.

static bool read_boolean(WLine *line, WValue *value) {
    *value = *line->scan.at == 't';
    return w_scan_word(&line->scan, W_STR("true")) || w_scan_word(&line->scan, W_STR("false")) ||
           w_line_refuse(line, W_REFUSED_WRONG_TYPE, W_TYPE_BOOLEAN);
}

static bool read_number(WLine *line, WType type, WValue *value) {
    char first = *line->scan.at;
    WStr text;
    int64_t number = 0;
    if (first != '-' && (first < '0' || first > '9'))
        return w_line_refuse(line, W_REFUSED_WRONG_TYPE, type);
    if (!w_scan_number(&line->scan, &text)) return false;
    bool whole = w_type_kind(type) == W_TYPE_INTEGER;
    WNumberParse parse = whole ? w_integer_parse(text, &number) : w_number_parse(text, &number);
    *value = (WValue)number;
    switch (parse) {
    case W_NUMBER_OK: return true;
    case W_NUMBER_NOT_WHOLE: return w_line_refuse(line, W_REFUSED_NOT_WHOLE, type);
    case W_NUMBER_OUT_OF_RANGE: return w_line_refuse(line, W_REFUSED_OUT_OF_RANGE, type);
    default: return w_line_refuse(line, W_REFUSED_NOT_JSON, type);
    }
}

static bool read_text(WLine *line, const WJsonString *string, bool keep, WValue *value) {
    WStr text;
    if (!w_line_text(line, string, W_LIMIT_TEXT_BYTES, &text)) return false;
    if (keep) *value = w_value_of_pointer(w_text_make_nfc(line->arena, text));
    return true;
}

static bool read_enum(WLine *line, const WJsonString *string, WType type, const WOptions *options,
                      WValue *value) {
    WStr text;
    if (!w_line_text(line, string, W_LIMIT_TEXT_BYTES, &text)) return false;
    uint32_t option = w_event_names_find(&options->names, text);
    if (option == W_NONE) option = options->other;
    *value = option;
    return option != W_NONE || w_line_refuse(line, W_REFUSED_NOT_AN_OPTION, type);
}

static bool read_moment(WLine *line, const WJsonString *string, WType type, WValue *value) {
    WStr text;
    int64_t read = 0;
    bool well = false;
    if (!w_line_text(line, string, W_LIMIT_TEXT_BYTES, &text)) return false;
    switch (w_type_kind(type)) {
    case W_TYPE_DATETIME: well = w_datetime_parse_memo(&line->memo, text, &read); break;
    case W_TYPE_DATE: well = w_date_parse(text, &read); break;
    case W_TYPE_TIME: well = w_time_parse(text, &read); break;
    case W_TYPE_DURATION: well = w_duration_parse(text, &read); break;
    default: break;
    }
    *value = (WValue)read;
    return well || w_line_refuse(line, W_REFUSED_BAD_FORM, type);
}

static bool read_scalar(WLine *line, WType type, const WOptions *options, bool keep,
                        WValue *value) {
    WTypeKind kind = w_type_kind(type);
    char first = w_scan_peek(&line->scan);
    if (kind == W_TYPE_BOOLEAN) return read_boolean(line, value);
    if (kind == W_TYPE_INTEGER || kind == W_TYPE_NUMBER) return read_number(line, type, value);
    WJsonString string;
    if (first != '"' || kind == W_TYPE_RECORD)
        return w_line_refuse(line, W_REFUSED_WRONG_TYPE, type);
    if (!w_scan_string(&line->scan, &string)) return false;
    if (kind == W_TYPE_TEXT) return read_text(line, &string, keep, value);
    if (kind == W_TYPE_ENUM) return read_enum(line, &string, type, options, value);
    return read_moment(line, &string, type, value);
}

static bool read_list(WLine *line, WType type, const WOptions *options, bool keep, WValue *value) {
    WJsonScan *s = &line->scan;
    WValue items[W_LIMIT_LIST_ITEMS];
    size_t count = 0;
    if (w_scan_peek(s) != '[') return w_line_refuse(line, W_REFUSED_WRONG_TYPE, type);
    s->at++;
    bool over = w_scan_peek(s) == ']';
    while (!over) {
        if (count == W_LIMIT_LIST_ITEMS) return w_line_refuse(line, W_REFUSED_LIST_TOO_LONG, type);
        items[count] = 0;
        if (!read_scalar(line, w_type_element(type), options, keep, &items[count++])) return false;
        char next = w_scan_peek(s);
        over = next == ']';
        if (!over && next != ',') return w_scan_refuse(s, W_REFUSED_NOT_JSON);
        s->at += !over;
    }
    s->at++;
    if (!keep) return true;
    WList *list = w_list_begin(line->arena, count);
    memcpy(list->items, items, count * sizeof *items);
    *value = w_value_of_pointer(list);
    return true;
}

bool w_line_value(WLine *line, WType type, const WOptions *options, bool keep, WValue *value) {
    if (w_type_kind(type) == W_TYPE_LIST) return read_list(line, type, options, keep, value);
    return read_scalar(line, type, options, keep, value);
}
