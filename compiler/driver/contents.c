// Reading the files that contents name.
//
// Premise: the paths are an author's, and the folder may hold anything.
// Promise: nothing outside of the project's folder is opened, whatever the path says and whatever
// links lead there; a file is read once, however many contents name it.
#include "compiler/driver/contents.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "compiler/syntax/syntax.h"
#include "runtime/base/alloc.h"
#include "runtime/base/limits.h"

// ---- paths

static void say(const WContentFiles *files, const WContentPart *part, const char *why,
                const char *fix) {
    WFinding *finding =
        w_finding_add(files->findings, W_E_CONTENT_FILE, part->file.span,
                      "\"%.*s\" cannot be part of a content", W_STR_ARGS(part->file.text));
    w_finding_why(finding, "%s", why);
    if (fix != NULL) w_finding_fix(finding, "%s", fix);
}

static WStr folder_of(WStr path) {
    while (path.size > 0 && path.bytes[path.size - 1] != '/')
        path.size--;
    return path;
}

static void drop_last(WBuffer *path) {
    while (path->size > 0 && path->bytes[path->size - 1] != '/')
        path->size--;
    if (path->size > 0) path->size--;
}

// Go on from `path` by one step; false if that leads out of the project.
static bool step(WBuffer *path, WStr name) {
    if (name.size == 0 || w_str_equal(name, W_STR("."))) return true;
    if (w_str_equal(name, W_STR(".."))) {
        if (path->size == 0) return false;
        drop_last(path);
        return true;
    }
    if (path->size > 0) w_buffer_char(path, '/');
    w_buffer_str(path, name);
    return true;
}

static bool walk(WBuffer *path, WStr way) {
    for (size_t start = 0, at = 0; at <= way.size; at++) {
        if (at < way.size && way.bytes[at] != '/') continue;
        if (!step(path, (WStr){way.bytes + start, at - start})) return false;
        start = at + 1;
    }
    return true;
}

// The path of a file below the project's folder; false if it does not lie there.
static bool resolve(const WContentFiles *files, WStr script, WStr name, WStr *path) {
    bool is_plain = name.size > 0 && name.bytes[0] != '/' && !memchr(name.bytes, 0, name.size);
    WBuffer way = {0};
    bool good = is_plain && walk(&way, folder_of(script)) && walk(&way, name) && way.size > 0;
    *path = (WStr){w_arena_copy(files->arena, way.bytes, way.size), way.size};
    w_buffer_free(&way);
    return good;
}

// ---- reading

// Open what is called `name` in a folder, and close the folder.
static int open_in(int folder, WStr name, int flags) {
    char terminated[256];
    int opened = -1;
    if (name.size < sizeof terminated) {
        memcpy(terminated, name.bytes, name.size);
        terminated[name.size] = '\0';
        opened = openat(folder, terminated, flags | O_RDONLY | O_NOFOLLOW | O_CLOEXEC);
    } else {
        errno = ENAMETOOLONG;
    }
    int cause = errno;
    close(folder);
    errno = cause;
    return opened;
}

// Open one step at a time, so that no link is followed on the way.
static int open_below(const char *folder, WStr path) {
    int at = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    for (size_t start = 0; at >= 0 && start < path.size;) {
        size_t end = start;
        while (end < path.size && path.bytes[end] != '/')
            end++;
        WStr name = {path.bytes + start, end - start};
        at = open_in(at, name, end < path.size ? O_DIRECTORY : O_NONBLOCK);
        start = end + 1;
    }
    return at;
}

static const char *why_not(int cause) {
    switch (cause) {
    case ENOENT: return "there is no such file; it is named from the folder of this script";
    case ELOOP: return "it is a link, and links are not followed";
    case ENOTDIR: return "something on the way to it is no folder, or a link";
    default: return strerror(cause);
    }
}

// Reads no more than shows that a file is too big.
static bool read_all(int descriptor, WBuffer *content) {
    while (content->size <= W_LIMIT_CONTENT_FILE_BYTES) {
        char *to = w_buffer_reserve(content, 1 << 16);
        ssize_t got = read(descriptor, to, 1 << 16);
        if (got < 0 && errno == EINTR) continue;
        if (got <= 0) return got == 0;
        content->size += (size_t)got;
    }
    return true;
}

static bool read_disk(const WContentFiles *files, const WContentPart *part, WStr path,
                      WBuffer *content) {
    int descriptor = open_below(files->folder, path);
    struct stat state = {0};
    const char *why = NULL;
    if (descriptor < 0 || fstat(descriptor, &state) != 0)
        why = why_not(errno);
    else if (!S_ISREG(state.st_mode))
        why = "it is no file";
    else if (!read_all(descriptor, content))
        why = strerror(errno);
    if (descriptor >= 0) close(descriptor);
    if (why != NULL) say(files, part, why, NULL);
    return why == NULL;
}

static bool read_memory(const WContentFiles *files, const WContentPart *part, WStr path,
                        WBuffer *content) {
    for (size_t i = 0; i < files->given->count; i++) {
        if (!w_str_equal(files->given->items[i].path, path)) continue;
        w_buffer_str(content, files->given->items[i].bytes);
        return true;
    }
    say(files, part, why_not(ENOENT), NULL);
    return false;
}

static bool read_file(const WContentFiles *files, const WContentPart *part, WStr path,
                      WBuffer *content) {
    bool is_read = files->folder != NULL ? read_disk(files, part, path, content)
                                         : read_memory(files, part, path, content);
    if (!is_read || content->size <= W_LIMIT_CONTENT_FILE_BYTES) return is_read;
    say(files, part, "it is larger than a file of a content may be: 256 KiB",
        "leave pictures and fonts with the provider, and name them by their address");
    return false;
}

// ---- parts

static const WContentFile *find_known(const WContentFiles *files, WStr shown) {
    for (size_t i = 0; i < files->read_count; i++) {
        if (w_str_equal(files->read[i].source->path, shown)) return &files->read[i];
    }
    return NULL;
}

static const WContentFile *add_file(WContentFiles *files, WStr shown, WStr bytes) {
    files->read =
        w_grow(files->read, &files->read_room, files->read_count + 1, sizeof *files->read);
    WContentFile *file = &files->read[files->read_count++];
    file->source = w_source_add(files->sources, shown, bytes, files->findings);
    file->text = w_syntax_parse_text(files->arena, file->source, files->findings);
    return file;
}

static void read_part(WContentFiles *files, WContentPart *part, WStr script) {
    WStr path;
    if (!resolve(files, script, part->file.text, &path)) {
        say(files, part, "it does not lie in the project's folder",
            "name a file beside this script or below it: body file \"cart.html\"");
        return;
    }
    WStr shown = w_files_shown(files->arena, files->shown, path);
    const WContentFile *file = find_known(files, shown);
    WBuffer content = {0};
    if (file == NULL && read_file(files, part, path, &content))
        file = add_file(files, shown, (WStr){content.bytes, content.size});
    w_buffer_free(&content);
    if (file == NULL) return;
    part->source = file->source;
    part->text = file->text;
}

// A name that recovery put in was forgotten, and that was said.
static bool names_file(const WTree *tree, const WContentPart *part) {
    if (part->text != NULL || !w_name_given(part->file)) return false;
    return part->file.text.size > 0 || !tree->broken;
}

static void read_parts(WContentFiles *files, const WTree *tree, WContentPart *part, WStr script) {
    for (; part != NULL; part = part->next) {
        if (names_file(tree, part)) read_part(files, part, script);
    }
}

void w_contents_read(WContentFiles *files, WTree *tree, WStr path) {
    for (WDecl *decl = tree->first; decl != NULL; decl = decl->next) {
        if (decl->kind != W_DECL_MESSAGE) continue;
        for (WContent *c = decl->message.contents; c != NULL; c = c->next)
            read_parts(files, tree, c->parts, path);
    }
}

const char *w_contents_folder_of(WArena *arena, const char *path) {
    WStr folder = folder_of(w_str(path));
    while (folder.size > 1 && folder.bytes[folder.size - 1] == '/')
        folder.size--;
    return folder.size == 0 ? "." : w_arena_copy(arena, folder.bytes, folder.size);
}
