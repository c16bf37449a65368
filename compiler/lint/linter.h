// The linter from inside: what its parts share. Nobody outside this room includes it.
#ifndef W_LINT_LINTER_H
#define W_LINT_LINTER_H

#include "compiler/check/names.h"
#include "compiler/check/program.h"
#include "compiler/lint/known.h"
#include "compiler/source/finding.h"
#include "compiler/syntax/tree.h"
#include "runtime/base/arena.h"

typedef struct WLinter {
    WArena *arena;
    WArena scratch; // for one search at a time
    WTree *const *trees;
    uint32_t tree_count;
    const WSource **sources; // by their index
    uint32_t source_count;
    const WProgram *program; // NULL if there were errors
    WFindings *findings;
    WProver prover;
    WNames constants;      // the names of those the project declares
    struct WPaths **paths; // of each journey, once it was asked for
} WLinter;

/// Add a finding of grammar/lints.def.
#define LINT_FIND(lint, name, span, ...) \
    w_finding_add((lint)->findings, W_L_##name, (span), __VA_ARGS__)

/// A zeroed array of the arena; never NULL.
void *w_lint_array(WLinter *lint, size_t count, size_t size);
/// What the author wrote at a place.
WStr w_lint_text(const WLinter *lint, WSpan span);

// ---- level.c

/// Levels and allowances: drop, keep or raise the findings; report allowances in vain.
void w_lint_settle(WLinter *lint);

// ---- the rules, by file

/// What nobody uses.
void w_lint_unused(WLinter *lint);
/// How conditions are written.
void w_lint_spelling(WLinter *lint);
/// Owner, goal, expiry, reasons.
void w_lint_governance(WLinter *lint);
/// Limits, suppressions, channels.
void w_lint_policy(WLinter *lint);
/// Fields and their types.
void w_lint_fields(WLinter *lint);
/// Statements.
void w_lint_flow(WLinter *lint);
/// How values are compared.
void w_lint_values(WLinter *lint);
/// What is sent to colleagues.
void w_lint_internal(WLinter *lint);
/// Sends of a journey, of whose beginning so much is known.
void w_lint_sends(WLinter *lint, WKnown start, uint32_t journey);
/// What messages say on which channel, in which language.
void w_lint_contents(WLinter *lint);
/// Conditions, branches and arms, along all ways a customer can take.
void w_lint_walk(WLinter *lint);

#endif
