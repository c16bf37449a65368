// The linter's order of work.
#include "compiler/lint/lint.h"

#include "compiler/lint/linter.h"
#include "compiler/lint/most.h"

void *w_lint_array(WLinter *lint, size_t count, size_t size) {
    return w_arena_take_zeroed(lint->arena, (count + 1) * size);
}

WStr w_lint_text(const WLinter *lint, WSpan span) {
    return w_source_text(lint->sources[span.source], span);
}

static void take_sources(WLinter *lint) {
    for (uint32_t i = 0; i < lint->tree_count; i++) {
        uint32_t index = lint->trees[i]->source->index;
        if (index >= lint->source_count) lint->source_count = index + 1;
    }
    lint->sources = w_lint_array(lint, lint->source_count, sizeof *lint->sources);
    for (uint32_t i = 0; i < lint->tree_count; i++)
        lint->sources[lint->trees[i]->source->index] = lint->trees[i]->source;
}

static void take_constants(WLinter *lint) {
    lint->constants.arena = lint->arena;
    for (uint32_t i = 0; i < lint->tree_count; i++) {
        for (const WDecl *decl = lint->trees[i]->first; decl != NULL; decl = decl->next) {
            if (decl->kind == W_DECL_CONST)
                w_names_put(&lint->constants, decl->constant.name.text, 0);
        }
    }
}

WLinted w_lint(WArena *arena, WTree *const *trees, uint32_t tree_count, const WProgram *program,
               WFindings *findings) {
    WLinter lint = {.arena = arena,
                    .trees = trees,
                    .tree_count = tree_count,
                    .program = program,
                    .findings = findings};
    WLinted linted = {0};
    take_sources(&lint);
    if (program != NULL) {
        lint.prover = w_prover(arena, program);
        take_constants(&lint);
        w_lint_unused(&lint);
        w_lint_spelling(&lint);
        w_lint_governance(&lint);
        w_lint_policy(&lint);
        w_lint_fields(&lint);
        w_lint_flow(&lint);
        w_lint_values(&lint);
        w_lint_internal(&lint);
        w_lint_contents(&lint);
        w_lint_walk(&lint);
        linted.most = w_lint_most(&lint, &linted.most_count);
    }
    w_lint_settle(&lint);
    w_arena_free(&lint.scratch);
    return linted;
}
