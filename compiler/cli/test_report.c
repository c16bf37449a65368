// Results of tests, in three forms.
//
// Promise: what goes to a machine holds nothing that differs from run to run.
#include "compiler/cli/test_report.h"

#include <stdlib.h>
#include <string.h>

#include "compiler/cli/moment.h"
#include "compiler/cli/print.h"
#include "compiler/cli/scripts.h"
#include "compiler/cli/test_coverage.h"
#include "compiler/cli/test_dst.h"
#include "compiler/cli/xml.h"

static bool has_failed(const WTestRun *run) {
    return run->failed != NULL;
}

bool w_test_report_lacks_coverage(const WTestReport *report) {
    return report->coverage && w_test_coverage_percent(report->coverage) < report->least_percent;
}

static void begin_nothing(WTestReport *report, const WTestRun *runs, size_t count) {
    (void)report, (void)runs, (void)count;
}

// ---- for people

static void paint(const WTestReport *report, const char *color) {
    if (report->has_color) fputs(color, report->to);
}

static void print_human(WTestReport *report, const WTestRun *run) {
    bool is_new = !report->file || strcmp(report->file, run->test->place.file) != 0;
    const char *gap = report->file && !report->ends_blank ? "\n" : "";
    if (is_new) fprintf(report->to, "%s%s\n", gap, run->test->place.file);
    report->file = run->test->place.file;
    paint(report, has_failed(run) ? "\x1b[1;31m" : "\x1b[32m");
    fputs(has_failed(run) ? "  ✗ " : "  ✓ ", report->to);
    paint(report, "\x1b[0m");
    fprintf(report->to, "%s\n", run->test->title);
    report->ends_blank = has_failed(run);
    if (!has_failed(run)) return;
    const wend_test_step *step = run->failed;
    const char *excerpt =
        wend_tests_excerpt(report->tests, &step->place, run->why, report->has_color);
    fprintf(report->to, "\n%s\n", excerpt);
    w_test_timeline(report->to, run, report->has_color);
    fputc('\n', report->to);
}

static void end_coverage(const WTestReport *report) {
    if (!report->coverage) return;
    w_test_coverage_human(report, report->coverage);
    if (!w_test_report_lacks_coverage(report)) return;
    paint(report, "\x1b[1;31m");
    fprintf(report->to, "  less than the %u%% that are asked for\n", report->least_percent);
    paint(report, "\x1b[0m");
}

static void end_human(WTestReport *report) {
    size_t count = report->passed + report->failed;
    if (report->file && !report->ends_blank) fputc('\n', report->to);
    w_cli_print_count(report->to, (unsigned)count, "test");
    if (report->failed == 0)
        fputs(count == 0 ? "\n" : " passed\n", report->to);
    else
        fprintf(report->to, ", %zu failed\n", report->failed);
    if (report->dst) w_dst_human(report, report->dst);
    end_coverage(report);
}

static void broken_human(WTestReport *report, const char *findings) {
    (void)report, (void)findings; // they stand on standard error
}

const WTestFormat w_test_format_human = {
    .name = "human",
    .begin = begin_nothing,
    .result = print_human,
    .end = end_human,
    .broken = broken_human,
};

// ---- JSON lines

static void json_named(FILE *to, const wend_moment *moment) {
    if (moment->named_count == 0) return;
    fputs(",\"params\":{", to);
    for (size_t i = 0; i < moment->named_count; i++) {
        if (i > 0) fputc(',', to);
        w_cli_json_string(to, moment->named[i].name);
        fprintf(to, ":%s", moment->named[i].json);
    }
    fputc('}', to);
}

static void json_moment(FILE *to, const wend_moment *moment) {
    char time[WEND_TIME_BYTES];
    fprintf(to, "{\"time\":\"%s\"", wend_time_print(moment->at_ms, time));
    fprintf(to, ",\"local\":\"%s\"", w_moment_time(moment->local_ms, time));
    w_cli_json_text(to, "customer", moment->customer);
    w_cli_json_text(to, "what", moment->what);
    w_cli_json_text(to, "outcome", moment->outcome);
    w_cli_json_text(to, "journey", moment->journey);
    w_cli_json_text(to, "stage", moment->stage);
    w_cli_json_text(to, "channel", moment->channel);
    w_cli_json_text(to, "message", moment->message);
    w_cli_json_text(to, "kind", moment->reason);
    w_cli_json_text(to, "rule", moment->rule);
    w_cli_json_text(to, "text", moment->text);
    if (strcmp(moment->what, "profile") != 0) json_named(to, moment);
    fputc('}', to);
}

static void json_step(FILE *to, const wend_test_step *step) {
    char time[WEND_TIME_BYTES];
    fprintf(to, "{\"time\":\"%s\"", wend_time_print(step->at_ms, time));
    fprintf(to, ",\"local\":\"%s\"", w_moment_time(step->local_ms, time));
    w_cli_json_text(to, "what", "step");
    w_cli_json_text(to, "text", step->text);
    fputc('}', to);
}

static void json_failure(FILE *to, const WTestRun *run) {
    const wend_test_step *step = run->failed;
    w_cli_json_number(to, "failed_line", step->place.line);
    w_cli_json_text(to, "expected", step->text);
    w_cli_json_text(to, "instead", run->why);
    w_cli_json_number(to, "since", run->failed_from);
    fputs(",\"timeline\":[", to);
    for (size_t i = 0; i < run->failed_row; i++) {
        const WTestRow *row = &run->rows[i];
        if (i > 0) fputc(',', to);
        if (row->step)
            json_step(to, row->step);
        else
            json_moment(to, &row->moment);
    }
    fputc(']', to);
}

static void print_json(WTestReport *report, const WTestRun *run) {
    fputs("{\"what\":\"test\"", report->to);
    w_cli_json_text(report->to, "title", run->test->title);
    w_cli_json_text(report->to, "file", run->test->place.file);
    w_cli_json_number(report->to, "line", run->test->place.line);
    w_cli_json_text(report->to, "result", has_failed(run) ? "failed" : "passed");
    if (has_failed(run)) json_failure(report->to, run);
    fputs("}\n", report->to);
}

static void end_json(WTestReport *report) {
    if (report->dst) w_dst_json(report, report->dst);
    if (report->coverage) w_test_coverage_json(report, report->coverage);
    fputs("{\"what\":\"summary\"", report->to);
    w_cli_json_number(report->to, "passed", report->passed);
    w_cli_json_number(report->to, "failed", report->failed);
    fputs("}\n", report->to);
}

static void broken_json(WTestReport *report, const char *findings) {
    fputs("{\"what\":\"summary\"", report->to);
    w_cli_json_text(report->to, "problem", findings);
    fputs("}\n", report->to);
}

const WTestFormat w_test_format_json = {
    .name = "json",
    .begin = begin_nothing,
    .result = print_json,
    .end = end_json,
    .broken = broken_json,
};

// ---- JUnit XML

static void begin_junit(WTestReport *report, const WTestRun *runs, size_t count) {
    size_t skipped = 0, failed = w_test_report_lacks_coverage(report);
    count += failed; // coverage that is lacking is a test of its own
    if (report->dst) count += w_dst_cases(report->dst, &skipped);
    if (report->dst) failed += report->dst->wrong;
    for (size_t i = 0; i < report->passed + report->failed; i++)
        failed += has_failed(&runs[i]);
    fprintf(report->to,
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
            "<testsuites name=\"wend\" tests=\"%zu\" failures=\"%zu\" errors=\"0\">\n"
            "  <testsuite name=\"wend test\" tests=\"%zu\" failures=\"%zu\" errors=\"0\" "
            "skipped=\"%zu\">\n",
            count, failed, count, failed, skipped);
    if (report->coverage) w_test_coverage_junit(report, report->coverage);
}

static void junit_failure(FILE *to, const WTestRun *run) {
    const wend_test_step *step = run->failed;
    char *text = NULL;
    size_t size;
    FILE *made = open_memstream(&text, &size);
    if (!made) abort();
    fprintf(made, "%s:%u: %s\n%s\n", step->place.file, (unsigned)step->place.line, step->text,
            run->why);
    w_test_timeline(made, run, false);
    fclose(made);
    fputs("      <failure type=\"expectation\" message=\"", to);
    w_xml_value(to, step->text);
    fputs(": ", to);
    w_xml_value(to, run->why);
    fputs("\">", to);
    w_xml_text(to, text);
    fputs("</failure>\n", to);
    free(text);
}

static void print_junit(WTestReport *report, const WTestRun *run) {
    fputs("    <testcase classname=\"", report->to);
    w_xml_value(report->to, run->test->place.file);
    fputs("\" name=\"", report->to);
    w_xml_value(report->to, run->test->title);
    fputs("\" file=\"", report->to);
    w_xml_value(report->to, run->test->place.file);
    fprintf(report->to, "\" line=\"%u\"", (unsigned)run->test->place.line);
    fputs(has_failed(run) ? ">\n" : "/>\n", report->to);
    if (!has_failed(run)) return;
    junit_failure(report->to, run);
    fputs("    </testcase>\n", report->to);
}

static void end_junit(WTestReport *report) {
    if (report->dst) w_dst_junit(report, report->dst);
    if (w_test_report_lacks_coverage(report))
        fprintf(report->to,
                "    <testcase classname=\"wend\" name=\"coverage\">\n"
                "      <failure type=\"coverage\" message=\"%u%% are exercised, %u%% are asked "
                "for\"/>\n    </testcase>\n",
                w_test_coverage_percent(report->coverage), report->least_percent);
    fputs("  </testsuite>\n</testsuites>\n", report->to);
}

static void broken_junit(WTestReport *report, const char *findings) {
    fputs("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
          "<testsuites name=\"wend\" tests=\"1\" failures=\"0\" errors=\"1\">\n"
          "  <testsuite name=\"wend test\" tests=\"1\" failures=\"0\" errors=\"1\">\n"
          "    <testcase classname=\"wend\" name=\"the project compiles\">\n"
          "      <error type=\"findings\" message=\"the project has errors\">",
          report->to);
    w_xml_text(report->to, findings);
    fputs("</error>\n    </testcase>\n", report->to);
    end_junit(report);
}

const WTestFormat w_test_format_junit = {
    .name = "junit",
    .begin = begin_junit,
    .result = print_junit,
    .end = end_junit,
    .broken = broken_junit,
};
