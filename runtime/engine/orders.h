// What a rehearsal says of chance: which way a split goes, and who is held out.
//
// An engine without orders draws as ever. One that has some holds nobody out but whom they name.
#ifndef W_ENGINE_ORDERS_H
#define W_ENGINE_ORDERS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "runtime/base/bytes.h"

/// One order about a customer; the id is copied by w_orders_add.
typedef struct WOrder {
    char *customer;
    bool holds_out; // else it is about a draw
    uint32_t draw;  // row of the bundle
    uint32_t way;   // of the draw
} WOrder;

/// All zero is no order yet. Whoever gave it to an engine frees it.
typedef struct WOrders {
    WOrder *items;
    size_t count;
    size_t room;
} WOrders;

void w_orders_add(WOrders *orders, WStr customer, WOrder order);
void w_orders_free(WOrders *orders);

#endif
