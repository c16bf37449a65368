// The assembler and the tables: labels, registers, what is left out, what stands once.
#include "compiler/emit/assemble.h"
#include "compiler/emit/tables.h"
#include "tests/unit/test.h"

static WTables tables;
static WAssembler assembler;

static void begin(void) {
    assembler.tables = &tables;
    w_asm_begin(&assembler, (WFunctionRow){.kind = W_FUNCTION_CONDITION,
                                           .event = W_NONE,
                                           .journey = W_NONE,
                                           .message = W_NONE,
                                           .outer_function = W_NONE});
}

static void done(void) {
    w_asm_free(&assembler);
    w_tables_free(&tables);
}

static void op(WOpcode code, uint32_t a) {
    w_asm_abc(&assembler, code, a, 0, 0);
}

// End the function and compare its code with "NAME a b c d" lines.
static void check_code(const char *wanted) {
    WBuffer got = {0};
    uint32_t function = w_asm_end(&assembler);
    const WFunctionRow *row = &tables.functions[function];
    for (uint32_t i = 0; i < row->instruction_count; i++) {
        const WInstruction *at = &tables.code[row->first_instruction + i];
        w_buffer_printf(&got, "%s %d %d %d %d\n", w_opcodes[at->op].name, at->a, at->b, at->c,
                        at->d);
    }
    w_buffer_char(&got, 0);
    CHECK_STR(got.bytes, wanted);
    w_buffer_free(&got);
    done();
}

// A jump goes to a label that is placed later.
TEST(emit_jump_is_filled_in_when_its_label_is_placed) {
    begin();
    WLabel no = w_asm_label(&assembler);
    WRegister a = w_asm_load(&assembler, W_OP_LOAD_PROFILE, 3, false);
    w_asm_branch(&assembler, W_OP_JUMP_FALSE, a, 0, no);
    WRegister b = w_asm_load(&assembler, W_OP_LOAD_PROFILE, 4, false);
    w_asm_branch_constant(&assembler, W_OP_JUMP_LT_K, b, 0x12345, no);
    op(W_OP_RETURN_TRUE, 0);
    w_asm_place(&assembler, no);
    op(W_OP_RETURN_FALSE, 0);
    check_code("LOAD_PROFILE 0 3 0 0\n"
               "JUMP_FALSE 0 0 0 5\n"
               "LOAD_PROFILE 1 4 0 0\n"
               "JUMP_LT_K 1 9029 1 5\n"
               "RETURN_TRUE 0 0 0 0\n"
               "RETURN_FALSE 0 0 0 0\n");
}

// Code that nothing reaches is left out, and so is a jump to what stands behind it.
TEST(emit_nothing_is_idle) {
    begin();
    WLabel next = w_asm_label(&assembler);
    WLabel never = w_asm_label(&assembler);
    w_asm_jump(&assembler, next);
    op(W_OP_RETURN_TRUE, 0);
    w_asm_place(&assembler, next);
    op(W_OP_RETURN_FALSE, 0);
    w_asm_place(&assembler, never);
    op(W_OP_RETURN_TRUE, 0);
    check_code("RETURN_FALSE 0 0 0 0\n");
}

// A jump behind a place that others jump to stays: the place would move.
TEST(emit_jump_is_kept_where_a_label_stands_behind_it) {
    begin();
    WLabel first = w_asm_label(&assembler);
    WLabel second = w_asm_label(&assembler);
    WRegister a = w_asm_load(&assembler, W_OP_LOAD_PROFILE, 0, false);
    w_asm_branch(&assembler, W_OP_JUMP_TRUE, a, 0, first);
    w_asm_branch(&assembler, W_OP_JUMP_FALSE, a, 0, second);
    op(W_OP_RETURN_TRUE, 0);
    w_asm_place(&assembler, first);
    w_asm_place(&assembler, second);
    op(W_OP_RETURN_FALSE, 0);
    check_code("LOAD_PROFILE 0 0 0 0\n"
               "JUMP_TRUE 0 0 0 4\n"
               "JUMP_FALSE 0 0 0 4\n"
               "RETURN_TRUE 0 0 0 0\n"
               "RETURN_FALSE 0 0 0 0\n");
}

// What every way to a place has loaded is not loaded again; what only one has, is.
TEST(emit_load_is_remembered_where_every_way_has_it) {
    begin();
    WLabel join = w_asm_label(&assembler);
    WRegister a = w_asm_load(&assembler, W_OP_LOAD_PROFILE, 0, false);
    w_asm_branch(&assembler, W_OP_JUMP_TRUE, a, 0, join);
    WRegister b = w_asm_load(&assembler, W_OP_LOAD_PROFILE, 1, false);
    w_asm_branch(&assembler, W_OP_JUMP_TRUE, b, 0, join);
    op(W_OP_RETURN_FALSE, 0);
    w_asm_place(&assembler, join);
    CHECK(w_asm_load(&assembler, W_OP_LOAD_PROFILE, 0, false) == a);
    WRegister again = w_asm_load(&assembler, W_OP_LOAD_PROFILE, 1, false);
    w_asm_branch(&assembler, W_OP_JUMP_EQ, a, again, w_asm_label(&assembler));
    op(W_OP_RETURN_TRUE, 0);
    w_asm_place(&assembler, 1);
    op(W_OP_RETURN_FALSE, 0);
    check_code("LOAD_PROFILE 0 0 0 0\n"
               "JUMP_TRUE 0 0 0 5\n"
               "LOAD_PROFILE 1 1 0 0\n"
               "JUMP_TRUE 1 0 0 5\n"
               "RETURN_FALSE 0 0 0 0\n"
               "LOAD_PROFILE 1 1 0 0\n"
               "JUMP_EQ 0 1 0 8\n"
               "RETURN_TRUE 0 0 0 0\n"
               "RETURN_FALSE 0 0 0 0\n");
}

// What code has found out about a missing value holds on the way it was found on, and is asked
// once.
TEST(emit_known_is_asked_once) {
    begin();
    WLabel no = w_asm_label(&assembler);
    WRegister a = w_asm_load(&assembler, W_OP_LOAD_PROFILE, 0, true);
    CHECK(w_asm_known(&assembler, a) == W_KNOWN_OPEN);
    w_asm_branch_known(&assembler, false, a, no);
    CHECK(w_asm_known(&assembler, a) == W_KNOWN_YES);
    w_asm_branch_known(&assembler, false, a, no);
    op(W_OP_RETURN_TRUE, 0);
    w_asm_place(&assembler, no);
    CHECK(w_asm_known(&assembler, a) == W_KNOWN_NO);
    w_asm_branch_known(&assembler, true, a, w_asm_label(&assembler));
    op(W_OP_RETURN_FALSE, 0);
    check_code("LOAD_PROFILE 0 0 0 0\n"
               "JUMP_MISSING 0 0 0 3\n"
               "RETURN_TRUE 0 0 0 0\n"
               "RETURN_FALSE 0 0 0 0\n");
}

// Registers that keep loads stand behind the temporaries.
TEST(emit_registers_are_stacked) {
    begin();
    uint32_t mark = w_asm_mark(&assembler);
    WRegister a = w_asm_take(&assembler);
    WRegister held = w_asm_load(&assembler, W_OP_LOAD_PROFILE, 7, false);
    WRegister b = w_asm_take(&assembler);
    w_asm_abc(&assembler, W_OP_MOVE, b, held, 0);
    w_asm_abc(&assembler, W_OP_MOVE, a, b, 0);
    w_asm_release(&assembler, mark);
    CHECK(w_asm_take(&assembler) == a);
    w_asm_abc(&assembler, W_OP_ADD, a, b, held);
    op(W_OP_RETURN, held);
    check_code("LOAD_PROFILE 2 7 0 0\n"
               "MOVE 1 2 0 0\n"
               "MOVE 0 1 0 0\n"
               "ADD 0 1 2 0\n"
               "RETURN 2 0 0 0\n");
}

// Equal functions are one row; a function that needs no journey does not ask for one.
TEST(emit_equal_functions_stand_once) {
    uint32_t rows[3];
    for (uint32_t i = 0; i < 3; i++) {
        assembler.tables = &tables;
        w_asm_begin(&assembler, (WFunctionRow){.kind = W_FUNCTION_CONDITION,
                                               .event = i,
                                               .journey = i,
                                               .message = W_NONE,
                                               .outer_function = W_NONE});
        w_asm_load(&assembler, W_OP_LOAD_PROFILE, i == 2, false);
        op(W_OP_RETURN_TRUE, 0);
        rows[i] = w_asm_end(&assembler);
    }
    CHECK(rows[0] == rows[1] && rows[1] != rows[2]);
    CHECK(tables.functions_count == 2 && tables.code_count == 4);
    CHECK(tables.functions[0].journey == W_NONE && tables.functions[0].event == W_NONE);
    CHECK(tables.functions[0].cost == 2 && tables.functions[0].register_count == 1);
    done();
}

// Beyond the limit there is no crash but a sign.
TEST(emit_too_many_registers_are_noticed) {
    begin();
    for (uint32_t i = 0; i < W_LIMIT_REGISTERS; i++)
        w_asm_take(&assembler);
    CHECK(!assembler.too_large);
    w_asm_take(&assembler);
    CHECK(assembler.too_large);
    op(W_OP_RETURN_TRUE, 0);
    w_asm_end(&assembler);
    CHECK(tables.functions_count == 1 && tables.code_count == 0);
    done();
}

TEST(emit_too_much_code_is_noticed) {
    begin();
    for (uint32_t i = 0; i <= W_LIMIT_FUNCTION_CODE; i++)
        op(W_OP_LOAD_NOW, 0);
    CHECK(assembler.too_large);
    CHECK(assembler.code_count == W_LIMIT_FUNCTION_CODE);
    done();
}

// Texts are kept once, in NFC, aligned to 8, with a zero behind.
TEST(emit_texts_stand_once) {
    uint32_t empty = w_tables_text(&tables, (WStr){NULL, 0});
    uint32_t decomposed = w_tables_text(&tables, W_STR("e\xcc\x81t\xc3\xa9"));
    CHECK(w_tables_text(&tables, W_STR("\xc3\xa9t\xc3\xa9")) == decomposed);
    CHECK(w_tables_text(&tables, W_STR("")) == empty && empty != decomposed);
    CHECK(tables.texts_count == 16 + 16);
    CHECK(w_tables_text_if_given(&tables, W_STR("")) == W_NONE);
    uint32_t last = 0;
    for (uint32_t i = 0; i < 1000; i++) {
        char name[16];
        int size = snprintf(name, sizeof name, "name %u", i);
        last = w_tables_text(&tables, (WStr){name, (size_t)size});
        CHECK(last % 8 == 0);
        CHECK(w_tables_text(&tables, (WStr){name, (size_t)size}) == last);
    }
    CHECK(tables.texts[last + 8 + 8] == 0);
    done();
}

// A constant is its type and its value.
TEST(emit_constants_stand_once) {
    uint32_t one = w_tables_constant(&tables, W_TYPE_INTEGER, 1);
    CHECK(w_tables_constant(&tables, W_TYPE_NUMBER, 1) != one);
    CHECK(w_tables_constant(&tables, W_TYPE_INTEGER, 2) != one);
    CHECK(w_tables_constant(&tables, W_TYPE_INTEGER, 1) == one);
    CHECK(tables.constants_count == 3);
    uint32_t pattern = w_tables_pattern(&tables, W_STR("a+"));
    CHECK(w_tables_pattern(&tables, W_STR("a+")) == pattern);
    CHECK(w_tables_pattern(&tables, W_STR("a*")) != pattern);
    done();
}
