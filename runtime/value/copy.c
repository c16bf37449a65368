// Records, and copies of values.
//
// Premise: values are of their types; records nest no deeper than W_LIMIT_RECORD_DEPTH.
#include "runtime/value/copy.h"

#include <string.h>

#include "runtime/base/assert.h"
#include "runtime/base/limits.h"
#include "runtime/value/text.h"

WTuple *w_tuple_begin(WArena *arena, uint32_t count) {
    W_ASSERT(count <= W_LIMIT_RECORD_FIELDS);
    return w_arena_take_zeroed(arena, sizeof(WTuple) + count * sizeof(WValue));
}

bool w_tuple_is_whole(const WShape *shape, uint64_t present) {
    if (shape->count < 64 && present >> shape->count != 0) return false;
    for (uint32_t i = 0; i < shape->count; i++) {
        if (!w_type_optional(shape->types[i]) && !(present >> i & 1)) return false;
    }
    return true;
}

static bool same_items(const WShape *shapes, WType type, const WList *a, const WList *b) {
    if (a->count != b->count) return false;
    for (uint32_t i = 0; i < a->count; i++) {
        if (!w_value_same(shapes, w_type_element(type), a->items[i], b->items[i])) return false;
    }
    return true;
}

static bool same_fields(const WShape *shapes, const WShape *shape, const WTuple *a,
                        const WTuple *b) {
    if (a->present != b->present) return false;
    for (uint32_t i = 0; i < shape->count; i++) {
        bool known = a->present >> i & 1;
        if (known && !w_value_same(shapes, shape->types[i], a->items[i], b->items[i]))
            return false;
    }
    return true;
}

bool w_value_same(const WShape *shapes, WType type, WValue a, WValue b) {
    switch (w_type_kind(type)) {
    case W_TYPE_TEXT: return w_text_equal(w_value_text(a), w_value_text(b));
    case W_TYPE_LIST: return same_items(shapes, type, w_value_list(a), w_value_list(b));
    case W_TYPE_RECORD:
        return same_fields(shapes, &shapes[w_type_record(type)], w_value_tuple(a),
                           w_value_tuple(b));
    default: return a == b;
    }
}

static WValue copy_text(WArena *arena, const WText *text) {
    size_t size_bytes = sizeof *text + text->size + 1;
    return w_value_of_pointer(memcpy(w_arena_take(arena, size_bytes), text, size_bytes));
}

static WValue copy_list(WArena *arena, const WShape *shapes, WType type, const WList *list) {
    WList *copy = w_arena_take(arena, sizeof *copy + list->count * sizeof copy->items[0]);
    copy->count = list->count;
    copy->reserved = 0;
    for (uint32_t i = 0; i < list->count; i++)
        copy->items[i] = w_value_copy(arena, shapes, w_type_element(type), list->items[i]);
    return w_value_of_pointer(copy);
}

static WValue copy_tuple(WArena *arena, const WShape *shapes, const WShape *shape,
                         const WTuple *tuple) {
    WTuple *copy = w_tuple_begin(arena, shape->count);
    copy->present = tuple->present;
    for (uint32_t i = 0; i < shape->count; i++) {
        if (!(tuple->present >> i & 1)) continue;
        copy->items[i] = w_value_copy(arena, shapes, shape->types[i], tuple->items[i]);
    }
    return w_value_of_pointer(copy);
}

WValue w_value_copy(WArena *arena, const WShape *shapes, WType type, WValue value) {
    switch (w_type_kind(type)) {
    case W_TYPE_TEXT: return copy_text(arena, w_value_text(value));
    case W_TYPE_LIST: return copy_list(arena, shapes, type, w_value_list(value));
    case W_TYPE_RECORD:
        return copy_tuple(arena, shapes, &shapes[w_type_record(type)], w_value_tuple(value));
    default: return value;
    }
}
