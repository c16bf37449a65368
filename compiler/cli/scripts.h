// Compiling for a command: findings to standard error, a count behind them.
#ifndef W_CLI_SCRIPTS_H
#define W_CLI_SCRIPTS_H

#include "compiler/cli/cli.h"
#include "wend/compiler.h"

/// Compile the project in `folder` and print what there is to say about it. Answers the
/// compilation, to be freed by the caller; `code` is what the command exits with so far.
wend_compilation *w_cli_compile(const WCall *call, const char *folder, int *code);

/// "3 files", "1 file".
void w_cli_print_count(FILE *to, uint32_t count, const char *thing);

#endif
