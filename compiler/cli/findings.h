// Findings as a command prints them: for people, and in the formats of machines.
#ifndef W_CLI_FINDINGS_H
#define W_CLI_FINDINGS_H

#include "compiler/cli/cli.h"
#include "wend/compiler.h"

/// How findings are printed; a row of the table in findings.c.
typedef struct WFindingsFormat {
    const char *name;
    /// Everything a compilation says; `call` names the command.
    void (*print)(const WCall *call, wend_compilation *compilation);
} WFindingsFormat;

/// The option a command takes for it, as one row of its table.
#define W_FINDINGS_OPTION                                                              \
    {                                                                                  \
        .name = "--format", .value = W_FINDINGS_FORMATS,                               \
        .summary = "how findings are printed; those of machines go to standard output" \
    }
#define W_FINDINGS_FORMATS "human|json|sarif|github"

/// The format that the call asks for, or NULL after one line that says which there are.
const WFindingsFormat *w_findings_format(const WCall *call);

/// Whether findings go to a person, so that a summary belongs behind them.
bool w_findings_are_for_people(const WFindingsFormat *format);

/// The word for a severity: "error".
const char *w_findings_severity(wend_severity severity);

void w_findings_print_json(const WCall *call, wend_compilation *compilation);
void w_findings_print_sarif(const WCall *call, wend_compilation *compilation);
void w_findings_print_github(const WCall *call, wend_compilation *compilation);

#endif
