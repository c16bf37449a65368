// Verifier, last part: the rules of each instruction.
//
// Premise: `now` holds what is known before the instruction.
// Promise: the operands are there, the registers it reads have the types it takes; `now` holds
// what is known behind it, and its jump target what arrives there.
#include "runtime/bundle/opcode.h"
#include "runtime/bundle/verify_code.h"

#include <string.h>

#include "runtime/base/alloc.h"
#include "stdlib/native.h"

enum {
    B = W_TYPE_BOOLEAN,
    I = W_TYPE_INTEGER,
    N = W_TYPE_NUMBER,
    T = W_TYPE_TEXT,
    AT = W_TYPE_DATETIME,
    D = W_TYPE_DURATION,
};

// ---- operands

static bool is_below(WCodeVerifier *c, uint64_t index, uint64_t count) {
    return w_need(c->v, index < count, "it names a row that is not there");
}

bool w_code_is_set(WCodeVerifier *c, uint32_t reg) {
    return w_need(c->v, reg < c->row->register_count && c->now.types[reg] != 0,
                  "it reads a register that is not set");
}

// These take as many registers from a on as their row says, which may be none.
static bool takes_row(WInstruction at) {
    return at.op == W_OP_SEND || at.op == W_OP_EMIT;
}

// One operand in the shape its letter says; `*used` marks the fields a (1), b (2), c (4), d (8).
static bool operand(WCodeVerifier *c, WInstruction at, char letter, unsigned *used) {
    const WBundle *b = c->v->bundle;
    uint32_t index = w_instruction_index(at);
    const WJourneyRow *j = c->row->journey == W_NONE ? NULL : &b->journeys[c->row->journey];
    const WMessageRow *m = c->row->message == W_NONE ? NULL : &b->messages[c->row->message];
    switch (letter) {
    case 'w': *used |= 1; return is_below(c, at.a, c->row->register_count);
    case 'r': *used |= 1; return takes_row(at) || w_code_is_set(c, at.a);
    case 'x': *used |= 2; return w_code_is_set(c, at.b);
    case 'y': *used |= 4; return at.op == W_OP_NATIVE || w_code_is_set(c, at.c);
    case 'k': *used |= 6; return is_below(c, index, b->constants_count);
    case 'f': *used |= 6; return is_below(c, index, c->function);
    case 'u': *used |= 6; return is_below(c, index, b->uses_count);
    case 's': *used |= 6; return is_below(c, index, b->sites_count);
    case 'g': *used |= 6; return is_below(c, index, b->stages_count);
    case 'p': *used |= 6; return is_below(c, index, b->points_count);
    case 'i': *used |= 6; return is_below(c, index, b->emissions_count);
    case 't': *used |= 6; return is_below(c, index, b->draws_count);
    case 'J': *used |= 6; return is_below(c, index, b->journeys_count);
    case 'm': *used |= 6; return is_below(c, index, b->marks_count);
    case 'P': *used |= 2; return is_below(c, at.b, b->profile_count);
    case 'V': *used |= 2; return is_below(c, at.b, j ? j->variable_count : 0);
    case 'Q': *used |= 2; return is_below(c, at.b, m ? m->param_count : 0);
    case 'M': *used |= 4; return is_below(c, at.c, b->patterns_count);
    case 'n': *used |= 4; return is_below(c, at.c, b->enums_count);
    case 'R': *used |= 4; return is_below(c, at.c, b->records_count);
    case 'e': *used |= 12; return is_below(c, w_instruction_element_function(at), c->function);
    case 'E':
    case 'N': *used |= 2; return true;
    case 'C': *used |= 4; return true;
    case 'j': *used |= 8; return true;
    default: return letter == ' ';
    }
}

static bool operands(WCodeVerifier *c, WInstruction at) {
    unsigned used = 0;
    for (const char *letter = w_opcodes[at.op].operands; *letter; letter++) {
        if (!operand(c, at, *letter, &used)) return false;
    }
    bool clean = (used & 1 || at.a == 0) && (used & 2 || at.b == 0) && (used & 4 || at.c == 0) &&
                 (used & 8 || at.d == 0);
    return w_need(c->v, clean, "an unused operand is not zero");
}

static bool stands_right(WCodeVerifier *c, uint8_t traits) {
    uint32_t kind = c->row->kind;
    bool right = true;
    if (traits & W_OP_IS_FLOW) right = kind == W_FUNCTION_FLOW;
    if (traits & W_OP_IS_SETS) right = kind == W_FUNCTION_FLOW || kind == W_FUNCTION_SETTER;
    if (traits & W_OP_IS_CONDITION) right = kind == W_FUNCTION_CONDITION;
    if (traits & W_OP_IS_VALUE) right = kind == W_FUNCTION_VALUE;
    if (traits & W_OP_IS_SETTER) right = kind == W_FUNCTION_SETTER;
    return w_need(c->v, right, "functions of this kind have no such instruction");
}

// ---- types

WType w_code_type_of(const WCodeVerifier *c, uint32_t reg) {
    return c->now.types[reg] & ~W_TYPE_SURE;
}

bool w_code_sets(WCodeVerifier *c, uint32_t reg, WType type) {
    c->now.types[reg] = type;
    return true;
}

bool w_code_has(WCodeVerifier *c, uint32_t reg, WType type) {
    return w_need(c->v, w_code_type_of(c, reg) == type, "a register is of another type");
}

// `count` registers from `first` on, all of the type.
static bool have(WCodeVerifier *c, uint32_t first, uint32_t count, WType type) {
    if (!w_need(c->v, count > 0, "it takes no value")) return false;
    for (uint32_t i = 0; i < count; i++) {
        if (!w_code_is_set(c, first + i) || !w_code_has(c, first + i, type)) return false;
    }
    return true;
}

static bool jumps(WCodeVerifier *c, WInstruction at) {
    return w_code_arrive_ahead(c, at.d, &c->now);
}

static bool constant(WCodeVerifier *c, WInstruction at) {
    const WConstantRow *k = &c->v->bundle->constants[w_instruction_index(at)];
    WTypeKind kind = w_type_kind(k->type);
    bool sure = ((kind == W_TYPE_INTEGER || kind == W_TYPE_NUMBER) && k->value != 0) ||
                (kind == W_TYPE_DURATION && k->value > 0);
    return w_code_sets(c, at.a, k->type | (sure ? W_TYPE_SURE : 0));
}

// What = and != are asked of: all but texts, lists and records; missing values were sorted out
// before.
static bool is_plain(WType type) {
    WTypeKind kind = w_type_kind(type);
    return !w_type_optional(type) && kind != W_TYPE_TEXT && kind != W_TYPE_LIST &&
           kind != W_TYPE_RECORD;
}

static bool is_ordered(WType type) {
    WTypeKind kind = w_type_kind(type);
    return is_plain(type) && kind != W_TYPE_BOOLEAN && kind != W_TYPE_ENUM;
}

static bool compare(WCodeVerifier *c, WInstruction at, WType other, bool fits) {
    return w_need(c->v, fits, "values of this type are not compared so") &&
           w_code_has(c, at.a, other) && jumps(c, at);
}

static bool asks_text(WCodeVerifier *c, WInstruction at) {
    return w_code_has(c, at.b, T) && w_code_has(c, at.c, T) && w_code_sets(c, at.a, B);
}

static bool adds(WCodeVerifier *c, WInstruction at) {
    WType left = w_code_type_of(c, at.b), right = w_code_type_of(c, at.c), result = left;
    bool good = left == right && (left == I || left == N || left == D);
    if (at.op == W_OP_SUBTRACT && left == AT && right == AT) good = true, result = D;
    return w_need(c->v, good, "values of these types are not added so") &&
           w_code_sets(c, at.a, result);
}

static bool moves_time(WCodeVerifier *c, WInstruction at) {
    return w_code_has(c, at.b, AT) && w_code_has(c, at.c, D) && w_code_sets(c, at.a, AT);
}

static bool names_option(WCodeVerifier *c, WInstruction at) {
    return w_code_has(c, at.b, w_type_of_enum(at.c)) && w_code_sets(c, at.a, T);
}

static bool multiplies(WCodeVerifier *c, WInstruction at, WType by) {
    WType right = w_code_type_of(c, at.c);
    return w_code_has(c, at.b, by) &&
           w_need(c->v, right == by || right == D,
                  "values of these types are not multiplied so") &&
           w_code_sets(c, at.a, right);
}

static bool divides(WCodeVerifier *c, WInstruction at) {
    bool sure = c->now.types[at.c] & W_TYPE_SURE;
    return w_code_has(c, at.b, N) && w_code_has(c, at.c, N) &&
           w_code_sets(c, at.a, sure ? N : N | W_TYPE_OPTIONAL);
}

static bool negates(WCodeVerifier *c, WInstruction at) {
    WType type = w_code_type_of(c, at.b);
    return w_need(c->v, type == I || type == N || type == D, "values of this type have no sign") &&
           w_code_sets(c, at.a, type);
}

static bool widens(WCodeVerifier *c, WInstruction at) {
    return w_code_has(c, at.b, I) && w_code_sets(c, at.a, N | (c->now.types[at.b] & W_TYPE_SURE));
}

static bool makes_list(WCodeVerifier *c, WInstruction at) {
    WType type = w_code_type_of(c, at.b);
    return w_need(c->v, !w_type_optional(type) && w_type_kind(type) != W_TYPE_LIST,
                  "lists have no such elements") &&
           have(c, at.b, at.c, type) && w_code_sets(c, at.a, w_type_list_of(type));
}

static bool is_list(WCodeVerifier *c, uint32_t reg) {
    WType list = w_code_type_of(c, reg);
    return w_need(c->v, w_type_kind(list) == W_TYPE_LIST && !w_type_optional(list),
                  "a register is of another type");
}

static bool looks_in_list(WCodeVerifier *c, WInstruction at) {
    if (!is_list(c, at.b) || !w_code_has(c, at.c, w_type_element(w_code_type_of(c, at.b))))
        return false;
    bool texts = w_code_type_of(c, at.c) == T;
    return w_need(c->v, texts || is_plain(w_code_type_of(c, at.c)),
                  "its elements are not compared") &&
           w_need(c->v, texts == (at.op == W_OP_LIST_HAS_TEXT),
                  "lists of texts are asked otherwise") &&
           w_code_sets(c, at.a, B);
}

// A field of a record that is there.
static bool loads_part(WCodeVerifier *c, WInstruction at) {
    const WBundle *b = c->v->bundle;
    WType type = w_code_type_of(c, at.b);
    if (!w_need(c->v, w_type_kind(type) == W_TYPE_RECORD && !w_type_optional(type),
                "a register is of another type"))
        return false;
    const WRecordRow *record = &b->records[w_type_record(type)];
    return is_below(c, at.c, record->part_count) &&
           w_code_sets(c, at.a, b->parts[record->first_part + at.c].type);
}

static bool makes_record(WCodeVerifier *c, WInstruction at) {
    const WBundle *b = c->v->bundle;
    const WRecordRow *record = &b->records[at.c];
    for (uint32_t i = 0; i < record->part_count; i++) {
        if (!w_code_is_set(c, at.b + i)) return false;
        if (!w_need(
                c->v,
                w_type_fits(w_code_type_of(c, at.b + i), b->parts[record->first_part + i].type),
                "a register is of another type"))
            return false;
    }
    return w_code_sets(c, at.a, w_type_of_record(at.c));
}

static bool native(WCodeVerifier *c, WInstruction at) {
    const WNative *n = w_native_by_code(at.b);
    WType given[W_NATIVE_ARGUMENTS] = {0};
    if (!n) return w_refuse(c->v, "there is no such function in this runtime");
    bool sure = n->argument_count > 0;
    if (n->argument_count == 0 && at.c != 0)
        return w_refuse(c->v, "an unused operand is not zero");
    for (uint32_t i = 0; i < n->argument_count; i++) {
        if (!w_code_is_set(c, at.c + i)) return false;
        given[i] = w_code_type_of(c, at.c + i);
        sure = c->now.types[at.c + i] & W_TYPE_SURE;
    }
    if (!w_native_takes(n, given)) return w_refuse(c->v, "an argument is of another type");
    bool ahead = at.b == W_NATIVE_NEXT_WEEKDAY || (at.b == W_NATIVE_CLOCK_IN_DAYS && sure);
    return w_code_sets(c, at.a, w_native_result(n, given) | (ahead ? W_TYPE_SURE : 0));
}

// ---- what code reads

static bool reads_event(WCodeVerifier *c) {
    return w_need(c->v, c->now.event != W_NONE, "there is no event here to read");
}

static bool event_slot(WCodeVerifier *c, WInstruction at) {
    if (!reads_event(c)) return false;
    const WVerifier *v = c->v;
    const WEventRow *e = &v->bundle->events[c->now.event];
    bool over = c->row->flags & W_FUNCTION_OVER_HISTORY;
    if (!is_below(c, at.b, over ? e->history_slots : e->slot_count)) return false;
    return w_code_sets(c, at.a,
                       over ? v->history_types[v->first_history[c->now.event] + at.b]
                            : v->slot_types[v->first_slot[c->now.event] + at.b]);
}

static bool reads_instance(WCodeVerifier *c) {
    return w_need(c->v, c->row->journey != W_NONE && !(c->row->flags & W_FUNCTION_AT_ENTRY),
                  "there is no instance here to read");
}

static bool loads_visits(WCodeVerifier *c, WInstruction at) {
    if (!reads_instance(c)) return false;
    const WStageRow *s = &c->v->bundle->stages[w_instruction_index(at)];
    return w_need(c->v, s->journey == c->row->journey && s->visits != W_NONE,
                  "nobody counts the visits of this stage") &&
           w_code_sets(c, at.a, I);
}

WType w_code_variable_type(const WCodeVerifier *c, uint32_t variable) {
    const WBundle *b = c->v->bundle;
    return b->variables[b->journeys[c->row->journey].first_variable + variable].type;
}

// In flow code it must be set; of a condition it is noted, for whoever asks it.
static bool loads_variable(WCodeVerifier *c, WInstruction at) {
    if (!reads_instance(c)) return false;
    WType type = w_code_variable_type(c, at.b);
    if (!w_type_optional(type)) {
        if (c->row->kind != W_FUNCTION_FLOW)
            w_bit_set(c->v->needs[c->function].words, at.b);
        else if (!w_bit_get(c->now.set.words, at.b))
            return w_refuse(c->v, "a variable may not be set where it is read");
    }
    return w_code_sets(c, at.a, type);
}

static bool loads_param(WCodeVerifier *c, WInstruction at) {
    const WBundle *b = c->v->bundle;
    return w_code_sets(c, at.a, b->params[b->messages[c->row->message].first_param + at.b].type);
}

// The element function at `function` or around it; W_NONE if there is none. Functions of questions
// have no element of their own.
static uint32_t element_around(const WFunctionRow *functions, uint32_t function) {
    while (function != W_NONE && functions[function].element_type == 0)
        function = functions[function].outer_function;
    return function;
}

static bool loads_element(WCodeVerifier *c, WInstruction at) {
    const WFunctionRow *functions = c->v->bundle->functions;
    uint32_t i = element_around(functions, c->function);
    if (!is_below(c, at.c, W_LIMIT_CALL_DEPTH)) return false;
    for (uint32_t out = 0; out < at.c && i != W_NONE; out++)
        i = element_around(functions, functions[i].outer_function);
    if (i == W_NONE) return w_refuse(c->v, "there is no such loop around it");
    return w_code_sets(c, at.a, functions[i].element_type);
}

// ---- calls

// A called function may ask for no more than is there. Over history the event is the past one.
static bool context_fits(WCodeVerifier *c, const WFunctionRow *f, uint32_t event, bool over) {
    bool instance = !(c->row->flags & W_FUNCTION_AT_ENTRY) || (f->flags & W_FUNCTION_AT_ENTRY);
    bool change = !(f->flags & W_FUNCTION_ON_CHANGE) || (c->row->flags & W_FUNCTION_ON_CHANGE);
    return w_need(c->v, change, "a called function reads a change") &&
           w_need(c->v,
                  f->event == W_NONE ||
                      (f->event == event && over == !!(f->flags & W_FUNCTION_OVER_HISTORY)),
                  "a called function reads another event") &&
           w_need(c->v, f->message == W_NONE || f->message == c->row->message,
                  "a called function reads another message") &&
           w_need(c->v, f->journey == W_NONE || (f->journey == c->row->journey && instance),
                  "a called function reads another journey");
}

// `function` is before this one: what it needs and how deep it goes is known.
bool w_code_calls(WCodeVerifier *c, uint32_t function, uint32_t event, bool over) {
    WVerifier *v = c->v;
    if (!context_fits(c, &v->bundle->functions[function], event, over)) return false;
    if (v->depths[function] + 1 >= W_LIMIT_CALL_DEPTH)
        return w_refuse(v, "functions call each other too deeply");
    if (v->depths[c->function] <= v->depths[function])
        v->depths[c->function] = (uint8_t)(v->depths[function] + 1);
    if (c->row->kind == W_FUNCTION_FLOW) return w_code_needs_are_set(c, function, &c->now);
    uint64_t *needs = v->needs[c->function].words;
    for (size_t i = 0; i < sizeof v->needs->words / sizeof *needs; i++)
        needs[i] |= v->needs[function].words[i];
    return true;
}

static bool call(WCodeVerifier *c, WInstruction at) {
    uint32_t function = w_instruction_index(at);
    const WFunctionRow *f = &c->v->bundle->functions[function];
    if (!w_need(c->v, f->kind == W_FUNCTION_CONDITION || f->kind == W_FUNCTION_VALUE,
                "a function of this kind is not called") ||
        !w_need(c->v, f->element_type == 0 && f->outer_function == W_NONE,
                "an element function is only called for elements"))
        return false;
    return w_code_calls(c, function, c->now.event, c->row->flags & W_FUNCTION_OVER_HISTORY) &&
           w_code_sets(c, at.a, f->kind == W_FUNCTION_CONDITION ? (WType)B : f->result_type);
}

static bool history(WCodeVerifier *c, WInstruction at) {
    const WUseRow *use = &c->v->bundle->uses[w_instruction_index(at)];
    if (use->period == W_USE_SINCE_ENTRY && !reads_instance(c)) return false;
    if (use->where_function != W_NONE) {
        uint32_t outer = c->v->bundle->functions[use->where_function].outer_function;
        if (!w_need(c->v, use->where_function < c->function,
                    "a condition on past events is not before its use") ||
            !w_need(c->v, outer == W_NONE || outer == c->function,
                    "it belongs inside another function") ||
            !w_code_calls(c, use->where_function, use->event, true))
            return false;
    }
    return w_code_sets(c, at.a, use->type);
}

static bool each(WCodeVerifier *c, WInstruction at) {
    uint32_t function = w_instruction_element_function(at);
    const WFunctionRow *f = &c->v->bundle->functions[function];
    WType result = w_type_required(f->result_type);
    bool sums = at.op == W_OP_EACH_SUM, joins = at.op == W_OP_EACH_JOIN;
    bool lists = at.op == W_OP_EACH_LIST, gives = sums || joins || lists;
    if (!is_list(c, at.b) ||
        !w_need(c->v, f->element_type == w_type_element(w_code_type_of(c, at.b)),
                "the list has other elements") ||
        !w_need(c->v, f->outer_function == W_NONE || f->outer_function == c->function,
                "it belongs inside another function") ||
        !w_need(c->v, f->kind == (gives ? W_FUNCTION_VALUE : W_FUNCTION_CONDITION),
                "a function is of another kind") ||
        !w_need(c->v, !sums || result == I || result == N || result == D,
                "values of this type are not added so") ||
        !w_need(c->v, !joins || f->result_type == T, "only texts are joined") ||
        !w_need(c->v, !lists || w_type_kind(result) != W_TYPE_LIST, "lists have no such elements"))
        return false;
    if (lists) result = w_type_list_of(result);
    WType type = gives ? result : at.op == W_OP_EACH_COUNT ? (WType)I : (WType)B;
    return w_code_calls(c, function, c->now.event, c->row->flags & W_FUNCTION_OVER_HISTORY) &&
           w_code_sets(c, at.a, type);
}

// ---- one instruction

// Behind the jump what was asked is sure: known here, or there.
static bool known(WCodeVerifier *c, WInstruction at) {
    WType type = c->now.types[at.a];
    bool jumps_if_known = at.op == W_OP_JUMP_KNOWN;
    if (jumps_if_known) c->now.types[at.a] = w_type_required(type);
    if (!jumps(c, at)) return false;
    c->now.types[at.a] = jumps_if_known ? type : w_type_required(type);
    return true;
}

static bool compares(WCodeVerifier *c, WInstruction at) {
    bool with_constant = w_opcodes[at.op].operands[2] == 'k';
    WType other = with_constant ? c->v->bundle->constants[w_instruction_index(at)].type
                                : w_code_type_of(c, at.b);
    switch (at.op) {
    case W_OP_JUMP_EQ:
    case W_OP_JUMP_NE:
    case W_OP_JUMP_EQ_K:
    case W_OP_JUMP_NE_K: return compare(c, at, other, is_plain(other));
    case W_OP_JUMP_EQ_TEXT:
    case W_OP_JUMP_NE_TEXT:
    case W_OP_JUMP_LT_TEXT:
    case W_OP_JUMP_LE_TEXT:
    case W_OP_JUMP_EQ_TEXT_K:
    case W_OP_JUMP_NE_TEXT_K: return compare(c, at, other, other == T);
    default: return compare(c, at, other, is_ordered(other));
    }
}

static bool loads(WCodeVerifier *c, WInstruction at) {
    switch (at.op) {
    case W_OP_LOAD_CONSTANT: return constant(c, at);
    case W_OP_LOAD_PROFILE: return w_code_sets(c, at.a, c->v->bundle->profile[at.b].type);
    case W_OP_LOAD_EVENT: return event_slot(c, at);
    case W_OP_LOAD_EVENT_AT: return reads_event(c) && w_code_sets(c, at.a, AT);
    case W_OP_LOAD_VARIABLE: return loads_variable(c, at);
    case W_OP_LOAD_ENTRY_AT: return reads_instance(c) && w_code_sets(c, at.a, AT);
    case W_OP_LOAD_ENTRIES:
        return w_need(c->v, c->row->journey != W_NONE, "there is no journey here") &&
               w_code_sets(c, at.a, I);
    case W_OP_LOAD_VISITS: return loads_visits(c, at);
    case W_OP_LOAD_BEFORE:
        return w_need(c->v, c->row->flags & W_FUNCTION_ON_CHANGE,
                      "there is no change here to read") &&
               w_code_sets(c, at.a, c->v->bundle->profile[at.b].type);
    case W_OP_LOAD_NOW: return w_code_sets(c, at.a, AT);
    case W_OP_LOAD_CUSTOMER: return w_code_sets(c, at.a, T);
    case W_OP_LOAD_ELEMENT: return loads_element(c, at);
    case W_OP_HISTORY: return history(c, at);
    case W_OP_CALL: return call(c, at);
    case W_OP_MOVE: return w_code_sets(c, at.a, c->now.types[at.b]);
    case W_OP_NATIVE: return native(c, at);
    case W_OP_LIST: return makes_list(c, at);
    case W_OP_LOAD_PART: return loads_part(c, at);
    case W_OP_RECORD: return makes_record(c, at);
    case W_OP_EACH_LIST: return each(c, at);
    case W_OP_LOAD_NOTHING:
        return w_code_sets(
            c, at.a, c->v->bundle->constants[w_instruction_index(at)].type | W_TYPE_OPTIONAL);
    default: return w_refuse(c->v, "there is no such instruction");
    }
}

static bool computes(WCodeVerifier *c, WInstruction at) {
    switch (at.op) {
    case W_OP_ADD:
    case W_OP_SUBTRACT: return adds(c, at);
    case W_OP_MULTIPLY: return multiplies(c, at, I);
    case W_OP_MULTIPLY_NUMBER: return multiplies(c, at, N);
    case W_OP_DIVIDE: return divides(c, at);
    case W_OP_NEGATE: return negates(c, at);
    case W_OP_INTEGER_TO_NUMBER: return widens(c, at);
    case W_OP_LATER:
    case W_OP_EARLIER: return moves_time(c, at);
    case W_OP_ENUM_TO_TEXT: return names_option(c, at);
    case W_OP_CONCAT: return have(c, at.b, at.c, T) && w_code_sets(c, at.a, T);
    case W_OP_CONTAINS:
    case W_OP_STARTS_WITH:
    case W_OP_ENDS_WITH: return asks_text(c, at);
    case W_OP_MATCHES: return w_code_has(c, at.b, T) && w_code_sets(c, at.a, B);
    case W_OP_LIST_HAS:
    case W_OP_LIST_HAS_TEXT: return looks_in_list(c, at);
    case W_OP_NEXT_CLOCK:
        return w_code_has(c, at.b, W_TYPE_TIME) && w_code_sets(c, at.a, AT | W_TYPE_SURE);
    case W_OP_INSIDE: return w_code_sets(c, at.a, B);
    case W_OP_LOAD_PARAM: return loads_param(c, at);
    default: return each(c, at);
    }
}

bool w_code_instruction(WCodeVerifier *c, WInstruction at) {
    const WOpcodeRow *row = &w_opcodes[at.op];
    if (!row->name) return w_refuse(c->v, "there is no such instruction");
    if (!stands_right(c, row->traits) || !operands(c, at)) return false;
    if (at.op < W_OP_JUMP || (at.op > W_OP_JUMP_MISSING && at.op < W_OP_JUMP_EQ))
        return loads(c, at);
    switch (at.op) {
    case W_OP_JUMP: return jumps(c, at);
    case W_OP_JUMP_TRUE:
    case W_OP_JUMP_FALSE: return w_code_has(c, at.a, B) && jumps(c, at);
    case W_OP_JUMP_KNOWN:
    case W_OP_JUMP_MISSING: return known(c, at);
    default: break;
    }
    if (at.op < W_OP_ADD) return compares(c, at);
    return at.op < W_OP_RETURN_TRUE ? computes(c, at) : w_code_flow(c, at);
}
