// Compiling for a command.
#include "compiler/cli/scripts.h"

void w_cli_print_count(FILE *to, uint32_t count, const char *thing) {
    fprintf(to, "%u %s%s", (unsigned)count, thing, count == 1 ? "" : "s");
}

static void print_verdict(wend_extent extent) {
    fputc('\n', stderr);
    w_cli_print_count(stderr, extent.errors, "error");
    if (extent.warnings) {
        fputs(", ", stderr);
        w_cli_print_count(stderr, extent.warnings, "warning");
    }
    fputs(" in ", stderr);
    w_cli_print_count(stderr, extent.files, "file");
    fputc('\n', stderr);
}

wend_compilation *w_cli_compile(const WCall *call, const char *folder, int *code) {
    wend_compilation *compilation = wend_compile_folder(folder);
    wend_result result = wend_compilation_result(compilation);
    const char *text = wend_compilation_text(compilation, call->has_color);
    *code = result == WEND_RESULT_BUNDLE ? W_CLI_OK : W_CLI_FAULT;
    if (result == WEND_RESULT_UNREADABLE) {
        w_cli_fault(call, "%s", text);
    } else if (text[0]) {
        fputs(text, stderr);
        print_verdict(wend_compilation_extent(compilation));
    }
    return compilation;
}
