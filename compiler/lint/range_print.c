// Ranges in words, for messages: as a script would write the values.
#include "compiler/lint/range.h"

#include "runtime/value/number.h"
#include "runtime/value/time.h"

enum { MOST_SHOWN = 6, OPTION_BITS = 64 };

void w_range_print_value(const WProgram *program, WType type, int64_t value, WBuffer *out) {
    char text[W_TIME_CHARS];
    size_t size = 0;
    switch (w_type_kind(type)) {
    case W_TYPE_BOOLEAN: w_buffer_str(out, w_str(value != 0 ? "true" : "false")); return;
    case W_TYPE_NUMBER: size = w_number_print(value, text); break;
    case W_TYPE_DATETIME: size = w_datetime_print(value, text); break;
    case W_TYPE_DATE: size = w_date_print(value, text); break;
    case W_TYPE_TIME: size = w_time_print(value, text); break;
    case W_TYPE_DURATION: size = w_duration_print(value, text); break;
    case W_TYPE_ENUM:
        w_buffer_printf(out, "\"%.*s\"",
                        W_STR_ARGS(program->enums[w_type_enum(type)].options[value]));
        return;
    default: size = w_integer_print(value, text); break;
    }
    w_buffer_append(out, text, size);
}

static void print_texts(const WRange *range, WBuffer *out) {
    const char *before = "";
    if (range->text_count > 1) w_buffer_str(out, w_str("one of "));
    for (uint32_t i = 0; i < range->text_count && i < MOST_SHOWN; i++) {
        w_buffer_printf(out, "%s\"%.*s\"", before, W_STR_ARGS(range->texts[i]));
        before = ", ";
    }
    if (range->text_count > MOST_SHOWN) w_buffer_str(out, w_str(" …"));
}

static void print_options(const WProgram *program, WType type, uint64_t options, WBuffer *out) {
    const char *before = "";
    unsigned shown = 0;
    if ((options & (options - 1)) != 0) w_buffer_str(out, w_str("one of "));
    for (int64_t i = 0; i < OPTION_BITS; i++) {
        if ((options >> i & 1) == 0) continue;
        if (++shown > MOST_SHOWN) continue;
        w_buffer_str(out, w_str(before));
        w_range_print_value(program, type, i, out);
        before = ", ";
    }
    if (shown > MOST_SHOWN) w_buffer_str(out, w_str(" …"));
}

static void print_bounds(const WProgram *program, WType type, const WRange *range, WBuffer *out) {
    bool has_low = range->low != INT64_MIN, has_high = range->high != INT64_MAX;
    if (range->low == range->high) {
        w_range_print_value(program, type, range->low, out);
    } else if (has_low && has_high) {
        w_buffer_str(out, w_str("between "));
        w_range_print_value(program, type, range->low, out);
        w_buffer_str(out, w_str(" and "));
        w_range_print_value(program, type, range->high, out);
    } else if (has_low || has_high) {
        w_buffer_str(out, w_str(has_low ? "at least " : "at most "));
        w_range_print_value(program, type, has_low ? range->low : range->high, out);
    } else {
        w_buffer_str(out, w_str("anything"));
    }
}

void w_range_print(const WProgram *program, WType type, const WRange *range, WBuffer *out) {
    if (!range->may_be_known) {
        w_buffer_str(out, w_str("missing"));
        return;
    }
    WRange all = w_range_of_type(program, w_type_required(type));
    bool is_all = w_range_is_within(&all, range) && w_type_kind(type) != W_TYPE_BOOLEAN;
    if (is_all && !range->may_be_missing && w_type_optional(type)) {
        w_buffer_str(out, w_str("known"));
    } else if (w_type_kind(type) == W_TYPE_TEXT && range->has_texts) {
        w_buffer_str(out, w_str(range->are_texts_out ? "not " : ""));
        print_texts(range, out);
    } else if (w_type_kind(type) == W_TYPE_ENUM) {
        print_options(program, type, range->options, out);
    } else {
        print_bounds(program, type, range, out);
    }
    if (range->may_be_missing) w_buffer_str(out, w_str(", or missing"));
}

// The bound that is one, zero where neither is.
static int64_t some_value(const WRange *range) {
    if (range->low <= 0 && range->high >= 0) return 0;
    return range->low != INT64_MIN ? range->low : range->high;
}

static int64_t first_option(uint64_t options) {
    int64_t option = 0;
    while (option < OPTION_BITS - 1 && (options >> option & 1) == 0)
        option++;
    return option;
}

void w_range_print_example(const WProgram *program, WType type, const WRange *range,
                           WBuffer *out) {
    if (!range->may_be_known) {
        w_buffer_str(out, w_str("missing"));
    } else if (w_type_kind(type) == W_TYPE_TEXT) {
        bool is_given = range->has_texts && !range->are_texts_out;
        w_buffer_printf(out, "\"%.*s\"", W_STR_ARGS(is_given ? range->texts[0] : W_STR("…")));
    } else if (w_type_kind(type) == W_TYPE_ENUM) {
        w_range_print_value(program, type, first_option(range->options), out);
    } else {
        w_range_print_value(program, type, some_value(range), out);
    }
}
