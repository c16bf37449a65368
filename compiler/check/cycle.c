// Cycles of stages that need not take time: they could run forever in one turn.

#include "compiler/check/checker.h"

typedef enum Mark { UNSEEN, OPEN, CLOSED } Mark;

// A walk along edges that are not sure, deep before wide, with its own stack.
typedef struct Walk {
    uint8_t *marks;
    bool *said;
    uint32_t *stack;     // stages that are open
    uint32_t *next_edge; // of each stage
    uint32_t depth;
} Walk;

static void say_cycle(WChecker *ck, const WJourneyCheck *jc, const WEdge *edge) {
    WName name = jc->stages[edge->to].tree->name;
    WFinding *finding = FIND(ck, CYCLE_WITHOUT_WAIT, edge->span,
                             "this leads back to `%.*s` without a wait that surely takes time",
                             W_STR_ARGS(name.text));
    w_finding_other(finding, name.span, "from here it could go round forever, at one moment");
    w_finding_fix(finding, "put a wait on the way, for example: wait 1d");
}

static void open(Walk *walk, uint32_t stage) {
    walk->marks[stage] = OPEN;
    walk->stack[walk->depth++] = stage;
}

// An edge back to a stage that is open closes a cycle. Other ways back to the same stage are most
// likely the same mistake.
static void follow(WChecker *ck, const WJourneyCheck *jc, Walk *walk, const WEdge *edge) {
    if (edge->sure || walk->marks[edge->to] == CLOSED) return;
    if (walk->marks[edge->to] == UNSEEN) {
        open(walk, edge->to);
    } else if (!walk->said[edge->to]) {
        walk->said[edge->to] = true;
        say_cycle(ck, jc, edge);
    }
}

static void walk_from(WChecker *ck, const WJourneyCheck *jc, Walk *walk, uint32_t start) {
    open(walk, start);
    while (walk->depth > 0) {
        uint32_t at = walk->stack[walk->depth - 1];
        const WStageCheck *stage = &jc->stages[at];
        if (walk->next_edge[at] < stage->edge_count) {
            follow(ck, jc, walk, &jc->edges[stage->first_edge + walk->next_edge[at]++]);
        } else {
            walk->marks[at] = CLOSED;
            walk->depth--;
        }
    }
}

void w_check_cycles(WChecker *ck, WJourneyCheck *jc) {
    Walk walk = {
        .marks = w_check_array(ck, jc->stage_count, sizeof *walk.marks),
        .said = w_check_array(ck, jc->stage_count, sizeof *walk.said),
        .stack = w_check_array(ck, jc->stage_count, sizeof *walk.stack),
        .next_edge = w_check_array(ck, jc->stage_count, sizeof *walk.next_edge),
    };
    for (uint32_t i = 0; i < jc->stage_count; i++) {
        if (jc->stages[i].reached && walk.marks[i] == UNSEEN) walk_from(ck, jc, &walk, i);
    }
}
