// Verifier, third part: what the members of a row mean together.
//
// Premise: every index, range, text and type is one (members).
// Promise: values are values of their types, functions that rows name are of the kind and context
// that the row needs, slots and variables have the types they are used with.
#include "runtime/bundle/verify.h"

#include <string.h>

#include "runtime/base/alloc.h"
#include "runtime/bundle/content.h"
#include "runtime/value/text.h"
#include "runtime/value/time.h"

typedef bool VerifyRow(WVerifier *v, const WBundle *b, uint32_t i);

// ---- functions that rows call

// Of that kind, and asking for no more context than there is.
bool w_verify_function(WVerifier *v, uint32_t index, uint32_t kind, uint32_t event,
                       uint32_t journey, uint32_t message) {
    const WFunctionRow *f = &v->bundle->functions[index];
    return w_need(v, f->kind == kind, "a function is of another kind") &&
           w_need(v, f->message == W_NONE || f->message == message,
                  "a function reads another message") &&
           w_need(v, f->element_type == 0 && f->outer_function == W_NONE,
                  "an element function is only called for elements") &&
           w_need(v, !(f->flags & W_FUNCTION_OVER_HISTORY), "a function reads past events") &&
           w_need(v, v->changes || !(f->flags & W_FUNCTION_ON_CHANGE),
                  "a function reads a change") &&
           w_need(v, f->event == W_NONE || f->event == event, "a function reads another event") &&
           w_need(v, f->journey == W_NONE || f->journey == journey,
                  "a function reads another journey");
}

static bool function(WVerifier *v, uint32_t index, uint32_t kind, uint32_t event,
                     uint32_t journey) {
    return w_verify_function(v, index, kind, event, journey, W_NONE);
}

bool w_verify_condition(WVerifier *v, uint32_t index, uint32_t event, uint32_t journey) {
    return index == W_NONE || function(v, index, W_FUNCTION_CONDITION, event, journey);
}

bool w_verify_condition_at_entry(WVerifier *v, uint32_t index, uint32_t event, uint32_t journey) {
    if (index == W_NONE) return true;
    if (!w_verify_condition(v, index, event, journey)) return false;
    const WFunctionRow *f = &v->bundle->functions[index];
    return w_need(v, f->journey == W_NONE || (f->flags & W_FUNCTION_AT_ENTRY),
                  "a condition reads an instance that is not there yet");
}

// ---- project, constants, profile

static bool projects(WVerifier *v, const WBundle *b, uint32_t i) {
    return w_need(v, b->projects[i].dedupe_ms >= 0, "a length is negative") &&
           w_need(v, b->projects[i].language == 1, "there is no such version of the language");
}

static bool is_value(const WVerifier *v, WType type, int64_t value) {
    switch (w_type_kind(type)) {
    case W_TYPE_BOOLEAN: return value == 0 || value == 1;
    case W_TYPE_TEXT:
        return value >= 0 && value < v->bundle->texts_count && value % 8 == 0 &&
               v->names[value / 8] != W_NONE;
    case W_TYPE_DATETIME: return value >= W_DATETIME_MIN && value <= W_DATETIME_MAX;
    case W_TYPE_DATE: return value >= W_DATE_MIN && value <= W_DATE_MAX;
    case W_TYPE_TIME: return value >= 0 && value < W_DAY_MS;
    case W_TYPE_ENUM:
        return value >= 0 && value < v->bundle->enums[w_type_enum(type)].option_count;
    default: return true;
    }
}

static bool constants(WVerifier *v, const WBundle *b, uint32_t i) {
    const WConstantRow *c = &b->constants[i];
    if (!w_need(v, !w_type_optional(c->type), "a constant may not be missing")) return false;
    if (w_type_kind(c->type) == W_TYPE_LIST || w_type_kind(c->type) == W_TYPE_RECORD)
        return w_verify_compound(v, i);
    return w_need(v, c->count == 0 && is_value(v, c->type, c->value),
                  "its type has no such value");
}

static bool enums(WVerifier *v, const WBundle *b, uint32_t i) {
    return w_need(v, b->enums[i].option_count > 0, "it has no options");
}

bool w_verify_constant_of(WVerifier *v, uint32_t constant, WType declared) {
    return w_need(v, v->bundle->constants[constant].type == w_type_required(declared),
                  "a constant is of another type");
}

static bool profile(WVerifier *v, const WBundle *b, uint32_t i) {
    const WProfileRow *p = &b->profile[i];
    // The engine looks for these two by their names.
    WStr name = w_bundle_str(b, p->name);
    bool special = w_str_equal(name, W_STR("timezone")) || w_str_equal(name, W_STR("locale"));
    if (special && w_type_required(p->type) != W_TYPE_TEXT)
        return w_refuse(v, "this field must be a text");
    if (b->profile_count > W_LIMIT_PROFILE_FIELDS) return w_refuse(v, "there are too many fields");
    if (w_type_optional(p->type))
        return w_need(v, p->constant == W_NONE, "a field that may be missing has a default");
    return w_need(v, p->constant != W_NONE, "there is no default") &&
           w_verify_constant_of(v, p->constant, p->type);
}

// ---- events

static bool take_slot(WVerifier *v, WType *slots, uint32_t slot, uint32_t count, WType type) {
    if (slot == W_NONE) return true;
    if (slot >= count) return w_refuse(v, "a field has a slot that its event has not");
    if (slots[slot] != 0) return w_refuse(v, "two fields have one slot");
    slots[slot] = type;
    return true;
}

static bool are_taken(WVerifier *v, const WType *slots, uint32_t count) {
    for (uint32_t i = 0; i < count; i++) {
        if (slots[i] == 0) return w_refuse(v, "a slot is no field's");
    }
    return true;
}

static bool events(WVerifier *v, const WBundle *b, uint32_t i) {
    const WEventRow *e = &b->events[i];
    if (!w_need(v, e->keep_ms > 0 || (e->keep_ms == 0 && e->history_slots == 0),
                "history keeps properties of an event that it does not keep"))
        return false;
    if (e->setter_function != W_NONE &&
        !function(v, e->setter_function, W_FUNCTION_SETTER, i, W_NONE))
        return false;
    WType *slots = v->slot_types + v->first_slot[i];
    WType *kept = v->history_types + v->first_history[i];
    for (uint32_t k = e->first_field; k < e->first_field + e->field_count; k++) {
        const WFieldRow *f = &b->fields[k];
        if (!w_need(v, f->slot != W_NONE || f->history_slot == W_NONE,
                    "history keeps a property that is not read") ||
            !take_slot(v, slots, f->slot, e->slot_count, f->type) ||
            !take_slot(v, kept, f->history_slot, e->history_slots, f->type))
            return false;
    }
    return are_taken(v, slots, e->slot_count) && are_taken(v, kept, e->history_slots);
}

// Names on the wire tell events of one kind apart.
static bool wires(WVerifier *v, const WBundle *b) {
    v->section = W_SECTION_EVENTS;
    for (uint32_t kind = W_EVENT_TRACK; kind <= W_EVENT_GROUP; kind++) {
        v->scope++;
        for (v->row = 0; v->row < b->events_count; v->row++) {
            const WEventRow *e = &b->events[v->row];
            if (e->kind == kind && !w_verify_name(v, e->wire)) return false;
        }
    }
    return true;
}

// ---- functions

static bool has_context(const WBundle *b, uint32_t i) {
    const WFunctionRow *f = &b->functions[i];
    bool over = f->flags & W_FUNCTION_OVER_HISTORY, entry = f->flags & W_FUNCTION_AT_ENTRY;
    if (f->kind == W_FUNCTION_CONDITION || f->kind == W_FUNCTION_VALUE)
        return (!over || f->event != W_NONE) && (!entry || f->journey != W_NONE);
    if (f->flags != 0 || f->element_type != 0 || f->message != W_NONE) return false;
    if (f->kind == W_FUNCTION_SETTER) return f->event != W_NONE && f->journey == W_NONE;
    return f->event == W_NONE && f->journey != W_NONE &&
           b->journeys[f->journey].flow_function == i;
}

// Is the function inside a later one that goes through a list?
static bool is_outer(const WBundle *b, uint32_t i) {
    uint32_t outer = b->functions[i].outer_function;
    return outer > i && b->functions[outer].element_type != 0;
}

// Is it inside a later question that is itself inside another function?
static bool is_question(const WBundle *b, uint32_t i) {
    uint32_t outer = b->functions[i].outer_function;
    return outer > i && b->functions[outer].outer_function != W_NONE;
}

static bool element(WVerifier *v, const WBundle *b, uint32_t i) {
    const WFunctionRow *f = &b->functions[i];
    bool inner = f->outer_function != W_NONE;
    if (f->element_type == 0)
        return w_need(v, !inner || (f->flags & W_FUNCTION_OVER_HISTORY),
                      "only element functions and questions are inside others") &&
               w_need(v, !inner || is_outer(b, i), "it is not inside a later element function");
    return w_need(v,
                  !w_type_optional(f->element_type) && w_type_kind(f->element_type) != W_TYPE_LIST,
                  "lists have no such elements") &&
           w_need(v, !inner || is_outer(b, i) || is_question(b, i),
                  "it is not inside a later element function");
}

static bool functions(WVerifier *v, const WBundle *b, uint32_t i) {
    const WFunctionRow *f = &b->functions[i];
    return w_need(v, f->instruction_count > 0, "it has no code") &&
           w_need(v, f->kind != 0, "there is no such kind of function") &&
           w_need(v, has_context(b, i), "its kind does not go with its context") &&
           w_need(v, (f->kind == W_FUNCTION_VALUE) == (f->result_type != 0),
                  "it has no such result") &&
           element(v, b, i);
}

// ---- channels, messages, policies

static bool channels(WVerifier *v, const WBundle *b, uint32_t i) {
    const WChannelRow *c = &b->channels[i];
    return function(v, c->to_function, W_FUNCTION_VALUE, W_NONE, W_NONE) &&
           w_need(v,
                  w_type_fits(b->functions[c->to_function].result_type,
                              W_TYPE_TEXT | W_TYPE_OPTIONAL),
                  "an address is a text") &&
           w_need(v, c->rate_count > 0 ? c->rate_ms > 0 : c->rate_ms == 0,
                  "its rate has no length") &&
           w_verify_condition(v, c->consent_function, W_NONE, W_NONE);
}

static bool params(WVerifier *v, const WBundle *b, uint32_t i) {
    const WParamRow *p = &b->params[i];
    return p->constant == W_NONE || w_verify_constant_of(v, p->constant, p->type);
}

static bool suppressions(WVerifier *v, const WBundle *b, uint32_t i) {
    return w_verify_scope(v, &b->suppressions[i].scope) &&
           w_verify_condition(v, b->suppressions[i].function, W_NONE, W_NONE);
}

static bool segments(WVerifier *v, const WBundle *b, uint32_t i) {
    return w_verify_condition(v, b->segments[i].function, W_NONE, W_NONE);
}

// ---- journeys

static bool goals(WVerifier *v, const WBundle *b, uint32_t i) {
    const WGoalRow *g = &b->goals[i];
    return w_need(v, b->journeys[g->journey].goal == i, "it is no journey's goal") &&
           w_verify_condition(v, g->where_function, g->event, g->journey) &&
           w_need(v, g->within_ms >= 0, "a length is negative");
}

static uint32_t code_length(const WBundle *b, uint32_t journey) {
    return b->functions[b->journeys[journey].flow_function].instruction_count;
}

// Arms of a stage or a point.
// History has what code may read of the event.
static bool looks_back(WVerifier *v, const WArmRow *a) {
    const WBundle *b = v->bundle;
    if (!w_need(v, a->event != W_NONE, "a condition does not look back")) return false;
    const WEventRow *event = &b->events[a->event];
    for (uint32_t i = event->first_field; i < event->first_field + event->field_count; i++) {
        if (b->fields[i].slot != W_NONE && b->fields[i].history_slot == W_NONE)
            return w_refuse(v, "it looks back for what history does not keep");
    }
    return w_need(v, event->keep_ms == W_KEEP_FOREVER,
                  "it looks back for what history does not keep");
}

static bool arms_of(WVerifier *v, uint32_t journey, uint32_t first, uint32_t count) {
    const WBundle *b = v->bundle;
    if (first > b->arms_count || count > b->arms_count - first)
        return w_refuse(v, "its arms are not there");
    for (uint32_t i = first; i < first + count; i++) {
        const WArmRow *a = &b->arms[i];
        if (w_bit_get(v->arms_owned, i)) return w_refuse(v, "an arm has two owners");
        w_bit_set(v->arms_owned, i);
        if (!w_verify_condition(v, a->where_function, a->event, journey) ||
            !w_need(v, a->event != W_NONE || a->where_function != W_NONE,
                    "it waits for neither an event nor a condition") ||
            !w_need(v, a->start < code_length(b, journey), "an arm starts outside its code") ||
            (a->flags != 0 && !looks_back(v, a)))
            return false;
    }
    return true;
}

static bool reacts_anew(WVerifier *v, const WStageRow *s) {
    for (uint32_t i = s->first_arm; i < s->first_arm + s->arm_count; i++) {
        if (v->bundle->arms[i].flags != 0) return w_refuse(v, "a reaction does not look back");
    }
    return true;
}

static bool stages(WVerifier *v, const WBundle *b, uint32_t i) {
    const WStageRow *s = &b->stages[i];
    return w_need(v, s->start < code_length(b, s->journey), "it starts outside its code") &&
           w_need(v, s->arm_count <= W_LIMIT_REACTIONS, "it reacts to too much") &&
           arms_of(v, s->journey, s->first_arm, s->arm_count) && reacts_anew(v, s);
}

// A wait or a send: in a stage of its journey, and counted there.
static bool place(WVerifier *v, uint32_t journey, uint32_t stage, uint32_t ordinal,
                  uint32_t *counts) {
    return w_need(v, v->bundle->stages[stage].journey == journey,
                  "its stage is another journey's") &&
           w_need(v, ordinal == counts[stage]++, "its stage counts it otherwise");
}

static bool instant_of(WVerifier *v, const WBundle *b, const WPointRow *p) {
    if (p->instant_function == W_NONE) return true;
    const WFunctionRow *f = &b->functions[p->instant_function];
    return w_need(v, p->kind == W_POINT_UNTIL, "only a wait until an instant has one") &&
           w_need(v,
                  f->kind == W_FUNCTION_VALUE && f->result_type == W_TYPE_DATETIME &&
                      f->element_type == 0 && f->flags == 0,
                  "a function is of another kind") &&
           w_need(v, f->event == W_NONE, "there is no event here to read") &&
           w_need(v, f->journey == W_NONE || f->journey == p->journey,
                  "a function reads another journey");
}

static bool points(WVerifier *v, const WBundle *b, uint32_t i) {
    const WPointRow *p = &b->points[i];
    if (!instant_of(v, b, p)) return false;
    if (p->kind == W_POINT_SEND)
        return w_verify_send_point(v, i) && arms_of(v, p->journey, p->first_arm, p->arm_count);
    if (!w_need(v, p->site == W_NONE && p->otherwise == W_NONE, "a wait is no send")) return false;
    if (!place(v, p->journey, p->stage, p->ordinal, v->stage_waits)) return false;
    if (!arms_of(v, p->journey, p->first_arm, p->arm_count)) return false;
    if (p->kind != W_POINT_EVER)
        return w_need(v, p->after < code_length(b, p->journey), "it goes on outside its code");
    return w_need(v, p->after == W_NONE, "a wait without end goes on behind its end") &&
           w_need(v, p->arm_count > 0, "a wait has neither end nor arms");
}

static bool arms(WVerifier *v, const WBundle *b, uint32_t i) {
    (void)b;
    return w_need(v, w_bit_get(v->arms_owned, i), "an arm has no owner");
}

static bool sites(WVerifier *v, const WBundle *b, uint32_t i) {
    const WSiteRow *s = &b->sites[i];
    WStr locale = w_bundle_str(b, b->projects->locale);
    if (!w_need(v,
                b->messages[s->message].content_count == 0 ||
                    w_bundle_content(b, s->message, s->channel, locale) != W_NONE,
                "its message says nothing on its channel"))
        return false;
    return place(v, s->journey, s->stage, s->ordinal, v->stage_sends) && w_verify_site_point(v, i);
}

// ---- draws

static bool draws(WVerifier *v, const WBundle *b, uint32_t i) {
    const WDrawRow *d = &b->draws[i];
    uint64_t micros = 0;
    for (uint32_t k = d->first_way; k < d->first_way + d->way_count; k++) {
        const WWayRow *way = &b->ways[k];
        micros += way->micros;
        if (way->where_function == W_NONE) continue;
        const WFunctionRow *f = &b->functions[way->where_function];
        if (!w_need(v, d->kind == W_DRAW_CHOICE, "a way of a split has no condition") ||
            !w_need(v,
                    f->kind == W_FUNCTION_CONDITION && f->element_type == 0 &&
                        f->outer_function == W_NONE,
                    "a function is of another kind") ||
            !w_need(v, f->journey == W_NONE || f->journey == d->journey,
                    "a function reads another journey"))
            return false;
    }
    return w_need(v, d->way_count > 0, "a draw without a way") &&
           w_need(v, micros == (d->kind == W_DRAW_SPLIT ? 1000000 : 0),
                  "the shares are not the whole");
}

// ---- all of it

// Tables that rows fill. Events do not have more slots than fields, so these are not larger than
// the bundle.
static bool prepare(WVerifier *v, const WBundle *b) {
    uint64_t slots = 0, kept = 0;
    v->first_slot = w_alloc((b->events_count + 1) * sizeof *v->first_slot);
    v->first_history = w_alloc((b->events_count + 1) * sizeof *v->first_history);
    v->section = W_SECTION_EVENTS;
    for (v->row = 0; v->row < b->events_count; v->row++) {
        const WEventRow *e = &b->events[v->row];
        v->first_slot[v->row] = (uint32_t)slots;
        v->first_history[v->row] = (uint32_t)kept;
        if (e->slot_count > e->field_count || e->history_slots > e->field_count)
            return w_refuse(v, "it has more slots than fields");
        slots += e->slot_count;
        kept += e->history_slots;
    }
    v->slot_types = w_alloc((slots + 1) * sizeof *v->slot_types);
    v->history_types = w_alloc((kept + 1) * sizeof *v->history_types);
    v->weights = w_alloc((b->constants_count + 1) * sizeof *v->weights);
    v->entry_sets = w_alloc((b->journeys_count + 1) * sizeof *v->entry_sets);
    memset(v->entry_sets, 0xff, b->journeys_count * sizeof *v->entry_sets);
    v->arms_owned = w_alloc((w_bit_words(b->arms_count) + 1) * sizeof *v->arms_owned);
    v->stage_waits = w_alloc((b->stages_count + 1) * sizeof *v->stage_waits);
    v->stage_sends = w_alloc((b->stages_count + 1) * sizeof *v->stage_sends);
    return true;
}

bool w_verify_rows(WVerifier *v) {
    static VerifyRow *const by_section[W_SECTION_LIMIT] = {
        [W_SECTION_PROJECT] = projects,
        [W_SECTION_CONSTANTS] = constants,
        [W_SECTION_ENUMS] = enums,
        [W_SECTION_PROFILE] = profile,
        [W_SECTION_EVENTS] = events,
        [W_SECTION_FUNCTIONS] = functions,
        [W_SECTION_CHANNELS] = channels,
        [W_SECTION_PARAMS] = params,
        [W_SECTION_LIMITS] = w_verify_limit,
        [W_SECTION_SUPPRESSIONS] = suppressions,
        [W_SECTION_SEGMENTS] = segments,
        [W_SECTION_JOURNEYS] = w_verify_journey,
        [W_SECTION_ENTRIES] = w_verify_entry,
        [W_SECTION_GOALS] = goals,
        [W_SECTION_STAGES] = stages,
        [W_SECTION_POINTS] = points,
        [W_SECTION_ARMS] = arms,
        [W_SECTION_SITES] = sites,
        [W_SECTION_USES] = w_verify_use,
        [W_SECTION_EMISSIONS] = w_verify_emission,
        [W_SECTION_QUIETS] = w_verify_quiet,
        [W_SECTION_SENTS] = w_verify_sent,
        [W_SECTION_MESSAGES] = w_verify_message,
        [W_SECTION_CONTENTS] = w_verify_content,
        [W_SECTION_TIMETABLES] = w_verify_timetable,
        [W_SECTION_DRAWS] = draws,
        [W_SECTION_CHANGES] = w_verify_change,
    };
    v->section = W_SECTION_PROJECT;
    v->row = 0;
    if (!w_need(v, v->bundle->projects_count == 1, "there must be exactly one project"))
        return false;
    if (!prepare(v, v->bundle)) return false;
    // Points own arms and come before them; entries need slots and stages, which come before or
    // were checked as members.
    for (uint32_t s = 1; s < W_SECTION_LIMIT; s++) {
        v->section = (WSectionCode)s;
        for (v->row = 0; by_section[s] && v->row < v->sections[s].count; v->row++) {
            if (!by_section[s](v, v->bundle, (uint32_t)v->row)) return false;
        }
    }
    return wires(v, v->bundle) && w_verify_records(v);
}
