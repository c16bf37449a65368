// Sources: takes bytes in, checks what a scanner relies on, and knows lines and columns.
//
// Premise: the bytes may be anything.
// Promise: whatever is wrong with them is one finding, and the source ends before it.
#include "compiler/source/source.h"

#include <string.h>

#include "compiler/source/finding.h"
#include "runtime/base/assert.h"
#include "runtime/base/limits.h"
#include "runtime/base/utf8.h"

static WSpan place_in(const WSource *source, size_t offset) {
    return (WSpan){source->index, (uint32_t)offset, (uint32_t)offset};
}

static WStr without_mark(WStr bytes) {
    static const char mark[] = "\xEF\xBB\xBF";
    if (bytes.size < 3 || memcmp(bytes.bytes, mark, 3) != 0) return bytes;
    return (WStr){bytes.bytes + 3, bytes.size - 3};
}

// The size of what may be read of it; a finding says why the rest may not. The offset is known
// only together with the source, so the source must hold at least the bytes before it.
static size_t readable(const WSource *source, WStr bytes, WFindings *findings) {
    if (bytes.size > W_LIMIT_SOURCE_BYTES) {
        w_finding_add(findings, W_E_FILE_TOO_BIG, place_in(source, 0),
                      "this file has %zu bytes; a script may have %d", bytes.size,
                      W_LIMIT_SOURCE_BYTES);
        return 0;
    }
    size_t valid = w_utf8_valid(bytes);
    const char *nul = valid == 0 ? NULL : memchr(bytes.bytes, 0, valid);
    if (nul) {
        size_t offset = (size_t)(nul - bytes.bytes);
        w_finding_add(findings, W_E_NUL_BYTE, place_in(source, offset),
                      "byte %zu of this file is zero, which no text holds", offset);
        return offset;
    }
    if (valid < bytes.size) {
        w_finding_add(findings, W_E_NOT_UTF8, place_in(source, valid),
                      "byte %zu of this file is 0x%02X, which is not UTF-8 here", valid,
                      (unsigned)(unsigned char)bytes.bytes[valid]);
    }
    return valid;
}

static void find_lines(WArena *arena, WSource *source) {
    const char *start = source->bytes.bytes;
    const char *end = start + source->bytes.size;
    uint32_t count = 1;
    for (const char *at = start; (at = memchr(at, '\n', (size_t)(end - at))); at++)
        count++;
    uint32_t *starts = w_arena_take(arena, count * sizeof *starts);
    starts[0] = 0;
    uint32_t line = 1;
    for (const char *at = start; (at = memchr(at, '\n', (size_t)(end - at))); at++) {
        starts[line++] = (uint32_t)(at + 1 - start);
    }
    W_ASSERT(line == count);
    source->line_starts = starts;
    source->line_count = count;
}

static void append(WSources *sources, WSource *source) {
    if (sources->count == sources->room) {
        uint32_t room = sources->room ? sources->room * 2 : 8;
        WSource **items = w_arena_take(sources->arena, room * sizeof(WSource *));
        if (sources->count) memcpy(items, sources->items, sources->count * sizeof(WSource *));
        sources->items = items;
        sources->room = room;
    }
    sources->items[sources->count++] = source;
}

WSource *w_source_add(WSources *sources, WStr path, WStr bytes, WFindings *findings) {
    W_ASSERT(sources->arena);
    WSource *source = w_arena_take_zeroed(sources->arena, sizeof *source);
    source->index = sources->count;
    source->path = (WStr){w_arena_copy(sources->arena, path.bytes, path.size), path.size};
    WStr text = without_mark(bytes);
    source->mark_bytes = (uint32_t)(bytes.size - text.size);
    text.size = readable(source, text, findings);
    source->is_cut = source->mark_bytes + text.size < bytes.size;
    source->bytes = (WStr){w_arena_copy(sources->arena, text.bytes, text.size), text.size};
    find_lines(sources->arena, source);
    append(sources, source);
    return source;
}

uint32_t w_source_line(const WSource *source, uint32_t offset) {
    uint32_t low = 0, high = source->line_count;
    while (high - low > 1) {
        uint32_t middle = low + (high - low) / 2;
        if (source->line_starts[middle] <= offset)
            low = middle;
        else
            high = middle;
    }
    return low + 1;
}

static bool is_ascii(WStr str) {
    for (size_t i = 0; i < str.size; i++) {
        if ((unsigned char)str.bytes[i] >= 0x80) return false;
    }
    return true;
}

WPlace w_source_place(const WSource *source, uint32_t offset) {
    if (offset > source->bytes.size) offset = (uint32_t)source->bytes.size;
    uint32_t line = w_source_line(source, offset);
    uint32_t start = source->line_starts[line - 1];
    WStr before = {source->bytes.bytes + start, offset - start};
    size_t characters = is_ascii(before) ? before.size : w_utf8_graphemes(before);
    return (WPlace){line, (uint32_t)characters + 1};
}

WStr w_source_line_text(const WSource *source, uint32_t line) {
    W_ASSERT(line >= 1 && line <= source->line_count);
    uint32_t start = source->line_starts[line - 1];
    size_t end = line < source->line_count ? source->line_starts[line] - 1 : source->bytes.size;
    const char *bytes = source->bytes.bytes;
    if (end > start && bytes[end - 1] == '\r') end--;
    return (WStr){bytes + start, end - start};
}

WStr w_source_text(const WSource *source, WSpan span) {
    W_ASSERT(span.start <= span.end && span.end <= source->bytes.size);
    return (WStr){source->bytes.bytes + span.start, span.end - span.start};
}
