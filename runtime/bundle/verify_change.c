// Verifier: the rows that tell of the project before.
//
// Promise: what they are about is there, and nobody is sent to another journey.
#include "runtime/bundle/verify.h"

// How many rows there are of what that kind of change is about; 0: it has none.
static uint32_t changed_rows(const WBundle *b, uint32_t kind) {
    switch ((WChangeKind)kind) {
    case W_CHANGE_STAGE_RENAMED: return b->stages_count;
    case W_CHANGE_PROFILE_RENAMED: return b->profile_count;
    case W_CHANGE_FIELD_RENAMED: return b->fields_count;
    case W_CHANGE_PART_RENAMED: return b->parts_count;
    case W_CHANGE_RETIRE_EXIT:
    case W_CHANGE_RETIRE_PIN: return 0;
    default: return b->journeys_count;
    }
}

bool w_verify_change(WVerifier *v, const WBundle *b, uint32_t i) {
    const WChangeRow *c = &b->changes[i];
    bool retires = c->kind >= W_CHANGE_RETIRE_EXIT;
    bool names = c->kind != W_CHANGE_PIN && c->kind != W_CHANGE_KEEP_DEADLINES;
    if (!w_need(v, retires ? c->row == W_NONE : c->row < changed_rows(b, c->kind),
                "what is changed is not there") ||
        !w_need(v, names == (c->old != W_NONE), "an old name is missing, or one too many"))
        return false;
    if (c->to == W_NONE) return true;
    return w_need(v, c->kind == W_CHANGE_MIGRATE && b->stages[c->to].journey == c->row,
                  "customers are sent to another journey");
}
