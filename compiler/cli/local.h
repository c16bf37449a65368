// What local times should be, by the C library (clocks.h): the judge of `wend test --dst`.
#ifndef W_CLI_LOCAL_H
#define W_CLI_LOCAL_H

#include "wend/tests.h"
#include "wend/wend.h"

enum { W_LOCAL_WHY_BYTES = 300 };

/// All that goes by local time.
typedef struct WLocals {
    const wend_local **rows;
    size_t count;
} WLocals;

/// Whether the moment has to do with it: a wait that begins, a send that quiet hours bind.
bool w_local_concerns(const wend_local *local, const wend_moment *moment);

/// Whether the moment is as it should be, in the zone that clocks.h was entered with; if not,
/// `why` says what is wrong.
bool w_local_is_right(const WLocals *all, const wend_local *local, const wend_moment *moment,
                      char why[W_LOCAL_WHY_BYTES]);

#endif
