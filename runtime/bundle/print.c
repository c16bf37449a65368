// Pieces of a bundle as a person reads them.
#include "runtime/bundle/print.h"

#include <inttypes.h>

#include "runtime/value/number.h"
#include "runtime/value/time.h"

void w_print_text(const WBundle *bundle, uint32_t text, WBuffer *out) {
    w_buffer_str(out, w_bundle_str(bundle, text));
}

static void print_char(char c, WBuffer *out) {
    if (c == '"' || c == '\\') {
        w_buffer_char(out, '\\');
        w_buffer_char(out, c);
    } else if (c == '\n') {
        w_buffer_str(out, W_STR("\\n"));
    } else if ((unsigned char)c < 0x20 || c == 0x7f) {
        w_buffer_printf(out, "\\u{%x}", (unsigned)(unsigned char)c);
    } else {
        w_buffer_char(out, c);
    }
}

void w_print_quoted(const WBundle *bundle, uint32_t text, WBuffer *out) {
    WStr str = w_bundle_str(bundle, text);
    w_buffer_char(out, '"');
    for (size_t i = 0; i < str.size; i++)
        print_char(str.bytes[i], out);
    w_buffer_char(out, '"');
}

static void print_options(const WBundle *bundle, uint32_t row, WBuffer *out) {
    const WEnumRow *e = &bundle->enums[row];
    uint32_t listed = e->option_count - (e->flags & W_ENUM_OTHER ? 1 : 0);
    w_buffer_str(out, W_STR(" ["));
    for (uint32_t i = 0; i < listed; i++) {
        if (i > 0) w_buffer_str(out, W_STR(", "));
        w_print_quoted(bundle, bundle->options[e->first_option + i].text, out);
    }
    w_buffer_str(out, e->flags & W_ENUM_OTHER ? W_STR("] or other") : W_STR("]"));
}

static void print_kind(const WBundle *bundle, WType type, WBuffer *out) {
    if (w_type_kind(type) == W_TYPE_RECORD) {
        w_print_text(bundle, bundle->records[w_type_record(type)].name, out);
        return;
    }
    w_buffer_str(out, w_str(w_type_kind_name(w_type_kind(type))));
    if (w_type_kind(type) == W_TYPE_ENUM) print_options(bundle, w_type_enum(type), out);
}

void w_print_type(const WBundle *bundle, WType type, WBuffer *out) {
    print_kind(bundle, type, out);
    if (w_type_kind(type) == W_TYPE_LIST) {
        w_buffer_char(out, ' ');
        print_kind(bundle, w_type_element(type), out);
    }
    if (w_type_optional(type)) w_buffer_char(out, '?');
}

void w_print_duration(int64_t length_ms, WBuffer *out) {
    char chars[W_TIME_CHARS];
    w_buffer_append(out, chars, w_duration_print(length_ms, chars));
}

static void print_value(int64_t value, WTypeKind kind, WBuffer *out) {
    char chars[W_TIME_CHARS];
    size_t size;
    switch (kind) {
    case W_TYPE_NUMBER: size = w_number_print(value, chars); break;
    case W_TYPE_DATETIME: size = w_datetime_print(value, chars); break;
    case W_TYPE_DATE: size = w_date_print(value, chars); break;
    case W_TYPE_TIME: size = w_time_print(value, chars); break;
    case W_TYPE_DURATION: size = w_duration_print(value, chars); break;
    default: size = w_integer_print(value, chars); break;
    }
    w_buffer_append(out, chars, size);
}

static void print_list(const WBundle *bundle, const WConstantRow *c, WBuffer *out) {
    w_buffer_char(out, '[');
    for (uint32_t i = 0; i < c->count; i++) {
        if (i > 0) w_buffer_str(out, W_STR(", "));
        w_print_constant(bundle, bundle->elements[c->value + i].constant, out);
    }
    w_buffer_char(out, ']');
}

static void print_record(const WBundle *bundle, const WConstantRow *c, WBuffer *out) {
    const WPartRow *parts = bundle->parts + bundle->records[w_type_record(c->type)].first_part;
    w_buffer_char(out, '{');
    for (uint32_t i = 0; i < c->count; i++) {
        uint32_t constant = bundle->elements[c->value + i].constant;
        if (constant == W_NONE) continue;
        w_buffer_char(out, ' ');
        w_print_text(bundle, parts[i].name, out);
        w_buffer_str(out, W_STR(": "));
        w_print_constant(bundle, constant, out);
    }
    w_buffer_str(out, W_STR(" }"));
}

void w_print_constant(const WBundle *bundle, uint32_t constant, WBuffer *out) {
    const WConstantRow *c = &bundle->constants[constant];
    const WTypeKind kind = w_type_kind(c->type);
    if (kind == W_TYPE_TEXT) {
        w_print_quoted(bundle, (uint32_t)c->value, out);
    } else if (kind == W_TYPE_BOOLEAN) {
        w_buffer_str(out, c->value ? W_STR("true") : W_STR("false"));
    } else if (kind == W_TYPE_ENUM) {
        const WEnumRow *e = &bundle->enums[w_type_enum(c->type)];
        w_print_quoted(bundle, bundle->options[e->first_option + c->value].text, out);
    } else if (kind == W_TYPE_LIST) {
        print_list(bundle, c, out);
    } else if (kind == W_TYPE_RECORD) {
        print_record(bundle, c, out);
    } else {
        print_value(c->value, kind, out);
    }
}

uint32_t w_slot_name(const WBundle *bundle, uint32_t event, uint32_t slot, bool of_history) {
    const WEventRow *e = &bundle->events[event];
    for (uint32_t i = e->first_field; i < e->first_field + e->field_count; i++) {
        const WFieldRow *field = &bundle->fields[i];
        if ((of_history ? field->history_slot : field->slot) == slot) return field->name;
    }
    return W_NONE;
}

void w_print_use(const WBundle *bundle, uint32_t use, WBuffer *out) {
    static const char *const names[] = {"count", "sum", "min", "max", "avg", "first", "last"};
    const WUseRow *u = &bundle->uses[use];
    w_buffer_printf(out, "%s(", names[u->kind]);
    if (u->sent != W_NONE) w_buffer_str(out, W_STR("sent "));
    w_print_text(bundle,
                 u->sent == W_NONE ? bundle->events[u->event].name : bundle->sents[u->sent].label,
                 out);
    if (u->slot != W_USE_AT) {
        w_buffer_char(out, '.');
        w_print_text(bundle, w_slot_name(bundle, u->event, u->slot, true), out);
    } else if (u->kind != W_USE_COUNT) {
        w_buffer_str(out, W_STR(".at"));
    }
    if (u->where_function != W_NONE)
        w_buffer_printf(out, " where function %" PRIu32, u->where_function);
    static const char *const periods[] = {"", " within this day", " within this week",
                                          " within this month", " since entry"};
    w_buffer_str(out, w_str(periods[u->period]));
    if (u->period == W_CALENDAR_NONE && u->window_ms != INT64_MAX) {
        w_buffer_str(out, W_STR(" within "));
        w_print_duration(u->window_ms, out);
    }
    w_buffer_char(out, ')');
}
