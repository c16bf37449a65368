// Batches: gathering, and the transaction that makes one durable.
#include "runtime/host/pending.h"

#include "runtime/base/alloc.h"
#include "runtime/host/digest.h"

void w_pending_clear(WPending *pending, uint64_t sequence) {
    w_frame_clear(&pending->frame);
    w_buffer_clear(&pending->effects);
    w_buffer_clear(&pending->action_lines);
    w_buffer_clear(&pending->decision_lines);
    w_arena_reset(&pending->letter_arena);
    pending->first = sequence + 1;
    pending->lines = 0;
    pending->action_count = 0;
    pending->letter_count = 0;
    pending->letter_bytes = 0;
    pending->has_checkpoint = false;
    pending->source = 0;
    pending->source_name = NULL;
}

void w_pending_free(WPending *pending) {
    w_frame_free(&pending->frame);
    w_buffer_free(&pending->effects);
    w_buffer_free(&pending->action_lines);
    w_buffer_free(&pending->decision_lines);
    w_arena_free(&pending->letter_arena);
    w_free(pending->actions);
    w_free(pending->letters);
}

static WStr keep(WPending *pending, WStr bytes) {
    pending->letter_bytes += bytes.size;
    return (WStr){w_arena_copy(&pending->letter_arena, bytes.bytes, bytes.size), bytes.size};
}

void w_pending_add_letter(WPending *pending, const WDeadLetter *letter) {
    pending->letters = w_grow(pending->letters, &pending->letter_room, pending->letter_count + 1,
                              sizeof *pending->letters);
    pending->letters[pending->letter_count++] = (WDeadLetter){
        .line = letter->line,
        .field = keep(pending, letter->field),
        .reason = keep(pending, letter->reason),
        .bytes = keep(pending, letter->bytes),
    };
}

void w_pending_add_action(WPending *pending, const WHash128 *id) {
    pending->actions = w_grow(pending->actions, &pending->action_room, pending->action_count + 1,
                              sizeof *pending->actions);
    pending->actions[pending->action_count++] = (WMadeAction){*id, pending->action_lines.size};
}

WStr w_pending_action(const WPending *pending, size_t index) {
    size_t from = index > 0 ? pending->actions[index - 1].end : 0;
    return (WStr){pending->action_lines.bytes + from, pending->actions[index].end - from - 1};
}

size_t w_pending_bytes(const WPending *pending) {
    return pending->letter_bytes + pending->frame.bytes.size + pending->effects.size +
           pending->action_lines.size + pending->decision_lines.size;
}

// ---- The transaction

static bool store_frame(const WPending *pending, WStore *store) {
    if (pending->frame.inputs == 0) return true;
    WBatch batch = {
        .first = pending->first,
        .inputs = pending->frame.inputs,
        .engine = W_ENGINE_VERSION,
        .clock_ms = pending->clock_ms,
        .is_settled = pending->frame.is_settled,
        .effects = w_hash128(pending->effects.bytes, pending->effects.size),
        .frame = {pending->frame.bytes.bytes, pending->frame.bytes.size},
    };
    return w_store_add_batch(store, &batch);
}

static bool store_checkpoint(WPending *pending, WStore *store) {
    if (!pending->has_checkpoint) return true;
    if (pending->source == 0 &&
        !w_store_add_source(store, w_str(pending->source_name), &pending->source))
        return false;
    return w_store_add_checkpoint(store, pending->source, &pending->checkpoint);
}

static bool store_actions(const WPending *pending, WStore *store) {
    for (size_t i = 0; i < pending->action_count; i++) {
        const WHash128 *id = &pending->actions[i].id;
        if (!w_store_add_action(store, id, w_pending_action(pending, i))) return false;
    }
    return true;
}

static bool store_letters(const WPending *pending, WStore *store) {
    for (size_t i = 0; i < pending->letter_count; i++) {
        WDeadLetter letter = pending->letters[i];
        letter.source = pending->source;
        if (!w_store_add_dead_letter(store, &letter)) return false;
    }
    return true;
}

bool w_pending_store(WPending *pending, WStore *store) {
    return w_store_begin(store) && store_frame(pending, store) &&
           store_checkpoint(pending, store) && store_actions(pending, store) &&
           store_letters(pending, store) && w_store_commit(store);
}
