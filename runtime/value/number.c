// Arithmetic, reading and printing of integers and six-place decimals.
//
// Premise: texts to read may hold anything.
// Promise: results are exact or rounded half to even, and saturate; nothing overflows.
//
// Work that needs more than 64 bits is done in 128, but only where 64 do not suffice: a division
// of 128 bits is a library call.
#include "runtime/value/number.h"

#include <string.h>

__extension__ typedef __int128 Wide;
__extension__ typedef unsigned __int128 WideMagnitude;

// Digits of a mantissa that are kept; the others only say whether something non-zero was cut.
#define MANTISSA_DIGITS 30
// Beyond this the value is zero or out of range whatever its digits are.
#define EXPONENT_LIMIT INT64_C(1000000000000)

static int64_t saturate(Wide value) {
    if (value > INT64_MAX) return INT64_MAX;
    if (value < INT64_MIN) return INT64_MIN;
    return (int64_t)value;
}

// The divisor is positive. C rounds towards zero; `rest` has the sign of the dividend.
static int64_t divide_narrow(int64_t dividend, int64_t divisor) {
    int64_t quotient = dividend / divisor;
    int64_t rest = dividend % divisor;
    uint64_t distance = rest < 0 ? 0 - (uint64_t)rest : (uint64_t)rest;
    uint64_t other = (uint64_t)divisor - distance;
    if (distance > other || (distance == other && (quotient & 1)))
        quotient += dividend < 0 ? -1 : 1;
    return quotient;
}

// The same for what does not fit in 64 bits; the divisor may have either sign.
static Wide divide_wide(Wide dividend, Wide divisor) {
    if (divisor < 0) return divide_wide(-dividend, -divisor);
    Wide quotient = dividend / divisor;
    Wide rest = dividend % divisor;
    Wide distance = rest < 0 ? -rest : rest;
    Wide other = divisor - distance;
    if (distance > other || (distance == other && (quotient & 1)))
        quotient += dividend < 0 ? -1 : 1;
    return quotient;
}

int64_t w_integer_add(int64_t a, int64_t b) {
    int64_t sum;
    if (!__builtin_add_overflow(a, b, &sum)) return sum;
    return a < 0 ? INT64_MIN : INT64_MAX;
}

int64_t w_integer_sub(int64_t a, int64_t b) {
    int64_t difference;
    if (!__builtin_sub_overflow(a, b, &difference)) return difference;
    return a < 0 ? INT64_MIN : INT64_MAX;
}

int64_t w_integer_mul(int64_t a, int64_t b) {
    int64_t product;
    if (!__builtin_mul_overflow(a, b, &product)) return product;
    return (a < 0) == (b < 0) ? INT64_MAX : INT64_MIN;
}

int64_t w_integer_negate(int64_t a) {
    return a == INT64_MIN ? INT64_MAX : -a;
}

int64_t w_integer_widen(int64_t a) {
    return w_integer_mul(a, W_NUMBER_ONE);
}

int64_t w_number_add(int64_t a, int64_t b) {
    return w_integer_add(a, b);
}

int64_t w_number_sub(int64_t a, int64_t b) {
    return w_integer_sub(a, b);
}

int64_t w_number_negate(int64_t a) {
    return w_integer_negate(a);
}

int64_t w_number_mul(int64_t a, int64_t b) {
    int64_t narrow;
    if (!__builtin_mul_overflow(a, b, &narrow)) return divide_narrow(narrow, W_NUMBER_ONE);
    return saturate(divide_wide((Wide)a * b, W_NUMBER_ONE));
}

bool w_number_div(int64_t a, int64_t b, int64_t *result) {
    if (b == 0) return false;
    int64_t narrow;
    if (b > 0 && !__builtin_mul_overflow(a, W_NUMBER_ONE, &narrow))
        *result = divide_narrow(narrow, b);
    else
        *result = saturate(divide_wide((Wide)a * W_NUMBER_ONE, b));
    return true;
}

int64_t w_number_round(int64_t a) {
    return divide_narrow(a, W_NUMBER_ONE);
}

int64_t w_number_floor(int64_t a) {
    return a / W_NUMBER_ONE - (a % W_NUMBER_ONE < 0);
}

int64_t w_number_ceil(int64_t a) {
    return a / W_NUMBER_ONE + (a % W_NUMBER_ONE > 0);
}

int64_t w_number_round_to(int64_t a, int64_t places) {
    if (places >= 6) return a;
    int64_t unit = W_NUMBER_ONE;
    for (int64_t i = 0; i < places; i++)
        unit /= 10;
    return w_integer_mul(divide_narrow(a, unit), unit);
}

// A decimal as written: mantissa times ten to the exponent.
typedef struct Decimal {
    WideMagnitude mantissa;
    int64_t exponent;
    int digits; // significant digits in the mantissa
    bool cut;   // something non-zero followed the digits that were kept
    bool negative;
} Decimal;

static bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

static void take_digit(Decimal *d, char c, bool fraction) {
    if (d->digits < MANTISSA_DIGITS) {
        d->mantissa = d->mantissa * 10 + (unsigned)(c - '0');
        d->digits += d->mantissa != 0;
        d->exponent -= fraction;
    } else {
        d->cut |= c != '0';
        d->exponent += !fraction;
    }
}

// Step over a run of digits; false if there is none.
static bool take_digits(Decimal *d, const char **at, const char *end, bool fraction) {
    const char *start = *at;
    while (*at < end && is_digit(**at))
        take_digit(d, *(*at)++, fraction);
    return *at > start;
}

static bool take_exponent(Decimal *d, const char **at, const char *end) {
    bool negative = *at < end && **at == '-';
    if (*at < end && (**at == '-' || **at == '+')) (*at)++;
    const char *start = *at;
    int64_t exponent = 0;
    for (; *at < end && is_digit(**at); (*at)++)
        if (exponent < EXPONENT_LIMIT) exponent = exponent * 10 + (**at - '0');
    d->exponent += negative ? -exponent : exponent;
    return *at > start;
}

static bool parse_decimal(WStr text, Decimal *d) {
    const char *at = text.bytes;
    const char *end = at + text.size;
    *d = (Decimal){.negative = at < end && *at == '-'};
    at += d->negative;
    const char *whole = at;
    if (!take_digits(d, &at, end, false)) return false;
    if (*whole == '0' && at - whole > 1) return false;
    if (at < end && *at == '.') {
        at++;
        if (!take_digits(d, &at, end, true)) return false;
    }
    if (at < end && (*at == 'e' || *at == 'E')) {
        at++;
        if (!take_exponent(d, &at, end)) return false;
    }
    return at == end;
}

static WNumberParse finish_decimal(const Decimal *d, WideMagnitude magnitude, int64_t *result) {
    WideMagnitude limit = (WideMagnitude)INT64_MAX + (d->negative ? 1 : 0);
    if (magnitude > limit) return W_NUMBER_OUT_OF_RANGE;
    uint64_t bits = (uint64_t)magnitude;
    *result = (int64_t)(d->negative ? 0 - bits : bits);
    return W_NUMBER_OK;
}

// Mantissa times ten to `exponent`, which is not negative.
static WNumberParse scale_up(const Decimal *d, int64_t exponent, int64_t *result) {
    WideMagnitude magnitude = d->mantissa;
    for (; exponent > 0 && magnitude != 0; exponent--) {
        if (magnitude > (WideMagnitude)INT64_MAX) return W_NUMBER_OUT_OF_RANGE;
        magnitude *= 10;
    }
    return finish_decimal(d, magnitude, result);
}

// Mantissa divided by ten to `places`, which is positive; `*exact` says whether nothing was lost.
static WideMagnitude scale_down(const Decimal *d, int64_t places, bool *exact) {
    *exact = d->mantissa == 0;
    if (places > MANTISSA_DIGITS + 1) return 0;
    WideMagnitude divisor = 1;
    for (int64_t i = 0; i < places; i++)
        divisor *= 10;
    WideMagnitude quotient = d->mantissa / divisor;
    WideMagnitude rest = d->mantissa % divisor;
    WideMagnitude other = divisor - rest;
    *exact = rest == 0 && !d->cut;
    bool above_half = rest > other || (rest == other && (d->cut || (quotient & 1)));
    return quotient + (above_half ? 1 : 0);
}

static WNumberParse parse_number_slowly(WStr text, int64_t *result) {
    Decimal d;
    if (!parse_decimal(text, &d)) return W_NUMBER_MALFORMED;
    int64_t exponent = d.exponent + 6;
    if (exponent >= 0) return scale_up(&d, exponent, result);
    bool exact;
    return finish_decimal(&d, scale_down(&d, -exponent, &exact), result);
}

static WNumberParse parse_integer_slowly(WStr text, int64_t *result) {
    Decimal d;
    if (!parse_decimal(text, &d)) return W_NUMBER_MALFORMED;
    if (d.exponent >= 0) return scale_up(&d, d.exponent, result);
    bool exact;
    WideMagnitude magnitude = scale_down(&d, -d.exponent, &exact);
    if (!exact) return W_NUMBER_NOT_WHOLE;
    return finish_decimal(&d, magnitude, result);
}

int64_t w_number_share(WWide total, int64_t count) {
    WWide quotient = total / count, rest = total % count;
    if (rest < 0) quotient--, rest += count;
    WWide twice = rest * 2;
    if (twice > count || (twice == count && (quotient & 1))) quotient++;
    if (quotient > INT64_MAX) return INT64_MAX;
    return quotient < INT64_MIN ? INT64_MIN : (int64_t)quotient;
}

// A text this short cannot overflow: 12 digits before the point are below the range of a number.
#define FAST_DIGITS 12

static inline int64_t read_digits(const char **at, const char *end) {
    const char *start = *at;
    int64_t value = 0;
    while (*at < end && is_digit(**at) && *at - start < FAST_DIGITS)
        value = value * 10 + (*(*at)++ - '0');
    return value;
}

// Plain `123` and `123.45`; the slow road judges all else, what is malformed too.
WNumberParse w_number_parse(WStr text, int64_t *result) {
    const char *at = text.bytes;
    const char *end = at + text.size;
    bool negative = at < end && *at == '-';
    at += negative;
    const char *whole = at;
    int64_t value = read_digits(&at, end);
    if (at == whole || (*whole == '0' && at - whole > 1)) return parse_number_slowly(text, result);
    int places = 0;
    if (at < end && *at == '.') {
        at++;
        for (; at < end && is_digit(*at) && places < 6; places++)
            value = value * 10 + (*at++ - '0');
        if (places == 0) return W_NUMBER_MALFORMED;
    }
    if (at < end) return parse_number_slowly(text, result);
    static const int64_t scale[7] = {1000000, 100000, 10000, 1000, 100, 10, 1};
    value *= scale[places];
    *result = negative ? -value : value;
    return W_NUMBER_OK;
}

WNumberParse w_integer_parse(WStr text, int64_t *result) {
    const char *at = text.bytes;
    const char *end = at + text.size;
    bool negative = at < end && *at == '-';
    at += negative;
    const char *whole = at;
    int64_t value = read_digits(&at, end);
    bool plain = at > whole && at == end && (*whole != '0' || at - whole == 1);
    if (!plain) return parse_integer_slowly(text, result);
    *result = negative ? -value : value;
    return W_NUMBER_OK;
}

// Digits of `value`, right-aligned before `end`; returns where they begin.
static char *print_digits(uint64_t value, char *end) {
    do
        *--end = (char)('0' + value % 10);
    while ((value /= 10) != 0);
    return end;
}

static size_t finish_print(char *start, const char *end, bool negative, char *out) {
    if (negative) *--start = '-';
    memcpy(out, start, (size_t)(end - start));
    return (size_t)(end - start);
}

size_t w_integer_print(int64_t a, char out[W_NUMBER_CHARS]) {
    char room[W_NUMBER_CHARS];
    char *end = room + sizeof room;
    uint64_t magnitude = a < 0 ? 0 - (uint64_t)a : (uint64_t)a;
    return finish_print(print_digits(magnitude, end), end, a < 0, out);
}

size_t w_number_print(int64_t a, char out[W_NUMBER_CHARS]) {
    char room[W_NUMBER_CHARS];
    char *end = room + sizeof room;
    uint64_t magnitude = a < 0 ? 0 - (uint64_t)a : (uint64_t)a;
    uint64_t fraction = magnitude % W_NUMBER_ONE;
    char *start = end;
    if (fraction != 0) {
        int places = 6;
        for (; fraction % 10 == 0; places--)
            fraction /= 10;
        for (; places > 0; places--, fraction /= 10)
            *--start = (char)('0' + fraction % 10);
        *--start = '.';
    }
    return finish_print(print_digits(magnitude / W_NUMBER_ONE, start), end, a < 0, out);
}
