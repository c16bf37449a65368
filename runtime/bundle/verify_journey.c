// Verifier, third part too: journeys and the ways into them.
//
// Premise: every index, range, text and type is one (members); slots have their types (rows).
// Promise: an entry says what lets in, and its conditions read no instance; keys, counters, groups
// and ramps of a journey are whole.
#include "runtime/bundle/verify.h"

#include "runtime/value/time.h"

// ---- journeys

static bool is_in_order(const WBundle *b, uint32_t i) {
    const WJourneyRow *j = &b->journeys[i];
    if (i == 0 || j[-1].priority > j->priority) return true;
    return j[-1].priority == j->priority &&
           w_str_compare(w_bundle_str(b, j[-1].name), w_bundle_str(b, j->name)) < 0;
}

static bool times(WVerifier *v, const WJourneyRow *j) {
    bool later = j->reenter == W_REENTER_FROM_EXIT || j->reenter == W_REENTER_FROM_ENTRY;
    bool ends = j->expires_day != INT64_MAX;
    return w_need(v, later ? j->reenter_ms > 0 : j->reenter_ms == 0,
                  "the time until it may be entered again does not go with the way") &&
           w_need(v, !ends || (j->expires_day >= W_DATE_MIN && j->expires_day <= W_DATE_MAX),
                  "there is no such day") &&
           w_need(v, ends || !(j->flags & W_JOURNEY_EXPIRY_EXITS),
                  "it lets everybody go when it expires, and does not expire");
}

// Counters of visits are the stages' that have one, in their order.
static bool visits(WVerifier *v, const WBundle *b, const WJourneyRow *j) {
    uint32_t count = 0;
    for (uint32_t i = j->first_stage; i < j->first_stage + j->stage_count; i++) {
        if (b->stages[i].visits != W_NONE && b->stages[i].visits != count++)
            return w_refuse(v, "its stages are counted otherwise");
    }
    return w_need(v, count == j->visit_count, "its stages are counted otherwise");
}

// An event that enters must carry the key, or nobody could say whose instance it begins.
static bool carries_key(const WBundle *b, const WJourneyRow *j, uint32_t event) {
    for (uint32_t k = 0; k < j->instance_key_count; k++) {
        if (b->instance_keys[j->first_instance_key + k].event == event) return true;
    }
    return false;
}

static bool instance_keys(WVerifier *v, const WBundle *b, const WJourneyRow *j) {
    const WInstanceKeyRow *keys = b->instance_keys + j->first_instance_key;
    bool given = j->key_type != 0;
    if (!w_need(v, given == (j->key_name != W_NONE), "its key has no type or no name") ||
        !w_need(v, given || (j->instance_key_count == 0 && !(j->flags & W_JOURNEY_KEY_PERSONAL)),
                "it has no key for events to carry") ||
        !w_need(v,
                !w_type_optional(j->key_type) && w_type_kind(j->key_type) != W_TYPE_LIST &&
                    w_type_kind(j->key_type) != W_TYPE_RECORD,
                "a key is neither missing nor a list or record"))
        return false;
    for (uint32_t k = 0; k < j->instance_key_count; k++) {
        const WEventRow *e = &b->events[keys[k].event];
        if (!w_need(v, k == 0 || keys[k - 1].event < keys[k].event, "keys are not in order") ||
            !w_need(v, keys[k].slot < e->slot_count, "a key names a slot that is not there") ||
            !w_need(v,
                    w_type_required(v->slot_types[v->first_slot[keys[k].event] + keys[k].slot]) ==
                        j->key_type,
                    "an event carries a key of another type"))
            return false;
    }
    for (uint32_t k = 0; given && k < j->entry_count; k++) {
        if (!carries_key(b, j, b->entries[j->first_entry + k].event))
            return w_refuse(v, "an event enters without the journey's key");
    }
    return true;
}

static bool ramp(WVerifier *v, const WJourneyRow *j) {
    bool rolls = j->admit_max > 0 && j->admit_unit == W_CALENDAR_NONE;
    return w_need(v, rolls ? j->admit_ms > 0 : j->admit_ms == 0,
                  "the period of its ramp does not go with the way") &&
           w_need(v, j->admit_max > 0 || j->admit_unit == W_CALENDAR_NONE,
                  "it has a period and no ramp");
}

static bool memberships(WVerifier *v, const WBundle *b, const WJourneyRow *j) {
    const WMembershipRow *m = b->memberships + j->first_membership;
    for (uint32_t i = 1; i < j->membership_count; i++) {
        if (m[i - 1].group >= m[i].group) return w_refuse(v, "its groups are not in order");
    }
    return true;
}

static bool is_exit(WVerifier *v, const WExitRow *e, uint32_t journey) {
    return w_need(v, e->event != W_NONE || e->where_function != W_NONE,
                  "it waits for neither an event nor a condition") &&
           w_need(v, (e->event == W_NONE) == (e->label != W_NONE),
                  "only a condition is told by its text") &&
           w_verify_condition(v, e->where_function, e->event, journey);
}

bool w_verify_journey(WVerifier *v, const WBundle *b, uint32_t i) {
    const WJourneyRow *j = &b->journeys[i];
    bool good = w_need(v, is_in_order(b, i), "journeys are not in order") &&
                w_need(v, j->goal == W_NONE || b->goals[j->goal].journey == i,
                       "its goal is another journey's") &&
                w_need(v, j->goal != W_NONE || !(j->flags & W_JOURNEY_EXIT_ON_GOAL),
                       "it exits on a goal and has none") &&
                w_need(v, j->stage_count > 0, "it has no stage") &&
                w_need(v,
                       b->functions[j->flow_function].kind == W_FUNCTION_FLOW &&
                           b->functions[j->flow_function].journey == i,
                       "its flow is not its own") &&
                times(v, j) && instance_keys(v, b, j) && visits(v, b, j) && memberships(v, b, j) &&
                ramp(v, j);
    for (uint32_t k = 0; good && k < j->only_if_count; k++)
        good =
            w_verify_condition_at_entry(v, b->only_ifs[j->first_only_if + k].function, W_NONE, i);
    for (uint32_t k = 0; good && k < j->exit_count; k++) {
        good = is_exit(v, &b->exits[j->first_exit + k], i);
    }
    return good;
}

// ---- entries

static bool key(WVerifier *v, const WBundle *b, uint32_t event, const WKeyRow *k) {
    bool of_event = k->source == W_KEY_EVENT;
    if (k->slot >= (of_event ? b->events[event].slot_count : b->profile_count))
        return w_refuse(v, "a key names a slot that is not there");
    WTypeKind kind = w_type_kind(b->constants[k->constant].type);
    if (kind == W_TYPE_LIST || kind == W_TYPE_RECORD)
        return w_refuse(v, "a list or record is no key");
    return w_verify_constant_of(v, k->constant,
                                of_event ? v->slot_types[v->first_slot[event] + k->slot]
                                         : b->profile[k->slot].type);
}

static bool copies(WVerifier *v, const WBundle *b, const WEntryRow *e) {
    const WJourneyRow *j = &b->journeys[e->journey];
    WVariableSet set = {{0}};
    for (uint32_t k = e->first_copy; k < e->first_copy + e->copy_count; k++) {
        const WCopyRow *c = &b->copies[k];
        if (c->slot >= b->events[e->event].slot_count || c->variable >= j->variable_count)
            return w_refuse(v, "a copy names a slot or variable that is not there");
        if (w_bit_get(set.words, c->variable)) return w_refuse(v, "a variable is set twice");
        w_bit_set(set.words, c->variable);
        if (!w_type_fits(v->slot_types[v->first_slot[e->event] + c->slot],
                         b->variables[j->first_variable + c->variable].type))
            return w_refuse(v, "a property is copied to a variable of another type");
    }
    for (size_t w = 0; w < sizeof set.words / sizeof *set.words; w++)
        v->entry_sets[e->journey].words[w] &= set.words[w];
    return true;
}

// What it is besides an event that lets in.
static bool entry_source(WVerifier *v, const WEntryRow *e) {
    uint32_t rows = 0;
    if (e->kind == W_ENTRY_CHANGE) rows = v->bundle->profile_count;
    if (e->kind == W_ENTRY_EVERY) rows = v->bundle->timetables_count;
    bool has_one = e->kind == W_ENTRY_CHANGE || e->kind == W_ENTRY_EVERY;
    return w_need(v, has_one ? e->source < rows : e->source == W_NONE,
                  "it does not say what lets in");
}

static bool entry_kind(WVerifier *v, const WEntryRow *e) {
    bool on = e->kind == W_ENTRY_ON;
    bool watches = e->kind == W_ENTRY_WHEN;
    if (!entry_source(v, e)) return false;
    return w_need(v, on == (e->event != W_NONE), "its event does not go with its kind") &&
           w_need(v, on || (e->key_count == 0 && e->copy_count == 0),
                  "it has no event to look at") &&
           w_need(v, !watches || e->where_function != W_NONE, "it has no condition to watch") &&
           w_need(v, on || e->kind == W_ENTRY_CHANGE || e->older_ms == 0,
                  "it has no event that could be old") &&
           w_need(v, watches || e->flags == 0, "its flags are another kind's");
}

bool w_verify_entry(WVerifier *v, const WBundle *b, uint32_t i) {
    const WEntryRow *e = &b->entries[i];
    uint32_t reads = b->stages[b->journeys[e->journey].first_stage].event;
    v->changes = e->kind == W_ENTRY_CHANGE;
    bool good = w_verify_condition_at_entry(v, e->where_function, e->event, e->journey);
    v->changes = false;
    if (!good) return false;
    if (!w_need(v, e->older_ms >= 0, "a length is negative")) return false;
    if (!w_need(v, reads == W_NONE || reads == e->event, "the first stage reads another event"))
        return false;
    if (e->key_count > 0 && e->where_function == W_NONE)
        return w_refuse(v, "an entry has keys and no condition");
    if (!entry_kind(v, e)) return false;
    for (uint32_t k = 0; k < e->key_count; k++) {
        if (!key(v, b, e->event, &b->keys[e->first_key + k])) return false;
    }
    return copies(v, b, e);
}

bool w_verify_timetable(WVerifier *v, const WBundle *b, uint32_t i) {
    const WTimetableRow *t = &b->timetables[i];
    return w_need(v, (t->weekdays == 0) != (t->month_days == 0),
                  "it has no days, or days of two kinds");
}
