// A compilation from within: what the steps leave behind, for the answers about it.
#ifndef W_DRIVER_COMPILATION_H
#define W_DRIVER_COMPILATION_H

#include "compiler/check/program.h"
#include "compiler/lint/lint.h"
#include "compiler/source/finding.h"
#include "runtime/base/arena.h"
#include "runtime/base/bytes.h"
#include "wend/compiler.h"

struct wend_compilation {
    WArena arena;
    WSources sources;
    WFindings findings;
    WBuffer bundle;
    WBuffer text;
    WBuffer problem;
    WProgram *program;  // NULL if there is an error
    wend_finding *rows; // by file and place
    uint32_t edits;     // how many of them have one
    wend_most *most;
    uint32_t most_count;
    wend_repaired *repaired;
    size_t repaired_count;
    wend_result result;
};

/// A place as the public API gives it.
wend_range w_compilation_range(const wend_compilation *compilation, WSpan span);
/// Make the rows of the public API from the findings.
void w_compilation_rows(wend_compilation *compilation);

/// Make the answers about the most messages.
void w_compilation_most(wend_compilation *compilation, const WProgram *program, WLinted linted);

#endif
