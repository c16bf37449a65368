// From a program to the bytes of its bundle.
//
// Premise: a program that w_check gave out.
// Promise: the same program gives the same bytes, and the verifier accepts them. Where the program
// is too large for a bundle there is a finding and no bytes.
#ifndef W_EMIT_EMIT_H
#define W_EMIT_EMIT_H

#include <stdbool.h>

#include "compiler/check/program.h"
#include "compiler/source/finding.h"
#include "runtime/base/bytes.h"

/// Append the bundle of `program` to `out`. False if it has a finding; then `out` is as it was.
bool w_emit(const WProgram *program, WBuffer *out, WFindings *findings);

#endif
