// `wend explain`: the page of something the compiler says, or the list of all of it.
//
// Promise: as `--format markdown` it prints the pages of docs/reference/diagnostics, byte for
// byte.
#include <string.h>

#include "compiler/cli/cli.h"
#include "compiler/cli/print.h"
#include "wend/compiler.h"

enum { PAGE_COLUMNS = 80 };

typedef struct Format {
    const char *name;
    void (*print_page)(const wend_diagnostic *row);
    void (*print_list)(void);
} Format;

static const char *severity_of(const wend_diagnostic *row) {
    return row->severity == WEND_ERROR ? "error" : "warning";
}

// ---- for people

static size_t columns_of(const char *text, size_t size_bytes) {
    size_t columns = 0;
    for (size_t i = 0; i < size_bytes; i++)
        columns += ((unsigned char)text[i] & 0xC0) != 0x80;
    return columns;
}

static void print_wrapped(const char *text) {
    size_t column = 0;
    while (*text) {
        size_t size = strcspn(text, " ");
        size_t columns = columns_of(text, size);
        if (column > 0 && column + 1 + columns > PAGE_COLUMNS) column = 0, fputc('\n', stdout);
        if (column > 0) column++, fputc(' ', stdout);
        fwrite(text, 1, size, stdout);
        column += columns;
        text += size + strspn(text + size, " ");
    }
    fputc('\n', stdout);
}

static void print_script(const char *word, const char *script) {
    if (!script) return;
    printf("\n%s\n\n", word);
    while (*script) {
        size_t size = strcspn(script, "\n");
        printf("%s%.*s\n", size ? "    " : "", (int)size, script);
        script += size + (script[size] == '\n');
    }
}

static void print_page(const wend_diagnostic *row) {
    printf("%s (%s): %s\n\n", row->code, severity_of(row), row->title);
    print_wrapped(row->explanation);
    print_script("Avoid:", row->avoid);
    print_script("Prefer:", row->prefer);
}

static void print_list(void) {
    wend_diagnostic row;
    for (size_t i = 0; wend_diagnostic_row(i, &row); i++)
        printf("%s  %s\n", row.code, row.title);
}

// ---- for the reference

static void print_fenced(const char *word, const char *script) {
    if (script) printf("\n%s\n\n```wend\n%s```\n", word, script);
}

static void print_markdown_page(const wend_diagnostic *row) {
    printf("# %s: %s\n\n%s\n", row->code, row->title, row->explanation);
    print_fenced("To avoid:", row->avoid);
    print_fenced("To prefer:", row->prefer);
    fputs("\n[All findings](README.md)\n", stdout);
}

static void print_markdown_list(void) {
    fputs(
        "# What the compiler says\n\n"
        "Every finding has a code that never changes its meaning. `wend explain CODE` prints its "
        "page.\n\n| code | title |\n|---|---|\n",
        stdout);
    wend_diagnostic row;
    for (size_t i = 0; wend_diagnostic_row(i, &row); i++)
        printf("| [%s](%s.md) | %s |\n", row.code, row.code, row.title);
    printf("\nThe scripts on the pages stand beside this one:\n\n"
           "```wend\n%s```\n",
           wend_diagnostic_shop());
}

// ---- for machines

static void print_json_page(const wend_diagnostic *row) {
    printf("{\"code\":\"%s\",\"severity\":\"%s\"", row->code, severity_of(row));
    w_cli_json_text(stdout, "title", row->title);
    w_cli_json_text(stdout, "explanation", row->explanation);
    if (row->avoid) w_cli_json_text(stdout, "avoid", row->avoid);
    if (row->prefer) w_cli_json_text(stdout, "prefer", row->prefer);
    fputs("}\n", stdout);
}

static void print_json_list(void) {
    wend_diagnostic row;
    for (size_t i = 0; wend_diagnostic_row(i, &row); i++)
        print_json_page(&row);
}

// ---- the command

static const Format formats[] = {
    {"human", print_page, print_list},
    {"markdown", print_markdown_page, print_markdown_list},
    {"json", print_json_page, print_json_list},
};

static const Format *format_of(const WCall *call) {
    const char *name = w_call_option(call, "--format");
    if (!name) return &formats[0];
    for (size_t i = 0; i < sizeof formats / sizeof formats[0]; i++) {
        if (strcmp(formats[i].name, name) == 0) return &formats[i];
    }
    return NULL;
}

static int run(const WCall *call) {
    const Format *format = format_of(call);
    if (!format) return w_cli_usage(call, "--format takes human, markdown or json");
    if (call->operand_count == 0) {
        format->print_list();
        return W_CLI_OK;
    }
    const char *code = call->operands[0];
    wend_diagnostic row;
    if (!wend_diagnostic_find(code, &row)) {
        if (!row.code[0])
            return w_cli_usage(call, "`%s` is no code; `wend explain` lists them", code);
        return w_cli_usage(call, "there is no `%s`; the nearest is %s, \"%s\"", code, row.code,
                           row.title);
    }
    format->print_page(&row);
    return W_CLI_OK;
}

const WCommand w_command_explain = {
    .name = "explain",
    .operands = "[CODE]",
    .most_operands = 1,
    .summary = "what a finding means and what to write instead; all of them without a code",
    .example = "  wend explain E0301\n",
    .options = {{.name = "--format", .value = "human|markdown|json", .summary = "how to print"}},
    .run = run,
};
