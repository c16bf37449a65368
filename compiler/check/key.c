// `one per KEY`: an instance for each value of a property of the entering events.
//
// Premise: the entries are typed; for w_check_instance_keys the whole journey.
// Promise: every entering event surely carries the key, in one type; of all events the journey
// looks at, those that carry a property of that name and type are found.

#include "compiler/check/checker.h"

#include <stdlib.h>

// ---- the key

static void say_no_field(WChecker *ck, const WJourneyCheck *jc, uint32_t event) {
    WName name = jc->tree->one_per;
    const WProgramEvent *row = &ck->program->events[event];
    WFinding *finding = FIND(ck, KEY_NOT_CARRIED, name.span, "`%.*s` has no field `%.*s`",
                             W_STR_ARGS(row->name), W_STR_ARGS(name.text));
    w_finding_other(finding, row->span, "declared here");
    w_finding_why(finding, "every event that enters says by it which instance it begins");
    WSuggest suggest = w_check_suggest(ck, name.text);
    for (uint32_t i = 0; i < row->field_count; i++)
        w_suggest_offer(&suggest, row->fields[i].name);
    w_check_did_you_mean(finding, &suggest);
}

static void say_no_event(WChecker *ck, const WJourneyCheck *jc, uint32_t entry) {
    WName name = jc->tree->one_per;
    WFinding *finding = FIND(ck, KEY_NOT_CARRIED, jc->row->entries[entry].span,
                             "nothing brings a `%.*s` here", W_STR_ARGS(name.text));
    w_finding_other(finding, name.span, "there is an instance for each of them");
    w_finding_why(finding, "a condition comes true for the customer, not for one `%.*s`",
                  W_STR_ARGS(name.text));
}

static void say_may_be_missing(WChecker *ck, const WJourneyCheck *jc, uint32_t event) {
    WName name = jc->tree->one_per;
    WStr owner = ck->program->events[event].name;
    WFinding *finding = FIND(ck, KEY_MISSING, name.span, "`%.*s` may be missing in `%.*s`",
                             W_STR_ARGS(name.text), W_STR_ARGS(owner));
    w_finding_why(finding, "without it nobody can say which instance the event begins");
    w_finding_fix(finding, "enter only with it: enter on %.*s where event.%.*s is known",
                  W_STR_ARGS(owner), W_STR_ARGS(name.text));
}

static bool is_one_type(WChecker *ck, const WJourneyCheck *jc, uint32_t event, WType type) {
    WName name = jc->tree->one_per;
    WType first = jc->row->keyed.type;
    if (w_type_kind(type) == W_TYPE_LIST || w_type_kind(type) == W_TYPE_RECORD) {
        WFinding *finding = FIND(ck, KEY_TYPE, name.span, "`%.*s` is %s, which is no key",
                                 W_STR_ARGS(name.text), w_check_a_type(ck, type));
        w_finding_fix(finding, "name a property that holds one value");
        return false;
    }
    if (first == W_TYPE_NONE || first == type) return true;
    WFinding *finding =
        FIND(ck, KEY_TYPE, name.span, "`%.*s` is not of one type in all events that enter",
             W_STR_ARGS(name.text));
    w_finding_why(finding, "in `%.*s` it is %s, in another %s",
                  W_STR_ARGS(ck->program->events[event].name), w_check_a_type(ck, type),
                  w_check_a_type(ck, first));
    w_finding_fix(finding, "name the fields apart, or divide the journey");
    return false;
}

// Whether the entry brings the key; false after a finding, or one made elsewhere.
static bool brings_key(WChecker *ck, WJourneyCheck *jc, uint32_t entry) {
    uint32_t event = jc->row->entries[entry].event;
    if (event == W_NONE) {
        say_no_event(ck, jc, entry);
        return false;
    }
    uint32_t field = w_check_event_field(ck, event, jc->tree->one_per.text);
    if (field == W_NONE) {
        if (!w_check_is_broken(ck, W_SYMBOL_EVENT, event)) say_no_field(ck, jc, event);
        return false;
    }
    const WProgramField *row = &ck->program->events[event].fields[field];
    WType type = w_type_required(row->type);
    if (row->type == W_TYPE_NONE || !is_one_type(ck, jc, event, type)) return false;
    bool sure = !w_type_optional(row->type) ||
                w_facts_know_event_field(ck, jc->entry_facts[entry], event, field);
    if (!sure) say_may_be_missing(ck, jc, event);
    jc->row->keyed.type = type;
    jc->row->keyed.personal |= row->personal;
    return sure;
}

void w_check_one_per(WChecker *ck, WJourneyCheck *jc) {
    WName name = jc->tree->one_per;
    if (!w_name_given(name) || name.text.size == 0 || jc->entry_blurred) return;
    bool good = true;
    for (uint32_t i = 0; i < jc->row->entry_count && good; i++)
        good = brings_key(ck, jc, i);
    if (good) jc->row->keyed.name = name.text;
}

// ---- who carries it

typedef struct Carriers {
    WChecker *ck;
    WProgramKeyed *keyed;
    uint32_t room;
} Carriers;

static void look_at(Carriers *c, uint32_t event) {
    if (event == W_NONE) return;
    for (uint32_t i = 0; i < c->keyed->event_count; i++) {
        if (c->keyed->events[i].event == event) return;
    }
    uint32_t field = w_check_event_field(c->ck, event, c->keyed->name);
    if (field == W_NONE) return;
    WType type = c->ck->program->events[event].fields[field].type;
    if (w_type_required(type) != c->keyed->type) return;
    w_check_reads(c->ck, event, field);
    *W_CHECK_PUSH(c->ck, c->keyed->events, c->keyed->event_count, c->room) =
        (WProgramInstanceKey){event, field};
}

static void look_at_acts(Carriers *c, const WAct *act) {
    for (; act != NULL; act = act->next) {
        look_at_acts(c, act->body);
        look_at_acts(c, act->otherwise);
        for (uint32_t i = 0; i < act->arm_count; i++) {
            look_at(c, act->arms[i].event);
            look_at_acts(c, act->arms[i].body);
        }
    }
}

static int by_event(const void *left, const void *right) {
    const WProgramInstanceKey *a = left, *b = right;
    return a->event < b->event ? -1 : a->event > b->event;
}

void w_check_instance_keys(WChecker *ck, WJourneyCheck *jc) {
    WProgramJourney *row = jc->row;
    Carriers c = {.ck = ck, .keyed = &row->keyed};
    if (row->keyed.name.size == 0) return;
    for (uint32_t i = 0; i < row->entry_count; i++)
        look_at(&c, row->entries[i].event);
    for (uint32_t i = 0; i < row->exit_count; i++)
        look_at(&c, row->exits[i].event);
    if (row->goal.given) look_at(&c, row->goal.event);
    for (uint32_t i = 0; i < row->stage_count; i++) {
        const WProgramStage *stage = &row->stages[i];
        look_at_acts(&c, stage->body);
        for (uint32_t k = 0; k < stage->reaction_count; k++) {
            look_at(&c, stage->reactions[k].event);
            look_at_acts(&c, stage->reactions[k].body);
        }
    }
    if (row->keyed.event_count > 1)
        qsort(row->keyed.events, row->keyed.event_count, sizeof *row->keyed.events, by_event);
}
