// Policy: whether a proposed message is sent, and when. Address known, consent, suppressions,
// limits, quiet hours: the first that objects decides. What was made to wait goes through all of
// it again.

#include <string.h>

#include "runtime/base/alloc.h"
#include "runtime/base/assert.h"
#include "runtime/engine/private.h"

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
    int64_t since_ms; // when it was proposed first
    int64_t until_ms; // of one that is delayed
} Proposal;

typedef enum Verdict { FINE, STOPPED, DELAYED } Verdict;

static WDecision *decide(const Proposal *p, WOutcome outcome, WReason reason) {
    WDecision *decision = w_engine_decide(p->engine, W_WHAT_SEND, outcome, reason,
                                          p->instance->journey, p->instance->key);
    decision->stage = p->site->stage;
    decision->site = p->site_row;
    return decision;
}

static bool has_address(Proposal *p) {
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

static Verdict address(Proposal *p) {
    if (has_address(p)) return FINE;
    decide(p, W_OUTCOME_SUPPRESSED, W_REASON_ADDRESS);
    return STOPPED;
}

static Verdict consent(Proposal *p) {
    if (has_consent(p)) return FINE;
    decide(p, W_OUTCOME_SUPPRESSED, W_REASON_CONSENT);
    return STOPPED;
}

static Verdict suppressions(Proposal *p) {
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
        return STOPPED;
    }
    return FINE;
}

// What the limits come to.
typedef struct Limited {
    WDecision *decision; // NULL: none is full
    uint32_t *also;
    bool can_wait;    // all that are full let the send wait long enough
    int64_t until_ms; // when none is full any more; 0: never
} Limited;

static void add_full(const Proposal *p, Limited *limited, uint32_t row, WRoom room) {
    WEngine *engine = p->engine;
    const WLimitRow *limit = &engine->bundle->limits[row];
    bool never = room.free_ms == 0;
    if (limited->decision == NULL) {
        limited->decision = decide(p, W_OUTCOME_SUPPRESSED, W_REASON_LIMIT);
        limited->decision->rule = row;
        limited->decision->count = room.count;
        limited->decision->max = limit->max;
        size_t most = engine->site_policies[p->site_row].limit_count;
        limited->also = w_arena_take(&engine->effect_arena, most * sizeof *limited->also);
        limited->decision->also = limited->also;
        limited->can_wait = true;
        limited->until_ms = room.free_ms;
    } else {
        limited->also[limited->decision->also_count++] = row;
        bool is_later = limited->until_ms != 0 && room.free_ms > limited->until_ms;
        if (never || is_later) limited->until_ms = room.free_ms;
    }
    limited->can_wait &= limit->defer_ms > 0 && !never &&
                         room.free_ms <= w_engine_moved(p->since_ms, limit->defer_ms);
}

// Every full limit is recorded: the first as the rule, the others beside it.
static Verdict limits(Proposal *p) {
    const SitePolicy *policy = &p->engine->site_policies[p->site_row];
    Limited limited = {0};
    for (uint32_t i = 0; i < policy->limit_count; i++) {
        uint32_t row = p->engine->policy_rows[policy->first_limit + i];
        WRoom room;
        if (w_engine_is_full(p->engine, row, &room)) add_full(p, &limited, row, room);
    }
    if (limited.decision == NULL) return FINE;
    limited.decision->allowed_at_ms = limited.until_ms;
    if (!limited.can_wait) return STOPPED;
    limited.decision->outcome = W_OUTCOME_DEFERRED;
    p->until_ms = limited.until_ms;
    return DELAYED;
}

static Verdict quiet_hours(Proposal *p) {
    uint32_t quiet = w_engine_quiet(p->engine, p->site, &p->until_ms);
    if (quiet == W_NONE) return FINE;
    bool opens = p->until_ms != 0;
    WDecision *decision =
        decide(p, opens ? W_OUTCOME_DEFERRED : W_OUTCOME_SUPPRESSED, W_REASON_QUIET);
    decision->rule = quiet;
    decision->allowed_at_ms = p->until_ms;
    return opens ? DELAYED : STOPPED;
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

static uint32_t *passes_of(const Proposal *p) {
    uint32_t first = p->engine->bundle->journeys[p->instance->journey].first_site;
    return &w_state_passes(p->engine->state, p->instance->body)[p->site_row - first];
}

// How often the instance passed this send before; counts this time, but one that waited once.
static uint32_t pass(const Proposal *p, bool has_waited) {
    uint32_t *passes = passes_of(p);
    if (!has_waited) ++*passes;
    return *passes - 1;
}

// The chain, in its order; each step decides if it objects.
static Verdict judge(Proposal *p) {
    typedef Verdict Step(Proposal * p);
    static Step *const steps[] = {address, consent, suppressions, limits, quiet_hours};
    Verdict verdict = FINE;
    for (size_t i = 0; i < sizeof steps / sizeof *steps && verdict == FINE; i++)
        verdict = steps[i](p);
    return verdict;
}

// It stands here, and was asked to be sent before.
static const WDeferral *waited_at(const Proposal *p) {
    return p->instance->point == p->site->point ? p->instance->deferral : NULL;
}

WSendEnd w_engine_send(WEngine *engine, WInstance *instance, uint32_t site, const WVmRun *run,
                       int64_t *until_ms) {
    const WBundle *bundle = engine->bundle;
    Proposal p = {.engine = engine, .instance = instance, .site_row = site, .run = run};
    p.site = &bundle->sites[site];
    p.message = &bundle->messages[p.site->message];
    p.channel = &bundle->channels[p.site->channel];
    const WDeferral *waited = p.site->point == W_NONE ? NULL : waited_at(&p);
    p.since_ms = waited == NULL ? engine->now_ms : waited->since_ms;
    uint32_t passed = pass(&p, waited != NULL);
    Verdict verdict = judge(&p);
    *until_ms = p.until_ms;
    if (verdict != FINE) return verdict == DELAYED ? SEND_DEFERRED : SEND_SUPPRESSED;
    take_slots(&p);
    decide(&p, W_OUTCOME_SENT, W_REASON_NONE);
    w_engine_act(engine, make_action(&p, passed));
    w_engine_remember_sent(engine, site);
    w_engine_open_goal(engine, instance, W_GOAL_FROM_SEND);
    return SEND_DONE;
}
