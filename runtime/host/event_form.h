// What is declared of a JSON object: the properties of an event, the traits of a profile, the
// fields of a record. A field's path leads to it, through objects inside the object or, for the
// first two, from the top of the line. Private to the event reader.
#ifndef W_HOST_EVENT_FORM_H
#define W_HOST_EVENT_FORM_H

#include "runtime/bundle/wire.h"
#include "runtime/host/event_names.h"
#include "runtime/value/type.h"

/// The options of an enum.
typedef struct WOptions {
    WNames names;   // to indices of options
    uint32_t other; // what stands for every other text; W_NONE: nothing, the enum is closed
} WOptions;

typedef struct WFormField {
    WStr path;
    WType type;
    uint32_t slot; // W_NONE: judged, but kept nowhere
} WFormField;

/// Fields in the order of their rows. Level 0 is the object itself, the others stand for objects
/// that paths lead through. A key means a field, by its index, or a level, by its index behind the
/// number of fields.
typedef struct WForm {
    WFormField *fields;
    uint32_t field_count;
    uint64_t *required; // bitmap of fields
    WKeys *levels;
    size_t level_room;
    uint32_t level_count;
} WForm;

/// The forms of values by the rows of their types.
typedef struct WForms {
    WOptions *options; // by enum
    WForm *records;    // by record
} WForms;

void w_form_init(WForm *form, uint32_t field_count);
void w_form_put(WForm *form, uint32_t index, WFormField field);
/// From that level on a path leads to the field. A path through another field leads nowhere.
void w_form_lead(WForm *form, uint32_t index, uint32_t level, WStr path);
/// A level that is not reached from another one.
uint32_t w_form_add_level(WForm *form);
/// What a key of a level means; W_NONE: nothing.
static inline uint32_t w_form_meaning_of_level(const WForm *form, uint32_t level) {
    return form->field_count + level;
}
void w_form_free(WForm *form);

#endif
