// `wend fmt`: scripts in the one layout.
//
// Promise: a script that cannot be laid out, or is laid out already, is not touched; one that is
// changed is replaced whole. What is wrong with one script keeps no other from being laid out.
#include <stdlib.h>
#include <string.h>

#include "compiler/cli/cli.h"
#include "compiler/cli/diff.h"
#include "compiler/cli/output.h"
#include "compiler/cli/scripts.h"
#include "wend/compiler.h"

// A call under way.
typedef struct Run {
    const WCall *call;
    bool is_check;
    bool is_diff;
    uint32_t changed;
    uint32_t faults;
} Run;

static bool is_laid_out(const wend_formatted *script) {
    return script->after_bytes == script->before_bytes &&
           memcmp(script->after, script->before, script->after_bytes) == 0;
}

static void print_findings(Run *run, wend_formatting *scripts, size_t index) {
    fputs(wend_formatting_findings(scripts, index, run->call->has_color), stderr);
    fprintf(stderr, "\n%s is left as it is\n", wend_formatting_file(scripts, index)->path);
    run->faults++;
}

static void print_diff(const wend_formatted *script) {
    WText before = {script->path, script->before, script->before_bytes};
    WText after = {script->path, script->after, script->after_bytes};
    w_cli_print_diff(stdout, before, after);
}

static void take_script(Run *run, wend_formatting *scripts, size_t index) {
    const wend_formatted *script = wend_formatting_file(scripts, index);
    if (!script->after) {
        print_findings(run, scripts, index);
        return;
    }
    if (is_laid_out(script)) return;
    run->changed++;
    if (run->is_diff) print_diff(script);
    if (run->is_diff || run->is_check) {
        if (!run->is_diff) puts(script->path);
        return;
    }
    if (w_cli_write_file(run->call, script->path, script->after, script->after_bytes))
        puts(script->path);
    else
        run->faults++;
}

static void take_path(Run *run, const char *path) {
    wend_formatting *scripts = wend_format_folder(path);
    const char *problem = wend_formatting_problem(scripts);
    if (problem) {
        w_cli_fault(run->call, "%s", problem);
        run->faults++;
    }
    for (size_t i = 0; wend_formatting_file(scripts, i); i++)
        take_script(run, scripts, i);
    wend_formatting_free(scripts);
}

// Standard input is written to standard output, changed or not.
static void take_input(Run *run) {
    size_t size_bytes;
    char *bytes = w_cli_read_file(run->call, "/dev/stdin", &size_bytes);
    if (!bytes) {
        run->faults++;
        return;
    }
    wend_source source = {"standard input", bytes, size_bytes};
    wend_formatting *scripts = wend_format(&source, 1);
    const wend_formatted *script = wend_formatting_file(scripts, 0);
    if (!script->after || run->is_check || run->is_diff)
        take_script(run, scripts, 0);
    else
        fwrite(script->after, 1, script->after_bytes, stdout);
    wend_formatting_free(scripts);
    free(bytes);
}

static int run(const WCall *call) {
    Run run = {.call = call,
               .is_check = w_call_option(call, "--check") != NULL,
               .is_diff = w_call_option(call, "--diff") != NULL};
    if (call->operand_count == 0) take_path(&run, ".");
    for (size_t i = 0; i < call->operand_count; i++) {
        bool is_input = strcmp(call->operands[i], "-") == 0;
        if (is_input)
            take_input(&run);
        else
            take_path(&run, call->operands[i]);
    }
    if (run.changed && run.is_check) {
        w_cli_print_count(stderr, run.changed, "file");
        fputs(" not in the layout; `wend fmt` changes that\n", stderr);
    }
    bool is_well = run.faults == 0 && !(run.is_check && run.changed);
    return is_well ? W_CLI_OK : W_CLI_FAULT;
}

const WCommand w_command_fmt = {
    .name = "fmt",
    .operands = "[PATH…]",
    .most_operands = W_CLI_MOST_OPERANDS,
    .summary = "lay scripts out, in the one layout there is; `-` is standard input",
    .example = "  wend fmt examples/retail\n  wend fmt --check .\n  wend fmt - < shop.wend\n",
    .options = {{.name = "--check", .summary = "change nothing; name what differs and exit 1"},
                {.name = "--diff", .summary = "change nothing; show what would change"}},
    .run = run,
};
