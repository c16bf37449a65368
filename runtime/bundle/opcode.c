// The rows of grammar/opcodes.def as a table, and what a piece of code costs.
#include "runtime/bundle/opcode.h"

#include "runtime/base/alloc.h"
#include "runtime/base/assert.h"
#include "runtime/base/limits.h"

#include <string.h>

// The words of the table's trait column.
#define PURE W_OP_IS_PURE
#define FLOW W_OP_IS_FLOW
#define SETS W_OP_IS_SETS
#define ENDS W_OP_IS_ENDS
#define CONDITION W_OP_IS_CONDITION
#define VALUE W_OP_IS_VALUE
#define SETTER W_OP_IS_SETTER

#define OPCODE(code, NAME, operands, traits, summary) [code] = {#NAME, operands, summary, traits},
const WOpcodeRow w_opcodes[256] = {
#include "grammar/opcodes.def"
};
#undef OPCODE

// Rows are used in place: they must be as packed as the bytes.
_Static_assert(sizeof(WBundleHeader) == 56 && sizeof(WSectionRow) == 24, "");
_Static_assert(sizeof(WInstruction) == 8 && sizeof(WFunctionRow) == 48, "");
_Static_assert(sizeof(WLimitRow) == 56 && sizeof(WJourneyRow) == 168, "");
_Static_assert(sizeof(WGoalRow) == 24 && sizeof(WUseRow) == 40 && sizeof(WSentRow) == 32, "");
_Static_assert(sizeof(WMessageRow) == 48 && sizeof(WContentRow) == 20, "");
_Static_assert(sizeof(WEventRow) == 40 && sizeof(WProjectRow) == 32, "");

bool w_instruction_jumps(WInstruction at) {
    if (at.op == W_OP_SEND && at.d == 0) return false;
    const char *operands = w_opcodes[at.op].operands;
    return operands != NULL && strchr(operands, 'j') != NULL;
}

static uint32_t add(uint32_t a, uint64_t b) {
    return b > UINT32_MAX - a ? UINT32_MAX : a + (uint32_t)b;
}

static uint32_t own_cost(WInstruction at, const WFunctionRow *functions, const WUseRow *uses) {
    switch (at.op) {
    case W_OP_CALL: return add(1, functions[w_instruction_index(at)].cost);
    case W_OP_EACH_ANY:
    case W_OP_EACH_ALL:
    case W_OP_EACH_COUNT:
    case W_OP_EACH_SUM:
    case W_OP_EACH_LIST:
    case W_OP_EACH_JOIN: {
        uint64_t cost = functions[w_instruction_element_function(at)].cost;
        return add(1, cost * W_LIMIT_LIST_ITEMS);
    }
    case W_OP_HISTORY: {
        uint32_t where = uses[w_instruction_index(at)].where_function;
        uint64_t cost = where == W_NONE ? 1 : functions[where].cost;
        return add(1, cost * W_LIMIT_HISTORY_ENTRIES);
    }
    default: return 1;
    }
}

// From the end to the start: jumps only go ahead, so what lies behind an instruction is known.
uint32_t w_function_cost(const WInstruction *code, uint32_t count, const WFunctionRow *functions,
                         const WUseRow *uses) {
    uint32_t *from = w_alloc((count + 1) * sizeof *from);
    uint32_t longest = 0;
    for (uint32_t i = count; i-- > 0;) {
        bool ends = (w_opcodes[code[i].op].traits & W_OP_IS_ENDS) || code[i].op == W_OP_JUMP;
        uint32_t rest = ends ? 0 : from[i + 1];
        if (w_instruction_jumps(code[i])) {
            W_ASSERT(code[i].d > i && code[i].d <= count);
            if (from[code[i].d] > rest) rest = from[code[i].d];
        }
        from[i] = add(own_cost(code[i], functions, uses), rest);
        if (from[i] > longest) longest = from[i];
    }
    w_free(from);
    return longest;
}
