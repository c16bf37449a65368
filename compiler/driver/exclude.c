// Folders that a project leaves out, as its own scripts say.
//
// Premise: files of one project, their paths below its folder.
// Promise: whatever the scripts hold, only files in folders that an `exclude` names are left out.
#include <string.h>

#include "compiler/driver/files.h"
#include "compiler/source/finding.h"
#include "compiler/syntax/syntax.h"
#include "runtime/base/alloc.h"

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
void w_files_leave_out_excluded(WFiles *files) {
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
