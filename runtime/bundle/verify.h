// What the four parts of the verifier share: structure, members, rows, code, in
// this order.
//
// Premise: the bytes may be hostile. Nothing is used before it has been compared with a bound.
// Promise: for an accepted bundle the machine cannot read a register that was not set, leave the
// code, touch a row that is not there, or run longer than the rows say.
#ifndef W_BUNDLE_VERIFY_H
#define W_BUNDLE_VERIFY_H

#include "runtime/base/limits.h"
#include "runtime/bundle/bundle.h"

#define SECTION(code, NAME, Row, member, summary) W_SECTION_##NAME = (code),
typedef enum WSectionCode {
    W_SECTION_HEADER = 0,
#include "grammar/sections.def"
    W_SECTION_LIMIT
} WSectionCode;
#undef SECTION

/// Variables of one journey, as a set.
typedef struct WVariableSet {
    uint64_t words[W_LIMIT_JOURNEY_VARIABLES / 64];
} WVariableSet;

/// One section, without its rows' type.
typedef struct WSectionView {
    uint64_t offset_bytes;
    uint32_t count;
    uint32_t row_bytes;
} WSectionView;

typedef struct WVerifier {
    WBundle *bundle; // its arrays are set by the structure pass
    const uint8_t *bytes;
    WRefusal *refusal;
    WSectionView sections[W_SECTION_LIMIT];
    // Where we are, for refusals.
    WSectionCode section;
    uint64_t row;
    // By offset / 8 in the text pool: UINT32_MAX where no text starts, else the last scope in
    // which the text was a name; scopes count up from 1.
    uint32_t *names;
    uint32_t scope;
    // Types by event slot and by history slot; where an event's begin.
    WType *slot_types;
    WType *history_types;
    uint32_t *first_slot;
    uint32_t *first_history;
    // By function: how deep it calls, and the variables it loads that only some ways set.
    uint8_t *depths;
    WVariableSet *needs;
    WVariableSet *entry_sets; // by journey: what every entry sets
    bool changes;             // the condition being checked is asked of a change
    uint32_t elements_owned;  // rows so far
    uint32_t *weights;        // of constants: how many elements and fields are in them
    // Who is used by whom: rows that may be used once.
    uint64_t *arms_owned;
    uint64_t *points_used;
    uint64_t *sites_used;
    uint32_t *stage_waits; // by stage: rows so far
    uint32_t *stage_sends;
} WVerifier;

/// Check header, section table, sections and texts, and fill the bundle's arrays.
bool w_verify_structure(WVerifier *v, size_t size_bytes);
/// Check every member of every row but the instructions for itself: grammar/members.def.
bool w_verify_members(WVerifier *v);
/// Check what members mean together.
bool w_verify_rows(WVerifier *v);
/// Check a list or record constant and take the elements it owns.
bool w_verify_compound(WVerifier *v, uint32_t constant);
/// Check how records nest, and that all elements are owned.
bool w_verify_records(WVerifier *v);
/// Is the function of that kind, and does it ask for no more than there is?
bool w_verify_function(WVerifier *v, uint32_t index, uint32_t kind, uint32_t event,
                       uint32_t journey, uint32_t message);
/// Check a message, and one of its contents.
bool w_verify_message(WVerifier *v, const WBundle *b, uint32_t i);
bool w_verify_content(WVerifier *v, const WBundle *b, uint32_t i);
/// Check a question to the history.
bool w_verify_use(WVerifier *v, const WBundle *b, uint32_t i);
/// Check what an emission gives its event.
bool w_verify_emission(WVerifier *v, const WBundle *b, uint32_t i);
/// Check what a policy binds, a limit, what is kept of sends, and a row of quiet hours.
bool w_verify_scope(WVerifier *v, const WScope *s);
bool w_verify_limit(WVerifier *v, const WBundle *b, uint32_t i);
bool w_verify_sent(WVerifier *v, const WBundle *b, uint32_t i);
bool w_verify_quiet(WVerifier *v, const WBundle *b, uint32_t i);
/// Check a SEND point but for its arms; and that a site which may have to wait has one.
bool w_verify_send_point(WVerifier *v, uint32_t i);
bool w_verify_site_point(WVerifier *v, uint32_t i);
/// Is it the offset of a text that was no name in the current scope? It is one from now on.
bool w_verify_name(WVerifier *v, uint32_t text);
/// Check one row of what is said of the project before.
bool w_verify_change(WVerifier *v, const WBundle *b, uint32_t row);
/// Is it a condition (or W_NONE) that asks for no more than this event and this journey?
bool w_verify_condition(WVerifier *v, uint32_t function, uint32_t event, uint32_t journey);
/// The same before there is an instance.
bool w_verify_condition_at_entry(WVerifier *v, uint32_t function, uint32_t event,
                                 uint32_t journey);
/// Is the constant one of the declared type?
bool w_verify_constant_of(WVerifier *v, uint32_t constant, WType declared);
/// What the members of a journey, an entry, a timetable mean together.
bool w_verify_journey(WVerifier *v, const WBundle *b, uint32_t i);
bool w_verify_entry(WVerifier *v, const WBundle *b, uint32_t i);
bool w_verify_timetable(WVerifier *v, const WBundle *b, uint32_t i);
/// Check the instructions, and what rows may ask of their functions.
bool w_verify_code(WVerifier *v);

/// Refuse at the current row. Always false.
bool w_refuse(WVerifier *v, const char *reason);

/// False, and refused with that reason, if the claim does not hold.
static inline bool w_need(WVerifier *v, bool claim, const char *reason) {
    return claim || w_refuse(v, reason);
}

/// Does a value of type `given` fit where `wanted` is declared?
static inline bool w_type_fits(WType given, WType wanted) {
    return given == wanted || (given | W_TYPE_OPTIONAL) == wanted;
}

#endif
