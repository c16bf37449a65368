// What nobody uses. Names share one space and none hides another, so a name that stands anywhere
// is a use of what is declared under it.
#include "compiler/lint/linter.h"
#include "compiler/lint/program_visit.h"
#include "compiler/lint/visit.h"

static void take_name(void *context, WName name) {
    w_names_put(context, name.text, 0);
}

// Tests do not count: what only they use is of no use to a customer.
static WNames names_used(WLinter *lint) {
    WNames names = {.arena = lint->arena};
    WVisitor visitor = {.context = &names, .name = take_name};
    for (uint32_t i = 0; i < lint->tree_count; i++) {
        for (const WDecl *decl = lint->trees[i]->first; decl != NULL; decl = decl->next)
            w_visit_decl(&visitor, decl);
    }
    return names;
}

static void say_constants(WLinter *lint, const WNames *used) {
    for (uint32_t i = 0; i < lint->tree_count; i++) {
        for (const WDecl *decl = lint->trees[i]->first; decl != NULL; decl = decl->next) {
            if (decl->kind != W_DECL_CONST) continue;
            WName name = decl->constant.name;
            if (w_names_get(used, name.text) != W_NONE) continue;
            LINT_FIND(lint, UNUSED_CONST, name.span, "nobody uses the constant `%.*s`",
                      W_STR_ARGS(name.text));
        }
    }
}

static void say_events(WLinter *lint, const WNames *used) {
    for (uint32_t i = 0; i < lint->program->event_count; i++) {
        const WProgramEvent *event = &lint->program->events[i];
        bool is_used = event->setter_count > 0 || w_names_get(used, event->name) != W_NONE;
        if (is_used) continue;
        WFinding *finding = LINT_FIND(lint, UNUSED_EVENT, event->span,
                                      "nobody uses the event `%.*s`", W_STR_ARGS(event->name));
        w_finding_fix(finding, "take it out, or let it `set` something in the profile");
    }
}

static void say_segments(WLinter *lint, const WNames *used) {
    for (uint32_t i = 0; i < lint->program->segment_count; i++) {
        const WProgramSegment *segment = &lint->program->segments[i];
        if (w_names_get(used, segment->name) != W_NONE) continue;
        LINT_FIND(lint, UNUSED_SEGMENT, segment->span, "nobody asks for the segment `%.*s`",
                  W_STR_ARGS(segment->name));
    }
}

// Which messages and channels some journey sends.
static void say_sends(WLinter *lint) {
    const WProgram *program = lint->program;
    bool *messages = w_lint_array(lint, program->message_count, sizeof *messages);
    bool *channels = w_lint_array(lint, program->channel_count, sizeof *channels);
    for (uint32_t j = 0; j < program->journey_count; j++) {
        for (uint32_t s = 0; s < program->journeys[j].site_count; s++) {
            messages[program->journeys[j].sites[s].message] = true;
            channels[program->journeys[j].sites[s].channel] = true;
        }
    }
    for (uint32_t i = 0; i < program->message_count; i++) {
        const WProgramMessage *message = &program->messages[i];
        if (!messages[i])
            LINT_FIND(lint, UNUSED_MESSAGE, message->span, "nobody sends the message `%.*s`",
                      W_STR_ARGS(message->name));
    }
    for (uint32_t i = 0; i < program->channel_count; i++) {
        const WProgramChannel *channel = &program->channels[i];
        if (!channels[i])
            LINT_FIND(lint, UNUSED_CHANNEL, channel->span, "nobody sends anything on `%.*s`",
                      W_STR_ARGS(channel->name));
    }
}

// ---- fields

// Of an event that something uses; of another there is enough to say.
static void say_fields(WLinter *lint, const WNames *used) {
    for (uint32_t i = 0; i < lint->program->event_count; i++) {
        const WProgramEvent *event = &lint->program->events[i];
        bool is_used = event->setter_count > 0 || w_names_get(used, event->name) != W_NONE;
        for (uint32_t f = 0; f < event->field_count && is_used; f++) {
            const WProgramField *field = &event->fields[f];
            if (field->slot != W_NONE) continue;
            WFinding *finding =
                LINT_FIND(lint, UNUSED_FIELD, field->span, "nobody reads `%.*s` of `%.*s`",
                          W_STR_ARGS(field->name), W_STR_ARGS(event->name));
            w_finding_fix(finding, "take it out: what is not declared is passed over");
        }
    }
}

static void read_profile(void *context, const WTyped *typed) {
    bool *is_read = context;
    if (typed->kind == W_TYPED_PROFILE) is_read[typed->index] = true;
}

// The engine itself reads these two.
static bool is_of_engine(WStr name) {
    return w_str_equal(name, W_STR("timezone")) || w_str_equal(name, W_STR("locale"));
}

static void say_profile(WLinter *lint) {
    const WProgram *program = lint->program;
    bool *is_read = w_lint_array(lint, program->profile_count, sizeof *is_read);
    WProgramVisitor visitor = {.program = program, .context = is_read, .typed = read_profile};
    w_visit_program(&visitor);
    for (uint32_t i = 0; i < program->profile_count; i++) {
        const WProgramProfileField *field = &program->profile[i];
        if (is_read[i] || is_of_engine(field->name)) continue;
        LINT_FIND(lint, UNUSED_PROFILE_FIELD, field->span, "nobody reads `profile.%.*s`",
                  W_STR_ARGS(field->name));
    }
}

// ---- values of a journey

typedef struct Values {
    const WProgramVisitor *visitor;
    bool *is_read;      // of each variable
    const WAct **given; // where it gets its value first
} Values;

static void read_variable(void *context, const WTyped *typed) {
    Values *values = context;
    if (typed->kind == W_TYPED_VARIABLE) values->is_read[typed->index] = true;
    if (typed->kind == W_TYPED_HISTORY)
        w_visit_typed(values->visitor, values->visitor->program->uses[typed->index].where);
}

static void give_variable(void *context, const WAct *act) {
    Values *values = context;
    bool gives = act->kind == W_ACT_LET || act->kind == W_ACT_SET;
    if (gives && values->given[act->index] == NULL) values->given[act->index] = act;
}

static void say_values(WLinter *lint, const WProgramJourney *journey) {
    uint32_t count = journey->variable_count;
    Values values = {.is_read = w_lint_array(lint, count, sizeof(bool)),
                     .given = w_lint_array(lint, count, sizeof(WAct *))};
    WProgramVisitor visitor = {.program = lint->program,
                               .context = &values,
                               .typed = read_variable,
                               .act = give_variable};
    values.visitor = &visitor;
    w_visit_journey(&visitor, journey);
    for (uint32_t i = 0; i < count; i++) {
        if (values.is_read[i] || values.given[i] == NULL) continue;
        WFinding *finding =
            LINT_FIND(lint, UNUSED_VALUE, values.given[i]->span, "nobody reads `%.*s`",
                      W_STR_ARGS(journey->variables[i].name));
        w_finding_fix(finding, "take it out");
    }
}

// ---- tags and records

static void say_tags(WLinter *lint, const WNames *used) {
    WNames said = {.arena = lint->arena};
    for (uint32_t i = 0; i < lint->tree_count; i++) {
        for (const WDecl *decl = lint->trees[i]->first; decl != NULL; decl = decl->next) {
            if (decl->kind != W_DECL_MESSAGE) continue;
            for (const WNameItem *tag = decl->message.tags; tag != NULL; tag = tag->next) {
                bool is_new = w_names_get(&said, tag->name.text) == W_NONE;
                if (!is_new || w_names_get(used, tag->name.text) != W_NONE) continue;
                w_names_put(&said, tag->name.text, 0);
                LINT_FIND(lint, UNUSED_TAG, tag->name.span, "nobody asks for the tag `%.*s`",
                          W_STR_ARGS(tag->name.text));
            }
        }
    }
}

static void say_records(WLinter *lint, const WNames *used) {
    for (uint32_t i = 0; i < lint->program->record_count; i++) {
        const WProgramRecord *record = &lint->program->records[i];
        if (w_names_get(used, record->name) == W_NONE)
            LINT_FIND(lint, UNUSED_RECORD, record->span, "nothing is of the type `%.*s`",
                      W_STR_ARGS(record->name));
    }
}

// ---- all of it

void w_lint_unused(WLinter *lint) {
    WNames used = names_used(lint);
    say_fields(lint, &used);
    say_profile(lint);
    say_tags(lint, &used);
    say_records(lint, &used);
    for (uint32_t i = 0; i < lint->program->journey_count; i++)
        say_values(lint, &lint->program->journeys[i]);
    say_constants(lint, &used);
    say_events(lint, &used);
    say_segments(lint, &used);
    say_sends(lint);
}
