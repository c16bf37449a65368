// The state file: what was committed is there again; what is not ours is refused and left alone.
#include <fcntl.h>
#include <sqlite3.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "runtime/store/store.h"
#include "tests/unit/test.h"

static char folder[64], path[96];
static uint8_t digest[W_STORE_DIGEST_BYTES] = {1, 2, 3};

static const WStoreIdentity *identity(const char *project) {
    static WStoreIdentity own;
    own = (WStoreIdentity){w_str(project), digest, W_STR("bundle bytes")};
    return &own;
}

static void begin(void) {
    snprintf(folder, sizeof folder, "/tmp/wend-store-XXXXXX");
    CHECK(mkdtemp(folder) != NULL);
    snprintf(path, sizeof path, "%s/s.db", folder);
}

static void end(void) {
    char command[128];
    snprintf(command, sizeof command, "rm -rf %s", folder);
    CHECK(system(command) == 0);
}

static WStore *opened(void) {
    WStoreProblem problem = {0};
    WStore *store = w_store_open(path, identity("shop"), &problem);
    if (!store) print_error("%s\n", problem.text);
    CHECK(store != NULL);
    return store;
}

static WStoreStatus refused(const char *project, char why[400]) {
    WStoreProblem problem = {0};
    CHECK(w_store_open(path, identity(project), &problem) == NULL);
    memcpy(why, problem.text, sizeof problem.text);
    return problem.status;
}

static void sql(const char *text) {
    sqlite3 *database;
    CHECK(sqlite3_open(path, &database) == SQLITE_OK);
    CHECK(sqlite3_exec(database, text, NULL, NULL, NULL) == SQLITE_OK);
    sqlite3_close(database);
}

static void add_batch(WStore *store, uint64_t first, uint32_t inputs, const char *frame) {
    WBatch batch = {.first = first, .inputs = inputs, .clock_ms = -5, .frame = w_str(frame)};
    CHECK(w_store_begin(store));
    CHECK(w_store_add_batch(store, &batch));
    CHECK(w_store_commit(store));
}

static bool join_frames(void *context, const WBatch *batch) {
    strncat(context, batch->frame.bytes, batch->frame.size);
    return true;
}

TEST(store_has_committed_batches_again) {
    begin();
    char frames[64] = "";
    WStore *store = opened();
    CHECK(w_store_last_batch(store)->number == 0);
    add_batch(store, 1, 10, "one ");
    add_batch(store, 11, 5, "two ");
    add_batch(store, 16, 5, "three");
    w_store_close(store);
    store = opened();
    CHECK(w_store_last_batch(store)->number == 3 && w_store_last_batch(store)->first == 16);
    CHECK(w_store_last_batch(store)->clock_ms == -5);
    CHECK(w_store_batches(store, 12, join_frames, frames));
    CHECK_STR(frames, "two three");
    w_store_close(store);
    end();
}

TEST(store_forgets_what_was_not_committed) {
    begin();
    WStore *store = opened();
    WHash128 id = {1, 2};
    CHECK(w_store_begin(store));
    CHECK(w_store_add_action(store, &id, W_STR("{}")));
    w_store_close(store);
    store = opened();
    CHECK(w_store_last_action(store) == 0);
    w_store_close(store);
    end();
}

static bool check_action(void *context, uint64_t number, WStr line) {
    uint64_t *last = context;
    CHECK(number == *last + 1 && w_str_equal(line, W_STR("{\"n\":1}")));
    *last = number;
    return number < 3;
}

TEST(store_numbers_actions_without_gaps) {
    begin();
    WStore *store = opened();
    WHash128 id = {1, 2};
    CHECK(w_store_begin(store));
    for (int i = 0; i < 4; i++)
        CHECK(w_store_add_action(store, &id, W_STR("{\"n\":1}")));
    CHECK(w_store_commit(store));
    w_store_close(store);
    store = opened();
    CHECK(w_store_last_action(store) == 4);
    uint64_t last = 1;
    CHECK(w_store_actions(store, 1, check_action, &last));
    CHECK(last == 3);
    w_store_close(store);
    end();
}

TEST(store_is_written_by_one_process) {
    begin();
    char why[400];
    WStore *store = opened();
    CHECK(refused("shop", why) == W_STORE_BUSY);
    CHECK(strstr(why, "another process, number") != NULL);
    w_store_close(store);
    w_store_close(opened());
    end();
}

TEST(store_can_be_read_while_it_is_written) {
    begin();
    WStoreProblem problem = {0};
    char frames[64] = "";
    WStore *store = opened();
    add_batch(store, 1, 10, "one ");
    WStore *reader = w_store_open_to_read(path, &problem);
    CHECK(reader != NULL);
    add_batch(store, 11, 10, "two ");
    CHECK(w_store_batches(reader, 1, join_frames, frames));
    CHECK_STR(frames, "one ");
    WStr bytes;
    CHECK(w_store_bundle(reader, &bytes) && w_str_equal(bytes, W_STR("bundle bytes")));
    w_store_close(reader);
    w_store_close(store);
    end();
}

TEST(store_of_another_project_is_refused) {
    begin();
    char why[400];
    w_store_close(opened());
    CHECK(refused("other", why) == W_STORE_FOREIGN);
    CHECK(strstr(why, "state of project `shop`, the bundle is of `other`") != NULL);
    digest[0]++;
    CHECK(refused("shop", why) == W_STORE_FOREIGN);
    CHECK(strstr(why, "another version of the project") != NULL);
    digest[0]--;
    end();
}

static uint64_t size_and_time(void) {
    struct stat found;
    CHECK(stat(path, &found) == 0);
    return (uint64_t)found.st_size * 31 + (uint64_t)found.st_mtim.tv_nsec;
}

TEST(store_leaves_a_foreign_file_alone) {
    begin();
    char why[400];
    sql("CREATE TABLE theirs(x)");
    uint64_t before = size_and_time();
    CHECK(refused("shop", why) == W_STORE_FOREIGN);
    CHECK(strstr(why, "a database of another program") != NULL);
    CHECK(size_and_time() == before);
    FILE *file = fopen(path, "w");
    CHECK(file && fputs("this is a letter, not a database, and long enough to be seen", file) > 0);
    fclose(file);
    CHECK(refused("shop", why) == W_STORE_FOREIGN);
    CHECK(strstr(why, "it is no state file") != NULL);
    end();
}

TEST(store_from_the_future_is_refused) {
    begin();
    char why[400];
    w_store_close(opened());
    sql("PRAGMA user_version=2");
    CHECK(refused("shop", why) == W_STORE_TOO_NEW);
    CHECK(strstr(why, "newer wend (state format 2, this one reads 1)") != NULL);
    end();
}

// Any column of a batch that is changed, and a batch that is taken out, are seen.
TEST(store_sees_a_changed_journal) {
    static const char *const changes[] = {
        "UPDATE journal SET frame = x'6f6e65' WHERE number = 2",
        "UPDATE journal SET clock = 1 WHERE number = 2",
        "UPDATE journal SET effects = zeroblob(3) WHERE number = 2",
        "UPDATE journal SET previous = zeroblob(32) WHERE number = 2",
        "DELETE FROM journal WHERE number = 2",
        "UPDATE journal SET frame = x'00' WHERE number = 3",
    };
    for (size_t i = 0; i < sizeof changes / sizeof *changes; i++) {
        begin();
        char frames[64] = "";
        WStoreProblem problem = {0};
        WStore *store = opened();
        for (uint64_t n = 0; n < 3; n++)
            add_batch(store, 1 + 10 * n, 10, "x");
        w_store_close(store);
        sql(changes[i]);
        store = w_store_open_to_read(path, &problem);
        if (store) {
            CHECK(!w_store_batches(store, 1, join_frames, frames));
            CHECK(!w_store_batches(store, 1, join_frames, frames));
            problem = *w_store_problem(store);
            w_store_close(store);
        }
        CHECK(problem.status == W_STORE_DAMAGED);
        CHECK(strstr(problem.text, "damaged") != NULL);
        end();
    }
}

static bool count_records(void *context, WStr customer, uint64_t sequence, WStr bytes) {
    (void)customer, (void)sequence, (void)bytes;
    ++*(int *)context;
    return true;
}

TEST(store_sees_a_changed_record) {
    begin();
    WStore *store = opened();
    CHECK(w_store_begin(store));
    CHECK(w_store_put_record(store, W_STR("ana"), 3, W_STR("old")));
    CHECK(w_store_put_record(store, W_STR("ana"), 7, W_STR("bytes")));
    CHECK(w_store_put_record(store, W_STR("bo"), 7, W_STR("bytes")));
    CHECK(w_store_commit(store));
    int count = 0;
    CHECK(w_store_records(store, count_records, &count) && count == 2);
    w_store_close(store);
    sql("UPDATE record SET sequence = 8 WHERE customer = 'ana'");
    store = opened();
    CHECK(!w_store_records(store, count_records, &count));
    CHECK(w_store_problem(store)->status == W_STORE_DAMAGED);
    w_store_close(store);
    end();
}

TEST(store_finds_checkpoints_in_order) {
    begin();
    WStore *store = opened();
    int64_t source;
    bool found;
    CHECK(w_store_begin(store));
    CHECK(w_store_add_source(store, W_STR("events.jsonl"), &source));
    WCheckpoint first = {100, 3, {7, UINT64_MAX}}, second = {250, 9, {9, 9}}, got;
    CHECK(w_store_add_checkpoint(store, source, &second));
    CHECK(w_store_add_checkpoint(store, source, &first));
    CHECK(w_store_commit(store));
    CHECK(w_store_next_checkpoint(store, source, 0, &got, &found) && found);
    CHECK(got.position == 100 && got.lines == 3);
    CHECK(got.digest.low == 7 && got.digest.high == UINT64_MAX);
    CHECK(w_store_next_checkpoint(store, source, 100, &got, &found) && found);
    CHECK(got.position == 250);
    CHECK(w_store_next_checkpoint(store, source, 250, &got, &found) && !found);
    w_store_close(store);
    end();
}

TEST(store_remembers_sinks_and_what_is_saved) {
    begin();
    WStore *store = opened();
    WSinkRow row = {12, 3, 99, true}, got;
    bool found;
    CHECK(w_store_saved(store).saved == 0 && w_store_saved(store).needed == 1);
    add_batch(store, 1, 20, "x");
    CHECK(w_store_begin(store));
    CHECK(w_store_put_sink(store, W_STR("/a"), &row));
    CHECK(w_store_put_saved(store, (WSaved){20, 15}));
    CHECK(w_store_commit(store));
    w_store_close(store);
    store = opened();
    CHECK(w_store_saved(store).saved == 20 && w_store_saved(store).needed == 15);
    CHECK(w_store_get_sink(store, W_STR("/a"), &got, &found) && found);
    CHECK(got.length == 12 && got.actions == 3 && got.inputs == 99 && got.is_open);
    CHECK(w_store_get_sink(store, W_STR("/b"), &got, &found) && !found);
    w_store_close(store);
    end();
}
