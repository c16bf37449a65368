// Values of declared types as they stand on event lines. Private to the event reader.
#ifndef W_HOST_EVENT_VALUE_H
#define W_HOST_EVENT_VALUE_H

#include "runtime/base/arena.h"
#include "runtime/host/event_names.h"
#include "runtime/host/event_scan.h"
#include "runtime/value/time.h"
#include "runtime/value/type.h"

/// The options of an enum.
typedef struct WOptions {
    WNames names;   // to indices of options
    uint32_t other; // what stands for every other text; W_NONE: nothing, the enum is closed
} WOptions;

/// A line being read.
typedef struct WLine {
    WJsonScan scan;
    WArena *arena;
    WDatetimeMemo memo;
    WType wanted; // WRONG_TYPE and BAD_FORM: what was declared
} WLine;

/// Refuse the value at hand; returns false.
bool w_line_refuse(WLine *line, WRefused why, WType wanted);

/// The text of a string, in NFC: a view of the line, or in the arena. Refused if it is larger than
/// `max_bytes` or holds a NUL.
bool w_line_text(WLine *line, const WJsonString *string, size_t max_bytes, WStr *text);

/// Step into the object at hand; false if there is none.
bool w_line_enter(WLine *line);

/// Step to the value of the next key of the object stepped into, out of it if there is none. `*key` is
/// W_KEY_BEGIN at first, then the index of the key met. False at the end, and when the line is refused.
bool w_line_next_key(WLine *line, WKeys *keys, uint32_t *key);

/// Read a value of a type that is neither missing nor `null`. `options` are those of the type's enum, or
/// NULL. With `keep` unset it is only judged, and nothing is made in the arena.
bool w_line_value(WLine *line, WType type, const WOptions *options, bool keep, WValue *value);

#endif
