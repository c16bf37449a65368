// Reading keys and values.
//
// Premise: the scanner's; types are those of a verified bundle.
// Promise: a value that is accepted is of its type, within its range and its limits.
#include "runtime/host/event_value.h"

#include <stdio.h>

#include "runtime/base/limits.h"
#include "runtime/base/utf8.h"
#include "runtime/value/copy.h"
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
    if (s->depth == W_LIMIT_JSON_DEPTH) return w_scan_refuse(s, W_REFUSED_TOO_DEEP);
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

static bool read_enum(WLine *line, const WJsonString *string, WType type, WValue *value) {
    const WOptions *options = &line->forms->options[w_type_enum(type)];
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

static bool read_scalar(WLine *line, WType type, bool keep, WValue *value) {
    WTypeKind kind = w_type_kind(type);
    char first = w_scan_peek(&line->scan);
    if (kind == W_TYPE_BOOLEAN) return read_boolean(line, value);
    if (kind == W_TYPE_INTEGER || kind == W_TYPE_NUMBER) return read_number(line, type, value);
    WJsonString string;
    if (first != '"') return w_line_refuse(line, W_REFUSED_WRONG_TYPE, type);
    if (!w_scan_string(&line->scan, &string)) return false;
    if (kind == W_TYPE_TEXT) return read_text(line, &string, keep, value);
    if (kind == W_TYPE_ENUM) return read_enum(line, &string, type, value);
    return read_moment(line, &string, type, value);
}

static bool blame_item(WLine *line, size_t index) {
    char place[32];
    snprintf(place, sizeof place, "[%zu]", index);
    w_line_blame(line, w_str(place));
    return false;
}

static bool read_list(WLine *line, WType type, bool keep, WValue *value) {
    WJsonScan *s = &line->scan;
    WValue items[W_LIMIT_LIST_ITEMS];
    size_t count = 0;
    if (w_scan_peek(s) != '[') return w_line_refuse(line, W_REFUSED_WRONG_TYPE, type);
    s->at++;
    bool over = w_scan_peek(s) == ']';
    while (!over) {
        if (count == W_LIMIT_LIST_ITEMS) return w_line_refuse(line, W_REFUSED_LIST_TOO_LONG, type);
        items[count] = 0;
        if (!w_line_value(line, w_type_element(type), keep, &items[count]))
            return blame_item(line, count);
        count++;
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

static bool read_record(WLine *line, WType type, bool keep, WValue *value) {
    WForm *form = &line->forms->records[w_type_record(type)];
    WTuple *tuple = keep ? w_tuple_begin(line->arena, form->field_count) : NULL;
    uint64_t seen = 0, given = 0;
    WFilling filling = {.form = form, .seen = &seen, .given = &given};
    if (keep) {
        filling.slots = tuple->items;
        filling.present = &tuple->present;
        *value = w_value_of_pointer(tuple);
    }
    return w_line_fill(line, &filling, 0) && w_line_filled(line, form, &given);
}

bool w_line_value(WLine *line, WType type, bool keep, WValue *value) {
    switch (w_type_kind(type)) {
    case W_TYPE_LIST: return read_list(line, type, keep, value);
    case W_TYPE_RECORD: return read_record(line, type, keep, value);
    default: return read_scalar(line, type, keep, value);
    }
}

// Forms.

// Reasons that are about the line as a whole, not about the value in which they were met.
static bool is_about_line(WRefused why) {
    return why == W_REFUSED_NOT_JSON || why == W_REFUSED_TOO_DEEP ||
           why == W_REFUSED_TOO_MANY_KEYS;
}

void w_line_blame(WLine *line, WStr path) {
    WStr inner = line->blamed;
    if (is_about_line(line->scan.refused)) return;
    bool dot = inner.size > 0 && inner.bytes[0] != '[';
    size_t size = path.size + dot + inner.size;
    char *bytes = w_arena_take(line->arena, size + 1);
    snprintf(bytes, size + 1, "%.*s%s%.*s", W_STR_ARGS(path), dot ? "." : "", W_STR_ARGS(inner));
    line->blamed = (WStr){bytes, size};
}

static bool is_null(WLine *line) {
    return w_scan_peek(&line->scan) == 'n' && w_scan_word(&line->scan, W_STR("null"));
}

static bool read_field(WLine *line, WFilling *f, uint32_t index) {
    const WFormField *field = &f->form->fields[index];
    if (w_bit_get(f->seen, index)) return w_line_refuse(line, W_REFUSED_GIVEN_TWICE, field->type);
    w_bit_set(f->seen, index);
    if (is_null(line)) return true;
    WValue value = 0;
    bool keep = f->slots && field->slot != W_NONE;
    if (!w_line_value(line, field->type, keep, &value)) return false;
    w_bit_set(f->given, index);
    if (!keep) return true;
    f->slots[field->slot] = value;
    w_bit_set(f->present, field->slot);
    return true;
}

bool w_line_fill_by(WLine *line, WFilling *f, uint32_t meaning) {
    uint32_t fields = f->form->field_count;
    if (meaning < fields) {
        if (read_field(line, f, meaning)) return true;
        w_line_blame(line, f->form->fields[meaning].path);
        return false;
    }
    // A path that leads through something that is no object leads to nothing.
    if (w_scan_peek(&line->scan) != '{') return w_scan_skip(&line->scan);
    return w_line_fill(line, f, meaning - fields);
}

bool w_line_fill(WLine *line, WFilling *f, uint32_t level) {
    uint32_t key = W_KEY_BEGIN;
    if (!w_line_enter(line)) return false;
    WKeys *keys = &f->form->levels[level];
    while (w_line_next_key(line, keys, &key)) {
        uint32_t meaning = keys->keys[key].meaning;
        if (meaning != W_NONE) {
            if (!w_line_fill_by(line, f, meaning)) return false;
            continue;
        }
        if (f->passed_over && level == 0) (*f->passed_over)++;
        if (!w_scan_skip(&line->scan)) return false;
    }
    return line->scan.refused == W_REFUSED_NOTHING;
}

static bool refuse_missing(WLine *line, const WForm *form, const uint64_t *given) {
    uint32_t i = 0;
    while (!w_bit_get(form->required, i) || w_bit_get(given, i))
        i++;
    w_line_refuse(line, W_REFUSED_MISSING, form->fields[i].type);
    w_line_blame(line, form->fields[i].path);
    return false;
}

bool w_line_filled(WLine *line, const WForm *form, const uint64_t *given) {
    for (uint32_t i = 0; i < w_bit_words(form->field_count); i++)
        if (form->required[i] & ~given[i]) return refuse_missing(line, form, given);
    return true;
}
