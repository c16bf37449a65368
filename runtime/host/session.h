// What stands behind a `wend` handle: an engine over its bundle, the batch that is being gathered,
// the state file it is committed to, and the files that actions and decisions go to.
//
// Inputs come one by one (w_session_line, a source), each at once through the engine; what they
// gave is kept in the batch until the commit makes it durable and lets it leave.
#ifndef W_HOST_SESSION_H
#define W_HOST_SESSION_H

#include "runtime/base/arena.h"
#include "runtime/engine/engine.h"
#include "runtime/host/event_reader.h"
#include "runtime/host/flight.h"
#include "runtime/host/lines.h"
#include "runtime/host/pending.h"
#include "runtime/host/sink.h"
#include "runtime/host/source.h"
#include "runtime/host/tally.h"
#include "wend/wend.h"

enum { W_ERROR_BYTES = 512 };

/// A source that is open.
typedef struct WOpenSource {
    bool is_open;
    bool is_matching; // what comes may be known
    bool is_overlong; // within a line longer than any event may be
    WSourceMatch match;
    char *name;
    int64_t number; // in the state; 0: not there yet
    WBuffer input;  // bytes not yet taken in are those from `at` on
    size_t at;
    size_t hashed;        // bytes of `input` that are in the digest
    WCheckpoint progress; // up to `hashed`, without its digest
    uint64_t committed;   // position of the last checkpoint
    WHashStream digest;
} WOpenSource;

struct wend {
    WBundle *bundle;
    WZoneSet *zones;
    size_t zones_kept; // how many of them are in the store
    WEngine *engine;
    WEventReader *reader;
    WStore *store; // NULL: nothing is kept
    WArena arena;  // of the line at hand
    WArena shape_arena;
    WFrameShape shape;
    WLines lines;
    WSink actions;
    WSink decisions;
    bool has_actions; // a file takes them
    bool has_decisions;
    uint64_t decisions_after; // inputs up to this one have theirs in the file (recovery)
    WPending pending;         // being gathered
    WPending departed;        // the one before, on its way or empty
    WFlight flight;
    WOpenSource source;
    WBuffer line;         // a copy of one that came without a source
    uint64_t sequence;    // of the last input
    uint64_t line_number; // of lines that come without a source
    bool is_settled;
    uint32_t commit_every;
    wend_action_callback *on_action;
    wend_refused_callback *on_refused;
    wend_moment_callback *on_moment; // of a rehearsal, or NULL
    WTrace trace;
    WOrders orders;      // of a rehearsal
    WBuffer moment_text; // of the values of the moment at hand
    WBuffer moment_key;
    void *context;
    uint64_t actions_made; // number of the last action
    WTally tally;
    wend_summary counts;
    WEngineCounts replayed; // what recovery cost
    wend_status status;     // of the failure that ended it
    char error[W_ERROR_BYTES];
};

/// Note why a call failed; the status is answered. WEND_STORE and WEND_IO are final.
wend_status w_session_fail(wend *session, wend_status status, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
/// The same for what the store says.
wend_status w_session_fail_store(wend *session);
wend_status w_status_of(WStoreStatus status);

/// One line without its line feed, which (or a NUL) stands behind it.
wend_status w_session_line(wend *session, WStr line, uint64_t number, wend_outcome *outcome);
/// Refuse a line; the texts are copied.
void w_session_refuse(wend *session, const WDeadLetter *letter);
wend_status w_session_settle(wend *session, int64_t until_ms);

/// Take what the engine has decided into the batch.
void w_session_take_effects(wend *session, uint64_t sequence);

/// Make all batches durable and let their actions leave.
wend_status w_session_commit(wend *session);
/// Wait for a batch that is on its way, and let its actions leave.
wend_status w_session_land(wend *session);
/// If the batch is full, send it on its way and let those of the one before leave.
wend_status w_session_commit_if_full(wend *session);
/// Which records to save: those that have waited long; all; all, and the files are let go.
typedef enum WSave { W_SAVE_OLD, W_SAVE_ALL, W_SAVE_AND_END } WSave;
wend_status w_session_save(wend *session, WSave which);

/// Take the zones a state has used before instead of the machine's.
wend_status w_session_load_zones(wend *session);
/// Load the records, run again what came after them, and fill the files up.
wend_status w_session_recover(wend *session, const char *actions_path, const char *decisions_path);

wend_status w_session_begin_source(wend *session, const char *name);
/// Bytes of the open source.
wend_status w_session_feed(wend *session, WStr bytes);
wend_status w_session_end_source(wend *session);
/// Commit what was taken in; the rest of the source is not waited for.
wend_status w_session_drop_source(wend *session);
void w_session_free_source(wend *session);
/// What was taken in of the open source becomes the checkpoint of the batch.
void w_session_mark_source(wend *session);

#endif
