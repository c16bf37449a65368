// The way from files to a bundle, and the public answers about it.
//
// Promise: a step that found an error does not keep a later one from reporting what it can, but no
// bundle is made; the caller gets every mistake of a run at once.
#include <string.h>

#include "compiler/check/check.h"
#include "compiler/driver/compilation.h"
#include "compiler/driver/contents.h"
#include "compiler/driver/files.h"
#include "compiler/emit/emit.h"
#include "compiler/source/finding.h"
#include "compiler/syntax/syntax.h"
#include "runtime/base/alloc.h"
#include "runtime/base/assert.h"

// ---- the steps

static void compile(wend_compilation *c, WTree **trees, uint32_t count) {
    c->program = w_check(&c->arena, trees, count, &c->findings);
    W_ASSERT((c->program == NULL) == (c->findings.errors > 0));
    WLinted linted = w_lint(&c->arena, trees, count, c->program, &c->findings);
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

// Scripts first, then the files that their contents name.
static void compile_files(wend_compilation *c, WFiles *files, WContentFiles *contents) {
    w_files_leave_out_excluded(files);
    uint32_t count = (uint32_t)files->count;
    WTree **trees = w_arena_take(&c->arena, (count + 1) * sizeof(WTree *));
    for (uint32_t i = 0; i < count; i++) {
        WStr path = files->items[i].path;
        WStr shown = path.size ? w_files_shown(&c->arena, contents->shown, path) : contents->only;
        w_source_add(&c->sources, shown, files->items[i].bytes, &c->findings);
    }
    for (uint32_t i = 0; i < count; i++)
        trees[i] = w_syntax_parse(&c->arena, c->sources.items[i], &c->findings);
    contents->arena = &c->arena;
    contents->sources = &c->sources;
    contents->findings = &c->findings;
    for (uint32_t i = 0; i < count; i++)
        w_contents_read(contents, trees[i], files->items[i].path);
    w_free(contents->read);
    compile(c, trees, count);
    w_compilation_rows(c);
}

wend_compilation *wend_compile_folder(const char *folder) {
    wend_compilation *c = new_compilation();
    WFiles files = {.arena = &c->arena};
    if (folder[0] == '\0')
        w_buffer_str(&c->problem, W_STR("the name of the folder is empty"));
    else if (w_files_below(&files, folder, &c->problem) && files.count == 0)
        w_buffer_printf(&c->problem, "%s: there is no *.wend file in it", folder);
    WContentFiles contents = {.folder = folder, .shown = folder, .only = w_str(folder)};
    bool is_one_file = files.count == 1 && files.items[0].path.size == 0;
    if (is_one_file) contents.folder = contents.shown = w_contents_folder_of(&c->arena, folder);
    if (c->problem.size == 0) compile_files(c, &files, &contents);
    w_buffer_char(&c->problem, '\0');
    w_files_free(&files);
    return c;
}

wend_compilation *wend_compile_sources(const wend_source *sources, size_t count) {
    wend_compilation *c = new_compilation();
    WFiles scripts = {.arena = &c->arena}, others = {.arena = &c->arena};
    for (size_t i = 0; i < count; i++) {
        WStr path = w_str(sources[i].path);
        w_files_add(w_files_is_script(path) ? &scripts : &others, path,
                    (WStr){sources[i].bytes, sources[i].size_bytes});
    }
    w_files_sort(&scripts);
    WContentFiles contents = {.shown = ".", .given = &others};
    if (scripts.count == 0) w_buffer_str(&c->problem, W_STR("there is no source"));
    if (scripts.count > 0) compile_files(c, &scripts, &contents);
    w_buffer_char(&c->problem, '\0');
    w_files_free(&scripts);
    w_files_free(&others);
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
