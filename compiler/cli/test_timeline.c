// The time line of a test that failed: what went in and what came of it, by the customer's clocks,
// with the expectation that failed where it stands.
//
//       Monday 2026-03-02
//         10:00  event cart_updated { total: 80, items: ["lamp"] }
//                cart_recovery.abandoned  ▸
//     ┃   11:00  after 1h
//     ┃          cart_recovery.remind     not sent email cart_reminder: no consent
//     ✗          expect send email cart_reminder { name: "Ada" }
//
// The bar marks the time the expectation is about.
#include <string.h>

#include "compiler/cli/moment.h"
#include "compiler/cli/test_report.h"

enum {
    SUBJECT_COLUMNS = 24,
    CUSTOMER_COLUMNS = 16,
    SHOWN_BEFORE = 24, // rows before the time that counts
    SHOWN_BEHIND = 8,  // rows behind the failure
};

#define RED "\x1b[1;31m"
#define BOLD "\x1b[1m"
#define DIM "\x1b[2m"
#define BLUE "\x1b[34m"
#define PLAIN "\x1b[0m"

typedef struct Line {
    FILE *to;
    const WTestRun *run;
    bool has_color;
    int customer_columns; // 0: there is one only, who is not named
    bool has_day;
    int64_t day;
    bool has_clock;
    int64_t clock_ms;
} Line;

static void paint(const Line *line, const char *color) {
    if (line->has_color) fputs(color, line->to);
}

static void print_day(Line *line, int64_t local_ms) {
    char text[WEND_TIME_BYTES];
    int64_t day = w_moment_day(local_ms);
    if (line->has_day && line->day == day) return;
    line->day = day;
    line->has_day = true;
    line->has_clock = false;
    wend_time_print(local_ms, text);
    paint(line, BOLD);
    fprintf(line->to, "      %s %.10s", w_moment_day_name(local_ms), text);
    paint(line, PLAIN);
    fputc('\n', line->to);
}

// How wide the column of customers is, if the test has several.
static int customer_columns(const WTestRun *run) {
    const wend_test *test = run->test;
    size_t most = 0;
    bool differ = false;
    for (size_t i = 0; i < test->step_count; i++) {
        size_t size = strlen(test->steps[i].customer);
        differ |= strcmp(test->steps[i].customer, test->steps[0].customer) != 0;
        if (size > most) most = size;
    }
    return !differ ? 0 : most > CUSTOMER_COLUMNS ? CUSTOMER_COLUMNS : (int)most;
}

static void print_customer(const Line *line, const char *customer) {
    if (line->customer_columns > 0)
        fprintf(line->to, "%-*.*s  ", line->customer_columns, line->customer_columns, customer);
}

// The bar, and the clock where it shows something new.
static void print_margin(Line *line, const char *mark, const char *color, int64_t local_ms) {
    char text[WEND_TIME_BYTES];
    print_day(line, local_ms);
    fputs("    ", line->to);
    paint(line, color);
    fputs(mark, line->to);
    paint(line, PLAIN);
    bool is_new = !line->has_clock || line->clock_ms != local_ms;
    line->has_clock = true;
    line->clock_ms = local_ms;
    paint(line, DIM);
    fprintf(line->to, " %8s  ", is_new ? w_moment_time(local_ms, text) + 11 : "");
    paint(line, PLAIN);
}

static void print_named(FILE *to, const wend_moment *moment) {
    if (moment->named_count == 0) return;
    fputs(" {", to);
    for (size_t i = 0; i < moment->named_count; i++)
        fprintf(to, "%s %s: %s", i > 0 ? "," : "", moment->named[i].name, moment->named[i].json);
    fputs(" }", to);
}

static void print_moment(Line *line, const wend_moment *moment) {
    char text[WEND_TIME_BYTES];
    w_moment_subject(line->to, moment, SUBJECT_COLUMNS);
    fputc(' ', line->to);
    if (strcmp(moment->what, "stage") == 0) {
        fputs("comes here", line->to);
    } else if (strcmp(moment->what, "stands") == 0 || strcmp(moment->what, "wait") == 0) {
        fputs("waits here", line->to);
        if (moment->until_ms != 0)
            fprintf(line->to, " until %s", w_moment_time(moment->until_local_ms, text));
    } else {
        w_moment_decision(line->to, moment);
        print_named(line->to, moment);
    }
    fputc('\n', line->to);
}

static bool is_shown(const WTestRow *row) {
    return row->step || strcmp(row->moment.what, "profile") != 0;
}

static int64_t local_of(const WTestRow *row) {
    return row->step ? row->step->local_ms : row->moment.local_ms;
}

static void print_row(Line *line, const WTestRow *row, const char *mark, const char *color) {
    if (!is_shown(row)) return;
    bool is_place = !row->step && strcmp(row->moment.what, "stands") == 0;
    int64_t local_ms = is_place && line->has_clock ? line->clock_ms : local_of(row);
    print_margin(line, mark, color, local_ms);
    print_customer(line, row->step ? row->step->customer : row->moment.customer);
    if (!row->step) {
        print_moment(line, &row->moment);
        return;
    }
    paint(line, BLUE);
    fputs(row->step->text, line->to);
    paint(line, PLAIN);
    fputc('\n', line->to);
}

static void print_failure(Line *line, const wend_test_step *step) {
    print_margin(line, "✗", RED, step->local_ms);
    print_customer(line, step->customer);
    paint(line, RED);
    fputs(step->text, line->to);
    paint(line, PLAIN);
    fputc('\n', line->to);
}

static void print_left_out(const Line *line, size_t count) {
    if (count == 0) return;
    paint(line, DIM);
    fprintf(line->to, "      … %zu earlier line%s", count, count == 1 ? "" : "s");
    paint(line, PLAIN);
    fputc('\n', line->to);
}

void w_test_timeline(FILE *to, const WTestRun *run, bool has_color) {
    Line line = {
        .to = to,
        .run = run,
        .has_color = has_color,
        .customer_columns = customer_columns(run),
    };
    const wend_test_step *step = run->failed;
    size_t first = run->failed_from > SHOWN_BEFORE ? run->failed_from - SHOWN_BEFORE : 0;
    size_t last = run->failed_row + SHOWN_BEHIND;
    if (last > run->count) last = run->count;
    print_left_out(&line, first);
    for (size_t i = first; i < last; i++) {
        bool counts = i >= run->failed_from && i < run->failed_row;
        if (i == run->failed_row) print_failure(&line, step);
        print_row(&line, &run->rows[i], counts ? "┃" : " ", RED);
    }
    if (run->failed_row == last) print_failure(&line, step);
}
