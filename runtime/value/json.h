// Writing JSON into a buffer: strings with their escapes, and the values that need no bundle.
#ifndef W_VALUE_JSON_H
#define W_VALUE_JSON_H

#include "runtime/base/bytes.h"
#include "runtime/value/type.h"

/// A string in quotes. The bytes are valid UTF-8.
void w_json_string(WBuffer *out, WStr utf8);
void w_json_integer(WBuffer *out, int64_t value);
/// An instant in quotes: RFC 3339, UTC, milliseconds only when there are any.
void w_json_time(WBuffer *out, int64_t at_ms);
/// A value as it stands on the wire. Not for texts, enums, lists and records.
void w_json_plain(WBuffer *out, WTypeKind kind, int64_t value);

#endif
