// The most messages a customer can get, as `wend check` shows them.
#ifndef W_CLI_MOST_H
#define W_CLI_MOST_H

#include "wend/compiler.h"

/// A table on standard output; nothing if nothing is sent.
void w_cli_print_most(const wend_compilation *compilation);
/// `,"most":[…]` on standard output, or nothing.
void w_cli_print_most_json(const wend_compilation *compilation);

#endif
