// Unified diffs. Lines that stand once in each text anchor the comparison (the longest series of
// them that is in order in both); between two anchors the same is done again. What is left is
// shown as taken out and put in.
//
// Promise: `patch` makes the second text of the first; time is in proportion to n log n.
#include "compiler/cli/diff.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

enum { CONTEXT = 3, MOST_ROUNDS = 50 };
#define NO_LINE SIZE_MAX

typedef struct Line {
    const char *bytes; // with the line break, if it has one
    size_t size;
    size_t match; // the line of the other text it is; NO_LINE for none
    bool is_of_second;
} Line;

typedef struct Side {
    Line *lines;
    size_t count;
} Side;

// Out of memory there is nothing better to do.
static void *take(size_t count, size_t size) {
    void *memory = calloc(count + 1, size);
    if (memory) return memory;
    fputs("wend: out of memory\n", stderr);
    abort();
}

static Side divide(WText text, bool is_of_second) {
    size_t count = 0;
    const char *end = text.bytes + text.size_bytes;
    for (const char *at = text.bytes; at < end; at++)
        count += *at == '\n';
    Side side = {take(count + 1, sizeof(Line)), 0};
    for (const char *at = text.bytes; at < end;) {
        const char *stop = memchr(at, '\n', (size_t)(end - at));
        size_t size = stop ? (size_t)(stop + 1 - at) : (size_t)(end - at);
        side.lines[side.count++] = (Line){at, size, NO_LINE, is_of_second};
        at += size;
    }
    return side;
}

static int compare(const void *left, const void *right) {
    const Line *a = *(Line *const *)left, *b = *(Line *const *)right;
    size_t size = a->size < b->size ? a->size : b->size;
    int order = memcmp(a->bytes, b->bytes, size);
    if (order == 0) order = (a->size > b->size) - (a->size < b->size);
    return order ? order : a->is_of_second - b->is_of_second;
}

static bool is_equal(const Line *a, const Line *b) {
    return a->size == b->size && memcmp(a->bytes, b->bytes, a->size) == 0;
}

// Lines [from, until) of a side.
typedef struct Range {
    Side *side;
    size_t from;
    size_t until;
} Range;

static void match(Side *first, size_t i, Side *second, size_t j) {
    first->lines[i].match = j;
    second->lines[j].match = i;
}

// Match what is equal at both ends, and leave it behind.
static void match_ends(Range *first, Range *second) {
    while (first->from < first->until && second->from < second->until &&
           is_equal(&first->side->lines[first->from], &second->side->lines[second->from])) {
        match(first->side, first->from++, second->side, second->from++);
    }
    while (
        first->from < first->until && second->from < second->until &&
        is_equal(&first->side->lines[first->until - 1], &second->side->lines[second->until - 1])) {
        match(first->side, --first->until, second->side, --second->until);
    }
}

// For each line of the first range its equal in the second, if it stands once in each.
static size_t *find_single(Range first, Range second) {
    size_t count = 0, all = first.until - first.from + second.until - second.from;
    Line **sorted = take(all, sizeof *sorted);
    size_t *single = take(first.until - first.from, sizeof *single);
    for (size_t i = first.from; i < first.until; i++) {
        single[i - first.from] = NO_LINE;
        sorted[count++] = &first.side->lines[i];
    }
    for (size_t i = second.from; i < second.until; i++)
        sorted[count++] = &second.side->lines[i];
    qsort(sorted, all, sizeof *sorted, compare);
    for (size_t i = 0, next; i < all; i = next) {
        for (next = i + 1; next < all && is_equal(sorted[i], sorted[next]);)
            next++;
        if (next != i + 2 || sorted[i]->is_of_second == sorted[i + 1]->is_of_second) continue;
        size_t place = (size_t)(sorted[i] - first.side->lines) - first.from;
        single[place] = (size_t)(sorted[i + 1] - second.side->lines);
    }
    free(sorted);
    return single;
}

// The longest series of `equals` that ascends: `tails[n]` is the line that ends the best series of
// n + 1 lines so far, `before` the line in front of each in its series.
static size_t ascend(const size_t *equals, size_t count, size_t *tails, size_t *before) {
    size_t length = 0;
    for (size_t i = 0; i < count; i++) {
        if (equals[i] == NO_LINE) continue;
        size_t low = 0, high = length;
        while (low < high) {
            size_t middle = low + (high - low) / 2;
            if (equals[tails[middle]] < equals[i])
                low = middle + 1;
            else
                high = middle;
        }
        before[i] = low ? tails[low - 1] : NO_LINE;
        tails[low] = i;
        if (low == length) length++;
    }
    return length;
}

static size_t match_anchors(Range first, Range second) {
    size_t count = first.until - first.from;
    size_t *equals = find_single(first, second);
    size_t *tails = take(count, sizeof *tails), *before = take(count, sizeof *before);
    size_t length = ascend(equals, count, tails, before);
    for (size_t i = length ? tails[length - 1] : NO_LINE; i != NO_LINE; i = before[i])
        match(first.side, first.from + i, second.side, equals[i]);
    free(equals);
    free(tails);
    free(before);
    return length;
}

static void match_ranges(Range first, Range second, int round) {
    match_ends(&first, &second);
    if (first.from == first.until || second.from == second.until || round == MOST_ROUNDS) return;
    if (match_anchors(first, second) == 0) return;
    size_t from = first.from, other = second.from;
    for (size_t i = first.from; i < first.until; i++) {
        size_t anchor = first.side->lines[i].match;
        if (anchor == NO_LINE || anchor < other) continue;
        match_ranges((Range){first.side, from, i}, (Range){second.side, other, anchor}, round + 1);
        from = i + 1;
        other = anchor + 1;
    }
    match_ranges((Range){first.side, from, first.until}, (Range){second.side, other, second.until},
                 round + 1);
}

// ---- printing

// A line of the diff, and how many lines of each text stand in front of it.
typedef struct Edit {
    char mark; // ' ', '-' or '+'
    const Line *line;
    size_t first;
    size_t second;
} Edit;

static size_t list_edits(const Side *first, const Side *second, Edit *edits) {
    size_t count = 0, i = 0, j = 0;
    while (i < first->count || j < second->count) {
        Edit edit = {'+', NULL, i, j};
        if (i < first->count && first->lines[i].match == NO_LINE) edit.mark = '-';
        if (i < first->count && first->lines[i].match == j) edit.mark = ' ';
        edit.line = edit.mark == '+' ? &second->lines[j] : &first->lines[i];
        i += edit.mark != '+';
        j += edit.mark != '-';
        edits[count++] = edit;
    }
    return count;
}

static void print_line(FILE *to, const Edit *edit) {
    fputc(edit->mark, to);
    fwrite(edit->line->bytes, 1, edit->line->size, to);
    if (edit->line->bytes[edit->line->size - 1] == '\n') return;
    fputs("\n\\ No newline at end of file\n", to);
}

// Of no lines the place is told by the line in front of them.
static void print_range(FILE *to, char mark, size_t start, size_t count) {
    fprintf(to, "%c%zu,%zu ", mark, count ? start + 1 : start, count);
}

static void print_hunk(FILE *to, const Edit *edits, size_t from, size_t until) {
    size_t first = 0, second = 0;
    for (size_t i = from; i < until; i++) {
        first += edits[i].mark != '+';
        second += edits[i].mark != '-';
    }
    fputs("@@ ", to);
    print_range(to, '-', edits[from].first, first);
    print_range(to, '+', edits[from].second, second);
    fputs("@@\n", to);
    for (size_t i = from; i < until; i++)
        print_line(to, &edits[i]);
}

static size_t next_change(const Edit *edits, size_t from, size_t count) {
    while (from < count && edits[from].mark == ' ')
        from++;
    return from;
}

// Changes with fewer equal lines between them than two contexts share a hunk.
static size_t end_of_hunk(const Edit *edits, size_t change, size_t count) {
    for (;;) {
        while (change < count && edits[change].mark != ' ')
            change++;
        size_t next = next_change(edits, change, count);
        if (next == count || next - change > 2 * (size_t)CONTEXT) return change;
        change = next;
    }
}

void w_cli_print_diff(FILE *to, WText before, WText after) {
    Side first = divide(before, false), second = divide(after, true);
    match_ranges((Range){&first, 0, first.count}, (Range){&second, 0, second.count}, 0);
    Edit *edits = take(first.count + second.count, sizeof *edits);
    size_t count = list_edits(&first, &second, edits);
    size_t change = next_change(edits, 0, count);
    if (change < count) fprintf(to, "--- %s\n+++ %s\n", before.name, after.name);
    while (change < count) {
        size_t end = end_of_hunk(edits, change, count);
        size_t until = count - end > CONTEXT ? end + CONTEXT : count;
        print_hunk(to, edits, change > CONTEXT ? change - CONTEXT : 0, until);
        change = next_change(edits, end, count);
    }
    free(edits);
    free(first.lines);
    free(second.lines);
}
