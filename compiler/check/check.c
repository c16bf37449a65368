// The checker's order of work.

#include "compiler/check/check.h"

#include "compiler/check/checker.h"

#include <stdlib.h>

enum { MOST_SUGGESTIONS = 200 };

static int by_path(const void *left, const void *right) {
    const WTree *a = *(const WTree *const *)left, *b = *(const WTree *const *)right;
    return w_str_compare(a->source->path, b->source->path);
}

// The files in the order of their paths, and each by the number that spans name it by.
static void take_trees(WChecker *ck, WTree *const *trees, uint32_t count) {
    const WTree **sorted = w_check_array(ck, count, sizeof *sorted);
    for (uint32_t i = 0; i < count; i++) {
        const WTree *tree = trees[i];
        sorted[i] = tree;
        ck->broken |= tree->broken;
        ck->lost |= tree->lost;
        if (tree->source->index >= ck->source_count) ck->source_count = tree->source->index + 1;
    }
    if (count > 1) qsort(sorted, count, sizeof *sorted, by_path);
    ck->trees = sorted;
    ck->tree_count = count;
    ck->sources = w_check_array(ck, ck->source_count, sizeof *ck->sources);
    for (uint32_t i = 0; i < count; i++)
        ck->sources[sorted[i]->source->index] = sorted[i]->source;
}

WProgram *w_check(WArena *arena, WTree *const *trees, uint32_t tree_count, WFindings *findings) {
    WChecker ck = {
        .arena = arena,
        .findings = findings,
        .muted = {.arena = arena},
        .suggestions_left = MOST_SUGGESTIONS,
        .names = {.arena = arena},
        .enum_rows = {.arena = arena},
        .use_rows = {.arena = arena},
        .fact_paths = {.arena = arena},
    };
    ck.program = w_arena_take_zeroed(arena, sizeof *ck.program);
    take_trees(&ck, trees, tree_count);
    w_check_gather(&ck);
    w_check_project(&ck);
    w_check_records(&ck);
    w_check_consts(&ck);
    w_check_profile(&ck);
    w_check_events(&ck);
    w_check_messages(&ck);
    w_check_segments(&ck);
    w_check_event_setters(&ck);
    w_check_channels(&ck);
    w_check_policies(&ck);
    w_check_journeys(&ck);
    w_check_groups(&ck);
    w_check_tests(&ck);
    w_check_plan(&ck);
    return findings->errors > 0 ? NULL : ck.program;
}
