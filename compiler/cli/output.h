// Writing a file whole or not at all, and reading one.
#ifndef W_CLI_OUTPUT_H
#define W_CLI_OUTPUT_H

#include "compiler/cli/cli.h"

/// Replace the file at `path` by these bytes at once: it is written beside, brought to the disk
/// and renamed, and keeps the permissions of the old one. What is no regular file (a pipe, a
/// terminal) is written to as it is. On failure one line says why, the old file stands, and the
/// answer is false.
bool w_cli_write_file(const WCall *call, const char *path, const void *bytes, size_t size_bytes);

/// The content of a file, to be freed with free(); NULL after one line that says why not.
char *w_cli_read_file(const WCall *call, const char *path, size_t *size_bytes);

#endif
