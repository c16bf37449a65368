// The loop.
//
// Premise: the bundle is verified: operands are there, registers hold what instructions take,
// jumps go ahead, calls end. Nothing of that is looked at again. Promise: it reads the context and
// writes registers, and nothing else; it ends.
//
// Every write to a register also says whether its value is there, so a register whose type may be
// missing on one of two ways to a place needs no care.
#include "runtime/vm/vm.h"

#include <string.h>

#include "runtime/base/assert.h"
#include "runtime/bundle/opcode.h"
#include "runtime/bundle/pattern.h"
#include "runtime/value/copy.h"
#include "runtime/value/number.h"
#include "runtime/value/text.h"
#include "runtime/value/time.h"
#include "runtime/vm/machine.h"
#include "stdlib/native.h"

static WVmExitKind run_code(WVmRun *run, const WVmContext *x, const WVmElement *element);

// ---- registers

static inline void put(WVmRun *run, uint32_t reg, WValue value) {
    run->registers[reg] = value;
    w_bit_set(run->present, reg);
}

static inline void put_if(WVmRun *run, uint32_t reg, WValue value, bool known) {
    run->registers[reg] = value;
    if (known)
        w_bit_set(run->present, reg);
    else
        w_bit_clear(run->present, reg);
}

static inline int64_t whole(const WVmRun *run, uint32_t reg) {
    return (int64_t)run->registers[reg];
}

static inline const WText *text(const WVmRun *run, uint32_t reg) {
    return w_value_text(run->registers[reg]);
}

// ---- calls

static bool call(const WVmContext *x, uint32_t function, const WVmElement *element,
                 WValue *value) {
    WVmRun run;
    w_vm_begin(&run, function, 0);
    WVmExitKind kind = run_code(&run, x, element);
    W_ASSERT(kind == W_VM_DONE);
    *value = run.value;
    return run.known;
}

bool w_vm_test(const WVmContext *context, uint32_t function) {
    WValue value;
    call(context, function, NULL, &value);
    return value != 0;
}

bool w_vm_test_until(const WVmContext *context, uint32_t function, int64_t *until_ms) {
    WVmContext timed = *context;
    timed.until_ms = until_ms;
    *until_ms = W_VM_NEVER_MS;
    return w_vm_test(&timed, function);
}

bool w_vm_test_inside(const WVmContext *context, uint32_t function, const WVmElement *element) {
    WValue value;
    call(context, function, element, &value);
    return value != 0;
}

bool w_vm_value(const WVmContext *context, uint32_t function, WValue *value) {
    return call(context, function, NULL, value);
}

static void native(const WVmContext *x, WVmRun *run, WInstruction i) {
    bool missing = false;
    WNativeCall given = {.arguments = run->registers + i.c,
                         .arena = x->arena,
                         .zone = x->zone,
                         .now_ms = x->now_ms,
                         .locale = x->locale,
                         .missing = &missing};
    WValue value = w_native_by_code(i.b)->function(&given);
    put_if(run, i.a, value, !missing);
}

// ---- lists

static WValue make_list(const WVmContext *x, const WValue *items, uint32_t count) {
    WList *list = w_list_begin(x->arena, count);
    memcpy(list->items, items, count * sizeof *items);
    return w_value_of_pointer(list);
}

static bool has(const WList *list, WValue value) {
    for (uint32_t i = 0; i < list->count; i++) {
        if (list->items[i] == value) return true;
    }
    return false;
}

static bool has_text(const WList *list, const WText *wanted) {
    for (uint32_t i = 0; i < list->count; i++) {
        if (w_text_equal(w_value_text(list->items[i]), wanted)) return true;
    }
    return false;
}

// For how many elements the condition holds, or does not; no more than `enough` are counted.
static int64_t count(const WVmContext *x, WInstruction i, const WList *list,
                     const WVmElement *outer, bool holds, int64_t enough) {
    uint32_t function = w_instruction_element_function(i);
    int64_t found = 0;
    for (uint32_t k = 0; k < list->count && found < enough; k++) {
        WVmElement element = {list->items[k], outer};
        WValue value;
        call(x, function, &element, &value);
        found += (value != 0) == holds;
    }
    return found;
}

static int64_t sum(const WVmContext *x, WInstruction i, const WList *list,
                   const WVmElement *outer) {
    int64_t total = 0;
    for (uint32_t k = 0; k < list->count; k++) {
        WVmElement element = {list->items[k], outer};
        WValue value;
        if (call(x, w_instruction_element_function(i), &element, &value))
            total = w_integer_add(total, (int64_t)value);
    }
    return total;
}

static WValue listed(const WVmContext *x, WInstruction i, const WList *list,
                     const WVmElement *outer) {
    WList *made = w_list_begin(x->arena, list->count);
    made->count = 0;
    for (uint32_t k = 0; k < list->count; k++) {
        WVmElement element = {list->items[k], outer};
        WValue *place = &made->items[made->count];
        made->count += call(x, w_instruction_element_function(i), &element, place);
    }
    return w_value_of_pointer(made);
}

// The texts of the elements as one. What lies behind the longest text is not even made.
static WValue joined(const WVmContext *x, WInstruction i, const WList *list,
                     const WVmElement *outer) {
    WList *texts = w_list_begin(x->arena, list->count);
    size_t size = 0;
    uint32_t k = 0;
    for (; k < list->count && size <= W_LIMIT_MADE_TEXT_BYTES; k++) {
        WVmElement element = {list->items[k], outer};
        call(x, w_instruction_element_function(i), &element, &texts->items[k]);
        size += w_value_text(texts->items[k])->size;
    }
    return w_value_of_pointer(w_text_join(x->arena, texts->items, k, NULL));
}

static WValue each(const WVmContext *x, WInstruction i, const WList *list,
                   const WVmElement *outer) {
    switch (i.op) {
    case W_OP_EACH_ANY: return count(x, i, list, outer, true, 1) > 0;
    case W_OP_EACH_ALL: return count(x, i, list, outer, false, 1) == 0;
    case W_OP_EACH_COUNT: return (WValue)count(x, i, list, outer, true, INT64_MAX);
    case W_OP_EACH_LIST: return listed(x, i, list, outer);
    case W_OP_EACH_JOIN: return joined(x, i, list, outer);
    default: return (WValue)sum(x, i, list, outer);
    }
}

// ---- records

static WValue make_tuple(const WVmContext *x, const WVmRun *run, WInstruction i) {
    uint32_t count = x->bundle->shapes[i.c].count;
    WTuple *tuple = w_tuple_begin(x->arena, count);
    for (uint32_t k = 0; k < count; k++) {
        if (!w_bit_get(run->present, i.b + k)) continue;
        tuple->items[k] = run->registers[i.b + k];
        tuple->present |= UINT64_C(1) << k;
    }
    return w_value_of_pointer(tuple);
}

static void load_part(WVmRun *run, WInstruction i) {
    const WTuple *tuple = w_value_tuple(run->registers[i.b]);
    put_if(run, i.a, tuple->items[i.c], tuple->present >> i.c & 1);
}

// ---- loads

static WValue element_value(const WVmElement *element, uint32_t out) {
    while (out-- > 0)
        element = element->outer;
    return element->value;
}

static void load_profile(WVmRun *run, const WVmContext *x, WInstruction i) {
    put_if(run, i.a, x->profile[i.b], w_bit_get(x->profile_present, i.b));
}

static void load_before(WVmRun *run, const WVmContext *x, WInstruction i) {
    W_ASSERT(x->changed);
    if (w_bit_get(x->changed, i.b))
        put_if(run, i.a, x->before[i.b], w_bit_get(x->before_present, i.b));
    else
        load_profile(run, x, i);
}

static void load_event(WVmRun *run, const WVmContext *x, WInstruction i) {
    put_if(run, i.a, x->event[i.b], w_bit_get(x->event_present, i.b));
}

static void load_variable(WVmRun *run, const WVmContext *x, WInstruction i) {
    W_ASSERT(x->variables);
    put_if(run, i.a, x->variables[i.b], w_bit_get(x->variables_present, i.b));
}

static WValue visits(const WVmContext *x, WInstruction i) {
    W_ASSERT(x->visits);
    return x->visits[x->bundle->stages[w_instruction_index(i)].visits];
}

static void load_param(WVmRun *run, const WVmContext *x, WInstruction i) {
    W_ASSERT(x->params);
    put_if(run, i.a, x->params[i.b], w_bit_get(x->params_present, i.b));
}

static void load_call(WVmRun *run, const WVmContext *x, WInstruction i) {
    WValue value;
    bool known = call(x, w_instruction_index(i), NULL, &value);
    put_if(run, i.a, value, known);
}

static void load_history(WVmRun *run, const WVmContext *x, WInstruction i,
                         const WVmElement *element) {
    WValue value = 0;
    bool known = w_vm_history(x, &x->bundle->uses[w_instruction_index(i)], element, &value);
    put_if(run, i.a, value, known);
}

static WValue option_text(const WVmContext *x, uint32_t row, WValue option) {
    const WOptionRow *options = x->bundle->options + x->bundle->enums[row].first_option;
    return w_value_of_pointer(w_bundle_text(x->bundle, options[option].text));
}

static void divide(WVmRun *run, WInstruction i) {
    int64_t quotient = 0;
    bool known = w_number_div(whole(run, i.b), whole(run, i.c), &quotient);
    put_if(run, i.a, (WValue)quotient, known);
}

static bool matches(const WVmContext *x, const WVmRun *run, WInstruction i) {
    return w_pattern_matches(x->bundle->patterns_compiled[i.c], w_text_str(text(run, i.b)));
}

static bool is_inside(const WVmContext *x, WInstruction i) {
    W_ASSERT(x->inside);
    return w_bit_get(x->inside, w_instruction_index(i));
}

// Only bundles made to be measured have marks.
static void note(const WVmContext *x, WInstruction i) {
    if (x->marks) w_bit_set(x->marks, w_instruction_index(i));
}

// ---- exits

static WVmExitKind give(WVmRun *run, WValue value, bool known) {
    run->value = value;
    run->known = known;
    return W_VM_DONE;
}

// Leave with register a and a target; `next` is already behind the instruction.
static WVmExitKind leave(WVmRun *run, WVmExitKind kind, WInstruction i, uint32_t target) {
    run->value = run->registers[i.a];
    run->known = w_bit_get(run->present, i.a);
    run->target = target;
    return kind;
}

static WVmExitKind propose(WVmRun *run, WInstruction i) {
    run->target = w_instruction_index(i);
    run->first_register = i.a;
    run->otherwise = i.d == 0 ? run->next : i.d;
    return W_VM_SEND;
}

static WVmExitKind put_in(WVmRun *run, WInstruction i) {
    run->target = w_instruction_index(i);
    run->first_register = i.a;
    return W_VM_EMIT;
}

static WVmExitKind exit_because(WVmRun *run, const WVmContext *x, WInstruction i) {
    give(run, x->bundle->constant_values[w_instruction_index(i)], true);
    return W_VM_EXIT;
}

// Instructions that leave the loop.
static WVmExitKind end(WVmRun *run, const WVmContext *x, WInstruction i) {
    uint32_t index = w_instruction_index(i);
    switch (i.op) {
    case W_OP_RETURN_TRUE: return give(run, true, true);
    case W_OP_RETURN_FALSE: return give(run, false, true);
    case W_OP_RETURN: return leave(run, W_VM_DONE, i, 0);
    case W_OP_RETURN_NONE: return W_VM_DONE;
    case W_OP_SET_PROFILE: return leave(run, W_VM_SET_PROFILE, i, i.b);
    case W_OP_SET_VARIABLE: return leave(run, W_VM_SET_VARIABLE, i, i.b);
    case W_OP_SEND: return propose(run, i);
    case W_OP_EMIT: return put_in(run, i);
    case W_OP_DRAW:
        run->target = index;
        run->first_register = i.a;
        return W_VM_DRAW;
    case W_OP_WAIT_FOR: return leave(run, W_VM_WAIT_FOR, i, index);
    case W_OP_WAIT_UNTIL: return leave(run, W_VM_WAIT_UNTIL, i, index);
    case W_OP_WAIT_EVER: run->target = index; return W_VM_WAIT_EVER;
    case W_OP_RESUME: return W_VM_RESUME;
    case W_OP_GO: run->target = index; return W_VM_GO;
    case W_OP_FINISH: return W_VM_FINISH;
    case W_OP_EXIT: return exit_because(run, x, i);
    default:
        w_assert_failed(__FILE__, __LINE__, "an instruction the verifier knows and we do not");
    }
}

// ---- the loop

void w_vm_begin(WVmRun *run, uint32_t function, uint32_t start) {
    run->function = function;
    run->next = start;
    memset(run->present, 0, sizeof run->present);
}

WVmExitKind w_vm_continue(WVmRun *run, const WVmContext *context) {
    return run_code(run, context, NULL);
}

// Shorter names for what stands in most lines below.
#define CONSTANT x->bundle->constant_values[w_instruction_index(i)]
#define A whole(run, i.a)
#define B whole(run, i.b)
#define C whole(run, i.c)
#define PUT(value) put(run, i.a, (WValue)(value))
#define JUMP_IF(condition) \
    if (condition) at = code + i.d

// Made twice: who does not ask how long the answer stays does not pay for it.
static inline __attribute__((always_inline)) WVmExitKind
loop(WVmRun *run, const WVmContext *x, const WVmElement *element, const bool is_timed) {
    const WInstruction *code =
        x->bundle->code + x->bundle->functions[run->function].first_instruction;
    const WInstruction *at = code + run->next;
    for (;;) {
        const WInstruction i = *at++;
        if (is_timed) w_vm_time(run, x, i);
        switch (i.op) {
        case W_OP_LOAD_CONSTANT: PUT(CONSTANT); break;
        case W_OP_LOAD_PROFILE: load_profile(run, x, i); break;
        case W_OP_LOAD_BEFORE: load_before(run, x, i); break;
        case W_OP_LOAD_EVENT: load_event(run, x, i); break;
        case W_OP_LOAD_EVENT_AT: PUT(x->event_at_ms); break;
        case W_OP_LOAD_VARIABLE: load_variable(run, x, i); break;
        case W_OP_LOAD_ENTRY_AT: PUT(x->entry_at_ms); break;
        case W_OP_LOAD_ENTRIES: PUT(x->entries); break;
        case W_OP_LOAD_VISITS: PUT(visits(x, i)); break;
        case W_OP_LOAD_NOW: PUT(x->now_ms); break;
        case W_OP_LOAD_CUSTOMER: PUT(w_value_of_pointer(x->customer)); break;
        case W_OP_LOAD_ELEMENT: PUT(element_value(element, i.c)); break;
        case W_OP_HISTORY: load_history(run, x, i, element); break;
        case W_OP_CALL: load_call(run, x, i); break;
        case W_OP_MOVE: put_if(run, i.a, run->registers[i.b], w_bit_get(run->present, i.b)); break;
        case W_OP_NATIVE: native(x, run, i); break;
        case W_OP_LIST: PUT(make_list(x, run->registers + i.b, i.c)); break;

        case W_OP_LOAD_PART: load_part(run, i); break;
        case W_OP_LOAD_NOTHING: put_if(run, i.a, 0, false); break;
        case W_OP_RECORD: PUT(make_tuple(x, run, i)); break;

        case W_OP_JUMP: at = code + i.d; break;
        case W_OP_JUMP_TRUE: JUMP_IF(A != 0); break;
        case W_OP_JUMP_FALSE: JUMP_IF(A == 0); break;
        case W_OP_JUMP_KNOWN: JUMP_IF(w_bit_get(run->present, i.a)); break;
        case W_OP_JUMP_MISSING: JUMP_IF(!w_bit_get(run->present, i.a)); break;

        case W_OP_JUMP_EQ: JUMP_IF(A == B); break;
        case W_OP_JUMP_NE: JUMP_IF(A != B); break;
        case W_OP_JUMP_LT: JUMP_IF(A < B); break;
        case W_OP_JUMP_LE: JUMP_IF(A <= B); break;
        case W_OP_JUMP_EQ_K: JUMP_IF(A == (int64_t)CONSTANT); break;
        case W_OP_JUMP_NE_K: JUMP_IF(A != (int64_t)CONSTANT); break;
        case W_OP_JUMP_LT_K: JUMP_IF(A < (int64_t)CONSTANT); break;
        case W_OP_JUMP_LE_K: JUMP_IF(A <= (int64_t)CONSTANT); break;
        case W_OP_JUMP_GT_K: JUMP_IF(A > (int64_t)CONSTANT); break;
        case W_OP_JUMP_GE_K: JUMP_IF(A >= (int64_t)CONSTANT); break;
        case W_OP_JUMP_EQ_TEXT: JUMP_IF(w_text_equal(text(run, i.a), text(run, i.b))); break;
        case W_OP_JUMP_NE_TEXT: JUMP_IF(!w_text_equal(text(run, i.a), text(run, i.b))); break;
        case W_OP_JUMP_LT_TEXT: JUMP_IF(w_text_compare(text(run, i.a), text(run, i.b)) < 0); break;
        case W_OP_JUMP_LE_TEXT:
            JUMP_IF(w_text_compare(text(run, i.a), text(run, i.b)) <= 0);
            break;
        case W_OP_JUMP_EQ_TEXT_K:
            JUMP_IF(w_text_equal(text(run, i.a), w_value_text(CONSTANT)));
            break;
        case W_OP_JUMP_NE_TEXT_K:
            JUMP_IF(!w_text_equal(text(run, i.a), w_value_text(CONSTANT)));
            break;

        case W_OP_ADD: PUT(w_integer_add(B, C)); break;
        case W_OP_SUBTRACT: PUT(w_integer_sub(B, C)); break;
        case W_OP_MULTIPLY: PUT(w_integer_mul(B, C)); break;
        case W_OP_MULTIPLY_NUMBER: PUT(w_number_mul(B, C)); break;
        case W_OP_DIVIDE: divide(run, i); break;
        case W_OP_NEGATE: PUT(w_integer_negate(B)); break;
        case W_OP_INTEGER_TO_NUMBER: PUT(w_integer_widen(B)); break;
        case W_OP_ENUM_TO_TEXT: PUT(option_text(x, i.c, run->registers[i.b])); break;
        case W_OP_LATER: PUT(w_datetime_add(B, C)); break;
        case W_OP_EARLIER: PUT(w_datetime_add(B, w_integer_negate(C))); break;

        case W_OP_CONCAT:
            PUT(w_value_of_pointer(w_text_join(x->arena, run->registers + i.b, i.c, NULL)));
            break;
        case W_OP_CONTAINS: PUT(w_text_contains(text(run, i.b), text(run, i.c))); break;
        case W_OP_STARTS_WITH: PUT(w_text_starts_with(text(run, i.b), text(run, i.c))); break;
        case W_OP_ENDS_WITH: PUT(w_text_ends_with(text(run, i.b), text(run, i.c))); break;
        case W_OP_MATCHES: PUT(matches(x, run, i)); break;
        case W_OP_LIST_HAS:
            PUT(has(w_value_list(run->registers[i.b]), run->registers[i.c]));
            break;
        case W_OP_LIST_HAS_TEXT:
            PUT(has_text(w_value_list(run->registers[i.b]), text(run, i.c)));
            break;
        case W_OP_EACH_ANY:
        case W_OP_EACH_ALL:
        case W_OP_EACH_COUNT:
        case W_OP_EACH_SUM:
        case W_OP_EACH_LIST:
        case W_OP_EACH_JOIN: PUT(each(x, i, w_value_list(run->registers[i.b]), element)); break;

        case W_OP_LOAD_PARAM: load_param(run, x, i); break;
        case W_OP_NEXT_CLOCK: PUT(w_zone_next_clock(x->zone, x->now_ms, B)); break;
        case W_OP_INSIDE: PUT(is_inside(x, i)); break;
        case W_OP_MARK: note(x, i); break;

        default: run->next = (uint32_t)(at - code); return end(run, x, i);
        }
    }
}

static WVmExitKind run_code(WVmRun *run, const WVmContext *x, const WVmElement *element) {
    if (x->until_ms == NULL) return loop(run, x, element, false);
    WVmTwin twin;
    memset(twin.moving, 0, sizeof twin.moving);
    memset(twin.counting, 0, sizeof twin.counting);
    run->twin = &twin;
    return loop(run, x, element, true);
}
