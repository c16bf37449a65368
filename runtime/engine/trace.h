// What an engine can note of its way beside its decisions, for rehearsals.
//
// An engine without a trace does nothing for it but ask whether there is one, where an instance
// comes to a stage.
#ifndef W_ENGINE_TRACE_H
#define W_ENGINE_TRACE_H

#include <stddef.h>
#include <stdint.h>

#include "runtime/value/type.h"

/// An instance came to a stage.
typedef struct WArrival {
    size_t before_effect; // which effect of the engine came next
    int64_t at_ms;
    const WText *customer;
    uint32_t stage; // row of the bundle
    WValue key;     // of the instance; 0 if it has none
} WArrival;

/// All zero is a valid empty trace. Whoever gave it to the engine empties and frees it.
typedef struct WTrace {
    WArrival *arrivals;
    size_t count;
    size_t room;
} WTrace;

#endif
