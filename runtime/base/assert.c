// Assertions: the message and the end.
//
// Promise: the claim and its place reach standard error before the process ends, so that a core
// file and one line of log are enough to start from.
#include "runtime/base/assert.h"

#include <stdio.h>
#include <stdlib.h>

void w_assert_failed(const char *file, int line, const char *claim) {
    fprintf(stderr, "wend: internal error at %s:%d: expected %s\n", file, line, claim);
    abort();
}
