// Verifier, beside the code: the instructions of flow, which set, send, wait and go.
//
// Premise: the operands are there (verify_instruction.c).
// Promise: an emitted event has all that its contract needs; what a site, a point, an emission or
// a draw says of its instruction is so; stages are gone to only where they may be entered.
#include "runtime/base/alloc.h"
#include "runtime/bundle/opcode.h"
#include "runtime/bundle/verify_code.h"

enum { T = W_TYPE_TEXT, I = W_TYPE_INTEGER, D = W_TYPE_DURATION, AT = W_TYPE_DATETIME };

bool w_verify_emission(WVerifier *v, const WBundle *b, uint32_t i) {
    const WEmissionRow *row = &b->emissions[i];
    const WEventRow *event = &b->events[row->event];
    const WType *types = v->slot_types + v->first_slot[row->event];
    uint32_t next = 0; // slot that is to be given, if it must be
    for (uint32_t k = row->first_given; k < row->first_given + row->given_count; k++) {
        uint32_t slot = b->givens[k].slot;
        if (slot < next || slot >= event->slot_count)
            return w_refuse(v, "a property is not there, or out of order");
        for (; next < slot; next++) {
            if (!w_type_optional(types[next])) return w_refuse(v, "a property is not given");
        }
        next = slot + 1;
    }
    for (; next < event->slot_count; next++) {
        if (!w_type_optional(types[next])) return w_refuse(v, "a property is not given");
    }
    return true;
}

static bool stores(WCodeVerifier *c, uint32_t reg, WType declared) {
    return w_need(c->v, w_type_fits(w_code_type_of(c, reg), declared),
                  "a register is of another type");
}

static bool sets_variable(WCodeVerifier *c, WInstruction at) {
    if (!stores(c, at.a, w_code_variable_type(c, at.b))) return false;
    w_bit_set(c->now.set.words, at.b);
    return true;
}

static bool in_stage(WCodeVerifier *c, uint32_t stage) {
    return w_need(c->v, c->now.stage == stage, "it stands in another stage than its row says");
}

static bool sends(WCodeVerifier *c, WInstruction at) {
    const WBundle *b = c->v->bundle;
    uint32_t site = w_instruction_index(at);
    const WMessageRow *m = &b->messages[b->sites[site].message];
    if (!in_stage(c, b->sites[site].stage)) return false;
    if (w_bit_get(c->v->sites_used, site)) return w_refuse(c->v, "a site has two sends");
    w_bit_set(c->v->sites_used, site);
    for (uint32_t i = 0; i < m->param_count; i++) {
        if (!w_code_is_set(c, at.a + i)) return false;
        if (!stores(c, at.a + i, b->params[m->first_param + i].type)) return false;
    }
    if (b->sites[site].flags & W_SITE_HAS_TO) {
        uint32_t to = at.a + m->param_count;
        if (!w_code_is_set(c, to) || !stores(c, to, T | W_TYPE_OPTIONAL)) return false;
    }
    return w_code_send_waits(c, at, site) && (at.d == 0 || w_code_arrive_ahead(c, at.d, &c->now));
}

static bool emits(WCodeVerifier *c, WInstruction at) {
    const WVerifier *v = c->v;
    const WEmissionRow *row = &v->bundle->emissions[w_instruction_index(at)];
    const WType *types = v->slot_types + v->first_slot[row->event];
    for (uint32_t i = 0; i < row->given_count; i++) {
        uint32_t slot = v->bundle->givens[row->first_given + i].slot;
        if (!w_code_is_set(c, at.a + i) || !stores(c, at.a + i, types[slot])) return false;
    }
    return row->given_count > 0 || w_need(c->v, at.a == 0, "an unused operand is not zero");
}

static bool draws(WCodeVerifier *c, WInstruction at) {
    const WBundle *b = c->v->bundle;
    const WDrawRow *draw = &b->draws[w_instruction_index(at)];
    if (!w_need(c->v, draw->journey == c->row->journey, "it draws for another journey"))
        return false;
    for (uint32_t i = draw->first_way; i < draw->first_way + draw->way_count; i++) {
        uint32_t where = b->ways[i].where_function;
        if (where != W_NONE && !w_code_calls(c, where, c->now.event, false)) return false;
    }
    return w_code_sets(c, at.a, I);
}

static bool waits(WCodeVerifier *c, WInstruction at, WPointKind kind, WType type) {
    const WBundle *b = c->v->bundle;
    uint32_t point = w_instruction_index(at);
    if (type != 0 && !w_code_has(c, at.a, type)) return false;
    if (!w_need(c->v, b->points[point].kind == (uint32_t)kind,
                "its point is another kind of wait"))
        return false;
    if (!in_stage(c, b->points[point].stage)) return false;
    if (w_bit_get(c->v->points_used, point)) return w_refuse(c->v, "a point has two waits");
    w_bit_set(c->v->points_used, point);
    return w_code_wait(c, point, type != 0 && (c->now.types[at.a] & W_TYPE_SURE));
}

// Behind it the variables are set wherever the instance is.
static bool begins(WCodeVerifier *c, uint32_t stage) {
    if (!w_need(c->v, stage == c->v->bundle->journeys[c->row->journey].first_stage,
                "an instance begins at the first stage"))
        return false;
    c->v->entry_sets[c->row->journey] = c->now.set;
    return w_code_enter_stages(c);
}

static bool goes(WCodeVerifier *c, WInstruction at) {
    uint32_t stage = w_instruction_index(at);
    const WStageRow *s = &c->v->bundle->stages[stage];
    if (!w_need(c->v, s->journey == c->row->journey, "it goes to another journey's stage") ||
        !w_need(c->v, s->event == W_NONE || s->event == c->now.event,
                "the stage reads another event"))
        return false;
    if (c->now.begins) return begins(c, stage);
    if (c->now.timed) return true;
    if (c->now.stage == W_NONE) return w_refuse(c->v, "it stands in no stage");
    c->edges = w_grow(c->edges, &c->edge_room, c->edge_count + 1, sizeof *c->edges);
    c->edges[c->edge_count++] = (WStageEdge){c->now.stage, stage};
    return true;
}

bool w_code_flow(WCodeVerifier *c, WInstruction at) {
    if (c->now.begins && at.op != W_OP_SET_VARIABLE && at.op != W_OP_GO)
        return w_refuse(c->v, "before the first stage only variables are set");
    switch (at.op) {
    case W_OP_RETURN: return stores(c, at.a, c->row->result_type);
    case W_OP_SET_PROFILE: return stores(c, at.a, c->v->bundle->profile[at.b].type);
    case W_OP_SET_VARIABLE: return sets_variable(c, at);
    case W_OP_SEND: return sends(c, at);
    case W_OP_EMIT: return emits(c, at);
    case W_OP_DRAW: return draws(c, at);
    case W_OP_WAIT_FOR: return waits(c, at, W_POINT_FOR, D);
    case W_OP_WAIT_UNTIL: return waits(c, at, W_POINT_UNTIL, AT);
    case W_OP_WAIT_EVER: return waits(c, at, W_POINT_EVER, 0);
    case W_OP_RESUME: return w_need(c->v, c->now.interrupts, "there is no wait to go back to");
    case W_OP_GO: return goes(c, at);
    case W_OP_EXIT:
        return w_need(c->v, c->v->bundle->constants[w_instruction_index(at)].type == T,
                      "a reason is a text");
    default: return true; // RETURN_TRUE, RETURN_FALSE, RETURN_NONE, FINISH, MARK take nothing
    }
}
