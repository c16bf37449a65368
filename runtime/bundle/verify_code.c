// Verifier, last part: the instructions.
//
// Premise: all other rows are verified.
// Promise: a register is read only where it was set to a value of the type the instruction takes;
// code reads only what its context has; control stays inside, goes ahead, and ends as the
// function's kind must; every wait and every send stands where its row says; calls do not nest
// deeper than the limit, and cost is what the row says.
//
// One pass forward over each function carries what is surely known at a place: the type of every
// register, the event that may be read, the variables that are set. What arrives by a jump is
// joined with what arrives from above, and kept at the target until the pass comes there. One pass
// is enough because jumps only go ahead.
#include "runtime/bundle/verify_code.h"

#include <stddef.h>
#include <string.h>

#include "runtime/base/alloc.h"
#include "runtime/bundle/opcode.h"

#define SET_WORDS (sizeof((WVariableSet *)0)->words / sizeof(uint64_t))

// ---- arriving somewhere

// The type of a register that has one of two types; 0 (unset) if no type holds for both.
static WType join_types(WType a, WType b) {
    if (a == b) return a;
    if (((a ^ b) & ~(W_TYPE_OPTIONAL | W_TYPE_SURE)) != 0) return 0;
    return ((a | b) & ~W_TYPE_SURE) | (a & b & W_TYPE_SURE);
}

static void join(WPlace *to, const WPlace *from, uint32_t registers) {
    for (uint32_t i = 0; i < registers; i++)
        to->types[i] = join_types(to->types[i], from->types[i]);
    for (size_t i = 0; i < SET_WORDS; i++)
        to->set.words[i] &= from->set.words[i];
    if (to->event != from->event) to->event = W_NONE;
    if (to->stage != from->stage) to->stage = W_NONE;
    to->interrupts = to->interrupts && from->interrupts;
    to->begins = to->begins || from->begins;
    to->timed = to->timed && from->timed;
}

// Places are kept only as long as the function has registers.
static size_t place_bytes(const WCodeVerifier *c) {
    return offsetof(WPlace, types) + c->row->register_count * sizeof(WType);
}

static bool arrive(WCodeVerifier *c, uint32_t target, const WPlace *from) {
    if (target >= c->row->instruction_count) return w_refuse(c->v, "it goes on outside its code");
    WPlace *there = c->places[target];
    if (there) {
        join(there, from, c->row->register_count);
        return true;
    }
    c->places[target] = w_arena_take(&c->arena, place_bytes(c));
    memcpy(c->places[target], from, place_bytes(c));
    return true;
}

bool w_code_arrive_ahead(WCodeVerifier *c, uint32_t target, const WPlace *from) {
    return w_need(c->v, target > c->at, "it goes on at a place that is not ahead") &&
           arrive(c, target, from);
}

bool w_code_needs_are_set(WCodeVerifier *c, uint32_t function, const WPlace *place) {
    if (function == W_NONE) return true;
    for (size_t i = 0; i < SET_WORDS; i++) {
        if (c->v->needs[function].words[i] & ~place->set.words[i])
            return w_refuse(c->v, "a variable may not be set where it is read");
    }
    return true;
}

// Stages and their arms: the engine begins there with no register set. Where it goes on after a
// wait is seen when the pass comes to the wait.
bool w_code_enter_stages(WCodeVerifier *c) {
    const WBundle *b = c->v->bundle;
    const WJourneyRow *j = &b->journeys[c->row->journey];
    uint32_t first = j->flags & W_JOURNEY_SETS_AT_ENTRY ? c->at + 1 : 0;
    for (uint32_t i = j->first_stage; i < j->first_stage + j->stage_count; i++) {
        const WStageRow *s = &b->stages[i];
        WPlace place = {.event = s->event, .stage = i, .set = c->v->entry_sets[c->row->journey]};
        if (!w_need(c->v, s->start >= first, "it begins before the variables are set") ||
            !arrive(c, s->start, &place))
            return false;
        place.interrupts = true;
        for (uint32_t a = s->first_arm; a < s->first_arm + s->arm_count; a++) {
            place.event = b->arms[a].event;
            place.timed = place.event != W_NONE; // a condition may hold at once
            if (!w_code_needs_are_set(c, b->arms[a].where_function, &place)) return false;
            if (!w_need(c->v, b->arms[a].start >= first,
                        "it begins before the variables are set") ||
                !arrive(c, b->arms[a].start, &place))
                return false;
        }
    }
    return true;
}

static bool enter_flow(WCodeVerifier *c) {
    const WBundle *b = c->v->bundle;
    const WJourneyRow *j = &b->journeys[c->row->journey];
    if (!(j->flags & W_JOURNEY_SETS_AT_ENTRY)) return w_code_enter_stages(c);
    WPlace place = {.event = b->stages[j->first_stage].event, .stage = W_NONE, .begins = true};
    place.set = c->v->entry_sets[c->row->journey];
    return arrive(c, 0, &place);
}

// What is set stays set across a wait; registers do not.
bool w_code_wait(WCodeVerifier *c, uint32_t point, bool sure) {
    const WBundle *b = c->v->bundle;
    const WPointRow *p = &b->points[point];
    WPlace place = {.stage = c->now.stage, .timed = true, .set = c->now.set};
    for (uint32_t a = p->first_arm; a < p->first_arm + p->arm_count; a++) {
        place.event = b->arms[a].event;
        place.timed = c->now.timed || (place.event != W_NONE && b->arms[a].flags == 0);
        if (!w_code_needs_are_set(c, b->arms[a].where_function, &place)) return false;
        if (!w_code_arrive_ahead(c, b->arms[a].start, &place)) return false;
    }
    if (!w_code_needs_are_set(c, p->instant_function, &place)) return false;
    if (p->kind == W_POINT_EVER) return true;
    place.event = W_NONE;
    place.timed = sure || c->now.timed;
    return w_code_arrive_ahead(c, p->after, &place);
}

// ---- functions

static bool begin(WCodeVerifier *c) {
    if (c->row->kind == W_FUNCTION_FLOW) return enter_flow(c);
    WPlace place = {.event = c->row->event, .stage = W_NONE};
    return arrive(c, 0, &place);
}

// What is known at the next instruction. `reached`: control comes there from above.
static bool take_place(WCodeVerifier *c, bool reached) {
    const WPlace *arrived = c->places[c->at];
    if (!arrived) return w_need(c->v, reached, "nothing leads there");
    if (reached)
        join(&c->now, arrived, c->row->register_count);
    else
        memcpy(&c->now, arrived, place_bytes(c));
    return true;
}

static bool cost_is_right(WCodeVerifier *c) {
    WVerifier *v = c->v;
    v->section = W_SECTION_FUNCTIONS;
    v->row = c->function;
    uint32_t cost =
        w_function_cost(c->code, c->row->instruction_count, v->bundle->functions, v->bundle->uses);
    return w_need(v, cost == c->row->cost, "its cost is not what the row says");
}

static bool verify_function(WCodeVerifier *c, uint32_t function) {
    WVerifier *v = c->v;
    c->function = function;
    c->row = &v->bundle->functions[function];
    c->code = v->bundle->code + c->row->first_instruction;
    v->section = W_SECTION_CODE;
    v->row = c->row->first_instruction;
    memset(c->places, 0, c->row->instruction_count * sizeof(WPlace *));
    w_arena_reset(&c->arena);
    if (!begin(c)) return false;
    bool reached = false;
    for (c->at = 0; c->at < c->row->instruction_count; c->at++) {
        v->row = c->row->first_instruction + c->at;
        if (!take_place(c, reached) || !w_code_instruction(c, c->code[c->at])) return false;
        uint8_t op = c->code[c->at].op;
        reached = !(w_opcodes[op].traits & W_OP_IS_ENDS) && op != W_OP_JUMP;
    }
    if (reached) return w_refuse(v, "control leaves the code");
    return cost_is_right(c);
}

// Flow functions last: their waits ask for what conditions anywhere need.
static bool verify_functions(WCodeVerifier *c) {
    for (int flow = 0; flow <= 1; flow++) {
        for (uint32_t i = 0; i < c->v->bundle->functions_count; i++) {
            bool is_flow = c->v->bundle->functions[i].kind == W_FUNCTION_FLOW;
            if (is_flow == (flow == 1) && !verify_function(c, i)) return false;
        }
    }
    return true;
}

// ---- whole journeys

// Exits and goals are asked wherever the instance is.
static bool verify_needs(WCodeVerifier *c) {
    const WBundle *b = c->v->bundle;
    c->v->section = W_SECTION_JOURNEYS;
    for (uint32_t i = 0; i < b->journeys_count; i++) {
        const WJourneyRow *j = &b->journeys[i];
        WPlace place = {.set = c->v->entry_sets[i]};
        c->v->row = i;
        for (uint32_t e = j->first_exit; e < j->first_exit + j->exit_count; e++) {
            if (!w_code_needs_are_set(c, b->exits[e].where_function, &place)) return false;
        }
        uint32_t goal = j->goal == W_NONE ? W_NONE : b->goals[j->goal].where_function;
        if (!w_code_needs_are_set(c, goal, &place)) return false;
    }
    return true;
}

// Take away stages that nothing leads to without time passing, and what leads from them, until
// none is left; what stays goes in circles. Edges stand by stage: those of stage s from first[s]
// on.
static uint32_t stages_left(const WCodeVerifier *c, uint32_t *first, uint32_t *targets,
                            uint32_t *into, uint32_t *free_stages) {
    uint32_t count = c->v->bundle->stages_count, n = 0;
    for (size_t i = 0; i < c->edge_count; i++) {
        first[c->edges[i].from + 1]++;
        into[c->edges[i].to]++;
    }
    for (uint32_t s = 0; s < count; s++) {
        first[s + 1] += first[s];
        if (into[s] == 0) free_stages[n++] = s;
    }
    for (size_t i = c->edge_count; i-- > 0;)
        targets[--first[c->edges[i].from + 1]] = c->edges[i].to;
    // Each first[s + 1] is now where those of s begin; they end where those of s + 1 begin.
    for (uint32_t done = 0; done < n; done++) {
        uint32_t s = free_stages[done];
        uint32_t end = s + 2 <= count ? first[s + 2] : (uint32_t)c->edge_count;
        for (uint32_t e = first[s + 1]; e < end; e++) {
            if (--into[targets[e]] == 0) free_stages[n++] = targets[e];
        }
    }
    return count - n;
}

static bool verify_cycles(WCodeVerifier *c) {
    size_t count = c->v->bundle->stages_count;
    uint32_t *first = w_alloc((count + 2) * sizeof *first);
    uint32_t *targets = w_alloc((c->edge_count + 1) * sizeof *targets);
    uint32_t *into = w_alloc((count + 1) * sizeof *into);
    uint32_t *free_stages = w_alloc((count + 1) * sizeof *free_stages);
    bool good = stages_left(c, first, targets, into, free_stages) == 0;
    c->v->section = W_SECTION_STAGES;
    c->v->row = 0;
    while (!good && into[c->v->row] == 0)
        c->v->row++;
    w_free(first);
    w_free(targets);
    w_free(into);
    w_free(free_stages);
    return w_need(c->v, good, "stages lead in a circle without a wait that surely takes time");
}

bool w_verify_code(WVerifier *v) {
    const WBundle *b = v->bundle;
    v->depths = w_alloc((b->functions_count + 1) * sizeof *v->depths);
    v->needs = w_alloc((b->functions_count + 1) * sizeof *v->needs);
    v->points_used = w_alloc((w_bit_words(b->points_count) + 1) * sizeof *v->points_used);
    v->sites_used = w_alloc((w_bit_words(b->sites_count) + 1) * sizeof *v->sites_used);
    WCodeVerifier *c = w_alloc(sizeof *c);
    c->v = v;
    c->places = w_alloc((W_LIMIT_FUNCTION_CODE + 1) * sizeof(WPlace *));
    bool good = verify_functions(c) && verify_needs(c) && verify_cycles(c);
    v->section = W_SECTION_POINTS;
    for (v->row = 0; good && v->row < b->points_count; v->row++)
        good = w_bit_get(v->points_used, (uint32_t)v->row) || w_refuse(v, "no code waits there");
    v->section = good ? W_SECTION_SITES : v->section;
    for (v->row = 0; good && v->row < b->sites_count; v->row++)
        good = w_bit_get(v->sites_used, (uint32_t)v->row) || w_refuse(v, "no code sends there");
    w_arena_free(&c->arena);
    w_free(c->places);
    w_free(c->edges);
    w_free(c);
    return good;
}
