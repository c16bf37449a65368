// Scopes, as engine and verifier understand them.
//
// Premise: the members of the rows are verified (sites may still name points that are not theirs).

#include "runtime/bundle/scope.h"

static bool has_tag(const WBundle *bundle, const WMessageRow *message, uint32_t tag) {
    for (uint32_t i = 0; i < message->tag_count; i++) {
        if (bundle->tags[message->first_tag + i].name == tag) return true;
    }
    return false;
}

bool w_scope_binds(const WBundle *bundle, const WScope *scope, const WSiteRow *site) {
    const WMessageRow *message = &bundle->messages[site->message];
    return (scope->class == W_NONE || scope->class == message->class) &&
           (scope->channel == W_NONE || scope->channel == site->channel) &&
           (scope->message == W_NONE || scope->message == site->message) &&
           (scope->journey == W_NONE || scope->journey == site->journey) &&
           (scope->tag == W_NONE || has_tag(bundle, message, scope->tag));
}

bool w_quiet_binds(const WBundle *bundle, const WQuietRow *quiet, const WSiteRow *site) {
    return quiet->channel == site->channel &&
           ((quiet->flags & W_QUIET_FOR_ALL) ||
            bundle->messages[site->message].class == W_CLASS_PROMOTIONAL);
}

bool w_site_may_wait(const WBundle *bundle, const WSiteRow *site) {
    const WChannelRow *channel = &bundle->channels[site->channel];
    for (uint32_t i = 0; i < channel->quiet_count; i++) {
        if (w_quiet_binds(bundle, &bundle->quiets[channel->first_quiet + i], site)) return true;
    }
    for (uint32_t i = 0; i < bundle->limits_count; i++) {
        const WLimitRow *limit = &bundle->limits[i];
        if (limit->defer_ms > 0 && w_scope_binds(bundle, &limit->scope, site)) return true;
    }
    return false;
}
