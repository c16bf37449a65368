// What a script says of its own past: `renamed from`, `migrate`, `pin`, `keep deadlines`,
// `retire`.
//
// Nothing of it runs. It is checked for itself and kept for whoever compares this project with the
// one before; only there can it be said whether an old name was ever one.
//
// Premise: all declarations have their rows.
// Promise: an old name is none of the present ones of its kind, and is named once; where customers
// are sent is there.

#include "compiler/check/checker.h"

#include <stdlib.h>

static WProgramChange *add(WChecker *ck, WProgramChange change) {
    WProgram *program = ck->program;
    WProgramChange *place =
        W_CHECK_PUSH(ck, program->changes, program->change_count, ck->change_room);
    *place = change;
    return place;
}

// ---- renamed from

static const WProgramChange *renamed_before(const WChecker *ck, const WProgramChange *change) {
    for (uint32_t i = 0; i < ck->program->change_count; i++) {
        const WProgramChange *other = &ck->program->changes[i];
        bool same = other->kind == change->kind && other->owner == change->owner &&
                    w_str_equal(other->old, change->old);
        if (same) return other;
    }
    return NULL;
}

// Something was called `old`. `there`: where something is called so now; it has no bytes if
// nothing is.
static void add_rename(WChecker *ck, WProgramChange change, WName old, WSpan there) {
    if (old.text.size == 0) return; // it was forgotten, and that was said
    change.old = old.text;
    change.span = old.span;
    if (there.end > there.start) {
        WFinding *finding =
            FIND(ck, OLD_NAME_IN_USE, old.span, "`%.*s` is still there", W_STR_ARGS(old.text));
        w_finding_other(finding, there, "this has the name now");
        w_finding_fix(finding, "name what this was called before, or take `renamed from` out");
        return;
    }
    const WProgramChange *before = renamed_before(ck, &change);
    if (before != NULL) {
        WFinding *finding =
            FIND(ck, OLD_NAME_TWICE, old.span, "`%.*s` was renamed already", W_STR_ARGS(old.text));
        w_finding_other(finding, before->span, "the first");
        w_finding_fix(finding, "only one of them can go on as what was there");
        return;
    }
    add(ck, change);
}

static void check_profile(WChecker *ck) {
    if (ck->profile.decl == NULL) return;
    ck->tree = ck->profile.tree;
    const WField *field = ck->profile.decl->profile.fields;
    for (; field != NULL; field = field->next) {
        uint32_t slot = w_names_get(&ck->profile_names, field->name.text);
        if (!w_name_given(field->renamed_from) || slot == W_NONE) continue;
        uint32_t now = w_names_get(&ck->profile_names, field->renamed_from.text);
        WSpan there = now == W_NONE ? (WSpan){0} : ck->program->profile[now].span;
        add_rename(ck, (WProgramChange){.kind = W_CHANGE_PROFILE_RENAMED, .row = slot},
                   field->renamed_from, there);
    }
}

static void check_event(WChecker *ck, uint32_t event, const WField *field) {
    for (; field != NULL; field = field->next) {
        uint32_t index = w_check_event_field(ck, event, field->name.text);
        if (!w_name_given(field->renamed_from) || index == W_NONE) continue;
        uint32_t now = w_check_event_field(ck, event, field->renamed_from.text);
        WSpan there = now == W_NONE ? (WSpan){0} : ck->program->events[event].fields[now].span;
        WProgramChange change = {W_CHANGE_FIELD_RENAMED, .owner = event, .row = index};
        add_rename(ck, change, field->renamed_from, there);
    }
}

static uint32_t find_part(const WProgramRecord *record, WStr name) {
    for (uint32_t i = 0; i < record->part_count; i++) {
        if (w_str_equal(record->parts[i].name, name)) return i;
    }
    return W_NONE;
}

static void check_record(WChecker *ck, uint32_t row, const WField *field) {
    const WProgramRecord *record = &ck->program->records[row];
    for (; field != NULL; field = field->next) {
        uint32_t part = find_part(record, field->name.text);
        if (!w_name_given(field->renamed_from) || part == W_NONE) continue;
        uint32_t now = find_part(record, field->renamed_from.text);
        WSpan there = now == W_NONE ? (WSpan){0} : record->parts[now].span;
        WProgramChange change = {W_CHANGE_PART_RENAMED, .owner = row, .row = part};
        add_rename(ck, change, field->renamed_from, there);
    }
}

static void check_journey(WChecker *ck, uint32_t journey, const WJourney *tree) {
    if (!w_name_given(tree->renamed_from)) return;
    const WSymbol *now = w_check_symbol(ck, tree->renamed_from.text);
    bool is_journey = now != NULL && now->kind == W_SYMBOL_JOURNEY;
    WProgramChange change = {W_CHANGE_JOURNEY_RENAMED, .row = journey};
    add_rename(ck, change, tree->renamed_from, is_journey ? now->span : (WSpan){0});
}

static void check_stages(WChecker *ck, const WJourneyCheck *jc) {
    for (uint32_t i = 0; i < jc->stage_count; i++) {
        WName old = jc->stages[i].tree->renamed_from;
        if (!w_name_given(old)) continue;
        uint32_t now = w_names_get(&jc->stage_names, old.text);
        WSpan there = now == W_NONE ? (WSpan){0} : jc->stages[now].tree->name.span;
        WProgramChange change = {W_CHANGE_STAGE_RENAMED, .owner = jc->index, .row = i};
        add_rename(ck, change, old, there);
    }
}

// ---- migrate, pin, keep deadlines

static const WMigrate *migrated_before(const WMigrate *first, const WMigrate *migrate) {
    for (; first != migrate; first = first->next) {
        if (w_str_equal(first->stage.text, migrate->stage.text)) return first;
    }
    return NULL;
}

static void check_migrate(WChecker *ck, const WJourneyCheck *jc, const WMigrate *migrate) {
    WProgramChange change = {W_CHANGE_MIGRATE, .owner = jc->index, .row = jc->index};
    change.old = migrate->stage.text;
    change.to = W_NONE;
    change.span = migrate->span;
    bool to_exit = !w_name_given(migrate->to);
    if (!to_exit) {
        change.to = w_names_get(&jc->stage_names, migrate->to.text);
        if (change.to == W_NONE) w_check_unknown_stage(ck, jc, migrate->to);
    }
    const WMigrate *before = migrated_before(jc->tree->migrates, migrate);
    if (before != NULL && change.old.size > 0) {
        WFinding *finding = FIND(ck, CLAUSE_TWICE, migrate->span,
                                 "who was in `%.*s` is sent away already", W_STR_ARGS(change.old));
        w_finding_other(finding, before->span, "the first");
        w_finding_fix(finding, "leave one of them out");
        return;
    }
    if (to_exit || change.to != W_NONE) add(ck, change);
}

static void say_contradiction(WChecker *ck, WSpan span, WSpan pin, const char *what) {
    WFinding *finding = FIND(ck, CHANGE_IN_VAIN, span, "with `pin` there is nothing to %s", what);
    w_finding_other(finding, pin, "whoever is inside finishes on the code they entered with");
    w_finding_fix(finding, "leave one of the two out");
}

static void check_pin(WChecker *ck, const WJourneyCheck *jc) {
    const WJourney *tree = jc->tree;
    WProgramChange change = {.owner = jc->index, .row = jc->index};
    if (tree->pin.given && tree->migrates != NULL)
        say_contradiction(ck, tree->migrates->span, tree->pin.span, "migrate");
    if (tree->pin.given && tree->keep_deadlines.given)
        say_contradiction(ck, tree->keep_deadlines.span, tree->pin.span, "keep");
    change.kind = W_CHANGE_PIN;
    change.span = tree->pin.span;
    if (tree->pin.given) add(ck, change);
    change.kind = W_CHANGE_KEEP_DEADLINES;
    change.span = tree->keep_deadlines.span;
    if (tree->keep_deadlines.given) add(ck, change);
}

void w_check_journey_changes(WChecker *ck, const WJourneyCheck *jc) {
    check_stages(ck, jc);
    for (const WMigrate *m = jc->tree->migrates; m != NULL; m = m->next)
        check_migrate(ck, jc, m);
    check_pin(ck, jc);
}

// ---- retire

static const WProgramChange *journey_change(const WChecker *ck, WStr name, WChangeKind first,
                                            WChangeKind last) {
    for (uint32_t i = 0; i < ck->program->change_count; i++) {
        const WProgramChange *change = &ck->program->changes[i];
        bool fits = change->kind >= first && change->kind <= last;
        if (fits && w_str_equal(change->old, name)) return change;
    }
    return NULL;
}

static void check_retire(WChecker *ck, const WRetire *retire) {
    WName name = retire->journey;
    if (name.text.size == 0) return; // it was forgotten, and that was said
    WProgramChange change = {.old = name.text, .span = name.span, .to = W_NONE};
    change.kind = retire->pin ? W_CHANGE_RETIRE_PIN : W_CHANGE_RETIRE_EXIT;
    const WSymbol *now = w_check_symbol(ck, name.text);
    const WProgramChange *renamed =
        journey_change(ck, name.text, W_CHANGE_JOURNEY_RENAMED, W_CHANGE_JOURNEY_RENAMED);
    const WProgramChange *before =
        journey_change(ck, name.text, W_CHANGE_RETIRE_EXIT, W_CHANGE_RETIRE_PIN);
    WFinding *finding = NULL;
    if (now != NULL && now->kind == W_SYMBOL_JOURNEY) {
        finding = FIND(ck, RETIRED_IN_USE, name.span, "the journey `%.*s` is still there",
                       W_STR_ARGS(name.text));
        w_finding_other(finding, now->span, "declared here");
        w_finding_fix(finding, "take the journey out, or the `retire`");
    } else if (renamed != NULL) {
        finding = FIND(ck, RETIRED_IN_USE, name.span, "the journey `%.*s` goes on renamed",
                       W_STR_ARGS(name.text));
        w_finding_other(finding, renamed->span, "as this one");
        w_finding_fix(finding, "take `renamed from` out, or the `retire`");
    } else if (before != NULL) {
        finding =
            FIND(ck, CLAUSE_TWICE, name.span, "`%.*s` is retired twice", W_STR_ARGS(name.text));
        w_finding_other(finding, before->span, "the first");
        w_finding_fix(finding, "leave one of them out");
    }
    if (finding == NULL) add(ck, change);
}

// ---- all of it

static int in_order(const void *left, const void *right) {
    const WProgramChange *a = left, *b = right;
    if (a->kind != b->kind) return a->kind < b->kind ? -1 : 1;
    if (a->owner != b->owner) return a->owner < b->owner ? -1 : 1;
    if (a->row != b->row) return a->row < b->row ? -1 : 1;
    return w_str_compare(a->old, b->old);
}

void w_check_changes(WChecker *ck) {
    const WSymbolList *events = &ck->by_kind[W_SYMBOL_EVENT];
    const WSymbolList *records = &ck->by_kind[W_SYMBOL_RECORD];
    const WSymbolList *journeys = &ck->by_kind[W_SYMBOL_JOURNEY];
    WProgram *program = ck->program;
    check_profile(ck);
    for (uint32_t i = 0; i < events->count; i++) {
        ck->tree = events->items[i]->tree;
        check_event(ck, i, events->items[i]->decl->event.fields);
    }
    for (uint32_t i = 0; i < records->count; i++) {
        ck->tree = records->items[i]->tree;
        check_record(ck, i, records->items[i]->decl->record.fields);
    }
    for (uint32_t i = 0; i < journeys->count; i++) {
        ck->tree = journeys->items[i]->tree;
        check_journey(ck, i, &journeys->items[i]->decl->journey);
    }
    for (uint32_t i = 0; i < ck->retirements.count; i++) {
        ck->tree = ck->retirements.items[i].tree;
        check_retire(ck, &ck->retirements.items[i].decl->retire);
    }
    if (program->change_count > 1)
        qsort(program->changes, program->change_count, sizeof *program->changes, in_order);
}
