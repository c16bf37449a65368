// Noting the way of instances, and what was exercised on it.
#include "runtime/engine/trace.h"

#include "runtime/base/alloc.h"
#include "runtime/base/assert.h"
#include "runtime/engine/private.h"

static uint32_t rows_of(const WBundle *bundle, WExercise kind) {
    switch (kind) {
#define EXERCISE(name, text, rows, summary) \
    case W_EXERCISE_##name:                 \
        return bundle->rows##_count;
#include "grammar/exercises.def"
#undef EXERCISE
    case W_EXERCISES: break;
    }
    return 0;
}

static const char *const kind_names[] = {
#define EXERCISE(name, text, rows, summary) [W_EXERCISE_##name] = (text),
#include "grammar/exercises.def"
#undef EXERCISE
};

void w_engine_set_trace(WEngine *engine, WTrace *trace) {
    engine->trace = trace;
    engine->context.marks = NULL;
    if (trace == NULL) return;
    for (int kind = 0; kind < W_EXERCISES; kind++) {
        uint32_t words = w_bit_words(rows_of(engine->bundle, (WExercise)kind)) + 1;
        W_ASSERT(trace->rows[kind] == NULL);
        trace->rows[kind] = w_alloc(words * sizeof(uint64_t));
    }
    engine->context.marks = trace->rows[W_EXERCISE_MARK];
}

void w_trace_free(WTrace *trace) {
    for (int kind = 0; kind < W_EXERCISES; kind++)
        w_free(trace->rows[kind]);
    w_free(trace->stations);
    *trace = (WTrace){0};
}

static void note(WTrace *trace, WExercise kind, uint32_t row) {
    if (row != W_NONE) w_bit_set(trace->rows[kind], row);
}

void w_trace_decision(WTrace *trace, const WBundle *bundle, const WDecision *decision) {
    uint32_t channel = decision->site == W_NONE ? W_NONE : bundle->sites[decision->site].channel;
    if (decision->outcome == W_OUTCOME_CONVERTED) note(trace, W_EXERCISE_GOAL, decision->journey);
    switch (decision->reason) {
    case W_REASON_ONLY_IF: note(trace, W_EXERCISE_ONLY_IF, decision->rule); break;
    case W_REASON_SUPPRESSED: note(trace, W_EXERCISE_SUPPRESSION, decision->rule); break;
    case W_REASON_CONSENT: note(trace, W_EXERCISE_CONSENT, channel); break;
    case W_REASON_QUIET: note(trace, W_EXERCISE_QUIET, decision->rule); break;
    case W_REASON_LIMIT:
        note(trace, W_EXERCISE_LIMIT, decision->rule);
        for (uint32_t i = 0; i < decision->also_count; i++)
            note(trace, W_EXERCISE_LIMIT, decision->also[i]);
        break;
    default: break;
    }
}

bool w_trace_has(const WTrace *trace, const WBundle *bundle, const char *kind, uint32_t row) {
    for (int k = 0; k < W_EXERCISES; k++) {
        if (!w_str_equal(w_str(kind), w_str(kind_names[k]))) continue;
        return row < rows_of(bundle, (WExercise)k) && w_bit_get(trace->rows[k], row);
    }
    return false;
}

void w_engine_exercise(WEngine *engine, WExercise kind, uint32_t row) {
    if (engine->trace != NULL) w_bit_set(engine->trace->rows[kind], row);
}

static void note_station(WEngine *engine, WStation station) {
    WTrace *trace = engine->trace;
    station.before_effect = engine->effect_count;
    station.at_ms = engine->now_ms;
    station.customer = engine->customer->id;
    trace->stations =
        w_grow(trace->stations, &trace->room, trace->count + 1, sizeof *trace->stations);
    trace->stations[trace->count++] = station;
}

void w_engine_arrive(WEngine *engine, uint32_t stage) {
    engine->stage = stage;
    if (engine->trace == NULL) return;
    note_station(engine, (WStation){.stage = stage, .key = engine->key, .point = W_NONE});
}

void w_engine_note_wait(WEngine *engine, const WInstance *instance) {
    if (engine->trace == NULL) return;
    note_station(engine, (WStation){.stage = engine->bundle->points[instance->point].stage,
                                    .key = instance->key,
                                    .point = instance->point,
                                    .until_ms = instance->deadline_ms});
}
