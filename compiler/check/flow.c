// Flow: the ways between the stages of a journey, found before any statement is typed.
//
// An edge is a `go`. It is sure if a wait that takes time stands before it on every way from the
// start of its stage; a cycle of edges that are not sure could run forever in one turn. It also
// carries which event code at its end may still read.

#include "compiler/check/checker.h"

// What holds at a statement, coming from the start of the stage.
typedef struct At {
    bool sure;     // a wait that surely takes time was passed
    bool inherits; // the event is that of the stage's start; else:
    WEventState event_state;
    uint32_t event;
} At;

static const At NO_EVENT_AFTER = {.sure = false, .event_state = W_EVENT_NOT_HERE};

static void walk_block(WChecker *ck, WJourneyCheck *jc, const WStmt *first, At at);

static void add_edge(WChecker *ck, WJourneyCheck *jc, const WName *name, At at) {
    uint32_t to = w_names_get(&jc->stage_names, name->text);
    if (to == W_NONE) return; // said when the statement is typed
    WEdge edge = {jc->stage, to, name->span, at.sure, at.inherits, at.event_state, at.event};
    *W_CHECK_PUSH(ck, jc->edges, jc->edge_count, jc->edge_room) = edge;
}

static At at_event(const WChecker *ck, WName name) {
    At at = {.sure = true, .event_state = W_EVENT_BLURRED};
    const WSymbol *symbol = w_check_symbol(ck, name.text);
    if (symbol == NULL || symbol->kind != W_SYMBOL_EVENT) return at;
    at.event_state = W_EVENT_HERE;
    at.event = symbol->row;
    return at;
}

// Whether a length is known to be above zero.
static bool is_positive(WChecker *ck, const WExpr *length) {
    if (length->kind == W_EXPR_DURATION) return length->length_ms > 0;
    if (length->kind != W_EXPR_NAME) return false;
    const WSymbol *symbol = w_check_symbol(ck, length->name);
    if (symbol == NULL || symbol->kind != W_SYMBOL_CONST) return false;
    const WTyped *value = w_check_const(ck, symbol->row, length->span);
    return value->kind == W_TYPED_CONSTANT && value->constant.value > 0;
}

static bool takes_time(WChecker *ck, const WWait *wait) {
    switch (wait->kind) {
    case W_WAIT_LENGTH:
    case W_WAIT_UP_TO: return is_positive(ck, wait->length);
    case W_WAIT_FOR: return true;
    case W_WAIT_UNTIL:
        return wait->instant.kind != W_INSTANT_EXPR || wait->instant.expr->kind == W_EXPR_CLOCK;
    }
    return false;
}

static At walk_wait(WChecker *ck, WJourneyCheck *jc, const WWait *wait, At at) {
    At after = NO_EVENT_AFTER;
    after.sure = at.sure || takes_time(ck, wait);
    for (const WArm *arm = wait->arms; arm != NULL; arm = arm->next) {
        At inside = arm->kind == W_ARM_ON ? at_event(ck, arm->match.event) : after;
        if (arm->kind == W_ARM_WHEN || arm->since_entry.given) inside.sure = at.sure;
        walk_block(ck, jc, arm->block->first, inside);
    }
    return after;
}

static void walk_if(WChecker *ck, WJourneyCheck *jc, const WIf *if_, At at) {
    for (const WBranch *branch = if_->branches; branch != NULL; branch = branch->next)
        walk_block(ck, jc, branch->block->first, at);
    if (if_->else_block != NULL) walk_block(ck, jc, if_->else_block->first, at);
}

// Branches that go on may have waited or not; that is what `blocks_wait` is about.
static bool block_waits(const WStmt *first) {
    for (const WStmt *stmt = first; stmt != NULL; stmt = stmt->next) {
        if (stmt->kind == W_STMT_WAIT) return true;
        if (stmt->kind == W_STMT_SEND && stmt->send.else_block != NULL &&
            block_waits(stmt->send.else_block->first)) {
            return true;
        }
        if (stmt->kind != W_STMT_IF) continue;
        for (const WBranch *branch = stmt->if_.branches; branch != NULL; branch = branch->next) {
            if (block_waits(branch->block->first)) return true;
        }
        if (stmt->if_.else_block != NULL && block_waits(stmt->if_.else_block->first)) return true;
    }
    return false;
}

// Behind branches of which one waits nothing is sure of the event.
static At after_branches(const WStmt *stmt, At at) {
    WStmt alone = *stmt;
    alone.next = NULL;
    if (!block_waits(&alone)) return at;
    At after = NO_EVENT_AFTER;
    after.sure = at.sure;
    return after;
}

static void walk_block(WChecker *ck, WJourneyCheck *jc, const WStmt *first, At at) {
    for (const WStmt *stmt = first; stmt != NULL; stmt = stmt->next) {
        switch (stmt->kind) {
        case W_STMT_GO: add_edge(ck, jc, &stmt->go, at); return;
        case W_STMT_FINISH:
        case W_STMT_EXIT: return;
        case W_STMT_WAIT: at = walk_wait(ck, jc, &stmt->wait, at); break;
        case W_STMT_IF:
            walk_if(ck, jc, &stmt->if_, at);
            at = after_branches(stmt, at);
            break;
        case W_STMT_SEND:
            if (stmt->send.else_block != NULL)
                walk_block(ck, jc, stmt->send.else_block->first, at);
            at = after_branches(stmt, at);
            break;
        default: break;
        }
    }
}

static void walk_stage(WChecker *ck, WJourneyCheck *jc, uint32_t stage) {
    const WStage *tree = jc->stages[stage].tree;
    jc->stage = stage;
    jc->stages[stage].first_edge = jc->edge_count;
    for (const WArm *arm = tree->reactions; arm != NULL; arm = arm->next) {
        At at = arm->kind == W_ARM_ON ? at_event(ck, arm->match.event) : NO_EVENT_AFTER;
        at.sure = true; // it reacts during a wait
        walk_block(ck, jc, arm->block->first, at);
    }
    walk_block(ck, jc, tree->first, (At){.inherits = true});
    jc->stages[stage].edge_count = jc->edge_count - jc->stages[stage].first_edge;
}

// ---------------------------------------------------------------------------- reaching

static void reach(WChecker *ck, WJourneyCheck *jc) {
    uint32_t *line = w_check_array(ck, jc->stage_count + 1, sizeof *line);
    uint32_t first = 0, count = 1;
    jc->stages[0].reached = true;
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

static void say_unreached(WChecker *ck, const WJourneyCheck *jc) {
    for (uint32_t i = 0; i < jc->stage_count; i++) {
        if (jc->stages[i].reached) continue;
        WName name = jc->stages[i].tree->name;
        WFinding *finding = FIND(ck, UNREACHABLE_STAGE, name.span, "nothing comes to stage `%.*s`",
                                 W_STR_ARGS(name.text));
        w_finding_fix(finding, "name it in a `go %.*s`, or take it out", W_STR_ARGS(name.text));
    }
}

// ---------------------------------------------------------------------------- the event at a
// start

// What two ways in have in common. The first way is taken as it is.
static bool join_event(WStageCheck *stage, bool *seen, WEventState state, uint32_t event) {
    WEventState before = stage->event_state;
    uint32_t before_event = stage->event;
    if (!*seen) {
        stage->event_state = state;
        stage->event = event;
        *seen = true;
        return true;
    }
    if (state == W_EVENT_BLURRED || before == W_EVENT_BLURRED) {
        stage->event_state = W_EVENT_BLURRED;
    } else if (state != before || (state == W_EVENT_HERE && event != before_event)) {
        stage->event_state = W_EVENT_NOT_HERE;
    }
    return stage->event_state != before;
}

// Each start can only lose its event, so this ends.
static void spread_events(WChecker *ck, WJourneyCheck *jc) {
    bool *seen = w_check_array(ck, jc->stage_count + 1, sizeof *seen);
    seen[0] = true; // the entries have been joined already
    for (bool changed = true; changed;) {
        changed = false;
        for (uint32_t i = 0; i < jc->edge_count; i++) {
            const WEdge *edge = &jc->edges[i];
            const WStageCheck *from = &jc->stages[edge->from];
            if (!from->reached || (edge->inherits && !seen[edge->from])) continue;
            WEventState state = edge->inherits ? from->event_state : edge->event_state;
            uint32_t event = edge->inherits ? from->event : edge->event;
            changed |= join_event(&jc->stages[edge->to], &seen[edge->to], state, event);
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

// ---------------------------------------------------------------------------- cycles

static bool counts(const WEdge *edge, const bool *gone) {
    return !edge->sure && !gone[edge->from] && !gone[edge->to];
}

// Take away, again and again, the stages with no way in or no way out that need not take time.
// What is left lies on cycles, or between them.
static bool *find_cycles(WChecker *ck, const WJourneyCheck *jc) {
    bool *gone = w_check_array(ck, jc->stage_count + 1, sizeof *gone);
    bool *in = w_check_array(ck, jc->stage_count + 1, sizeof *in);
    bool *out = w_check_array(ck, jc->stage_count + 1, sizeof *out);
    for (bool changed = true; changed;) {
        changed = false;
        for (uint32_t i = 0; i < jc->stage_count; i++)
            in[i] = out[i] = false;
        for (uint32_t i = 0; i < jc->edge_count; i++) {
            if (!counts(&jc->edges[i], gone)) continue;
            out[jc->edges[i].from] = true;
            in[jc->edges[i].to] = true;
        }
        for (uint32_t i = 0; i < jc->stage_count; i++) {
            if (gone[i] || (in[i] && out[i])) continue;
            gone[i] = changed = true;
        }
    }
    return gone;
}

void w_check_cycles(WChecker *ck, WJourneyCheck *jc) {
    bool *gone = find_cycles(ck, jc);
    for (uint32_t i = 0; i < jc->edge_count; i++) {
        const WEdge *edge = &jc->edges[i];
        if (!counts(edge, gone) || !jc->stages[edge->from].reached) continue;
        WName name = jc->stages[edge->to].tree->name;
        WFinding *finding = FIND(ck, CYCLE_WITHOUT_WAIT, edge->span,
                                 "this leads back to `%.*s` without a wait that surely takes time",
                                 W_STR_ARGS(name.text));
        w_finding_other(finding, name.span, "and so on, without end");
        w_finding_fix(finding, "put a wait on the way, for example: wait 1d");
        return; // one finding for each journey: the others may be the same cycle
    }
}
