// Records as values; and copying and comparing whatever a value holds.
#ifndef W_VALUE_COPY_H
#define W_VALUE_COPY_H

#include "runtime/base/arena.h"
#include "runtime/value/type.h"

/// A record of `count` fields in the arena, none of them there yet.
WTuple *w_tuple_begin(WArena *arena, uint32_t count);

/// Are the fields that are there all of the record, and those that may not be missing there?
bool w_tuple_is_whole(const WShape *shape, uint64_t present);

/// Whether two values are the same throughout; what is missing in one must be in the other.
bool w_value_same(const WShape *shapes, WType type, WValue a, WValue b);

/// The value with all it points to, in the arena. `shapes` are by record row.
WValue w_value_copy(WArena *arena, const WShape *shapes, WType type, WValue value);

#endif
