// Coverage in numbers, and what was never exercised by name and line.
#include "compiler/cli/test_coverage.h"

#include <stdlib.h>
#include <string.h>

#include "compiler/cli/print.h"

static const char *const groups[] = {"stages", "arms", "branches", "clauses", "policies"};
enum { GROUPS = sizeof groups / sizeof *groups };

// ---- counting

void w_test_coverage_begin(WTestCoverage *coverage, wend_tests *tests) {
    *coverage = (WTestCoverage){.tests = tests};
    while (wend_tests_exercise(tests, coverage->count))
        coverage->count++;
    coverage->is_done = calloc(coverage->count + 1, sizeof *coverage->is_done);
    if (!coverage->is_done) abort();
}

void w_test_coverage_free(WTestCoverage *coverage) {
    free(coverage->is_done);
    *coverage = (WTestCoverage){0};
}

unsigned w_test_coverage_percent(const WTestCoverage *coverage) {
    return coverage->count == 0 ? 100 : (unsigned)(100 * coverage->done / coverage->count);
}

typedef struct Count {
    size_t done, all;
} Count;

// Of one group; of one journey, or ("") of none, or (NULL) of all.
static Count count_of(const WTestCoverage *coverage, const char *group, const char *journey) {
    Count count = {0, 0};
    for (size_t i = 0; i < coverage->count; i++) {
        const wend_exercise *row = wend_tests_exercise(coverage->tests, i);
        bool is_its = !journey || strcmp(row->journey, journey) == 0;
        if (!is_its || strcmp(row->group, group) != 0) continue;
        count.all++;
        count.done += coverage->is_done[i];
    }
    return count;
}

// Whether a row is the first of its journey.
static bool is_first(const WTestCoverage *coverage, size_t index) {
    const char *journey = wend_tests_exercise(coverage->tests, index)->journey;
    for (size_t i = 0; i < index; i++) {
        if (strcmp(wend_tests_exercise(coverage->tests, i)->journey, journey) == 0) return false;
    }
    return *journey != '\0';
}

// ---- for people

enum { NAME_COLUMNS = 24, COUNT_COLUMNS = 10 };

static void paint(const WTestReport *report, const char *color) {
    if (report->has_color) fputs(color, report->to);
}

static void print_count(const WTestReport *report, Count count) {
    char text[64] = "-";
    if (count.all > 0) snprintf(text, sizeof text, "%zu/%zu", count.done, count.all);
    paint(report, count.done < count.all ? "\x1b[33m" : count.all > 0 ? "\x1b[32m" : "");
    fprintf(report->to, "%*s", COUNT_COLUMNS, text);
    paint(report, "\x1b[0m");
}

static void print_counts(const WTestReport *report, const WTestCoverage *coverage,
                         const char *name, const char *journey) {
    fprintf(report->to, "  %-*s", NAME_COLUMNS, name);
    for (size_t g = 0; g < GROUPS; g++) {
        bool is_policy = strcmp(groups[g], "policies") == 0;
        if (is_policy && journey) continue;
        print_count(report, count_of(coverage, groups[g], journey));
    }
    fputc('\n', report->to);
}

static void print_table(const WTestReport *report, const WTestCoverage *coverage) {
    fprintf(report->to, "\n  %-*s", NAME_COLUMNS, "coverage");
    for (size_t g = 0; g < GROUPS; g++)
        fprintf(report->to, "%*s", COUNT_COLUMNS, groups[g]);
    fputc('\n', report->to);
    for (size_t i = 0; i < coverage->count; i++) {
        const char *journey = wend_tests_exercise(coverage->tests, i)->journey;
        if (is_first(coverage, i)) print_counts(report, coverage, journey, journey);
    }
    print_counts(report, coverage, "all", NULL);
}

static void put_what(FILE *to, const wend_exercise *row) {
    if (*row->journey) fputs(row->journey, to);
    if (*row->stage) fprintf(to, ".%s", row->stage);
    if (*row->journey && *row->text) fputs(": ", to);
    if (row->otherwise) fputs("else of ", to);
    fputs(row->text, to);
}

static void print_never(const WTestReport *report, const WTestCoverage *coverage) {
    bool has_one = false;
    for (size_t i = 0; i < coverage->count; i++) {
        const wend_exercise *row = wend_tests_exercise(coverage->tests, i);
        if (coverage->is_done[i]) continue;
        if (!has_one) fputs("\n  never exercised\n", report->to);
        has_one = true;
        fprintf(report->to, "    %s:%-4u ", row->place.file, (unsigned)row->place.line);
        put_what(report->to, row);
        fputc('\n', report->to);
    }
}

void w_test_coverage_human(const WTestReport *report, const WTestCoverage *coverage) {
    print_table(report, coverage);
    print_never(report, coverage);
    fprintf(report->to, "\n  %zu of %zu exercised: %u%%\n", coverage->done, coverage->count,
            w_test_coverage_percent(coverage));
}

// ---- for machines

static void json_never(FILE *to, const wend_exercise *row) {
    fputs("{\"what\":\"never\"", to);
    w_cli_json_text(to, "group", row->group);
    w_cli_json_text(to, "file", row->place.file);
    w_cli_json_number(to, "line", row->place.line);
    w_cli_json_text(to, "journey", row->journey);
    w_cli_json_text(to, "stage", row->stage);
    w_cli_json_text(to, "text", row->text);
    if (row->otherwise) fputs(",\"otherwise\":true", to);
    fputs("}\n", to);
}

void w_test_coverage_json(const WTestReport *report, const WTestCoverage *coverage) {
    for (size_t i = 0; i < coverage->count; i++) {
        if (!coverage->is_done[i]) json_never(report->to, wend_tests_exercise(coverage->tests, i));
    }
    fputs("{\"what\":\"coverage\"", report->to);
    w_cli_json_number(report->to, "exercised", coverage->done);
    w_cli_json_number(report->to, "all", coverage->count);
    w_cli_json_number(report->to, "percent", w_test_coverage_percent(coverage));
    for (size_t g = 0; g < GROUPS; g++) {
        Count count = count_of(coverage, groups[g], NULL);
        fprintf(report->to, ",\"%s\":{\"exercised\":%zu,\"all\":%zu}", groups[g], count.done,
                count.all);
    }
    fputs("}\n", report->to);
}

static void junit_property(FILE *to, const char *name, const char *part, size_t value) {
    fprintf(to, "      <property name=\"coverage.%s%s\" value=\"%zu\"/>\n", name, part, value);
}

void w_test_coverage_junit(const WTestReport *report, const WTestCoverage *coverage) {
    fputs("    <properties>\n", report->to);
    junit_property(report->to, "percent", "", w_test_coverage_percent(coverage));
    for (size_t g = 0; g < GROUPS; g++) {
        Count count = count_of(coverage, groups[g], NULL);
        junit_property(report->to, groups[g], ".exercised", count.done);
        junit_property(report->to, groups[g], ".all", count.all);
    }
    fputs("    </properties>\n", report->to);
}
