// The scanner and the literals: kinds, places, values, and the words of the language.
#include "compiler/syntax/literal.h"
#include "compiler/syntax/token.h"
#include "tests/unit/test.h"

typedef struct Scan {
    WArena arena;
    WSources sources;
    WFindings findings;
    WTokens *tokens;
} Scan;

static void scan(Scan *scan, const char *text) {
    *scan = (Scan){0};
    scan->sources.arena = &scan->arena;
    scan->findings.arena = &scan->arena;
    WSource *source = w_source_add(&scan->sources, W_STR("t"), w_str(text), &scan->findings);
    scan->tokens = w_tokens_read(&scan->arena, source, &scan->findings);
}

static void check_kinds(const char *text, const char *kinds) {
    Scan s;
    scan(&s, text);
    WBuffer got = {0};
    for (uint32_t i = 0; i < s.tokens->count; i++) {
        if (i) w_buffer_char(&got, ' ');
        w_buffer_str(&got, w_str(w_token_name(s.tokens->items[i].kind)));
    }
    w_buffer_char(&got, 0);
    CHECK_STR(got.bytes, kinds);
    w_buffer_free(&got);
    w_arena_free(&s.arena);
}

// A word before `:` is a key and a word after `.` a name, whatever word it is.
TEST(lexer_settles_words_by_their_neighbours) {
    check_kinds("event: a.event .from x", "a key `:` a name `.` a name `.` a name a name");
    check_kinds("wait # c\n : x", "a key `:` a name");
    check_kinds("days monday", "a unit of the calendar a day of the week");
    check_kinds("größe _x x1 日本", "a name a name a name a name");
}

TEST(lexer_reads_literals) {
    check_kinds("12 3.5 5% 2.5% 1d12h 09:00 2026-03-01 \"a\" true",
                "a whole number a number a percentage a percentage a duration a time of day "
                "a date a text `true`");
    check_kinds("a-1", "a name `-` a whole number");
    check_kinds("1..2", "a whole number `.` `.` a whole number");
    check_kinds("\"\"\"a \"b\" {c} d\"\"\" x", "a text a name the end of the text a name");
}

TEST(lexer_nests_texts_in_holes) {
    check_kinds("\"a{join(b, \", \")}c{\"x{d}y\"}\" e",
                "a text a name `(` a name `,` a text `)` the rest of the text a text a name "
                "the end of the text the end of the text a name");
    check_kinds("\"{f({a: 1})}\"", "a text a name `(` `{` a key `:` a whole number `}` `)` "
                                   "the end of the text");
    check_kinds("\"\\u{41}\\{\" x", "a text a name");
}

TEST(lexer_knows_lines_and_who_begins_them) {
    Scan s;
    scan(&s, "a b\r\n  c \"\"\"\n\n\"\"\" d\n(e\nf)");
    const WToken *t = s.tokens->items;
    CHECK(s.tokens->count == 9);
    CHECK(t[0].line == 1 && t[0].flags & W_TOKEN_FIRST);
    CHECK(t[1].line == 1 && !(t[1].flags & W_TOKEN_FIRST));
    CHECK(t[2].line == 2 && t[2].flags & W_TOKEN_FIRST);
    CHECK(t[4].line == 4 && !(t[4].flags & W_TOKEN_FIRST));
    CHECK(t[7].line == 6 && t[7].flags & W_TOKEN_INSIDE && t[7].flags & W_TOKEN_FIRST);
    CHECK(!(t[5].flags & W_TOKEN_INSIDE));
    w_arena_free(&s.arena);
}

TEST(lexer_keeps_comments) {
    Scan s;
    scan(&s, "# one\r\n## two\na # three\n");
    CHECK(s.tokens->comment_count == 3);
    const WComment *c = s.tokens->comments;
    CHECK(c[0].start == 0 && c[0].end == 5 && c[0].alone && !c[0].doc && c[0].before == 0);
    CHECK(c[1].doc && c[1].line == 2);
    CHECK(!c[2].alone && c[2].before == 1);
    w_arena_free(&s.arena);
}

// Wrong spellings get the right token, so that only the spelling is blamed.
TEST(lexer_takes_wrong_spellings_for_what_they_mean) {
    check_kinds("a == b && c || !d <> e;", "a name `=` a name `and` a name `or` `not` a name "
                                           "`!=` a name");
    check_kinds("'x' “y” // z", "a text a text");
    check_kinds("3days 1M 90min 1.5h 5 % €20 $3.5", "a duration a duration a duration a duration "
                                                    "a percentage a whole number a number");
    check_kinds("2026-01-01T10:00:00Z x", "a date a time of day a name");
    Scan s;
    scan(&s, "a == b\nc");
    CHECK(s.findings.count == 1);
    CHECK(s.findings.first->has_edit && w_str_equal(s.findings.first->edit_text, W_STR("=")));
    CHECK(s.tokens->items[0].flags & W_TOKEN_LEXICAL);
    CHECK(!(s.tokens->items[3].flags & W_TOKEN_LEXICAL));
    w_arena_free(&s.arena);
}

// Words are found by halving, which needs their order; each spelling stands once.
TEST(words_stand_in_the_order_of_their_spelling) {
    uint32_t count;
    const WWord *words = w_words(&count);
    for (uint32_t i = 1; i < count; i++) {
        CHECK(w_str_compare(words[i - 1].text, words[i].text) < 0);
    }
    for (uint32_t i = 0; i < count; i++)
        CHECK(w_word_find(words[i].text) == &words[i]);
    CHECK(w_word_find(W_STR("wend")) == NULL);
}

TEST(every_terminal_of_the_grammar_has_a_name) {
    for (uint16_t kind = 0; kind < W_TOKEN_KINDS; kind++)
        CHECK(w_token_name(kind) != NULL);
    CHECK(w_token_name(W_TOKEN_KINDS) == NULL);
}

TEST(literal_numbers_are_exact_or_refused) {
    int64_t value;
    CHECK(w_literal_integer(W_STR("9223372036854775807"), &value) == W_LITERAL_OK);
    CHECK(value == INT64_MAX);
    CHECK(w_literal_integer(W_STR("9223372036854775808"), &value) == W_LITERAL_RANGE);
    CHECK(w_literal_number(W_STR("3.5"), &value) == W_LITERAL_OK && value == 3500000);
    CHECK(w_literal_number(W_STR("0.0000010"), &value) == W_LITERAL_OK && value == 1);
    CHECK(w_literal_number(W_STR("0.0000001"), &value) == W_LITERAL_PLACES);
    CHECK(w_literal_number(W_STR("9223372036854.775807"), &value) == W_LITERAL_OK);
    CHECK(value == INT64_MAX);
    CHECK(w_literal_number(W_STR("9223372036854.775808"), &value) == W_LITERAL_RANGE);
    CHECK(w_literal_percent(W_STR("5%"), &value) == W_LITERAL_OK && value == 50000);
    CHECK(w_literal_percent(W_STR("2.5%"), &value) == W_LITERAL_OK && value == 25000);
    CHECK(w_literal_percent(W_STR("0.00001%"), &value) == W_LITERAL_PLACES);
}

TEST(literal_durations_go_from_large_to_small) {
    int64_t ms;
    CHECK(w_literal_duration(W_STR("1d12h"), &ms) == W_LITERAL_OK && ms == 129600000);
    CHECK(w_literal_duration(W_STR("30s"), &ms) == W_LITERAL_OK && ms == 30000);
    CHECK(w_literal_duration(W_STR("2w"), &ms) == W_LITERAL_OK && ms == 1209600000);
    CHECK(w_literal_duration(W_STR("0s"), &ms) == W_LITERAL_OK && ms == 0);
    CHECK(w_literal_duration(W_STR("1h1d"), &ms) == W_LITERAL_ORDER);
    CHECK(w_literal_duration(W_STR("1h1h"), &ms) == W_LITERAL_ORDER);
    CHECK(w_literal_duration(W_STR("9223372036854775807s"), &ms) == W_LITERAL_RANGE);
    CHECK(w_literal_duration(W_STR("99999999999999999999s"), &ms) == W_LITERAL_RANGE);
}

TEST(literal_escapes_are_decoded_or_pointed_at) {
    WArena arena = {0};
    WStr out;
    CHECK(w_literal_unescape(&arena, W_STR("a\\n\\{\\\"\\\\"), &out) == 9);
    CHECK(w_str_equal(out, W_STR("a\n{\"\\")));
    CHECK(w_literal_unescape(&arena, W_STR("\\u{e9}\\u{1F600}"), &out) == 15);
    CHECK(w_str_equal(out, W_STR("\xC3\xA9\xF0\x9F\x98\x80")));
    CHECK(w_literal_unescape(&arena, W_STR("a\\q"), &out) == 1);
    CHECK(w_literal_unescape(&arena, W_STR("\\u{D800}"), &out) == 0);
    CHECK(w_literal_unescape(&arena, W_STR("\\u{0}"), &out) == 0);
    CHECK(w_literal_unescape(&arena, W_STR("\\u{1234567}"), &out) == 0);
    CHECK(w_literal_unescape(&arena, W_STR("\\u"), &out) == 0);
    CHECK(w_literal_unescape(&arena, W_STR("\\"), &out) == 0);
    w_arena_free(&arena);
}
