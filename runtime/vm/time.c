// How long an answer stays: the twin of the loop, for conditions that are watched over time.
//
// A run takes one way through its code. As long as no value it read on that way changes and no
// jump on it would go the other way, another run takes the same way and answers the same. So the
// earliest moment at which one of that can happen bounds how long the answer surely stays; it may
// be too early, never too late.
//
// Values that are read stay until a moment of their own (a question to the history until an entry
// leaves its window, a day until midnight). `now`, and what is computed from it, changes all the
// time but evenly: each such register has a speed (per millisecond), and a jump that compares it
// goes the other way at a moment that can be computed. A count that is compared with a constant
// stays on its side until enough entries have left, which mostly is never.
//
// Premise: the compiler lets nothing else be done with what moves. If a bundle does it all the
// same, the answer is asked for again each minute.

#include "runtime/value/time.h"
#include "runtime/bundle/opcode.h"
#include "runtime/vm/machine.h"
#include "stdlib/native.h"

__extension__ typedef __int128 Wide;

static int64_t speed(const WVmRun *run, uint32_t reg) {
    return w_bit_get(run->twin->moving, reg) ? run->twin->by[reg] : 0;
}

static void move(WVmRun *run, uint32_t reg, Wide by) {
    if (by > INT64_MAX) by = INT64_MAX;
    if (by < -INT64_MAX) by = -INT64_MAX;
    run->twin->by[reg] = (int64_t)by;
    if (by == 0)
        w_bit_clear(run->twin->moving, reg);
    else
        w_bit_set(run->twin->moving, reg);
}

// It is sure for so many milliseconds, beginning now.
static void stays(const WVmContext *x, Wide steps_ms) {
    if (steps_ms > W_DATETIME_MAX - W_DATETIME_MIN) return; // beyond the calendar
    w_vm_until(x, x->now_ms + (int64_t)steps_ms);
}

// ---- what an instruction reads

typedef bool OfRegister(WVmRun *run, const WVmContext *x, uint32_t reg);

// How many registers in a row an operand stands for.
static uint32_t row_of(const WVmContext *x, WInstruction at, char operand) {
    if (operand == 'y' && at.op == W_OP_NATIVE) return w_native_by_code(at.b)->argument_count;
    if (operand != 'x') return 1;
    if (at.op == W_OP_RECORD) return x->bundle->shapes[at.c].count;
    return at.op == W_OP_LIST || at.op == W_OP_CONCAT ? at.c : 1;
}

// Whether it is so of any register the instruction reads; all are asked.
static bool any_read(WVmRun *run, const WVmContext *x, WInstruction at, OfRegister *is_so) {
    bool any = false;
    for (const char *operand = w_opcodes[at.op].operands; *operand != '\0'; operand++) {
        bool reads = *operand == 'r' || *operand == 'x' || *operand == 'y';
        uint32_t first = *operand == 'r' ? at.a : *operand == 'x' ? at.b : at.c;
        uint32_t end = reads ? first + row_of(x, at, *operand) : first;
        for (uint32_t reg = first; reg < end; reg++)
            any |= is_so(run, x, reg);
    }
    return any;
}

static bool does_write(WInstruction at) {
    return w_opcodes[at.op].operands[0] == 'w';
}

// ---- what goes with now

static Wide divide_up(Wide a, Wide b) {
    return (a + b - 1) / b;
}

// When something at `distance` with that speed is below zero where it was not, or no longer.
static void crosses_zero(const WVmContext *x, Wide distance, Wide by) {
    if (by > 0 && distance < 0) stays(x, divide_up(-distance, by));
    if (by < 0 && distance >= 0) stays(x, distance / -by + 1);
}

static void meets_zero(const WVmContext *x, Wide distance, Wide by) {
    if (by == 0) return;
    if (distance == 0) {
        stays(x, 1);
    } else if ((distance < 0) == (by > 0) && distance % by == 0) {
        stays(x, -distance / by);
    }
}

static void compares(const WVmRun *run, const WVmContext *x, WInstruction at) {
    bool constant = at.op >= W_OP_JUMP_EQ_K;
    Wide right = constant ? (int64_t)x->bundle->constant_values[w_instruction_index(at)]
                          : (int64_t)run->registers[at.b];
    Wide distance = (int64_t)run->registers[at.a] - right;
    Wide by = (Wide)speed(run, at.a) - (constant ? 0 : speed(run, at.b));
    switch (at.op) {
    case W_OP_JUMP_EQ:
    case W_OP_JUMP_NE:
    case W_OP_JUMP_EQ_K:
    case W_OP_JUMP_NE_K: meets_zero(x, distance, by); break;
    case W_OP_JUMP_LE:
    case W_OP_JUMP_LE_K:
    case W_OP_JUMP_GT_K: crosses_zero(x, distance - 1, by); break;
    default: crosses_zero(x, distance, by); break;
    }
}

// ---- days and clocks

// The times around `at_ms`, first and behind the last, in which it is the same day and the clock
// goes evenly.
typedef struct Even {
    int64_t from_ms;
    int64_t to_ms;
} Even;

// The first instant behind `low` with another offset than there; `high` has one.
static int64_t find_change(const WZone *zone, int64_t low_ms, int64_t high_ms) {
    int64_t offset_ms = w_zone_offset_ms(zone, low_ms);
    while (high_ms - low_ms > 1) {
        int64_t middle_ms = low_ms + (high_ms - low_ms) / 2;
        if (w_zone_offset_ms(zone, middle_ms) == offset_ms)
            low_ms = middle_ms;
        else
            high_ms = middle_ms;
    }
    return high_ms;
}

static Even even_around(const WZone *zone, int64_t at_ms) {
    int64_t offset_ms = w_zone_offset_ms(zone, at_ms);
    int64_t from_ms = at_ms - w_datetime_clock_ms(at_ms + offset_ms);
    Even even = {from_ms, from_ms + W_DAY_MS};
    if (w_zone_offset_ms(zone, even.to_ms - 1) != offset_ms)
        even.to_ms = find_change(zone, at_ms, even.to_ms - 1);
    if (w_zone_offset_ms(zone, even.from_ms) != offset_ms)
        even.from_ms = find_change(zone, even.from_ms, at_ms);
    return even;
}

// An instant that moves leaves its day, or the hours in which the clock goes evenly.
static void leaves_day(const WVmContext *x, int64_t at_ms, int64_t by) {
    Even even = even_around(x->zone, at_ms);
    if (by > 0) stays(x, divide_up((Wide)even.to_ms - at_ms, by));
    if (by < 0) stays(x, ((Wide)at_ms - even.from_ms) / -(Wide)by + 1);
}

// ---- what is done with what moves

static void coarse(const WVmContext *x) {
    stays(x, W_MINUTE_MS);
}

static void next_clock(const WVmRun *run, const WVmContext *x, WInstruction at) {
    w_vm_until(x, w_zone_next_clock(x->zone, x->now_ms, (int64_t)run->registers[at.b]));
    leaves_day(x, x->now_ms, 1);
}

// "The next such moment" is the same until it has come.
static void comes(const WVmRun *run, const WVmContext *x, WInstruction at, const WNative *row) {
    WNativeCall given = {.arguments = run->registers + at.c,
                         .arena = x->arena,
                         .zone = x->zone,
                         .now_ms = x->now_ms};
    w_vm_until(x, (int64_t)row->function(&given));
}

static void native(WVmRun *run, const WVmContext *x, WInstruction at) {
    const WNative *row = w_native_by_code(at.b);
    int64_t by = row->argument_count > 0 ? speed(run, at.c) : 0;
    bool of_instant = row->code == W_NATIVE_DATE_OF || row->code == W_NATIVE_TIME_OF;
    if ((row->traits & W_NATIVE_NOW) != 0) {
        leaves_day(x, x->now_ms, 1);
        if (row->result == W_TYPE_DATETIME) comes(run, x, at, row);
    }
    if (of_instant && by != 0) leaves_day(x, (int64_t)run->registers[at.c], by);
    for (uint32_t i = of_instant ? 1 : 0; i < row->argument_count; i++) {
        if (speed(run, at.c + i) != 0) coarse(x);
    }
    move(run, at.a, row->code == W_NATIVE_TIME_OF ? by : 0);
}

// At the ends of the calendar an instant stands still until what it is computed from comes back.
static void shifts(WVmRun *run, const WVmContext *x, WInstruction at, int sign) {
    Wide by = (Wide)speed(run, at.b) + sign * (Wide)speed(run, at.c);
    Wide sum = (Wide)(int64_t)run->registers[at.b] + sign * (Wide)(int64_t)run->registers[at.c];
    if (sum < W_DATETIME_MIN) {
        crosses_zero(x, sum - W_DATETIME_MIN, by);
        by = 0;
    } else if (sum > W_DATETIME_MAX) {
        crosses_zero(x, W_DATETIME_MAX - sum, -by);
        by = 0;
    }
    move(run, at.a, by);
}

static bool is_moving(WVmRun *run, const WVmContext *x, uint32_t reg) {
    (void)x;
    return speed(run, reg) != 0;
}

// Anything else with a register that moves.
static void other(WVmRun *run, const WVmContext *x, WInstruction at) {
    if (any_read(run, x, at, is_moving)) coarse(x);
    if (does_write(at)) move(run, at.a, 0);
}

// ---- counts

// How many of the counted entries must leave for the comparison to come out otherwise; 0: however
// many, it does not.
static int64_t falls_needed(uint8_t op, int64_t count, int64_t constant) {
    if (constant < 0) return 0;
    int64_t over = count - constant;
    switch (op) {
    case W_OP_JUMP_LT_K:
    case W_OP_JUMP_GE_K: over++; break;
    case W_OP_JUMP_EQ_K:
    case W_OP_JUMP_NE_K:
        if (over == 0) over = 1;
        break;
    default: break;
    }
    return over > 0 && over <= count ? over : 0;
}

static void compares_count(const WVmRun *run, const WVmContext *x, WInstruction at) {
    int64_t constant = (int64_t)x->bundle->constant_values[w_instruction_index(at)];
    int64_t nth = falls_needed(at.op, (int64_t)run->registers[at.a], constant);
    if (nth > 0) w_vm_until(x, w_vm_count_falls(x, run->twin->uses[at.a], nth));
}

// The count is used otherwise: it stays what it is until the first entry leaves.
static bool settle(WVmRun *run, const WVmContext *x, uint32_t reg) {
    if (!w_bit_get(run->twin->counting, reg)) return false;
    w_vm_until(x, w_vm_count_falls(x, run->twin->uses[reg], 1));
    return true;
}

static bool compares_with_constant(WInstruction at) {
    return at.op >= W_OP_JUMP_EQ_K && at.op <= W_OP_JUMP_GE_K;
}

static void counts(WVmRun *run, const WVmContext *x, WInstruction at) {
    if (compares_with_constant(at) && w_bit_get(run->twin->counting, at.a))
        compares_count(run, x, at);
    else
        any_read(run, x, at, settle);
    if (does_write(at)) w_bit_clear(run->twin->counting, at.a);
}

static bool counts_any(const WVmRun *run) {
    uint64_t any = 0;
    for (int i = 0; i < W_VM_REGISTER_WORDS; i++)
        any |= run->twin->counting[i];
    return any != 0;
}

static void asks_history(WVmRun *run, const WVmContext *x, WInstruction at) {
    const WUseRow *use = &x->bundle->uses[w_instruction_index(at)];
    move(run, at.a, 0);
    if (use->kind != W_USE_COUNT) return;
    w_bit_set(run->twin->counting, at.a);
    run->twin->uses[at.a] = use;
}

void w_vm_time(WVmRun *run, const WVmContext *x, WInstruction at) {
    if (counts_any(run)) counts(run, x, at);
    switch (at.op) {
    case W_OP_HISTORY: asks_history(run, x, at); break;
    case W_OP_LOAD_NOW: move(run, at.a, 1); break;
    case W_OP_MOVE: move(run, at.a, speed(run, at.b)); break;
    case W_OP_ADD: move(run, at.a, (Wide)speed(run, at.b) + speed(run, at.c)); break;
    case W_OP_SUBTRACT: move(run, at.a, (Wide)speed(run, at.b) - speed(run, at.c)); break;
    case W_OP_NEGATE: move(run, at.a, -(Wide)speed(run, at.b)); break;
    case W_OP_MULTIPLY:
        move(run, at.a, (Wide)(int64_t)run->registers[at.b] * speed(run, at.c));
        break;
    case W_OP_LATER: shifts(run, x, at, 1); break;
    case W_OP_EARLIER: shifts(run, x, at, -1); break;
    case W_OP_NATIVE: native(run, x, at); break;
    case W_OP_NEXT_CLOCK:
        next_clock(run, x, at);
        move(run, at.a, 0);
        break;
    case W_OP_JUMP_EQ:
    case W_OP_JUMP_NE:
    case W_OP_JUMP_LT:
    case W_OP_JUMP_LE:
    case W_OP_JUMP_EQ_K:
    case W_OP_JUMP_NE_K:
    case W_OP_JUMP_LT_K:
    case W_OP_JUMP_LE_K:
    case W_OP_JUMP_GT_K:
    case W_OP_JUMP_GE_K: compares(run, x, at); break;
    case W_OP_JUMP_KNOWN:
    case W_OP_JUMP_MISSING: break; // what moves is there
    default: other(run, x, at); break;
    }
}
