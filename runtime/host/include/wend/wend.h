// Wend's runtime for hosts: open a bundle and a state, feed events in, take actions out.
//
//     wend *engine;
//     wend_options options = {.state_path = "shop.db", .actions_path = "actions.jsonl"};
//     if (wend_open(bundle, bundle_bytes, &options, &engine) != WEND_OK) …wend_last_error(NULL)…
//     wend_event(engine, line, line_bytes, NULL);
//     wend_commit(engine);
//     wend_close(engine);
//
// Time is always an argument or comes with the events; nothing here reads a clock. Times are
// milliseconds since 1970-01-01T00:00Z, texts UTF-8. An engine may be used by one thread at a
// time.
//
// What was committed is durable: a process may be killed at any moment, and the next wend_open of
// the same state goes on behind the last commit. After WEND_STORE or WEND_IO an engine answers the
// same error to everything and can only be closed; nothing that was committed is lost.
#ifndef WEND_WEND_H
#define WEND_WEND_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct wend wend;

/// What became of a call. wend_last_error says it in words.
typedef enum wend_status {
    WEND_OK = 0,
    WEND_MISUSE = 1,     // the host called what it may not call, or with a bad argument
    WEND_BAD_BUNDLE = 2, // the bytes are no bundle, or a damaged one
    WEND_TOO_NEW = 3,    // the bundle or the state needs a newer runtime
    WEND_STORE = 4,      // the state file cannot be read or written, or is damaged
    WEND_BUSY = 5,       // another process writes this state
    WEND_IO = 6,         // the actions or decisions cannot be written
    WEND_MISMATCH = 7,   // the state is of another project or of another version of it
    WEND_NOT_FOUND = 8,  // there is no such customer or journey
} wend_status;

/// Why the last call failed, one line without a full stop. With NULL: the last call of this thread
/// that got no engine. Valid until the next call.
const char *wend_last_error(const wend *engine);

// ---- An engine and its state

/// A committed action: one CloudEvents JSON line without its line break. `number` counts the
/// actions of a state from 1, without gaps. Valid during the call.
typedef void wend_action_callback(void *context, uint64_t number, const char *line,
                                  size_t line_bytes);

/// A line that was refused: where it stands (counted from 1), the field ("" if none is to blame)
/// and the reason. Valid during the call.
typedef void wend_refused_callback(void *context, uint64_t line_number, const char *field,
                                   const char *reason);

/// All zero but `state_path` is fine. Nothing is kept of the struct but `context`.
typedef struct wend_options {
    const char *state_path;     // a file, made if it is missing; or ":memory:": nothing is kept
    const char *actions_path;   // a file, "-" for standard output, or NULL
    const char *decisions_path; // the same
    const char *zones_path;     // a folder of TZif files; NULL: /usr/share/zoneinfo
    uint32_t commit_every;      // inputs that are committed together at most; 0: 1,000
    wend_action_callback *on_action; // or NULL; called after each commit, not for what is replayed
    wend_refused_callback *on_refused; // or NULL
    void *context;
} wend_options;

/// Verify a bundle (the bytes are copied), open or create its state, and recover what was
/// committed before. Files of actions and decisions are cut to what was committed and filled up
/// again.
///
/// Returns WEND_OK and an engine, to be closed with wend_close; or NULL and
///   WEND_BAD_BUNDLE, WEND_TOO_NEW   the bundle was refused; no file was touched
///   WEND_BUSY, WEND_MISMATCH        the state is not for us; it was not touched
///   WEND_STORE, WEND_IO             a file cannot be read or written, or is damaged
///   WEND_MISUSE                     bad arguments
wend_status wend_open(const void *bundle, size_t bundle_bytes, const wend_options *options,
                      wend **engine);

/// Commit, save all records, and free the engine, whatever is answered. NULL is fine. An error is
/// told by wend_last_error(NULL).
wend_status wend_close(wend *engine);

/// What became of one line.
typedef enum wend_outcome {
    WEND_TAKEN = 0,
    WEND_DUPLICATE = 1,  // its id was seen before; it changed nothing
    WEND_UNDECLARED = 2, // no event of the project; only the clock moved
    WEND_REFUSED = 3,    // a dead letter, kept with its reason
    WEND_BLANK = 4,      // nothing but white space
} wend_outcome;

/// Take in one line of JSON (with or without its line break). Commits by itself after
/// `commit_every` inputs. `outcome` may be NULL. Not while a source is open.
wend_status wend_event(wend *engine, const char *line, size_t line_bytes, wend_outcome *outcome);

/// Make durable what was taken in; then actions leave.
wend_status wend_commit(wend *engine);

/// Commit, and save all records, so that the next wend_open need not run the journal again. For
/// moments of quiet; now and then records are saved without asking.
wend_status wend_save(wend *engine);

/// Inputs that wait for a commit.
uint32_t wend_pending(const wend *engine);

/// At the end of a stream: the clock moves to `until_ms` if that is ahead (INT64_MIN: it stays),
/// and all that is due up to and at the clock happens.
wend_status wend_settle(wend *engine, int64_t until_ms);

/// The stream's clock: the latest time seen; INT64_MIN before the first.
int64_t wend_clock(const wend *engine);

/// Committed actions with a number above `after`, in order. For a host that keeps the number of
/// the last action it has handled: so none is lost between a commit and the host. Not with
/// ":memory:".
wend_status wend_actions(wend *engine, uint64_t after, wend_action_callback *callback,
                         void *context);

// ---- Sources
//
// A source is a stream of lines that may come again from its beginning, a file or a pipe. It is
// known by the digest of what was read of it; what was committed before is skipped.

/// `name` is for people. One source at a time.
wend_status wend_source_begin(wend *engine, const char *name);
/// The next bytes, cut anywhere.
wend_status wend_source_feed(wend *engine, const void *bytes, size_t size_bytes);
/// The last line may lack its line break.
wend_status wend_source_end(wend *engine);

// ---- What happened

/// Counts since wend_open.
typedef struct wend_summary {
    uint64_t lines; // read, blank and skipped ones not counted
    uint64_t taken;
    uint64_t duplicates;
    uint64_t undeclared;
    uint64_t refused;       // dead letters
    uint64_t skipped_bytes; // of sources, known from before
    uint64_t replayed;      // inputs that recovery ran again
    uint64_t turns;
    uint64_t timers; // of the turns
    uint64_t actions;
    uint64_t customers; // in the state
    int64_t clock_ms;
    const char *project; // as long as the engine
} wend_summary;
void wend_summarise(const wend *engine, wend_summary *summary);

/// How often something was decided since wend_open; texts live as long as the engine, "" where
/// there is none. `what`, `outcome` and `reason` are words of grammar/decisions.def.
typedef struct wend_tally {
    const char *what;
    const char *outcome;
    const char *reason;
    const char *journey;
    const char *stage;
    const char *channel; // of sends
    const char *message; // of sends
    const char *rule;    // which limit, suppression, clause
    const char *text;    // the author's words
    uint64_t count;
} wend_tally;
/// The tally with this index in a fixed order (by kind, journey, place, reason); false behind the
/// last one.
bool wend_tally_at(wend *engine, size_t index, wend_tally *tally);

// ---- Looking

/// What is in a bundle, for people; `with_code` also its code. Free the text with wend_free.
wend_status wend_bundle_describe(const void *bundle, size_t bundle_bytes, bool with_code,
                                 char **text);

/// A value by its name, as JSON in the form of actions.
typedef struct wend_value {
    const char *name;
    const char *json;
} wend_value;

/// One line of a customer's story. Texts are "" where there is none and valid during the call.
typedef struct wend_moment {
    int64_t at_ms;
    int64_t local_ms; // what clocks showed: in the project's time zone; rehearsed: the customer's
    const char *customer; // rehearsed
    const char *what;     // "event", "profile", "stands", or a word of grammar/decisions.def;
                          // rehearsed also "stage": the customer came to a stage, and "wait"
    const char *outcome;  // of decisions; of events "duplicate" or ""
    const char *reason;   // kind of reason
    const char *journey;
    const char *key; // of the instance where a journey has `one per`, as JSON
    const char *stage;
    const char *channel;
    const char *message;
    const char *event;  // its name
    const char *values; // of an event or a profile: `name: value, …`
    const char *rule;
    const char *text; // the author's words
    int64_t count;    // limits
    int64_t max;      // limits; 0: there is none
    int64_t until_ms; // when a limit has room, re-entry is allowed, a wait ends; 0: none
    int64_t until_local_ms;
    const char *json;        // all of this as one JSON object; rehearsed: ""
    const wend_value *named; // rehearsed: params of what is sent; fields of a profile
    size_t named_count;
    bool is_promotional; // rehearsed: of sends
    uint32_t row;        // rehearsed: of a wait, counted among those of the bundle
} wend_moment;
typedef void wend_moment_callback(void *context, const wend_moment *moment);

typedef struct wend_why_options {
    const char *state_path;
    const char *customer;
    const char *journey;    // only of this one; or NULL
    const char *zones_path; // as in wend_options
    bool show_personal;     // else personal values are shown as «personal»
} wend_why_options;

/// Tell a customer's story from the journal of a state, oldest first; at the end where they stand.
/// The state is only read, also while another process writes it. Errors: wend_last_error(NULL).
wend_status wend_why(const wend_why_options *options, wend_moment_callback *callback,
                     void *context);

// ---- Rehearsals
//
// A rehearsal is an engine in memory that tells every decision as it is made, holds nobody out and
// draws as it is told: what tests are made of.

typedef struct wend_rehearsal {
    const char *zones_path; // as in wend_options
    wend_moment_callback *on_moment;
    wend_refused_callback *on_refused; // or NULL
    void *context;
} wend_rehearsal;

/// Open an engine that keeps nothing, to be fed with wend_event and wend_settle, and closed with
/// wend_close. The callback is called within these, in the order in which things happen. Errors
/// as of wend_open.
wend_status wend_rehearse(const void *bundle, size_t bundle_bytes, const wend_rehearsal *rehearsal,
                          wend **engine);

/// From now on a split (or choice) of that journey goes this way for that customer, unless it was
/// drawn before; a choice only if the condition of the option holds. WEND_NOT_FOUND: there is no
/// such thing.
wend_status wend_rehearse_split(wend *engine, const char *customer, const char *journey,
                                const char *split, const char *arm);
/// From now on that customer is in every holdout. All others are in none.
wend_status wend_rehearse_holdout(wend *engine, const char *customer);

/// Say that a message was sent to that customer at that time: limits count it. WEND_NOT_FOUND:
/// there is no such channel or message.
wend_status wend_rehearse_sent(wend *engine, const char *customer, const char *channel,
                               const char *message, int64_t at_ms);

/// Whether anything in this rehearsal exercised a row: `kind` is a word of grammar/exercises.def,
/// and the row is counted from 0 among those of its kind in the bundle. Which is which the
/// compiler knows: wend_tests_exercise.
bool wend_was_exercised(const wend *engine, const char *kind, uint32_t row);

/// Where a customer stands: a moment "stands" for each place they wait at, and behind them one
/// "profile". WEND_NOT_FOUND if nothing has come of them yet.
wend_status wend_stands(wend *engine, const char *customer, wend_moment_callback *callback,
                        void *context);

/// Read `2026-03-02T10:00:00Z` (with any offset) or `2026-03-02` (its beginning in UTC).
wend_status wend_time_parse(const char *text, int64_t *at_ms);

/// Room that a printed time fits in.
#define WEND_TIME_BYTES 48
/// `2026-03-02T10:00:00Z`, with a terminator; returns `out`.
char *wend_time_print(int64_t at_ms, char out[WEND_TIME_BYTES]);

void wend_free(void *memory);

/// The versions of bundles and of state files that this runtime reads.
uint32_t wend_bundle_version(void);
uint32_t wend_state_version(void);

#ifdef __cplusplus
}
#endif

#endif
