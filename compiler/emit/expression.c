// Values: an expression becomes a register.

#include "compiler/emit/emitter.h"

#include "runtime/base/assert.h"
#include "runtime/base/limits.h"
#include "stdlib/native.h"

static const WTyped *operand(const WTyped *typed, uint32_t i) {
    W_ASSERT(i < typed->count);
    return typed->operands[i];
}

// A list or a record: its items first.
static uint32_t compound(WEmitter *emitter, const WConstant *constant) {
    uint32_t *items =
        w_arena_take(&emitter->tables.scratch, (constant->count + 1) * sizeof *items);
    for (uint32_t i = 0; i < constant->count; i++) {
        const WConstant *item = &constant->items[i];
        items[i] = item->type == W_TYPE_NONE ? W_NONE : w_emit_constant(emitter, item);
    }
    return w_tables_compound(&emitter->tables, constant->type, items, constant->count);
}

// A record of nothing but zeros and missing fields. Those of records in it are made once.
static uint32_t zero_record(WEmitter *emitter, WType type) {
    uint32_t *known = &emitter->zero_records[w_type_record(type)];
    if (*known != W_NONE) return *known;
    const WProgramRecord *record = &emitter->program->records[w_type_record(type)];
    WConstant zeros[W_LIMIT_RECORD_FIELDS] = {0};
    for (uint32_t i = 0; i < record->part_count; i++) {
        WType part = record->parts[i].type;
        if (!w_type_optional(part)) zeros[i] = w_typed_zero(part);
    }
    *known =
        compound(emitter, &(WConstant){.type = type, .items = zeros, .count = record->part_count});
    return *known;
}

uint32_t w_emit_constant(WEmitter *emitter, const WConstant *constant) {
    int64_t value = constant->value;
    WTypeKind kind = w_type_kind(constant->type);
    if (kind == W_TYPE_RECORD && constant->count == 0) return zero_record(emitter, constant->type);
    if (kind == W_TYPE_LIST || kind == W_TYPE_RECORD) return compound(emitter, constant);
    if (kind == W_TYPE_TEXT) value = w_tables_text(&emitter->tables, constant->text);
    return w_tables_constant(&emitter->tables, constant->type, value);
}

// ---- loads

static uint32_t event_slot(const WEmitter *emitter, const WTyped *typed) {
    const WProgramField *field = &emitter->program->events[typed->event].fields[typed->index];
    uint32_t slot = emitter->over_history ? field->history_slot : field->slot;
    W_ASSERT(slot != W_NONE);
    return slot;
}

static uint32_t history_use(WEmitter *emitter, const WTyped *typed) {
    if (emitter->program->uses[typed->index].journey != W_NONE) {
        emitter->assembler.uses_journey = true;
    }
    return emitter->use_rows[typed->index];
}

// An expression that is one instruction without operands of its own: it may be held in a register.
static bool is_load(WEmitter *emitter, const WTyped *typed, WOpcode *op, uint32_t *index) {
    *index = 0;
    switch (typed->kind) {
    case W_TYPED_PROFILE: *op = W_OP_LOAD_PROFILE, *index = typed->index; return true;
    case W_TYPED_BEFORE: *op = W_OP_LOAD_BEFORE, *index = typed->index; return true;
    case W_TYPED_EVENT: *op = W_OP_LOAD_EVENT, *index = event_slot(emitter, typed); return true;
    case W_TYPED_EVENT_AT: *op = W_OP_LOAD_EVENT_AT; return true;
    case W_TYPED_VARIABLE: *op = W_OP_LOAD_VARIABLE, *index = typed->index; return true;
    case W_TYPED_ENTRY_AT: *op = W_OP_LOAD_ENTRY_AT; return true;
    case W_TYPED_ENTRIES: *op = W_OP_LOAD_ENTRIES; return true;
    case W_TYPED_VISITS:
        *op = W_OP_LOAD_VISITS, *index = emitter->first_stage + typed->index;
        return true;
    case W_TYPED_NOW: *op = W_OP_LOAD_NOW; return true;
    case W_TYPED_CUSTOMER: *op = W_OP_LOAD_CUSTOMER; return true;
    case W_TYPED_HISTORY: *op = W_OP_HISTORY, *index = history_use(emitter, typed); return true;
    case W_TYPED_INSIDE: *op = W_OP_INSIDE, *index = typed->index; return true;
    case W_TYPED_ELEMENT: *op = W_OP_LOAD_ELEMENT, *index = typed->index << 16; return true;
    case W_TYPED_PARAM: *op = W_OP_LOAD_PARAM, *index = typed->index; return true;
    case W_TYPED_SEGMENT:
        *op = W_OP_CALL, *index = emitter->segment_functions[typed->index];
        return true;
    default: return false;
    }
}

// ---- operations

// The operands in neighbouring registers; the first of them.
static WRegister row_of(WEmitter *emitter, const WTyped *typed) {
    WAssembler *assembler = &emitter->assembler;
    WRegister first = 0;
    for (uint32_t i = 0; i < typed->count; i++) {
        WRegister reg = w_asm_take(assembler);
        if (i == 0) first = reg;
        w_emit_value_to(emitter, typed->operands[i], reg);
    }
    return first;
}

// The value where it is held, or else in `spare`, a temporary that nothing reads before.
static WRegister value_in(WEmitter *emitter, const WTyped *typed, WRegister spare) {
    WOpcode op;
    uint32_t index;
    if (is_load(emitter, typed, &op, &index)) return w_emit_value(emitter, typed);
    w_emit_value_to(emitter, typed, spare);
    return spare;
}

static void unary(WEmitter *emitter, WOpcode op, const WTyped *typed, WRegister target) {
    WRegister a = value_in(emitter, operand(typed, 0), target);
    w_asm_abc(&emitter->assembler, op, target, a, 0);
}

static void binary(WEmitter *emitter, WOpcode op, const WTyped *typed, WRegister target) {
    WRegister a = value_in(emitter, operand(typed, 0), target);
    WRegister b = w_emit_value(emitter, operand(typed, 1));
    w_asm_abc(&emitter->assembler, op, target, a, b);
}

// A datetime moves by instructions of its own, which stop at the ends of the calendar.
static void add(WEmitter *emitter, const WTyped *typed, WRegister target) {
    bool adds = typed->kind == W_TYPED_ADD;
    if (typed->type == W_TYPE_DATETIME) {
        binary(emitter, adds ? W_OP_LATER : W_OP_EARLIER, typed, target);
    } else {
        binary(emitter, adds ? W_OP_ADD : W_OP_SUBTRACT, typed, target);
    }
}

static void enum_text(WEmitter *emitter, const WTyped *typed, WRegister target) {
    WRegister a = value_in(emitter, operand(typed, 0), target);
    w_asm_abc(&emitter->assembler, W_OP_ENUM_TO_TEXT, target, a,
              w_type_enum(operand(typed, 0)->type));
}

static void matches(WEmitter *emitter, const WTyped *typed, WRegister target) {
    WRegister a = value_in(emitter, operand(typed, 0), target);
    uint32_t pattern = w_tables_pattern(&emitter->tables, typed->constant.text);
    if (pattern > UINT16_MAX) {
        emitter->assembler.too_large = true;
        return;
    }
    w_asm_abc(&emitter->assembler, W_OP_MATCHES, target, a, pattern);
}

static void native(WEmitter *emitter, const WTyped *typed, WRegister target) {
    WRegister first = row_of(emitter, typed);
    w_asm_abc(&emitter->assembler, W_OP_NATIVE, target, typed->index, first);
}

static void gather(WEmitter *emitter, WOpcode op, const WTyped *typed, WRegister target) {
    if (typed->count > W_LIMIT_REGISTERS) {
        emitter->assembler.too_large = true;
        return;
    }
    WRegister first = row_of(emitter, typed);
    w_asm_abc(&emitter->assembler, op, target, first, typed->count);
}

static void constant_to(WEmitter *emitter, const WConstant *constant, WRegister target) {
    uint32_t row = w_emit_constant(emitter, constant);
    w_asm_index(&emitter->assembler, W_OP_LOAD_CONSTANT, target, row);
}

WKnown w_emit_known(WEmitter *emitter, const WTyped *typed) {
    WOpcode op;
    uint32_t index;
    WRegister reg;
    if (!w_type_optional(typed->type)) return W_KNOWN_YES;
    if (typed->kind == W_TYPED_OTHERWISE) {
        WKnown first = w_emit_known(emitter, operand(typed, 0));
        if (first == W_KNOWN_YES) return W_KNOWN_YES;
        WKnown second = w_emit_known(emitter, operand(typed, 1));
        return first == W_KNOWN_NO || second == W_KNOWN_YES ? second : W_KNOWN_OPEN;
    }
    if (!is_load(emitter, typed, &op, &index)) return W_KNOWN_OPEN;
    if (!w_asm_find(&emitter->assembler, op, index, &reg)) return W_KNOWN_OPEN;
    return w_asm_known(&emitter->assembler, reg);
}

// `a otherwise b`: b is looked at only if a is missing.
static void otherwise(WEmitter *emitter, const WTyped *typed, WRegister target) {
    WAssembler *assembler = &emitter->assembler;
    WKnown known = w_emit_known(emitter, operand(typed, 0));
    WLabel done = w_asm_label(assembler);
    if (known != W_KNOWN_NO) w_emit_value_to(emitter, operand(typed, 0), target);
    if (known == W_KNOWN_YES) return;
    if (known == W_KNOWN_OPEN) w_asm_branch_known(assembler, true, target, done);
    w_emit_value_to(emitter, operand(typed, 1), target);
    w_asm_place(assembler, done);
}

// Code that does not see any more why the value is there gets the type's zero in place of nothing.
static void sure(WEmitter *emitter, const WTyped *typed, WRegister target) {
    WTyped zero = {.kind = W_TYPED_CONSTANT, .type = w_type_required(typed->type)};
    zero.constant = w_typed_zero(zero.type);
    WTyped *operands[] = {typed->operands[0], &zero};
    WTyped instead = {
        .kind = W_TYPED_OTHERWISE, .type = zero.type, .operands = operands, .count = 2};
    otherwise(emitter, &instead, target);
}

static void part(WEmitter *emitter, const WTyped *typed, WRegister target) {
    WRegister a = value_in(emitter, operand(typed, 0), target);
    w_asm_abc(&emitter->assembler, W_OP_LOAD_PART, target, a, typed->index);
}

static void record(WEmitter *emitter, const WTyped *typed, WRegister target) {
    WRegister first = row_of(emitter, typed);
    w_asm_abc(&emitter->assembler, W_OP_RECORD, target, first, w_type_record(typed->type));
}

// The constant says the type.
static void nothing(WEmitter *emitter, const WTyped *typed, WRegister target) {
    WConstant zero = w_typed_zero(typed->type);
    uint32_t row = w_emit_constant(emitter, &zero);
    w_asm_index(&emitter->assembler, W_OP_LOAD_NOTHING, target, row);
}

// The element function was made before (w_emit_needs).
static void each(WEmitter *emitter, WOpcode op, const WTyped *typed, WRegister target) {
    WAssembler *assembler = &emitter->assembler;
    WRegister list = value_in(emitter, operand(typed, 0), target);
    uint32_t function = w_emit_element_function(emitter, typed);
    const WFunctionRow *row = &emitter->tables.functions[function];
    assembler->uses_event |= row->event != W_NONE;
    assembler->uses_before |= (row->flags & W_FUNCTION_ON_CHANGE) != 0;
    assembler->uses_journey |= row->journey != W_NONE;
    assembler->uses_message |= row->message != W_NONE;
    w_asm_each(assembler, op, target, list, function);
}

// One of two values, as the condition says.
static void either(WEmitter *emitter, const WTyped *typed, WRegister target) {
    WAssembler *assembler = &emitter->assembler;
    WLabel no = w_asm_label(assembler), done = w_asm_label(assembler);
    w_emit_branch(emitter, operand(typed, 0), false, no);
    w_emit_value_to(emitter, operand(typed, 1), target);
    w_asm_jump(assembler, done);
    w_asm_place(assembler, no);
    w_emit_value_to(emitter, operand(typed, 2), target);
    w_asm_place(assembler, done);
}

// A condition as a value.
static void truth(WEmitter *emitter, const WTyped *typed, WRegister target) {
    WAssembler *assembler = &emitter->assembler;
    WLabel done = w_asm_label(assembler);
    WConstant yes = {.type = W_TYPE_BOOLEAN, .value = 1};
    WConstant no = {.type = W_TYPE_BOOLEAN, .value = 0};
    constant_to(emitter, &no, target);
    w_emit_branch(emitter, typed, false, done);
    constant_to(emitter, &yes, target);
    w_asm_place(assembler, done);
}

static void operation_to(WEmitter *emitter, const WTyped *typed, WRegister target) {
    switch (typed->kind) {
    case W_TYPED_CONSTANT: constant_to(emitter, &typed->constant, target); break;
    case W_TYPED_NATIVE: native(emitter, typed, target); break;
    case W_TYPED_LIST: gather(emitter, W_OP_LIST, typed, target); break;
    case W_TYPED_CONCAT: gather(emitter, W_OP_CONCAT, typed, target); break;
    case W_TYPED_TO_NUMBER: unary(emitter, W_OP_INTEGER_TO_NUMBER, typed, target); break;
    case W_TYPED_ENUM_TEXT: enum_text(emitter, typed, target); break;
    case W_TYPED_ADD:
    case W_TYPED_SUBTRACT: add(emitter, typed, target); break;
    case W_TYPED_MULTIPLY: binary(emitter, W_OP_MULTIPLY, typed, target); break;
    case W_TYPED_MULTIPLY_NUMBER: binary(emitter, W_OP_MULTIPLY_NUMBER, typed, target); break;
    case W_TYPED_DIVIDE: binary(emitter, W_OP_DIVIDE, typed, target); break;
    case W_TYPED_NEGATE: unary(emitter, W_OP_NEGATE, typed, target); break;
    case W_TYPED_OTHERWISE: otherwise(emitter, typed, target); break;
    case W_TYPED_SURE: sure(emitter, typed, target); break;
    case W_TYPED_CONTAINS: binary(emitter, W_OP_CONTAINS, typed, target); break;
    case W_TYPED_STARTS_WITH: binary(emitter, W_OP_STARTS_WITH, typed, target); break;
    case W_TYPED_ENDS_WITH: binary(emitter, W_OP_ENDS_WITH, typed, target); break;
    case W_TYPED_MATCHES: matches(emitter, typed, target); break;
    case W_TYPED_EACH_ANY: each(emitter, W_OP_EACH_ANY, typed, target); break;
    case W_TYPED_EACH_ALL: each(emitter, W_OP_EACH_ALL, typed, target); break;
    case W_TYPED_EACH_COUNT: each(emitter, W_OP_EACH_COUNT, typed, target); break;
    case W_TYPED_EACH_LIST: each(emitter, W_OP_EACH_LIST, typed, target); break;
    case W_TYPED_EACH_JOIN: each(emitter, W_OP_EACH_JOIN, typed, target); break;
    case W_TYPED_IF: either(emitter, typed, target); break;
    case W_TYPED_EACH_SUM: each(emitter, W_OP_EACH_SUM, typed, target); break;
    case W_TYPED_PART: part(emitter, typed, target); break;
    case W_TYPED_RECORD: record(emitter, typed, target); break;
    case W_TYPED_NOTHING: nothing(emitter, typed, target); break;
    case W_TYPED_NEXT_CLOCK: unary(emitter, W_OP_NEXT_CLOCK, typed, target); break;
    default: truth(emitter, typed, target); break;
    }
}

void w_emit_value_to(WEmitter *emitter, const WTyped *typed, WRegister target) {
    WAssembler *assembler = &emitter->assembler;
    WOpcode op;
    uint32_t index;
    WRegister held;
    if (!is_load(emitter, typed, &op, &index)) {
        uint32_t mark = w_asm_mark(assembler);
        operation_to(emitter, typed, target);
        w_asm_release(assembler, mark);
    } else if (w_asm_find(assembler, op, index, &held)) {
        w_asm_abc(assembler, W_OP_MOVE, target, held, 0);
    } else {
        w_asm_index(assembler, op, target, index);
    }
}

WRegister w_emit_value(WEmitter *emitter, const WTyped *typed) {
    WOpcode op;
    uint32_t index;
    if (typed->kind == W_TYPED_SURE && w_emit_known(emitter, operand(typed, 0)) == W_KNOWN_YES) {
        return w_emit_value(emitter, operand(typed, 0));
    }
    if (is_load(emitter, typed, &op, &index)) {
        return w_asm_load(&emitter->assembler, op, index, w_type_optional(typed->type));
    }
    WRegister target = w_asm_take(&emitter->assembler);
    w_emit_value_to(emitter, typed, target);
    return target;
}
