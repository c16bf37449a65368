// What a bundle says of the project before it.
#include "tests/unit/assemble.h"
#include "tests/unit/test.h"

static WBundleBuilder b;

static const char *refusal_of(WChangeRow row) {
    build_shop(&b);
    if (row.old == 0) row.old = text_of(&b, "old name");
    add_changes(&b, row);
    const char *reason = bundle_refusal(&b);
    bundle_builder_free(&b);
    return reason;
}

enum { NAME = 0 }; // an old name, made when there are texts

TEST(changes_are_about_rows_that_are_there) {
    const char *gone = "what is changed is not there";
    CHECK_STR(refusal_of((WChangeRow){W_CHANGE_JOURNEY_RENAMED, 1, NAME, W_NONE}), "");
    CHECK_STR(refusal_of((WChangeRow){W_CHANGE_JOURNEY_RENAMED, 2, NAME, W_NONE}), gone);
    CHECK_STR(refusal_of((WChangeRow){W_CHANGE_STAGE_RENAMED, 2, NAME, W_NONE}), "");
    CHECK_STR(refusal_of((WChangeRow){W_CHANGE_STAGE_RENAMED, 3, NAME, W_NONE}), gone);
    CHECK_STR(refusal_of((WChangeRow){W_CHANGE_PROFILE_RENAMED, 6, NAME, W_NONE}), gone);
    CHECK_STR(refusal_of((WChangeRow){W_CHANGE_FIELD_RENAMED, 5, NAME, W_NONE}), "");
    CHECK_STR(refusal_of((WChangeRow){W_CHANGE_FIELD_RENAMED, 6, NAME, W_NONE}), gone);
    CHECK_STR(refusal_of((WChangeRow){W_CHANGE_RETIRE_PIN, W_NONE, NAME, W_NONE}), "");
    CHECK_STR(refusal_of((WChangeRow){W_CHANGE_RETIRE_EXIT, 0, NAME, W_NONE}), gone);
}

TEST(changes_name_what_they_must) {
    const char *old = "an old name is missing, or one too many";
    CHECK_STR(refusal_of((WChangeRow){W_CHANGE_KEEP_DEADLINES, 0, NAME, W_NONE}), old);
    CHECK_STR(refusal_of((WChangeRow){W_CHANGE_STAGE_RENAMED, 0, W_NONE, W_NONE}), old);
    CHECK_STR(refusal_of((WChangeRow){W_CHANGE_MIGRATE, SHOP_WINBACK, W_NONE, W_NONE}), old);
}

TEST(customers_migrate_within_their_journey) {
    const char *away = "customers are sent to another journey";
    CHECK_STR(refusal_of((WChangeRow){W_CHANGE_MIGRATE, SHOP_WELCOME, NAME, 2}), "");
    CHECK_STR(refusal_of((WChangeRow){W_CHANGE_MIGRATE, SHOP_WINBACK, NAME, 2}), away);
    CHECK_STR(refusal_of((WChangeRow){W_CHANGE_JOURNEY_RENAMED, SHOP_WELCOME, NAME, 2}), away);
}
