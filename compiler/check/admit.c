// Who comes without an event of their own: `enter on change of`, `enter every`; and the ramp that
// all who enter go over, `admit at most`.
//
// Promise: a schedule names days that exist and a time of day; a ramp has a period that every
// customer's entry falls into.

#include "compiler/check/checker.h"

#include "runtime/base/limits.h"
#include "runtime/value/timetable.h"

// ---- schedules

static bool say_no_schedule(WChecker *ck, const WSchedule *schedule, const char *what,
                            const char *repair) {
    WFinding *finding = FIND(ck, BAD_SCHEDULE, schedule->span, "%s", what);
    w_finding_fix(finding, "%s", repair);
    return false;
}

static uint32_t weekdays_of(const WDayItem *days) {
    uint32_t set = 0;
    for (; days != NULL; days = days->next)
        set |= days->weekday == W_DAY_WEEKDAY ? 0x1fu : 1u << days->weekday;
    return set;
}

static bool each_unit(WChecker *ck, const WSchedule *tree, WProgramTimetable *row) {
    switch (tree->unit) {
    case W_UNIT_DAY: row->weekdays = W_TIMETABLE_EVERY_DAY; return true;
    case W_UNIT_WEEK:
        return say_no_schedule(ck, tree, "a week has seven days",
                               "name the day: enter every monday at 09:00");
    case W_UNIT_MONTH:
        return say_no_schedule(ck, tree, "a month has many days",
                               "name the day: enter every month on 1 at 09:00");
    default:
        return say_no_schedule(ck, tree, "a schedule goes by days",
                               "name the days: enter every day at 09:00");
    }
}

static bool days_of_month(WChecker *ck, const WSchedule *tree, WProgramTimetable *row) {
    if (tree->unit != W_UNIT_MONTH)
        return say_no_schedule(ck, tree, "only a month has numbered days",
                               tree->unit == W_UNIT_WEEK
                                   ? "name the day: enter every monday at 09:00"
                                   : "days of the month: enter every month on 1 at 09:00");
    bool good = true;
    for (const WNumberItem *number = tree->numbers; number != NULL; number = number->next) {
        if (number->value >= 1 && number->value <= 31) {
            row->month_days |= 1u << (number->value - 1);
            continue;
        }
        FIND(ck, VALUE_RANGE, number->span, "days of the month go from 1 to 31");
        good = false;
    }
    return good;
}

// The 31st is the last day of every month.
static bool last_of_month(WChecker *ck, const WSchedule *tree, WProgramTimetable *row) {
    if (tree->unit != W_UNIT_MONTH || tree->last_unit != W_UNIT_DAY)
        return say_no_schedule(ck, tree, "what has a last day is a month",
                               "enter every month on last day at 09:00");
    row->month_days = 1u << 30;
    return true;
}

static bool find_days(WChecker *ck, const WSchedule *tree, WProgramTimetable *row) {
    switch (tree->kind) {
    case W_SCHEDULE_WEEKDAYS: row->weekdays = weekdays_of(tree->days); return true;
    case W_SCHEDULE_UNIT: return each_unit(ck, tree, row);
    case W_SCHEDULE_ON: return days_of_month(ck, tree, row);
    case W_SCHEDULE_LAST: return last_of_month(ck, tree, row);
    }
    return false;
}

// ---- entries

static void check_where(WChecker *ck, WJourneyCheck *jc, const WEnv *env, const WEnter *enter,
                        uint32_t index) {
    WProgramEntry *row = &jc->row->entries[index];
    if (enter->condition == NULL) return;
    row->where = w_check_condition(ck, env, enter->condition, "`where` needs");
    if (!w_check_is_error(row->where))
        jc->entry_facts[index] = w_facts_when(ck, row->where, true, NULL);
}

void w_check_enter_every(WChecker *ck, WJourneyCheck *jc, const WEnter *enter, uint32_t index) {
    WProgramEntry *row = &jc->row->entries[index];
    *row = (WProgramEntry){.kind = W_ENTRY_EVERY, .event = W_NONE, .span = enter->span};
    row->timetable.clock_ms = (uint32_t)enter->schedule.clock_ms;
    find_days(ck, &enter->schedule, &row->timetable);
    WEnv env = {.journey = jc, .entries = true, .here = "a time comes for everybody, no event"};
    check_where(ck, jc, &env, enter, index);
}

void w_check_enter_change(WChecker *ck, WJourneyCheck *jc, const WEnter *enter, uint32_t index) {
    WProgramEntry *row = &jc->row->entries[index];
    *row = (WProgramEntry){.kind = W_ENTRY_CHANGE, .event = W_NONE, .span = enter->span};
    row->field = w_names_get(&ck->profile_names, enter->field.text);
    if (row->field == W_NONE && enter->field.text.size > 0)
        w_check_unknown_profile_field(ck, enter->field, true);
    if (enter->older_than != NULL)
        row->older_ms = w_check_length(ck, enter->older_than, "`unless older than` needs");
    WEnv env = {.journey = jc,
                .entries = true,
                .before = true,
                .here = "a field may change by an event, by traits or by a journey"};
    check_where(ck, jc, &env, enter, index);
}

// ---- the ramp

static void say_no_period(WChecker *ck, WSpan span) {
    WFinding *finding = FIND(ck, VALUE_RANGE, span, "a ramp goes by the day, week or month");
    w_finding_fix(finding, "or by an exact length: admit at most 1000 per 24h");
}

void w_check_ramp(WChecker *ck, const WAdmit *tree, WProgramJourney *row) {
    if (!tree->given) return;
    if (tree->count < 1 || tree->count > W_LIMIT_RAMP_COUNT)
        FIND(ck, VALUE_RANGE, tree->span, "a ramp admits 1 to %d customers in its time",
             W_LIMIT_RAMP_COUNT);
    else
        row->admit_max = (uint32_t)tree->count;
    if (tree->length != NULL) {
        row->admit_ms = w_check_length(ck, tree->length, "`per` needs");
        return;
    }
    switch (tree->unit) {
    case W_UNIT_MINUTE: row->admit_ms = W_MINUTE_MS; break;
    case W_UNIT_HOUR: row->admit_ms = W_HOUR_MS; break;
    case W_UNIT_DAY: row->admit_unit = W_CALENDAR_DAY; break;
    case W_UNIT_WEEK: row->admit_unit = W_CALENDAR_WEEK; break;
    case W_UNIT_MONTH: row->admit_unit = W_CALENDAR_MONTH; break;
    case W_UNIT_YEAR: say_no_period(ck, tree->span); break;
    }
}
