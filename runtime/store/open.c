// Opening a state file: is it ours, is it whole, is it for this bundle?
//
// Premise: the file may be anything. Nothing is written before it is known to be ours, and a new
// one is made in one transaction, so that a file is either a state or was never touched.
#include <string.h>
#include <unistd.h>

#include "runtime/base/alloc.h"
#include "runtime/base/assert.h"
#include "runtime/store/database.h"

// Sets what one connection may do. `synchronous` comes before the WAL: the mode is for its life.
#define SAFETY                                                                      \
    "PRAGMA page_size=8192;PRAGMA synchronous=EXTRA;PRAGMA secure_delete=ON;"       \
    "PRAGMA trusted_schema=OFF;PRAGMA cell_size_check=ON;PRAGMA cache_size=-16000;" \
    "PRAGMA wal_autocheckpoint=2000"

#define TEXT_OF_(number) #number
#define TEXT_OF(number) TEXT_OF_(number)

static const char *const tables[] = {
#define TABLE(name, sql, summary) sql,
#define STATEMENT(name, sql, summary)
#include "runtime/store/statements.def"
#undef TABLE
#undef STATEMENT
};

// The one number that a PRAGMA or a SELECT answers.
static bool ask_number(WStore *store, const char *sql, int64_t *answer) {
    sqlite3_stmt *statement = NULL;
    if (sqlite3_prepare_v2(store->database, sql, -1, &statement, NULL) != SQLITE_OK)
        return w_store_fail_sqlite(store, "opening it");
    bool has_row = sqlite3_step(statement) == SQLITE_ROW;
    if (has_row) *answer = sqlite3_column_int64(statement, 0);
    if (!has_row) w_store_fail_sqlite(store, "opening it");
    sqlite3_finalize(statement);
    return has_row;
}

// Ours, new (no table, no number), or somebody else's.
static bool check_kind(WStore *store, bool *is_new) {
    int64_t application = 0, format = 0, things = 0;
    if (!ask_number(store, "PRAGMA application_id", &application) ||
        !ask_number(store, "PRAGMA user_version", &format) ||
        !ask_number(store, "SELECT count(*) FROM sqlite_schema", &things))
        return false;
    *is_new = application == 0 && format == 0 && things == 0;
    if (*is_new) return true;
    if (application != W_STORE_APPLICATION)
        return w_store_fail(store, W_STORE_FOREIGN, "it is a database of another program");
    if (format > W_STORE_FORMAT)
        return w_store_fail(
            store, W_STORE_TOO_NEW,
            "it was written by a newer wend (state format %lld, this one reads %d)",
            (long long)format, W_STORE_FORMAT);
    if (format < W_STORE_FORMAT)
        return w_store_fail(store, W_STORE_DAMAGED, "its format is unknown");
    return true;
}

static bool set_wal(WStore *store) {
    sqlite3_stmt *statement = NULL;
    if (!w_store_run(store, SAFETY)) return false;
    if (sqlite3_prepare_v2(store->database, "PRAGMA journal_mode=WAL", -1, &statement, NULL) !=
        SQLITE_OK)
        return w_store_fail_sqlite(store, "opening it");
    bool has_row = sqlite3_step(statement) == SQLITE_ROW;
    bool is_wal = has_row && strcmp((const char *)sqlite3_column_text(statement, 0), "wal") == 0;
    if (!has_row) w_store_fail_sqlite(store, "opening it");
    if (has_row && !is_wal)
        w_store_fail(store, W_STORE_FAILED, "this file system cannot hold a write-ahead log");
    sqlite3_finalize(statement);
    return is_wal;
}

static bool set_meta_text(WStore *store, const char *name, WStr value) {
    sqlite3_stmt *statement = w_store_statement(store, STATEMENT_META_SET);
    if (!statement) return false;
    w_bind_text(statement, 1, w_str(name));
    w_bind_text(statement, 2, value);
    return w_store_execute(store, statement);
}

static bool set_meta(WStore *store, const char *name, int64_t value) {
    sqlite3_stmt *statement = w_store_statement(store, STATEMENT_META_SET);
    if (!statement) return false;
    w_bind_text(statement, 1, w_str(name));
    w_bind_i64(statement, 2, value);
    return w_store_execute(store, statement);
}

static bool get_meta(WStore *store, const char *name, int64_t *value) {
    sqlite3_stmt *statement = w_store_statement(store, STATEMENT_META_GET);
    if (!statement) return false;
    w_bind_text(statement, 1, w_str(name));
    if (w_store_step(store, statement) != SQLITE_ROW)
        return w_store_damaged(store, "a fact of the state is missing");
    *value = sqlite3_column_int64(statement, 0);
    sqlite3_reset(statement);
    return true;
}

bool w_store_put_saved(WStore *store, WSaved saved) {
    bool done = set_meta(store, "saved", (int64_t)saved.saved) &&
                set_meta(store, "needed", (int64_t)saved.needed);
    if (done) store->saved = saved;
    return done;
}

static bool add_bundle(WStore *store, const WStoreIdentity *identity) {
    sqlite3_stmt *statement = w_store_statement(store, STATEMENT_BUNDLE_ADD);
    if (!statement) return false;
    w_bind_blob(statement, 1, identity->digest, W_STORE_DIGEST_BYTES);
    w_bind_blob(statement, 2, identity->bundle.bytes, identity->bundle.size);
    if (!w_store_execute(store, statement)) return false;
    store->bundle = sqlite3_last_insert_rowid(store->database);
    return set_meta(store, "bundle", store->bundle);
}

static bool create(WStore *store, const WStoreIdentity *identity) {
    if (!w_store_run(store, "BEGIN IMMEDIATE")) return false;
    for (size_t i = 0; i < sizeof tables / sizeof *tables; i++) {
        if (!w_store_run(store, tables[i])) return false;
    }
    return w_store_prepare(store) && set_meta_text(store, "project", identity->project) &&
           add_bundle(store, identity) && w_store_put_saved(store, (WSaved){0, 1}) &&
           w_store_run(store, "PRAGMA application_id=" TEXT_OF(W_STORE_APPLICATION)) &&
           w_store_run(store, "PRAGMA user_version=" TEXT_OF(W_STORE_FORMAT)) &&
           w_store_run(store, "COMMIT");
}

static bool check_project(WStore *store, WStr project) {
    sqlite3_stmt *statement = w_store_statement(store, STATEMENT_META_GET);
    if (!statement) return false;
    w_bind_text(statement, 1, W_STR("project"));
    if (w_store_step(store, statement) != SQLITE_ROW)
        return w_store_damaged(store, "it does not name its project");
    WStr own = w_column_bytes(statement, 0);
    bool same = w_str_equal(own, project);
    if (!same)
        w_store_fail(store, W_STORE_FOREIGN,
                     "it is the state of project `%.*s`, the bundle is of `%.*s`", W_STR_ARGS(own),
                     W_STR_ARGS(project));
    sqlite3_reset(statement);
    return same;
}

// When journeys may change under way, this is where a new bundle's activation begins.
static bool check_bundle(WStore *store, const uint8_t *digest) {
    sqlite3_stmt *statement = w_store_statement(store, STATEMENT_BUNDLE_IN_FORCE);
    if (!statement) return false;
    if (w_store_step(store, statement) != SQLITE_ROW)
        return w_store_damaged(store, "its bundle is missing");
    store->bundle = sqlite3_column_int64(statement, 0);
    WStr own = w_column_bytes(statement, 1);
    bool same = !digest || (own.size == W_STORE_DIGEST_BYTES &&
                            memcmp(own.bytes, digest, W_STORE_DIGEST_BYTES) == 0);
    sqlite3_reset(statement);
    if (same) return true;
    return w_store_fail(store, W_STORE_FOREIGN,
                        "this state was made with another version of the project; changing "
                        "journeys under way comes with `wend plan`");
}

static bool load_numbers(WStore *store) {
    int64_t saved = 0, needed = 0;
    if (!get_meta(store, "saved", &saved) || !get_meta(store, "needed", &needed)) return false;
    if (saved < 0 || needed < 1 || needed > saved + 1)
        return w_store_damaged(store, "its numbers make no sense");
    store->saved = (WSaved){(uint64_t)saved, (uint64_t)needed};
    sqlite3_stmt *statement = w_store_statement(store, STATEMENT_OUTBOX_LAST);
    if (w_store_step(store, statement) != SQLITE_ROW) return false;
    store->last_action = (uint64_t)sqlite3_column_int64(statement, 0);
    sqlite3_reset(statement);
    return true;
}

static bool load_last_batch(WStore *store) {
    sqlite3_stmt *statement = w_store_statement(store, STATEMENT_JOURNAL_LAST);
    if (w_store_step(store, statement) != SQLITE_ROW) return false;
    uint64_t number = (uint64_t)sqlite3_column_int64(statement, 0);
    sqlite3_reset(statement);
    if (number > 0 && !w_store_load_last(store, number)) return false;
    uint64_t sequence = number > 0 ? store->last.first + store->last.inputs - 1 : 0;
    if (store->saved.saved > sequence)
        return w_store_damaged(store, "its journal ends before its records");
    return true;
}

// `name` is the path as SQLite is told it.
static WStore *begin_open(const char *path, const char *name, int flags, WStoreProblem *problem) {
    WStore *store = w_alloc(sizeof *store);
    size_t size = strlen(path) + 1;
    store->path = w_alloc(size);
    memcpy(store->path, path, size);
    store->lock = -1;
    if (flags & SQLITE_OPEN_READWRITE) store->lock = w_lock_take(path, problem);
    if ((flags & SQLITE_OPEN_READWRITE) && store->lock < 0) {
        w_store_close(store);
        return NULL;
    }
    int code = sqlite3_open_v2(name, &store->database, flags | SQLITE_OPEN_NOMUTEX, NULL);
    if (code != SQLITE_OK) w_store_fail_sqlite(store, "opening it");
    if (store->database) sqlite3_extended_result_codes(store->database, 1);
    if (code == SQLITE_OK) sqlite3_busy_timeout(store->database, 5000);
    return store;
}

static WStore *end_open(WStore *store, WStoreProblem *problem) {
    if (store->problem.status == W_STORE_OK) return store;
    *problem = store->problem;
    w_store_close(store);
    return NULL;
}

static bool open_known(WStore *store, const WStoreIdentity *identity) {
    return w_store_prepare(store) && check_project(store, identity->project) &&
           check_bundle(store, identity->digest) && set_wal(store) && load_numbers(store) &&
           load_last_batch(store);
}

WStore *w_store_open(const char *path, const WStoreIdentity *identity, WStoreProblem *problem) {
    *problem = (WStoreProblem){0};
    WStore *store = begin_open(path, path, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, problem);
    if (!store) return NULL;
    bool is_new = false;
    if (store->problem.status == W_STORE_OK && check_kind(store, &is_new)) {
        if (!is_new)
            open_known(store, identity);
        else if (set_wal(store))
            create(store, identity);
    }
    return end_open(store, problem);
}

// SQLite is told more about a file only by a URI.
static char *uri_of(const char *path) {
    static const char plain[] =
        "/._-0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
    WBuffer uri = {0};
    w_buffer_str(&uri, W_STR("file:"));
    for (const char *c = path; *c; c++) {
        if (strchr(plain, *c))
            w_buffer_char(&uri, *c);
        else
            w_buffer_printf(&uri, "%%%02X", (unsigned)(uint8_t)*c);
    }
    w_buffer_append(&uri, "?immutable=1", sizeof "?immutable=1");
    return uri.bytes;
}

// A state in a folder that may not be written can be read if nobody left a log beside it.
static WStore *open_sealed(const char *path, WStoreProblem *problem) {
    char *log = sqlite3_mprintf("%s-wal", path);
    bool has_log = access(log, F_OK) == 0;
    sqlite3_free(log);
    if (has_log) return NULL;
    char *uri = uri_of(path);
    WStore *store = begin_open(path, uri, SQLITE_OPEN_READONLY | SQLITE_OPEN_URI, problem);
    w_free(uri);
    return store;
}

static void look(WStore *store) {
    bool is_new = false;
    if (store->problem.status != W_STORE_OK || !w_store_run(store, "BEGIN") ||
        !check_kind(store, &is_new))
        return;
    if (is_new) {
        w_store_fail(store, W_STORE_FOREIGN, "it is empty");
    } else if (w_store_prepare(store) && check_bundle(store, NULL) && load_numbers(store)) {
        load_last_batch(store);
    }
}

WStore *w_store_open_to_read(const char *path, WStoreProblem *problem) {
    *problem = (WStoreProblem){0};
    WStore *store = begin_open(path, path, SQLITE_OPEN_READONLY, problem);
    look(store);
    if (store->problem.status == W_STORE_FAILED && access(path, R_OK) == 0) {
        WStore *sealed = open_sealed(path, problem);
        if (sealed) {
            w_store_close(store);
            store = sealed;
            look(store);
        }
    }
    return end_open(store, problem);
}

void w_store_close(WStore *store) {
    if (!store) return;
    for (int i = 0; i < STATEMENT_COUNT; i++)
        sqlite3_finalize(store->statements[i]);
    int code = sqlite3_close(store->database);
    W_ASSERT(code == SQLITE_OK);
    w_lock_give(store->path, store->lock);
    w_free(store->path);
    w_free(store);
}
