// Where fields stand on an event line: the parts at its top, and the paths of fields.
//
// A path is words with dots between them, as the `wire` of a field's row. It begins in the body of
// the line (its properties; of a group and for the profile its traits), or, if its first word is
// a part that grammar/wire.def marks so, at the top of the line. Within a record it begins in the
// record's object.
#ifndef W_BUNDLE_WIRE_H
#define W_BUNDLE_WIRE_H

#include "runtime/base/bytes.h"
#include "runtime/bundle/layout.h"

#define PART(name, text, path, summary) W_PART_##name,
typedef enum WPart {
#include "grammar/wire.def"
    W_PART_COUNT
} WPart;
#undef PART

/// The key of a part.
WStr w_part_name(WPart part);
/// The part in which the fields of an event stand.
static inline WPart w_part_of_fields(WEventKind kind) {
    return kind == W_EVENT_GROUP ? W_PART_TRAITS : W_PART_PROPERTIES;
}

/// The first word of a path, and what follows its dot; without bytes if there is no dot.
WStr w_path_first(WStr path, WStr *rest);
/// The part at which a path begins, and the rest of the path (without bytes: there is none);
/// W_PART_COUNT if the path begins in the body.
WPart w_path_part(WStr path, WStr *rest);

#endif
