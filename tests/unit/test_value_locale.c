// Locales: tags, and numbers, days and times as they are written there.
//
// The wanted texts are what Intl of ICU 78 (CLDR 48) gives, each asked for as it stands here; only
// its narrow and unbreakable spaces in days and times are ordinary ones, and zh-HK and zh-TW have
// 24 hours.
#include "runtime/value/locale.h"
#include "runtime/value/number.h"
#include "runtime/value/time.h"
#include "tests/unit/test.h"

typedef struct Golden {
    const char *tag;
    const char *integer; // 1234
    const char *number;  // -12345678.5
    const char *day;     // 2026-03-05
    const char *minute;  // 00:07
    const char *later;   // 2026-11-25
    const char *second;  // 14:07:09
} Golden;

// clang-format off
static const Golden goldens[] = {
    {"bg", "1234", "-12\u00a0345\u00a0678,5", "5.03.2026 г.", "0:07",
     "25.11.2026 г.", "14:07:09"},
    {"ca", "1.234", "-12.345.678,5", "5/3/2026", "0:07",
     "25/11/2026", "14:07:09"},
    {"cs", "1\u00a0234", "-12\u00a0345\u00a0678,5", "5. 3. 2026", "0:07",
     "25. 11. 2026", "14:07:09"},
    {"da", "1.234", "-12.345.678,5", "5.3.2026", "00.07",
     "25.11.2026", "14.07.09"},
    {"de", "1.234", "-12.345.678,5", "5.3.2026", "00:07",
     "25.11.2026", "14:07:09"},
    {"de-AT", "1\u00a0234", "-12\u00a0345\u00a0678,5", "5.3.2026", "00:07",
     "25.11.2026", "14:07:09"},
    {"de-CH", "1'234", "-12'345'678.5", "5.3.2026", "00:07",
     "25.11.2026", "14:07:09"},
    {"de-LI", "1'234", "-12'345'678.5", "5.3.2026", "00:07",
     "25.11.2026", "14:07:09"},
    {"el", "1.234", "-12.345.678,5", "5/3/2026", "12:07 π.μ.",
     "25/11/2026", "2:07:09 μ.μ."},
    {"en", "1,234", "-12,345,678.5", "3/5/2026", "12:07 AM",
     "11/25/2026", "2:07:09 PM"},
    {"en-AU", "1,234", "-12,345,678.5", "05/03/2026", "12:07 am",
     "25/11/2026", "2:07:09 pm"},
    {"en-CA", "1,234", "-12,345,678.5", "2026-03-05", "12:07 a.m.",
     "2026-11-25", "2:07:09 p.m."},
    {"en-GB", "1,234", "-12,345,678.5", "05/03/2026", "00:07",
     "25/11/2026", "14:07:09"},
    {"en-IE", "1,234", "-12,345,678.5", "5/3/2026", "00:07",
     "25/11/2026", "14:07:09"},
    {"en-IN", "1,234", "-1,23,45,678.5", "5/3/2026", "12:07 am",
     "25/11/2026", "2:07:09 pm"},
    {"en-NZ", "1,234", "-12,345,678.5", "5/03/2026", "12:07 am",
     "25/11/2026", "2:07:09 pm"},
    {"en-ZA", "1\u00a0234", "-12\u00a0345\u00a0678,5", "2026/03/05", "00:07",
     "2026/11/25", "14:07:09"},
    {"es", "1234", "-12.345.678,5", "5/3/2026", "0:07",
     "25/11/2026", "14:07:09"},
    {"es-AR", "1.234", "-12.345.678,5", "5/3/2026", "12:07 a. m.",
     "25/11/2026", "2:07:09 p. m."},
    {"es-MX", "1,234", "-12,345,678.5", "5/3/2026", "12:07 a.m.",
     "25/11/2026", "2:07:09 p.m."},
    {"es-US", "1,234", "-12,345,678.5", "5/3/2026", "12:07 a.m.",
     "25/11/2026", "2:07:09 p.m."},
    {"et", "1234", "\u221212\u00a0345\u00a0678,5", "5.3.2026", "00:07",
     "25.11.2026", "14:07:09"},
    {"eu", "1.234", "\u221212.345.678,5", "2026/3/5", "00:07",
     "2026/11/25", "14:07:09"},
    {"fi", "1\u00a0234", "\u221212\u00a0345\u00a0678,5", "5.3.2026", "0.07",
     "25.11.2026", "14.07.09"},
    {"fr", "1\u202f234", "-12\u202f345\u202f678,5", "05/03/2026", "00:07",
     "25/11/2026", "14:07:09"},
    {"fr-CA", "1\u00a0234", "-12\u00a0345\u00a0678,5", "2026-03-05", "00 h 07",
     "2026-11-25", "14 h 07 min 09 s"},
    {"fr-CH", "1\u202f234", "-12\u202f345\u202f678,5", "05.03.2026", "00:07",
     "25.11.2026", "14:07:09"},
    {"ga", "1,234", "-12,345,678.5", "05/03/2026", "00:07",
     "25/11/2026", "14:07:09"},
    {"gl", "1.234", "-12.345.678,5", "5/3/2026", "00:07",
     "25/11/2026", "14:07:09"},
    {"he", "1,234", "-12,345,678.5", "5.3.2026", "0:07",
     "25.11.2026", "14:07:09"},
    {"hi", "1,234", "-1,23,45,678.5", "5/3/2026", "12:07 am",
     "25/11/2026", "2:07:09 pm"},
    {"hr", "1.234", "\u221212.345.678,5", "05. 03. 2026.", "00:07",
     "25. 11. 2026.", "14:07:09"},
    {"hu", "1234", "-12\u00a0345\u00a0678,5", "2026. 03. 05.", "0:07",
     "2026. 11. 25.", "14:07:09"},
    {"id", "1.234", "-12.345.678,5", "5/3/2026", "00.07",
     "25/11/2026", "14.07.09"},
    {"is", "1.234", "-12.345.678,5", "5.3.2026", "00:07",
     "25.11.2026", "14:07:09"},
    {"it", "1234", "-12.345.678,5", "05/03/2026", "00:07",
     "25/11/2026", "14:07:09"},
    {"it-CH", "1234", "-12'345'678.5", "05/03/2026", "00:07",
     "25/11/2026", "14:07:09"},
    {"ja", "1,234", "-12,345,678.5", "2026/3/5", "0:07",
     "2026/11/25", "14:07:09"},
    {"ko", "1,234", "-12,345,678.5", "2026. 3. 5.", "AM 12:07",
     "2026. 11. 25.", "PM 2:07:09"},
    {"lt", "1\u00a0234", "\u221212\u00a0345\u00a0678,5", "2026-03-05", "00:07",
     "2026-11-25", "14:07:09"},
    {"lv", "1234", "-12\u00a0345\u00a0678,5", "5.03.2026.", "00:07",
     "25.11.2026.", "14:07:09"},
    {"ms", "1,234", "-12,345,678.5", "5/3/2026", "12:07 PG",
     "25/11/2026", "2:07:09 PTG"},
    {"nb", "1\u00a0234", "\u221212\u00a0345\u00a0678,5", "5.3.2026", "00:07",
     "25.11.2026", "14:07:09"},
    {"nl", "1.234", "-12.345.678,5", "5-3-2026", "00:07",
     "25-11-2026", "14:07:09"},
    {"nl-BE", "1.234", "-12.345.678,5", "5/3/2026", "00:07",
     "25/11/2026", "14:07:09"},
    {"nn", "1\u00a0234", "\u221212\u00a0345\u00a0678,5", "5.3.2026", "00:07",
     "25.11.2026", "14:07:09"},
    {"no", "1\u00a0234", "\u221212\u00a0345\u00a0678,5", "5.3.2026", "00:07",
     "25.11.2026", "14:07:09"},
    {"pl", "1234", "-12\u00a0345\u00a0678,5", "5.03.2026", "00:07",
     "25.11.2026", "14:07:09"},
    {"pt", "1.234", "-12.345.678,5", "05/03/2026", "00:07",
     "25/11/2026", "14:07:09"},
    {"pt-PT", "1234", "-12\u00a0345\u00a0678,5", "05/03/2026", "00:07",
     "25/11/2026", "14:07:09"},
    {"ro", "1.234", "-12.345.678,5", "05.03.2026", "00:07",
     "25.11.2026", "14:07:09"},
    {"ru", "1\u00a0234", "-12\u00a0345\u00a0678,5", "05.03.2026", "00:07",
     "25.11.2026", "14:07:09"},
    {"sk", "1\u00a0234", "-12\u00a0345\u00a0678,5", "5. 3. 2026", "0:07",
     "25. 11. 2026", "14:07:09"},
    {"sl", "1234", "\u221212.345.678,5", "5. 3. 2026", "00:07",
     "25. 11. 2026", "14:07:09"},
    {"sr", "1.234", "-12.345.678,5", "5. 3. 2026.", "00:07",
     "25. 11. 2026.", "14:07:09"},
    {"sv", "1\u00a0234", "\u221212\u00a0345\u00a0678,5", "2026-03-05", "00:07",
     "2026-11-25", "14:07:09"},
    {"tr", "1.234", "-12.345.678,5", "05.03.2026", "00:07",
     "25.11.2026", "14:07:09"},
    {"uk", "1\u00a0234", "-12\u00a0345\u00a0678,5", "05.03.2026", "00:07",
     "25.11.2026", "14:07:09"},
    {"vi", "1.234", "-12.345.678,5", "5/3/2026", "00:07",
     "25/11/2026", "14:07:09"},
    {"zh", "1,234", "-12,345,678.5", "2026/3/5", "00:07",
     "2026/11/25", "14:07:09"},
    {"zh-HK", "1,234", "-12,345,678.5", "5/3/2026", "00:07",
     "25/11/2026", "14:07:09"},
    {"zh-TW", "1,234", "-12,345,678.5", "2026/3/5", "00:07",
     "2026/11/25", "14:07:09"},
};
// clang-format on

enum { GOLDENS = sizeof goldens / sizeof *goldens };

#define LOCALE(tag, ...) tag,
static const char *const tags[] = {
#include "grammar/locales.def"
};
#undef LOCALE

static int64_t day_of(const char *text) {
    int64_t day;
    CHECK(w_date_parse(w_str(text), &day));
    return day;
}

static const char *ended(char *out, size_t size) {
    CHECK(size < W_LOCAL_CHARS);
    out[size] = '\0';
    return out;
}

TEST(locales_write_what_cldr_says) {
    char out[W_LOCAL_CHARS];
    CHECK(sizeof tags / sizeof *tags == GOLDENS);
    for (size_t i = 0; i < GOLDENS; i++) {
        const Golden *g = &goldens[i];
        const WLocale *locale = w_locale_find(w_str(tags[i]));
        CHECK_STR(g->tag, tags[i]);
        CHECK(locale != NULL && locale == w_locale_find(w_str(g->tag)));
        CHECK_STR(ended(out, w_locale_integer(locale, 1234, out)), g->integer);
        CHECK_STR(ended(out, w_locale_number(locale, -12345678500000, out)), g->number);
        CHECK_STR(ended(out, w_locale_date(locale, day_of("2026-03-05"), out)), g->day);
        CHECK_STR(ended(out, w_locale_time(locale, 7 * W_MINUTE_MS, out)), g->minute);
        CHECK_STR(ended(out, w_locale_date(locale, day_of("2026-11-25"), out)), g->later);
        int64_t clock_ms = 14 * W_HOUR_MS + 7 * W_MINUTE_MS + 9000;
        CHECK_STR(ended(out, w_locale_time(locale, clock_ms, out)), g->second);
    }
}

TEST(locales_write_a_day_and_its_time) {
    static const struct {
        const char *tag, *wanted;
    } cases[] = {
        {"de", "5.3.2026, 14:07"},      {"en", "3/5/2026, 2:07 PM"}, {"fr", "05/03/2026 14:07"},
        {"fi", "5.3.2026 klo 14.07"},   {"vi", "14:07 5/3/2026"},    {"bg", "5.03.2026 г., 14:07"},
        {"zh-TW", "2026/3/5 14:07"}, {"eu", "2026/3/5 (14:07)"},  {"tlh", "2026-03-05 14:07"}};
    char out[W_LOCAL_CHARS];
    int64_t at_ms;
    CHECK(w_datetime_parse(W_STR("2026-03-05T14:07:00Z"), &at_ms));
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const WLocale *locale = w_locale_find(w_str(cases[i].tag));
        CHECK_STR(ended(out, w_locale_datetime(locale, at_ms, out)), cases[i].wanted);
    }
}

// Every value of every type, in every locale.
TEST(locales_write_the_largest_and_the_smallest) {
    static const int64_t numbers[] = {INT64_MIN, INT64_MAX, 0, -1, 999, -1000, 100000};
    char out[W_LOCAL_CHARS];
    for (size_t i = 0; i <= GOLDENS; i++) {
        const WLocale *locale = i < GOLDENS ? w_locale_find(w_str(tags[i])) : NULL;
        for (size_t k = 0; k < sizeof numbers / sizeof *numbers; k++) {
            ended(out, w_locale_integer(locale, numbers[k], out));
            ended(out, w_locale_number(locale, numbers[k], out));
        }
        ended(out, w_locale_datetime(locale, W_DATETIME_MIN, out));
        ended(out, w_locale_datetime(locale, W_DATETIME_MAX, out));
        ended(out, w_locale_time(locale, W_DAY_MS - 1, out));
    }
}

TEST(locales_of_a_region_are_those_of_their_language_if_there_is_no_row) {
    CHECK(w_locale_find(W_STR("de-IT")) == w_locale_find(W_STR("de")));
    CHECK(w_locale_find(W_STR("DE_at")) == w_locale_find(W_STR("de-AT")));
    CHECK(w_locale_find(W_STR("de-AT")) != w_locale_find(W_STR("de")));
    CHECK(w_locale_find(W_STR("")) == NULL && w_locale_find(W_STR("xx")) == NULL);
    CHECK(w_locale_find(W_STR("d")) == NULL && w_locale_find(W_STR("deu")) == NULL);
}

TEST(locales_tags_have_one_form) {
    static const struct {
        const char *given, *tag; // "" if it is none
    } cases[] = {{"de", "de"},
                 {"DE", "de"},
                 {"de_at", "de-AT"},
                 {"zh-hant-tw", "zh-Hant-TW"},
                 {"es-419", "es-419"},
                 {"gsw", "gsw"},
                 {"ca-ES-valencia", "ca-ES-valencia"},
                 {"german", ""},
                 {"", ""},
                 {"d", ""},
                 {"de-", ""},
                 {"-de", ""},
                 {"de--AT", ""},
                 {"d1", ""},
                 {"de AT", ""},
                 {"de-toolongsubtag", ""},
                 {"dé", ""},
                 {"de-a-b-c-d-e-f-g-h-i-j-k-l-m-n-o-p-q", ""}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char out[W_LOCALE_CHARS + 1];
        size_t size = w_locale_tag(w_str(cases[i].given), out);
        out[size] = '\0';
        CHECK_STR(out, cases[i].tag);
    }
}
