// Scripts that are cut off, garbled, deep or wide, through the whole compiler: it says something
// or makes a bundle that opens, and never falls.
#include <dirent.h>
#include <stdlib.h>

#include "runtime/base/alloc.h"
#include "runtime/bundle/bundle.h"
#include "tests/unit/test.h"
#include "wend/compiler.h"

// The whole file; the caller frees the buffer.
static WBuffer read_file(const char *path) {
    FILE *file = fopen(path, "rb");
    CHECK(file != NULL);
    WBuffer bytes = {0};
    char block[4096];
    for (size_t size; (size = fread(block, 1, sizeof block, file));)
        w_buffer_append(&bytes, block, size);
    fclose(file);
    return bytes;
}

// How many errors; what compiles must open.
static size_t compile(const wend_source *sources, size_t count) {
    wend_compilation *compilation = wend_compile_sources(sources, count);
    size_t errors = wend_compilation_extent(compilation).errors;
    if (wend_compilation_result(compilation) == WEND_RESULT_BUNDLE) {
        size_t size;
        WRefusal refusal = {0};
        const void *bytes = wend_compilation_bundle(compilation, &size);
        WBundle *bundle = w_bundle_open(bytes, size, &refusal);
        if (bundle == NULL) printf("%s: %s\n", refusal.section, refusal.reason);
        CHECK(bundle != NULL);
        w_bundle_close(bundle);
    } else {
        CHECK(errors > 0);
        CHECK(wend_compilation_text(compilation, true)[0] != '\0');
    }
    wend_compilation_free(compilation);
    return errors;
}

static size_t compile_text(WStr text) {
    WBuffer shop = read_file(WEND_SOURCE_DIR "/tests/check/shop.wend");
    wend_source sources[] = {{"a.wend", text.bytes, text.size},
                             {"shop.wend", shop.bytes, shop.size}};
    size_t errors = compile(sources, 2);
    w_buffer_free(&shop);
    return errors;
}

// ---- cut and garbled

// WEND_STEP=1 cuts at every byte.
static size_t step_bytes(size_t usual) {
    const char *step = getenv("WEND_STEP");
    return step != NULL && atoi(step) > 0 ? (size_t)atoi(step) : usual;
}

static void cut_everywhere(const char *path, size_t step) {
    WBuffer whole = read_file(path);
    for (size_t size = 0; size <= whole.size; size += step) {
        wend_source source = {"cut.wend", whole.bytes, size};
        compile(&source, 1);
    }
    w_buffer_free(&whole);
}

// Without one piece, as when a line is lost in copying.
static void drop_lines(const char *path) {
    WBuffer whole = read_file(path);
    for (size_t at = 0; at < whole.size;) {
        const char *end = memchr(whole.bytes + at, '\n', whole.size - at);
        size_t next = end ? (size_t)(end - whole.bytes) + 1 : whole.size;
        WBuffer rest = {0};
        w_buffer_append(&rest, whole.bytes, at);
        w_buffer_append(&rest, whole.bytes + next, whole.size - next);
        wend_source source = {"dropped.wend", rest.bytes, rest.size};
        compile(&source, 1);
        w_buffer_free(&rest);
        at = next;
    }
    w_buffer_free(&whole);
}

TEST(check_every_form_may_be_cut_off_anywhere) {
    cut_everywhere(WEND_SOURCE_DIR "/tests/syntax/every_form.wend", step_bytes(7));
}

TEST(check_scripts_of_the_example_may_be_cut_off_anywhere) {
    cut_everywhere(WEND_SOURCE_DIR "/examples/retail/shop.wend", step_bytes(7));
    cut_everywhere(WEND_SOURCE_DIR "/examples/retail/regulars.wend", step_bytes(7));
    cut_everywhere(WEND_SOURCE_DIR "/tests/run/shop.wend", step_bytes(7));
}

TEST(check_scripts_may_lack_a_line) {
    drop_lines(WEND_SOURCE_DIR "/tests/syntax/every_form.wend");
    drop_lines(WEND_SOURCE_DIR "/examples/first/shop.wend");
    drop_lines(WEND_SOURCE_DIR "/tests/run/shop.wend");
}

// ---- mixed

// Pieces of the good cases: words, numbers, texts and marks.
typedef struct Mix {
    WBuffer all;
    WStr *pieces;
    size_t count;
    size_t room;
    uint64_t seed;
} Mix;

static uint64_t draw(Mix *mix, uint64_t below) {
    mix->seed += 0x9E3779B97F4A7C15;
    uint64_t z = mix->seed;
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
    return (z ^ (z >> 31)) % below;
}

static bool is_word(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           c == '_' || (c & 0x80) != 0;
}

static size_t piece_end(WStr text, size_t at) {
    size_t end = at + 1;
    if (text.bytes[at] == '"') {
        while (end < text.size && text.bytes[end] != '"' && text.bytes[end] != '\n')
            end++;
        return end < text.size ? end + 1 : end;
    }
    while (is_word(text.bytes[at]) && end < text.size && is_word(text.bytes[end]))
        end++;
    return end;
}

static void take_pieces(Mix *mix, WStr text) {
    for (size_t at = 0; at < text.size;) {
        size_t end = piece_end(text, at);
        mix->pieces = w_grow(mix->pieces, &mix->room, mix->count + 1, sizeof *mix->pieces);
        mix->pieces[mix->count++] = (WStr){text.bytes + at, end - at};
        at = end;
    }
}

static int is_good_case(const struct dirent *entry) {
    return strncmp(entry->d_name, "good_", 5) == 0;
}

// The file `good.wend` of each good case, which stands beside shop.wend.
static void read_good_cases(Mix *mix, WStr *scripts, size_t *count) {
    struct dirent **entries;
    int found = scandir(WEND_SOURCE_DIR "/tests/check", &entries, is_good_case, alphasort);
    CHECK(found > 40 && found < 200);
    *count = 0;
    for (int i = 0; i < found; i++) {
        char path[1024];
        snprintf(path, sizeof path, WEND_SOURCE_DIR "/tests/check/%s", entries[i]->d_name);
        WBuffer whole = read_file(path);
        w_buffer_char(&whole, 0);
        const char *start = strstr(whole.bytes, "--- good.wend\n");
        const char *end = strstr(whole.bytes, "--- findings");
        if (start != NULL && end != NULL) {
            start += strlen("--- good.wend\n");
            size_t from = mix->all.size;
            w_buffer_append(&mix->all, start, (size_t)(end - start));
            scripts[(*count)++] = (WStr){NULL, mix->all.size - from};
        }
        w_buffer_free(&whole);
        free(entries[i]);
    }
    free(entries);
    size_t at = 0;
    for (size_t i = 0; i < *count; i++) {
        scripts[i].bytes = mix->all.bytes + at;
        at += scripts[i].size;
        take_pieces(mix, scripts[i]);
    }
}

// The script with a few of its pieces exchanged, doubled or left out.
static void garble(Mix *mix, WStr script, WBuffer *out) {
    w_buffer_clear(out);
    uint64_t one_in = 10 + draw(mix, 200);
    for (size_t at = 0; at < script.size;) {
        size_t end = piece_end(script, at);
        WStr piece = {script.bytes + at, end - at};
        at = end;
        bool is_space = piece.bytes[0] == ' ' || piece.bytes[0] == '\n';
        uint64_t what = is_space || draw(mix, one_in) != 0 ? 9 : draw(mix, 4);
        if (what == 0) continue;
        if (what == 1) w_buffer_str(out, piece);
        if (what > 1 && what < 9) piece = mix->pieces[draw(mix, mix->count)];
        w_buffer_str(out, piece);
        if (what < 9) w_buffer_char(out, ' ');
    }
}

TEST(check_garbled_scripts_are_refused_or_open) {
    const char *seed = getenv("WEND_SEED");
    Mix mix = {.seed = seed != NULL ? (uint64_t)atoi(seed) : 1};
    WStr scripts[200];
    size_t count;
    read_good_cases(&mix, scripts, &count);
    const char *rounds = getenv("WEND_ROUNDS");
    size_t good = 0, all = rounds != NULL ? (size_t)atoi(rounds) : 2000;
    WBuffer text = {0};
    for (size_t i = 0; i < all; i++) {
        garble(&mix, scripts[draw(&mix, count)], &text);
        const char *show = getenv("WEND_SHOW");
        if (show != NULL) {
            FILE *file = fopen(show, "w");
            CHECK(file != NULL);
            fwrite(text.bytes, 1, text.size, file);
            fclose(file);
        }
        good += compile_text((WStr){text.bytes, text.size}) == 0;
    }
    CHECK(good > all / 50); // else nothing was tried of what comes behind the checker
    w_buffer_free(&text);
    w_buffer_free(&mix.all);
    w_free(mix.pieces);
}

// ---- deep and wide

// `before`, then `open` and later `close` so many times around `inside`, then `after`.
static size_t nested(const char *before, const char *open, const char *inside, const char *close,
                     const char *after, size_t depth) {
    WBuffer text = {0};
    w_buffer_str(&text, w_str(before));
    for (size_t i = 0; i < depth; i++)
        w_buffer_str(&text, w_str(open));
    w_buffer_str(&text, w_str(inside));
    for (size_t i = 0; i < depth; i++)
        w_buffer_str(&text, w_str(close));
    w_buffer_str(&text, w_str(after));
    size_t errors = compile_text((WStr){text.bytes, text.size});
    w_buffer_free(&text);
    return errors;
}

// What is deeper than the language allows is said once, and what is as deep as it allows too if
// code cannot follow.
TEST(check_deep_scripts_have_one_finding) {
    static const size_t depths[] = {60, 120, 240, 5000};
    for (size_t i = 0; i < 4; i++) {
        size_t n = depths[i];
        CHECK(nested("segment s when ", "(", "profile.score > 1", ")", "", n) <= 1);
        CHECK(nested("segment s when ", "not ", "profile.email_consent", "", "", n) <= 1);
        CHECK(nested("segment s when ", "abs(", "profile.score", ")", " = 1", n) <= 1);
        CHECK(nested("segment s when ", "(1 + ", "profile.score", ")", " = 1", n) <= 1);
        CHECK(nested("segment s when ", "count(order where ", "true", ") > 1", "", n) <= 1);
        CHECK(nested("segment s when ", "(profile.country otherwise ", "\"x\"", ")", " = \"x\"",
                     n) <= 1);
        CHECK(nested("segment s when \"", "{\"", "x", "\"}", "\" = \"x\"", n) <= 1);
        CHECK(nested("journey j { enter on order stage s { ", "if entry.total > 1 { ", "finish",
                     " }", " finish } }", n) <= 1);
        CHECK(nested("journey j { enter on order stage s { ", "wait up to 1d { on cart { ",
                     "finish", " } else { finish } }", " } }", n) <= 1);
    }
}

// A piece of text with its number in place of `#`, so many times.
static void put_many(WBuffer *text, const char *piece, size_t count) {
    for (size_t i = 0; i < count; i++) {
        for (const char *c = piece; *c; c++) {
            if (*c == '#')
                w_buffer_printf(text, "%zu", i);
            else
                w_buffer_char(text, *c);
        }
        w_buffer_char(text, '\n');
    }
}

static size_t many(const char *before, const char *piece, const char *after, size_t count) {
    WBuffer text = {0};
    w_buffer_str(&text, w_str(before));
    put_many(&text, piece, count);
    w_buffer_str(&text, w_str(after));
    size_t errors = compile_text((WStr){text.bytes, text.size});
    w_buffer_free(&text);
    return errors;
}

#define IN_STAGE "journey j { enter on order stage s { "

TEST(check_wide_scripts_have_one_finding_at_most) {
    const size_t n = 5000;
    CHECK(many("", "segment s# when profile.score > #", "", n) == 0);
    CHECK(many("", "limit promotional to # per 1d", "", n) == 0);
    CHECK(many("const c5000 = 1\n", "const c# = 1", "", n) == 0);
    CHECK(many("journey j { enter on order ", "stage s# { wait 1d go s# }", "}", 1) == 0);
    CHECK(many("segment s when profile.country in [", "\"c#\",", "\"x\"]", n) == 0);
    CHECK(many("journey j { ", "enter on order where event.total > #",
               "stage s { wait 1d finish } }", n) == 0);
    CHECK(many(IN_STAGE, "let x# = event.total", "finish } }", n) == 1);
    CHECK(many(IN_STAGE "if event.total > 1 { finish }", "else if event.total > # { finish }",
               "finish } }", n) == 1);
    CHECK(many(IN_STAGE, "send push news", "finish } }", n) <= 1);
    CHECK(many(IN_STAGE "wait up to 1d {", "on order where event.total > # { finish }",
               "else { finish } } } }", n) == 0);
    CHECK(many("message m { class promotional ", "param p#: integer", "}", n) == 1);
    CHECK(many("event e { ", "f#: integer", "} segment s when count(e) > 1", n) == 0);
}

// Chains of names, each in terms of the next, in both orders of the alphabet.
static size_t chain(const char *form, bool up, size_t count) {
    WBuffer text = {0};
    for (size_t i = 0; i < count; i++) {
        size_t own = up ? i : count - i, next = up ? i + 1 : count - i - 1;
        w_buffer_printf(&text, form, own, next);
    }
    size_t errors = compile_text((WStr){text.bytes, text.size});
    w_buffer_free(&text);
    return errors;
}

TEST(check_long_chains_have_one_finding) {
    for (int up = 0; up < 2; up++) {
        // The end of the chain is not there, which is one; too long a chain is another.
        CHECK(chain("const c%05zu = c%05zu + 1\n", up, 150) == 1);
        CHECK(chain("const c%05zu = c%05zu + 1\n", up, 20000) <= 2);
        CHECK(chain("segment c%05zu when not c%05zu\n", up, 20000) <= 2);
    }
}

TEST(check_numbers_at_the_ends_of_their_ranges_are_no_danger) {
    CHECK(compile_text(W_STR(
              "const a = 9223372036854775807\n"
              "const b = a + a\nconst c = -a - a\nconst d = -c\nconst e = a * a * 1.5\n"
              "const f = 2026-01-01 + 9223372036854775807 weeks\n"
              "const g = 9223372036854775807 * 300000d\n"
              "const h = 9999-12-31 + 1 days\nconst i = 0001-01-01 - 9223372036854775807 days\n"
              "const k = abs(-a - 5) + round(a * 1.0, 7)\nconst l = round(1.5, -3)\n"
              "const m = -(c - 1) / -1\nconst n = floor(c * 1.0) - ceil(a * 2.5)\n"
              "segment s when today - h > g and today + 9223372036854775807 days > i\n"
              "journey j { enter on order stage s {\n"
              "  wait until 09:00 in 9223372036854775807 weeks\n"
              "  wait until f at 23:59\n"
              "  wait until i at 00:00\n"
              "  wait g\n"
              "  send desk thanks { total: e, note: \"{f} {h} {i} {g} {k} {l} {b} {c} {d} {m} "
              "{n}\" }\n"
              "  finish } }\n")) == 0);
}
