// Sends: several at once, and more than a limit lets through.
#include "compiler/lint/linter.h"
#include "compiler/lint/most.h"
#include "compiler/lint/paths.h"
#include "compiler/lint/program_visit.h"
#include "runtime/value/number.h"
#include "runtime/value/time.h"

// ---- several at once

enum { MOST_STEPS = 1000 }; // that are looked at behind one send

typedef struct AtOnce {
    WLinter *lint;
    const WPaths *paths;
    bool *is_said;  // of each node
    uint32_t *seen; // by which send each node was seen last, from 1
    uint32_t *line; // nodes to go on from
} AtOnce;

static const WProgramSite *site_of(const WPaths *paths, uint32_t node) {
    uint32_t site = paths->nodes[node].site;
    return site == W_NONE ? NULL : &paths->journey->sites[site];
}

static void say_at_once(AtOnce *a, uint32_t first, uint32_t second) {
    const WProgramSite *site = site_of(a->paths, second);
    if (a->is_said[second]) return;
    a->is_said[second] = true;
    WFinding *finding = LINT_FIND(a->lint, SENDS_AT_ONCE, a->paths->nodes[second].act->span,
                                  "this goes out at the same moment as another message on `%.*s`",
                                  W_STR_ARGS(a->lint->program->channels[site->channel].name));
    w_finding_other(finding, a->paths->nodes[first].act->span, "the other one");
    w_finding_fix(finding, "wait between them, or say both in one message");
}

// What follows a send without a wait; what was not sent is not followed.
static void look_behind(AtOnce *a, uint32_t first) {
    const WPaths *paths = a->paths;
    uint32_t count = 0;
    a->line[count++] = first;
    for (uint32_t at = 0; at < count && at < MOST_STEPS; at++) {
        uint32_t e = paths->nodes[a->line[at]].first;
        for (; e != W_NONE; e = paths->edges[e].next) {
            uint32_t to = paths->edges[e].to;
            if (paths->edges[e].kind != W_EDGE_PASS || a->seen[to] == first + 1) continue;
            a->seen[to] = first + 1;
            a->line[count++] = to;
            const WProgramSite *site = site_of(paths, to);
            bool is_same = site != NULL && site->channel == site_of(paths, first)->channel;
            if (is_same) say_at_once(a, first, to);
        }
    }
}

static void look_at_once(WLinter *lint, const WPaths *paths) {
    AtOnce a = {.lint = lint,
                .paths = paths,
                .is_said = w_lint_array(lint, paths->node_count, sizeof(bool)),
                .seen = w_lint_array(lint, paths->node_count, sizeof(uint32_t)),
                .line = w_lint_array(lint, paths->node_count, sizeof(uint32_t))};
    for (uint32_t node = 0; node < paths->node_count; node++) {
        const WProgramSite *site = site_of(paths, node);
        if (site != NULL && !lint->program->channels[site->channel].internal)
            look_behind(&a, node);
    }
}

// ---- more than a limit lets through
//
// Only what happens to somebody who does nothing counts: every wait is waited to its end. Such a
// way is what it seems to be, so that the times of its sends are a proof.

enum { MOST_LABELS = 2000, SHOWN_SENDS = 8 };

typedef struct Label {
    uint32_t node;
    uint32_t before; // the label this one follows, or W_NONE
    uint32_t sent;   // within the window that began with a send; 0: it has not begun
    int64_t at;      // since entry
    int64_t begin;   // of the window
    WKnown known;
} Label;

typedef struct Excess {
    WLinter *lint;
    const WPaths *paths;
    const WProgramLimit *limit;
    const bool *sites;
    Label *labels;
    uint32_t count;
} Excess;

static bool is_there(const Excess *x, const Label *label) {
    for (uint32_t i = 0; i < x->count; i++) {
        const Label *other = &x->labels[i];
        if (other->node != label->node || other->sent != label->sent) continue;
        if (label->sent == 0) return true; // a circle: the first time round is enough
        if (other->at == label->at && other->begin == label->begin) return true;
    }
    return false;
}

static void add_label(Excess *x, Label label) {
    bool is_over = label.sent > 0 && label.at - label.begin >= x->limit->window_ms;
    if (is_over || x->count == MOST_LABELS || is_there(x, &label)) return;
    x->labels[x->count++] = label;
}

// What a way shows: conditions as they turn out, until a statement or time may change it.
static WKnown along_known(Excess *x, const Label *label, const WPathEdge *edge) {
    WProver *prover = &x->lint->prover;
    WKnown known = label->known;
    const WAct *act = x->paths->nodes[label->node].act;
    if (edge->condition != NULL) known = w_known_when(prover, known, edge->condition, edge->holds);
    if (act == NULL) return known;
    switch (act->kind) {
    case W_ACT_IF:
    case W_ACT_SEND:
    case W_ACT_GO:
    case W_ACT_DRAW:
    case W_ACT_EMIT:
    case W_ACT_LET: return known;
    case W_ACT_SET: return w_known_forget_variables(prover, known, UINT64_MAX);
    case W_ACT_SET_PROFILE: return w_known_forget(prover, known, W_DEP_PROFILE, UINT64_MAX);
    default: return w_known_forget(prover, known, W_DEP_ALL, UINT64_MAX);
    }
}

static void follow(Excess *x, uint32_t from, const WPathEdge *edge) {
    const Label *label = &x->labels[from];
    bool is_taken = edge->kind == W_EDGE_PASS || edge->kind == W_EDGE_TIME;
    bool is_sure = edge->kind == W_EDGE_PASS || edge->least_ms == edge->most_ms;
    if (!is_taken || !is_sure) return;
    int64_t at = w_integer_add(edge->is_from_entry ? 0 : label->at, edge->least_ms);
    Label next = {.node = edge->to,
                  .before = from,
                  .sent = label->sent,
                  .at = at > label->at ? at : label->at,
                  .begin = label->begin,
                  .known = along_known(x, label, edge)};
    if (next.known.is_nobody) return;
    uint32_t site = x->paths->nodes[edge->to].site;
    bool is_counted = site != W_NONE && x->sites[site];
    if (is_counted && next.sent == 0) { // the window may begin here, or later
        add_label(x, next);
        next.begin = next.at;
    }
    if (is_counted) next.sent++;
    add_label(x, next);
}

// ---- saying so

static WStr time_text(Excess *x, int64_t at) {
    char text[W_TIME_CHARS];
    if (at == 0) return W_STR("at once");
    size_t size = w_duration_print(at, text);
    return (WStr){w_arena_copy(x->lint->arena, text, size), size};
}

static void put_send(Excess *x, const Label *label, WBuffer *out) {
    const WProgram *program = x->lint->program;
    const WProgramSite *site = &x->paths->journey->sites[x->paths->nodes[label->node].site];
    w_buffer_printf(out, "\n  %.*s%s: %.*s %.*s", W_STR_ARGS(time_text(x, label->at)),
                    label->at > 0 ? " after that" : "",
                    W_STR_ARGS(program->channels[site->channel].name),
                    W_STR_ARGS(program->messages[site->message].name));
}

// The sends of the window, the last ones if there are many.
static WBuffer line_of(Excess *x, uint32_t last) {
    uint32_t sends[SHOWN_SENDS], count = 0;
    WBuffer line = {0};
    for (uint32_t l = last; l != W_NONE && count < SHOWN_SENDS; l = x->labels[l].before) {
        uint32_t site = x->paths->nodes[x->labels[l].node].site;
        if (x->labels[l].sent > 0 && site != W_NONE && x->sites[site]) sends[count++] = l;
    }
    while (count > 0)
        put_send(x, &x->labels[sends[--count]], &line);
    return line;
}

static void say_excess(Excess *x, uint32_t last) {
    const Label *label = &x->labels[last];
    WFinding *finding = LINT_FIND(x->lint, LIMIT_EXCEEDED, x->paths->nodes[label->node].act->span,
                                  "this is one more than the limit lets through");
    w_finding_other(finding, x->limit->span, "at most %u, and this makes %u",
                    (unsigned)x->limit->max, (unsigned)label->sent);
    WBuffer line = line_of(x, last);
    w_finding_why(finding, "for example: ana enters and does nothing%.*s", (int)line.size,
                  line.bytes);
    w_buffer_free(&line);
    w_finding_fix(finding, "wait longer, send less, or let the limit allow it");
}

static bool find_excess(Excess *x, WKnown start) {
    x->count = 0;
    add_label(x, (Label){.before = W_NONE, .known = start});
    for (uint32_t at = 0; at < x->count; at++) {
        const Label *label = &x->labels[at];
        if (label->sent > x->limit->max) {
            say_excess(x, at);
            return true;
        }
        uint32_t e = x->paths->nodes[label->node].first;
        for (; e != W_NONE; e = x->paths->edges[e].next)
            follow(x, at, &x->paths->edges[e]);
    }
    return false;
}

static bool is_bound(const WLinter *lint, const WProgramLimit *limit, uint32_t journey,
                     const WProgramSite *site) {
    bool fits = limit->scope.journey == W_NONE || limit->scope.journey == journey;
    WMessageClass class = lint->program->messages[site->message].class;
    return fits &&
           w_lint_covers(lint->program, &limit->scope, class, site->channel, site->message);
}

// One whose window has a fixed length, and that suppresses what is too much of one customer.
static bool is_plain(const WProgramLimit *limit) {
    return limit->max > 0 && limit->calendar == W_CALENDAR_NONE && !limit->over_all &&
           limit->defer_ms == 0;
}

void w_lint_sends(WLinter *lint, WKnown start, uint32_t row) {
    const WPaths *paths = w_lint_paths(lint, row);
    const WProgramJourney *journey = paths->journey;
    bool *sites = w_lint_array(lint, journey->site_count, sizeof *sites);
    Excess x = {.lint = lint, .paths = paths, .sites = sites};
    look_at_once(lint, paths);
    w_arena_reset(&lint->scratch);
    x.labels = w_arena_take(&lint->scratch, MOST_LABELS * sizeof *x.labels);
    for (uint32_t i = 0; i < lint->program->limit_count; i++) {
        uint32_t count = 0;
        x.limit = &lint->program->limits[i];
        for (uint32_t s = 0; s < journey->site_count; s++)
            count += sites[s] = is_bound(lint, x.limit, row, &journey->sites[s]);
        if (count > 0 && is_plain(x.limit)) find_excess(&x, start);
    }
}

// ---- to colleagues

typedef struct Looking {
    WLinter *lint;
    const WProgramVisitor *visitor;
} Looking;

static void look_at_act(void *context, const WAct *act) {
    const Looking *looking = context;
    if (act->kind != W_ACT_SEND) return;
    const WProgram *program = looking->lint->program;
    const WProgramSite *site = &looking->visitor->journey->sites[act->index];
    const WProgramMessage *message = &program->messages[site->message];
    bool is_odd =
        program->channels[site->channel].internal && message->class == W_CLASS_PROMOTIONAL;
    if (!is_odd) return;
    WFinding *finding =
        LINT_FIND(looking->lint, INTERNAL_PROMOTION, act->span, "a promotion goes to colleagues");
    w_finding_other(finding, message->span, "`%.*s` is promotional", W_STR_ARGS(message->name));
    w_finding_why(finding, "it takes slots of limits from what customers get, and holdouts and "
                           "quiet hours keep it from your colleagues");
    w_finding_fix(finding, "let the message be `class transactional`");
}

void w_lint_internal(WLinter *lint) {
    WProgramVisitor visitor = {.program = lint->program, .act = look_at_act};
    Looking looking = {lint, &visitor};
    visitor.context = &looking;
    w_visit_program(&visitor);
}
