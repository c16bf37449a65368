// Regular expressions of `matches`, by PCRE2.
#include "runtime/bundle/pattern.h"

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>
#include <stdio.h>

#include "runtime/base/assert.h"
#include "runtime/base/limits.h"

void *w_pattern_compile(WStr pattern, char message[128], size_t *offset) {
    if (pattern.size > W_LIMIT_PATTERN_BYTES) {
        snprintf(message, 128, "it is longer than %d bytes", W_LIMIT_PATTERN_BYTES);
        *offset = W_LIMIT_PATTERN_BYTES;
        return NULL;
    }
    int error = 0;
    uint32_t options = PCRE2_UTF | PCRE2_UCP | PCRE2_NEVER_BACKSLASH_C;
    pcre2_code *code =
        pcre2_compile((PCRE2_SPTR)pattern.bytes, pattern.size, options, &error, offset, NULL);
    if (!code) pcre2_get_error_message(error, (PCRE2_UCHAR *)message, 128);
    return code;
}

void w_pattern_free(void *pattern) {
    pcre2_code_free(pattern);
}

bool w_pattern_matches(const void *pattern, WStr text) {
    // Kept for the thread: making them costs more than most matches.
    static _Thread_local pcre2_match_data *data;
    static _Thread_local pcre2_match_context *context;
    if (!data) {
        data = pcre2_match_data_create(1, NULL);
        context = pcre2_match_context_create(NULL);
        W_ASSERT(data && context);
        pcre2_set_match_limit(context, W_LIMIT_MATCH_STEPS);
        pcre2_set_depth_limit(context, W_LIMIT_MATCH_STEPS);
    }
    return pcre2_match(pattern, (PCRE2_SPTR)text.bytes, text.size, 0, PCRE2_NO_UTF_CHECK, data,
                       context) >= 0;
}
