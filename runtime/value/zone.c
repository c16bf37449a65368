// Reading TZif files (RFC 8536) and asking them for offsets.
//
// Premise: the bytes may come from anywhere; no count or index is used before it was compared with
// a bound. Promise: a zone that was read answers for every instant.
//
// The time line of a zone is cut into spans of one offset: those between the transitions of the
// table, then those that the rule of the footer makes for ever. All questions are answered by
// spans.
#include "runtime/value/zone.h"

#include <string.h>

#include "runtime/base/alloc.h"
#include "runtime/value/time.h"
#include "runtime/value/zone_rule.h"

#define TZIF_HEADER_BYTES 44
#define TRANSITIONS_MAX 4096
#define TYPES_MAX 256
#define FOOTER_MAX 256
// RFC 8536 has offsets between -25 and 26 hours at most.
#define OFFSET_LIMIT_MS (26 * W_HOUR_MS)

struct WZone {
    size_t count;            // of transitions
    int64_t *times_ms;       // instants, ascending
    int32_t *offsets_ms;     // from that instant on
    int32_t first_offset_ms; // before the first transition
    bool has_rule;
    WZoneRule rule; // from the last transition on
    char *bytes;
    size_t bytes_size;
};

// A stretch of time with one offset: from `start_ms` up to but not including `end_ms`.
typedef struct Span {
    int64_t start_ms;
    int64_t end_ms;
    int64_t offset_ms;
} Span;

// The counts of a TZif header, in the order in which they stand.
typedef struct Header {
    char version;
    uint32_t utc_marks, standard_marks, leaps, transitions, types, name_bytes;
} Header;

static uint32_t be32(const uint8_t *at) {
    return (uint32_t)at[0] << 24 | (uint32_t)at[1] << 16 | (uint32_t)at[2] << 8 | at[3];
}

static int64_t be64(const uint8_t *at) {
    return (int64_t)((uint64_t)be32(at) << 32 | be32(at + 4));
}

static bool read_header(WReader *reader, Header *h) {
    WStr bytes = w_reader_bytes(reader, TZIF_HEADER_BYTES);
    if (reader->failed || memcmp(bytes.bytes, "TZif", 4) != 0) return false;
    const uint8_t *at = (const uint8_t *)bytes.bytes + 20;
    *h = (Header){bytes.bytes[4], be32(at),      be32(at + 4), be32(at + 8),
                  be32(at + 12),  be32(at + 16), be32(at + 20)};
    return h->leaps == 0 && h->transitions <= TRANSITIONS_MAX && h->types >= 1 &&
           h->types <= TYPES_MAX && h->name_bytes <= TYPES_MAX * 8 && h->utc_marks <= TYPES_MAX &&
           h->standard_marks <= TYPES_MAX;
}

static size_t body_bytes(const Header *h, size_t time_bytes) {
    return h->transitions * (time_bytes + 1) + (size_t)h->types * 6 + h->name_bytes +
           h->standard_marks + h->utc_marks;
}

// The offset of a local time type, in `*offset_ms`.
static bool read_type(const uint8_t *types, uint32_t count, uint32_t index, int32_t *offset_ms) {
    if (index >= count) return false;
    int64_t ms = (int64_t)(int32_t)be32(types + index * 6) * W_SECOND_MS;
    if (ms < -OFFSET_LIMIT_MS || ms > OFFSET_LIMIT_MS) return false;
    *offset_ms = (int32_t)ms;
    return true;
}

// Times so far away that milliseconds would not fit are the end of the time line.
static int64_t time_to_ms(int64_t seconds) {
    if (seconds < INT64_MIN / W_SECOND_MS) return INT64_MIN;
    return seconds > INT64_MAX / W_SECOND_MS ? INT64_MAX : seconds * W_SECOND_MS;
}

static bool read_table(WZone *zone, WStr body, const Header *h, size_t time_bytes) {
    const uint8_t *times = (const uint8_t *)body.bytes;
    const uint8_t *indices = times + h->transitions * time_bytes;
    const uint8_t *types = indices + h->transitions;
    zone->count = h->transitions;
    zone->times_ms = w_alloc((zone->count + 1) * sizeof *zone->times_ms);
    zone->offsets_ms = w_alloc((zone->count + 1) * sizeof *zone->offsets_ms);
    if (!read_type(types, h->types, 0, &zone->first_offset_ms)) return false;
    for (size_t i = 0; i < zone->count; i++) {
        const uint8_t *at = times + i * time_bytes;
        zone->times_ms[i] = time_to_ms(time_bytes == 8 ? be64(at) : (int32_t)be32(at));
        if (i > 0 && zone->times_ms[i] <= zone->times_ms[i - 1]) return false;
        if (!read_type(types, h->types, indices[i], &zone->offsets_ms[i])) return false;
    }
    return true;
}

// A line feed, a POSIX TZ rule, a line feed. An empty rule says nothing about later times.
static bool read_footer(WZone *zone, WReader *reader) {
    WStr rest = {(const char *)reader->at, (size_t)(reader->end - reader->at)};
    if (rest.size < 2 || rest.bytes[0] != '\n') return false;
    rest = (WStr){rest.bytes + 1, rest.size - 1};
    const char *end = memchr(rest.bytes, '\n', rest.size);
    if (!end || end - rest.bytes > FOOTER_MAX) return false;
    WStr rule = {rest.bytes, (size_t)(end - rest.bytes)};
    zone->has_rule = rule.size > 0;
    return rule.size == 0 || w_zone_rule_parse(rule, &zone->rule);
}

static bool read_zone(WZone *zone, WStr tzif) {
    WReader reader = {(const uint8_t *)tzif.bytes, (const uint8_t *)tzif.bytes + tzif.size, false};
    Header header;
    size_t time_bytes = 4;
    if (!read_header(&reader, &header)) return false;
    if (header.version >= '2') { // what old readers need comes first, and is skipped
        w_reader_bytes(&reader, body_bytes(&header, 4));
        time_bytes = 8;
        if (!read_header(&reader, &header)) return false;
    }
    WStr body = w_reader_bytes(&reader, body_bytes(&header, time_bytes));
    if (reader.failed || !read_table(zone, body, &header, time_bytes)) return false;
    return time_bytes == 4 || read_footer(zone, &reader);
}

WZone *w_zone_read(WStr tzif) {
    WZone *zone = w_alloc(sizeof *zone);
    if (!read_zone(zone, tzif)) {
        w_zone_free(zone);
        return NULL;
    }
    zone->bytes = w_alloc(tzif.size);
    zone->bytes_size = tzif.size;
    memcpy(zone->bytes, tzif.bytes, tzif.size);
    return zone;
}

void w_zone_free(WZone *zone) {
    if (!zone) return;
    w_free(zone->times_ms);
    w_free(zone->offsets_ms);
    w_free(zone->bytes);
    w_free(zone);
}

WStr w_zone_bytes(const WZone *zone) {
    return (WStr){zone->bytes, zone->bytes_size};
}

const WZone *w_zone_utc(void) {
    static const WZone utc = {0};
    return &utc;
}

// How many transitions have come by `at_ms`.
static size_t transitions_until(const WZone *zone, int64_t at_ms) {
    size_t low = 0, high = zone->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (zone->times_ms[middle] <= at_ms)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

// Behind the last transition: what the rule says, or its offset for ever.
static Span last_span(const WZone *zone, int64_t at_ms) {
    int64_t start_ms = zone->count > 0 ? zone->times_ms[zone->count - 1] : INT64_MIN;
    Span span = {start_ms, INT64_MAX, zone->first_offset_ms};
    if (zone->count > 0) span.offset_ms = zone->offsets_ms[zone->count - 1];
    if (!zone->has_rule) return span;
    span.offset_ms = w_zone_rule_span(&zone->rule, at_ms, &span.start_ms, &span.end_ms);
    if (span.start_ms < start_ms) span.start_ms = start_ms;
    return span;
}

static Span span_at(const WZone *zone, int64_t at_ms) {
    size_t passed = transitions_until(zone, at_ms);
    if (passed == zone->count) return last_span(zone, at_ms);
    int64_t end_ms = zone->times_ms[passed];
    if (passed == 0) return (Span){INT64_MIN, end_ms, zone->first_offset_ms};
    return (Span){zone->times_ms[passed - 1], end_ms, zone->offsets_ms[passed - 1]};
}

int64_t w_zone_offset_ms(const WZone *zone, int64_t at_ms) {
    return span_at(zone, at_ms).offset_ms;
}

int64_t w_zone_local_ms(const WZone *zone, int64_t at_ms) {
    return w_datetime_add(at_ms, w_zone_offset_ms(zone, at_ms));
}

// No offset is larger than OFFSET_LIMIT_MS, so the instant lies within that distance of the local
// time taken as UTC. Going through the spans from there in order of time, the first that contains
// the local time is the one wanted; if one ends before it and the next begins behind it, it is in
// the gap.
int64_t w_zone_instant_ms(const WZone *zone, int64_t local_ms) {
    local_ms = w_datetime_add(local_ms, 0);
    int64_t from_ms = w_datetime_add(local_ms, -OFFSET_LIMIT_MS);
    for (Span span = span_at(zone, from_ms);; span = span_at(zone, span.end_ms)) {
        int64_t instant_ms = local_ms - span.offset_ms;
        if (instant_ms < span.start_ms) return w_datetime_add(span.start_ms, 0);
        if (instant_ms < span.end_ms || span.end_ms == INT64_MAX)
            return w_datetime_add(instant_ms, 0);
    }
}

int64_t w_zone_day(const WZone *zone, int64_t at_ms) {
    return w_datetime_day(w_zone_local_ms(zone, at_ms));
}

int64_t w_zone_day_at(const WZone *zone, int64_t day, int64_t clock_ms) {
    return w_zone_instant_ms(zone, w_date_add(day, 0) * W_DAY_MS + clock_ms);
}

int64_t w_zone_next_clock(const WZone *zone, int64_t after_ms, int64_t clock_ms) {
    int64_t day = w_zone_day(zone, after_ms);
    int64_t next_ms = w_zone_day_at(zone, day, clock_ms);
    while (next_ms <= after_ms && day < W_DATE_MAX)
        next_ms = w_zone_day_at(zone, ++day, clock_ms);
    return next_ms;
}

int64_t w_zone_next_weekday(const WZone *zone, int64_t after_ms, int32_t weekday,
                            int64_t clock_ms) {
    int64_t day = w_zone_day(zone, after_ms);
    day += (weekday - w_civil_weekday(day) + 7) % 7;
    int64_t next_ms = w_zone_day_at(zone, day, clock_ms);
    for (; next_ms <= after_ms && day < W_DATE_MAX; next_ms = w_zone_day_at(zone, day, clock_ms))
        day += 7;
    return next_ms;
}

int64_t w_zone_unit_start(const WZone *zone, int64_t at_ms, WCalendarUnit unit) {
    return w_zone_day_at(zone, w_civil_unit_day(w_zone_day(zone, at_ms), unit, 0), 0);
}

// Where a clock was set back across midnight a day is seen twice, and its end lies between.
int64_t w_zone_unit_end(const WZone *zone, int64_t at_ms, WCalendarUnit unit) {
    int64_t day = w_civil_unit_day(w_zone_day(zone, at_ms), unit, 1);
    int64_t end_ms = w_zone_day_at(zone, day, 0);
    return end_ms > at_ms ? end_ms : w_zone_next_clock(zone, at_ms, 0);
}

int64_t w_zone_clock_in_days(const WZone *zone, int64_t at_ms, int64_t days, int64_t clock_ms) {
    return w_zone_day_at(zone, w_date_add(w_zone_day(zone, at_ms), days), clock_ms);
}
