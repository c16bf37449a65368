// Verifier, first part: header, section table, where sections lie, and the text pool.
//
// Premise: any bytes at all, copied and aligned to 8.
// Promise: every section's rows lie inside the bytes and nothing else does; the digest is right;
// every text of the pool is valid, in NFC, hashed and there once.
#include "runtime/bundle/verify.h"

#include <stdlib.h>
#include <string.h>

#include "runtime/base/alloc.h"
#include "runtime/base/hash.h"
#include "runtime/base/utf8.h"
#include "runtime/value/text.h"

#define SECTION(code, NAME, Row, member, summary) [code] = #member,
static const char *const section_names[W_SECTION_LIMIT] = {
    [W_SECTION_HEADER] = "header",
#include "grammar/sections.def"
};
#undef SECTION

#define SECTION(code, NAME, Row, member, summary) [code] = sizeof(Row),
static const uint32_t row_bytes[W_SECTION_LIMIT] = {
#include "grammar/sections.def"
};
#undef SECTION

static bool refuse_at(WVerifier *v, uint64_t offset_bytes, const char *reason) {
    v->refusal->section = section_names[v->section];
    v->refusal->offset_bytes = offset_bytes;
    v->refusal->reason = reason;
    return false;
}

bool w_refuse(WVerifier *v, const char *reason) {
    return refuse_at(v, v->sections[v->section].offset_bytes + v->row * row_bytes[v->section],
                     reason);
}

static uint64_t align8(uint64_t offset) {
    return (offset + 7) & ~UINT64_C(7);
}

static bool verify_header(WVerifier *v, size_t size_bytes) {
    const WBundleHeader *header = (const void *)v->bytes;
    if (size_bytes > W_LIMIT_BUNDLE_BYTES) return refuse_at(v, 0, "it is larger than may be");
    if (size_bytes < sizeof *header) return refuse_at(v, size_bytes, "it ends within the header");
    if (memcmp(header->magic, W_BUNDLE_MAGIC, sizeof header->magic) != 0)
        return refuse_at(v, 0, "this is no bundle");
    if (header->version != W_BUNDLE_VERSION) {
        v->refusal->too_new = header->version > W_BUNDLE_VERSION;
        return refuse_at(v, offsetof(WBundleHeader, version),
                         v->refusal->too_new ? "it needs a newer runtime"
                                             : "no runtime ever knew this version");
    }
    if (header->size_bytes != size_bytes)
        return refuse_at(v, offsetof(WBundleHeader, size_bytes),
                         size_bytes < header->size_bytes ? "it is cut short"
                                                         : "there are bytes behind its end");
    uint8_t digest[32];
    w_sha256(v->bytes + sizeof *header, size_bytes - sizeof *header, digest);
    if (memcmp(digest, header->digest, sizeof digest) != 0)
        return refuse_at(v, offsetof(WBundleHeader, digest),
                         "its content is not what its digest says: it was damaged or altered");
    memcpy(v->bundle->digest, digest, sizeof digest);
    if (header->section_count > (size_bytes - sizeof *header) / sizeof(WSectionRow))
        return refuse_at(v, offsetof(WBundleHeader, section_count),
                         "the section table does not fit in it");
    return true;
}

static void set_section(WVerifier *v, const WSectionRow *row) {
    WBundle *bundle = v->bundle;
    const void *rows = v->bytes + row->offset_bytes;
    switch (row->code) {
#define SECTION(code, NAME, Row, member, summary)          \
    case W_SECTION_##NAME:                                 \
        bundle->member = rows;                             \
        bundle->member##_count = (uint32_t)row->row_count; \
        break;
#include "grammar/sections.def"
#undef SECTION
    default: break;
    }
}

// `*end` is the end of what lies before, and becomes that of this section.
static bool verify_section(WVerifier *v, const WSectionRow *row, uint64_t *end) {
    uint64_t at = (uint64_t)((const uint8_t *)row - v->bytes);
    if (row->code == 0 || row->code >= W_SECTION_LIMIT || row_bytes[row->code] == 0)
        return refuse_at(v, at, "there is a section this runtime does not know");
    if (row->row_bytes != row_bytes[row->code])
        return refuse_at(v, at, "a section has rows of another size");
    uint64_t start = align8(*end);
    if (row->offset_bytes != start)
        return refuse_at(v, at, "a section does not start right behind the one before");
    uint64_t room = v->bundle->size_bytes - start; // both multiples of 8, start within
    if (row->row_count > room / row->row_bytes || row->row_count >= W_NONE)
        return refuse_at(v, at, "a section reaches beyond the end");
    v->sections[row->code] = (WSectionView){start, (uint32_t)row->row_count, row->row_bytes};
    *end = start + row->row_count * row->row_bytes;
    for (uint64_t i = *end; i < align8(*end); i++) {
        if (v->bytes[i] != 0) return refuse_at(v, i, "there is something between sections");
    }
    set_section(v, row);
    return true;
}

static bool verify_sections(WVerifier *v) {
    const WBundleHeader *header = (const void *)v->bytes;
    const WSectionRow *rows = (const void *)(v->bytes + sizeof *header);
    uint64_t end = sizeof *header + header->section_count * sizeof *rows;
    if (header->size_bytes % 8 != 0)
        return refuse_at(v, offsetof(WBundleHeader, size_bytes), "its size is no multiple of 8");
    for (uint32_t i = 0; i < header->section_count; i++) {
        if (i > 0 && rows[i].code <= rows[i - 1].code)
            return refuse_at(v, (uint64_t)((const uint8_t *)&rows[i] - v->bytes),
                             "sections are not in their order");
        if (!verify_section(v, &rows[i], &end)) return false;
    }
    if (align8(end) != header->size_bytes)
        return refuse_at(v, end, "there is something behind the last section");
    return true;
}

// One text at `offset` of the pool; `*size` becomes what it takes up.
static bool verify_text(WVerifier *v, WArena *arena, uint32_t offset, uint32_t *size) {
    uint32_t left = v->bundle->texts_count - offset;
    const WText *text = w_bundle_text(v->bundle, offset);
    if (left < sizeof *text || text->size >= left - sizeof *text)
        return w_refuse(v, "a text reaches beyond its section");
    *size = (uint32_t)align8(sizeof *text + text->size + 1);
    if (*size > left) return w_refuse(v, "a text reaches beyond its section");
    for (uint64_t i = offset + sizeof *text + text->size; i < (uint64_t)offset + *size; i++) {
        if (v->bundle->texts[i] != 0) return w_refuse(v, "a text does not end in zeros");
    }
    WStr str = w_text_str(text);
    if (text->hash != (uint32_t)w_hash64(str.bytes, str.size))
        return w_refuse(v, "a text does not have the hash it says");
    if (w_utf8_valid(str) != str.size) return w_refuse(v, "a text is not UTF-8");
    w_arena_reset(arena);
    if (!w_str_equal(w_utf8_nfc(arena, str), str)) return w_refuse(v, "a text is not in NFC");
    return true;
}

static int by_hash_and_bytes(const void *left, const void *right) {
    const WText *a = *(const WText *const *)left, *b = *(const WText *const *)right;
    if (a->hash != b->hash) return a->hash < b->hash ? -1 : 1;
    return w_text_compare(a, b);
}

static bool verify_texts_differ(WVerifier *v, size_t count) {
    const WText **sorted = w_alloc((count + 1) * sizeof *sorted);
    size_t n = 0;
    for (uint32_t i = 0; i < v->bundle->texts_count / 8; i++) {
        if (v->names[i] != W_NONE) sorted[n++] = w_bundle_text(v->bundle, i * 8);
    }
    qsort(sorted, n, sizeof *sorted, by_hash_and_bytes);
    bool differ = true;
    for (size_t i = 1; i < n && differ; i++) {
        if (!w_text_equal(sorted[i - 1], sorted[i])) continue;
        v->row = (uint64_t)((const uint8_t *)sorted[i] - v->bundle->texts);
        differ = w_refuse(v, "a text is there twice");
    }
    w_free(sorted);
    return differ;
}

static bool verify_texts(WVerifier *v) {
    v->section = W_SECTION_TEXTS;
    uint32_t count = v->bundle->texts_count;
    if (count % 8 != 0) return w_refuse(v, "the text pool's size is no multiple of 8");
    size_t places = count / 8;
    v->names = w_alloc((places + 1) * sizeof *v->names);
    memset(v->names, 0xff, (places + 1) * sizeof *v->names);
    WArena arena = {0};
    bool good = true;
    size_t texts = 0;
    for (uint32_t offset = 0, size = 0; offset < count && good; offset += size) {
        v->row = offset;
        good = verify_text(v, &arena, offset, &size);
        if (good) v->names[offset / 8] = 0, texts++;
    }
    w_arena_free(&arena);
    return good && verify_texts_differ(v, texts);
}

bool w_verify_structure(WVerifier *v, size_t size_bytes) {
    v->section = W_SECTION_HEADER;
    return verify_header(v, size_bytes) && verify_sections(v) && verify_texts(v);
}
