// The Wend compiler: scripts in, findings or a bundle out.
//
//     wend_compilation *c = wend_compile_folder("journeys");
//     if (wend_compilation_result(c) == WEND_RESULT_BUNDLE) {
//         size_t size_bytes;
//         const void *bundle = wend_compilation_bundle(c, &size_bytes);
//         …
//     } else {
//         fputs(wend_compilation_text(c, false), stderr);
//     }
//     wend_compilation_free(c);
//
// A compilation reads its files once, holds everything it answers with, and never writes. Two of
// them may run in two threads. The same sources give the same bundle, byte for byte, on every
// machine. Only the bundle's bytes are meant for the runtime (`wend/wend.h`).
#ifndef WEND_COMPILER_H
#define WEND_COMPILER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/// A finished compilation. Its answers are valid until wend_compilation_free.
typedef struct wend_compilation wend_compilation;

/// How a compilation ended.
typedef enum wend_result {
    WEND_RESULT_BUNDLE = 0,     // there is a bundle; there may be warnings
    WEND_RESULT_FINDINGS = 1,   // the scripts are at fault: at least one finding is an error
    WEND_RESULT_UNREADABLE = 2, // the scripts could not be read; wend_compilation_text says why
} wend_result;

typedef enum wend_severity {
    WEND_ERROR = 0,
    WEND_WARNING = 1,
} wend_severity;

/// One file given from memory. Both are copied.
typedef struct wend_source {
    const char *path;  // as findings shall show it; terminated
    const char *bytes; // need not be terminated
    size_t size_bytes;
} wend_source;

/// Where one stretch of a file begins and ends; it ends before `end_column`, and may be empty.
typedef struct wend_range {
    const char *file;
    uint32_t line;   // from 1
    uint32_t column; // from 1, in characters as people count them (grapheme clusters)
    uint32_t end_line;
    uint32_t end_column;
    uint32_t code_point; // the same columns, from 1, in code points of Unicode
    uint32_t end_code_point;
    uint32_t start_byte; // from 0, in the file as it is on the disk
    uint32_t end_byte;
} wend_range;

/// What the compiler has to say about one place.
typedef struct wend_finding {
    const char *code; // "E0312"
    size_t rule;      // the index of its row: wend_diagnostic_row
    wend_severity severity;
    wend_range place;
    const char *message;      // one line
    const char *label;        // what stands behind the carets; "" if nothing does
    const char *const *whys;  // reasons, a NULL behind the last; each may have several lines
    const char *const *fixes; // repairs a person may choose from, likewise
    bool has_other;           // whether a second place explains the first
    wend_range other;
    const char *other_label;
    bool has_edit; // whether replacing `edit` by `edit_text` is surely right; no two edits overlap
    wend_range edit;
    const char *edit_text;
} wend_finding;

/// How much was compiled.
typedef struct wend_extent {
    uint32_t files;
    uint32_t errors;
    uint32_t warnings;
    uint32_t edits; // findings with an edit
} wend_extent;

/// A script with all edits of its findings made.
typedef struct wend_repaired {
    const char *file;
    const char *bytes; // not terminated
    size_t size_bytes;
} wend_repaired;

/// Compile every `*.wend` file below a folder (or one file), without following links, in the order
/// of their paths. Folders that the project says to `exclude` are left out. Files that contents of
/// messages name are read too, from within the folder only. Never NULL.
wend_compilation *wend_compile_folder(const char *folder);

/// The same for files from memory, in the order of their paths whatever the order given. A file
/// whose path does not end in `.wend` is no script, but one that contents may name.
wend_compilation *wend_compile_sources(const wend_source *sources, size_t count);

wend_result wend_compilation_result(const wend_compilation *compilation);
wend_extent wend_compilation_extent(const wend_compilation *compilation);

/// The finding with that index, by file and place; NULL at and behind the last one.
const wend_finding *wend_compilation_finding(const wend_compilation *compilation, size_t index);

/// The script with that index among those that have edits, repaired; NULL at and behind the last
/// one. Nothing is written.
const wend_repaired *wend_compilation_repaired(wend_compilation *compilation, size_t index);

/// The most messages of one class that one customer can get on a channel within a window, whatever
/// happens; as long as neither their time zone nor the bundle changes, and they are not merged
/// with another.
typedef struct wend_most {
    const char *message_class; // "promotional" or "transactional"
    const char *channel;       // "": on all channels together that are not internal
    bool is_internal;          // it reaches colleagues or systems
    int64_t window_ms;
    uint64_t count;      // UINT64_MAX: there is no bound
    const char *limit;   // the limit that says so ("promotional to 2 per 24h"); "": the journeys
                         // by themselves
    const char *journey; // one that can send without a bound; "" if there is none
} wend_most;

/// The row with that index, by class, channel (all of them first) and window; NULL at and behind
/// the last one, and if there were errors.
const wend_most *wend_compilation_most(const wend_compilation *compilation, size_t index);

/// All findings as text for a person, with excerpts and repairs; the problem in one line if the
/// sources could not be read; "" if there is nothing to say.
const char *wend_compilation_text(wend_compilation *compilation, bool has_color);

/// The bundle's bytes, or NULL unless the result is WEND_RESULT_BUNDLE.
const void *wend_compilation_bundle(const wend_compilation *compilation, size_t *size_bytes);

void wend_compilation_free(wend_compilation *compilation);

/// One thing the compiler can say about scripts: its page.
typedef struct wend_diagnostic {
    char code[8]; // "E0301"
    wend_severity severity;
    const char *title;       // one line, no full stop
    const char *explanation; // what it means and what to do
    const char *avoid;       // a script that gets this finding and no other, or NULL
    const char *prefer;      // the same said right, or NULL
    bool stands_alone;       // both are whole projects; else they stand beside the shop
} wend_diagnostic;

/// The row with that index, by code; false at and behind the last one.
bool wend_diagnostic_row(size_t index, wend_diagnostic *row);

/// The row of a code, written in any way: "E0301", "e301", "301". False if there is none; then
/// `row` is the one whose code is nearest, or one without a code if what was asked is none at all.
bool wend_diagnostic_find(const char *code, wend_diagnostic *row);

/// The script that `avoid` and `prefer` stand beside, unless they stand alone.
const char *wend_diagnostic_shop(void);

/// Scripts and their layout. Its answers are valid until wend_formatting_free.
typedef struct wend_formatting wend_formatting;

/// One script as it is and as it is laid out.
typedef struct wend_formatted {
    const char *path;
    const char *before; // its bytes; not terminated
    size_t before_bytes;
    const char *after; // laid out; NULL if the script does not parse: see the findings
    size_t after_bytes;
} wend_formatted;

/// Lay scripts out: there is one layout and no options (docs/format.md). Nothing of their meaning
/// changes: the bundle stays the same to the byte. Laying out what is laid out changes nothing. A
/// script is looked at by itself, so it need not be of a whole project. Writes nothing; never
/// NULL.
///
///     wend_formatting *f = wend_format(&source, 1);
///     const wend_formatted *script = wend_formatting_file(f, 0);
///     if (script->after)
///         fwrite(script->after, 1, script->after_bytes, stdout);
///     else
///         fputs(wend_formatting_findings(f, 0, false), stderr);
///     wend_formatting_free(f);
wend_formatting *wend_format(const wend_source *sources, size_t count);

/// The same for every `*.wend` file below a folder (or for one file), found like
/// wend_compile_folder finds them.
wend_formatting *wend_format_folder(const char *folder);

/// What kept the scripts from being read, in one line; NULL if nothing did.
const char *wend_formatting_problem(const wend_formatting *formatting);

/// The script with that index, by path; NULL at and behind the last one.
const wend_formatted *wend_formatting_file(const wend_formatting *formatting, size_t index);

/// Why that script could not be laid out, as text for a person; "" if it could. Valid until the
/// next call.
const char *wend_formatting_findings(wend_formatting *formatting, size_t index, bool has_color);

void wend_formatting_free(wend_formatting *formatting);

/// The version of the language this compiler reads (`language 1` in a project).
uint32_t wend_language_version(void);

#ifdef __cplusplus
}
#endif

#endif
