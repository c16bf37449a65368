// Conditions: a boolean expression becomes fused compares and branches.
//
// Each form is told where to go if it comes out as asked (`sense`), and falls through if not. So
// `and`, `or` and `not` cost no instruction, and what is not needed is not looked at.

#include "compiler/emit/emitter.h"

#include "runtime/base/assert.h"

// How two values are compared; the second row of each pair is the opposite.
typedef enum Relation { R_EQ, R_NE, R_LT, R_GE, R_LE, R_GT } Relation;

static Relation opposite(Relation relation) {
    return (Relation)(relation ^ 1);
}

// The relation of b to a, if a to b is `relation`.
static Relation mirrored(Relation relation) {
    switch (relation) {
    case R_LT: return R_GT;
    case R_GT: return R_LT;
    case R_LE: return R_GE;
    case R_GE: return R_LE;
    default: return relation;
    }
}

static Relation relation_of(WTypedKind kind) {
    switch (kind) {
    case W_TYPED_EQ: return R_EQ;
    case W_TYPED_NE: return R_NE;
    case W_TYPED_LT: return R_LT;
    case W_TYPED_LE: return R_LE;
    case W_TYPED_GT: return R_GT;
    default: W_ASSERT(kind == W_TYPED_GE); return R_GE;
    }
}

// ---- comparisons

static void compare_with_constant(WEmitter *emitter, Relation relation, WRegister a,
                                  const WConstant *constant, WLabel target) {
    static const WOpcode ops[] = {
        [R_EQ] = W_OP_JUMP_EQ_K, [R_NE] = W_OP_JUMP_NE_K, [R_LT] = W_OP_JUMP_LT_K,
        [R_GE] = W_OP_JUMP_GE_K, [R_LE] = W_OP_JUMP_LE_K, [R_GT] = W_OP_JUMP_GT_K,
    };
    WOpcode op = ops[relation];
    if (w_type_kind(constant->type) == W_TYPE_TEXT) {
        op = relation == R_EQ ? W_OP_JUMP_EQ_TEXT_K : W_OP_JUMP_NE_TEXT_K;
    } else if (w_type_kind(constant->type) == W_TYPE_BOOLEAN) {
        bool sense = (relation == R_EQ) == (constant->value != 0);
        w_asm_branch(&emitter->assembler, sense ? W_OP_JUMP_TRUE : W_OP_JUMP_FALSE, a, 0, target);
        return;
    }
    uint32_t row = w_emit_constant(emitter, constant);
    w_asm_branch_constant(&emitter->assembler, op, a, row, target);
}

// There is no "above": it is "below" the other way round.
static void compare_registers(WEmitter *emitter, Relation relation, WTypeKind kind, WRegister a,
                              WRegister b, WLabel target) {
    static const WOpcode ops[][2] = {
        [R_EQ] = {W_OP_JUMP_EQ, W_OP_JUMP_EQ_TEXT},
        [R_NE] = {W_OP_JUMP_NE, W_OP_JUMP_NE_TEXT},
        [R_LT] = {W_OP_JUMP_LT, W_OP_JUMP_LT_TEXT},
        [R_LE] = {W_OP_JUMP_LE, W_OP_JUMP_LE_TEXT},
    };
    if (relation == R_GT || relation == R_GE) {
        WRegister left = a;
        a = b;
        b = left;
        relation = mirrored(relation);
    }
    w_asm_branch(&emitter->assembler, ops[relation][kind == W_TYPE_TEXT], a, b, target);
}

// Texts are compared with a constant for equality only.
static bool fits_constant(Relation relation, const WTyped *typed) {
    if (typed->kind != W_TYPED_CONSTANT) return false;
    return w_type_kind(typed->type) != W_TYPE_TEXT || relation == R_EQ || relation == R_NE;
}

// Compare the value in `a`, which is there, with an expression.
static void compare(WEmitter *emitter, Relation relation, WRegister a, const WTyped *b,
                    WLabel target) {
    if (fits_constant(relation, b)) {
        compare_with_constant(emitter, relation, a, &b->constant, target);
        return;
    }
    WRegister right = w_emit_value(emitter, b);
    compare_registers(emitter, relation, w_type_kind(b->type), a, right, target);
}

// The register of a value that may be missing. If it is, control goes on at `missing`.
static WRegister value_or(WEmitter *emitter, const WTyped *typed, WLabel missing) {
    WRegister a = w_emit_value(emitter, typed);
    if (w_emit_known(emitter, typed) != W_KNOWN_YES) {
        w_asm_branch_known(&emitter->assembler, false, a, missing);
    }
    return a;
}

static void branch_relation(WEmitter *emitter, const WTyped *typed, bool sense, WLabel target) {
    WAssembler *assembler = &emitter->assembler;
    Relation relation = relation_of(typed->kind);
    const WTyped *a = typed->operands[0];
    const WTyped *b = typed->operands[1];
    bool if_missing = typed->kind == W_TYPED_NE;
    if (a->kind == W_TYPED_CONSTANT && b->kind != W_TYPED_CONSTANT) {
        const WTyped *left = a;
        a = b;
        b = left;
        relation = mirrored(relation);
    }
    WLabel behind = w_asm_label(assembler);
    WRegister left = value_or(emitter, a, if_missing == sense ? target : behind);
    compare(emitter, sense ? relation : opposite(relation), left, b, target);
    w_asm_place(assembler, behind);
}

static void branch_between(WEmitter *emitter, const WTyped *typed, bool sense, WLabel target) {
    WAssembler *assembler = &emitter->assembler;
    WLabel outside = sense ? w_asm_label(assembler) : target;
    WRegister a = w_emit_value(emitter, typed->operands[0]);
    compare(emitter, R_LT, a, typed->operands[1], outside);
    if (sense) {
        compare(emitter, R_LE, a, typed->operands[2], target);
        w_asm_place(assembler, outside);
    } else {
        compare(emitter, R_GT, a, typed->operands[2], target);
    }
}

// ---- lists

// A list that is written out is compared one by one.
static void branch_in_items(WEmitter *emitter, WRegister a, const WTyped *list, bool sense,
                            WLabel target) {
    WAssembler *assembler = &emitter->assembler;
    WLabel found = sense ? target : w_asm_label(assembler);
    for (uint32_t i = 0; i < list->count; i++) {
        uint32_t mark = w_asm_mark(assembler);
        bool last = i + 1 == list->count;
        if (last && !sense) {
            compare(emitter, R_NE, a, list->operands[i], target);
        } else {
            compare(emitter, R_EQ, a, list->operands[i], found);
        }
        w_asm_release(assembler, mark);
    }
    if (!sense) w_asm_place(assembler, found);
}

static void branch_in_list(WEmitter *emitter, WRegister a, const WTyped *list, bool sense,
                           WLabel target) {
    WAssembler *assembler = &emitter->assembler;
    WRegister items = w_emit_value(emitter, list);
    WRegister found = w_asm_take(assembler);
    bool of_texts = w_type_element_kind(list->type) == W_TYPE_TEXT;
    w_asm_abc(assembler, of_texts ? W_OP_LIST_HAS_TEXT : W_OP_LIST_HAS, found, items, a);
    w_asm_branch(assembler, sense ? W_OP_JUMP_TRUE : W_OP_JUMP_FALSE, found, 0, target);
}

static void branch_in(WEmitter *emitter, const WTyped *typed, bool sense, WLabel target) {
    WAssembler *assembler = &emitter->assembler;
    const WTyped *list = typed->operands[1];
    if (list->kind == W_TYPED_CONSTANT) { // an empty one
        if (!sense) w_asm_jump(assembler, target);
        return;
    }
    WLabel behind = w_asm_label(assembler);
    WRegister a = value_or(emitter, typed->operands[0], sense ? behind : target);
    if (list->kind == W_TYPED_LIST) {
        branch_in_items(emitter, a, list, sense, target);
    } else {
        branch_in_list(emitter, a, list, sense, target);
    }
    w_asm_place(assembler, behind);
}

// ---- the rest

static void branch_known(WEmitter *emitter, const WTyped *value, bool known, WLabel target) {
    if (w_emit_known(emitter, value) == W_KNOWN_YES) {
        if (known) w_asm_jump(&emitter->assembler, target);
        return;
    }
    WRegister a = w_emit_value(emitter, value);
    w_asm_branch_known(&emitter->assembler, known, a, target);
}

// `and` for sense false, `or` for sense true: any of the two decides.
static void branch_any(WEmitter *emitter, const WTyped *typed, bool sense, WLabel target) {
    w_emit_branch(emitter, typed->operands[0], sense, target);
    w_emit_branch(emitter, typed->operands[1], sense, target);
}

// `and` for sense true, `or` for sense false: both must.
static void branch_both(WEmitter *emitter, const WTyped *typed, bool sense, WLabel target) {
    WLabel behind = w_asm_label(&emitter->assembler);
    w_emit_branch(emitter, typed->operands[0], !sense, behind);
    w_emit_branch(emitter, typed->operands[1], sense, target);
    w_asm_place(&emitter->assembler, behind);
}

static void branch_value(WEmitter *emitter, const WTyped *typed, bool sense, WLabel target) {
    WRegister a = w_emit_value(emitter, typed);
    w_asm_branch(&emitter->assembler, sense ? W_OP_JUMP_TRUE : W_OP_JUMP_FALSE, a, 0, target);
}

static void branch(WEmitter *emitter, const WTyped *typed, bool sense, WLabel target) {
    switch (typed->kind) {
    case W_TYPED_CONSTANT:
        if ((typed->constant.value != 0) == sense) w_asm_jump(&emitter->assembler, target);
        break;
    case W_TYPED_EQ:
    case W_TYPED_NE:
    case W_TYPED_LT:
    case W_TYPED_LE:
    case W_TYPED_GT:
    case W_TYPED_GE: branch_relation(emitter, typed, sense, target); break;
    case W_TYPED_BETWEEN: branch_between(emitter, typed, sense, target); break;
    case W_TYPED_IN: branch_in(emitter, typed, sense, target); break;
    case W_TYPED_KNOWN: branch_known(emitter, typed->operands[0], sense, target); break;
    case W_TYPED_MISSING: branch_known(emitter, typed->operands[0], !sense, target); break;
    case W_TYPED_NOT: w_emit_branch(emitter, typed->operands[0], !sense, target); break;
    case W_TYPED_AND: (sense ? branch_both : branch_any)(emitter, typed, sense, target); break;
    case W_TYPED_OR: (sense ? branch_any : branch_both)(emitter, typed, sense, target); break;
    default: branch_value(emitter, typed, sense, target); break;
    }
}

void w_emit_branch(WEmitter *emitter, const WTyped *typed, bool sense, WLabel target) {
    uint32_t mark = w_asm_mark(&emitter->assembler);
    branch(emitter, typed, sense, target);
    w_asm_release(&emitter->assembler, mark);
}
