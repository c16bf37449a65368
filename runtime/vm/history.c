// Questions to the history: an answer over the entries of one event that lie in a window and meet
// a condition.
//
// Premise: entries are ordered by time, the oldest first; the bundle is verified.
// Promise: nothing is changed; the work is one search and one pass over the window.
#include "runtime/vm/machine.h"

#include "runtime/value/number.h"
#include "runtime/value/text.h"

// A question as it is being answered.
typedef struct Question {
    const WUseRow *use;
    WHistoryView view;
    const WVmElement *element;
    WVmContext past; // the context with a past event in place of the present one
} Question;

static Question question(const WVmContext *context, const WUseRow *use) {
    uint32_t sents = context->bundle->events_count; // they stand behind the events
    const WHistoryView *view =
        &context->histories[use->sent == W_NONE ? use->event : sents + use->sent];
    return (Question){.use = use, .view = *view, .past = *context};
}

static const WValue *entry_at(const Question *q, uint32_t i) {
    return q->view.entries + (size_t)i * q->view.stride;
}

static int64_t time_of(const Question *q, uint32_t i) {
    return (int64_t)*entry_at(q, i);
}

// How many entries are not later than `at_ms`.
static uint32_t count_until(const Question *q, int64_t at_ms) {
    uint32_t low = 0, high = q->view.count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (time_of(q, middle) <= at_ms)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

// When the entry, which is in the window, leaves it.
static int64_t leaves_at(const Question *q, uint32_t i) {
    int64_t leaves_ms;
    const WUseRow *use = q->use;
    if (use->period == W_USE_SINCE_ENTRY) return W_VM_NEVER_MS;
    if (use->period != W_CALENDAR_NONE)
        return w_zone_unit_end(q->past.zone, q->past.now_ms, (WCalendarUnit)use->period);
    bool never = use->window_ms == INT64_MAX ||
                 __builtin_add_overflow(time_of(q, i), use->window_ms, &leaves_ms);
    return never ? W_VM_NEVER_MS : leaves_ms;
}

// The answer rests on this entry, and stays until it leaves.
static void rest_on(const Question *q, uint32_t i) {
    if (q->past.until_ms != NULL) w_vm_until(&q->past, leaves_at(q, i));
}

static bool meets_condition(Question *q, uint32_t i) {
    if (q->use->where_function == W_NONE) return true;
    const WValue *entry = entry_at(q, i);
    q->past.event_at_ms = (int64_t)entry[0];
    q->past.event_present = entry + 1;
    q->past.event = entry + 2;
    return w_vm_test_inside(&q->past, q->use->where_function, q->element);
}

static bool holds(Question *q, uint32_t i) {
    bool is_met = meets_condition(q, i);
    if (is_met) rest_on(q, i);
    return is_met;
}

// What the question looks at in an entry; false if it is missing there.
static bool look(const Question *q, uint32_t i, WValue *value) {
    const WValue *entry = entry_at(q, i);
    if (q->use->slot == W_USE_AT) {
        *value = entry[0];
        return true;
    }
    *value = entry[2 + q->use->slot];
    return w_bit_get(entry + 1, q->use->slot);
}

static bool is_before(const Question *q, WValue a, WValue b) {
    if (w_type_kind(q->use->type) == W_TYPE_TEXT)
        return w_text_compare(w_value_text(a), w_value_text(b)) < 0;
    return (int64_t)a < (int64_t)b;
}

// ---- answers

// How long it stays depends on what it is compared with (time.c).
static WValue count(Question *q, uint32_t from, uint32_t to) {
    if (q->use->where_function == W_NONE) return to - from;
    WValue found = 0;
    for (uint32_t i = from; i < to; i++)
        found += meets_condition(q, i);
    return found;
}

static WValue sum(Question *q, uint32_t from, uint32_t to) {
    int64_t total = 0;
    WValue value;
    for (uint32_t i = from; i < to; i++) {
        if (holds(q, i) && look(q, i, &value)) total = w_integer_add(total, (int64_t)value);
    }
    return (WValue)total;
}

static bool is_of_integers(const Question *q) {
    const WBundle *b = q->past.bundle;
    const WEventRow *e = &b->events[q->use->event];
    const WFieldRow *field = b->fields + e->first_field;
    while (field->history_slot != q->use->slot)
        field++;
    return w_type_kind(field->type) == W_TYPE_INTEGER;
}

// Of integers too it is a number, of millionths.
static bool average(Question *q, uint32_t from, uint32_t to, WValue *value) {
    WWide total = 0;
    int64_t found = 0;
    WValue one;
    for (uint32_t i = from; i < to; i++) {
        if (!holds(q, i) || !look(q, i, &one)) continue;
        total += (int64_t)one;
        found++;
    }
    if (found == 0) return false;
    if (is_of_integers(q)) total *= W_NUMBER_ONE;
    *value = (WValue)w_number_share(total, found);
    return true;
}

static bool is_better(const Question *q, WValue a, WValue b) {
    return q->use->kind == W_USE_MIN ? is_before(q, a, b) : is_before(q, b, a);
}

static bool extreme(Question *q, uint32_t from, uint32_t to, WValue *value) {
    bool found = false;
    WValue one;
    for (uint32_t i = from; i < to; i++) {
        if (!holds(q, i) || !look(q, i, &one)) continue;
        if (!found || is_better(q, one, *value)) *value = one;
        found = true;
    }
    return found;
}

// The first or last entry that meets the condition answers, also if its property is missing.
static bool first(Question *q, uint32_t from, uint32_t to, WValue *value) {
    for (uint32_t i = from; i < to; i++) {
        if (holds(q, i)) return look(q, i, value);
    }
    return false;
}

static bool last(Question *q, uint32_t from, uint32_t to, WValue *value) {
    for (uint32_t i = to; i-- > from;) {
        if (holds(q, i)) return look(q, i, value);
    }
    return false;
}

int64_t w_vm_window_start(const WVmContext *context, const WUseRow *use) {
    int64_t start_ms;
    if (use->period == W_USE_SINCE_ENTRY) return context->entry_at_ms;
    if (use->period != W_CALENDAR_NONE) {
        WCalendarUnit unit = (WCalendarUnit)use->period;
        return w_zone_unit_start(context->zone, context->now_ms, unit) - 1;
    }
    bool all = use->window_ms == INT64_MAX ||
               __builtin_sub_overflow(context->now_ms, use->window_ms, &start_ms);
    return all ? INT64_MIN : start_ms;
}

bool w_vm_history(const WVmContext *context, const WUseRow *use, const WVmElement *element,
                  WValue *value) {
    Question q = question(context, use);
    q.element = element;
    uint32_t to = count_until(&q, context->now_ms);
    uint32_t from = count_until(&q, w_vm_window_start(context, use));
    *value = 0;
    switch ((WUseKind)use->kind) {
    case W_USE_COUNT: *value = count(&q, from, to); return true;
    case W_USE_SUM: *value = sum(&q, from, to); return true;
    case W_USE_AVG: return average(&q, from, to, value);
    case W_USE_MIN:
    case W_USE_MAX: return extreme(&q, from, to, value);
    case W_USE_FIRST: return first(&q, from, to, value);
    case W_USE_LAST: return last(&q, from, to, value);
    }
    return false;
}

int64_t w_vm_count_falls(const WVmContext *context, const WUseRow *use, int64_t nth) {
    Question q = question(context, use);
    uint32_t to = count_until(&q, context->now_ms);
    uint32_t from = count_until(&q, w_vm_window_start(context, use));
    if (use->where_function == W_NONE) from += (uint32_t)(nth - 1), nth = 1;
    for (uint32_t i = from; i < to; i++) {
        if (meets_condition(&q, i) && --nth == 0) return leaves_at(&q, i);
    }
    return W_VM_NEVER_MS;
}
