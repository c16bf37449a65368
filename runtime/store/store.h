// The state file: what must survive. Memory is the state, the file is its insurance.
//
// One process writes a file at a time. A batch is one transaction; what stands between
// w_store_begin and w_store_commit is in the file wholly or not at all. Any failure is final: the
// store then answers false to everything, and the next process recovers from what was committed.
#ifndef W_STORE_STORE_H
#define W_STORE_STORE_H

#include <stdbool.h>

#include "runtime/base/bytes.h"
#include "runtime/base/hash.h"

/// `application_id` of our files ("Wend") and the version of the tables (`user_version`).
#define W_STORE_APPLICATION 0x57656e64
#define W_STORE_FORMAT 1

/// Bytes of a SHA-256.
#define W_STORE_DIGEST_BYTES 32

typedef enum WStoreStatus {
    W_STORE_OK,
    W_STORE_FAILED,  // the disk, the rights, the memory
    W_STORE_DAMAGED, // the file is not as we wrote it
    W_STORE_FOREIGN, // the file is not ours, or of another project or version of it
    W_STORE_TOO_NEW, // written by a newer runtime
    W_STORE_BUSY,    // another process writes it
} WStoreStatus;

/// What went wrong, as one line without a full stop.
typedef struct WStoreProblem {
    WStoreStatus status;
    char text[400];
} WStoreProblem;

typedef struct WStore WStore;

/// What a state belongs to.
typedef struct WStoreIdentity {
    WStr project;
    const uint8_t *digest; // of the bundle, W_STORE_DIGEST_BYTES
    WStr bundle;           // its bytes
} WStoreIdentity;

/// Open for writing, or create, the state of a project under a bundle. NULL and `problem` when
/// that cannot be; a file that is not for us stays untouched.
WStore *w_store_open(const char *path, const WStoreIdentity *identity, WStoreProblem *problem);
/// Open to look at one moment of it, also while another process writes.
WStore *w_store_open_to_read(const char *path, WStoreProblem *problem);
/// What was begun and not committed never was. NULL is fine.
void w_store_close(WStore *store);

/// What made a call answer false.
const WStoreProblem *w_store_problem(const WStore *store);

/// The bundle in force; the bytes hold until the next call.
bool w_store_bundle(WStore *store, WStr *bytes);

// ---- A batch

bool w_store_begin(WStore *store);
bool w_store_commit(WStore *store);

/// A batch of inputs. In the journal each row is chained to the one before by its digest.
typedef struct WBatch {
    uint64_t number;  // from 1; given by the store
    uint64_t first;   // sequence of its first input
    uint32_t inputs;  // how many, settling included
    uint32_t engine;  // version of the rules that decided
    int64_t clock_ms; // of the stream, behind the last input
    int64_t began_ms; // the clock before its first input; given by the store
    bool is_settled;  // nothing came after the stream was settled
    WHash128 effects; // digest of what was decided
    WStr frame;
} WBatch;

bool w_store_add_batch(WStore *store, const WBatch *batch);

/// An action with the next number, as the line that leaves.
bool w_store_add_action(WStore *store, const WHash128 *id, WStr line);
/// Number of the last action.
uint64_t w_store_last_action(const WStore *store);

typedef struct WDeadLetter {
    int64_t source; // 0: none
    uint64_t line;  // counted from 1
    WStr field;     // empty if none is to blame
    WStr reason;
    WStr bytes;
} WDeadLetter;
bool w_store_add_dead_letter(WStore *store, const WDeadLetter *letter);

bool w_store_add_zone(WStore *store, WStr name, WStr tzif);

/// How far a source was taken in.
typedef struct WCheckpoint {
    uint64_t position; // bytes
    uint64_t lines;    // line breaks in them
    WHash128 digest;   // of them
} WCheckpoint;
bool w_store_add_source(WStore *store, WStr name, int64_t *source);
bool w_store_add_checkpoint(WStore *store, int64_t source, const WCheckpoint *checkpoint);

// ---- Snapshots

bool w_store_put_record(WStore *store, WStr customer, uint64_t sequence, WStr bytes);

/// A shared cell, true at the input up to which records are saved.
bool w_store_put_cell(WStore *store, WStr name, WStr bytes);

/// Up to which input records were saved, and which a recovery must run again first.
typedef struct WSaved {
    uint64_t saved;  // 0: never
    uint64_t needed; // 1: all
} WSaved;
bool w_store_put_saved(WStore *store, WSaved saved);
WSaved w_store_saved(const WStore *store);

/// A file that actions or decisions go to.
typedef struct WSinkRow {
    uint64_t length;  // bytes that are durable
    uint64_t actions; // the last action in them
    uint64_t inputs;  // the last input whose decisions are in them
    bool is_open;     // the run that holds it has not ended
} WSinkRow;
bool w_store_put_sink(WStore *store, WStr path, const WSinkRow *row);
/// `found` is false if nothing is known of the path.
bool w_store_get_sink(WStore *store, WStr path, WSinkRow *row, bool *found);

// ---- Reading back
//
// A visitor answers false to stop; the call then answers true. What it is given holds during its
// call.

typedef bool WRecordVisit(void *context, WStr customer, uint64_t sequence, WStr bytes);
/// Records whose checksum is right; one that is not is damage.
bool w_store_records(WStore *store, WRecordVisit *visit, void *context);

typedef bool WCellVisit(void *context, WStr name, WStr bytes);
/// Shared cells whose checksum is right; one that is not is damage.
bool w_store_cells(WStore *store, WCellVisit *visit, void *context);

typedef bool WBatchVisit(void *context, const WBatch *batch);
/// The batches from the one that holds the input with this sequence, each proven to be whole and
/// to follow the one before.
bool w_store_batches(WStore *store, uint64_t sequence, WBatchVisit *visit, void *context);

/// The last batch, without its frame; number 0 if there is none.
const WBatch *w_store_last_batch(const WStore *store);

typedef bool WActionVisit(void *context, uint64_t number, WStr line);
bool w_store_actions(WStore *store, uint64_t after, WActionVisit *visit, void *context);

typedef bool WZoneBytesVisit(void *context, WStr name, WStr tzif);
bool w_store_zones(WStore *store, WZoneBytesVisit *visit, void *context);

typedef bool WSourceVisit(void *context, int64_t source);
bool w_store_sources(WStore *store, WSourceVisit *visit, void *context);
/// The first checkpoint of a source behind a position.
bool w_store_next_checkpoint(WStore *store, int64_t source, uint64_t position,
                             WCheckpoint *checkpoint, bool *found);

#endif
