// The records of all customers in memory, shaped by one bundle.
//
// A customer is a head, the profile's slots, and what grows beside them: instances, goals that are
// watched, kept history, the sends each limit counts, ids of events seen. Texts and lists inside a
// record are owned by the state: texts are interned and counted, lists are copies.
#ifndef W_STATE_STATE_H
#define W_STATE_STATE_H

#include "runtime/base/bytes.h"
#include "runtime/bundle/bundle.h"
#include "runtime/state/calendar.h"
#include "runtime/state/cells.h"
#include "runtime/state/dictionary.h"
#include "runtime/state/draws.h"
#include "runtime/state/log.h"
#include "runtime/state/seen.h"
#include "runtime/value/zone.h"

#define W_NEVER_MS INT64_MAX

/// What an instance keeps besides its place: variables and how often it passed each send.
typedef struct WInstanceBody WInstanceBody;
struct WInstanceBody {
    uint32_t journey;
    uint32_t references; // the instance and the goal that watches it
    uint64_t present[4]; // of the variables (W_LIMIT_JOURNEY_VARIABLES bits)
    WValue values[];     // variables, then uint32_t passes by site, then visits by counter
};

/// What a send is to be made of that policy made wait. It stands at a SEND point, which says the
/// site.
typedef struct WDeferral {
    int64_t since_ms;    // when it was proposed
    uint64_t present[2]; // of the values
    WValue values[];     // the message's params, then the address if the send has its own
} WDeferral;

/// The wait (or send that waits) to which a reaction goes back, while a send of the reaction
/// waits.
typedef struct WOuterWait {
    uint32_t point;
    int64_t began_ms;
    int64_t deadline_ms;
    WDeferral *deferral; // if it is a send
} WOuterWait;

/// A customer in a journey, now or before: the node stays when the instance has ended, because
/// entering again depends on it. Where a journey has a key (`one per`), there is a node for each
/// of its values.
typedef struct WInstance {
    struct WInstance *next; // of the same customer, by journey row, then by key
    uint32_t journey;
    uint32_t number; // this was the customer's so many-th entry to the journey, over all keys
    WValue key;      // of the journey's key type, owned; 0 if the journey has none
    uint32_t point;  // where the instance stands; W_NONE if it is not active
    uint32_t flags;  // W_INSTANCE_CONVERTED
    int64_t entered_ms;
    int64_t exited_ms;   // of the last time, if any
    int64_t began_ms;    // when the present wait began
    int64_t deadline_ms; // of the present wait, or W_NEVER_MS
    int64_t when_due_ms; // when its conditions are to be asked again, or W_NEVER_MS
    uint64_t held;   // bitmap by reaction of the stage: `when` that held when it was last asked
    bool is_touched; // a variable changed during the wait; nobody looked since. Never kept
    WInstanceBody *body; // of the active instance, else NULL
    WDeferral *deferral; // of the send it stands at, else NULL
    WOuterWait *outer;   // if that send is a reaction's, else NULL
} WInstance;

enum { W_INSTANCE_CONVERTED = 1 };

/// A goal that can still be reached, also when its instance has ended.
typedef struct WWatch {
    struct WWatch *next;
    uint32_t journey;
    uint32_t number;     // of the instance it belongs to
    WValue key;          // likewise, owned
    int64_t entered_ms;  // of that instance
    int64_t deadline_ms; // or W_NEVER_MS: as long as the instance lives
    WInstanceBody *body; // shared with the instance
} WWatch;

/// What is known of the condition of an `enter when`. One that does not hold, and that time alone
/// does not change, is not kept.
typedef struct WTruth {
    uint32_t entry; // row
    bool holds;
    int64_t due_ms; // when it is to be asked again, or W_NEVER_MS
} WTruth;

/// A customer who stands in line for a journey.
typedef struct WQueued {
    struct WQueued *next; // by journey
    uint32_t journey;
    uint32_t entry; // row, by which they came
    int64_t due_ms; // when it is their turn
} WQueued;

typedef struct WCustomer {
    const WText *id;
    int64_t now_ms;           // of the last turn
    uint64_t sequence;        // of the last input that touched the record
    uint64_t loaded_sequence; // as it was loaded; inputs up to it are not looked at again
    uint64_t dirty_since;     // sequence of the first change that is not in a snapshot; 0: none
    WInstance *instances;
    WWatch *watches;
    WTruth *truths; // by entry
    uint32_t truth_count;
    uint32_t truth_room;
    WQueued *queue;
    int64_t timetable_ms; // when an `enter every` comes next, or W_NEVER_MS
    WSeen seen;
    WDraws draws;
    const WZone *zone; // by the profile; NULL until somebody asks
    WValue *profile;   // by slot; behind them the presence bitmap
    uint64_t *profile_present;
    WLog *logs; // histories of events that keep any, the sends of each limit, what was sent
} WCustomer;

typedef struct WState WState;

WState *w_state_create(const WBundle *bundle);
void w_state_destroy(WState *state);

const WBundle *w_state_bundle(const WState *state);
WDictionary *w_state_dictionary(WState *state);
WCalendar *w_state_calendar(WState *state);
WCells *w_state_cells(WState *state);

uint32_t w_state_count(const WState *state);
/// The customer with this index, 0 to count - 1. The pointer holds as long as the state.
WCustomer *w_state_customer(WState *state, uint32_t index);
/// Index of the customer with this id, or W_NONE.
uint32_t w_state_find(const WState *state, WStr id);
/// Index of the customer with this id; a new record has the profile's defaults.
uint32_t w_state_find_or_add(WState *state, WStr id);

/// Number of the log that keeps an event's history, or W_NONE if none is kept.
uint32_t w_state_history_log(const WState *state, uint32_t event);
/// Number of the log that holds the sends which a limit counted.
uint32_t w_state_limit_log(const WState *state, uint32_t limit);
/// Number of the log that holds when something was sent.
uint32_t w_state_sent_log(const WState *state, uint32_t sent);
uint32_t w_state_log_count(const WState *state);

/// Take a value into the state's ownership; give one up. Both are free for plain types.
WValue w_state_keep(WState *state, WType type, WValue value);
void w_state_drop(WState *state, WType type, WValue value);

/// Set a profile field to a value (copied) or to missing. What it held, and what a variable that
/// is set held, stays until w_state_sweep: code that runs may have it in hand.
void w_state_set_profile(WState *state, WCustomer *customer, uint32_t slot, bool known,
                         WValue value);

/// Give up the values that were replaced since the last time; no code runs.
void w_state_sweep(WState *state);

/// The node of a journey and a value of its key (0 if it has none), made when there is none
/// (inactive, number 0); the key is copied.
WInstance *w_state_instance(WState *state, WCustomer *customer, uint32_t journey, WValue key);
/// The node of a journey and a value of its key, or NULL.
WInstance *w_state_find_instance(const WState *state, const WCustomer *customer, uint32_t journey,
                                 WValue key);
/// The node whose latest instance has that number, or NULL.
WInstance *w_state_numbered_instance(const WCustomer *customer, uint32_t journey, uint32_t number);
/// The first node of a journey, or NULL; those of other keys follow it.
WInstance *w_state_first_instance(const WCustomer *customer, uint32_t journey);
/// How often the customer entered the journey, over all values of its key.
uint32_t w_state_entries(const WCustomer *customer, uint32_t journey);
/// Whether an instance of the journey is active, for any value of its key.
bool w_state_is_inside(const WCustomer *customer, uint32_t journey);
/// Take a node out whose instance has ended; not that of the latest entry.
void w_state_forget_instance(WState *state, WCustomer *customer, WInstance *instance);
/// The order of two values of a key.
int w_state_compare_keys(WType type, WValue a, WValue b);
/// A body with all variables missing and no passes; one reference.
WInstanceBody *w_state_new_body(WState *state, uint32_t journey);
void w_state_release_body(WState *state, WInstanceBody *body);
void w_state_set_variable(WState *state, WInstanceBody *body, uint32_t variable, bool known,
                          WValue value);
/// How often the site (its place among the journey's sites) was passed.
uint32_t *w_state_passes(const WState *state, WInstanceBody *body);
/// How often stages that are counted were entered, by counter.
uint32_t *w_state_visits(const WState *state, const WInstanceBody *body);
/// Room for variables, pass counts and visits of a journey's body, in words.
uint32_t w_state_body_words(const WState *state, uint32_t journey);
/// Values that a send at that site keeps, and the type of each.
uint32_t w_state_send_values(const WState *state, uint32_t site);
WType w_state_send_type(const WState *state, uint32_t site, uint32_t i);
/// A send that waits, all its values missing.
WDeferral *w_state_new_deferral(WState *state, uint32_t site, int64_t since_ms);
/// Keep a value (copied), once.
void w_state_keep_value(WState *state, uint32_t site, WDeferral *deferral, uint32_t i,
                        WValue value);
/// Its values stay until w_state_sweep.
void w_state_drop_deferral(WState *state, uint32_t site, WDeferral *deferral);
/// Drop what the instance keeps of the send it stands at, and of the outer wait.
void w_state_leave_wait(WState *state, WInstance *instance);
/// The send of a reaction waits no longer: the instance stands at the outer wait again.
void w_state_return_to_outer(WState *state, WInstance *instance);

WWatch *w_state_add_watch(WState *state, WCustomer *customer, WInstance *instance,
                          int64_t deadline_ms);
void w_state_remove_watch(WState *state, WCustomer *customer, WWatch *watch);

/// What is known of an entry's condition, or NULL. Valid until the next w_state_set_truth.
const WTruth *w_state_find_truth(const WCustomer *customer, uint32_t entry);
void w_state_set_truth(WCustomer *customer, WTruth truth);

/// The customer's place in line for a journey, or NULL.
WQueued *w_state_find_queued(const WCustomer *customer, uint32_t journey);
/// Put a customer in line who is not in it; take one out.
void w_state_queue(WCustomer *customer, uint32_t journey, uint32_t entry, int64_t due_ms);
void w_state_unqueue(WCustomer *customer, uint32_t journey);

/// When the instances of a journey end, wherever they are; W_NEVER_MS unless it is set.
void w_state_set_end(WState *state, uint32_t journey, int64_t at_ms);
int64_t w_state_end(const WState *state, uint32_t journey);

/// When the next thing is due for the customer: the earliest deadline of a wait or a goal, the end
/// of a journey, or a condition that time may change.
int64_t w_state_next_due(const WState *state, const WCustomer *customer);

/// Note that an input changed the record; puts it in line for the next snapshot.
void w_state_touch(WState *state, uint32_t index, uint64_t sequence);
/// The record that waits longest for a snapshot, if it has waited since before `before_sequence`;
/// else W_NONE. It is then clean.
uint32_t w_state_take_dirty(WState *state, uint64_t before_sequence);

#endif
