// What the tests of a project can exercise.
#ifndef W_DRIVER_COVERAGE_H
#define W_DRIVER_COVERAGE_H

#include "compiler/driver/compilation.h"
#include "wend/tests.h"

typedef struct WCoverage {
    WBuffer bundle; // with marks
    wend_exercise *rows;
    size_t count;
    size_t room;
} WCoverage;

/// Make the bundle with marks and its rows, which live in the arena.
void w_coverage_make(WCoverage *coverage, const wend_compilation *compilation, WArena *arena);
void w_coverage_free(WCoverage *coverage);

#endif
