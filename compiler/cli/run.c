// `wend run`: events in, actions out.
//
// Premise: the process may be killed at any moment, the disk may be full, the events may be
// anything. Promise: the same command, given again, goes on from the last commit.
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "compiler/cli/cli.h"
#include "compiler/cli/output.h"
#include "compiler/cli/print.h"
#include "compiler/cli/summary.h"
#include "wend/wend.h"

enum { CHUNK_BYTES = 256 * 1024, COMMIT_WITHIN_MS = 100, PROGRESS_MS = 500 };

typedef struct Run {
    const WCall *call;
    wend *engine;
    int events; // descriptor, or -1: none
    int64_t commit_within_ms;
    int64_t until_ms; // INT64_MIN: the last event's time
    wend_options options;
    WRunNotes notes;
    int64_t began_ms;
    int64_t committed_ms;
    int64_t shown_ms;
    bool shows_progress;
} Run;

static volatile sig_atomic_t is_stopping;

static void stop(int signal_number) {
    (void)signal_number;
    is_stopping = 1;
}

// No SA_RESTART: a read that waits is to be interrupted. A reader of our actions who goes away is
// an error of writing, not a death.
static void catch_signals(void) {
    struct sigaction action = {.sa_handler = stop};
    sigemptyset(&action.sa_mask);
    sigaction(SIGINT, &action, NULL);
    sigaction(SIGTERM, &action, NULL);
    signal(SIGPIPE, SIG_IGN);
}

static int64_t now_ms(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

// ---- The call

static bool parse_count(const char *text, uint32_t *count) {
    char *end;
    errno = 0;
    unsigned long value = strtoul(text, &end, 10);
    *count = (uint32_t)value;
    return text[0] >= '0' && text[0] <= '9' && *end == '\0' && errno == 0 && value > 0 &&
           value <= 10000000;
}

static bool parse_length(const char *text, int64_t *length_ms) {
    static const struct {
        const char *unit;
        int64_t ms;
    } units[] = {{"ms", 1}, {"s", 1000}, {"m", 60000}};
    char *end;
    errno = 0;
    long value = strtol(text, &end, 10);
    if (end == text || errno != 0 || value <= 0 || value > 3600000) return false;
    for (size_t i = 0; i < sizeof units / sizeof *units; i++) {
        *length_ms = value * units[i].ms;
        if (strcmp(end, units[i].unit) == 0) return true;
    }
    return false;
}

static void note_refused(void *context, uint64_t line_number, const char *field,
                         const char *reason) {
    Run *run = context;
    (void)field; // the reason names it
    if (run->notes.refusal_count == W_CLI_SHOWN_REFUSALS) return;
    snprintf(run->notes.refusals[run->notes.refusal_count++], sizeof run->notes.refusals[0],
             "line %llu: %s", (unsigned long long)line_number, reason);
}

static int read_call(Run *run) {
    const WCall *call = run->call;
    const char *every = w_call_option(call, "--commit-every");
    const char *within = w_call_option(call, "--commit-within");
    const char *until = w_call_option(call, "--until");
    const char *format = w_call_option(call, "--format");
    run->until_ms = INT64_MIN;
    run->commit_within_ms = COMMIT_WITHIN_MS;
    run->options = (wend_options){
        .state_path = w_call_option(call, "--state"),
        .actions_path = w_call_option(call, "--actions"),
        .decisions_path = w_call_option(call, "--decisions"),
        .on_refused = note_refused,
        .context = run,
    };
    if (every && !parse_count(every, &run->options.commit_every))
        return w_cli_usage(call, "--commit-every takes a number from 1 to 10000000");
    if (within && !parse_length(within, &run->commit_within_ms))
        return w_cli_usage(call, "--commit-within takes a length such as 100ms, 2s or 1m");
    if (until && wend_time_parse(until, &run->until_ms) != WEND_OK)
        return w_cli_usage(call, "--until: %s", wend_last_error(NULL));
    if (format && strcmp(format, "human") != 0 && strcmp(format, "json") != 0)
        return w_cli_usage(call, "--format takes human or json");
    return W_CLI_OK;
}

// ---- Events

static int open_events(Run *run) {
    const char *path = w_call_option(run->call, "--events");
    run->events = -1;
    if (!path) return W_CLI_OK;
    if (strcmp(path, "-") == 0)
        run->events = dup(STDIN_FILENO);
    else
        run->events = open(path, O_RDONLY | O_CLOEXEC);
    if (run->events >= 0) return W_CLI_OK;
    return w_cli_fault(run->call, "%s: %s", path, strerror(errno));
}

static void show_progress(Run *run, int64_t now) {
    wend_summary summary;
    char lines[W_CLI_NUMBER_BYTES], actions[W_CLI_NUMBER_BYTES];
    if (!run->shows_progress || now - run->shown_ms < PROGRESS_MS) return;
    wend_summarise(run->engine, &summary);
    fprintf(stderr, "\r%s events, %s actions", w_cli_number(summary.lines, lines),
            w_cli_number(summary.actions, actions));
    run->shown_ms = now;
}

static wend_status commit_in_time(Run *run) {
    int64_t now = now_ms();
    show_progress(run, now);
    if (wend_pending(run->engine) == 0) run->committed_ms = now;
    if (now - run->committed_ms < run->commit_within_ms) return WEND_OK;
    run->committed_ms = now;
    return wend_commit(run->engine);
}

// Wait for bytes, no longer than a batch may wait. 1: there are some, 0: not yet, -1: an error.
static int wait_for_events(Run *run) {
    struct pollfd wanted = {.fd = run->events, .events = POLLIN};
    int ready = poll(&wanted, 1, (int)run->commit_within_ms);
    return ready < 0 && errno == EINTR ? 0 : ready;
}

static wend_status feed_events(Run *run, char *chunk, int *fault) {
    wend_status status = WEND_OK;
    while (status == WEND_OK && !is_stopping) {
        ssize_t size = 0;
        int ready = wait_for_events(run);
        if (ready > 0) size = read(run->events, chunk, CHUNK_BYTES);
        if (size < 0 && errno == EINTR) continue;
        if (ready < 0 || size < 0) {
            *fault = w_cli_fault(run->call, "the events cannot be read: %s", strerror(errno));
            return WEND_OK;
        }
        if (ready > 0 && size == 0) return wend_source_end(run->engine);
        if (size > 0) status = wend_source_feed(run->engine, chunk, (size_t)size);
        if (status == WEND_OK) status = commit_in_time(run);
    }
    return status;
}

static wend_status take_events(Run *run, int *fault) {
    const char *path = w_call_option(run->call, "--events");
    if (run->events < 0) return WEND_OK;
    wend_status status = wend_source_begin(run->engine, path);
    char *chunk = malloc(CHUNK_BYTES);
    if (!chunk) *fault = w_cli_fault(run->call, "no memory");
    if (status == WEND_OK && chunk) status = feed_events(run, chunk, fault);
    free(chunk);
    return status;
}

// ---- The run

static void summarise(Run *run) {
    const char *format = w_call_option(run->call, "--format");
    if (run->shows_progress && run->shown_ms > run->began_ms) fputs("\r\033[K", stderr);
    run->notes.seconds = (double)(now_ms() - run->began_ms) / 1000;
    run->notes.was_stopped = is_stopping != 0;
    if (format && strcmp(format, "json") == 0)
        w_cli_summary_json(run->engine, &run->notes);
    else
        w_cli_summary_for_people(run->engine, &run->notes);
}

static int complain(const Run *run, const char *why) {
    w_cli_fault(run->call, "%s", why);
    fputs("what was committed is kept; the same command goes on from there\n", stderr);
    return W_CLI_FAULT;
}

static int finish(Run *run, wend_status status, int fault) {
    wend_summary summary;
    if (status == WEND_OK && fault == W_CLI_OK && !is_stopping)
        status = wend_settle(run->engine, run->until_ms);
    if (status == WEND_OK) status = wend_save(run->engine);
    if (status != WEND_OK) {
        complain(run, wend_last_error(run->engine));
        wend_close(run->engine);
        return W_CLI_FAULT;
    }
    summarise(run);
    wend_summarise(run->engine, &summary);
    if (wend_close(run->engine) != WEND_OK) return complain(run, wend_last_error(NULL));
    bool is_strict = w_call_option(run->call, "--strict") != NULL;
    return is_strict && summary.refused > 0 ? W_CLI_FAULT : fault;
}

static int run_bundle(Run *run, const char *bundle, size_t bundle_bytes) {
    int fault = W_CLI_OK;
    catch_signals();
    run->began_ms = run->committed_ms = run->shown_ms = now_ms();
    run->shows_progress = isatty(STDERR_FILENO) == 1;
    if (wend_open(bundle, bundle_bytes, &run->options, &run->engine) != WEND_OK)
        return w_cli_fault(run->call, "%s", wend_last_error(NULL));
    wend_status status = take_events(run, &fault);
    return finish(run, status, fault);
}

static int run_command(const WCall *call) {
    Run run = {.call = call};
    size_t bundle_bytes;
    int code = read_call(&run);
    if (code != W_CLI_OK) return code;
    char *bundle = w_cli_read_file(call, call->operands[0], &bundle_bytes);
    if (!bundle) return W_CLI_FAULT;
    code = open_events(&run);
    if (code == W_CLI_OK) code = run_bundle(&run, bundle, bundle_bytes);
    if (run.events >= 0) close(run.events);
    free(bundle);
    return code;
}

const WCommand w_command_run = {
    .name = "run",
    .operands = "FILE.wendb",
    .fewest_operands = 1,
    .most_operands = 1,
    .summary = "take events in, write actions out",
    .example =
        "  wend run shop.wendb --state shop.db --events events.jsonl --actions actions.jsonl\n",
    .options =
        {
            {.name = "--state",
             .value = "FILE.db",
             .summary = "the state; `:memory:` keeps nothing",
             .is_required = true},
            {.name = "--events",
             .value = "FILE|-",
             .summary = "JSON lines; known ones are skipped"},
            {.name = "--actions", .value = "FILE|-", .summary = "where actions go"},
            {.name = "--decisions", .value = "FILE|-", .summary = "where every decision goes"},
            {.name = "--until",
             .value = "TIME",
             .summary = "fire what is due up to then at the end"},
            {.name = "--commit-every",
             .value = "N",
             .summary = "events of a batch at most (1000)"},
            {.name = "--commit-within", .value = "LENGTH", .summary = "a batch's wait (100ms)"},
            {.name = "--strict", .summary = "exit 1 if an event was refused"},
            {.name = "--format", .value = "human|json", .summary = "of the summary"},
        },
    .run = run_command,
};
