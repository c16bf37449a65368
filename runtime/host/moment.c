// Decisions and places in words.
#include "runtime/host/moment.h"

#include "runtime/host/words.h"

wend_moment w_moment_blank(const char *what, int64_t at_ms) {
    return (wend_moment){
        .at_ms = at_ms,
        .customer = "",
        .what = what,
        .outcome = "",
        .reason = "",
        .journey = "",
        .key = "",
        .stage = "",
        .channel = "",
        .message = "",
        .event = "",
        .values = "",
        .rule = "",
        .text = "",
        .json = "",
    };
}

static bool is_promotional(const WBundle *bundle, uint32_t site) {
    if (site == W_NONE) return false;
    return bundle->messages[bundle->sites[site].message].class == W_CLASS_PROMOTIONAL;
}

wend_moment w_moment_of_effect(const WBundle *bundle, const WEffect *effect) {
    const WDecision *decision = &effect->decision;
    wend_moment moment = w_moment_blank(w_word_what(decision->what), effect->at_ms);
    moment.customer = effect->customer->bytes;
    moment.outcome = w_word_outcome(decision->outcome);
    moment.reason = w_word_reason(decision->reason);
    moment.journey = w_word_journey(bundle, decision).bytes;
    moment.stage = w_word_stage(bundle, decision).bytes;
    moment.channel = w_word_channel(bundle, decision).bytes;
    moment.message = w_word_message(bundle, decision).bytes;
    moment.rule = w_word_rule(bundle, decision).bytes;
    moment.is_promotional = is_promotional(bundle, decision->site);
    moment.text = decision->text ? decision->text->bytes : "";
    moment.count = decision->count;
    moment.max = decision->max;
    moment.until_ms = decision->allowed_at_ms;
    return moment;
}

wend_moment w_moment_of_place(const WBundle *bundle, const WInstance *instance) {
    const WStageRow *stage = &bundle->stages[bundle->points[instance->point].stage];
    wend_moment moment = w_moment_blank("stands", instance->began_ms);
    moment.journey = w_bundle_str(bundle, bundle->journeys[instance->journey].name).bytes;
    moment.stage = w_bundle_str(bundle, stage->name).bytes;
    uint32_t site = bundle->points[instance->point].site;
    if (site != W_NONE) {
        const WSiteRow *send = &bundle->sites[site];
        moment.channel = w_bundle_str(bundle, bundle->channels[send->channel].name).bytes;
        moment.message = w_bundle_str(bundle, bundle->messages[send->message].name).bytes;
    }
    if (instance->deadline_ms != W_NEVER_MS) moment.until_ms = instance->deadline_ms;
    return moment;
}

void w_moment_localise(wend_moment *moment, const WZone *zone) {
    moment->local_ms = w_zone_local_ms(zone, moment->at_ms);
    if (moment->until_ms != 0) moment->until_local_ms = w_zone_local_ms(zone, moment->until_ms);
}
