// The lints: where each of them speaks and where it does not, from the files of tests/lint.
//
// A file is named by its lint. Behind a line that says what it is about come parts:
//     --- speaks WHAT     a script beside the shop of the pages (alone if it has a `project`)
//     --- findings        line:column and code of what is found in it, the lint among them
//     --- fixed           what `--fix` makes of it, if it makes anything
//     --- silent WHAT     a script that looks much the same, in which nothing is found
// WEND_UPDATE=1 rewrites what is found and what is fixed.
#include <dirent.h>
#include <stdlib.h>

#include "compiler/source/finding.h"
#include "runtime/base/bytes.h"
#include "tests/unit/test.h"
#include "wend/compiler.h"

#define CASES WEND_SOURCE_DIR "/tests/lint"

typedef struct Part {
    const char *title; // "speaks WHAT"
    size_t title_size;
    const char *text;
    size_t size;
} Part;

enum { PARTS_LIMIT = 64 };

typedef struct Case {
    char code[W_FINDING_CODE_BYTES];
    char path[512];
    WBuffer whole;
    Part parts[PARTS_LIMIT];
    size_t part_count;
    size_t head_size; // before the first part
    size_t speaks, silent;
    bool is_wrong;
} Case;

// ---- reading

static WBuffer read_file(const char *path) {
    WBuffer bytes = {0};
    FILE *file = fopen(path, "rb");
    char block[4096];
    if (!file) return bytes;
    for (size_t size; (size = fread(block, 1, sizeof block, file));)
        w_buffer_append(&bytes, block, size);
    fclose(file);
    w_buffer_char(&bytes, 0);
    return bytes;
}

static void read_parts(Case *c) {
    const char *mark = strstr(c->whole.bytes, "\n--- ");
    CHECK(mark != NULL);
    c->head_size = (size_t)(mark + 1 - c->whole.bytes);
    while (mark) {
        CHECK(c->part_count < PARTS_LIMIT);
        Part *part = &c->parts[c->part_count++];
        part->title = mark + strlen("\n--- ");
        part->title_size = strcspn(part->title, "\n");
        const char *end = part->title + part->title_size;
        mark = strstr(end, "\n--- ");
        part->text = end + 1;
        part->size = mark && mark == end ? 0
                     : mark              ? (size_t)(mark + 1 - part->text)
                                         : strlen(part->text);
    }
}

static bool is_part(const Part *part, const char *word) {
    return strncmp(part->title, word, strlen(word)) == 0;
}

// ---- running

static wend_compilation *compile(const Part *script) {
    const char *shop = wend_diagnostic_shop();
    wend_source sources[] = {{"case.wend", script->text, script->size},
                             {"shop.wend", shop, strlen(shop)}};
    bool is_alone = strncmp(script->text, "project ", 8) == 0 ||
                    memmem(script->text, script->size, "\nproject ", strlen("\nproject ")) != NULL;
    return wend_compile_sources(sources, is_alone ? 1 : 2);
}

static bool is_here(const wend_finding *finding) {
    return strcmp(finding->place.file, "case.wend") == 0;
}

static WBuffer findings_of(wend_compilation *compilation) {
    WBuffer out = {0};
    const wend_finding *f;
    for (size_t i = 0; (f = wend_compilation_finding(compilation, i)); i++) {
        if (is_here(f))
            w_buffer_printf(&out, "%u:%u %s\n", f->place.line, f->place.column, f->code);
    }
    return out;
}

static WBuffer fixed_of(wend_compilation *compilation) {
    WBuffer out = {0};
    const wend_repaired *repaired;
    for (size_t i = 0; (repaired = wend_compilation_repaired(compilation, i)); i++) {
        if (strcmp(repaired->file, "case.wend") == 0)
            w_buffer_append(&out, repaired->bytes, repaired->size_bytes);
    }
    return out;
}

static bool is_text(const Part *part, const WBuffer *text) {
    return part->size == text->size &&
           (text->size == 0 || memcmp(part->text, text->bytes, text->size) == 0);
}

static void complain(Case *c, const Part *part, const WBuffer *got) {
    printf("%s: %.*s: got\n%.*s\n", c->path, (int)part->title_size, part->title, (int)got->size,
           got->bytes);
    c->is_wrong = true;
}

static bool names_code(const Case *c, const Part *findings) {
    return memmem(findings->text, findings->size, c->code, strlen(c->code)) != NULL;
}

// The parts that belong to a script, replaced by what was got when that is asked for.
static void run_speaks(Case *c, size_t at, WBuffer *rewritten) {
    static const Part none = {"nothing", 7, "", 0};
    const Part *script = &c->parts[at], *findings = &none, *fixed = &none;
    size_t next = at + 1;
    if (next < c->part_count && is_part(&c->parts[next], "findings")) findings = &c->parts[next++];
    if (next < c->part_count && is_part(&c->parts[next], "fixed")) fixed = &c->parts[next];
    wend_compilation *compilation = compile(script);
    WBuffer got = findings_of(compilation), repaired = fixed_of(compilation);
    w_buffer_printf(rewritten, "--- findings\n%.*s", (int)got.size, got.bytes);
    if (repaired.size > 0)
        w_buffer_printf(rewritten, "--- fixed\n%.*s", (int)repaired.size, repaired.bytes);
    if (!is_text(findings, &got) || !names_code(c, findings)) complain(c, script, &got);
    if (!is_text(fixed, &repaired)) complain(c, fixed, &repaired);
    CHECK(wend_compilation_text(compilation, true) != NULL);
    w_buffer_free(&got);
    w_buffer_free(&repaired);
    wend_compilation_free(compilation);
    c->speaks++;
}

static void run_silent(Case *c, const Part *script) {
    wend_compilation *compilation = compile(script);
    WBuffer got = findings_of(compilation);
    bool compiles = wend_compilation_result(compilation) == WEND_RESULT_BUNDLE;
    if (!compiles || got.size > 0) {
        complain(c, script, &got);
        printf("%s\n", wend_compilation_text(compilation, false));
    }
    w_buffer_free(&got);
    wend_compilation_free(compilation);
    c->silent++;
}

static void run_parts(Case *c, WBuffer *rewritten) {
    w_buffer_append(rewritten, c->whole.bytes, c->head_size);
    for (size_t i = 0; i < c->part_count; i++) {
        const Part *part = &c->parts[i];
        if (is_part(part, "findings") || is_part(part, "fixed")) continue;
        w_buffer_printf(rewritten, "--- %.*s\n", (int)part->title_size, part->title);
        w_buffer_append(rewritten, part->text, part->size);
        if (is_part(part, "silent")) run_silent(c, part);
        if (is_part(part, "speaks")) run_speaks(c, i, rewritten);
    }
}

static bool run_case(const char *code) {
    static Case c;
    WBuffer rewritten = {0};
    memset(&c, 0, sizeof c);
    snprintf(c.code, sizeof c.code, "%s", code);
    snprintf(c.path, sizeof c.path, "%s/%s.case", CASES, code);
    c.whole = read_file(c.path);
    if (!c.whole.bytes) {
        printf("%s: there is no such file\n", c.path);
        return false;
    }
    read_parts(&c);
    run_parts(&c, &rewritten);
    const char *update = getenv("WEND_UPDATE");
    if (update && update[0] == '1') {
        FILE *file = fopen(c.path, "wb");
        CHECK(file && fwrite(rewritten.bytes, 1, rewritten.size, file) == rewritten.size);
        fclose(file);
    }
    if (c.speaks == 0 || c.silent == 0) {
        printf("%s: a lint needs a script it speaks of and one it does not\n", c.path);
        c.is_wrong = true;
    }
    w_buffer_free(&rewritten);
    w_buffer_free(&c.whole);
    return !c.is_wrong;
}

TEST(lint_speaks_where_it_should_and_nowhere_else) {
    uint32_t count, rules = 0;
    int wrong = 0;
    const WFindingInfo *infos = w_finding_infos(&count);
    for (uint32_t i = 0; i < count; i++) {
        char code[W_FINDING_CODE_BYTES];
        if (!w_finding_is_lint(infos[i].code)) continue;
        wrong += !run_case(w_finding_code(infos[i].code, code));
        rules++;
    }
    CHECK(wrong == 0);
    CHECK(rules > 0);
}

static int is_case(const struct dirent *entry) {
    const char *dot = strrchr(entry->d_name, '.');
    return dot && strcmp(dot, ".case") == 0;
}

// A case whose lint is gone is one nobody runs.
TEST(lint_cases_are_of_lints_there_are) {
    struct dirent **entries;
    int count = scandir(CASES, &entries, is_case, alphasort);
    CHECK(count > 0);
    for (int i = 0; i < count; i++) {
        char code[W_FINDING_CODE_BYTES] = {0};
        wend_diagnostic row;
        memcpy(code, entries[i]->d_name, 5);
        CHECK(wend_diagnostic_find(code, &row));
        CHECK_STR(row.code, code);
        free(entries[i]);
    }
    free(entries);
}
