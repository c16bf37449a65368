// The words of decisions.def, and names out of the bundle.
#include "runtime/host/words.h"

#include "runtime/base/assert.h"
#include "runtime/host/json.h"

#define NOTHING(code, NAME, text, summary)
#define ENTRY(code, NAME, text, summary) [code] = (text),

static const char *const whats[] = {
#define DECISION ENTRY
#define OUTCOME NOTHING
#define REASON NOTHING
#include "grammar/decisions.def"
#undef DECISION
#undef OUTCOME
};
static const char *const outcomes[] = {
#define DECISION NOTHING
#define OUTCOME ENTRY
#include "grammar/decisions.def"
#undef OUTCOME
#undef REASON
};
static const char *const reasons[] = {
#define OUTCOME NOTHING
#define REASON ENTRY
#include "grammar/decisions.def"
};

static const char *word(const char *const *words, size_t count, uint8_t code) {
    W_ASSERT(code < count);
    return words[code] ? words[code] : "";
}

const char *w_word_what(uint8_t what) {
    return word(whats, sizeof whats / sizeof *whats, what);
}

const char *w_word_outcome(uint8_t outcome) {
    return word(outcomes, sizeof outcomes / sizeof *outcomes, outcome);
}

const char *w_word_reason(uint8_t reason) {
    return word(reasons, sizeof reasons / sizeof *reasons, reason);
}

WStr w_word_rule(const WBundle *bundle, const WDecision *decision) {
    uint32_t rule = decision->rule;
    if (rule == W_NONE) return W_STR("");
    if (decision->what == W_WHAT_CHOICE) return w_bundle_str(bundle, bundle->draws[rule].name);
    switch (decision->reason) {
    case W_REASON_LIMIT: return w_bundle_str(bundle, bundle->limits[rule].label);
    case W_REASON_QUIET: return w_bundle_str(bundle, bundle->quiets[rule].label);
    case W_REASON_SUPPRESSED: return w_bundle_str(bundle, bundle->suppressions[rule].label);
    case W_REASON_CONDITION:
    case W_REASON_EXIT_WHEN: return w_bundle_str(bundle, bundle->exits[rule].label);
    case W_REASON_ONLY_IF: return W_STR("");
    case W_REASON_EXCLUSIVE: return w_bundle_str(bundle, bundle->journeys[rule].name);
    case W_REASON_CUT: return w_bundle_str(bundle, bundle->content_parts[rule].name);
    default: return w_bundle_str(bundle, bundle->events[rule].name);
    }
}

WStr w_word_journey(const WBundle *bundle, const WDecision *decision) {
    return w_bundle_str(bundle, bundle->journeys[decision->journey].name);
}

void w_word_key(const WBundle *bundle, uint32_t journey, WValue key, bool show_personal,
                WBuffer *out) {
    const WJourneyRow *row = &bundle->journeys[journey];
    if (row->key_type == 0) return;
    if ((row->flags & W_JOURNEY_KEY_PERSONAL) && !show_personal)
        w_json_string(out, W_STR("«personal»"));
    else
        w_json_value(out, bundle, row->key_type, key);
}

WStr w_word_stage(const WBundle *bundle, const WDecision *decision) {
    uint32_t stage = decision->stage;
    if (stage == W_NONE && decision->site != W_NONE) stage = bundle->sites[decision->site].stage;
    return stage == W_NONE ? W_STR("") : w_bundle_str(bundle, bundle->stages[stage].name);
}

WStr w_word_channel(const WBundle *bundle, const WDecision *decision) {
    if (decision->site == W_NONE) return W_STR("");
    return w_bundle_str(bundle, bundle->channels[bundle->sites[decision->site].channel].name);
}

WStr w_word_message(const WBundle *bundle, const WDecision *decision) {
    if (decision->site == W_NONE) return W_STR("");
    return w_bundle_str(bundle, bundle->messages[bundle->sites[decision->site].message].name);
}
