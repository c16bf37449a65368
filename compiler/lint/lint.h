// The linter: what is right by the language and most likely not meant.
//
// Premise: trees made by w_syntax_parse, and the program that w_check made of them, if it did.
// Promise: nothing but findings changes. Whatever code of grammar/lints.def a finding has, whoever
// made it, it ends as the project says (`lint L0101 off`) and as comments allow (`# allow L0101:
// reason`).
#ifndef W_LINT_LINT_H
#define W_LINT_LINT_H

#include "compiler/check/program.h"
#include "compiler/source/finding.h"
#include "compiler/syntax/tree.h"
#include "runtime/base/arena.h"

/// Look at a project. `program` is NULL if there were errors: then only findings that are there
/// already are settled.
void w_lint(WArena *arena, WTree *const *trees, uint32_t tree_count, const WProgram *program,
            WFindings *findings);

#endif
