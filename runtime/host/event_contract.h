// What a bundle declares of an event line: the fields of an event or of the profile. Private to
// the event reader.
#ifndef W_HOST_EVENT_CONTRACT_H
#define W_HOST_EVENT_CONTRACT_H

#include "runtime/bundle/bundle.h"
#include "runtime/host/event_form.h"
#include "runtime/host/event_value.h"

/// Fields in the order of their rows. `null` counts as missing, and what is missing may be
/// required.
typedef struct WContract {
    WForm form;
    WPart body;                   // whose object is level 0 of the form
    uint32_t parts[W_PART_COUNT]; // what the others mean; W_NONE: nothing is read of them
    uint32_t slot_count;
    uint64_t *seen;  // bitmap of fields: those on the line at hand
    uint64_t *given; // of them those that are not null
    WArena names;    // paths as refusals say them
} WContract;

/// The contract of an event.
void w_contract_of_event(WContract *contract, const WBundle *bundle, uint32_t event);
/// The contract of the profile: nothing is required, its slots are its rows.
void w_contract_of_profile(WContract *contract, const WBundle *bundle);
void w_contract_free(WContract *contract);

/// Where what a line holds is put.
typedef struct WContractSlots {
    WValue *slots;
    uint64_t *present;
    uint64_t *passed_over; // counted: keys of the body that mean nothing
} WContractSlots;

/// Begin a line.
void w_contract_begin(WContract *contract);
/// Is something read of the part?
static inline bool w_contract_reads(const WContract *contract, WPart part) {
    return part == contract->body || contract->parts[part] != W_NONE;
}
/// Read the part at hand.
bool w_contract_read(WContract *contract, WLine *line, WPart part, WContractSlots *slots);
/// Judge the line when all of it was read: is everything there that must be?
bool w_contract_end(WContract *contract, WLine *line);

#endif
