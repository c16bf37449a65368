// What the loop and the history share.
#ifndef W_VM_MACHINE_H
#define W_VM_MACHINE_H

#include "runtime/vm/vm.h"

/// The answer of a history use in `*value`; false if it is missing.
bool w_vm_history(const WVmContext *context, const WUseRow *use, WValue *value);

/// Before which moment a history use does not look: entries at it are outside.
int64_t w_vm_window_start(const WVmContext *context, const WUseRow *use);

#endif
