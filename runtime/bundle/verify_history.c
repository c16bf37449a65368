// Verifier, beside the rows: questions to the history.
//
// Premise: every index and type is one (members), slots have types.
// Promise: a question has an answer of its type, and the history it asks goes as far back.
#include "runtime/bundle/verify.h"

// The type of an answer, given that of what is looked at; 0 if there is none.
static WType answer(uint32_t kind, WType of) {
    WTypeKind k = w_type_kind(of);
    bool adds = k == W_TYPE_INTEGER || k == W_TYPE_NUMBER || k == W_TYPE_DURATION;
    bool orders = adds || (k >= W_TYPE_TEXT && k <= W_TYPE_TIME);
    switch ((WUseKind)kind) {
    case W_USE_COUNT: return 0;
    case W_USE_SUM: return adds ? (WType)k : 0;
    case W_USE_AVG:
        if (!adds) return 0;
        return (k == W_TYPE_DURATION ? W_TYPE_DURATION : W_TYPE_NUMBER) | W_TYPE_OPTIONAL;
    case W_USE_MIN:
    case W_USE_MAX: return orders ? of | W_TYPE_OPTIONAL : 0;
    default: return of | W_TYPE_OPTIONAL;
    }
}

static WType type_of_use(const WVerifier *v, const WUseRow *u) {
    if (u->kind == W_USE_COUNT) return u->slot == W_USE_AT ? W_TYPE_INTEGER : 0;
    if (u->slot == W_USE_AT) return answer(u->kind, W_TYPE_DATETIME);
    if (u->event == W_NONE) return 0;
    if (u->slot >= v->bundle->events[u->event].history_slots) return 0;
    return answer(u->kind, v->history_types[v->first_history[u->event] + u->slot]);
}

bool w_verify_use(WVerifier *v, const WBundle *b, uint32_t i) {
    const WUseRow *u = &b->uses[i];
    WType type = type_of_use(v, u);
    if (!w_need(v, type != 0 && type == u->type, "history has no such answer")) return false;
    if (!w_need(v, u->window_ms > 0, "its window has no length")) return false;
    if (!w_need(v, (u->event == W_NONE) != (u->sent == W_NONE), "it asks nothing, or two things"))
        return false;
    bool is_sent = u->sent != W_NONE;
    int64_t keep_ms = is_sent ? b->sents[u->sent].keep_ms : b->events[u->event].keep_ms;
    if (!w_need(v, u->window_ms <= keep_ms, "history does not go so far back")) return false;
    if (is_sent) return w_need(v, u->where_function == W_NONE, "what was sent has no properties");
    if (u->where_function == W_NONE) return true;
    const WFunctionRow *f = &b->functions[u->where_function];
    return w_need(v, f->kind == W_FUNCTION_CONDITION && f->element_type == 0,
                  "a function is of another kind") &&
           w_need(v,
                  f->event == W_NONE ||
                      (f->event == u->event && (f->flags & W_FUNCTION_OVER_HISTORY)),
                  "a function reads another event");
}
