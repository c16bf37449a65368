// Compiling for a command, and repairing.
#include "compiler/cli/scripts.h"

#include "compiler/cli/output.h"

// Each round makes what the one before laid bare; more would be edits that undo one another.
enum { MOST_ROUNDS = 16 };

void w_cli_print_count(FILE *to, uint32_t count, const char *thing) {
    fprintf(to, "%u %s%s", (unsigned)count, thing, count == 1 ? "" : "s");
}

const char *w_cli_folder(const WCall *call) {
    return call->operand_count ? call->operands[0] : ".";
}

// ---- compiling

static void print_counts(wend_extent extent) {
    if (extent.errors) w_cli_print_count(stderr, extent.errors, "error");
    if (extent.errors && extent.warnings) fputs(", ", stderr);
    if (extent.warnings) w_cli_print_count(stderr, extent.warnings, "warning");
    fputs(" in ", stderr);
    w_cli_print_count(stderr, extent.files, "file");
}

static void print_summary(wend_extent extent) {
    fputc('\n', stderr);
    print_counts(extent);
    if (extent.edits) fprintf(stderr, "; `wend check --fix` repairs %u", (unsigned)extent.edits);
    fputc('\n', stderr);
}

wend_compilation *w_cli_compile(const WCall *call, const WFindingsFormat *format, int *code) {
    wend_compilation *compilation = wend_compile_folder(w_cli_folder(call));
    wend_result result = wend_compilation_result(compilation);
    wend_extent extent = wend_compilation_extent(compilation);
    *code = result == WEND_RESULT_BUNDLE ? W_CLI_OK : W_CLI_FAULT;
    if (extent.warnings > 0 && w_call_option(call, "--deny-warnings")) *code = W_CLI_FAULT;
    bool is_for_people = w_findings_are_for_people(format);
    if (result == WEND_RESULT_UNREADABLE)
        w_cli_fault(call, "%s", wend_compilation_text(compilation, false));
    if (result != WEND_RESULT_UNREADABLE || !is_for_people) format->print(call, compilation);
    if (is_for_people && extent.errors + extent.warnings > 0) print_summary(extent);
    return compilation;
}

// ---- repairing

static void print_repairs(const wend_compilation *compilation, const char *file) {
    const wend_finding *finding;
    for (size_t i = 0; (finding = wend_compilation_finding(compilation, i)); i++) {
        const wend_range *place = &finding->place;
        if (!finding->has_edit || place->file != file) continue;
        fprintf(stderr, "repaired %s:%u:%u: %s: %s\n", place->file, (unsigned)place->line,
                (unsigned)place->column, finding->code, finding->message);
    }
}

// How many scripts were written; `code` says if one could not be.
static size_t repair_round(const WCall *call, wend_compilation *compilation, int *code) {
    const wend_repaired *script;
    size_t count = 0;
    for (; (script = wend_compilation_repaired(compilation, count)); count++) {
        if (!w_cli_write_file(call, script->file, script->bytes, script->size_bytes)) {
            *code = W_CLI_FAULT;
            return 0;
        }
        print_repairs(compilation, script->file);
    }
    return count;
}

int w_cli_repair(const WCall *call) {
    int code = W_CLI_OK;
    size_t repaired = 1;
    for (int round = 0; repaired > 0 && round < MOST_ROUNDS; round++) {
        wend_compilation *compilation = wend_compile_folder(w_cli_folder(call));
        repaired = repair_round(call, compilation, &code);
        wend_compilation_free(compilation);
    }
    return code;
}
