// Sends that policy made wait: put down, taken up again, given up.
//
// Such a send is a wait of its stage without arms of its own. If it is a reaction's, the wait that
// was interrupted stays behind it: its arms are still asked, its deadline acts when the reaction
// is through. Whatever leads the instance elsewhere gives the send up, which is decided too.

#include <string.h>

#include "runtime/base/alloc.h"
#include "runtime/base/assert.h"
#include "runtime/engine/private.h"

uint32_t w_engine_wait_of(const WInstance *instance) {
    return instance->outer == NULL ? instance->point : instance->outer->point;
}

static WDeferral *keep_values(WEngine *engine, uint32_t site, const WVmRun *run) {
    WDeferral *deferral = w_state_new_deferral(engine->state, site, engine->now_ms);
    for (uint32_t i = 0; i < w_state_send_values(engine->state, site); i++) {
        uint32_t reg = run->first_register + i;
        if (!w_bit_get(run->present, reg)) continue;
        w_state_keep_value(engine->state, site, deferral, i, run->registers[reg]);
    }
    return deferral;
}

static void set_outer(WInstance *instance) {
    W_ASSERT(instance->outer == NULL);
    instance->outer = w_alloc(sizeof *instance->outer);
    *instance->outer = (WOuterWait){instance->point, instance->began_ms, instance->deadline_ms,
                                    instance->deferral};
    instance->deferral = NULL;
}

// What the outer wait asks goes on being asked; any other wait asks anew.
static void begin_wait(WEngine *engine, WInstance *instance, const WSiteRow *site,
                       WDeferral *deferral) {
    if (site->flags & W_SITE_IN_REACTION) {
        set_outer(instance);
    } else {
        w_engine_give_up_sends(engine, instance);
        instance->when_due_ms = W_NEVER_MS;
        instance->is_touched = false;
    }
    instance->deferral = deferral;
    instance->point = site->point;
    instance->began_ms = engine->now_ms;
}

bool w_engine_defer(WEngine *engine, WInstance *instance, uint32_t site, const WVmRun *run,
                    int64_t until_ms) {
    const WSiteRow *row = &engine->bundle->sites[site];
    bool stands_here = instance->deferral != NULL && instance->point == row->point;
    bool in_reaction = (row->flags & W_SITE_IN_REACTION) != 0;
    engine->is_due_anew = true;
    if (!stands_here) begin_wait(engine, instance, row, keep_values(engine, site, run));
    instance->deadline_ms = until_ms;
    return !stands_here && !in_reaction;
}

void w_engine_take_up(const WEngine *engine, const WInstance *instance, WVmRun *run) {
    const WPointRow *point = &engine->bundle->points[instance->point];
    const WDeferral *deferral = instance->deferral;
    uint32_t count = w_state_send_values(engine->state, point->site);
    W_ASSERT(deferral != NULL && count <= W_LIMIT_REGISTERS);
    w_vm_begin(run, engine->bundle->journeys[instance->journey].flow_function, point->after);
    memcpy(run->registers, deferral->values, count * sizeof deferral->values[0]);
    memcpy(run->present, deferral->present, sizeof deferral->present);
    run->target = point->site;
    run->first_register = 0;
    run->otherwise = point->otherwise;
}

void w_engine_put_away(WEngine *engine, WInstance *instance) {
    if (instance->outer != NULL)
        w_state_return_to_outer(engine->state, instance);
    else
        w_state_leave_wait(engine->state, instance);
    engine->is_due_anew = true;
}

static void give_up(WEngine *engine, const WInstance *instance, uint32_t point) {
    const WPointRow *row = &engine->bundle->points[point];
    WDecision *decision = w_engine_decide(engine, W_WHAT_SEND, W_OUTCOME_CANCELLED, W_REASON_NONE,
                                          instance->journey, instance->key);
    decision->stage = row->stage;
    decision->site = row->site;
}

void w_engine_interrupt(WEngine *engine, WInstance *instance) {
    if (instance->outer == NULL) return;
    give_up(engine, instance, instance->point);
    w_engine_put_away(engine, instance);
}

void w_engine_give_up_sends(WEngine *engine, WInstance *instance) {
    w_engine_interrupt(engine, instance);
    if (instance->deferral == NULL) return;
    give_up(engine, instance, instance->point);
    w_engine_put_away(engine, instance);
}

// What opens when, and which day it is, is another question in another zone: it is asked at once.
void w_engine_judge_sends_anew(WEngine *engine) {
    for (WInstance *i = engine->customer->instances; i != NULL; i = i->next) {
        if (i->outer != NULL && i->outer->deferral != NULL) i->outer->deadline_ms = engine->now_ms;
        if (i->deferral != NULL) i->deadline_ms = engine->now_ms;
    }
    engine->is_due_anew = true;
}
