// Which content of a message a customer gets.
#ifndef W_BUNDLE_CONTENT_H
#define W_BUNDLE_CONTENT_H

#include "runtime/bundle/bundle.h"

/// What the message says on the channel to a customer of that locale: the content of the exact
/// tag, else of its language, else the one without a tag; W_NONE if there is none of these. An
/// empty locale gets the one without a tag.
uint32_t w_bundle_content(const WBundle *bundle, uint32_t message, uint32_t channel, WStr locale);

#endif
