// Contracts, and reading objects by them.
#include "runtime/host/event_contract.h"

#include <string.h>

#include "runtime/base/alloc.h"

static void begin(WContract *c, uint32_t fields, uint32_t slots) {
    *c = (WContract){.field_count = fields, .slot_count = slots};
    w_keys_init(&c->keys);
    c->fields = w_alloc((fields + 1) * sizeof *c->fields);
    c->required = w_alloc((w_bit_words(fields) + 1) * sizeof *c->required);
    c->given = w_alloc((w_bit_words(fields) + 1) * sizeof *c->given);
    c->seen = w_alloc((w_bit_words(fields) + 1) * sizeof *c->seen);
}

// Options of an enum, or of a list's enum elements.
static const WOptions *options_of(WType type, const WOptions *options) {
    bool is_enum = w_type_kind(type) == W_TYPE_ENUM || w_type_element_kind(type) == W_TYPE_ENUM;
    return is_enum ? &options[w_type_enum(type)] : NULL;
}

static void put(WContract *c, uint32_t index, WContractField field) {
    c->fields[index] = field;
    w_keys_put(&c->keys, field.name, index);
}

void w_contract_of_event(WContract *c, const WBundle *bundle, uint32_t event,
                         const WOptions *options) {
    const WEventRow *row = &bundle->events[event];
    begin(c, row->field_count, row->slot_count);
    for (uint32_t i = 0; i < row->field_count; i++) {
        const WFieldRow *field = &bundle->fields[row->first_field + i];
        WStr name = w_bundle_str(bundle, field->wire);
        put(c, i,
            (WContractField){name, field->type, field->slot, options_of(field->type, options)});
        if (!w_type_optional(field->type)) w_bit_set(c->required, i);
    }
}

void w_contract_of_profile(WContract *c, const WBundle *bundle, const WOptions *options) {
    begin(c, bundle->profile_count, bundle->profile_count);
    for (uint32_t i = 0; i < bundle->profile_count; i++) {
        const WProfileRow *field = &bundle->profile[i];
        WStr name = w_bundle_str(bundle, field->wire);
        put(c, i, (WContractField){name, field->type, i, options_of(field->type, options)});
    }
}

void w_contract_free(WContract *c) {
    w_keys_free(&c->keys);
    w_free(c->fields);
    w_free(c->required);
    w_free(c->given);
    w_free(c->seen);
    *c = (WContract){0};
}

static bool read_field(WContract *c, WLine *line, uint32_t index, WValue *slots,
                       uint64_t *present) {
    const WContractField *field = &c->fields[index];
    if (w_bit_get(c->seen, index)) return w_line_refuse(line, W_REFUSED_GIVEN_TWICE, field->type);
    w_bit_set(c->seen, index);
    if (w_scan_peek(&line->scan) == 'n' && w_scan_word(&line->scan, W_STR("null"))) return true;
    WValue value = 0;
    bool keep = field->slot != W_NONE;
    if (!w_line_value(line, field->type, field->options, keep, &value)) return false;
    w_bit_set(c->given, index);
    if (!keep) return true;
    slots[field->slot] = value;
    w_bit_set(present, field->slot);
    return true;
}

static bool refuse_missing(const WContract *c, WLine *line, const WContractField **field) {
    for (uint32_t i = 0; i < c->field_count; i++) {
        if (!w_bit_get(c->required, i) || w_bit_get(c->given, i)) continue;
        *field = &c->fields[i];
        return w_line_refuse(line, W_REFUSED_MISSING, c->fields[i].type);
    }
    return true;
}

// Reasons that are about the line as a whole, not about the field in which they were met.
static bool is_about_line(WRefused why) {
    return why == W_REFUSED_NOT_JSON || why == W_REFUSED_TOO_DEEP ||
           why == W_REFUSED_TOO_MANY_KEYS;
}

static bool read_object(WContract *c, WLine *line, WValue *slots, uint64_t *present,
                        uint64_t *passed_over, const WContractField **field) {
    uint32_t key = W_KEY_BEGIN;
    if (!w_line_enter(line)) return false;
    while (w_line_next_key(line, &c->keys, &key)) {
        uint32_t index = c->keys.keys[key].meaning;
        if (index == W_NONE) {
            (*passed_over)++;
            if (!w_scan_skip(&line->scan)) return false;
        } else if (!read_field(c, line, index, slots, present)) {
            if (!is_about_line(line->scan.refused)) *field = &c->fields[index];
            return false;
        }
    }
    return line->scan.refused == W_REFUSED_NOTHING;
}

bool w_contract_read(WContract *c, WLine *line, bool there, WValue *slots, uint64_t *present,
                     uint64_t *passed_over, const WContractField **field) {
    *field = NULL;
    memset(c->given, 0, w_bit_words(c->field_count) * sizeof *c->given);
    memset(c->seen, 0, w_bit_words(c->field_count) * sizeof *c->seen);
    if (there && !read_object(c, line, slots, present, passed_over, field)) return false;
    for (uint32_t i = 0; i < w_bit_words(c->field_count); i++)
        if (c->required[i] & ~c->given[i]) return refuse_missing(c, line, field);
    return true;
}
