// One batch being stored by a second thread, while the first goes on with the next batch: the
// disk's time and ours overlap. Between w_flight_start and w_flight_land the store and the batch
// belong to the second thread.
#ifndef W_HOST_FLIGHT_H
#define W_HOST_FLIGHT_H

#include <pthread.h>

#include "runtime/host/pending.h"

typedef enum WFlightState {
    W_FLIGHT_NONE,   // nothing is on its way
    W_FLIGHT_UP,     // being stored
    W_FLIGHT_LANDED, // stored, or failed
    W_FLIGHT_OVER,   // the thread is to end
} WFlightState;

/// All zero is a valid one that has not begun.
typedef struct WFlight {
    pthread_t thread;
    pthread_mutex_t mutex;
    pthread_cond_t changed;
    bool has_thread;
    WFlightState state; // under the mutex once there is a thread
    WPending *pending;
    WStore *store;
    bool is_good;
} WFlight;

/// Store a sealed batch; nothing may be on its way. Where no thread can be had it is stored at
/// once.
void w_flight_start(WFlight *flight, WPending *pending, WStore *store);
/// Is a batch on its way that has not been landed?
bool w_flight_is_up(const WFlight *flight);
/// Wait for the batch; false if it could not be stored.
bool w_flight_land(WFlight *flight);
/// End the thread; what is on its way is stored first.
void w_flight_end(WFlight *flight);

#endif
