// Projects and what is found in them: the files of tests/check, through the whole compiler.
//
// A case is a line that says what it is about, `--- NAME.wend` and that file's text (several may
// follow one another; `--- with shop` takes in tests/check/shop.wend), `--- findings`, and a line
// for each finding but lints: file:line:column and code. No finding: it compiles, and what it
// compiles to must be accepted by whoever runs it. WEND_UPDATE=1 rewrites what is expected.
#include <dirent.h>
#include <stdlib.h>

#include "compiler/source/finding.h"
#include "compiler/syntax/syntax.h"
#include "runtime/bundle/bundle.h"
#include "tests/unit/test.h"
#include "wend/tests.h"

#define CASES WEND_SOURCE_DIR "/tests/check"
#define SHOP CASES "/shop.wend"
#define FINDINGS_MARK "--- findings\n"

#define FIRST_CODE 200
#define CODES 1000

enum { FILES_LIMIT = 8 };

// The whole file with a NUL behind it; the caller frees the buffer.
static WBuffer read_file(const char *path) {
    FILE *file = fopen(path, "rb");
    CHECK(file != NULL);
    WBuffer bytes = {0};
    char block[4096];
    for (size_t size; (size = fread(block, 1, sizeof block, file));)
        w_buffer_append(&bytes, block, size);
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

// ---- reading a case

typedef struct Case {
    const char *path;
    WBuffer whole;
    WBuffer shop;
    char names[FILES_LIMIT][64];
    wend_source files[FILES_LIMIT];
    size_t file_count;
    const char *expected;
} Case;

static void add_file(Case *c, const char *bytes, size_t size) {
    CHECK(c->file_count < FILES_LIMIT);
    c->files[c->file_count] = (wend_source){c->names[c->file_count], bytes, size};
    c->file_count++;
}

// A line `--- NAME` at `mark` and the text behind it; the next mark.
static const char *read_part(Case *c, const char *mark) {
    const char *name = mark + 4, *text = strchr(mark, '\n') + 1;
    const char *next =
        *text == '-' && strncmp(text, "--- ", 4) == 0 ? text : strstr(text, "\n--- ");
    CHECK(next != NULL);
    if (*next == '\n') next++;
    size_t name_size = (size_t)(text - 1 - name);
    CHECK(name_size < sizeof c->names[0]);
    if (strncmp(name, "with shop\n", 10) == 0) {
        strcpy(c->names[c->file_count], "shop.wend");
        add_file(c, c->shop.bytes, c->shop.size - 1);
    } else {
        memcpy(c->names[c->file_count], name, name_size);
        c->names[c->file_count][name_size] = '\0';
        add_file(c, text, (size_t)(next - text));
    }
    return next;
}

static void open_case(Case *c, const char *path) {
    *c = (Case){.path = path, .whole = read_file(path), .shop = read_file(SHOP)};
    const char *mark = strstr(c->whole.bytes, "\n--- ");
    CHECK(mark != NULL);
    for (mark++; strncmp(mark, FINDINGS_MARK, strlen(FINDINGS_MARK)) != 0;)
        mark = read_part(c, mark);
    c->expected = mark + strlen(FINDINGS_MARK);
}

static void close_case(Case *c) {
    w_buffer_free(&c->whole);
    w_buffer_free(&c->shop);
}

// ---- running it

// Codes that some case has.
static bool seen[CODES];

static void list_findings(wend_compilation *compilation, WBuffer *out) {
    const wend_finding *f;
    for (size_t i = 0; (f = wend_compilation_finding(compilation, i)) != NULL; i++) {
        if (f->code[0] == 'L') continue; // those have their own cases
        long number = strtol(f->code + 1, NULL, 10);
        if (number < CODES) seen[number] = true;
        w_buffer_printf(out, "%s:%u:%u %s\n", f->place.file, f->place.line, f->place.column,
                        f->code);
    }
    CHECK(wend_compilation_text(compilation, true) != NULL);
}

static bool opens_bytes(const Case *c, const void *bytes, size_t size) {
    WRefusal refusal = {0};
    WBundle *bundle = w_bundle_open(bytes, size, &refusal);
    if (bundle == NULL) printf("%s: %s: %s\n", c->path, refusal.section, refusal.reason);
    w_bundle_close(bundle);
    return bundle != NULL;
}

// The bundle, and the one that is made for coverage.
static bool opens(const Case *c, wend_compilation *compilation) {
    size_t size;
    const void *bytes = wend_compilation_bundle(compilation, &size);
    if (!opens_bytes(c, bytes, size)) return false;
    wend_tests *tests = wend_tests_of(compilation, NULL);
    bytes = wend_tests_marked_bundle(tests, &size);
    bool opens = opens_bytes(c, bytes, size);
    wend_tests_free(tests);
    return opens;
}

// ---- order

// The declarations of all files, each a piece of text.
typedef struct Pieces {
    WStr items[256];
    size_t count;
} Pieces;

static bool is_script(const wend_source *file) {
    const char *dot = strrchr(file->path, '.');
    return dot != NULL && strcmp(dot, ".wend") == 0;
}

static void take_pieces(WArena *arena, const Case *c, Pieces *pieces) {
    WSources sources = {.arena = arena};
    WFindings findings = {.arena = arena};
    for (size_t i = 0; i < c->file_count; i++) {
        WStr bytes = {c->files[i].bytes, c->files[i].size_bytes};
        if (!is_script(&c->files[i])) continue;
        WSource *source = w_source_add(&sources, w_str(c->files[i].path), bytes, &findings);
        WTree *tree = w_syntax_parse(arena, source, &findings);
        for (const WDecl *decl = tree->first; decl != NULL; decl = decl->next) {
            CHECK(pieces->count < 256);
            pieces->items[pieces->count++] = w_source_text(source, decl->span);
        }
    }
}

// The declarations in the opposite order, every third in a file of its own.
static wend_compilation *compile_backwards(WArena *arena, const Case *c) {
    static Pieces pieces;
    static wend_source files[256];
    static char names[256][32];
    size_t count = 1;
    WBuffer all = {0};
    pieces.count = 0;
    take_pieces(arena, c, &pieces);
    for (size_t i = pieces.count; i-- > 0;) {
        WStr piece = pieces.items[i];
        if (i % 3 != 0) {
            w_buffer_str(&all, piece);
            w_buffer_char(&all, '\n');
            continue;
        }
        snprintf(names[count], sizeof names[count], "%c%zu.wend", (char)('a' + i * 7 % 26), i);
        files[count] = (wend_source){names[count], piece.bytes, piece.size};
        count++;
    }
    for (size_t i = 0; i < c->file_count; i++) {
        if (!is_script(&c->files[i])) files[count++] = c->files[i];
    }
    files[0] = (wend_source){"middle.wend", all.bytes ? all.bytes : "", all.size};
    wend_compilation *compilation = wend_compile_sources(files, count);
    w_buffer_free(&all);
    return compilation;
}

// What order the declarations stand in, and in which files, leaves no trace in the bundle.
static bool is_same_backwards(const Case *c, wend_compilation *forwards) {
    WArena arena = {0};
    wend_compilation *backwards = compile_backwards(&arena, c);
    size_t size = 0, other_size = 0;
    const void *bytes = wend_compilation_bundle(forwards, &size);
    const void *other = wend_compilation_bundle(backwards, &other_size);
    bool same = other != NULL && size == other_size && memcmp(bytes, other, size) == 0;
    if (!same)
        printf("%s: another bundle backwards\n%s\n", c->path,
               wend_compilation_text(backwards, false));
    wend_compilation_free(backwards);
    w_arena_free(&arena);
    return same;
}

static void rewrite(const Case *c, const WBuffer *got) {
    WBuffer file = {0};
    w_buffer_append(&file, c->whole.bytes, (size_t)(c->expected - c->whole.bytes));
    w_buffer_append(&file, got->bytes, got->size);
    write_file(c->path, &file);
    w_buffer_free(&file);
}

static bool check_case(const char *path) {
    Case c;
    open_case(&c, path);
    wend_compilation *compilation = wend_compile_sources(c.files, c.file_count);
    WBuffer got = {0};
    list_findings(compilation, &got);
    bool compiles = wend_compilation_result(compilation) == WEND_RESULT_BUNDLE;
    CHECK(compiles == (wend_compilation_extent(compilation).errors == 0));
    bool is_accepted = !compiles || (opens(&c, compilation) && is_same_backwards(&c, compilation));
    const char *update = getenv("WEND_UPDATE");
    if (update && update[0] == '1') rewrite(&c, &got);
    w_buffer_char(&got, 0);
    bool same = strcmp(got.bytes, c.expected) == 0 || (update && update[0] == '1');
    if (!same) printf("%s\n got:\n%s expected:\n%s", path, got.bytes, c.expected);
    w_buffer_free(&got);
    wend_compilation_free(compilation);
    close_case(&c);
    return same && is_accepted;
}

static int is_case(const struct dirent *entry) {
    const char *dot = strrchr(entry->d_name, '.');
    return dot && strcmp(dot, ".case") == 0;
}

// How many cases `each` says no to.
static int for_each_case(bool (*each)(const char *path), int *count) {
    struct dirent **entries;
    int wrong = 0;
    *count = scandir(CASES, &entries, is_case, alphasort);
    CHECK(*count > 0);
    for (int i = 0; i < *count; i++) {
        char path[1024];
        snprintf(path, sizeof path, "%s/%s", CASES, entries[i]->d_name);
        wrong += !each(path);
        free(entries[i]);
    }
    free(entries);
    return wrong;
}

TEST(check_projects_have_the_findings_of_their_cases) {
    int count;
    CHECK(for_each_case(check_case, &count) == 0);
    CHECK(count >= 140);
    uint32_t rows, missing = 0;
    const WFindingInfo *infos = w_finding_infos(&rows);
    for (uint32_t i = 0; i < rows; i++) {
        if ((int)infos[i].code < FIRST_CODE || w_finding_is_lint(infos[i].code) ||
            seen[infos[i].code])
            continue;
        printf("no case for E%04d\n", (int)infos[i].code);
        missing++;
    }
    CHECK(missing == 0);
}
