// Findings as SARIF 2.1.0 (OASIS), for code scanning and editors.
//
// Promise: one run; its rules are all that the compiler can say, in the order of the table, so
// that the index of a rule is that of wend_diagnostic_row. Columns are code points, from 1.
#include <string.h>

#include "compiler/cli/findings.h"
#include "compiler/cli/print.h"

static const char SCHEMA[] =
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

// `"key":{"text":"…"}`
static void print_message(const char *key, const char *text) {
    printf("\"%s\":{\"text\":", key);
    w_cli_json_string(stdout, text);
    fputc('}', stdout);
}

// ---- rules

static void print_rule(const wend_diagnostic *row) {
    printf("{\"id\":\"%s\",", row->code);
    print_message("shortDescription", row->title);
    fputc(',', stdout);
    print_message("fullDescription", row->explanation);
    fputc(',', stdout);
    print_message("help", row->explanation);
    printf(",\"defaultConfiguration\":{\"level\":\"%s\"}}", w_findings_severity(row->severity));
}

static void print_tool(void) {
    printf("\"tool\":{\"driver\":{\"name\":\"wend\",\"semanticVersion\":\"%s\",\"rules\":[",
           WEND_VERSION);
    wend_diagnostic row;
    for (size_t i = 0; wend_diagnostic_row(i, &row); i++) {
        if (i) fputc(',', stdout);
        print_rule(&row);
    }
    fputs("]}}", stdout);
}

// ---- places

static bool is_plain(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           (c && strchr("-._~/", c));
}

// A path as a reference of RFC 3986; even a colon is escaped, so that nothing looks like a scheme.
static void print_artifact(const char *file) {
    fputs("\"artifactLocation\":{\"uri\":\"", stdout);
    if (*file == '/') fputs("file://", stdout);
    for (; *file; file++) {
        if (is_plain(*file))
            fputc(*file, stdout);
        else
            printf("%%%02X", (unsigned)(unsigned char)*file);
    }
    fputs("\"}", stdout);
}

static void print_region(const char *key, const wend_range *range) {
    printf("\"%s\":{\"startLine\":%u,\"startColumn\":%u,\"endLine\":%u,\"endColumn\":%u}", key,
           (unsigned)range->line, (unsigned)range->code_point, (unsigned)range->end_line,
           (unsigned)range->end_code_point);
}

static void print_location(const wend_range *range) {
    fputs("\"physicalLocation\":{", stdout);
    print_artifact(range->file);
    fputc(',', stdout);
    print_region("region", range);
    fputc('}', stdout);
}

// ---- results

static void print_lines(const char *word, const char *const *texts) {
    for (; *texts; texts++) {
        printf("\\n%s: ", word);
        w_cli_json_inside(stdout, *texts);
    }
}

static void print_other(const wend_finding *finding) {
    fputs(",\"relatedLocations\":[{", stdout);
    print_location(&finding->other);
    fputc(',', stdout);
    print_message("message", finding->other_label);
    fputs("}]", stdout);
}

static void print_fix(const wend_finding *finding) {
    fputs(",\"fixes\":[{", stdout);
    print_message("description", finding->fixes[0] ? finding->fixes[0] : finding->message);
    fputs(",\"artifactChanges\":[{", stdout);
    print_artifact(finding->edit.file);
    fputs(",\"replacements\":[{", stdout);
    print_region("deletedRegion", &finding->edit);
    fputc(',', stdout);
    print_message("insertedContent", finding->edit_text);
    fputs("}]}]}]", stdout);
}

static void print_result(const wend_finding *finding) {
    printf("{\"ruleId\":\"%s\",\"ruleIndex\":%zu,\"level\":\"%s\",\"message\":{\"text\":\"",
           finding->code, finding->rule, w_findings_severity(finding->severity));
    w_cli_json_inside(stdout, finding->message);
    print_lines("why", finding->whys);
    print_lines("fix", finding->fixes);
    fputs("\"},\"locations\":[{", stdout);
    print_location(&finding->place);
    fputs("}]", stdout);
    if (finding->has_other) print_other(finding);
    if (finding->has_edit) print_fix(finding);
    fputc('}', stdout);
}

static void print_invocation(wend_compilation *compilation) {
    bool is_read = wend_compilation_result(compilation) != WEND_RESULT_UNREADABLE;
    printf("\"invocations\":[{\"executionSuccessful\":%s", is_read ? "true" : "false");
    if (!is_read) {
        fputs(",\"toolExecutionNotifications\":[{\"level\":\"error\",", stdout);
        print_message("message", wend_compilation_text(compilation, false));
        fputs("}]", stdout);
    }
    fputs("}]", stdout);
}

void w_findings_print_sarif(const WCall *call, wend_compilation *compilation) {
    (void)call;
    printf("{\"$schema\":\"%s\",\"version\":\"2.1.0\",\"runs\":[{", SCHEMA);
    print_tool();
    fputc(',', stdout);
    print_invocation(compilation);
    fputs(",\"columnKind\":\"unicodeCodePoints\",\"results\":[", stdout);
    const wend_finding *finding;
    for (size_t i = 0; (finding = wend_compilation_finding(compilation, i)); i++) {
        if (i) fputc(',', stdout);
        print_result(finding);
    }
    fputs("]}]}\n", stdout);
}
