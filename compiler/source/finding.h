// Findings: what the compiler has to say about a script, and how it is shown.
//
// Premise: every code is a row of grammar/diagnostics.def or grammar/lints.def; a message is
// written by the caller in the author's words. Promise: findings are shown by file, then position,
// then code, whatever order they were made in; the same findings print the same bytes.
//
//     WFinding *f = w_finding_add(findings, W_E_MISSING_HERE, span, "`%.*s` may be missing here",
//     ...); w_finding_label(f, "a `text?`, but the message needs a `text`"); w_finding_other(f,
//     declared, "declared here"); w_finding_why(f, "some customers have none"); w_finding_fix(f,
//     "give a default: %.*s otherwise \"there\"", ...);
#ifndef W_SOURCE_FINDING_H
#define W_SOURCE_FINDING_H

#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>

#include "compiler/source/source.h"
#include "runtime/base/arena.h"
#include "runtime/base/bytes.h"

#define W_PRINTF(text, args) __attribute__((format(printf, text, args)))

/// Severities, as rows of diagnostics.def name them.
typedef enum WSeverity { W_SEVERITY_ERROR, W_SEVERITY_WARNING } WSeverity;

/// What is added to the number of a lint: users see it as L0101.
#define W_LINT_CODES 10000

/// Every code of grammar/diagnostics.def, as W_E_NAME with its number, and of grammar/lints.def,
/// as W_L_NAME.
typedef enum WFindingCode {
#define DIAGNOSTIC(number, name, severity, title, explanation) W_E_##name = number,
#include "grammar/diagnostics.def"
#undef DIAGNOSTIC
#define LINT(number, name, title, explanation) W_L_##name = W_LINT_CODES + number,
#include "grammar/lints.def"
#undef LINT
} WFindingCode;

static inline bool w_finding_is_lint(WFindingCode code) {
    return code >= W_LINT_CODES;
}

/// One row of grammar/diagnostics.def or grammar/lints.def.
typedef struct WFindingInfo {
    WFindingCode code;
    WSeverity severity;
    const char *name;        // "MISSING_HERE"
    const char *title;       // one line, no full stop
    const char *explanation; // for `wend explain`
} WFindingInfo;

/// A line of help behind an excerpt; several of them stand under one another.
typedef struct WHelp {
    struct WHelp *next;
    WStr text; // may hold line breaks
} WHelp;

/// One finding. Owned by the arena of its WFindings.
typedef struct WFinding {
    struct WFinding *next; // in the order they were made
    WFindingCode code;
    WSeverity severity; // the row's, until a project sets another
    WSpan span;         // what the caret line marks
    WStr message;       // the headline
    WStr label;         // behind the carets; empty if none
    bool has_other;     // whether a second place is shown
    WSpan other;
    WStr other_label;
    WHelp *whys;
    WHelp *fixes;
    bool has_edit; // whether `--fix` may replace edit_span by edit_text
    WSpan edit_span;
    WStr edit_text;
    struct WFindings *list;
} WFinding;

/// All findings of a run; all zero but `arena` is empty.
typedef struct WFindings {
    WArena *arena;
    WFinding *first;
    WFinding *last;
    uint32_t count;
    uint32_t errors; // how many of them are errors
} WFindings;

/// The row of a code; never NULL for a code of the table.
const WFindingInfo *w_finding_info(WFindingCode code);

/// All rows by code: those of errors, then those of lints.
const WFindingInfo *w_finding_infos(uint32_t *count);

/// How users see a code ("E0301", "L0101"); answers `out`.
enum { W_FINDING_CODE_BYTES = 8 };
char *w_finding_code(WFindingCode code, char out[W_FINDING_CODE_BYTES]);

/// Add a finding. The message is formatted here and kept; so are the texts of the functions below.
WFinding *w_finding_add(WFindings *findings, WFindingCode code, WSpan span, const char *format,
                        ...) W_PRINTF(4, 5);

/// The same with the arguments taken already.
WFinding *w_finding_add_args(WFindings *findings, WFindingCode code, WSpan span,
                             const char *format, va_list args) W_PRINTF(4, 0);

/// What stands behind the carets.
void w_finding_label(WFinding *finding, const char *format, ...) W_PRINTF(2, 3);

/// A second place that explains the first ("declared here").
void w_finding_other(WFinding *finding, WSpan span, const char *format, ...) W_PRINTF(3, 4);

/// A `= why:` line.
void w_finding_why(WFinding *finding, const char *format, ...) W_PRINTF(2, 3);

/// A `= fix:` line; the second and later ones stand under the first.
void w_finding_fix(WFinding *finding, const char *format, ...) W_PRINTF(2, 3);

/// An edit that is surely right: `wend check --fix` replaces `span` by `text`.
void w_finding_edit(WFinding *finding, WSpan span, WStr text);

/// The findings so far, to go back to with w_findings_rewind (an attempt that is given up).
WFindings w_findings_mark(const WFindings *findings);
void w_findings_rewind(WFindings *findings, WFindings mark);

/// Take back those made since `mark` for which `drop` says so.
void w_findings_drop(WFindings *findings, WFindings mark,
                     bool (*drop)(const WFinding *finding, void *context), void *context);

/// The findings by file, position and code; equal ones in the order they were made. The array is
/// the arena's and holds findings->count entries.
WFinding **w_findings_sorted(const WFindings *findings);

/// Print one finding, in the form `wend check` shows, with a line break behind it.
void w_finding_print(const WFinding *finding, const WSources *sources, bool color, WBuffer *out);

/// Print a place alone: where it is, its line, and carets with a label under it.
void w_excerpt_print(const WSources *sources, WSpan span, WStr label, bool color, WBuffer *out);

/// Print all, sorted, an empty line between two.
void w_findings_print(const WFindings *findings, const WSources *sources, bool color,
                      WBuffer *out);

#endif
