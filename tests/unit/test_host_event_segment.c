// The payloads of the Segment spec, read for a project that declares nothing.
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>

#include "runtime/host/event_reader.h"
#include "tests/unit/test.h"

#define FOLDER WEND_SOURCE_DIR "/tests/data/segment-events/"

typedef struct Reading {
    WEventReader *reader;
    WArena arena;
    WInput input;
    WEventRefusal refusal;
    size_t accepted, refused;
} Reading;

static bool read_bytes(Reading *r, const char *text) {
    bool read = w_event_read(r->reader, &r->arena, w_str(text), &r->input, &r->refusal);
    r->accepted += read;
    r->refused += !read;
    return read;
}

static void default_to(json_t *payload, const char *key, const char *value) {
    if (!json_object_get(payload, key)) json_object_set_new(payload, key, json_string(value));
}

// As printed: JSON, so it is an input or refused for what it lacks. With what the transport adds:
// an input.
static void check_payload(Reading *r, json_t *payload) {
    char *text = json_dumps(payload, 0);
    CHECK(w_json_valid(w_str(text)));
    if (!read_bytes(r, text)) {
        WRefused why = r->refusal.why;
        CHECK(why == W_REFUSED_MISSING || why == W_REFUSED_NO_TIME ||
              why == W_REFUSED_NO_CUSTOMER || why == W_REFUSED_BAD_FORM ||
              why == W_REFUSED_FROM_THE_FUTURE || why == W_REFUSED_UNKNOWN_TYPE ||
              why == W_REFUSED_WRONG_TYPE);
    }
    free(text);
    default_to(payload, "userId", "u");
    default_to(payload, "type", json_object_get(payload, "traits") ? "identify" : "track");
    default_to(payload, "event", "x");
    default_to(payload, "previousId", "p");
    json_object_set_new(payload, "timestamp", json_string("2026-03-02T10:00:00Z"));
    json_object_del(payload, "receivedAt");
    text = json_dumps(payload, JSON_ENSURE_ASCII);
    if (!read_bytes(r, text)) {
        WBuffer why = {0};
        w_event_refusal_print(&r->refusal, &why);
        w_buffer_char(&why, '\0');
        test_differs(text, why.bytes, __FILE__, __LINE__);
    }
    free(text);
}

typedef void Line(Reading *r, json_t *row);

static Reading for_each_line(const char *path, Line *line, size_t wanted) {
    static const WBundle empty = {0};
    Reading r = {.reader = w_event_reader_new(&empty)};
    FILE *file = fopen(path, "r");
    char *text = NULL;
    size_t room = 0, count = 0;
    CHECK(file != NULL);
    for (; getline(&text, &room, file) > 0; count++) {
        json_t *row = json_loads(text, 0, NULL);
        CHECK(row != NULL);
        line(&r, row);
        json_decref(row);
        w_arena_reset(&r.arena);
    }
    free(text);
    fclose(file);
    w_event_reader_free(r.reader);
    w_arena_free(&r.arena);
    CHECK(count == wanted);
    return r;
}

static void check_spec(Reading *r, json_t *row) {
    check_payload(r, json_object_get(row, "payload"));
}

static void check_malformed(Reading *r, json_t *row) {
    const char *text = json_string_value(json_object_get(row, "text"));
    CHECK(!w_json_valid(w_str(text)));
    CHECK(!read_bytes(r, text));
    WBuffer why = {0};
    w_event_refusal_print(&r->refusal, &why);
    CHECK(why.size > 0);
    w_buffer_free(&why);
}

TEST(payloads_of_the_spec_are_inputs) {
    Reading r = for_each_line(FOLDER "segment-spec-payloads.jsonl", check_spec, 112);
    CHECK(r.accepted > 112 && r.refused > 0);
}

TEST(converted_calls_are_inputs) {
    Reading r = for_each_line(FOLDER "segment-calls-converted.jsonl", check_spec, 84);
    CHECK(r.accepted == 84 && r.refused == 84);
}

TEST(malformed_payloads_are_refused_with_a_reason) {
    Reading r = for_each_line(FOLDER "segment-spec-malformed.jsonl", check_malformed, 13);
    CHECK(r.accepted == 0 && r.refused == 13);
}
