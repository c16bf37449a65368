// Stages: their statements, typed in an order in which the ways into a stage come before it.

#include "compiler/check/checker.h"

#include "compiler/syntax/token.h"
#include "runtime/base/limits.h"

WAct *w_check_act(WChecker *ck, WActKind kind, WSpan span) {
    WAct *act = w_arena_take_zeroed(ck->arena, sizeof *act);
    act->kind = kind;
    act->span = span;
    return act;
}

// Behind a send that may be deferred time may have passed.
static void pass_send(WChecker *ck, WEnv *env) {
    env->facts = w_facts_that_last(ck, env->facts);
    if (env->event_state != W_EVENT_HERE) return;
    env->event_state = W_EVENT_NOT_HERE;
    env->here = "quiet hours or a limit may defer the send before, and then the event is gone";
}

// ---- ways in

// A way to a stage shows something; the stage may rely on what all of them show.
static void arrive(WChecker *ck, WJourneyCheck *jc, uint32_t stage, const WFacts *facts) {
    WStageCheck *to = &jc->stages[stage];
    to->facts = to->ways_seen == 0 ? facts : w_facts_both(ck, to->facts, facts);
    if (++to->ways_seen == to->ways)
        *W_CHECK_PUSH(ck, jc->ready, jc->ready_count, jc->ready_room) = stage;
}

// A stage whose name is missing or is a word of the language, which was said, may be the one that
// is meant.
static bool may_be_nameless(const WJourneyCheck *jc) {
    for (uint32_t i = 0; i < jc->stage_count; i++) {
        const WWord *word = w_word_find(jc->stages[i].tree->name.text);
        if (jc->stages[i].tree->name.text.size == 0 || (word != NULL && !word->soft)) return true;
    }
    return false;
}

void w_check_unknown_stage(WChecker *ck, const WJourneyCheck *jc, WName name) {
    if (name.text.size == 0 || may_be_nameless(jc)) return;
    WFinding *finding =
        FIND(ck, UNKNOWN_STAGE, name.span, "there is no stage `%.*s`", W_STR_ARGS(name.text));
    WSuggest suggest = w_check_suggest(ck, name.text);
    for (uint32_t i = 0; i < jc->stage_count; i++)
        w_suggest_offer(&suggest, jc->stages[i].tree->name.text);
    w_check_did_you_mean(finding, &suggest);
}

static void add_go(WChecker *ck, WJourneyCheck *jc, const WStmt *stmt, const WEnv *env,
                   WAct *act) {
    act->index = w_names_get(&jc->stage_names, stmt->go.text);
    if (act->index != W_NONE) {
        // A stage that nothing reaches is no way to another.
        if (jc->stages[jc->stage].reached) arrive(ck, jc, act->index, env->facts);
        return;
    }
    w_check_unknown_stage(ck, jc, stmt->go);
}

// ---- set

static WAct *set_profile(WChecker *ck, const WStmt *stmt, WEnv *env) {
    WAct *act = w_check_act(ck, W_ACT_SET_PROFILE, stmt->span);
    WProgramSetter setter = w_check_setter(ck, env, stmt->assign.name, stmt->assign.value);
    act->index = setter.slot;
    act->value = setter.value;
    return act;
}

// ---- if

static WAct *if_act(WChecker *ck, WJourneyCheck *jc, const WStmt *stmt, WEnv *env, bool *ended) {
    WAct *first = NULL, **place = &first;
    WWays ways = {0};
    WEnv rest = *env;
    bool branch_ended;
    uint32_t count = 0;
    for (const WBranch *branch = stmt->if_.branches; branch != NULL; branch = branch->next) {
        if (count++ == W_LIMIT_BRANCHES) {
            FIND(ck, TOO_MANY, branch->span, "an `if` has at most %d conditions",
                 W_LIMIT_BRANCHES);
            break;
        }
        WAct *act = w_check_act(ck, W_ACT_IF, branch->span);
        act->value = w_check_condition(ck, &rest, branch->condition, "`if` needs");
        WEnv inside = rest;
        if (!w_check_is_error(act->value)) {
            inside.facts = w_facts_when(ck, act->value, true, rest.facts);
            rest.facts = w_facts_when(ck, act->value, false, rest.facts);
        }
        act->body = w_check_block(ck, jc, branch->block->first, &inside, &branch_ended);
        if (!branch_ended) w_check_add_way(ck, &ways, &inside);
        *place = act;
        place = &act->otherwise;
    }
    branch_ended = false;
    if (stmt->if_.else_block != NULL)
        *place = w_check_block(ck, jc, stmt->if_.else_block->first, &rest, &branch_ended);
    if (!branch_ended) w_check_add_way(ck, &ways, &rest);
    w_check_end_ways(&ways, env, ended);
    return first;
}

// ---- send

// The value given for a parameter, or NULL.
static WTyped *given_value(WChecker *ck, const WSend *send, const WEnv *env,
                           const WProgramParam *param) {
    const WPair *first = NULL;
    for (const WPair *pair = send->args; pair != NULL; pair = pair->next) {
        if (!w_str_equal(pair->key.text, param->name)) continue;
        if (first == NULL) {
            first = pair;
            continue;
        }
        WFinding *finding = FIND(ck, DECLARED_TWICE, pair->key.span, "`%.*s` is given twice",
                                 W_STR_ARGS(param->name));
        w_finding_other(finding, first->key.span, "the first");
    }
    if (first == NULL) return NULL;
    return w_check_value(ck, env, first->value, param->type, "the message needs");
}

static bool takes(const WProgramMessage *message, WStr name) {
    for (uint32_t i = 0; i < message->param_count; i++) {
        if (w_str_equal(name, message->params[i].name)) return true;
    }
    return false;
}

void w_check_unknown_param(WChecker *ck, const WProgramMessage *message, WName name) {
    WFinding *finding =
        FIND(ck, UNKNOWN_PARAM, name.span, "the message `%.*s` has no parameter `%.*s`",
             W_STR_ARGS(message->name), W_STR_ARGS(name.text));
    w_finding_other(finding, message->span, "declared here");
    WSuggest suggest = w_check_suggest(ck, name.text);
    for (uint32_t i = 0; i < message->param_count; i++)
        w_suggest_offer(&suggest, message->params[i].name);
    w_check_did_you_mean(finding, &suggest);
}

// What is given beside the parameters; with no message at all, nothing is said of the names. A
// mistake in a value is one all the same.
static void check_others(WChecker *ck, const WSend *send, const WEnv *env,
                         const WProgramMessage *message, bool is_broken) {
    for (const WPair *pair = send->args; pair != NULL; pair = pair->next) {
        if (message != NULL && takes(message, pair->key.text)) continue;
        bool says = message != NULL && !is_broken && pair->key.text.size > 0;
        if (says) w_check_unknown_param(ck, message, pair->key);
        w_check_stray(ck, env, pair->value);
    }
}

// A name that is given and unknown, and reads like the one that is missing: that is said already.
static bool is_misspelled(const WSend *send, const WProgramMessage *message, WStr missing) {
    for (const WPair *pair = send->args; pair != NULL; pair = pair->next) {
        WSuggest suggest = w_suggest(pair->key.text);
        w_suggest_offer(&suggest, missing);
        if (suggest.best.size > 0 && !takes(message, pair->key.text)) return true;
    }
    return false;
}

static void say_missing_param(WChecker *ck, const WSend *send, const WProgramMessage *message,
                              const WProgramParam *param) {
    WFinding *finding =
        FIND(ck, MISSING_PARAM, send->message.span, "the parameter `%.*s` of `%.*s` is missing",
             W_STR_ARGS(param->name), W_STR_ARGS(message->name));
    w_finding_other(finding, param->span, "declared here, without a default");
    w_finding_fix(finding, "give it: { %.*s: … }", W_STR_ARGS(param->name));
}

static void check_personal(WChecker *ck, const WTyped *value, uint32_t channel) {
    if (value == NULL || !w_check_is_personal(ck, value) || channel == W_NONE) return;
    const WProgramChannel *way = &ck->program->channels[channel];
    if (way->accepts_personal || w_check_is_broken(ck, W_SYMBOL_CHANNEL, channel)) return;
    WFinding *finding = FIND(ck, PERSONAL_LEAK, value->span,
                             "personal data may not leave through `%.*s`", W_STR_ARGS(way->name));
    w_finding_other(finding, way->span, "it does not accept personal data");
    w_check_why_personal(ck, finding, value);
    w_finding_fix(finding, "if it may: say `accepts personal` in the channel");
}

static void check_params(WChecker *ck, const WSend *send, const WEnv *env, WAct *act,
                         const WProgramMessage *message, uint32_t channel, bool is_broken) {
    act->params = w_check_array(ck, message->param_count, sizeof *act->params);
    for (uint32_t i = 0; i < message->param_count; i++) {
        const WProgramParam *param = &message->params[i];
        act->params[i] = given_value(ck, send, env, param);
        check_personal(ck, act->params[i], channel);
        if (act->params[i] != NULL) continue;
        act->params[i] = param->standard;
        if (param->has_default || param->type == W_TYPE_NONE || is_broken) continue;
        if (!is_misspelled(send, message, param->name))
            say_missing_param(ck, send, message, param);
    }
}

// One channel that asks for no consent is one mistake, however much is sent on it.
static void check_consent(WChecker *ck, const WSend *send, uint32_t message, uint32_t channel) {
    const WMessage *what = &ck->by_kind[W_SYMBOL_MESSAGE].items[message]->decl->message;
    const WChannel *way = &ck->by_kind[W_SYMBOL_CHANNEL].items[channel]->decl->channel;
    bool promotes = w_name_given(what->class_name) &&
                    ck->program->messages[message].class == W_CLASS_PROMOTIONAL;
    if (!promotes || way->internal.given || way->consent != NULL) return;
    if (ck->consent_said[channel] || w_check_is_broken(ck, W_SYMBOL_CHANNEL, channel)) return;
    ck->consent_said[channel] = true;
    WFinding *finding = FIND(ck, NO_CONSENT, send->channel.span,
                             "`%.*s` is promotional, and `%.*s` asks for no consent",
                             W_STR_ARGS(what->name.text), W_STR_ARGS(way->name.text));
    w_finding_other(finding, way->name.span, "the channel");
    w_finding_fix(finding, "say in the channel what consents: consent profile.…");
    w_finding_fix(finding, "or, if it reaches colleagues and systems only: internal");
}

static void add_site(WChecker *ck, WJourneyCheck *jc, const WSend *send, WAct *act,
                     uint32_t channel, uint32_t message) {
    WProgramSite site = {
        .stage = jc->stage,
        .channel = channel,
        .message = message,
        .name = send->name.text,
        .ordinal = jc->stages[jc->stage].sites++,
        .has_to = send->to != NULL,
        .may_wait = w_check_may_wait(ck, jc->index, channel, message),
        .in_reaction = jc->in_reaction,
    };
    act->index = jc->site_count;
    *W_CHECK_PUSH(ck, jc->sites, jc->site_count, jc->site_room) = site;
    *W_CHECK_PUSH(ck, jc->sends.items, jc->sends.count, jc->sends.room) = act;
}

static bool is_kind(WChecker *ck, WName name, WSymbolKind kind) {
    const WSymbol *symbol = name.text.size == 0 ? NULL : w_check_symbol(ck, name.text);
    return symbol != NULL && symbol->kind == kind;
}

// `send reminder email`: one mistake, not two.
static bool is_swapped(WChecker *ck, const WSend *send) {
    if (!is_kind(ck, send->channel, W_SYMBOL_MESSAGE)) return false;
    if (!is_kind(ck, send->message, W_SYMBOL_CHANNEL)) return false;
    WSpan span = send->channel.span;
    span.end = send->message.span.end;
    WFinding *finding = FIND(ck, WRONG_KIND, span, "the channel stands before the message");
    w_finding_fix(finding, "write: send %.*s %.*s", W_STR_ARGS(send->message.text),
                  W_STR_ARGS(send->channel.text));
    return true;
}

WAct *w_check_send(WChecker *ck, WJourneyCheck *jc, const WStmt *stmt, WEnv *env) {
    const WSend *send = &stmt->send;
    WAct *act = w_check_act(ck, W_ACT_SEND, stmt->span);
    if (is_swapped(ck, send)) return act;
    uint32_t channel = w_check_row(ck, send->channel, W_SYMBOL_CHANNEL);
    uint32_t row = w_check_row(ck, send->message, W_SYMBOL_MESSAGE);
    const WProgramMessage *message = row == W_NONE ? NULL : &ck->program->messages[row];
    bool is_broken = message != NULL && w_check_is_broken(ck, W_SYMBOL_MESSAGE, row);
    if (message != NULL) check_params(ck, send, env, act, message, channel, is_broken);
    check_others(ck, send, env, message, is_broken);
    if (send->to != NULL) {
        act->value =
            w_check_value(ck, env, send->to, W_TYPE_TEXT | W_TYPE_OPTIONAL, "an address is");
        check_personal(ck, act->value, channel);
    }
    if (channel != W_NONE && message != NULL) {
        check_consent(ck, send, row, channel);
        if (!is_broken) w_check_is_said(ck, send, row, channel);
        w_check_locale_leaves(ck, send, channel);
        add_site(ck, jc, send, act, channel, row);
        if (w_check_may_wait(ck, jc->index, channel, row)) pass_send(ck, env);
    }
    return act;
}

static WAct *send_act(WChecker *ck, WJourneyCheck *jc, const WStmt *stmt, WEnv *env) {
    WAct *act = w_check_send(ck, jc, stmt, env);
    if (stmt->send.else_block == NULL) return act;
    WWays ways = {0};
    WEnv inside = *env;
    bool ended;
    act->otherwise = w_check_block(ck, jc, stmt->send.else_block->first, &inside, &ended);
    w_check_add_way(ck, &ways, env);
    if (!ended) w_check_add_way(ck, &ways, &inside);
    w_check_end_ways(&ways, env, &ended);
    return act;
}

// ---- exit

static WAct *exit_act(WChecker *ck, const WStmt *stmt) {
    WAct *act = w_check_act(ck, W_ACT_EXIT, stmt->span);
    if (stmt->reason->kind == W_EXPR_TEXT) {
        act->reason = stmt->reason->text;
    } else if (stmt->reason->kind != W_EXPR_ERROR) {
        WFinding *finding =
            FIND(ck, NOT_CONSTANT, stmt->reason->span, "a reason is the same for everybody");
        w_finding_why(finding, "reasons are counted and compared");
        w_finding_fix(finding, "take the { } out of the text");
    }
    return act;
}

// ---- blocks

// A block of a form that cannot be built yet: its own mistakes are said with the others.
static void look_into(WChecker *ck, WJourneyCheck *jc, const WBlock *block, const WEnv *env) {
    if (block == NULL) return;
    WEnv inside = *env;
    bool ended;
    inside.event_state = W_EVENT_BLURRED;
    w_check_block(ck, jc, block->first, &inside, &ended);
}

static WAct *refused_ask(WChecker *ck, WJourneyCheck *jc, const WStmt *stmt, WEnv *env) {
    w_check_not_yet(ck, stmt->span, "`ask`");
    look_into(ck, jc, stmt->ask.answer, env);
    look_into(ck, jc, stmt->ask.else_block, env);
    env->event_state = W_EVENT_BLURRED;
    return NULL;
}

static WAct *statement(WChecker *ck, WJourneyCheck *jc, const WStmt *stmt, WEnv *env,
                       bool *ended) {
    WAct *act;
    switch (stmt->kind) {
    case W_STMT_ERROR: return NULL;
    case W_STMT_WAIT: return w_check_wait(ck, jc, stmt, env, ended);
    case W_STMT_SEND: return send_act(ck, jc, stmt, env);
    case W_STMT_IF: return if_act(ck, jc, stmt, env, ended);
    case W_STMT_LET: return w_check_let(ck, jc, stmt, env);
    case W_STMT_SET_PROFILE: return set_profile(ck, stmt, env);
    case W_STMT_GO:
        act = w_check_act(ck, W_ACT_GO, stmt->span);
        add_go(ck, jc, stmt, env, act);
        *ended = true;
        return act;
    case W_STMT_FINISH: *ended = true; return w_check_act(ck, W_ACT_FINISH, stmt->span);
    case W_STMT_EXIT: *ended = true; return exit_act(ck, stmt);
    case W_STMT_SET: return w_check_set_variable(ck, jc, stmt, env);
    case W_STMT_EMIT: return w_check_emit(ck, stmt, env);
    case W_STMT_ASK: return refused_ask(ck, jc, stmt, env);
    case W_STMT_SPLIT: return w_check_split(ck, jc, stmt, env, ended);
    case W_STMT_CHOOSE: return w_check_choose(ck, jc, stmt, env, ended);
    }
    return NULL;
}

static void say_unreachable(WChecker *ck, const WStmt *stmt) {
    WFinding *finding = FIND(ck, UNREACHABLE_CODE, stmt->span, "nothing comes to this statement");
    w_finding_why(finding, "what stands before it leaves the stage on every path");
    w_finding_fix(finding, "put it before that, or leave it out");
}

// Whether nobody knows if control comes out behind it, for a reason that was said.
static bool is_open(const WStmt *stmt) {
    switch (stmt->kind) {
    case W_STMT_ERROR:
    case W_STMT_ASK: return true;
    case W_STMT_WAIT: return w_check_lacks_end(&stmt->wait);
    default: return false;
    }
}

WAct *w_check_block(WChecker *ck, WJourneyCheck *jc, const WStmt *first, WEnv *env, bool *ended) {
    WAct *head = NULL, **place = &head;
    const WLet *outer = env->lets;
    bool is_poisoned = false;
    *ended = false;
    for (const WStmt *stmt = first; stmt != NULL; stmt = stmt->next) {
        if (*ended) {
            if (!is_poisoned) say_unreachable(ck, stmt);
            break;
        }
        is_poisoned |= is_open(stmt);
        *place = statement(ck, jc, stmt, env, ended);
        while (*place != NULL)
            place = &(*place)->next;
    }
    *ended |= is_poisoned;
    env->lets = outer;
    return head;
}

// ---- stages

static WEnv stage_env(const WJourneyCheck *jc, const WStageCheck *stage) {
    WEnv env = {
        .journey = (WJourneyCheck *)(uintptr_t)jc, .entry = true, .entries = true, .visits = true};
    bool all_seen = stage->ways_seen == stage->ways;
    env.event_state = stage->reached ? stage->event_state : W_EVENT_BLURRED;
    env.event = stage->event;
    env.lets = jc->vars;
    env.here = "this stage is not always entered with one and the same event";
    env.facts = all_seen && stage->reached ? stage->facts : NULL;
    return env;
}

static WProgramArm *check_reactions(WChecker *ck, WJourneyCheck *jc, const WStage *tree,
                                    const WEnv *env, uint32_t *count) {
    WEnv inside = *env;
    inside.facts = NULL;
    jc->in_reaction = true;
    WProgramArm *arms = w_check_arms(ck, jc, tree->reactions, &inside, count);
    if (*count > W_LIMIT_REACTIONS)
        FIND(ck, TOO_MANY, tree->name.span, "a stage has at most %d `on` and `when` at its top",
             W_LIMIT_REACTIONS);
    jc->in_reaction = false;
    return arms;
}

static void check_moments(WChecker *ck, const WStage *tree, WProgramStage *row) {
    uint32_t room = 0;
    for (const WNameItem *moment = tree->moments; moment != NULL; moment = moment->next)
        *W_CHECK_PUSH(ck, row->moments, row->moment_count, room) = moment->name.text;
}

static void check_stage(WChecker *ck, WJourneyCheck *jc, uint32_t index) {
    const WStageCheck *stage = &jc->stages[index];
    const WStage *tree = stage->tree;
    WProgramStage *row = &jc->row->stages[index];
    WEnv env = stage_env(jc, stage);
    bool ended;
    jc->stage = index;
    *row = (WProgramStage){.name = tree->name.text, .title = tree->title.text};
    row->event = env.event_state == W_EVENT_HERE ? env.event : W_NONE;
    row->span = tree->name.span;
    check_moments(ck, tree, row);
    row->reactions = check_reactions(ck, jc, tree, &env, &row->reaction_count);
    row->body = w_check_block(ck, jc, tree->first, &env, &ended);
    if (ended) return;
    WFinding *finding = FIND(ck, PATH_OPEN, tree->end, "a path of stage `%.*s` ends here",
                             W_STR_ARGS(tree->name.text));
    w_finding_other(finding, tree->name.span, "this stage");
    w_finding_fix(finding, "end it with `go STAGE`, `finish` or `exit \"why\"`");
}

// The next stage to type: one whose ways in were all seen, else the first that is left.
static uint32_t next_stage(const WJourneyCheck *jc, const bool *done, uint32_t *ready,
                           uint32_t *left) {
    while (*ready < jc->ready_count) {
        uint32_t stage = jc->ready[(*ready)++];
        if (!done[stage]) return stage;
    }
    while (done[*left])
        (*left)++;
    return *left;
}

void w_check_stages(WChecker *ck, WJourneyCheck *jc) {
    bool *done = w_check_array(ck, jc->stage_count, sizeof *done);
    uint32_t ready = 0, left = 0;
    jc->row->stages = w_check_array(ck, jc->stage_count, sizeof *jc->row->stages);
    jc->row->stage_count = jc->stage_count;
    jc->stages[0].ways++;
    arrive(ck, jc, 0, jc->start_facts);
    for (const WMigrate *m = jc->tree->migrates; m != NULL; m = m->next) {
        uint32_t to = w_names_get(&jc->stage_names, m->to.text);
        if (to != W_NONE) arrive(ck, jc, to, NULL); // from whatever stage there was before
    }
    for (uint32_t i = 0; i < jc->stage_count; i++) {
        uint32_t stage = next_stage(jc, done, &ready, &left);
        done[stage] = true;
        check_stage(ck, jc, stage);
        jc->row->stages[stage].counted = jc->stages[stage].counted;
    }
}
