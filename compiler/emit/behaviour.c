// The behaviour hash of a journey: what it does, spelled out with names and values.
//
// Premise: nothing that moves when another part of the project changes may enter: no row number,
// no slot, no span; and nothing that nobody notices: titles, owner, place in the map.
// Promise: journeys that do the same have the same hash. It is part of stored formats: the
// spelling below may only be changed together with BEHAVIOUR_VERSION.
//
// What the journey refers to enters by name (events, fields, messages, channels), segments and
// history questions by what they mean. Policies do not enter: they are not the journey's.

#include "compiler/emit/emitter.h"

#include "runtime/base/hash.h"

enum { BEHAVIOUR_VERSION = 1 };

// A growing text of tagged, self-delimiting pieces.
typedef struct Spelling {
    WEmitter *emitter;
    const WProgram *program;
    const WProgramJourney *journey;
    const WProgramMessage *message;
    WBuffer bytes;
} Spelling;

static void number(Spelling *s, int64_t value) {
    w_buffer_varint(&s->bytes, ((uint64_t)value << 1) ^ (uint64_t)(value >> 63));
}

static void text(Spelling *s, WStr str) {
    w_buffer_varint(&s->bytes, str.size);
    w_buffer_str(&s->bytes, str);
}

static uint64_t finish(Spelling *s) {
    uint64_t hash = w_hash64(s->bytes.bytes, s->bytes.size);
    w_buffer_free(&s->bytes);
    return hash == 0 ? 1 : hash; // 0 says "not known yet"
}

// ---- expressions

static void type(Spelling *s, WType t);

static uint64_t record_hash(WEmitter *emitter, uint32_t index) {
    uint64_t *known = &emitter->record_hashes[index];
    if (*known != 0) return *known;
    const WProgramRecord *row = &emitter->program->records[index];
    Spelling s = {.emitter = emitter, .program = emitter->program};
    number(&s, row->part_count);
    for (uint32_t i = 0; i < row->part_count; i++) {
        text(&s, row->parts[i].name);
        type(&s, row->parts[i].type);
    }
    *known = finish(&s);
    return *known;
}

static void type(Spelling *s, WType t) {
    number(s, t & 0xffff);
    bool is_list = w_type_kind(t) == W_TYPE_LIST;
    WTypeKind kind = is_list ? w_type_element_kind(t) : w_type_kind(t);
    if (kind == W_TYPE_RECORD) number(s, (int64_t)record_hash(s->emitter, w_type_record(t)));
    if (kind != W_TYPE_ENUM) return;
    const WProgramEnum *list = &s->program->enums[w_type_enum(t)];
    number(s, list->option_count);
    number(s, list->other);
    for (uint32_t i = 0; i < list->option_count; i++)
        text(s, list->options[i]);
}

static void constant(Spelling *s, const WConstant *c) {
    type(s, c->type);
    if (w_type_kind(c->type) == W_TYPE_TEXT) {
        text(s, c->text);
    } else {
        number(s, c->value);
    }
    number(s, c->count);
    for (uint32_t i = 0; i < c->count; i++)
        constant(s, &c->items[i]);
}

static void expression(Spelling *s, const WTyped *typed);

static void event_name(Spelling *s, uint32_t event) {
    text(s, event == W_NONE ? W_STR("") : s->program->events[event].name);
}

static void scope(Spelling *s, const WProgramScope *of) {
    const WProgram *program = s->program;
    number(s, of->class);
    text(s, of->channel == W_NONE ? W_STR("") : program->channels[of->channel].name);
    text(s, of->message == W_NONE ? W_STR("") : program->messages[of->message].name);
    text(s, of->journey == W_NONE ? W_STR("") : program->journeys[of->journey].name);
    text(s, of->tag);
}

static uint64_t use_hash(WEmitter *emitter, uint32_t index) {
    const WProgramUse *use = &emitter->program->uses[index];
    uint64_t *known = &emitter->use_hashes[index];
    if (*known != 0) return *known;
    Spelling s = {.emitter = emitter, .program = emitter->program};
    // Variables in it are of one journey; without it they could not be named.
    if (use->journey != W_NONE) s.journey = &emitter->program->journeys[use->journey];
    event_name(&s, use->event);
    if (use->sent != W_NONE) scope(&s, &s.program->sents[use->sent].scope);
    number(&s, use->kind);
    bool of_time = use->field == W_USE_AT;
    text(&s, of_time ? W_STR("") : s.program->events[use->event].fields[use->field].name);
    number(&s, use->period);
    number(&s, use->window_ms);
    expression(&s, use->where);
    *known = finish(&s);
    return *known;
}

static uint64_t segment_hash(WEmitter *emitter, uint32_t index) {
    uint64_t *known = &emitter->segment_hashes[index];
    if (*known != 0) return *known;
    Spelling s = {.emitter = emitter, .program = emitter->program};
    expression(&s, emitter->program->segments[index].when);
    *known = finish(&s);
    return *known;
}

// What `index` of an expression stands for.
static void reference(Spelling *s, const WTyped *typed) {
    switch (typed->kind) {
    case W_TYPED_BEFORE:
    case W_TYPED_PROFILE: text(s, s->program->profile[typed->index].name); break;
    case W_TYPED_EVENT:
        event_name(s, typed->event);
        text(s, s->program->events[typed->event].fields[typed->index].name);
        break;
    case W_TYPED_VARIABLE:
        text(s, s->journey->variables[typed->index].name);
        number(s, typed->index); // two blocks may each have a `let` of one name
        break;
    case W_TYPED_HISTORY: number(s, (int64_t)use_hash(s->emitter, typed->index)); break;
    case W_TYPED_SEGMENT: number(s, (int64_t)segment_hash(s->emitter, typed->index)); break;
    case W_TYPED_VISITS: text(s, s->journey->stages[typed->index].name); break;
    case W_TYPED_INSIDE: text(s, s->program->journeys[typed->index].name); break;
    case W_TYPED_PARAM: text(s, s->message->params[typed->index].name); break;
    case W_TYPED_ELEMENT:
    case W_TYPED_PART:
    case W_TYPED_NATIVE: number(s, typed->index); break;
    case W_TYPED_CONSTANT:
    case W_TYPED_MATCHES: constant(s, &typed->constant); break;
    default: break;
    }
}

static void expression(Spelling *s, const WTyped *typed) {
    if (typed == NULL) {
        number(s, -1);
        return;
    }
    number(s, typed->kind);
    type(s, typed->type);
    reference(s, typed);
    number(s, typed->count);
    for (uint32_t i = 0; i < typed->count; i++)
        expression(s, typed->operands[i]);
}

// ---- statements

static void block(Spelling *s, const WAct *act);

enum { ARM_SINCE_ENTRY = -3 }; // beside the numbers of an expression

static void arms(Spelling *s, const WProgramArm *list, uint32_t count) {
    number(s, count);
    for (uint32_t i = 0; i < count; i++) {
        event_name(s, list[i].event);
        if (list[i].since_entry) number(s, ARM_SINCE_ENTRY);
        expression(s, list[i].where);
        block(s, list[i].body);
    }
}

static void send(Spelling *s, const WAct *act) {
    const WProgramSite *site = &s->journey->sites[act->index];
    const WProgramMessage *message = &s->program->messages[site->message];
    text(s, s->program->channels[site->channel].name);
    text(s, message->name);
    text(s, site->name);
    number(s, message->class);
    number(s, site->may_wait); // then it is a place where instances stand
    number(s, message->tag_count);
    for (uint32_t i = 0; i < message->tag_count; i++)
        text(s, message->tags[i]);
    number(s, message->param_count);
    for (uint32_t i = 0; i < message->param_count; i++) {
        text(s, message->params[i].name);
        type(s, message->params[i].type);
        expression(s, act->params[i]);
    }
}

static void wait(Spelling *s, const WAct *act) {
    const WProgramPoint *point = &s->journey->points[act->index];
    number(s, point->kind);
    text(s, point->name);
    arms(s, act->arms, act->arm_count);
}

static void emission(Spelling *s, const WAct *act) {
    event_name(s, act->index);
    number(s, act->given_count);
    for (uint32_t i = 0; i < act->given_count; i++) {
        text(s, s->program->events[act->index].fields[act->given[i].index].name);
        expression(s, act->given[i].value);
    }
}

static void draw(Spelling *s, const WAct *act) {
    const WProgramDraw *row = &s->journey->draws[act->index];
    number(s, row->kind);
    text(s, row->name);
    if (row->event != W_NONE) event_name(s, row->event);
    expression(s, row->where);
    number(s, row->within_ms);
    number(s, row->by_count);
    for (uint32_t i = 0; i < row->by_count; i++)
        expression(s, row->by[i]);
    number(s, act->option_count);
    for (uint32_t i = 0; i < act->option_count; i++) {
        text(s, act->options[i].name);
        number(s, act->options[i].micros);
        expression(s, act->options[i].where);
        block(s, act->options[i].body);
    }
}

static void statement(Spelling *s, const WAct *act) {
    number(s, act->kind);
    switch (act->kind) {
    case W_ACT_LET:
    case W_ACT_SET:
        text(s, s->journey->variables[act->index].name);
        number(s, act->index);
        type(s, s->journey->variables[act->index].type);
        break;
    case W_ACT_SET_PROFILE: text(s, s->program->profile[act->index].name); break;
    case W_ACT_SEND: send(s, act); break;
    case W_ACT_WAIT: wait(s, act); break;
    case W_ACT_EMIT: emission(s, act); break;
    case W_ACT_DRAW: draw(s, act); break;
    case W_ACT_GO: text(s, s->journey->stages[act->index].name); break;
    case W_ACT_EXIT: text(s, act->reason); break;
    case W_ACT_IF:
    case W_ACT_FINISH: break;
    }
    expression(s, act->value);
    block(s, act->body);
    block(s, act->otherwise);
}

static void block(Spelling *s, const WAct *act) {
    for (; act != NULL; act = act->next)
        statement(s, act);
    number(s, -1);
}

// ---- the journey

// What lets customers in who came by no event of their own.
static void unprompted(Spelling *s, const WProgramEntry *entry) {
    number(s, entry->including_current);
    if (entry->kind == W_ENTRY_CHANGE) text(s, s->program->profile[entry->field].name);
    if (entry->kind != W_ENTRY_EVERY) return;
    number(s, entry->timetable.weekdays);
    number(s, entry->timetable.month_days);
    number(s, entry->timetable.clock_ms);
}

static void entries(Spelling *s, const WProgramJourney *journey) {
    number(s, journey->entry_count);
    for (uint32_t i = 0; i < journey->entry_count; i++) {
        const WProgramEntry *entry = &journey->entries[i];
        event_name(s, entry->event);
        expression(s, entry->where);
        if (entry->kind != W_ENTRY_ON) unprompted(s, entry);
        number(s, entry->copy_count);
        for (uint32_t k = 0; k < entry->copy_count; k++) {
            const WProgramEvent *event = &s->program->events[entry->event];
            text(s, event->fields[entry->copies[k].field].name);
            type(s, journey->variables[entry->copies[k].variable].type);
        }
    }
}

static void conditions(Spelling *s, const WProgramJourney *journey) {
    number(s, journey->only_if_count);
    for (uint32_t i = 0; i < journey->only_if_count; i++) {
        expression(s, journey->only_ifs[i].condition);
        text(s, journey->only_ifs[i].because);
    }
    number(s, journey->exit_count);
    for (uint32_t i = 0; i < journey->exit_count; i++) {
        event_name(s, journey->exits[i].event);
        expression(s, journey->exits[i].where);
    }
    number(s, journey->goal.given);
    if (!journey->goal.given) return;
    event_name(s, journey->goal.event);
    expression(s, journey->goal.where);
    number(s, journey->goal.from);
    number(s, journey->goal.within_ms);
    number(s, journey->exit_on_goal);
}

static void stages(Spelling *s, const WProgramJourney *journey) {
    number(s, journey->stage_count);
    for (uint32_t i = 0; i < journey->stage_count; i++) {
        const WProgramStage *stage = &journey->stages[i];
        text(s, stage->name);
        arms(s, stage->reactions, stage->reaction_count);
        block(s, stage->body);
    }
}

// What a journey need not have is told apart by a number of its own, behind what every one has.
enum { OPTION_KEY = 1, OPTION_START = 2, OPTION_OLDER = 3, OPTION_RAMP = 4 };

static void key(Spelling *s, const WProgramKeyed *keyed) {
    if (keyed->name.size == 0) return;
    number(s, OPTION_KEY);
    text(s, keyed->name);
    type(s, keyed->type);
    number(s, keyed->event_count);
    for (uint32_t i = 0; i < keyed->event_count; i++)
        event_name(s, keyed->events[i].event);
}

static void older(Spelling *s, const WProgramJourney *journey) {
    for (uint32_t i = 0; i < journey->entry_count; i++) {
        if (journey->entries[i].older_ms == 0) continue;
        number(s, OPTION_OLDER);
        number(s, i);
        number(s, journey->entries[i].older_ms);
    }
}

static void ramp(Spelling *s, const WProgramJourney *journey) {
    if (journey->admit_max == 0) return;
    number(s, OPTION_RAMP);
    number(s, journey->admit_max);
    number(s, journey->admit_unit);
    number(s, journey->admit_ms);
}

uint64_t w_emit_behaviour(WEmitter *emitter, const WProgramJourney *journey) {
    Spelling s = {.emitter = emitter, .program = emitter->program, .journey = journey};
    number(&s, BEHAVIOUR_VERSION);
    text(&s, journey->name);
    number(&s, journey->priority);
    number(&s, journey->reenter);
    number(&s, journey->reenter_ms);
    number(&s, journey->expires_day);
    number(&s, journey->expiry_exits);
    entries(&s, journey);
    conditions(&s, journey);
    stages(&s, journey);
    key(&s, &journey->keyed);
    if (journey->start != NULL) {
        number(&s, OPTION_START);
        block(&s, journey->start);
    }
    older(&s, journey);
    ramp(&s, journey);
    return finish(&s);
}

// ---- contents

// What a message says is no behaviour: a change of wording moves nobody.
uint64_t w_emit_wording(WEmitter *emitter, const WProgramMessage *message) {
    if (message->content_count == 0) return 0;
    Spelling s = {.emitter = emitter, .program = emitter->program, .message = message};
    number(&s, BEHAVIOUR_VERSION);
    for (uint32_t i = 0; i < message->content_count; i++) {
        const WProgramContent *content = &message->contents[i];
        text(&s, s.program->channels[content->channel].name);
        text(&s, content->locale);
        number(&s, content->part_count);
        for (uint32_t k = 0; k < content->part_count; k++) {
            text(&s, content->parts[k].name);
            expression(&s, content->parts[k].text);
        }
    }
    return finish(&s);
}
