// The history of what was sent: when, for each scope that some code asks about.

#include "runtime/base/limits.h"
#include "runtime/engine/private.h"

void w_engine_see_sents(WEngine *engine) {
    const WBundle *bundle = engine->bundle;
    for (uint32_t i = 0; i < bundle->sents_count; i++) {
        const WLog *log = &engine->customer->logs[w_state_sent_log(engine->state, i)];
        WHistoryView *view = &engine->histories[bundle->events_count + i];
        *view = (WHistoryView){log->words, log->count, 1};
    }
}

// What left the window goes; a history that is full loses its oldest.
static void make_room(const WEngine *engine, uint32_t sent, WLog *log) {
    int64_t keep_ms = engine->bundle->sents[sent].keep_ms;
    int64_t start_ms =
        keep_ms == W_KEEP_FOREVER ? INT64_MIN : w_engine_moved(engine->now_ms, -keep_ms);
    uint32_t old = w_log_count_until(log, 1, start_ms);
    bool is_full = log->count - old >= W_LIMIT_HISTORY_ENTRIES;
    w_log_drop(log, 1, old + is_full);
}

void w_engine_remember_sent(WEngine *engine, uint32_t site) {
    const SitePolicy *policy = &engine->site_policies[site];
    for (uint32_t i = 0; i < policy->sent_count; i++) {
        uint32_t sent = engine->policy_rows[policy->first_sent + i];
        WLog *log = &engine->customer->logs[w_state_sent_log(engine->state, sent)];
        make_room(engine, sent, log);
        w_log_insert(log, 1, engine->now_ms);
        w_engine_note_sent(engine, sent);
    }
    if (policy->sent_count > 0) w_engine_see_sents(engine);
}
