// How a customer comes to a place: the way with the fewest steps through the graph of the journey.
#include "compiler/lint/way.h"

#include "compiler/lint/paths.h"
#include "runtime/value/time.h"

enum { MOST_STEPS = 12 }; // that are told; of a longer way the last ones

// The node at which the condition is asked, or W_NONE. The arm of a wait is asked at the wait.
static uint32_t node_of(const WPaths *paths, uint32_t stage, const WTyped *condition) {
    for (uint32_t i = 0; i < paths->node_count; i++) {
        const WPathNode *node = &paths->nodes[i];
        if (node->stage != stage || node->act == NULL) continue;
        if (node->act->value == condition) return i;
        for (uint32_t e = node->first; e != W_NONE; e = paths->edges[e].next) {
            bool is_arm = paths->edges[e].kind == W_EDGE_EVENT;
            if (is_arm && paths->edges[e].condition == condition) return i;
        }
    }
    return W_NONE;
}

// For each node the edge by which it is come to first; W_NONE: none is.
static uint32_t *search(WLinter *lint, const WPaths *paths, uint32_t **from) {
    uint32_t *by = w_lint_array(lint, paths->node_count, sizeof *by);
    uint32_t *line = w_lint_array(lint, paths->node_count, sizeof *line), count = 0;
    *from = w_lint_array(lint, paths->node_count, sizeof **from);
    for (uint32_t i = 0; i < paths->node_count; i++)
        by[i] = W_NONE;
    line[count++] = 0;
    for (uint32_t at = 0; at < count; at++) {
        uint32_t e = paths->nodes[line[at]].first;
        for (; e != W_NONE; e = paths->edges[e].next) {
            uint32_t to = paths->edges[e].to;
            bool is_told = paths->edges[e].kind <= W_EDGE_ELSE;
            if (!is_told || to == 0 || by[to] != W_NONE) continue;
            by[to] = e;
            (*from)[to] = line[at];
            line[count++] = to;
        }
    }
    return by;
}

static void put_wait(WLinter *lint, const WAct *act, const WPathEdge *edge, WBuffer *out) {
    char text[W_TIME_CHARS];
    bool is_length = edge->least_ms > 0 && edge->least_ms == edge->most_ms;
    if (is_length && !edge->is_from_entry) {
        size_t size = w_duration_print(edge->least_ms, text);
        w_buffer_printf(out, "\n  waits %.*s", (int)size, text);
    } else if (act->value != NULL) {
        w_buffer_printf(out, "\n  waits until %.*s",
                        W_STR_ARGS(w_lint_text(lint, act->value->span)));
    }
}

static void put_step(WLinter *lint, const WPaths *paths, uint32_t from, uint32_t edge_row,
                     WBuffer *out) {
    const WPathEdge *edge = &paths->edges[edge_row];
    const WAct *act = paths->nodes[from].act;
    if (edge->kind == W_EDGE_TIME) put_wait(lint, act, edge, out);
    if (edge->kind == W_EDGE_EVENT && edge->event != W_NONE)
        w_buffer_printf(out, "\n  sends `%.*s`",
                        W_STR_ARGS(lint->program->events[edge->event].name));
    if (edge->kind == W_EDGE_EVENT && edge->event == W_NONE)
        w_buffer_str(out, w_str("\n  meets the condition of an arm"));
    if (edge->to < paths->journey->stage_count)
        w_buffer_printf(out, "\n  comes to stage `%.*s`",
                        W_STR_ARGS(paths->journey->stages[edge->to].name));
}

static bool is_told(const WPaths *paths, uint32_t edge) {
    return paths->edges[edge].kind == W_EDGE_TIME || paths->edges[edge].kind == W_EDGE_EVENT ||
           paths->edges[edge].to < paths->journey->stage_count;
}

void w_lint_put_way(WLinter *lint, WStanding place, const WTyped *condition, WBuffer *out) {
    uint32_t nodes[MOST_STEPS], count = 0, *from;
    if (place.journey == NULL || place.stage == W_NONE) return;
    uint32_t row = (uint32_t)(place.journey - lint->program->journeys);
    const WPaths *paths = w_lint_paths(lint, row);
    uint32_t node = node_of(paths, place.stage, condition);
    if (node == W_NONE || paths->is_partial) return;
    uint32_t *by = search(lint, paths, &from);
    for (; by[node] != W_NONE; node = from[node]) {
        if (is_told(paths, by[node]) && count < MOST_STEPS) nodes[count++] = node;
    }
    if (count > 0 && node == 0) w_buffer_str(out, w_str("\n  enters"));
    while (count > 0 && node == 0) {
        uint32_t to = nodes[--count];
        put_step(lint, paths, from[to], by[to], out);
    }
}
