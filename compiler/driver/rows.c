// Findings as the public API gives them: plain data, and the edits made.
//
// Premise: a script may have been cut off where its bytes are no text.
// Promise: edits do not overlap, so all of them can be made at once; a script that was cut off is
// never repaired, because what lies behind the cut would be lost.
#include <string.h>

#include "compiler/driver/compilation.h"
#include "runtime/base/assert.h"
#include "runtime/base/utf8.h"

static const char *terminated(WArena *arena, WStr str) {
    return w_arena_copy(arena, str.bytes, str.size);
}

// ---- places

static uint32_t code_point_column(const WSource *source, uint32_t offset) {
    uint32_t line = w_source_line(source, offset);
    uint32_t column = 1;
    for (uint32_t at = source->line_starts[line - 1]; at < offset; at++)
        column += (source->bytes.bytes[at] & 0xC0) != 0x80;
    return column;
}

wend_range w_compilation_range(const wend_compilation *c, WSpan span) {
    const WSource *source = c->sources.items[span.source];
    WPlace start = w_source_place(source, span.start);
    WPlace end = w_source_place(source, span.end);
    return (wend_range){
        .file = source->path.bytes,
        .line = start.line,
        .column = start.column,
        .end_line = end.line,
        .end_column = end.column,
        .code_point = code_point_column(source, span.start),
        .end_code_point = code_point_column(source, span.end),
        .start_byte = source->mark_bytes + span.start,
        .end_byte = source->mark_bytes + span.end,
    };
}

// ---- rows

static const char *const *texts_of(WArena *arena, const WHelp *first) {
    size_t count = 0;
    for (const WHelp *help = first; help; help = help->next)
        count++;
    const char **texts = w_arena_take_zeroed(arena, (count + 1) * sizeof(const char *));
    const char **text = texts;
    for (const WHelp *help = first; help; help = help->next)
        *text++ = terminated(arena, help->text);
    return texts;
}

static wend_finding row_of(wend_compilation *c, const WFinding *finding) {
    uint32_t rule_count;
    const WFindingInfo *rules = w_finding_infos(&rule_count);
    char *code = w_arena_take(&c->arena, W_FINDING_CODE_BYTES);
    wend_finding row = {
        .code = w_finding_code(finding->code, code),
        .rule = (size_t)(w_finding_info(finding->code) - rules),
        .severity = finding->severity == W_SEVERITY_ERROR ? WEND_ERROR : WEND_WARNING,
        .place = w_compilation_range(c, finding->span),
        .message = terminated(&c->arena, finding->message),
        .label = terminated(&c->arena, finding->label),
        .whys = texts_of(&c->arena, finding->whys),
        .fixes = texts_of(&c->arena, finding->fixes),
        .has_other = finding->has_other,
        .other_label = terminated(&c->arena, finding->other_label),
    };
    if (finding->has_other) row.other = w_compilation_range(c, finding->other);
    return row;
}

// Whether an edit comes behind the one before, so that both can be made.
static bool is_behind(WSpan edit, const WFinding *before) {
    if (!before || before->edit_span.source != edit.source) return true;
    uint32_t end = before->edit_span.end;
    bool both_replace = edit.end > edit.start && end > before->edit_span.start;
    return edit.start > end || (edit.start == end && both_replace);
}

void w_compilation_rows(wend_compilation *c) {
    WFinding **sorted = w_findings_sorted(&c->findings);
    const WFinding *last_edit = NULL;
    c->rows = w_arena_take(&c->arena, (c->findings.count + 1) * sizeof *c->rows);
    for (uint32_t i = 0; i < c->findings.count; i++) {
        const WFinding *finding = sorted[i];
        wend_finding *row = &c->rows[i];
        *row = row_of(c, finding);
        if (!finding->has_edit || c->sources.items[finding->span.source]->is_cut) continue;
        W_ASSERT(finding->edit_span.source == finding->span.source);
        if (!is_behind(finding->edit_span, last_edit)) continue;
        last_edit = finding;
        row->has_edit = true;
        row->edit = w_compilation_range(c, finding->edit_span);
        row->edit_text = terminated(&c->arena, finding->edit_text);
        c->edits++;
    }
}

// ---- repairs

// The rows from `row` on that edit its file; answers the first behind them.
static uint32_t repair_file(wend_compilation *c, uint32_t row, const WSource *source,
                            WBuffer *out) {
    uint32_t at = 0;
    if (source->mark_bytes) w_buffer_append(out, "\xEF\xBB\xBF", source->mark_bytes);
    for (; row < c->findings.count && c->rows[row].place.file == source->path.bytes; row++) {
        const wend_finding *finding = &c->rows[row];
        if (!finding->has_edit) continue;
        uint32_t start = finding->edit.start_byte - source->mark_bytes;
        W_ASSERT(start >= at);
        w_buffer_append(out, source->bytes.bytes + at, start - at);
        w_buffer_append(out, finding->edit_text, strlen(finding->edit_text));
        at = finding->edit.end_byte - source->mark_bytes;
    }
    w_buffer_append(out, source->bytes.bytes + at, source->bytes.size - at);
    return row;
}

static bool has_edits(const wend_compilation *c, uint32_t row, const char *file) {
    for (; row < c->findings.count && c->rows[row].place.file == file; row++) {
        if (c->rows[row].has_edit) return true;
    }
    return false;
}

static void repair_all(wend_compilation *c) {
    c->repaired = w_arena_take(&c->arena, (c->sources.count + 1) * sizeof *c->repaired);
    uint32_t row = 0;
    for (uint32_t i = 0; i < c->sources.count; i++) {
        const WSource *source = c->sources.items[i];
        WBuffer out = {0};
        bool is_repaired = has_edits(c, row, source->path.bytes);
        row = repair_file(c, row, source, &out);
        if (is_repaired) {
            w_buffer_char(&out, '\0');
            const char *bytes = w_arena_copy(&c->arena, out.bytes, out.size);
            c->repaired[c->repaired_count++] =
                (wend_repaired){source->path.bytes, bytes, out.size - 1};
        }
        w_buffer_free(&out);
    }
}

// ---- the most messages

void w_compilation_most(wend_compilation *c, const WProgram *program, WLinted linted) {
    c->most = w_arena_take(&c->arena, (linted.most_count + 1) * sizeof *c->most);
    c->most_count = linted.most_count;
    for (uint32_t i = 0; i < linted.most_count; i++) {
        const WMost *most = &linted.most[i];
        bool is_promotional = most->class == W_CLASS_PROMOTIONAL;
        bool is_one = most->channel != W_NONE;
        c->most[i] = (wend_most){
            .message_class = is_promotional ? "promotional" : "transactional",
            .channel = is_one ? terminated(&c->arena, program->channels[most->channel].name) : "",
            .is_internal = is_one && program->channels[most->channel].internal,
            .window_ms = most->window_ms,
            .count = most->count,
            .limit = terminated(&c->arena, most->limit),
            .journey = terminated(&c->arena, most->journey),
        };
    }
}

// ---- the answers

const wend_most *wend_compilation_most(const wend_compilation *compilation, size_t index) {
    return index < compilation->most_count ? &compilation->most[index] : NULL;
}

wend_extent wend_compilation_extent(const wend_compilation *compilation) {
    const WFindings *findings = &compilation->findings;
    return (wend_extent){.files = compilation->sources.count,
                         .errors = findings->errors,
                         .warnings = findings->count - findings->errors,
                         .edits = compilation->edits};
}

const wend_finding *wend_compilation_finding(const wend_compilation *compilation, size_t index) {
    return index < compilation->findings.count ? &compilation->rows[index] : NULL;
}

const wend_repaired *wend_compilation_repaired(wend_compilation *compilation, size_t index) {
    if (!compilation->repaired) repair_all(compilation);
    return index < compilation->repaired_count ? &compilation->repaired[index] : NULL;
}
