// `wend new`: a small project that checks and runs at once; it is examples/first of the
// repository.
//
// Promise: nothing that exists is changed; a project that could not be written whole says so.
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "compiler/cli/cli.h"
#include "compiler/cli/output.h"
#include "compiler/cli/template.h" // made by the build: template_script, template_events
#include "wend/compiler.h"

enum { ROOM_BYTES = 4096 };

// The example's project is called `shop`; this one is called like its folder if that is a name.
static const char declared[] = "project shop {";

static bool rename_project(char *script, size_t room_bytes, const char *name) {
    const char *at = strstr(template_script, declared);
    if (!at) return false;
    int length = snprintf(script, room_bytes, "%.*sproject %s {%s", (int)(at - template_script),
                          template_script, name, at + strlen(declared));
    return length > 0 && (size_t)length < room_bytes;
}

static bool compiles(const char *script) {
    wend_source source = {"new.wend", script, strlen(script)};
    wend_compilation *compilation = wend_compile_sources(&source, 1);
    bool is_well = wend_compilation_result(compilation) == WEND_RESULT_BUNDLE;
    wend_compilation_free(compilation);
    return is_well;
}

static int write_into(const WCall *call, const char *folder, const char *name,
                      const char *content) {
    char path[ROOM_BYTES];
    int length = snprintf(path, sizeof path, "%s/%s", folder, name);
    if (length < 0 || (size_t)length >= sizeof path)
        return w_cli_fault(call, "%s: %s", folder, strerror(ENAMETOOLONG));
    return w_cli_write_file(call, path, content, strlen(content)) ? W_CLI_OK : W_CLI_FAULT;
}

static int write_project(const WCall *call, const char *folder) {
    const char *slash = strrchr(folder, '/');
    char script[sizeof template_script + ROOM_BYTES];
    if (!rename_project(script, sizeof script, slash ? slash + 1 : folder) || !compiles(script))
        memcpy(script, template_script, sizeof template_script);
    int code = write_into(call, folder, "shop.wend", script);
    if (code == W_CLI_OK) code = write_into(call, folder, "events.jsonl", template_events);
    return code;
}

static int run(const WCall *call) {
    const char *folder = call->operands[0];
    if (mkdir(folder, 0777) != 0) return w_cli_fault(call, "%s: %s", folder, strerror(errno));
    int code = write_project(call, folder);
    if (code != W_CLI_OK) return code;
    printf("%s is a project now. Next:\n"
           "  wend check %s\n"
           "  wend build %s -o %s.wendb\n"
           "  wend run %s.wendb --state %s.db --events %s/events.jsonl --actions -\n",
           folder, folder, folder, folder, folder, folder, folder);
    return W_CLI_OK;
}

const WCommand w_command_new = {
    .name = "new",
    .operands = "DIR",
    .fewest_operands = 1,
    .most_operands = 1,
    .summary = "make a small project that checks and runs at once",
    .example = "  wend new shop\n  wend check shop\n",
    .run = run,
};
