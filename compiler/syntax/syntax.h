// Syntax: from a source to its tokens and its tree.
//
// Premise: a source that w_source_add accepted.
// Promise: always a tree; every mistake of the file is reported once, in one call; any input ends.
#ifndef W_SYNTAX_SYNTAX_H
#define W_SYNTAX_SYNTAX_H

#include "compiler/source/finding.h"
#include "compiler/source/source.h"
#include "compiler/syntax/tree.h"
#include "runtime/base/arena.h"

/// Read one file. The tree is the arena's and points into the source.
WTree *w_syntax_parse(WArena *arena, const WSource *source, WFindings *findings);

/// Read a file that is the text of a content: every byte stands for itself, `{{…}}` interpolates.
/// An error node if it has a finding.
WExpr *w_syntax_parse_text(WArena *arena, const WSource *source, WFindings *findings);

#endif
