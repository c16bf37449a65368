// The connection to a state file: statements and failures.
//
// Promise: after the first failure every call answers false and touches nothing; the text of the
// first one stays.
#include "runtime/store/database.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "runtime/base/assert.h"

#define TABLE(name, sql, summary)
#define STATEMENT(name, sql, summary) [STATEMENT_##name] = (sql),
static const char *const statement_sql[STATEMENT_COUNT] = {
#include "runtime/store/statements.def"
};
#undef TABLE
#undef STATEMENT

bool w_store_fail(WStore *store, WStoreStatus status, const char *format, ...) {
    if (store->problem.status != W_STORE_OK) return false;
    store->problem.status = status;
    int used = snprintf(store->problem.text, sizeof store->problem.text, "%s: ", store->path);
    size_t at = used < 0 ? 0 : (size_t)used;
    if (at >= sizeof store->problem.text) at = 0; // the reason matters more than a long path
    va_list args;
    va_start(args, format);
    vsnprintf(store->problem.text + at, sizeof store->problem.text - at, format, args);
    va_end(args);
    return false;
}

bool w_store_damaged(WStore *store, const char *what) {
    return w_store_fail(store, W_STORE_DAMAGED, "the state file is damaged: %s", what);
}

static WStoreStatus status_of(int code) {
    switch (code & 0xff) {
    case SQLITE_CORRUPT: return W_STORE_DAMAGED;
    case SQLITE_NOTADB: return W_STORE_FOREIGN;
    case SQLITE_BUSY:
    case SQLITE_LOCKED: return W_STORE_BUSY;
    default: return W_STORE_FAILED;
    }
}

static const char *words_of(WStore *store, int code) {
    switch (code & 0xff) {
    case SQLITE_FULL: return "the disk is full";
    case SQLITE_READONLY: return "it may not be written";
    case SQLITE_PERM: return "no permission";
    case SQLITE_CANTOPEN: return "it cannot be opened or made";
    case SQLITE_NOTADB: return "it is no state file";
    case SQLITE_CORRUPT: return "the state file is damaged";
    case SQLITE_BUSY: return "another process uses it";
    case SQLITE_IOERR: return "the disk does not read or write";
    default: return sqlite3_errmsg(store->database);
    }
}

bool w_store_fail_sqlite(WStore *store, const char *doing) {
    int code = sqlite3_extended_errcode(store->database);
    return w_store_fail(store, status_of(code), "%s: %s (SQLite %d)", doing, words_of(store, code),
                        code);
}

const WStoreProblem *w_store_problem(const WStore *store) {
    return &store->problem;
}

bool w_store_run(WStore *store, const char *sql) {
    if (store->problem.status != W_STORE_OK) return false;
    if (sqlite3_exec(store->database, sql, NULL, NULL, NULL) == SQLITE_OK) return true;
    return w_store_fail_sqlite(store, "preparing the file");
}

bool w_store_prepare(WStore *store) {
    if (store->problem.status != W_STORE_OK) return false;
    for (int i = 0; i < STATEMENT_COUNT; i++) {
        if (store->statements[i]) continue;
        int code = sqlite3_prepare_v3(store->database, statement_sql[i], -1,
                                      SQLITE_PREPARE_PERSISTENT, &store->statements[i], NULL);
        if (code != SQLITE_OK) return w_store_fail_sqlite(store, "reading its tables");
    }
    return true;
}

sqlite3_stmt *w_store_statement(WStore *store, Statement which) {
    if (store->problem.status != W_STORE_OK) return NULL;
    sqlite3_stmt *statement = store->statements[which];
    W_ASSERT(statement != NULL);
    sqlite3_reset(statement);
    return statement;
}

void w_bind_u64(sqlite3_stmt *statement, int at, uint64_t value) {
    W_ASSERT(value <= INT64_MAX);
    w_bind_i64(statement, at, (int64_t)value);
}

// Binding fails only for a wrong index or without memory; both are ours to end with.
void w_bind_i64(sqlite3_stmt *statement, int at, int64_t value) {
    int code = sqlite3_bind_int64(statement, at, value);
    W_ASSERT(code == SQLITE_OK);
}

void w_bind_text(sqlite3_stmt *statement, int at, WStr text) {
    const char *bytes = text.size > 0 ? text.bytes : "";
    int code = sqlite3_bind_text64(statement, at, bytes, text.size, SQLITE_STATIC, SQLITE_UTF8);
    W_ASSERT(code == SQLITE_OK);
}

void w_bind_blob(sqlite3_stmt *statement, int at, const void *bytes, size_t size_bytes) {
    const void *from = size_bytes > 0 ? bytes : "";
    int code = sqlite3_bind_blob64(statement, at, from, size_bytes, SQLITE_STATIC);
    W_ASSERT(code == SQLITE_OK);
}

void w_bind_hash(sqlite3_stmt *statement, int at, const WHash128 *hash) {
    uint8_t bytes[16];
    for (unsigned i = 0; i < 8; i++) {
        bytes[i] = (uint8_t)(hash->high >> (56 - 8 * i));
        bytes[8 + i] = (uint8_t)(hash->low >> (56 - 8 * i));
    }
    int code = sqlite3_bind_blob(statement, at, bytes, sizeof bytes, SQLITE_TRANSIENT);
    W_ASSERT(code == SQLITE_OK);
}

WStr w_column_bytes(sqlite3_stmt *statement, int at) {
    const char *bytes = sqlite3_column_blob(statement, at);
    return (WStr){bytes ? bytes : "", (size_t)sqlite3_column_bytes(statement, at)};
}

bool w_column_hash(sqlite3_stmt *statement, int at, WHash128 *hash) {
    WStr bytes = w_column_bytes(statement, at);
    *hash = (WHash128){0, 0};
    if (bytes.size != 16) return false;
    for (unsigned i = 0; i < 8; i++) {
        hash->high = hash->high << 8 | (uint8_t)bytes.bytes[i];
        hash->low = hash->low << 8 | (uint8_t)bytes.bytes[8 + i];
    }
    return true;
}

bool w_store_execute(WStore *store, sqlite3_stmt *statement) {
    return w_store_step(store, statement) == SQLITE_DONE;
}

int w_store_step(WStore *store, sqlite3_stmt *statement) {
    if (store->problem.status != W_STORE_OK || !statement) return SQLITE_MISUSE;
    int code = sqlite3_step(statement);
    if (code == SQLITE_ROW) return code;
    if (code != SQLITE_DONE) w_store_fail_sqlite(store, "using the file");
    sqlite3_reset(statement);
    return code;
}
