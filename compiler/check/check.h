// The checker: from the trees of a project to its program, or to findings.
//
// Premise: trees made by w_syntax_parse.
// Promise: all mistakes are reported in one run, none of them a consequence of another; a program
// is given out only if there is no error at all. The result does not depend on the order of the
// trees.
#ifndef W_CHECK_CHECK_H
#define W_CHECK_CHECK_H

#include "compiler/check/program.h"
#include "compiler/source/finding.h"
#include "compiler/syntax/tree.h"
#include "runtime/base/arena.h"
#include "runtime/value/zone.h"

/// Check `tree_count` files as one project. Returns the program, which is the arena's and points
/// into the sources; NULL if `findings` holds an error, also one of an earlier step.
WProgram *w_check(WArena *arena, WTree *const *trees, uint32_t tree_count, WFindings *findings);

/// The value that an expression of a test has when its clock stands at `now_ms` in that zone: a
/// constant, or a list or a record of such. It is the arena's.
const WTyped *w_check_value_at(WArena *arena, const WProgram *program, const WTyped *typed,
                               const WZone *zone, int64_t now_ms);

#endif
