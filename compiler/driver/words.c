// Words of scripts on one line.
#include "compiler/driver/words.h"

static bool is_blank(char c) {
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

const char *w_words_kept(WArena *arena, WStr text) {
    return w_arena_copy(arena, text.bytes, text.size);
}

static const char *on_one_line(WStr text, WArena *arena) {
    WBuffer out = {0};
    for (size_t i = 0; i < text.size; i++) {
        bool blank = is_blank(text.bytes[i]);
        if (blank && out.size > 0 && out.bytes[out.size - 1] == ' ') continue;
        w_buffer_char(&out, blank ? ' ' : text.bytes[i]);
    }
    while (out.size > 0 && out.bytes[out.size - 1] == ' ')
        out.size--;
    const char *words = w_words_kept(arena, (WStr){out.bytes, out.size});
    w_buffer_free(&out);
    return words;
}

static WStr text_of(const wend_compilation *compilation, WSpan span) {
    return w_source_text(compilation->sources.items[span.source], span);
}

const char *w_words_of(const wend_compilation *compilation, WSpan span, WArena *arena) {
    return on_one_line(text_of(compilation, span), arena);
}

const char *w_words_of_head(const wend_compilation *compilation, WSpan span, WArena *arena) {
    WStr text = text_of(compilation, span);
    size_t size = 0;
    while (size < text.size && text.bytes[size] != '{' && text.bytes[size] != '\n')
        size++;
    return on_one_line((WStr){text.bytes, size}, arena);
}
