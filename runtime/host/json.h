// Values as they stand on the wire, by the types of a bundle.
#ifndef W_HOST_JSON_H
#define W_HOST_JSON_H

#include "runtime/base/hash.h"
#include "runtime/bundle/bundle.h"
#include "runtime/value/json.h"

/// A value as it stands on the wire: numbers, booleans, lists, records; all else as a string.
void w_json_value(WBuffer *out, const WBundle *bundle, WType type, WValue value);
/// The same for people to read: in records `W_JSON_REDACTED` stands for what is personal.
void w_json_value_redacted(WBuffer *out, const WBundle *bundle, WType type, WValue value);
#define W_JSON_REDACTED "«personal»"
/// 32 digits, without quotes: the high half first.
void w_hex_hash(WBuffer *out, WHash128 hash);
/// 16 digits, without quotes.
void w_hex_u64(WBuffer *out, uint64_t value);

#endif
