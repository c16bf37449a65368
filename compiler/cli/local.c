// Judging local times.
//
// Premise: none of this is shared with the runtime; it is written from the language's page alone.
#include "compiler/cli/local.h"

#include <stdio.h>
#include <string.h>

#include "compiler/cli/clocks.h"
#include "compiler/cli/moment.h"

static const int64_t DAY_MS = 86400000;
static const int64_t SECOND_MS = 1000;

static bool is(const char *a, const char *b) {
    return strcmp(a, b) == 0;
}

static int64_t today_of(int64_t at_ms) {
    return w_clocks_day(w_clocks_local_ms(at_ms));
}

static bool is_weekday_in(uint32_t weekdays, int64_t day) {
    return (weekdays >> w_clocks_weekday(day) & 1) != 0;
}

static const char *local_text(int64_t at_ms, char out[WEND_TIME_BYTES]) {
    return w_moment_time(w_clocks_local_ms(at_ms), out);
}

// ---- waits

// When a wait that began then should end.
static int64_t wait_should_end(const wend_local *local, int64_t began_ms) {
    int64_t today = today_of(began_ms);
    if (local->days >= 0)
        return w_clocks_instant_ms((today + local->days) * DAY_MS + local->clock_ms);
    for (int64_t day = today; day <= today + 8; day++) {
        if (!is_weekday_in(local->weekdays, day)) continue;
        int64_t at = w_clocks_instant_ms(day * DAY_MS + local->clock_ms);
        if (at > began_ms) return at;
    }
    return INT64_MAX;
}

static bool wait_is_right(const wend_local *local, const wend_moment *moment,
                          char why[W_LOCAL_WHY_BYTES]) {
    int64_t should_ms = wait_should_end(local, moment->at_ms);
    char should[WEND_TIME_BYTES], ends[WEND_TIME_BYTES];
    snprintf(why, W_LOCAL_WHY_BYTES, "this should end at %s, and ends at %s",
             local_text(should_ms, should), local_text(moment->until_ms, ends));
    return moment->until_ms == should_ms;
}

// ---- quiet hours

// Whether the piece of quiet that begins on that day holds the instant.
static bool piece_holds(const wend_local *local, int64_t day, int64_t at_ms) {
    bool is_on = local->weekdays ? is_weekday_in(local->weekdays, day)
                                 : day >= local->first_day && day <= local->last_day;
    int64_t end_day = local->to_ms <= local->clock_ms ? day + 1 : day;
    return is_on && at_ms >= w_clocks_instant_ms(day * DAY_MS + local->clock_ms) &&
           at_ms < w_clocks_instant_ms(end_day * DAY_MS + local->to_ms);
}

static bool is_quiet(const wend_local *local, int64_t at_ms) {
    int64_t today = today_of(at_ms);
    return piece_holds(local, today - 1, at_ms) || piece_holds(local, today, at_ms) ||
           piece_holds(local, today + 1, at_ms);
}

// Whether the channel is quiet for the send: by any of its lines, or by those of one name. A line
// of several days is several rows of one name.
static bool is_channel_quiet(const WLocals *all, const wend_moment *moment, const char *rule,
                             int64_t at_ms) {
    for (size_t i = 0; i < all->count; i++) {
        const wend_local *other = all->rows[i];
        bool binds = is(other->kind, "quiet") && is(other->channel, moment->channel) &&
                     (moment->is_promotional || other->for_all);
        if (binds && (!rule || is(other->rule, rule)) && is_quiet(other, at_ms)) return true;
    }
    return false;
}

// What is held back is held back by quiet hours, until the first moment that is outside of all.
static bool hold_is_right(const WLocals *all, const wend_local *local, const wend_moment *moment,
                          char why[W_LOCAL_WHY_BYTES]) {
    char at[WEND_TIME_BYTES], until[WEND_TIME_BYTES];
    local_text(moment->at_ms, at);
    local_text(moment->until_ms, until);
    if (!is_channel_quiet(all, moment, local->rule, moment->at_ms)) {
        snprintf(why, W_LOCAL_WHY_BYTES, "something was held back outside of it, at %s", at);
        return false;
    }
    if (is_channel_quiet(all, moment, NULL, moment->until_ms)) {
        snprintf(why, W_LOCAL_WHY_BYTES, "held back at %s until %s, which is quiet too", at,
                 until);
        return false;
    }
    snprintf(why, W_LOCAL_WHY_BYTES, "held back at %s until %s, longer than it must be", at,
             until);
    return is_channel_quiet(all, moment, NULL, moment->until_ms - SECOND_MS);
}

static bool send_is_right(const WLocals *all, const wend_local *local, const wend_moment *moment,
                          char why[W_LOCAL_WHY_BYTES]) {
    char at[WEND_TIME_BYTES];
    if (!is(moment->outcome, "sent")) return hold_is_right(all, local, moment, why);
    snprintf(why, W_LOCAL_WHY_BYTES, "something was sent within it, at %s",
             local_text(moment->at_ms, at));
    return !is_quiet(local, moment->at_ms);
}

static bool is_bound_send(const wend_local *local, const wend_moment *moment) {
    if (!is(moment->what, "send") || !is(moment->channel, local->channel)) return false;
    if (!moment->is_promotional && !local->for_all) return false;
    bool is_held = is(moment->outcome, "deferred") && is(moment->reason, "quiet") &&
                   is(moment->rule, local->rule);
    return is_held || is(moment->outcome, "sent");
}

// ---- all kinds

bool w_local_concerns(const wend_local *local, const wend_moment *moment) {
    if (is(local->kind, "quiet")) return is_bound_send(local, moment);
    return is(moment->what, "wait") && moment->row == local->row;
}

bool w_local_is_right(const WLocals *all, const wend_local *local, const wend_moment *moment,
                      char why[W_LOCAL_WHY_BYTES]) {
    if (is(local->kind, "quiet")) return send_is_right(all, local, moment, why);
    return wait_is_right(local, moment, why);
}
