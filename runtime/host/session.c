// Lines become inputs, inputs turns, turns effects.
#include "runtime/host/session.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "runtime/base/alloc.h"
#include "runtime/base/assert.h"
#include "runtime/host/digest.h"
#include "runtime/host/rehearsal.h"

// ---- Failures

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

static void make_action(wend *session, const WEffect *effect) {
    w_lines_action(&session->lines, effect, &session->pending.action_lines);
    w_pending_add_action(&session->pending, &effect->action->id);
    session->counts.actions++;
}

void w_session_take_effects(wend *session, uint64_t sequence) {
    size_t count;
    const WEffect *effects = w_engine_effects(session->engine, &count);
    if (session->on_moment) w_rehearsal_tell(session);
    for (size_t i = 0; i < count; i++) {
        const WEffect *effect = &effects[i];
        w_tally_add(&session->tally, &effect->decision);
        if (session->store) w_digest_effect(&session->pending.effects, session->bundle, effect);
        if (session->has_decisions)
            w_lines_decision(&session->lines, effect, sequence, (uint32_t)i,
                             &session->pending.decision_lines);
        if (effect->action) make_action(session, effect);
    }
    w_engine_clear(session->engine);
}

// ---- Inputs

static wend_outcome count_turn(wend *session, WTurn turn) {
    switch (turn) {
    case W_TURN_DUPLICATE: session->counts.duplicates++; return WEND_DUPLICATE;
    case W_TURN_UNDECLARED: session->counts.undeclared++; return WEND_UNDECLARED;
    default: session->counts.taken++; return WEND_TAKEN;
    }
}

// What turns learned from shared cells stands in the journal behind their input.
static void note_witnesses(wend *session, WStr customer) {
    size_t count;
    const WWitness *witnesses = w_engine_witnesses(session->engine, &count);
    if (session->store) w_frame_witnesses(&session->pending.frame, customer, witnesses, count);
}

static wend_outcome take_input(wend *session, const WInput *input) {
    session->sequence++;
    session->is_settled = false;
    if (session->store) w_frame_input(&session->pending.frame, input);
    WTurn turn = w_engine_input(session->engine, input, session->sequence);
    W_ASSERT(turn != W_TURN_OLDER);
    note_witnesses(session, input->customer);
    w_session_take_effects(session, session->sequence);
    return count_turn(session, turn);
}

static void tell_refused(wend *session, const WDeadLetter *letter) {
    WBuffer text = {0};
    if (!session->on_refused) return;
    w_buffer_str(&text, letter->field);
    w_buffer_char(&text, '\0');
    w_buffer_str(&text, letter->reason);
    w_buffer_char(&text, '\0');
    session->on_refused(session->context, letter->line, text.bytes,
                        text.bytes + letter->field.size + 1);
    w_buffer_free(&text);
}

void w_session_refuse(wend *session, const WDeadLetter *letter) {
    session->counts.refused++;
    session->pending.lines++;
    tell_refused(session, letter);
    if (session->store) w_pending_add_letter(&session->pending, letter);
}

static void refuse_read(wend *session, WStr line, uint64_t number, const WEventRefusal *refusal) {
    WBuffer reason = {0};
    w_event_refusal_print(refusal, &reason);
    WDeadLetter letter = {
        .line = number,
        .field = refusal->field,
        .reason = {reason.bytes, reason.size},
        .bytes = line,
    };
    w_session_refuse(session, &letter);
    w_buffer_free(&reason);
}

static bool is_blank(WStr line) {
    for (size_t i = 0; i < line.size; i++) {
        if (line.bytes[i] != ' ' && line.bytes[i] != '\t' && line.bytes[i] != '\r') return false;
    }
    return true;
}

// The engine cannot make two customers one yet, so an alias is refused here, where it is kept.
static bool read_input(wend *session, WStr line, WInput *input, WEventRefusal *refusal) {
    if (!w_event_read(session->reader, &session->arena, line, input, refusal)) return false;
    if (input->kind != W_INPUT_ALIAS) return true;
    *refusal = (WEventRefusal){.why = W_REFUSED_NO_MERGE};
    return false;
}

wend_status w_session_line(wend *session, WStr line, uint64_t number, wend_outcome *outcome) {
    WInput input;
    WEventRefusal refusal;
    *outcome = WEND_BLANK;
    if (is_blank(line)) return WEND_OK;
    session->counts.lines++;
    w_arena_reset(&session->arena);
    if (read_input(session, line, &input, &refusal)) {
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
    note_witnesses(session, W_STR(""));
    w_session_take_effects(session, session->sequence);
    return w_session_commit_if_full(session);
}
