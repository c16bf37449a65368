// `wend check`: compile, say what is found, write nothing.
#include "compiler/cli/cli.h"
#include "compiler/cli/scripts.h"

static void print_success(const wend_compilation *compilation) {
    w_cli_print_count(stdout, wend_compilation_extent(compilation).files, "file");
    fputs(" checked, all is well\n", stdout);
}

static int run(const WCall *call) {
    int code;
    const char *folder = call->operand_count ? call->operands[0] : ".";
    wend_compilation *compilation = w_cli_compile(call, folder, &code);
    uint32_t warnings = wend_compilation_extent(compilation).warnings;
    if (code == W_CLI_OK && warnings == 0) print_success(compilation);
    if (warnings > 0 && w_call_option(call, "--deny-warnings")) code = W_CLI_FAULT;
    wend_compilation_free(compilation);
    return code;
}

const WCommand w_command_check = {
    .name = "check",
    .operands = "[DIR]",
    .most_operands = 1,
    .summary = "compile a project and say what is found, write nothing",
    .example = "  wend check examples/retail\n",
    .options = {{.name = "--deny-warnings", .summary = "exit 1 if there are warnings"}},
    .run = run,
};
