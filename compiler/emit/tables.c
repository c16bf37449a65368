// Tables to bytes: header, section table, sections; the pools that keep equal things once.

#include "compiler/emit/tables.h"

#include <string.h>

#include "runtime/base/assert.h"
#include "runtime/base/hash.h"
#include "runtime/base/utf8.h"

// ---- index

uint32_t w_row_index_find(const WRowIndex *index, uint64_t hash, WRowIndexSame *same,
                          const void *owner, const void *wanted) {
    if (index->count == 0) return W_NONE;
    size_t mask = index->room - 1;
    for (size_t i = (size_t)hash & mask; index->slots[i] != 0; i = (i + 1) & mask) {
        uint32_t candidate = index->slots[i] - 1;
        if (index->hashes[i] == hash && same(owner, candidate, wanted)) return candidate;
    }
    return W_NONE;
}

static void index_put(WRowIndex *index, uint64_t hash, uint32_t slot) {
    size_t mask = index->room - 1;
    size_t i = (size_t)hash & mask;
    while (index->slots[i] != 0)
        i = (i + 1) & mask;
    index->slots[i] = slot;
    index->hashes[i] = hash;
}

static void index_double(WRowIndex *index) {
    WRowIndex old = *index;
    index->room = old.room == 0 ? 64 : old.room * 2;
    index->slots = w_alloc(index->room * sizeof *index->slots);
    index->hashes = w_alloc(index->room * sizeof *index->hashes);
    for (size_t i = 0; i < old.room; i++) {
        if (old.slots[i] != 0) index_put(index, old.hashes[i], old.slots[i]);
    }
    w_free(old.slots);
    w_free(old.hashes);
}

void w_row_index_add(WRowIndex *index, uint64_t hash, uint32_t value) {
    W_ASSERT(value != W_NONE);
    if (index->count * 2 >= index->room) index_double(index);
    index_put(index, hash, value + 1);
    index->count++;
}

void w_row_index_free(WRowIndex *index) {
    w_free(index->slots);
    w_free(index->hashes);
    *index = (WRowIndex){0};
}

// ---- texts

// The head of a text in the pool; its bytes follow.
typedef struct TextHead {
    uint32_t hash;
    uint32_t size;
} TextHead;

static bool text_same(const void *owner, uint32_t offset, const void *wanted) {
    const WTables *tables = owner;
    const WStr *text = wanted;
    TextHead head;
    memcpy(&head, tables->texts + offset, sizeof head);
    return head.size == text->size &&
           memcmp(tables->texts + offset + sizeof head, text->bytes, text->size) == 0;
}

// Make room for `size` more bytes of the pool, all zero.
static uint8_t *texts_extend(WTables *tables, size_t size) {
    size_t count = tables->texts_count;
    tables->texts = w_grow(tables->texts, &tables->texts_room, count + size, 1);
    memset(tables->texts + count, 0, size);
    tables->texts_count = count + size;
    return tables->texts + count;
}

uint32_t w_tables_text(WTables *tables, WStr text) {
    text = w_utf8_nfc(&tables->scratch, text.size == 0 ? W_STR("") : text);
    uint64_t hash = w_hash64(text.bytes, text.size);
    uint32_t found = w_row_index_find(&tables->text_index, hash, text_same, tables, &text);
    if (found != W_NONE) return found;
    W_ASSERT(tables->texts_count % 8 == 0 && tables->texts_count < W_NONE / 2);
    W_ASSERT(text.size < W_NONE / 2);
    uint32_t offset = (uint32_t)tables->texts_count;
    TextHead head = {(uint32_t)hash, (uint32_t)text.size};
    size_t size = (sizeof head + text.size + 1 + 7) & ~(size_t)7;
    uint8_t *bytes = texts_extend(tables, size);
    memcpy(bytes, &head, sizeof head);
    memcpy(bytes + sizeof head, text.bytes, text.size);
    w_row_index_add(&tables->text_index, hash, offset);
    return offset;
}

uint32_t w_tables_text_if_given(WTables *tables, WStr text) {
    return text.size == 0 ? W_NONE : w_tables_text(tables, text);
}

// ---- other pools

static bool constant_same(const void *owner, uint32_t row, const void *wanted) {
    const WTables *tables = owner;
    const WConstantRow *constant = wanted;
    return tables->constants[row].type == constant->type &&
           tables->constants[row].value == constant->value;
}

uint32_t w_tables_constant(WTables *tables, WType type, int64_t value) {
    WConstantRow row = {.type = type, .value = value};
    uint64_t hash = w_hash64(&row, sizeof row);
    uint32_t found = w_row_index_find(&tables->constant_index, hash, constant_same, tables, &row);
    if (found != W_NONE) return found;
    found = w_add_constants(tables, row);
    w_row_index_add(&tables->constant_index, hash, found);
    return found;
}

typedef struct Compound {
    WType type;
    uint32_t count;
    const uint32_t *items;
} Compound;

static bool compound_same(const void *owner, uint32_t row, const void *wanted) {
    const WTables *tables = owner;
    const Compound *compound = wanted;
    const WConstantRow *constant = &tables->constants[row];
    if (constant->type != compound->type || constant->count != compound->count) return false;
    for (uint32_t i = 0; i < compound->count; i++) {
        if (tables->elements[constant->value + i].constant != compound->items[i]) return false;
    }
    return true;
}

uint32_t w_tables_compound(WTables *tables, WType type, const uint32_t *items, uint32_t count) {
    Compound wanted = {type, count, items};
    uint64_t hash = w_hash64(items, count * sizeof *items) ^ type;
    uint32_t found =
        w_row_index_find(&tables->constant_index, hash, compound_same, tables, &wanted);
    if (found != W_NONE) return found;
    WConstantRow row = {type, count, W_COUNT(tables, elements)};
    for (uint32_t i = 0; i < count; i++)
        w_add_elements(tables, (WElementRow){items[i]});
    found = w_add_constants(tables, row);
    w_row_index_add(&tables->constant_index, hash, found);
    return found;
}

static bool pattern_same(const void *owner, uint32_t row, const void *wanted) {
    const WTables *tables = owner;
    return tables->patterns[row].text == *(const uint32_t *)wanted;
}

uint32_t w_tables_pattern(WTables *tables, WStr pattern) {
    uint32_t text = w_tables_text(tables, pattern);
    uint64_t hash = w_hash64(&text, sizeof text);
    uint32_t found = w_row_index_find(&tables->pattern_index, hash, pattern_same, tables, &text);
    if (found != W_NONE) return found;
    found = w_add_patterns(tables, (WPatternRow){text});
    w_row_index_add(&tables->pattern_index, hash, found);
    return found;
}

// ---- bytes

_Static_assert(__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__,
               "rows are written as they lie in memory");

static void pad(WBuffer *out, size_t start) {
    while ((out->size - start) % 8 != 0)
        w_buffer_char(out, 0);
}

#define SECTION(code, NAME, Row, member, summary) +1
enum {
    SECTION_COUNT = 0
#include "grammar/sections.def"
};
#undef SECTION

static void write_section(WBuffer *out, size_t start, WSectionRow *section, const void *rows) {
    section->offset_bytes = out->size - start;
    if (section->row_count > 0) {
        w_buffer_append(out, rows, (size_t)section->row_count * section->row_bytes);
    }
    pad(out, start);
}

void w_tables_write(const WTables *tables, WBuffer *out) {
    WBundleHeader header = {.version = W_BUNDLE_VERSION, .section_count = SECTION_COUNT};
    WSectionRow sections[SECTION_COUNT] = {0};
    size_t start = out->size;
    memcpy(header.magic, W_BUNDLE_MAGIC, sizeof header.magic);
    w_buffer_append(out, &header, sizeof header);
    w_buffer_append(out, sections, sizeof sections);
    size_t i = 0;
#define SECTION(section_code, NAME, Row, member, summary) \
    sections[i].code = (section_code);                    \
    sections[i].row_bytes = sizeof(Row);                  \
    sections[i].row_count = tables->member##_count;       \
    write_section(out, start, &sections[i++], tables->member);
#include "grammar/sections.def"
#undef SECTION
    W_ASSERT(i == SECTION_COUNT);
    memcpy(out->bytes + start + sizeof header, sections, sizeof sections);
    header.size_bytes = out->size - start;
    w_sha256(out->bytes + start + sizeof header, out->size - start - sizeof header, header.digest);
    memcpy(out->bytes + start, &header, sizeof header);
}

void w_tables_free(WTables *tables) {
#define SECTION(code, NAME, Row, member, summary) w_free(tables->member);
#include "grammar/sections.def"
#undef SECTION
    w_arena_free(&tables->scratch);
    w_row_index_free(&tables->text_index);
    w_row_index_free(&tables->constant_index);
    w_row_index_free(&tables->pattern_index);
    *tables = (WTables){0};
}
