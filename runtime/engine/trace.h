// What an engine can note of its way beside its decisions, for rehearsals.
//
// An engine without a trace does nothing for it but ask whether there is one, where an instance
// comes to a stage.
#ifndef W_ENGINE_TRACE_H
#define W_ENGINE_TRACE_H

#include <stddef.h>
#include <stdint.h>

#include "runtime/bundle/bundle.h"
#include "runtime/vm/turn.h"

/// An instance came to a stage, or stands at a wait.
typedef struct WStation {
    size_t before_effect; // which effect of the engine came next
    int64_t at_ms;
    const WText *customer;
    uint32_t stage;   // row of the bundle
    WValue key;       // of the instance; 0 if it has none
    uint32_t point;   // row of the wait; W_NONE: it came to the stage
    int64_t until_ms; // of a wait
} WStation;

/// What a rehearsal can exercise: rows of grammar/exercises.def.
#define EXERCISE(name, kind, rows, summary) W_EXERCISE_##name,
typedef enum WExercise {
#include "grammar/exercises.def"
    W_EXERCISES
} WExercise;
#undef EXERCISE

/// All zero is a valid empty trace. Whoever gave it to the engine empties and frees it.
typedef struct WTrace {
    WStation *stations;
    size_t count;
    size_t room;
    uint64_t *rows[W_EXERCISES]; // bitmaps, made when the trace is given to an engine
} WTrace;

void w_trace_free(WTrace *trace);
/// Note what a decision of an engine with this trace says of rows.
void w_trace_decision(WTrace *trace, const WBundle *bundle, const WDecision *decision);
/// Whether a row was exercised; `kind` as the table names it; false for what there is not.
bool w_trace_has(const WTrace *trace, const WBundle *bundle, const char *kind, uint32_t row);

#endif
