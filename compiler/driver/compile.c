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

// ---- folders that the project leaves out

static size_t depth_of(WStr path) {
    size_t depth = 0;
    for (size_t i = 0; i < path.size; i++)
        depth += path.bytes[i] == '/';
    return depth;
}

typedef struct {
    WArena arena;
    WStr *folders;
    size_t count;
    size_t room;
} Excludes;

static void note_excludes(Excludes *excludes, const WTree *tree) {
    for (const WDecl *decl = tree->first; decl; decl = decl->next) {
        if (decl->kind != W_DECL_PROJECT) continue;
        for (const WNameItem *item = decl->project.excludes; item; item = item->next) {
            excludes->folders = w_grow(excludes->folders, &excludes->room, excludes->count + 1,
                                       sizeof *excludes->folders);
            excludes->folders[excludes->count++] = item->name.text;
        }
    }
}

// What this first look finds wrong is found again when the file is really read.
static void look_for_excludes(Excludes *excludes, const WFile *file) {
    if (!memmem(file->bytes.bytes, file->bytes.size, "exclude", 7)) return;
    WSources sources = {.arena = &excludes->arena};
    WFindings findings = {.arena = &excludes->arena};
    WSource *source = w_source_add(&sources, file->path, file->bytes, &findings);
    note_excludes(excludes, w_syntax_parse(&excludes->arena, source, &findings));
}

// Files nearer to the top are asked first, so that a project inside an excluded folder has no say.
static void leave_out_excluded(WFiles *files) {
    Excludes excludes = {0};
    bool is_deeper = true;
    for (size_t depth = 0; is_deeper; depth++) {
        is_deeper = false;
        for (size_t i = 0; i < files->count; i++) {
            size_t own = depth_of(files->items[i].path);
            if (own == depth) look_for_excludes(&excludes, &files->items[i]);
            is_deeper = is_deeper || own > depth;
        }
        for (size_t i = 0; i < excludes.count; i++)
            w_files_exclude(files, excludes.folders[i]);
    }
    w_free(excludes.folders);
    w_arena_free(&excludes.arena);
}

// ---- the steps

static void compile(wend_compilation *c) {
    WTree **trees = w_arena_take(&c->arena, (c->sources.count + 1) * sizeof(WTree *));
    for (uint32_t i = 0; i < c->sources.count; i++)
        trees[i] = w_syntax_parse(&c->arena, c->sources.items[i], &c->findings);
    WProgram *program = w_check(&c->arena, trees, c->sources.count, &c->findings);
    W_ASSERT((program == NULL) == (c->findings.errors > 0));
    bool is_made = program && w_emit(program, &c->bundle, &c->findings);
    c->result = is_made ? WEND_RESULT_BUNDLE : WEND_RESULT_FINDINGS;
}

static wend_compilation *new_compilation(void) {
    wend_compilation *c = w_alloc(sizeof *c);
    c->sources.arena = &c->arena;
    c->findings.arena = &c->arena;
    c->result = WEND_RESULT_UNREADABLE;
    return c;
}

// A path as a reader at the command line can open it.
static WStr shown_path(WArena *arena, const char *folder, WStr path) {
    if (path.size == 0) return w_str(folder);
    if (strcmp(folder, ".") == 0) return path;
    WBuffer shown = {0};
    size_t size = strlen(folder);
    while (size > 1 && folder[size - 1] == '/')
        size--;
    w_buffer_printf(&shown, "%.*s%s%.*s", (int)size, folder, folder[size - 1] == '/' ? "" : "/",
                    W_STR_ARGS(path));
    WStr kept = {w_arena_copy(arena, shown.bytes, shown.size), shown.size};
    w_buffer_free(&shown);
    return kept;
}

static void compile_files(wend_compilation *c, WFiles *files, const char *folder) {
    leave_out_excluded(files);
    for (size_t i = 0; i < files->count; i++) {
        WStr path = shown_path(&c->arena, folder, files->items[i].path);
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
