// What the loop and the history share.
#ifndef W_VM_MACHINE_H
#define W_VM_MACHINE_H

#include "runtime/vm/vm.h"

enum { W_VM_REGISTER_WORDS = (W_LIMIT_REGISTERS + 63) / 64 };

/// What else there is to say of registers while a condition is watched over time: which hold what
/// moves with `now`, and how far each millisecond; which hold a count, and of which use.
typedef struct WVmTwin {
    uint64_t moving[W_VM_REGISTER_WORDS];
    uint64_t counting[W_VM_REGISTER_WORDS];
    int64_t by[W_LIMIT_REGISTERS];
    const WUseRow *uses[W_LIMIT_REGISTERS];
} WVmTwin;

/// The answer that is being made is sure only before this time.
static inline void w_vm_until(const WVmContext *context, int64_t at_ms) {
    if (at_ms > context->now_ms && at_ms < *context->until_ms) *context->until_ms = at_ms;
}

/// What the instruction, which is about to run, has to do with time: which of the registers it
/// writes move with `now`, and when a jump would go the other way. Only with `until_ms` and
/// `twin`.
void w_vm_time(WVmRun *run, const WVmContext *context, WInstruction at);

/// The list element that code is run for, inside those of the loops around it.
typedef struct WVmElement {
    WValue value;
    const struct WVmElement *outer;
} WVmElement;

/// Test a condition inside loops.
bool w_vm_test_inside(const WVmContext *context, uint32_t function, const WVmElement *element);

/// The answer of a history use in `*value`, asked inside loops; false if it is missing.
bool w_vm_history(const WVmContext *context, const WUseRow *use, const WVmElement *element,
                  WValue *value);

/// When the `nth` (from 1) of the entries that a COUNT counted leaves its window.
int64_t w_vm_count_falls(const WVmContext *context, const WUseRow *use, int64_t nth);

/// Before which moment a history use does not look: entries at it are outside.
int64_t w_vm_window_start(const WVmContext *context, const WUseRow *use);

#endif
