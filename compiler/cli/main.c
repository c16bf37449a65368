// `wend`: finds the command, prints help and version.
#include <string.h>

#include "compiler/cli/arguments.h"
#include "compiler/cli/cli.h"
#include "wend/compiler.h"
#include "wend/wend.h"

// clang-format off
static const WCommand *const commands[] = {
    &w_command_new,
    &w_command_check,
    &w_command_build,
    &w_command_explain,
    &w_command_fmt,
    &w_command_inspect,
    &w_command_run,
    &w_command_test,
    &w_command_why,
    NULL, // ends the list
};
// clang-format on

static void print_overview(FILE *to) {
    fputs("Wend compiles customer journeys and runs them.\n\nusage: wend COMMAND …\n\n", to);
    for (size_t i = 0; commands[i]; i++)
        fprintf(to, "  %-8s %s\n", commands[i]->name, commands[i]->summary);
    fputs("\n`wend COMMAND --help` says more, with an example.\n", to);
}

static void print_option(const char *name, const char *value, const char *summary) {
    char both[64];
    snprintf(both, sizeof both, "%s%s%s", name, value ? " " : "", value ? value : "");
    printf("  %-28s %s\n", both, summary);
}

static int print_help(const WCommand *command) {
    printf("wend %s: %s\n\nusage: wend %s %s%s[OPTIONS]\n\noptions:\n", command->name,
           command->summary, command->name, command->operands, command->operands[0] ? " " : "");
    for (int i = 0; i < W_CLI_MOST_OPTIONS && command->options[i].name; i++) {
        const WOption *option = &command->options[i];
        print_option(option->name, option->value, option->summary);
    }
    print_option("--color", "auto|always|never", "colours; auto also obeys NO_COLOR");
    print_option("--help", NULL, "this page");
    printf("\nexample:\n%s", command->example);
    return W_CLI_OK;
}

static int print_version(void) {
    printf("wend %s (language %u, bundle %u, state %u)\n", WEND_VERSION, wend_language_version(),
           wend_bundle_version(), wend_state_version());
    return W_CLI_OK;
}

static bool asks_for_help(int count, char **arguments) {
    for (int i = 0; i < count && strcmp(arguments[i], "--") != 0; i++) {
        if (strcmp(arguments[i], "--help") == 0 || strcmp(arguments[i], "-h") == 0) return true;
    }
    return false;
}

static int run_command(const WCommand *command, int count, char **arguments) {
    if (asks_for_help(count, arguments)) return print_help(command);
    WCall call;
    int code = w_cli_arguments(command, count, arguments, &call);
    return code == W_CLI_OK ? command->run(&call) : code;
}

// What a command printed must have arrived: a full disk behind a pipe is a fault like any other.
static int close_output(int code) {
    bool has_failed = ferror(stdout) || fflush(stdout) != 0;
    if (!has_failed) return code;
    fputs("wend: standard output could not be written\n", stderr);
    return code == W_CLI_OK ? W_CLI_FAULT : code;
}

static int dispatch(int argc, char **argv) {
    if (argc < 2) {
        print_overview(stderr);
        return W_CLI_USAGE;
    }
    const char *name = argv[1];
    if (strcmp(name, "--version") == 0) return print_version();
    if (strcmp(name, "help") == 0 || strcmp(name, "--help") == 0 || strcmp(name, "-h") == 0) {
        print_overview(stdout);
        return W_CLI_OK;
    }
    for (size_t i = 0; commands[i]; i++) {
        if (strcmp(commands[i]->name, name) == 0)
            return run_command(commands[i], argc - 2, argv + 2);
    }
    fprintf(stderr, "wend: no command `%s`; `wend help` lists them\n", name);
    return W_CLI_USAGE;
}

int main(int argc, char **argv) {
    return close_output(dispatch(argc, argv));
}
