// Functions: pieces of code that a row of the bundle names.

#include "compiler/emit/emitter.h"

#include "runtime/base/alloc.h"
#include "runtime/base/assert.h"

static void need_elements(WEmitter *emitter, const WTyped *typed, WReads reads);

// ---- what is called

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
    uint32_t flags = W_FUNCTION_OVER_HISTORY;
    if (row->at_entry) flags |= W_FUNCTION_AT_ENTRY;
    WReads reads = {row->event, row->journey, flags};
    uint32_t where = w_emit_condition(emitter, row->where, reads);
    emitter->tables.uses[use].where_function = where;
}

// Segments and history questions stand in functions of their own; elements are not made here.
static void need_called(WEmitter *emitter, const WTyped *typed) {
    if (typed->kind == W_TYPED_SEGMENT) w_emit_need_segment(emitter, typed->index);
    bool is_question =
        typed->kind == W_TYPED_HISTORY &&
        emitter->program->uses[typed->index].loop == 0; // else it is made inside
    if (is_question) need_use(emitter, typed->index);
    for (uint32_t i = 0; i < typed->count; i++)
        need_called(emitter, typed->operands[i]);
}

void w_emit_needs(WEmitter *emitter, const WTyped *typed, WReads reads) {
    if (typed == NULL) return;
    need_called(emitter, typed);
    need_elements(emitter, typed, reads);
}

// ---- functions

static void begin(WEmitter *emitter, WFunctionKind kind, WReads reads, WType result) {
    WFunctionRow row = {
        .kind = (uint32_t)kind,
        .flags = reads.flags,
        .result_type = result,
        .event = reads.event,
        .journey = reads.journey,
        .message = emitter->message,
        .outer_function = W_NONE,
    };
    emitter->over_history = (reads.flags & W_FUNCTION_OVER_HISTORY) != 0;
    w_asm_begin(&emitter->assembler, row);
}

static void too_large(WEmitter *emitter, WSpan span) {
    WFinding *finding = w_finding_add(emitter->findings, W_E_CODE_TOO_LARGE, span,
                                      "this makes more code than fits in one piece");
    w_finding_why(finding, "one piece of code has at most %d instructions and %d registers",
                  W_LIMIT_FUNCTION_CODE, W_LIMIT_REGISTERS);
    w_finding_fix(finding, "name a part of the condition as a segment, or divide the journey");
}

static void too_deep(WEmitter *emitter, WSpan span) {
    WFinding *finding = w_finding_add(emitter->findings, W_E_CODE_TOO_DEEP, span,
                                      "this leads through too many conditions in a row");
    w_finding_why(finding,
                  "segments, questions to the history and loops over lists that ask one another "
                  "may be %d deep",
                  W_LIMIT_CALL_DEPTH - 1);
    w_finding_fix(finding, "write one of the segments out in the condition that uses it");
}

uint32_t w_emit_end(WEmitter *emitter, WSpan span) {
    uint32_t row = w_asm_end(&emitter->assembler);
    bool large = emitter->assembler.too_large, deep = emitter->assembler.too_deep;
    if (large) too_large(emitter, span);
    if (deep && !large) too_deep(emitter, span);
    emitter->failed |= large || deep;
    return row;
}

// The code of a condition, returns included.
static void condition_code(WEmitter *emitter, const WTyped *typed) {
    WAssembler *assembler = &emitter->assembler;
    WLabel no = w_asm_label(assembler);
    w_emit_branch(emitter, typed, false, no);
    w_asm_abc(assembler, W_OP_RETURN_TRUE, 0, 0, 0);
    w_asm_place(assembler, no);
    w_asm_abc(assembler, W_OP_RETURN_FALSE, 0, 0, 0);
}

static void value_code(WEmitter *emitter, const WTyped *typed) {
    WRegister value = w_emit_value(emitter, typed);
    w_asm_abc(&emitter->assembler, W_OP_RETURN, value, 0, 0);
}

uint32_t w_emit_condition(WEmitter *emitter, const WTyped *typed, WReads reads) {
    if (typed == NULL) return W_NONE;
    w_emit_needs(emitter, typed, reads);
    begin(emitter, W_FUNCTION_CONDITION, reads, 0);
    condition_code(emitter, typed);
    return w_emit_end(emitter, typed->span);
}

uint32_t w_emit_value_function(WEmitter *emitter, const WTyped *typed, WReads reads) {
    w_emit_needs(emitter, typed, reads);
    begin(emitter, W_FUNCTION_VALUE, reads, typed->type);
    value_code(emitter, typed);
    return w_emit_end(emitter, typed->span);
}

uint32_t w_emit_setter(WEmitter *emitter, const WProgramEvent *event, uint32_t event_row) {
    if (event->setter_count == 0) return W_NONE;
    WReads reads = {event_row, W_NONE, 0};
    for (uint32_t i = 0; i < event->setter_count; i++)
        w_emit_needs(emitter, event->setters[i].value, reads);
    WAssembler *assembler = &emitter->assembler;
    begin(emitter, W_FUNCTION_SETTER, reads, 0);
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

// ---- elements

// What an element gives: of one for which the condition does not hold, nothing is added to a sum,
// and it is missing in a list.
static void give_code(WEmitter *emitter, const WTyped *each) {
    WAssembler *assembler = &emitter->assembler;
    WLabel no = w_asm_label(assembler);
    WType type = w_type_required(each->operands[1]->type);
    WTyped nothing = {.kind = W_TYPED_CONSTANT, .type = type, .constant = w_typed_zero(type)};
    if (each->kind == W_TYPED_EACH_LIST) nothing.kind = W_TYPED_NOTHING;
    if (each->count > 2) w_emit_branch(emitter, each->operands[2], false, no);
    value_code(emitter, each->operands[1]);
    w_asm_place(assembler, no);
    value_code(emitter, &nothing);
}

// The element functions inside this one were made before it and learn its row now.
static void be_outer(WEmitter *emitter, size_t first, uint32_t row) {
    for (size_t i = first; i < emitter->elements_count; i++) {
        const WElement *inner = &emitter->elements[i];
        if (inner->depth != emitter->loops + 1) continue;
        emitter->tables.functions[inner->function].outer_function = row;
    }
}

static void add_element(WEmitter *emitter, const WTyped *each, uint32_t function) {
    emitter->elements = w_grow(emitter->elements, &emitter->elements_room,
                               emitter->elements_count + 1, sizeof *emitter->elements);
    emitter->elements[emitter->elements_count++] = (WElement){each, function, emitter->loops};
}

static void make_element(WEmitter *emitter, const WTyped *each, WReads reads) {
    size_t first = emitter->elements_count;
    emitter->loops++;
    for (uint32_t i = 1; i < each->count; i++)
        need_elements(emitter, each->operands[i], reads);
    emitter->loops--;
    bool lists = each->kind == W_TYPED_EACH_LIST;
    bool sums = each->kind == W_TYPED_EACH_SUM || each->kind == W_TYPED_EACH_JOIN;
    WType type = sums || lists ? each->operands[1]->type : 0;
    if (lists && each->count > 2) type |= W_TYPE_OPTIONAL;
    begin(emitter, sums || lists ? W_FUNCTION_VALUE : W_FUNCTION_CONDITION, reads, type);
    WFunctionRow *row = &emitter->assembler.row;
    row->element_type = w_type_element(each->operands[0]->type);
    row->outer_function = emitter->loops > 0 ? 0 : W_NONE;
    if (sums || lists) {
        give_code(emitter, each);
    } else {
        condition_code(emitter, each->operands[1]);
    }
    uint32_t function = w_emit_end(emitter, each->span);
    be_outer(emitter, first, function);
    add_element(emitter, each, function);
}

// A question that reads the element of the loop it stands in: its condition belongs inside the
// element function. Where that is made again, the question has another row.
static void make_inner_use(WEmitter *emitter, uint32_t use) {
    const WProgramUse *row = &emitter->program->uses[use];
    WUseRow *rows = emitter->tables.uses;
    if (emitter->uses_done[use])
        emitter->use_rows[use] = w_add_uses(&emitter->tables, rows[emitter->use_rows[use]]);
    emitter->uses_done[use] = true;
    size_t first = emitter->elements_count;
    WReads reads = {row->event, row->journey, W_FUNCTION_OVER_HISTORY};
    if (row->at_entry) reads.flags |= W_FUNCTION_AT_ENTRY;
    need_called(emitter, row->where);
    emitter->loops++;
    need_elements(emitter, row->where, reads);
    emitter->loops--;
    begin(emitter, W_FUNCTION_CONDITION, reads, 0);
    emitter->assembler.row.outer_function = 0;
    condition_code(emitter, row->where);
    uint32_t function = w_emit_end(emitter, row->span);
    emitter->tables.uses[emitter->use_rows[use]].where_function = function;
    be_outer(emitter, first, function);
    add_element(emitter, NULL, function);
}

static void need_elements(WEmitter *emitter, const WTyped *typed, WReads reads) {
    bool is_each = w_typed_is_each(typed->kind);
    uint32_t own = is_each ? 1 : typed->count; // the list is looked at here, the rest for each
    for (uint32_t i = 0; i < own; i++)
        need_elements(emitter, typed->operands[i], reads);
    if (is_each) make_element(emitter, typed, reads);
    bool is_inner =
        typed->kind == W_TYPED_HISTORY && emitter->program->uses[typed->index].loop != 0;
    if (is_inner) make_inner_use(emitter, typed->index);
}

uint32_t w_emit_element_function(const WEmitter *emitter, const WTyped *each) {
    for (size_t i = emitter->elements_count; i-- > 0;) {
        if (emitter->elements[i].each == each) return emitter->elements[i].function;
    }
    W_ASSERT(false);
    return W_NONE;
}
