// Texts and lists as values.
#include "runtime/base/hash.h"
#include "runtime/base/limits.h"
#include "runtime/value/text.h"
#include "tests/unit/test.h"

static WArena arena;

static WText *text(const char *bytes) {
    return w_text_make(&arena, w_str(bytes));
}

TEST(texts_are_made_in_nfc_and_hashed) {
    WText *composed = text("na\u00efve");
    WText *decomposed = text("nai\u0308ve");
    CHECK(w_text_equal(composed, decomposed));
    CHECK(composed->size == 6 && composed->bytes[6] == '\0');
    CHECK(composed->hash == (uint32_t)w_hash64(composed->bytes, 6));
    CHECK(!w_text_equal(composed, text("naive")));
    w_arena_free(&arena);
}

TEST(the_empty_text_is_like_any_other) {
    WText *empty = text("");
    CHECK(empty->size == 0 && w_text_empty()->size == 0 && w_text_empty()->bytes[0] == '\0');
    CHECK(empty->hash == w_text_empty()->hash);
    CHECK(w_text_equal(empty, w_text_empty()));
    w_arena_free(&arena);
}

TEST(texts_are_ordered_by_code_points) {
    CHECK(w_text_compare(text("a"), text("b")) < 0);
    CHECK(w_text_compare(text("b"), text("ab")) > 0);
    CHECK(w_text_compare(text("a"), text("ab")) < 0);
    CHECK(w_text_compare(text("z"), text("\u00e4")) < 0);
    CHECK(w_text_compare(text("a"), text("a")) == 0);
    w_arena_free(&arena);
}

TEST(parts_are_found_at_the_ends_too) {
    WText *all = text("abcab");
    CHECK(w_text_contains(all, text("ca")) && w_text_contains(all, all));
    CHECK(!w_text_contains(all, text("cb")) && !w_text_contains(text("ab"), all));
    CHECK(w_text_starts_with(all, text("abc")) && !w_text_starts_with(all, text("bc")));
    CHECK(w_text_ends_with(all, text("cab")) && !w_text_ends_with(all, text("abc")));
    CHECK(!w_text_starts_with(text("a"), all) && !w_text_ends_with(text("b"), all));
    CHECK(w_text_contains(all, text("")) && w_text_starts_with(all, text("")));
    CHECK(w_text_ends_with(all, text("")) && w_text_contains(text(""), text("")));
    w_arena_free(&arena);
}

static WText *join(const char *const *parts, size_t count, const char *between) {
    WValue values[4];
    for (size_t i = 0; i < count; i++)
        values[i] = w_value_of_pointer(text(parts[i]));
    return w_text_join(&arena, values, count, between ? text(between) : NULL);
}

TEST(joined_texts_are_in_nfc_again) {
    const char *parts[] = {"a", "", "bc"};
    CHECK_STR(join(parts, 3, ", ")->bytes, "a, , bc");
    CHECK_STR(join(parts, 3, NULL)->bytes, "abc");
    CHECK_STR(join(parts, 0, ", ")->bytes, "");
    const char *composing[] = {"i", "\u0308"};
    CHECK_STR(join(composing, 2, NULL)->bytes, "\u00ef");
    w_arena_free(&arena);
}

TEST(a_text_that_grows_too_large_is_cut_between_code_points) {
    size_t size = 65535; // an odd number of bytes, then letters of two bytes
    WText *many = w_text_begin(&arena, size);
    many->bytes[0] = 'a';
    for (size_t i = 1; i < size; i += 2)
        memcpy(many->bytes + i, "\u00e4", 2);
    w_text_finish(many, size);
    WValue parts[40];
    for (size_t i = 0; i < 40; i++)
        parts[i] = w_value_of_pointer(many);
    WText *joined = w_text_join(&arena, parts, 40, NULL);
    CHECK(joined->size <= W_LIMIT_MADE_TEXT_BYTES && joined->size >= W_LIMIT_MADE_TEXT_BYTES - 1);
    CHECK(w_text_make(&arena, w_text_str(joined))->size == joined->size);
    w_arena_free(&arena);
}

static WValue list_of(const char *const *parts, size_t count) {
    WList *list = w_list_begin(&arena, count);
    for (size_t i = 0; i < count; i++)
        list->items[i] = w_value_of_pointer(text(parts[i]));
    return w_value_of_pointer(list);
}

TEST(lists_are_equal_element_by_element) {
    const char *parts[] = {"a", "b", "c"};
    WType type = w_type_list_of(W_TYPE_TEXT);
    WValue two = list_of(parts, 2), three = list_of(parts, 3);
    CHECK(w_value_equal(type, two, list_of(parts, 2)));
    CHECK(!w_value_equal(type, two, three) && !w_value_equal(type, two, list_of(parts + 1, 2)));
    CHECK(w_list_has(type, w_value_list(three), w_value_of_pointer(text("c"))));
    CHECK(!w_list_has(type, w_value_list(two), w_value_of_pointer(text("c"))));
    w_arena_free(&arena);
}

TEST(numbers_are_compared_with_their_sign) {
    CHECK(w_value_compare(W_TYPE_INTEGER, (WValue)-1, 1) < 0);
    CHECK(w_value_compare(W_TYPE_NUMBER, 2, 1) > 0);
    CHECK(w_value_compare(W_TYPE_DATETIME, 2, 2) == 0);
    CHECK(w_value_equal(W_TYPE_BOOLEAN, 1, 1) && !w_value_equal(W_TYPE_BOOLEAN, 1, 0));
}

TEST(types_have_their_names) {
    CHECK_STR(w_type_kind_name(W_TYPE_INTEGER), "integer");
    CHECK_STR(w_type_kind_name(W_TYPE_ENUM), "one of");
    CHECK_STR(w_type_kind_name(W_TYPE_NONE), "nothing");
}
