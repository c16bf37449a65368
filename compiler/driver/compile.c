// The way from files to a bundle, and the public answers about it.
//
// Promise: a step that found an error does not keep a later one from reporting what it can, but no
// bundle is made; the caller gets every mistake of a run at once.
#include <string.h>

#include "compiler/check/check.h"
#include "compiler/driver/compilation.h"
#include "compiler/driver/files.h"
#include "compiler/emit/emit.h"
#include "compiler/source/finding.h"
#include "compiler/syntax/syntax.h"
#include "runtime/base/alloc.h"
#include "runtime/base/assert.h"

// ---- the steps

static void compile(wend_compilation *c) {
    WTree **trees = w_arena_take(&c->arena, (c->sources.count + 1) * sizeof(WTree *));
    for (uint32_t i = 0; i < c->sources.count; i++)
        trees[i] = w_syntax_parse(&c->arena, c->sources.items[i], &c->findings);
    c->program = w_check(&c->arena, trees, c->sources.count, &c->findings);
    W_ASSERT((c->program == NULL) == (c->findings.errors > 0));
    WLinted linted = w_lint(&c->arena, trees, c->sources.count, c->program, &c->findings);
    w_compilation_most(c, c->program, linted);
    bool is_made = c->findings.errors == 0 && w_emit(c->program, &c->bundle, &c->findings);
    c->result = is_made ? WEND_RESULT_BUNDLE : WEND_RESULT_FINDINGS;
}

static wend_compilation *new_compilation(void) {
    wend_compilation *c = w_alloc(sizeof *c);
    c->sources.arena = &c->arena;
    c->findings.arena = &c->arena;
    c->result = WEND_RESULT_UNREADABLE;
    return c;
}

static void compile_files(wend_compilation *c, WFiles *files, const char *folder) {
    w_files_leave_out_excluded(files);
    for (size_t i = 0; i < files->count; i++) {
        WStr path = w_files_shown(&c->arena, folder, files->items[i].path);
        w_source_add(&c->sources, path, files->items[i].bytes, &c->findings);
    }
    compile(c);
    w_compilation_rows(c);
}

wend_compilation *wend_compile_folder(const char *folder) {
    wend_compilation *c = new_compilation();
    WFiles files = {.arena = &c->arena};
    if (folder[0] == '\0')
        w_buffer_str(&c->problem, W_STR("the name of the folder is empty"));
    else if (w_files_below(&files, folder, &c->problem) && files.count == 0)
        w_buffer_printf(&c->problem, "%s: there is no *.wend file in it", folder);
    if (c->problem.size == 0) compile_files(c, &files, folder);
    w_buffer_char(&c->problem, '\0');
    w_files_free(&files);
    return c;
}

wend_compilation *wend_compile_sources(const wend_source *sources, size_t count) {
    wend_compilation *c = new_compilation();
    WFiles files = {.arena = &c->arena};
    for (size_t i = 0; i < count; i++)
        w_files_add(&files, w_str(sources[i].path),
                    (WStr){sources[i].bytes, sources[i].size_bytes});
    w_files_sort(&files);
    if (count == 0) w_buffer_str(&c->problem, W_STR("there is no source"));
    if (count > 0) compile_files(c, &files, ".");
    w_buffer_char(&c->problem, '\0');
    w_files_free(&files);
    return c;
}

// ---- the answers

wend_result wend_compilation_result(const wend_compilation *compilation) {
    return compilation->result;
}

const char *wend_compilation_text(wend_compilation *compilation, bool has_color) {
    if (compilation->result == WEND_RESULT_UNREADABLE) return compilation->problem.bytes;
    w_buffer_clear(&compilation->text);
    w_findings_print(&compilation->findings, &compilation->sources, has_color, &compilation->text);
    w_buffer_char(&compilation->text, '\0');
    return compilation->text.bytes;
}

const void *wend_compilation_bundle(const wend_compilation *compilation, size_t *size_bytes) {
    *size_bytes = compilation->bundle.size;
    return compilation->result == WEND_RESULT_BUNDLE ? compilation->bundle.bytes : NULL;
}

void wend_compilation_free(wend_compilation *compilation) {
    if (!compilation) return;
    w_buffer_free(&compilation->bundle);
    w_buffer_free(&compilation->text);
    w_buffer_free(&compilation->problem);
    w_arena_free(&compilation->arena);
    w_free(compilation);
}
