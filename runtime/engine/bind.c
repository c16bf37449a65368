// Which policies bind which send, found once.
//
// A policy over one journey or one message is looked at for their sends only, so what this costs
// grows with the sends and with the policies that are over more, not with all pairs.

#include <string.h>

#include "runtime/base/alloc.h"
#include "runtime/bundle/scope.h"
#include "runtime/engine/private.h"

typedef const WScope *ScopeOf(const WBundle *bundle, uint32_t row);

// Rows of one kind in lists, each in order: those from a journey, those of a message, the others.
typedef struct Lists {
    ScopeOf *scope_of;
    uint32_t *of_journey;
    uint32_t *of_message;
    uint32_t others;
    uint32_t *next;
} Lists;

// The rows that were found.
typedef struct Rows {
    uint32_t *rows;
    size_t room;
    uint32_t count;
} Rows;

static const WScope *scope_of_suppression(const WBundle *bundle, uint32_t row) {
    return &bundle->suppressions[row].scope;
}

static const WScope *scope_of_limit(const WBundle *bundle, uint32_t row) {
    return &bundle->limits[row].scope;
}

static const WScope *scope_of_sent(const WBundle *bundle, uint32_t row) {
    return &bundle->sents[row].scope;
}

static uint32_t *no_rows(uint32_t count) {
    uint32_t *heads = w_alloc((count + 1) * sizeof *heads);
    memset(heads, 0xff, (count + 1) * sizeof *heads);
    return heads;
}

static uint32_t *list_for(Lists *lists, const WScope *scope) {
    if (scope->journey != W_NONE) return &lists->of_journey[scope->journey];
    if (scope->message != W_NONE) return &lists->of_message[scope->message];
    return &lists->others;
}

static Lists make_lists(const WBundle *bundle, ScopeOf *scope_of, uint32_t count) {
    Lists lists = {.scope_of = scope_of,
                   .of_journey = no_rows(bundle->journeys_count),
                   .of_message = no_rows(bundle->messages_count),
                   .others = W_NONE,
                   .next = no_rows(count)};
    for (uint32_t row = count; row-- > 0;) {
        uint32_t *first = list_for(&lists, scope_of(bundle, row));
        lists.next[row] = *first;
        *first = row;
    }
    return lists;
}

static void free_lists(Lists *lists) {
    w_free(lists->of_journey);
    w_free(lists->of_message);
    w_free(lists->next);
}

static uint32_t *first_in_order(uint32_t *heads[3]) {
    uint32_t *first = heads[0];
    for (int i = 1; i < 3; i++) {
        if (*heads[i] < *first) first = heads[i]; // W_NONE is behind all
    }
    return first;
}

// Rows that bind the site, in order; how many.
static uint32_t bind(const WBundle *bundle, const Lists *lists, const WSiteRow *site,
                     Rows *found) {
    uint32_t others = lists->others, from = lists->of_journey[site->journey],
             of = lists->of_message[site->message], before = found->count;
    uint32_t *heads[3] = {&others, &from, &of};
    for (uint32_t *first = first_in_order(heads); *first != W_NONE;
         first = first_in_order(heads)) {
        uint32_t row = *first;
        *first = lists->next[row];
        if (!w_scope_binds(bundle, lists->scope_of(bundle, row), site)) continue;
        found->rows =
            w_grow(found->rows, &found->room, (size_t)found->count + 1, sizeof *found->rows);
        found->rows[found->count++] = row;
    }
    return found->count - before;
}

void w_engine_prepare_policies(WEngine *engine) {
    const WBundle *bundle = engine->bundle;
    Lists suppressions = make_lists(bundle, scope_of_suppression, bundle->suppressions_count);
    Lists limits = make_lists(bundle, scope_of_limit, bundle->limits_count);
    Lists sents = make_lists(bundle, scope_of_sent, bundle->sents_count);
    Rows found = {0};
    engine->site_policies = w_alloc((bundle->sites_count + 1) * sizeof *engine->site_policies);
    for (uint32_t i = 0; i < bundle->sites_count; i++) {
        SitePolicy *policy = &engine->site_policies[i];
        const WSiteRow *site = &bundle->sites[i];
        policy->first_suppression = found.count;
        policy->suppression_count = bind(bundle, &suppressions, site, &found);
        policy->first_limit = found.count;
        policy->limit_count = bind(bundle, &limits, site, &found);
        policy->first_sent = found.count;
        policy->sent_count = bind(bundle, &sents, site, &found);
    }
    engine->policy_rows = found.rows;
    free_lists(&suppressions);
    free_lists(&limits);
    free_lists(&sents);
}
