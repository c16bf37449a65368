// Variables of a journey: `let`, `var`, `set`.
//
// A `let` keeps what it was given to the end of its block; a `var` belongs to the whole instance
// and is set again by `set`. Both are rows of the journey's variables.

#include "compiler/check/checker.h"

#include "runtime/base/limits.h"

bool w_check_is_taken(WChecker *ck, const WEnv *env, WName name) {
    if (name.text.size == 0) return false; // it was forgotten, and that was said
    for (const WLet *let = env->lets; let != NULL; let = let->next) {
        if (!w_str_equal(let->name.text, name.text)) continue;
        WFinding *finding =
            FIND(ck, DECLARED_TWICE, name.span, "`%.*s` is there already", W_STR_ARGS(name.text));
        w_finding_other(finding, let->name.span, "the first");
        w_finding_fix(finding, "choose another name");
        return true;
    }
    for (const WLoop *loop = env->loops; loop != NULL; loop = loop->next) {
        if (!w_str_equal(loop->name, name.text)) continue;
        FIND(ck, DECLARED_TWICE, name.span, "`%.*s` is the element of a loop around this already",
             W_STR_ARGS(name.text));
        return true;
    }
    for (uint32_t i = 0; env->message != NULL && i < env->message->param_count; i++) {
        const WProgramParam *param = &env->message->params[i];
        if (!w_str_equal(param->name, name.text)) continue;
        WFinding *finding = FIND(ck, DECLARED_TWICE, name.span, "`%.*s` is a parameter already",
                                 W_STR_ARGS(name.text));
        w_finding_other(finding, param->span, "the parameter");
        return true;
    }
    if (w_check_is_built_in(name.text)) {
        WFinding *finding = FIND(ck, RESERVED_NAME, name.span, "`%.*s` means something already",
                                 W_STR_ARGS(name.text));
        w_finding_fix(finding, "choose another name");
        return true;
    }
    const WSymbol *symbol = w_check_symbol(ck, name.text);
    if (symbol == NULL) return false;
    WFinding *finding = FIND(ck, DECLARED_TWICE, name.span, "`%.*s` is %s already",
                             W_STR_ARGS(name.text), w_check_kind_name(symbol->kind));
    w_finding_other(finding, symbol->span, "declared here");
    w_finding_fix(finding, "choose another name");
    return true;
}

// A list without elements says nothing of their type, and nothing else does here.
bool w_check_has_type(WChecker *ck, const WTyped *value) {
    bool is_list = w_type_kind(value->type) == W_TYPE_LIST;
    if (!is_list || w_type_element_kind(value->type) != W_TYPE_NONE) return true;
    WFinding *finding = FIND(ck, TYPE_MISMATCH, value->span, "a list of what?");
    w_finding_fix(finding, "write the list where it is used");
    return false;
}

// A new row, or W_NONE after a finding.
static uint32_t add_variable(WChecker *ck, WJourneyCheck *jc, const WEnv *env, WName name,
                             WAct *act, bool is_var) {
    bool too_many = jc->variable_count > W_LIMIT_JOURNEY_VARIABLES; // said in the end
    bool usable = !too_many && !w_check_is_taken(ck, env, name) && !w_check_is_error(act->value) &&
                  w_check_has_type(ck, act->value);
    if (!usable) return W_NONE;
    WVariableCheck variable = {.is_var = is_var, .span = name.span};
    variable.variable = (WProgramVariable){name.text, act->value->type, act->value->personal};
    act->index = jc->variable_count;
    *W_CHECK_PUSH(ck, jc->variables, jc->variable_count, jc->variable_room) = variable;
    *W_CHECK_PUSH(ck, jc->lets.items, jc->lets.count, jc->lets.room) = act;
    return act->index;
}

static const WLet *with_let(WChecker *ck, const WLet *lets, WName name, uint32_t variable) {
    WLet *let = w_arena_take(ck->arena, sizeof *let);
    *let = (WLet){lets, name, variable};
    return let;
}

WAct *w_check_let(WChecker *ck, WJourneyCheck *jc, const WStmt *stmt, WEnv *env) {
    WName name = stmt->assign.name;
    WAct *act = w_check_act(ck, W_ACT_LET, stmt->span);
    act->value = w_check_expr(ck, env, stmt->assign.value);
    env->lets = with_let(ck, env->lets, name, add_variable(ck, jc, env, name, act, false));
    return act;
}

// ---- var, set

void w_check_vars(WChecker *ck, WJourneyCheck *jc) {
    WAct **place = &jc->row->start;
    WEnv env = {.journey = jc, .entry = true, .entries = true, .facts = jc->start_facts};
    env.here = "a variable begins before the first stage: name a property as entry.…";
    for (const WVar *var = jc->tree->vars; var != NULL; var = var->next) {
        WAct *act = w_check_act(ck, W_ACT_SET, var->span);
        env.lets = jc->vars;
        act->value = w_check_expr(ck, &env, var->value);
        uint32_t variable = add_variable(ck, jc, &env, var->name, act, true);
        jc->vars = with_let(ck, jc->vars, var->name, variable);
        if (variable == W_NONE) continue;
        *place = act;
        place = &act->next;
    }
}

static void say_no_var(WChecker *ck, const WEnv *env, const WJourneyCheck *jc, WName name) {
    WFinding *finding =
        FIND(ck, UNKNOWN_NAME, name.span, "there is no variable `%.*s`", W_STR_ARGS(name.text));
    for (const WLet *let = env->lets; let != NULL; let = let->next) {
        if (!w_str_equal(let->name.text, name.text)) continue;
        w_finding_other(finding, let->name.span, "a `let` keeps what it was given");
        break;
    }
    WSuggest suggest = w_check_suggest(ck, name.text);
    for (const WLet *var = jc->vars; var != NULL; var = var->next)
        w_suggest_offer(&suggest, var->name.text);
    w_check_did_you_mean(finding, &suggest);
    if (suggest.best.size == 0)
        w_finding_fix(finding, "declare it among the journey's clauses: var %.*s = …",
                      W_STR_ARGS(name.text));
}

static void check_personal(WChecker *ck, const WVariableCheck *variable, const WTyped *value) {
    if (!value->personal || variable->variable.personal) return;
    WFinding *finding = FIND(ck, PERSONAL_FIELD, value->span,
                             "personal data for a variable that does not hold any");
    w_check_why_personal(ck, finding, value);
    w_finding_other(finding, variable->span, "this is what it begins with");
    w_finding_fix(finding, "let it begin with personal data, or use a `let`");
}

WAct *w_check_set_variable(WChecker *ck, WJourneyCheck *jc, const WStmt *stmt, WEnv *env) {
    WName name = stmt->assign.name;
    WAct *act = w_check_act(ck, W_ACT_SET, stmt->span);
    const WLet *var = jc->vars;
    while (var != NULL && !w_str_equal(var->name.text, name.text))
        var = var->next;
    if (var == NULL && name.text.size > 0) say_no_var(ck, env, jc, name);
    if (var == NULL || var->variable == W_NONE) {
        w_check_expr(ck, env, stmt->assign.value);
        return act;
    }
    WType type = jc->variables[var->variable].variable.type;
    act->index = var->variable;
    act->value = w_check_value(ck, env, stmt->assign.value, type, "the variable holds");
    *W_CHECK_PUSH(ck, jc->lets.items, jc->lets.count, jc->lets.room) = act;
    if (w_check_is_error(act->value)) return act;
    check_personal(ck, &jc->variables[var->variable], act->value);
    env->facts = w_facts_drop_variable(ck, env->facts, var->variable);
    if (w_type_optional(type) && !w_type_optional(act->value->type))
        env->facts = w_facts_add_variable(ck, env->facts, var->variable);
    return act;
}
