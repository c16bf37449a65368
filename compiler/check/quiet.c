// Quiet hours and rates of channels; and which sends policy may make wait because of them.

#include "compiler/check/checker.h"

#include "runtime/value/week.h"

enum { WEEKEND_FREE = 0x1f, ALL_WEEK = 0x7f };

// ---- one line

static void put_date(WBuffer *out, int32_t day) {
    WCivil civil = w_civil_of_days(day);
    w_buffer_printf(out, "%04d-%02d-%02d", civil.year, civil.month, civil.day);
}

static void put_clock(WBuffer *out, int32_t clock_ms) {
    int32_t minutes = clock_ms / 60000;
    w_buffer_printf(out, "%02d:%02d", minutes / 60, minutes % 60);
}

static uint32_t weekdays_of(const WDayItem *item) {
    return item->weekday == W_DAY_WEEKDAY ? WEEKEND_FREE : 1u << (item->weekday - W_DAY_MONDAY);
}

static void put_days(WChecker *ck, WBuffer *out, const WDayItem *days) {
    for (const WDayItem *item = days; item != NULL; item = item->next) {
        w_buffer_str(out, item == days ? W_STR("on ") : W_STR(", "));
        w_buffer_str(out, w_check_source_text(ck, item->span));
    }
}

static WStr label_of(WChecker *ck, const WQuiet *quiet) {
    WBuffer out = {0};
    if (quiet->kind == W_QUIET_HOURS) {
        put_clock(&out, quiet->from_ms);
        w_buffer_str(&out, W_STR(" to "));
        put_clock(&out, quiet->to_ms);
        if (quiet->days != NULL) w_buffer_char(&out, ' ');
    } else if (quiet->kind == W_QUIET_DATES) {
        put_date(&out, quiet->from_day);
        w_buffer_str(&out, W_STR(" to "));
        put_date(&out, quiet->to_day);
    }
    put_days(ck, &out, quiet->days);
    if (quiet->for_all) w_buffer_str(&out, W_STR(" for all"));
    WStr label = {w_arena_copy(ck->arena, out.bytes, out.size), out.size};
    w_buffer_free(&out);
    return label;
}

static bool is_sound(WChecker *ck, const WQuiet *quiet) {
    if (quiet->kind == W_QUIET_HOURS && quiet->from_ms == quiet->to_ms) {
        WFinding *finding = FIND(ck, QUIET_NOTHING, quiet->span,
                                 "these quiet hours end when they begin: none, or all of them?");
        w_finding_fix(finding, "for whole days: quiet on saturday, sunday");
        return false;
    }
    if (quiet->kind == W_QUIET_DATES && quiet->to_day < quiet->from_day) {
        WFinding *finding =
            FIND(ck, QUIET_NOTHING, quiet->span, "the first of these days is behind the last");
        WBuffer swapped = {0};
        put_date(&swapped, quiet->to_day);
        w_buffer_str(&swapped, W_STR(" to "));
        put_date(&swapped, quiet->from_day);
        w_finding_fix(finding, "quiet %.*s", (int)swapped.size, swapped.bytes);
        w_buffer_free(&swapped);
        return false;
    }
    return true;
}

static void add(WChecker *ck, WProgramChannel *channel, WProgramQuiet row, uint32_t *room) {
    *W_CHECK_PUSH(ck, channel->quiets, channel->quiet_count, *room) = row;
}

// A row for all its days of the week, and one for each date.
static void add_days(WChecker *ck, WProgramChannel *channel, const WQuiet *quiet,
                     WProgramQuiet row, uint32_t *room) {
    for (const WDayItem *item = quiet->days; item != NULL; item = item->next) {
        if (!item->is_date) row.weekdays |= weekdays_of(item);
    }
    if (row.weekdays != 0) add(ck, channel, row, room);
    row.weekdays = 0;
    for (const WDayItem *item = quiet->days; item != NULL; item = item->next) {
        if (!item->is_date) continue;
        row.first_day = row.last_day = item->day;
        add(ck, channel, row, room);
    }
}

static void check_quiet(WChecker *ck, WProgramChannel *channel, const WQuiet *quiet,
                        uint32_t *room) {
    WProgramQuiet row = {.for_all = quiet->for_all, .span = quiet->span};
    if (!is_sound(ck, quiet)) return;
    row.label = label_of(ck, quiet);
    row.from_ms = quiet->kind == W_QUIET_HOURS ? quiet->from_ms : 0;
    row.to_ms = quiet->kind == W_QUIET_HOURS ? quiet->to_ms : 0;
    if (quiet->days != NULL) {
        add_days(ck, channel, quiet, row, room);
    } else if (quiet->kind == W_QUIET_DATES) {
        row.first_day = quiet->from_day;
        row.last_day = quiet->to_day;
        add(ck, channel, row, room);
    } else {
        row.weekdays = ALL_WEEK;
        add(ck, channel, row, room);
    }
}

// ---- the channel

static void check_open(WChecker *ck, const WChannel *tree, const WProgramChannel *channel) {
    WWeek week = {{0}};
    for (uint32_t i = 0; i < channel->quiet_count; i++) {
        const WProgramQuiet *quiet = &channel->quiets[i];
        w_week_add(&week, quiet->weekdays, quiet->from_ms, quiet->to_ms);
    }
    if (!w_week_is_full(&week)) return;
    WFinding *finding =
        FIND(ck, ALWAYS_QUIET, tree->quiets->span, "no hour of the week stays open on `%.*s`",
             W_STR_ARGS(channel->name));
    w_finding_why(finding, "its quiet hours together cover the whole week, so nothing could be "
                           "sent at any time");
    w_finding_fix(finding, "leave some hours open: quiet 21:00 to 08:00");
}

static void check_rate(WChecker *ck, const WRate *rate, WProgramChannel *channel) {
    enum { MOST = 1000000 };
    if (!rate->given) return;
    if (rate->count < 1 || rate->count > MOST) {
        FIND(ck, VALUE_RANGE, rate->span, "a rate is 1 to %d messages", MOST);
        return;
    }
    channel->rate_ms = w_check_length(ck, rate->per, "`per` needs");
    if (channel->rate_ms > 0) channel->rate_count = (uint32_t)rate->count;
}

void w_check_quiets(WChecker *ck, const WChannel *tree, WProgramChannel *channel) {
    uint32_t room = 0;
    for (const WQuiet *quiet = tree->quiets; quiet != NULL; quiet = quiet->next)
        check_quiet(ck, channel, quiet, &room);
    if (channel->quiet_count > 0) check_open(ck, tree, channel);
    check_rate(ck, &tree->rate, channel);
}

// ---- which sends may wait

static bool has_tag(const WProgramMessage *message, WStr tag) {
    for (uint32_t i = 0; i < message->tag_count; i++) {
        if (w_str_equal(message->tags[i], tag)) return true;
    }
    return false;
}

static bool binds(const WProgram *program, const WProgramScope *scope, uint32_t journey,
                  uint32_t channel, uint32_t message) {
    const WProgramMessage *what = &program->messages[message];
    return (scope->class == W_NONE || scope->class == what->class) &&
           (scope->channel == W_NONE || scope->channel == channel) &&
           (scope->message == W_NONE || scope->message == message) &&
           (scope->journey == W_NONE || scope->journey == journey) &&
           (scope->tag.size == 0 || has_tag(what, scope->tag));
}

bool w_check_may_wait(const WChecker *ck, uint32_t journey, uint32_t channel, uint32_t message) {
    const WProgram *program = ck->program;
    const WProgramChannel *way = &program->channels[channel];
    bool promotes = program->messages[message].class == W_CLASS_PROMOTIONAL;
    for (uint32_t i = 0; i < way->quiet_count; i++) {
        if (promotes || way->quiets[i].for_all) return true;
    }
    for (uint32_t i = 0; i < program->limit_count; i++) {
        const WProgramLimit *limit = &program->limits[i];
        if (limit->defer_ms == 0) continue;
        if (binds(program, &limit->scope, journey, channel, message)) return true;
    }
    return false;
}
