// The checker's order of work.

#include "compiler/check/check.h"

#include "compiler/check/checker.h"

enum { MOST_SUGGESTIONS = 200 };

WProgram *w_check(WArena *arena, WTree *const *trees, uint32_t tree_count, WFindings *findings) {
    WChecker ck = {
        .arena = arena,
        .findings = findings,
        .muted = {.arena = arena},
        .trees = trees,
        .tree_count = tree_count,
        .suggestions_left = MOST_SUGGESTIONS,
        .names = {.arena = arena},
        .enum_rows = {.arena = arena},
        .use_rows = {.arena = arena},
    };
    ck.program = w_arena_take_zeroed(arena, sizeof *ck.program);
    w_check_gather(&ck);
    w_check_project(&ck);
    w_check_consts(&ck);
    w_check_profile(&ck);
    w_check_events(&ck);
    w_check_messages(&ck);
    w_check_segments(&ck);
    w_check_event_setters(&ck);
    w_check_channels(&ck);
    w_check_policies(&ck);
    w_check_journeys(&ck);
    w_check_plan(&ck);
    return findings->errors > 0 ? NULL : ck.program;
}
