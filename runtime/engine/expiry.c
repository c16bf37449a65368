// `expires DATE, then exit`: when that day is over in the project's zone, whoever is inside
// leaves.

#include "runtime/engine/private.h"

void w_engine_prepare_expiry(WEngine *engine) {
    const WBundle *bundle = engine->bundle;
    for (uint32_t i = 0; i < bundle->journeys_count; i++) {
        const WJourneyRow *row = &bundle->journeys[i];
        if (!(row->flags & W_JOURNEY_EXPIRY_EXITS) || row->expires_day >= W_DATE_MAX) continue;
        w_state_set_end(engine->state, i,
                        w_zone_day_at(engine->project_zone, row->expires_day + 1, 0));
    }
}

bool w_engine_is_over(const WEngine *engine, uint32_t journey, int64_t due_ms) {
    return w_state_end(engine->state, journey) <= due_ms;
}

void w_engine_collect_expired(WEngine *engine, int64_t due_ms) {
    for (WInstance *i = engine->customer->instances; i != NULL; i = i->next) {
        if (i->point != W_NONE && w_engine_is_over(engine, i->journey, due_ms))
            w_engine_wake(engine, i, RUN_EXIT_EXPIRED, W_NONE);
    }
}
