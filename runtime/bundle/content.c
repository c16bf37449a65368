// Looking a content up: messages have few, so they are gone through.
#include "runtime/bundle/content.h"

#include "runtime/value/locale.h"

uint32_t w_bundle_content(const WBundle *bundle, uint32_t message, uint32_t channel, WStr locale) {
    const WMessageRow *row = &bundle->messages[message];
    WStr language = w_locale_language(locale);
    uint32_t of_language = W_NONE, of_all = W_NONE;
    for (uint32_t i = row->first_content; i < row->first_content + row->content_count; i++) {
        if (bundle->contents[i].channel != channel) continue;
        WStr tag = w_bundle_str(bundle, bundle->contents[i].locale);
        if (tag.size == 0) {
            of_all = i;
        } else if (w_locale_same(tag, locale)) {
            return i;
        } else if (w_locale_same(tag, language)) {
            of_language = i;
        }
    }
    return of_language != W_NONE ? of_language : of_all;
}
