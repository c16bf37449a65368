// Natives on what contents interpolate: written as it is where they are read, and made safe for
// the place they stand in.
#include <string.h>

#include "runtime/base/limits.h"
#include "runtime/value/text.h"
#include "stdlib/native.h"

// ---- by locale

static int64_t argument_int(const WNativeCall *call) {
    return (int64_t)call->arguments[0];
}

static WValue made(const WNativeCall *call, const char *bytes, size_t size) {
    return w_value_of_pointer(w_text_make(call->arena, (WStr){bytes, size}));
}

WValue w_native_local_integer(const WNativeCall *call) {
    char out[W_LOCAL_CHARS];
    return made(call, out, w_locale_integer(call->locale, argument_int(call), out));
}

WValue w_native_local_number(const WNativeCall *call) {
    char out[W_LOCAL_CHARS];
    return made(call, out, w_locale_number(call->locale, argument_int(call), out));
}

WValue w_native_local_datetime(const WNativeCall *call) {
    char out[W_LOCAL_CHARS];
    int64_t local_ms = w_zone_local_ms(call->zone, argument_int(call));
    return made(call, out, w_locale_datetime(call->locale, local_ms, out));
}

WValue w_native_local_date(const WNativeCall *call) {
    char out[W_LOCAL_CHARS];
    return made(call, out, w_locale_date(call->locale, argument_int(call), out));
}

WValue w_native_local_time(const WNativeCall *call) {
    char out[W_LOCAL_CHARS];
    return made(call, out, w_locale_time(call->locale, argument_int(call), out));
}

// ---- safe

static const char *entity(char c) {
    switch (c) {
    case '&': return "&amp;";
    case '<': return "&lt;";
    case '>': return "&gt;";
    case '"': return "&quot;";
    case '\'': return "&#39;";
    default: return NULL;
    }
}

// What must not stand as it is at `at`, as an entity; `*size` bytes. U+0338 would melt with a `>`
// before it into one letter, as texts are in NFC, and a tag would be open.
static const char *escape(WStr text, size_t at, size_t *size) {
    *size = 1;
    if (text.bytes[at] != '\xcc') return entity(text.bytes[at]);
    *size = 2;
    return at + 1 < text.size && text.bytes[at + 1] == '\xb8' ? "&#824;" : NULL;
}

static WValue escaped(const WNativeCall *call, WStr text) {
    WBuffer out = {0};
    size_t from = 0, size;
    for (size_t i = 0; i < text.size && out.size <= W_LIMIT_MADE_TEXT_BYTES; i += size) {
        const char *instead = escape(text, i, &size);
        if (instead == NULL) continue;
        w_buffer_append(&out, text.bytes + from, i - from);
        w_buffer_str(&out, w_str(instead));
        from = i + size;
    }
    w_buffer_append(&out, text.bytes + from, text.size - from);
    WText *result = w_text_make(call->arena, (WStr){out.bytes, out.size});
    w_buffer_free(&out);
    return w_value_of_pointer(result);
}

WValue w_native_escape_html(const WNativeCall *call) {
    return escaped(call, w_text_str(w_value_text(call->arguments[0])));
}

// The letters before the first `:`, as a browser reads them: small, without blanks and control
// characters in front of and between them. Its size; 0 if it is no scheme we know.
static size_t read_scheme(WStr text, char out[16]) {
    size_t size = 0;
    for (size_t i = 0; i < text.size && size < 16; i++) {
        unsigned char c = (unsigned char)text.bytes[i];
        if (c <= ' ' || c == 127) continue;
        if (c == ':') return size;
        out[size++] = c >= 'A' && c <= 'Z' ? (char)(c + ('a' - 'A')) : (char)c;
    }
    return 0;
}

WValue w_native_escape_url(const WNativeCall *call) {
    static const char *const running[] = {"javascript", "vbscript", "data"};
    WStr text = w_text_str(w_value_text(call->arguments[0]));
    char scheme[16];
    size_t size = read_scheme(text, scheme);
    for (size_t i = 0; i < sizeof running / sizeof *running; i++) {
        if (w_str_equal((WStr){scheme, size}, w_str(running[i]))) return escaped(call, W_STR("#"));
    }
    return escaped(call, text);
}

// The bytes of the line break at `at`: CR, LF, and what else ends a line somewhere; 0 if there is
// none.
static size_t line_break(WStr text, size_t at) {
    static const char *const breaks[] = {"\n",       "\r",           "\v",          "\f",
                                         "\xc2\x85", "\xe2\x80\xa8", "\xe2\x80\xa9"};
    for (size_t i = 0; i < sizeof breaks / sizeof *breaks; i++) {
        size_t size = strlen(breaks[i]);
        if (text.size - at < size) continue;
        if (memcmp(text.bytes + at, breaks[i], size) == 0) return size;
    }
    return 0;
}

WValue w_native_one_line(const WNativeCall *call) {
    WStr text = w_text_str(w_value_text(call->arguments[0]));
    WBuffer out = {0};
    bool is_broken = false;
    for (size_t at = 0; at < text.size;) {
        size_t size = line_break(text, at);
        if (size == 0) {
            w_buffer_char(&out, text.bytes[at++]);
            is_broken = false;
            continue;
        }
        if (!is_broken) w_buffer_char(&out, ' ');
        is_broken = true;
        at += size;
    }
    WText *result = w_text_make(call->arena, (WStr){out.bytes, out.size});
    w_buffer_free(&out);
    return w_value_of_pointer(result);
}
