// `wend inspect`: what is in a bundle.
#include <stdlib.h>

#include "compiler/cli/cli.h"
#include "compiler/cli/output.h"
#include "wend/wend.h"

static int describe(const WCall *call, const char *bytes, size_t size_bytes) {
    char *text;
    bool with_code = w_call_option(call, "--code") != NULL;
    if (wend_bundle_describe(bytes, size_bytes, with_code, &text) != WEND_OK)
        return w_cli_fault(call, "%s: %s", call->operands[0], wend_last_error(NULL));
    fputs(text, stdout);
    wend_free(text);
    return W_CLI_OK;
}

static int run(const WCall *call) {
    size_t size_bytes;
    char *bytes = w_cli_read_file(call, call->operands[0], &size_bytes);
    if (!bytes) return W_CLI_FAULT;
    int code = describe(call, bytes, size_bytes);
    free(bytes);
    return code;
}

const WCommand w_command_inspect = {
    .name = "inspect",
    .operands = "FILE.wendb",
    .fewest_operands = 1,
    .most_operands = 1,
    .summary = "show what is in a bundle",
    .example = "  wend inspect retail.wendb --code\n",
    .options = {{.name = "--code", .summary = "every instruction too"}},
    .run = run,
};
