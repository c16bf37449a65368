// Local time in a project: waits until a time of day, quiet hours.
//
// Times that are not written out (`until profile.wakes`) are left out: what they should be is not
// known before the customer is.
#include "compiler/driver/local.h"

#include "compiler/driver/words.h"
#include "runtime/base/alloc.h"
#include "stdlib/native.h"

enum { ANY_DAY = 0x7f, WORKDAYS = 0x1f };

typedef struct Finder {
    WLocals *locals;
    const wend_compilation *compilation;
    WArena *arena;
    const WProgramJourney *journey;
    uint32_t stage;
    uint32_t first_point; // row of the journey's first
} Finder;

static wend_local *add(Finder *finder, const char *kind, uint32_t row, WSpan span) {
    WLocals *locals = finder->locals;
    locals->rows = w_grow(locals->rows, &locals->room, locals->count + 1, sizeof *locals->rows);
    wend_local *to = &locals->rows[locals->count++];
    *to = (wend_local){
        .kind = kind,
        .row = row,
        .place = w_compilation_range(finder->compilation, span),
        .text = w_words_of_head(finder->compilation, span, finder->arena),
        .journey = "",
        .stage = "",
        .channel = "",
        .rule = "",
        .weekdays = ANY_DAY,
        .days = -1,
    };
    return to;
}

// ---- waits

static bool is_number(const WTyped *typed, int32_t *number) {
    *number = (int32_t)typed->constant.value;
    return typed->kind == W_TYPED_CONSTANT;
}

// Whether a wait ends at a local time that is written out, and which.
static bool read_instant(const WTyped *value, wend_local *to) {
    int32_t day;
    if (value->kind == W_TYPED_NEXT_CLOCK) return is_number(value->operands[0], &to->clock_ms);
    if (value->kind != W_TYPED_NATIVE) return false;
    switch (value->index) {
    case W_NATIVE_NEXT_WORKDAY:
        to->weekdays = WORKDAYS;
        return is_number(value->operands[0], &to->clock_ms);
    case W_NATIVE_NEXT_WEEKDAY:
        if (!is_number(value->operands[0], &day)) return false;
        to->weekdays = 1u << day;
        return is_number(value->operands[1], &to->clock_ms);
    case W_NATIVE_CLOCK_IN_DAYS:
        return is_number(value->operands[0], &to->clock_ms) &&
               is_number(value->operands[1], &to->days);
    default: return false;
    }
}

static void find_wait(Finder *finder, const WAct *act) {
    wend_local local = {.weekdays = ANY_DAY, .days = -1};
    if (act->value == NULL || !read_instant(act->value, &local)) return;
    wend_local *to = add(finder, "wait", finder->first_point + act->index, act->span);
    to->journey = w_words_kept(finder->arena, finder->journey->name);
    to->stage = w_words_kept(finder->arena, finder->journey->stages[finder->stage].name);
    to->clock_ms = local.clock_ms;
    to->weekdays = local.weekdays;
    to->days = local.days;
}

static void find_in_block(Finder *finder, const WAct *act) {
    for (; act != NULL; act = act->next) {
        if (act->kind == W_ACT_WAIT) find_wait(finder, act);
        find_in_block(finder, act->body);
        find_in_block(finder, act->otherwise);
        for (uint32_t i = 0; i < act->arm_count; i++)
            find_in_block(finder, act->arms[i].body);
        for (uint32_t i = 0; i < act->option_count; i++)
            find_in_block(finder, act->options[i].body);
    }
}

static void find_in_journey(Finder *finder) {
    const WProgramJourney *journey = finder->journey;
    for (finder->stage = 0; finder->stage < journey->stage_count; finder->stage++) {
        const WProgramStage *stage = &journey->stages[finder->stage];
        find_in_block(finder, stage->body);
        for (uint32_t i = 0; i < stage->reaction_count; i++)
            find_in_block(finder, stage->reactions[i].body);
    }
}

// ---- quiet hours

static void find_quiets(Finder *finder, const WProgram *program) {
    uint32_t row = 0;
    for (uint32_t i = 0; i < program->channel_count; i++) {
        const WProgramChannel *channel = &program->channels[i];
        for (uint32_t k = 0; k < channel->quiet_count; k++) {
            const WProgramQuiet *quiet = &channel->quiets[k];
            wend_local *to = add(finder, "quiet", row++, quiet->span);
            to->channel = w_words_kept(finder->arena, channel->name);
            to->clock_ms = quiet->from_ms;
            to->to_ms = quiet->to_ms;
            to->weekdays = quiet->weekdays;
            to->first_day = quiet->first_day;
            to->last_day = quiet->last_day;
            to->for_all = quiet->for_all;
            to->rule = w_words_kept(finder->arena, quiet->label);
        }
    }
}

// ---- all

void w_locals_find(WLocals *locals, const wend_compilation *compilation, WArena *arena) {
    const WProgram *program = compilation->program;
    Finder finder = {.locals = locals, .compilation = compilation, .arena = arena};
    for (uint32_t i = 0; i < program->journey_count; i++) {
        finder.journey = &program->journeys[i];
        find_in_journey(&finder);
        finder.first_point += finder.journey->point_count;
    }
    find_quiets(&finder, program);
}
