// Natives on numbers, and numbers and booleans in texts.
#include "runtime/value/number.h"

#include "runtime/value/text.h"
#include "stdlib/native.h"

static int64_t argument_int(const WNativeCall *call, size_t index) {
    return (int64_t)call->arguments[index];
}

WValue w_native_round(const WNativeCall *call) {
    return (WValue)w_number_round(argument_int(call, 0));
}

WValue w_native_floor(const WNativeCall *call) {
    return (WValue)w_number_floor(argument_int(call, 0));
}

WValue w_native_ceil(const WNativeCall *call) {
    return (WValue)w_number_ceil(argument_int(call, 0));
}

WValue w_native_abs(const WNativeCall *call) {
    int64_t value = argument_int(call, 0);
    return (WValue)(value < 0 ? w_integer_negate(value) : value);
}

WValue w_native_round_to(const WNativeCall *call) {
    return (WValue)w_number_round_to(argument_int(call, 0), argument_int(call, 1));
}

static WValue ascii(const WNativeCall *call, const char *bytes, size_t size) {
    return w_value_of_pointer(w_text_make_nfc(call->arena, (WStr){bytes, size}));
}

WValue w_native_text_boolean(const WNativeCall *call) {
    return call->arguments[0] ? ascii(call, "true", 4) : ascii(call, "false", 5);
}

WValue w_native_text_integer(const WNativeCall *call) {
    char digits[W_NUMBER_CHARS];
    return ascii(call, digits, w_integer_print(argument_int(call, 0), digits));
}

WValue w_native_text_number(const WNativeCall *call) {
    char digits[W_NUMBER_CHARS];
    return ascii(call, digits, w_number_print(argument_int(call, 0), digits));
}
