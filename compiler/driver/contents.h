// The files that contents of messages name, read and put into the trees.
#ifndef W_DRIVER_CONTENTS_H
#define W_DRIVER_CONTENTS_H

#include "compiler/driver/files.h"
#include "compiler/source/finding.h"
#include "compiler/syntax/tree.h"

/// A file that was read.
typedef struct WContentFile {
    const WSource *source;
    WExpr *text;
} WContentFile;

/// Where the files of a project are, and those that were read.
typedef struct WContentFiles {
    WArena *arena;
    const char *folder;  // of the project, on the disk; NULL: they are in memory
    const char *shown;   // as findings name it
    WStr only;           // the one script, as findings name it, if `folder` is not the project's
    const WFiles *given; // those in memory
    WSources *sources;   // what is read is added here
    WFindings *findings;
    WContentFile *read;
    size_t read_count;
    size_t read_room;
} WContentFiles;

/// Read the files that a script's contents name. `path` is the script's, below the project's
/// folder. What cannot be read has a finding, and its part no text.
void w_contents_read(WContentFiles *files, WTree *tree, WStr path);

/// Where the script at `path`, which is a project of its own, has its files: the folder it is in.
const char *w_contents_folder_of(WArena *arena, const char *path);

#endif
