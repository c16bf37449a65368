// Declarations: project, profile, events, channels and segments become rows.

#include "compiler/check/checker.h"

#include <stdlib.h>

#include "runtime/base/limits.h"
#include "runtime/base/utf8.h"
#include "runtime/value/time.h"

enum { DEFAULT_DEDUPE_DAYS = 30 };

// ---- project

static bool is_zone_name(WStr name) {
    if (name.size == 0) return false;
    for (size_t i = 0; i < name.size; i++) {
        char c = name.bytes[i];
        bool letter = (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
        bool other = (c >= '0' && c <= '9') || c == '/' || c == '_' || c == '-' || c == '+';
        if (!letter && !other) return false;
    }
    return true;
}

static void refuse_project_forms(WChecker *ck, const WProject *project) {
    for (const WUse *use = project->uses; use != NULL; use = use->next)
        w_check_not_yet(ck, use->span, "`use` of a module");
    if (project->holdout.given) w_check_not_yet(ck, project->holdout.span, "`holdout`");
}

static void fill_project(WChecker *ck, const WProject *project, WProgramProject *row) {
    row->name = project->name.text;
    row->title = project->title.text;
    w_check_project_locale(ck, project->locale, row);
    if (project->language.given && project->language.value != 1) {
        WFinding *finding =
            FIND(ck, VALUE_RANGE, project->language.span, "this compiler knows language 1 only");
        w_finding_fix(finding, "write `language 1`, or use a newer compiler");
    }
    if (w_name_given(project->timezone)) {
        row->timezone = project->timezone.text;
        if (!is_zone_name(row->timezone)) {
            WFinding *finding =
                FIND(ck, VALUE_RANGE, project->timezone.span, "this is no name of a time zone");
            w_finding_fix(finding, "zones are named by IANA, for example \"Europe/Berlin\"");
        }
    }
    if (project->dedupe != NULL)
        row->dedupe_ms = w_check_length(ck, project->dedupe, "`dedupe` needs");
    refuse_project_forms(ck, project);
}

void w_check_project(WChecker *ck) {
    WProgramProject *row = &ck->program->project;
    *row = (WProgramProject){.timezone = W_STR("UTC"), .language = 1};
    row->dedupe_ms = DEFAULT_DEDUPE_DAYS * W_DAY_MS;
    ck->tree = ck->project.tree;
    if (ck->project.decl != NULL) {
        fill_project(ck, &ck->project.decl->project, row);
    } else if (ck->tree_count > 0 && !ck->broken) {
        WSpan start = {ck->trees[0]->source->index, 0, 0};
        ck->tree = ck->trees[0];
        WFinding *finding = FIND(ck, NO_PROJECT, start, "the project has no `project`");
        w_finding_fix(finding, "begin one of the files with: project my_shop { language 1 }");
    }
}

// ---- fields

static int fields_by_name(const void *left, const void *right) {
    const WField *a = *(const WField *const *)left, *b = *(const WField *const *)right;
    int order = w_str_compare(a->name.text, b->name.text);
    if (order != 0) return order;
    return a->span.start < b->span.start ? -1 : a->span.start > b->span.start;
}

static void say_field_twice(WChecker *ck, const WField *first, const WField *second) {
    if (second->name.text.size == 0) return; // it was forgotten, and that was said
    WFinding *finding = FIND(ck, DECLARED_TWICE, second->name.span, "`%.*s` is declared twice",
                             W_STR_ARGS(second->name.text));
    w_finding_other(finding, first->name.span, "the first");
    w_finding_fix(finding, "leave one of them out, or give it another name");
}

// The fields by name; those that stand twice once only.
static const WField **sorted_fields(WChecker *ck, const WField *first, const char *reserved,
                                    uint32_t *count) {
    uint32_t room = 0;
    for (const WField *field = first; field != NULL; field = field->next)
        room++;
    const WField **fields = w_check_array(ck, room + 1, sizeof *fields);
    uint32_t at = 0;
    for (const WField *field = first; field != NULL; field = field->next)
        fields[at++] = field;
    if (room > 1) qsort(fields, room, sizeof *fields, fields_by_name);
    *count = 0;
    for (uint32_t i = 0; i < room; i++) {
        const WField *last = *count > 0 ? fields[*count - 1] : NULL;
        if (last != NULL && w_str_equal(last->name.text, fields[i]->name.text)) {
            say_field_twice(ck, last, fields[i]);
            continue;
        }
        if (w_str_equal(fields[i]->name.text, w_str(reserved)))
            FIND(ck, RESERVED_NAME, fields[i]->name.span, "`%s` is always there", reserved);
        fields[(*count)++] = fields[i];
    }
    return fields;
}

// ---- profile

static void check_default(WChecker *ck, const WField *field, WProgramProfileField *row) {
    if (row->type == W_TYPE_NONE) return;
    if (field->value == NULL) {
        if (w_type_optional(row->type)) return;
        WFinding *finding = FIND(ck, NEEDS_DEFAULT, field->name.span, "`%.*s` needs a default",
                                 W_STR_ARGS(field->name.text));
        w_finding_why(finding, "a customer begins with an empty profile, and %s is never missing",
                      w_check_a_type(ck, row->type));
        w_check_fix_default(ck, finding, field->name, row->type);
        return;
    }
    if (w_type_optional(row->type)) {
        WFinding *finding = FIND(ck, NEEDS_DEFAULT, field->value->span,
                                 "a field that may be missing has no default");
        w_finding_fix(finding, "leave out the `?` or the default");
        return;
    }
    WEnv env = {.constant = true, .here = "a default is the same for everybody"};
    WTyped *value = w_check_value(ck, &env, field->value, row->type, "the field is");
    if (w_check_is_error(value)) return;
    row->has_default = true;
    row->standard = w_check_constant_of(ck, value);
    w_check_constant_size(ck, &row->standard, field->value->span);
}

static void check_own_type(WChecker *ck, const WField *field, WType type, const char *name) {
    bool is_text = type == W_TYPE_NONE || w_type_kind(type) == W_TYPE_TEXT;
    if (is_text || !w_str_equal(field->name.text, w_str(name))) return;
    FIND(ck, TYPE_MISMATCH, field->type->span, "`profile.%s` must be a text", name);
}

void w_check_profile(WChecker *ck) {
    ck->profile_names.arena = ck->arena;
    if (ck->profile.decl == NULL) return;
    ck->tree = ck->profile.tree;
    uint32_t count;
    const WField **fields = sorted_fields(ck, ck->profile.decl->profile.fields, "id", &count);
    if (count > W_LIMIT_PROFILE_FIELDS)
        FIND(ck, TOO_MANY, ck->profile.decl->span, "a profile has at most %d fields",
             W_LIMIT_PROFILE_FIELDS);
    ck->program->profile = w_check_array(ck, count, sizeof *ck->program->profile);
    ck->program->profile_count = count;
    for (uint32_t i = 0; i < count; i++) {
        const WField *field = fields[i];
        WProgramProfileField *row = &ck->program->profile[i];
        *row = (WProgramProfileField){.name = field->name.text, .wire = w_check_path(ck, field)};
        row->type = w_check_type(ck, field->type);
        row->personal = field->personal.given;
        row->span = field->span;
        w_names_put(&ck->profile_names, field->name.text, i);
        check_own_type(ck, field, row->type, "timezone");
        check_own_type(ck, field, row->type, "locale");
    }
    for (uint32_t i = 0; i < count; i++)
        check_default(ck, fields[i], &ck->program->profile[i]);
    w_check_paths(ck, ck->profile.decl->profile.fields, W_PART_TRAITS);
}

// ---- events

static void check_event_fields(WChecker *ck, const WEvent *event, WProgramEvent *row) {
    const WField **fields = sorted_fields(ck, event->fields, "at", &row->field_count);
    row->fields = w_check_array(ck, row->field_count, sizeof *row->fields);
    for (uint32_t i = 0; i < row->field_count; i++) {
        const WField *field = fields[i];
        row->fields[i] = (WProgramField){.name = field->name.text,
                                         .wire = w_check_path(ck, field),
                                         .type = w_check_type(ck, field->type),
                                         .personal = field->personal.given,
                                         .slot = W_NONE,
                                         .history_slot = W_NONE,
                                         .span = field->span};
    }
}

static WEventKind wire_kind(WWireKind kind) {
    switch (kind) {
    case W_WIRE_TRACK: return W_EVENT_TRACK;
    case W_WIRE_PAGE: return W_EVENT_PAGE;
    case W_WIRE_SCREEN: return W_EVENT_SCREEN;
    case W_WIRE_GROUP: return W_EVENT_GROUP;
    }
    return W_EVENT_TRACK;
}

static void check_wire(WChecker *ck, WNames *wires, const WEvent *event, uint32_t index) {
    WProgramEvent *row = &ck->program->events[index];
    WBuffer key = {0};
    w_buffer_char(&key, (char)('0' + row->kind));
    if (row->kind != W_EVENT_GROUP) w_buffer_str(&key, row->wire); // groups have no name
    WStr copy = {w_arena_copy(ck->arena, key.bytes, key.size), key.size};
    w_buffer_free(&key);
    uint32_t first = w_names_put(wires, copy, index);
    const WProgramEvent *other = &ck->program->events[first];
    if (first == index || w_str_equal(other->name, row->name)) return;
    WSpan span = w_name_given(event->wire_name) ? event->wire_name.span : event->name.span;
    WFinding *finding = row->kind == W_EVENT_GROUP
                            ? FIND(ck, WIRE_TWICE, span, "`group` calls are `%.*s` already",
                                   W_STR_ARGS(other->name))
                            : FIND(ck, WIRE_TWICE, span, "\"%.*s\" on the wire is `%.*s` already",
                                   W_STR_ARGS(row->wire), W_STR_ARGS(other->name));
    w_finding_other(finding, other->span, "the first");
    w_finding_fix(finding, "one event of the wire has one declaration");
}

void w_check_events(WChecker *ck) {
    WSymbolList *list = &ck->by_kind[W_SYMBOL_EVENT];
    WNames wires = {.arena = ck->arena};
    ck->program->events = w_check_array(ck, list->count, sizeof *ck->program->events);
    ck->program->event_count = list->count;
    for (uint32_t i = 0; i < list->count; i++) {
        const WEvent *event = &list->items[i]->decl->event;
        WProgramEvent *row = &ck->program->events[i];
        ck->tree = list->items[i]->tree;
        row->name = event->name.text;
        row->wire = w_name_given(event->wire_name) ? event->wire_name.text : event->name.text;
        row->wire = w_utf8_nfc(ck->arena, row->wire);
        row->kind = wire_kind(event->wire);
        row->keep_ms = W_KEEP_NOTHING;
        row->span = event->name.span;
        check_event_fields(ck, event, row);
        w_check_paths(ck, event->fields, w_part_of_fields(row->kind));
        check_wire(ck, &wires, event, i);
    }
}

uint32_t w_check_event_field(const WChecker *ck, uint32_t event, WStr name) {
    const WProgramEvent *row = &ck->program->events[event];
    uint32_t low = 0, high = row->field_count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        int order = w_str_compare(row->fields[middle].name, name);
        if (order == 0) return middle;
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return W_NONE;
}

// ---- channels, segments

static void check_channel(WChecker *ck, const WChannel *channel, WProgramChannel *row) {
    WEnv env = {.here = "a channel is asked for any message"};
    *row = (WProgramChannel){.name = channel->name.text, .span = channel->name.span};
    row->internal = channel->internal.given;
    row->accepts_personal = channel->accepts_personal.given;
    if (channel->to != NULL) {
        row->to =
            w_check_value(ck, &env, channel->to, W_TYPE_TEXT | W_TYPE_OPTIONAL, "an address is");
    } else {
        WFinding *finding = FIND(ck, NO_ADDRESS, channel->name.span,
                                 "the channel `%.*s` has no address", W_STR_ARGS(row->name));
        w_finding_fix(finding, "say where its messages go, for example: to profile.id");
    }
    if (channel->consent != NULL)
        row->consent = w_check_condition(ck, &env, channel->consent, "`consent` needs");
    w_check_quiets(ck, channel, row);
}

void w_check_channels(WChecker *ck) {
    WSymbolList *list = &ck->by_kind[W_SYMBOL_CHANNEL];
    ck->program->channels = w_check_array(ck, list->count, sizeof *ck->program->channels);
    ck->program->channel_count = list->count;
    ck->consent_said = w_check_array(ck, list->count, sizeof *ck->consent_said);
    for (uint32_t i = 0; i < list->count; i++) {
        ck->tree = list->items[i]->tree;
        check_channel(ck, &list->items[i]->decl->channel, &ck->program->channels[i]);
    }
}

// ---- `set` of events

static void say_personal_field(WChecker *ck, const WTyped *value, WSpan field) {
    WFinding *finding =
        FIND(ck, PERSONAL_FIELD, value->span, "personal data for a field that is not personal");
    w_finding_other(finding, field, "this field");
    w_check_why_personal(ck, finding, value);
    w_finding_fix(finding, "mark the field `personal`");
}

WProgramSetter w_check_setter(WChecker *ck, WEnv *env, WName name, const WExpr *expr) {
    WProgramSetter setter = {.slot = w_names_get(&ck->profile_names, name.text)};
    if (setter.slot == W_NONE) {
        if (name.text.size > 0) w_check_unknown_profile_field(ck, name, true);
        setter.value = w_check_expr(ck, env, expr);
        return setter;
    }
    const WProgramProfileField *field = &ck->program->profile[setter.slot];
    setter.value = w_check_value(ck, env, expr, field->type, "the field is");
    if (setter.value->personal && !field->personal) // what a record holds stays marked in it
        say_personal_field(ck, setter.value, field->span);
    env->facts = w_facts_drop_profile(ck, env->facts, setter.slot);
    bool is_known = !w_check_is_error(setter.value) && !w_type_optional(setter.value->type);
    WTyped place = {.kind = W_TYPED_PROFILE, .index = setter.slot};
    if (is_known && w_type_optional(field->type)) env->facts = w_facts_add(ck, env->facts, &place);
    return setter;
}

void w_check_event_setters(WChecker *ck) {
    WSymbolList *list = &ck->by_kind[W_SYMBOL_EVENT];
    for (uint32_t i = 0; i < list->count; i++) {
        const WEvent *event = &list->items[i]->decl->event;
        WProgramEvent *row = &ck->program->events[i];
        WEnv env = {.event_state = W_EVENT_HERE, .event = i};
        env.here = "an event comes to a customer, not to a journey";
        uint32_t room = 0;
        ck->tree = list->items[i]->tree;
        for (const WProfileSet *set = event->sets; set != NULL; set = set->next)
            *W_CHECK_PUSH(ck, row->setters, row->setter_count, room) =
                w_check_setter(ck, &env, set->field, set->value);
    }
}
