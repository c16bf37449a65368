// Quiet hours: whether a channel is quiet now, and when it opens.
//
// A piece of quiet belongs to the day it begins, in the customer's zone: [from, to), to the next
// day if `to` is not later. A time of day that does not exist is the first moment behind the gap,
// one that exists twice is the first, so a night may be an hour longer or shorter than it reads.

#include "runtime/bundle/scope.h"
#include "runtime/engine/private.h"
#include "runtime/value/time.h"

// Pieces of quiet in a row that are followed before a channel is taken as quiet for ever.
enum { MOST_PIECES = 10000 };

static bool is_on(const WQuietRow *quiet, int64_t day) {
    if (quiet->weekdays != 0) return (quiet->weekdays >> w_civil_weekday(day) & 1) != 0;
    return day >= quiet->first_day && day <= quiet->last_day;
}

// The last day of whole days of quiet in a row that begin with this one.
static int64_t last_whole_day(const WQuietRow *quiet, int64_t day) {
    bool is_whole = quiet->from_ms == 0 && quiet->to_ms == 0;
    return is_whole && quiet->weekdays == 0 ? quiet->last_day : day;
}

// If the piece that begins on that day holds the moment: when it ends.
static bool covers(const WQuietRow *quiet, const WZone *zone, int64_t day, int64_t at_ms,
                   int64_t *end_ms) {
    if (!is_on(quiet, day)) return false;
    bool is_over_midnight = quiet->to_ms <= quiet->from_ms;
    int64_t last = last_whole_day(quiet, day);
    *end_ms = w_zone_day_at(zone, w_date_add(last, is_over_midnight), quiet->to_ms);
    return w_zone_day_at(zone, day, quiet->from_ms) <= at_ms && at_ms < *end_ms;
}

// A moment may lie in what began the day before; where clocks were set back across midnight, in
// what begins on the next day as the clock first showed it.
static bool is_within(const WQuietRow *quiet, const WZone *zone, int64_t at_ms, int64_t *end_ms) {
    int64_t day = w_zone_day(zone, at_ms);
    for (int ahead = -1; ahead <= 1; ahead++) {
        if (covers(quiet, zone, w_date_add(day, ahead), at_ms, end_ms)) return true;
    }
    return false;
}

// The first line of the channel that binds the send and holds the moment; W_NONE if none does.
static uint32_t find_quiet(const WEngine *engine, const WSiteRow *site, int64_t at_ms,
                           int64_t *end_ms) {
    const WBundle *bundle = engine->bundle;
    const WChannelRow *channel = &bundle->channels[site->channel];
    for (uint32_t i = 0; i < channel->quiet_count; i++) {
        const WQuietRow *quiet = &bundle->quiets[channel->first_quiet + i];
        if (!w_quiet_binds(bundle, quiet, site)) continue;
        if (is_within(quiet, engine->context.zone, at_ms, end_ms)) return channel->first_quiet + i;
    }
    return W_NONE;
}

uint32_t w_engine_quiet(const WEngine *engine, const WSiteRow *site, int64_t *open_ms) {
    uint32_t first = find_quiet(engine, site, engine->now_ms, open_ms);
    if (first == W_NONE) return W_NONE;
    for (int pieces = 0; pieces < MOST_PIECES; pieces++) {
        int64_t end_ms;
        if (find_quiet(engine, site, *open_ms, &end_ms) == W_NONE) return first;
        *open_ms = end_ms;
    }
    *open_ms = 0;
    return first;
}
