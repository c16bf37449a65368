// Forms: fields by the paths that lead to them.
//
// Premise: paths come from a verified bundle and may be any texts.
// Promise: a path that leads through another field leads nowhere: its field is never there.
#include "runtime/host/event_form.h"

#include <string.h>

#include "runtime/base/alloc.h"

void w_form_init(WForm *form, uint32_t field_count) {
    *form = (WForm){.field_count = field_count};
    form->fields = w_alloc((field_count + 1) * sizeof *form->fields);
    form->required = w_alloc((w_bit_words(field_count) + 1) * sizeof *form->required);
    w_form_add_level(form);
}

uint32_t w_form_add_level(WForm *form) {
    form->levels =
        w_grow(form->levels, &form->level_room, form->level_count + 1, sizeof *form->levels);
    w_keys_init(&form->levels[form->level_count]);
    return form->level_count++;
}

// The level inside another that a key leads to; W_NONE if the key is a field's.
static uint32_t level_inside(WForm *form, uint32_t level, WStr word) {
    uint32_t key = w_event_names_find(&form->levels[level].names, word);
    if (key == W_NONE) {
        uint32_t inner = w_form_add_level(form);
        w_keys_put(&form->levels[level], word, w_form_meaning_of_level(form, inner));
        return inner;
    }
    uint32_t meaning = form->levels[level].keys[key].meaning;
    return meaning < form->field_count ? W_NONE : meaning - form->field_count;
}

void w_form_put(WForm *form, uint32_t index, WFormField field) {
    form->fields[index] = field;
    if (!w_type_optional(field.type)) w_bit_set(form->required, index);
}

void w_form_lead(WForm *form, uint32_t index, uint32_t level, WStr path) {
    WStr rest, word = w_path_first(path, &rest);
    for (; rest.bytes && level != W_NONE; word = w_path_first(rest, &rest))
        level = level_inside(form, level, word);
    if (level != W_NONE) w_keys_put(&form->levels[level], word, index);
}

void w_form_free(WForm *form) {
    for (uint32_t i = 0; i < form->level_count; i++)
        w_keys_free(&form->levels[i]);
    w_free(form->levels);
    w_free(form->fields);
    w_free(form->required);
    *form = (WForm){0};
}
