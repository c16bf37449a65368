// Making, comparing and searching texts and lists.
//
// Premise: texts hold valid UTF-8 in NFC; w_text_make brings them there.
// Promise: nothing changes a text once it is made.
#include "runtime/value/text.h"

#include "runtime/base/assert.h"
#include "runtime/base/hash.h"
#include "runtime/base/limits.h"
#include "runtime/base/utf8.h"

// The size to which a text is cut: at most the limit, and no code point is torn.
static size_t cut_size(WStr text) {
    if (text.size <= W_LIMIT_MADE_TEXT_BYTES) return text.size;
    size_t size = W_LIMIT_MADE_TEXT_BYTES;
    while (size > 0 && ((unsigned char)text.bytes[size] & 0xc0) == 0x80)
        size--;
    return size;
}

WText *w_text_begin(WArena *arena, size_t size) {
    W_ASSERT(size <= UINT32_MAX);
    WText *text = w_arena_take(arena, sizeof *text + size + 1);
    text->size = (uint32_t)size;
    return text;
}

WText *w_text_finish(WText *text, size_t size) {
    W_ASSERT(size <= text->size);
    text->size = (uint32_t)size;
    text->bytes[size] = '\0';
    text->hash = (uint32_t)w_hash64(text->bytes, size);
    return text;
}

WText *w_text_make_nfc(WArena *arena, WStr nfc) {
    size_t size = cut_size(nfc);
    WText *text = w_text_begin(arena, size);
    if (size > 0) memcpy(text->bytes, nfc.bytes, size);
    return w_text_finish(text, size);
}

WText *w_text_make(WArena *arena, WStr utf8) {
    return w_text_make_nfc(arena, w_utf8_nfc(arena, utf8));
}

const WText *w_text_empty(void) {
    static const struct {
        _Alignas(WText) uint32_t hash;
        uint32_t size;
        char bytes[8];
    } empty = {.hash = 0x38d394c2}; // of no bytes
    return (const WText *)(const void *)&empty;
}

int w_text_compare(const WText *a, const WText *b) {
    return w_str_compare(w_text_str(a), w_text_str(b));
}

size_t w_text_find(WStr text, WStr part, size_t from) {
    if (from > text.size || part.size > text.size - from) return SIZE_MAX;
    if (part.size == 0) return from;
    const char *found = memmem(text.bytes + from, text.size - from, part.bytes, part.size);
    return found ? (size_t)(found - text.bytes) : SIZE_MAX;
}

bool w_text_contains(const WText *text, const WText *part) {
    return w_text_find(w_text_str(text), w_text_str(part), 0) != SIZE_MAX;
}

bool w_text_starts_with(const WText *text, const WText *part) {
    return part->size <= text->size && memcmp(text->bytes, part->bytes, part->size) == 0;
}

bool w_text_ends_with(const WText *text, const WText *part) {
    if (part->size > text->size) return false;
    return memcmp(text->bytes + text->size - part->size, part->bytes, part->size) == 0;
}

// Append as much as fits under the limit; the cut between code points is made at the end.
static size_t append(char *bytes, size_t size, size_t room, const WText *text) {
    size_t fits = text->size < room - size ? text->size : room - size;
    memcpy(bytes + size, text->bytes, fits);
    return size + fits;
}

static size_t joined_size(const WValue *texts, size_t count, const WText *between) {
    size_t size = count > 1 ? (count - 1) * between->size : 0;
    for (size_t i = 0; i < count; i++)
        size += w_value_text(texts[i])->size;
    return size;
}

WText *w_text_join(WArena *arena, const WValue *texts, size_t count, const WText *between) {
    if (!between) between = w_text_empty();
    size_t room = joined_size(texts, count, between);
    // One byte above the limit is enough to see where the code point at the limit ends.
    if (room > W_LIMIT_MADE_TEXT_BYTES + 1) room = W_LIMIT_MADE_TEXT_BYTES + 1;
    char *bytes = w_arena_take(arena, room + 1);
    size_t size = 0;
    for (size_t i = 0; i < count && size < room; i++) {
        if (i > 0) size = append(bytes, size, room, between);
        size = append(bytes, size, room, w_value_text(texts[i]));
    }
    // The ends of two texts in NFC may compose with each other.
    return w_text_make(arena, (WStr){bytes, cut_size((WStr){bytes, size})});
}

static bool list_equal(WType type, const WList *a, const WList *b) {
    if (a->count != b->count) return false;
    WType element = w_type_element(type);
    for (uint32_t i = 0; i < a->count; i++)
        if (!w_value_equal(element, a->items[i], b->items[i])) return false;
    return true;
}

bool w_value_equal(WType type, WValue a, WValue b) {
    switch (w_type_kind(type)) {
    case W_TYPE_TEXT: return w_text_equal(w_value_text(a), w_value_text(b));
    case W_TYPE_LIST: return list_equal(type, w_value_list(a), w_value_list(b));
    default: return a == b;
    }
}

int w_value_compare(WType type, WValue a, WValue b) {
    if (w_type_kind(type) == W_TYPE_TEXT) return w_text_compare(w_value_text(a), w_value_text(b));
    int64_t left = (int64_t)a, right = (int64_t)b;
    return (left > right) - (left < right);
}

WList *w_list_begin(WArena *arena, size_t count) {
    W_ASSERT(count <= UINT32_MAX);
    WList *list = w_arena_take(arena, sizeof *list + count * sizeof list->items[0]);
    list->count = (uint32_t)count;
    list->reserved = 0;
    return list;
}

bool w_list_has(WType list_type, const WList *list, WValue value) {
    WType element = w_type_element(list_type);
    for (uint32_t i = 0; i < list->count; i++)
        if (w_value_equal(element, list->items[i], value)) return true;
    return false;
}
