// Findings for people, as JSON lines, and as commands to a GitHub workflow;
// docs/reference/check.md describes the formats.
//
// Promise: what goes to a machine goes to standard output and holds nothing else.
#include "compiler/cli/findings.h"

#include <string.h>

#include "compiler/cli/most.h"
#include "compiler/cli/print.h"

static void print_human(const WCall *call, wend_compilation *compilation) {
    fputs(wend_compilation_text(compilation, call->has_color), stderr);
}

static const WFindingsFormat formats[] = {
    {"human", print_human},
    {"json", w_findings_print_json},
    {"sarif", w_findings_print_sarif},
    {"github", w_findings_print_github},
};

const WFindingsFormat *w_findings_format(const WCall *call) {
    const char *name = w_call_option(call, "--format");
    if (!name) return &formats[0];
    for (size_t i = 0; i < sizeof formats / sizeof formats[0]; i++) {
        if (strcmp(formats[i].name, name) == 0) return &formats[i];
    }
    w_cli_usage(call, "--format takes %s", W_FINDINGS_FORMATS);
    return NULL;
}

bool w_findings_are_for_people(const WFindingsFormat *format) {
    return format == &formats[0];
}

const char *w_findings_severity(wend_severity severity) {
    return severity == WEND_ERROR ? "error" : "warning";
}

// ---- JSON lines

static void print_range(const wend_range *range) {
    fputs("\"file\":", stdout);
    w_cli_json_string(stdout, range->file);
    w_cli_json_number(stdout, "line", range->line);
    w_cli_json_number(stdout, "column", range->column);
    w_cli_json_number(stdout, "end_line", range->end_line);
    w_cli_json_number(stdout, "end_column", range->end_column);
    w_cli_json_number(stdout, "start_byte", range->start_byte);
    w_cli_json_number(stdout, "end_byte", range->end_byte);
}

static void print_texts(const char *key, const char *const *texts) {
    if (!*texts) return;
    printf(",\"%s\":[", key);
    for (size_t i = 0; texts[i]; i++) {
        if (i) fputc(',', stdout);
        w_cli_json_string(stdout, texts[i]);
    }
    fputc(']', stdout);
}

static void print_json(const wend_finding *finding) {
    printf("{\"what\":\"finding\",\"code\":\"%s\",\"severity\":\"%s\",", finding->code,
           w_findings_severity(finding->severity));
    print_range(&finding->place);
    w_cli_json_text(stdout, "message", finding->message);
    w_cli_json_text(stdout, "label", finding->label);
    print_texts("why", finding->whys);
    print_texts("fixes", finding->fixes);
    if (finding->has_other) {
        fputs(",\"other\":{", stdout);
        print_range(&finding->other);
        w_cli_json_text(stdout, "label", finding->other_label);
        fputc('}', stdout);
    }
    if (finding->has_edit) {
        fputs(",\"edit\":{", stdout);
        print_range(&finding->edit);
        fputs(",\"text\":", stdout);
        w_cli_json_string(stdout, finding->edit_text);
        fputc('}', stdout);
    }
    fputs("}\n", stdout);
}

void w_findings_print_json(const WCall *call, wend_compilation *compilation) {
    (void)call;
    const wend_finding *finding;
    for (size_t i = 0; (finding = wend_compilation_finding(compilation, i)); i++)
        print_json(finding);
    wend_extent extent = wend_compilation_extent(compilation);
    bool is_read = wend_compilation_result(compilation) != WEND_RESULT_UNREADABLE;
    fputs("{\"what\":\"summary\"", stdout);
    if (!is_read) w_cli_json_text(stdout, "problem", wend_compilation_text(compilation, false));
    w_cli_json_number(stdout, "files", extent.files);
    w_cli_json_number(stdout, "errors", extent.errors);
    w_cli_json_number(stdout, "warnings", extent.warnings);
    w_cli_json_number(stdout, "edits", extent.edits);
    w_cli_print_most_json(compilation);
    fputs("}\n", stdout);
}

// ---- GitHub

// A command ends with its line, so that what would end a part of it is escaped.
static void print_escaped(const char *text, const char *escaped) {
    for (; *text; text++) {
        if (strchr(escaped, *text))
            printf("%%%02X", (unsigned)(unsigned char)*text);
        else
            fputc(*text, stdout);
    }
}

static void print_value(const char *text) {
    print_escaped(text, "%\r\n:,");
}

static void print_lines(const char *word, const char *const *texts) {
    for (; *texts; texts++) {
        printf("%%0A%s: ", word);
        print_escaped(*texts, "%\r\n");
    }
}

static void print_github(const wend_finding *finding) {
    const wend_range *place = &finding->place;
    printf("::%s file=", w_findings_severity(finding->severity));
    print_value(place->file);
    printf(",line=%u,col=%u,endLine=%u,endColumn=%u,title=%s::", (unsigned)place->line,
           (unsigned)place->column, (unsigned)place->end_line, (unsigned)place->end_column,
           finding->code);
    print_escaped(finding->message, "%\r\n");
    print_lines("why", finding->whys);
    print_lines("fix", finding->fixes);
    fputc('\n', stdout);
}

void w_findings_print_github(const WCall *call, wend_compilation *compilation) {
    if (wend_compilation_result(compilation) == WEND_RESULT_UNREADABLE) {
        printf("::error title=wend %s::", call->command->name);
        print_escaped(wend_compilation_text(compilation, false), "%\r\n");
        fputc('\n', stdout);
    }
    const wend_finding *finding;
    for (size_t i = 0; (finding = wend_compilation_finding(compilation, i)); i++)
        print_github(finding);
}
