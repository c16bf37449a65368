// Natives on texts and lists.
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

WValue w_native_list_count(const WNativeCall *call) {
    return w_value_list(call->arguments[0])->count;
}
