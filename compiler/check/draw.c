// Several ways, one of which is drawn: `split` and `choose`; and what holds behind branches.

#include <stdlib.h>

#include "compiler/check/checker.h"
#include "runtime/base/limits.h"

enum { WHOLE_MICROS = 1000000 };

// ---- ways on

static void forget_event(WEnv *env) {
    env->event_state = W_EVENT_NOT_HERE;
    env->here = "behind a wait there is no event any more";
}

void w_check_add_way(WChecker *ck, WWays *ways, const WEnv *env) {
    if (ways->count == 0) {
        ways->facts = env->facts;
        ways->event_state = env->event_state;
    } else {
        ways->facts = w_facts_both(ck, ways->facts, env->facts);
        if (env->event_state != ways->event_state) ways->event_state = W_EVENT_NOT_HERE;
    }
    ways->count++;
}

void w_check_end_ways(const WWays *ways, WEnv *env, bool *ended) {
    *ended = ways->count == 0;
    env->facts = ways->facts;
    if (ways->event_state == W_EVENT_NOT_HERE && env->event_state != W_EVENT_NOT_HERE)
        forget_event(env);
    env->event_state = ways->event_state;
}

// ---- names

static void check_name(WChecker *ck, WNames *names, WName name, uint32_t index, const char *what) {
    if (name.text.size == 0 || w_names_put(names, name.text, index) == index) return;
    WFinding *finding = FIND(ck, DECLARED_TWICE, name.span, "%s `%.*s` is there already", what,
                             W_STR_ARGS(name.text));
    w_finding_fix(finding, "give one of them another name");
}

static uint32_t add_draw(WChecker *ck, WJourneyCheck *jc, const WProgramDraw *draw, WName name,
                         WAct *act, const char *what) {
    jc->draw_names.arena = ck->arena;
    check_name(ck, &jc->draw_names, name, jc->draw_count, what);
    act->index = jc->draw_count;
    *W_CHECK_PUSH(ck, jc->draws, jc->draw_count, jc->draw_room) = *draw;
    jc->draws[act->index].stage = jc->stage;
    *W_CHECK_PUSH(ck, jc->drawn.items, jc->drawn.count, jc->drawn.room) = act;
    return act->index;
}

// One way: its block, from what holds before the draw.
static WProgramOption way_of(WChecker *ck, WJourneyCheck *jc, WName name, const WBlock *block,
                             WEnv *inside, WWays *ways) {
    WProgramOption option = {.name = name.text, .span = name.span};
    bool ended = false;
    if (block != NULL) option.body = w_check_block(ck, jc, block->first, inside, &ended);
    if (!ended) w_check_add_way(ck, ways, inside);
    return option;
}

static bool is_too_many(WChecker *ck, const WAct *act, WSpan span) {
    if (act->option_count < W_LIMIT_WAYS) return false;
    FIND(ck, TOO_MANY, span, "there are at most %d ways", W_LIMIT_WAYS);
    return true;
}

// ---- split

static void check_sum(WChecker *ck, const WStmt *stmt, int64_t micros) {
    if (micros == WHOLE_MICROS || stmt->split.shares == NULL) return;
    WFinding *finding = FIND(ck, SHARES, stmt->split.name.span, "the shares of `%.*s` make %g%%",
                             W_STR_ARGS(stmt->split.name.text), (double)micros / 1e4);
    w_finding_why(finding, "every customer goes one of the ways, so they make 100%%");
    int64_t rest = WHOLE_MICROS - micros;
    if (rest > 0)
        w_finding_fix(finding, "add a way for those that are left: %g%% rest { }",
                      (double)rest / 1e4);
    else
        w_finding_fix(finding, "take %g%% away from one of them", (double)-rest / 1e4);
}

WAct *w_check_split(WChecker *ck, WJourneyCheck *jc, const WStmt *stmt, WEnv *env, bool *ended) {
    WAct *act = w_check_act(ck, W_ACT_DRAW, stmt->span);
    WWays ways = {0};
    WNames names = {.arena = ck->arena};
    uint32_t room = 0;
    int64_t micros = 0;
    for (const WShare *share = stmt->split.shares; share != NULL; share = share->next) {
        if (is_too_many(ck, act, share->span)) break;
        check_name(ck, &names, share->name, act->option_count, "the way");
        WEnv inside = *env;
        WProgramOption option = way_of(ck, jc, share->name, share->block, &inside, &ways);
        option.micros = (uint32_t)share->percent;
        micros += share->percent;
        *W_CHECK_PUSH(ck, act->options, act->option_count, room) = option;
    }
    check_sum(ck, stmt, micros);
    if (act->option_count == 0) w_check_add_way(ck, &ways, env);
    WProgramDraw draw = {.name = stmt->split.name.text,
                         .kind = W_DRAW_SPLIT,
                         .act = act,
                         .reads_event = W_NONE,
                         .event = W_NONE,
                         .span = stmt->span};
    add_draw(ck, jc, &draw, stmt->split.name, act, "a split or choice");
    w_check_end_ways(&ways, env, ended);
    return act;
}

// ---- choose

static void check_aim(WChecker *ck, WJourneyCheck *jc, const WChoose *choose, WProgramDraw *draw) {
    draw->event = W_NONE;
    if (choose->within != NULL)
        draw->within_ms = w_check_length(ck, choose->within, "`within` needs");
    if (choose->aims_at_goal) {
        if (jc->tree->goal != NULL) return;
        WFinding *finding =
            FIND(ck, NO_GOAL, choose->name.span, "the journey has no goal to maximise");
        w_finding_fix(finding, "say what the goal is: goal EVENT within 7d");
        w_finding_fix(finding, "name an event: to maximise EVENT within 7d");
        return;
    }
    draw->event = w_check_row(ck, choose->match.event, W_SYMBOL_EVENT);
    if (choose->match.where == NULL) return;
    WEnv env = {.journey = jc, .entries = true, .entry = true, .lets = jc->vars};
    env.event_state = draw->event == W_NONE ? W_EVENT_BLURRED : W_EVENT_HERE;
    env.event = draw->event;
    draw->where = w_check_condition(ck, &env, choose->match.where, "`where` needs");
}

static void check_by(WChecker *ck, const WChoose *choose, const WEnv *env, WProgramDraw *draw) {
    uint32_t room = 0;
    for (const WExpr *by = choose->by; by != NULL; by = by->next) {
        WTyped *typed = w_check_expr(ck, env, by);
        bool is_list = w_type_kind(typed->type) == W_TYPE_LIST;
        if (is_list) {
            WFinding *finding =
                FIND(ck, TYPE_MISMATCH, by->span, "customers are not told apart by a list");
            w_finding_fix(finding, "by how long it is: count(%.*s)",
                          W_STR_ARGS(w_check_source_text(ck, by->span)));
        }
        if (is_list || w_check_is_error(typed)) continue;
        *W_CHECK_PUSH(ck, draw->by, draw->by_count, room) = typed;
    }
}

WAct *w_check_choose(WChecker *ck, WJourneyCheck *jc, const WStmt *stmt, WEnv *env, bool *ended) {
    const WChoose *choose = &stmt->choose;
    WAct *act = w_check_act(ck, W_ACT_DRAW, stmt->span);
    WWays ways = {0};
    WNames names = {.arena = ck->arena};
    WProgramDraw draw = {
        .name = choose->name.text, .kind = W_DRAW_CHOICE, .act = act, .span = stmt->span};
    uint32_t room = 0;
    bool always_one = false;
    draw.reads_event = env->event_state == W_EVENT_HERE ? env->event : W_NONE;
    check_aim(ck, jc, choose, &draw);
    check_by(ck, choose, env, &draw);
    for (const WOption *tree = choose->options; tree != NULL; tree = tree->next) {
        if (is_too_many(ck, act, tree->span)) break;
        check_name(ck, &names, tree->name, act->option_count, "the option");
        WEnv inside = *env;
        WTyped *where = NULL;
        if (tree->where != NULL) {
            where = w_check_condition(ck, env, tree->where, "`where` needs");
            if (!w_check_is_error(where)) inside.facts = w_facts_when(ck, where, true, env->facts);
        }
        always_one |= tree->where == NULL;
        WProgramOption option = way_of(ck, jc, tree->name, tree->block, &inside, &ways);
        option.where = where;
        *W_CHECK_PUSH(ck, act->options, act->option_count, room) = option;
    }
    if (!always_one) w_check_add_way(ck, &ways, env);
    add_draw(ck, jc, &draw, choose->name, act, "a split or choice");
    w_check_end_ways(&ways, env, ended);
    return act;
}
