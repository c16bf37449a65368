// Inside the host room: what all ways of opening share.
#ifndef W_HOST_OPENING_H
#define W_HOST_OPENING_H

#include "runtime/bundle/bundle.h"
#include "wend/wend.h"

/// Say why a call without an engine failed (wend_last_error(NULL)).
void w_host_note_error(const char *text);

/// Verify and open a bundle; NULL, a status and a noted error when it is refused.
WBundle *w_host_open_bundle(const void *bytes, size_t size_bytes, wend_status *status);

#endif
