// Flow: the stages of a journey as one function.
//
// The engine enters it where a stage begins, where an arm acts and where the time of a wait is
// over; nothing is in a register there. A wait ends the run; behind it lie its arms, then what
// runs when the time is over, then what follows the wait. So control only goes ahead.

#include "compiler/emit/emitter.h"

#include "runtime/base/assert.h"

static void block(WEmitter *emitter, const WFlow *flow, const WAct *act);

// Enter one of the arms, which are rows in the order of the program's arms.
static void arms(WEmitter *emitter, const WFlow *flow, const WProgramArm *arms_of, uint32_t count,
                 uint32_t first_row, WLabel follow) {
    WAssembler *assembler = &emitter->assembler;
    for (uint32_t i = 0; i < count; i++) {
        emitter->tables.arms[first_row + i].start = w_asm_entrance(assembler);
        w_emit_mark(emitter, flow, W_MARK_ARM, arms_of[i].span, NULL);
        block(emitter, flow, arms_of[i].body);
        if (follow == W_NONE) {
            w_asm_abc(assembler, W_OP_RESUME, 0, 0, 0);
        } else {
            w_asm_jump(assembler, follow);
        }
    }
}

static void park(WEmitter *emitter, const WAct *act, uint32_t point) {
    WAssembler *assembler = &emitter->assembler;
    switch (emitter->tables.points[point].kind) {
    case W_POINT_FOR:
        w_asm_index(assembler, W_OP_WAIT_FOR, w_emit_value(emitter, act->value), point);
        break;
    case W_POINT_UNTIL:
        w_asm_index(assembler, W_OP_WAIT_UNTIL, w_emit_value(emitter, act->value), point);
        break;
    default: w_asm_index(assembler, W_OP_WAIT_EVER, 0, point); break;
    }
}

static void wait(WEmitter *emitter, const WFlow *flow, const WAct *act) {
    WAssembler *assembler = &emitter->assembler;
    uint32_t point = flow->first_point + act->index;
    WLabel follow = w_asm_label(assembler);
    park(emitter, act, point);
    arms(emitter, flow, act->arms, act->arm_count, emitter->tables.points[point].first_arm,
         follow);
    if (act->otherwise != NULL) {
        emitter->tables.points[point].after = w_asm_entrance(assembler);
        w_emit_mark(emitter, flow, W_MARK_ARM_ELSE, act->span, act->otherwise);
        block(emitter, flow, act->otherwise);
        w_asm_place(assembler, follow);
    } else if (emitter->tables.points[point].kind == W_POINT_EVER) {
        w_asm_place(assembler, follow);
    } else {
        w_asm_place(assembler, follow);
        emitter->tables.points[point].after = w_asm_entrance(assembler);
    }
}

// A send that may wait is entered behind it as a wait is.
static void enter_behind(WEmitter *emitter, uint32_t site, bool is_otherwise) {
    uint32_t point = emitter->tables.sites[site].point;
    if (point == W_NONE) return;
    uint32_t at = w_asm_entrance(&emitter->assembler);
    emitter->tables.points[point].otherwise = at;
    if (!is_otherwise) emitter->tables.points[point].after = at;
}

// Params stand in neighbouring registers, an address of its own behind them.
static void send(WEmitter *emitter, const WFlow *flow, const WAct *act) {
    WAssembler *assembler = &emitter->assembler;
    const WProgramSite *site = &flow->journey->sites[act->index];
    uint32_t count = emitter->program->messages[site->message].param_count;
    uint32_t first = w_asm_mark(assembler);
    bool none = count == 0 && act->value == NULL;
    for (uint32_t i = 0; i < count; i++)
        w_emit_value_to(emitter, act->params[i], w_asm_take(assembler));
    if (act->value != NULL) w_emit_value_to(emitter, act->value, w_asm_take(assembler));
    WLabel suppressed = act->otherwise == NULL ? W_NONE : w_asm_label(assembler);
    w_asm_send(assembler, (WRegister)(none ? 0 : first), flow->first_site + act->index,
               suppressed);
    enter_behind(emitter, flow->first_site + act->index, false);
    if (act->otherwise == NULL) return;
    WLabel follow = w_asm_label(assembler);
    w_asm_jump(assembler, follow);
    w_asm_place(assembler, suppressed);
    enter_behind(emitter, flow->first_site + act->index, true);
    w_emit_mark(emitter, flow, W_MARK_BRANCH_ELSE, act->span, act->otherwise);
    block(emitter, flow, act->otherwise);
    w_asm_place(assembler, follow);
}

// A branch that is taken or not as `sense` says, which only the machine finds out: waits and sends
// must be reachable, also where a condition can be decided beforehand.
static void branch_blindly(WEmitter *emitter, bool sense, WLabel target) {
    WTyped yes = {.kind = W_TYPED_CONSTANT, .type = W_TYPE_BOOLEAN};
    yes.constant = (WConstant){.type = W_TYPE_BOOLEAN, .value = 1};
    WRegister reg = w_emit_value(emitter, &yes);
    w_asm_branch(&emitter->assembler, sense ? W_OP_JUMP_TRUE : W_OP_JUMP_FALSE, reg, 0, target);
}

// The branch to what is done if the condition does not hold; its label.
static WLabel branch_off(WEmitter *emitter, const WAct *act) {
    WAssembler *assembler = &emitter->assembler;
    WLabel otherwise = w_asm_label(assembler);
    w_emit_branch(emitter, act->value, false, otherwise);
    if (!assembler->reachable) { // it never holds
        w_asm_place(assembler, otherwise);
        otherwise = w_asm_label(assembler);
        branch_blindly(emitter, true, otherwise);
    } else if (!w_asm_is_used(assembler, otherwise)) { // it always holds
        branch_blindly(emitter, false, otherwise);
    }
    return otherwise;
}

static void decide(WEmitter *emitter, const WFlow *flow, const WAct *act) {
    WAssembler *assembler = &emitter->assembler;
    WLabel otherwise = branch_off(emitter, act);
    w_emit_mark(emitter, flow, W_MARK_BRANCH, act->span, NULL);
    block(emitter, flow, act->body);
    if (act->otherwise == NULL && emitter->marks == NULL) {
        w_asm_place(assembler, otherwise);
        return;
    }
    WLabel follow = w_asm_label(assembler);
    w_asm_jump(assembler, follow);
    w_asm_place(assembler, otherwise);
    w_emit_mark(emitter, flow, W_MARK_BRANCH_ELSE, act->span, act->otherwise);
    block(emitter, flow, act->otherwise);
    w_asm_place(assembler, follow);
}

// The number of the way is compared with those of all ways but, of a split, the last.
static void draw(WEmitter *emitter, const WFlow *flow, const WAct *act) {
    WAssembler *assembler = &emitter->assembler;
    bool is_split = flow->journey->draws[act->index].kind == W_DRAW_SPLIT;
    WRegister way = w_asm_take(assembler);
    w_asm_index(assembler, W_OP_DRAW, way, flow->first_draw + act->index);
    WLabel follow = w_asm_label(assembler);
    for (uint32_t i = 0; i < act->option_count; i++) {
        bool surely = is_split && i + 1 == act->option_count;
        WLabel next = w_asm_label(assembler);
        WConstant number = {.type = W_TYPE_INTEGER, .value = i};
        if (!surely)
            w_asm_branch_constant(assembler, W_OP_JUMP_NE_K, way,
                                  w_emit_constant(emitter, &number), next);
        w_emit_mark(emitter, flow, W_MARK_ARM, act->options[i].span, NULL);
        block(emitter, flow, act->options[i].body);
        if (!surely) w_asm_jump(assembler, follow);
        if (!surely) w_asm_place(assembler, next);
    }
    w_asm_place(assembler, follow);
}

static void set(WEmitter *emitter, WOpcode op, const WAct *act) {
    WRegister value = w_emit_value(emitter, act->value);
    w_asm_abc(&emitter->assembler, op, value, act->index, 0);
    w_asm_forget(&emitter->assembler);
}

// What no code reads of the event is not given. The rest stands in neighbouring registers.
static void emit(WEmitter *emitter, const WAct *act) {
    WAssembler *assembler = &emitter->assembler;
    WTables *tables = &emitter->tables;
    const WProgramField *fields = emitter->program->events[act->index].fields;
    WEmissionRow row = {.event = act->index, .first_given = W_COUNT(tables, givens)};
    uint32_t first = 0;
    for (uint32_t i = 0; i < act->given_count; i++) {
        const WProgramGiven *given = &act->given[i];
        if (fields[given->index].slot == W_NONE) continue;
        WRegister value = w_asm_take(assembler);
        if (row.given_count++ == 0) first = value;
        w_add_givens(tables, (WGivenRow){fields[given->index].slot});
        w_emit_value_to(emitter, given->value, value);
    }
    w_asm_index(assembler, W_OP_EMIT, first, w_add_emissions(tables, row));
}

static void leave(WEmitter *emitter, const WAct *act) {
    WConstant reason = {.type = W_TYPE_TEXT, .text = act->reason};
    w_asm_index(&emitter->assembler, W_OP_EXIT, 0, w_emit_constant(emitter, &reason));
}

static void statement(WEmitter *emitter, const WFlow *flow, const WAct *act) {
    WAssembler *assembler = &emitter->assembler;
    switch (act->kind) {
    case W_ACT_LET:
    case W_ACT_SET: set(emitter, W_OP_SET_VARIABLE, act); break;
    case W_ACT_SET_PROFILE: set(emitter, W_OP_SET_PROFILE, act); break;
    case W_ACT_IF: decide(emitter, flow, act); break;
    case W_ACT_SEND: send(emitter, flow, act); break;
    case W_ACT_DRAW: draw(emitter, flow, act); break;
    case W_ACT_WAIT: wait(emitter, flow, act); break;
    case W_ACT_EMIT: emit(emitter, act); break;
    case W_ACT_GO: w_asm_index(assembler, W_OP_GO, 0, flow->first_stage + act->index); break;
    case W_ACT_FINISH: w_asm_abc(assembler, W_OP_FINISH, 0, 0, 0); break;
    case W_ACT_EXIT: leave(emitter, act); break;
    }
}

static void block(WEmitter *emitter, const WFlow *flow, const WAct *act) {
    for (; act != NULL; act = act->next) {
        uint32_t mark = w_asm_mark(&emitter->assembler);
        statement(emitter, flow, act);
        w_asm_release(&emitter->assembler, mark);
    }
}

uint32_t w_emit_flow(WEmitter *emitter, const WFlow *flow) {
    WFunctionRow row = {.kind = W_FUNCTION_FLOW,
                        .event = W_NONE,
                        .journey = flow->row,
                        .message = W_NONE,
                        .outer_function = W_NONE};
    emitter->over_history = false;
    w_asm_begin(&emitter->assembler, row);
    if (flow->journey->start != NULL) {
        w_asm_entrance(&emitter->assembler);
        block(emitter, flow, flow->journey->start);
        w_asm_index(&emitter->assembler, W_OP_GO, 0, flow->first_stage);
    }
    for (uint32_t i = 0; i < flow->journey->stage_count; i++) {
        const WProgramStage *stage = &flow->journey->stages[i];
        WStageRow *stage_row = &emitter->tables.stages[flow->first_stage + i];
        stage_row->start = w_asm_entrance(&emitter->assembler);
        emitter->stage = i;
        w_emit_mark(emitter, flow, W_MARK_STAGE, stage->span, NULL);
        block(emitter, flow, stage->body);
        arms(emitter, flow, stage->reactions, stage->reaction_count, stage_row->first_arm, W_NONE);
    }
    return w_emit_end(emitter, flow->journey->span);
}
