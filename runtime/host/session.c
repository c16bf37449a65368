// Lines become inputs, inputs turns, turns effects.
#include "runtime/host/session.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "runtime/base/alloc.h"
#include "runtime/base/assert.h"
#include "runtime/host/digest.h"

// ---- Failures
// ------------------------------------------------------------------------------------

wend_status w_session_fail(wend *session, wend_status status, const char *format, ...) {
    va_list args;
    va_start(args, format);
    vsnprintf(session->error, sizeof session->error, format, args);
    va_end(args);
    if (status == WEND_STORE || status == WEND_IO) session->status = status;
    return status;
}

wend_status w_status_of(WStoreStatus status) {
    switch (status) {
    case W_STORE_OK: return WEND_OK;
    case W_STORE_FOREIGN: return WEND_MISMATCH;
    case W_STORE_TOO_NEW: return WEND_TOO_NEW;
    case W_STORE_BUSY: return WEND_BUSY;
    default: return WEND_STORE;
    }
}

wend_status w_session_fail_store(wend *session) {
    const WStoreProblem *problem = w_store_problem(session->store);
    W_ASSERT(problem->status != W_STORE_OK);
    session->status = WEND_STORE;
    return w_session_fail(session, WEND_STORE, "%s", problem->text);
}

// ---- Effects
// -------------------------------------------------------------------------------------

static void make_action(wend *session, const WEffect *effect) {
    WPending *pending = &session->pending;
    w_lines_action(&session->lines, effect, &session->actions.lines);
    pending->actions = w_grow(pending->actions, &pending->action_room, pending->action_count + 1,
                              sizeof *pending->actions);
    pending->actions[pending->action_count++] =
        (WMadeAction){effect->action->id, session->actions.lines.size};
    session->counts.actions++;
}

void w_session_take_effects(wend *session, uint64_t sequence) {
    size_t count;
    const WEffect *effects = w_engine_effects(session->engine, &count);
    if (count == 0) return;
    for (size_t i = 0; i < count; i++) {
        const WEffect *effect = &effects[i];
        w_tally_add(&session->tally, &effect->decision);
        if (session->store) w_digest_effect(&session->pending.effects, session->bundle, effect);
        if (session->has_decisions)
            w_lines_decision(&session->lines, effect, sequence, (uint32_t)i,
                             &session->decisions.lines);
        if (effect->action) make_action(session, effect);
    }
    w_engine_clear(session->engine);
}

// ---- Inputs
// --------------------------------------------------------------------------------------

static wend_outcome count_turn(wend *session, WTurn turn) {
    switch (turn) {
    case W_TURN_DUPLICATE: session->counts.duplicates++; return WEND_DUPLICATE;
    case W_TURN_UNDECLARED: session->counts.undeclared++; return WEND_UNDECLARED;
    default: session->counts.taken++; return WEND_TAKEN;
    }
}

static wend_outcome take_input(wend *session, const WInput *input) {
    session->sequence++;
    session->is_settled = false;
    if (session->store) w_frame_input(&session->pending.frame, input);
    WTurn turn = w_engine_input(session->engine, input, session->sequence);
    W_ASSERT(turn != W_TURN_OLDER);
    w_session_take_effects(session, session->sequence);
    return count_turn(session, turn);
}

static WStr keep_letter(WPending *pending, WStr bytes) {
    pending->letter_bytes += bytes.size;
    return (WStr){w_arena_copy(&pending->letter_arena, bytes.bytes, bytes.size), bytes.size};
}

wend_status w_session_refuse(wend *session, WStr line, uint64_t number, WStr field, WStr reason) {
    WPending *pending = &session->pending;
    WDeadLetter letter = {
        .line = number,
        .field = keep_letter(pending, field),
        .reason = keep_letter(pending, reason),
    };
    session->counts.refused++;
    pending->lines++;
    if (session->on_refused)
        session->on_refused(session->context, number, letter.field.bytes, letter.reason.bytes);
    if (!session->store) {
        w_arena_reset(&pending->letter_arena);
        return WEND_OK;
    }
    letter.bytes = keep_letter(pending, line);
    pending->letters = w_grow(pending->letters, &pending->letter_room, pending->letter_count + 1,
                              sizeof *pending->letters);
    pending->letters[pending->letter_count++] = letter;
    return WEND_OK;
}

static wend_status refuse_read(wend *session, WStr line, uint64_t number,
                               const WEventRefusal *refusal) {
    WBuffer reason = {0};
    w_event_refusal_print(refusal, &reason);
    wend_status status =
        w_session_refuse(session, line, number, refusal->field, (WStr){reason.bytes, reason.size});
    w_buffer_free(&reason);
    return status;
}

static bool is_blank(WStr line) {
    for (size_t i = 0; i < line.size; i++) {
        if (line.bytes[i] != ' ' && line.bytes[i] != '\t' && line.bytes[i] != '\r') return false;
    }
    return true;
}

wend_status w_session_line(wend *session, WStr line, uint64_t number, wend_outcome *outcome) {
    WInput input;
    WEventRefusal refusal;
    *outcome = WEND_BLANK;
    if (is_blank(line)) return WEND_OK;
    session->counts.lines++;
    w_arena_reset(&session->arena);
    if (w_event_read(session->reader, &session->arena, line, &input, &refusal)) {
        session->pending.lines++;
        *outcome = take_input(session, &input);
    } else {
        *outcome = WEND_REFUSED;
        refuse_read(session, line, number, &refusal);
    }
    return w_session_commit_if_full(session);
}

wend_status w_session_settle(wend *session, int64_t until_ms) {
    int64_t clock_ms = w_engine_clock(session->engine);
    if (until_ms < clock_ms) until_ms = clock_ms;
    bool has_effect = until_ms > clock_ms || !session->is_settled;
    if (until_ms == INT64_MIN || !has_effect) return WEND_OK;
    session->sequence++;
    session->is_settled = true;
    if (session->store) w_frame_settle(&session->pending.frame, until_ms);
    w_engine_settle(session->engine, until_ms, session->sequence);
    w_session_take_effects(session, session->sequence);
    return w_session_commit_if_full(session);
}
