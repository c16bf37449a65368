// Contracts, and reading lines by them.
#include "runtime/host/event_contract.h"

#include <stdio.h>
#include <string.h>

#include "runtime/base/alloc.h"

static void begin(WContract *c, WPart body, uint32_t fields, uint32_t slots) {
    *c = (WContract){.body = body, .slot_count = slots};
    w_form_init(&c->form, fields);
    for (int i = 0; i < W_PART_COUNT; i++)
        c->parts[i] = W_NONE;
    c->given = w_alloc((w_bit_words(fields) + 1) * sizeof *c->given);
    c->seen = w_alloc((w_bit_words(fields) + 1) * sizeof *c->seen);
}

// The level that a part other than the body stands for.
static uint32_t level_of(WContract *c, WPart part) {
    uint32_t *meaning = &c->parts[part];
    if (*meaning == W_NONE) {
        uint32_t level = w_form_add_level(&c->form);
        *meaning = w_form_meaning_of_level(&c->form, level);
    }
    return *meaning < c->form.field_count ? W_NONE : *meaning - c->form.field_count;
}

// The whole path of a field that stands in the body.
static WStr path_in_body(WContract *c, WStr path) {
    WStr body = w_part_name(c->body);
    size_t size = body.size + 1 + path.size;
    char *bytes = w_arena_take(&c->names, size + 1);
    snprintf(bytes, size + 1, "%.*s.%.*s", W_STR_ARGS(body), W_STR_ARGS(path));
    return (WStr){bytes, size};
}

static void put(WContract *c, uint32_t index, WFormField field) {
    WStr path = field.path, rest;
    WPart part = w_path_part(path, &rest);
    if (part == W_PART_COUNT) field.path = path_in_body(c, path);
    w_form_put(&c->form, index, field);
    if (part == W_PART_COUNT) {
        w_form_lead(&c->form, index, 0, path);
    } else if (!rest.bytes) {
        if (c->parts[part] == W_NONE) c->parts[part] = index;
    } else if (part == c->body) {
        w_form_lead(&c->form, index, 0, rest);
    } else {
        uint32_t level = level_of(c, part);
        if (level != W_NONE) w_form_lead(&c->form, index, level, rest);
    }
}

void w_contract_of_event(WContract *c, const WBundle *bundle, uint32_t event) {
    const WEventRow *row = &bundle->events[event];
    begin(c, w_part_of_fields((WEventKind)row->kind), row->field_count, row->slot_count);
    for (uint32_t i = 0; i < row->field_count; i++) {
        const WFieldRow *field = &bundle->fields[row->first_field + i];
        put(c, i, (WFormField){w_bundle_str(bundle, field->wire), field->type, field->slot});
    }
}

void w_contract_of_profile(WContract *c, const WBundle *bundle) {
    begin(c, W_PART_TRAITS, bundle->profile_count, bundle->profile_count);
    for (uint32_t i = 0; i < bundle->profile_count; i++) {
        const WProfileRow *field = &bundle->profile[i];
        put(c, i, (WFormField){w_bundle_str(bundle, field->wire), field->type, i});
    }
    memset(c->form.required, 0, w_bit_words(bundle->profile_count) * sizeof(uint64_t));
}

void w_contract_free(WContract *c) {
    w_form_free(&c->form);
    w_free(c->given);
    w_free(c->seen);
    w_arena_free(&c->names);
    *c = (WContract){0};
}

void w_contract_begin(WContract *c) {
    uint32_t words = w_bit_words(c->form.field_count);
    memset(c->given, 0, words * sizeof *c->given);
    memset(c->seen, 0, words * sizeof *c->seen);
}

static WFilling filling(WContract *c, const WContractSlots *to) {
    return (WFilling){.form = &c->form,
                      .seen = c->seen,
                      .given = c->given,
                      .slots = to->slots,
                      .present = to->present,
                      .passed_over = to->passed_over};
}

bool w_contract_read(WContract *c, WLine *line, WPart part, WContractSlots *to) {
    WFilling f = filling(c, to);
    if (part == c->body) return w_line_fill(line, &f, 0);
    return w_line_fill_by(line, &f, c->parts[part]);
}

bool w_contract_end(WContract *c, WLine *line) {
    return w_line_filled(line, &c->form, c->given);
}
