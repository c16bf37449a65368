// Printing numbers and JSON for people and machines.
#ifndef W_CLI_PRINT_H
#define W_CLI_PRINT_H

#include <stdint.h>
#include <stdio.h>

/// Room that any number of w_cli_number fits in.
enum { W_CLI_NUMBER_BYTES = 32 };

/// `1,234,567`; answers `out`.
char *w_cli_number(uint64_t number, char out[W_CLI_NUMBER_BYTES]);

/// What stands inside the quotes of a JSON string.
void w_cli_json_inside(FILE *to, const char *text);
/// A JSON string in quotes.
void w_cli_json_string(FILE *to, const char *text);
/// `,"key":"text"`, or nothing for an empty text.
void w_cli_json_text(FILE *to, const char *key, const char *text);
/// `,"key":number`
void w_cli_json_number(FILE *to, const char *key, uint64_t number);

#endif
