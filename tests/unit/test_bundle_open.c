// Opening bundles: what is good opens, what is damaged does not.
#include "runtime/base/hash.h"
#include "tests/unit/assemble.h"
#include "tests/unit/test.h"

static WBuffer shop_bytes(void) {
    WBundleBuilder builder = {0};
    build_shop(&builder);
    WBuffer bytes = bundle_bytes(&builder);
    bundle_builder_free(&builder);
    return bytes;
}

static const char *refusal_of(const void *bytes, size_t size) {
    WRefusal refusal;
    WBundle *bundle = w_bundle_open(bytes, size, &refusal);
    if (!bundle) return refusal.reason;
    w_bundle_close(bundle);
    return "";
}

TEST(bundle_of_a_whole_shop_opens) {
    WBundleBuilder builder = {0};
    build_shop(&builder);
    WBundle *bundle = bundle_open(&builder);
    CHECK(bundle);
    CHECK(bundle->journeys_count == 2 && bundle->project == bundle->projects);
    CHECK(w_str_equal(w_bundle_str(bundle, bundle->project->name), W_STR("shop")));
    CHECK(w_bundle_str(bundle, W_NONE).size == 0);
    w_bundle_close(bundle);
    bundle_builder_free(&builder);
}

// Each part of the header and the section table, damaged alone; the digest is made right again
// where it is not the digest that is asked.
static const char *refusal_with(size_t offset, uint64_t value, size_t size, bool digest) {
    WBuffer bytes = shop_bytes();
    memcpy(bytes.bytes + offset, &value, size);
    WBundleHeader *header = (void *)bytes.bytes;
    uint64_t size_bytes = header->size_bytes;
    if (digest) fix_digest(&bytes);
    header->size_bytes = size_bytes;
    const char *reason = refusal_of(bytes.bytes, bytes.size);
    w_buffer_free(&bytes);
    return reason;
}

#define SECTION_ROW(i, member) \
    sizeof(WBundleHeader) + (i) * sizeof(WSectionRow) + offsetof(WSectionRow, member)

TEST(bundle_header_is_checked_before_anything_else) {
    CHECK_STR(refusal_of("", 0), "it is empty");
    CHECK_STR(refusal_of("\x89WEND", 5), "it ends within the header");
    CHECK_STR(refusal_with(0, 0x88, 1, true), "this is no bundle");
    CHECK_STR(refusal_with(offsetof(WBundleHeader, version), 2, 4, true),
              "it needs a newer runtime");
    CHECK_STR(refusal_with(offsetof(WBundleHeader, version), 0, 4, true),
              "no runtime ever knew this version");
    CHECK_STR(refusal_with(offsetof(WBundleHeader, digest), 1, 8, false),
              "its content is not what its digest says: it was damaged or altered");
    CHECK_STR(refusal_with(offsetof(WBundleHeader, section_count), 100000, 4, true),
              "the section table does not fit in it");
}

TEST(bundle_of_a_newer_runtime_is_told_from_a_damaged_one) {
    WBuffer bytes = shop_bytes();
    ((WBundleHeader *)(void *)bytes.bytes)->version = W_BUNDLE_VERSION + 1;
    WRefusal refusal;
    CHECK(!w_bundle_open(bytes.bytes, bytes.size, &refusal) && refusal.too_new);
    CHECK_STR(refusal.section, "header");
    CHECK(refusal.offset_bytes == 8);
    CHECK(!w_bundle_open(bytes.bytes, 20, &refusal) && !refusal.too_new);
    w_buffer_free(&bytes);
}

TEST(bundle_sections_lie_as_the_table_says) {
    CHECK_STR(refusal_with(SECTION_ROW(0, code), 77, 4, true),
              "there is a section this runtime does not know");
    CHECK_STR(refusal_with(SECTION_ROW(1, code), 1, 4, true), "sections are not in their order");
    CHECK_STR(refusal_with(SECTION_ROW(2, row_bytes), 20, 4, true),
              "a section has rows of another size");
    CHECK_STR(refusal_with(SECTION_ROW(1, offset_bytes), 8, 8, true),
              "a section does not start right behind the one before");
    CHECK_STR(refusal_with(SECTION_ROW(1, row_count), 1 << 30, 8, true),
              "a section reaches beyond the end");
    CHECK_STR(refusal_with(SECTION_ROW(1, row_count), UINT64_MAX, 8, true),
              "a section reaches beyond the end");
    CHECK_STR(refusal_with(offsetof(WBundleHeader, section_count), 30, 4, true),
              "a section does not start right behind the one before");
}

TEST(bundle_with_more_behind_its_end_is_refused) {
    WBuffer bytes = shop_bytes();
    w_buffer_u64(&bytes, 0);
    CHECK_STR(refusal_of(bytes.bytes, bytes.size), "there are bytes behind its end");
    fix_digest(&bytes);
    CHECK_STR(refusal_of(bytes.bytes, bytes.size), "there is something behind the last section");
    bytes.size -= 4;
    fix_digest(&bytes);
    CHECK_STR(refusal_of(bytes.bytes, bytes.size), "its size is no multiple of 8");
    w_buffer_free(&bytes);
}

// Where a section is no multiple of 8, what lies up to the next one is zero.
TEST(bundle_has_nothing_between_sections) {
    WBuffer bytes = shop_bytes();
    const WBundleHeader *header = (void *)bytes.bytes;
    const WSectionRow *rows = (const void *)(header + 1);
    uint32_t found = 0;
    for (uint32_t i = 0; i < header->section_count; i++) {
        uint64_t end = rows[i].offset_bytes + rows[i].row_count * rows[i].row_bytes;
        if (end % 8 == 0) continue;
        bytes.bytes[end] = 1;
        fix_digest(&bytes);
        CHECK_STR(refusal_of(bytes.bytes, bytes.size), "there is something between sections");
        bytes.bytes[end] = 0;
        found++;
    }
    CHECK(found > 0);
    w_buffer_free(&bytes);
}

// ---- texts

static WText *text_in(WBundleBuilder *builder, const char *text) {
    return (void *)(builder->texts + text_of(builder, text));
}

static const char *refusal_of_text(const char *bytes, size_t size, bool hash) {
    WBundleBuilder builder = {0};
    build_shop(&builder);
    WText *text = text_in(&builder, "Order Completed");
    memcpy(text->bytes, bytes, size);
    if (hash) text->hash = (uint32_t)w_hash64(text->bytes, text->size);
    const char *reason = bundle_refusal(&builder);
    bundle_builder_free(&builder);
    return reason;
}

TEST(bundle_texts_are_valid_normal_and_hashed) {
    CHECK_STR(refusal_of_text("Order Completed", 15, true), "");
    CHECK_STR(refusal_of_text("order", 5, false), "a text does not have the hash it says");
    CHECK_STR(refusal_of_text("\xff", 1, true), "a text is not UTF-8");
    CHECK_STR(refusal_of_text("a\xcc\x88", 3, true), "a text is not in NFC");
    CHECK_STR(refusal_of_text("Order Completed!", 16, false), "a text does not end in zeros");
}

TEST(bundle_texts_stay_inside_their_section) {
    WBundleBuilder builder = {0};
    build_shop(&builder);
    WText *text = text_in(&builder, "Order Completed");
    text->size = UINT32_MAX;
    CHECK_STR(bundle_refusal(&builder), "a text reaches beyond its section");
    text->size = 15;
    builder.texts_count -= 8;
    CHECK_STR(bundle_refusal(&builder), "a text reaches beyond its section");
    bundle_builder_free(&builder);
}

TEST(bundle_holds_a_text_once) {
    WBundleBuilder builder = {0};
    build_shop(&builder);
    const WText *text = text_in(&builder, "vip");
    uint8_t copy[16];
    memcpy(copy, text, sizeof copy);
    for (size_t i = 0; i < sizeof copy; i++)
        add_texts(&builder, copy[i]);
    CHECK_STR(bundle_refusal(&builder), "a text is there twice");
    add_texts(&builder, 0);
    CHECK_STR(bundle_refusal(&builder), "the text pool's size is no multiple of 8");
    bundle_builder_free(&builder);
}

// ---- any damage

TEST(bundle_cut_anywhere_is_refused) {
    WBuffer bytes = shop_bytes();
    for (size_t size = 0; size < bytes.size; size++)
        CHECK(refusal_of(bytes.bytes, size)[0] != '\0');
    w_buffer_free(&bytes);
}

TEST(bundle_with_any_byte_changed_is_refused) {
    WBuffer bytes = shop_bytes();
    for (size_t i = 0; i < bytes.size; i++) {
        bytes.bytes[i] = (char)(bytes.bytes[i] ^ 0x41);
        CHECK(refusal_of(bytes.bytes, bytes.size)[0] != '\0');
        bytes.bytes[i] = (char)(bytes.bytes[i] ^ 0x41);
    }
    w_buffer_free(&bytes);
}
