// Repairs: why a value may be missing or does not fit, and what to write instead, in the author's
// own words.

#include "compiler/check/checker.h"

#include <string.h>

#include "runtime/base/assert.h"

static WTypeKind kind_of(const WTyped *value) {
    return w_type_kind(value->type);
}

static bool is_numeric(const WTyped *value) {
    return kind_of(value) == W_TYPE_INTEGER || kind_of(value) == W_TYPE_NUMBER;
}

static bool is_written(const WTyped *value) {
    return value->kind == W_TYPED_CONSTANT;
}

// What any value of a type looks like.
static const char *some_value(WChecker *ck, WType type) {
    switch (w_type_kind(type)) {
    case W_TYPE_BOOLEAN: return "false";
    case W_TYPE_INTEGER:
    case W_TYPE_NUMBER: return "0";
    case W_TYPE_TEXT: return "\"there\"";
    case W_TYPE_DATETIME: return "now";
    case W_TYPE_DATE: return "today";
    case W_TYPE_TIME: return "09:00";
    case W_TYPE_DURATION: return "1d";
    case W_TYPE_LIST: return "[]";
    case W_TYPE_ENUM: {
        WStr option = ck->program->enums[w_type_enum(type)].options[0];
        WBuffer text = {0};
        w_buffer_printf(&text, "\"%.*s\"", W_STR_ARGS(option));
        const char *copy = w_arena_copy(ck->arena, text.bytes, text.size);
        w_buffer_free(&text);
        return copy;
    }
    default: return "…";
    }
}

void w_check_fix_default(WChecker *ck, WFinding *finding, WName field, WType type) {
    // What a text begins with is nobody's greeting.
    bool is_text = w_type_kind(type) == W_TYPE_TEXT;
    bool has_constant = w_type_kind(type) != W_TYPE_DATETIME && w_type_kind(type) != W_TYPE_DATE;
    const char *name = w_check_type_name(ck, type);
    if (has_constant)
        w_finding_fix(finding, "say what it begins with: %.*s: %s = %s", W_STR_ARGS(field.text),
                      name, is_text ? "\"\"" : some_value(ck, type));
    w_finding_fix(finding, "or that it may be missing: %.*s: %s?", W_STR_ARGS(field.text), name);
}

void w_check_fix_given(WChecker *ck, WFinding *finding, WStr name, WType type) {
    w_finding_fix(finding, "give it: %.*s: %s", W_STR_ARGS(name), some_value(ck, type));
}

// ---- missing values

static void why_declared(WChecker *ck, WFinding *finding, WSpan span, WStr name, WType type,
                         const char *whose) {
    const WSource *source = w_check_source(ck, span);
    w_finding_why(finding, "%.*s:%u declares `%.*s: %s`, so some %s have none",
                  W_STR_ARGS(source->path), w_source_line(source, span.start), W_STR_ARGS(name),
                  w_check_type_name(ck, type | W_TYPE_OPTIONAL), whose);
}

static void why_event_field(WChecker *ck, WFinding *finding, uint32_t event, uint32_t field) {
    const WProgramField *row = &ck->program->events[event].fields[field];
    why_declared(ck, finding, row->span, row->name, row->type, "events");
}

// An entering event that lacks the property, or may lack it.
static void why_entry(WChecker *ck, WFinding *finding, WStr name) {
    const WProgramJourney *journey = ck->journey->row;
    for (uint32_t i = 0; i < journey->entry_count; i++) {
        uint32_t event = journey->entries[i].event;
        if (event == W_NONE) {
            w_finding_why(finding, "it is entered without an event too, which brings nothing");
            return;
        }
        uint32_t field = w_check_event_field(ck, event, name);
        const WProgramEvent *row = &ck->program->events[event];
        if (field == W_NONE) {
            w_finding_why(finding, "`%.*s` enters too, and has no `%.*s`", W_STR_ARGS(row->name),
                          W_STR_ARGS(name));
            return;
        }
        if (w_type_optional(row->fields[field].type)) {
            why_event_field(ck, finding, event, field);
            return;
        }
    }
}

static void why_history(WChecker *ck, WFinding *finding, const WProgramUse *use) {
    bool is_sent = use->sent != W_NONE;
    WStr what =
        is_sent ? ck->program->sents[use->sent].label : ck->program->events[use->event].name;
    bool is_all = use->where == NULL && use->window_ms == INT64_MAX;
    w_finding_why(finding, "customers without %s `%.*s`%s have none",
                  is_all ? "any" : "a matching", W_STR_ARGS(what),
                  is_sent ? " that was sent" : "");
}

static void say_why(WChecker *ck, WFinding *finding, const WTyped *value) {
    if (value->kind == W_TYPED_PROFILE) {
        const WProgramProfileField *field = &ck->program->profile[value->index];
        why_declared(ck, finding, field->span, field->name, field->type, "customers");
    } else if (value->kind == W_TYPED_EVENT) {
        why_event_field(ck, finding, value->event, value->index);
    } else if (value->kind == W_TYPED_VARIABLE) {
        const WVariableCheck *variable = &ck->journey->variables[value->index];
        if (variable->is_entry)
            why_entry(ck, finding, variable->variable.name);
        else
            w_finding_other(finding, variable->span, "what it was given may be missing");
    } else if (value->kind == W_TYPED_PART) {
        const WProgramPart *part =
            &ck->program->records[w_type_record(value->operands[0]->type)].parts[value->index];
        why_declared(ck, finding, part->span, part->name, part->type, "of them");
    } else if (value->kind == W_TYPED_PARAM) {
        w_finding_why(finding, "`%.*s` is declared as one that a send may leave out",
                      W_STR_ARGS(w_check_source_text(ck, value->span)));
    } else if (value->kind == W_TYPED_HISTORY) {
        why_history(ck, finding, &ck->program->uses[value->index]);
    } else if (value->kind == W_TYPED_DIVIDE) {
        w_finding_why(finding, "`%.*s` may be 0, and nothing can be divided by that",
                      W_STR_ARGS(w_check_source_text(ck, value->operands[1]->span)));
    }
}

static bool can_be_guarded(const WTyped *value) {
    return value->kind == W_TYPED_PROFILE || value->kind == W_TYPED_EVENT ||
           value->kind == W_TYPED_VARIABLE || value->kind == W_TYPED_HISTORY ||
           value->kind == W_TYPED_PART || value->kind == W_TYPED_PARAM;
}

static void fix_missing(WChecker *ck, WFinding *finding, const WTyped *value) {
    WStr text = w_check_source_text(ck, value->span);
    const char *instead = some_value(ck, w_type_required(value->type));
    bool has_default = kind_of(value) != W_TYPE_RECORD; // none can be written there
    const char * or = has_default ? "or " : "";
    if (has_default)
        w_finding_fix(finding, "give a default: %s%.*s otherwise %s%s", ck->binds_tight ? "(" : "",
                      W_STR_ARGS(text), instead, ck->binds_tight ? ")" : "");
    if (ck->in_content && ck->conditions == 0) {
        if (can_be_guarded(value))
            w_finding_fix(finding, "%ssay it only if known: {if %.*s is known}…{end}", or,
                          W_STR_ARGS(text));
    } else if (ck->conditions > 0) {
        if (can_be_guarded(value))
            w_finding_fix(finding, "%sask before: %.*s is known and …", or, W_STR_ARGS(text));
    } else if (can_be_guarded(value)) {
        w_finding_fix(finding, "%sdo it only if known: if %.*s is known { … }", or,
                      W_STR_ARGS(text));
    } else {
        w_finding_fix(finding, "%skeep it and ask: let x = %.*s, then if x is known { … }", or,
                      W_STR_ARGS(text));
    }
}

WTyped *w_check_missing_here(WChecker *ck, const WTyped *value, WType wanted, const char *needs) {
    WFinding *finding = FIND(ck, MISSING_HERE, value->span, "`%.*s` may be missing here",
                             W_STR_ARGS(w_check_source_text(ck, value->span)));
    WType type = wanted != 0 ? w_type_required(wanted) : w_type_required(value->type);
    w_finding_label(finding, "%s, but %s %s", w_check_a_type(ck, value->type), needs,
                    w_check_a_type(ck, type));
    say_why(ck, finding, value);
    fix_missing(ck, finding, value);
    return w_check_error(ck, value->span);
}

// ---- other types

// A text that is a number in quotes.
static bool is_quoted_number(const WTyped *value) {
    if (!is_written(value) || kind_of(value) != W_TYPE_TEXT) return false;
    WStr text = value->constant.text;
    bool has_digit = false;
    for (size_t i = 0; i < text.size; i++) {
        char c = text.bytes[i];
        if (c >= '0' && c <= '9')
            has_digit = true;
        else if (c != '.' || i == 0)
            return false;
    }
    return has_digit;
}

static void fix_number(WFinding *finding, const WTyped *value, WStr text, WType wanted) {
    if (is_quoted_number(value))
        w_finding_fix(finding, "without quotes: %.*s", W_STR_ARGS(value->constant.text));
    bool narrows = w_type_kind(wanted) == W_TYPE_INTEGER && kind_of(value) == W_TYPE_NUMBER;
    if (narrows)
        w_finding_fix(finding, "as a whole number: round(%.*s), or floor or ceil of it",
                      W_STR_ARGS(text));
}

static void fix_boolean(WFinding *finding, const WTyped *value, WStr text) {
    if (is_written(value))
        w_finding_fix(finding, "write true or false");
    else if (w_type_optional(value->type))
        w_finding_fix(finding, "ask whether it is there: %.*s is known", W_STR_ARGS(text));
    else if (is_numeric(value))
        w_finding_fix(finding, "compare it: %.*s > 0", W_STR_ARGS(text));
    else if (kind_of(value) == W_TYPE_TEXT || kind_of(value) == W_TYPE_ENUM)
        w_finding_fix(finding, "compare it: %.*s = \"…\"", W_STR_ARGS(text));
    else if (kind_of(value) == W_TYPE_LIST)
        w_finding_fix(finding, "ask how long it is: count(%.*s) > 0", W_STR_ARGS(text));
}

static void fix_text(WFinding *finding, const WTyped *value, WStr text) {
    if (is_written(value) && kind_of(value) != W_TYPE_LIST)
        w_finding_fix(finding, "as a text: \"%.*s\"", W_STR_ARGS(text));
    else if (kind_of(value) != W_TYPE_LIST)
        w_finding_fix(finding, "as a text: \"{%.*s}\"", W_STR_ARGS(text));
    else if (w_type_element_kind(value->type) == W_TYPE_TEXT)
        w_finding_fix(finding, "as a text: join(%.*s, \", \")", W_STR_ARGS(text));
}

// How values of a type are written.
static const char *example_of(WTypeKind kind) {
    switch (kind) {
    case W_TYPE_BOOLEAN: return "true";
    case W_TYPE_INTEGER: return "3";
    case W_TYPE_NUMBER: return "3.5";
    case W_TYPE_TEXT: return "\"there\"";
    case W_TYPE_DATETIME: return "now + 3d";
    case W_TYPE_DATE: return "2027-12-31";
    case W_TYPE_TIME: return "09:00";
    case W_TYPE_DURATION: return "3d";
    case W_TYPE_LIST: return "[…]";
    default: return NULL;
    }
}

static void fix_by_value(WChecker *ck, WFinding *finding, const WTyped *value, WType wanted) {
    WStr text = w_check_source_text(ck, value->span);
    switch (w_type_kind(wanted)) {
    case W_TYPE_BOOLEAN: fix_boolean(finding, value, text); break;
    case W_TYPE_INTEGER:
    case W_TYPE_NUMBER: fix_number(finding, value, text, wanted); break;
    case W_TYPE_TEXT: fix_text(finding, value, text); break;
    case W_TYPE_DURATION:
        if (is_written(value) && is_numeric(value))
            w_finding_fix(finding, "with a unit: %.*sd, %.*sh or %.*sm", W_STR_ARGS(text),
                          W_STR_ARGS(text), W_STR_ARGS(text));
        else if (is_numeric(value))
            w_finding_fix(finding, "so many days: (%.*s * 1d)", W_STR_ARGS(text));
        break;
    case W_TYPE_DATETIME:
        if (kind_of(value) == W_TYPE_DATE)
            w_finding_fix(finding, "say at what time of that day: %.*s at 09:00",
                          W_STR_ARGS(text));
        else if (kind_of(value) == W_TYPE_DURATION)
            w_finding_fix(finding, "so long from now: now + %.*s", W_STR_ARGS(text));
        break;
    case W_TYPE_DATE:
        if (kind_of(value) == W_TYPE_DATETIME)
            w_finding_fix(finding, "its day: date_of(%.*s)", W_STR_ARGS(text));
        break;
    case W_TYPE_LIST:
        if (kind_of(value) == w_type_element_kind(wanted))
            w_finding_fix(finding, "a list of one: [%.*s]", W_STR_ARGS(text));
        break;
    default: break;
    }
}

void w_check_fix_type(WChecker *ck, WFinding *finding, const WTyped *value, WType wanted) {
    fix_by_value(ck, finding, value, wanted);
    const char *example = example_of(w_type_kind(wanted));
    if (finding->fixes != NULL || example == NULL) return;
    w_finding_fix(finding, "%s is written like this: %s",
                  w_check_a_type(ck, w_type_required(wanted)), example);
}

// The value that must change so that the two can be compared, and how.
static bool fix_one_side(WChecker *ck, WFinding *finding, const WTyped *value,
                         const WTyped *other) {
    WStr text = w_check_source_text(ck, value->span);
    if (kind_of(other) == W_TYPE_TEXT && is_written(value) && is_numeric(value)) {
        w_finding_fix(finding, "as a text: \"%.*s\"", W_STR_ARGS(text));
    } else if (is_numeric(other) && is_quoted_number(value)) {
        w_finding_fix(finding, "as a number: %.*s", W_STR_ARGS(value->constant.text));
    } else if (kind_of(other) == W_TYPE_DATE && kind_of(value) == W_TYPE_DATETIME) {
        w_finding_fix(finding, "compare days: date_of(%.*s)", W_STR_ARGS(text));
    } else if (kind_of(other) == W_TYPE_TIME && kind_of(value) == W_TYPE_DATETIME) {
        w_finding_fix(finding, "compare times of day: time_of(%.*s)", W_STR_ARGS(text));
    } else if (kind_of(other) == W_TYPE_TIME && is_written(value) && is_numeric(value)) {
        w_finding_fix(finding, "a time of day has minutes: 09:00");
    } else if (kind_of(other) == W_TYPE_DURATION && is_written(value) && is_numeric(value)) {
        w_finding_fix(finding, "with a unit: %.*sd, %.*sh or %.*sm", W_STR_ARGS(text),
                      W_STR_ARGS(text), W_STR_ARGS(text));
    } else if (kind_of(other) == W_TYPE_DURATION && kind_of(value) == W_TYPE_DATETIME) {
        w_finding_fix(finding, "how long ago that is: now - (%.*s)", W_STR_ARGS(text));
    } else {
        return false;
    }
    return true;
}

void w_check_fix_compare(WChecker *ck, WFinding *finding, const WTyped *a, const WTyped *b) {
    if (fix_one_side(ck, finding, a, b) || fix_one_side(ck, finding, b, a)) return;
    if (kind_of(a) == W_TYPE_LIST)
        w_finding_fix(finding, "ask how long it is: count(%.*s) = 0",
                      W_STR_ARGS(w_check_source_text(ck, a->span)));
    else
        w_finding_fix(finding, "compare it with %s", w_check_a_type(ck, w_type_required(a->type)));
}

// ---- personal data

// The place in an expression that personal data comes from.
static const WTyped *personal_place(const WChecker *ck, const WTyped *value) {
    if (!w_check_is_personal(ck, value)) return NULL;
    if (value->kind == W_TYPED_PART && !value->operands[0]->personal) return value;
    for (uint32_t i = 0; i < value->count; i++) {
        const WTyped *place = personal_place(ck, value->operands[i]);
        if (place != NULL) return place;
    }
    return value->count == 0 || value->kind == W_TYPED_PART ? value : NULL;
}

WSpan w_check_personal_span(const WChecker *ck, const WTyped *value) {
    const WTyped *place = personal_place(ck, value);
    return place == NULL ? value->span : place->span;
}

void w_check_why_personal(WChecker *ck, WFinding *finding, const WTyped *value) {
    const WTyped *place = personal_place(ck, value);
    WSpan declared;
    if (place == NULL) return;
    WTypedKind kind = place->personal ? place->kind : W_TYPED_RECORD; // else it is inside
    if (kind == W_TYPED_PROFILE) {
        declared = ck->program->profile[place->index].span;
    } else if (kind == W_TYPED_EVENT) {
        declared = ck->program->events[place->event].fields[place->index].span;
    } else if (kind == W_TYPED_HISTORY) {
        const WProgramUse *use = &ck->program->uses[place->index];
        declared = ck->program->events[use->event].fields[use->field].span;
    } else if (kind == W_TYPED_PART) {
        uint32_t record = w_type_record(place->operands[0]->type);
        declared = ck->program->records[record].parts[place->index].span;
    } else {
        w_finding_why(finding, "`%.*s` holds what was marked `personal`",
                      W_STR_ARGS(w_check_source_text(ck, place->span)));
        return;
    }
    const WSource *source = w_check_source(ck, declared);
    w_finding_why(finding, "`%.*s` is marked `personal` in %.*s:%u",
                  W_STR_ARGS(w_check_source_text(ck, place->span)), W_STR_ARGS(source->path),
                  w_source_line(source, declared.start));
}
