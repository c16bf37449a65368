// What an instance keeps of the event that entered, the equality tests an entry implies, and the
// final numbers of a journey's variables, waits and sends.

#include "compiler/check/checker.h"

#include <stdlib.h>

#include "runtime/base/limits.h"

// ---- entry.x

// What the entering events have under a name.
typedef struct Shared {
    WType type; // required; 0: none of them has it
    bool optional;
    bool sure;
    bool personal;
    bool agrees;
    bool blurred; // one of the events had a finding there
} Shared;

static void look_at_entry(WChecker *ck, const WJourneyCheck *jc, uint32_t i, WStr name,
                          Shared *shared) {
    uint32_t event = jc->row->entries[i].event;
    uint32_t index = event == W_NONE ? W_NONE : w_check_event_field(ck, event, name);
    if (index == W_NONE) {
        shared->blurred |= event != W_NONE && w_check_is_broken(ck, W_SYMBOL_EVENT, event);
        shared->optional = true;
        shared->sure = false;
        return;
    }
    const WProgramField *field = &ck->program->events[event].fields[index];
    shared->blurred |= field->type == W_TYPE_NONE;
    if (shared->type == W_TYPE_NONE) shared->type = w_type_required(field->type);
    shared->agrees &= shared->type == w_type_required(field->type);
    shared->personal |= field->personal;
    if (!w_type_optional(field->type)) return;
    shared->optional = true;
    shared->sure &= w_facts_know_event_field(ck, jc->entry_facts[i], event, index);
}

static void add_copies(WChecker *ck, WJourneyCheck *jc, WStr name, uint32_t variable) {
    for (uint32_t i = 0; i < jc->row->entry_count; i++) {
        WProgramEntry *entry = &jc->row->entries[i];
        if (entry->event == W_NONE) continue;
        uint32_t index = w_check_event_field(ck, entry->event, name);
        if (index == W_NONE) continue;
        w_check_reads(ck, entry->event, index);
        WProgramCopy *copies = w_check_array(ck, entry->copy_count + 1, sizeof *copies);
        for (uint32_t c = 0; c < entry->copy_count; c++)
            copies[c] = entry->copies[c];
        copies[entry->copy_count++] = (WProgramCopy){index, variable};
        entry->copies = copies;
    }
}

static void say_unknown_property(WChecker *ck, const WJourneyCheck *jc, WName name) {
    WFinding *finding =
        FIND(ck, UNKNOWN_FIELD, name.span, "what enters this journey has no field `%.*s`",
             W_STR_ARGS(name.text));
    WSuggest suggest = w_check_suggest(ck, name.text);
    w_suggest_offer(&suggest, W_STR("at"));
    for (uint32_t i = 0; i < jc->row->entry_count; i++) {
        if (jc->row->entries[i].event == W_NONE) continue;
        const WProgramEvent *event = &ck->program->events[jc->row->entries[i].event];
        for (uint32_t f = 0; f < event->field_count; f++)
            w_suggest_offer(&suggest, event->fields[f].name);
    }
    w_check_did_you_mean(finding, &suggest);
}

static bool find_shared(WChecker *ck, const WJourneyCheck *jc, WName name, Shared *shared) {
    *shared = (Shared){.sure = true, .agrees = true};
    for (uint32_t i = 0; i < jc->row->entry_count; i++)
        look_at_entry(ck, jc, i, name.text, shared);
    if (shared->blurred) return false;
    if (shared->type == W_TYPE_NONE) {
        say_unknown_property(ck, jc, name);
        return false;
    }
    if (shared->agrees) return true;
    WFinding *finding =
        FIND(ck, ENTRY_TYPES, name.span,
             "`entry.%.*s` is not of one type in all events that enter", W_STR_ARGS(name.text));
    w_finding_fix(finding, "name the fields apart, or divide the journey");
    return false;
}

static WEntryProperty *make_property(WChecker *ck, WJourneyCheck *jc, WName name) {
    Shared shared;
    WEntryProperty property = {.name = name.text, .variable = W_NONE};
    bool too_many = jc->variable_count > W_LIMIT_JOURNEY_VARIABLES; // said in the end
    if (!too_many && find_shared(ck, jc, name, &shared)) {
        WVariableCheck variable = {.is_entry = true, .span = name.span};
        WType type = shared.optional ? shared.type | W_TYPE_OPTIONAL : shared.type;
        variable.variable = (WProgramVariable){name.text, type, shared.personal};
        property.variable = jc->variable_count;
        property.sure = shared.sure;
        *W_CHECK_PUSH(ck, jc->variables, jc->variable_count, jc->variable_room) = variable;
        add_copies(ck, jc, name.text, property.variable);
    }
    w_names_put(&jc->property_names, name.text, jc->property_count);
    *W_CHECK_PUSH(ck, jc->properties, jc->property_count, jc->property_room) = property;
    return &jc->properties[jc->property_count - 1];
}

WTyped *w_check_entry_property(WChecker *ck, const WEnv *env, WName name, WSpan span) {
    WJourneyCheck *jc = env->journey;
    if (jc->entry_blurred) return w_check_error(ck, span);
    uint32_t index = w_names_get(&jc->property_names, name.text);
    const WEntryProperty *property =
        index != W_NONE ? &jc->properties[index] : make_property(ck, jc, name);
    if (property->variable == W_NONE) return w_check_error(ck, span);
    bool sure = property->sure;
    WTyped *node = w_check_variable(ck, env, property->variable, span);
    if (!sure || w_check_is_error(node) || !w_type_optional(node->type)) return node;
    return w_check_node1(ck, W_TYPED_SURE, w_type_required(node->type), span, node);
}

// ---- keys

enum { MOST_KEYS = 4 };

static const WTyped *place_of(const WTyped *typed) {
    if (typed->kind == W_TYPED_SURE) typed = typed->operands[0];
    bool is_place = typed->kind == W_TYPED_EVENT || typed->kind == W_TYPED_PROFILE;
    return is_place ? typed : NULL;
}

static void add_key(WProgramEntry *entry, const WTyped *place, WConstant constant) {
    uint32_t source = place->kind == W_TYPED_EVENT ? W_KEY_EVENT : W_KEY_PROFILE;
    uint32_t i = 0;
    for (; i < entry->key_count; i++) {
        const WProgramKey *key = &entry->keys[i];
        if (key->source == source && key->index == place->index) return;
        if (key->source > source || (key->source == source && key->index > place->index)) break;
    }
    if (entry->key_count == MOST_KEYS) return;
    for (uint32_t k = entry->key_count; k > i; k--)
        entry->keys[k] = entry->keys[k - 1];
    entry->keys[i] = (WProgramKey){source, place->index, constant};
    entry->key_count++;
}

// The keys of a condition that must hold, or (of a negation) must not.
static void add_keys(WProgramEntry *entry, const WTyped *typed, bool holds) {
    const WTyped *place = place_of(typed);
    if (place != NULL) {
        add_key(entry, place, (WConstant){.type = W_TYPE_BOOLEAN, .value = holds});
    } else if (typed->kind == W_TYPED_NOT) {
        add_keys(entry, typed->operands[0], !holds);
    } else if (typed->kind == W_TYPED_AND && holds) {
        add_keys(entry, typed->operands[0], true);
        add_keys(entry, typed->operands[1], true);
    } else if (typed->kind == W_TYPED_EQ && holds) {
        const WTyped *left = place_of(typed->operands[0]);
        bool fits = left != NULL && typed->operands[1]->kind == W_TYPED_CONSTANT &&
                    w_type_required(left->type) == typed->operands[1]->constant.type;
        if (fits) add_key(entry, left, typed->operands[1]->constant);
    }
}

void w_check_keys(WChecker *ck, WProgramEntry *entry) {
    entry->keys = w_check_array(ck, MOST_KEYS, sizeof *entry->keys);
    add_keys(entry, entry->where, true);
}

// ---- final numbers

static int variables_in_order(const void *left, const void *right) {
    const WVariableCheck *a = *(WVariableCheck *const *)left, *b = *(WVariableCheck *const *)right;
    if (a->is_entry != b->is_entry) return a->is_entry ? -1 : 1;
    if (a->is_entry) return w_str_compare(a->variable.name, b->variable.name);
    return a->span.start < b->span.start ? -1 : a->span.start > b->span.start;
}

static int copies_by_variable(const void *left, const void *right) {
    const WProgramCopy *a = left, *b = right;
    return a->variable < b->variable ? -1 : a->variable > b->variable;
}

static void number_variables(WChecker *ck, WJourneyCheck *jc) {
    WVariableCheck **order = w_check_array(ck, jc->variable_count + 1, sizeof *order);
    for (uint32_t i = 0; i < jc->variable_count; i++)
        order[i] = &jc->variables[i];
    if (jc->variable_count > 1)
        qsort(order, jc->variable_count, sizeof *order, variables_in_order);
    jc->row->variables = w_check_array(ck, jc->variable_count, sizeof *jc->row->variables);
    jc->row->variable_count = jc->variable_count;
    for (uint32_t i = 0; i < jc->variable_count; i++) {
        order[i]->final = i;
        jc->row->variables[i] = order[i]->variable;
    }
    for (uint32_t i = 0; i < jc->variable_node_count; i++)
        jc->variable_nodes[i]->index = jc->variables[jc->variable_nodes[i]->index].final;
    for (uint32_t i = 0; i < jc->lets.count; i++)
        jc->lets.items[i]->index = jc->variables[jc->lets.items[i]->index].final;
    for (uint32_t i = 0; i < jc->row->entry_count; i++) {
        WProgramEntry *entry = &jc->row->entries[i];
        for (uint32_t c = 0; c < entry->copy_count; c++)
            entry->copies[c].variable = jc->variables[entry->copies[c].variable].final;
        if (entry->copy_count > 1)
            qsort(entry->copies, entry->copy_count, sizeof *entry->copies, copies_by_variable);
    }
    if (jc->variable_count > W_LIMIT_JOURNEY_VARIABLES)
        FIND(ck, TOO_MANY, jc->tree->name.span, "a journey keeps at most %d values",
             W_LIMIT_JOURNEY_VARIABLES);
}

// Stages were typed in another order than they stand in; rows go by stage, then by place in it.
static uint32_t *rows_by_stage(WChecker *ck, uint32_t count, uint32_t stages,
                               uint32_t (*stage_of)(const WJourneyCheck *, uint32_t),
                               const WJourneyCheck *jc) {
    uint32_t *start = w_check_array(ck, (size_t)stages + 1, sizeof *start);
    uint32_t *final = w_check_array(ck, (size_t)count + 1, sizeof *final);
    for (uint32_t i = 0; i < count; i++)
        start[stage_of(jc, i) + 1]++;
    for (uint32_t s = 1; s <= stages; s++)
        start[s] += start[s - 1];
    for (uint32_t i = 0; i < count; i++)
        final[i] = start[stage_of(jc, i)]++;
    return final;
}

static uint32_t stage_of_point(const WJourneyCheck *jc, uint32_t i) {
    return jc->points[i].stage;
}

static uint32_t stage_of_site(const WJourneyCheck *jc, uint32_t i) {
    return jc->sites[i].stage;
}

static void number_points(WChecker *ck, WJourneyCheck *jc) {
    uint32_t *final = rows_by_stage(ck, jc->point_count, jc->stage_count, stage_of_point, jc);
    jc->row->points = w_check_array(ck, jc->point_count, sizeof *jc->row->points);
    jc->row->point_count = jc->point_count;
    for (uint32_t i = 0; i < jc->point_count; i++)
        jc->row->points[final[i]] = jc->points[i];
    for (uint32_t i = 0; i < jc->waits.count; i++)
        jc->waits.items[i]->index = final[jc->waits.items[i]->index];
}

static void number_sites(WChecker *ck, WJourneyCheck *jc) {
    uint32_t *final = rows_by_stage(ck, jc->site_count, jc->stage_count, stage_of_site, jc);
    jc->row->sites = w_check_array(ck, jc->site_count, sizeof *jc->row->sites);
    jc->row->site_count = jc->site_count;
    for (uint32_t i = 0; i < jc->site_count; i++)
        jc->row->sites[final[i]] = jc->sites[i];
    for (uint32_t i = 0; i < jc->sends.count; i++)
        jc->sends.items[i]->index = final[jc->sends.items[i]->index];
}

static uint32_t stage_of_draw(const WJourneyCheck *jc, uint32_t i) {
    return jc->draws[i].stage;
}

static void number_draws(WChecker *ck, WJourneyCheck *jc) {
    uint32_t *final = rows_by_stage(ck, jc->draw_count, jc->stage_count, stage_of_draw, jc);
    jc->row->draws = w_check_array(ck, jc->draw_count, sizeof *jc->row->draws);
    jc->row->draw_count = jc->draw_count;
    for (uint32_t i = 0; i < jc->draw_count; i++)
        jc->row->draws[final[i]] = jc->draws[i];
    for (uint32_t i = 0; i < jc->drawn.count; i++)
        jc->drawn.items[i]->index = final[jc->drawn.items[i]->index];
}

void w_check_number_journey(WChecker *ck, WJourneyCheck *jc) {
    number_draws(ck, jc);
    number_variables(ck, jc);
    number_points(ck, jc);
    number_sites(ck, jc);
}
