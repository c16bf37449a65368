// Opening what a run left behind: records, the journal since, and the files.
//
// Promise: afterwards memory is as it was behind the last commit, and each file holds the lines up
// to there, once. Nothing is decided anew: where running a batch again gives other effects than it
// gave then, that is said and nothing goes on.
#include <string.h>

#include "runtime/base/alloc.h"
#include "runtime/host/digest.h"
#include "runtime/host/session.h"
#include "runtime/state/record.h"

// Lines are written in pieces of about this size.
enum { FILL_BYTES = 1 << 20 };

// ---- Records and zones

static bool add_zone(void *context, WStr name, WStr tzif) {
    wend *session = context;
    if (w_zone_set_add(session->zones, name, tzif)) return true;
    w_session_fail(session, WEND_STORE, "the state file is damaged: time zone %.*s",
                   W_STR_ARGS(name));
    return false;
}

wend_status w_session_load_zones(wend *session) {
    if (!w_store_zones(session->store, add_zone, session)) return w_session_fail_store(session);
    session->zones_kept = w_zone_set_count(session->zones);
    return session->status;
}

static bool load_record(void *context, WStr customer, uint64_t sequence, WStr bytes) {
    wend *session = context;
    WState *state = w_engine_state(session->engine);
    uint32_t index = w_record_decode(state, bytes.bytes, bytes.size);
    if (index != W_NONE) {
        const WCustomer *made = w_state_customer(state, index);
        WStr id = {made->id->bytes, made->id->size};
        if (w_str_equal(id, customer) && made->sequence == sequence) return true;
    }
    w_session_fail(session, WEND_STORE, "the state file is damaged: the record of a customer");
    return false;
}

static bool load_cell(void *context, WStr name, WStr bytes) {
    wend *session = context;
    WCells *cells = w_state_cells(w_engine_state(session->engine));
    if (w_cell_decode(w_cells_find_or_add(cells, name), bytes)) return true;
    w_session_fail(session, WEND_STORE, "the state file is damaged: a shared cell");
    return false;
}

static wend_status load(wend *session) {
    WStore *store = session->store;
    if (!w_store_records(store, load_record, session) || !w_store_cells(store, load_cell, session))
        return w_session_fail_store(session);
    w_engine_set_cells_sequence(session->engine, w_store_saved(store).saved);
    session->sequence = w_store_saved(store).needed - 1;
    return session->status;
}

// ---- The journal

// Effects are whole, and can be compared, in batches behind the last snapshot: before, some
// records are already as they were later.
static bool is_whole(const wend *session, const WBatch *batch) {
    return batch->first > w_store_saved(session->store).saved;
}

static bool stop(wend *session, const WBatch *batch, const char *why) {
    w_session_fail(session, WEND_STORE, "batch %llu of the journal cannot be run again: %s",
                   (unsigned long long)batch->number, why);
    return false;
}

// Lines of a file that is being filled up, written now and then, or all.
static bool write_out(wend *session, WSink *sink, WBuffer *lines, bool is_end) {
    WSinkProblem problem;
    if (lines->size < FILL_BYTES && !is_end) return true;
    bool good = w_sink_write(sink, (WStr){lines->bytes, lines->size}, &problem);
    w_buffer_clear(lines);
    if (!good) w_session_fail(session, WEND_IO, "%s", problem.text);
    return good;
}

// Actions are in the outbox already; decisions may be missing in their file.
static bool take_effects(wend *session) {
    bool had_decisions = session->has_decisions;
    session->has_decisions = had_decisions && session->sequence > session->decisions_after;
    w_session_take_effects(session, session->sequence);
    session->has_decisions = had_decisions;
    w_buffer_clear(&session->pending.action_lines);
    session->pending.action_count = 0;
    return write_out(session, &session->decisions, &session->pending.decision_lines, false);
}

static bool run_again(wend *session, const WBatch *batch) {
    WFrameReader reader;
    WInput input;
    WFrameItem item;
    session->sequence = batch->first - 1;
    w_frame_open(&reader, &session->shape, &session->arena, batch->frame);
    while ((item = w_frame_next(&reader, &input)) == W_FRAME_INPUT || item == W_FRAME_SETTLE) {
        session->sequence++;
        session->counts.replayed++;
        w_engine_give_witnesses(session->engine, reader.witnesses, reader.witness_count);
        if (item == W_FRAME_SETTLE)
            w_engine_settle(session->engine, input.at_ms, session->sequence);
        else
            w_engine_input(session->engine, &input, session->sequence);
        if (!take_effects(session)) return false;
        w_arena_reset(&session->arena);
    }
    if (item == W_FRAME_DAMAGED || session->sequence + 1 != batch->first + batch->inputs ||
        w_engine_lacks_witness(session->engine))
        return stop(session, batch, "it is damaged");
    return true;
}

static bool compare(wend *session, const WBatch *batch) {
    const WBuffer *effects = &session->pending.effects;
    WHash128 digest = w_hash128(effects->bytes, effects->size);
    if (!is_whole(session, batch)) return true;
    if (w_engine_clock(session->engine) != batch->clock_ms)
        return stop(session, batch, "the clock came out differently");
    if (digest.low != batch->effects.low || digest.high != batch->effects.high)
        return stop(session, batch, "it decided differently this time");
    return true;
}

static bool take_batch(void *context, const WBatch *batch) {
    wend *session = context;
    if (batch->engine != W_ENGINE_VERSION)
        return stop(session, batch, "it was written by another version of wend, go on with that");
    if (w_engine_clock(session->engine) < batch->began_ms)
        w_engine_set_clock(session->engine, batch->began_ms);
    w_buffer_clear(&session->pending.effects);
    session->is_settled = batch->is_settled;
    return run_again(session, batch) && compare(session, batch);
}

static wend_status replay(wend *session) {
    const WBatch *last = w_store_last_batch(session->store);
    uint64_t needed = w_store_saved(session->store).needed;
    uint64_t sequence = last->number > 0 ? last->first + last->inputs - 1 : 0;
    if (needed <= sequence && !w_store_batches(session->store, needed, take_batch, session))
        return w_session_fail_store(session);
    if (session->status != WEND_OK) return session->status;
    w_engine_set_clock(session->engine, last->number > 0 ? last->clock_ms : INT64_MIN);
    session->sequence = sequence;
    session->is_settled = last->is_settled;
    return WEND_OK;
}

// ---- The files

static wend_status fail_sink(wend *session, const WSinkProblem *problem) {
    return w_session_fail(session, WEND_IO, "%s", problem->text);
}

// Where the file stood when it was known last. `row` says what is missing in it.
static wend_status find_place(wend *session, WSink *sink, WSinkRow *row) {
    bool found;
    const WBatch *last = w_store_last_batch(session->store);
    WSinkRow now = {
        .length = sink->length,
        .actions = w_store_last_action(session->store),
        .inputs = last->number > 0 ? last->first + last->inputs - 1 : 0,
    };
    if (!w_store_get_sink(session->store, w_str(sink->path), row, &found))
        return w_session_fail_store(session);
    if (!found && sink->length > 0)
        return w_session_fail(session, WEND_MISMATCH,
                              "%s: it holds what this state has not written; move it away or "
                              "name another file",
                              sink->name);
    if (found && sink->length == 0) row->length = 0; // somebody took it away: a new one begins
    if (found && sink->is_regular && sink->length < row->length)
        return w_session_fail(session, WEND_MISMATCH,
                              "%s: it is shorter than what was written to it; put it back or "
                              "name another file",
                              sink->name);
    if (!found || !row->is_open) *row = now; // nothing is missing; what was added since stays
    return WEND_OK;
}

// One file for both would be written over at two places.
static bool is_taken(const wend *session, const WSink *sink) {
    return sink == &session->decisions && session->has_actions && sink->is_regular &&
           strcmp(sink->path, session->actions.path) == 0;
}

static wend_status open_sink(wend *session, WSink *sink, const char *name, WSinkRow *row) {
    WSinkProblem problem;
    if (!w_sink_open(sink, name, &problem)) return fail_sink(session, &problem);
    if (is_taken(session, sink))
        return w_session_fail(session, WEND_MISMATCH, "%s: actions and decisions need a file each",
                              sink->name);
    wend_status status = WEND_OK;
    *row = (WSinkRow){0};
    if (session->store) status = find_place(session, sink, row);
    if (status == WEND_OK && !w_sink_cut(sink, row->length, &problem))
        return fail_sink(session, &problem);
    return status;
}

static bool add_line(void *context, uint64_t number, WStr line) {
    wend *session = context;
    WBuffer *lines = &session->pending.action_lines;
    (void)number;
    w_buffer_str(lines, line);
    w_buffer_char(lines, '\n');
    return write_out(session, &session->actions, lines, false);
}

static wend_status fill_actions(wend *session, uint64_t after) {
    if (!w_store_actions(session->store, after, add_line, session))
        return w_session_fail_store(session);
    if (session->status == WEND_OK)
        write_out(session, &session->actions, &session->pending.action_lines, true);
    return session->status;
}

// A file of decisions is filled up from the replay, which is whole only behind the last snapshot.
static wend_status check_decisions(wend *session, const WSinkRow *row) {
    session->decisions_after = row->inputs;
    if (row->inputs >= w_store_saved(session->store).saved) return WEND_OK;
    return w_session_fail(session, WEND_MISMATCH,
                          "%s: a run that was killed left it unfinished, and others came between; "
                          "move it away or name another file",
                          session->decisions.name);
}

static wend_status fill_files(wend *session, const WSinkRow *actions) {
    if (session->has_decisions)
        write_out(session, &session->decisions, &session->pending.decision_lines, true);
    if (session->status == WEND_OK && session->has_actions)
        fill_actions(session, actions->actions);
    return session->status;
}

// What was run again is not what this session did.
static void forget_counts(wend *session) {
    w_tally_free(&session->tally);
    session->counts.actions = 0;
    session->replayed = w_engine_counts(session->engine);
}

static wend_status recover(wend *session, const WSinkRow *actions, const WSinkRow *decisions) {
    wend_status status = WEND_OK;
    if (session->has_decisions) status = check_decisions(session, decisions);
    if (status == WEND_OK) status = replay(session);
    if (status == WEND_OK) status = fill_files(session, actions);
    if (status != WEND_OK) return status;
    forget_counts(session);
    session->actions_made = w_store_last_action(session->store);
    return w_session_save(session,
                          W_SAVE_OLD); // from here on the state knows that we hold the files
}

wend_status w_session_recover(wend *session, const char *actions_path,
                              const char *decisions_path) {
    WSinkRow actions = {0}, decisions = {0};
    wend_status status = WEND_OK;
    if (session->store) status = load(session);
    if (status == WEND_OK && actions_path) {
        session->has_actions = true;
        status = open_sink(session, &session->actions, actions_path, &actions);
    }
    if (status == WEND_OK && decisions_path) {
        session->has_decisions = true;
        status = open_sink(session, &session->decisions, decisions_path, &decisions);
    }
    if (session->store && status == WEND_OK) status = recover(session, &actions, &decisions);
    w_pending_clear(&session->pending, session->sequence);
    return status;
}
