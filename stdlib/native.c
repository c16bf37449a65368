// The table of natives, made of the rows of natives.def.
#include "stdlib/native.h"

// The words the rows use for types and traits.
#define NONE W_TYPE_NONE
#define BOOLEAN W_TYPE_BOOLEAN
#define INTEGER W_TYPE_INTEGER
#define NUMBER W_TYPE_NUMBER
#define TEXT W_TYPE_TEXT
#define DATETIME W_TYPE_DATETIME
#define DATE W_TYPE_DATE
#define TIME W_TYPE_TIME
#define DURATION W_TYPE_DURATION
#define ANY_LIST W_TYPE_LIST
#define TEXT_LIST (W_TYPE_LIST | W_TYPE_TEXT << 8)
#define INTEGER_LIST (W_TYPE_LIST | W_TYPE_INTEGER << 8)
#define NUMBER_LIST (W_TYPE_LIST | W_TYPE_NUMBER << 8)
#define DURATION_LIST (W_TYPE_LIST | W_TYPE_DURATION << 8)
#define PLAIN W_NATIVE_PLAIN
#define PLAIN_LIST W_NATIVE_PLAIN_LIST
#define SAME W_NATIVE_SAME
#define ELEMENT W_NATIVE_ELEMENT
#define IF_ANY(type) ((type) | W_TYPE_OPTIONAL)
#define HIDDEN W_NATIVE_HIDDEN
#define ZONE W_NATIVE_ZONE
#define NOW W_NATIVE_NOW
#define LOCALE W_NATIVE_LOCALE

// How many arguments there are; NONE stands for none.
#define FIRST(first, ...) (first)
#define COUNT(...) (sizeof((WType[]){__VA_ARGS__}) / sizeof(WType) - !FIRST(__VA_ARGS__, 0))
#define ARGUMENTS(...) .arguments = {__VA_ARGS__}, .argument_count = COUNT(__VA_ARGS__)

#define NATIVE(code_, name_, text_, result_, arguments_, traits_, function_, summary_, example_) \
    {.code = (code_),                                                                            \
     .name = (text_),                                                                            \
     .result = (result_),                                                                        \
     arguments_,                                                                                 \
     .traits = (traits_),                                                                        \
     .function = function_,                                                                      \
     .summary = (summary_),                                                                      \
     .example = (example_)},
static const WNative rows[] = {
#include "stdlib/natives.def"
};
#undef NATIVE

#define ROW_COUNT (sizeof rows / sizeof *rows)

// Where the row of a code is.
#define NATIVE(code, name, text, result, arguments, traits, function, summary, example) ROW_##name,
enum {
#include "stdlib/natives.def"
};
#undef NATIVE

#define NATIVE(code, name, text, result, arguments, traits, function, summary, example) \
    [code] = &rows[ROW_##name],
static const WNative *const by_code[] = {
#include "stdlib/natives.def"
};
#undef NATIVE

const WNative *w_native_by_code(uint32_t code) {
    return code < sizeof by_code / sizeof *by_code ? by_code[code] : NULL;
}

const WNative *w_native_rows(size_t *count) {
    *count = ROW_COUNT;
    return rows;
}

const WNative *w_native_by_name(WStr name, size_t n) {
    for (size_t i = 0; i < ROW_COUNT; i++) {
        if ((rows[i].traits & W_NATIVE_HIDDEN) || !w_str_equal(name, w_str(rows[i].name)))
            continue;
        if (n-- == 0) return &rows[i];
    }
    return NULL;
}

static bool is_plain(WType type) {
    return (type >= W_TYPE_INTEGER && type <= W_TYPE_DURATION) && type != W_TYPE_TEXT;
}

static bool takes(WType wanted, WType given, WType first) {
    bool is_list = w_type_kind(given) == W_TYPE_LIST && !w_type_optional(given);
    switch (wanted) {
    case W_TYPE_LIST: return is_list;
    case W_NATIVE_PLAIN: return is_plain(given);
    case W_NATIVE_PLAIN_LIST: return is_list && is_plain(w_type_element(given));
    case W_NATIVE_SAME: return given == first;
    default: return given == wanted;
    }
}

bool w_native_takes(const WNative *native, const WType *given) {
    for (size_t i = 0; i < native->argument_count; i++) {
        if (!takes(native->arguments[i], given[i], given[0])) return false;
    }
    return true;
}

WType w_native_result(const WNative *native, const WType *given) {
    WType optional = native->result & W_TYPE_OPTIONAL;
    switch (w_type_required(native->result)) {
    case W_NATIVE_SAME: return given[0] | optional;
    case W_NATIVE_ELEMENT: return w_type_element(given[0]) | optional;
    default: return native->result;
    }
}
