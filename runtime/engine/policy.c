// Policy: whether a proposed message is sent. Address known, consent, suppressions, limits: the
// first that objects decides.

#include <string.h>

#include "runtime/base/alloc.h"
#include "runtime/base/assert.h"
#include "runtime/engine/private.h"

// ---- which policies bind which site

static bool has_tag(const WBundle *bundle, const WMessageRow *message, uint32_t tag) {
    for (uint32_t i = 0; i < message->tag_count; i++) {
        if (bundle->tags[message->first_tag + i].name == tag) return true;
    }
    return false;
}

static bool binds(const WBundle *bundle, const WScope *scope, const WSiteRow *site) {
    const WMessageRow *message = &bundle->messages[site->message];
    return (scope->class == W_NONE || scope->class == message->class) &&
           (scope->channel == W_NONE || scope->channel == site->channel) &&
           (scope->message == W_NONE || scope->message == site->message) &&
           (scope->journey == W_NONE || scope->journey == site->journey) &&
           (scope->tag == W_NONE || has_tag(bundle, message, scope->tag));
}

static uint32_t add_row(WEngine *engine, size_t *room, uint32_t count, uint32_t row) {
    engine->policy_rows =
        w_grow(engine->policy_rows, room, (size_t)count + 1, sizeof *engine->policy_rows);
    engine->policy_rows[count] = row;
    return count + 1;
}

void w_engine_prepare_policies(WEngine *engine) {
    const WBundle *bundle = engine->bundle;
    engine->site_policies = w_alloc((bundle->sites_count + 1) * sizeof *engine->site_policies);
    size_t room = 0;
    uint32_t count = 0;
    for (uint32_t s = 0; s < bundle->sites_count; s++) {
        SitePolicy *policy = &engine->site_policies[s];
        policy->first_suppression = count;
        for (uint32_t i = 0; i < bundle->suppressions_count; i++) {
            if (!binds(bundle, &bundle->suppressions[i].scope, &bundle->sites[s])) continue;
            count = add_row(engine, &room, count, i);
        }
        policy->suppression_count = count - policy->first_suppression;
        policy->first_limit = count;
        for (uint32_t i = 0; i < bundle->limits_count; i++) {
            if (!binds(bundle, &bundle->limits[i].scope, &bundle->sites[s])) continue;
            count = add_row(engine, &room, count, i);
        }
        policy->limit_count = count - policy->first_limit;
    }
}

// ---- the chain

// A send that is being decided.
typedef struct Proposal {
    WEngine *engine;
    WInstance *instance;
    uint32_t site_row;
    const WSiteRow *site;
    const WMessageRow *message;
    const WChannelRow *channel;
    const WVmRun *run;
    const WText *to;
} Proposal;

static WDecision *decide(const Proposal *p, WOutcome outcome, WReason reason) {
    WDecision *decision = w_engine_decide(p->engine, W_WHAT_SEND, outcome, reason,
                                          p->instance->journey, p->instance->key);
    decision->stage = p->site->stage;
    decision->site = p->site_row;
    return decision;
}

static bool find_address(Proposal *p) {
    WValue value = 0;
    bool known;
    if ((p->site->flags & W_SITE_HAS_TO) != 0) {
        uint32_t r = p->run->first_register + p->message->param_count;
        known = w_bit_get(p->run->present, r);
        value = p->run->registers[r];
    } else {
        known = w_vm_value(&p->engine->context, p->channel->to_function, &value);
    }
    p->to = known ? w_value_text(value) : NULL;
    return known && p->to->size > 0;
}

static bool has_consent(const Proposal *p) {
    bool asked = p->message->class == W_CLASS_PROMOTIONAL &&
                 (p->channel->flags & W_CHANNEL_INTERNAL) == 0 &&
                 p->channel->consent_function != W_NONE;
    return !asked || w_engine_test(p->engine, p->channel->consent_function);
}

static bool is_suppressed(const Proposal *p) {
    WEngine *engine = p->engine;
    const SitePolicy *policy = &engine->site_policies[p->site_row];
    for (uint32_t i = 0; i < policy->suppression_count; i++) {
        uint32_t row = engine->policy_rows[policy->first_suppression + i];
        const WSuppressionRow *suppression = &engine->bundle->suppressions[row];
        if (!w_engine_test(engine, suppression->function)) continue;
        WDecision *decision = decide(p, W_OUTCOME_SUPPRESSED, W_REASON_SUPPRESSED);
        decision->rule = row;
        uint32_t because = suppression->because;
        decision->text = because == W_NONE ? NULL : w_bundle_text(engine->bundle, because);
        return true;
    }
    return false;
}

// Every full limit is recorded: the first as the rule, the others beside it.
static bool is_limited(const Proposal *p) {
    WEngine *engine = p->engine;
    const SitePolicy *policy = &engine->site_policies[p->site_row];
    WDecision *decision = NULL;
    uint32_t *also = NULL;
    for (uint32_t i = 0; i < policy->limit_count; i++) {
        uint32_t row = engine->policy_rows[policy->first_limit + i];
        WRoom room;
        if (!w_engine_is_full(engine, row, &room)) continue;
        if (decision != NULL) {
            also[decision->also_count++] = row;
            continue;
        }
        decision = decide(p, W_OUTCOME_SUPPRESSED, W_REASON_LIMIT);
        decision->rule = row;
        decision->count = room.count;
        decision->max = engine->bundle->limits[row].max;
        decision->allowed_at_ms = room.free_ms;
        also = w_arena_take(&engine->effect_arena, policy->limit_count * sizeof *also);
        decision->also = also;
    }
    return decision != NULL;
}

static void take_slots(const Proposal *p) {
    WEngine *engine = p->engine;
    const SitePolicy *policy = &engine->site_policies[p->site_row];
    for (uint32_t i = 0; i < policy->limit_count; i++)
        w_engine_take_slot(engine, engine->policy_rows[policy->first_limit + i]);
}

// ---- the action

static void put_name(WBuffer *out, WStr name) {
    w_buffer_str(out, name);
    w_buffer_char(out, '\0');
}

// The id of an action: the same however often the turn is repeated. It is made of the customer,
// the journey, the number of the instance, the send (its stage, its name and its place in it),
// and how often the instance passed it before.
static WHash128 action_id(const Proposal *p, uint32_t passed) {
    const WBundle *bundle = p->engine->bundle;
    char room[1024];
    WBuffer bytes = {room, 0, sizeof room};
    WBuffer grown = {0};
    const WText *customer = p->engine->customer->id;
    WStr journey = w_bundle_str(bundle, bundle->journeys[p->instance->journey].name);
    WStr stage = w_bundle_str(bundle, bundle->stages[p->site->stage].name);
    WStr name = w_bundle_str(bundle, p->site->name);
    size_t needed = customer->size + journey.size + stage.size + name.size + 32;
    WBuffer *out = needed <= sizeof room ? &bytes : &grown;
    put_name(out, (WStr){customer->bytes, customer->size});
    put_name(out, journey);
    w_buffer_u32(out, p->instance->number);
    put_name(out, stage);
    put_name(out, name);
    w_buffer_u32(out, p->site->ordinal);
    w_buffer_u32(out, passed);
    WHash128 id = w_hash128(out->bytes, out->size);
    w_buffer_free(&grown);
    return id;
}

static const WAction *make_action(const Proposal *p, uint32_t passed) {
    const WBundle *bundle = p->engine->bundle;
    WArena *arena = &p->engine->effect_arena;
    uint32_t count = p->message->param_count;
    WAction *action = w_arena_take_zeroed(arena, sizeof *action);
    WValue *params = w_arena_take_zeroed(arena, (count + 1) * sizeof *params);
    uint64_t *present = w_arena_take_zeroed(arena, (w_bit_words(count) + 1) * sizeof *present);
    for (uint32_t i = 0; i < count; i++) {
        uint32_t r = p->run->first_register + i;
        if (!w_bit_get(p->run->present, r)) continue;
        w_bit_set(present, i);
        WType type = bundle->params[p->message->first_param + i].type;
        params[i] = w_engine_copy_value(p->engine, type, p->run->registers[r]);
    }
    *action = (WAction){.id = action_id(p, passed),
                        .site = p->site_row,
                        .to = w_engine_copy_text(p->engine, p->to),
                        .params = params,
                        .params_present = present};
    w_engine_make_content(p->engine, action);
    return action;
}

// How often the instance passed this send before; counts this time.
static uint32_t pass(const Proposal *p) {
    uint32_t first = p->engine->bundle->journeys[p->instance->journey].first_site;
    uint32_t *passes = w_state_passes(p->engine->state, p->instance->body);
    uint32_t *passed = &passes[p->site_row - first];
    return (*passed)++;
}

bool w_engine_send(WEngine *engine, WInstance *instance, uint32_t site, const WVmRun *run) {
    const WBundle *bundle = engine->bundle;
    Proposal p = {.engine = engine, .instance = instance, .site_row = site, .run = run};
    p.site = &bundle->sites[site];
    p.message = &bundle->messages[p.site->message];
    p.channel = &bundle->channels[p.site->channel];
    uint32_t passed = pass(&p);
    if (!find_address(&p)) {
        decide(&p, W_OUTCOME_SUPPRESSED, W_REASON_ADDRESS);
        return false;
    }
    if (!has_consent(&p)) {
        decide(&p, W_OUTCOME_SUPPRESSED, W_REASON_CONSENT);
        return false;
    }
    if (is_suppressed(&p) || is_limited(&p)) return false;
    take_slots(&p);
    decide(&p, W_OUTCOME_SENT, W_REASON_NONE);
    w_engine_act(engine, make_action(&p, passed));
    w_engine_note_sent(engine, p.site->message);
    w_engine_open_goal(engine, instance, W_GOAL_FROM_SEND);
    return true;
}
