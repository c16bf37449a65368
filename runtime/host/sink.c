// Writing lines to a file, a pipe or standard output.
#include "runtime/host/sink.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "runtime/base/alloc.h"

static bool fail(const WSink *sink, WSinkProblem *problem, const char *doing) {
    snprintf(problem->text, sizeof problem->text, "%s: %s: %s", sink->name, doing,
             strerror(errno));
    return false;
}

static char *copy_of(const char *text) {
    size_t size = strlen(text) + 1;
    return memcpy(w_alloc(size), text, size);
}

// The absolute path of a file that is there; of a link the file it leads to.
static char *path_of(const char *name) {
    char *path = realpath(name, NULL);
    char *copy = copy_of(path ? path : name);
    free(path);
    return copy;
}

bool w_sink_open(WSink *sink, const char *name, WSinkProblem *problem) {
    struct stat found;
    bool is_standard = strcmp(name, "-") == 0;
    *sink = (WSink){.name = copy_of(is_standard ? "standard output" : name)};
    sink->file =
        is_standard ? dup(STDOUT_FILENO) : open(name, O_WRONLY | O_CREAT | O_CLOEXEC, 0666);
    if (sink->file < 0 || fstat(sink->file, &found) != 0)
        return fail(sink, problem, "cannot open it");
    sink->is_regular = S_ISREG(found.st_mode) && !is_standard;
    sink->path = is_standard ? copy_of("-") : path_of(name);
    sink->length = sink->is_regular ? (uint64_t)found.st_size : 0;
    return true;
}

bool w_sink_cut(WSink *sink, uint64_t length, WSinkProblem *problem) {
    if (!sink->is_regular) return true;
    if (sink->length < length) {
        snprintf(
            problem->text, sizeof problem->text,
            "%s: it is shorter than what was written to it; put it back, or name another file",
            sink->name);
        return false;
    }
    if (sink->length > length && ftruncate(sink->file, (off_t)length) != 0)
        return fail(sink, problem, "cannot cut it");
    if (lseek(sink->file, (off_t)length, SEEK_SET) < 0) return fail(sink, problem, "cannot seek");
    sink->length = length;
    return true;
}

bool w_sink_write(WSink *sink, WStr lines, WSinkProblem *problem) {
    size_t at = 0;
    while (at < lines.size) {
        ssize_t written = write(sink->file, lines.bytes + at, lines.size - at);
        if (written < 0 && errno == EINTR) continue;
        if (written < 0) return fail(sink, problem, "cannot write");
        at += (size_t)written;
    }
    sink->length += lines.size;
    return true;
}

bool w_sink_sync(WSink *sink, WSinkProblem *problem) {
    if (!sink->is_regular || fsync(sink->file) == 0) return true;
    return fail(sink, problem, "cannot make it durable");
}

bool w_sink_close(WSink *sink, WSinkProblem *problem) {
    bool good = true;
    if (sink->file >= 0 && close(sink->file) != 0 && errno != EINTR)
        good = fail(sink, problem, "cannot close it");
    sink->file = -1;
    w_free(sink->name);
    w_free(sink->path);
    sink->name = sink->path = NULL;
    return good;
}
