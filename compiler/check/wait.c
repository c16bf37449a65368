// Waits: how long, and what is reacted to meanwhile.

#include "compiler/check/checker.h"

#include "runtime/value/number.h"
#include "stdlib/native.h"

// ---- until when

static WTyped *length(WChecker *ck, const WEnv *env, const WExpr *expr) {
    WTyped *value = w_check_expr(ck, env, expr);
    ck->binds_tight = true;
    value = w_check_coerce(ck, value, W_TYPE_DURATION, "`wait` needs");
    ck->binds_tight = false;
    bool too_short = value->kind == W_TYPED_CONSTANT && value->constant.value <= 0;
    if (too_short) FIND(ck, VALUE_RANGE, expr->span, "a wait has a length above zero");
    return value;
}

static WTyped *clock_of(WChecker *ck, const WInstant *instant) {
    return w_check_constant(ck, W_TYPE_TIME, instant->clock_ms, instant->span);
}

static WTyped *units_constant(WChecker *ck, const WInstant *instant, int64_t each) {
    int64_t count = w_integer_mul(instant->count, each);
    return w_check_constant(ck, W_TYPE_INTEGER, count, instant->span);
}

static WTyped *clock_in_months(WChecker *ck, const WInstant *instant) {
    WTyped *today = w_check_native(ck, W_NATIVE_TODAY, NULL, 0, instant->span);
    WTyped *months = units_constant(ck, instant, instant->unit == W_UNIT_YEAR ? 12 : 1);
    WTyped *day = w_check_native(ck, W_NATIVE_DATE_ADD_MONTHS, (WTyped *[]){today, months}, 2,
                                 instant->span);
    return w_check_native(ck, W_NATIVE_DATE_AT, (WTyped *[]){day, clock_of(ck, instant)}, 2,
                          instant->span);
}

// `09:00 in 3 days`: the time of day on that day from the customer's present one.
static WTyped *clock_in_units(WChecker *ck, const WInstant *instant) {
    switch (instant->unit) {
    case W_UNIT_MONTH:
    case W_UNIT_YEAR: return clock_in_months(ck, instant);
    case W_UNIT_MINUTE:
    case W_UNIT_HOUR: break;
    case W_UNIT_DAY:
    case W_UNIT_WEEK: {
        WTyped *days = units_constant(ck, instant, instant->unit == W_UNIT_WEEK ? 7 : 1);
        return w_check_native(ck, W_NATIVE_CLOCK_IN_DAYS,
                              (WTyped *[]){clock_of(ck, instant), days}, 2, instant->span);
    }
    }
    WFinding *finding =
        FIND(ck, UNITS_PLACE, instant->span, "a time of day is on some day, not in some hours");
    char unit = instant->unit == W_UNIT_HOUR ? 'h' : 'm';
    w_finding_fix(finding, "so long from now: wait %lld%c", (long long)instant->count, unit);
    w_finding_fix(finding, "that time on another day: wait until 09:00 in 1 day");
    return w_check_error(ck, instant->span);
}

static WTyped *weekday_clock(WChecker *ck, const WInstant *instant) {
    WTyped *clock = clock_of(ck, instant);
    if (instant->weekday == W_DAY_WEEKDAY)
        return w_check_native(ck, W_NATIVE_NEXT_WORKDAY, &clock, 1, instant->span);
    WTyped *day =
        w_check_constant(ck, W_TYPE_INTEGER, instant->weekday - W_DAY_MONDAY, instant->span);
    return w_check_native(ck, W_NATIVE_NEXT_WEEKDAY, (WTyped *[]){day, clock}, 2, instant->span);
}

static WTyped *expression_instant(WChecker *ck, const WEnv *env, const WExpr *expr) {
    WTyped *value = w_check_expr(ck, env, expr);
    if (w_check_is_error(value)) return value;
    bool is_time = w_type_kind(value->type) == W_TYPE_TIME;
    value = w_check_coerce(ck, value, is_time ? W_TYPE_TIME : W_TYPE_DATETIME, "`until` needs");
    if (w_check_is_error(value) || !is_time) return value;
    return w_check_node1(ck, W_TYPED_NEXT_CLOCK, W_TYPE_DATETIME, expr->span, value);
}

static WTyped *until(WChecker *ck, const WEnv *env, const WInstant *instant) {
    switch (instant->kind) {
    case W_INSTANT_EXPR: return expression_instant(ck, env, instant->expr);
    case W_INSTANT_IN: return clock_in_units(ck, instant);
    case W_INSTANT_WEEKDAY: return weekday_clock(ck, instant);
    }
    return w_check_error(ck, instant->span);
}

// ---- arms

static WProgramArm one_arm(WChecker *ck, WJourneyCheck *jc, const WArm *arm, WEnv *env,
                           bool *ended) {
    WProgramArm row = {.span = arm->span};
    row.event = w_check_row(ck, arm->match.event, W_SYMBOL_EVENT);
    row.since_entry = arm->since_entry.given;
    if (row.since_entry && row.event != W_NONE) w_check_keep_all(ck, row.event);
    env->event_state = row.event == W_NONE ? W_EVENT_BLURRED : W_EVENT_HERE;
    env->event = row.event;
    if (arm->match.where != NULL) {
        row.where = w_check_condition(ck, env, arm->match.where, "`where` needs");
        if (!w_check_is_error(row.where))
            env->facts = w_facts_when(ck, row.where, true, env->facts);
    }
    row.body = w_check_block(ck, jc, arm->block->first, env, ended);
    return row;
}

static WProgramArm when_arm(WChecker *ck, WJourneyCheck *jc, const WArm *arm, WEnv *env,
                            bool *ended) {
    WProgramArm row = {.span = arm->span, .event = W_NONE};
    env->event_state = W_EVENT_NOT_HERE;
    env->here = "a condition comes true at any moment, not by one event";
    row.where = w_check_watched(ck, env, arm->when, "`when` needs");
    if (!w_check_is_error(row.where)) env->facts = w_facts_when(ck, row.where, true, env->facts);
    row.body = w_check_block(ck, jc, arm->block->first, env, ended);
    return row;
}

// Facts of the ways that go on are joined in `behind`.
typedef struct Behind {
    uint32_t count;
    const WFacts *facts;
} Behind;

static void goes_on(WChecker *ck, Behind *behind, const WFacts *facts) {
    const WFacts *lasting = w_facts_without_event(ck, facts);
    behind->facts = behind->count == 0 ? lasting : w_facts_both(ck, behind->facts, lasting);
    behind->count++;
}

static WProgramArm *arms_of(WChecker *ck, WJourneyCheck *jc, const WArm *first, const WEnv *env,
                            uint32_t *count, Behind *behind) {
    WProgramArm *rows = NULL;
    uint32_t room = 0;
    *count = 0;
    for (const WArm *arm = first; arm != NULL; arm = arm->next) {
        if (arm->kind == W_ARM_ELSE) continue;
        WEnv inside = *env;
        bool ended;
        bool is_when = arm->kind == W_ARM_WHEN;
        WProgramArm row = (is_when ? when_arm : one_arm)(ck, jc, arm, &inside, &ended);
        *W_CHECK_PUSH(ck, rows, *count, room) = row;
        if (!ended) goes_on(ck, behind, inside.facts);
    }
    return rows;
}

WProgramArm *w_check_arms(WChecker *ck, WJourneyCheck *jc, const WArm *arms, const WEnv *env,
                          uint32_t *count) {
    Behind behind = {0};
    return arms_of(ck, jc, arms, env, count, &behind);
}

static const WArm *else_of(const WArm *arms) {
    for (const WArm *arm = arms; arm != NULL; arm = arm->next) {
        if (arm->kind == W_ARM_ELSE) return arm;
    }
    return NULL;
}

// ---- the wait

static WPointKind point_kind(WWaitKind kind) {
    switch (kind) {
    case W_WAIT_LENGTH:
    case W_WAIT_UP_TO: return W_POINT_FOR;
    case W_WAIT_UNTIL: return W_POINT_UNTIL;
    case W_WAIT_FOR: break;
    }
    return W_POINT_EVER;
}

static void add_point(WChecker *ck, WJourneyCheck *jc, const WWait *wait, WAct *act) {
    uint32_t ordinal = jc->stages[jc->stage].points++;
    WProgramPoint point = {jc->stage, point_kind(wait->kind), wait->name.text, ordinal};
    act->index = jc->point_count;
    *W_CHECK_PUSH(ck, jc->points, jc->point_count, jc->point_room) = point;
    *W_CHECK_PUSH(ck, jc->waits.items, jc->waits.count, jc->waits.room) = act;
}

bool w_check_lacks_end(const WWait *wait) {
    switch (wait->kind) {
    case W_WAIT_LENGTH: return false;
    case W_WAIT_UP_TO: return else_of(wait->arms) == NULL;
    case W_WAIT_UNTIL: return wait->has_arms && else_of(wait->arms) == NULL;
    case W_WAIT_FOR: return wait->arms == NULL;
    }
    return false;
}

static void say_no_else(WChecker *ck, const WStmt *stmt) {
    WFinding *finding = FIND(ck, NO_ELSE, stmt->span, "what if nothing of this comes in time?");
    w_finding_fix(finding, "say it in a last arm: else { … }");
}

static void say_endless(WChecker *ck, const WStmt *stmt) {
    WFinding *finding = FIND(ck, WAIT_FOR_NOTHING, stmt->span, "nothing can end this wait");
    w_finding_fix(finding, "say what it waits for: wait for { on EVENT { … } }");
}

static WTyped *wait_value(WChecker *ck, const WWait *wait, const WEnv *env) {
    switch (wait->kind) {
    case W_WAIT_LENGTH:
    case W_WAIT_UP_TO: return length(ck, env, wait->length);
    case W_WAIT_UNTIL: return until(ck, env, &wait->instant);
    case W_WAIT_FOR: break;
    }
    return NULL;
}

// What follows once the time is over: the else arm, or what stands behind the wait.
static void check_end(WChecker *ck, WJourneyCheck *jc, const WStmt *stmt, const WEnv *env,
                      WAct *act, Behind *behind) {
    const WWait *wait = &stmt->wait;
    const WArm *otherwise = else_of(wait->arms);
    bool lacks_end = w_check_lacks_end(wait), endless = wait->kind == W_WAIT_FOR;
    if (lacks_end && endless) say_endless(ck, stmt);
    if (lacks_end && !endless) say_no_else(ck, stmt);
    if (otherwise == NULL) {
        if (lacks_end || !endless) goes_on(ck, behind, env->facts);
        return;
    }
    WEnv inside = *env;
    bool ended;
    act->otherwise = w_check_block(ck, jc, otherwise->block->first, &inside, &ended);
    if (!ended) goes_on(ck, behind, inside.facts);
}

static void say_in_reaction(WChecker *ck, const WStmt *stmt) {
    WFinding *finding = FIND(ck, WAIT_IN_REACTION, stmt->span, "a reaction cannot wait");
    w_finding_why(finding, "when it has run, the customer is back in the wait of the stage");
    w_finding_fix(finding, "leave with `go` to a stage that waits");
}

WAct *w_check_wait(WChecker *ck, WJourneyCheck *jc, const WStmt *stmt, WEnv *env, bool *ended) {
    const WWait *wait = &stmt->wait;
    WAct *act = w_check_act(ck, W_ACT_WAIT, stmt->span);
    Behind behind = {0};
    bool in_reaction = jc->in_reaction;
    if (in_reaction) say_in_reaction(ck, stmt);
    jc->in_reaction = false; // what stands in this wait is no mistake of its own
    act->value = wait_value(ck, wait, env);
    add_point(ck, jc, wait, act);
    WEnv after = *env;
    after.facts = w_facts_that_last(ck, env->facts);
    after.event_state = W_EVENT_NOT_HERE;
    after.here = "behind a wait there is no event any more";
    act->arms = arms_of(ck, jc, wait->arms, &after, &act->arm_count, &behind);
    check_end(ck, jc, stmt, &after, act, &behind);
    jc->in_reaction = in_reaction;
    *env = after;
    env->facts = behind.facts;
    *ended = behind.count == 0;
    return act;
}
