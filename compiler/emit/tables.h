// The tables of a bundle as they grow: one array of rows a section, and their way into bytes.
//
// Premise: rows are added in an order that depends on nothing but what the project says.
// Promise: the same rows give the same bytes; equal texts, constants and patterns stand once.
#ifndef W_EMIT_TABLES_H
#define W_EMIT_TABLES_H

#include <stddef.h>
#include <stdint.h>

#include "runtime/base/alloc.h"
#include "runtime/base/arena.h"
#include "runtime/base/bytes.h"
#include "runtime/bundle/layout.h"

/// A hash table from something to an index; what a slot stands for is the owner's business.
typedef struct WRowIndex {
    uint32_t *slots; // index + 1, 0 if free
    uint64_t *hashes;
    size_t room; // a power of two
    size_t count;
} WRowIndex;

/// All zero is a valid empty one. Free with w_tables_free.
typedef struct WTables {
#define SECTION(code, NAME, Row, member, summary) \
    Row *member;                                  \
    size_t member##_count;                        \
    size_t member##_room;
#include "grammar/sections.def"
#undef SECTION
    WArena scratch;
    WRowIndex text_index;     // offset of the pool
    WRowIndex constant_index; // row
    WRowIndex pattern_index;  // row
} WTables;

/// `w_add_events(tables, row)` and so on for each section: add a row, get its index.
#define SECTION(code, NAME, Row, member, summary)                        \
    static inline uint32_t w_add_##member(WTables *tables, Row row) {    \
        tables->member = w_grow(tables->member, &tables->member##_room,  \
                                tables->member##_count + 1, sizeof row); \
        tables->member[tables->member##_count] = row;                    \
        return (uint32_t)tables->member##_count++;                       \
    }
#include "grammar/sections.def"
#undef SECTION

/// The number of rows so far, as `first_…` members want it.
#define W_COUNT(tables, member) ((uint32_t)(tables)->member##_count)

/// Offset of the text in the pool, which holds it in NFC.
uint32_t w_tables_text(WTables *tables, WStr text);

/// The same; W_NONE where nothing was written.
uint32_t w_tables_text_if_given(WTables *tables, WStr text);

/// Row of a constant. The value of a text is its offset in the pool.
uint32_t w_tables_constant(WTables *tables, WType type, int64_t value);

/// Row of a list or record constant of the items, which are rows, or W_NONE: missing.
uint32_t w_tables_compound(WTables *tables, WType type, const uint32_t *items, uint32_t count);

/// Row of a pattern.
uint32_t w_tables_pattern(WTables *tables, WStr pattern);

/// Append the bundle to `out`.
void w_tables_write(const WTables *tables, WBuffer *out);

void w_tables_free(WTables *tables);

// The index below serves the tables and whoever else looks for equal things in this room.

/// Called with a candidate of equal hash: is it the wanted one?
typedef bool WRowIndexSame(const void *owner, uint32_t candidate, const void *wanted);

/// The index kept under the hash for which `same` holds, or W_NONE.
uint32_t w_row_index_find(const WRowIndex *index, uint64_t hash, WRowIndexSame *same,
                          const void *owner, const void *wanted);
void w_row_index_add(WRowIndex *index, uint64_t hash, uint32_t value);
void w_row_index_free(WRowIndex *index);

#endif
