// Numbers of the language: `integer` is an int64, `number` an exact decimal with six places, kept
// as an int64 that counts millionths. Every operation saturates, so no expression can fail, and
// every machine computes the same.
#ifndef W_VALUE_NUMBER_H
#define W_VALUE_NUMBER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "runtime/base/bytes.h"

/// What the number 1 is kept as.
#define W_NUMBER_ONE INT64_C(1000000)
/// Room that any printed number or integer fits in.
#define W_NUMBER_CHARS 24

/// What became of a text that should be a number.
typedef enum WNumberParse {
    W_NUMBER_OK,
    W_NUMBER_MALFORMED,    // not a JSON number
    W_NUMBER_NOT_WHOLE,    // a number, but an integer was asked for
    W_NUMBER_OUT_OF_RANGE, // does not fit in 64 bits
} WNumberParse;

int64_t w_integer_add(int64_t a, int64_t b);
int64_t w_integer_sub(int64_t a, int64_t b);
int64_t w_integer_mul(int64_t a, int64_t b);
int64_t w_integer_negate(int64_t a);
/// The integer as a number; saturates beyond 9,223,372,036,854.
int64_t w_integer_widen(int64_t a);

// Sum, difference and negation of numbers are those of the integers that carry them.
int64_t w_number_add(int64_t a, int64_t b);
int64_t w_number_sub(int64_t a, int64_t b);
int64_t w_number_negate(int64_t a);
/// Product, rounded half to even in the sixth place.
int64_t w_number_mul(int64_t a, int64_t b);
/// Quotient in `*result`, rounded half to even; false (missing) when `b` is zero.
bool w_number_div(int64_t a, int64_t b, int64_t *result);

// To integers: half to even, down, up.
int64_t w_number_round(int64_t a);
int64_t w_number_floor(int64_t a);
int64_t w_number_ceil(int64_t a);
/// Rounded half to even in that place; beyond six it stays, below zero places count as none.
int64_t w_number_round_to(int64_t a, int64_t places);

__extension__ typedef __int128 WWide;
/// A total by a count above zero, half to even, exactly; saturates.
int64_t w_number_share(WWide total, int64_t count);

/// Read a JSON number (RFC 8259); digits beyond six places are rounded half to even.
WNumberParse w_number_parse(WStr text, int64_t *result);

/// Read a JSON number that is whole: `12`, `12.0` and `1.2e1` are.
WNumberParse w_integer_parse(WStr text, int64_t *result);

/// Print the shortest exact form (`12.5`, `3`, `-0.25`); returns its size, no terminator.
size_t w_number_print(int64_t a, char out[W_NUMBER_CHARS]);
size_t w_integer_print(int64_t a, char out[W_NUMBER_CHARS]);

#endif
