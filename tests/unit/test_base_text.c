// Hashes against published values; UTF-8 at its edges.
#include "runtime/base/hash.h"
#include "runtime/base/utf8.h"
#include "tests/unit/test.h"

TEST(hash_values_are_those_of_the_published_algorithms) {
    CHECK(w_hash64("", 0) == 0x2d06800538d394c2);
    WHash128 hash = w_hash128("", 0);
    CHECK(hash.high == 0x99aa06d3014798d8 && hash.low == 0x6001c324468d497f);
    uint8_t digest[32];
    w_sha256("abc", 3, digest);
    CHECK(memcmp(digest, "\xba\x78\x16\xbf\x8f\x01\xcf\xea\x41\x41\x40\xde\x5d\xae\x22\x23", 16) ==
          0);
    CHECK(memcmp(digest + 16, "\xb0\x03\x61\xa3\x96\x17\x7a\x9c\xb4\x10\xff\x61\xf2\x00\x15\xad",
                 16) == 0);
}

TEST(utf8_valid_names_the_first_bad_byte) {
    CHECK(w_utf8_valid(W_STR("")) == 0);
    CHECK(w_utf8_valid(W_STR("a\xc3\xa4\xf0\x9f\x98\x80")) == 7);
    CHECK(w_utf8_valid(W_STR("ab\xff")) == 2);
    CHECK(w_utf8_valid(W_STR("ab\xc3")) == 2);           // cut
    CHECK(w_utf8_valid(W_STR("\xc0\x80")) == 0);         // overlong
    CHECK(w_utf8_valid(W_STR("x\xed\xa0\x80")) == 1);    // surrogate
    CHECK(w_utf8_valid(W_STR("\xf4\x90\x80\x80")) == 0); // beyond U+10FFFF
}

TEST(utf8_nfc_composes_and_leaves_the_rest_uncopied) {
    WArena arena = {0};
    WStr ascii = W_STR("plain"), composed = W_STR("\xc3\xa4"), apart = W_STR("a\xcc\x88");
    CHECK(w_utf8_nfc(&arena, ascii).bytes == ascii.bytes);
    CHECK(w_utf8_nfc(&arena, composed).bytes == composed.bytes);
    CHECK(w_str_equal(w_utf8_nfc(&arena, apart), composed));
    w_arena_free(&arena);
}

// Not only letter by letter: sharp s becomes two, and a final sigma is a sigma.
TEST(utf8_fold_makes_equal_what_differs_in_case) {
    WArena arena = {0};
    CHECK(w_str_equal(w_utf8_fold(&arena, W_STR("HeLLo")), W_STR("hello")));
    CHECK(w_str_equal(w_utf8_fold(&arena, W_STR("STRA\xc3\x9f"
                                                "E")),
                      W_STR("strasse")));
    WStr upper = w_utf8_fold(&arena, W_STR("\xce\x8c\xce\xa3"));
    CHECK(w_str_equal(upper, w_utf8_fold(&arena, W_STR("\xcf\x8c\xcf\x82"))));
    w_arena_free(&arena);
}

TEST(utf8_graphemes_are_what_a_reader_counts) {
    CHECK(w_utf8_graphemes(W_STR("")) == 0);
    CHECK(w_utf8_graphemes(W_STR("abc")) == 3);
    CHECK(w_utf8_graphemes(W_STR("a\xcc\x88")) == 1);
    CHECK(w_utf8_graphemes(W_STR("\r\n")) == 1);
    CHECK(w_utf8_graphemes(
              W_STR("\xf0\x9f\x87\xa9\xf0\x9f\x87\xaa\xf0\x9f\x87\xab\xf0\x9f\x87\xb7")) ==
          2); // two flags
}

TEST(utf8_columns_are_those_of_a_terminal) {
    CHECK(w_utf8_columns(W_STR("abc")) == 3);
    CHECK(w_utf8_columns(W_STR("a\xcc\x88")) == 1);
    CHECK(w_utf8_columns(W_STR("\xe6\x97\xa5\xe6\x9c\xac")) == 4);
}
