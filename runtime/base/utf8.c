// UTF-8, by utf8proc; plain ASCII, which is nearly everything, never gets that far.
//
// Premise: but for w_utf8_valid every function takes text that is known to be valid.
#include "runtime/base/utf8.h"

#include <string.h>
#include <utf8proc.h>

#include "runtime/base/assert.h"

static bool is_ascii(WStr str) {
    unsigned char seen = 0;
    for (size_t i = 0; i < str.size; i++)
        seen |= (unsigned char)str.bytes[i];
    return seen < 0x80;
}

size_t w_utf8_valid(WStr str) {
    size_t at = 0;
    while (at < str.size) {
        utf8proc_int32_t point;
        const utf8proc_uint8_t *bytes = (const utf8proc_uint8_t *)str.bytes + at;
        utf8proc_ssize_t step = utf8proc_iterate(bytes, (utf8proc_ssize_t)(str.size - at), &point);
        if (step <= 0) return at;
        at += (size_t)step;
    }
    return at;
}

static WStr map(WArena *arena, WStr str, utf8proc_option_t options) {
    const utf8proc_uint8_t *bytes = (const utf8proc_uint8_t *)str.bytes;
    size_t room = str.size + 1;
    for (;;) {
        utf8proc_int32_t *points = w_arena_take(arena, room * sizeof *points + 4);
        utf8proc_ssize_t count = utf8proc_decompose(bytes, (utf8proc_ssize_t)str.size, points,
                                                    (utf8proc_ssize_t)room, options);
        W_ASSERT(count >= 0);
        if ((size_t)count <= room) {
            utf8proc_ssize_t size = utf8proc_reencode(points, count, options);
            W_ASSERT(size >= 0);
            return (WStr){(const char *)points, (size_t)size};
        }
        room = (size_t)count;
    }
}

WStr w_utf8_nfc(WArena *arena, WStr str) {
    if (is_ascii(str)) return str;
    WStr mapped = map(arena, str, UTF8PROC_STABLE | UTF8PROC_COMPOSE);
    return w_str_equal(mapped, str) ? str : mapped;
}

WStr w_utf8_fold(WArena *arena, WStr str) {
    if (!is_ascii(str))
        return map(arena, str, UTF8PROC_STABLE | UTF8PROC_COMPOSE | UTF8PROC_CASEFOLD);
    char *folded = w_arena_copy(arena, str.bytes, str.size);
    for (size_t i = 0; i < str.size; i++) {
        if (folded[i] >= 'A' && folded[i] <= 'Z') folded[i] = (char)(folded[i] + ('a' - 'A'));
    }
    return (WStr){folded, str.size};
}

size_t w_utf8_graphemes(WStr str) {
    size_t count = 0;
    utf8proc_int32_t state = 0;
    uint32_t before = 0;
    const char *end = str.bytes + str.size;
    for (const char *at = str.bytes; at < end;) {
        uint32_t point = w_utf8_next(&at, end);
        bool first = count == 0;
        if (first || utf8proc_grapheme_break_stateful((utf8proc_int32_t)before,
                                                      (utf8proc_int32_t)point, &state))
            count++;
        before = point;
    }
    return count;
}

size_t w_utf8_columns(WStr str) {
    size_t columns = 0;
    const char *end = str.bytes + str.size;
    for (const char *at = str.bytes; at < end;) {
        int width = utf8proc_charwidth((utf8proc_int32_t)w_utf8_next(&at, end));
        columns += width > 0 ? (size_t)width : 0;
    }
    return columns;
}

uint32_t w_utf8_next(const char **at, const char *end) {
    W_ASSERT(*at < end);
    utf8proc_int32_t point;
    utf8proc_ssize_t step =
        utf8proc_iterate((const utf8proc_uint8_t *)*at, (utf8proc_ssize_t)(end - *at), &point);
    W_ASSERT(step > 0);
    *at += step;
    return (uint32_t)point;
}
