// Values given by name: the fields of an event or of the profile, the parameters of a message.

#include "compiler/check/given.h"

// What one thing that can be given is called, its type, and whether it must be given.
typedef struct Slot {
    WStr name;
    WType type;
    bool needed;
} Slot;

typedef struct Slots {
    Slot *items;
    uint32_t count;
    const char *needs; // for messages
} Slots;

static Slots profile_slots(WChecker *ck) {
    const WProgram *program = ck->program;
    Slots slots = {w_check_array(ck, program->profile_count, sizeof(Slot)), program->profile_count,
                   "the field is"};
    for (uint32_t i = 0; i < slots.count; i++)
        slots.items[i] = (Slot){program->profile[i].name, program->profile[i].type, false};
    return slots;
}

static Slots event_slots(WChecker *ck, uint32_t row) {
    const WProgramEvent *event = &ck->program->events[row];
    Slots slots = {w_check_array(ck, event->field_count, sizeof(Slot)), event->field_count,
                   "the event has"};
    for (uint32_t i = 0; i < slots.count; i++) {
        WType type = event->fields[i].type;
        bool needed = type != W_TYPE_NONE && !w_type_optional(type);
        slots.items[i] = (Slot){event->fields[i].name, type, needed};
    }
    return slots;
}

static Slots param_slots(WChecker *ck, uint32_t row) {
    const WProgramMessage *message = &ck->program->messages[row];
    Slots slots = {w_check_array(ck, message->param_count, sizeof(Slot)), message->param_count,
                   "the message has"};
    for (uint32_t i = 0; i < slots.count; i++)
        slots.items[i] = (Slot){message->params[i].name, message->params[i].type, false};
    return slots;
}

static Slots slots_of(WChecker *ck, WGivenKind kind, uint32_t row) {
    if (kind == W_GIVEN_PROFILE) return profile_slots(ck);
    if (row == W_NONE) return (Slots){0};
    return kind == W_GIVEN_EVENT ? event_slots(ck, row) : param_slots(ck, row);
}

static void say_unknown(WChecker *ck, WGivenKind kind, uint32_t row, WName name) {
    if (name.text.size == 0) return; // it was forgotten, and that was said
    if (kind == W_GIVEN_PROFILE) w_check_unknown_profile_field(ck, name, true);
    if (row == W_NONE) return;
    if (kind == W_GIVEN_EVENT) w_check_unknown_event_field(ck, row, name);
    bool is_param = kind == W_GIVEN_PARAMS && !w_check_is_broken(ck, W_SYMBOL_MESSAGE, row);
    if (is_param) w_check_unknown_param(ck, &ck->program->messages[row], name);
}

static uint32_t find_slot(const Slots *slots, WStr name) {
    for (uint32_t i = 0; i < slots->count; i++) {
        if (w_str_equal(slots->items[i].name, name)) return i;
    }
    return W_NONE;
}

static bool is_given_before(WChecker *ck, const WPair *first, const WPair *pair) {
    for (const WPair *other = first; other != pair; other = other->next) {
        if (!w_str_equal(other->key.text, pair->key.text)) continue;
        WFinding *finding = FIND(ck, DECLARED_TWICE, pair->key.span, "`%.*s` is given twice",
                                 W_STR_ARGS(pair->key.text));
        w_finding_other(finding, other->key.span, "the first");
        return true;
    }
    return false;
}

// A name that is given and unknown, and reads like the one that is missing: that is said already.
static bool is_misspelled(const Slots *slots, const WPair *pairs, WStr missing) {
    for (const WPair *pair = pairs; pair != NULL; pair = pair->next) {
        if (find_slot(slots, pair->key.text) != W_NONE) continue;
        WSuggest suggest = w_suggest(pair->key.text);
        w_suggest_offer(&suggest, missing);
        if (suggest.best.size > 0 || pair->key.text.size == 0) return true;
    }
    return false;
}

uint32_t w_check_lacking(WChecker *ck, const WGivenEvent *given, uint32_t from) {
    Slots slots = event_slots(ck, given->event);
    if (w_check_is_broken(ck, W_SYMBOL_EVENT, given->event)) return W_NONE;
    for (uint32_t i = from; i < slots.count; i++) {
        bool has = !slots.items[i].needed;
        for (uint32_t j = 0; j < given->count && !has; j++)
            has = given->items[j].index == i;
        if (!has && !is_misspelled(&slots, given->pairs, slots.items[i].name)) return i;
    }
    return W_NONE;
}

WProgramGiven *w_check_given(WChecker *ck, const WEnv *env, WGivenTo to, const WPair *pairs,
                             uint32_t *count) {
    Slots slots = slots_of(ck, to.kind, to.row);
    WProgramGiven *given = NULL;
    uint32_t room = 0;
    *count = 0;
    for (const WPair *pair = pairs; pair != NULL; pair = pair->next) {
        uint32_t slot = find_slot(&slots, pair->key.text);
        if (slot == W_NONE) {
            say_unknown(ck, to.kind, to.row, pair->key);
            w_check_stray(ck, env, pair->value);
            continue;
        }
        if (is_given_before(ck, pairs, pair)) continue;
        WType type = slots.items[slot].type;
        if (to.is_known) type = w_type_required(type);
        WTyped *value = w_check_value(ck, env, pair->value, type, slots.needs);
        *W_CHECK_PUSH(ck, given, *count, room) = (WProgramGiven){slot, value};
    }
    return given;
}
