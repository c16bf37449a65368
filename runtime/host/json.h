// Writing JSON into a buffer: strings with their escapes, values by their type.
#ifndef W_HOST_JSON_H
#define W_HOST_JSON_H

#include "runtime/base/hash.h"
#include "runtime/bundle/bundle.h"

/// A string in quotes. The bytes are valid UTF-8.
void w_json_string(WBuffer *out, WStr utf8);
void w_json_integer(WBuffer *out, int64_t value);
/// An instant in quotes: RFC 3339, UTC, milliseconds only when there are any.
void w_json_time(WBuffer *out, int64_t at_ms);
/// A value as it stands on the wire: numbers, booleans, lists; all else as a string.
void w_json_value(WBuffer *out, const WBundle *bundle, WType type, WValue value);
/// 32 digits, without quotes: the high half first.
void w_hex_hash(WBuffer *out, WHash128 hash);
/// 16 digits, without quotes.
void w_hex_u64(WBuffer *out, uint64_t value);

#endif
