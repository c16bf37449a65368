// Broken scripts and what is found in them: the files of tests/syntax/cases.
//
// A case is a line that says what it is about, `--- script`, the script, `--- findings`, and a
// line for each finding: code, line:column, message. WEND_UPDATE=1 rewrites what is expected.
#include <dirent.h>
#include <stdlib.h>

#include "compiler/syntax/syntax.h"
#include "tests/unit/test.h"

#define CASES WEND_SOURCE_DIR "/tests/syntax/cases"
#define SCRIPT_MARK "--- script\n"
#define FINDINGS_MARK "--- findings\n"

// The whole file with a NUL behind it; the caller frees the buffer.
static WBuffer read_file(const char *path) {
    FILE *file = fopen(path, "rb");
    CHECK(file != NULL);
    WBuffer bytes = {0};
    char block[4096];
    for (size_t size; (size = fread(block, 1, sizeof block, file));) {
        w_buffer_append(&bytes, block, size);
    }
    fclose(file);
    w_buffer_char(&bytes, 0);
    return bytes;
}

static void write_file(const char *path, const WBuffer *bytes) {
    FILE *file = fopen(path, "wb");
    CHECK(file != NULL);
    CHECK(fwrite(bytes->bytes, 1, bytes->size, file) == bytes->size);
    fclose(file);
}

// Codes of syntax that some case has.
static bool seen[200];

static void list_findings(WStr script, WBuffer *out) {
    WArena arena = {0};
    WSources sources = {.arena = &arena};
    WFindings findings = {.arena = &arena};
    WSource *source = w_source_add(&sources, W_STR("case.wend"), script, &findings);
    WTree *tree = w_syntax_parse(&arena, source, &findings);
    CHECK(tree->broken == (findings.errors > 0));
    WFinding **sorted = w_findings_sorted(&findings);
    for (uint32_t i = 0; i < findings.count; i++) {
        const WFinding *f = sorted[i];
        if (f->code < 200) seen[f->code] = true;
        WPlace place = w_source_place(source, f->span.start);
        w_buffer_printf(out, "E%04d %u:%u %.*s\n", (int)f->code, place.line, place.column,
                        W_STR_ARGS(f->message));
    }
    WBuffer shown = {0};
    w_findings_print(&findings, &sources, true, &shown);
    w_buffer_free(&shown);
    w_arena_free(&arena);
}

static void check_case(const char *path) {
    WBuffer whole = read_file(path), got = {0};
    char *script = strstr(whole.bytes, SCRIPT_MARK);
    CHECK(script != NULL);
    script += strlen(SCRIPT_MARK);
    char *expected = strstr(script, FINDINGS_MARK);
    CHECK(expected != NULL);
    list_findings((WStr){script, (size_t)(expected - script)}, &got);
    expected += strlen(FINDINGS_MARK);
    const char *update = getenv("WEND_UPDATE");
    if (update && update[0] == '1') {
        WBuffer file = {0};
        w_buffer_append(&file, whole.bytes, (size_t)(expected - whole.bytes));
        w_buffer_append(&file, got.bytes, got.size);
        write_file(path, &file);
        w_buffer_free(&file);
    } else {
        w_buffer_char(&got, 0);
        if (strcmp(got.bytes, expected) != 0) printf("%s\n", path);
        CHECK_STR(got.bytes, expected);
    }
    w_buffer_free(&got);
    w_buffer_free(&whole);
}

static int is_case(const struct dirent *entry) {
    const char *dot = strrchr(entry->d_name, '.');
    return dot && strcmp(dot, ".case") == 0;
}

TEST(broken_scripts_have_the_findings_of_their_cases) {
    struct dirent **entries;
    int count = scandir(CASES, &entries, is_case, alphasort);
    CHECK(count >= 30);
    for (int i = 0; i < count; i++) {
        char path[1024];
        snprintf(path, sizeof path, "%s/%s", CASES, entries[i]->d_name);
        check_case(path);
        free(entries[i]);
    }
    free(entries);
    uint32_t rows;
    const WFindingInfo *infos = w_finding_infos(&rows);
    for (uint32_t i = 0; i < rows; i++) {
        if (infos[i].code < 100 || infos[i].code >= 200 || seen[infos[i].code]) continue;
        printf("no case for E%04d\n", (int)infos[i].code);
        CHECK(seen[infos[i].code]);
    }
}
