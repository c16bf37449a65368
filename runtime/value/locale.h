// Locales: tags as authors and profiles write them, and how numbers, days and times are written
// there (grammar/locales.def).
#ifndef W_VALUE_LOCALE_H
#define W_VALUE_LOCALE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "runtime/base/bytes.h"

/// Room for a tag.
#define W_LOCALE_CHARS 36
/// Room for a printed number, day or time.
#define W_LOCAL_CHARS 128

/// A row of the table.
typedef struct WLocale WLocale;

/// Write a tag in its one form: "DE_at" is "de-AT", "zh-hant" is "zh-Hant". Returns the size, 0 if
/// it is no tag. No terminator.
size_t w_locale_tag(WStr text, char out[W_LOCALE_CHARS]);

/// The language of a tag: all before its first `-` or `_`.
WStr w_locale_language(WStr tag);

/// Whether two tags are the same, however they are written.
bool w_locale_same(WStr a, WStr b);

/// How things are written for that tag: its row, else that of its language, else NULL, which is a
/// locale too: the plain way of all other texts.
const WLocale *w_locale_find(WStr tag);

// Print; each returns the size, no terminator.

size_t w_locale_integer(const WLocale *locale, int64_t value, char out[W_LOCAL_CHARS]);
size_t w_locale_number(const WLocale *locale, int64_t micros, char out[W_LOCAL_CHARS]);
size_t w_locale_date(const WLocale *locale, int64_t day, char out[W_LOCAL_CHARS]);
size_t w_locale_time(const WLocale *locale, int64_t clock_ms, char out[W_LOCAL_CHARS]);
/// Milliseconds since 1970-01-01 00:00 on the clock of the place.
size_t w_locale_datetime(const WLocale *locale, int64_t local_ms, char out[W_LOCAL_CHARS]);

#endif
