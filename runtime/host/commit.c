// Commits and snapshots.
//
// A commit is one transaction: the batch with its frame, the actions, the dead letters, how far
// the source is. Only then do actions leave. Between commits, and at the end, records are saved
// that have waited long, so that a recovery need not begin at the beginning.
#include <stdlib.h>

#include "runtime/base/alloc.h"
#include "runtime/base/assert.h"
#include "runtime/host/session.h"
#include "runtime/state/record.h"

// How many inputs a change may wait for its record to be saved, and how often that is looked at.
enum { SAVE_BEHIND = 300000, SAVE_EVERY = 200000 };

// A batch is also full when it takes this much memory.
enum { PENDING_BYTES = 16 << 20 };

// ---- The batch

static bool has_something(const wend *session) {
    const WOpenSource *source = &session->source;
    return session->pending.lines > 0 || session->sequence >= session->pending.first ||
           source->progress.position > source->committed || source->at > source->hashed;
}

static void seal(wend *session) {
    WPending *pending = &session->pending;
    W_ASSERT(!session->store || pending->first + pending->frame.inputs == session->sequence + 1);
    pending->clock_ms = w_engine_clock(session->engine);
    if (session->store) w_session_mark_source(session);
}

static void tell_host(wend *session, const WPending *pending) {
    for (size_t i = 0; i < pending->action_count; i++) {
        WStr line = w_pending_action(pending, i);
        session->actions_made++;
        if (session->on_action)
            session->on_action(session->context, session->actions_made, line.bytes, line.size);
    }
}

static bool write_lines(WSink *sink, bool is_wanted, const WBuffer *lines, WSinkProblem *problem) {
    return !is_wanted || w_sink_write(sink, (WStr){lines->bytes, lines->size}, problem);
}

// What a stored batch gave leaves.
static wend_status let_leave(wend *session, WPending *pending) {
    WSinkProblem problem;
    if (session->source.is_open && pending->source_name) session->source.number = pending->source;
    tell_host(session, pending);
    bool good =
        write_lines(&session->actions, session->has_actions, &pending->action_lines, &problem) &&
        write_lines(&session->decisions, session->has_decisions, &pending->decision_lines,
                    &problem);
    w_pending_clear(pending, session->sequence);
    return good ? WEND_OK : w_session_fail(session, WEND_IO, "%s", problem.text);
}

wend_status w_session_land(wend *session) {
    if (!w_flight_is_up(&session->flight)) return WEND_OK;
    if (!w_flight_land(&session->flight)) return w_session_fail_store(session);
    return let_leave(session, &session->departed);
}

static void add_zone(void *context, WStr name, const WZone *zone) {
    w_store_add_zone(context, name, w_zone_bytes(zone));
}

static bool has_new_zones(const wend *session) {
    return w_zone_set_count(session->zones) != session->zones_kept;
}

// Zones that turns have used are in the file before what they gave is.
static bool store_zones(wend *session) {
    if (!has_new_zones(session)) return true;
    session->zones_kept = w_zone_set_count(session->zones);
    if (!w_store_begin(session->store)) return false;
    w_zone_set_each(session->zones, add_zone, session->store);
    return w_store_commit(session->store);
}

wend_status w_session_commit(wend *session) {
    if (session->status != WEND_OK) return session->status;
    wend_status status = w_session_land(session);
    if (status != WEND_OK || session->source.is_overlong || !has_something(session)) return status;
    seal(session);
    if (session->store &&
        !(store_zones(session) && w_pending_store(&session->pending, session->store)))
        return w_session_fail_store(session);
    return let_leave(session, &session->pending);
}

// The batch takes the place of the one that has landed, whose memory is used again.
static void depart(wend *session) {
    seal(session);
    WPending next = session->departed;
    session->departed = session->pending;
    session->pending = next;
    w_pending_clear(&session->pending, session->sequence);
    w_flight_start(&session->flight, &session->departed, session->store);
}

static bool is_time_to_save(const wend *session) {
    return session->sequence >= w_store_saved(session->store).saved + SAVE_EVERY;
}

wend_status w_session_commit_if_full(wend *session) {
    bool is_full = session->pending.lines >= session->commit_every ||
                   w_pending_bytes(&session->pending) >= PENDING_BYTES;
    if (!is_full || session->source.is_overlong) return WEND_OK;
    if (!session->store || has_new_zones(session)) return w_session_commit(session);
    wend_status status = w_session_land(session);
    if (status != WEND_OK) return status;
    if (!is_time_to_save(session)) {
        depart(session);
        return WEND_OK;
    }
    status = w_session_commit(session);
    return status == WEND_OK ? w_session_save(session, W_SAVE_OLD) : status;
}

// ---- Snapshots

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

// Unlike records, all cells are saved as they are behind the last input.
static bool put_cells(wend *session) {
    uint32_t count;
    WCell **cells = w_cells_take_dirty(w_state_cells(w_engine_state(session->engine)), &count);
    WBuffer bytes = {0};
    bool good = true;
    for (uint32_t i = 0; i < count && good; i++) {
        w_buffer_clear(&bytes);
        w_cell_encode(cells[i], &bytes);
        good = w_store_put_cell(session->store, cells[i]->name, (WStr){bytes.bytes, bytes.size});
    }
    w_buffer_free(&bytes);
    w_free((void *)cells);
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
                put_cells(session) && w_store_put_saved(session->store, saved) &&
                put_sinks(session, which != W_SAVE_AND_END) && w_store_commit(session->store);
    return good ? WEND_OK : w_session_fail_store(session);
}
