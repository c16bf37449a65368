// From `argv` to a call that a command can trust.
#ifndef W_CLI_ARGUMENTS_H
#define W_CLI_ARGUMENTS_H

#include "compiler/cli/cli.h"

/// Fill `call` from the `count` arguments behind the command's name. Answers W_CLI_OK, or
/// W_CLI_USAGE after one line on standard error. The call points into `arguments`.
int w_cli_arguments(const WCommand *command, int count, char **arguments, WCall *call);

#endif
