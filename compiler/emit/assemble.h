// The assembler: makes one function at a time, in one pass.
//
// Registers come from a stack of temporaries. A jump goes to a label that is placed later; code
// that nothing reaches is left out, and so is a jump to the instruction behind it.
//
// It also knows which loads are still in a register: `w_asm_load` of something that every way to
// here has loaded answers with that register instead of a second instruction, together with what
// the code has found out on the way (is it known, is it missing). So `x is known and x > 3` loads
// x once.
//
// Premise: what is emitted fits its opcode's row; a register is read only after it was written.
// Promise: operands that the row does not name are zero.
#ifndef W_EMIT_ASSEMBLE_H
#define W_EMIT_ASSEMBLE_H

#include <stdbool.h>

#include "compiler/emit/tables.h"
#include "runtime/base/limits.h"
#include "runtime/bundle/opcode.h"

/// A register: a temporary, or from W_REGISTER_HELD on one that keeps a load.
typedef uint8_t WRegister;
enum { W_REGISTER_HELD = 192, W_HELD_LIMIT = 32 };

/// Place in the code that jumps name before it is known.
typedef uint32_t WLabel;

/// What code here knows of a register that may be missing.
typedef enum WKnown { W_KNOWN_OPEN, W_KNOWN_YES, W_KNOWN_NO } WKnown;

/// A load that is still in its register.
typedef struct WHeld {
    uint32_t operand;
    uint8_t op;
    uint8_t known; // WKnown
} WHeld;

/// What is held at a place; the n-th has register W_REGISTER_HELD + n, `op` 0 if it is not there.
typedef struct WHolding {
    WHeld items[W_HELD_LIMIT];
} WHolding;

typedef struct WLabelState {
    uint32_t at;    // instruction, or W_NONE as long as it is not placed
    uint32_t chain; // last jump to it whose target is open, linked through `d`; W_NONE if none
    uint32_t jumps;
    WHolding holding; // what all jumps to it hold
} WLabelState;

/// All zero but `tables` is valid.
typedef struct WAssembler {
    WTables *tables;
    WInstruction *code;
    size_t code_count;
    size_t code_room;
    WRowIndex functions; // rows by their code
    WLabelState *labels;
    size_t labels_count;
    size_t labels_room;
    WFunctionRow row;
    uint32_t registers;      // temporaries in use
    uint32_t registers_most; // and the most there were
    uint32_t held_most;
    uint32_t last_target; // the code before must stay: a label or an entrance is here
    bool reachable;
    bool uses_event;   // loads something of the event
    bool uses_before;  // loads what a field held before
    bool uses_journey; // loads something of an instance
    bool uses_message; // loads a parameter
    uint8_t *depths;   // by function: how many call each other in a row below it
    size_t depths_room;
    uint8_t depth;
    bool too_deep;    // calls beyond W_LIMIT_CALL_DEPTH
    bool calls_unfit; // a function that had its finding
    bool too_large;   // more registers or instructions than a function may have
    WHolding holding;
} WAssembler;

/// Begin a function; `row` gives kind, flags, result, event and journey.
void w_asm_begin(WAssembler *assembler, WFunctionRow row);

/// End it; the row of the function. Equal code of equal functions stands once, but for element
/// functions inside others, whose `outer_function` (not W_NONE) the caller sets later. If
/// `too_large` or `too_deep` is set the function is not fit to run and the caller says so.
uint32_t w_asm_end(WAssembler *assembler);

void w_asm_free(WAssembler *assembler);

// Registers.

WRegister w_asm_take(WAssembler *assembler);
/// How many are taken; registers taken one behind the other are neighbours.
uint32_t w_asm_mark(const WAssembler *assembler);
/// Give back all temporaries taken since the mark.
void w_asm_release(WAssembler *assembler, uint32_t mark);

// Instructions. An operand that is an index of 32 bits goes to b and c.

void w_asm_abc(WAssembler *assembler, WOpcode op, uint32_t a, uint32_t b, uint32_t c);
void w_asm_index(WAssembler *assembler, WOpcode op, uint32_t a, uint32_t index);

void w_asm_each(WAssembler *assembler, WOpcode op, uint32_t a, uint32_t list, uint32_t function);

/// A load into a register that must not be written by anyone else: an earlier one, or a new one.
/// `optional`: what is loaded may be missing.
WRegister w_asm_load(WAssembler *assembler, WOpcode op, uint32_t operand, bool optional);
/// The register that holds the load, if there is one.
bool w_asm_find(const WAssembler *assembler, WOpcode op, uint32_t operand, WRegister *found);
/// What is known of the register here.
WKnown w_asm_known(const WAssembler *assembler, WRegister reg);
/// Forget all loads: what they read may have changed.
void w_asm_forget(WAssembler *assembler);

// Control.

WLabel w_asm_label(WAssembler *assembler);
void w_asm_place(WAssembler *assembler, WLabel target);
bool w_asm_is_used(const WAssembler *assembler, WLabel label);
void w_asm_jump(WAssembler *assembler, WLabel label);
/// A fused compare and branch, or JUMP_TRUE and JUMP_FALSE (b is 0).
void w_asm_branch(WAssembler *assembler, WOpcode op, WRegister a, uint32_t b, WLabel label);
void w_asm_branch_constant(WAssembler *assembler, WOpcode op, WRegister a, uint32_t constant,
                           WLabel label);
/// JUMP_KNOWN or JUMP_MISSING; nothing at all, or a plain jump, where it is clear.
void w_asm_branch_known(WAssembler *assembler, bool known, WRegister a, WLabel label);
/// SEND with the label of a suppressed one; W_NONE: it goes on behind.
void w_asm_send(WAssembler *assembler, WRegister first, uint32_t site, WLabel otherwise);

/// Where the engine may begin: nothing is held, no register is set. Returns the instruction. Ends
/// are expected before it.
uint32_t w_asm_entrance(WAssembler *assembler);

#endif
