// The checker's order of work.

#include "compiler/check/check.h"

#include "compiler/check/checker.h"

#include <stdlib.h>
#include <string.h>

enum { MOST_SUGGESTIONS = 200 };

static int by_path(const void *left, const void *right) {
    const WTree *a = *(const WTree *const *)left, *b = *(const WTree *const *)right;
    return w_str_compare(a->source->path, b->source->path);
}

static void take_source(WChecker *ck, const WSource *source) {
    if (source->index >= ck->source_count) {
        const WSource **more = w_check_array(ck, 2 * (size_t)source->index + 8, sizeof *more);
        if (ck->source_count > 0) memcpy(more, ck->sources, ck->source_count * sizeof *more);
        ck->sources = more;
        ck->source_count = 2 * source->index + 8;
    }
    ck->sources[source->index] = source;
}

// The file itself, and those that are parts of its contents.
static void take_sources(WChecker *ck, const WTree *tree) {
    take_source(ck, tree->source);
    for (const WDecl *decl = tree->first; decl != NULL; decl = decl->next) {
        if (decl->kind != W_DECL_MESSAGE) continue;
        for (const WContent *c = decl->message.contents; c != NULL; c = c->next) {
            for (const WContentPart *part = c->parts; part != NULL; part = part->next) {
                if (part->source != NULL) take_source(ck, part->source);
            }
        }
    }
}

// The files in the order of their paths, and each by the number that spans name it by.
static void take_trees(WChecker *ck, WTree *const *trees, uint32_t count) {
    const WTree **sorted = w_check_array(ck, count, sizeof *sorted);
    for (uint32_t i = 0; i < count; i++) {
        const WTree *tree = trees[i];
        sorted[i] = tree;
        ck->broken |= tree->broken;
        ck->lost |= tree->lost;
    }
    if (count > 1) qsort(sorted, count, sizeof *sorted, by_path);
    ck->trees = sorted;
    ck->tree_count = count;
    for (uint32_t i = 0; i < count; i++)
        take_sources(ck, sorted[i]);
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
    w_check_contents(&ck);
    w_check_policies(&ck);
    w_check_journeys(&ck);
    w_check_groups(&ck);
    w_check_changes(&ck);
    w_check_tests(&ck);
    w_check_plan(&ck);
    return findings->errors > 0 ? NULL : ck.program;
}
