// The ways through a journey as a graph: what can follow what, and how soon.
//
// A node is a statement, the start of a stage, or the end. The time on an edge is a lower bound:
// an event may come at once, so an arm takes no time at all. Whatever a customer can live through
// is a path of the graph; not every path is something a customer can live through.
#ifndef W_LINT_PATHS_H
#define W_LINT_PATHS_H

#include "compiler/lint/linter.h"

typedef enum WEdgeKind {
    W_EDGE_PASS,  // to what follows
    W_EDGE_TIME,  // the wait is over
    W_EDGE_EVENT, // an arm or a reaction: `event`
    W_EDGE_ELSE,  // the message was not sent
    W_EDGE_EXIT,  // an exit of the journey, during a wait
    W_EDGE_ANEW,  // the customer enters again
} WEdgeKind;

typedef struct WPathEdge {
    uint32_t to;
    WEdgeKind kind;
    int64_t least_ms;        // that it takes
    int64_t most_ms;         // INT64_MAX: nobody knows
    bool is_from_entry;      // both count from when the instance began
    uint32_t event;          // EVENT; W_NONE if none
    const WTyped *condition; // which must turn out like that; NULL if none
    bool holds;
    uint32_t next; // of the same node, or W_NONE
} WPathEdge;

typedef struct WPathNode {
    const WAct *act; // NULL: the start of a stage, or the end
    uint32_t stage;  // in which it is; W_NONE of the end
    uint32_t site;   // that is sent here, or W_NONE
    uint32_t first;  // edge, or W_NONE
} WPathNode;

typedef struct WPaths {
    const WProgramJourney *journey;
    WPathNode *nodes; // the starts of the stages first, by stage; then the end
    uint32_t node_count, node_room;
    WPathEdge *edges;
    uint32_t edge_count, edge_room;
    bool counts_from_entry; // some edge does
    bool is_partial;        // it is too large to be built: nothing can be said of it
} WPaths;

static inline uint32_t w_paths_end(const WPaths *paths) {
    return paths->journey->stage_count;
}

/// The graph of a journey; made once.
const WPaths *w_lint_paths(WLinter *lint, uint32_t journey);

/// How soon each node can be come to after entry; INT64_MAX: never. Edges of one kind can be left
/// out: `but` is 0 or 1 << W_EDGE_….
int64_t *w_paths_soonest(WLinter *lint, const WPaths *paths, uint32_t but);

/// How late each node can be come to after entry; INT64_MAX: nobody knows.
int64_t *w_paths_latest(WLinter *lint, const WPaths *paths);

#endif
