// The thread that stores batches: it sleeps, stores one, says so, sleeps.
#include "runtime/host/flight.h"

#include <signal.h>

#include "runtime/base/assert.h"

static void wait_while(WFlight *flight, WFlightState state) {
    while (flight->state == state)
        pthread_cond_wait(&flight->changed, &flight->mutex);
}

static void set_state(WFlight *flight, WFlightState state) {
    flight->state = state;
    pthread_cond_broadcast(&flight->changed);
}

static void *store_batches(void *argument) {
    WFlight *flight = argument;
    pthread_mutex_lock(&flight->mutex);
    while (flight->state != W_FLIGHT_OVER) {
        if (flight->state != W_FLIGHT_UP) {
            pthread_cond_wait(&flight->changed, &flight->mutex);
            continue;
        }
        pthread_mutex_unlock(&flight->mutex);
        bool is_good = w_pending_store(flight->pending, flight->store);
        pthread_mutex_lock(&flight->mutex);
        flight->is_good = is_good;
        set_state(flight, W_FLIGHT_LANDED);
    }
    pthread_mutex_unlock(&flight->mutex);
    return NULL;
}

// Signals are for the host's own threads.
static void begin_thread(WFlight *flight) {
    sigset_t all, before;
    pthread_mutex_init(&flight->mutex, NULL);
    pthread_cond_init(&flight->changed, NULL);
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    flight->has_thread = pthread_create(&flight->thread, NULL, store_batches, flight) == 0;
    pthread_sigmask(SIG_SETMASK, &before, NULL);
}

void w_flight_start(WFlight *flight, WPending *pending, WStore *store) {
    W_ASSERT(flight->pending == NULL);
    if (!flight->has_thread) begin_thread(flight);
    flight->pending = pending;
    flight->store = store;
    if (!flight->has_thread) {
        flight->is_good = w_pending_store(pending, store);
        return;
    }
    pthread_mutex_lock(&flight->mutex);
    set_state(flight, W_FLIGHT_UP);
    pthread_mutex_unlock(&flight->mutex);
}

bool w_flight_is_up(const WFlight *flight) {
    return flight->pending != NULL;
}

bool w_flight_land(WFlight *flight) {
    W_ASSERT(flight->pending != NULL);
    if (flight->has_thread) {
        pthread_mutex_lock(&flight->mutex);
        wait_while(flight, W_FLIGHT_UP);
        flight->state = W_FLIGHT_NONE;
        pthread_mutex_unlock(&flight->mutex);
    }
    flight->pending = NULL;
    return flight->is_good;
}

void w_flight_end(WFlight *flight) {
    if (!flight->has_thread) return;
    if (flight->pending) w_flight_land(flight);
    pthread_mutex_lock(&flight->mutex);
    set_state(flight, W_FLIGHT_OVER);
    pthread_mutex_unlock(&flight->mutex);
    pthread_join(flight->thread, NULL);
    pthread_mutex_destroy(&flight->mutex);
    pthread_cond_destroy(&flight->changed);
    flight->has_thread = false;
}
