// Commits and snapshots.
//
// A commit is one transaction: the batch with its frame, the actions, the dead letters, how far
// the source is. Only then do actions leave. Between commits, and at the end, records are saved
// that have waited long, so that a recovery need not begin at the beginning.
#include <stdlib.h>

#include "runtime/base/alloc.h"
#include "runtime/base/assert.h"
#include "runtime/host/digest.h"
#include "runtime/host/session.h"
#include "runtime/state/record.h"

// How many inputs a change may wait for its record to be saved, and how often that is looked at.
enum { SAVE_BEHIND = 300000, SAVE_EVERY = 200000 };

// A batch is also full when it takes this much memory.
enum { PENDING_BYTES = 16 << 20 };

void w_session_begin_batch(wend *session) {
    WPending *pending = &session->pending;
    w_frame_clear(&pending->frame);
    w_buffer_clear(&pending->effects);
    w_arena_reset(&pending->letter_arena);
    w_buffer_clear(&session->actions.lines);
    pending->first = session->sequence + 1;
    pending->lines = 0;
    pending->action_count = 0;
    pending->letter_count = 0;
    pending->letter_bytes = 0;
}

// ---- The transaction
// -----------------------------------------------------------------------------

static bool add_frame(wend *session) {
    WPending *pending = &session->pending;
    if (pending->frame.inputs == 0) return true;
    W_ASSERT(pending->first + pending->frame.inputs == session->sequence + 1);
    WBatch batch = {
        .first = pending->first,
        .inputs = pending->frame.inputs,
        .engine = W_ENGINE_VERSION,
        .clock_ms = w_engine_clock(session->engine),
        .is_settled = pending->frame.is_settled,
        .effects = w_hash128(pending->effects.bytes, pending->effects.size),
        .frame = {pending->frame.bytes.bytes, pending->frame.bytes.size},
    };
    return w_store_add_batch(session->store, &batch);
}

static WStr line_of(const wend *session, size_t i) {
    const WMadeAction *made = session->pending.actions;
    size_t from = i > 0 ? made[i - 1].end : 0;
    // Without its line break.
    return (WStr){session->actions.lines.bytes + from, made[i].end - from - 1};
}

static bool add_actions(wend *session) {
    for (size_t i = 0; i < session->pending.action_count; i++) {
        const WHash128 *id = &session->pending.actions[i].id;
        if (!w_store_add_action(session->store, id, line_of(session, i))) return false;
    }
    return true;
}

static bool add_letters(wend *session) {
    for (size_t i = 0; i < session->pending.letter_count; i++) {
        WDeadLetter *letter = &session->pending.letters[i];
        letter->source = session->source.number;
        if (!w_store_add_dead_letter(session->store, letter)) return false;
    }
    return true;
}

static void add_zone(void *context, WStr name, const WZone *zone) {
    w_store_add_zone(context, name, w_zone_bytes(zone));
}

static bool add_zones(wend *session) {
    size_t count = w_zone_set_count(session->zones);
    if (count == session->zones_kept) return true;
    w_zone_set_each(session->zones, add_zone, session->store);
    session->zones_kept = count;
    return w_store_problem(session->store)->status == W_STORE_OK;
}

static bool store_batch(wend *session) {
    return w_store_begin(session->store) && add_frame(session) && add_zones(session) &&
           w_session_add_checkpoint(session) && add_actions(session) && add_letters(session) &&
           w_store_commit(session->store);
}

// ---- What leaves
// ---------------------------------------------------------------------------------

static void tell_host(wend *session) {
    for (size_t i = 0; i < session->pending.action_count; i++) {
        WStr line = line_of(session, i);
        session->actions_made++;
        if (session->on_action)
            session->on_action(session->context, session->actions_made, line.bytes, line.size);
    }
}

static wend_status write_files(wend *session) {
    WSinkProblem problem;
    bool good = (!session->has_actions || w_sink_write(&session->actions, &problem)) &&
                (!session->has_decisions || w_sink_write(&session->decisions, &problem));
    return good ? WEND_OK : w_session_fail(session, WEND_IO, "%s", problem.text);
}

static bool has_something(const wend *session) {
    return session->pending.lines > 0 || session->sequence >= session->pending.first ||
           session->source.progress.position > session->source.committed ||
           session->source.at > session->source.hashed;
}

static bool is_time_to_save(const wend *session) {
    return session->sequence >= w_store_saved(session->store).saved + SAVE_EVERY;
}

wend_status w_session_commit(wend *session) {
    if (session->status != WEND_OK) return session->status;
    if (!has_something(session) || session->source.is_overlong) return WEND_OK;
    if (session->store && !store_batch(session)) return w_session_fail_store(session);
    tell_host(session);
    wend_status status = write_files(session);
    w_session_begin_batch(session);
    if (status != WEND_OK || !session->store) return status;
    return is_time_to_save(session) ? w_session_save(session, W_SAVE_OLD) : WEND_OK;
}

wend_status w_session_commit_if_full(wend *session) {
    const WPending *pending = &session->pending;
    size_t bytes = pending->letter_bytes + pending->frame.bytes.size +
                   session->actions.lines.size + session->decisions.lines.size;
    bool is_full = pending->lines >= session->commit_every || bytes >= PENDING_BYTES;
    return is_full ? w_session_commit(session) : WEND_OK;
}

// ---- Snapshots
// -----------------------------------------------------------------------------------

static bool is_id_before(const WText *a, const WText *b) {
    return w_str_compare((WStr){a->bytes, a->size}, (WStr){b->bytes, b->size}) < 0;
}

static int by_customer(const void *left, const void *right, void *state) {
    const WText *a = w_state_customer(state, *(const uint32_t *)left)->id;
    const WText *b = w_state_customer(state, *(const uint32_t *)right)->id;
    return is_id_before(a, b) ? -1 : is_id_before(b, a);
}

static bool put_records(WStore *store, WState *state, const uint32_t *records, size_t count) {
    WBuffer bytes = {0};
    bool good = true;
    for (size_t i = 0; i < count && good; i++) {
        const WCustomer *customer = w_state_customer(state, records[i]);
        w_buffer_clear(&bytes);
        w_record_encode(state, records[i], &bytes);
        good = w_store_put_record(store, (WStr){customer->id->bytes, customer->id->size},
                                  customer->sequence, (WStr){bytes.bytes, bytes.size});
    }
    w_buffer_free(&bytes);
    return good;
}

// Records that were changed before that input, in the order of the table's index.
static bool put_dirty(wend *session, uint64_t before) {
    WState *state = w_engine_state(session->engine);
    uint32_t *records = NULL, record;
    size_t count = 0, room = 0;
    while ((record = w_state_take_dirty(state, before)) != W_NONE) {
        records = w_grow(records, &room, count + 1, sizeof *records);
        records[count++] = record;
    }
    if (count > 0) qsort_r(records, count, sizeof *records, by_customer, state);
    bool good = put_records(session->store, state, records, count);
    w_free(records);
    return good;
}

static bool put_sink(wend *session, const WSink *sink, bool is_open) {
    WSinkRow row = {
        .length = sink->length,
        .actions = w_store_last_action(session->store),
        .inputs = session->sequence,
        .is_open = is_open,
    };
    return w_store_put_sink(session->store, w_str(sink->path), &row);
}

static bool put_sinks(wend *session, bool is_open) {
    return (!session->has_actions || put_sink(session, &session->actions, is_open)) &&
           (!session->has_decisions || put_sink(session, &session->decisions, is_open));
}

static bool sync_files(wend *session) {
    WSinkProblem problem;
    bool good = (!session->has_actions || w_sink_sync(&session->actions, &problem)) &&
                (!session->has_decisions || w_sink_sync(&session->decisions, &problem));
    if (!good) w_session_fail(session, WEND_IO, "%s", problem.text);
    return good;
}

wend_status w_session_save(wend *session, WSave which) {
    uint64_t before = session->sequence + 1;
    uint64_t needed = w_store_saved(session->store).needed;
    if (which == W_SAVE_OLD)
        before = before > needed + SAVE_BEHIND ? before - SAVE_BEHIND : needed;
    if (!sync_files(session)) return session->status;
    WSaved saved = {.saved = session->sequence, .needed = before};
    bool good = w_store_begin(session->store) && put_dirty(session, before) &&
                w_store_put_saved(session->store, saved) &&
                put_sinks(session, which != W_SAVE_AND_END) && w_store_commit(session->store);
    return good ? WEND_OK : w_session_fail_store(session);
}
