// Formatter: the one layout of scripts.
//
// Premise: a tree that parsed without a finding.
// Promise: the same tokens in the same order, but for commas that may be left out and the `from
// exit` of a `reenter after`; every comment, in order; a text that is laid out already stays as it
// is, byte for byte.
//
// docs/format.md says what the layout is.
#ifndef W_FORMAT_FORMAT_H
#define W_FORMAT_FORMAT_H

#include "compiler/syntax/tree.h"
#include "runtime/base/arena.h"
#include "runtime/base/bytes.h"

/// Columns a line may have, if it can be broken.
#define W_FORMAT_COLUMNS 100

/// Append the script of `tree`, which is not broken, to `out`. The arena is for the work.
void w_format(WArena *arena, const WTree *tree, WBuffer *out);

#endif
