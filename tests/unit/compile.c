// For tests: scripts to a bundle.
#include "tests/unit/compile.h"

#include <stdio.h>
#include <string.h>

#include "compiler/check/check.h"
#include "compiler/emit/emit.h"
#include "compiler/source/finding.h"
#include "compiler/syntax/syntax.h"

static const WProgram *check_files(const char *const *files, size_t count, WArena *arena,
                                   WSources *sources, WFindings *findings) {
    WTree **trees = w_arena_take(arena, (count + 1) * sizeof(WTree *));
    for (size_t i = 0; i < count; i++) {
        char path[32];
        snprintf(path, sizeof path, "file%zu.wend", i);
        const WSource *source = w_source_add(sources, w_str(path), w_str(files[i]), findings);
        trees[i] = w_syntax_parse(arena, source, findings);
    }
    return w_check(arena, trees, (uint32_t)count, findings);
}

bool compile_files(const char *const *files, size_t count, WBuffer *bytes) {
    WArena arena = {0};
    WSources sources = {.arena = &arena};
    WFindings findings = {.arena = &arena};
    const WProgram *program = check_files(files, count, &arena, &sources, &findings);
    bool good = program != NULL && w_emit(program, bytes, &findings);
    if (findings.errors > 0) {
        WBuffer text = {0};
        w_findings_print(&findings, &sources, false, &text);
        fprintf(stderr, "%.*s", (int)text.size, text.bytes);
        w_buffer_free(&text);
    }
    w_arena_free(&arena);
    return good;
}

WBundle *open_bundle(const WBuffer *bytes) {
    WRefusal refusal = {0};
    WBundle *bundle = w_bundle_open(bytes->bytes, bytes->size, &refusal);
    if (bundle == NULL) {
        fprintf(stderr, "refused: %s at %llu: %s\n", refusal.section,
                (unsigned long long)refusal.offset_bytes, refusal.reason);
    }
    return bundle;
}

WBundle *compile_text(const char *text) {
    WBuffer bytes = {0};
    WBundle *bundle = NULL;
    if (compile_files(&text, 1, &bytes)) bundle = open_bundle(&bytes);
    w_buffer_free(&bytes);
    return bundle;
}

const char *read_whole(const char *path, WBuffer *into) {
    char whole[4096];
    snprintf(whole, sizeof whole, "%s/%s", WEND_SOURCE_DIR, path);
    FILE *file = fopen(whole, "rb");
    if (file == NULL) return NULL;
    char part[4096];
    for (size_t size; (size = fread(part, 1, sizeof part, file)) > 0;)
        w_buffer_append(into, part, size);
    fclose(file);
    w_buffer_char(into, 0);
    return into->bytes;
}
