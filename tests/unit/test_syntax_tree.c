// The tree: that every form parses, what it holds, and that no damage to a script does any harm.
#include <stdlib.h>

#include "compiler/syntax/syntax.h"
#include "compiler/syntax/token.h"
#include "tests/unit/test.h"

typedef struct Parse {
    WArena arena;
    WSources sources;
    WFindings findings;
    WTree *tree;
} Parse;

static void parse(Parse *parse, WStr text) {
    *parse = (Parse){0};
    parse->sources.arena = &parse->arena;
    parse->findings.arena = &parse->arena;
    WSource *source = w_source_add(&parse->sources, W_STR("t.wend"), text, &parse->findings);
    parse->tree = w_syntax_parse(&parse->arena, source, &parse->findings);
}

// The file as a text in `bytes`; false if it is not there.
static bool read_file(const char *path, WBuffer *bytes) {
    FILE *file = fopen(path, "rb");
    if (!file) return false;
    char block[4096];
    for (size_t size; (size = fread(block, 1, sizeof block, file));) {
        w_buffer_append(bytes, block, size);
    }
    fclose(file);
    return true;
}

static void check_clean(Parse *p) {
    if (p->findings.count) {
        WBuffer out = {0};
        w_findings_print(&p->findings, &p->sources, false, &out);
        printf("%.*s", (int)out.size, out.bytes);
        w_buffer_free(&out);
    }
    CHECK(p->findings.count == 0 && !p->tree->broken && !p->tree->lost);
}

static const WDecl *first_of(const Parse *p, WDeclKind kind) {
    const WDecl *decl = p->tree->first;
    while (decl && decl->kind != kind)
        decl = decl->next;
    CHECK(decl != NULL);
    return decl;
}

static const WExpr *segment(Parse *p, const char *text) {
    parse(p, w_str(text));
    check_clean(p);
    return first_of(p, W_DECL_SEGMENT)->segment.when;
}

TEST(every_form_of_the_language_parses) {
    WBuffer text = {0};
    CHECK(read_file(WEND_SOURCE_DIR "/tests/syntax/every_form.wend", &text));
    Parse p;
    parse(&p, (WStr){text.bytes, text.size});
    check_clean(&p);
    unsigned kinds = 0;
    for (const WDecl *decl = p.tree->first; decl; decl = decl->next)
        kinds |= 1U << decl->kind;
    CHECK(kinds == (1U << (W_DECL_RETIRE + 1)) - 2);
    CHECK(w_str_equal(p.tree->first->doc,
                      W_STR("The shop's project.\nIt has two lines of documentation.")));
    w_arena_free(&p.arena);
    w_buffer_free(&text);
}

TEST(the_bench_parses) {
    WBuffer text = {0};
    CHECK(read_file(WEND_SOURCE_DIR "/tests/bench/w1/w1.wend", &text));
    Parse p;
    parse(&p, (WStr){text.bytes, text.size});
    check_clean(&p);
    w_arena_free(&p.arena);
    w_buffer_free(&text);
}

TEST(operators_bind_as_promised) {
    Parse p;
    const WExpr *either =
        segment(&p, "segment s when not a = 1 + 2 * -3 and b or c otherwise 1 < d");
    CHECK(either->op == W_OP_OR);
    const WExpr *both = either->binary.left;
    CHECK(both->op == W_OP_AND && both->binary.left->kind == W_EXPR_NOT);
    const WExpr *eq = both->binary.left->operand;
    CHECK(eq->op == W_OP_EQ && eq->binary.right->op == W_OP_ADD);
    CHECK(eq->binary.right->binary.right->op == W_OP_MUL);
    CHECK(eq->binary.right->binary.right->binary.right->kind == W_EXPR_NEGATE);
    CHECK(either->binary.right->op == W_OP_LT);
    CHECK(either->binary.right->binary.left->op == W_OP_OTHERWISE);
    w_arena_free(&p.arena);
    const WExpr *minus = segment(&p, "segment s when a - b - c = d");
    CHECK(minus->binary.left->op == W_OP_SUB && minus->binary.left->binary.left->op == W_OP_SUB);
    w_arena_free(&p.arena);
}

TEST(literals_are_decoded) {
    Parse p;
    const WExpr *call = segment(&p, "segment s when f(7, 2.5, 5%, 1d, 9:30, 1970-01-02, "
                                    "2026-03-01 09:00, 3 days, \"a\\n\", true)");
    const WArg *a = call->call.args;
    CHECK(a->value->kind == W_EXPR_INTEGER && a->value->integer == 7);
    a = a->next;
    CHECK(a->value->kind == W_EXPR_NUMBER && a->value->micros == 2500000);
    a = a->next;
    CHECK(a->value->kind == W_EXPR_NUMBER && a->value->micros == 50000);
    a = a->next;
    CHECK(a->value->kind == W_EXPR_DURATION && a->value->length_ms == 86400000);
    a = a->next;
    CHECK(a->value->kind == W_EXPR_CLOCK && a->value->clock_ms == 34200000);
    a = a->next;
    CHECK(a->value->kind == W_EXPR_DATE && a->value->day == 1);
    a = a->next;
    CHECK(a->value->kind == W_EXPR_DATE_CLOCK && a->value->date_clock.clock_ms == 32400000);
    CHECK(a->value->date_clock.day == 20513);
    a = a->next;
    CHECK(a->value->kind == W_EXPR_UNITS && a->value->units.count == 3);
    CHECK(a->value->units.unit == W_UNIT_DAY);
    a = a->next;
    CHECK(a->value->kind == W_EXPR_TEXT && w_str_equal(a->value->text, W_STR("a\n")));
    a = a->next;
    CHECK(a->value->kind == W_EXPR_BOOLEAN && a->value->boolean && !a->next);
    w_arena_free(&p.arena);
}

static WStr const_text(Parse *p, const char *script) {
    parse(p, w_str(script));
    check_clean(p);
    const WExpr *value = first_of(p, W_DECL_CONST)->constant.value;
    CHECK(value->kind == W_EXPR_TEXT);
    return value->text;
}

TEST(block_texts_lose_their_margin) {
    Parse p;
    CHECK(w_str_equal(const_text(&p, "const c = \"\"\"\n    a\r\n      b\n\n    c\n    \"\"\""),
                      W_STR("a\n  b\n\nc")));
    w_arena_free(&p.arena);
    CHECK(w_str_equal(const_text(&p, "const c = \"\"\"\n    a\n  \"\"\""), W_STR("  a")));
    w_arena_free(&p.arena);
    CHECK(w_str_equal(const_text(&p, "const c = \"\"\"one \\n line\"\"\""), W_STR("one \n line")));
    w_arena_free(&p.arena);
    WStr backslash = const_text(&p, "const c = \"\"\"\n  a\\\\\n  b\n  \"\"\"");
    CHECK(w_str_equal(backslash, W_STR("a\\\nb")));
    w_arena_free(&p.arena);
}

TEST(interpolated_texts_are_parts) {
    Parse p;
    parse(&p, W_STR("message m { email { b \"\"\"\n  Dear {n},\n"
                    "  {if a}x{else if b}y{else}z{end}\n"
                    "  {for i in xs where i > 1}{i};{end}\n  \"\"\" } }"));
    check_clean(&p);
    const WExpr *text = first_of(&p, W_DECL_MESSAGE)->message.contents->parts->text;
    const WTextPart *part = text->parts;
    CHECK(w_str_equal(part->text, W_STR("Dear ")));
    part = part->next;
    CHECK(part->kind == W_TEXT_PART_EXPR && part->expr->kind == W_EXPR_NAME);
    part = part->next;
    CHECK(w_str_equal(part->text, W_STR(",\n")));
    part = part->next;
    CHECK(part->kind == W_TEXT_PART_IF && w_str_equal(part->then_parts->text, W_STR("x")));
    CHECK(part->else_parts->kind == W_TEXT_PART_IF);
    CHECK(w_str_equal(part->else_parts->then_parts->text, W_STR("y")));
    CHECK(w_str_equal(part->else_parts->else_parts->text, W_STR("z")));
    part = part->next;
    CHECK(w_str_equal(part->text, W_STR("\n")));
    part = part->next;
    CHECK(part->kind == W_TEXT_PART_FOR && part->where && part->then_parts->next);
    CHECK(w_str_equal(part->then_parts->next->text, W_STR(";")) && !part->next);
    w_arena_free(&p.arena);
}

TEST(memberships_in_any_bind_a_name) {
    Parse p;
    const WExpr *any = segment(&p, "segment s when any(p in ps where p.x = 1)");
    const WArg *arg = any->call.args;
    CHECK(arg->kind == W_ARG_EACH && !arg->value && arg->where);
    CHECK(w_str_equal(arg->binding.text, W_STR("p")));
    w_arena_free(&p.arena);
    const WExpr *other = segment(&p, "segment s when f(p in ps)");
    CHECK(other->call.args->kind == W_ARG_VALUE);
    w_arena_free(&p.arena);
}

// What follows a mistake is read on, so that later mistakes and names are found in the same run.
TEST(a_mistake_costs_its_statement_only) {
    Parse p;
    parse(&p, W_STR("journey j {\n  stage a {\n    let x = 1\n    send email , note\n    go b\n"
                    "  }\n  stage b { finish }\n}\nsegment s when x\n"));
    CHECK(p.tree->broken && !p.tree->lost && p.findings.count == 1);
    const WJourney *journey = &first_of(&p, W_DECL_JOURNEY)->journey;
    CHECK(journey->stages->next && !journey->stages->next->next);
    CHECK(journey->stages->first->kind == W_STMT_LET);
    CHECK(first_of(&p, W_DECL_SEGMENT)->segment.when->kind == W_EXPR_NAME);
    w_arena_free(&p.arena);
}

static void survive(WStr text) {
    Parse p;
    parse(&p, text);
    CHECK(p.tree->broken == (p.findings.errors > 0));
    WBuffer out = {0};
    w_findings_print(&p.findings, &p.sources, true, &out);
    w_buffer_free(&out);
    w_arena_free(&p.arena);
}

// Every beginning of a script, whole tokens or not, ends with a finding or none, never otherwise.
TEST(truncated_scripts_do_no_harm) {
    WBuffer text = {0};
    CHECK(read_file(WEND_SOURCE_DIR "/tests/syntax/every_form.wend", &text));
    for (size_t size = 0; size < text.size; size += 7)
        survive((WStr){text.bytes, size});
    w_buffer_free(&text);
}

static uint32_t random_below(uint32_t *state, uint32_t bound) {
    *state = *state * 1664525 + 1013904223;
    return (uint32_t)(((uint64_t)*state * bound) >> 32);
}

// The script with some of its tokens left out, doubled or exchanged.
static void damage(const WTokens *tokens, uint32_t *chance, WBuffer *out) {
    const char *bytes = tokens->source->bytes.bytes;
    uint32_t at = 0, often = 1 + random_below(chance, 200);
    for (uint32_t i = 0; i < tokens->count; i++) {
        const WToken *token = &tokens->items[i], *put = token;
        w_buffer_append(out, bytes + at, token->start - at);
        uint32_t dice = random_below(chance, often * 3);
        if (dice == 1) put = &tokens->items[random_below(chance, tokens->count)];
        if (dice != 0) w_buffer_append(out, bytes + put->start, put->end - put->start);
        if (dice == 2) w_buffer_append(out, bytes + put->start, put->end - put->start);
        at = token->end;
    }
}

TEST(damaged_scripts_do_no_harm) {
    WBuffer text = {0}, broken = {0};
    CHECK(read_file(WEND_SOURCE_DIR "/tests/syntax/every_form.wend", &text));
    Parse p;
    parse(&p, (WStr){text.bytes, text.size});
    uint32_t chance = 1;
    for (int round = 0; round < 300; round++) {
        w_buffer_clear(&broken);
        damage(p.tree->tokens, &chance, &broken);
        survive((WStr){broken.bytes, broken.size});
    }
    w_arena_free(&p.arena);
    w_buffer_free(&broken);
    w_buffer_free(&text);
}
