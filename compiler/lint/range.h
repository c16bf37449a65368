// Ranges: what a value can be, as far as it is known without running anything.
//
// A range never leaves out a value that can occur; it may hold some that cannot.
#ifndef W_LINT_RANGE_H
#define W_LINT_RANGE_H

#include "compiler/check/program.h"
#include "runtime/base/arena.h"

/// What a value of one type can be. Of what is known: `low` to `high` for booleans and whatever
/// else has an order but texts, `options` for enums, `texts` for texts; lists are just there.
typedef struct WRange {
    bool may_be_missing;
    bool may_be_known;
    bool has_texts;     // the text is one of `texts`; or, with `are_texts_out`, none of them
    bool are_texts_out; // only with has_texts
    uint32_t text_count;
    const WStr *texts;
    int64_t low;
    int64_t high;
    uint64_t options; // a bit for each; all of them if there are more than 64
} WRange;

/// Every value of a type.
WRange w_range_of_type(const WProgram *program, WType type);
/// That constant and nothing else.
WRange w_range_of_constant(const WConstant *constant);

/// Whether it holds nothing at all.
bool w_range_is_empty(const WRange *range);
/// Whether all of `a` is in `b`.
bool w_range_is_within(const WRange *a, const WRange *b);
/// Whether it is one known value.
bool w_range_is_single(WTypeKind kind, const WRange *range);

/// What is in both.
WRange w_range_meet(WArena *arena, const WRange *a, const WRange *b);
/// What is in one of them, and maybe more.
WRange w_range_join(WArena *arena, const WRange *a, const WRange *b);
/// `a` without the one known value that `single` is.
WRange w_range_without(WArena *arena, WTypeKind kind, const WRange *a, const WRange *single);

/// The range in words: "at least 20", "one of \"a\", \"b\"", "missing".
void w_range_print(const WProgram *program, WType type, const WRange *range, WBuffer *out);
/// Some value of it, as a script would write it.
void w_range_print_example(const WProgram *program, WType type, const WRange *range, WBuffer *out);
/// A value of an ordered type, a boolean or an enum, as a script would write it.
void w_range_print_value(const WProgram *program, WType type, int64_t value, WBuffer *out);

#endif
