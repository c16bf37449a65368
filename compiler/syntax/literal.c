// Literals: numbers, lengths and escapes, read without loss.
//
// Premise: see the header.
// Promise: no value is rounded or wraps around; what does not fit is refused.
#include "compiler/syntax/literal.h"

#include <string.h>

#include "runtime/base/assert.h"

#define MICROS 1000000
#define PLACES 6

static bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

static bool add_digit(int64_t *value, char digit) {
    return !__builtin_mul_overflow(*value, 10, value) &&
           !__builtin_add_overflow(*value, digit - '0', value);
}

WLiteral w_literal_integer(WStr text, int64_t *value) {
    *value = 0;
    for (size_t i = 0; i < text.size && is_digit(text.bytes[i]); i++) {
        if (!add_digit(value, text.bytes[i])) return W_LITERAL_RANGE;
    }
    return W_LITERAL_OK;
}

// A decimal as an integer of 10^-places; zeros behind the last place are no loss.
static WLiteral decimal(WStr text, int places, int64_t *value) {
    *value = 0;
    size_t i = 0;
    for (; i < text.size && is_digit(text.bytes[i]); i++) {
        if (!add_digit(value, text.bytes[i])) return W_LITERAL_RANGE;
    }
    bool point = i < text.size && text.bytes[i] == '.';
    if (point) i++;
    for (; point && i < text.size && is_digit(text.bytes[i]); i++) {
        if (places == 0 && text.bytes[i] != '0') return W_LITERAL_PLACES;
        if (places == 0) continue;
        if (!add_digit(value, text.bytes[i])) return W_LITERAL_RANGE;
        places--;
    }
    for (; places > 0; places--) {
        if (!add_digit(value, '0')) return W_LITERAL_RANGE;
    }
    return W_LITERAL_OK;
}

WLiteral w_literal_number(WStr text, int64_t *micros) {
    return decimal(text, PLACES, micros);
}

WLiteral w_literal_percent(WStr text, int64_t *micros) {
    return decimal(text, PLACES - 2, micros);
}

typedef struct Unit {
    const char *words; // each between spaces
    int64_t length_ms;
} Unit;

static const Unit units[] = {
    {" s sec secs second seconds ", 1000},  {" m min mins minute minutes M ", 60000},
    {" h hr hrs hour hours H ", 3600000},   {" d day days D ", 86400000},
    {" w week weeks wk wks W ", 604800000},
};

int64_t w_literal_unit_ms(WStr word) {
    char padded[16];
    if (word.size == 0 || word.size + 3 > sizeof padded) return 0;
    padded[0] = ' ';
    memcpy(padded + 1, word.bytes, word.size);
    memcpy(padded + 1 + word.size, " ", 2);
    for (size_t i = 0; i < sizeof units / sizeof units[0]; i++) {
        if (strstr(units[i].words, padded)) return units[i].length_ms;
    }
    return 0;
}

static size_t word_end(WStr text, size_t at) {
    while (at < text.size && !is_digit(text.bytes[at]))
        at++;
    return at;
}

WLiteral w_literal_duration(WStr text, int64_t *length_ms) {
    int64_t before_ms = INT64_MAX;
    *length_ms = 0;
    for (size_t at = 0; at < text.size;) {
        int64_t count = 0;
        for (; at < text.size && is_digit(text.bytes[at]); at++) {
            if (!add_digit(&count, text.bytes[at])) return W_LITERAL_RANGE;
        }
        size_t end = word_end(text, at);
        int64_t unit_ms = w_literal_unit_ms((WStr){text.bytes + at, end - at});
        if (unit_ms == 0 || unit_ms >= before_ms) return W_LITERAL_ORDER;
        if (__builtin_mul_overflow(count, unit_ms, &count)) return W_LITERAL_RANGE;
        if (__builtin_add_overflow(*length_ms, count, length_ms)) return W_LITERAL_RANGE;
        before_ms = unit_ms;
        at = end;
    }
    return W_LITERAL_OK;
}

static size_t put_utf8(char *out, uint32_t code) {
    if (code < 0x80) {
        out[0] = (char)code;
        return 1;
    }
    size_t size = code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
    static const uint8_t lead[] = {0, 0, 0xC0, 0xE0, 0xF0};
    for (size_t i = size - 1; i > 0; i--, code >>= 6)
        out[i] = (char)(0x80 | (code & 0x3F));
    out[0] = (char)(lead[size] | code);
    return size;
}

static int hex_value(char c) {
    if (is_digit(c)) return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

// `\u{…}` at `*at`; steps over it. A NUL is refused: texts hold none.
static bool code_point(WStr raw, size_t *at, uint32_t *code) {
    size_t i = *at + 3, digits = 0;
    *code = 0;
    if (i > raw.size || raw.bytes[*at + 2] != '{') return false;
    for (; i < raw.size && hex_value(raw.bytes[i]) >= 0; i++, digits++) {
        if (digits < 7) *code = *code << 4 | (uint32_t)hex_value(raw.bytes[i]);
    }
    if (digits < 1 || digits > 6 || i == raw.size || raw.bytes[i] != '}') return false;
    *at = i + 1;
    return *code != 0 && *code <= 0x10FFFF && !(*code >= 0xD800 && *code <= 0xDFFF);
}

// One escape at `*at`: writes what it stands for and steps over it.
static size_t escape(WStr raw, size_t *at, char *out) {
    char c = *at + 1 < raw.size ? raw.bytes[*at + 1] : 0;
    uint32_t code;
    if (c == 'u') return code_point(raw, at, &code) ? put_utf8(out, code) : 0;
    if (c != '"' && c != '\\' && c != 'n' && c != '{' && c != '}' && c != '\'') return 0;
    out[0] = c == 'n' ? '\n' : c;
    *at += 2;
    return 1;
}

// An escape is never shorter than what it stands for, so the decoded text fits into its raw size.
size_t w_literal_unescape(WArena *arena, WStr raw, WStr *decoded) {
    *decoded = raw;
    if (raw.size == 0 || !memchr(raw.bytes, '\\', raw.size)) return raw.size;
    char *out = w_arena_take(arena, raw.size);
    size_t size = 0, bad = raw.size;
    for (size_t at = 0; at < raw.size;) {
        size_t from = at;
        size_t wrote = raw.bytes[at] == '\\' ? escape(raw, &at, out + size) : 0;
        if (wrote == 0) {
            if (raw.bytes[from] == '\\' && bad == raw.size) bad = from;
            at = from;
            out[size] = raw.bytes[at++];
            wrote = 1;
        }
        size += wrote;
    }
    *decoded = (WStr){out, size};
    return bad;
}
