// Making up a customer and an event that enter a journey.
//
// Conditions are read one by one: what compares a field with a constant gives the field a value
// that fits. What cannot be seen so is left as it comes, and whoever runs it finds out whether
// somebody entered.
#include "compiler/driver/drive.h"

#include "runtime/value/number.h"
#include "runtime/value/time.h"

enum { DAYS = 10, MOST_NESTING = 64 };

typedef struct Wish {
    WArena *arena;
    const WProgram *program;
    uint32_t event;            // whose fields they are
    const WConstant **profile; // by slot; NULL: nobody cares
    const WConstant **fields;  // by field of the event
    unsigned depth;
} Wish;

// ---- places and values

// The field that a value is, without what widens it or stands in for it; NULL if it is none.
static const WTyped *place_of(const WTyped *value) {
    while (value->kind == W_TYPED_SURE || value->kind == W_TYPED_OTHERWISE ||
           value->kind == W_TYPED_TO_NUMBER)
        value = value->operands[0];
    bool is_place = value->kind == W_TYPED_PROFILE || value->kind == W_TYPED_EVENT;
    return is_place ? value : NULL;
}

static void assign(Wish *wish, const WTyped *place, WConstant constant) {
    bool is_profile = place->kind == W_TYPED_PROFILE;
    if (!is_profile && place->event != wish->event) return;
    const WConstant **to = is_profile ? &wish->profile[place->index] : &wish->fields[place->index];
    if (*to != NULL) return; // the first wish counts
    bool narrows =
        w_type_kind(place->type) == W_TYPE_INTEGER && w_type_kind(constant.type) == W_TYPE_NUMBER;
    if (narrows) constant.value = w_number_ceil(constant.value);
    constant.type = w_type_required(place->type);
    WConstant *kept = w_arena_take(wish->arena, sizeof *kept);
    *kept = constant;
    *to = kept;
}

// A value of a type that is not empty, where it can be something else.
static WConstant some_value(WType type) {
    WConstant constant = w_typed_zero(type);
    switch (w_type_kind(type)) {
    case W_TYPE_BOOLEAN: constant.value = 1; break;
    case W_TYPE_TEXT: constant.text = W_STR("somebody@example.com"); break;
    default: break;
    }
    return constant;
}

// What is just above, or below.
static WConstant beside(WConstant constant, int sign) {
    switch (w_type_kind(constant.type)) {
    case W_TYPE_NUMBER: constant.value += sign * W_NUMBER_ONE; break;
    case W_TYPE_DATETIME:
    case W_TYPE_DURATION: constant.value += sign * W_DAY_MS; break;
    case W_TYPE_TIME: constant.value += sign * W_MINUTE_MS; break;
    case W_TYPE_TEXT: constant.text = sign > 0 ? W_STR("\xf4\x8f\xbf\xbf") : W_STR(""); break;
    default: constant.value += sign; break;
    }
    return constant;
}

// ---- conditions

static void wish(Wish *w, const WTyped *condition, bool truth);

static void wish_both(Wish *w, const WTyped *condition, bool truth) {
    wish(w, condition->operands[0], truth);
    wish(w, condition->operands[1], truth);
}

// A comparison as if the field stood left and it should hold.
static WTypedKind turned(WTypedKind kind, bool is_swapped, bool truth) {
    static const struct {
        WTypedKind kind, swapped, negated;
    } known[] = {
        {W_TYPED_EQ, W_TYPED_EQ, W_TYPED_NE}, {W_TYPED_NE, W_TYPED_NE, W_TYPED_EQ},
        {W_TYPED_LT, W_TYPED_GT, W_TYPED_GE}, {W_TYPED_LE, W_TYPED_GE, W_TYPED_GT},
        {W_TYPED_GT, W_TYPED_LT, W_TYPED_LE}, {W_TYPED_GE, W_TYPED_LE, W_TYPED_LT},
    };
    for (int step = 0; step < 2; step++) {
        bool turns = step == 0 ? is_swapped : !truth;
        for (size_t i = 0; turns && i < sizeof known / sizeof *known; i++) {
            if (known[i].kind != kind) continue;
            kind = step == 0 ? known[i].swapped : known[i].negated;
            break;
        }
    }
    return kind;
}

static void wish_relation(Wish *w, const WTyped *condition, bool truth) {
    const WTyped *a = condition->operands[0], *b = condition->operands[1];
    bool is_swapped = a->kind == W_TYPED_CONSTANT;
    const WTyped *place = place_of(is_swapped ? b : a);
    const WTyped *with = is_swapped ? a : b;
    if (place == NULL || with->kind != W_TYPED_CONSTANT) return;
    switch (turned(condition->kind, is_swapped, truth)) {
    case W_TYPED_LT: assign(w, place, beside(with->constant, -1)); break;
    case W_TYPED_GT:
    case W_TYPED_NE: assign(w, place, beside(with->constant, 1)); break;
    default: assign(w, place, with->constant); break;
    }
}

static void wish_value(Wish *w, const WTyped *condition, uint32_t operand) {
    const WTyped *place = place_of(condition->operands[0]);
    const WTyped *value = condition->operands[operand];
    if (value->kind == W_TYPED_LIST) value = value->operands[0];
    if (place != NULL && value->kind == W_TYPED_CONSTANT) assign(w, place, value->constant);
}

static void wish_known(Wish *w, const WTyped *condition) {
    const WTyped *place = place_of(condition->operands[0]);
    if (place != NULL) assign(w, place, some_value(place->type));
}

static void wish_kind(Wish *w, const WTyped *condition, bool truth) {
    switch (condition->kind) {
    case W_TYPED_AND:
    case W_TYPED_OR:
        if ((condition->kind == W_TYPED_AND) == truth)
            wish_both(w, condition, truth);
        else
            wish(w, condition->operands[0], truth);
        break;
    case W_TYPED_NOT: wish(w, condition->operands[0], !truth); break;
    case W_TYPED_EQ:
    case W_TYPED_NE:
    case W_TYPED_LT:
    case W_TYPED_LE:
    case W_TYPED_GT:
    case W_TYPED_GE: wish_relation(w, condition, truth); break;
    case W_TYPED_BETWEEN:
    case W_TYPED_IN:
    case W_TYPED_CONTAINS:
    case W_TYPED_STARTS_WITH:
    case W_TYPED_ENDS_WITH:
        if (truth) wish_value(w, condition, 1);
        break;
    case W_TYPED_KNOWN:
    case W_TYPED_MISSING:
        if ((condition->kind == W_TYPED_KNOWN) == truth) wish_known(w, condition);
        break;
    case W_TYPED_SEGMENT: wish(w, w->program->segments[condition->index].when, truth); break;
    default: {
        WConstant constant = {.type = W_TYPE_BOOLEAN, .value = truth};
        if (place_of(condition) != NULL) assign(w, place_of(condition), constant);
        break;
    }
    }
}

static void wish(Wish *w, const WTyped *condition, bool truth) {
    if (condition == NULL || w->depth == MOST_NESTING) return;
    w->depth++;
    wish_kind(w, condition, truth);
    w->depth--;
}

// ---- what the journey needs

static void wish_journey(Wish *w, const WProgramJourney *journey) {
    for (uint32_t i = 0; i < journey->only_if_count; i++)
        wish(w, journey->only_ifs[i].condition, true);
    for (uint32_t i = 0; i < journey->site_count; i++) {
        const WProgramChannel *channel = &w->program->channels[journey->sites[i].channel];
        const WTyped *to = channel->to == NULL ? NULL : place_of(channel->to);
        wish(w, channel->consent, true);
        if (to != NULL) assign(w, to, some_value(to->type));
    }
}

// ---- steps

static WStr text_of(const Wish *w, const char *before, WStr name) {
    WBuffer text = {0};
    w_buffer_printf(&text, "%s%.*s", before, W_STR_ARGS(name));
    WStr kept = {w_arena_copy(w->arena, text.bytes, text.size), text.size};
    w_buffer_free(&text);
    return kept;
}

static WTyped *typed_of(const Wish *w, const WConstant *constant, WSpan span) {
    WTyped *typed = w_arena_take_zeroed(w->arena, sizeof *typed);
    typed->kind = W_TYPED_CONSTANT;
    typed->type = constant->type;
    typed->span = span;
    typed->constant = *constant;
    return typed;
}

static void give(const Wish *w, WProgramStep *step, uint32_t index, const WConstant *constant) {
    step->given[step->given_count++] = (WProgramGiven){index, typed_of(w, constant, step->span)};
}

static WProgramStep new_step(const Wish *w, WStepKind kind, WSpan span, uint32_t room) {
    return (WProgramStep){
        .kind = kind,
        .span = span,
        .given = w_arena_take_zeroed(w->arena, (room + 1) * sizeof(WProgramGiven)),
    };
}

static WProgramStep profile_step(const Wish *w, WSpan span) {
    uint32_t count = w->program->profile_count;
    WProgramStep step = new_step(w, W_STEP_PROFILE, span, count);
    step.text = W_STR("a profile made up for it");
    for (uint32_t i = 0; i < count; i++) {
        if (w->profile[i] != NULL) give(w, &step, i, w->profile[i]);
    }
    return step;
}

static WProgramStep event_step(const Wish *w, WSpan span) {
    const WProgramEvent *event = &w->program->events[w->event];
    WProgramStep step = new_step(w, W_STEP_EVENT, span, event->field_count);
    step.event = w->event;
    step.text = text_of(w, "event made up for it: ", event->name);
    for (uint32_t i = 0; i < event->field_count; i++) {
        WConstant zero = w_typed_zero(event->fields[i].type);
        bool is_needed = !w_type_optional(event->fields[i].type);
        if (w->fields[i] != NULL || is_needed)
            give(w, &step, i, w->fields[i] != NULL ? w->fields[i] : &zero);
    }
    return step;
}

WProgramTest w_drive_make(WArena *arena, const WProgram *program, uint32_t journey,
                          const WProgramEntry *entry) {
    const WProgramJourney *row = &program->journeys[journey];
    uint32_t fields = entry->event == W_NONE ? 0 : program->events[entry->event].field_count;
    Wish w = {
        .arena = arena,
        .program = program,
        .event = entry->event,
        .profile = w_arena_take_zeroed(arena, (program->profile_count + 1) * sizeof(WConstant *)),
        .fields = w_arena_take_zeroed(arena, (fields + 1) * sizeof(WConstant *)),
    };
    wish(&w, entry->where, true);
    wish_journey(&w, row);
    WProgramTest test = {.title = row->name, .span = entry->span};
    test.steps = w_arena_take_zeroed(arena, (DAYS + 2) * sizeof *test.steps);
    test.steps[test.step_count++] = profile_step(&w, row->span);
    if (entry->event != W_NONE) test.steps[test.step_count++] = event_step(&w, entry->span);
    test.steps[test.step_count] = new_step(&w, W_STEP_AFTER, entry->span, 0);
    test.steps[test.step_count].text = W_STR("after 10d");
    test.steps[test.step_count++].length_ms = DAYS * W_DAY_MS;
    return test;
}
