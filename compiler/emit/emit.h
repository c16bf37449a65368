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

/// What a mark in the flow of a journey stands for.
typedef enum WMarkKind {
    W_MARK_STAGE,
    W_MARK_ARM,        // of a wait, of a stage, of a split
    W_MARK_ARM_ELSE,   // the time was over
    W_MARK_BRANCH,     // what an `if` does
    W_MARK_BRANCH_ELSE // the other way of an `if` or a `send`, also if no `else` is written
} WMarkKind;

/// `span` is the stage, the statement or the arm; `place` is where what is done stands.
typedef struct WMark {
    WMarkKind kind;
    uint32_t journey;
    uint32_t stage; // of the journey
    WSpan span;
    WSpan place;
} WMark;

/// All zero is an empty list; free `items` with w_free.
typedef struct WMarks {
    WMark *items;
    size_t count;
    size_t room;
} WMarks;

/// The same bundle with a MARK at each of these places; row i of its marks is item i. It decides
/// the same as the one without.
bool w_emit_marked(const WProgram *program, WBuffer *out, WFindings *findings, WMarks *marks);

#endif
