// Scanner for JSON texts, exactly RFC 8259: what it passes over is valid, and it never looks back.
//
// Premise: the byte at `end` is readable and below a space (a line feed or NUL), so that no loop
// needs to ask where the end is. Bytes may hold anything. Promise: strings are valid UTF-8 without
// lone surrogates; depth and number of keys are limited; no recursion, no allocation.
//
// Strings of plain ASCII, nearly all there are, are passed 16 bytes at a time; from the first byte
// that is not plain the re2c rules go on.
#ifndef W_HOST_EVENT_SCAN_H
#define W_HOST_EVENT_SCAN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __SSE2__
#include <emmintrin.h>
#endif

#include "runtime/base/bytes.h"
#include "runtime/base/limits.h"

#define REFUSAL(code, NAME, text, summary) W_REFUSED_##NAME = (code),
typedef enum WRefused {
    W_REFUSED_NOTHING = 0,
#include "grammar/refusals.def"
} WRefused;
#undef REFUSAL

typedef struct WJsonScan {
    const char *at;
    const char *end;
    uint32_t depth;   // arrays and objects around `at`
    uint32_t keys;    // met so far
    WRefused refused; // why the scan ended, at `at`
} WJsonScan;

/// A string as it stands between its quotes.
typedef struct WJsonString {
    const char *bytes;
    size_t size;
    bool escaped; // holds a backslash
    bool ascii;
} WJsonString;

static inline bool w_scan_refuse(WJsonScan *s, WRefused why) {
    s->refused = why;
    return false;
}

/// Step over white space; the byte that follows, NUL at the end.
static inline char w_scan_peek(WJsonScan *s) {
    if ((unsigned char)*s->at > ' ') return *s->at;
    while (s->at < s->end && (*s->at == ' ' || *s->at == '\t' || *s->at == '\n' || *s->at == '\r'))
        s->at++;
    return s->at < s->end ? *s->at : '\0';
}

/// The rest of a string from a byte that is not plain on; re2c.
bool w_scan_string_rest(WJsonScan *s, WJsonString *string);

// The first byte at or behind `at` that is no plain ASCII character of a string.
static inline const char *w_scan_plain(const char *at, const char *end) {
#ifdef __SSE2__
    for (; end - at >= 16; at += 16) {
        __m128i bytes = _mm_loadu_si128((const __m128i *)(const void *)at);
        __m128i quote = _mm_cmpeq_epi8(bytes, _mm_set1_epi8('"'));
        __m128i escape = _mm_cmpeq_epi8(bytes, _mm_set1_epi8('\\'));
        __m128i low = _mm_cmplt_epi8(bytes, _mm_set1_epi8(' ')); // as signed: control, not ASCII
        int found = _mm_movemask_epi8(_mm_or_si128(_mm_or_si128(quote, escape), low));
        if (found) return at + __builtin_ctz((unsigned)found);
    }
#else
    (void)end;
#endif
    while (*at >= ' ' && *at != '"' && *at != '\\')
        at++;
    return at;
}

/// Step over the string whose opening quote is at `at`.
static inline bool w_scan_string(WJsonScan *s, WJsonString *string) {
    const char *start = s->at + 1;
    const char *stop = w_scan_plain(start, s->end);
    *string = (WJsonString){start, (size_t)(stop - start), false, true};
    s->at = stop + 1;
    if (*stop == '"') return true;
    s->at = stop;
    return w_scan_string_rest(s, string);
}

/// Step over the number at `at`; re2c.
bool w_scan_number(WJsonScan *s, WStr *number);

/// Step over `true`, `false` or `null`; false (and nothing refused) if it is not there.
bool w_scan_word(WJsonScan *s, WStr word);

/// Step over white space, a colon and white space.
bool w_scan_colon(WJsonScan *s);

/// Count a key; false when there are too many.
static inline bool w_scan_count_key(WJsonScan *s) {
    return s->keys++ < W_LIMIT_JSON_KEYS || w_scan_refuse(s, W_REFUSED_TOO_MANY_KEYS);
}

/// Step over a value of any kind, with all there is inside.
bool w_scan_skip(WJsonScan *s);

/// Whether the bytes are one JSON text within our limits.
bool w_json_valid(WStr text);

#endif
