// Literals: from their spelling to their value.
//
// Premise: the scanner matched the token, so its shape is right; its value may be out of range.
// Promise: true and a value within its range, or false.
#ifndef W_SYNTAX_LITERAL_H
#define W_SYNTAX_LITERAL_H

#include <stdbool.h>
#include <stdint.h>

#include "runtime/base/arena.h"
#include "runtime/base/bytes.h"

typedef enum WLiteral {
    W_LITERAL_OK,
    W_LITERAL_RANGE,  // does not fit
    W_LITERAL_PLACES, // more than six decimal places
    W_LITERAL_ORDER   // a duration whose units are not from the largest down, each once
} WLiteral;

/// `12`
WLiteral w_literal_integer(WStr text, int64_t *value);
/// `3.5` in millionths; reads up to the first byte that is no part of a number.
WLiteral w_literal_number(WStr text, int64_t *micros);
/// `5%` in millionths of the whole: 50000.
WLiteral w_literal_percent(WStr text, int64_t *micros);
/// `1d12h` in milliseconds.
WLiteral w_literal_duration(WStr text, int64_t *length_ms);

/// Milliseconds of a word for a unit as people write it (`d`, `days`, `hrs`, `min`); 0 if it is
/// none.
int64_t w_literal_unit_ms(WStr word);

/// Decode the escapes of a piece of a text. Returns the offset of the first escape that does not
/// exist, or the size of `raw`; it and later ones are left as they are.
size_t w_literal_unescape(WArena *arena, WStr raw, WStr *decoded);

#endif
