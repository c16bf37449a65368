// The journal: batches of inputs, each chained to the one before.
//
// Promise: what w_store_batches shows is what was written, wholly and in order, or it answers
// false. A tail that was cut off cannot be seen from inside the file.
#include <string.h>

#include "runtime/base/assert.h"
#include "runtime/store/database.h"

// Places of the columns in JOURNAL_FROM.
enum { NUMBER, FIRST, INPUTS, BUNDLE, ENGINE, CLOCK, SETTLED, EFFECTS, PREVIOUS, DIGEST, FRAME };

// SHA-256 over everything in a row and the digest of the row before.
static void digest_of(const WBatch *batch, int64_t bundle, const uint8_t *previous,
                      uint8_t digest[W_STORE_DIGEST_BYTES]) {
    WBuffer all = {0};
    uint8_t frame[W_STORE_DIGEST_BYTES];
    w_sha256(batch->frame.bytes, batch->frame.size, frame);
    w_buffer_u64(&all, batch->number);
    w_buffer_u64(&all, batch->first);
    w_buffer_u32(&all, batch->inputs);
    w_buffer_u32(&all, batch->engine);
    w_buffer_u64(&all, (uint64_t)bundle);
    w_buffer_u64(&all, (uint64_t)batch->clock_ms);
    w_buffer_u32(&all, batch->is_settled ? 1 : 0);
    w_buffer_u64(&all, batch->effects.low);
    w_buffer_u64(&all, batch->effects.high);
    w_buffer_append(&all, previous, W_STORE_DIGEST_BYTES);
    w_buffer_append(&all, frame, sizeof frame);
    w_sha256(all.bytes, all.size, digest);
    w_buffer_free(&all);
}

static void remember(WStore *store, const WBatch *batch, const void *digest) {
    store->last = *batch;
    store->last.frame = (WStr){"", 0};
    memcpy(store->last_digest, digest, W_STORE_DIGEST_BYTES);
}

bool w_store_add_batch(WStore *store, const WBatch *given) {
    W_ASSERT(store->is_in_batch);
    W_ASSERT(given->first == store->last.first + store->last.inputs || store->last.number == 0);
    sqlite3_stmt *statement = w_store_statement(store, STATEMENT_JOURNAL_ADD);
    if (!statement) return false;
    WBatch batch = *given;
    uint8_t digest[W_STORE_DIGEST_BYTES];
    batch.number = store->last.number + 1;
    digest_of(&batch, store->bundle, store->last_digest, digest);
    w_bind_u64(statement, 1 + NUMBER, batch.number);
    w_bind_u64(statement, 1 + FIRST, batch.first);
    w_bind_u64(statement, 1 + INPUTS, batch.inputs);
    w_bind_i64(statement, 1 + BUNDLE, store->bundle);
    w_bind_u64(statement, 1 + ENGINE, batch.engine);
    w_bind_i64(statement, 1 + CLOCK, batch.clock_ms);
    w_bind_u64(statement, 1 + SETTLED, batch.is_settled ? 1 : 0);
    w_bind_hash(statement, 1 + EFFECTS, &batch.effects);
    w_bind_blob(statement, 1 + PREVIOUS, store->last_digest, W_STORE_DIGEST_BYTES);
    w_bind_blob(statement, 1 + DIGEST, digest, W_STORE_DIGEST_BYTES);
    w_bind_blob(statement, 1 + FRAME, batch.frame.bytes, batch.frame.size);
    bool done = w_store_execute(store, statement);
    if (done) remember(store, &batch, digest);
    return done;
}

static bool read_row(WStore *store, sqlite3_stmt *row, WBatch *batch, int64_t *bundle) {
    *batch = (WBatch){
        .number = (uint64_t)sqlite3_column_int64(row, NUMBER),
        .first = (uint64_t)sqlite3_column_int64(row, FIRST),
        .inputs = (uint32_t)sqlite3_column_int64(row, INPUTS),
        .engine = (uint32_t)sqlite3_column_int64(row, ENGINE),
        .clock_ms = sqlite3_column_int64(row, CLOCK),
        .is_settled = sqlite3_column_int64(row, SETTLED) != 0,
        .frame = w_column_bytes(row, FRAME),
    };
    *bundle = sqlite3_column_int64(row, BUNDLE);
    bool sized = w_column_hash(row, EFFECTS, &batch->effects) &&
                 w_column_bytes(row, PREVIOUS).size == W_STORE_DIGEST_BYTES &&
                 w_column_bytes(row, DIGEST).size == W_STORE_DIGEST_BYTES;
    return sized || w_store_damaged(store, "a batch of the journal");
}

static bool check_row(WStore *store, sqlite3_stmt *row, WBatch *batch) {
    int64_t bundle;
    uint8_t digest[W_STORE_DIGEST_BYTES];
    if (!read_row(store, row, batch, &bundle)) return false;
    digest_of(batch, bundle, (const uint8_t *)w_column_bytes(row, PREVIOUS).bytes, digest);
    if (memcmp(digest, w_column_bytes(row, DIGEST).bytes, sizeof digest) == 0) return true;
    return w_store_damaged(store, "a batch of the journal has changed");
}

bool w_store_load_last(WStore *store, uint64_t number) {
    sqlite3_stmt *row = w_store_statement(store, STATEMENT_JOURNAL_FROM);
    if (!row) return false;
    WBatch batch;
    w_bind_u64(row, 1, number);
    if (w_store_step(store, row) != SQLITE_ROW)
        return w_store_damaged(store, "its last batch is missing");
    bool good = check_row(store, row, &batch);
    if (good) remember(store, &batch, w_column_bytes(row, DIGEST).bytes);
    sqlite3_reset(row);
    return good;
}

const WBatch *w_store_last_batch(const WStore *store) {
    return &store->last;
}

static bool find_batch(WStore *store, uint64_t sequence, uint64_t *number) {
    sqlite3_stmt *statement = w_store_statement(store, STATEMENT_JOURNAL_HOLDING);
    if (!statement) return false;
    w_bind_u64(statement, 1, sequence);
    int code = w_store_step(store, statement);
    *number = code == SQLITE_ROW ? (uint64_t)sqlite3_column_int64(statement, 0) : 1;
    sqlite3_reset(statement);
    return code == SQLITE_ROW || code == SQLITE_DONE;
}

// The row follows the one before it: the next number, the next input, the digest it names.
static bool follows(const WBatch *batch, sqlite3_stmt *row, const WBatch *before,
                    const uint8_t *digest) {
    if (before->number == 0) return true; // the first that is looked at
    return batch->number == before->number + 1 && batch->first == before->first + before->inputs &&
           memcmp(w_column_bytes(row, PREVIOUS).bytes, digest, W_STORE_DIGEST_BYTES) == 0;
}

// A row that was checked, and what the next one must follow.
typedef struct Link {
    WBatch batch;
    uint8_t digest[W_STORE_DIGEST_BYTES];
} Link;

static bool take_row(WStore *store, sqlite3_stmt *rows, Link *before, WBatch *batch) {
    if (!check_row(store, rows, batch)) return false;
    if (!follows(batch, rows, &before->batch, before->digest))
        return w_store_damaged(store, "its journal has a gap");
    batch->began_ms = before->batch.number > 0 ? before->batch.clock_ms : INT64_MIN;
    before->batch = *batch;
    memcpy(before->digest, w_column_bytes(rows, DIGEST).bytes, sizeof before->digest);
    return true;
}

// `number` is the first to be shown; the one before it is only followed.
static bool visit_rows(WStore *store, sqlite3_stmt *rows, uint64_t number, WBatchVisit *visit,
                       void *context) {
    Link before = {0};
    WBatch batch;
    int code;
    while ((code = w_store_step(store, rows)) == SQLITE_ROW) {
        if (!take_row(store, rows, &before, &batch)) return false;
        if (batch.number >= number && !visit(context, &batch)) return true;
    }
    return code == SQLITE_DONE;
}

bool w_store_batches(WStore *store, uint64_t sequence, WBatchVisit *visit, void *context) {
    uint64_t number;
    if (!find_batch(store, sequence, &number)) return false;
    sqlite3_stmt *rows = w_store_statement(store, STATEMENT_JOURNAL_FROM);
    if (!rows) return false;
    w_bind_u64(rows, 1, number > 1 ? number - 1 : 1);
    bool good = visit_rows(store, rows, number, visit, context);
    sqlite3_reset(rows);
    return good;
}
