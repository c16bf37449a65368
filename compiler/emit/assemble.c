// The assembler: one function at a time, one pass, labels and registers.

#include "compiler/emit/assemble.h"

#include <string.h>

#include "runtime/base/alloc.h"
#include "runtime/base/assert.h"
#include "runtime/base/hash.h"

// ---- holding

static bool is_held(WRegister reg) {
    return reg >= W_REGISTER_HELD;
}

// Keep what both ways to a place hold, and of a value that may be missing what both know.
static void holding_join(WHolding *holding, const WHolding *other) {
    for (size_t i = 0; i < W_HELD_LIMIT; i++) {
        WHeld *held = &holding->items[i];
        const WHeld *there = &other->items[i];
        if (held->op != there->op || held->operand != there->operand) {
            *held = (WHeld){0};
        } else if (held->known != there->known) {
            held->known = W_KNOWN_OPEN;
        }
    }
}

static WRegister hold(WAssembler *assembler, WOpcode op, uint32_t operand, bool optional) {
    for (uint32_t i = 0; i < W_HELD_LIMIT; i++) {
        WHeld *held = &assembler->holding.items[i];
        if (held->op != 0) continue;
        held->op = (uint8_t)op;
        held->operand = operand;
        held->known = optional ? W_KNOWN_OPEN : W_KNOWN_YES;
        if (assembler->held_most < i + 1) assembler->held_most = i + 1;
        return (WRegister)(W_REGISTER_HELD + i);
    }
    return w_asm_take(assembler);
}

bool w_asm_find(const WAssembler *assembler, WOpcode op, uint32_t operand, WRegister *found) {
    for (uint32_t i = 0; i < W_HELD_LIMIT; i++) {
        const WHeld *held = &assembler->holding.items[i];
        if (held->op != (uint8_t)op || held->operand != operand) continue;
        *found = (WRegister)(W_REGISTER_HELD + i);
        return true;
    }
    return false;
}

WRegister w_asm_load(WAssembler *assembler, WOpcode op, uint32_t operand, bool optional) {
    WRegister reg;
    if (w_asm_find(assembler, op, operand, &reg)) return reg;
    reg = hold(assembler, op, operand, optional);
    w_asm_index(assembler, op, reg, operand);
    return reg;
}

WKnown w_asm_known(const WAssembler *assembler, WRegister reg) {
    if (!is_held(reg)) return W_KNOWN_OPEN;
    return (WKnown)assembler->holding.items[reg - W_REGISTER_HELD].known;
}

void w_asm_forget(WAssembler *assembler) {
    assembler->holding = (WHolding){0};
}

// ---- registers

WRegister w_asm_take(WAssembler *assembler) {
    if (assembler->registers >= W_LIMIT_REGISTERS) {
        assembler->too_large = true;
        return 0;
    }
    uint32_t reg = assembler->registers++;
    if (assembler->registers_most < assembler->registers) {
        assembler->registers_most = assembler->registers;
    }
    return (WRegister)reg;
}

uint32_t w_asm_mark(const WAssembler *assembler) {
    return assembler->registers;
}

void w_asm_release(WAssembler *assembler, uint32_t mark) {
    W_ASSERT(mark <= assembler->registers);
    assembler->registers = mark;
}

// ---- instructions

static bool is_of_instance(uint8_t op) {
    return op == W_OP_LOAD_VARIABLE || op == W_OP_LOAD_ENTRY_AT || op == W_OP_LOAD_ENTRIES ||
           op == W_OP_LOAD_VISITS;
}

static bool is_of_event(uint8_t op) {
    return op == W_OP_LOAD_EVENT || op == W_OP_LOAD_EVENT_AT;
}

// The depth of a function that had its finding. What calls it is unfit too, and says nothing.
enum { UNFIT = UINT8_MAX };

// The function that an instruction runs, or W_NONE.
static uint32_t callee(const WAssembler *assembler, WInstruction at) {
    switch (at.op) {
    case W_OP_CALL: return w_instruction_index(at);
    case W_OP_HISTORY: return assembler->tables->uses[w_instruction_index(at)].where_function;
    case W_OP_EACH_ANY:
    case W_OP_EACH_ALL:
    case W_OP_EACH_COUNT:
    case W_OP_EACH_SUM:
    case W_OP_EACH_LIST:
    case W_OP_EACH_JOIN: return w_instruction_element_function(at);
    default: return W_NONE;
    }
}

static void note_call(WAssembler *assembler, WInstruction at) {
    uint32_t function = callee(assembler, at);
    if (function == W_NONE) return;
    if (assembler->depths[function] == UNFIT) {
        assembler->calls_unfit = true;
        return;
    }
    uint8_t depth = (uint8_t)(assembler->depths[function] + 1);
    if (assembler->depth < depth) assembler->depth = depth;
    if (depth >= W_LIMIT_CALL_DEPTH) assembler->too_deep = true;
}

// Returns the instruction's place, or W_NONE if nothing can reach it.
static uint32_t put(WAssembler *assembler, WInstruction instruction) {
    if (!assembler->reachable) return W_NONE;
    if (assembler->code_count >= W_LIMIT_FUNCTION_CODE) {
        assembler->too_large = true;
        return W_NONE;
    }
    if (w_opcodes[instruction.op].traits & W_OP_IS_ENDS || instruction.op == W_OP_JUMP) {
        assembler->reachable = false;
    }
    if (is_of_instance(instruction.op)) assembler->uses_journey = true;
    if (is_of_event(instruction.op)) assembler->uses_event = true;
    if (instruction.op == W_OP_LOAD_PARAM) assembler->uses_message = true;
    if (instruction.op == W_OP_LOAD_BEFORE) assembler->uses_before = true;
    note_call(assembler, instruction);
    assembler->code = w_grow(assembler->code, &assembler->code_room, assembler->code_count + 1,
                             sizeof instruction);
    assembler->code[assembler->code_count] = instruction;
    return (uint32_t)assembler->code_count++;
}

void w_asm_abc(WAssembler *assembler, WOpcode op, uint32_t a, uint32_t b, uint32_t c) {
    W_ASSERT(a <= UINT8_MAX && b <= UINT16_MAX && c <= UINT16_MAX);
    put(assembler, w_instruction(op, a, b, c, 0));
}

void w_asm_index(WAssembler *assembler, WOpcode op, uint32_t a, uint32_t index) {
    W_ASSERT(a <= UINT8_MAX);
    put(assembler, w_instruction_of_index(op, a, index, 0));
}

void w_asm_each(WAssembler *assembler, WOpcode op, uint32_t a, uint32_t list, uint32_t function) {
    W_ASSERT(a <= UINT8_MAX && list <= UINT8_MAX);
    put(assembler, w_instruction_each(op, a, list, function));
}

// ---- labels

// A jump's `d` links to the jump before it while its target is open: that place + 1, 0 at the end.
// Both fit in 16 bits because W_LIMIT_FUNCTION_CODE does.
_Static_assert(W_LIMIT_FUNCTION_CODE < UINT16_MAX, "a place in the code and a link fit in `d`");

WLabel w_asm_label(WAssembler *assembler) {
    assembler->labels = w_grow(assembler->labels, &assembler->labels_room,
                               assembler->labels_count + 1, sizeof *assembler->labels);
    WLabelState *label = &assembler->labels[assembler->labels_count];
    label->at = W_NONE;
    label->chain = W_NONE;
    label->jumps = 0;
    return (WLabel)assembler->labels_count++;
}

bool w_asm_is_used(const WAssembler *assembler, WLabel label) {
    return assembler->labels[label].jumps > 0;
}

static void arrive(WLabelState *label, const WHolding *holding) {
    if (label->jumps == 0) {
        label->holding = *holding;
    } else {
        holding_join(&label->holding, holding);
    }
}

static void put_jump(WAssembler *assembler, WInstruction instruction, WLabel target,
                     const WHolding *holding) {
    WLabelState *label = &assembler->labels[target];
    W_ASSERT(label->at == W_NONE);
    instruction.d = (uint16_t)(label->chain == W_NONE ? 0 : label->chain + 1);
    uint32_t at = put(assembler, instruction);
    if (at == W_NONE) return;
    arrive(label, holding);
    label->chain = at;
    label->jumps++;
}

// Leave out jumps to the instruction behind them. They have no effect but where control goes.
static void drop_idle_jumps(WAssembler *assembler, WLabelState *label) {
    while (label->chain != W_NONE && label->chain + 1 == assembler->code_count &&
           assembler->last_target != assembler->code_count &&
           assembler->code[label->chain].op != W_OP_SEND) {
        uint32_t link = assembler->code[label->chain].d;
        label->chain = link == 0 ? W_NONE : link - 1;
        assembler->code_count--;
    }
}

void w_asm_place(WAssembler *assembler, WLabel target) {
    WLabelState *label = &assembler->labels[target];
    W_ASSERT(label->at == W_NONE);
    if (label->jumps == 0) {
        label->at = (uint32_t)assembler->code_count;
        return;
    }
    if (assembler->reachable) {
        holding_join(&assembler->holding, &label->holding);
    } else {
        assembler->holding = label->holding;
    }
    drop_idle_jumps(assembler, label);
    label->at = (uint32_t)assembler->code_count;
    for (uint32_t i = label->chain; i != W_NONE;) {
        uint32_t link = assembler->code[i].d;
        assembler->code[i].d = (uint16_t)label->at;
        i = link == 0 ? W_NONE : link - 1;
    }
    if (label->chain != W_NONE) assembler->last_target = label->at;
    assembler->reachable = true;
}

void w_asm_jump(WAssembler *assembler, WLabel label) {
    put_jump(assembler, (WInstruction){.op = W_OP_JUMP}, label, &assembler->holding);
}

void w_asm_branch(WAssembler *assembler, WOpcode op, WRegister a, uint32_t b, WLabel label) {
    WInstruction instruction = {.op = (uint8_t)op, .a = a, .b = (uint16_t)b};
    put_jump(assembler, instruction, label, &assembler->holding);
}

void w_asm_branch_constant(WAssembler *assembler, WOpcode op, WRegister a, uint32_t constant,
                           WLabel label) {
    put_jump(assembler, w_instruction_of_index(op, a, constant, 0), label, &assembler->holding);
}

void w_asm_branch_known(WAssembler *assembler, bool known, WRegister a, WLabel label) {
    WKnown now = w_asm_known(assembler, a);
    if (now != W_KNOWN_OPEN) {
        if ((now == W_KNOWN_YES) == known) w_asm_jump(assembler, label);
        return;
    }
    WHolding there = assembler->holding;
    WOpcode op = known ? W_OP_JUMP_KNOWN : W_OP_JUMP_MISSING;
    if (is_held(a)) {
        there.items[a - W_REGISTER_HELD].known = known ? W_KNOWN_YES : W_KNOWN_NO;
        assembler->holding.items[a - W_REGISTER_HELD].known = known ? W_KNOWN_NO : W_KNOWN_YES;
    }
    put_jump(assembler, (WInstruction){.op = (uint8_t)op, .a = a}, label, &there);
}

void w_asm_send(WAssembler *assembler, WRegister first, uint32_t site, WLabel otherwise) {
    w_asm_forget(assembler);
    WInstruction instruction = w_instruction_of_index(W_OP_SEND, first, site, 0);
    if (otherwise == W_NONE) {
        put(assembler, instruction);
    } else {
        put_jump(assembler, instruction, otherwise, &assembler->holding);
    }
}

uint32_t w_asm_entrance(WAssembler *assembler) {
    assembler->holding = (WHolding){0};
    assembler->reachable = true;
    assembler->last_target = (uint32_t)assembler->code_count;
    return assembler->last_target;
}

// ---- functions

void w_asm_begin(WAssembler *assembler, WFunctionRow row) {
    assembler->code_count = 0;
    assembler->labels_count = 0;
    assembler->row = row;
    assembler->registers = 0;
    assembler->registers_most = 0;
    assembler->held_most = 0;
    assembler->last_target = 0;
    assembler->reachable = true;
    assembler->uses_journey = false;
    assembler->uses_event = false;
    assembler->uses_message = false;
    assembler->uses_before = false;
    assembler->depth = 0;
    assembler->too_deep = false;
    assembler->calls_unfit = false;
    assembler->too_large = false;
    assembler->holding = (WHolding){0};
}

// Registers that keep loads stand behind the temporaries.
static uint32_t settle(const WAssembler *assembler, uint32_t reg) {
    if (reg < W_REGISTER_HELD) return reg;
    return reg - W_REGISTER_HELD + assembler->registers_most;
}

static void settle_registers(WAssembler *assembler) {
    for (size_t i = 0; i < assembler->code_count; i++) {
        WInstruction *at = &assembler->code[i];
        for (const char *operand = w_opcodes[at->op].operands; *operand; operand++) {
            switch (*operand) {
            case 'w':
            case 'r': at->a = (uint8_t)settle(assembler, at->a); break;
            case 'x': at->b = (uint16_t)settle(assembler, at->b); break;
            case 'y': at->c = (uint16_t)settle(assembler, at->c); break;
            default: break;
            }
        }
    }
    assembler->row.register_count = assembler->registers_most + assembler->held_most;
    if (assembler->row.register_count > W_LIMIT_REGISTERS) assembler->too_large = true;
}

static bool function_same(const void *owner, uint32_t row, const void *wanted) {
    const WAssembler *assembler = owner;
    const WFunctionRow *want = wanted;
    WFunctionRow have = assembler->tables->functions[row];
    const WInstruction *code = assembler->tables->code + have.first_instruction;
    have.first_instruction = want->first_instruction;
    return memcmp(&have, want, sizeof have) == 0 &&
           memcmp(code, assembler->code, assembler->code_count * sizeof *code) == 0;
}

static uint32_t add_function(WAssembler *assembler) {
    WTables *tables = assembler->tables;
    assembler->row.first_instruction = W_COUNT(tables, code);
    for (size_t i = 0; i < assembler->code_count; i++)
        w_add_code(tables, assembler->code[i]);
    uint32_t row = w_add_functions(tables, assembler->row);
    assembler->depths = w_grow(assembler->depths, &assembler->depths_room, row + 1, 1);
    assembler->depths[row] = assembler->depth;
    return row;
}

// It is never run, but others may name its row until all findings are made.
static uint32_t add_unfit(WAssembler *assembler) {
    assembler->code_count = 0;
    assembler->depth = UNFIT;
    return add_function(assembler);
}

// A function that reads nothing of its event, journey or message does not ask for one, so that
// more are equal.
static void drop_context(WAssembler *assembler) {
    WFunctionRow *row = &assembler->row;
    if (!assembler->uses_message) row->message = W_NONE;
    if (row->kind != W_FUNCTION_CONDITION && row->kind != W_FUNCTION_VALUE) return;
    if (!assembler->uses_journey) {
        row->journey = W_NONE;
        row->flags &= ~(uint32_t)W_FUNCTION_AT_ENTRY;
    }
    if (!assembler->uses_before) row->flags &= ~(uint32_t)W_FUNCTION_ON_CHANGE;
    if (!assembler->uses_event) {
        row->event = W_NONE;
        row->flags &= ~(uint32_t)W_FUNCTION_OVER_HISTORY;
    }
}

uint32_t w_asm_end(WAssembler *assembler) {
    W_ASSERT(!assembler->reachable || assembler->too_large);
    WFunctionRow *row = &assembler->row;
    drop_context(assembler);
    row->instruction_count = (uint32_t)assembler->code_count;
    settle_registers(assembler);
    if (assembler->too_large || assembler->too_deep || assembler->calls_unfit)
        return add_unfit(assembler);
    row->cost = w_function_cost(assembler->code, row->instruction_count,
                                assembler->tables->functions, assembler->tables->uses);
    if (row->kind == W_FUNCTION_FLOW || row->outer_function != W_NONE) {
        return add_function(assembler);
    }
    uint64_t hash = w_hash64(assembler->code, assembler->code_count * sizeof *assembler->code);
    uint32_t found = w_row_index_find(&assembler->functions, hash, function_same, assembler, row);
    if (found != W_NONE) return found;
    found = add_function(assembler);
    w_row_index_add(&assembler->functions, hash, found);
    return found;
}

void w_asm_free(WAssembler *assembler) {
    w_free(assembler->code);
    w_free(assembler->depths);
    w_free(assembler->labels);
    w_row_index_free(&assembler->functions);
    *assembler = (WAssembler){0};
}
