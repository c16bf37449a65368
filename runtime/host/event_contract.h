// What a bundle declares of an object on event lines: the properties of an event, the traits of a
// profile. Private to the event reader.
#ifndef W_HOST_EVENT_CONTRACT_H
#define W_HOST_EVENT_CONTRACT_H

#include "runtime/bundle/bundle.h"
#include "runtime/host/event_value.h"

typedef struct WContractField {
    WStr name; // on the wire
    WType type;
    uint32_t slot; // W_NONE: judged, but kept nowhere
    const WOptions *options;
} WContractField;

/// Fields in the order of their rows. `null` counts as missing, and what is missing may be
/// required.
typedef struct WContract {
    WKeys keys; // meaning: the index of a field
    WContractField *fields;
    uint32_t field_count;
    uint32_t slot_count;
    uint64_t *required; // bitmap of fields
    uint64_t *seen;     // bitmap of fields: those on the line at hand
    uint64_t *given;    // of them those that are not null
} WContract;

/// The contract of an event. `options` are by enum row and must outlive it.
void w_contract_of_event(WContract *contract, const WBundle *bundle, uint32_t event,
                         const WOptions *options);
/// The contract of the profile: nothing is required, its slots are its rows.
void w_contract_of_profile(WContract *contract, const WBundle *bundle, const WOptions *options);
void w_contract_free(WContract *contract);

/// Read the object at hand, or with `there` unset judge that there is none. Slots that were given
/// are set and marked in `present`; keys that mean nothing are counted in `*passed_over`. On
/// refusal `*field` is the field it is about, or NULL.
bool w_contract_read(WContract *contract, WLine *line, bool there, WValue *slots,
                     uint64_t *present, uint64_t *passed_over, const WContractField **field);

#endif
