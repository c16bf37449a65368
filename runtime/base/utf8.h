// UTF-8 (RFC 3629), by utf8proc.
#ifndef W_BASE_UTF8_H
#define W_BASE_UTF8_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "runtime/base/arena.h"
#include "runtime/base/bytes.h"

/// Offset of the first byte that is not valid UTF-8, or `str.size` if all is well.
size_t w_utf8_valid(WStr str);

/// The text in NFC. ASCII and text that is already NFC come back as they are (no copy).
WStr w_utf8_nfc(WArena *arena, WStr str);

/// Case folded (utf8proc), NFC.
WStr w_utf8_fold(WArena *arena, WStr str);

/// Number of extended grapheme clusters (UAX #29).
size_t w_utf8_graphemes(WStr str);

/// Columns on a terminal: wide characters take two, combining ones none.
size_t w_utf8_columns(WStr str);

/// Decode one code point of valid UTF-8 at `*at` (before `end`) and step over it.
uint32_t w_utf8_next(const char **at, const char *end);

#endif
