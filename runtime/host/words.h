// Decisions in words: those of grammar/decisions.def, and the names of what they are about.
#ifndef W_HOST_WORDS_H
#define W_HOST_WORDS_H

#include "runtime/bundle/bundle.h"
#include "runtime/vm/turn.h"

/// "entry", "send" …
const char *w_word_what(uint8_t what);
/// "entered", "suppressed" …
const char *w_word_outcome(uint8_t outcome);
/// Kind of reason: "limit", "only_if" …; "" for none.
const char *w_word_reason(uint8_t reason);

/// What the decision goes by: the limit or suppression as written, the event's name; empty if
/// nameless.
WStr w_word_rule(const WBundle *bundle, const WDecision *decision);
/// The stage it was made in; empty if in none.
WStr w_word_stage(const WBundle *bundle, const WDecision *decision);
WStr w_word_journey(const WBundle *bundle, const WDecision *decision);
/// The key of an instance as JSON: nothing where the journey has none; a personal one is hidden.
void w_word_key(const WBundle *bundle, uint32_t journey, WValue key, bool show_personal,
                WBuffer *out);
/// Of sends; else empty.
WStr w_word_channel(const WBundle *bundle, const WDecision *decision);
WStr w_word_message(const WBundle *bundle, const WDecision *decision);

#endif
