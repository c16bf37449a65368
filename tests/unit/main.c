// Runs every registered unit test and prints one line for each: `ok NAME`, `not ok NAME: why` or
// `skip NAME: why`. With arguments only tests whose file or name contains one of them.
#include "tests/unit/test.h"

#include <stdlib.h>
#include <unistd.h>

typedef struct {
    const char *name;
    const char *file;
    TestFunction *function;
} Test;

static Test tests[4096];
static size_t test_count;
static char skip_reason[256];

void test_register(const char *name, const char *file, TestFunction *function) {
    if (test_count == sizeof tests / sizeof tests[0]) abort();
    tests[test_count++] = (Test){name, file, function};
}

_Noreturn void test_fails(const char *claim, const char *file, int line) {
    _assert_true(0, claim, file, line);
    abort();
}

_Noreturn void test_differs(const char *got, const char *wanted, const char *file, int line) {
    print_error("got    \"%s\"\nwanted \"%s\"\n", got, wanted);
    _fail(file, line);
    abort();
}

_Noreturn void test_skip(const char *why) {
    snprintf(skip_reason, sizeof skip_reason, "%s", why);
    _skip("", 0);
    abort();
}

static bool is_wanted(const Test *test, int argc, char **argv) {
    if (argc < 2) return true;
    for (int i = 1; i < argc; i++) {
        if (strstr(test->name, argv[i]) || strstr(test->file, argv[i])) return true;
    }
    return false;
}

// cmocka reports on standard output in its own way; that is kept on standard error, where it
// serves who reads a failure, and our one line goes to the real standard output.
static bool run(const Test *test, FILE *report) {
    struct CMUnitTest unit = {test->name, test->function, NULL, NULL, NULL};
    skip_reason[0] = '\0';
    int failed = _cmocka_run_group_tests(test->name, &unit, 1, NULL, NULL);
    const char *file = strrchr(test->file, '/') ? strrchr(test->file, '/') + 1 : test->file;
    if (failed)
        fprintf(report, "not ok %s: see %s\n", test->name, file);
    else if (skip_reason[0])
        fprintf(report, "skip %s: %s\n", test->name, skip_reason);
    else
        fprintf(report, "ok %s\n", test->name);
    fflush(report);
    return !failed;
}

static int by_file_and_name(const void *left, const void *right) {
    const Test *a = left, *b = right;
    int order = strcmp(a->file, b->file);
    return order ? order : strcmp(a->name, b->name);
}

int main(int argc, char **argv) {
    FILE *report = fdopen(dup(STDOUT_FILENO), "w");
    if (!report || dup2(STDERR_FILENO, STDOUT_FILENO) < 0) return 2;
    cmocka_set_message_output(CM_OUTPUT_STDOUT);
    qsort(tests, test_count, sizeof tests[0], by_file_and_name);
    size_t failures = 0;
    for (size_t i = 0; i < test_count; i++) {
        if (is_wanted(&tests[i], argc, argv)) failures += !run(&tests[i], report);
    }
    return failures ? 1 : 0;
}
