// Matching a stream against sources seen before.
//
// Candidates are looked at in the order of their next checkpoints; one that does not fit is out. A
// source may go on only where it ended: if its own next checkpoint lies behind, its bytes went on
// differently, and the stream is a new source from there on.
#include "runtime/host/source.h"

#include "runtime/base/alloc.h"
#include "runtime/base/assert.h"

static bool advance(WSourceMatch *match, WCandidate *candidate) {
    return w_store_next_checkpoint(match->store, candidate->source, candidate->next.position,
                                   &candidate->next, &candidate->is_left);
}

static bool add_candidate(void *context, int64_t source) {
    WSourceMatch *match = context;
    match->candidates =
        w_grow(match->candidates, &match->room, match->count + 1, sizeof *match->candidates);
    match->candidates[match->count++] = (WCandidate){.source = source};
    return true;
}

bool w_source_match_begin(WSourceMatch *match, WStore *store) {
    *match = (WSourceMatch){.store = store};
    w_hash_stream_begin(&match->digest);
    match->known_digest = match->digest;
    if (!w_store_sources(store, add_candidate, match)) return false;
    for (size_t i = 0; i < match->count; i++) {
        if (!advance(match, &match->candidates[i])) return false;
    }
    return true;
}

void w_source_match_free(WSourceMatch *match) {
    w_free(match->candidates);
    w_buffer_free(&match->held);
}

bool w_source_match_is_open(const WSourceMatch *match) {
    for (size_t i = 0; i < match->count; i++) {
        if (match->candidates[i].is_left) return true;
    }
    return false;
}

static uint64_t next_position(const WSourceMatch *match) {
    uint64_t next = UINT64_MAX;
    for (size_t i = 0; i < match->count; i++) {
        const WCandidate *c = &match->candidates[i];
        if (c->is_left && c->next.position < next) next = c->next.position;
    }
    return next;
}

static void know(WSourceMatch *match, const WCheckpoint *checkpoint) {
    if (match->known.position != checkpoint->position) match->source = 0;
    match->known = *checkpoint;
    match->known_digest = match->digest;
    w_buffer_clear(&match->held);
}

// Compare the candidates that have a checkpoint just here.
static bool compare(WSourceMatch *match) {
    WHash128 here = w_hash_stream_end(&match->digest);
    for (size_t i = 0; i < match->count; i++) {
        WCandidate *c = &match->candidates[i];
        if (!c->is_left || c->next.position != match->position) continue;
        bool fits = c->next.digest.low == here.low && c->next.digest.high == here.high;
        if (fits) {
            know(match, &c->next);
            if (!advance(match, c)) return false;
            if (!c->is_left) match->source = c->source;
        } else {
            c->is_left = false;
        }
    }
    return true;
}

bool w_source_match_feed(WSourceMatch *match, WStr bytes, size_t *taken) {
    *taken = 0;
    while (*taken < bytes.size && w_source_match_is_open(match)) {
        uint64_t next = next_position(match);
        W_ASSERT(next > match->position);
        size_t size = bytes.size - *taken;
        if (size > next - match->position) size = (size_t)(next - match->position);
        w_hash_stream_add(&match->digest, bytes.bytes + *taken, size);
        w_buffer_append(&match->held, bytes.bytes + *taken, size);
        match->position += size;
        *taken += size;
        if (match->position == next && !compare(match)) return false;
    }
    return true;
}
