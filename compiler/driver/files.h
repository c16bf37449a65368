// Which files are a project, and their bytes.
#ifndef W_DRIVER_FILES_H
#define W_DRIVER_FILES_H

#include <stdbool.h>
#include <stddef.h>

#include "runtime/base/arena.h"
#include "runtime/base/bytes.h"

/// A file of a project. `path` is below the project's folder, with `/` between its parts.
typedef struct WFile {
    WStr path;
    WStr bytes;
} WFile;

/// Files of a project; sorted by the bytes of their paths once w_files_sort was called.
typedef struct WFiles {
    WArena *arena; // owns paths and bytes
    WFile *items;
    size_t count;
    size_t room;
} WFiles;

/// Add every `*.wend` file below `folder`, which may be a single file too, and sort. Links are not
/// followed. If something cannot be read the answer is false and `problem` says what and why.
bool w_files_below(WFiles *files, const char *folder, WBuffer *problem);

/// Add a file from memory; both are copied.
void w_files_add(WFiles *files, WStr path, WStr bytes);

/// Whether a path is that of a script: it ends in `.wend`.
bool w_files_is_script(WStr path);

/// Sort by the bytes of the paths.
void w_files_sort(WFiles *files);

/// Whether `path` lies in `folder` (or is it), both below the project's folder; "./a/", "a/" and
/// "a" name the same folder.
bool w_files_is_below(WStr path, WStr folder);

/// Take out the files that lie in `folder`.
void w_files_exclude(WFiles *files, WStr folder);

/// Take out the files in folders that the project's scripts say to exclude.
void w_files_leave_out_excluded(WFiles *files);

/// The path of a file below `folder` as a reader at the command line can open it.
WStr w_files_shown(WArena *arena, const char *folder, WStr path);

void w_files_free(WFiles *files);

#endif
