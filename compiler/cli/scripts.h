// Compiling for a command: findings in the format asked for, a summary behind them.
#ifndef W_CLI_SCRIPTS_H
#define W_CLI_SCRIPTS_H

#include "compiler/cli/cli.h"
#include "compiler/cli/findings.h"
#include "wend/compiler.h"

/// The folder a call names, or the one it is made in.
const char *w_cli_folder(const WCall *call);

/// Compile the project that the call names and print what there is to say about it. Answers the
/// compilation, to be freed by the caller; `code` is what the command exits with so far,
/// `--deny-warnings` included.
wend_compilation *w_cli_compile(const WCall *call, const WFindingsFormat *format, int *code);

/// Make the edits of all findings, and those of what is found then, until there are none. Each
/// script is replaced whole or not at all; standard error says what was changed. Answers
/// W_CLI_OK, or W_CLI_FAULT after one line if a script could not be written.
int w_cli_repair(const WCall *call);

/// "3 files", "1 file".
void w_cli_print_count(FILE *to, uint32_t count, const char *thing);

#endif
