// The engine: inputs in, effects out, one turn after the other (docs: language, "One turn").
//
// It owns the state and knows neither files nor formats. The same inputs under the same bundle
// give the same effects and the same records, whatever happened in between.
#ifndef W_ENGINE_ENGINE_H
#define W_ENGINE_ENGINE_H

#include "runtime/engine/orders.h"
#include "runtime/engine/trace.h"
#include "runtime/state/state.h"
#include "runtime/value/zone.h"
#include "runtime/vm/turn.h"

typedef struct WEngine WEngine;

/// `bundle` and `zones` must outlive the engine. NULL if the project's time zone is not among
/// them.
WEngine *w_engine_create(const WBundle *bundle, WZoneSet *zones);
void w_engine_destroy(WEngine *engine);
WState *w_engine_state(WEngine *engine);

typedef enum WTurn {
    W_TURN_DONE,       // it was looked at
    W_TURN_DUPLICATE,  // its id had been seen: it changed nothing
    W_TURN_UNDECLARED, // an event nobody declared: only the clock moved
    W_TURN_OLDER,      // the record has it already (replay); only the clock moved
} WTurn;

/// Fire what is due before the input's time, then look at the input. `sequence` counts the inputs
/// of a state from 1; a record that is at that sequence or beyond is not touched again.
WTurn w_engine_input(WEngine *engine, const WInput *input, uint64_t sequence);

/// The end of an input stream: the clock moves to `until_ms` if that is ahead, and all that is due
/// up to and at the clock fires. It is an input with a `sequence` of its own.
void w_engine_settle(WEngine *engine, int64_t until_ms, uint64_t sequence);

/// The stream's clock: the latest time seen; INT64_MIN before the first.
int64_t w_engine_clock(const WEngine *engine);
/// Before records are loaded: the clock behind the last input that will not be run again.
void w_engine_set_clock(WEngine *engine, int64_t clock_ms);

/// What turns learned from shared cells since the last clear, in order; valid until
/// w_engine_clear. It belongs to the input that was run, for running it again.
const WWitness *w_engine_witnesses(const WEngine *engine, size_t *count);
/// For a replay: cells are as they were behind the input `sequence` (UINT64_MAX: they are not
/// there at all). Inputs up to it get their answers from the witnesses they were given, and change
/// no cell.
void w_engine_set_cells_sequence(WEngine *engine, uint64_t sequence);
/// What the next input witnessed when it was run first; must stay until it was run again.
void w_engine_give_witnesses(WEngine *engine, const WWitness *witnesses, size_t count);
/// Was there an input that had a question and no witness? Then it was not run as it was before.
bool w_engine_lacks_witness(const WEngine *engine);

/// What was decided since the last clear, in order. Valid until w_engine_clear.
const WEffect *w_engine_effects(const WEngine *engine, size_t *count);
void w_engine_clear(WEngine *engine);

/// From now on the engine notes its way there; NULL: no more. The trace must outlive that.
void w_engine_set_trace(WEngine *engine, WTrace *trace);
/// From now on chance obeys; NULL: no more. The orders must outlive that and may grow meanwhile.
void w_engine_set_orders(WEngine *engine, const WOrders *orders);
/// A rehearsal says that a message was sent to a customer at that time, before what is heard next.
void w_engine_given_sent(WEngine *engine, WStr customer, uint32_t channel, uint32_t message,
                         int64_t at_ms);
/// The zone a customer is in; the project's for NULL.
const WZone *w_engine_zone(const WEngine *engine, const WCustomer *customer);

typedef struct WEngineCounts {
    uint64_t turns;       // inputs and timers that were looked at
    uint64_t timers;      // of them timers
    uint64_t evaluations; // conditions evaluated
} WEngineCounts;
WEngineCounts w_engine_counts(const WEngine *engine);

#endif
