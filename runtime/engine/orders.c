// Orders of a rehearsal about chance.
#include "runtime/engine/orders.h"

#include <string.h>

#include "runtime/base/alloc.h"
#include "runtime/engine/private.h"
#include "runtime/value/text.h"

void w_orders_add(WOrders *orders, WStr customer, WOrder order) {
    orders->items = w_grow(orders->items, &orders->room, orders->count + 1, sizeof *orders->items);
    order.customer = w_alloc(customer.size + 1);
    memcpy(order.customer, customer.bytes, customer.size);
    orders->items[orders->count++] = order;
}

void w_orders_free(WOrders *orders) {
    for (size_t i = 0; i < orders->count; i++)
        w_free(orders->items[i].customer);
    w_free(orders->items);
    *orders = (WOrders){0};
}

void w_engine_set_orders(WEngine *engine, const WOrders *orders) {
    engine->orders = orders;
}

static bool is_theirs(const WEngine *engine, const WOrder *order) {
    return w_str_equal(w_str(order->customer), w_text_str(engine->customer->id));
}

bool w_engine_ordered_way(const WEngine *engine, uint32_t draw, uint32_t *way) {
    const WOrders *orders = engine->orders;
    for (size_t i = orders == NULL ? 0 : orders->count; i > 0; i--) {
        const WOrder *order = &orders->items[i - 1];
        if (order->holds_out || order->draw != draw || !is_theirs(engine, order)) continue;
        *way = order->way;
        return true;
    }
    return false;
}

bool w_engine_ordered_holdout(const WEngine *engine, bool *holds_out) {
    const WOrders *orders = engine->orders;
    *holds_out = false;
    for (size_t i = 0; orders != NULL && i < orders->count; i++)
        *holds_out |= orders->items[i].holds_out && is_theirs(engine, &orders->items[i]);
    return orders != NULL;
}
