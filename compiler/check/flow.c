// Flow: the ways between the stages of a journey, found before any statement is typed.
//
// An edge is a `go`. It is sure if a wait that takes time stands before it on every way from the
// start of its stage; a cycle of edges that are not sure could run forever in one turn (cycle.c).
// It also carries which event code at its end may still read.

#include "compiler/check/checker.h"

// What holds at a statement, coming from the start of the stage.
typedef struct At {
    bool sure;     // a wait that surely takes time was passed
    bool inherits; // the event is that of the stage's start; else:
    WEventState event_state;
    uint32_t event;
} At;

// What holds where several ways meet. None may come.
typedef struct Meeting {
    bool is_reached;
    At at;
} Meeting;

// Whether control comes out behind the block; `*at` is then what holds there.
static bool walk_block(WChecker *ck, WJourneyCheck *jc, const WStmt *first, At *at);

static void meet(Meeting *meeting, At at) {
    At *all = &meeting->at;
    if (!meeting->is_reached) {
        *meeting = (Meeting){true, at};
        return;
    }
    all->sure &= at.sure;
    bool same = all->inherits == at.inherits && all->event_state == at.event_state &&
                all->event == at.event;
    if (same) return;
    bool blurred = all->event_state == W_EVENT_BLURRED || at.event_state == W_EVENT_BLURRED;
    all->inherits = false;
    all->event_state = blurred ? W_EVENT_BLURRED : W_EVENT_NOT_HERE;
    all->event = 0;
}

// One of several ways on.
static void walk_way(WChecker *ck, WJourneyCheck *jc, const WBlock *block, At at,
                     Meeting *meeting) {
    if (block != NULL && !walk_block(ck, jc, block->first, &at)) return;
    meet(meeting, at);
}

static void add_edge(WChecker *ck, WJourneyCheck *jc, const WName *name, At at) {
    uint32_t to = w_names_get(&jc->stage_names, name->text);
    if (to == W_NONE) { // said when the statement is typed
        jc->lost_way = true;
        return;
    }
    if (jc->is_dead) {
        jc->stages[to].is_named_in_vain = true;
        return;
    }
    WEdge edge = {jc->stage, to, name->span, at.sure, at.inherits, at.event_state, at.event};
    *W_CHECK_PUSH(ck, jc->edges, jc->edge_count, jc->edge_room) = edge;
}

// ---- waits

static At at_event(const WChecker *ck, WName name) {
    At at = {.sure = true, .event_state = W_EVENT_BLURRED};
    const WSymbol *symbol = w_check_symbol(ck, name.text);
    if (symbol == NULL || symbol->kind != W_SYMBOL_EVENT) return at;
    at.event_state = W_EVENT_HERE;
    at.event = symbol->row;
    return at;
}

// One that is not above zero has a finding of its own.
static bool is_fixed_length(WChecker *ck, const WExpr *length) {
    return w_check_known_now(ck, length)->type == W_TYPE_DURATION;
}

// A time of day: the next such moment is always ahead.
static bool is_clock(WChecker *ck, const WExpr *expr) {
    if (expr->kind == W_EXPR_FIELD && expr->field.of->kind == W_EXPR_PROFILE) {
        uint32_t slot = w_names_get(&ck->profile_names, expr->field.name.text);
        return slot != W_NONE && ck->program->profile[slot].type == W_TYPE_TIME;
    }
    return w_check_known_now(ck, expr)->type == W_TYPE_TIME;
}

static bool takes_time(WChecker *ck, const WWait *wait) {
    const WInstant *instant = &wait->instant;
    switch (wait->kind) {
    case W_WAIT_LENGTH:
    case W_WAIT_UP_TO: return is_fixed_length(ck, wait->length);
    case W_WAIT_FOR: return true;
    case W_WAIT_UNTIL: break;
    }
    switch (instant->kind) {
    case W_INSTANT_EXPR: return is_clock(ck, instant->expr);
    case W_INSTANT_IN: return instant->count > 0;
    case W_INSTANT_WEEKDAY: break;
    }
    return true;
}

static void walk_arm(WChecker *ck, WJourneyCheck *jc, const WArm *arm, At before, At after,
                     Meeting *meeting) {
    At inside = arm->kind == W_ARM_ON ? at_event(ck, arm->match.event) : after;
    if (arm->kind == W_ARM_WHEN || arm->since_entry.given) inside.sure = before.sure;
    if (!walk_block(ck, jc, arm->block->first, &inside)) return;
    meet(meeting, (At){.sure = inside.sure, .event_state = W_EVENT_NOT_HERE});
}

static bool walk_wait(WChecker *ck, WJourneyCheck *jc, const WWait *wait, At *at) {
    Meeting meeting = {0};
    At after = {.sure = at->sure || takes_time(ck, wait), .event_state = W_EVENT_NOT_HERE};
    bool has_else = false;
    for (const WArm *arm = wait->arms; arm != NULL; arm = arm->next) {
        has_else |= arm->kind == W_ARM_ELSE;
        walk_arm(ck, jc, arm, *at, after, &meeting);
    }
    bool endless = wait->kind == W_WAIT_FOR && wait->arms != NULL;
    if (!has_else && !endless) meet(&meeting, after);
    *at = meeting.at;
    return meeting.is_reached;
}

// ---- branches

static bool walk_if(WChecker *ck, WJourneyCheck *jc, const WIf *if_, At *at) {
    Meeting meeting = {0};
    for (const WBranch *branch = if_->branches; branch != NULL; branch = branch->next)
        walk_way(ck, jc, branch->block, *at, &meeting);
    walk_way(ck, jc, if_->else_block, *at, &meeting);
    *at = meeting.at;
    return meeting.is_reached;
}

// Rows that are not there are said when the statement is typed.
static uint32_t row_of(const WChecker *ck, WName name, WSymbolKind kind) {
    const WSymbol *symbol = w_check_symbol(ck, name.text);
    return symbol != NULL && symbol->kind == kind ? symbol->row : W_NONE;
}

// One that may be deferred is a wait that may be over at once.
static void walk_send(WChecker *ck, WJourneyCheck *jc, const WSend *send, At *at) {
    uint32_t channel = row_of(ck, send->channel, W_SYMBOL_CHANNEL);
    uint32_t message = row_of(ck, send->message, W_SYMBOL_MESSAGE);
    bool is_known = channel != W_NONE && message != W_NONE;
    bool is_here = at->inherits || at->event_state == W_EVENT_HERE;
    if (is_known && is_here && w_check_may_wait(ck, jc->index, channel, message))
        *at = (At){.sure = at->sure, .event_state = W_EVENT_NOT_HERE};
    if (send->else_block == NULL) return;
    Meeting meeting = {true, *at};
    walk_way(ck, jc, send->else_block, *at, &meeting);
    *at = meeting.at;
}

static bool walk_split(WChecker *ck, WJourneyCheck *jc, const WStmt *stmt, At *at) {
    Meeting meeting = {0};
    for (const WShare *share = stmt->split.shares; share != NULL; share = share->next)
        walk_way(ck, jc, share->block, *at, &meeting);
    if (stmt->split.shares == NULL) return true;
    *at = meeting.at;
    return meeting.is_reached;
}

// Where each option has a condition none may hold.
static bool walk_choose(WChecker *ck, WJourneyCheck *jc, const WChoose *choose, At *at) {
    Meeting meeting = {0};
    bool always_one = false;
    for (const WOption *option = choose->options; option != NULL; option = option->next) {
        always_one |= option->where == NULL;
        walk_way(ck, jc, option->block, *at, &meeting);
    }
    if (!always_one) meet(&meeting, *at);
    *at = meeting.at;
    return meeting.is_reached;
}

// Statements that cannot be built yet: what they lead to is led to all the same.
static void walk_refused(WChecker *ck, WJourneyCheck *jc, const WStmt *stmt, At at) {
    Meeting meeting = {0};
    at.event_state = W_EVENT_BLURRED;
    at.inherits = false;
    at.sure = true;
    if (stmt->kind == W_STMT_ASK) {
        walk_way(ck, jc, stmt->ask.answer, at, &meeting);
        walk_way(ck, jc, stmt->ask.else_block, at, &meeting);
    }
}

static bool walk_statement(WChecker *ck, WJourneyCheck *jc, const WStmt *stmt, At *at) {
    switch (stmt->kind) {
    case W_STMT_GO: add_edge(ck, jc, &stmt->go, *at); return false;
    case W_STMT_FINISH:
    case W_STMT_EXIT: return false;
    case W_STMT_WAIT: return walk_wait(ck, jc, &stmt->wait, at);
    case W_STMT_IF: return walk_if(ck, jc, &stmt->if_, at);
    case W_STMT_SEND: walk_send(ck, jc, &stmt->send, at); return true;
    case W_STMT_SPLIT: return walk_split(ck, jc, stmt, at);
    case W_STMT_CHOOSE: return walk_choose(ck, jc, &stmt->choose, at);
    default: walk_refused(ck, jc, stmt, *at); return true;
    }
}

// Nothing comes to the statements from `first` on, which is said of them; so what they alone lead
// to is no mistake of its own.
static void walk_dead(WChecker *ck, WJourneyCheck *jc, const WStmt *first) {
    At at = {0};
    jc->is_dead = true;
    for (const WStmt *stmt = first; stmt != NULL; stmt = stmt->next)
        walk_statement(ck, jc, stmt, &at);
    jc->is_dead = false;
}

static bool walk_block(WChecker *ck, WJourneyCheck *jc, const WStmt *first, At *at) {
    for (const WStmt *stmt = first; stmt != NULL; stmt = stmt->next) {
        if (walk_statement(ck, jc, stmt, at)) continue;
        if (!jc->is_dead) walk_dead(ck, jc, stmt->next);
        return false;
    }
    return true;
}

static void walk_stage(WChecker *ck, WJourneyCheck *jc, uint32_t stage) {
    const WStage *tree = jc->stages[stage].tree;
    jc->stage = stage;
    jc->stages[stage].first_edge = jc->edge_count;
    for (const WArm *arm = tree->reactions; arm != NULL; arm = arm->next) {
        At at = {.event_state = W_EVENT_NOT_HERE}; // a condition may hold as the wait begins
        if (arm->kind == W_ARM_ON) at = at_event(ck, arm->match.event);
        walk_block(ck, jc, arm->block->first, &at);
    }
    if (walk_block(ck, jc, tree->first, &(At){.inherits = true})) jc->lost_way = true;
    jc->stages[stage].edge_count = jc->edge_count - jc->stages[stage].first_edge;
}

// ---- reaching

static void reach(WChecker *ck, WJourneyCheck *jc) {
    uint32_t *line = w_check_array(ck, jc->stage_count + 1, sizeof *line);
    uint32_t first = 0, count = 1;
    jc->stages[0].reached = true;
    for (const WMigrate *m = jc->tree->migrates; m != NULL; m = m->next) {
        uint32_t to = w_names_get(&jc->stage_names, m->to.text);
        if (to == W_NONE) continue;
        jc->stages[to].ways++;
        if (!jc->stages[to].reached) line[count++] = to;
        jc->stages[to].reached = true;
    }
    while (first < count) {
        const WStageCheck *stage = &jc->stages[line[first++]];
        for (uint32_t e = 0; e < stage->edge_count; e++) {
            WStageCheck *to = &jc->stages[jc->edges[stage->first_edge + e].to];
            to->ways++;
            if (to->reached) continue;
            to->reached = true;
            line[count++] = (uint32_t)(to - jc->stages);
        }
    }
}

// A `go` that names no stage, or one that is not there, may have been meant for any of them.
static void say_unreached(WChecker *ck, const WJourneyCheck *jc) {
    if (jc->lost_way) return;
    for (uint32_t i = 0; i < jc->stage_count; i++) {
        if (jc->stages[i].reached || jc->stages[i].is_named_in_vain) continue;
        WName name = jc->stages[i].tree->name;
        WFinding *finding = FIND(ck, UNREACHABLE_STAGE, name.span, "nothing comes to stage `%.*s`",
                                 W_STR_ARGS(name.text));
        w_finding_fix(finding, "name it in a `go %.*s`, or take it out", W_STR_ARGS(name.text));
    }
}

// ---- events

// What two ways in have in common. The first way is taken as it is. Whether that changed
// something.
static bool join_event(WStageCheck *stage, WEventState state, uint32_t event) {
    WEventState before = stage->event_state;
    if (!stage->event_seen) {
        stage->event_state = state;
        stage->event = event;
        stage->event_seen = true;
        return true;
    }
    if (state == W_EVENT_BLURRED || before == W_EVENT_BLURRED) {
        stage->event_state = W_EVENT_BLURRED;
    } else if (state != before || (state == W_EVENT_HERE && event != stage->event)) {
        stage->event_state = W_EVENT_NOT_HERE;
    }
    return stage->event_state != before;
}

// From the first stage on. A start changes three times at most, so this ends.
static void spread_events(WChecker *ck, WJourneyCheck *jc) {
    uint32_t *line = NULL, first = 0, count = 0, room = 0;
    jc->stages[0].event_seen = true; // the entries have been joined already
    *W_CHECK_PUSH(ck, line, count, room) = 0;
    for (const WMigrate *m = jc->tree->migrates; m != NULL; m = m->next) {
        uint32_t to = w_names_get(&jc->stage_names, m->to.text);
        if (to == W_NONE || !join_event(&jc->stages[to], W_EVENT_NOT_HERE, 0)) continue;
        *W_CHECK_PUSH(ck, line, count, room) = to;
    }
    while (first < count) {
        const WStageCheck *from = &jc->stages[line[first++]];
        for (uint32_t e = 0; e < from->edge_count; e++) {
            const WEdge *edge = &jc->edges[from->first_edge + e];
            WEventState state = edge->inherits ? from->event_state : edge->event_state;
            uint32_t event = edge->inherits ? from->event : edge->event;
            if (join_event(&jc->stages[edge->to], state, event))
                *W_CHECK_PUSH(ck, line, count, room) = edge->to;
        }
    }
}

void w_check_flow(WChecker *ck, WJourneyCheck *jc) {
    for (uint32_t i = 0; i < jc->stage_count; i++)
        walk_stage(ck, jc, i);
    reach(ck, jc);
    say_unreached(ck, jc);
    spread_events(ck, jc);
    w_check_cycles(ck, jc);
}
