// Sources: the files of a project as bytes, with what is needed to name a place in them.
//
// Premise: the bytes may come from anywhere and hold anything.
// Promise: a source that loaded is valid UTF-8 without NUL, has a line table, and ends in a NUL
// sentinel that is not counted, so that a scanner needs no bounds.
#ifndef W_SOURCE_SOURCE_H
#define W_SOURCE_SOURCE_H

#include <stdbool.h>
#include <stdint.h>

#include "runtime/base/arena.h"
#include "runtime/base/bytes.h"

/// A place: bytes [start, end) of the source with that index in its WSources. An empty span
/// (start == end) is a place between two bytes, such as the end of a file.
typedef struct WSpan {
    uint32_t source;
    uint32_t start;
    uint32_t end;
} WSpan;

/// One file. Everything is owned by the arena of its WSources.
typedef struct WSource {
    uint32_t index;              // its place in WSources
    WStr path;                   // as findings show it
    WStr bytes;                  // without a byte order mark; bytes.bytes[bytes.size] is NUL
    const uint32_t *line_starts; // offset of each line's first byte; line 1 is line_starts[0]
    uint32_t line_count;         // at least 1
    uint32_t mark_bytes;         // of the byte order mark that stood before `bytes`: 0 or 3
    bool is_cut;                 // whether `bytes` ends before the file does
} WSource;

/// The sources of one project, in the order they were added; all zero but `arena` is empty.
typedef struct WSources {
    WArena *arena;
    WSource **items;
    uint32_t count;
    uint32_t room;
} WSources;

/// Line and column as people count them, from 1. A column is a character (grapheme cluster).
typedef struct WPlace {
    uint32_t line;
    uint32_t column;
} WPlace;

struct WFindings;

/// Add a file; path and bytes are copied. Always returns a source: where the bytes are no script
/// (not UTF-8, a NUL, above the size limit) a finding says so and the source is cut off there.
WSource *w_source_add(WSources *sources, WStr path, WStr bytes, struct WFindings *findings);

/// Line (from 1) of a byte offset; an offset at or past the end is in the last line.
uint32_t w_source_line(const WSource *source, uint32_t offset);

/// Line and column of a byte offset.
WPlace w_source_place(const WSource *source, uint32_t offset);

/// The text of a line (from 1) without its line break.
WStr w_source_line_text(const WSource *source, uint32_t line);

/// The bytes of a span.
WStr w_source_text(const WSource *source, WSpan span);

#endif
