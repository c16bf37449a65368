// Noting the way of instances.
#include "runtime/engine/trace.h"

#include "runtime/base/alloc.h"
#include "runtime/engine/private.h"

void w_engine_set_trace(WEngine *engine, WTrace *trace) {
    engine->trace = trace;
}

void w_engine_arrive(WEngine *engine, uint32_t stage) {
    WTrace *trace = engine->trace;
    engine->stage = stage;
    if (trace == NULL) return;
    trace->arrivals =
        w_grow(trace->arrivals, &trace->room, trace->count + 1, sizeof *trace->arrivals);
    trace->arrivals[trace->count++] =
        (WArrival){engine->effect_count, engine->now_ms, engine->customer->id, stage, engine->key};
}
