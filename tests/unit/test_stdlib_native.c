// The natives: each row has a case here, and a test that this is so.
#include "runtime/value/number.h"
#include "runtime/value/text.h"
#include "runtime/value/time.h"
#include "stdlib/native.h"
#include "tests/unit/test.h"

static WArena arena;

// A call as the cases write it: arguments in words, the result in words. A list of texts is
// written with commas.
typedef struct Case {
    WNativeCode code;
    const char *arguments[W_NATIVE_ARGUMENTS];
    const char *result;
} Case;

static const Case cases[] = {
    {W_NATIVE_LOWER, {"Stra\u00dfe"}, "strasse"},
    {W_NATIVE_UPPER, {"Ada \u00e4 1"}, "ADA \u00c4 1"},
    {W_NATIVE_TRIM, {" \t\u00a0a b\u3000\n"}, "a b"},
    {W_NATIVE_TRIM, {" \n "}, ""},
    {W_NATIVE_TRIM, {"a"}, "a"},
    {W_NATIVE_LENGTH, {"nai\u0308ve"}, "5"},
    {W_NATIVE_LENGTH, {""}, "0"},
    {W_NATIVE_REPLACE, {"a-b-c", "-", "/"}, "a/b/c"},
    {W_NATIVE_REPLACE, {"aaa", "aa", "b"}, "ba"},
    {W_NATIVE_REPLACE, {"abc", "", "x"}, "abc"},
    {W_NATIVE_REPLACE, {"abc", "c", ""}, "ab"},
    {W_NATIVE_JOIN, {"a,b,c", ", "}, "a, b, c"},
    {W_NATIVE_LIST_COUNT, {"a,b,c"}, "3"},
    {W_NATIVE_ROUND, {"2.5"}, "2"},
    {W_NATIVE_ROUND, {"-2.6"}, "-3"},
    {W_NATIVE_FLOOR, {"-2.5"}, "-3"},
    {W_NATIVE_CEIL, {"-2.5"}, "-2"},
    {W_NATIVE_ABS_INTEGER, {"-3"}, "3"},
    {W_NATIVE_ABS_NUMBER, {"-2.5"}, "2.5"},
    {W_NATIVE_ROUND_TO, {"2.345", "2"}, "2.34"},
    {W_NATIVE_DATE_OF, {"2026-03-02T10:00:00Z"}, "2026-03-02"},
    {W_NATIVE_TIME_OF, {"2026-03-02T10:00:30Z"}, "10:00:30"},
    {W_NATIVE_TODAY, {NULL}, "2026-03-02"},
    {W_NATIVE_DATE_AT, {"2026-03-02", "09:00"}, "2026-03-02T09:00:00Z"},
    {W_NATIVE_DATE_ADD, {"2026-02-27", "2"}, "2026-03-01"},
    {W_NATIVE_DATE_ADD, {"2026-03-01", "-1"}, "2026-02-28"},
    {W_NATIVE_DATE_SUBTRACT, {"2026-03-02", "2026-02-28"}, "2d"},
    {W_NATIVE_NEXT_WEEKDAY, {"0", "12:00"}, "2026-03-09T12:00:00Z"},
    {W_NATIVE_NEXT_WEEKDAY, {"0", "12:01"}, "2026-03-02T12:01:00Z"},
    {W_NATIVE_CLOCK_IN_DAYS, {"09:00", "3"}, "2026-03-05T09:00:00Z"},
    {W_NATIVE_NEXT_WORKDAY, {"09:00"}, "2026-03-03T09:00:00Z"},
    {W_NATIVE_DATE_ADD_MONTHS, {"2026-01-31", "1"}, "2026-02-28"},
    {W_NATIVE_DATE_ADD_MONTHS, {"2024-03-31", "-1"}, "2024-02-29"},
    {W_NATIVE_DATE_ADD_MONTHS, {"2024-02-29", "-12"}, "2023-02-28"},
    {W_NATIVE_DATE_ADD_MONTHS, {"9999-12-31", "9223372036854775807"}, "9999-12-31"},
    {W_NATIVE_DATE_ADD_MONTHS, {"0000-01-01", "-9223372036854775807"}, "0000-01-01"},
    {W_NATIVE_TEXT_BOOLEAN, {"true"}, "true"},
    {W_NATIVE_TEXT_BOOLEAN, {"false"}, "false"},
    {W_NATIVE_TEXT_INTEGER, {"-12"}, "-12"},
    {W_NATIVE_TEXT_NUMBER, {"-0.250"}, "-0.25"},
    {W_NATIVE_TEXT_DATETIME, {"2026-03-02T10:00:00Z"}, "2026-03-02 10:00"},
    {W_NATIVE_TEXT_DATE, {"2026-03-02"}, "2026-03-02"},
    {W_NATIVE_TEXT_TIME, {"09:00"}, "09:00"},
    {W_NATIVE_TEXT_DURATION, {"PT36H"}, "1d12h"},
    {W_NATIVE_LOCAL_INTEGER, {"-1234567"}, "-1.234.567"},
    {W_NATIVE_LOCAL_NUMBER, {"1234.5"}, "1.234,5"},
    {W_NATIVE_LOCAL_DATETIME, {"2026-03-02T09:05:00Z"}, "2.3.2026, 09:05"},
    {W_NATIVE_LOCAL_DATE, {"2026-03-02"}, "2.3.2026"},
    {W_NATIVE_LOCAL_TIME, {"09:05:07"}, "09:05:07"},
    {W_NATIVE_ESCAPE_HTML,
     {"<b a='1' b=\"2\">&</b>"},
     "&lt;b a=&#39;1&#39; b=&quot;2&quot;&gt;"
     "&amp;&lt;/b&gt;"},
    {W_NATIVE_ESCAPE_HTML, {"plain, ä"}, "plain, ä"},
    // Behind a `>` this mark would make another letter of it, and the tag would not be closed.
    {W_NATIVE_ESCAPE_HTML, {"\u0338 x"}, "&#824; x"},
    {W_NATIVE_ESCAPE_URL, {"https://a.example/?a=1&b=2"}, "https://a.example/?a=1&amp;b=2"},
    {W_NATIVE_ESCAPE_URL, {"/cart?at=09:00"}, "/cart?at=09:00"},
    {W_NATIVE_ESCAPE_URL, {"javascript:alert(1)"}, "#"},
    {W_NATIVE_ESCAPE_URL, {" java\tScript :alert(1)"}, "#"},
    {W_NATIVE_ESCAPE_URL, {"data:text/html,<script>"}, "#"},
    {W_NATIVE_ESCAPE_URL, {"mailto:a@b.example"}, "mailto:a@b.example"},
    {W_NATIVE_ONE_LINE, {"a\r\n\nb\u2028c"}, "a b c"},
    {W_NATIVE_ONE_LINE, {"a b"}, "a b"},
};
#define CASES (sizeof cases / sizeof *cases)

static WValue list_value(const char *words) {
    WList *list = w_list_begin(&arena, 8);
    list->count = 0;
    for (const char *at = words; at; at = strchr(at, ',') ? strchr(at, ',') + 1 : NULL) {
        size_t size = strcspn(at, ",");
        list->items[list->count++] = w_value_of_pointer(w_text_make(&arena, (WStr){at, size}));
    }
    return w_value_of_pointer(list);
}

static WValue value_of(WType type, const char *words) {
    WStr s = w_str(words);
    int64_t value = 0;
    switch (w_type_kind(type)) {
    case W_TYPE_TEXT: return w_value_of_pointer(w_text_make(&arena, s));
    case W_TYPE_LIST: return list_value(words);
    case W_TYPE_BOOLEAN: return strcmp(words, "true") == 0;
    case W_TYPE_INTEGER: CHECK(w_integer_parse(s, &value) == W_NUMBER_OK); break;
    case W_TYPE_NUMBER: CHECK(w_number_parse(s, &value) == W_NUMBER_OK); break;
    case W_TYPE_DATETIME: CHECK(w_datetime_parse(s, &value)); break;
    case W_TYPE_DATE: CHECK(w_date_parse(s, &value)); break;
    case W_TYPE_TIME: CHECK(w_time_parse(s, &value)); break;
    case W_TYPE_DURATION: CHECK(w_duration_parse(s, &value)); break;
    default: CHECK(false);
    }
    return (WValue)value;
}

static const char *words_of(WType type, WValue value) {
    static char out[64];
    size_t size = 0;
    int64_t number = (int64_t)value;
    switch (w_type_kind(type)) {
    case W_TYPE_TEXT: return w_value_text(value)->bytes;
    case W_TYPE_INTEGER: size = w_integer_print(number, out); break;
    case W_TYPE_NUMBER: size = w_number_print(number, out); break;
    case W_TYPE_DATETIME: size = w_datetime_print(number, out); break;
    case W_TYPE_DATE: size = w_date_print(number, out); break;
    case W_TYPE_TIME: size = w_time_print(number, out); break;
    case W_TYPE_DURATION: size = w_duration_print(number, out); break;
    default: CHECK(false);
    }
    out[size] = '\0';
    return out;
}

TEST(natives_give_what_their_cases_say) {
    int64_t now_ms;
    CHECK(w_datetime_parse(W_STR("2026-03-02T12:00:00Z"), &now_ms)); // a Monday
    for (size_t i = 0; i < CASES; i++) {
        const WNative *native = w_native_by_code(cases[i].code);
        CHECK(native != NULL && native->code == cases[i].code);
        WValue arguments[W_NATIVE_ARGUMENTS] = {0};
        for (size_t k = 0; k < native->argument_count; k++)
            arguments[k] = value_of(native->arguments[k], cases[i].arguments[k]);
        const WLocale *german = w_locale_find(W_STR("de"));
        WNativeCall call = {arguments, &arena, w_zone_utc(), now_ms, german};
        CHECK_STR(words_of(native->result, native->function(&call)), cases[i].result);
    }
    w_arena_free(&arena);
}

TEST(every_native_has_a_case) {
    size_t count;
    const WNative *rows = w_native_rows(&count);
    for (size_t i = 0; i < count; i++) {
        bool found = false;
        for (size_t k = 0; k < CASES; k++)
            found |= cases[k].code == rows[i].code;
        if (!found) test_differs(rows[i].summary, "a case", __FILE__, __LINE__);
        CHECK(((rows[i].traits & W_NATIVE_HIDDEN) != 0) == (rows[i].name[0] == '\0'));
        CHECK(w_native_by_code(rows[i].code) == &rows[i]);
    }
}

TEST(natives_are_found_by_name_with_their_overloads) {
    CHECK(w_native_by_name(W_STR("round"), 0)->code == W_NATIVE_ROUND);
    CHECK(w_native_by_name(W_STR("round"), 1)->code == W_NATIVE_ROUND_TO);
    CHECK(w_native_by_name(W_STR("round"), 2) == NULL);
    CHECK(w_native_by_name(W_STR(""), 0) == NULL);
    CHECK(w_native_by_name(W_STR("no_such"), 0) == NULL);
    CHECK(w_native_by_code(0) == NULL && w_native_by_code(100000) == NULL);
    CHECK(w_native_by_code(W_NATIVE_TODAY)->argument_count == 0);
    CHECK(w_native_by_code(W_NATIVE_REPLACE)->argument_count == 3);
}

TEST(natives_take_the_types_of_their_rows) {
    const WNative *count = w_native_by_code(W_NATIVE_LIST_COUNT);
    CHECK(w_native_takes(count, 0, w_type_list_of(W_TYPE_NUMBER)));
    CHECK(w_native_takes(count, 0, w_type_list_of(w_type_of_enum(7))));
    CHECK(!w_native_takes(count, 0, W_TYPE_TEXT));
    CHECK(!w_native_takes(count, 0, w_type_list_of(W_TYPE_TEXT) | W_TYPE_OPTIONAL));
    const WNative *join = w_native_by_code(W_NATIVE_JOIN);
    CHECK(w_native_takes(join, 0, w_type_list_of(W_TYPE_TEXT)));
    CHECK(!w_native_takes(join, 0, w_type_list_of(W_TYPE_INTEGER)));
    CHECK(w_native_takes(join, 1, W_TYPE_TEXT));
    CHECK(!w_native_takes(join, 1, W_TYPE_TEXT | W_TYPE_OPTIONAL));
}
