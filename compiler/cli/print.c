// Printing numbers and JSON.
#include "compiler/cli/print.h"

#include <inttypes.h>
#include <string.h>

char *w_cli_number(uint64_t number, char out[W_CLI_NUMBER_BYTES]) {
    char digits[W_CLI_NUMBER_BYTES];
    int count = snprintf(digits, sizeof digits, "%" PRIu64, number);
    char *to = out;
    for (int i = 0; i < count; i++) {
        if (i > 0 && (count - i) % 3 == 0) *to++ = ',';
        *to++ = digits[i];
    }
    *to = '\0';
    return out;
}

void w_cli_json_inside(FILE *to, const char *text) {
    for (; *text; text++) {
        unsigned char c = (unsigned char)*text;
        if (c == '"' || c == '\\')
            fprintf(to, "\\%c", c);
        else if (c < ' ' || c == 127)
            fprintf(to, "\\u%04x", c);
        else
            fputc(c, to);
    }
}

void w_cli_json_string(FILE *to, const char *text) {
    fputc('"', to);
    w_cli_json_inside(to, text);
    fputc('"', to);
}

void w_cli_json_text(FILE *to, const char *key, const char *text) {
    if (!*text) return;
    fprintf(to, ",\"%s\":", key);
    w_cli_json_string(to, text);
}

void w_cli_json_number(FILE *to, const char *key, uint64_t number) {
    fprintf(to, ",\"%s\":%" PRIu64, key, number);
}
