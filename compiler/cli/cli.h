// The command line: what every command shares. A command is a row of facts and a function; help,
// parsing and messages come from the row.
#ifndef W_CLI_CLI_H
#define W_CLI_CLI_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

/// What `wend` exits with.
enum {
    W_CLI_OK = 0,    // all is well
    W_CLI_FAULT = 1, // the project or the data is at fault
    W_CLI_USAGE = 2, // the call is
};

enum { W_CLI_MOST_OPTIONS = 16, W_CLI_MOST_OPERANDS = 1024 };

/// An option of a command: `--state FILE`; a row whose `name` is NULL ends the list.
typedef struct WOption {
    const char *name;    // with its dashes: "--state"; "-o" is fine
    const char *value;   // what it takes ("FILE"), or NULL for one that is just there
    const char *summary; // for --help
    bool is_required;
} WOption;

/// The arguments of a call, already checked against the command's row.
typedef struct WCall {
    const struct WCommand *command;
    const char *operands[W_CLI_MOST_OPERANDS];
    size_t operand_count;
    const char *values[W_CLI_MOST_OPTIONS]; // by row of `options`; NULL if not given
    bool has_color;                         // findings on standard error may be coloured
    bool colors_output;                     // so may what goes to standard output
} WCall;

typedef struct WCommand {
    const char *name;
    const char *operands; // for --help: "FILE.wendb [DIR]"
    size_t fewest_operands;
    size_t most_operands;
    const char *summary;
    const char *example; // one or more lines a reader can paste
    WOption options[W_CLI_MOST_OPTIONS];
    int (*run)(const WCall *call);
} WCommand;

extern const WCommand w_command_new;
extern const WCommand w_command_check;
extern const WCommand w_command_build;
extern const WCommand w_command_explain;
extern const WCommand w_command_fmt;
extern const WCommand w_command_inspect;
extern const WCommand w_command_run;
extern const WCommand w_command_test;
extern const WCommand w_command_why;

/// The value given for an option ("" for one that takes none), or NULL if it was not given.
const char *w_call_option(const WCall *call, const char *name);

/// `wend COMMAND: message` to standard error; answers W_CLI_USAGE, to return from a command.
int w_cli_usage(const WCall *call, const char *format, ...) __attribute__((format(printf, 2, 3)));

/// `wend COMMAND: message` to standard error; answers W_CLI_FAULT.
int w_cli_fault(const WCall *call, const char *format, ...) __attribute__((format(printf, 2, 3)));

#endif
