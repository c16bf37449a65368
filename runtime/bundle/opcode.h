// The instructions as a table: what emit, verifier, machine and disassembler know of an opcode.
#ifndef W_BUNDLE_OPCODE_H
#define W_BUNDLE_OPCODE_H

#include <string.h>

#include "runtime/bundle/layout.h"

#define OPCODE(code, NAME, operands, traits, summary) W_OP_##NAME = (code),
typedef enum WOpcode {
#include "grammar/opcodes.def"
} WOpcode;
#undef OPCODE

/// Traits, or-ed: where an instruction may stand, and whether control goes on behind it.
enum {
    W_OP_IS_PURE = 1,       // anywhere
    W_OP_IS_FLOW = 2,       // only in flow functions
    W_OP_IS_SETS = 4,       // only in flow and setter functions
    W_OP_IS_ENDS = 8,       // control does not go on behind it
    W_OP_IS_CONDITION = 16, // ends a condition
    W_OP_IS_VALUE = 32,     // ends a value function
    W_OP_IS_SETTER = 64,    // ends a setter
};

typedef struct WOpcodeRow {
    const char *name;     // "JUMP_LT"; NULL if there is no such opcode
    const char *operands; // the letters of grammar/opcodes.def, blanks between: "r x j"
    const char *summary;
    uint8_t traits;
} WOpcodeRow;

/// By opcode.
extern const WOpcodeRow w_opcodes[256];

/// The index that operands k f u s g p t i and J stand for.
static inline uint32_t w_instruction_index(WInstruction at) {
    return (uint32_t)at.c << 16 | at.b;
}
/// The element function that operand e stands for.
static inline uint32_t w_instruction_element_function(WInstruction at) {
    return (uint32_t)at.d << 16 | at.c;
}
static inline WInstruction w_instruction(WOpcode op, uint32_t a, uint32_t b, uint32_t c,
                                         uint32_t d) {
    return (WInstruction){(uint8_t)op, (uint8_t)a, (uint16_t)b, (uint16_t)c, (uint16_t)d};
}
static inline WInstruction w_instruction_of_index(WOpcode op, uint32_t a, uint32_t index,
                                                  uint32_t d) {
    return w_instruction(op, a, index & 0xffff, index >> 16, d);
}
static inline WInstruction w_instruction_each(WOpcode op, uint32_t a, uint32_t list,
                                              uint32_t function) {
    return w_instruction(op, a, list, function & 0xffff, function >> 16);
}
/// Does control go on at `d` for some outcome of the instruction?
bool w_instruction_jumps(WInstruction at);

/// The number that a function's row must hold as its cost: instructions of the longest path
/// through `code`. A called function adds its own cost; an element function as often as a list can
/// have elements, the condition of a history use as often as a history can have entries. Saturates
/// at UINT32_MAX. Functions and uses that the code names must have valid rows, called ones with
/// their cost.
uint32_t w_function_cost(const WInstruction *code, uint32_t count, const WFunctionRow *functions,
                         const WUseRow *uses);

#endif
