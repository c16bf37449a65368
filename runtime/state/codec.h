// Inside the state room: single values to bytes and back.
#ifndef W_STATE_CODEC_H
#define W_STATE_CODEC_H

#include "runtime/base/arena.h"
#include "runtime/base/bytes.h"
#include "runtime/value/type.h"

/// A signed number as a varint of its zigzag form (small magnitudes are short).
void w_codec_put_signed(WBuffer *out, int64_t value);
int64_t w_codec_get_signed(WReader *in);

/// A value of a type. Texts are their bytes, lists their elements, records a bitmap and those of
/// their fields that are there. `shapes` are by record row.
void w_codec_put_value(WBuffer *out, const WShape *shapes, WType type, WValue value);
/// The value, what it points to made in the arena; on damage `in->failed` is set.
WValue w_codec_get_value(WReader *in, WArena *arena, const WShape *shapes, WType type);

#endif
