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

#define MISSING "(missing)"
#define NOTHING "(nothing)" // an empty list

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
    {W_NATIVE_SPLIT, {"a, b, c", ", "}, "a,b,c"},
    {W_NATIVE_SPLIT, {"abc", ""}, "abc"},
    {W_NATIVE_SPLIT, {"--", "-"}, ",,"},
    {W_NATIVE_SPLIT, {"", "-"}, ""},
    {W_NATIVE_CAPITALIZE, {"\u00e4rger ist"}, "\u00c4rger ist"},
    {W_NATIVE_CAPITALIZE, {""}, ""},
    {W_NATIVE_CAPITALIZE, {"1a"}, "1a"},
    {W_NATIVE_TAKE_TEXT, {"nai\u0308ve", "3"}, "na\u00ef"},
    {W_NATIVE_TAKE_TEXT, {"\U0001f468\u200d\U0001f469 x", "1"}, "\U0001f468\u200d\U0001f469"},
    {W_NATIVE_TAKE_TEXT, {"abc", "9223372036854775807"}, "abc"},
    {W_NATIVE_TAKE_TEXT, {"abc", "-1"}, ""},
    {W_NATIVE_TAKE_TEXT, {"", "2"}, ""},
    {W_NATIVE_SKIP_TEXT, {"SKU-42", "4"}, "42"},
    {W_NATIVE_SKIP_TEXT, {"abc", "0"}, "abc"},
    {W_NATIVE_SKIP_TEXT, {"abc", "-3"}, "abc"},
    {W_NATIVE_SKIP_TEXT, {"abc", "4"}, ""},
    {W_NATIVE_SHORTEN, {"a very long title", "10"}, "a very\u2026"},
    {W_NATIVE_SHORTEN, {"a very long title", "17"}, "a very long title"},
    {W_NATIVE_SHORTEN, {"a very long title", "7"}, "a very\u2026"},
    {W_NATIVE_SHORTEN, {"incomprehensible", "5"}, "inco\u2026"},
    {W_NATIVE_SHORTEN, {"abc", "1"}, "\u2026"},
    {W_NATIVE_SHORTEN, {"abc", "0"}, ""},
    {W_NATIVE_NUMBER_OF, {"-12.5"}, "-12.5"},
    {W_NATIVE_NUMBER_OF, {"0042"}, MISSING},
    {W_NATIVE_NUMBER_OF, {"1e3"}, MISSING},
    {W_NATIVE_NUMBER_OF, {" 1"}, MISSING},
    {W_NATIVE_NUMBER_OF, {""}, MISSING},
    {W_NATIVE_NUMBER_OF, {"99999999999999999999"}, MISSING},
    {W_NATIVE_URL_ENCODE, {"a b&c/\u00e4~"}, "a%20b%26c%2F%C3%A4~"},
    {W_NATIVE_ROUND, {"2.5"}, "2"},
    {W_NATIVE_ROUND, {"-2.6"}, "-3"},
    {W_NATIVE_FLOOR, {"-2.5"}, "-3"},
    {W_NATIVE_CEIL, {"-2.5"}, "-2"},
    {W_NATIVE_ABS_INTEGER, {"-3"}, "3"},
    {W_NATIVE_ABS_NUMBER, {"-2.5"}, "2.5"},
    {W_NATIVE_ROUND_TO, {"2.345", "2"}, "2.34"},
    {W_NATIVE_MIN, {"3", "-2"}, "-2"},
    {W_NATIVE_MAX, {"3", "-2"}, "3"},
    {W_NATIVE_CLAMP, {"12", "0", "10"}, "10"},
    {W_NATIVE_CLAMP, {"-1", "0", "10"}, "0"},
    {W_NATIVE_CLAMP, {"5", "10", "0"}, "10"},
    {W_NATIVE_REMAINDER, {"17", "5"}, "2"},
    {W_NATIVE_REMAINDER, {"-17", "5"}, "3"},
    {W_NATIVE_REMAINDER, {"-17", "-5"}, "3"},
    {W_NATIVE_REMAINDER, {"-9223372036854775808", "-1"}, "0"},
    {W_NATIVE_REMAINDER, {"-9223372036854775807", "-9223372036854775808"}, "1"},
    {W_NATIVE_REMAINDER, {"17", "0"}, MISSING},
    {W_NATIVE_DATE_OF, {"2026-03-02T10:00:00Z"}, "2026-03-02"},
    {W_NATIVE_TIME_OF, {"2026-03-02T10:00:30Z"}, "10:00:30"},
    {W_NATIVE_YEAR_OF, {"2026-03-02"}, "2026"},
    {W_NATIVE_MONTH_OF, {"2026-03-02"}, "3"},
    {W_NATIVE_DAY_OF, {"2026-03-02"}, "2"},
    {W_NATIVE_WEEKDAY_OF, {"2026-03-02"}, "monday"},
    {W_NATIVE_WEEKDAY_OF, {"0000-01-02"}, "sunday"},
    {W_NATIVE_WEEK_OF, {"2026-03-02"}, "10"},
    {W_NATIVE_WEEK_OF, {"2021-01-03"}, "53"},
    {W_NATIVE_WEEK_OF, {"2024-12-30"}, "1"},
    {W_NATIVE_WEEK_OF, {"9999-12-31"}, "52"},
    {W_NATIVE_WEEK_OF, {"0000-01-01"}, "52"},
    {W_NATIVE_HOUR_OF, {"23:59:59"}, "23"},
    {W_NATIVE_MINUTE_OF, {"23:59:59"}, "59"},
    {W_NATIVE_START_OF_WEEK, {"2026-03-01"}, "2026-02-23"},
    {W_NATIVE_START_OF_WEEK, {"0000-01-01"}, "0000-01-01"},
    {W_NATIVE_START_OF_MONTH, {"2026-03-31"}, "2026-03-01"},
    {W_NATIVE_END_OF_MONTH, {"2024-02-10"}, "2024-02-29"},
    {W_NATIVE_START_OF_YEAR, {"2026-03-02"}, "2026-01-01"},
    {W_NATIVE_DAYS_BETWEEN, {"2026-02-27", "2026-03-02"}, "3"},
    {W_NATIVE_DAYS_BETWEEN, {"2026-03-02", "2026-02-27"}, "-3"},
    {W_NATIVE_MONTHS_BETWEEN, {"2026-01-31", "2026-02-27"}, "0"},
    {W_NATIVE_MONTHS_BETWEEN, {"2026-01-31", "2026-02-28"}, "1"},
    {W_NATIVE_MONTHS_BETWEEN, {"2026-03-02", "2026-01-03"}, "-1"},
    {W_NATIVE_MONTHS_BETWEEN, {"0000-01-01", "9999-12-31"}, "119999"},
    {W_NATIVE_YEARS_BETWEEN, {"1990-03-05", "2026-03-02"}, "35"},
    {W_NATIVE_YEARS_BETWEEN, {"1990-03-05", "2026-03-05"}, "36"},
    {W_NATIVE_YEARS_BETWEEN, {"2024-02-29", "2025-02-28"}, "1"},
    {W_NATIVE_NEXT_ANNIVERSARY, {"1990-03-05"}, "2026-03-05"},
    {W_NATIVE_NEXT_ANNIVERSARY, {"1990-03-02"}, "2026-03-02"},
    {W_NATIVE_NEXT_ANNIVERSARY, {"1990-03-01"}, "2027-03-01"},
    {W_NATIVE_NEXT_ANNIVERSARY, {"2024-02-29"}, "2027-02-28"},
    {W_NATIVE_DAYS_IN, {"PT50H"}, "2"},
    {W_NATIVE_HOURS_IN, {"PT90M"}, "1"},
    {W_NATIVE_MINUTES_IN, {"PT90S"}, "1"},
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
    {W_NATIVE_FIRST, {"c,a"}, "c"},
    {W_NATIVE_FIRST, {NOTHING}, MISSING},
    {W_NATIVE_LAST, {"c,a"}, "a"},
    {W_NATIVE_LAST, {NOTHING}, MISSING},
    {W_NATIVE_ITEM, {"c,a", "2"}, "a"},
    {W_NATIVE_ITEM, {"c,a", "0"}, MISSING},
    {W_NATIVE_ITEM, {"c,a", "3"}, MISSING},
    {W_NATIVE_ITEM, {"c,a", "-9223372036854775808"}, MISSING},
    {W_NATIVE_TAKE_LIST, {"a,b,c", "2"}, "a,b"},
    {W_NATIVE_TAKE_LIST, {"a,b,c", "-2"}, NOTHING},
    {W_NATIVE_TAKE_LIST, {"a,b,c", "9223372036854775807"}, "a,b,c"},
    {W_NATIVE_SKIP_LIST, {"a,b,c", "2"}, "c"},
    {W_NATIVE_SKIP_LIST, {"a,b,c", "-2"}, "a,b,c"},
    {W_NATIVE_SKIP_LIST, {"a,b,c", "4"}, NOTHING},
    {W_NATIVE_REVERSE, {"a,b,c"}, "c,b,a"},
    {W_NATIVE_SORT, {"3,-1,2"}, "-1,2,3"},
    {W_NATIVE_SORT_TEXTS, {"b,B,a"}, "B,a,b"},
    {W_NATIVE_DISTINCT, {"3,1,3,1,2"}, "3,1,2"},
    {W_NATIVE_DISTINCT_TEXTS, {"b,a,b"}, "b,a"},
    {W_NATIVE_CONCAT, {"a,b", "c"}, "a,b,c"},
    {W_NATIVE_CONCAT, {NOTHING, NOTHING}, NOTHING},
    {W_NATIVE_MIN_OF, {"3,-1,2"}, "-1"},
    {W_NATIVE_MIN_OF, {NOTHING}, MISSING},
    {W_NATIVE_MAX_OF, {"3,-1,2"}, "3"},
    {W_NATIVE_SUM_INTEGERS, {"3,-1,2"}, "4"},
    {W_NATIVE_SUM_INTEGERS, {"9223372036854775807,1"}, "9223372036854775807"},
    {W_NATIVE_SUM_NUMBERS, {"0.5,1"}, "1.5"},
    {W_NATIVE_SUM_DURATIONS, {"PT1H,PT30M"}, "1h30m"},
    {W_NATIVE_AVG_INTEGERS, {"1,2"}, "1.5"},
    {W_NATIVE_AVG_INTEGERS, {"9223372036854775807,9223372036854775807"}, "9223372036854.775807"},
    {W_NATIVE_AVG_OF, {"0.000001,0"}, "0"},
    {W_NATIVE_AVG_OF, {"-0.000001,-0.000002"}, "-0.000002"},
    {W_NATIVE_AVG_OF, {NOTHING}, MISSING},
    {W_NATIVE_AVG_DURATIONS, {"PT1H,PT2H"}, "1h30m"},
};
#define CASES (sizeof cases / sizeof *cases)

static WValue value_of(WType type, const char *words);

static WValue list_value(WType element, const char *words) {
    WList *list = w_list_begin(&arena, 8);
    list->count = 0;
    bool is_empty = strcmp(words, NOTHING) == 0;
    for (const char *at = is_empty ? NULL : words; at;
         at = strchr(at, ',') ? strchr(at, ',') + 1 : NULL) {
        const char *item = w_arena_copy(&arena, at, strcspn(at, ","));
        list->items[list->count++] = value_of(element, item);
    }
    return w_value_of_pointer(list);
}

static WValue value_of(WType type, const char *words) {
    WStr s = w_str(words);
    int64_t value = 0;
    switch (w_type_kind(type)) {
    case W_TYPE_TEXT: return w_value_of_pointer(w_text_make(&arena, s));
    case W_TYPE_LIST: return list_value(w_type_element(type), words);
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

static const char *words_of(WType type, WValue value);

static const char *list_words(WType element, const WList *list) {
    WBuffer words = {0};
    if (list->count == 0) return NOTHING;
    for (uint32_t i = 0; i < list->count; i++) {
        if (i > 0) w_buffer_char(&words, ',');
        w_buffer_str(&words, w_str(words_of(element, list->items[i])));
    }
    const char *copy = w_arena_copy(&arena, words.bytes, words.size);
    w_buffer_free(&words);
    return copy;
}

static const char *words_of(WType type, WValue value) {
    static char out[64];
    size_t size = 0;
    int64_t number = (int64_t)value;
    switch (w_type_kind(type)) {
    case W_TYPE_TEXT: return w_value_text(value)->bytes;
    case W_TYPE_LIST: return list_words(w_type_element(type), w_value_list(value));
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

// A type that the row takes.
static WType some_type(WType declared, WType first) {
    switch (declared) {
    case W_TYPE_LIST: return w_type_list_of(W_TYPE_TEXT);
    case W_NATIVE_PLAIN: return W_TYPE_INTEGER;
    case W_NATIVE_PLAIN_LIST: return w_type_list_of(W_TYPE_INTEGER);
    case W_NATIVE_SAME: return first;
    default: return declared;
    }
}

TEST(natives_give_what_their_cases_say) {
    int64_t now_ms;
    CHECK(w_datetime_parse(W_STR("2026-03-02T12:00:00Z"), &now_ms)); // a Monday
    for (size_t i = 0; i < CASES; i++) {
        const WNative *native = w_native_by_code(cases[i].code);
        CHECK(native != NULL && native->code == cases[i].code);
        WValue arguments[W_NATIVE_ARGUMENTS] = {0};
        WType types[W_NATIVE_ARGUMENTS] = {0};
        for (size_t k = 0; k < native->argument_count; k++) {
            types[k] = some_type(native->arguments[k], types[0]);
            arguments[k] = value_of(types[k], cases[i].arguments[k]);
        }
        CHECK(w_native_takes(native, types));
        bool missing = false;
        const WLocale *german = w_locale_find(W_STR("de"));
        WNativeCall call = {arguments, &arena, w_zone_utc(), now_ms, german, &missing};
        WValue value = native->function(&call);
        WType type = w_native_result(native, types);
        CHECK(!missing || w_type_optional(type));
        CHECK_STR(missing ? MISSING : words_of(type, value), cases[i].result);
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

#define TAKES(native, ...) w_native_takes(native, (const WType[]){__VA_ARGS__})

TEST(natives_take_the_types_of_their_rows) {
    const WNative *count = w_native_by_code(W_NATIVE_LIST_COUNT);
    CHECK(TAKES(count, w_type_list_of(W_TYPE_NUMBER)));
    CHECK(TAKES(count, w_type_list_of(w_type_of_enum(7))));
    CHECK(!TAKES(count, W_TYPE_TEXT));
    CHECK(!TAKES(count, w_type_list_of(W_TYPE_TEXT) | W_TYPE_OPTIONAL));
    const WNative *join = w_native_by_code(W_NATIVE_JOIN);
    CHECK(TAKES(join, w_type_list_of(W_TYPE_TEXT), W_TYPE_TEXT));
    CHECK(!TAKES(join, w_type_list_of(W_TYPE_INTEGER), W_TYPE_TEXT));
    CHECK(!TAKES(join, w_type_list_of(W_TYPE_TEXT), W_TYPE_TEXT | W_TYPE_OPTIONAL));
    const WNative *min = w_native_by_code(W_NATIVE_MIN);
    CHECK(TAKES(min, W_TYPE_DATE, W_TYPE_DATE) && !TAKES(min, W_TYPE_DATE, W_TYPE_TIME));
    CHECK(!TAKES(min, W_TYPE_TEXT, W_TYPE_TEXT) && !TAKES(min, W_TYPE_BOOLEAN, W_TYPE_BOOLEAN));
    CHECK(!TAKES(min, w_type_list_of(W_TYPE_DATE), w_type_list_of(W_TYPE_DATE)));
    const WNative *sort = w_native_by_code(W_NATIVE_SORT);
    CHECK(TAKES(sort, w_type_list_of(W_TYPE_DATE)) && !TAKES(sort, w_type_list_of(W_TYPE_TEXT)));
    CHECK(!TAKES(sort, w_type_list_of(w_type_of_enum(0))));
}

TEST(natives_result_in_what_their_arguments_are) {
    WType dates[] = {w_type_list_of(W_TYPE_DATE), W_TYPE_INTEGER};
    CHECK(w_native_result(w_native_by_code(W_NATIVE_TAKE_LIST), dates) == dates[0]);
    WType optional = W_TYPE_DATE | W_TYPE_OPTIONAL;
    CHECK(w_native_result(w_native_by_code(W_NATIVE_ITEM), dates) == optional);
    CHECK(w_native_result(w_native_by_code(W_NATIVE_LIST_COUNT), dates) == W_TYPE_INTEGER);
    WType records[] = {w_type_list_of(w_type_of_record(3))};
    CHECK(w_native_result(w_native_by_code(W_NATIVE_FIRST), records) ==
          (w_type_of_record(3) | W_TYPE_OPTIONAL));
}
