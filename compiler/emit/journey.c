// Journeys: their rows. Rows of one kind that belong together stand together: first the arms of
// all stages, then those of all points.

#include "compiler/emit/emitter.h"

#include <string.h>

#include "runtime/base/alloc.h"
#include "runtime/base/assert.h"
#include "stdlib/native.h"

// ---- ways in and out

static uint32_t slot_of(const WEmitter *emitter, uint32_t event, uint32_t field) {
    uint32_t slot = emitter->program->events[event].fields[field].slot;
    W_ASSERT(slot != W_NONE);
    return slot;
}

static void add_keys(WEmitter *emitter, const WProgramEntry *entry) {
    for (uint32_t i = 0; i < entry->key_count; i++) {
        const WProgramKey *key = &entry->keys[i];
        bool of_event = key->source == W_KEY_EVENT;
        uint32_t slot = of_event ? slot_of(emitter, entry->event, key->index) : key->index;
        uint32_t constant = w_emit_constant(emitter, &key->constant);
        w_add_keys(&emitter->tables, (WKeyRow){key->source, slot, constant});
    }
}

static void add_copies(WEmitter *emitter, const WProgramEntry *entry) {
    for (uint32_t i = 0; i < entry->copy_count; i++) {
        const WProgramCopy *copy = &entry->copies[i];
        uint32_t slot = slot_of(emitter, entry->event, copy->field);
        w_add_copies(&emitter->tables, (WCopyRow){slot, copy->variable});
    }
}

// Equal ones are one row.
static uint32_t timetable_of(WEmitter *emitter, const WProgramTimetable *timetable) {
    WTimetableRow row = {timetable->weekdays, timetable->month_days, timetable->clock_ms};
    for (uint32_t i = 0; i < W_COUNT(&emitter->tables, timetables); i++) {
        if (memcmp(&emitter->tables.timetables[i], &row, sizeof row) == 0) return i;
    }
    return w_add_timetables(&emitter->tables, row);
}

static uint32_t source_of(WEmitter *emitter, const WProgramEntry *entry) {
    if (entry->kind == W_ENTRY_CHANGE) return entry->field;
    if (entry->kind == W_ENTRY_EVERY) return timetable_of(emitter, &entry->timetable);
    return W_NONE;
}

static void add_entry(WEmitter *emitter, uint32_t journey, const WProgramEntry *entry) {
    WTables *tables = &emitter->tables;
    WReads reads = {entry->event, journey, W_FUNCTION_AT_ENTRY};
    if (entry->kind == W_ENTRY_CHANGE) reads.flags |= W_FUNCTION_ON_CHANGE;
    WEntryRow row = {
        .journey = journey,
        .event = entry->event,
        .where_function = w_emit_condition(emitter, entry->where, reads),
        .first_key = W_COUNT(tables, keys),
        .key_count = entry->key_count,
        .first_copy = W_COUNT(tables, copies),
        .copy_count = entry->copy_count,
        .kind = entry->kind,
        .flags = entry->including_current ? W_ENTRY_INCLUDING_CURRENT : 0,
        .source = source_of(emitter, entry),
        .older_ms = entry->older_ms,
    };
    add_keys(emitter, entry);
    add_copies(emitter, entry);
    w_add_entries(tables, row);
}

static void add_instance_keys(WEmitter *emitter, const WProgramKeyed *keyed) {
    for (uint32_t i = 0; i < keyed->event_count; i++) {
        const WProgramInstanceKey *key = &keyed->events[i];
        uint32_t slot = slot_of(emitter, key->event, key->field);
        w_add_instance_keys(&emitter->tables, (WInstanceKeyRow){key->event, slot});
    }
}

static void add_only_if(WEmitter *emitter, uint32_t journey, const WProgramOnlyIf *only_if) {
    WReads reads = {W_NONE, journey, W_FUNCTION_AT_ENTRY};
    uint32_t function = w_emit_condition(emitter, only_if->condition, reads);
    uint32_t because = w_tables_text_if_given(&emitter->tables, only_if->because);
    w_add_only_ifs(&emitter->tables, (WOnlyIfRow){function, because});
}

static void add_exit(WEmitter *emitter, uint32_t journey, const WProgramExit *exit) {
    WReads reads = {exit->event, journey, 0};
    uint32_t where = w_emit_condition(emitter, exit->where, reads);
    uint32_t label = w_tables_text_if_given(&emitter->tables, exit->label);
    w_add_exits(&emitter->tables, (WExitRow){exit->event, where, label});
}

static uint32_t add_goal(WEmitter *emitter, uint32_t journey, const WProgramGoal *goal) {
    if (!goal->given) return W_NONE;
    WReads reads = {goal->event, journey, 0};
    WGoalRow row = {
        .event = goal->event,
        .where_function = w_emit_condition(emitter, goal->where, reads),
        .from = goal->from,
        .journey = journey,
        .within_ms = goal->within_ms,
    };
    return w_add_goals(&emitter->tables, row);
}

// ---- stages

// Make what the code of a block calls, and find the act of each wait. Behind a wait there is no
// event, but no code asks for one there either.
static void survey(WEmitter *emitter, const WFlow *flow, const WAct *act, const WAct **waits,
                   uint32_t event) {
    WReads reads = {event, flow->row, 0};
    for (; act != NULL; act = act->next) {
        w_emit_needs(emitter, act->value, reads);
        if (act->kind == W_ACT_WAIT) waits[act->index] = act;
        if (act->kind == W_ACT_SEND) {
            const WProgramSite *site = &flow->journey->sites[act->index];
            uint32_t count = emitter->program->messages[site->message].param_count;
            for (uint32_t i = 0; i < count; i++)
                w_emit_needs(emitter, act->params[i], reads);
        }
        for (uint32_t i = 0; i < act->given_count; i++)
            w_emit_needs(emitter, act->given[i].value, reads);
        for (uint32_t i = 0; i < act->option_count; i++) {
            w_emit_needs(emitter, act->options[i].where, reads);
            survey(emitter, flow, act->options[i].body, waits, event);
        }
        survey(emitter, flow, act->body, waits, event);
        survey(emitter, flow, act->otherwise, waits, event);
        for (uint32_t i = 0; i < act->arm_count; i++)
            survey(emitter, flow, act->arms[i].body, waits, act->arms[i].event);
    }
}

static void survey_stages(WEmitter *emitter, const WFlow *flow, const WAct **waits) {
    survey(emitter, flow, flow->journey->start, waits, W_NONE);
    for (uint32_t i = 0; i < flow->journey->stage_count; i++) {
        const WProgramStage *stage = &flow->journey->stages[i];
        survey(emitter, flow, stage->body, waits, stage->event);
        for (uint32_t j = 0; j < stage->reaction_count; j++)
            survey(emitter, flow, stage->reactions[j].body, waits, stage->reactions[j].event);
    }
}

static void add_arms(WEmitter *emitter, uint32_t journey, const WProgramArm *arms,
                     uint32_t count) {
    for (uint32_t i = 0; i < count; i++) {
        WReads reads = {arms[i].event, journey, 0};
        uint32_t where = w_emit_condition(emitter, arms[i].where, reads);
        uint32_t flags = arms[i].since_entry ? W_ARM_SINCE_ENTRY : 0;
        w_add_arms(&emitter->tables,
                   (WArmRow){.event = arms[i].event, .where_function = where, .flags = flags});
    }
}

static void add_stages(WEmitter *emitter, const WFlow *flow) {
    WTables *tables = &emitter->tables;
    uint32_t counters = 0;
    for (uint32_t i = 0; i < flow->journey->stage_count; i++) {
        const WProgramStage *stage = &flow->journey->stages[i];
        WStageRow row = {
            .journey = flow->row,
            .name = w_tables_text(tables, stage->name),
            .title = w_tables_text_if_given(tables, stage->title),
            .event = stage->event,
            .first_arm = W_COUNT(tables, arms),
            .arm_count = stage->reaction_count,
            .visits = stage->counted ? counters++ : W_NONE,
        };
        add_arms(emitter, flow->row, stage->reactions, stage->reaction_count);
        w_add_stages(tables, row);
    }
}

// What an instant is made of, as far as it says whether another zone moves it.
typedef struct Instant {
    bool is_local; // a clock or a calendar of the customer's is in it
    bool is_past;  // the event at hand or the history is: it cannot be asked again
} Instant;

static void look_into(const WTyped *typed, Instant *instant) {
    switch (typed->kind) {
    case W_TYPED_NEXT_CLOCK: instant->is_local = true; break;
    case W_TYPED_NATIVE:
        instant->is_local |= (w_native_by_code(typed->index)->traits & W_NATIVE_ZONE) != 0;
        break;
    case W_TYPED_EVENT:
    case W_TYPED_EVENT_AT:
    case W_TYPED_HISTORY:
    case W_TYPED_SEGMENT: instant->is_past = true; break;
    default: break;
    }
    for (uint32_t i = 0; i < typed->count; i++)
        look_into(typed->operands[i], instant);
}

static uint32_t instant_function(WEmitter *emitter, const WFlow *flow, const WAct *act) {
    Instant instant = {0};
    if (act->value != NULL) look_into(act->value, &instant);
    if (!instant.is_local || instant.is_past) return W_NONE;
    WReads reads = {W_NONE, flow->row, 0};
    return w_emit_value_function(emitter, act->value, reads);
}

static void add_points(WEmitter *emitter, const WFlow *flow, const WAct **waits) {
    WTables *tables = &emitter->tables;
    for (uint32_t i = 0; i < flow->journey->point_count; i++) {
        const WProgramPoint *point = &flow->journey->points[i];
        W_ASSERT(waits[i] != NULL);
        WPointRow row = {
            .journey = flow->row,
            .stage = flow->first_stage + point->stage,
            .kind = point->kind,
            .name = w_tables_text_if_given(tables, point->name),
            .ordinal = point->ordinal,
            .first_arm = W_COUNT(tables, arms),
            .arm_count = waits[i]->arm_count,
            .after = point->kind == W_POINT_EVER ? W_NONE : 0,
            .otherwise = W_NONE,
            .site = W_NONE,
            .instant_function = W_NONE,
        };
        if (point->kind == W_POINT_UNTIL)
            row.instant_function = instant_function(emitter, flow, waits[i]);
        add_arms(emitter, flow->row, waits[i]->arms, waits[i]->arm_count);
        w_add_points(tables, row);
    }
}

// Where a send stands while policy makes it wait.
static uint32_t add_send_point(WEmitter *emitter, const WFlow *flow, uint32_t index) {
    const WProgramSite *site = &flow->journey->sites[index];
    if (!site->may_wait) return W_NONE;
    WPointRow row = {
        .journey = flow->row,
        .stage = flow->first_stage + site->stage,
        .kind = W_POINT_SEND,
        .name = w_tables_text_if_given(&emitter->tables, site->name),
        .ordinal = site->ordinal,
        .first_arm = W_COUNT(&emitter->tables, arms),
        .site = flow->first_site + index,
        .instant_function = W_NONE,
    };
    return w_add_points(&emitter->tables, row);
}

static void add_sites(WEmitter *emitter, const WFlow *flow) {
    WTables *tables = &emitter->tables;
    for (uint32_t i = 0; i < flow->journey->site_count; i++) {
        const WProgramSite *site = &flow->journey->sites[i];
        uint32_t flags = site->has_to ? W_SITE_HAS_TO : 0;
        if (site->in_reaction) flags |= W_SITE_IN_REACTION;
        WSiteRow row = {
            .journey = flow->row,
            .stage = flow->first_stage + site->stage,
            .channel = site->channel,
            .message = site->message,
            .name = w_tables_text_if_given(tables, site->name),
            .ordinal = site->ordinal,
            .flags = flags,
            .point = add_send_point(emitter, flow, i),
        };
        w_add_sites(tables, row);
    }
}

// What a choice may read of an event is the code's: its conditions stand in functions of their
// own.
static void add_draws(WEmitter *emitter, const WFlow *flow) {
    WTables *tables = &emitter->tables;
    for (uint32_t i = 0; i < flow->journey->draw_count; i++) {
        const WProgramDraw *draw = &flow->journey->draws[i];
        WDrawRow row = {
            .journey = flow->row,
            .name = w_tables_text(tables, draw->name),
            .kind = draw->kind,
            .first_way = W_COUNT(tables, ways),
            .way_count = draw->act->option_count,
        };
        WReads reads = {draw->reads_event, flow->row, 0};
        for (uint32_t k = 0; k < draw->act->option_count; k++) {
            const WProgramOption *option = &draw->act->options[k];
            uint32_t where = w_emit_condition(emitter, option->where, reads);
            uint32_t name = w_tables_text(tables, option->name);
            w_add_ways(tables, (WWayRow){name, option->micros, where});
        }
        w_add_draws(tables, row);
    }
}

static void add_variables(WEmitter *emitter, const WProgramJourney *journey) {
    for (uint32_t i = 0; i < journey->variable_count; i++) {
        uint32_t name = w_tables_text(&emitter->tables, journey->variables[i].name);
        w_add_variables(&emitter->tables, (WVariableRow){name, journey->variables[i].type});
    }
}

static uint32_t add_flow(WEmitter *emitter, const WFlow *flow) {
    const WAct **waits = w_alloc((flow->journey->point_count + 1) * sizeof *waits);
    survey_stages(emitter, flow, waits);
    add_stages(emitter, flow);
    add_points(emitter, flow, waits);
    add_sites(emitter, flow);
    add_draws(emitter, flow);
    w_free(waits);
    return w_emit_flow(emitter, flow);
}

// ---- the journey

static uint32_t count_counted(const WProgramJourney *journey) {
    uint32_t count = 0;
    for (uint32_t i = 0; i < journey->stage_count; i++)
        count += journey->stages[i].counted;
    return count;
}

static uint32_t sends_that_wait(const WProgramJourney *journey) {
    uint32_t count = 0;
    for (uint32_t i = 0; i < journey->site_count; i++)
        count += journey->sites[i].may_wait;
    return count;
}

// What stands in the row and comes from nowhere else.
static WJourneyRow head(WEmitter *emitter, const WProgramJourney *journey) {
    WTables *tables = &emitter->tables;
    uint32_t flags = 0;
    if (journey->exit_on_goal) flags |= W_JOURNEY_EXIT_ON_GOAL;
    if (journey->start != NULL) flags |= W_JOURNEY_SETS_AT_ENTRY;
    if (journey->expiry_exits) flags |= W_JOURNEY_EXPIRY_EXITS;
    if (journey->keyed.personal) flags |= W_JOURNEY_KEY_PERSONAL;
    return (WJourneyRow){
        .name = w_tables_text(tables, journey->name),
        .title = w_tables_text_if_given(tables, journey->title),
        .owner = w_tables_text_if_given(tables, journey->owner),
        .part_of = w_tables_text_if_given(tables, journey->part_of),
        .priority = journey->priority,
        .flags = flags,
        .reenter = journey->reenter,
        .reenter_ms = journey->reenter_ms,
        .expires_day = journey->expires_day,
        .hash = w_emit_behaviour(emitter, journey),
        .first_entry = W_COUNT(tables, entries),
        .entry_count = journey->entry_count,
        .first_only_if = W_COUNT(tables, only_ifs),
        .only_if_count = journey->only_if_count,
        .first_exit = W_COUNT(tables, exits),
        .exit_count = journey->exit_count,
        .first_stage = W_COUNT(tables, stages),
        .stage_count = journey->stage_count,
        .first_point = W_COUNT(tables, points),
        .point_count = journey->point_count + sends_that_wait(journey),
        .first_site = W_COUNT(tables, sites),
        .site_count = journey->site_count,
        .first_draw = W_COUNT(tables, draws),
        .draw_count = journey->draw_count,
        .first_variable = W_COUNT(tables, variables),
        .variable_count = journey->variable_count,
        .key_name = w_tables_text_if_given(tables, journey->keyed.name),
        .key_type = journey->keyed.type,
        .first_membership = W_COUNT(tables, memberships),
        .membership_count = journey->group_count,
        .admit_max = journey->admit_max,
        .admit_unit = journey->admit_unit,
        .admit_ms = journey->admit_ms,
        .visit_count = count_counted(journey),
        .first_instance_key = W_COUNT(tables, instance_keys),
        .instance_key_count = journey->keyed.event_count,
    };
}

void w_emit_journey(WEmitter *emitter, uint32_t index) {
    const WProgramJourney *journey = &emitter->program->journeys[index];
    WJourneyRow row = head(emitter, journey);
    emitter->first_stage = row.first_stage;
    WFlow flow = {journey,         index,          row.first_stage,
                  row.first_point, row.first_site, row.first_draw};
    add_variables(emitter, journey);
    add_instance_keys(emitter, &journey->keyed);
    for (uint32_t i = 0; i < journey->group_count; i++)
        w_add_memberships(&emitter->tables, (WMembershipRow){journey->groups[i]});
    for (uint32_t i = 0; i < journey->entry_count; i++)
        add_entry(emitter, index, &journey->entries[i]);
    for (uint32_t i = 0; i < journey->only_if_count; i++)
        add_only_if(emitter, index, &journey->only_ifs[i]);
    row.goal = add_goal(emitter, index, &journey->goal);
    for (uint32_t i = 0; i < journey->exit_count; i++)
        add_exit(emitter, index, &journey->exits[i]);
    row.flow_function = add_flow(emitter, &flow);
    W_ASSERT(W_COUNT(&emitter->tables, journeys) == index);
    w_add_journeys(&emitter->tables, row);
}
