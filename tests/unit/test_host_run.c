// Runs through the C API: what leaves, and that a run that was killed and run again ends as if
// nothing had happened.
#include <sqlite3.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "runtime/base/bytes.h"
#include "tests/unit/assemble.h"
#include "tests/unit/test.h"
#include "wend/wend.h"

static char folder[64];
static WBuffer bundle;

static const char *file(const char *name) {
    static char paths[8][256];
    static unsigned next;
    char *path = paths[next++ % 8];
    snprintf(path, sizeof paths[0], "%s/%s", folder, name);
    return path;
}

static void begin(void) {
    WBundleBuilder builder = {0};
    snprintf(folder, sizeof folder, "/tmp/wend-host-XXXXXX");
    CHECK(mkdtemp(folder) != NULL);
    build_shop(&builder);
    builder.journeys[SHOP_WELCOME].expires_day = INT64_MAX;
    bundle = bundle_bytes(&builder);
    bundle_builder_free(&builder);
}

static void end(void) {
    char command[128];
    snprintf(command, sizeof command, "rm -rf %s", folder);
    CHECK(system(command) == 0);
    w_buffer_free(&bundle);
}

static wend_options files(const char *name) {
    static char state[256], actions[256], decisions[256];
    snprintf(state, sizeof state, "%s/%s.db", folder, name);
    snprintf(actions, sizeof actions, "%s/%s.actions", folder, name);
    snprintf(decisions, sizeof decisions, "%s/%s.decisions", folder, name);
    return (wend_options){
        .state_path = state, .actions_path = actions, .decisions_path = decisions};
}

static wend *opened(const wend_options *options) {
    wend *engine;
    wend_status status = wend_open(bundle.bytes, bundle.size, options, &engine);
    if (status != WEND_OK) print_error("%s\n", wend_last_error(NULL));
    CHECK(status == WEND_OK);
    return engine;
}

static wend_status refused(const wend_options *options) {
    wend *engine;
    wend_status status = wend_open(bundle.bytes, bundle.size, options, &engine);
    CHECK(status != WEND_OK && engine == NULL);
    return status;
}

static void feed_line(wend *engine, const char *line) {
    wend_outcome outcome;
    CHECK(wend_event(engine, line, strlen(line), &outcome) == WEND_OK);
    if (outcome != WEND_TAKEN) print_error("outcome %d: %s\n", outcome, line);
    CHECK(outcome == WEND_TAKEN);
}

static const char *content(const char *path) {
    static WBuffer read[2];
    static unsigned next;
    WBuffer *out = &read[next++ % 2];
    char piece[4096];
    size_t size;
    FILE *in = fopen(path, "r");
    w_buffer_clear(out);
    while (in && (size = fread(piece, 1, sizeof piece, in)) > 0)
        w_buffer_append(out, piece, size);
    if (in) fclose(in);
    w_buffer_char(out, '\0');
    return out->bytes;
}

#define IDENTIFY                                                                        \
    "{\"type\":\"identify\",\"userId\":\"ana\",\"timestamp\":\"2026-03-02T08:00:00Z\"," \
    "\"messageId\":\"i\",\"traits\":{\"email\":\"ana@example.com\",\"consent\":true}}"
#define PURCHASE                                                                                \
    "{\"type\":\"track\",\"userId\":\"ana\",\"event\":\"Order Completed\",\"messageId\":\"p\"," \
    "\"timestamp\":\"2026-03-02T09:00:00.250Z\",\"properties\":{\"total\":50,"                  \
    "\"items\":[\"cup\"],\"note\":\"An \\\"na\\\"\",\"unread\":\"x\"}}"

static void take_line(void *context, uint64_t number, const char *line, size_t line_bytes) {
    WBuffer *lines = context;
    w_buffer_printf(lines, "%d ", (int)number);
    w_buffer_append(lines, line, line_bytes);
    w_buffer_char(lines, '\n');
}

// The whole contract of an action, to the byte.
TEST(host_gives_actions_after_the_commit) {
    begin();
    WBuffer lines = {0};
    wend_options options = {.state_path = ":memory:", .on_action = take_line, .context = &lines};
    wend *engine = opened(&options);
    feed_line(engine, IDENTIFY);
    feed_line(engine, PURCHASE);
    CHECK(lines.size == 0);
    CHECK(wend_commit(engine) == WEND_OK);
    w_buffer_char(&lines, '\0');
    const char *id = strstr(lines.bytes, "\"id\":\"");
    CHECK(id && strlen(id) > 38);
    memset(lines.bytes + (id + 6 - lines.bytes), '0', 32);
    CHECK_STR(
        lines.bytes,
        "1 {\"specversion\":\"1.0\",\"id\":\"00000000000000000000000000000000\","
        "\"time\":\"2026-03-02T09:00:00.250Z\",\"type\":\"wend.action.v1\",\"source\":\"shop\","
        "\"subject\":\"ana\",\"data\":{\"journey\":\"welcome\",\"version\":\"000000000000002a\","
        "\"stage\":\"first\",\"channel\":\"email\",\"message\":\"hello\","
        "\"class\":\"promotional\",\"tags\":[\"spring\",\"sale\"],\"locale\":\"en\","
        "\"to\":\"ana@example.com\",\"params\":{\"name\":\"An \\\"na\\\"\",\"items\":[\"cup\"]},"
        "\"content\":{\"subject\":\"An \\\"na\\\"\",\"body\":\"An \\\"na\\\"\"}}}\n");
    CHECK(wend_close(engine) == WEND_OK);
    w_buffer_free(&lines);
    end();
}

TEST(host_tells_what_it_refuses) {
    begin();
    wend_options options = {.state_path = ":memory:"};
    wend *engine = opened(&options);
    wend_outcome outcome;
    wend_summary summary;
    CHECK(wend_event(engine, "{", 1, &outcome) == WEND_OK && outcome == WEND_REFUSED);
    CHECK(wend_event(engine, "  \r\n", 4, &outcome) == WEND_OK && outcome == WEND_BLANK);
    feed_line(engine, PURCHASE);
    CHECK(wend_event(engine, PURCHASE, strlen(PURCHASE), &outcome) == WEND_OK);
    CHECK(outcome == WEND_DUPLICATE);
    wend_summarise(engine, &summary);
    CHECK(summary.lines == 3 && summary.refused == 1 && summary.duplicates == 1);
    CHECK(summary.taken == 1 && summary.customers == 1);
    CHECK_STR(summary.project, "shop");
    CHECK(wend_source_feed(engine, "x", 1) == WEND_MISUSE);
    CHECK_STR(wend_last_error(engine), "no source is open");
    CHECK(wend_close(engine) == WEND_OK);
    CHECK(refused(&(wend_options){.state_path = "/nowhere/at/all.db"}) == WEND_STORE);
    CHECK(strstr(wend_last_error(NULL), "/nowhere/at/all.db: ") != NULL);
    end();
}

// Two customers cannot be made one yet: the line is kept with its reason, and the run goes on.
TEST(host_keeps_an_alias_for_later) {
    static const char alias[] = "{\"type\":\"alias\",\"previousId\":\"a\",\"userId\":\"b\","
                                "\"timestamp\":\"2025-03-01T00:00:00Z\",\"messageId\":\"m\"}";
    begin();
    wend_options options = files("alias");
    wend *engine = opened(&options);
    wend_outcome outcome;
    CHECK(wend_event(engine, alias, strlen(alias), &outcome) == WEND_OK);
    CHECK(outcome == WEND_REFUSED);
    feed_line(engine, "{\"type\":\"tick\",\"timestamp\":\"2025-03-02T00:00:00Z\"}");
    CHECK(wend_close(engine) == WEND_OK);
    end();
}

TEST(host_refuses_damaged_bundles) {
    begin();
    wend_options options = files("s");
    bundle.bytes[bundle.size / 2] ^= 1;
    CHECK(refused(&options) == WEND_BAD_BUNDLE);
    CHECK(strstr(wend_last_error(NULL), "the bundle is refused: ") != NULL);
    CHECK(access(options.state_path, F_OK) != 0);
    CHECK(access(options.actions_path, F_OK) != 0);
    end();
}

// ---- Runs that are killed

enum { PEOPLE = 23 };

// A year of purchases and clicks of some people, with lines that are no events.
static void write_events(WBuffer *out, int count) {
    uint64_t seed = 7;
    for (int i = 0; i < PEOPLE; i++)
        w_buffer_printf(
            out,
            "{\"type\":\"identify\",\"userId\":\"c%d\",\"messageId\":\"i%d\",\"timestamp\":"
            "\"2025-01-01T00:00:00Z\",\"traits\":{\"email\":\"c%d@example.com\","
            "\"consent\":%s,\"timezone\":\"America/New_York\"}}\n",
            i, i, i, i % 5 ? "true" : "false");
    for (int i = 0; i < count; i++) {
        seed = seed * 6364136223846793005u + 1442695040888963407u;
        int who = (int)(seed >> 33) % PEOPLE, what = (int)(seed >> 40) % 8;
        int day = 1 + i * 27 / count, hour = (i * 27 * 24 / count) % 24;
        const char *event = what < 5 ? "Order Completed" : what < 7 ? "Email Clicked" : "Other";
        const char *body = what < 5 ? "\"total\":50,\"items\":[\"cup\",\"lamp\"],\"unread\":\"x\""
                           : what < 7 ? "\"link\":\"l\""
                                      : "";
        w_buffer_printf(
            out,
            "{\"type\":\"track\",\"userId\":\"c%d\",\"event\":\"%s\",\"messageId\":\"m%d\","
            "\"timestamp\":\"2025-01-%02dT%02d:00:00Z\",\"properties\":{%s}}\n",
            who, event, i % 50 == 49 ? i - 1 : i, day, hour, body);
        if (i % 40 == 0) w_buffer_str(out, W_STR("{\"type\":\"track\"}\n\n"));
    }
}

// Take a source in, in pieces; with `die_at` bytes taken in the process is gone.
static void run(const char *name, WStr events, uint32_t commit_every, size_t die_at) {
    wend_options options = files(name);
    options.commit_every = commit_every;
    wend *engine = opened(&options);
    CHECK(wend_source_begin(engine, "events.jsonl") == WEND_OK);
    for (size_t at = 0; at < events.size; at += 997) {
        size_t size = events.size - at < 997 ? events.size - at : 997;
        CHECK(wend_source_feed(engine, events.bytes + at, size) == WEND_OK);
        if (at >= die_at) _exit(9);
    }
    CHECK(wend_source_end(engine) == WEND_OK);
    CHECK(wend_settle(engine, INT64_MIN) == WEND_OK);
    CHECK(wend_close(engine) == WEND_OK);
}

static void run_killed(const char *name, WStr events, uint32_t commit_every, size_t die_at) {
    int status;
    fflush(NULL);
    pid_t child = fork();
    CHECK(child >= 0);
    if (child == 0) {
        run(name, events, commit_every, die_at);
        _exit(0);
    }
    CHECK(waitpid(child, &status, 0) == child && WIFEXITED(status));
    CHECK(WEXITSTATUS(status) == 9);
}

static void dump_query(WBuffer *out, const char *path, const char *sql) {
    sqlite3 *database;
    sqlite3_stmt *rows;
    CHECK(sqlite3_open_v2(path, &database, SQLITE_OPEN_READONLY, NULL) == SQLITE_OK);
    CHECK(sqlite3_prepare_v2(database, sql, -1, &rows, NULL) == SQLITE_OK);
    while (sqlite3_step(rows) == SQLITE_ROW)
        w_buffer_printf(out, "%s\n", (const char *)sqlite3_column_text(rows, 0));
    CHECK(sqlite3_finalize(rows) == SQLITE_OK);
    sqlite3_close(database);
}

// All that must be the same: files, records, outbox, dead letters, and nothing left to do.
static void check_same(const char *wanted, const char *got) {
    static const char *const queries[] = {
        "SELECT customer || sequence || hex(bytes) FROM record ORDER BY customer",
        "SELECT number || hex(id) || line FROM outbox ORDER BY number",
        "SELECT number || ' ' || line || field || reason || hex(bytes) FROM dead_letter",
        "SELECT value FROM meta WHERE name IN ('saved', 'needed')",
        "SELECT max(position) || ' ' || max(lines) FROM checkpoint",
        "SELECT count(*) FROM source",
    };
    char paths[4][32];
    static const char *const ends[] = {"%s.actions", "%s.decisions"};
    for (int i = 0; i < 2; i++) {
        snprintf(paths[2 * i], 32, ends[i], wanted);
        snprintf(paths[2 * i + 1], 32, ends[i], got);
        CHECK_STR(content(file(paths[2 * i + 1])), content(file(paths[2 * i])));
    }
    for (size_t i = 0; i < sizeof queries / sizeof *queries; i++) {
        WBuffer a = {0}, b = {0};
        snprintf(paths[0], 32, "%s.db", wanted);
        snprintf(paths[1], 32, "%s.db", got);
        dump_query(&a, file(paths[0]), queries[i]);
        dump_query(&b, file(paths[1]), queries[i]);
        w_buffer_char(&a, '\0');
        w_buffer_char(&b, '\0');
        CHECK_STR(b.bytes, a.bytes);
        w_buffer_free(&a);
        w_buffer_free(&b);
    }
}

TEST(host_run_that_was_killed_ends_the_same) {
    begin();
    WBuffer events = {0};
    write_events(&events, 900);
    WStr all = {events.bytes, events.size};
    run("whole", all, 50, SIZE_MAX);
    CHECK(strlen(content(file("whole.actions"))) > 10000);
    for (size_t i = 0; i < 7; i++) {
        char name[16];
        uint32_t every = i % 2 ? 50 : 17;
        snprintf(name, sizeof name, "k%zu", i);
        run_killed(name, all, every, all.size * i / 7);
        run_killed(name, all, every, all.size * (i + 1) / 8);
        run(name, all, 50, SIZE_MAX);
        check_same("whole", name);
    }
    w_buffer_free(&events);
    end();
}

TEST(host_run_again_changes_nothing) {
    begin();
    WBuffer events = {0};
    write_events(&events, 300);
    WStr all = {events.bytes, events.size};
    run("once", all, 50, SIZE_MAX);
    run("twice", all, 50, SIZE_MAX);
    run("twice", all, 13, SIZE_MAX);
    check_same("once", "twice");
    w_buffer_free(&events);
    end();
}

// A file that has grown goes on where it ended; one that lacks its last line feed too.
TEST(host_source_that_grew_goes_on) {
    begin();
    WBuffer events = {0};
    write_events(&events, 300);
    WStr all = {events.bytes, events.size}, half = all;
    half.size = (size_t)((const char *)memchr(all.bytes + all.size / 2, '\n', 400) - all.bytes);
    wend_options options = files("grown");
    wend *engine = opened(&options);
    CHECK(wend_source_begin(engine, "a") == WEND_OK);
    CHECK(wend_source_feed(engine, half.bytes, half.size) == WEND_OK);
    CHECK(wend_source_end(engine) == WEND_OK);
    CHECK(wend_close(engine) == WEND_OK);
    run("grown", all, 50, SIZE_MAX);
    run("once", all, 50, SIZE_MAX);
    check_same("once", "grown");
    w_buffer_free(&events);
    end();
}

// Two sources that begin alike: the second is known as far as it is the first.
TEST(host_source_that_forks_is_taken_from_the_fork) {
    begin();
    WBuffer events = {0}, other = {0};
    wend_summary summary;
    write_events(&events, 300);
    size_t fork_at = (size_t)((char *)memchr(events.bytes + 40000, '\n', 400) - events.bytes) + 1;
    w_buffer_append(&other, events.bytes, fork_at);
    for (int i = 0; i < 80; i++)
        w_buffer_printf(&other,
                        "{\"type\":\"track\",\"userId\":\"n%d\",\"event\":\"Order Completed\","
                        "\"timestamp\":\"2025-02-01T00:00:00Z\",\"properties\":{\"total\":50,"
                        "\"items\":[],\"unread\":\"\"}}\n",
                        i);
    run("s", (WStr){events.bytes, events.size}, 20, SIZE_MAX);
    for (int again = 0; again < 2; again++) {
        wend_options options = files("s");
        options.commit_every = 20;
        wend *engine = opened(&options);
        CHECK(wend_source_begin(engine, "b") == WEND_OK);
        CHECK(wend_source_feed(engine, other.bytes, other.size) == WEND_OK);
        CHECK(wend_source_end(engine) == WEND_OK);
        wend_summarise(engine, &summary);
        CHECK(summary.taken == (again ? 0 : 80));
        CHECK(summary.skipped_bytes <= (again ? other.size : fork_at));
        CHECK(summary.skipped_bytes >= (again ? other.size : fork_at - 6000));
        CHECK(wend_close(engine) == WEND_OK);
    }
    w_buffer_free(&events);
    w_buffer_free(&other);
    end();
}

// ---- Files that are not as they were

static void append(const char *path, const char *text) {
    FILE *out = fopen(path, "a");
    CHECK(out && fputs(text, out) >= 0);
    fclose(out);
}

TEST(host_refuses_files_it_has_not_written) {
    begin();
    wend_options options = files("s");
    append(options.actions_path, "a letter\n");
    CHECK(refused(&options) == WEND_MISMATCH);
    CHECK(strstr(wend_last_error(NULL), "holds what this state has not written") != NULL);
    CHECK_STR(content(options.actions_path), "a letter\n");
    end();
}

TEST(host_sees_a_file_that_was_cut) {
    begin();
    WBuffer events = {0};
    write_events(&events, 300);
    run("s", (WStr){events.bytes, events.size}, 50, SIZE_MAX);
    wend_options options = files("s");
    CHECK(truncate(options.actions_path, 100) == 0);
    CHECK(refused(&options) == WEND_MISMATCH);
    CHECK(strstr(wend_last_error(NULL), "shorter than what was written") != NULL);
    CHECK(unlink(options.actions_path) == 0); // taken away: a new one begins
    CHECK(wend_close(opened(&options)) == WEND_OK);
    CHECK_STR(content(options.actions_path), "");
    w_buffer_free(&events);
    end();
}

TEST(host_stops_when_a_replay_differs) {
    begin();
    WBuffer events = {0};
    write_events(&events, 300);
    WStr all = {events.bytes, events.size};
    run_killed("s", all, 20, all.size / 2);
    wend_options options = files("s");
    sqlite3 *database;
    CHECK(sqlite3_open(options.state_path, &database) == SQLITE_OK);
    CHECK(sqlite3_exec(database, "UPDATE journal SET effects = zeroblob(16) WHERE number = 3", 0,
                       0, 0) == SQLITE_OK);
    sqlite3_close(database);
    CHECK(refused(&options) == WEND_STORE);
    CHECK(strstr(wend_last_error(NULL), "damaged") != NULL);
    w_buffer_free(&events);
    end();
}

// ---- The story

static void take_moment(void *context, const wend_moment *moment) {
    WBuffer *story = context;
    char at[WEND_TIME_BYTES];
    w_buffer_printf(story, "%s %s", wend_time_print(moment->local_ms, at), moment->what);
    const char *const parts[] = {moment->event,   moment->values, moment->outcome,
                                 moment->journey, moment->stage,  moment->message,
                                 moment->reason,  moment->rule,   moment->text};
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        if (*parts[i]) w_buffer_printf(story, " %s", parts[i]);
    }
    w_buffer_char(story, '\n');
}

TEST(host_tells_why) {
    begin();
    WBuffer story = {0};
    wend_options options = files("s");
    wend *engine = opened(&options);
    feed_line(engine, IDENTIFY);
    feed_line(engine, PURCHASE);
    CHECK(wend_close(engine) == WEND_OK);
    wend_why_options why = {.state_path = options.state_path, .customer = "ana"};
    CHECK(wend_why(&why, take_moment, &story) == WEND_OK);
    w_buffer_char(&story, '\0');
    CHECK_STR(story.bytes, "2026-03-02T09:00:00Z profile email: \"ana@example.com\", "
                           "consent: true\n"
                           "2026-03-02T10:00:00.250Z event purchase total: 50, items: [\"cup\"], "
                           "note: \"An \\\"na\\\"\"\n"
                           "2026-03-02T10:00:00.250Z entry entered welcome purchase\n"
                           "2026-03-02T10:00:00.250Z send sent welcome first hello\n"
                           "2026-03-02T10:00:00.250Z stands welcome first\n");
    why.customer = "bo";
    CHECK(wend_why(&why, take_moment, &story) == WEND_NOT_FOUND);
    why = (wend_why_options){.state_path = options.state_path, .customer = "ana", .journey = "x"};
    CHECK(wend_why(&why, take_moment, &story) == WEND_NOT_FOUND);
    CHECK_STR(wend_last_error(NULL), "the project has no such journey");
    w_buffer_free(&story);
    end();
}
