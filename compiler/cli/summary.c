// The summary of a run on standard error.
#include "compiler/cli/summary.h"

#include <stdlib.h>
#include <string.h>

#include "compiler/cli/print.h"

// Rows of a table beyond these are only counted.
enum { MOST_ROWS = 25 };

typedef struct Tallies {
    wend_tally *rows;
    size_t count;
} Tallies;

static Tallies read_tallies(wend *engine) {
    Tallies tallies = {0};
    size_t room = 0;
    wend_tally row;
    while (wend_tally_at(engine, tallies.count, &row)) {
        if (tallies.count == room) {
            room = room ? 2 * room : 64;
            wend_tally *larger = realloc(tallies.rows, room * sizeof row);
            if (!larger) break;
            tallies.rows = larger;
        }
        tallies.rows[tallies.count++] = row;
    }
    return tallies;
}

static bool is(const wend_tally *row, const char *what, const char *outcome) {
    return strcmp(row->what, what) == 0 && strcmp(row->outcome, outcome) == 0;
}

// ---- Journeys

// The columns of the table of journeys: what is counted under which head.
static const struct Column {
    const char *head, *what, *outcome;
} columns[] = {
    {"entered", "entry", "entered"},    {"refused", "entry", "refused"},
    {"sent", "send", "sent"},           {"not sent", "send", "suppressed"},
    {"converted", "goal", "converted"}, {"finished", "finish", "finished"},
    {"left", "exit", "exited"},
};
enum { COLUMNS = sizeof columns / sizeof *columns };

static int by_journey(const void *left, const void *right) {
    const wend_tally *a = left, *b = right;
    return strcmp(a->journey, b->journey);
}

static void print_journey(const char *name, int width, const uint64_t counts[COLUMNS]) {
    char number[W_CLI_NUMBER_BYTES];
    fprintf(stderr, "  %-*s", width, name);
    for (int c = 0; c < COLUMNS; c++)
        fprintf(stderr, " %10s", counts[c] ? w_cli_number(counts[c], number) : "-");
    fputc('\n', stderr);
}

static void print_heads(int width) {
    fprintf(stderr, "\n  %-*s", width, "journey");
    for (int c = 0; c < COLUMNS; c++)
        fprintf(stderr, " %10s", columns[c].head);
    fputc('\n', stderr);
}

static size_t count_journey(const Tallies *tallies, size_t from, uint64_t counts[COLUMNS]) {
    const char *name = tallies->rows[from].journey;
    memset(counts, 0, COLUMNS * sizeof *counts);
    for (; from < tallies->count && strcmp(tallies->rows[from].journey, name) == 0; from++) {
        const wend_tally *row = &tallies->rows[from];
        for (int c = 0; c < COLUMNS; c++) {
            if (is(row, columns[c].what, columns[c].outcome)) counts[c] += row->count;
        }
    }
    return from;
}

static int width_of_journeys(const Tallies *tallies) {
    size_t width = strlen("journey");
    for (size_t i = 0; i < tallies->count; i++) {
        size_t size = strlen(tallies->rows[i].journey);
        if (size > width) width = size;
    }
    return width > 40 ? 40 : (int)width;
}

static void print_journeys(const Tallies *tallies) {
    uint64_t counts[COLUMNS];
    size_t at = 0;
    int rows = 0, width = width_of_journeys(tallies);
    if (tallies->count == 0) return;
    print_heads(width);
    for (; at < tallies->count; rows++) {
        const char *name = tallies->rows[at].journey;
        at = count_journey(tallies, at, counts);
        if (rows < MOST_ROWS) print_journey(name, width, counts);
    }
    if (rows > MOST_ROWS) fprintf(stderr, "  … and %d more\n", rows - MOST_ROWS);
}

// ---- Messages and reasons

static int by_label(const void *left, const void *right) {
    const wend_tally *a = left, *b = right;
    int order = strcmp(a->channel, b->channel);
    if (!order) order = strcmp(a->message, b->message);
    if (!order) order = strcmp(a->reason, b->reason);
    if (!order) order = strcmp(a->rule, b->rule);
    return order ? order : strcmp(a->text, b->text);
}

static int by_count(const void *left, const void *right) {
    const wend_tally *a = left, *b = right;
    if (a->count != b->count) return a->count < b->count ? 1 : -1;
    return by_label(left, right);
}

// The rows of one kind of decision, those that read alike added up, the largest first. `keep`
// clears what is not to be told apart.
static Tallies select_rows(const Tallies *all, const char *what, const char *outcome,
                           void (*keep)(wend_tally *row)) {
    Tallies some = {.rows = calloc(all->count + 1, sizeof *some.rows)};
    size_t kept = 0;
    if (!some.rows) return some;
    for (size_t i = 0; i < all->count; i++) {
        if (!is(&all->rows[i], what, outcome)) continue;
        some.rows[some.count] = all->rows[i];
        keep(&some.rows[some.count++]);
    }
    if (some.count > 0) qsort(some.rows, some.count, sizeof *some.rows, by_label);
    for (size_t i = 0; i < some.count; i++) {
        if (kept > 0 && by_label(&some.rows[kept - 1], &some.rows[i]) == 0)
            some.rows[kept - 1].count += some.rows[i].count;
        else
            some.rows[kept++] = some.rows[i];
    }
    some.count = kept;
    if (kept > 0) qsort(some.rows, kept, sizeof *some.rows, by_count);
    return some;
}

static void print_row(const wend_tally *row) {
    char number[W_CLI_NUMBER_BYTES];
    fprintf(stderr, "  %12s  ", w_cli_number(row->count, number));
    const char *between = "";
    const char *const parts[] = {row->channel, row->message, row->reason};
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        if (*parts[i]) fprintf(stderr, "%s%s", between, parts[i]);
        if (*parts[i]) between = " ";
    }
    if (*row->rule) fprintf(stderr, ": %s", row->rule);
    if (*row->text) fprintf(stderr, " (%s)", row->text);
    fputc('\n', stderr);
}

static void print_rows(const char *title, Tallies rows) {
    if (rows.count > 0) fprintf(stderr, "\n  %s\n", title);
    for (size_t i = 0; i < rows.count && i < MOST_ROWS; i++)
        print_row(&rows.rows[i]);
    if (rows.count > MOST_ROWS) fprintf(stderr, "  … and %zu more\n", rows.count - MOST_ROWS);
    free(rows.rows);
}

static void keep_message(wend_tally *row) {
    row->reason = row->rule = row->text = "";
}

static void keep_reason(wend_tally *row) {
    row->message = row->channel = "";
}

// ---- All of it

static void print_head(const wend_summary *s, const WRunNotes *notes) {
    char lines[W_CLI_NUMBER_BYTES], speed[W_CLI_NUMBER_BYTES], customers[W_CLI_NUMBER_BYTES];
    char actions[W_CLI_NUMBER_BYTES], clock[WEND_TIME_BYTES];
    double per_second = notes->seconds > 0 ? (double)s->lines / notes->seconds : 0;
    fprintf(stderr, "%s: %s events in %.2f s (%s a second), %s customers, %s actions\n",
            s->project, w_cli_number(s->lines, lines), notes->seconds,
            w_cli_number((uint64_t)per_second, speed), w_cli_number(s->customers, customers),
            w_cli_number(s->actions, actions));
    if (s->clock_ms != INT64_MIN)
        fprintf(stderr, "  the clock stands at %s\n", wend_time_print(s->clock_ms, clock));
}

static void print_line(const char *what, uint64_t count) {
    char number[W_CLI_NUMBER_BYTES];
    if (count > 0) fprintf(stderr, "  %12s  %s\n", w_cli_number(count, number), what);
}

static void print_refusals(const wend_summary *s, const WRunNotes *notes) {
    char number[W_CLI_NUMBER_BYTES];
    if (s->refused == 0) return;
    fprintf(stderr, "\n  dead letters: %s\n", w_cli_number(s->refused, number));
    for (int i = 0; i < notes->refusal_count; i++)
        fprintf(stderr, "    %s\n", notes->refusals[i]);
    if (s->refused > (uint64_t)notes->refusal_count)
        fprintf(stderr, "    … all of them are in the state's table dead_letter\n");
}

void w_cli_summary_for_people(wend *engine, const WRunNotes *notes) {
    wend_summary s;
    wend_summarise(engine, &s);
    Tallies tallies = read_tallies(engine);
    print_head(&s, notes);
    print_line("bytes were known from before and skipped", s.skipped_bytes);
    print_line("inputs were run again to recover", s.replayed);
    print_line("duplicates", s.duplicates);
    print_line("events that the project does not declare", s.undeclared);
    print_rows("sent", select_rows(&tallies, "send", "sent", keep_message));
    print_rows("not sent", select_rows(&tallies, "send", "suppressed", keep_reason));
    print_rows("not entered", select_rows(&tallies, "entry", "refused", keep_reason));
    print_rows("in line", select_rows(&tallies, "entry", "deferred", keep_reason));
    if (tallies.count > 0) qsort(tallies.rows, tallies.count, sizeof *tallies.rows, by_journey);
    print_journeys(&tallies);
    print_refusals(&s, notes);
    free(tallies.rows);
    if (notes->was_stopped) fputs("stopped; the same command goes on from here\n", stderr);
}

static void print_tally(const wend_tally *row, bool is_first) {
    fprintf(stderr, "%s{\"count\":%llu", is_first ? "" : ",", (unsigned long long)row->count);
    w_cli_json_text(stderr, "what", row->what);
    w_cli_json_text(stderr, "outcome", row->outcome);
    w_cli_json_text(stderr, "kind", row->reason);
    w_cli_json_text(stderr, "journey", row->journey);
    w_cli_json_text(stderr, "stage", row->stage);
    w_cli_json_text(stderr, "channel", row->channel);
    w_cli_json_text(stderr, "message", row->message);
    w_cli_json_text(stderr, "rule", row->rule);
    w_cli_json_text(stderr, "text", row->text);
    fputc('}', stderr);
}

void w_cli_summary_json(wend *engine, const WRunNotes *notes) {
    wend_summary s;
    wend_tally row;
    char clock[WEND_TIME_BYTES];
    wend_summarise(engine, &s);
    fputs("{\"project\":", stderr);
    w_cli_json_string(stderr, s.project);
    w_cli_json_number(stderr, "events", s.lines);
    w_cli_json_number(stderr, "taken", s.taken);
    w_cli_json_number(stderr, "duplicates", s.duplicates);
    w_cli_json_number(stderr, "undeclared", s.undeclared);
    w_cli_json_number(stderr, "dead_letters", s.refused);
    w_cli_json_number(stderr, "skipped_bytes", s.skipped_bytes);
    w_cli_json_number(stderr, "replayed", s.replayed);
    w_cli_json_number(stderr, "turns", s.turns);
    w_cli_json_number(stderr, "timers", s.timers);
    w_cli_json_number(stderr, "actions", s.actions);
    w_cli_json_number(stderr, "customers", s.customers);
    if (s.clock_ms != INT64_MIN)
        w_cli_json_text(stderr, "clock", wend_time_print(s.clock_ms, clock));
    fprintf(stderr, ",\"seconds\":%.3f,\"stopped\":%s,\"decisions\":[", notes->seconds,
            notes->was_stopped ? "true" : "false");
    for (size_t i = 0; wend_tally_at(engine, i, &row); i++)
        print_tally(&row, i == 0);
    fputs("]}\n", stderr);
}
