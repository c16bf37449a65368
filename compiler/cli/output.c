// Files as a command writes and reads them.
//
// Premise: the disk may be full, the folder read-only, the process killed at any moment.
// Promise: a name never stands for half a file; a write that failed has said so.
#include "compiler/cli/output.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static bool write_all(int descriptor, const char *bytes, size_t size_bytes) {
    while (size_bytes > 0) {
        ssize_t written = write(descriptor, bytes, size_bytes);
        if (written < 0 && errno == EINTR) continue;
        if (written < 0) return false;
        bytes += written;
        size_bytes -= (size_t)written;
    }
    return true;
}

static bool complain(const WCall *call, const char *path) {
    w_cli_fault(call, "%s: %s", path, strerror(errno));
    return false;
}

// A new name is only as durable as the folder it stands in.
static bool sync_folder_of(const char *path) {
    char folder[PATH_MAX];
    const char *slash = strrchr(path, '/');
    size_t size = slash ? (size_t)(slash - path) : 0;
    memcpy(folder, path, size);
    folder[size] = '\0';
    int descriptor = open(size ? folder : (slash ? "/" : "."), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (descriptor < 0) return false;
    bool is_synced = fsync(descriptor) == 0;
    close(descriptor);
    return is_synced;
}

static mode_t mode_of_new_files(void) {
    mode_t mask = umask(0);
    umask(mask);
    return 0666 & ~mask;
}

static bool fill(int descriptor, mode_t mode, const void *bytes, size_t size_bytes) {
    return write_all(descriptor, bytes, size_bytes) && fchmod(descriptor, mode) == 0 &&
           fsync(descriptor) == 0;
}

static bool replace(const WCall *call, const char *path, mode_t mode, const void *bytes,
                    size_t size_bytes) {
    char beside[PATH_MAX];
    int length = snprintf(beside, sizeof beside, "%s.XXXXXX", path);
    if (length < 0 || (size_t)length >= sizeof beside) {
        errno = ENAMETOOLONG;
        return complain(call, path);
    }
    int descriptor = mkstemp(beside);
    if (descriptor < 0) return complain(call, path);
    bool is_written = fill(descriptor, mode, bytes, size_bytes);
    is_written = close(descriptor) == 0 && is_written;
    if (is_written && rename(beside, path) == 0)
        return sync_folder_of(path) ? true : complain(call, path);
    complain(call, path);
    unlink(beside);
    return false;
}

static bool write_through(const WCall *call, const char *path, const void *bytes,
                          size_t size_bytes) {
    int descriptor = open(path, O_WRONLY | O_CLOEXEC);
    if (descriptor < 0) return complain(call, path);
    bool is_written = write_all(descriptor, bytes, size_bytes);
    is_written = close(descriptor) == 0 && is_written;
    return is_written ? true : complain(call, path);
}

bool w_cli_write_file(const WCall *call, const char *path, const void *bytes, size_t size_bytes) {
    struct stat state;
    bool is_there = stat(path, &state) == 0;
    if (is_there && S_ISDIR(state.st_mode)) {
        errno = EISDIR;
        return complain(call, path);
    }
    if (is_there && !S_ISREG(state.st_mode)) return write_through(call, path, bytes, size_bytes);
    char target[PATH_MAX]; // behind links, so that a link stays one
    const char *behind = is_there && realpath(path, target) ? target : path;
    mode_t mode = is_there ? state.st_mode & 07777 : mode_of_new_files();
    return replace(call, behind, mode, bytes, size_bytes);
}

static char *read_rest(FILE *file, size_t *size_bytes) {
    size_t room = 1 << 16, size = 0;
    char *bytes = malloc(room);
    while (bytes) {
        size += fread(bytes + size, 1, room - size, file);
        if (size < room) break;
        char *more = realloc(bytes, room *= 2);
        if (!more) free(bytes);
        bytes = more;
    }
    *size_bytes = size;
    return bytes;
}

char *w_cli_read_file(const WCall *call, const char *path, size_t *size_bytes) {
    FILE *file = fopen(path, "rbe");
    if (!file) {
        complain(call, path);
        return NULL;
    }
    errno = 0;
    char *bytes = read_rest(file, size_bytes);
    if (!bytes || ferror(file)) {
        complain(call, path);
        free(bytes);
        bytes = NULL;
    }
    fclose(file);
    return bytes;
}
