// Differences between two texts, as people and `patch` read them.
#ifndef W_CLI_DIFF_H
#define W_CLI_DIFF_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

/// One of two texts that are compared.
typedef struct WText {
    const char *name;
    const char *bytes; // not terminated
    size_t size_bytes;
} WText;

/// Print a unified diff from one text to another: nothing if they are equal.
void w_cli_print_diff(FILE *to, WText before, WText after);

#endif
