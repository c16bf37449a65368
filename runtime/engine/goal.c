// Goals: reached, expired, or given up with the instance.

#include "runtime/engine/private.h"

static const WGoalRow *goal_of(const WEngine *engine, uint32_t journey) {
    return &engine->bundle->goals[engine->bundle->journeys[journey].goal];
}

static bool is_reached(WEngine *engine, const WWatch *watch, const EventView *event) {
    const WGoalRow *goal = goal_of(engine, watch->journey);
    if (goal->event != event->event || watch->deadline_ms < engine->now_ms) return false;
    if (!w_engine_reaches(engine, event, watch->journey, watch->key)) return false;
    w_engine_see_instance(engine, watch->body, watch->entered_ms, watch->number - 1);
    return w_engine_test(engine, goal->where_function);
}

static void convert(WEngine *engine, WWatch *watch) {
    uint32_t journey = watch->journey;
    WInstance *instance = w_state_numbered_instance(engine->customer, journey, watch->number);
    WDecision *decision = w_engine_decide(engine, W_WHAT_GOAL, W_OUTCOME_CONVERTED, W_REASON_NONE,
                                          journey, watch->key);
    decision->rule = goal_of(engine, journey)->event;
    if (instance != NULL) instance->flags |= W_INSTANCE_CONVERTED;
    w_state_remove_watch(engine->state, engine->customer, watch);
    engine->is_due_anew = true;
    bool leaves = (engine->bundle->journeys[journey].flags & W_JOURNEY_EXIT_ON_GOAL) != 0;
    if (leaves && instance != NULL && instance->point != W_NONE)
        w_engine_wake(engine, instance, RUN_EXIT_GOAL, decision->rule);
}

void w_engine_reach_goals(WEngine *engine, const EventView *event) {
    for (WWatch *next, *watch = engine->customer->watches; watch != NULL; watch = next) {
        next = watch->next;
        if (is_reached(engine, watch, event)) convert(engine, watch);
    }
}

void w_engine_expire_goals(WEngine *engine, int64_t due_ms) {
    for (WWatch *next, *watch = engine->customer->watches; watch != NULL; watch = next) {
        next = watch->next;
        if (watch->deadline_ms > due_ms) continue;
        WDecision *decision = w_engine_decide(engine, W_WHAT_GOAL, W_OUTCOME_EXPIRED,
                                              W_REASON_NONE, watch->journey, watch->key);
        decision->rule = goal_of(engine, watch->journey)->event;
        w_state_remove_watch(engine->state, engine->customer, watch);
    }
}

static WWatch *watch_of(const WEngine *engine, const WInstance *instance) {
    WWatch *watch = engine->customer->watches;
    while (watch != NULL &&
           (watch->journey != instance->journey || watch->number != instance->number)) {
        watch = watch->next;
    }
    return watch;
}

// W_NEVER_MS says that it ends with the instance, so the end of the longest window is before that.
static int64_t deadline_of(const WGoalRow *goal, int64_t now_ms) {
    if (goal->within_ms == 0) return W_NEVER_MS;
    int64_t deadline_ms = w_engine_moved(now_ms, goal->within_ms);
    return deadline_ms < W_NEVER_MS ? deadline_ms : W_NEVER_MS - 1;
}

void w_engine_open_goal(WEngine *engine, WInstance *instance, uint32_t from) {
    if (engine->bundle->journeys[instance->journey].goal == W_NONE) return;
    const WGoalRow *goal = goal_of(engine, instance->journey);
    if (goal->from != from || (instance->flags & W_INSTANCE_CONVERTED) != 0) return;
    int64_t deadline_ms = deadline_of(goal, engine->now_ms);
    engine->is_due_anew = true;
    WWatch *watch = watch_of(engine, instance);
    if (watch != NULL)
        watch->deadline_ms = deadline_ms; // counted from the last send
    else
        w_state_add_watch(engine->state, engine->customer, instance, deadline_ms);
}

void w_engine_close_goal(WEngine *engine, const WInstance *instance) {
    WWatch *watch = watch_of(engine, instance);
    if (watch == NULL || watch->deadline_ms != W_NEVER_MS) return;
    w_state_remove_watch(engine->state, engine->customer, watch);
}
