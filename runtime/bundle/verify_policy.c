// Verifier, beside rows and code: limits, quiet hours, and sends that may wait.
//
// Premise: every index and text is one (members).
// Promise: a send that policy can make wait has a point to stand at, and nothing behind it needs
// what is gone when it goes on in a later turn.
#include <string.h>

#include "runtime/bundle/scope.h"
#include "runtime/bundle/verify_code.h"

bool w_verify_scope(WVerifier *v, const WScope *s) {
    return w_need(v,
                  s->class != W_NONE || s->channel != W_NONE || s->message != W_NONE ||
                      s->tag != W_NONE || s->journey != W_NONE,
                  "it binds nothing");
}

bool w_verify_limit(WVerifier *v, const WBundle *b, uint32_t i) {
    const WLimitRow *l = &b->limits[i];
    bool is_rolling = l->calendar == W_CALENDAR_NONE;
    return w_verify_scope(v, &l->scope) &&
           w_need(v, is_rolling ? l->window_ms > 0 : l->window_ms == 0,
                  "its window has no length") &&
           w_need(v, l->defer_ms >= 0, "a length is negative") &&
           w_need(v, (l->flags & W_LIMIT_OVER_ALL) || l->max <= W_LIMIT_LIMIT_COUNT,
                  "it allows too many");
}

bool w_verify_sent(WVerifier *v, const WBundle *b, uint32_t i) {
    return w_verify_scope(v, &b->sents[i].scope) &&
           w_need(v, b->sents[i].keep_ms > 0, "it is not kept");
}

bool w_verify_quiet(WVerifier *v, const WBundle *b, uint32_t i) {
    const WQuietRow *q = &b->quiets[i];
    bool is_weekly = q->weekdays != 0;
    bool is_day = q->first_day >= W_DATE_MIN && q->last_day <= W_DATE_MAX;
    return w_need(v, q->to_ms != q->from_ms || q->from_ms == 0, "it has no length") &&
           w_need(v, !is_weekly || (q->first_day == 0 && q->last_day == 0),
                  "it is on days of the week and on dates") &&
           w_need(v, is_day && q->first_day <= q->last_day, "there are no such days");
}

static uint32_t code_length(const WBundle *b, uint32_t journey) {
    return b->functions[b->journeys[journey].flow_function].instruction_count;
}

// A send that waits: its site and its point name each other and say the same.
bool w_verify_send_point(WVerifier *v, uint32_t i) {
    const WBundle *b = v->bundle;
    const WPointRow *p = &b->points[i];
    if (!w_need(v, p->site != W_NONE && b->sites[p->site].point == i, "it is no site's point"))
        return false;
    const WSiteRow *s = &b->sites[p->site];
    return w_need(v,
                  s->journey == p->journey && s->stage == p->stage && s->name == p->name &&
                      s->ordinal == p->ordinal,
                  "its site stands elsewhere") &&
           w_need(v, p->arm_count == 0, "a send has no arms") &&
           w_need(v,
                  p->after < code_length(b, p->journey) &&
                      p->otherwise < code_length(b, p->journey),
                  "it goes on outside its code");
}

bool w_verify_site_point(WVerifier *v, uint32_t i) {
    const WSiteRow *s = &v->bundle->sites[i];
    bool has_point = s->point != W_NONE;
    return w_need(v, !has_point || v->bundle->points[s->point].site == i,
                  "its point is another's") &&
           w_need(v, has_point || !w_site_may_wait(v->bundle, s),
                  "it may have to wait and cannot");
}

// A send that may wait: the engine may go on behind it in a later turn, with no register set and
// no event, as behind a wait.
bool w_code_send_waits(WCodeVerifier *c, WInstruction at, uint32_t index) {
    const WSiteRow *site = &c->v->bundle->sites[index];
    if (site->point == W_NONE) return true;
    const WPointRow *p = &c->v->bundle->points[site->point];
    uint32_t next = c->at + 1;
    if (!w_need(c->v, p->after == next && p->otherwise == (at.d == 0 ? next : at.d),
                "its point goes on elsewhere"))
        return false;
    bool in_reaction = (site->flags & W_SITE_IN_REACTION) != 0;
    if (!w_need(c->v, in_reaction == c->now.interrupts, "a reaction is not where its site says"))
        return false;
    w_bit_set(c->v->points_used, site->point);
    c->now.event = W_NONE;
    memset(c->now.types, 0, c->row->register_count * sizeof(WType));
    return true;
}
