// `wend check`: compile, say what is found; write nothing but, with `--fix`, the repairs.
#include "compiler/cli/cli.h"
#include "compiler/cli/findings.h"
#include "compiler/cli/most.h"
#include "compiler/cli/scripts.h"

static void print_success(wend_extent extent) {
    w_cli_print_count(stdout, extent.files, "file");
    fputs(" checked, all is well\n", stdout);
}

static int run(const WCall *call) {
    bool is_repairing = w_call_option(call, "--fix") != NULL;
    const WFindingsFormat *format = w_findings_format(call);
    if (!format) return W_CLI_USAGE;
    if (is_repairing && w_cli_repair(call) != W_CLI_OK) return W_CLI_FAULT;
    int code;
    wend_compilation *compilation = w_cli_compile(call, format, &code);
    wend_extent extent = wend_compilation_extent(compilation);
    bool is_for_people = w_findings_are_for_people(format);
    if (code == W_CLI_OK && is_for_people && extent.warnings == 0) print_success(extent);
    if (code == W_CLI_OK && is_for_people) w_cli_print_most(compilation);
    wend_compilation_free(compilation);
    return code;
}

const WCommand w_command_check = {
    .name = "check",
    .operands = "[DIR]",
    .most_operands = 1,
    .summary = "compile a project and say what is found, write nothing",
    .example = "  wend check examples/retail\n  wend check --fix\n",
    .options = {{.name = "--fix", .summary = "repair in place what is surely right to repair"},
                {.name = "--deny-warnings", .summary = "exit 1 if there are warnings"},
                W_FINDINGS_OPTION},
    .run = run,
};
