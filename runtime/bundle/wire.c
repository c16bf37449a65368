// Parts and paths, from the rows of grammar/wire.def.
#include "runtime/bundle/wire.h"

#include <stdbool.h>
#include <string.h>

static const struct {
    WStr name;
    bool begins_paths;
} parts[W_PART_COUNT] = {
#define PART(name, text, path, summary) {{(text), sizeof(text) - 1}, (path) != 0},
#include "grammar/wire.def"
#undef PART
};

WStr w_part_name(WPart part) {
    return parts[part].name;
}

WStr w_path_first(WStr path, WStr *rest) {
    const char *dot = path.size > 0 ? memchr(path.bytes, '.', path.size) : NULL;
    *rest = (WStr){NULL, 0};
    if (!dot) return path;
    size_t size = (size_t)(dot - path.bytes);
    *rest = (WStr){dot + 1, path.size - size - 1};
    return (WStr){path.bytes, size};
}

WPart w_path_part(WStr path, WStr *rest) {
    WStr word = w_path_first(path, rest);
    for (int i = 0; i < W_PART_COUNT; i++) {
        if (parts[i].begins_paths && w_str_equal(parts[i].name, word)) return (WPart)i;
    }
    return W_PART_COUNT;
}
