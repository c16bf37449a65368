// `wend build`: compile a project and write its bundle.
//
// Promise: under the name asked for there is the old file or the new one, whole and on the disk,
// never a part of it, whatever goes wrong.
#include "compiler/cli/cli.h"
#include "compiler/cli/output.h"
#include "compiler/cli/scripts.h"

static int write_bundle(const WCall *call, const wend_compilation *compilation) {
    const char *path = w_call_option(call, "-o");
    size_t size_bytes;
    const void *bytes = wend_compilation_bundle(compilation, &size_bytes);
    if (!w_cli_write_file(call, path, bytes, size_bytes)) return W_CLI_FAULT;
    fprintf(stderr, "%s: %zu bytes from ", path, size_bytes);
    w_cli_print_count(stderr, wend_compilation_extent(compilation).files, "file");
    fputc('\n', stderr);
    return W_CLI_OK;
}

static int run(const WCall *call) {
    const WFindingsFormat *format = w_findings_format(call);
    if (!format) return W_CLI_USAGE;
    int code;
    wend_compilation *compilation = w_cli_compile(call, format, &code);
    if (code == W_CLI_OK) code = write_bundle(call, compilation);
    wend_compilation_free(compilation);
    return code;
}

const WCommand w_command_build = {
    .name = "build",
    .operands = "[DIR]",
    .most_operands = 1,
    .summary = "compile a project and write its bundle",
    .example = "  wend build examples/retail -o retail.wendb\n",
    .options = {{.name = "-o",
                 .value = "FILE.wendb",
                 .summary = "the bundle; written whole or not at all",
                 .is_required = true},
                {.name = "--deny-warnings", .summary = "write nothing if there are warnings"},
                W_FINDINGS_OPTION},
    .run = run,
};
