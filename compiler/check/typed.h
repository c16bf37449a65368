// Expressions of the program, each with its type.
//
// Premise: see program.h. Promise: see program.h.
#ifndef W_CHECK_TYPED_H
#define W_CHECK_TYPED_H

#include <stdbool.h>
#include <stdint.h>

#include "compiler/source/source.h"
#include "runtime/base/bytes.h"
#include "runtime/bundle/layout.h"
#include "runtime/value/type.h"

/// A value that is known while compiling.
typedef struct WConstant {
    WType type;    // required; W_TYPE_NONE among the items of a record: a field that is missing
    int64_t value; // as registers hold it; an enum's option; 0 for a text, a list or a record
    WStr text;     // a text, in NFC
    const struct WConstant *items; // of a list or a record; see w_typed_zero
    uint32_t count;
} WConstant;

/// What an expression is. The members of WTyped it uses stand behind each; `a`, `b`, `c` are
/// operands 0, 1, 2. Operands are of required types except where "may be missing" is said.
typedef enum WTypedKind {
    W_TYPED_ERROR,           // had its finding; in no program that w_check gives out
    W_TYPED_CONSTANT,        // constant
    W_TYPED_PROFILE,         // index: profile slot; may be missing
    W_TYPED_BEFORE,          // likewise, before the change that is answered
    W_TYPED_EVENT,           // event, index: field of that event (WProgramField); may be missing
    W_TYPED_EVENT_AT,        // time of the event
    W_TYPED_VARIABLE,        // index: variable of the journey (entry.x, let); may be missing
    W_TYPED_ENTRY_AT,        // entry.at
    W_TYPED_ENTRIES,         // entries
    W_TYPED_VISITS,          // index: stage of the journey
    W_TYPED_NOW,             // now
    W_TYPED_CUSTOMER,        // profile.id
    W_TYPED_HISTORY,         // index: use; missing over nothing but for count and sum
    W_TYPED_SEGMENT,         // index: segment; a boolean
    W_TYPED_NATIVE,          // index: code of stdlib/natives.def; operands as the row says
    W_TYPED_LIST,            // operands (1 or more), all of the element's type
    W_TYPED_CONCAT,          // operands (2 or more), all texts
    W_TYPED_TO_NUMBER,       // a: integer as number (INTEGER_TO_NUMBER)
    W_TYPED_ENUM_TEXT,       // a: enum as text (ENUM_TO_TEXT)
    W_TYPED_ADD,             // a, b: ADD of the types the opcode takes; a datetime stands left
    W_TYPED_SUBTRACT,        // a, b: SUBTRACT
    W_TYPED_MULTIPLY,        // a, b: MULTIPLY: integers, or an integer a and a duration b
    W_TYPED_MULTIPLY_NUMBER, // a, b: MULTIPLY_NUMBER: numbers, or a number a and a duration b
    W_TYPED_DIVIDE,    // a, b: DIVIDE, numbers; a number?; a number if b is a constant, not zero
    W_TYPED_NEGATE,    // a: NEGATE
    W_TYPED_OTHERWISE, // a may be missing; b counts then, may be missing if the type is optional
    W_TYPED_SURE,      // a is optional, but known here: a condition that stands before shows it.
                       // Code that cannot see that any more makes it `a otherwise` w_typed_zero
    W_TYPED_EQ,        // a, b of one type, never lists; a may be missing (then false)
    W_TYPED_NE,        // the same; true if a is missing
    W_TYPED_LT,        // a, b of one ordered type
    W_TYPED_LE,
    W_TYPED_GT,
    W_TYPED_GE,
    W_TYPED_BETWEEN,     // a from b to c, both included
    W_TYPED_IN,          // a in list b (a W_TYPED_LIST, often of constants, or a value); a may be
                         // missing (then false). `not in` is W_TYPED_NOT of it
    W_TYPED_CONTAINS,    // texts a, b
    W_TYPED_STARTS_WITH, // texts a, b
    W_TYPED_ENDS_WITH,   // texts a, b
    W_TYPED_MATCHES,     // text a; constant: the pattern, a text that compiles
    W_TYPED_KNOWN,       // a may be missing
    W_TYPED_MISSING,     // a may be missing
    W_TYPED_NOT,         // a: boolean
    W_TYPED_AND,         // a, b: booleans; b is looked at only if a holds
    W_TYPED_OR,          // a, b: booleans; b is looked at only if a does not hold
    W_TYPED_NEXT_CLOCK,  // a: time; when the customer's clock shows it next (NEXT_CLOCK)
    W_TYPED_INSIDE,      // index: journey; whether the customer is in it now
    W_TYPED_ELEMENT,  // index: 0 the element of the loop it stands in, 1 that of the next around
    W_TYPED_EACH_ANY, // a: list; b: condition on its elements (W_TYPED_ELEMENT), likewise below
    W_TYPED_EACH_ALL,
    W_TYPED_EACH_COUNT,
    W_TYPED_EACH_SUM,  // a: list; b: value, may be missing (adds nothing); c: condition, if any
    W_TYPED_EACH_LIST, // a: list; b: value, may be missing (left out); c: condition, if any
    W_TYPED_PART,      // a: record; index: its field; may be missing
    W_TYPED_RECORD,    // operands: one for each field, in order; may be missing where that may
    W_TYPED_NOTHING,   // a value of an optional type that is not there
    W_TYPED_EACH_JOIN, // a: list; b: text; c: condition, if any. In contents only
    W_TYPED_PARAM,     // index: of the message whose content this is; may be missing
    W_TYPED_IF,        // a: boolean; b, c: what it is if a holds, if not: of one required type
} WTypedKind;

/// Whether it goes through a list, element by element.
static inline bool w_typed_is_each(WTypedKind kind) {
    return kind == W_TYPED_EACH_ANY || kind == W_TYPED_EACH_ALL || kind == W_TYPED_EACH_COUNT ||
           kind == W_TYPED_EACH_SUM || kind == W_TYPED_EACH_LIST || kind == W_TYPED_EACH_JOIN;
}

typedef struct WTyped WTyped;

struct WTyped {
    WTypedKind kind;
    WType type; // of the result
    WSpan span;
    bool personal;  // holds data that only a channel which accepts personal may get
    uint32_t index; // see the kinds
    uint32_t event;
    uint32_t loop;  // ELEMENT: which loop of the project
    uint32_t count; // of operands
    WTyped **operands;
    WConstant constant;
};

#endif
