// The formatter on scripts that nobody wrote: whatever stands between the tokens, the layout keeps
// them and the comments, and laying out again changes nothing.
#include <ftw.h>
#include <stdlib.h>

#include "compiler/format/format.h"
#include "compiler/syntax/syntax.h"
#include "compiler/syntax/token.h"
#include "tests/unit/test.h"

typedef struct Script {
    WArena arena;
    WSources sources;
    WFindings findings;
    WTree *tree;
} Script;

static bool read_script(Script *script, WStr text) {
    *script = (Script){0};
    script->sources.arena = &script->arena;
    script->findings.arena = &script->arena;
    WSource *source = w_source_add(&script->sources, W_STR("t.wend"), text, &script->findings);
    script->tree = w_syntax_parse(&script->arena, source, &script->findings);
    return script->findings.count == 0;
}

static void free_script(Script *script) {
    w_arena_free(&script->arena);
}

static WStr str_of(const WBuffer *buffer) {
    return (WStr){buffer->bytes, buffer->size};
}

// ---- what must be kept

static uint16_t kind_of(const WToken *token) {
    return token->flags & W_TOKEN_NAME ? W_TK_ID : token->kind;
}

static bool is_optional(const WTokens *tokens, uint32_t i) {
    return tokens->items[i].kind == W_TK_COMMA;
}

static bool is_from_exit(const WTokens *tokens, uint32_t i) {
    return i + 1 < tokens->count && tokens->items[i].kind == W_TK_FROM &&
           tokens->items[i + 1].kind == W_TK_EXIT;
}

// The same token; of a text with interpolations only the pieces outside of them are compared.
static bool same_token(const WTokens *a, uint32_t i, const WTokens *b, uint32_t j) {
    return kind_of(&a->items[i]) == kind_of(&b->items[j]) &&
           w_str_equal(w_token_text(a, &a->items[i]), w_token_text(b, &b->items[j]));
}

static bool same_tokens(const WTokens *a, const WTokens *b) {
    uint32_t i = 0, j = 0;
    for (;;) {
        while (i < a->count && is_optional(a, i))
            i++;
        while (j < b->count && is_optional(b, j))
            j++;
        if (i == a->count && j == b->count) return true;
        if (i < a->count && j < b->count && same_token(a, i, b, j)) {
            i++;
            j++;
        } else if (is_from_exit(b, j)) {
            j += 2;
        } else {
            return false;
        }
    }
}

static WStr trimmed(const WTokens *tokens, uint32_t i) {
    const WComment *comment = &tokens->comments[i];
    WStr text = {tokens->source->bytes.bytes + comment->start, comment->end - comment->start};
    while (text.size && (text.bytes[text.size - 1] == ' ' || text.bytes[text.size - 1] == '\t'))
        text.size--;
    return text;
}

static bool same_comments(const WTokens *a, const WTokens *b) {
    if (a->comment_count != b->comment_count) return false;
    for (uint32_t i = 0; i < a->comment_count; i++) {
        if (!w_str_equal(trimmed(a, i), trimmed(b, i))) return false;
    }
    return true;
}

static const char *lost(const Script *before, const Script *after) {
    if (after->findings.count) return "the layout does not parse";
    if (!same_tokens(before->tree->tokens, after->tree->tokens)) return "tokens differ";
    if (!same_comments(before->tree->tokens, after->tree->tokens)) return "comments differ";
    return NULL;
}

// What is wrong with the layout of a script; NULL if nothing is.
static const char *mistake_in(const Script *script, WBuffer *once, WBuffer *twice) {
    WArena arena = {0};
    w_format(&arena, script->tree, once);
    Script again;
    read_script(&again, str_of(once));
    const char *mistake = lost(script, &again);
    if (!mistake) {
        w_format(&arena, again.tree, twice);
        if (!w_str_equal(str_of(once), str_of(twice))) mistake = "the second layout differs";
    }
    free_script(&again);
    w_arena_free(&arena);
    return mistake;
}

static void check_layout(const Script *script, WStr text, const char *name) {
    WBuffer once = {0}, twice = {0};
    const char *mistake = mistake_in(script, &once, &twice);
    if (mistake) {
        printf("%s: %s\n--- script\n%.*s\n--- laid out\n%.*s\n--- again\n%.*s\n", name, mistake,
               W_STR_ARGS(text), (int)once.size, once.bytes, (int)twice.size, twice.bytes);
    }
    w_buffer_free(&once);
    w_buffer_free(&twice);
    CHECK(mistake == NULL);
}

// ---- other spaces

static uint32_t chance = 1;

static uint32_t draw(uint32_t below) {
    chance = chance * 1664525 + 1013904223;
    return (chance >> 16) % below;
}

static void put_space(WBuffer *out, uint32_t kind, uint32_t number) {
    switch (kind) {
    case 0: w_buffer_printf(out, "\n"); break;
    case 1: w_buffer_printf(out, "\n\n\n  \n"); break;
    case 2: w_buffer_printf(out, "%*s# comment %u \n", (int)draw(50), "", number); break;
    case 3: w_buffer_printf(out, "\n    # alone %u\n", number); break;
    case 4: w_buffer_printf(out, "\n## documents %u\n\n# and more\n", number); break;
    case 5: w_buffer_printf(out, "\t  "); break;
    default: w_buffer_printf(out, " "); break;
    }
}

// How often what stands between two tokens becomes something else, in a hundred.
typedef struct Weather {
    uint32_t changes;
    uint32_t kinds;  // the first kinds of put_space; beyond them it is a space
    uint32_t growth; // how often names become longer, in a hundred
} Weather;

static bool needs_space(WStr text, const WToken *token) {
    return token->start > 0 && token->start < text.size && text.bytes[token->start - 1] <= ' ';
}

// The script with other spaces between its tokens. Within texts nothing is changed.
static void disturb(const Script *script, WStr text, Weather weather, WBuffer *out) {
    const WTokens *tokens = script->tree->tokens;
    uint32_t depth = 0, end = 0;
    for (uint32_t i = 0; i <= tokens->count; i++) {
        const WToken *token = &tokens->items[i];
        bool stays = depth > 0 || draw(100) >= weather.changes;
        if (stays)
            w_buffer_append(out, text.bytes + end, token->start - end);
        else if (needs_space(text, token) || draw(3) == 0)
            put_space(out, draw(weather.kinds), i);
        w_buffer_str(out, w_token_text(tokens, token));
        if (token->kind == W_TK_ID && draw(100) < weather.growth)
            w_buffer_printf(out, "%.*s", (int)draw(40),
                            "_is_a_name_that_goes_on_for_quite_a_while");
        depth += token->kind == W_TK_TEXT_OPEN;
        depth -= token->kind == W_TK_TEXT_CLOSE;
        end = token->end;
    }
}

static const Weather weathers[] = {{2, 6, 0},   {10, 1, 0},     {10, 9, 0},  {40, 8, 0},
                                   {100, 6, 0}, {100, 20, 0},   {30, 60, 0}, {100, 400, 0},
                                   {5, 5, 0},   {0, 1, 30},     {0, 1, 100}, {20, 20, 50},
                                   {2, 6, 90},  {100, 1000, 80}};

// Answers how many of the disturbed scripts parse.
static uint32_t check_disturbed(WStr text, const char *name, uint32_t rounds) {
    Script script;
    if (!read_script(&script, text)) {
        free_script(&script);
        return 0;
    }
    check_layout(&script, text, name);
    uint32_t parsed = 0;
    for (uint32_t i = 0; i < rounds; i++) {
        WBuffer other = {0};
        disturb(&script, text, weathers[i % (sizeof weathers / sizeof weathers[0])], &other);
        Script disturbed;
        if (read_script(&disturbed, str_of(&other))) {
            check_layout(&disturbed, str_of(&other), name);
            parsed++;
        }
        free_script(&disturbed);
        w_buffer_free(&other);
    }
    free_script(&script);
    return parsed;
}

static bool read_file(const char *path, WBuffer *bytes) {
    FILE *file = fopen(path, "rb");
    if (!file) return false;
    char block[4096];
    for (size_t size; (size = fread(block, 1, sizeof block, file));)
        w_buffer_append(bytes, block, size);
    fclose(file);
    return true;
}

static uint32_t rounds_wanted(uint32_t ordinary) {
    const char *asked = getenv("WEND_FORMAT_ROUNDS");
    return asked ? (uint32_t)atoi(asked) : ordinary;
}

static uint32_t check_file(const char *path, uint32_t rounds) {
    WBuffer text = {0};
    CHECK(read_file(path, &text));
    uint32_t parsed = check_disturbed(str_of(&text), path, rounds);
    w_buffer_free(&text);
    return parsed;
}

TEST(layout_keeps_every_form_whatever_stands_between_its_tokens) {
    uint32_t rounds = rounds_wanted(140);
    uint32_t parsed = check_file(WEND_SOURCE_DIR "/tests/syntax/every_form.wend", rounds);
    CHECK(parsed * 4 >= rounds); // not all: a soft word that comes to begin its line is a keyword
}

static uint32_t scripts_seen;

static int check_entry(const char *path, const struct stat *state, int kind, struct FTW *place) {
    (void)state;
    const char *ending = strrchr(path + place->base, '.');
    if (kind != FTW_F || !ending || strcmp(ending, ".wend") != 0) return 0;
    uint32_t rounds = rounds_wanted(14);
    check_file(path, rounds);
    scripts_seen++;
    return 0;
}

TEST(layout_keeps_the_scripts_of_the_repository) {
    static const char *const folders[] = {"/examples", "/tests", "/stdlib"};
    for (size_t i = 0; i < sizeof folders / sizeof folders[0]; i++) {
        char path[4096];
        snprintf(path, sizeof path, "%s%s", WEND_SOURCE_DIR, folders[i]);
        CHECK(nftw(path, check_entry, 20, FTW_PHYS) == 0);
    }
    CHECK(scripts_seen >= 8);
}

TEST(layout_keeps_a_script_whatever_stands_between_its_tokens) {
    WBuffer text = {0};
    CHECK(read_file(WEND_SOURCE_DIR "/tests/format/whole_project.wend", &text));
    uint32_t rounds = rounds_wanted(60);
    CHECK(check_disturbed(str_of(&text), "whole_project.wend", rounds) == rounds);
    w_buffer_free(&text);
}
