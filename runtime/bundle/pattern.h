// Regular expressions of `matches`, by PCRE2. A match has a limit of steps, so that no pattern and
// no text can make a turn long.
#ifndef W_BUNDLE_PATTERN_H
#define W_BUNDLE_PATTERN_H

#include <stdbool.h>

#include "runtime/base/bytes.h"

/// Compile; NULL if it is no pattern, with the reason (static or in `message`, which must hold 128
/// bytes) and the offset of the mistake. Free with w_pattern_free.
void *w_pattern_compile(WStr pattern, char message[128], size_t *offset);
void w_pattern_free(void *pattern);

/// Does the pattern match anywhere in the text (valid UTF-8)? A match that takes too many steps is
/// none.
bool w_pattern_matches(const void *pattern, WStr text);

#endif
