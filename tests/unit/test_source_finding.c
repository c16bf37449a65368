// Sources and findings: places, lines, and the exact form that people see.
#include <stdlib.h>

#include "compiler/source/finding.h"
#include "compiler/source/source.h"
#include "runtime/base/limits.h"
#include "tests/unit/test.h"

typedef struct Desk {
    WArena arena;
    WSources sources;
    WFindings findings;
    WBuffer out;
} Desk;

static void open_desk(Desk *desk) {
    *desk = (Desk){0};
    desk->sources.arena = &desk->arena;
    desk->findings.arena = &desk->arena;
}

static void close_desk(Desk *desk) {
    w_arena_free(&desk->arena);
    w_buffer_free(&desk->out);
}

static WSource *add(Desk *desk, const char *path, const char *text) {
    return w_source_add(&desk->sources, w_str(path), w_str(text), &desk->findings);
}

static const char *printed(Desk *desk) {
    w_buffer_clear(&desk->out);
    w_findings_print(&desk->findings, &desk->sources, false, &desk->out);
    w_buffer_char(&desk->out, 0);
    return desk->out.bytes;
}

// A column counts characters as people see them, so an accent or a wide letter is one.
TEST(source_places_count_characters) {
    Desk desk;
    open_desk(&desk);
    WSource *source = add(&desk, "a.wend",
                          "ab\r\n\xC3\xA9"
                          "e\xCC\x81x\n");
    CHECK(source->line_count == 3);
    CHECK(w_source_place(source, 0).line == 1 && w_source_place(source, 0).column == 1);
    CHECK(w_source_place(source, 9).line == 2 && w_source_place(source, 9).column == 3);
    CHECK(w_source_place(source, 99).line == 3 && w_source_place(source, 99).column == 1);
    CHECK(w_str_equal(w_source_line_text(source, 1), W_STR("ab")));
    CHECK(source->bytes.bytes[source->bytes.size] == 0);
    close_desk(&desk);
}

TEST(source_drops_a_byte_order_mark) {
    Desk desk;
    open_desk(&desk);
    WSource *source = add(&desk, "a.wend", "\xEF\xBB\xBFgo");
    CHECK(w_str_equal(source->bytes, W_STR("go")));
    CHECK(desk.findings.count == 0);
    close_desk(&desk);
}

TEST(source_ends_where_it_is_no_text) {
    Desk desk;
    open_desk(&desk);
    CHECK(add(&desk, "a", "go\xFFx")->bytes.size == 2);
    CHECK(desk.findings.last->code == W_E_NOT_UTF8);
    WSource *nul = w_source_add(&desk.sources, W_STR("b"), (WStr){"a\0b", 3}, &desk.findings);
    CHECK(nul->bytes.size == 1);
    CHECK(desk.findings.last->code == W_E_NUL_BYTE);
    size_t size = W_LIMIT_SOURCE_BYTES + 1;
    char *big = calloc(1, size);
    CHECK(big != NULL);
    CHECK(w_source_add(&desk.sources, W_STR("c"), (WStr){big, size}, &desk.findings)->bytes.size ==
          0);
    CHECK(desk.findings.last->code == W_E_FILE_TOO_BIG);
    free(big);
    close_desk(&desk);
}

TEST(findings_look_as_promised) {
    Desk desk;
    open_desk(&desk);
    add(&desk, "shop.wend", "profile {\n  first_name: text?\n}\n");
    add(&desk, "cart.wend", "\n\n\n\n\n\n\n\n\n    send email x { n: profile.first_name }\n");
    WFinding *f = w_finding_add(&desk.findings, W_E_UNEXPECTED, (WSpan){1, 31, 49},
                                "`%s` may be missing here", "profile.first_name");
    w_finding_label(f, "a `text?`, but the message needs a `text`");
    w_finding_other(f, (WSpan){0, 12, 22}, "declared here");
    w_finding_why(f, "some customers have none");
    w_finding_fix(f, "give a default");
    w_finding_fix(f, "or guard it");
    CHECK_STR(
        printed(&desk),
        "error[E0120]: `profile.first_name` may be missing here\n"
        "  ┌─ cart.wend:10:23\n"
        "10│     send email x { n: profile.first_name }\n"
        "  │                       ^^^^^^^^^^^^^^^^^^ a `text?`, but the message needs a `text`\n"
        "  ┌─ shop.wend:2:3\n"
        " 2│   first_name: text?\n"
        "  │   ---------- declared here\n"
        "  = why: some customers have none\n"
        "  = fix: give a default\n"
        "         or guard it\n");
    close_desk(&desk);
}

// Carets stand under what they mark whatever the terminal width of the characters before it.
TEST(carets_follow_wide_characters_and_tabs) {
    Desk desk;
    open_desk(&desk);
    add(&desk, "a",
        "\t\xE6\x97\xA5"
        "e\xCC\x81\tX\x01 y");
    w_finding_add(&desk.findings, W_E_UNEXPECTED, (WSpan){0, 8, 9}, "here");
    CHECK_STR(printed(&desk), "error[E0120]: here\n"
                              " ┌─ a:1:5\n"
                              "1│     \xE6\x97\xA5"
                              "e\xCC\x81 X\xEF\xBF\xBD y\n"
                              " │         ^\n");
    close_desk(&desk);
}

// Of a line as long as a whole file only what is around the mark is shown, characters whole.
TEST(a_long_line_is_shown_in_part) {
    Desk desk;
    open_desk(&desk);
    char text[4001];
    for (int i = 0; i < 4000; i += 2)
        memcpy(text + i, "\xC3\xA9", 2);
    memcpy(text + 2000, "XYZ ", 4);
    text[4000] = 0;
    add(&desk, "a", text);
    w_finding_add(&desk.findings, W_E_UNEXPECTED, (WSpan){0, 2000, 2003}, "here");
    const char *shown = printed(&desk);
    CHECK(strlen(shown) < 500);
    CHECK(strstr(shown, "1│ …\xC3\xA9") != NULL);
    CHECK(strstr(shown, "\xC3\xA9XYZ \xC3\xA9") != NULL);
    CHECK(strstr(shown, "\xC3\xA9…\n") != NULL);
    CHECK(strstr(shown, "                                         ^^^\n") != NULL); // 40 and …
    close_desk(&desk);
}

// A mark that goes beyond the part ends with it.
TEST(a_long_mark_ends_with_the_part) {
    Desk desk;
    open_desk(&desk);
    char text[1001];
    memset(text, 'x', 1000);
    text[1000] = 0;
    add(&desk, "a", text);
    w_finding_add(&desk.findings, W_E_UNEXPECTED, (WSpan){0, 0, 1000}, "here");
    const char *shown = printed(&desk);
    CHECK(strstr(shown, "1│ xxx") != NULL && strstr(shown, "xxx…\n") != NULL);
    CHECK(strlen(shown) < 600);
    close_desk(&desk);
}

TEST(findings_are_sorted_and_can_be_taken_back) {
    Desk desk;
    open_desk(&desk);
    add(&desk, "a", "abc");
    w_finding_add(&desk.findings, W_E_UNEXPECTED, (WSpan){0, 2, 3}, "second");
    WFindings mark = w_findings_mark(&desk.findings);
    w_finding_add(&desk.findings, W_E_UNEXPECTED, (WSpan){0, 1, 3}, "gone");
    w_findings_rewind(&desk.findings, mark);
    w_finding_add(&desk.findings, W_E_UNEXPECTED, (WSpan){0, 0, 3}, "first");
    WFinding **sorted = w_findings_sorted(&desk.findings);
    CHECK(desk.findings.count == 2 && desk.findings.errors == 2);
    CHECK(w_str_equal(sorted[0]->message, W_STR("first")));
    CHECK(w_str_equal(sorted[1]->message, W_STR("second")));
    close_desk(&desk);
}
