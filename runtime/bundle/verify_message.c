// Verifier, beside the rows: what messages say.
//
// Premise: every index and text is one (members).
// Promise: the contents of a message stand in order, each under a tag in its one form, and their
// parts are texts that ask for nothing but the message.
#include <string.h>

#include "runtime/base/limits.h"
#include "runtime/bundle/verify.h"
#include "runtime/value/locale.h"

bool w_verify_message(WVerifier *v, const WBundle *b, uint32_t i) {
    const WMessageRow *m = &b->messages[i];
    return w_need(v, m->content_count <= W_LIMIT_MESSAGE_CONTENTS, "it has too many contents") &&
           w_need(v, (m->content_count == 0) == (m->content_hash == 0),
                  "its hash does not go with its contents");
}

// By channel, then by tag, the one without a tag first.
static bool is_behind(const WBundle *b, const WContentRow *c, const WContentRow *before) {
    if (c->channel != before->channel) return c->channel > before->channel;
    WStr tag = w_bundle_str(b, c->locale), last = w_bundle_str(b, before->locale);
    return w_str_compare(tag, last) > 0;
}

bool w_verify_content(WVerifier *v, const WBundle *b, uint32_t i) {
    const WContentRow *c = &b->contents[i];
    WStr tag = w_bundle_str(b, c->locale);
    char right[W_LOCALE_CHARS];
    bool is_tag = c->locale == W_NONE || (w_locale_tag(tag, right) == tag.size && tag.size > 0 &&
                                          memcmp(right, tag.bytes, tag.size) == 0);
    if (!w_need(v, is_tag, "its locale is no tag")) return false;
    if (!w_need(v, c->part_count > 0, "it has no parts")) return false;
    bool is_first = i == b->messages[c->message].first_content;
    if (!w_need(v, is_first || is_behind(b, c, c - 1), "contents are not in order")) return false;
    for (uint32_t k = c->first_part; k < c->first_part + c->part_count; k++) {
        uint32_t f = b->content_parts[k].function;
        if (!w_verify_function(v, f, W_FUNCTION_VALUE, W_NONE, W_NONE, c->message)) return false;
        if (!w_need(v, b->functions[f].result_type == W_TYPE_TEXT, "a part is a text"))
            return false;
    }
    return true;
}
