// Natives on texts.
#include <string.h>

#include <utf8proc.h>

#include "runtime/base/limits.h"
#include "runtime/base/utf8.h"
#include "runtime/value/text.h"
#include "stdlib/native.h"

static const WText *argument_text(const WNativeCall *call, size_t index) {
    return w_value_text(call->arguments[index]);
}

WValue w_native_lower(const WNativeCall *call) {
    WStr folded = w_utf8_fold(call->arena, w_text_str(argument_text(call, 0)));
    return w_value_of_pointer(w_text_make_nfc(call->arena, folded));
}

WValue w_native_upper(const WNativeCall *call) {
    const WText *text = argument_text(call, 0);
    const char *at = text->bytes, *end = at + text->size;
    // No capital takes more than one byte more than its letter.
    char *bytes = w_arena_take(call->arena, 2 * (size_t)text->size + 1);
    utf8proc_ssize_t size = 0;
    while (at < end) {
        utf8proc_int32_t capital = utf8proc_toupper((utf8proc_int32_t)w_utf8_next(&at, end));
        size += utf8proc_encode_char(capital, (utf8proc_uint8_t *)bytes + size);
    }
    return w_value_of_pointer(w_text_make(call->arena, (WStr){bytes, (size_t)size}));
}

static bool is_space(uint32_t code_point) {
    if (code_point >= '\t' && code_point <= '\r') return true;
    switch (utf8proc_category((utf8proc_int32_t)code_point)) {
    case UTF8PROC_CATEGORY_ZS:
    case UTF8PROC_CATEGORY_ZL:
    case UTF8PROC_CATEGORY_ZP: return true;
    default: return false;
    }
}

WValue w_native_trim(const WNativeCall *call) {
    const WText *text = argument_text(call, 0);
    const char *end = text->bytes + text->size;
    const char *first = NULL, *behind_last = NULL; // what is no space
    for (const char *at = text->bytes; at < end;) {
        const char *start = at;
        if (is_space(w_utf8_next(&at, end))) continue;
        if (!first) first = start;
        behind_last = at;
    }
    if (!first) return w_value_of_pointer(w_text_empty());
    WStr rest = {first, (size_t)(behind_last - first)};
    return w_value_of_pointer(w_text_make_nfc(call->arena, rest));
}

WValue w_native_length(const WNativeCall *call) {
    return w_utf8_graphemes(w_text_str(argument_text(call, 0)));
}

// An empty text to look for is found nowhere: there is no good answer to how often it occurs.
WValue w_native_replace(const WNativeCall *call) {
    WStr text = w_text_str(argument_text(call, 0));
    WStr old = w_text_str(argument_text(call, 1));
    WStr new = w_text_str(argument_text(call, 2));
    size_t found = old.size > 0 ? w_text_find(text, old, 0) : SIZE_MAX;
    if (found == SIZE_MAX) return call->arguments[0];
    WBuffer result = {0};
    size_t from = 0;
    for (; found != SIZE_MAX && result.size <= W_LIMIT_MADE_TEXT_BYTES;
         found = w_text_find(text, old, from)) {
        w_buffer_append(&result, text.bytes + from, found - from);
        w_buffer_str(&result, new);
        from = found + old.size;
    }
    w_buffer_append(&result, text.bytes + from, text.size - from);
    WText *made = w_text_make(call->arena, (WStr){result.bytes, result.size});
    w_buffer_free(&result);
    return w_value_of_pointer(made);
}

WValue w_native_join(const WNativeCall *call) {
    const WList *list = w_value_list(call->arguments[0]);
    WText *text = w_text_join(call->arena, list->items, list->count, argument_text(call, 1));
    return w_value_of_pointer(text);
}

static WValue text_of(const WNativeCall *call, const char *from, const char *to) {
    if (from == to) return w_value_of_pointer(w_text_empty());
    return w_value_of_pointer(w_text_make_nfc(call->arena, (WStr){from, (size_t)(to - from)}));
}

// The last part takes what a list has no room for.
WValue w_native_split(const WNativeCall *call) {
    WStr text = w_text_str(argument_text(call, 0));
    WStr between = w_text_str(argument_text(call, 1));
    WValue parts[W_LIMIT_LIST_ITEMS];
    size_t count = 0, from = 0;
    while (between.size > 0 && count + 1 < W_LIMIT_LIST_ITEMS) {
        size_t found = w_text_find(text, between, from);
        if (found == SIZE_MAX) break;
        parts[count++] = text_of(call, text.bytes + from, text.bytes + found);
        from = found + between.size;
    }
    parts[count++] = text_of(call, text.bytes + from, text.bytes + text.size);
    WList *list = w_list_begin(call->arena, count);
    memcpy(list->items, parts, count * sizeof parts[0]);
    return w_value_of_pointer(list);
}

WValue w_native_capitalize(const WNativeCall *call) {
    const WText *text = argument_text(call, 0);
    const char *at = text->bytes, *end = at + text->size;
    if (text->size == 0) return call->arguments[0];
    WBuffer made = {0};
    utf8proc_uint8_t capital[4];
    utf8proc_int32_t first = (utf8proc_int32_t)w_utf8_next(&at, end);
    utf8proc_ssize_t size = utf8proc_encode_char(utf8proc_totitle(first), capital);
    w_buffer_append(&made, capital, (size_t)size);
    w_buffer_append(&made, at, (size_t)(end - at));
    WText *result = w_text_make(call->arena, (WStr){made.bytes, made.size});
    w_buffer_free(&made);
    return w_value_of_pointer(result);
}

// ---- characters

// Where the character behind so many begins, or the end.
static const char *behind(const WText *text, int64_t characters) {
    const char *at = text->bytes, *end = at + text->size;
    utf8proc_int32_t state = 0, before = 0;
    while (at < end) {
        const char *start = at;
        utf8proc_int32_t now = (utf8proc_int32_t)w_utf8_next(&at, end);
        bool begins =
            start == text->bytes || utf8proc_grapheme_break_stateful(before, now, &state);
        if (begins && characters-- <= 0) return start;
        before = now;
    }
    return end;
}

WValue w_native_take_text(const WNativeCall *call) {
    const WText *text = argument_text(call, 0);
    return text_of(call, text->bytes, behind(text, (int64_t)call->arguments[1]));
}

WValue w_native_skip_text(const WNativeCall *call) {
    const WText *text = argument_text(call, 0);
    return text_of(call, behind(text, (int64_t)call->arguments[1]), text->bytes + text->size);
}

// Where the last word that ends before `end` does; `end` itself if no blank is before it.
static const char *end_of_words(const char *start, const char *end) {
    const char *blank = end;
    while (blank > start && blank[-1] != ' ')
        blank--;
    while (blank > start && blank[-1] == ' ')
        blank--;
    return blank > start ? blank : end;
}

WValue w_native_shorten(const WNativeCall *call) {
    const WText *text = argument_text(call, 0);
    int64_t most = (int64_t)call->arguments[1];
    const char *end = text->bytes + text->size;
    if (most <= 0) return w_value_of_pointer(w_text_empty());
    if (behind(text, most) == end) return call->arguments[0];
    const char *cut = behind(text, most - 1);
    if (*cut != ' ') cut = end_of_words(text->bytes, cut);
    WBuffer made = {0};
    w_buffer_append(&made, text->bytes, (size_t)(cut - text->bytes));
    w_buffer_str(&made, W_STR("…"));
    WText *result = w_text_make(call->arena, (WStr){made.bytes, made.size});
    w_buffer_free(&made);
    return w_value_of_pointer(result);
}

WValue w_native_url_encode(const WNativeCall *call) {
    static const char digits[] = "0123456789ABCDEF";
    const WText *text = argument_text(call, 0);
    WBuffer made = {0};
    for (uint32_t i = 0; i < text->size; i++) {
        unsigned char c = (unsigned char)text->bytes[i];
        bool is_letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
        bool is_plain = is_letter || (c >= '0' && c <= '9') || strchr("-._~", c) != NULL;
        if (is_plain) {
            w_buffer_char(&made, (char)c);
        } else {
            const char escape[] = {'%', digits[c >> 4], digits[c & 15]};
            w_buffer_append(&made, escape, sizeof escape);
        }
    }
    WText *result = w_text_make_nfc(call->arena, (WStr){made.bytes, made.size});
    w_buffer_free(&made);
    return w_value_of_pointer(result);
}
