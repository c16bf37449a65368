// Moments of a customer's story, from what an engine decided.
#ifndef W_HOST_MOMENT_H
#define W_HOST_MOMENT_H

#include "runtime/bundle/bundle.h"
#include "runtime/state/state.h"
#include "runtime/value/zone.h"
#include "runtime/vm/turn.h"
#include "wend/wend.h"

/// A moment with no texts.
wend_moment w_moment_blank(const char *what, int64_t at_ms);
/// A decision in words; texts live as long as the effect.
wend_moment w_moment_of_effect(const WBundle *bundle, const WEffect *effect);
/// Where an instance that is inside stands.
wend_moment w_moment_of_place(const WBundle *bundle, const WInstance *instance);
/// Fill in what clocks showed.
void w_moment_localise(wend_moment *moment, const WZone *zone);

#endif
