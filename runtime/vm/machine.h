// What the loop and the history share.
#ifndef W_VM_MACHINE_H
#define W_VM_MACHINE_H

#include "runtime/vm/vm.h"

/// Registers that hold what moves with `now`, and how far each millisecond.
typedef struct WVmSpeeds {
    uint64_t moving[(W_LIMIT_REGISTERS + 63) / 64];
    int64_t by[W_LIMIT_REGISTERS];
} WVmSpeeds;

/// The answer that is being made is sure only before this time.
static inline void w_vm_until(const WVmContext *context, int64_t at_ms) {
    if (at_ms > context->now_ms && at_ms < *context->until_ms) *context->until_ms = at_ms;
}

/// What the instruction, which is about to run, has to do with time: which of the registers it
/// writes move with `now`, and when a jump would go the other way. Only with `until_ms` and
/// `speeds`.
void w_vm_time(WVmRun *run, const WVmContext *context, WInstruction at);

/// The answer of a history use in `*value`; false if it is missing.
bool w_vm_history(const WVmContext *context, const WUseRow *use, WValue *value);

/// Before which moment a history use does not look: entries at it are outside.
int64_t w_vm_window_start(const WVmContext *context, const WUseRow *use);

#endif
