// The rules of JSON's strings and numbers, and stepping over values.
#include "runtime/host/event_scan.h"

#include <string.h>

#include "runtime/base/alloc.h"
#include "runtime/base/limits.h"

/*!re2c
    re2c:yyfill:enable   = 0;
    re2c:define:YYCTYPE  = "unsigned char";
    re2c:define:YYCURSOR = at;
    re2c:define:YYMARKER = marker;

    digit     = [0-9];
    hex       = [0-9a-fA-F];
    tail      = [\x80-\xbf];
    plain     = [\x20-\x21\x23-\x5b\x5d-\x7f];
    utf8      = [\xc2-\xdf] tail
              | "\xe0" [\xa0-\xbf] tail
              | [\xe1-\xec\xee-\xef] tail tail
              | "\xed" [\x80-\x9f] tail
              | "\xf0" [\x90-\xbf] tail tail
              | [\xf1-\xf3] tail tail tail
              | "\xf4" [\x80-\x8f] tail tail;
    simple    = "\\" ["\\/bfnrt];
    unit      = "\\u" ([0-9a-cA-CeEfF] hex | [dD] [0-7]) hex{2};
    pair      = "\\u" [dD] [89abAB] hex{2} "\\u" [dD] [c-fC-F] hex{2};
    number    = "-"? ("0" | [1-9] digit*) ("." digit+)? ([eE] [+-]? digit+)?;
*/

bool w_scan_string_rest(WJsonScan *s, WJsonString *string) {
    const unsigned char *at = (const unsigned char *)s->at;
    const unsigned char *marker;
    for (;;) {
        const unsigned char *start = at;
        /*!re2c
            plain+                 { continue; }
            utf8                   { string->ascii = false; continue; }
            simple | unit | pair   { string->escaped = true; continue; }
            "\""                   { break; }
            *                      { s->at = (const char *)start; goto refuse; }
        */
    }
    s->at = (const char *)at;
    string->size = (size_t)(s->at - 1 - string->bytes);
    return true;
refuse:
    return w_scan_refuse(s, W_REFUSED_NOT_JSON);
}

bool w_scan_number(WJsonScan *s, WStr *number) {
    const unsigned char *at = (const unsigned char *)s->at;
    const unsigned char *marker;
    /*!re2c
        number                 { goto found; }
        *                      { return w_scan_refuse(s, W_REFUSED_NOT_JSON); }
    */
found:
    *number = (WStr){s->at, (size_t)((const char *)at - s->at)};
    s->at = (const char *)at;
    return true;
}

bool w_scan_word(WJsonScan *s, WStr word) {
    if ((size_t)(s->end - s->at) < word.size) return false;
    if (memcmp(s->at, word.bytes, word.size) != 0) return false;
    s->at += word.size;
    return true;
}

bool w_scan_colon(WJsonScan *s) {
    if (w_scan_peek(s) != ':') return w_scan_refuse(s, W_REFUSED_NOT_JSON);
    s->at++;
    return true;
}

static bool skip_key(WJsonScan *s) {
    WJsonString key;
    if (w_scan_peek(s) != '"') return w_scan_refuse(s, W_REFUSED_NOT_JSON);
    return w_scan_count_key(s) && w_scan_string(s, &key) && w_scan_colon(s);
}

static bool skip_scalar(WJsonScan *s, char first) {
    WJsonString string;
    WStr number;
    switch (first) {
    case '"': return w_scan_string(s, &string);
    case 't': return w_scan_word(s, W_STR("true")) || w_scan_refuse(s, W_REFUSED_NOT_JSON);
    case 'f': return w_scan_word(s, W_STR("false")) || w_scan_refuse(s, W_REFUSED_NOT_JSON);
    case 'n': return w_scan_word(s, W_STR("null")) || w_scan_refuse(s, W_REFUSED_NOT_JSON);
    default: return w_scan_number(s, &number);
    }
}

// What is open around a place in a value: one bit each, the innermost lowest, set for an object.
typedef struct Nest {
    uint64_t objects;
    uint32_t depth;
} Nest;

// Step into an array or object. `*empty` if it is over at once: its closing bracket is ahead.
static bool enter(WJsonScan *s, Nest *nest, char bracket, bool *empty) {
    _Static_assert(W_LIMIT_JSON_DEPTH <= 64, "one bit a level");
    bool object = bracket == '{';
    bool too_deep = s->depth + nest->depth >= W_LIMIT_JSON_DEPTH;
    if (too_deep) return w_scan_refuse(s, W_REFUSED_TOO_DEEP);
    *nest = (Nest){nest->objects << 1 | object, nest->depth + 1};
    s->at++;
    *empty = w_scan_peek(s) == (object ? '}' : ']');
    return *empty || !object || skip_key(s);
}

// Behind a value: close what ends here, up to a comma and the key behind it, or the last end.
static bool leave(WJsonScan *s, Nest *nest) {
    while (nest->depth > 0) {
        bool object = nest->objects & 1;
        char next = w_scan_peek(s);
        bool close = next == (object ? '}' : ']');
        if (next != ',' && !close) return w_scan_refuse(s, W_REFUSED_NOT_JSON);
        s->at++;
        if (next == ',') return !object || skip_key(s);
        *nest = (Nest){nest->objects >> 1, nest->depth - 1};
    }
    return true;
}

bool w_scan_skip(WJsonScan *s) {
    Nest nest = {0};
    do {
        char first = w_scan_peek(s);
        if (first == '{' || first == '[') {
            bool empty;
            if (!enter(s, &nest, first, &empty)) return false;
            if (!empty) continue;
        } else if (!skip_scalar(s, first)) {
            return false;
        }
        if (!leave(s, &nest)) return false;
    } while (nest.depth > 0);
    return true;
}

bool w_json_valid(WStr text) {
    char *copy = w_alloc(text.size + 1);
    if (text.size > 0) memcpy(copy, text.bytes, text.size);
    WJsonScan scan = {.at = copy, .end = copy + text.size};
    bool valid = w_scan_skip(&scan) && w_scan_peek(&scan) == '\0' && scan.at == scan.end;
    w_free(copy);
    return valid;
}
