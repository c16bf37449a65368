// Natives on lists.
//
// Promise: a list that they make has no more than W_LIMIT_LIST_ITEMS elements, as none has that
// comes in.
#include "stdlib/native.h"

#include <stdlib.h>
#include <string.h>

#include "runtime/base/limits.h"
#include "runtime/value/number.h"
#include "runtime/value/text.h"

static const WList *argument_list(const WNativeCall *call) {
    return w_value_list(call->arguments[0]);
}

static WValue element(const WNativeCall *call, uint64_t index) {
    const WList *list = argument_list(call);
    return index < list->count ? list->items[index] : w_native_none(call);
}

// The elements from one place up to another.
static WValue part(const WNativeCall *call, uint64_t from, uint64_t to) {
    const WList *list = argument_list(call);
    if (to > list->count) to = list->count;
    uint64_t count = from < to ? to - from : 0;
    WList *made = w_list_begin(call->arena, count);
    if (count > 0) memcpy(made->items, list->items + from, count * sizeof made->items[0]);
    return w_value_of_pointer(made);
}

static uint64_t at_least_zero(WValue integer) {
    return (int64_t)integer < 0 ? 0 : integer;
}

WValue w_native_list_count(const WNativeCall *call) {
    return argument_list(call)->count;
}

WValue w_native_first(const WNativeCall *call) {
    return element(call, 0);
}

WValue w_native_last(const WNativeCall *call) {
    return element(call, (uint64_t)argument_list(call)->count - 1); // of none: beyond the end
}

WValue w_native_item(const WNativeCall *call) {
    return element(call, call->arguments[1] - 1);
}

WValue w_native_take_list(const WNativeCall *call) {
    return part(call, 0, at_least_zero(call->arguments[1]));
}

WValue w_native_skip_list(const WNativeCall *call) {
    return part(call, at_least_zero(call->arguments[1]), UINT64_MAX);
}

WValue w_native_reverse(const WNativeCall *call) {
    const WList *list = argument_list(call);
    WList *made = w_list_begin(call->arena, list->count);
    for (uint32_t i = 0; i < list->count; i++)
        made->items[i] = list->items[list->count - 1 - i];
    return w_value_of_pointer(made);
}

WValue w_native_concat(const WNativeCall *call) {
    const WList *a = argument_list(call), *b = w_value_list(call->arguments[1]);
    uint32_t room = W_LIMIT_LIST_ITEMS - a->count, more = b->count < room ? b->count : room;
    WList *made = w_list_begin(call->arena, a->count + more);
    if (a->count > 0) memcpy(made->items, a->items, a->count * sizeof a->items[0]);
    if (more > 0) memcpy(made->items + a->count, b->items, more * sizeof b->items[0]);
    return w_value_of_pointer(made);
}

// ---- order

static int by_value(const void *left, const void *right) {
    int64_t a = *(const int64_t *)left, b = *(const int64_t *)right;
    return (a > b) - (a < b);
}

static int by_text(const void *left, const void *right) {
    return w_text_compare(w_value_text(*(const WValue *)left),
                          w_value_text(*(const WValue *)right));
}

static WValue sorted(const WNativeCall *call, int (*order)(const void *, const void *)) {
    WValue copy = part(call, 0, UINT64_MAX);
    WList *list = (WList *)(uintptr_t)copy;
    if (list->count > 1) qsort(list->items, list->count, sizeof list->items[0], order);
    return copy;
}

WValue w_native_sort(const WNativeCall *call) {
    return sorted(call, by_value);
}

WValue w_native_sort_texts(const WNativeCall *call) {
    return sorted(call, by_text);
}

// Elements and where they stand, to find those that come again.
typedef struct Placed {
    WValue value;
    uint32_t place;
} Placed;

static int placed(const Placed *a, const Placed *b, int order) {
    return order != 0 ? order : (a->place > b->place) - (a->place < b->place);
}

static int placed_by_value(const void *left, const void *right) {
    const Placed *a = left, *b = right;
    return placed(a, b, by_value(&a->value, &b->value));
}

static int placed_by_text(const void *left, const void *right) {
    const Placed *a = left, *b = right;
    return placed(a, b, by_text(&a->value, &b->value));
}

static WValue once(const WNativeCall *call, int (*order)(const void *, const void *),
                   int (*place)(const void *, const void *)) {
    const WList *list = argument_list(call);
    Placed all[W_LIMIT_LIST_ITEMS];
    bool again[W_LIMIT_LIST_ITEMS] = {false};
    for (uint32_t i = 0; i < list->count; i++)
        all[i] = (Placed){list->items[i], i};
    if (list->count > 1) qsort(all, list->count, sizeof all[0], place);
    for (uint32_t i = 1; i < list->count; i++)
        again[all[i].place] = order(&all[i - 1].value, &all[i].value) == 0;
    WList *made = w_list_begin(call->arena, list->count);
    made->count = 0;
    for (uint32_t i = 0; i < list->count; i++) {
        if (!again[i]) made->items[made->count++] = list->items[i];
    }
    return w_value_of_pointer(made);
}

WValue w_native_distinct(const WNativeCall *call) {
    return once(call, by_value, placed_by_value);
}

WValue w_native_distinct_texts(const WNativeCall *call) {
    return once(call, by_text, placed_by_text);
}

// ---- sums

static WValue extreme(const WNativeCall *call, int sign) {
    const WList *list = argument_list(call);
    if (list->count == 0) return w_native_none(call);
    WValue best = list->items[0];
    for (uint32_t i = 1; i < list->count; i++) {
        if (sign * by_value(&list->items[i], &best) > 0) best = list->items[i];
    }
    return best;
}

WValue w_native_min_of(const WNativeCall *call) {
    return extreme(call, -1);
}

WValue w_native_max_of(const WNativeCall *call) {
    return extreme(call, 1);
}

WValue w_native_sum_of(const WNativeCall *call) {
    const WList *list = argument_list(call);
    int64_t total = 0;
    for (uint32_t i = 0; i < list->count; i++)
        total = w_integer_add(total, (int64_t)list->items[i]);
    return (WValue)total;
}

static WValue average(const WNativeCall *call, int64_t unit) {
    const WList *list = argument_list(call);
    WWide total = 0;
    if (list->count == 0) return w_native_none(call);
    for (uint32_t i = 0; i < list->count; i++)
        total += (int64_t)list->items[i];
    return (WValue)w_number_share(total * unit, list->count);
}

WValue w_native_avg_of(const WNativeCall *call) {
    return average(call, 1);
}

WValue w_native_avg_integers(const WNativeCall *call) {
    return average(call, W_NUMBER_ONE);
}
