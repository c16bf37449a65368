// Laying out scripts, for the public header.
//
// Promise: each script by itself: what is wrong in one keeps no other from being laid out.
#include "compiler/format/format.h"

#include <string.h>

#include "compiler/driver/files.h"
#include "compiler/source/finding.h"
#include "compiler/syntax/syntax.h"
#include "runtime/base/alloc.h"
#include "wend/compiler.h"

// One script; each has its own sources, because findings are shown with those they are about.
typedef struct Script {
    wend_formatted shown;
    WSources sources;
    WFindings findings;
    WBuffer after;
} Script;

struct wend_formatting {
    WArena arena;
    WFiles files;
    Script *scripts;
    WBuffer text;
    WBuffer problem;
};

static void format_script(wend_formatting *f, Script *script, WStr path, WStr bytes) {
    script->sources.arena = script->findings.arena = &f->arena;
    WSource *source = w_source_add(&script->sources, path, bytes, &script->findings);
    WTree *tree = w_syntax_parse(&f->arena, source, &script->findings);
    script->shown = (wend_formatted){.path = w_arena_copy(&f->arena, path.bytes, path.size),
                                     .before = bytes.bytes,
                                     .before_bytes = bytes.size};
    if (script->findings.errors) return;
    w_format(&f->arena, tree, &script->after);
    // An empty script is laid out too, so its text must not be NULL.
    w_buffer_reserve(&script->after, 1);
    script->shown.after = script->after.bytes;
    script->shown.after_bytes = script->after.size;
}

static void format_all(wend_formatting *f, const char *folder) {
    f->scripts = w_alloc((f->files.count + 1) * sizeof *f->scripts);
    for (size_t i = 0; i < f->files.count; i++) {
        const WFile *file = &f->files.items[i];
        format_script(f, &f->scripts[i], w_files_shown(&f->arena, folder, file->path),
                      file->bytes);
    }
}

static wend_formatting *new_formatting(void) {
    wend_formatting *f = w_alloc(sizeof *f);
    f->files.arena = &f->arena;
    return f;
}

wend_formatting *wend_format(const wend_source *sources, size_t count) {
    wend_formatting *f = new_formatting();
    for (size_t i = 0; i < count; i++) {
        w_files_add(&f->files, w_str(sources[i].path),
                    (WStr){sources[i].bytes, sources[i].size_bytes});
    }
    w_files_sort(&f->files);
    format_all(f, ".");
    return f;
}

wend_formatting *wend_format_folder(const char *folder) {
    wend_formatting *f = new_formatting();
    if (folder[0] == '\0')
        w_buffer_str(&f->problem, W_STR("the name of the folder is empty"));
    else if (w_files_below(&f->files, folder, &f->problem) && f->files.count == 0)
        w_buffer_printf(&f->problem, "%s: there is no *.wend file in it", folder);
    if (f->problem.size) {
        w_buffer_char(&f->problem, '\0');
        return f;
    }
    w_files_leave_out_excluded(&f->files);
    format_all(f, folder);
    return f;
}

const char *wend_formatting_problem(const wend_formatting *formatting) {
    return formatting->problem.size ? formatting->problem.bytes : NULL;
}

const wend_formatted *wend_formatting_file(const wend_formatting *formatting, size_t index) {
    bool is_there = formatting->scripts && index < formatting->files.count;
    return is_there ? &formatting->scripts[index].shown : NULL;
}

const char *wend_formatting_findings(wend_formatting *formatting, size_t index, bool has_color) {
    w_buffer_clear(&formatting->text);
    if (wend_formatting_file(formatting, index)) {
        const Script *script = &formatting->scripts[index];
        w_findings_print(&script->findings, &script->sources, has_color, &formatting->text);
    }
    w_buffer_char(&formatting->text, '\0');
    return formatting->text.bytes;
}

void wend_formatting_free(wend_formatting *formatting) {
    if (!formatting) return;
    for (size_t i = 0; formatting->scripts && i < formatting->files.count; i++)
        w_buffer_free(&formatting->scripts[i].after);
    w_free(formatting->scripts);
    w_files_free(&formatting->files);
    w_buffer_free(&formatting->text);
    w_buffer_free(&formatting->problem);
    w_arena_free(&formatting->arena);
    w_free(formatting);
}
