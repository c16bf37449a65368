// Every member that grammar/members.def says something about: a value it may not have is refused,
// in every row of its section. And whatever else is changed, a bundle is refused or harmless.
#include "runtime/bundle/verify.h"
#include "runtime/value/timetable.h"
#include "tests/unit/assemble.h"
#include "tests/unit/test.h"

typedef enum Check {
    TEXT,
    TEXT_OR_NONE,
    NAME,
    NAME_OF_OWNED,
    ROW,
    ROW_OR_NONE,
    OWNS,
    OWNER,
    AT_MOST,
    AT_MOST_OR_NONE,
    TYPE_,
    TYPE_IF_ANY,
    ZERO,
} Check;

enum {
#define SECTION(code, NAME, Row, member, summary) NAME = (code),
#include "grammar/sections.def"
#undef SECTION
};

#define SECTION(code, NAME, Row, member, summary) [code] = #member,
static const char *const names[] = {
#include "grammar/sections.def"
};
#undef SECTION

// The section in the bytes.
static const WSectionRow *section_of(const WBuffer *bytes, uint32_t code) {
    const WBundleHeader *header = (const void *)bytes->bytes;
    const WSectionRow *rows = (const void *)(header + 1);
    for (uint32_t i = 0; i < header->section_count; i++) {
        if (rows[i].code == code) return &rows[i];
    }
    return NULL;
}

static uint32_t count_of(const WBuffer *bytes, uint32_t code) {
    const WSectionRow *section = section_of(bytes, code);
    return section ? (uint32_t)section->row_count : 0;
}

// A value that this check refuses, given what is there.
static uint32_t bad_value(const WBuffer *bytes, Check check, uint32_t argument, uint32_t there) {
    switch (check) {
    case TEXT:
    case NAME:
    case NAME_OF_OWNED: return there + 4;
    case TEXT_OR_NONE: return 4;
    case ROW:
    case ROW_OR_NONE: return count_of(bytes, argument);
    case OWNS:
    case OWNER: return there + 1;
    case AT_MOST:
    case AT_MOST_OR_NONE: return argument + 1;
    case TYPE_:
    case TYPE_IF_ANY: return W_TYPE_RECORD + 1;
    case ZERO: return 1;
    }
    return 0;
}

static bool is_refused(const WBuffer *bytes, const char **section) {
    WRefusal refusal;
    WBundle *bundle = w_bundle_open(bytes->bytes, bytes->size, &refusal);
    *section = refusal.section;
    w_bundle_close(bundle);
    return !bundle;
}

static void check_member(WBuffer *bytes, uint32_t code, size_t offset, Check check,
                         uint32_t argument, const char *what) {
    const WSectionRow *section = section_of(bytes, code);
    if (!section) test_differs("no such section in the shop", what, __FILE__, __LINE__);
    for (uint64_t i = 0; i < section->row_count; i++) {
        uint64_t place = section->offset_bytes + i * section->row_bytes + offset;
        uint32_t *at = (void *)(bytes->bytes + place);
        uint32_t there = *at;
        const char *refused_in;
        *at = bad_value(bytes, check, argument, there);
        fix_digest(bytes);
        if (!is_refused(bytes, &refused_in)) test_differs("opened", what, __FILE__, __LINE__);
        if (check != OWNER && check != OWNS) CHECK_STR(refused_in, names[code]);
        *at = there;
    }
}

static WBuffer shop_bytes(void) {
    WBundleBuilder builder = {0};
    build_shop(&builder);
    WBuffer bytes = bundle_bytes(&builder);
    bundle_builder_free(&builder);
    return bytes;
}

TEST(bundle_members_hold_only_what_they_may) {
    WBuffer bytes = shop_bytes();
#define TYPE TYPE_
#define MEMBER(SECTION_, Row, member, CHECK_, argument)                                 \
    check_member(&bytes, W_SECTION_##SECTION_, offsetof(Row, member), CHECK_, argument, \
                 #SECTION_ "." #member);
#include "grammar/members.def"
#undef MEMBER
#undef TYPE
    w_buffer_free(&bytes);
}

static const char *refusal_of(WBundleBuilder *builder) {
    const char *reason = bundle_refusal(builder);
    bundle_builder_free(builder);
    return reason;
}

TEST(bundle_names_differ_where_they_must) {
    WBundleBuilder b = {0};
    build_shop(&b);
    b.channels[1].name = b.channels[0].name;
    CHECK_STR(refusal_of(&b), "a name is there twice");
    build_shop(&b);
    b.profile[1].wire = b.profile[0].wire;
    CHECK_STR(refusal_of(&b), "a name is there twice");
    build_shop(&b);
    b.fields[1].name = b.fields[0].name;
    CHECK_STR(refusal_of(&b), "a name is there twice");
    build_shop(&b);
    b.fields[5].name = b.fields[0].name; // of another event
    CHECK_STR(refusal_of(&b), "");
    build_shop(&b);
    b.events[1].wire = b.events[0].wire;
    CHECK_STR(refusal_of(&b), "a name is there twice");
    build_shop(&b);
    b.events[1].wire = b.events[0].wire;
    b.events[1].kind = W_EVENT_PAGE; // told apart by the kind
    CHECK_STR(refusal_of(&b), "");
}

TEST(bundle_owned_rows_belong_to_somebody) {
    WBundleBuilder b = {0};
    build_shop(&b);
    add_tags(&b, b.tags[0]);
    CHECK_STR(refusal_of(&b), "it belongs to nobody");
    build_shop(&b);
    b.messages[1].tag_count = 2;
    CHECK_STR(refusal_of(&b), "what it owns does not follow what the row before owns");
    build_shop(&b);
    b.journeys[SHOP_WELCOME].entry_count = UINT32_MAX;
    CHECK_STR(refusal_of(&b), "what it owns does not follow what the row before owns");
}

// ---- harmless

// A changed bundle that opens can be described and read in all its parts.
static void use(const WBuffer *bytes) {
    WRefusal refusal;
    WBundle *bundle = w_bundle_open(bytes->bytes, bytes->size, &refusal);
    if (!bundle) return;
    WBuffer page = {0};
    w_bundle_describe(bundle, true, &page);
    w_buffer_free(&page);
    w_bundle_close(bundle);
}

TEST(bundle_with_any_byte_changed_and_a_new_digest_is_refused_or_harmless) {
    static const uint8_t changes[] = {0x01, 0x80, 0xff};
    WBuffer bytes = shop_bytes();
    for (size_t i = sizeof(WBundleHeader); i < bytes.size; i++) {
        for (size_t k = 0; k < sizeof changes; k++) {
            bytes.bytes[i] = (char)(bytes.bytes[i] ^ changes[k]);
            fix_digest(&bytes);
            use(&bytes);
            bytes.bytes[i] = (char)(bytes.bytes[i] ^ changes[k]);
        }
    }
    w_buffer_free(&bytes);
}
