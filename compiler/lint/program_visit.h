// Visiting a program: every expression and statement of it.
#ifndef W_LINT_PROGRAM_VISIT_H
#define W_LINT_PROGRAM_VISIT_H

#include "compiler/check/program.h"

/// What is called for each, before what it holds; NULL: nothing.
typedef struct WProgramVisitor {
    const WProgram *program;
    void *context;
    void (*typed)(void *context, const WTyped *typed);
    void (*act)(void *context, const WAct *act);
    const WProgramJourney *journey; // that is being visited, or NULL; set by the visit
} WProgramVisitor;

void w_visit_typed(const WProgramVisitor *visitor, const WTyped *typed);
/// Statements of `visitor->journey`.
void w_visit_acts(const WProgramVisitor *visitor, const WAct *first);
void w_visit_journey(WProgramVisitor *visitor, const WProgramJourney *journey);
void w_visit_program(WProgramVisitor *visitor);

#endif
