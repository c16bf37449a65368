// Visiting a program.
#include "compiler/lint/program_visit.h"

void w_visit_typed(const WProgramVisitor *v, const WTyped *typed) {
    if (typed == NULL) return;
    if (v->typed != NULL) v->typed(v->context, typed);
    for (uint32_t i = 0; i < typed->count; i++)
        w_visit_typed(v, typed->operands[i]);
}

// ---- statements

static void visit_arms(const WProgramVisitor *v, const WProgramArm *arms, uint32_t count) {
    for (uint32_t i = 0; i < count; i++) {
        w_visit_typed(v, arms[i].where);
        w_visit_acts(v, arms[i].body);
    }
}

static void visit_given(const WProgramVisitor *v, const WAct *act) {
    if (act->params != NULL) {
        uint32_t message = v->journey->sites[act->index].message;
        for (uint32_t i = 0; i < v->program->messages[message].param_count; i++)
            w_visit_typed(v, act->params[i]);
    }
    for (uint32_t i = 0; i < act->given_count; i++)
        w_visit_typed(v, act->given[i].value);
}

static void visit_options(const WProgramVisitor *v, const WAct *act) {
    for (uint32_t i = 0; i < act->option_count; i++) {
        w_visit_typed(v, act->options[i].where);
        w_visit_acts(v, act->options[i].body);
    }
}

void w_visit_acts(const WProgramVisitor *v, const WAct *act) {
    for (; act != NULL; act = act->next) {
        if (v->act != NULL) v->act(v->context, act);
        w_visit_typed(v, act->value);
        visit_given(v, act);
        visit_arms(v, act->arms, act->arm_count);
        visit_options(v, act);
        w_visit_acts(v, act->body);
        w_visit_acts(v, act->otherwise);
    }
}

// ---- journeys

static void visit_draws(const WProgramVisitor *v, const WProgramJourney *journey) {
    for (uint32_t i = 0; i < journey->draw_count; i++) {
        w_visit_typed(v, journey->draws[i].where);
        for (uint32_t b = 0; b < journey->draws[i].by_count; b++)
            w_visit_typed(v, journey->draws[i].by[b]);
    }
}

void w_visit_journey(WProgramVisitor *v, const WProgramJourney *journey) {
    v->journey = journey;
    for (uint32_t i = 0; i < journey->entry_count; i++)
        w_visit_typed(v, journey->entries[i].where);
    for (uint32_t i = 0; i < journey->only_if_count; i++)
        w_visit_typed(v, journey->only_ifs[i].condition);
    for (uint32_t i = 0; i < journey->exit_count; i++)
        w_visit_typed(v, journey->exits[i].where);
    w_visit_typed(v, journey->goal.where);
    visit_draws(v, journey);
    w_visit_acts(v, journey->start);
    for (uint32_t i = 0; i < journey->stage_count; i++) {
        visit_arms(v, journey->stages[i].reactions, journey->stages[i].reaction_count);
        w_visit_acts(v, journey->stages[i].body);
    }
    v->journey = NULL;
}

// ---- all of it

static void visit_declarations(const WProgramVisitor *v) {
    const WProgram *program = v->program;
    for (uint32_t i = 0; i < program->event_count; i++) {
        for (uint32_t s = 0; s < program->events[i].setter_count; s++)
            w_visit_typed(v, program->events[i].setters[s].value);
    }
    for (uint32_t i = 0; i < program->use_count; i++)
        w_visit_typed(v, program->uses[i].where);
    for (uint32_t i = 0; i < program->channel_count; i++) {
        w_visit_typed(v, program->channels[i].to);
        w_visit_typed(v, program->channels[i].consent);
    }
    for (uint32_t i = 0; i < program->suppression_count; i++)
        w_visit_typed(v, program->suppressions[i].when);
    for (uint32_t i = 0; i < program->segment_count; i++)
        w_visit_typed(v, program->segments[i].when);
}

static void visit_messages(const WProgramVisitor *v) {
    for (uint32_t i = 0; i < v->program->message_count; i++) {
        const WProgramMessage *message = &v->program->messages[i];
        for (uint32_t c = 0; c < message->content_count; c++) {
            for (uint32_t p = 0; p < message->contents[c].part_count; p++)
                w_visit_typed(v, message->contents[c].parts[p].text);
        }
    }
}

void w_visit_program(WProgramVisitor *v) {
    v->journey = NULL;
    visit_declarations(v);
    visit_messages(v);
    for (uint32_t i = 0; i < v->program->journey_count; i++)
        w_visit_journey(v, &v->program->journeys[i]);
}
