// Reading and applying POSIX TZ rules.
//
// Premise: the text may hold anything.
// Promise: an accepted rule has an answer for every instant.
#include "runtime/value/zone_rule.h"

#include "runtime/value/time.h"

typedef struct Scan {
    const char *at;
    const char *end;
} Scan;

static bool take(Scan *s, char c) {
    if (s->at == s->end || *s->at != c) return false;
    s->at++;
    return true;
}

static bool is_letter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool is_quoted(char c) {
    return is_letter(c) || (c >= '0' && c <= '9') || c == '+' || c == '-';
}

// `CET` or `<+0330>`.
static bool skip_name(Scan *s) {
    bool quoted = take(s, '<');
    const char *start = s->at;
    while (s->at < s->end && (quoted ? is_quoted(*s->at) : is_letter(*s->at)))
        s->at++;
    return s->at - start >= 3 && (!quoted || take(s, '>'));
}

static bool read_int(Scan *s, int32_t low, int32_t high, int32_t *value) {
    const char *start = s->at;
    *value = 0;
    for (; s->at < s->end && *s->at >= '0' && *s->at <= '9' && *value <= high; s->at++)
        *value = *value * 10 + (*s->at - '0');
    return s->at > start && *value >= low && *value <= high;
}

// `2`, `-2:30`, `02:00:00`; hours up to `hours_max`.
static bool read_clock(Scan *s, int32_t hours_max, int64_t *ms) {
    bool negative = take(s, '-');
    if (!negative) take(s, '+');
    int32_t hours, minutes = 0, seconds = 0;
    if (!read_int(s, 0, hours_max, &hours)) return false;
    if (take(s, ':')) {
        if (!read_int(s, 0, 59, &minutes)) return false;
        if (take(s, ':') && !read_int(s, 0, 59, &seconds)) return false;
    }
    *ms = hours * W_HOUR_MS + minutes * W_MINUTE_MS + seconds * W_SECOND_MS;
    if (negative) *ms = -*ms;
    return true;
}

static bool read_day(Scan *s, WZoneChange *c) {
    c->form = 'D';
    if (take(s, 'M')) {
        c->form = 'M';
        return read_int(s, 1, 12, &c->month) && take(s, '.') && read_int(s, 1, 5, &c->week) &&
               take(s, '.') && read_int(s, 0, 6, &c->day);
    }
    if (take(s, 'J')) {
        c->form = 'J';
        return read_int(s, 1, 365, &c->day);
    }
    return read_int(s, 0, 365, &c->day);
}

static bool read_change(Scan *s, WZoneChange *c) {
    c->clock_ms = 2 * W_HOUR_MS;
    if (!take(s, ',') || !read_day(s, c)) return false;
    return !take(s, '/') || read_clock(s, 167, &c->clock_ms);
}

// POSIX counts offsets westward: `CET-1` is one hour ahead of UTC.
static bool read_offset(Scan *s, int64_t *offset_ms) {
    if (!read_clock(s, 24, offset_ms)) return false;
    *offset_ms = -*offset_ms;
    return true;
}

bool w_zone_rule_parse(WStr text, WZoneRule *rule) {
    Scan s = {text.bytes, text.bytes + text.size};
    *rule = (WZoneRule){0};
    if (!skip_name(&s) || !read_offset(&s, &rule->standard_ms)) return false;
    if (s.at == s.end) return true;
    rule->has_summer = true;
    rule->summer_ms = rule->standard_ms + W_HOUR_MS;
    if (!skip_name(&s)) return false;
    if (s.at < s.end && *s.at != ',' && !read_offset(&s, &rule->summer_ms)) return false;
    return read_change(&s, &rule->to_summer) && read_change(&s, &rule->to_standard) &&
           s.at == s.end;
}

// The day of a change in a year, in days since 1970-01-01.
static int64_t change_day(const WZoneChange *c, int32_t year) {
    int64_t new_year = w_civil_days((WCivil){year, 1, 1});
    if (c->form == 'D') return new_year + c->day;
    if (c->form == 'J') {
        bool behind_leap_day = w_civil_month_days(year, 2) == 29 && c->day >= 60;
        return new_year + c->day - 1 + behind_leap_day;
    }
    int64_t first = w_civil_days((WCivil){year, c->month, 1});
    int32_t weekday = (w_civil_weekday(first) + 1) % 7; // from Sunday on
    int32_t offset = (c->day - weekday + 7) % 7 + (c->week - 1) * 7;
    if (offset >= w_civil_month_days(year, c->month)) offset -= 7;
    return first + offset;
}

typedef struct Change {
    int64_t at_ms;
    int64_t offset_ms; // from then on
} Change;

// Changes of the years around an instant: three years are enough, for a change is at most a week
// from its day.
#define YEARS 3
#define CHANGES (2 * YEARS)

// Equal times stay in the order they came, so that of a summer that ends as the next begins the
// beginning counts.
static void insert(Change *changes, int count, Change change) {
    int i = count;
    for (; i > 0 && changes[i - 1].at_ms > change.at_ms; i--)
        changes[i] = changes[i - 1];
    changes[i] = change;
}

static void changes_around(const WZoneRule *rule, int64_t at_ms, Change *changes) {
    int32_t year = w_civil_of_days(w_datetime_day(at_ms)).year;
    int count = 0;
    for (int32_t y = year - 1; y <= year + 1; y++) {
        const WZoneChange *begin = &rule->to_summer, *end = &rule->to_standard;
        int64_t begin_ms = change_day(begin, y) * W_DAY_MS + begin->clock_ms - rule->standard_ms;
        int64_t end_ms = change_day(end, y) * W_DAY_MS + end->clock_ms - rule->summer_ms;
        insert(changes, count++, (Change){begin_ms, rule->summer_ms});
        insert(changes, count++, (Change){end_ms, rule->standard_ms});
    }
}

int64_t w_zone_rule_span(const WZoneRule *rule, int64_t at_ms, int64_t *start_ms,
                         int64_t *end_ms) {
    *start_ms = INT64_MIN;
    *end_ms = INT64_MAX;
    if (!rule->has_summer) return rule->standard_ms;
    Change changes[CHANGES] = {0};
    changes_around(rule, at_ms, changes);
    int64_t offset_ms = changes[CHANGES - 1].offset_ms;
    for (int i = 0; i < CHANGES; i++) {
        if (changes[i].at_ms > at_ms) {
            *end_ms = changes[i].at_ms;
            break;
        }
        *start_ms = changes[i].at_ms;
        offset_ms = changes[i].offset_ms;
    }
    return offset_ms;
}
