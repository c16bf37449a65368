// Time zones: small ones made by hand, and the vectors of zdump and Python's zoneinfo, where they
// are.
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "runtime/value/time.h"
#include "runtime/value/zone.h"
#include "runtime/value/zone_rule.h"
#include "tests/unit/test.h"

static void put_be32(WBuffer *b, uint32_t value) {
    const char bytes[4] = {(char)(value >> 24), (char)(value >> 16), (char)(value >> 8),
                           (char)value};
    w_buffer_append(b, bytes, sizeof bytes);
}

static void put_header(WBuffer *b, uint32_t leaps) {
    w_buffer_append(b, "TZif2\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0", 20);
    const uint32_t counts[6] = {0, 0, leaps, 0, 1, 4};
    for (size_t i = 0; i < 6; i++)
        put_be32(b, counts[i]);
    put_be32(b, 3600); // one type, an hour ahead
    w_buffer_append(b, "\0\0LMT\0", 6);
}

// A zone without transitions whose rule is `rule`.
static WBuffer tzif_of_rule(const char *rule) {
    WBuffer b = {0};
    put_header(&b, 0);
    put_header(&b, 0);
    w_buffer_printf(&b, "\n%s\n", rule);
    return b;
}

static WZone *zone_of_rule(const char *rule) {
    WBuffer b = tzif_of_rule(rule);
    WZone *zone = w_zone_read((WStr){b.bytes, b.size});
    w_buffer_free(&b);
    return zone;
}

static int64_t at(const char *text) {
    int64_t at_ms;
    CHECK(w_datetime_parse(w_str(text), &at_ms));
    return at_ms;
}

static const char *printed(int64_t at_ms) {
    static char out[W_TIME_CHARS + 1];
    out[w_datetime_print(at_ms, out)] = '\0';
    return out;
}

#define BERLIN "CET-1CEST,M3.5.0,M10.5.0/3"
#define CLOCK(hour, minute) ((hour)*W_HOUR_MS + (minute)*W_MINUTE_MS)

TEST(a_rule_holds_for_ever) {
    WZone *zone = zone_of_rule(BERLIN);
    CHECK(zone != NULL);
    CHECK(w_zone_offset_ms(zone, at("2026-03-29T00:59:59.999Z")) == W_HOUR_MS);
    CHECK(w_zone_offset_ms(zone, at("2026-03-29T01:00:00Z")) == 2 * W_HOUR_MS);
    CHECK(w_zone_offset_ms(zone, at("2026-10-25T00:59:59Z")) == 2 * W_HOUR_MS);
    CHECK(w_zone_offset_ms(zone, at("2026-10-25T01:00:00Z")) == W_HOUR_MS);
    CHECK(w_zone_offset_ms(zone, at("9000-07-01T00:00:00Z")) == 2 * W_HOUR_MS);
    w_zone_free(zone);
}

TEST(a_local_time_in_a_gap_is_the_first_moment_behind_it) {
    WZone *zone = zone_of_rule(BERLIN);
    CHECK_STR(printed(w_zone_instant_ms(zone, at("2026-03-29T01:59:59Z"))),
              "2026-03-29T00:59:59Z");
    CHECK_STR(printed(w_zone_instant_ms(zone, at("2026-03-29T02:00:00Z"))),
              "2026-03-29T01:00:00Z");
    CHECK_STR(printed(w_zone_instant_ms(zone, at("2026-03-29T02:59:59Z"))),
              "2026-03-29T01:00:00Z");
    CHECK_STR(printed(w_zone_instant_ms(zone, at("2026-03-29T03:00:00Z"))),
              "2026-03-29T01:00:00Z");
    w_zone_free(zone);
}

TEST(a_local_time_that_comes_twice_is_the_first) {
    WZone *zone = zone_of_rule(BERLIN);
    CHECK_STR(printed(w_zone_instant_ms(zone, at("2026-10-25T02:30:00Z"))),
              "2026-10-25T00:30:00Z");
    CHECK_STR(printed(w_zone_instant_ms(zone, at("2026-10-25T03:00:00Z"))),
              "2026-10-25T02:00:00Z");
    w_zone_free(zone);
}

TEST(southern_and_negative_summers_work) {
    WZone *south = zone_of_rule("<+1030>-10:30<+11>-11,M10.1.0,M4.1.0");
    CHECK(w_zone_offset_ms(south, at("2026-01-01T00:00:00Z")) == 11 * W_HOUR_MS);
    CHECK(w_zone_offset_ms(south, at("2026-07-01T00:00:00Z")) == CLOCK(10, 30));
    WZone *dublin = zone_of_rule("IST-1GMT0,M10.5.0,M3.5.0/1");
    CHECK(w_zone_offset_ms(dublin, at("2026-01-01T00:00:00Z")) == 0);
    CHECK(w_zone_offset_ms(dublin, at("2026-07-01T00:00:00Z")) == W_HOUR_MS);
    WZone *always = zone_of_rule("EST5EDT,0/0,J365/25");
    CHECK(w_zone_offset_ms(always, at("2026-01-01T04:59:59Z")) == -4 * W_HOUR_MS);
    CHECK(w_zone_offset_ms(always, at("2026-01-01T05:00:00Z")) == -4 * W_HOUR_MS);
    WZone *nuuk = zone_of_rule("<-02>2<-01>,M3.5.0/-1,M10.5.0/0");
    CHECK(w_zone_offset_ms(nuuk, at("2026-03-29T00:59:59Z")) == -2 * W_HOUR_MS);
    CHECK(w_zone_offset_ms(nuuk, at("2026-03-29T01:00:00Z")) == -1 * W_HOUR_MS);
    w_zone_free(south);
    w_zone_free(dublin);
    w_zone_free(always);
    w_zone_free(nuuk);
}

TEST(what_is_no_rule_is_refused) {
    static const char *const rules[] = {
        "C-1",
        "CET",
        "CET-25",
        "CET-1CEST",
        "CET-1CEST,M3.5.0",
        "<CET-1",
        "CET-1CEST,M13.5.0,M10.5.0",
        "CET-1CEST,M3.6.0,M10.5.0",
        "CET-1CEST,J0,J365",
        "CET-1CEST,M3.5.0,M10.5.0x",
        "CET-1CEST,M3.5.0/168,M10.5.0",
        "CET-1CEST,366,J3",
    };
    for (size_t i = 0; i < sizeof rules / sizeof *rules; i++) {
        WZoneRule rule;
        CHECK(!w_zone_rule_parse(w_str(rules[i]), &rule));
        CHECK(zone_of_rule(rules[i]) == NULL);
    }
}

TEST(a_damaged_zone_file_is_refused) {
    WBuffer b = tzif_of_rule(BERLIN);
    for (size_t size = 0; size < b.size; size++) {
        char *copy = malloc(size + 1); // so that reading behind the end is seen
        memcpy(copy, b.bytes, size);
        char *exact = realloc(copy, size > 0 ? size : 1);
        CHECK(w_zone_read((WStr){exact, size}) == NULL);
        free(exact);
    }
    for (size_t i = 0; i < b.size; i++)
        for (int flip = 1; flip < 256; flip <<= 1) {
            b.bytes[i] = (char)(b.bytes[i] ^ flip);
            w_zone_free(w_zone_read((WStr){b.bytes, b.size}));
            b.bytes[i] = (char)(b.bytes[i] ^ flip);
        }
    w_buffer_free(&b);
    WBuffer leaps = {0};
    put_header(&leaps, 0);
    put_header(&leaps, 1);
    w_buffer_printf(&leaps, "\n\n");
    CHECK(w_zone_read((WStr){leaps.bytes, leaps.size}) == NULL);
    w_buffer_free(&leaps);
}

TEST(the_next_clock_time_is_strictly_ahead) {
    WZone *zone = zone_of_rule(BERLIN);
    int64_t nine = CLOCK(9, 0);
    int64_t now = at("2026-03-28T07:59:59.999Z");
    CHECK_STR(printed(w_zone_next_clock(zone, now, nine)), "2026-03-28T08:00:00Z");
    CHECK_STR(printed(w_zone_next_clock(zone, now + 1, nine)), "2026-03-29T07:00:00Z");
    CHECK_STR(printed(w_zone_next_clock(zone, now, CLOCK(2, 30))), "2026-03-29T01:00:00Z");
    CHECK_STR(printed(w_zone_next_clock(zone, at("2026-10-25T00:30:00Z"), CLOCK(2, 30))),
              "2026-10-26T01:30:00Z");
    CHECK_STR(printed(w_zone_next_weekday(zone, now, 0, nine)), "2026-03-30T07:00:00Z");
    CHECK_STR(printed(w_zone_next_weekday(zone, now, 5, nine)), "2026-03-28T08:00:00Z");
    CHECK_STR(printed(w_zone_next_weekday(zone, now + 1, 5, nine)), "2026-04-04T07:00:00Z");
    CHECK_STR(printed(w_zone_clock_in_days(zone, now, 3, nine)), "2026-03-31T07:00:00Z");
    CHECK_STR(printed(w_zone_clock_in_days(zone, now, 0, CLOCK(1, 0))), "2026-03-28T00:00:00Z");
    CHECK_STR(printed(w_zone_next_clock(zone, at("9999-12-31T23:00:00Z"), nine)),
              "9999-12-31T08:00:00Z");
    w_zone_free(zone);
}

TEST(utc_is_always_there) {
    const WZone *utc = w_zone_utc();
    CHECK(w_zone_offset_ms(utc, 12345) == 0);
    CHECK(w_zone_instant_ms(utc, 12345) == 12345);
    CHECK(w_zone_local_ms(utc, INT64_MAX) == W_DATETIME_MAX);
    CHECK(w_zone_instant_ms(utc, INT64_MIN) == W_DATETIME_MIN);
}

static void write_file(const char *path, WStr bytes) {
    FILE *file = fopen(path, "wb");
    CHECK(file && fwrite(bytes.bytes, 1, bytes.size, file) == bytes.size && fclose(file) == 0);
}

TEST(a_set_reads_a_zone_once_and_nothing_outside_its_folder) {
    char root[] = "/tmp/wend_zones_XXXXXX";
    char path[128], inner[64];
    CHECK(mkdtemp(root) != NULL);
    snprintf(inner, sizeof inner, "%s/inner", root);
    char command[128];
    snprintf(command, sizeof command, "mkdir -p %s/Europe", inner);
    CHECK(system(command) == 0);
    WBuffer b = tzif_of_rule(BERLIN);
    WStr bytes = {b.bytes, b.size};
    snprintf(path, sizeof path, "%s/Europe/Berlin", inner);
    write_file(path, bytes);
    snprintf(path, sizeof path, "%s/Outside", root);
    write_file(path, bytes);
    snprintf(path, sizeof path, "%s/localtime", inner);
    write_file(path, bytes);

    WZoneSet *set = w_zone_set_new(inner);
    const WZone *berlin = w_zone_set_find(set, W_STR("Europe/Berlin"));
    CHECK(berlin != NULL && w_str_equal(w_zone_bytes(berlin), bytes));
    CHECK(w_zone_set_find(set, W_STR("Europe/Berlin")) == berlin);
    CHECK(w_zone_set_find(set, W_STR("../Outside")) == NULL);
    CHECK(w_zone_set_find(set, W_STR("Europe/../../Outside")) == NULL);
    CHECK(w_zone_set_find(set, W_STR("Europe//Berlin")) == NULL);
    CHECK(w_zone_set_find(set, W_STR("/Europe/Berlin")) == NULL);
    CHECK(w_zone_set_find(set, W_STR("Europe/Berlin/")) == NULL);
    CHECK(w_zone_set_find(set, W_STR("Europe")) == NULL);
    CHECK(w_zone_set_find(set, W_STR("localtime")) == NULL);
    CHECK(w_zone_set_find(set, W_STR("Europe/Berlin\0x")) == NULL);
    CHECK(w_zone_set_find(set, W_STR("")) == NULL);
    CHECK(w_zone_set_add(set, W_STR("Mars/Base"), bytes));
    CHECK(w_zone_set_find(set, W_STR("Mars/Base")) != NULL);
    CHECK(!w_zone_set_add(set, W_STR("Mars/Base"), W_STR("TZif")));
    for (int i = 0; i < 200; i++) {
        char name[16];
        snprintf(name, sizeof name, "Z%d", i);
        CHECK(w_zone_set_add(set, w_str(name), bytes));
    }
    CHECK(w_zone_set_find(set, W_STR("Europe/Berlin")) == berlin);
    w_zone_set_free(set);
    w_buffer_free(&b);
    snprintf(command, sizeof command, "rm -r %s", root);
    CHECK(system(command) == 0);
}

// The vectors: tzdata.zi compiled by zic, one row of a table at a time.

#define VECTORS WEND_SOURCE_DIR "/../shared/data/tz-vectors"

typedef void Row(WZoneSet *zones, char *fields[8]);

static size_t for_each_row(const char *name, WZoneSet *zones, Row *row) {
    char line[256];
    snprintf(line, sizeof line, "zcat " VECTORS "/%s", name);
    FILE *file = popen(line, "r");
    CHECK(file && fgets(line, sizeof line, file));
    size_t count = 0;
    for (; fgets(line, sizeof line, file); count++) {
        char *fields[8], *rest = line;
        for (int i = 0; i < 8; i++)
            fields[i] = strsep(&rest, "\t\n");
        row(zones, fields);
    }
    CHECK(pclose(file) == 0);
    return count;
}

static size_t run_vectors(const char *name, Row *row, const char *zic_options) {
    if (access(VECTORS "/tzdata.zi", R_OK) != 0) SKIP("no tz-vectors beside the project");
    char folder[] = "/tmp/wend_zic_XXXXXX", command[512];
    CHECK(mkdtemp(folder) != NULL);
    snprintf(command, sizeof command, "PATH=$PATH:/usr/sbin zic %s -d %s " VECTORS "/tzdata.zi",
             zic_options, folder);
    CHECK(system(command) == 0);
    WZoneSet *zones = w_zone_set_new(folder);
    size_t count = for_each_row(name, zones, row);
    w_zone_set_free(zones);
    snprintf(command, sizeof command, "rm -r %s", folder);
    CHECK(system(command) == 0);
    return count;
}

static const WZone *zone_of(WZoneSet *zones, const char *name) {
    const WZone *zone = w_zone_set_find(zones, w_str(name));
    CHECK(zone != NULL);
    return zone;
}

static void check_transition(WZoneSet *zones, char *fields[8]) {
    const WZone *zone = zone_of(zones, fields[0]);
    int64_t at_ms = atoll(fields[1]) * W_SECOND_MS;
    CHECK(w_zone_offset_ms(zone, at_ms - 1) == atoll(fields[2]) * W_SECOND_MS);
    CHECK(w_zone_offset_ms(zone, at_ms) == atoll(fields[3]) * W_SECOND_MS);
}

// In a gap the answer is the moment at which the clock jumps over the local time.
static void check_local(WZoneSet *zones, char *fields[8]) {
    const WZone *zone = zone_of(zones, fields[0]);
    char text[64];
    snprintf(text, sizeof text, "%sZ", fields[1]);
    int64_t local_ms = at(text);
    int64_t got_ms = w_zone_instant_ms(zone, local_ms);
    if (strcmp(fields[2], "gap") != 0) {
        CHECK(got_ms == atoll(fields[3]) * W_SECOND_MS);
        CHECK(w_zone_local_ms(zone, got_ms) == local_ms);
        return;
    }
    CHECK(w_zone_local_ms(zone, got_ms - 1) < local_ms);
    CHECK(w_zone_local_ms(zone, got_ms) > local_ms);
}

TEST(transitions_are_those_of_the_vectors) {
    CHECK(run_vectors("transitions.tsv.gz", check_transition, "-b fat") == 3581);
}

TEST(transitions_by_rule_are_those_of_the_vectors) {
    CHECK(run_vectors("transitions.tsv.gz", check_transition, "-b slim") == 3581);
}

TEST(local_times_are_those_of_the_vectors) {
    CHECK(run_vectors("local-to-utc.tsv.gz", check_local, "-b slim") == 4145);
}
