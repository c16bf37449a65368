// Integers and six-place decimals.
#include "runtime/value/number.h"
#include "tests/unit/test.h"

static const char *print(int64_t number) {
    static char out[W_NUMBER_CHARS + 1];
    out[w_number_print(number, out)] = '\0';
    return out;
}

// The number of a text, printed again; the refusal in words.
static const char *reread(const char *text) {
    int64_t value;
    switch (w_number_parse(w_str(text), &value)) {
    case W_NUMBER_OK: return print(value);
    case W_NUMBER_MALFORMED: return "malformed";
    case W_NUMBER_NOT_WHOLE: return "not whole";
    default: return "out of range";
    }
}

static const char *reread_integer(const char *text) {
    static char out[W_NUMBER_CHARS + 1];
    int64_t value;
    switch (w_integer_parse(w_str(text), &value)) {
    case W_NUMBER_OK: out[w_integer_print(value, out)] = '\0'; return out;
    case W_NUMBER_MALFORMED: return "malformed";
    case W_NUMBER_NOT_WHOLE: return "not whole";
    default: return "out of range";
    }
}

TEST(numbers_print_as_short_as_they_are_exact) {
    CHECK_STR(print(12500000), "12.5");
    CHECK_STR(print(3000000), "3");
    CHECK_STR(print(-250000), "-0.25");
    CHECK_STR(print(0), "0");
    CHECK_STR(print(1), "0.000001");
    CHECK_STR(print(100), "0.0001");
    CHECK_STR(print(INT64_MAX), "9223372036854.775807");
    CHECK_STR(print(INT64_MIN), "-9223372036854.775808");
}

TEST(numbers_are_read_as_json_has_them) {
    CHECK_STR(reread("123.45"), "123.45");
    CHECK_STR(reread("0"), "0");
    CHECK_STR(reread("-0"), "0");
    CHECK_STR(reread("-0.25"), "-0.25");
    CHECK_STR(reread("1e3"), "1000");
    CHECK_STR(reread("12.5E-1"), "1.25");
    CHECK_STR(reread("1.5e+2"), "150");
    CHECK_STR(reread("0.0000001e7"), "1");
    CHECK_STR(reread("999999999999.999999"), "999999999999.999999");
    CHECK_STR(reread("9223372036854.775807"), "9223372036854.775807");
    CHECK_STR(reread("-9223372036854.775808"), "-9223372036854.775808");
    CHECK_STR(reread("0e999999999999999999999"), "0");
    CHECK_STR(reread("1e-999999999999999999999"), "0");
}

TEST(digits_beyond_six_places_are_rounded_half_to_even) {
    CHECK_STR(reread("0.0000005"), "0");
    CHECK_STR(reread("0.0000015"), "0.000002");
    CHECK_STR(reread("0.0000025"), "0.000002");
    CHECK_STR(reread("0.00000250000000000000000000000000000000000000001"), "0.000003");
    CHECK_STR(reread("-0.0000015"), "-0.000002");
    CHECK_STR(reread("1.9999999"), "2");
    CHECK_STR(reread("123456789012.1234565"), "123456789012.123456");
    CHECK_STR(reread("5e-7"), "0");
    CHECK_STR(reread("5.1e-7"), "0.000001");
}

TEST(what_is_no_number_or_too_large_is_refused) {
    const char *malformed[] = {"",    "-",   ".5",   "1.",    "01", "-01",  "+1",
                               "1e",  "1e+", "1.e3", "0x1",   "1 ", " 1",   "NaN",
                               "1_0", "--1", "1-2",  "1.2.3", "00", "1e1.5"};
    for (size_t i = 0; i < sizeof malformed / sizeof *malformed; i++) {
        CHECK_STR(reread(malformed[i]), "malformed");
        CHECK_STR(reread_integer(malformed[i]), "malformed");
    }
    CHECK_STR(reread("9223372036854.775808"), "out of range");
    CHECK_STR(reread("-9223372036854.775809"), "out of range");
    CHECK_STR(reread("9223372036854.7758075"), "out of range");
    CHECK_STR(reread("1e13"), "out of range");
    CHECK_STR(reread("1e999999999999999999999"), "out of range");
    CHECK_STR(reread("1000000000000000000000000000000000000000000000"), "out of range");
}

TEST(integers_are_whole_however_they_are_written) {
    CHECK_STR(reread_integer("12"), "12");
    CHECK_STR(reread_integer("12.0"), "12");
    CHECK_STR(reread_integer("1e3"), "1000");
    CHECK_STR(reread_integer("1.2e1"), "12");
    CHECK_STR(reread_integer("120e-1"), "12");
    CHECK_STR(reread_integer("-0"), "0");
    CHECK_STR(reread_integer("1.0000000000000000000000000000000000000000"), "1");
    CHECK_STR(reread_integer("9223372036854775807"), "9223372036854775807");
    CHECK_STR(reread_integer("-9223372036854775808"), "-9223372036854775808");
    CHECK_STR(reread_integer("9223372036854775808"), "out of range");
    CHECK_STR(reread_integer("1e19"), "out of range");
    CHECK_STR(reread_integer("12.5"), "not whole");
    CHECK_STR(reread_integer("1e-1"), "not whole");
    CHECK_STR(reread_integer("1.00000000000000000000000000000000000000001"), "not whole");
    CHECK_STR(reread_integer("1e-400"), "not whole");
}

TEST(integer_arithmetic_saturates) {
    CHECK(w_integer_add(2, 3) == 5);
    CHECK(w_integer_add(INT64_MAX, 1) == INT64_MAX);
    CHECK(w_integer_add(INT64_MIN, -1) == INT64_MIN);
    CHECK(w_integer_sub(INT64_MIN, 1) == INT64_MIN);
    CHECK(w_integer_sub(0, INT64_MIN) == INT64_MAX);
    CHECK(w_integer_mul(INT64_MAX, -2) == INT64_MIN);
    CHECK(w_integer_mul(INT64_MIN, -1) == INT64_MAX);
    CHECK(w_integer_negate(INT64_MIN) == INT64_MAX);
    CHECK(w_integer_widen(3) == 3 * W_NUMBER_ONE);
    CHECK(w_integer_widen(INT64_C(9223372036855)) == INT64_MAX);
    CHECK(w_integer_widen(-INT64_C(9223372036855)) == INT64_MIN);
}

TEST(products_and_quotients_round_half_to_even) {
    CHECK(w_number_mul(2500000, 4000000) == 10000000);
    CHECK(w_number_mul(1, 500000) == 0);
    CHECK(w_number_mul(3, 500000) == 2);
    CHECK(w_number_mul(-3, 500000) == -2);
    CHECK(w_number_mul(-1, 500001) == -1);
    CHECK(w_number_mul(INT64_MAX, W_NUMBER_ONE) == INT64_MAX);
    CHECK(w_number_mul(INT64_MAX, 2 * W_NUMBER_ONE) == INT64_MAX);
    CHECK(w_number_mul(INT64_MIN, 2 * W_NUMBER_ONE) == INT64_MIN);
    CHECK(w_number_mul(INT64_C(3000000000000), INT64_C(3000000000000)) ==
          INT64_C(9000000000000000000));
    int64_t q;
    CHECK(w_number_div(W_NUMBER_ONE, 3 * W_NUMBER_ONE, &q) && q == 333333);
    CHECK(w_number_div(-2 * W_NUMBER_ONE, 3 * W_NUMBER_ONE, &q) && q == -666667);
    CHECK(w_number_div(2 * W_NUMBER_ONE, -3 * W_NUMBER_ONE, &q) && q == -666667);
    CHECK(w_number_div(1, 2 * W_NUMBER_ONE, &q) && q == 0);
    CHECK(w_number_div(3, 2 * W_NUMBER_ONE, &q) && q == 2);
    CHECK(w_number_div(3, -2 * W_NUMBER_ONE, &q) && q == -2);
    CHECK(w_number_div(INT64_MAX, 1, &q) && q == INT64_MAX);
    CHECK(w_number_div(INT64_MIN, -1, &q) && q == INT64_MAX);
    CHECK(w_number_div(INT64_MAX, INT64_MIN, &q) && q == -1000000);
    CHECK(!w_number_div(5, 0, &q));
}

TEST(numbers_become_integers_in_three_ways) {
    CHECK(w_number_round(2500000) == 2 && w_number_round(3500000) == 4);
    CHECK(w_number_round(-2500000) == -2 && w_number_round(2500001) == 3);
    CHECK(w_number_floor(2900000) == 2 && w_number_floor(-2100000) == -3);
    CHECK(w_number_floor(-2000000) == -2 && w_number_floor(INT64_MIN) == -9223372036855);
    CHECK(w_number_ceil(2100000) == 3 && w_number_ceil(-2900000) == -2);
    CHECK(w_number_ceil(INT64_MAX) == 9223372036855);
    CHECK(w_number_round_to(2345000, 2) == 2340000);
    CHECK(w_number_round_to(2355000, 2) == 2360000);
    CHECK(w_number_round_to(2355001, 6) == 2355001 && w_number_round_to(2355001, 99) == 2355001);
    CHECK(w_number_round_to(2500000, -4) == 2000000);
    CHECK(w_number_round_to(INT64_MAX, 0) == INT64_MAX);
}
