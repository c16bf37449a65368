// Instants, days, times of day and lengths.
#include <jansson.h>

#include "runtime/value/time.h"
#include "tests/unit/test.h"

typedef bool Parse(WStr text, int64_t *value);
typedef size_t Print(int64_t value, char *out);

static const char *printed(Print *print, int64_t value) {
    static char out[W_TIME_CHARS + 1];
    out[print(value, out)] = '\0';
    return out;
}

static const char *reread(Parse *parse, Print *print, const char *text) {
    int64_t value;
    return parse(w_str(text), &value) ? printed(print, value) : "refused";
}

static const char *datetime(const char *text) {
    return reread(w_datetime_parse, w_datetime_print, text);
}

static const char *duration(const char *text) {
    return reread(w_duration_parse, w_duration_print, text);
}

TEST(every_day_of_the_calendar_comes_back) {
    int64_t days = W_DATE_MIN;
    for (int32_t year = 0; year <= 9999; year++)
        for (int32_t month = 1; month <= 12; month++)
            for (int32_t day = 1; day <= w_civil_month_days(year, month); day++, days++) {
                WCivil civil = w_civil_of_days(days);
                CHECK(w_civil_days((WCivil){year, month, day}) == days);
                CHECK(civil.year == year && civil.month == month && civil.day == day);
            }
    CHECK(days == W_DATE_MAX + 1);
}

TEST(weeks_start_on_monday) {
    CHECK(w_civil_weekday(0) == 3);
    CHECK(w_civil_weekday(w_civil_days((WCivil){2026, 3, 2})) == 0);
    CHECK(w_civil_weekday(w_civil_days((WCivil){2026, 3, 1})) == 6);
    CHECK(w_civil_weekday(-4) == 6);
}

TEST(instants_are_read_with_their_offset_and_printed_in_utc) {
    CHECK_STR(datetime("2026-03-02T10:00:00Z"), "2026-03-02T10:00:00Z");
    CHECK_STR(datetime("2026-03-02T10:00:00.5+01:30"), "2026-03-02T08:30:00.500Z");
    CHECK_STR(datetime("2026-03-02t10:00:00.0009z"), "2026-03-02T10:00:00Z");
    CHECK_STR(datetime("1969-12-31T23:59:59.999Z"), "1969-12-31T23:59:59.999Z");
    CHECK_STR(datetime("0000-01-01T00:00:00Z"), "0000-01-01T00:00:00Z");
    CHECK_STR(datetime("9999-12-31T23:59:59.999Z"), "9999-12-31T23:59:59.999Z");
    CHECK_STR(datetime("0000-01-01T00:00:00+00:01"), "refused");
    CHECK_STR(datetime("9999-12-31T23:59:59-00:01"), "refused");
    CHECK_STR(datetime("2026-03-02T10:00:00"), "refused");
    CHECK_STR(datetime("2026-03-02 10:00:00Z"), "refused");
    CHECK_STR(datetime("2026-03-02T10:00:00.Z"), "refused");
    CHECK_STR(datetime("2026-03-02T10:00Z"), "refused");
    CHECK_STR(datetime(""), "refused");
}

TEST(a_leap_second_is_the_last_millisecond_before_it) {
    CHECK_STR(datetime("2016-12-31T23:59:60Z"), "2016-12-31T23:59:59.999Z");
    CHECK_STR(datetime("2017-01-01T00:59:60.25+01:00"), "2016-12-31T23:59:59.999Z");
    CHECK_STR(datetime("2016-12-31T23:58:60Z"), "refused");
}

TEST(the_memo_changes_no_answer) {
    static const char *const texts[] = {
        "2026-03-02T10:00:00Z", "2026-03-02T10:00:59Z",      "2026-03-02T10:00:59.5+02:00",
        "2026-03-02T10:01:00Z", "2026-13-02T10:01:00Z",      "2026-03-02T10:01:60Z",
        "2026-03-02T10:01:07Z", "2026-03-02T10:01:07.0000Z",
    };
    WDatetimeMemo memo = {0};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        int64_t with = 0, without = 0;
        bool read = w_datetime_parse(w_str(texts[i]), &without);
        CHECK(w_datetime_parse_memo(&memo, w_str(texts[i]), &with) == read);
        CHECK(with == without);
    }
    char zeros[20] = {0};
    memcpy(zeros + 16, ":00Z", 4);
    WDatetimeMemo fresh = {0};
    int64_t at_ms;
    CHECK(!w_datetime_parse_memo(&fresh, (WStr){zeros, sizeof zeros}, &at_ms));
}

TEST(instants_and_days_saturate_where_they_can_be_printed) {
    CHECK_STR(printed(w_datetime_print, w_datetime_add(0, INT64_MAX)), "9999-12-31T23:59:59.999Z");
    CHECK_STR(printed(w_datetime_print, w_datetime_add(0, INT64_MIN)), "0000-01-01T00:00:00Z");
    CHECK_STR(printed(w_datetime_print, INT64_MIN), "0000-01-01T00:00:00Z");
    CHECK_STR(printed(w_date_print, w_date_add(INT64_MAX, INT64_MAX)), "9999-12-31");
    CHECK_STR(printed(w_date_print, INT64_MIN), "0000-01-01");
}

TEST(times_of_day_have_seconds_only_if_there_are_any) {
    CHECK_STR(reread(w_time_parse, w_time_print, "09:05"), "09:05");
    CHECK_STR(reread(w_time_parse, w_time_print, "09:05:00"), "09:05");
    CHECK_STR(reread(w_time_parse, w_time_print, "23:59:59"), "23:59:59");
    CHECK_STR(reread(w_time_parse, w_time_print, "23:59:59.25"), "23:59:59.250");
    CHECK_STR(reread(w_time_parse, w_time_print, "24:00"), "refused");
    CHECK_STR(reread(w_time_parse, w_time_print, "9:05"), "refused");
    CHECK_STR(reread(w_time_parse, w_time_print, "09:60"), "refused");
    CHECK_STR(reread(w_time_parse, w_time_print, "09:05:60"), "refused");
    CHECK_STR(reread(w_time_parse, w_time_print, "09:05Z"), "refused");
}

TEST(lengths_are_exact) {
    CHECK_STR(duration("P1DT12H"), "1d12h");
    CHECK_STR(duration("P2W"), "14d");
    CHECK_STR(duration("PT36H"), "1d12h");
    CHECK_STR(duration("PT1.5S"), "1.5s");
    CHECK_STR(duration("PT0,25S"), "0.25s");
    CHECK_STR(duration("PT0S"), "0s");
    CHECK_STR(duration("PT1H2S"), "1h2s");
    CHECK_STR(duration("-PT90M"), "-1h30m");
    CHECK_STR(duration("P1Y"), "refused");
    CHECK_STR(duration("P1M"), "refused");
    CHECK_STR(duration("P1W1D"), "refused");
    CHECK_STR(duration("PT1.5H"), "refused");
    CHECK_STR(duration("P99999999999999D"), "refused");
    CHECK_STR(duration("P106751991167DT7H12M55.807S"), "106751991167d7h12m55.807s");
    CHECK_STR(printed(w_duration_print, INT64_MIN), "-106751991167d7h12m55.808s");
    CHECK_STR(printed(w_duration_print, INT64_MAX), "106751991167d7h12m55.807s");
}

TEST(lengths_in_iso_form_read_back) {
    const int64_t lengths[] = {0,        1, 999, 1000, W_MINUTE_MS, W_DAY_MS, -W_DAY_MS - 1500,
                               INT64_MAX};
    for (size_t i = 0; i < sizeof lengths / sizeof *lengths; i++) {
        char out[W_TIME_CHARS];
        int64_t back;
        WStr text = {out, w_duration_print_iso(lengths[i], out)};
        CHECK(w_duration_parse(text, &back) && back == lengths[i]);
    }
    CHECK_STR(printed(w_duration_print_iso, W_DAY_MS + 12 * W_HOUR_MS), "P1DT12H");
    CHECK_STR(printed(w_duration_print_iso, 0), "PT0S");
    CHECK_STR(printed(w_duration_print_iso, -1500), "-PT1.5S");
}

// What the vectors say of durations is RFC 3339, appendix A. ISO 8601 has more, and we have no
// years and months, so we differ on purpose where there is one, or a fraction, a sign, a part left
// out in the middle, or a length that does not fit.
static bool differs_on_purpose(const char *text, bool valid) {
    if (!valid)
        return !strcmp(text, "PT0.5S") || !strcmp(text, "PT0,5S") || !strcmp(text, "PT1H2S") ||
               !strcmp(text, "-P1D");
    const char *clock = strchr(text, 'T');
    const char *month = strchr(text, 'M');
    return strchr(text, 'Y') || (month && (!clock || month < clock)) || strlen(text) > 60;
}

typedef bool Accepts(WStr text);

static bool accepts_datetime(WStr text) {
    int64_t value;
    return w_datetime_parse(text, &value);
}

static bool accepts_date(WStr text) {
    int64_t value;
    return w_date_parse(text, &value);
}

// The time of the vectors has an offset, so it is judged as part of an instant.
static bool accepts_full_time(WStr text) {
    char whole[256];
    int size = snprintf(whole, sizeof whole, "2016-06-30T%.*s", W_STR_ARGS(text));
    return accepts_datetime((WStr){whole, (size_t)size});
}

static bool accepts_duration(WStr text) {
    int64_t value;
    return w_duration_parse(text, &value);
}

static size_t run_vectors(const char *name, Accepts *accepts, bool with_exceptions) {
    char path[512];
    snprintf(path, sizeof path, "%s/tests/data/format-vectors/%s", WEND_SOURCE_DIR, name);
    json_t *groups = json_load_file(path, JSON_ALLOW_NUL, NULL);
    CHECK(groups != NULL);
    size_t i, j, count = 0;
    json_t *group, *test;
    json_array_foreach(groups, i, group)
        json_array_foreach(json_object_get(group, "tests"), j, test) {
        json_t *data = json_object_get(test, "data");
        const char *text = json_string_value(data);
        if (!text) continue;
        bool valid = json_is_true(json_object_get(test, "valid"));
        if (with_exceptions && differs_on_purpose(text, valid)) valid = !valid;
        if (accepts((WStr){text, json_string_length(data)}) != valid)
            test_differs(text, valid ? "valid" : "invalid", __FILE__, __LINE__);
        count++;
    }
    json_decref(groups);
    return count;
}

TEST(instants_are_those_of_the_vectors) {
    CHECK(run_vectors("date-time.json", accepts_datetime, false) > 20);
}

TEST(days_are_those_of_the_vectors) {
    CHECK(run_vectors("date.json", accepts_date, false) > 60);
}

TEST(clock_times_are_those_of_the_vectors) {
    CHECK(run_vectors("time.json", accepts_full_time, false) > 30);
}

TEST(durations_are_those_of_the_vectors) {
    CHECK(run_vectors("duration.json", accepts_duration, true) > 40);
}
