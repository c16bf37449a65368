// Ranges: meeting, joining, comparing.
#include "compiler/lint/range.h"

enum { MOST_TEXTS = 64, OPTION_BITS = 64 };

// ---- making

static uint64_t options_below(uint32_t count) {
    return count >= OPTION_BITS ? UINT64_MAX : (UINT64_C(1) << count) - 1;
}

WRange w_range_of_type(const WProgram *program, WType type) {
    WRange range = {.may_be_known = true,
                    .may_be_missing = w_type_optional(type),
                    .low = INT64_MIN,
                    .high = INT64_MAX,
                    .options = UINT64_MAX};
    if (w_type_kind(type) == W_TYPE_BOOLEAN) {
        range.low = 0;
        range.high = 1;
    } else if (w_type_kind(type) == W_TYPE_ENUM) {
        range.options = options_below(program->enums[w_type_enum(type)].option_count);
    }
    return range;
}

WRange w_range_of_constant(const WConstant *constant) {
    WRange range = {.may_be_known = true,
                    .low = constant->value,
                    .high = constant->value,
                    .options = UINT64_MAX};
    if (w_type_kind(constant->type) == W_TYPE_ENUM && constant->value < OPTION_BITS)
        range.options = UINT64_C(1) << constant->value;
    if (w_type_kind(constant->type) == W_TYPE_TEXT) {
        range.has_texts = true;
        range.texts = &constant->text;
        range.text_count = 1;
    }
    return range;
}

// A range whose known values are all gone knows none.
static WRange settled(WRange range) {
    bool no_text = range.has_texts && !range.are_texts_out && range.text_count == 0;
    if (range.low > range.high || range.options == 0 || no_text) range.may_be_known = false;
    return range;
}

// ---- asking

bool w_range_is_empty(const WRange *range) {
    return !range->may_be_known && !range->may_be_missing;
}

static bool has_text(const WRange *range, WStr text) {
    for (uint32_t i = 0; i < range->text_count; i++) {
        if (w_str_equal(range->texts[i], text)) return true;
    }
    return false;
}

// Whether the text can be a value of the range.
static bool takes_text(const WRange *range, WStr text) {
    return !range->has_texts || has_text(range, text) != range->are_texts_out;
}

static bool are_texts_within(const WRange *a, const WRange *b) {
    if (!b->has_texts) return true;
    if (!a->has_texts) return false;
    if (!a->are_texts_out) {
        for (uint32_t i = 0; i < a->text_count; i++) {
            if (!takes_text(b, a->texts[i])) return false;
        }
        return true;
    }
    if (!b->are_texts_out) return false;
    for (uint32_t i = 0; i < b->text_count; i++) {
        if (!has_text(a, b->texts[i])) return false;
    }
    return true;
}

bool w_range_is_within(const WRange *a, const WRange *b) {
    if (a->may_be_missing && !b->may_be_missing) return false;
    if (!a->may_be_known) return true;
    if (!b->may_be_known) return false;
    return a->low >= b->low && a->high <= b->high && (a->options & ~b->options) == 0 &&
           are_texts_within(a, b);
}

bool w_range_is_single(WTypeKind kind, const WRange *range) {
    if (range->may_be_missing || !range->may_be_known) return false;
    switch (kind) {
    case W_TYPE_TEXT: return range->has_texts && !range->are_texts_out && range->text_count == 1;
    case W_TYPE_ENUM: return (range->options & (range->options - 1)) == 0;
    case W_TYPE_LIST: return false;
    default: return range->low == range->high;
    }
}

// ---- texts

typedef struct TextList {
    WStr *items;
    uint32_t count;
} TextList;

static TextList room_for(WArena *arena, const WRange *a, const WRange *b) {
    size_t room = (size_t)a->text_count + b->text_count + 1;
    return (TextList){.items = w_arena_take(arena, room * sizeof(WStr))};
}

static void set_texts(WRange *range, TextList texts, bool are_out) {
    range->has_texts = true;
    range->are_texts_out = are_out;
    range->texts = texts.items;
    range->text_count = texts.count;
}

static void clear_texts(WRange *range) {
    range->has_texts = false;
    range->are_texts_out = false;
    range->texts = NULL;
    range->text_count = 0;
}

// The texts of `from` that are in `by`, or that are not.
static void add_some(TextList *list, const WRange *from, const WRange *by, bool wanted) {
    for (uint32_t i = 0; i < from->text_count; i++) {
        if (has_text(by, from->texts[i]) == wanted) list->items[list->count++] = from->texts[i];
    }
}

static void meet_texts(WArena *arena, WRange *met, const WRange *a, const WRange *b) {
    const WRange *with = a->has_texts ? a : b, *other = a->has_texts ? b : a;
    if (!other->has_texts) {
        TextList same = {(WStr *)(uintptr_t)with->texts, with->text_count};
        if (with->has_texts) set_texts(met, same, with->are_texts_out);
        return;
    }
    TextList list = room_for(arena, a, b);
    if (a->are_texts_out && b->are_texts_out) {
        add_some(&list, a, b, false);
        for (uint32_t i = 0; i < b->text_count; i++)
            list.items[list.count++] = b->texts[i];
        if (list.count > MOST_TEXTS) return; // what is left out of the list may occur again
        set_texts(met, list, true);
        return;
    }
    const WRange *in = a->are_texts_out ? b : a, *by = a->are_texts_out ? a : b;
    add_some(&list, in, by, !by->are_texts_out);
    set_texts(met, list, false);
}

static void join_texts(WArena *arena, WRange *joined, const WRange *a, const WRange *b) {
    if (!a->may_be_known || !b->may_be_known) {
        const WRange *one = a->may_be_known ? a : b;
        joined->has_texts = one->has_texts;
        joined->are_texts_out = one->are_texts_out;
        joined->texts = one->texts;
        joined->text_count = one->text_count;
        return;
    }
    clear_texts(joined);
    if (!a->has_texts || !b->has_texts) return;
    TextList list = room_for(arena, a, b);
    if (a->are_texts_out && b->are_texts_out) {
        add_some(&list, a, b, true);
    } else if (a->are_texts_out || b->are_texts_out) {
        const WRange *out = a->are_texts_out ? a : b, *in = a->are_texts_out ? b : a;
        add_some(&list, out, in, false);
    } else {
        add_some(&list, a, b, false);
        for (uint32_t i = 0; i < b->text_count; i++)
            list.items[list.count++] = b->texts[i];
        if (list.count <= MOST_TEXTS) set_texts(joined, list, false);
        return;
    }
    if (list.count > 0) set_texts(joined, list, true);
}

// ---- meeting, joining

WRange w_range_meet(WArena *arena, const WRange *a, const WRange *b) {
    WRange met = {.may_be_missing = a->may_be_missing && b->may_be_missing,
                  .may_be_known = a->may_be_known && b->may_be_known,
                  .low = a->low > b->low ? a->low : b->low,
                  .high = a->high < b->high ? a->high : b->high,
                  .options = a->options & b->options};
    meet_texts(arena, &met, a, b);
    return settled(met);
}

WRange w_range_join(WArena *arena, const WRange *a, const WRange *b) {
    WRange joined = a->may_be_known ? *a : *b;
    joined.may_be_missing = a->may_be_missing || b->may_be_missing;
    joined.may_be_known = a->may_be_known || b->may_be_known;
    if (a->may_be_known && b->may_be_known) {
        joined.low = a->low < b->low ? a->low : b->low;
        joined.high = a->high > b->high ? a->high : b->high;
        joined.options = a->options | b->options;
    }
    join_texts(arena, &joined, a, b);
    return joined;
}

WRange w_range_without(WArena *arena, WTypeKind kind, const WRange *a, const WRange *single) {
    WRange left = *a;
    if (kind == W_TYPE_TEXT) {
        WRange out = *single;
        out.are_texts_out = true;
        meet_texts(arena, &left, a, &out);
    } else if (kind == W_TYPE_ENUM) {
        left.options &= ~single->options;
    } else if (kind != W_TYPE_LIST) {
        if (left.low == single->low && left.low < INT64_MAX)
            left.low++;
        else if (left.low == single->low)
            left.may_be_known = false;
        if (left.high == single->low && left.high > INT64_MIN) left.high--;
    }
    return settled(left);
}
