// What nobody uses. Names share one space and none hides another, so a name that stands anywhere
// is a use of what is declared under it.
#include "compiler/lint/linter.h"
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

void w_lint_unused(WLinter *lint) {
    WNames used = names_used(lint);
    say_constants(lint, &used);
    say_events(lint, &used);
    say_segments(lint, &used);
    say_sends(lint);
}
