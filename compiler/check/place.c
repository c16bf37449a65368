// Places: names and fields, and whether they can be read where they stand.

#include "compiler/check/checker.h"

#include "runtime/base/assert.h"
#include "runtime/base/limits.h"
#include "stdlib/native.h"

// A place that may be missing is sure to be there where a condition has shown it.
WTyped *w_check_as_known(WChecker *ck, const WEnv *env, WTyped *place) {
    if (!w_type_optional(place->type) || !w_facts_know(ck, env->facts, place)) return place;
    return w_check_node1(ck, W_TYPED_SURE, w_type_required(place->type), place->span, place);
}

static WTyped *not_constant(WChecker *ck, const WEnv *env, WSpan span) {
    WFinding *finding = FIND(ck, NOT_CONSTANT, span, "`%.*s` is not known beforehand",
                             W_STR_ARGS(w_check_source_text(ck, span)));
    w_finding_why(finding, "%s", env->here);
    w_finding_fix(finding, "write out the value, or a const");
    return w_check_error(ck, span);
}

// ---- profile

void w_check_unknown_profile_field(WChecker *ck, WName name, bool is_set) {
    bool blurred = ck->two_profiles || (ck->profile.decl != NULL && ck->profile.tree->broken);
    if (blurred) return;
    WFinding *finding = FIND(ck, UNKNOWN_FIELD, name.span, "the profile has no field `%.*s`",
                             W_STR_ARGS(name.text));
    WSuggest suggest = w_check_suggest(ck, name.text);
    if (!is_set) w_suggest_offer(&suggest, W_STR("id"));
    for (uint32_t i = 0; i < ck->program->profile_count; i++)
        w_suggest_offer(&suggest, ck->program->profile[i].name);
    w_check_did_you_mean(finding, &suggest);
    if (suggest.best.size == 0)
        w_finding_fix(finding, "declare it: profile { %.*s: text? }", W_STR_ARGS(name.text));
}

static WTyped *profile_field(WChecker *ck, const WEnv *env, WName name, WSpan span) {
    if (env->constant) return not_constant(ck, env, span);
    if (w_str_equal(name.text, W_STR("id")))
        return w_check_node(ck, W_TYPED_CUSTOMER, W_TYPE_TEXT, span);
    uint32_t slot = w_names_get(&ck->profile_names, name.text);
    if (slot == W_NONE) {
        w_check_unknown_profile_field(ck, name, false);
        return w_check_error(ck, span);
    }
    const WProgramProfileField *field = &ck->program->profile[slot];
    if (field->type == W_TYPE_NONE) return w_check_error(ck, span);
    WTyped *node = w_check_node(ck, W_TYPED_PROFILE, field->type, span);
    node->index = slot;
    node->personal = field->personal;
    return w_check_as_known(ck, env, node);
}

// What the field held before the change that is answered.
static WTyped *before_field(WChecker *ck, const WEnv *env, WName name, WSpan span) {
    if (env->constant) return not_constant(ck, env, span);
    if (!env->before) {
        WFinding *finding = FIND(ck, BEFORE_NOT_HERE, span, "nothing has changed here");
        w_finding_why(finding, "`before` is asked where a change enters");
        w_finding_fix(finding, "enter on change of profile.%.*s where before.%.*s …",
                      W_STR_ARGS(name.text), W_STR_ARGS(name.text));
        return w_check_error(ck, span);
    }
    uint32_t slot = w_names_get(&ck->profile_names, name.text);
    if (slot == W_NONE) {
        w_check_unknown_profile_field(ck, name, true);
        return w_check_error(ck, span);
    }
    const WProgramProfileField *field = &ck->program->profile[slot];
    if (field->type == W_TYPE_NONE) return w_check_error(ck, span);
    WTyped *node = w_check_node(ck, W_TYPED_BEFORE, field->type, span);
    node->index = slot;
    node->personal = field->personal;
    return w_check_as_known(ck, env, node);
}

// ---- event

// Whether one of the events that enter has that field.
static bool enters_with(const WChecker *ck, const WJourneyCheck *jc, WStr name) {
    for (uint32_t i = 0; i < jc->row->entry_count; i++) {
        uint32_t event = jc->row->entries[i].event;
        if (event != W_NONE && w_check_event_field(ck, event, name) != W_NONE) return true;
    }
    return false;
}

static WTyped *no_event(WChecker *ck, const WEnv *env, WName name, WSpan span) {
    if (env->event_state == W_EVENT_BLURRED) return w_check_error(ck, span);
    WFinding *finding = FIND(ck, EVENT_NOT_HERE, span, "there is no event here");
    w_finding_why(finding, "%s", env->here);
    const char *field = name.text.bytes;
    int size = (int)name.text.size;
    if (env->message != NULL) {
        w_finding_fix(finding, "let the send give it: param %.*s: …, and { %.*s: event.%.*s }",
                      size, field, size, field, size, field);
    } else if (env->journey == NULL) {
        w_finding_fix(finding, "of the past: last(EVENT.%.*s)", size, field);
    } else if (!env->entry) {
        w_finding_fix(finding, "ask it of the event: enter on EVENT where event.%.*s …", size,
                      field);
    } else {
        if (enters_with(ck, env->journey, name.text))
            w_finding_fix(finding, "of the event that entered: entry.%.*s", size, field);
        w_finding_fix(finding,
                      "of an event before, kept while it is there: let %.*s = "
                      "event.%.*s",
                      size, field, size, field);
    }
    return w_check_error(ck, span);
}

void w_check_unknown_event_field(WChecker *ck, uint32_t event, WName name) {
    if (w_check_is_broken(ck, W_SYMBOL_EVENT, event)) return;
    const WProgramEvent *row = &ck->program->events[event];
    WFinding *finding = FIND(ck, UNKNOWN_FIELD, name.span, "`%.*s` has no field `%.*s`",
                             W_STR_ARGS(row->name), W_STR_ARGS(name.text));
    w_finding_other(finding, row->span, "declared here");
    WSuggest suggest = w_check_suggest(ck, name.text);
    w_suggest_offer(&suggest, W_STR("at"));
    for (uint32_t i = 0; i < row->field_count; i++)
        w_suggest_offer(&suggest, row->fields[i].name);
    w_check_did_you_mean(finding, &suggest);
}

static void note_read(WChecker *ck, const WEnv *env, uint32_t event, uint32_t index) {
    w_check_reads(ck, event, index);
    if (env->over_history) ck->program->events[event].fields[index].history_slot = 0;
}

static WTyped *event_field(WChecker *ck, const WEnv *env, WName name, WSpan span) {
    if (env->constant) return not_constant(ck, env, span);
    if (env->event_state != W_EVENT_HERE) return no_event(ck, env, name, span);
    if (w_str_equal(name.text, W_STR("at")))
        return w_check_node(ck, W_TYPED_EVENT_AT, W_TYPE_DATETIME, span);
    uint32_t index = w_check_event_field(ck, env->event, name.text);
    if (index == W_NONE) {
        w_check_unknown_event_field(ck, env->event, name);
        return w_check_error(ck, span);
    }
    const WProgramField *field = &ck->program->events[env->event].fields[index];
    if (field->type == W_TYPE_NONE) return w_check_error(ck, span);
    note_read(ck, env, env->event, index);
    WTyped *node = w_check_node(ck, W_TYPED_EVENT, field->type, span);
    node->event = env->event;
    node->index = index;
    node->personal = field->personal;
    return w_check_as_known(ck, env, node);
}

// ---- entry

static WFinding *no_entry(WChecker *ck, const WEnv *env, WSpan span, const char *word) {
    WFinding *finding = FIND(ck, ENTRY_NOT_HERE, span, "there is no `%s` here", word);
    w_finding_why(finding, "%s", env->here);
    if (env->event_state != W_EVENT_HERE)
        w_finding_fix(finding, "ask what came last: last(EVENT.FIELD)");
    return finding;
}

static WTyped *entry_field(WChecker *ck, const WEnv *env, WName name, WSpan span) {
    if (env->constant) return not_constant(ck, env, span);
    if (!env->entry) {
        WFinding *finding = no_entry(ck, env, span, "entry");
        if (env->message != NULL)
            w_finding_fix(finding, "let the send give it: param %.*s: …, and { %.*s: entry.%.*s }",
                          W_STR_ARGS(name.text), W_STR_ARGS(name.text), W_STR_ARGS(name.text));
        if (env->event_state == W_EVENT_HERE)
            w_finding_fix(finding, "of the event that may enter: event.%.*s",
                          W_STR_ARGS(name.text));
        return w_check_error(ck, span);
    }
    if (w_str_equal(name.text, W_STR("at")))
        return w_check_node(ck, W_TYPED_ENTRY_AT, W_TYPE_DATETIME, span);
    return w_check_entry_property(ck, env, name, span);
}

WTyped *w_check_variable(WChecker *ck, const WEnv *env, uint32_t variable, WSpan span) {
    WJourneyCheck *jc = env->journey;
    const WProgramVariable *row = &jc->variables[variable].variable;
    if (row->type == W_TYPE_NONE) return w_check_error(ck, span);
    WTyped *node = w_check_node(ck, W_TYPED_VARIABLE, row->type, span);
    node->index = variable;
    node->personal = row->personal;
    *W_CHECK_PUSH(ck, jc->variable_nodes, jc->variable_node_count, jc->variable_node_room) = node;
    return w_check_as_known(ck, env, node);
}

// ---- fields

static WTyped *field(WChecker *ck, const WEnv *env, const WExpr *expr) {
    const WExpr *of = expr->field.of;
    WName name = expr->field.name;
    if (of->kind == W_EXPR_PROFILE) return profile_field(ck, env, name, expr->span);
    if (of->kind == W_EXPR_EVENT) return event_field(ck, env, name, expr->span);
    bool is_name = of->kind == W_EXPR_NAME;
    if (is_name && w_str_equal(of->name, W_STR("entry")))
        return entry_field(ck, env, name, expr->span);
    if (is_name && w_str_equal(of->name, W_STR("before")))
        return before_field(ck, env, name, expr->span);
    const WSymbol *symbol = is_name ? w_check_symbol(ck, of->name) : NULL;
    if (symbol != NULL && symbol->kind == W_SYMBOL_EVENT) {
        WFinding *finding = FIND(ck, NOT_A_VALUE, expr->span,
                                 "which `%.*s`? there may be many, or none", W_STR_ARGS(of->name));
        if (env->event_state == W_EVENT_HERE && env->event == symbol->row)
            w_finding_fix(finding, "the one that is answered here: event.%.*s",
                          W_STR_ARGS(name.text));
        w_finding_fix(finding, "the latest: last(%.*s.%.*s)", W_STR_ARGS(of->name),
                      W_STR_ARGS(name.text));
        return w_check_error(ck, expr->span);
    }
    WTyped *value = w_check_expr(ck, env, of);
    return w_check_part(ck, env, value, name, expr->span);
}

// ---- names

typedef WTyped *BuiltIn(WChecker *ck, const WEnv *env, WSpan span);

static WTyped *now(WChecker *ck, const WEnv *env, WSpan span) {
    if (env->constant && !env->timed) return not_constant(ck, env, span);
    return w_check_node(ck, W_TYPED_NOW, W_TYPE_DATETIME, span);
}

static WTyped *today(WChecker *ck, const WEnv *env, WSpan span) {
    if (env->constant && !env->timed) return not_constant(ck, env, span);
    return w_check_native(ck, W_NATIVE_TODAY, NULL, 0, span);
}

static WTyped *entries(WChecker *ck, const WEnv *env, WSpan span) {
    if (env->constant) return not_constant(ck, env, span);
    if (!env->entries) {
        no_entry(ck, env, span, "entries");
        return w_check_error(ck, span);
    }
    return w_check_node(ck, W_TYPED_ENTRIES, W_TYPE_INTEGER, span);
}

static WTyped *visits(WChecker *ck, const WEnv *env, WSpan span) {
    if (env->constant) return not_constant(ck, env, span);
    if (!env->visits) {
        WFinding *finding = FIND(ck, VISITS_NOT_HERE, span, "there are no `visits` here");
        w_finding_why(finding, "they are those of the stage in which the word stands");
        return w_check_error(ck, span);
    }
    env->journey->stages[env->journey->stage].counted = true;
    WTyped *node = w_check_node(ck, W_TYPED_VISITS, W_TYPE_INTEGER, span);
    node->index = env->journey->stage;
    return node;
}

static WTyped *before(WChecker *ck, const WEnv *env, WSpan span) {
    (void)env;
    WFinding *finding = FIND(ck, NOT_A_VALUE, span, "`before` alone is no value");
    w_finding_fix(finding, "name a field of the profile: before.FIELD");
    return w_check_error(ck, span);
}

static WTyped *entry(WChecker *ck, const WEnv *env, WSpan span) {
    (void)env;
    WFinding *finding = FIND(ck, NOT_A_VALUE, span, "`entry` alone is no value");
    w_finding_fix(finding, "name a property of the event that entered: entry.at");
    return w_check_error(ck, span);
}

static const struct {
    const char *word;
    BuiltIn *make;
} built_ins[] = {{"now", now},       {"today", today},   {"entries", entries},
                 {"visits", visits}, {"before", before}, {"entry", entry}};

enum { BUILT_INS = sizeof built_ins / sizeof built_ins[0] };

bool w_check_is_built_in(WStr name) {
    for (int i = 0; i < BUILT_INS; i++) {
        if (w_str_equal(name, w_str(built_ins[i].word))) return true;
    }
    return false;
}

static WTyped *segment(WChecker *ck, const WEnv *env, const WSymbol *symbol, WSpan span) {
    if (env->constant) return not_constant(ck, env, span);
    return w_check_segment(ck, symbol->row, span);
}

static WTyped *loop_element(WChecker *ck, const WEnv *env, WStr name, WSpan span) {
    uint32_t depth = 0;
    for (const WLoop *loop = env->loops; loop != NULL; loop = loop->next, depth++) {
        if (!w_str_equal(loop->name, name)) continue;
        if (loop->type == W_TYPE_NONE) return w_check_error(ck, span);
        WTyped *node = w_check_node(ck, W_TYPED_ELEMENT, loop->type, span);
        node->index = depth;
        node->loop = loop->number;
        node->personal = loop->personal;
        return node;
    }
    return NULL;
}

static void offer_names(const WChecker *ck, const WEnv *env, WSuggest *suggest) {
    for (const WLoop *loop = env->loops; loop != NULL; loop = loop->next)
        w_suggest_offer(suggest, loop->name);
    for (uint32_t i = 0; env->message != NULL && i < env->message->param_count; i++)
        w_suggest_offer(suggest, env->message->params[i].name);
    for (const WLet *let = env->lets; let != NULL; let = let->next)
        w_suggest_offer(suggest, let->name.text);
    for (int i = 0; i < BUILT_INS; i++)
        w_suggest_offer(suggest, w_str(built_ins[i].word));
    static const WSymbolKind kinds[] = {W_SYMBOL_CONST, W_SYMBOL_SEGMENT};
    for (int k = 0; k < 2 && suggest->distance > 0; k++) {
        const WSymbolList *list = &ck->by_kind[kinds[k]];
        for (uint32_t i = 0; i < list->count; i++)
            w_suggest_offer(suggest, list->items[i]->name);
    }
}

// What people mean who leave out where a field is of.
static const char *owner_of(const WChecker *ck, const WEnv *env, WStr name) {
    bool of_event =
        env->event_state == W_EVENT_HERE && w_check_event_field(ck, env->event, name) != W_NONE;
    if (of_event) return "event";
    return w_names_get(&ck->profile_names, name) != W_NONE ? "profile" : NULL;
}

static bool is_word_for_profile(WStr name) {
    static const char *const words[] = {"customer", "user", "contact", "person", "subscriber"};
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        if (w_str_equal(name, w_str(words[i]))) return true;
    }
    return false;
}

static WTyped *unknown(WChecker *ck, const WEnv *env, WStr name, WSpan span) {
    WFinding *finding = FIND(ck, UNKNOWN_NAME, span, "there is no `%.*s`", W_STR_ARGS(name));
    const char *owner = owner_of(ck, env, name);
    if (owner != NULL) {
        w_finding_fix(finding, "did you mean `%s.%.*s`?", owner, W_STR_ARGS(name));
        return w_check_error(ck, span);
    }
    if (is_word_for_profile(name)) {
        w_finding_fix(finding, "what is known of a customer is in the profile: profile.FIELD");
        return w_check_error(ck, span);
    }
    WSuggest suggest = w_check_suggest(ck, name);
    offer_names(ck, env, &suggest);
    w_check_did_you_mean(finding, &suggest);
    if (env->message != NULL && suggest.best.size == 0)
        w_finding_fix(finding, "give it as a parameter: param %.*s: text", W_STR_ARGS(name));
    return w_check_error(ck, span);
}

static WTyped *wrong_kind(WChecker *ck, const WSymbol *symbol, WSpan span) {
    WFinding *finding = FIND(ck, WRONG_KIND, span, "`%.*s` is %s, not a value",
                             W_STR_ARGS(symbol->name), w_check_kind_name(symbol->kind));
    w_finding_other(finding, symbol->span, "declared here");
    if (symbol->kind == W_SYMBOL_EVENT)
        w_finding_fix(finding, "ask how often it came: count(%.*s) > 0", W_STR_ARGS(symbol->name));
    if (symbol->kind == W_SYMBOL_JOURNEY)
        w_finding_fix(finding, "whether the customer is in it: in %.*s", W_STR_ARGS(symbol->name));
    if (finding->fixes == NULL)
        w_finding_fix(finding, "as a text: \"%.*s\"", W_STR_ARGS(symbol->name));
    return w_check_error(ck, span);
}

// A parameter of the message whose content this is, or NULL.
static WTyped *param(WChecker *ck, const WEnv *env, WStr name, WSpan span) {
    uint32_t count = env->message == NULL ? 0 : env->message->param_count;
    for (uint32_t i = 0; i < count; i++) {
        const WProgramParam *row = &env->message->params[i];
        if (!w_str_equal(row->name, name)) continue;
        if (row->type == W_TYPE_NONE) return w_check_error(ck, span);
        if (env->over_history) {
            WFinding *finding = FIND(ck, PARAM_IN_PAST, span, "`%.*s` is not known to past events",
                                     W_STR_ARGS(name));
            w_finding_fix(finding, "ask where the message is sent, and give the answer as a "
                                   "parameter");
            return w_check_error(ck, span);
        }
        WTyped *node = w_check_node(ck, W_TYPED_PARAM, row->type, span);
        node->index = i;
        return w_check_as_known(ck, env, node);
    }
    return NULL;
}

static WTyped *name(WChecker *ck, const WEnv *env, WStr word, WSpan span) {
    WTyped *element = loop_element(ck, env, word, span);
    if (element == NULL) element = param(ck, env, word, span);
    if (element != NULL) return element;
    for (const WLet *let = env->lets; let != NULL; let = let->next) {
        if (!w_str_equal(let->name.text, word)) continue;
        if (let->variable == W_NONE) return w_check_error(ck, span);
        return w_check_variable(ck, env, let->variable, span);
    }
    for (int i = 0; i < BUILT_INS; i++) {
        if (w_str_equal(word, w_str(built_ins[i].word))) return built_ins[i].make(ck, env, span);
    }
    const WSymbol *symbol = w_check_symbol(ck, word);
    if (symbol == NULL) return unknown(ck, env, word, span);
    if (symbol->kind == W_SYMBOL_CONST) return w_check_const(ck, symbol->row, span);
    if (symbol->kind == W_SYMBOL_SEGMENT) return segment(ck, env, symbol, span);
    return wrong_kind(ck, symbol, span);
}

// A name without bytes was forgotten, and that was said.
WTyped *w_check_place(WChecker *ck, const WEnv *env, const WExpr *expr) {
    bool is_field = expr->kind == W_EXPR_FIELD;
    W_ASSERT(is_field || expr->kind == W_EXPR_NAME);
    WStr word = is_field ? expr->field.name.text : expr->name;
    if (word.size == 0) return w_check_error(ck, expr->span);
    return is_field ? field(ck, env, expr) : name(ck, env, expr->name, expr->span);
}
