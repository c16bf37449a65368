// Bytes of a source become lines, but for those that were taken in before.
#include <string.h>

#include "runtime/base/alloc.h"
#include "runtime/base/limits.h"
#include "runtime/host/session.h"

// Of a line that is too long to be looked at, this much is kept as its dead letter.
enum { OVERLONG_KEPT_BYTES = 4096 };

// Bring the digest up to what was taken in.
static void note_progress(WOpenSource *source) {
    size_t size = source->at - source->hashed;
    w_hash_stream_add(&source->digest, source->input.bytes + source->hashed, size);
    source->progress.position += size;
    source->hashed = source->at;
}

void w_session_mark_source(wend *session) {
    WOpenSource *source = &session->source;
    WPending *pending = &session->pending;
    if (!source->is_open || source->is_matching) return;
    note_progress(source);
    pending->source = source->number;
    pending->source_name = source->name;
    pending->has_checkpoint = source->progress.position > source->committed;
    if (!pending->has_checkpoint) return;
    pending->checkpoint = source->progress;
    pending->checkpoint.digest = w_hash_stream_end(&source->digest);
    source->committed = source->progress.position;
}

// Forget what was taken in.
static void drop_taken(WOpenSource *source) {
    note_progress(source);
    size_t left = source->input.size - source->at;
    memmove(source->input.bytes, source->input.bytes + source->at, left);
    source->input.size = left;
    source->at = source->hashed = 0;
}

// Some programs put a byte order mark before a text in UTF-8; it says nothing.
static WStr without_mark(WStr line) {
    static const WStr mark = {"\xEF\xBB\xBF", 3};
    bool has_mark = line.size >= mark.size && memcmp(line.bytes, mark.bytes, mark.size) == 0;
    return has_mark ? (WStr){line.bytes + mark.size, line.size - mark.size} : line;
}

static wend_status take_line(wend *session, WStr line) {
    WOpenSource *source = &session->source;
    wend_outcome outcome;
    source->at += line.size + 1;
    uint64_t number = ++source->progress.lines;
    if (number == 1) line = without_mark(line);
    if (!source->is_overlong) return w_session_line(session, line, number, &outcome);
    source->is_overlong = false;
    return w_session_commit_if_full(session);
}

// The beginning of a line that has become too long is refused as it is; its rest is passed over.
static void begin_overlong(wend *session) {
    WOpenSource *source = &session->source;
    WDeadLetter letter = {
        .line = source->progress.lines + 1,
        .field = W_STR(""),
        .reason = W_STR("the line is too long"),
        .bytes = {source->input.bytes + source->at, OVERLONG_KEPT_BYTES},
    };
    if (!source->is_overlong) {
        session->counts.lines++;
        w_session_refuse(session, &letter);
    }
    source->is_overlong = true;
    source->at = source->input.size;
}

static wend_status take_lines(wend *session) {
    WOpenSource *source = &session->source;
    wend_status status = WEND_OK;
    while (status == WEND_OK) {
        char *from = source->input.bytes + source->at;
        size_t left = source->input.size - source->at;
        char *end = left > 0 ? memchr(from, '\n', left) : NULL;
        if (!end) break;
        status = take_line(session, (WStr){from, (size_t)(end - from)});
    }
    if (source->input.size - source->at > W_LIMIT_LINE_BYTES) begin_overlong(session);
    if (source->input.size > 0) drop_taken(source);
    return status;
}

// It is known how far the source has come before: go on from there.
static void end_matching(wend *session) {
    WOpenSource *source = &session->source;
    WSourceMatch *match = &source->match;
    source->is_matching = false;
    source->number = match->source;
    source->progress = match->known;
    source->committed = match->known.position;
    source->digest = match->known_digest;
    session->counts.skipped_bytes += match->known.position;
    w_buffer_append(&source->input, match->held.bytes, match->held.size);
    w_source_match_free(match);
}

wend_status w_session_feed(wend *session, WStr bytes) {
    WOpenSource *source = &session->source;
    if (source->is_matching) {
        size_t taken;
        if (!w_source_match_feed(&source->match, bytes, &taken))
            return w_session_fail_store(session);
        bytes.bytes += taken;
        bytes.size -= taken;
        if (w_source_match_is_open(&source->match)) return WEND_OK;
        end_matching(session);
    }
    w_buffer_append(&source->input, bytes.bytes, bytes.size);
    return take_lines(session);
}

// What stands behind the last line feed is a line as well, if the source ends there. Should it go
// on one day, the line feed that then comes ends this line and begins no other.
static wend_status take_last_line(wend *session) {
    WOpenSource *source = &session->source;
    wend_outcome outcome;
    size_t left = source->input.size - source->at;
    if (left == 0) return WEND_OK;
    *w_buffer_reserve(&source->input, 1) = '\n';
    WStr line = {source->input.bytes + source->at, left};
    source->at = source->input.size;
    bool was_overlong = source->is_overlong;
    source->is_overlong = false;
    if (was_overlong) return WEND_OK;
    return w_session_line(session, line, source->progress.lines + 1, &outcome);
}

wend_status w_session_end_source(wend *session) {
    WOpenSource *source = &session->source;
    wend_status status = WEND_OK;
    if (source->is_matching) {
        end_matching(session);
        status = take_lines(session);
    }
    if (status == WEND_OK) status = take_last_line(session);
    return status == WEND_OK ? w_session_drop_source(session) : status;
}

void w_session_free_source(wend *session) {
    WOpenSource *source = &session->source;
    if (source->is_matching) w_source_match_free(&source->match);
    w_buffer_free(&source->input);
    w_free(source->name);
    session->source = (WOpenSource){0};
}

wend_status w_session_drop_source(wend *session) {
    session->source.is_overlong = false;
    wend_status status = w_session_commit(session);
    w_session_free_source(session);
    return status;
}

wend_status w_session_begin_source(wend *session, const char *name) {
    WOpenSource *source = &session->source;
    size_t size = strlen(name) + 1;
    *source = (WOpenSource){.is_open = true, .name = w_alloc(size)};
    memcpy(source->name, name, size);
    w_hash_stream_begin(&source->digest);
    if (!session->store) return WEND_OK;
    source->is_matching = true;
    return w_source_match_begin(&source->match, session->store) ? WEND_OK
                                                                : w_session_fail_store(session);
}
