// A session that tells each moment as it comes.
#ifndef W_HOST_REHEARSAL_H
#define W_HOST_REHEARSAL_H

#include "runtime/host/session.h"

/// What the engine decided since the last clear, and the stages that were come to, in order.
void w_rehearsal_tell(wend *session);

#endif
