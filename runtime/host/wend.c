// The C API: checks what the host gives, and opens and closes what stands behind a handle.
#include "wend/wend.h"

#include <stdio.h>
#include <string.h>

#include "runtime/base/alloc.h"
#include "runtime/host/opening.h"
#include "runtime/host/session.h"
#include "runtime/host/shape.h"
#include "runtime/value/time.h"

enum { COMMIT_EVERY = 1000 };

// ---- Errors

static _Thread_local char thread_error[W_ERROR_BYTES];

void w_host_note_error(const char *text) {
    snprintf(thread_error, sizeof thread_error, "%s", text);
}

const char *wend_last_error(const wend *engine) {
    return engine ? engine->error : thread_error;
}

static wend_status misuse(wend *engine, const char *what) {
    if (!engine) {
        w_host_note_error(what);
        return WEND_MISUSE;
    }
    return w_session_fail(engine, WEND_MISUSE, "%s", what);
}

// ---- Open and close

WBundle *w_host_open_bundle(const void *bytes, size_t size_bytes, wend_status *status) {
    WRefusal refusal;
    WBundle *bundle = w_bundle_open(bytes, size_bytes, &refusal);
    *status = WEND_OK;
    if (bundle) return bundle;
    *status = refusal.too_new ? WEND_TOO_NEW : WEND_BAD_BUNDLE;
    snprintf(thread_error, sizeof thread_error, "the bundle is refused: %s (%s, byte %llu)",
             refusal.reason, refusal.section, (unsigned long long)refusal.offset_bytes);
    return NULL;
}

static void free_session(wend *session) {
    WSinkProblem ignored; // told before, or there is nothing more to lose
    w_flight_end(&session->flight);
    if (session->has_actions) w_sink_close(&session->actions, &ignored);
    if (session->has_decisions) w_sink_close(&session->decisions, &ignored);
    w_session_free_source(session);
    w_buffer_free(&session->line);
    w_buffer_free(&session->moment_text);
    w_buffer_free(&session->moment_key);
    w_trace_free(&session->trace);
    w_orders_free(&session->orders);
    w_store_close(session->store);
    w_tally_free(&session->tally);
    w_pending_free(&session->pending);
    w_pending_free(&session->departed);
    w_lines_close(&session->lines);
    w_event_reader_free(session->reader);
    w_engine_destroy(session->engine);
    w_zone_set_free(session->zones);
    w_arena_free(&session->arena);
    w_arena_free(&session->shape_arena);
    w_bundle_close(session->bundle);
    w_free(session);
}

static wend_status open_store(wend *session, const char *path, WStr bundle) {
    WStoreProblem problem;
    WStoreIdentity identity = {
        .project = w_bundle_str(session->bundle, session->bundle->project->name),
        .digest = session->bundle->digest,
        .bundle = bundle,
    };
    if (strcmp(path, ":memory:") == 0) return WEND_OK;
    session->store = w_store_open(path, &identity, &problem);
    if (!session->store)
        return w_session_fail(session, w_status_of(problem.status), "%s", problem.text);
    return w_session_load_zones(session);
}

static wend_status make_engine(wend *session) {
    const WBundle *bundle = session->bundle;
    session->engine = w_engine_create(bundle, session->zones);
    if (!session->engine)
        return w_session_fail(session, WEND_IO, "time zone `%.*s` is not known on this machine",
                              W_STR_ARGS(w_bundle_str(bundle, bundle->project->timezone)));
    session->reader = w_event_reader_new(bundle);
    session->shape = w_shape_of(bundle, &session->shape_arena);
    session->pending.frame.shape = session->departed.frame.shape = &session->shape;
    w_lines_open(&session->lines, bundle);
    return WEND_OK;
}

static wend *new_session(WBundle *bundle, const wend_options *options) {
    wend *session = w_alloc(sizeof *session);
    const char *zones = options->zones_path ? options->zones_path : "/usr/share/zoneinfo";
    session->bundle = bundle;
    session->zones = w_zone_set_new(zones);
    session->actions.file = session->decisions.file = -1;
    session->commit_every = options->commit_every ? options->commit_every : COMMIT_EVERY;
    session->on_action = options->on_action;
    session->on_refused = options->on_refused;
    session->context = options->context;
    return session;
}

wend_status wend_open(const void *bundle, size_t bundle_bytes, const wend_options *options,
                      wend **engine) {
    wend_status status;
    if (!engine || !bundle || !options || !options->state_path)
        return misuse(NULL, "wend_open needs a bundle, a state path and a place for the engine");
    *engine = NULL;
    WBundle *opened = w_host_open_bundle(bundle, bundle_bytes, &status);
    if (!opened) return status;
    wend *session = new_session(opened, options);
    status = open_store(session, options->state_path, (WStr){bundle, bundle_bytes});
    if (status == WEND_OK) status = make_engine(session);
    if (status == WEND_OK)
        status = w_session_recover(session, options->actions_path, options->decisions_path);
    if (status == WEND_OK) {
        *engine = session;
        return WEND_OK;
    }
    w_host_note_error(session->error);
    free_session(session);
    return status;
}

wend_status wend_close(wend *engine) {
    WSinkProblem problem;
    if (!engine) return WEND_OK;
    wend_status status = engine->source.is_open ? w_session_drop_source(engine) : WEND_OK;
    if (status == WEND_OK) status = w_session_commit(engine);
    if (status == WEND_OK && engine->store) status = w_session_save(engine, W_SAVE_AND_END);
    if (status == WEND_OK && engine->has_actions && !w_sink_close(&engine->actions, &problem))
        status = w_session_fail(engine, WEND_IO, "%s", problem.text);
    if (status == WEND_OK && engine->has_decisions && !w_sink_close(&engine->decisions, &problem))
        status = w_session_fail(engine, WEND_IO, "%s", problem.text);
    if (status != WEND_OK) w_host_note_error(engine->error);
    free_session(engine);
    return status;
}

// ---- Taking in

wend_status wend_event(wend *engine, const char *line, size_t line_bytes, wend_outcome *outcome) {
    wend_outcome ignored;
    if (!engine || (!line && line_bytes > 0)) return misuse(engine, "wend_event needs a line");
    if (engine->status != WEND_OK) return engine->status;
    if (engine->source.is_open) return misuse(engine, "a source is open");
    if (line_bytes > 0 && line[line_bytes - 1] == '\n') line_bytes--;
    w_buffer_clear(&engine->line);
    w_buffer_append(&engine->line, line, line_bytes);
    w_buffer_char(&engine->line, '\n');
    return w_session_line(engine, (WStr){engine->line.bytes, line_bytes}, ++engine->line_number,
                          outcome ? outcome : &ignored);
}

wend_status wend_commit(wend *engine) {
    if (!engine) return misuse(engine, "wend_commit needs an engine");
    return w_session_commit(engine);
}

wend_status wend_save(wend *engine) {
    if (!engine) return misuse(engine, "wend_save needs an engine");
    wend_status status = w_session_commit(engine);
    if (status != WEND_OK || !engine->store) return status;
    return w_session_save(engine, W_SAVE_ALL);
}

uint32_t wend_pending(const wend *engine) {
    return engine ? engine->pending.lines + engine->departed.lines : 0;
}

wend_status wend_settle(wend *engine, int64_t until_ms) {
    if (!engine) return misuse(engine, "wend_settle needs an engine");
    if (engine->status != WEND_OK) return engine->status;
    if (engine->source.is_open) return misuse(engine, "a source is open");
    return w_session_settle(engine, until_ms);
}

int64_t wend_clock(const wend *engine) {
    return engine ? w_engine_clock(engine->engine) : INT64_MIN;
}

wend_status wend_source_begin(wend *engine, const char *name) {
    if (!engine || !name) return misuse(engine, "wend_source_begin needs an engine and a name");
    if (engine->status != WEND_OK) return engine->status;
    if (engine->source.is_open) return misuse(engine, "a source is open already");
    wend_status status = w_session_commit(engine);
    return status == WEND_OK ? w_session_begin_source(engine, name) : status;
}

wend_status wend_source_feed(wend *engine, const void *bytes, size_t size_bytes) {
    if (!engine || !engine->source.is_open) return misuse(engine, "no source is open");
    if (engine->status != WEND_OK) return engine->status;
    return w_session_feed(engine, (WStr){bytes, size_bytes});
}

wend_status wend_source_end(wend *engine) {
    if (!engine || !engine->source.is_open) return misuse(engine, "no source is open");
    if (engine->status != WEND_OK) return engine->status;
    return w_session_end_source(engine);
}

// ---- Giving out

typedef struct Receiver {
    wend_action_callback *callback;
    void *context;
} Receiver;

static bool give_action(void *context, uint64_t number, WStr line) {
    Receiver *receiver = context;
    receiver->callback(receiver->context, number, line.bytes, line.size);
    return true;
}

wend_status wend_actions(wend *engine, uint64_t after, wend_action_callback *callback,
                         void *context) {
    Receiver receiver = {callback, context};
    if (!engine || !callback) return misuse(engine, "wend_actions needs an engine and a callback");
    if (!engine->store) return misuse(engine, "nothing is kept in memory");
    if (engine->status != WEND_OK) return engine->status;
    wend_status status = w_session_land(engine);
    if (status != WEND_OK || after > INT64_MAX) return status;
    bool good = w_store_actions(engine->store, after, give_action, &receiver);
    return good ? WEND_OK : w_session_fail_store(engine);
}

void wend_summarise(const wend *engine, wend_summary *summary) {
    WEngineCounts counts = w_engine_counts(engine->engine);
    *summary = engine->counts;
    summary->turns = counts.turns - engine->replayed.turns;
    summary->timers = counts.timers - engine->replayed.timers;
    summary->customers = w_state_count(w_engine_state(engine->engine));
    summary->clock_ms = w_engine_clock(engine->engine);
    summary->project = w_bundle_text(engine->bundle, engine->bundle->project->name)->bytes;
}

bool wend_tally_at(wend *engine, size_t index, wend_tally *tally) {
    if (!engine || index >= engine->tally.used) return false;
    const WTallyRow *row = &w_tally_sorted(&engine->tally)[index];
    w_tally_words(engine->bundle, row, tally);
    return true;
}

wend_status wend_bundle_describe(const void *bundle, size_t bundle_bytes, bool with_code,
                                 char **text) {
    wend_status status;
    WBuffer out = {0};
    if (!bundle || !text) return misuse(NULL, "wend_bundle_describe needs a bundle and a place");
    *text = NULL;
    WBundle *opened = w_host_open_bundle(bundle, bundle_bytes, &status);
    if (!opened) return status;
    w_bundle_describe(opened, with_code, &out);
    w_buffer_char(&out, '\0');
    w_bundle_close(opened);
    *text = out.bytes;
    return WEND_OK;
}

wend_status wend_time_parse(const char *text, int64_t *at_ms) {
    int64_t day;
    if (!text || !at_ms) return misuse(NULL, "wend_time_parse needs a text and a place");
    if (w_datetime_parse(w_str(text), at_ms)) return WEND_OK;
    if (!w_date_parse(w_str(text), &day))
        return misuse(NULL, "a time is written 2026-03-02T10:00:00Z, or 2026-03-02");
    *at_ms = day * W_DAY_MS;
    return WEND_OK;
}

char *wend_time_print(int64_t at_ms, char out[WEND_TIME_BYTES]) {
    char printed[W_TIME_CHARS]; // has room to spare for a terminator
    size_t size = w_datetime_print(at_ms, printed);
    memcpy(out, printed, size);
    out[size] = '\0';
    return out;
}

void wend_free(void *memory) {
    w_free(memory);
}

uint32_t wend_bundle_version(void) {
    return W_BUNDLE_VERSION;
}

uint32_t wend_state_version(void) {
    return W_STORE_FORMAT;
}
