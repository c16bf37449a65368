// Arguments of a call against the row of its command.
//
// Promise: a command sees only options its row names, each at most once and with its value, and as
// many operands as the row allows; everything else has ended with one line and code 2.
#include "compiler/cli/arguments.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

typedef struct {
    WCall *call;
    int left;
    char **at;
    const char *color;
} Arguments;

static int complain(const WCall *call, int code, const char *format, va_list args) {
    fprintf(stderr, "wend %s: ", call->command->name);
    vfprintf(stderr, format, args);
    fputc('\n', stderr);
    return code;
}

int w_cli_usage(const WCall *call, const char *format, ...) {
    va_list args;
    va_start(args, format);
    int code = complain(call, W_CLI_USAGE, format, args);
    va_end(args);
    return code;
}

int w_cli_fault(const WCall *call, const char *format, ...) {
    va_list args;
    va_start(args, format);
    int code = complain(call, W_CLI_FAULT, format, args);
    va_end(args);
    return code;
}

static int option_row(const WCommand *command, const char *name, size_t size) {
    for (int row = 0; row < W_CLI_MOST_OPTIONS && command->options[row].name; row++) {
        const char *known = command->options[row].name;
        if (strlen(known) == size && memcmp(known, name, size) == 0) return row;
    }
    return -1;
}

const char *w_call_option(const WCall *call, const char *name) {
    int row = option_row(call->command, name, strlen(name));
    return row < 0 ? NULL : call->values[row];
}

// The value of the option at `at`: behind a `=`, or the next argument.
static const char *value_of(Arguments *arguments, const char *equals) {
    if (equals) return equals + 1;
    if (arguments->left < 2) return NULL;
    arguments->left--;
    return *++arguments->at;
}

static int take_color(Arguments *arguments, const char *equals) {
    static const char *const known[] = {"auto", "always", "never"};
    arguments->color = value_of(arguments, equals);
    for (size_t i = 0; arguments->color && i < 3; i++) {
        if (strcmp(arguments->color, known[i]) == 0) return W_CLI_OK;
    }
    return w_cli_usage(arguments->call, "--color takes auto, always or never");
}

static int take_option(Arguments *arguments) {
    WCall *call = arguments->call;
    const char *name = *arguments->at;
    const char *equals = strchr(name, '=');
    size_t size = equals ? (size_t)(equals - name) : strlen(name);
    if (size == 7 && memcmp(name, "--color", 7) == 0) return take_color(arguments, equals);
    int row = option_row(call->command, name, size);
    if (row < 0) return w_cli_usage(call, "no option %.*s; see --help", (int)size, name);
    const WOption *option = &call->command->options[row];
    if (call->values[row]) return w_cli_usage(call, "%s is given twice", option->name);
    if (!option->value && equals) return w_cli_usage(call, "%s takes no value", option->name);
    call->values[row] = option->value ? value_of(arguments, equals) : "";
    if (call->values[row]) return W_CLI_OK;
    return w_cli_usage(call, "%s needs a value: %s", option->name, option->value);
}

static int take_operand(Arguments *arguments) {
    WCall *call = arguments->call;
    if (call->operand_count == call->command->most_operands)
        return w_cli_usage(call, "`%s` is one argument too many; see --help", *arguments->at);
    call->operands[call->operand_count++] = *arguments->at;
    return W_CLI_OK;
}

static int take_all(Arguments *arguments) {
    bool options_may_follow = true;
    for (; arguments->left > 0; arguments->left--, arguments->at++) {
        const char *argument = *arguments->at;
        bool is_option = options_may_follow && argument[0] == '-' && argument[1] != '\0';
        if (is_option && strcmp(argument, "--") == 0) {
            options_may_follow = false;
            continue;
        }
        int code = is_option ? take_option(arguments) : take_operand(arguments);
        if (code != W_CLI_OK) return code;
    }
    return W_CLI_OK;
}

static int check_complete(const WCall *call) {
    const WCommand *command = call->command;
    if (call->operand_count < command->fewest_operands)
        return w_cli_usage(call, "needs %s; see --help", command->operands);
    for (int row = 0; row < W_CLI_MOST_OPTIONS && command->options[row].name; row++) {
        const WOption *option = &command->options[row];
        if (option->is_required && !call->values[row])
            return w_cli_usage(call, "needs %s %s; see --help", option->name, option->value);
    }
    return W_CLI_OK;
}

static bool wants_color(const char *choice, int descriptor) {
    if (choice && strcmp(choice, "auto") != 0) return strcmp(choice, "always") == 0;
    const char *no_color = getenv("NO_COLOR");
    if (no_color && no_color[0]) return false;
    return isatty(descriptor) == 1;
}

int w_cli_arguments(const WCommand *command, int count, char **arguments, WCall *call) {
    *call = (WCall){.command = command};
    Arguments taken = {.call = call, .left = count, .at = arguments};
    int code = take_all(&taken);
    if (code == W_CLI_OK) code = check_complete(call);
    call->has_color = wants_color(taken.color, STDERR_FILENO);
    call->colors_output = wants_color(taken.color, STDOUT_FILENO);
    return code;
}
