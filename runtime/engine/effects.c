// What a turn decides, in order.

#include "runtime/base/alloc.h"
#include "runtime/base/assert.h"
#include "runtime/engine/private.h"
#include "runtime/value/copy.h"

#include <string.h>

const WText *w_engine_copy_text(WEngine *engine, const WText *text) {
    size_t size_bytes = sizeof *text + text->size + 1;
    return memcpy(w_arena_take(&engine->effect_arena, size_bytes), text, size_bytes);
}

WValue w_engine_copy_value(WEngine *engine, WType type, WValue value) {
    return w_value_copy(&engine->effect_arena, engine->bundle->shapes, type, value);
}

WDecision *w_engine_decide(WEngine *engine, WWhat what, WOutcome outcome, WReason reason,
                           uint32_t journey, WValue key) {
    engine->effects = w_grow(engine->effects, &engine->effect_room, engine->effect_count + 1,
                             sizeof *engine->effects);
    WEffect *effect = &engine->effects[engine->effect_count++];
    *effect = (WEffect){.at_ms = engine->now_ms, .customer = engine->customer->id};
    effect->decision = (WDecision){
        .what = (uint8_t)what,
        .outcome = (uint8_t)outcome,
        .reason = (uint8_t)reason,
        .journey = journey,
        .key = w_engine_copy_value(engine, engine->bundle->journeys[journey].key_type, key),
        .stage = W_NONE,
        .site = W_NONE,
        .rule = W_NONE,
    };
    return &effect->decision;
}

void w_engine_act(WEngine *engine, const WAction *action) {
    W_ASSERT(engine->effect_count > 0);
    WEffect *effect = &engine->effects[engine->effect_count - 1];
    effect->action = action;
    if (action->cut == W_NONE) return;
    effect->decision.reason = W_REASON_CUT;
    effect->decision.rule = action->cut;
}

const WEffect *w_engine_effects(const WEngine *engine, size_t *count) {
    *count = engine->effect_count;
    return engine->effects;
}

void w_engine_clear(WEngine *engine) {
    engine->effect_count = 0;
    engine->witness_count = 0;
    w_arena_reset(&engine->effect_arena);
}
