// Fields and their types.
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

void w_lint_fields(WLinter *lint) {
    for (uint32_t i = 0; i < lint->program->event_count; i++)
        look_at_event(lint, &lint->program->events[i]);
}
