// `exclusive GROUP of journey, journey`: of these a customer is in one at a time.
//
// Premise: the journeys have their rows.
// Promise: every journey knows its groups, by row; a group holds two journeys or more, each once.

#include "compiler/check/checker.h"

static bool is_member(const WProgramJourney *journey, uint32_t group) {
    for (uint32_t i = 0; i < journey->group_count; i++) {
        if (journey->groups[i] == group) return true;
    }
    return false;
}

static void say_twice(WChecker *ck, WName name) {
    WFinding *finding = FIND(ck, GROUP_MEMBERS, name.span, "`%.*s` is in this group already",
                             W_STR_ARGS(name.text));
    w_finding_fix(finding, "name each journey once");
}

// Returns whether it names a journey, or nobody knows.
static bool add_member(WChecker *ck, WName name, uint32_t group) {
    uint32_t row = w_check_row(ck, name, W_SYMBOL_JOURNEY);
    if (row == W_NONE) return true;
    WProgramJourney *journey = &ck->program->journeys[row];
    if (is_member(journey, group)) {
        say_twice(ck, name);
        return false;
    }
    uint32_t *groups = w_check_array(ck, journey->group_count + 1, sizeof *groups);
    for (uint32_t i = 0; i < journey->group_count; i++)
        groups[i] = journey->groups[i];
    groups[journey->group_count++] = group;
    journey->groups = groups;
    return true;
}

static void check_group(WChecker *ck, const WSymbol *symbol, uint32_t group) {
    uint32_t count = 0;
    const WNameItem *first = symbol->decl->exclusive.journeys;
    ck->tree = symbol->tree;
    ck->program->groups[group] = (WProgramGroup){symbol->name, symbol->span};
    for (const WNameItem *item = first; item != NULL; item = item->next)
        count += add_member(ck, item->name, group);
    if (count != 1 || first->next != NULL) return;
    WFinding *finding = FIND(ck, GROUP_MEMBERS, first->name.span, "`%.*s` alone excludes nothing",
                             W_STR_ARGS(first->name.text));
    w_finding_fix(finding, "name the journeys that exclude each other: exclusive %.*s of a, b",
                  W_STR_ARGS(symbol->name));
}

void w_check_groups(WChecker *ck) {
    const WSymbolList *list = &ck->by_kind[W_SYMBOL_EXCLUSIVE];
    ck->program->groups = w_check_array(ck, list->count, sizeof *ck->program->groups);
    ck->program->group_count = list->count;
    for (uint32_t i = 0; i < list->count; i++)
        check_group(ck, list->items[i], i);
}
