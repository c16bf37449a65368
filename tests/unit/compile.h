// For tests: scripts to a bundle, through the whole compiler.
#ifndef W_UNIT_COMPILE_H
#define W_UNIT_COMPILE_H

#include "runtime/base/bytes.h"
#include "runtime/bundle/bundle.h"

/// Compile files (terminated texts) as one project and append the bundle's bytes. False if there
/// is an error; the findings are printed to standard error.
bool compile_files(const char *const *files, size_t count, WBuffer *bytes);

/// The same of one file, opened. NULL if there is an error or the verifier refuses; both are
/// printed. Close with w_bundle_close.
WBundle *compile_text(const char *text);

/// Open, or print the refusal.
WBundle *open_bundle(const WBuffer *bytes);

/// The whole file below the source folder or beside it, with a terminator; NULL if it is not
/// there. Free with w_buffer_free.
const char *read_whole(const char *path, WBuffer *into);

#endif
