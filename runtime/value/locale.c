// Reading tags, and writing by the rows of grammar/locales.def.
//
// Premise: tags may be any bytes; values are values of their types.
// Promise: every locale writes every value, within W_LOCAL_CHARS.
#include "runtime/value/locale.h"

#include <string.h>

#include "runtime/base/assert.h"
#include "runtime/value/number.h"
#include "runtime/value/time.h"

struct WLocale {
    const char *tag;
    const char *decimal;
    const char *group;
    uint8_t least; // digits before the first group mark
    uint8_t size;  // of the groups behind the first; that one has three digits
    const char *minus;
    const char *date;
    const char *time;
    const char *seconds;
    const char *both;
    const char *am;
    const char *pm;
};

#define LOCALE(...) {__VA_ARGS__},
static const WLocale rows[] = {
#include "grammar/locales.def"
};
#undef LOCALE

// ---- tags

static bool is_letter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

static char lower(char c) {
    return c >= 'A' && c <= 'Z' ? (char)(c + ('a' - 'A')) : c == '_' ? '-' : c;
}

static char upper(char c) {
    return c >= 'a' && c <= 'z' ? (char)(c - ('a' - 'A')) : c;
}

// A subtag from `start` on; its size, 0 if it is none.
static size_t subtag(WStr text, size_t start, bool *is_word) {
    size_t size = 0;
    *is_word = true;
    for (; start + size < text.size; size++) {
        char c = text.bytes[start + size];
        if (c == '-' || c == '_') break;
        if (!is_letter(c) && !is_digit(c)) return 0;
        *is_word = *is_word && is_letter(c);
    }
    return size <= 8 ? size : 0;
}

// Languages are small, regions of two letters capitals, scripts of four begin with one.
static void write_subtag(char *out, WStr part, bool is_first) {
    for (size_t i = 0; i < part.size; i++) {
        bool is_capital = !is_first && (part.size == 2 || (part.size == 4 && i == 0));
        out[i] = is_capital ? upper(part.bytes[i]) : lower(part.bytes[i]);
    }
}

size_t w_locale_tag(WStr text, char out[W_LOCALE_CHARS]) {
    if (text.size >= W_LOCALE_CHARS) return 0;
    for (size_t start = 0; start <= text.size;) {
        bool is_word;
        size_t size = subtag(text, start, &is_word);
        bool is_language = is_word && (size == 2 || size == 3);
        if (start == 0 ? !is_language : size == 0) return 0;
        write_subtag(out + start, (WStr){text.bytes + start, size}, start == 0);
        start += size;
        if (start < text.size) out[start] = '-';
        start++;
    }
    return text.size;
}

WStr w_locale_language(WStr tag) {
    size_t size = 0;
    while (size < tag.size && tag.bytes[size] != '-' && tag.bytes[size] != '_')
        size++;
    return (WStr){tag.bytes, size};
}

bool w_locale_same(WStr a, WStr b) {
    if (a.size != b.size) return false;
    for (size_t i = 0; i < a.size; i++) {
        if (lower(a.bytes[i]) != lower(b.bytes[i])) return false;
    }
    return true;
}

static const WLocale *find_row(WStr tag) {
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        if (w_locale_same(w_str(rows[i].tag), tag)) return &rows[i];
    }
    return NULL;
}

const WLocale *w_locale_find(WStr tag) {
    const WLocale *row = find_row(tag);
    return row != NULL ? row : find_row(w_locale_language(tag));
}

// ---- numbers

static size_t put(char *out, size_t size, const char *text) {
    size_t more = strlen(text);
    W_ASSERT(size + more <= W_LOCAL_CHARS);
    memcpy(out + size, text, more);
    return size + more;
}

// Whether a group mark stands where `left` more digits follow.
static bool is_group_end(const WLocale *locale, size_t left) {
    if (left < 3 || left % locale->size != 3U % locale->size) return false;
    return true;
}

static size_t put_digits(const WLocale *locale, char *out, size_t size, WStr digits) {
    bool is_grouped = digits.size >= 3U + locale->least;
    for (size_t i = 0; i < digits.size; i++) {
        size_t left = digits.size - i;
        if (is_grouped && i > 0 && is_group_end(locale, left))
            size = put(out, size, locale->group);
        out[size++] = digits.bytes[i];
    }
    return size;
}

// `plain` is as w_number_print and w_integer_print write it.
static size_t put_number(const WLocale *locale, WStr plain, char *out) {
    bool is_negative = plain.size > 0 && plain.bytes[0] == '-';
    if (is_negative) plain = (WStr){plain.bytes + 1, plain.size - 1};
    const char *point = memchr(plain.bytes, '.', plain.size);
    size_t whole = point == NULL ? plain.size : (size_t)(point - plain.bytes);
    size_t size = is_negative ? put(out, 0, locale->minus) : 0;
    size = put_digits(locale, out, size, (WStr){plain.bytes, whole});
    if (point == NULL) return size;
    size = put(out, size, locale->decimal);
    memcpy(out + size, point + 1, plain.size - whole - 1);
    return size + plain.size - whole - 1;
}

size_t w_locale_integer(const WLocale *locale, int64_t value, char out[W_LOCAL_CHARS]) {
    char plain[W_NUMBER_CHARS];
    if (locale == NULL) return w_integer_print(value, out);
    return put_number(locale, (WStr){plain, w_integer_print(value, plain)}, out);
}

size_t w_locale_number(const WLocale *locale, int64_t micros, char out[W_LOCAL_CHARS]) {
    char plain[W_NUMBER_CHARS];
    if (locale == NULL) return w_number_print(micros, out);
    return put_number(locale, (WStr){plain, w_number_print(micros, plain)}, out);
}

// ---- days and times

typedef struct Moment {
    const WLocale *locale;
    WCivil day;
    int32_t clock_s;
} Moment;

// A field of `width` letters: at least so many digits.
static size_t put_field(char *out, size_t size, int32_t value, size_t width) {
    char plain[W_NUMBER_CHARS];
    size_t digits = w_integer_print(value, plain);
    W_ASSERT(size + digits + width <= W_LOCAL_CHARS);
    for (size_t i = digits; i < width; i++)
        out[size++] = '0';
    memcpy(out + size, plain, digits);
    return size + digits;
}

static size_t put_letter(const Moment *m, char *out, size_t size, char letter, size_t width) {
    int32_t hour = m->clock_s / 3600;
    switch (letter) {
    case 'y': return put_field(out, size, m->day.year, width);
    case 'M': return put_field(out, size, m->day.month, width);
    case 'd': return put_field(out, size, m->day.day, width);
    case 'H': return put_field(out, size, hour, width);
    case 'h': return put_field(out, size, hour % 12 == 0 ? 12 : hour % 12, width);
    case 'm': return put_field(out, size, m->clock_s / 60 % 60, width);
    case 's': return put_field(out, size, m->clock_s % 60, width);
    default: return put(out, size, hour < 12 ? m->locale->am : m->locale->pm);
    }
}

static size_t put_pattern(const Moment *m, const char *pattern, char *out, size_t size) {
    bool is_quoted = false;
    for (const char *at = pattern; *at != '\0';) {
        size_t width = strspn(at, (char[]){*at, '\0'});
        if (*at == '\'') {
            is_quoted = !is_quoted;
            at++;
        } else if (!is_quoted && strchr("yMdHhmsa", *at) != NULL) {
            size = put_letter(m, out, size, *at, width);
            at += width;
        } else {
            W_ASSERT(size < W_LOCAL_CHARS);
            out[size++] = *at++;
        }
    }
    return size;
}

static Moment moment_of(const WLocale *locale, int64_t day, int64_t clock_ms) {
    return (Moment){locale, w_civil_of_days(day), (int32_t)(clock_ms / 1000)};
}

// Seconds are shown if there are any; milliseconds are not.
static const char *time_pattern(const Moment *m) {
    return m->clock_s % 60 == 0 ? m->locale->time : m->locale->seconds;
}

size_t w_locale_date(const WLocale *locale, int64_t day, char out[W_LOCAL_CHARS]) {
    if (locale == NULL) return w_date_print(day, out);
    Moment m = moment_of(locale, day, 0);
    return put_pattern(&m, locale->date, out, 0);
}

size_t w_locale_time(const WLocale *locale, int64_t clock_ms, char out[W_LOCAL_CHARS]) {
    if (locale == NULL) return w_time_print(clock_ms, out);
    Moment m = moment_of(locale, 0, clock_ms);
    return put_pattern(&m, time_pattern(&m), out, 0);
}

static size_t plain_datetime(int64_t local_ms, char *out) {
    size_t size = w_date_print(w_datetime_day(local_ms), out);
    out[size++] = ' ';
    return size + w_time_print(w_datetime_clock_ms(local_ms), out + size);
}

size_t w_locale_datetime(const WLocale *locale, int64_t local_ms, char out[W_LOCAL_CHARS]) {
    if (locale == NULL) return plain_datetime(local_ms, out);
    Moment m = moment_of(locale, w_datetime_day(local_ms), w_datetime_clock_ms(local_ms));
    size_t size = 0;
    for (const char *at = locale->both; *at != '\0'; at++) {
        if (*at == 'D') {
            size = put_pattern(&m, locale->date, out, size);
        } else if (*at == 'T') {
            size = put_pattern(&m, time_pattern(&m), out, size);
        } else {
            out[size++] = *at;
        }
    }
    return size;
}
