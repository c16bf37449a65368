// The functions of stdlib/natives.def: what the checker, the verifier and the machine need to know
// of them, and how they are called.
//
// A native is pure: its result depends on its arguments, the customer's zone and the turn's time,
// and it cannot fail. What it makes lives in the arena of the call.
#ifndef W_STDLIB_NATIVE_H
#define W_STDLIB_NATIVE_H

#include <stddef.h>
#include <stdint.h>

#include "runtime/base/arena.h"
#include "runtime/base/bytes.h"
#include "runtime/value/locale.h"
#include "runtime/value/type.h"
#include "runtime/value/zone.h"

#define NATIVE(code, name, text, result, arguments, traits, function, summary, example) \
    W_NATIVE_##name = (code),
typedef enum WNativeCode {
#include "stdlib/natives.def"
} WNativeCode;
#undef NATIVE

#define W_NATIVE_ARGUMENTS 4

/// Traits of a native, or-ed.
enum {
    W_NATIVE_HIDDEN = 1, // no name in scripts: the compiler puts it
    W_NATIVE_ZONE = 2,   // reads `zone`
    W_NATIVE_NOW = 4,    // reads `now_ms`
    W_NATIVE_LOCALE = 8, // reads `locale`
};

/// Types that stand for others in a row.
enum {
    W_NATIVE_PLAIN = 12,      // an ordered type but text
    W_NATIVE_PLAIN_LIST = 13, // a list of such
    W_NATIVE_SAME = 14,       // the type of the first argument
    W_NATIVE_ELEMENT = 15,    // what the first argument is a list of
};

/// One call. Arguments are as many and of the types the row says, all of them known; the result is
/// missing (w_native_none) only where its type says that it may be.
typedef struct WNativeCall {
    const WValue *arguments;
    WArena *arena;
    const WZone *zone; // the customer's; may be NULL for natives without ZONE
    int64_t now_ms;
    const WLocale *locale; // of the content; NULL is the plain way
    bool *missing;         // set if there is no result; may be NULL where that cannot be
} WNativeCall;

typedef WValue WNativeFunction(const WNativeCall *call);

// The functions of the rows, one or more rows to each.
#define NATIVE(code, name, text, result, arguments, traits, function, summary, example) \
    WNativeFunction function;
#include "stdlib/natives.def"
#undef NATIVE

/// A row of the table.
typedef struct WNative {
    const char *name; // "" for a hidden one
    const char *summary;
    const char *example;
    WNativeFunction *function;
    WType result;
    WType arguments[W_NATIVE_ARGUMENTS]; // W_TYPE_LIST alone takes any list
    uint16_t code;
    uint8_t argument_count;
    uint8_t traits;
} WNative;

/// The row of a code as it stands in an instruction, or NULL. Constant time.
const WNative *w_native_by_code(uint32_t code);

/// All rows, in the order of the table.
const WNative *w_native_rows(size_t *count);

/// The n-th row (from 0) of that name in scripts, or NULL: the overloads of `round` one by one.
const WNative *w_native_by_name(WStr name, size_t n);

/// Whether values of these types, as many as the row has arguments, may be its arguments as they
/// stand. An integer for a number is not: the compiler widens it first.
bool w_native_takes(const WNative *native, const WType *given);
/// The type of the result for arguments of types it takes.
WType w_native_result(const WNative *native, const WType *given);

/// For natives: there is no result.
static inline WValue w_native_none(const WNativeCall *call) {
    if (call->missing) *call->missing = true;
    return 0;
}

#endif
