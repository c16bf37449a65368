// A customer's record as bytes, for snapshots and dumps. Rows are those of the state's bundle;
// equal records give equal bytes.
#ifndef W_STATE_RECORD_H
#define W_STATE_RECORD_H

#include "runtime/state/state.h"

void w_record_encode(WState *state, uint32_t index, WBuffer *out);

/// Put a record that w_record_encode wrote (under the same bundle) into the state; its timer is
/// set. Returns its index, or W_NONE if the bytes are damaged (the state may then only be
/// destroyed).
uint32_t w_record_decode(WState *state, const void *bytes, size_t size_bytes);

#endif
