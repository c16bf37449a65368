// A file that lines go to: actions or decisions, after their commit.
//
// A regular file is cut to its durable length when a run begins again, so each line is in it once.
// On a pipe or a terminal a line may come again.
#ifndef W_HOST_SINK_H
#define W_HOST_SINK_H

#include "runtime/base/bytes.h"

typedef struct WSink {
    int file; // descriptor; -1: nothing is written
    bool is_regular;
    char *name;      // as given, for messages
    char *path;      // absolute: how the state knows it
    uint64_t length; // of a regular file: what is in it
} WSink;

/// Why something failed, in words.
typedef struct WSinkProblem {
    char text[400];
} WSinkProblem;

/// Open a file to be written ("-": standard output), nothing in it touched.
bool w_sink_open(WSink *sink, const char *name, WSinkProblem *problem);
/// Make a regular file `length` bytes long; false if it is shorter. Writing goes on there.
bool w_sink_cut(WSink *sink, uint64_t length, WSinkProblem *problem);
/// Write lines, all of them.
bool w_sink_write(WSink *sink, WStr lines, WSinkProblem *problem);
/// Make what was written durable. Never to be tried again when it fails.
bool w_sink_sync(WSink *sink, WSinkProblem *problem);
/// False if the file system complains at last.
bool w_sink_close(WSink *sink, WSinkProblem *problem);

#endif
