// Values of a bundle's types as JSON, and hashes as digits.
#include "runtime/host/json.h"

#include "runtime/value/text.h"

static void put_option(WBuffer *out, const WBundle *bundle, WType type, WValue value) {
    const WEnumRow *row = &bundle->enums[w_type_enum(type)];
    w_json_string(out, w_bundle_str(bundle, bundle->options[row->first_option + value].text));
}

// What is being written.
typedef struct Page {
    WBuffer *out;
    const WBundle *bundle;
    bool redacted; // personal fields of records are not shown
} Page;

static void put_value(const Page *p, WType type, WValue value);

static void put_list(const Page *p, WType type, const WList *list) {
    w_buffer_char(p->out, '[');
    for (uint32_t i = 0; i < list->count; i++) {
        if (i > 0) w_buffer_char(p->out, ',');
        put_value(p, w_type_element(type), list->items[i]);
    }
    w_buffer_char(p->out, ']');
}

// Fields that are missing are left out.
static void put_tuple(const Page *p, WType type, const WTuple *tuple) {
    const WRecordRow *record = &p->bundle->records[w_type_record(type)];
    char before = '{';
    for (uint32_t i = 0; i < record->part_count; i++) {
        const WPartRow *part = &p->bundle->parts[record->first_part + i];
        if (!(tuple->present >> i & 1)) continue;
        w_buffer_char(p->out, before);
        w_json_string(p->out, w_bundle_str(p->bundle, part->name));
        w_buffer_char(p->out, ':');
        if (p->redacted && (part->flags & W_FIELD_PERSONAL))
            w_buffer_str(p->out, w_str(W_JSON_REDACTED));
        else
            put_value(p, part->type, tuple->items[i]);
        before = ',';
    }
    w_buffer_str(p->out, before == '{' ? W_STR("{}") : W_STR("}"));
}

static void put_value(const Page *p, WType type, WValue value) {
    WBuffer *out = p->out;
    switch (w_type_kind(type)) {
    case W_TYPE_TEXT: w_json_string(out, w_text_str(w_value_text(value))); break;
    case W_TYPE_ENUM: put_option(out, p->bundle, type, value); break;
    case W_TYPE_LIST: put_list(p, type, w_value_list(value)); break;
    case W_TYPE_RECORD: put_tuple(p, type, w_value_tuple(value)); break;
    default: w_json_plain(out, w_type_kind(type), (int64_t)value); break;
    }
}

void w_json_value(WBuffer *out, const WBundle *bundle, WType type, WValue value) {
    put_value(&(Page){out, bundle, false}, type, value);
}

void w_json_value_redacted(WBuffer *out, const WBundle *bundle, WType type, WValue value) {
    put_value(&(Page){out, bundle, true}, type, value);
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
