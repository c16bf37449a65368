// `wend test`: the tests of a project, rehearsed under a simulated clock.
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "compiler/cli/cli.h"
#include "compiler/cli/scripts.h"
#include "compiler/cli/test_coverage.h"
#include "compiler/cli/test_dst.h"

typedef struct TestCall {
    const WCall *call;
    const WTestFormat *format;
    const char *filter; // or NULL
    wend_compilation *compilation;
    WTestReport report;
    WTestCoverage coverage;
    bool has_coverage;
    WDst dst;
    WTestRun *runs;
    size_t count;
} TestCall;

static const WTestFormat *format_of(const WCall *call) {
    static const WTestFormat *const formats[] = {&w_test_format_human, &w_test_format_json,
                                                 &w_test_format_junit};
    const char *name = w_call_option(call, "--format");
    if (!name) return formats[0];
    for (size_t i = 0; i < sizeof formats / sizeof *formats; i++) {
        if (strcmp(formats[i]->name, name) == 0) return formats[i];
    }
    w_cli_usage(call, "--format takes human, json or junit");
    return NULL;
}

// `--min-coverage N` asks for `--coverage` as well.
static int read_coverage(TestCall *test) {
    const char *least = w_call_option(test->call, "--min-coverage");
    test->has_coverage = least || w_call_option(test->call, "--coverage");
    if (!least) return W_CLI_OK;
    char *end;
    unsigned long percent = strtoul(least, &end, 10);
    if (end == least || (*end != '\0' && strcmp(end, "%") != 0) || percent > 100 || *least == '-')
        return w_cli_usage(test->call, "--min-coverage takes a number of percent, 0 to 100");
    test->report.least_percent = (unsigned)percent;
    return W_CLI_OK;
}

// ---- compiling

static int compile(TestCall *test) {
    test->compilation = wend_compile_folder(w_cli_folder(test->call));
    if (wend_compilation_result(test->compilation) == WEND_RESULT_BUNDLE) return W_CLI_OK;
    const char *text = wend_compilation_text(test->compilation, test->call->has_color);
    if (wend_compilation_result(test->compilation) == WEND_RESULT_UNREADABLE)
        return w_cli_fault(test->call, "%s", text);
    fputs(text, stderr);
    fputc('\n', stderr);
    w_cli_print_count(stderr, wend_compilation_extent(test->compilation).errors, "error");
    fputs("; no test was run\n", stderr);
    test->format->broken(&test->report, wend_compilation_text(test->compilation, false));
    return W_CLI_FAULT;
}

// ---- running

static bool is_chosen(const TestCall *test, const wend_test *candidate) {
    return !test->filter || strstr(candidate->title, test->filter) != NULL;
}

static const void *bundle_of(TestCall *test, size_t *bundle_bytes) {
    if (!test->has_coverage) return wend_compilation_bundle(test->compilation, bundle_bytes);
    w_test_coverage_begin(&test->coverage, test->report.tests);
    test->report.coverage = &test->coverage;
    return wend_tests_marked_bundle(test->report.tests, bundle_bytes);
}

static int run_dst(TestCall *test) {
    size_t bundle_bytes;
    if (!w_call_option(test->call, "--dst")) return W_CLI_OK;
    const void *bundle = wend_compilation_bundle(test->compilation, &bundle_bytes);
    test->report.dst = &test->dst;
    if (w_dst_run(&test->dst, bundle, bundle_bytes, test->report.tests)) return W_CLI_OK;
    return w_cli_fault(test->call, "%s", wend_last_error(NULL));
}

static int run_tests(TestCall *test) {
    size_t bundle_bytes, all = 0;
    const void *bundle = bundle_of(test, &bundle_bytes);
    if (!bundle) return w_cli_fault(test->call, "with marks the bundle is too large");
    const wend_test *next;
    while (wend_test_at(test->report.tests, all))
        all++;
    test->runs = calloc(all + 1, sizeof *test->runs);
    if (!test->runs) abort();
    for (size_t i = 0; (next = wend_test_at(test->report.tests, i)); i++) {
        if (!is_chosen(test, next)) continue;
        WTestRun *run = &test->runs[test->count++];
        WTestCoverage *coverage = test->has_coverage ? &test->coverage : NULL;
        if (!w_test_run(bundle, bundle_bytes, next, run, coverage))
            return w_cli_fault(test->call, "%s: %s", next->title, wend_last_error(NULL));
        test->report.passed += !run->failed;
        test->report.failed += run->failed != NULL;
    }
    if (test->count == 0 && test->filter)
        return w_cli_usage(test->call, "no title of a test holds `%s`", test->filter);
    if (run_dst(test) != W_CLI_OK) return W_CLI_FAULT;
    bool is_bad = test->report.failed > 0 || test->dst.wrong > 0 ||
                  w_test_report_lacks_coverage(&test->report);
    return is_bad ? W_CLI_FAULT : W_CLI_OK;
}

static void report(TestCall *test) {
    test->format->begin(&test->report, test->runs, test->count);
    for (size_t i = 0; i < test->count; i++)
        test->format->result(&test->report, &test->runs[i]);
    test->format->end(&test->report);
}

static void clean_up(TestCall *test) {
    for (size_t i = 0; i < test->count; i++)
        w_test_run_free(&test->runs[i]);
    free(test->runs);
    w_test_coverage_free(&test->coverage);
    w_dst_free(&test->dst);
    wend_tests_free(test->report.tests);
    wend_compilation_free(test->compilation);
}

static int run(const WCall *call) {
    TestCall test = {
        .call = call,
        .format = format_of(call),
        .filter = w_call_option(call, "--filter"),
        .report = {.to = stdout, .has_color = call->colors_output},
    };
    if (!test.format || read_coverage(&test) != W_CLI_OK) return W_CLI_USAGE;
    int code = compile(&test);
    if (code == W_CLI_OK) {
        test.report.tests = wend_tests_of(test.compilation, NULL);
        code = run_tests(&test);
        if (code != W_CLI_USAGE) report(&test);
    }
    clean_up(&test);
    return code;
}

const WCommand w_command_test = {
    .name = "test",
    .operands = "[DIR]",
    .most_operands = 1,
    .summary = "run the tests of a project under a simulated clock",
    .example = "  wend test examples/first\n  wend test --filter cart\n",
    .options =
        {
            {.name = "--filter",
             .value = "TEXT",
             .summary = "only tests whose title holds this text"},
            {.name = "--coverage",
             .summary = "count what the tests exercise, name what they do not"},
            {.name = "--min-coverage",
             .value = "PERCENT",
             .summary = "exit 1 if they exercise less"},
            {.name = "--dst", .summary = "try all local times across the nights clocks change"},
            {.name = "--format",
             .value = "human|json|junit",
             .summary = "for people or for machines"},
        },
    .run = run,
};
