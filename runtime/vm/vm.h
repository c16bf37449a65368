// The machine: runs verified code over one customer's data, given as plain pointers. It reads no
// clock, no disk, no chance, changes nothing but its own registers, and calls no host: what flow
// code wants done comes back as an exit, and the engine goes on from there.
#ifndef W_VM_VM_H
#define W_VM_VM_H

#include "runtime/base/arena.h"
#include "runtime/base/limits.h"
#include "runtime/bundle/bundle.h"
#include "runtime/value/locale.h"
#include "runtime/value/zone.h"

/// The kept history of one event of one customer, oldest first. An entry is `stride` words: its
/// time (ms); and, if the event keeps slots, a presence bitmap and the slots (so stride is 1, or 2
/// + slots).
typedef struct WHistoryView {
    const WValue *entries;
    uint32_t count;
    uint32_t stride;
} WHistoryView;

/// All that code may read. Values whose types are not optional must be there: code does not ask.
/// The exception are variables, which the verifier follows.
typedef struct WVmContext {
    const WBundle *bundle;
    WArena *arena; // texts and lists made by code live here; the caller resets it after the turn
    const WZone *zone;
    int64_t now_ms;
    const WText *customer;
    const WValue *profile; // by slot, with its presence
    const uint64_t *profile_present;
    const uint64_t *changed; // bitmap by slot: fields whose old value is in `before`; or NULL
    const WValue *before;    // with its presence
    const uint64_t *before_present;
    const WHistoryView *histories; // by event row (count 0: nothing is kept), then by
                                   // sent row
    const WValue *event;           // slots of the event being answered, or NULL
    const uint64_t *event_present;
    int64_t event_at_ms;
    const WValue *variables; // of the instance, or NULL
    const uint64_t *variables_present;
    int64_t entry_at_ms;
    int64_t entries;
    const uint32_t *visits; // of the instance, by counter, or NULL
    const uint64_t *inside; // bitmap by journey row: those the customer is in now
    int64_t *until_ms;      // of w_vm_test_until, which sets it; else NULL
    uint64_t *marks;        // bitmap by mark row: those control came to; NULL: nobody asks
    const WValue *params;   // of the message whose content is made, or NULL
    const uint64_t *params_present;
    const WLocale *locale; // of that content; NULL is the plain way
} WVmContext;

#define W_VM_NEVER_MS INT64_MAX

/// Does the CONDITION function hold?
bool w_vm_test(const WVmContext *context, uint32_t function);

/// The same, and how long the answer surely stays what it is while nothing but time changes:
/// before `*until_ms` it is that of now. W_VM_NEVER_MS if time alone never changes it.
bool w_vm_test_until(const WVmContext *context, uint32_t function, int64_t *until_ms);

/// Value of a VALUE function; false if it is missing.
bool w_vm_value(const WVmContext *context, uint32_t function, WValue *value);

typedef enum WVmExitKind {
    W_VM_SET_PROFILE,  // slot, value or missing
    W_VM_SET_VARIABLE, // variable, value or missing
    W_VM_SEND,         // site; params in registers from first_register on
    W_VM_EMIT,         // emission; its properties in registers from first_register on
    W_VM_DRAW,         // draw; its number is wanted in register first_register
    W_VM_WAIT_FOR,     // point, value: a duration
    W_VM_WAIT_UNTIL,   // point, value: a datetime
    W_VM_WAIT_EVER,    // point
    W_VM_RESUME,
    W_VM_GO, // stage
    W_VM_FINISH,
    W_VM_EXIT, // value: the text of the reason
    W_VM_DONE, // a setter has ended
} WVmExitKind;

/// A run of flow or setter code; `next` is where it goes on after an exit that does not end it.
typedef struct WVmRun {
    uint32_t function;
    uint32_t next;           // instruction within the function
    uint32_t target;         // slot, variable, site, emission, draw, point or stage
    uint32_t otherwise;      // W_VM_SEND: where a suppressed send goes on
    uint32_t first_register; // W_VM_SEND, W_VM_EMIT, W_VM_DRAW
    WValue value;
    bool known;           // is `value` there
    struct WVmTwin *twin; // inside the machine, of a condition that is watched over time
    uint64_t present[(W_LIMIT_REGISTERS + 63) / 64];
    WValue registers[W_LIMIT_REGISTERS];
} WVmRun;

/// Begin at an instruction of a FLOW or SETTER function, with no register set.
void w_vm_begin(WVmRun *run, uint32_t function, uint32_t start);

/// Run to the next exit.
WVmExitKind w_vm_continue(WVmRun *run, const WVmContext *context);

#endif
