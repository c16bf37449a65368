// Finding and reading the files of a project.
//
// Premise: the folder may hold anything: links, sockets, folders nested as deep as a path allows,
// names that are no text.
// Promise: the same files in the same order on every machine, whatever order the system lists them
// in; a file that cannot be read is never passed over in silence.
#include "compiler/driver/files.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "runtime/base/alloc.h"
#include "runtime/base/limits.h"

typedef struct {
    WFiles *files;
    const char *root;
    WStr *folders; // still to be listed, below the root; "" is the root itself
    size_t folder_count;
    size_t folder_room;
    WBuffer *problem;
} Walk;

static bool complain(Walk *walk, WStr path) {
    int cause = errno;
    const char *between = path.size ? "/" : "";
    w_buffer_printf(walk->problem, "%s%s%.*s: %s", walk->root, between, W_STR_ARGS(path),
                    strerror(cause));
    return false;
}

void w_files_add(WFiles *files, WStr path, WStr bytes) {
    files->items = w_grow(files->items, &files->room, files->count + 1, sizeof *files->items);
    WFile *file = &files->items[files->count++];
    file->path = (WStr){w_arena_copy(files->arena, path.bytes, path.size), path.size};
    file->bytes = (WStr){w_arena_copy(files->arena, bytes.bytes, bytes.size), bytes.size};
}

// Reads no more than shows that a file is too big, which is a finding and not for us to say.
static bool read_all(int descriptor, WBuffer *content) {
    for (;;) {
        char *to = w_buffer_reserve(content, 1 << 16);
        ssize_t got = read(descriptor, to, 1 << 16);
        if (got < 0 && errno == EINTR) continue;
        if (got < 0) return false;
        content->size += (size_t)got;
        if (got == 0 || content->size > W_LIMIT_SOURCE_BYTES) return true;
    }
}

static bool read_file(Walk *walk, WStr path, int descriptor) {
    if (descriptor < 0) return complain(walk, path);
    WBuffer content = {0};
    bool is_read = read_all(descriptor, &content);
    if (is_read)
        w_files_add(walk->files, path, (WStr){content.bytes, content.size});
    else
        complain(walk, path);
    w_buffer_free(&content);
    close(descriptor);
    return is_read;
}

static void push_folder(Walk *walk, WStr path) {
    walk->folders =
        w_grow(walk->folders, &walk->folder_room, walk->folder_count + 1, sizeof *walk->folders);
    walk->folders[walk->folder_count++] = path;
}

static WStr joined(Walk *walk, WStr folder, const char *name) {
    WBuffer path = {0};
    w_buffer_str(&path, folder);
    if (folder.size) w_buffer_char(&path, '/');
    w_buffer_str(&path, w_str(name));
    WStr kept = {w_arena_copy(walk->files->arena, path.bytes, path.size), path.size};
    w_buffer_free(&path);
    return kept;
}

bool w_files_is_script(WStr path) {
    return path.size > 5 && memcmp(path.bytes + path.size - 5, ".wend", 5) == 0;
}

static bool take_entry(Walk *walk, int folder, WStr folder_path, const char *name) {
    if (strcmp(name, ".") == 0 || strcmp(name, "..") == 0) return true;
    WStr path = joined(walk, folder_path, name);
    struct stat state;
    if (fstatat(folder, name, &state, AT_SYMLINK_NOFOLLOW) != 0) return complain(walk, path);
    if (S_ISDIR(state.st_mode)) push_folder(walk, path);
    if (!S_ISREG(state.st_mode) || !w_files_is_script(w_str(name))) return true;
    return read_file(walk, path, openat(folder, name, O_RDONLY | O_NOFOLLOW | O_CLOEXEC));
}

static bool list_folder(Walk *walk, WStr path, DIR *folder) {
    for (;;) {
        errno = 0;
        const struct dirent *entry = readdir(folder);
        if (!entry) return errno == 0 ? true : complain(walk, path);
        if (!take_entry(walk, dirfd(folder), path, entry->d_name)) return false;
    }
}

static DIR *open_folder(const Walk *walk, WStr path) {
    WBuffer full = {0};
    w_buffer_printf(&full, "%s/%.*s", walk->root, W_STR_ARGS(path));
    w_buffer_char(&full, '\0');
    DIR *folder = opendir(full.bytes);
    w_buffer_free(&full);
    return folder;
}

// A list of folders to visit stands for recursion, so that depth is bounded by memory alone.
static bool walk_all(Walk *walk) {
    push_folder(walk, (WStr){"", 0});
    bool is_well = true;
    while (is_well && walk->folder_count > 0) {
        WStr path = walk->folders[--walk->folder_count];
        DIR *folder = open_folder(walk, path);
        is_well = folder ? list_folder(walk, path, folder) : complain(walk, path);
        if (folder) closedir(folder);
    }
    w_free(walk->folders);
    return is_well;
}

bool w_files_below(WFiles *files, const char *folder, WBuffer *problem) {
    Walk walk = {.files = files, .root = folder, .problem = problem};
    struct stat state;
    if (stat(folder, &state) != 0) return complain(&walk, (WStr){"", 0});
    if (S_ISREG(state.st_mode)) {
        int descriptor = open(folder, O_RDONLY | O_CLOEXEC);
        return read_file(&walk, (WStr){"", 0}, descriptor);
    }
    if (!walk_all(&walk)) return false;
    w_files_sort(files);
    return true;
}

static int by_path(const void *left, const void *right) {
    return w_str_compare(((const WFile *)left)->path, ((const WFile *)right)->path);
}

void w_files_sort(WFiles *files) {
    if (files->count > 1) qsort(files->items, files->count, sizeof *files->items, by_path);
}

static WStr plain_folder(WStr folder) {
    while (folder.size >= 2 && memcmp(folder.bytes, "./", 2) == 0)
        folder = (WStr){folder.bytes + 2, folder.size - 2};
    while (folder.size && folder.bytes[folder.size - 1] == '/')
        folder.size--;
    return folder;
}

bool w_files_is_below(WStr path, WStr folder) {
    folder = plain_folder(folder);
    if (folder.size == 0 || path.size < folder.size) return false;
    if (memcmp(path.bytes, folder.bytes, folder.size) != 0) return false;
    return path.size == folder.size || path.bytes[folder.size] == '/';
}

void w_files_exclude(WFiles *files, WStr folder) {
    size_t kept = 0;
    for (size_t i = 0; i < files->count; i++) {
        if (!w_files_is_below(files->items[i].path, folder))
            files->items[kept++] = files->items[i];
    }
    files->count = kept;
}

WStr w_files_shown(WArena *arena, const char *folder, WStr path) {
    if (path.size == 0) return w_str(folder);
    if (strcmp(folder, ".") == 0) return path;
    WBuffer shown = {0};
    size_t size = strlen(folder);
    while (size > 1 && folder[size - 1] == '/')
        size--;
    w_buffer_printf(&shown, "%.*s%s%.*s", (int)size, folder, folder[size - 1] == '/' ? "" : "/",
                    W_STR_ARGS(path));
    WStr kept = {w_arena_copy(arena, shown.bytes, shown.size), shown.size};
    w_buffer_free(&shown);
    return kept;
}

void w_files_free(WFiles *files) {
    w_free(files->items);
    files->items = NULL;
    files->count = files->room = 0;
}
