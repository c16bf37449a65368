// The compiler's public API: findings as data, one bundle whatever the order, memory given back.
#include <stdlib.h>

#include "tests/unit/test.h"
#include "wend/compiler.h"

static const char project[] = "project p {\n  language 1\n  timezone \"UTC\"\n  lint L0601 off\n"
                              "  lint L0602 off\n  lint L0603 off\n}\n";
static const char profile[] = "profile {\n  ok: boolean = false\n  mail: text? personal\n}\n"
                              "channel email {\n  to profile.mail\n  consent profile.ok\n}\n"
                              "message hello {\n  class transactional\n}\n";
static const char journey[] = "event hi {}\njourney j {\n  enter on hi\n"
                              "  stage s {\n    send email hello\n    finish\n  }\n}\n";

static wend_source source_of(const char *path, const char *text) {
    return (wend_source){path, text, strlen(text)};
}

TEST(driver_makes_the_same_bundle_whatever_the_order_of_the_files) {
    wend_source one[] = {source_of("a.wend", project), source_of("b.wend", profile),
                         source_of("c.wend", journey)};
    wend_source two[] = {source_of("c.wend", journey), source_of("b.wend", project),
                         source_of("a.wend", profile)};
    wend_compilation *first = wend_compile_sources(one, 3);
    wend_compilation *second = wend_compile_sources(two, 3);
    CHECK_STR(wend_compilation_text(first, false), "");
    CHECK(wend_compilation_result(first) == WEND_RESULT_BUNDLE);
    CHECK(wend_compilation_finding(first, 0) == NULL);
    CHECK(wend_compilation_extent(first).files == 3);
    size_t first_bytes, second_bytes;
    const void *a = wend_compilation_bundle(first, &first_bytes);
    const void *b = wend_compilation_bundle(second, &second_bytes);
    CHECK(a != NULL && b != NULL && first_bytes == second_bytes);
    CHECK(memcmp(a, b, first_bytes) == 0);
    wend_compilation_free(first);
    wend_compilation_free(second);
}

TEST(driver_gives_findings_as_data) {
    wend_source sources[] = {source_of("a.wend", project), source_of("b.wend", profile),
                             source_of("c.wend", "journey j {\n  enter on nobody\n  stage s {\n"
                                                 "    finish\n  }\n}\n")};
    wend_compilation *c = wend_compile_sources(sources, 3);
    CHECK(wend_compilation_result(c) == WEND_RESULT_FINDINGS);
    size_t size_bytes;
    CHECK(wend_compilation_bundle(c, &size_bytes) == NULL);
    CHECK(wend_compilation_extent(c).errors == 1);
    const wend_finding *finding = wend_compilation_finding(c, 0);
    CHECK(finding != NULL && finding->severity == WEND_ERROR);
    CHECK_STR(finding->place.file, "c.wend");
    CHECK(finding->place.line == 2 && finding->place.column == 12);
    CHECK(finding->place.end_line == 2 && finding->place.end_column == 18);
    CHECK(strstr(finding->message, "nobody") != NULL);
    CHECK(wend_compilation_finding(c, 1) == NULL);
    CHECK(strstr(wend_compilation_text(c, false), "c.wend:2:12") != NULL);
    CHECK(strchr(wend_compilation_text(c, false), '\x1b') == NULL);
    CHECK(strchr(wend_compilation_text(c, true), '\x1b') != NULL);
    wend_compilation_free(c);
}

TEST(driver_says_when_there_is_nothing_to_compile) {
    wend_compilation *c = wend_compile_sources(NULL, 0);
    CHECK(wend_compilation_result(c) == WEND_RESULT_UNREADABLE);
    CHECK(wend_compilation_text(c, false)[0] != '\0');
    wend_compilation_free(c);
    c = wend_compile_folder("");
    CHECK(wend_compilation_result(c) == WEND_RESULT_UNREADABLE);
    wend_compilation_free(c);
    wend_compilation_free(NULL);
}

TEST(driver_takes_any_bytes_as_a_script) {
    char bytes[512];
    uint32_t chance = 1;
    for (int round = 0; round < 300; round++) {
        for (size_t i = 0; i < sizeof bytes; i++) {
            chance = chance * 1664525 + 1013904223;
            bytes[i] = (char)(round % 2 ? chance >> 24 : 32 + (chance >> 24) % 95);
        }
        wend_source source = {"x.wend", bytes, sizeof bytes};
        wend_compilation *c = wend_compile_sources(&source, 1);
        CHECK(wend_compilation_result(c) == WEND_RESULT_FINDINGS);
        wend_compilation_free(c);
    }
}

// A script cut off anywhere is refused and never brings the compiler down.
TEST(driver_takes_a_script_cut_off_anywhere) {
    char whole[2048];
    int length = snprintf(whole, sizeof whole, "%s%s%s", project, profile, journey);
    for (int cut = 0; cut < length - 1; cut++) {
        wend_source source = {"x.wend", whole, (size_t)cut};
        wend_compilation *c = wend_compile_sources(&source, 1);
        wend_compilation_text(c, false);
        wend_compilation_free(c);
    }
}

// Edits come in the order of the file and do not overlap, whatever the script is.
static void check_edits(const wend_compilation *c) {
    uint32_t end = 0;
    const wend_finding *finding;
    for (size_t i = 0; (finding = wend_compilation_finding(c, i)); i++) {
        if (!finding->has_edit) continue;
        CHECK(finding->edit.start_byte >= end &&
              finding->edit.end_byte >= finding->edit.start_byte);
        CHECK_STR(finding->edit.file, finding->place.file);
        end = finding->edit.end_byte;
    }
}

TEST(driver_gives_edits_that_can_all_be_made) {
    static const char *const pieces[] = {
        "segment a when ", "x == 1",    " && ",     "!y",         ";",   "'q' ",        "sgment ",
        "90min ",          "5 % ",      "//\n",     "wait 1h { ", "}",   "journey j {", "\n",
        "goto s",          "stage s {", "\xC2\xA0", "<> ",        "|| ", "elseif "};
    uint32_t chance = 7;
    uint32_t edits = 0;
    for (int round = 0; round < 2000; round++) {
        char script[512] = "";
        for (int i = 0; i < 16; i++) {
            chance = chance * 1664525 + 1013904223;
            strcat(script, pieces[(chance >> 16) % (sizeof pieces / sizeof pieces[0])]);
        }
        wend_source source = source_of("x.wend", script);
        wend_compilation *c = wend_compile_sources(&source, 1);
        check_edits(c);
        edits += wend_compilation_extent(c).edits;
        const wend_repaired *repaired = wend_compilation_repaired(c, 0);
        CHECK((repaired != NULL) == (wend_compilation_extent(c).edits > 0));
        CHECK(!repaired || repaired->size_bytes != source.size_bytes ||
              memcmp(repaired->bytes, script, source.size_bytes) != 0);
        CHECK(wend_compilation_repaired(c, 1) == NULL);
        wend_compilation_free(c);
    }
    CHECK(edits > 1000);
}

TEST(driver_repairs_each_file_of_a_project) {
    wend_source sources[] = {source_of("a.wend", project), source_of("b.wend", "const a = 1;\n"),
                             source_of("c.wend", "const b = 2\n"), source_of("d.wend", ";")};
    wend_compilation *c = wend_compile_sources(sources, 4);
    const wend_repaired *b = wend_compilation_repaired(c, 0), *d = wend_compilation_repaired(c, 1);
    CHECK(b && d && !wend_compilation_repaired(c, 2));
    CHECK_STR(b->file, "b.wend");
    CHECK(b->size_bytes == 12 && memcmp(b->bytes, "const a = 1\n", 12) == 0);
    CHECK_STR(d->file, "d.wend");
    CHECK(d->size_bytes == 0);
    wend_compilation_free(c);
}
