// Functions: pieces of code that a row of the bundle names.

#include "compiler/emit/emitter.h"

#include "runtime/base/assert.h"

// ---------------------------------------------------------------------------- what is called

void w_emit_need_segment(WEmitter *emitter, uint32_t segment) {
    uint32_t *function = &emitter->segment_functions[segment];
    if (*function != W_NONE) return;
    WReads nothing = {W_NONE, W_NONE, 0};
    *function = w_emit_condition(emitter, emitter->program->segments[segment].when, nothing);
}

static void need_use(WEmitter *emitter, uint32_t use) {
    if (emitter->uses_done[use]) return;
    emitter->uses_done[use] = true;
    const WProgramUse *row = &emitter->program->uses[use];
    WReads reads = {row->event, row->journey, W_FUNCTION_OVER_HISTORY};
    uint32_t where = w_emit_condition(emitter, row->where, reads);
    emitter->tables.uses[use].where_function = where;
}

void w_emit_needs(WEmitter *emitter, const WTyped *typed) {
    if (typed == NULL) return;
    if (typed->kind == W_TYPED_SEGMENT) w_emit_need_segment(emitter, typed->index);
    if (typed->kind == W_TYPED_HISTORY) need_use(emitter, typed->index);
    for (uint32_t i = 0; i < typed->count; i++)
        w_emit_needs(emitter, typed->operands[i]);
}

// ---------------------------------------------------------------------------- functions

static void begin(WEmitter *emitter, WFunctionKind kind, WReads reads, WType result) {
    WFunctionRow row = {
        .kind = (uint32_t)kind,
        .flags = reads.flags,
        .result_type = result,
        .event = reads.event,
        .journey = reads.journey,
        .outer_function = W_NONE,
    };
    emitter->over_history = (reads.flags & W_FUNCTION_OVER_HISTORY) != 0;
    w_asm_begin(&emitter->assembler, row);
}

uint32_t w_emit_end(WEmitter *emitter, WSpan span) {
    uint32_t row = w_asm_end(&emitter->assembler);
    if (!emitter->assembler.too_large) return row;
    emitter->failed = true;
    WFinding *finding = w_finding_add(emitter->findings, W_E_CODE_TOO_LARGE, span,
                                      "this makes more code than fits in one piece");
    w_finding_why(finding, "one piece of code has at most %d instructions and %d registers",
                  W_LIMIT_FUNCTION_CODE, W_LIMIT_REGISTERS);
    w_finding_fix(finding,
                  "divide it: name a part of a condition as a segment, or divide a journey");
    // The row is never run, but later ones may name it.
    w_add_functions(&emitter->tables, emitter->assembler.row);
    return row;
}

uint32_t w_emit_condition(WEmitter *emitter, const WTyped *typed, WReads reads) {
    if (typed == NULL) return W_NONE;
    w_emit_needs(emitter, typed);
    begin(emitter, W_FUNCTION_CONDITION, reads, 0);
    WAssembler *assembler = &emitter->assembler;
    WLabel no = w_asm_label(assembler);
    w_emit_branch(emitter, typed, false, no);
    w_asm_abc(assembler, W_OP_RETURN_TRUE, 0, 0, 0);
    w_asm_place(assembler, no);
    w_asm_abc(assembler, W_OP_RETURN_FALSE, 0, 0, 0);
    return w_emit_end(emitter, typed->span);
}

uint32_t w_emit_value_function(WEmitter *emitter, const WTyped *typed, WReads reads) {
    w_emit_needs(emitter, typed);
    begin(emitter, W_FUNCTION_VALUE, reads, typed->type);
    WRegister value = w_emit_value(emitter, typed);
    w_asm_abc(&emitter->assembler, W_OP_RETURN, value, 0, 0);
    return w_emit_end(emitter, typed->span);
}

uint32_t w_emit_setter(WEmitter *emitter, const WProgramEvent *event, uint32_t event_row) {
    if (event->setter_count == 0) return W_NONE;
    for (uint32_t i = 0; i < event->setter_count; i++)
        w_emit_needs(emitter, event->setters[i].value);
    WAssembler *assembler = &emitter->assembler;
    begin(emitter, W_FUNCTION_SETTER, (WReads){event_row, W_NONE, 0}, 0);
    for (uint32_t i = 0; i < event->setter_count; i++) {
        const WProgramSetter *line = &event->setters[i];
        uint32_t mark = w_asm_mark(assembler);
        WRegister value = w_emit_value(emitter, line->value);
        w_asm_abc(assembler, W_OP_SET_PROFILE, value, line->slot, 0);
        w_asm_release(assembler, mark);
        w_asm_forget(assembler);
    }
    w_asm_abc(assembler, W_OP_RETURN_NONE, 0, 0, 0);
    return w_emit_end(emitter, event->span);
}
