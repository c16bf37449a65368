// The other tables: transactions, outbox, dead letters, zones, sources, records, sinks.
#include "runtime/base/assert.h"
#include "runtime/store/database.h"

static bool execute(WStore *store, Statement which) {
    sqlite3_stmt *statement = w_store_statement(store, which);
    return statement && w_store_execute(store, statement);
}

bool w_store_begin(WStore *store) {
    W_ASSERT(!store->is_in_batch);
    store->is_in_batch = execute(store, STATEMENT_BEGIN);
    return store->is_in_batch;
}

// A commit that fails is not tried again: nobody knows what the disk holds. What was written stays
// without effect, and the next process begins with what was committed before.
bool w_store_commit(WStore *store) {
    W_ASSERT(store->is_in_batch || store->problem.status != W_STORE_OK);
    store->is_in_batch = false;
    return execute(store, STATEMENT_COMMIT);
}

bool w_store_bundle(WStore *store, WStr *bytes) {
    sqlite3_stmt *statement = w_store_statement(store, STATEMENT_BUNDLE_IN_FORCE);
    if (!statement) return false;
    if (w_store_step(store, statement) != SQLITE_ROW)
        return w_store_damaged(store, "its bundle is missing");
    *bytes = w_column_bytes(statement, 2);
    return true;
}

// ---- Outbox, dead letters, zones

bool w_store_add_action(WStore *store, const WHash128 *id, WStr line) {
    sqlite3_stmt *statement = w_store_statement(store, STATEMENT_OUTBOX_ADD);
    if (!statement) return false;
    w_bind_u64(statement, 1, store->last_action + 1);
    w_bind_hash(statement, 2, id);
    w_bind_text(statement, 3, line);
    if (!w_store_execute(store, statement)) return false;
    store->last_action++;
    return true;
}

uint64_t w_store_last_action(const WStore *store) {
    return store->last_action;
}

bool w_store_actions(WStore *store, uint64_t after, WActionVisit *visit, void *context) {
    sqlite3_stmt *rows = w_store_statement(store, STATEMENT_OUTBOX_AFTER);
    if (!rows) return false;
    int code = SQLITE_ROW;
    w_bind_u64(rows, 1, after);
    while ((code = w_store_step(store, rows)) == SQLITE_ROW) {
        uint64_t number = (uint64_t)sqlite3_column_int64(rows, 0);
        if (!visit(context, number, w_column_bytes(rows, 1))) break;
    }
    sqlite3_reset(rows);
    return code == SQLITE_ROW || code == SQLITE_DONE;
}

bool w_store_add_dead_letter(WStore *store, const WDeadLetter *letter) {
    sqlite3_stmt *statement = w_store_statement(store, STATEMENT_DEAD_LETTER_ADD);
    if (!statement) return false;
    w_bind_i64(statement, 1, letter->source);
    w_bind_u64(statement, 2, letter->line);
    w_bind_text(statement, 3, letter->field);
    w_bind_text(statement, 4, letter->reason);
    w_bind_blob(statement, 5, letter->bytes.bytes, letter->bytes.size);
    return w_store_execute(store, statement);
}

bool w_store_add_zone(WStore *store, WStr name, WStr tzif) {
    sqlite3_stmt *statement = w_store_statement(store, STATEMENT_ZONE_ADD);
    if (!statement) return false;
    w_bind_text(statement, 1, name);
    w_bind_blob(statement, 2, tzif.bytes, tzif.size);
    return w_store_execute(store, statement);
}

bool w_store_zones(WStore *store, WZoneBytesVisit *visit, void *context) {
    sqlite3_stmt *rows = w_store_statement(store, STATEMENT_ZONES);
    if (!rows) return false;
    int code = SQLITE_ROW;
    while ((code = w_store_step(store, rows)) == SQLITE_ROW) {
        if (!visit(context, w_column_bytes(rows, 0), w_column_bytes(rows, 1))) break;
    }
    sqlite3_reset(rows);
    return code == SQLITE_ROW || code == SQLITE_DONE;
}

// ---- Sources

bool w_store_add_source(WStore *store, WStr name, int64_t *source) {
    sqlite3_stmt *statement = w_store_statement(store, STATEMENT_SOURCE_ADD);
    if (!statement) return false;
    w_bind_text(statement, 1, name);
    if (!w_store_execute(store, statement)) return false;
    *source = sqlite3_last_insert_rowid(store->database);
    return true;
}

bool w_store_sources(WStore *store, WSourceVisit *visit, void *context) {
    sqlite3_stmt *rows = w_store_statement(store, STATEMENT_SOURCES);
    if (!rows) return false;
    int code = SQLITE_ROW;
    while ((code = w_store_step(store, rows)) == SQLITE_ROW) {
        if (!visit(context, sqlite3_column_int64(rows, 0))) break;
    }
    sqlite3_reset(rows);
    return code == SQLITE_ROW || code == SQLITE_DONE;
}

bool w_store_add_checkpoint(WStore *store, int64_t source, const WCheckpoint *checkpoint) {
    sqlite3_stmt *statement = w_store_statement(store, STATEMENT_CHECKPOINT_ADD);
    if (!statement) return false;
    w_bind_i64(statement, 1, source);
    w_bind_u64(statement, 2, checkpoint->position);
    w_bind_u64(statement, 3, checkpoint->lines);
    w_bind_hash(statement, 4, &checkpoint->digest);
    return w_store_execute(store, statement);
}

bool w_store_next_checkpoint(WStore *store, int64_t source, uint64_t position,
                             WCheckpoint *checkpoint, bool *found) {
    sqlite3_stmt *row = w_store_statement(store, STATEMENT_CHECKPOINT_NEXT);
    if (!row) return false;
    w_bind_i64(row, 1, source);
    w_bind_u64(row, 2, position);
    int code = w_store_step(store, row);
    *found = code == SQLITE_ROW;
    if (code != SQLITE_ROW) return code == SQLITE_DONE;
    checkpoint->position = (uint64_t)sqlite3_column_int64(row, 0);
    checkpoint->lines = (uint64_t)sqlite3_column_int64(row, 1);
    bool sized = w_column_hash(row, 2, &checkpoint->digest);
    sqlite3_reset(row);
    return sized || w_store_damaged(store, "a checkpoint of a source");
}

// ---- Records and sinks

static int64_t checksum_of(WStr customer, uint64_t sequence, WStr bytes) {
    uint64_t parts[] = {w_hash64(customer.bytes, customer.size), sequence,
                        w_hash64(bytes.bytes, bytes.size)};
    return (int64_t)w_hash64(parts, sizeof parts);
}

bool w_store_put_record(WStore *store, WStr customer, uint64_t sequence, WStr bytes) {
    sqlite3_stmt *statement = w_store_statement(store, STATEMENT_RECORD_PUT);
    if (!statement) return false;
    w_bind_text(statement, 1, customer);
    w_bind_u64(statement, 2, sequence);
    w_bind_i64(statement, 3, checksum_of(customer, sequence, bytes));
    w_bind_blob(statement, 4, bytes.bytes, bytes.size);
    return w_store_execute(store, statement);
}

static bool visit_records(WStore *store, sqlite3_stmt *rows, WRecordVisit *visit, void *context) {
    int code;
    while ((code = w_store_step(store, rows)) == SQLITE_ROW) {
        WStr customer = w_column_bytes(rows, 0), bytes = w_column_bytes(rows, 3);
        uint64_t sequence = (uint64_t)sqlite3_column_int64(rows, 1);
        if (sqlite3_column_int64(rows, 2) != checksum_of(customer, sequence, bytes))
            return w_store_damaged(store, "the record of a customer has changed");
        if (!visit(context, customer, sequence, bytes)) return true;
    }
    return code == SQLITE_DONE;
}

bool w_store_records(WStore *store, WRecordVisit *visit, void *context) {
    sqlite3_stmt *rows = w_store_statement(store, STATEMENT_RECORDS);
    if (!rows) return false;
    bool good = visit_records(store, rows, visit, context);
    sqlite3_reset(rows);
    return good;
}

bool w_store_put_cell(WStore *store, WStr name, WStr bytes) {
    sqlite3_stmt *statement = w_store_statement(store, STATEMENT_CELL_PUT);
    if (!statement) return false;
    w_bind_text(statement, 1, name);
    w_bind_i64(statement, 2, checksum_of(name, 0, bytes));
    w_bind_blob(statement, 3, bytes.bytes, bytes.size);
    return w_store_execute(store, statement);
}

static bool visit_cells(WStore *store, sqlite3_stmt *rows, WCellVisit *visit, void *context) {
    int code;
    while ((code = w_store_step(store, rows)) == SQLITE_ROW) {
        WStr name = w_column_bytes(rows, 0), bytes = w_column_bytes(rows, 2);
        if (sqlite3_column_int64(rows, 1) != checksum_of(name, 0, bytes))
            return w_store_damaged(store, "a shared cell has changed");
        if (!visit(context, name, bytes)) return true;
    }
    return code == SQLITE_DONE;
}

bool w_store_cells(WStore *store, WCellVisit *visit, void *context) {
    sqlite3_stmt *rows = w_store_statement(store, STATEMENT_CELLS);
    if (!rows) return false;
    bool good = visit_cells(store, rows, visit, context);
    sqlite3_reset(rows);
    return good;
}

WSaved w_store_saved(const WStore *store) {
    return store->saved;
}

bool w_store_put_sink(WStore *store, WStr path, const WSinkRow *row) {
    sqlite3_stmt *statement = w_store_statement(store, STATEMENT_SINK_PUT);
    if (!statement) return false;
    w_bind_text(statement, 1, path);
    w_bind_u64(statement, 2, row->length);
    w_bind_u64(statement, 3, row->actions);
    w_bind_u64(statement, 4, row->inputs);
    w_bind_u64(statement, 5, row->is_open ? 1 : 0);
    return w_store_execute(store, statement);
}

bool w_store_get_sink(WStore *store, WStr path, WSinkRow *row, bool *found) {
    sqlite3_stmt *statement = w_store_statement(store, STATEMENT_SINK_GET);
    if (!statement) return false;
    w_bind_text(statement, 1, path);
    int code = w_store_step(store, statement);
    *found = code == SQLITE_ROW;
    if (code != SQLITE_ROW) return code == SQLITE_DONE;
    *row = (WSinkRow){
        .length = (uint64_t)sqlite3_column_int64(statement, 0),
        .actions = (uint64_t)sqlite3_column_int64(statement, 1),
        .inputs = (uint64_t)sqlite3_column_int64(statement, 2),
        .is_open = sqlite3_column_int64(statement, 3) != 0,
    };
    sqlite3_reset(statement);
    return true;
}
