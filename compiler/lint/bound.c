// The most sends in a window.
//
// What counts is how soon one send can follow another: the shortest way between them. A send that
// can follow itself at once has no bound; else the soonest a number of sends can take is built up
// from the soonest of one fewer. Where time counts from entry too, what is left of it depends on
// the way: then all ways are searched by time.
#include "compiler/lint/bound.h"

#include "compiler/lint/heap.h"
#include "runtime/value/number.h"

enum {
    MOST_SENDS = 64,       // of a journey, beyond which all ways are searched
    MOST_IN_A_ROW = 10000, // of which there is no bound to speak of
    MOST_LABELS = 10000    // likewise
};

static const int64_t LONG_AGO = INT64_MIN / 4;

// ---- from one send to the next

static int64_t least_of(const WPathEdge *edge) {
    bool is_unsure = edge->is_from_entry && edge->kind != W_EDGE_ANEW;
    return is_unsure ? 0 : edge->least_ms;
}

// How soon each node can follow `from`; `from` itself by coming back to it.
static void follow(WLinter *lint, const WPaths *paths, uint32_t from, int64_t *soonest) {
    WHeap heap = {.arena = &lint->scratch};
    for (uint32_t i = 0; i < paths->node_count; i++)
        soonest[i] = INT64_MAX;
    w_heap_push(&heap, 0, from);
    bool is_start = true;
    while (heap.count > 0) {
        WHeapItem item = w_heap_pop(&heap);
        if (!is_start && soonest[item.value] < item.key) continue;
        is_start = false;
        uint32_t e = paths->nodes[item.value].first;
        for (; e != W_NONE; e = paths->edges[e].next) {
            const WPathEdge *edge = &paths->edges[e];
            int64_t at = w_integer_add(item.key, least_of(edge));
            if (at >= soonest[edge->to]) continue;
            soonest[edge->to] = at;
            w_heap_push(&heap, at, edge->to);
        }
    }
}

// The sends that count, and how soon each can follow each.
typedef struct Sends {
    uint32_t nodes[MOST_SENDS];
    uint32_t count;
    bool are_too_many;
    bool is_endless;  // one can follow itself at once
    int64_t *between; // count * count
} Sends;

static void find_sends(const WPaths *paths, const bool *sites, Sends *sends) {
    for (uint32_t node = 0; node < paths->node_count; node++) {
        uint32_t site = paths->nodes[node].site;
        if (site == W_NONE || !sites[site]) continue;
        sends->are_too_many |= sends->count == MOST_SENDS;
        if (!sends->are_too_many) sends->nodes[sends->count++] = node;
    }
}

static void measure(WLinter *lint, const WPaths *paths, Sends *sends) {
    uint32_t count = sends->count;
    int64_t *soonest = w_arena_take(&lint->scratch, paths->node_count * sizeof *soonest);
    sends->between = w_arena_take(&lint->scratch, ((size_t)count * count + 1) * sizeof *soonest);
    for (uint32_t i = 0; i < count; i++) {
        follow(lint, paths, sends->nodes[i], soonest);
        for (uint32_t j = 0; j < count; j++)
            sends->between[(size_t)i * count + j] = soonest[sends->nodes[j]];
        sends->is_endless |= soonest[sends->nodes[i]] == 0;
    }
}

// The soonest one more send can be there, by the send that is the last.
static int64_t add_send(const Sends *sends, const int64_t *before, int64_t *after) {
    int64_t soonest = INT64_MAX;
    for (uint32_t j = 0; j < sends->count; j++) {
        after[j] = INT64_MAX;
        for (uint32_t i = 0; i < sends->count; i++) {
            int64_t at = w_integer_add(before[i], sends->between[(size_t)i * sends->count + j]);
            if (at < after[j]) after[j] = at;
        }
        if (after[j] < soonest) soonest = after[j];
    }
    return soonest;
}

static void count_sends(const Sends *sends, const int64_t *windows_ms, uint32_t window_count,
                        uint64_t *most) {
    int64_t rows[2][MOST_SENDS] = {{0}};
    int64_t at = 0, end = windows_ms[window_count - 1];
    for (uint32_t w = 0; w < window_count; w++)
        most[w] = 0;
    for (uint32_t sent = 1; sends->count > 0 && at < end; sent++) {
        for (uint32_t w = 0; w < window_count; w++) {
            if (at < windows_ms[w]) most[w] = sent < MOST_IN_A_ROW ? sent : W_NO_BOUND;
        }
        if (sent == MOST_IN_A_ROW) return;
        at = add_send(sends, rows[(sent - 1) % 2], rows[sent % 2]);
    }
}

// ---- all ways, by time

// So many were sent by then, on some way to that node.
typedef struct Label {
    uint32_t node;
    uint32_t sent;
    int64_t at;    // since the first of them
    int64_t entry; // when the instance began
    uint32_t next; // of the same node, for comparing
} Label;

typedef struct Search {
    const WPaths *paths;
    const bool *sites;
    int64_t end; // nothing at or behind it counts
    Label *labels;
    uint32_t count;
    uint32_t *first; // of each node
    WHeap heap;
} Search;

static bool sends_at(const Search *s, uint32_t node) {
    uint32_t site = s->paths->nodes[node].site;
    return site != W_NONE && s->sites[site];
}

// Labels come by their time, so whatever is there already is no later.
static bool is_behind(const Search *s, const Label *label) {
    for (uint32_t l = s->first[label->node]; l != W_NONE; l = s->labels[l].next) {
        const Label *other = &s->labels[l];
        if (other->at <= label->at && other->sent >= label->sent && other->entry <= label->entry)
            return true;
    }
    return false;
}

static bool add_label(Search *s, Label label) {
    if (label.at >= s->end || is_behind(s, &label)) return true;
    if (s->count == MOST_LABELS) return false;
    label.next = s->first[label.node];
    s->first[label.node] = s->count;
    s->labels[s->count] = label;
    w_heap_push(&s->heap, label.at, s->count++);
    return true;
}

static Label along(const Search *s, const Label *label, const WPathEdge *edge) {
    int64_t at = edge->is_from_entry ? w_integer_add(label->entry, edge->least_ms)
                                     : w_integer_add(label->at, edge->least_ms);
    if (at < label->at) at = label->at;
    bool is_new = edge->kind == W_EDGE_ANEW;
    return (Label){.node = edge->to,
                   .sent = label->sent + sends_at(s, edge->to),
                   .at = at,
                   .entry = is_new ? at : label->entry};
}

static bool search(Search *s) {
    while (s->heap.count > 0) {
        Label label = s->labels[w_heap_pop(&s->heap).value];
        uint32_t e = s->paths->nodes[label.node].first;
        for (; e != W_NONE; e = s->paths->edges[e].next) {
            if (!add_label(s, along(s, &label, &s->paths->edges[e]))) return false;
        }
    }
    return true;
}

// The window may open at each send; the instance began as long ago as can be.
static bool begin(WLinter *lint, Search *s) {
    const int64_t *latest = w_paths_latest(lint, s->paths);
    for (uint32_t node = 0; node < s->paths->node_count; node++)
        s->first[node] = W_NONE;
    for (uint32_t node = 0; node < s->paths->node_count; node++) {
        if (!sends_at(s, node)) continue;
        int64_t entry = latest[node] == INT64_MAX ? LONG_AGO : -latest[node];
        if (!add_label(s, (Label){.node = node, .sent = 1, .entry = entry})) return false;
    }
    return true;
}

static void search_all(WLinter *lint, Search *s, const int64_t *windows_ms, uint32_t window_count,
                       uint64_t *most) {
    s->end = windows_ms[window_count - 1];
    s->heap.arena = &lint->scratch;
    s->labels = w_arena_take(&lint->scratch, MOST_LABELS * sizeof *s->labels);
    s->first = w_arena_take(&lint->scratch, s->paths->node_count * sizeof *s->first);
    if (!begin(lint, s) || !search(s)) return;
    for (uint32_t w = 0; w < window_count; w++) {
        most[w] = 0;
        for (uint32_t l = 0; l < s->count; l++) {
            if (s->labels[l].at < windows_ms[w] && s->labels[l].sent > most[w])
                most[w] = s->labels[l].sent;
        }
    }
}

void w_lint_bound(WLinter *lint, const WPaths *paths, const bool *sites, const int64_t *windows_ms,
                  uint32_t window_count, uint64_t *most) {
    Sends sends = {.count = 0};
    w_arena_reset(&lint->scratch);
    for (uint32_t w = 0; w < window_count; w++)
        most[w] = W_NO_BOUND;
    if (paths->is_partial) return;
    find_sends(paths, sites, &sends);
    if (!sends.are_too_many) measure(lint, paths, &sends);
    if (sends.is_endless) return;
    if (!sends.are_too_many && !paths->counts_from_entry) {
        count_sends(&sends, windows_ms, window_count, most);
        return;
    }
    Search s = {.paths = paths, .sites = sites};
    search_all(lint, &s, windows_ms, window_count, most);
}
