// Coverage: the bundle with marks, and what each row of it is to the author.
//
// Rows of the program are in the order of the bundle's, so a clause is known by its number.
#include "compiler/driver/coverage.h"

#include <stdlib.h>
#include <string.h>

#include "compiler/driver/words.h"
#include "compiler/emit/emit.h"
#include "runtime/base/alloc.h"
#include "runtime/base/assert.h"

typedef struct Maker {
    WCoverage *coverage;
    const wend_compilation *compilation;
    const WProgram *program;
    WArena *arena;
} Maker;

static const char *terminated(const Maker *maker, WStr text) {
    return w_arena_copy(maker->arena, text.bytes, text.size);
}

// ---- rows

static wend_exercise *add(const Maker *maker, const char *kind, uint32_t row, const char *group,
                          WSpan span) {
    WCoverage *coverage = maker->coverage;
    coverage->rows =
        w_grow(coverage->rows, &coverage->room, coverage->count + 1, sizeof *coverage->rows);
    wend_exercise *to = &coverage->rows[coverage->count++];
    *to = (wend_exercise){
        .kind = kind,
        .row = row,
        .row_count = 1,
        .group = group,
        .place = w_compilation_range(maker->compilation, span),
        .journey = "",
        .stage = "",
        .otherwise = false,
        .text = w_words_of_head(maker->compilation, span, maker->arena),
    };
    return to;
}

static void add_mark(const Maker *maker, const WMark *mark, uint32_t row) {
    static const char *const groups[] = {
        [W_MARK_STAGE] = "stages",         [W_MARK_ARM] = "arms",
        [W_MARK_ARM_ELSE] = "arms",        [W_MARK_BRANCH] = "branches",
        [W_MARK_BRANCH_ELSE] = "branches",
    };
    const WProgramJourney *journey = &maker->program->journeys[mark->journey];
    wend_exercise *to = add(maker, "mark", row, groups[mark->kind], mark->span);
    to->journey = terminated(maker, journey->name);
    to->stage = terminated(maker, journey->stages[mark->stage].name);
    to->otherwise = mark->kind == W_MARK_ARM_ELSE || mark->kind == W_MARK_BRANCH_ELSE;
    to->place = w_compilation_range(maker->compilation, mark->place);
    if (mark->kind == W_MARK_STAGE) to->text = "";
}

typedef struct Clauses {
    uint32_t entries, only_ifs, exits; // rows so far
} Clauses;

static void add_clause(const Maker *maker, const WProgramJourney *journey, const char *kind,
                       uint32_t row, WSpan span) {
    add(maker, kind, row, "clauses", span)->journey = terminated(maker, journey->name);
}

static void add_clauses(const Maker *maker, uint32_t index, Clauses *rows) {
    const WProgramJourney *journey = &maker->program->journeys[index];
    for (uint32_t i = 0; i < journey->entry_count; i++)
        add_clause(maker, journey, "entry", rows->entries++, journey->entries[i].span);
    for (uint32_t i = 0; i < journey->only_if_count; i++)
        add_clause(maker, journey, "only_if", rows->only_ifs++, journey->only_ifs[i].span);
    if (journey->goal.given) add_clause(maker, journey, "goal", index, journey->goal.span);
    for (uint32_t i = 0; i < journey->exit_count; i++)
        add_clause(maker, journey, "exit", rows->exits++, journey->exits[i].span);
}

// A line of several days is several rows.
static void add_quiet(const Maker *maker, const WProgramChannel *channel, uint32_t index,
                      uint32_t row) {
    const WSpan *span = &channel->quiets[index].span;
    WCoverage *coverage = maker->coverage;
    if (index > 0 && channel->quiets[index - 1].span.start == span->start)
        coverage->rows[coverage->count - 1].row_count++;
    else
        add(maker, "quiet", row, "policies", *span);
}

static void add_policies(const Maker *maker) {
    const WProgram *program = maker->program;
    for (uint32_t i = 0; i < program->limit_count; i++)
        add(maker, "limit", i, "policies", program->limits[i].span);
    for (uint32_t i = 0; i < program->suppression_count; i++)
        add(maker, "suppression", i, "policies", program->suppressions[i].span);
    uint32_t quiets = 0; // rows so far
    for (uint32_t i = 0; i < program->channel_count; i++) {
        const WProgramChannel *channel = &program->channels[i];
        for (uint32_t k = 0; k < channel->quiet_count; k++, quiets++)
            add_quiet(maker, channel, k, quiets);
        if (channel->consent == NULL) continue;
        WBuffer text = {0};
        wend_exercise *row = add(maker, "consent", i, "policies", channel->consent->span);
        w_buffer_printf(&text, "consent of %.*s", W_STR_ARGS(channel->name));
        row->text = terminated(maker, (WStr){text.bytes, text.size});
        w_buffer_free(&text);
    }
}

// By file and place, as findings stand; of two at one place the one that was made first.
static int by_place(const void *left, const void *right) {
    const wend_exercise *a = left, *b = right;
    int order = strcmp(a->place.file, b->place.file);
    if (order != 0) return order;
    if (a->place.start_byte != b->place.start_byte)
        return a->place.start_byte < b->place.start_byte ? -1 : 1;
    return a->row < b->row ? -1 : a->row > b->row;
}

void w_coverage_make(WCoverage *coverage, const wend_compilation *compilation, WArena *arena) {
    Maker maker = {coverage, compilation, compilation->program, arena};
    WFindings none = {.arena = arena};
    WMarks marks = {0};
    Clauses rows = {0};
    bool is_made = w_emit_marked(maker.program, &coverage->bundle, &none, &marks);
    for (size_t i = 0; is_made && i < marks.count; i++)
        add_mark(&maker, &marks.items[i], (uint32_t)i);
    for (uint32_t i = 0; i < maker.program->journey_count; i++)
        add_clauses(&maker, i, &rows);
    add_policies(&maker);
    w_free(marks.items);
    if (coverage->count > 1)
        qsort(coverage->rows, coverage->count, sizeof *coverage->rows, by_place);
}

void w_coverage_free(WCoverage *coverage) {
    w_buffer_free(&coverage->bundle);
    w_free(coverage->rows);
    *coverage = (WCoverage){0};
}
