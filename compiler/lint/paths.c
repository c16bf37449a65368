// Building the graph of a journey.
#include "compiler/lint/paths.h"

#include <string.h>

#include "compiler/lint/heap.h"
#include "runtime/value/number.h"
#include "runtime/value/time.h"

enum { MOST_NODES = 20000 };

typedef struct Builder {
    WLinter *lint;
    WPaths *paths;
    const WProgramStage *stage; // that is being built
    uint32_t stage_index;
    bool can_exit; // during a wait
} Builder;

static uint32_t block(Builder *b, const WAct *act, uint32_t next);

// ---- nodes and edges

static void *grown(WLinter *lint, void *items, uint32_t count, uint32_t *room, size_t size) {
    if (count < *room) return items;
    *room = *room == 0 ? 64 : *room * 2;
    void *larger = w_lint_array(lint, *room, size);
    if (count > 0) memcpy(larger, items, count * size);
    return larger;
}

static uint32_t add_node(Builder *b, const WAct *act) {
    WPaths *p = b->paths;
    p->nodes = grown(b->lint, p->nodes, p->node_count, &p->node_room, sizeof *p->nodes);
    p->nodes[p->node_count] =
        (WPathNode){.act = act, .stage = b->stage_index, .site = W_NONE, .first = W_NONE};
    if (p->node_count >= MOST_NODES) p->is_partial = true;
    return p->node_count++;
}

static WPathEdge *add_edge(Builder *b, uint32_t from, uint32_t to, WEdgeKind kind) {
    WPaths *p = b->paths;
    p->edges = grown(b->lint, p->edges, p->edge_count, &p->edge_room, sizeof *p->edges);
    WPathEdge *edge = &p->edges[p->edge_count];
    *edge = (WPathEdge){.to = to, .kind = kind, .event = W_NONE, .next = p->nodes[from].first};
    p->nodes[from].first = p->edge_count++;
    return edge;
}

// ---- waits

static bool is_entry_at(const WTyped *value) {
    return value->kind == W_TYPED_ENTRY_AT;
}

// How long a wait takes, as an edge.
static WPathEdge length_of(const WAct *act) {
    const WTyped *value = act->value;
    WPathEdge length = {.most_ms = INT64_MAX};
    if (value == NULL) return length;
    bool is_length = w_type_kind(value->type) == W_TYPE_DURATION;
    if (is_length && value->kind == W_TYPED_CONSTANT) {
        length.least_ms = length.most_ms = value->constant.value;
    } else if (!is_length && value->kind == W_TYPED_ADD && is_entry_at(value->operands[0]) &&
               value->operands[1]->kind == W_TYPED_CONSTANT) {
        length.least_ms = length.most_ms = value->operands[1]->constant.value;
        length.is_from_entry = true;
    }
    if (length.least_ms < 0) length.least_ms = length.most_ms = 0;
    return length;
}

// Where the blocks of arms begin.
static uint32_t *blocks_of(Builder *b, const WProgramArm *arms, uint32_t count, uint32_t next) {
    uint32_t *blocks = w_lint_array(b->lint, count, sizeof *blocks);
    for (uint32_t i = 0; i < count; i++)
        blocks[i] = block(b, arms[i].body, next);
    return blocks;
}

// Arms of a wait that takes at most so long.
static void add_arms(Builder *b, uint32_t node, const WProgramArm *arms, uint32_t count,
                     const uint32_t *blocks, WPathEdge length) {
    for (uint32_t i = 0; i < count; i++) {
        WPathEdge *edge = add_edge(b, node, blocks[i], W_EDGE_EVENT);
        edge->most_ms = length.most_ms;
        edge->is_from_entry = length.is_from_entry;
        edge->event = arms[i].event;
        edge->condition = arms[i].where;
        edge->holds = true;
    }
}

static void add_end(Builder *b, uint32_t node, uint32_t after, WPathEdge length) {
    if (after == W_NONE) return;
    WPathEdge *edge = add_edge(b, node, after, W_EDGE_TIME);
    edge->least_ms = length.least_ms;
    edge->most_ms = length.most_ms;
    edge->is_from_entry = length.is_from_entry;
}

static void add_exit(Builder *b, uint32_t node) {
    if (b->can_exit) add_edge(b, node, w_paths_end(b->paths), W_EDGE_EXIT);
}

// A reaction goes back to the wait, of which some or nearly all may be over: that is another node,
// whose edges take no time, as whoever comes there is held to have waited to the end already.
static void fill_wait(Builder *b, uint32_t node, const WAct *act, uint32_t next) {
    const WProgramStage *stage = b->stage;
    WPathEdge length = length_of(act), none = {0};
    uint32_t *arms = blocks_of(b, act->arms, act->arm_count, next);
    uint32_t after = act->value == NULL ? W_NONE : block(b, act->otherwise, next);
    add_arms(b, node, act->arms, act->arm_count, arms, length);
    add_exit(b, node);
    add_end(b, node, after, length);
    if (stage->reaction_count == 0) return;
    uint32_t rest = add_node(b, act);
    uint32_t *reactions = blocks_of(b, stage->reactions, stage->reaction_count, rest);
    add_arms(b, node, stage->reactions, stage->reaction_count, reactions, length);
    add_arms(b, rest, stage->reactions, stage->reaction_count, reactions, none);
    add_arms(b, rest, act->arms, act->arm_count, arms, none);
    add_exit(b, rest);
    add_end(b, rest, after, none);
}

// ---- statements

static void fill_if(Builder *b, uint32_t node, const WAct *act, uint32_t next) {
    const WAct *ways[] = {act->otherwise, act->body};
    for (int holds = 0; holds < 2; holds++) {
        uint32_t to = block(b, ways[holds], next);
        WPathEdge *edge = add_edge(b, node, to, W_EDGE_PASS);
        edge->condition = act->value;
        edge->holds = holds == 1;
    }
}

// What is done instead of a send is a way around it.
static void fill_send(Builder *b, uint32_t node, const WAct *act, uint32_t next) {
    uint32_t sent = node;
    add_exit(b, node);
    if (act->otherwise != NULL) {
        sent = add_node(b, act);
        uint32_t otherwise = block(b, act->otherwise, next);
        add_edge(b, node, otherwise, W_EDGE_ELSE);
        add_edge(b, node, sent, W_EDGE_PASS);
    }
    b->paths->nodes[sent].site = act->index;
    bool may_wait = b->paths->journey->sites[act->index].may_wait;
    add_edge(b, sent, next, W_EDGE_PASS)->most_ms = may_wait ? INT64_MAX : 0;
}

static void add_options(Builder *b, uint32_t node, const WAct *act, uint32_t next) {
    for (uint32_t i = 0; i < act->option_count; i++) {
        uint32_t to = block(b, act->options[i].body, next);
        WPathEdge *edge = add_edge(b, node, to, W_EDGE_PASS);
        edge->condition = act->options[i].where;
        edge->holds = true;
    }
}

// Of a choice all options may refuse.
static void fill_draw(Builder *b, uint32_t node, const WAct *act, uint32_t next) {
    bool may_refuse = b->paths->journey->draws[act->index].kind != W_DRAW_SPLIT;
    if (may_refuse) add_edge(b, node, next, W_EDGE_PASS);
    add_options(b, node, act, next);
}

// A statement this graph knows nothing of: whatever it holds may run, at once.
static void fill_other(Builder *b, uint32_t node, const WAct *act, uint32_t next) {
    add_edge(b, node, next, W_EDGE_PASS)->most_ms = INT64_MAX;
    if (act->body != NULL) add_edge(b, node, block(b, act->body, next), W_EDGE_PASS);
    if (act->otherwise != NULL) add_edge(b, node, block(b, act->otherwise, next), W_EDGE_PASS);
    add_arms(b, node, act->arms, act->arm_count, blocks_of(b, act->arms, act->arm_count, next),
             (WPathEdge){.most_ms = INT64_MAX});
    add_options(b, node, act, next);
}

static void fill(Builder *b, uint32_t node, const WAct *act, uint32_t next) {
    switch (act->kind) {
    case W_ACT_GO: add_edge(b, node, act->index, W_EDGE_PASS); break;
    case W_ACT_FINISH:
    case W_ACT_EXIT: add_edge(b, node, w_paths_end(b->paths), W_EDGE_PASS); break;
    case W_ACT_IF: fill_if(b, node, act, next); break;
    case W_ACT_SEND: fill_send(b, node, act, next); break;
    case W_ACT_DRAW: fill_draw(b, node, act, next); break;
    case W_ACT_WAIT: fill_wait(b, node, act, next); break;
    case W_ACT_LET:
    case W_ACT_SET:
    case W_ACT_SET_PROFILE:
    case W_ACT_EMIT: add_edge(b, node, next, W_EDGE_PASS); break;
    default: fill_other(b, node, act, next); break;
    }
}

// The node at which a block begins; behind it comes `next`.
static uint32_t block(Builder *b, const WAct *act, uint32_t next) {
    if (act == NULL || b->paths->is_partial) return next;
    uint32_t first = add_node(b, act), node = first;
    for (; act != NULL; act = act->next) {
        uint32_t follows = act->next == NULL ? next : add_node(b, act->next);
        fill(b, node, act, follows);
        node = follows;
    }
    return first;
}

// ---- the whole

static uint32_t bits_of(uint32_t bits) {
    uint32_t count = 0;
    for (; bits != 0; bits &= bits - 1)
        count++;
    return count;
}

// How far apart two entries of `enter every` are at least; a change of the clock takes up to two
// hours of it. 0 if the journey is entered in another way too, or customers wait in line.
static int64_t between_entries(const WProgramJourney *journey) {
    const WProgramEntry *entry = &journey->entries[0];
    bool is_alone = journey->entry_count == 1 && entry->kind == W_ENTRY_EVERY;
    if (!is_alone || journey->admit_max > 0) return 0;
    int64_t days = 1;
    if (bits_of(entry->timetable.weekdays) == 1 && entry->timetable.month_days == 0) days = 7;
    if (bits_of(entry->timetable.month_days) == 1 && entry->timetable.weekdays == 0) days = 28;
    return days * W_DAY_MS - 2 * W_HOUR_MS;
}

static void add_anew(Builder *b) {
    const WProgramJourney *journey = b->paths->journey;
    if (journey->reenter == W_REENTER_NEVER) return;
    int64_t between_ms = between_entries(journey);
    WPathEdge *edge = add_edge(b, w_paths_end(b->paths), 0, W_EDGE_ANEW);
    if (journey->reenter != W_REENTER_ALWAYS) {
        edge->least_ms = journey->reenter_ms;
        edge->is_from_entry = journey->reenter == W_REENTER_FROM_ENTRY;
    }
    bool is_wider = journey->reenter != W_REENTER_FROM_EXIT && between_ms > edge->least_ms;
    if (!is_wider) return;
    edge->least_ms = between_ms;
    edge->is_from_entry = true;
}

static void build(WLinter *lint, WPaths *paths) {
    const WProgramJourney *journey = paths->journey;
    Builder b = {.lint = lint, .paths = paths};
    b.can_exit = journey->exit_count > 0 || journey->exit_on_goal || journey->expiry_exits;
    for (uint32_t s = 0; s <= journey->stage_count; s++) {
        b.stage_index = s < journey->stage_count ? s : W_NONE;
        add_node(&b, NULL);
    }
    for (uint32_t s = 0; s < journey->stage_count; s++) {
        b.stage_index = s;
        b.stage = &journey->stages[s];
        add_edge(&b, s, block(&b, b.stage->body, w_paths_end(paths)), W_EDGE_PASS);
    }
    add_anew(&b);
    for (uint32_t e = 0; e < paths->edge_count; e++)
        paths->counts_from_entry |= paths->edges[e].is_from_entry;
}

const WPaths *w_lint_paths(WLinter *lint, uint32_t journey) {
    if (lint->paths == NULL)
        lint->paths = w_lint_array(lint, lint->program->journey_count, sizeof *lint->paths);
    if (lint->paths[journey] == NULL) {
        WPaths *paths = w_arena_take_zeroed(lint->arena, sizeof *paths);
        paths->journey = &lint->program->journeys[journey];
        build(lint, paths);
        lint->paths[journey] = paths;
    }
    return lint->paths[journey];
}

// ---- how soon

static int64_t along(const WPathEdge *edge, int64_t at) {
    if (edge->is_from_entry) return at > edge->least_ms ? at : edge->least_ms;
    return w_integer_add(at, edge->least_ms);
}

int64_t *w_paths_soonest(WLinter *lint, const WPaths *paths, uint32_t but) {
    int64_t *soonest = w_lint_array(lint, paths->node_count, sizeof *soonest);
    WHeap heap = {.arena = lint->arena};
    for (uint32_t i = 1; i < paths->node_count; i++)
        soonest[i] = INT64_MAX;
    w_heap_push(&heap, 0, 0);
    while (heap.count > 0) {
        WHeapItem item = w_heap_pop(&heap);
        if (soonest[item.value] < item.key) continue;
        uint32_t e = paths->nodes[item.value].first;
        for (; e != W_NONE; e = paths->edges[e].next) {
            const WPathEdge *edge = &paths->edges[e];
            int64_t at = along(edge, item.key);
            bool is_left_out = edge->kind == W_EDGE_ANEW || (but >> edge->kind & 1) != 0;
            if (is_left_out || at >= soonest[edge->to]) continue;
            soonest[edge->to] = at;
            w_heap_push(&heap, at, edge->to);
        }
    }
    return soonest;
}

// ---- how late

static int64_t latest_along(const WPathEdge *edge, int64_t at) {
    if (at == INT64_MAX || edge->most_ms == INT64_MAX) return INT64_MAX;
    if (edge->is_from_entry) return at > edge->most_ms ? at : edge->most_ms;
    return w_integer_add(at, edge->most_ms);
}

// Whoever goes in a circle gets ever later; a node that was reached so often is in one.
enum { MOST_VISITS = 64 };

int64_t *w_paths_latest(WLinter *lint, const WPaths *paths) {
    int64_t *latest = w_lint_array(lint, paths->node_count, sizeof *latest);
    uint32_t *visits = w_lint_array(lint, paths->node_count, sizeof *visits);
    WHeap heap = {.arena = lint->arena};
    for (uint32_t i = 1; i < paths->node_count; i++)
        latest[i] = -1;
    w_heap_push(&heap, 0, 0);
    while (heap.count > 0) {
        uint32_t node = w_heap_pop(&heap).value;
        uint32_t e = paths->nodes[node].first;
        for (; e != W_NONE; e = paths->edges[e].next) {
            const WPathEdge *edge = &paths->edges[e];
            int64_t at = latest_along(edge, latest[node]);
            if (edge->kind == W_EDGE_ANEW || at <= latest[edge->to]) continue;
            latest[edge->to] = ++visits[edge->to] > MOST_VISITS ? INT64_MAX : at;
            w_heap_push(&heap, latest[edge->to], edge->to);
        }
    }
    return latest;
}
