// Printing findings: the excerpt with its carets, the reasons and the repairs.
//
// Premise: spans lie in their sources; lines hold any UTF-8.
// Promise: carets stand under what they mark on a terminal, with tabs, wide and combining
// characters; control characters of a script never reach the terminal.
//
//     error[E0312]: `profile.first_name` may be missing here
//       ┌─ cart.wend:31:44
//     31│     send email cart_reminder { first_name: profile.first_name }
//       │                                            ^^^^^^^^^^^^^^^^^^ needs a `text`
//       = why: some customers have none
//       = fix: give a default
#include <string.h>

#include "compiler/source/finding.h"
#include "runtime/base/assert.h"
#include "runtime/base/utf8.h"

#define TAB_COLUMNS 4

// Of a longer line only what is around the carets is shown.
enum { SHOWN_BYTES = 240, SHOWN_BEFORE_BYTES = 80 };

static const char ERROR_COLOR[] = "\x1b[1;31m";
static const char WARNING_COLOR[] = "\x1b[1;33m";
static const char FRAME_COLOR[] = "\x1b[34m";
static const char BOLD[] = "\x1b[1m";
static const char PLAIN[] = "\x1b[0m";

typedef struct Printer {
    const WSources *sources;
    WBuffer *out;
    bool color;
    int gutter; // width of the line numbers
} Printer;

static void put(Printer *printer, const char *text) {
    w_buffer_append(printer->out, text, strlen(text));
}

static void paint(Printer *printer, const char *color) {
    if (printer->color) put(printer, color);
}

static void spaces(Printer *printer, size_t count) {
    for (size_t i = 0; i < count; i++)
        w_buffer_char(printer->out, ' ');
}

static int digits(uint32_t number) {
    int count = 1;
    while (number /= 10)
        count++;
    return count;
}

static const WSource *source_of(const Printer *printer, WSpan span) {
    W_ASSERT(span.source < printer->sources->count);
    return printer->sources->items[span.source];
}

static bool is_control(unsigned char c) {
    return c < 0x20 || c == 0x7F;
}

// The end of the next piece of `text` that is one tab, one control character, or free of both.
static size_t piece_end(WStr text, size_t at) {
    if (is_control((unsigned char)text.bytes[at])) return at + 1;
    while (at < text.size && !is_control((unsigned char)text.bytes[at]))
        at++;
    return at;
}

// Columns of `text` when it starts at column `column`; written to `out` unless that is NULL.
static size_t lay_out(Printer *printer, WStr text, size_t column, bool write) {
    size_t begin = column;
    for (size_t at = 0; at < text.size;) {
        size_t end = piece_end(text, at);
        WStr piece = {text.bytes + at, end - at};
        if (piece.bytes[0] == '\t') {
            size_t width = TAB_COLUMNS - column % TAB_COLUMNS;
            if (write) spaces(printer, width);
            column += width;
        } else if (is_control((unsigned char)piece.bytes[0])) {
            if (write) put(printer, "\xEF\xBF\xBD"); // U+FFFD
            column += 1;
        } else {
            if (write) w_buffer_str(printer->out, piece);
            column += w_utf8_columns(piece);
        }
        at = end;
    }
    return column - begin;
}

static void frame(Printer *printer, const char *mark) {
    spaces(printer, (size_t)printer->gutter);
    paint(printer, FRAME_COLOR);
    put(printer, mark);
    paint(printer, PLAIN);
}

// A line, or the piece of it that is shown, and what is marked in it.
typedef struct Shown {
    WStr text;
    size_t start, end;
    bool goes_before, goes_on; // the line is longer than the piece
} Shown;

// The beginning of the character at `at`.
static size_t character_at(WStr line, size_t at) {
    while (at > 0 && at < line.size && ((unsigned char)line.bytes[at] & 0xC0) == 0x80)
        at--;
    return at;
}

static Shown shown_of(WStr line, size_t start, size_t end) {
    if (line.size <= SHOWN_BYTES) return (Shown){line, start, end, false, false};
    size_t from = start > SHOWN_BEFORE_BYTES ? start - SHOWN_BEFORE_BYTES : 0;
    from = character_at(line, from);
    size_t to = line.size - from > SHOWN_BYTES ? from + SHOWN_BYTES : line.size;
    to = character_at(line, to);
    if (end > to) end = to;
    return (Shown){
        {line.bytes + from, to - from}, start - from, end - from, from > 0, to < line.size};
}

static void show_line(Printer *printer, const Shown *shown) {
    if (shown->text.size) put(printer, " ");
    if (shown->goes_before) put(printer, "…");
    lay_out(printer, shown->text, 0, true);
    put(printer, shown->goes_on ? "…\n" : "\n");
}

static void carets(Printer *printer, const Shown *shown, const char *color, char caret,
                   WStr label) {
    const char *line = shown->text.bytes;
    size_t before = lay_out(printer, (WStr){line, shown->start}, 0, false);
    WStr marked = {line + shown->start, shown->end - shown->start};
    size_t width = lay_out(printer, marked, before, false);
    frame(printer, "│ ");
    spaces(printer, before + shown->goes_before);
    paint(printer, color);
    for (size_t i = 0; i < (width ? width : 1); i++)
        w_buffer_char(printer->out, caret);
    if (label.size) {
        w_buffer_char(printer->out, ' ');
        lay_out(printer, label, 0, true);
    }
    paint(printer, PLAIN);
    put(printer, "\n");
}

// A place: its name, its line, and carets under the part of the span that is on that line.
static void excerpt(Printer *printer, WSpan span, const char *color, char caret, WStr label) {
    const WSource *source = source_of(printer, span);
    WPlace place = w_source_place(source, span.start);
    WStr line = w_source_line_text(source, place.line);
    uint32_t line_start = source->line_starts[place.line - 1];
    size_t start = span.start - line_start;
    size_t end = span.end - line_start;
    if (start > line.size) start = line.size;
    if (end > line.size) end = line.size;
    frame(printer, "┌─ ");
    w_buffer_str(printer->out, source->path);
    w_buffer_printf(printer->out, ":%u:%u\n", place.line, place.column);
    paint(printer, FRAME_COLOR);
    w_buffer_printf(printer->out, "%*u│", printer->gutter, place.line);
    paint(printer, PLAIN);
    Shown shown = shown_of(line, start, end < start ? start : end);
    show_line(printer, &shown);
    carets(printer, &shown, color, caret, label);
}

// Lines of one kind of help: the first behind its word, the others under it.
static void helps(Printer *printer, const char *word, const WHelp *help) {
    bool first = true;
    for (; help; help = help->next) {
        for (size_t at = 0; at <= help->text.size;) {
            const char *rest = help->text.bytes + at;
            const char *end = memchr(rest, '\n', help->text.size - at);
            size_t size = end ? (size_t)(end - rest) : help->text.size - at;
            spaces(printer, (size_t)printer->gutter);
            put(printer, first ? "= " : "  ");
            paint(printer, BOLD);
            put(printer, first ? word : "   ");
            put(printer, first ? ": " : " ");
            paint(printer, PLAIN);
            if (!first) put(printer, " ");
            lay_out(printer, (WStr){rest, size}, 0, true);
            put(printer, "\n");
            first = false;
            at += size + 1;
        }
    }
}

static void headline(Printer *printer, const WFinding *finding) {
    bool error = finding->severity == W_SEVERITY_ERROR;
    paint(printer, error ? ERROR_COLOR : WARNING_COLOR);
    char code[W_FINDING_CODE_BYTES];
    w_buffer_printf(printer->out, "%s[%s]", error ? "error" : "warning",
                    w_finding_code(finding->code, code));
    paint(printer, PLAIN);
    paint(printer, BOLD);
    put(printer, ": ");
    lay_out(printer, finding->message, 0, true);
    paint(printer, PLAIN);
    put(printer, "\n");
}

static int gutter_of(const Printer *printer, WSpan span) {
    return digits(w_source_line(source_of(printer, span), span.start));
}

void w_finding_print(const WFinding *finding, const WSources *sources, bool color, WBuffer *out) {
    Printer printer = {sources, out, color, 0};
    printer.gutter = gutter_of(&printer, finding->span);
    if (finding->has_other) {
        int other = gutter_of(&printer, finding->other);
        if (other > printer.gutter) printer.gutter = other;
    }
    bool error = finding->severity == W_SEVERITY_ERROR;
    headline(&printer, finding);
    excerpt(&printer, finding->span, error ? ERROR_COLOR : WARNING_COLOR, '^', finding->label);
    if (finding->has_other) {
        excerpt(&printer, finding->other, FRAME_COLOR, '-', finding->other_label);
    }
    helps(&printer, "why", finding->whys);
    helps(&printer, "fix", finding->fixes);
}

void w_excerpt_print(const WSources *sources, WSpan span, WStr label, bool color, WBuffer *out) {
    Printer printer = {sources, out, color, 0};
    printer.gutter = gutter_of(&printer, span);
    excerpt(&printer, span, ERROR_COLOR, '^', label);
}

void w_findings_print(const WFindings *findings, const WSources *sources, bool color,
                      WBuffer *out) {
    WFinding **sorted = w_findings_sorted(findings);
    for (uint32_t i = 0; i < findings->count; i++) {
        if (i) w_buffer_char(out, '\n');
        w_finding_print(sorted[i], sources, color, out);
    }
}
