// Which files are a project: order, links, excluded folders, and what cannot be read.
#include "compiler/driver/files.h"

#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "tests/unit/test.h"

static char root[] = "/tmp/wend-files-XXXXXX";

static const char *below(const char *path) {
    static char full[512];
    snprintf(full, sizeof full, "%s/%s", root, path);
    return full;
}

static void write_file(const char *path, const char *content) {
    FILE *file = fopen(below(path), "w");
    CHECK(file != NULL);
    fputs(content, file);
    CHECK(fclose(file) == 0);
}

static void make_root(void) {
    strcpy(root + strlen(root) - 6, "XXXXXX");
    CHECK(mkdtemp(root) != NULL);
}

static void remove_root(void) {
    char command[600];
    snprintf(command, sizeof command, "chmod -R u+rwx %s && rm -r %s", root, root);
    CHECK(system(command) == 0);
}

static void check_paths(const WFiles *files, const char *const *paths, size_t count) {
    CHECK(files->count == count);
    for (size_t i = 0; i < count; i++)
        CHECK(w_str_equal(files->items[i].path, w_str(paths[i])));
}

static void forget(WFiles *files, WArena *arena) {
    w_files_free(files);
    w_arena_free(arena);
}

TEST(driver_files_are_sorted_by_the_bytes_of_their_paths) {
    make_root();
    CHECK(mkdir(below("a"), 0777) == 0);
    CHECK(mkdir(below("a/deep"), 0777) == 0);
    write_file("b.wend", "b");
    write_file("a/z.wend", "z");
    write_file("a/deep/x.wend", "x");
    write_file("a.wend", "");
    write_file("B.wend", "B");
    write_file("notes.txt", "no");
    write_file(".wend", "no");
    WArena arena = {0};
    WFiles files = {.arena = &arena};
    WBuffer problem = {0};
    CHECK(w_files_below(&files, root, &problem));
    const char *const paths[] = {"B.wend", "a.wend", "a/deep/x.wend", "a/z.wend", "b.wend"};
    check_paths(&files, paths, 5);
    CHECK(w_str_equal(files.items[2].bytes, W_STR("x")));
    CHECK(files.items[1].bytes.size == 0);
    forget(&files, &arena);
    remove_root();
}

TEST(driver_files_behind_links_are_not_followed) {
    make_root();
    CHECK(mkdir(below("real"), 0777) == 0);
    write_file("real/a.wend", "a");
    CHECK(symlink("real", below("linked")) == 0);
    CHECK(symlink("a.wend", below("real/b.wend")) == 0);
    CHECK(symlink("..", below("real/up")) == 0);
    WArena arena = {0};
    WFiles files = {.arena = &arena};
    WBuffer problem = {0};
    CHECK(w_files_below(&files, root, &problem));
    const char *const paths[] = {"real/a.wend"};
    check_paths(&files, paths, 1);
    forget(&files, &arena);
    remove_root();
}

TEST(driver_files_that_cannot_be_read_are_a_problem) {
    make_root();
    write_file("a.wend", "a");
    WArena arena = {0};
    WFiles files = {.arena = &arena};
    WBuffer problem = {0};
    CHECK(!w_files_below(&files, below("missing"), &problem));
    CHECK(problem.size > 0);
    CHECK(memmem(problem.bytes, problem.size, "missing: No such file", 21) != NULL);
    w_buffer_free(&problem);
    if (geteuid() != 0) {
        CHECK(chmod(below("a.wend"), 0) == 0);
        CHECK(!w_files_below(&files, root, &problem));
        w_buffer_free(&problem);
    }
    forget(&files, &arena);
    remove_root();
}

TEST(driver_files_takes_a_single_file) {
    make_root();
    write_file("a.wend", "text");
    WArena arena = {0};
    WFiles files = {.arena = &arena};
    WBuffer problem = {0};
    CHECK(w_files_below(&files, below("a.wend"), &problem));
    const char *const paths[] = {""};
    check_paths(&files, paths, 1);
    CHECK(w_str_equal(files.items[0].bytes, W_STR("text")));
    forget(&files, &arena);
    remove_root();
}

TEST(driver_files_excludes_whole_folders_only) {
    CHECK(w_files_is_below(W_STR("vendor/a.wend"), W_STR("vendor")));
    CHECK(w_files_is_below(W_STR("vendor/a.wend"), W_STR("./vendor/")));
    CHECK(w_files_is_below(W_STR("a.wend"), W_STR("a.wend")));
    CHECK(!w_files_is_below(W_STR("vendors/a.wend"), W_STR("vendor")));
    CHECK(!w_files_is_below(W_STR("my/vendor/a.wend"), W_STR("vendor")));
    CHECK(!w_files_is_below(W_STR("a.wend"), W_STR("")));
    CHECK(!w_files_is_below(W_STR("a.wend"), W_STR("./")));
    WArena arena = {0};
    WFiles files = {.arena = &arena};
    const char *const before[] = {"a.wend", "old/a.wend", "older.wend"};
    for (size_t i = 0; i < 3; i++)
        w_files_add(&files, w_str(before[i]), W_STR(""));
    w_files_exclude(&files, W_STR("old"));
    const char *const after[] = {"a.wend", "older.wend"};
    check_paths(&files, after, 2);
    forget(&files, &arena);
}
