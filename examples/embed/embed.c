// A host in a hundred lines: it opens a bundle, feeds it events as they come, and delivers
// actions.
//
//     embed BUNDLE STATE DELIVERED < events.jsonl > messages
//
// DELIVERED keeps the number of the last action that was delivered. So every action is delivered
// even if this program is killed between a commit and its delivery; one may be delivered twice
// (with the same id) if it is killed between a delivery and the note of it.
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "wend/wend.h"

enum { EVENTS_A_COMMIT = 100 };

typedef struct Host {
    const char *delivered_path;
    uint64_t delivered; // number of the last action
} Host;

static int fail(const char *what, const char *why) {
    fprintf(stderr, "embed: %s: %s\n", what, why);
    return 1;
}

static void load_delivered(Host *host) {
    FILE *file = fopen(host->delivered_path, "r");
    if (!file) return;
    if (fscanf(file, "%" SCNu64, &host->delivered) != 1) host->delivered = 0;
    fclose(file);
}

static int save_delivered(const Host *host) {
    FILE *file = fopen(host->delivered_path, "w");
    if (!file) return fail(host->delivered_path, "cannot be written");
    fprintf(file, "%" PRIu64 "\n", host->delivered);
    return fclose(file) == 0 ? 0 : fail(host->delivered_path, "cannot be written");
}

// Called for each action that is committed. A real host would hand it to a queue or a provider;
// the line is a CloudEvents JSON object.
static void deliver(void *context, uint64_t number, const char *line, size_t line_bytes) {
    Host *host = context;
    if (number <= host->delivered) return;
    fwrite(line, 1, line_bytes, stdout);
    putchar('\n');
    host->delivered = number;
}

static char *read_file(const char *path, size_t *size_bytes) {
    FILE *file = fopen(path, "rb");
    char *bytes = NULL;
    if (!file) return NULL;
    if (fseek(file, 0, SEEK_END) == 0) {
        long size = ftell(file);
        rewind(file);
        if (size > 0) bytes = malloc((size_t)size);
        if (bytes && fread(bytes, 1, (size_t)size, file) == (size_t)size)
            *size_bytes = (size_t)size;
    }
    fclose(file);
    return bytes;
}

// One event after the other; actions come through `deliver` with each commit.
static wend_status take_events(wend *engine, Host *host) {
    char *line = NULL;
    size_t room = 0;
    ssize_t size;
    wend_status status = WEND_OK;
    while (status == WEND_OK && (size = getline(&line, &room, stdin)) > 0) {
        status = wend_event(engine, line, (size_t)size, NULL);
        if (status == WEND_OK && wend_pending(engine) >= EVENTS_A_COMMIT) {
            status = wend_commit(engine);
            if (fflush(stdout) != 0 || save_delivered(host) != 0) status = WEND_IO;
        }
    }
    free(line);
    return status;
}

static int run(wend *engine, Host *host) {
    // What was committed before this process began, but never delivered, comes first.
    wend_status status = wend_actions(engine, host->delivered, deliver, host);
    if (status == WEND_OK) status = take_events(engine, host);
    // The stream ends here; a host whose stream never ends calls this never.
    if (status == WEND_OK) status = wend_settle(engine, INT64_MIN);
    if (status == WEND_OK) status = wend_commit(engine);
    if (status != WEND_OK) fail("it stopped", wend_last_error(engine));
    int code = status == WEND_OK ? 0 : 1;
    if (wend_close(engine) != WEND_OK) code = fail("closing", wend_last_error(NULL));
    if (fflush(stdout) != 0 || save_delivered(host) != 0) code = 1;
    return code;
}

int main(int argc, char **argv) {
    size_t size_bytes = 0;
    wend *engine;
    if (argc != 4) return fail("usage", "embed BUNDLE STATE DELIVERED < EVENTS");
    Host host = {.delivered_path = argv[3]};
    wend_options options = {.state_path = argv[2], .on_action = deliver, .context = &host};
    char *bundle = read_file(argv[1], &size_bytes);
    if (!bundle) return fail(argv[1], "cannot be read");
    load_delivered(&host);
    wend_status status = wend_open(bundle, size_bytes, &options, &engine);
    free(bundle); // the engine has its own copy
    return status == WEND_OK ? run(engine, &host) : fail("opening", wend_last_error(NULL));
}
