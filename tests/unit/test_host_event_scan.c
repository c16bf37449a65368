// The JSON scanner against JSONTestSuite, and where it has limits.
#include <stdio.h>
#include <stdlib.h>

#include "runtime/host/event_scan.h"
#include "tests/unit/test.h"

static int hex(char c) {
    return c <= '9' ? c - '0' : c - 'a' + 10;
}

// Decodes in place.
static WStr from_hex(char *text) {
    size_t size = strlen(text) / 2;
    for (size_t i = 0; i < size; i++)
        text[i] = (char)(hex(text[2 * i]) << 4 | hex(text[2 * i + 1]));
    return (WStr){text, size};
}

TEST(every_case_of_the_suite_is_judged_as_it_must_be) {
    FILE *file = popen("zcat " WEND_SOURCE_DIR "/tests/data/json-test-suite/cases.tsv.gz", "r");
    char *line = NULL;
    size_t room = 0, accepted = 0, rejected = 0;
    CHECK(file && getline(&line, &room, file) > 0);
    while (getline(&line, &room, file) > 0) {
        char *rest = line;
        const char *verdict = strsep(&rest, "\t"), *path = strsep(&rest, "\t");
        strsep(&rest, "\t");
        strsep(&rest, "\t");
        bool valid = w_json_valid(from_hex(strsep(&rest, "\n")));
        if (strcmp(verdict, "accept") == 0) {
            if (!valid) test_differs(path, "accepted", __FILE__, __LINE__);
            accepted++;
        } else if (strcmp(verdict, "reject") == 0) {
            if (valid) test_differs(path, "rejected", __FILE__, __LINE__);
            rejected++;
        }
    }
    free(line);
    CHECK(pclose(file) == 0 && accepted == 95 && rejected == 188);
}

static bool valid(const char *text) {
    return w_json_valid(w_str(text));
}

TEST(strings_longer_than_a_step_are_judged_to_their_end) {
    CHECK(valid("\"0123456789abcdef0123456789abcdef\""));
    CHECK(valid("\"0123456789abcde\\n0123456789abcdef\""));
    CHECK(valid("\"0123456789abcdef\u00e40123456789abcdef\U0001f600\""));
    CHECK(!valid("\"0123456789abcdef0123456789abcdef"));
    CHECK(!valid("\"0123456789abcdef\n123456789abcdef\""));
    CHECK(!valid("\"0123456789abcdef\xc3\""));
    CHECK(!valid("\"0123456789abcdef\xed\xa0\x80\""));
    CHECK(!w_json_valid(W_STR("\"0123456789abcdef\0 0123456789abcdef\"")));
}

TEST(surrogates_come_in_pairs) {
    CHECK(valid("\"\\ud83d\\ude00\"") && valid("\"\\u0000\\uD7FF\\uE000\\uffff\""));
    CHECK(!valid("\"\\ud83d\"") && !valid("\"\\ude00\"") && !valid("\"\\ud83d\\ud83d\""));
    CHECK(!valid("\"\\ud83dx\"") && !valid("\"\\ud83d\\n\"") && !valid("\"\\uD83\""));
}

TEST(depth_and_keys_have_limits) {
    char text[2 * 65 + 1] = {0};
    memset(text, '[', 64);
    memset(text + 64, ']', 64);
    CHECK(valid(text));
    memset(text, '[', 65);
    memset(text + 65, ']', 65);
    CHECK(!valid(text));
    WBuffer keys = {0};
    for (int i = 0; i < 10000; i++)
        w_buffer_printf(&keys, "%c\"\":0", i == 0 ? '{' : ',');
    w_buffer_char(&keys, '}');
    CHECK(w_json_valid((WStr){keys.bytes, keys.size}));
    keys.size--;
    w_buffer_printf(&keys, ",\"\":0}");
    CHECK(!w_json_valid((WStr){keys.bytes, keys.size}));
    w_buffer_free(&keys);
}

// A byte changed anywhere must neither crash nor read behind the end (the sanitizer sees to that).
TEST(damage_is_survived) {
    char text[] =
        "{\"a\":[1,-2.5e+3,true,null,\"x\\u00e4\\n\u00e4\"],\"b\":{\"c\":{}},\"d\":[[],false]}";
    CHECK(valid(text));
    for (size_t i = 0; i < sizeof text - 1; i++) {
        CHECK(!w_json_valid((WStr){text, i}));
        char kept = text[i];
        for (int c = 0; c < 256; c++) {
            text[i] = (char)c;
            w_json_valid((WStr){text, sizeof text - 1});
        }
        text[i] = kept;
    }
}
