// The pages of the diagnostics: every one has scripts, and the scripts do what the page says.
#include "tests/unit/test.h"
#include "wend/compiler.h"

static wend_compilation *compile_example(const wend_diagnostic *row, const char *script) {
    const char *shop = wend_diagnostic_shop();
    wend_source sources[] = {{"example.wend", script, strlen(script)},
                             {"shop.wend", shop, strlen(shop)}};
    return wend_compile_sources(sources, row->stands_alone ? 1 : 2);
}

// What is as bad as the row or worse; an example of an error need not be free of warnings, and the
// shop need not be free of lints.
static bool matters(const wend_diagnostic *row, const wend_finding *finding) {
    bool is_in_shop = strcmp(finding->place.file, "shop.wend") == 0;
    bool is_warning = finding->severity == WEND_WARNING;
    return finding->severity <= row->severity && !(is_in_shop && is_warning);
}

static bool gets_that_finding_only(const wend_diagnostic *row) {
    wend_compilation *c = compile_example(row, row->avoid);
    int own = 0, others = 0;
    const wend_finding *finding;
    for (size_t i = 0; (finding = wend_compilation_finding(c, i)); i++) {
        if (strcmp(finding->code, row->code) == 0)
            own++;
        else if (matters(row, finding))
            others++;
    }
    bool is_right = own > 0 && others == 0;
    if (!is_right) printf("%s, to avoid:\n%s\n", row->code, wend_compilation_text(c, false));
    wend_compilation_free(c);
    return is_right;
}

// Holdouts.
static bool waits_for_the_language(const wend_diagnostic *row) {
    return strcmp(row->code, "E0148") == 0;
}

static bool is_clean(const wend_diagnostic *row) {
    wend_compilation *c = compile_example(row, row->prefer);
    bool is_right = wend_compilation_result(c) != WEND_RESULT_UNREADABLE;
    const wend_finding *finding;
    for (size_t i = 0; (finding = wend_compilation_finding(c, i)); i++) {
        bool is_to_come = waits_for_the_language(row) && strcmp(finding->code, "E0900") == 0;
        is_right = is_right && (is_to_come || !matters(row, finding));
    }
    if (!is_right) printf("%s, to prefer:\n%s\n", row->code, wend_compilation_text(c, false));
    wend_compilation_free(c);
    return is_right;
}

// What no script on a page could show: bytes that are no text, sizes, what stands in other files,
// and what is to come.
static bool needs_no_example(const wend_diagnostic *row) {
    static const char *const codes[] = {"E0001", "E0002", "E0003", "E0128", "E0600",
                                        "E0601", "E0610", "E0766", "E0900"};
    for (size_t i = 0; i < sizeof codes / sizeof codes[0]; i++) {
        if (strcmp(codes[i], row->code) == 0) return true;
    }
    return false;
}

TEST(explain_pages_show_scripts_that_do_what_they_say) {
    wend_diagnostic row;
    int wrong = 0;
    for (size_t i = 0; wend_diagnostic_row(i, &row); i++) {
        CHECK((row.avoid == NULL) == (row.prefer == NULL));
        if (needs_no_example(&row) != (row.avoid == NULL)) {
            printf("%s: a row needs a script to avoid and one to prefer\n", row.code);
            wrong++;
        }
        if (row.avoid) wrong += !gets_that_finding_only(&row) + !is_clean(&row);
    }
    CHECK(wrong == 0);
}

TEST(explain_finds_a_code_however_it_is_written) {
    static const char *const ways[] = {"E0301", "e0301", "E301", "e301", "301", "0301"};
    wend_diagnostic row;
    for (size_t i = 0; i < sizeof ways / sizeof ways[0]; i++) {
        CHECK(wend_diagnostic_find(ways[i], &row));
        CHECK_STR(row.code, "E0301");
    }
}

TEST(explain_names_the_nearest_of_an_unknown_code) {
    wend_diagnostic row;
    CHECK(!wend_diagnostic_find("E0319", &row));
    CHECK_STR(row.code, "E0312");
    CHECK(!wend_diagnostic_find("L0001", &row));
    CHECK(row.code[0] == 'L');
    CHECK(!wend_diagnostic_find("E9999", &row));
    CHECK_STR(row.code, "E0900");
    static const char *const none[] = {"", "E", "EE1", "-1", "E 301", "wait", "999999999999"};
    for (size_t i = 0; i < sizeof none / sizeof none[0]; i++) {
        CHECK(!wend_diagnostic_find(none[i], &row));
        CHECK_STR(row.code, "");
    }
}
