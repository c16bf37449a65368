// Names of types, from the rows of types.def.
#include "runtime/value/type.h"

#include <stddef.h>

const char *w_type_kind_name(WTypeKind kind) {
#define TYPE(code, name, text, ordered, summary) [code] = (text),
    static const char *const names[W_TYPE_KIND_LIMIT] = {
#include "grammar/types.def"
    };
#undef TYPE
    const char *name = (unsigned)kind < W_TYPE_KIND_LIMIT ? names[kind] : NULL;
    return name ? name : "nothing";
}
