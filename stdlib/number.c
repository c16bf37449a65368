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

// Of one type, whatever it is: all that have an order but texts compare as whole numbers.
WValue w_native_min(const WNativeCall *call) {
    bool is_first = argument_int(call, 0) <= argument_int(call, 1);
    return call->arguments[is_first ? 0 : 1];
}

WValue w_native_max(const WNativeCall *call) {
    bool is_first = argument_int(call, 0) >= argument_int(call, 1);
    return call->arguments[is_first ? 0 : 1];
}

WValue w_native_clamp(const WNativeCall *call) {
    int64_t value = argument_int(call, 0);
    int64_t low = argument_int(call, 1), high = argument_int(call, 2);
    if (value > high) value = high;
    return (WValue)(value < low ? low : value);
}

WValue w_native_remainder(const WNativeCall *call) {
    int64_t a = argument_int(call, 0), b = argument_int(call, 1);
    if (b == 0) return w_native_none(call);
    if (b == -1 || b == 1) return 0; // the smallest number has no quotient
    int64_t rest = a % b;
    return (WValue)(rest >= 0 ? rest : b > 0 ? rest + b : rest - b);
}

// As people write it: no exponent, no blank, a zero before the point.
WValue w_native_number_of(const WNativeCall *call) {
    WStr text = w_text_str(w_value_text(call->arguments[0]));
    int64_t number;
    for (size_t i = 0; i < text.size; i++) {
        char c = text.bytes[i];
        if ((c < '0' || c > '9') && c != '.' && c != '-') return w_native_none(call);
    }
    if (w_number_parse(text, &number) != W_NUMBER_OK) return w_native_none(call);
    return (WValue)number;
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
