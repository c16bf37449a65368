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

/// The most messages of one class that one customer can get on a channel within a window, whatever
/// happens, as long as neither their time zone nor the bundle changes and they are not merged with
/// another.
typedef struct WMost {
    WMessageClass class;
    uint32_t channel; // W_NONE: on all channels that are not internal
    int64_t window_ms;
    uint64_t count; // UINT64_MAX: there is no bound
    WStr limit;     // the label of the limit that says so; no bytes: the journeys by themselves
    WStr journey;   // one that can send without a bound; no bytes if there is none
} WMost;

/// What looking at a project gives beside findings.
typedef struct WLinted {
    const WMost *most; // by class, then channel, all of them first; then window
    uint32_t most_count;
} WLinted;

/// Look at a project. `program` is NULL if there were errors: then only findings that are there
/// already are settled.
WLinted w_lint(WArena *arena, WTree *const *trees, uint32_t tree_count, const WProgram *program,
               WFindings *findings);

#endif
