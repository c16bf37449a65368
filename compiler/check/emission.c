// `emit EVENT { … }`: an event of the project that a journey puts in.

#include <stdlib.h>

#include "compiler/check/given.h"

static void say_lacking(WChecker *ck, WName event, const WProgramField *field) {
    WFinding *finding = FIND(ck, EMIT_LACKS_FIELD, event.span, "`%.*s` needs `%.*s`",
                             W_STR_ARGS(event.text), W_STR_ARGS(field->name));
    w_finding_other(finding, field->span, "declared here; it is never missing");
    w_check_fix_given(ck, finding, field->name, field->type);
}

static void check_personal(WChecker *ck, const WTyped *value, const WProgramField *field) {
    if (!value->personal || field->personal) return;
    WFinding *finding =
        FIND(ck, PERSONAL_FIELD, value->span, "personal data for a field that is not personal");
    w_finding_other(finding, field->span, "this field");
    w_check_why_personal(ck, finding, value);
    w_finding_fix(finding, "mark the field `personal`");
}

static int by_field(const void *left, const void *right) {
    const WProgramGiven *a = left, *b = right;
    return a->index < b->index ? -1 : a->index > b->index;
}

WAct *w_check_emit(WChecker *ck, const WStmt *stmt, const WEnv *env) {
    WName name = stmt->emit.event;
    WAct *act = w_check_act(ck, W_ACT_EMIT, stmt->span);
    act->index = w_check_row(ck, name, W_SYMBOL_EVENT);
    WGivenTo to = {W_GIVEN_EVENT, act->index, false};
    act->given = w_check_given(ck, env, to, stmt->emit.args, &act->given_count);
    if (act->index == W_NONE) return act;
    const WProgramField *fields = ck->program->events[act->index].fields;
    for (uint32_t i = 0; i < act->given_count; i++)
        check_personal(ck, act->given[i].value, &fields[act->given[i].index]);
    WGivenEvent given = {act->index, stmt->emit.args, act->given, act->given_count};
    for (uint32_t i = 0; (i = w_check_lacking(ck, &given, i)) != W_NONE; i++)
        say_lacking(ck, name, &fields[i]);
    if (act->given_count > 1) qsort(act->given, act->given_count, sizeof *act->given, by_field);
    return act;
}
