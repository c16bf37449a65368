// Findings: the list of what was found, and its order.
//
// Premise: texts may be of any length; a format is ours, its arguments the author's.
// Promise: everything is copied into the arena of the list.
#include "compiler/source/finding.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "runtime/base/assert.h"

static const WFindingInfo infos[] = {
#define DIAGNOSTIC(number, name, severity, title, explanation) \
    {W_E_##name, W_SEVERITY_##severity, #name, title, explanation},
#include "grammar/diagnostics.def"
#undef DIAGNOSTIC
#define LINT(number, name, title, explanation) \
    {W_L_##name, W_SEVERITY_WARNING, #name, title, explanation},
#include "grammar/lints.def"
#undef LINT
};

const WFindingInfo *w_finding_infos(uint32_t *count) {
    *count = sizeof infos / sizeof infos[0];
    return infos;
}

const WFindingInfo *w_finding_info(WFindingCode code) {
    for (size_t i = 0; i < sizeof infos / sizeof infos[0]; i++) {
        if (infos[i].code == code) return &infos[i];
    }
    w_assert_failed(__FILE__, __LINE__, "every code is a row of a table");
}

char *w_finding_code(WFindingCode code, char out[W_FINDING_CODE_BYTES]) {
    snprintf(out, W_FINDING_CODE_BYTES, "%c%04u", w_finding_is_lint(code) ? 'L' : 'E',
             (unsigned)code % W_LINT_CODES);
    return out;
}

static WStr formatted(WArena *arena, const char *format, va_list args) {
    va_list again;
    va_copy(again, args);
    int size = vsnprintf(NULL, 0, format, again);
    va_end(again);
    W_ASSERT(size >= 0);
    char *bytes = w_arena_take(arena, (size_t)size + 1);
    vsnprintf(bytes, (size_t)size + 1, format, args);
    return (WStr){bytes, (size_t)size};
}

static void append(WFindings *findings, WFinding *finding) {
    if (findings->last)
        findings->last->next = finding;
    else
        findings->first = finding;
    findings->last = finding;
    findings->count++;
    if (finding->severity == W_SEVERITY_ERROR) findings->errors++;
}

WFinding *w_finding_add_args(WFindings *findings, WFindingCode code, WSpan span,
                             const char *format, va_list args) {
    W_ASSERT(span.start <= span.end);
    WFinding *finding = w_arena_take_zeroed(findings->arena, sizeof *finding);
    finding->code = code;
    finding->severity = w_finding_info(code)->severity;
    finding->span = span;
    finding->list = findings;
    finding->message = formatted(findings->arena, format, args);
    append(findings, finding);
    return finding;
}

WFinding *w_finding_add(WFindings *findings, WFindingCode code, WSpan span, const char *format,
                        ...) {
    va_list args;
    va_start(args, format);
    WFinding *finding = w_finding_add_args(findings, code, span, format, args);
    va_end(args);
    return finding;
}

void w_finding_label(WFinding *finding, const char *format, ...) {
    va_list args;
    va_start(args, format);
    finding->label = formatted(finding->list->arena, format, args);
    va_end(args);
}

void w_finding_other(WFinding *finding, WSpan span, const char *format, ...) {
    va_list args;
    va_start(args, format);
    finding->other_label = formatted(finding->list->arena, format, args);
    va_end(args);
    finding->has_other = true;
    finding->other = span;
}

static void append_help(WArena *arena, WHelp **list, WStr text) {
    WHelp *help = w_arena_take_zeroed(arena, sizeof *help);
    help->text = text;
    while (*list)
        list = &(*list)->next;
    *list = help;
}

void w_finding_why(WFinding *finding, const char *format, ...) {
    va_list args;
    va_start(args, format);
    WArena *arena = finding->list->arena;
    append_help(arena, &finding->whys, formatted(arena, format, args));
    va_end(args);
}

void w_finding_fix(WFinding *finding, const char *format, ...) {
    va_list args;
    va_start(args, format);
    WArena *arena = finding->list->arena;
    append_help(arena, &finding->fixes, formatted(arena, format, args));
    va_end(args);
}

void w_finding_edit(WFinding *finding, WSpan span, WStr text) {
    finding->has_edit = true;
    finding->edit_span = span;
    finding->edit_text.bytes = w_arena_copy(finding->list->arena, text.bytes, text.size);
    finding->edit_text.size = text.size;
}

WFindings w_findings_mark(const WFindings *findings) {
    return *findings;
}

void w_findings_rewind(WFindings *findings, WFindings mark) {
    W_ASSERT(mark.count <= findings->count && mark.arena == findings->arena);
    *findings = mark;
    if (findings->last) findings->last->next = NULL;
}

void w_findings_drop(WFindings *findings, WFindings mark,
                     bool (*drop)(const WFinding *finding, void *context), void *context) {
    WFinding *made = mark.last ? mark.last->next : findings->first;
    w_findings_rewind(findings, mark);
    for (WFinding *next; made; made = next) {
        next = made->next;
        if (drop(made, context)) continue;
        made->next = NULL;
        append(findings, made);
    }
}

static int compare_u32(uint32_t a, uint32_t b) {
    return (a > b) - (a < b);
}

typedef struct Ranked {
    WFinding *finding;
    uint32_t rank; // qsort is not stable, so the order of making is part of the key
} Ranked;

static int by_place(const void *left, const void *right) {
    const Ranked *a = left, *b = right;
    const WSpan *x = &a->finding->span, *y = &b->finding->span;
    int order = compare_u32(x->source, y->source);
    if (!order) order = compare_u32(x->start, y->start);
    if (!order) order = compare_u32((uint32_t)a->finding->code, (uint32_t)b->finding->code);
    if (!order) order = compare_u32(x->end, y->end);
    return order ? order : compare_u32(a->rank, b->rank);
}

WFinding **w_findings_sorted(const WFindings *findings) {
    size_t count = findings->count;
    Ranked *ranked = w_arena_take(findings->arena, (count + 1) * sizeof *ranked);
    WFinding **sorted = w_arena_take(findings->arena, (count + 1) * sizeof(WFinding *));
    uint32_t rank = 0;
    for (WFinding *f = findings->first; f; f = f->next, rank++)
        ranked[rank] = (Ranked){f, rank};
    W_ASSERT(rank == count);
    qsort(ranked, count, sizeof *ranked, by_place);
    for (size_t i = 0; i < count; i++)
        sorted[i] = ranked[i].finding;
    return sorted;
}
