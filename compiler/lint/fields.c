// Names of events and fields, and types of fields.
#include "compiler/lint/linter.h"

static bool is_closed(const WProgram *program, WType type) {
    WTypeKind kind = w_type_kind(type);
    bool is_enum =
        kind == W_TYPE_ENUM || (kind == W_TYPE_LIST && w_type_element_kind(type) == W_TYPE_ENUM);
    return is_enum && !program->enums[w_type_enum(type)].other;
}

static void look_at_event(WLinter *lint, const WProgramEvent *event) {
    for (uint32_t i = 0; i < event->field_count; i++) {
        const WProgramField *field = &event->fields[i];
        if (!is_closed(lint->program, field->type)) continue;
        WFinding *finding = LINT_FIND(lint, CLOSED_OPTIONS, field->span,
                                      "a new value of `%.*s` will refuse the whole event",
                                      W_STR_ARGS(field->name));
        w_finding_fix(finding, "take what is new as `other`: one of [...] or other");
    }
}

// ---- events that are called almost the same

// Letters and digits alone, in one case, as far as they are ASCII.
static WStr bare(WLinter *lint, WStr wire) {
    char *bytes = w_arena_take(lint->arena, wire.size + 1);
    size_t size = 0;
    for (size_t i = 0; i < wire.size; i++) {
        unsigned char c = (unsigned char)wire.bytes[i];
        bool is_letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c >= 0x80;
        bool is_digit = c >= '0' && c <= '9';
        if (is_letter || is_digit) bytes[size++] = (char)(c >= 'A' && c <= 'Z' ? c + 32 : c);
    }
    return (WStr){bytes, size};
}

static void look_at_wires(WLinter *lint) {
    const WProgramEvent *events = lint->program->events;
    WNames kinds[] = {{.arena = lint->arena}, {.arena = lint->arena}, {.arena = lint->arena}};
    for (uint32_t i = 0; i < lint->program->event_count; i++) {
        if (events[i].kind == W_EVENT_GROUP) continue;
        uint32_t first = w_names_put(&kinds[events[i].kind], bare(lint, events[i].wire), i);
        if (first == i) continue;
        WFinding *finding =
            LINT_FIND(lint, SIMILAR_EVENTS, events[i].span, "\"%.*s\" is almost \"%.*s\"",
                      W_STR_ARGS(events[i].wire), W_STR_ARGS(events[first].wire));
        w_finding_other(finding, events[first].span, "the other one");
        w_finding_fix(finding, "declare the one that is sent, and use it for both");
    }
}

// ---- names

static bool is_snake_case(WStr name) {
    for (size_t i = 0; i < name.size; i++) {
        if (name.bytes[i] >= 'A' && name.bytes[i] <= 'Z') return false;
    }
    return true;
}

static void look_at_name(WLinter *lint, WName name) {
    if (is_snake_case(name.text)) return;
    WBuffer better = {0};
    for (size_t i = 0; i < name.text.size; i++) {
        char c = name.text.bytes[i];
        bool is_capital = c >= 'A' && c <= 'Z';
        bool begins = is_capital && i > 0 && name.text.bytes[i - 1] >= 'a';
        if (begins) w_buffer_char(&better, '_');
        w_buffer_char(&better, is_capital ? (char)(c + 32) : c);
    }
    WFinding *finding =
        LINT_FIND(lint, NOT_SNAKE_CASE, name.span, "names are written in small letters");
    w_finding_fix(finding, "call it %.*s, also where it is used", (int)better.size, better.bytes);
    w_buffer_free(&better);
}

static void look_at_fields(WLinter *lint, const WField *field) {
    for (; field != NULL; field = field->next)
        look_at_name(lint, field->name);
}

static void look_at_journey(WLinter *lint, const WJourney *journey) {
    look_at_name(lint, journey->name);
    for (const WVar *var = journey->vars; var != NULL; var = var->next)
        look_at_name(lint, var->name);
    for (const WStage *stage = journey->stages; stage != NULL; stage = stage->next)
        look_at_name(lint, stage->name);
}

static void look_at_decl(WLinter *lint, const WDecl *decl) {
    switch (decl->kind) {
    case W_DECL_PROFILE: look_at_fields(lint, decl->profile.fields); break;
    case W_DECL_EVENT:
        look_at_name(lint, decl->event.name);
        look_at_fields(lint, decl->event.fields);
        break;
    case W_DECL_SEGMENT: look_at_name(lint, decl->segment.name); break;
    case W_DECL_CHANNEL: look_at_name(lint, decl->channel.name); break;
    case W_DECL_RECORD:
        look_at_name(lint, decl->record.name);
        look_at_fields(lint, decl->record.fields);
        break;
    case W_DECL_MESSAGE:
        look_at_name(lint, decl->message.name);
        look_at_fields(lint, decl->message.params);
        break;
    case W_DECL_JOURNEY: look_at_journey(lint, &decl->journey); break;
    case W_DECL_CONST: look_at_name(lint, decl->constant.name); break;
    default: break;
    }
}

// ---- all of it

void w_lint_fields(WLinter *lint) {
    for (uint32_t i = 0; i < lint->program->event_count; i++)
        look_at_event(lint, &lint->program->events[i]);
    look_at_wires(lint);
    for (uint32_t i = 0; i < lint->tree_count; i++) {
        for (const WDecl *decl = lint->trees[i]->first; decl != NULL; decl = decl->next)
            look_at_decl(lint, decl);
    }
}
