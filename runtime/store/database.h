// Inside the store room: a SQLite connection, its prepared statements, and how its failures become
// a problem in words.
#ifndef W_STORE_DATABASE_H
#define W_STORE_DATABASE_H

#include <sqlite3.h>

#include "runtime/store/store.h"

#define TABLE(name, sql, summary)
#define STATEMENT(name, sql, summary) STATEMENT_##name,
typedef enum Statement {
#include "runtime/store/statements.def"
    STATEMENT_COUNT
} Statement;
#undef TABLE
#undef STATEMENT

struct WStore {
    sqlite3 *database;
    sqlite3_stmt *statements[STATEMENT_COUNT];
    char *path;
    int lock; // descriptor of the lock file, or -1
    bool is_in_batch;
    int64_t bundle; // number of the bundle in force
    uint64_t last_action;
    WSaved saved;
    WBatch last;
    uint8_t last_digest[W_STORE_DIGEST_BYTES];
    WStoreProblem problem;
};

/// Note what went wrong; answers false.
bool w_store_fail(WStore *store, WStoreStatus status, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
/// Note what SQLite says went wrong while `doing`; answers false.
bool w_store_fail_sqlite(WStore *store, const char *doing);
/// The same for damage found by us.
bool w_store_damaged(WStore *store, const char *what);

/// Run SQL that gives no rows.
bool w_store_run(WStore *store, const char *sql);
/// Prepare all statements; the tables must be there.
bool w_store_prepare(WStore *store);

/// A statement with nothing bound, to be bound from 1. NULL if the store has failed.
sqlite3_stmt *w_store_statement(WStore *store, Statement which);
void w_bind_u64(sqlite3_stmt *statement, int at, uint64_t value);
void w_bind_i64(sqlite3_stmt *statement, int at, int64_t value);
/// Bound bytes must hold until the statement has run.
void w_bind_text(sqlite3_stmt *statement, int at, WStr text);
void w_bind_blob(sqlite3_stmt *statement, int at, const void *bytes, size_t size_bytes);
void w_bind_hash(sqlite3_stmt *statement, int at, const WHash128 *hash);
WStr w_column_bytes(sqlite3_stmt *statement, int at);
/// False if the column does not hold a digest.
bool w_column_hash(sqlite3_stmt *statement, int at, WHash128 *hash);

/// Run a bound statement that gives no rows.
bool w_store_execute(WStore *store, sqlite3_stmt *statement);
/// The next row: SQLITE_ROW, SQLITE_DONE, or anything else after w_store_fail. Reset when done.
int w_store_step(WStore *store, sqlite3_stmt *statement);

/// Read the last batch, without its frame, into `store->last`.
bool w_store_load_last(WStore *store, uint64_t number);

/// Take the right to write a state file; -1 and a problem if another process has it.
int w_lock_take(const char *path, WStoreProblem *problem);
void w_lock_give(const char *path, int lock);

#endif
