// Exact lengths, read from ISO 8601 and printed in that form and in the one of scripts.
//
// Premise: texts may hold anything.
// Promise: what is read is exact in milliseconds and fits; what is printed in ISO form reads back.
#include <string.h>

#include "runtime/value/number.h"
#include "runtime/value/time.h"

// The parts of a duration in the order in which they must stand.
typedef struct Unit {
    char iso;    // after `T` where `clock` is set
    bool clock;  // stands behind the `T`
    char script; // 0: scripts have it in another unit
    int64_t length_ms;
} Unit;

static const Unit units[] = {
    {'W', false, 0, 7 * W_DAY_MS}, {'D', false, 'd', W_DAY_MS},   {'H', true, 'h', W_HOUR_MS},
    {'M', true, 'm', W_MINUTE_MS}, {'S', true, 's', W_SECOND_MS},
};

#define UNIT_COUNT (sizeof units / sizeof *units)

typedef struct Scan {
    const char *at;
    const char *end;
    bool clock;       // the `T` was met
    size_t next_unit; // the first that may still come
    int64_t total_ms;
} Scan;

static bool read_count(Scan *s, int64_t *count) {
    const char *start = s->at;
    *count = 0;
    for (; s->at < s->end && *s->at >= '0' && *s->at <= '9'; s->at++)
        if (__builtin_mul_overflow(*count, 10, count) ||
            __builtin_add_overflow(*count, *s->at - '0', count))
            return false;
    return s->at > start;
}

// Decimals, as ISO 8601 allows them behind a point or a comma; `*some` says whether there were
// any.
static bool read_decimals(Scan *s, int64_t *ms, bool *some) {
    *ms = 0;
    *some = s->at < s->end && (*s->at == '.' || *s->at == ',');
    if (!*some) return true;
    const char *start = ++s->at;
    int64_t unit = 100;
    for (; s->at < s->end && *s->at >= '0' && *s->at <= '9'; s->at++, unit /= 10)
        *ms += (*s->at - '0') * unit;
    return s->at > start;
}

static const Unit *read_unit(Scan *s) {
    if (s->at == s->end) return NULL;
    char letter = *s->at++;
    for (size_t i = s->next_unit; i < UNIT_COUNT; i++) {
        if (units[i].iso != letter || units[i].clock != s->clock) continue;
        s->next_unit = letter == 'W' ? UNIT_COUNT : i + 1; // weeks stand alone
        return &units[i];
    }
    return NULL;
}

static bool read_part(Scan *s) {
    int64_t count, decimals_ms, part_ms;
    bool decimals;
    if (!read_count(s, &count) || !read_decimals(s, &decimals_ms, &decimals)) return false;
    const Unit *unit = read_unit(s);
    if (!unit || (decimals && unit->iso != 'S')) return false;
    return !__builtin_mul_overflow(count, unit->length_ms, &part_ms) &&
           !__builtin_add_overflow(part_ms, decimals_ms, &part_ms) &&
           !__builtin_add_overflow(s->total_ms, part_ms, &s->total_ms);
}

static bool read_parts(Scan *s) {
    if (s->at == s->end) return false;
    while (s->at < s->end) {
        if (*s->at == 'T') {
            if (s->clock || ++s->at == s->end) return false;
            s->clock = true;
        }
        if (!read_part(s)) return false;
    }
    return true;
}

bool w_duration_parse(WStr text, int64_t *length_ms) {
    Scan s = {.at = text.bytes, .end = text.bytes + text.size};
    bool negative = s.at < s.end && *s.at == '-';
    s.at += negative;
    if (s.at == s.end || *s.at++ != 'P' || !read_parts(&s)) return false;
    *length_ms = negative ? -s.total_ms : s.total_ms;
    return true;
}

static char *put_count(char *at, uint64_t count) {
    char digits[W_NUMBER_CHARS];
    size_t size = w_integer_print((int64_t)count, digits);
    memcpy(at, digits, size);
    return at + size;
}

// Seconds with their milliseconds, as few decimals as needed.
static char *put_seconds(char *at, uint64_t ms) {
    char digits[W_NUMBER_CHARS];
    size_t size = w_number_print((int64_t)ms * (W_NUMBER_ONE / W_SECOND_MS), digits);
    memcpy(at, digits, size);
    return at + size;
}

static size_t print(int64_t length_ms, bool iso, char *out) {
    char *at = out;
    uint64_t rest = length_ms < 0 ? 0 - (uint64_t)length_ms : (uint64_t)length_ms;
    if (length_ms < 0) *at++ = '-';
    if (iso) *at++ = 'P';
    bool clock = false;
    for (size_t i = 1; i < UNIT_COUNT; i++) { // weeks are printed as days
        uint64_t unit_ms = (uint64_t)units[i].length_ms;
        bool last = i == UNIT_COUNT - 1;
        if (last ? rest == 0 && length_ms != 0 : rest < unit_ms) continue;
        if (iso && units[i].clock && !clock) *at++ = 'T';
        clock |= units[i].clock;
        at = last ? put_seconds(at, rest) : put_count(at, rest / unit_ms);
        *at++ = iso ? units[i].iso : units[i].script;
        rest %= unit_ms;
    }
    return (size_t)(at - out);
}

size_t w_duration_print(int64_t length_ms, char out[W_TIME_CHARS]) {
    return print(length_ms, false, out);
}

size_t w_duration_print_iso(int64_t length_ms, char out[W_TIME_CHARS]) {
    return print(length_ms, true, out);
}
