// Inside the engine room: the engine itself and the parts of a turn.
#ifndef W_ENGINE_PRIVATE_H
#define W_ENGINE_PRIVATE_H

#include "runtime/engine/engine.h"
#include "runtime/engine/index.h"
#include "runtime/engine/reads.h"
#include "runtime/vm/vm.h"

typedef enum RunKind {
    RUN_EXIT_CLAUSE,  // an `exit on` or `exit when`: row is the exit clause
    RUN_EXIT_GOAL,    // `exit on goal`
    RUN_EXIT_EXPIRED, // the journey is over
    RUN_ARM,          // an arm of the wait or of the stage: row is the arm
    RUN_TIMER,        // the wait's time is over
    RUN_ENTER,        // somebody is at the door: row is the entry
} RunKind;

/// Something that can run in this turn.
typedef struct Runnable {
    RunKind kind;
    uint32_t journey;
    uint32_t row;
    int64_t entered_ms;  // of the instance; the turn's time for one that would enter
    WValue key;          // likewise; 0 if the journey has none
    WInstance *instance; // NULL for one that would enter
    uint32_t only_if;    // of one that would enter: the first eligibility that fails, or W_NONE
    bool is_admitted;    // … who waited in line and has a place
} Runnable;

/// The event that code answers; all NULL and none where there is no event.
typedef struct EventView {
    uint32_t event; // row or W_NONE
    const WValue *slots;
    const uint64_t *present;
    int64_t at_ms;
} EventView;

/// Policies that bind a site, and histories that keep when it sent, as rows in order.
typedef struct SitePolicy {
    uint32_t first_suppression; // in WEngine.policy_rows
    uint32_t suppression_count;
    uint32_t first_limit;
    uint32_t limit_count;
    uint32_t first_sent;
    uint32_t sent_count;
} SitePolicy;

/// What changed for the turn's customer since it was looked at last: by the input itself, or by
/// runs. A field is in it as soon as it is set to another value, also if a later `set` brings the
/// old one back (w_engine_changed asks whether it is another in the end).
typedef struct Changes {
    bool any;
    uint32_t journey; // of the run that changed something last, and its stage;
    uint32_t stage;   // W_NONE if the input did
    WValue key;       // of that run's instance
    uint64_t *fields; // bitmap by profile slot
    WValue *before;   // by slot: what a changed field held; lives until the turn ends
    uint64_t *before_present;
    uint64_t *journeys; // bitmap by journey: entered or left
    uint64_t *sents;    // bitmap by sent row: sent
} Changes;

/// An event that a run emitted: an input of the same customer at the turn's time.
typedef struct Emitted {
    uint32_t event;
    const WValue *slots;
    const uint64_t *present;
} Emitted;

/// When the first of all timetables comes behind a moment, by the clocks of a zone.
typedef struct NextTime {
    const WZone *zone; // NULL: nothing is known
    int64_t after_ms;
    int64_t next_ms;
} NextTime;

struct WEngine {
    const WBundle *bundle;
    WState *state;
    WEventIndex *index;
    WReadIndex *reads;
    WZoneSet *zones;
    const WZone *project_zone;
    uint32_t timezone_slot; // profile field, or W_NONE
    uint32_t locale_slot;   // likewise
    int64_t clock_ms;
    SitePolicy *site_policies; // by site
    uint32_t *policy_rows;
    WCell **ramps;   // by journey; NULL for those without
    uint32_t *every; // entries of kind EVERY
    uint32_t every_count;
    NextTime next_time;
    uint32_t *first_changed;   // by slot and one more: where its entries begin in
    uint32_t *changed_entries; // those of kind CHANGE
    WCell **budgets;           // by limit; NULL for those of one customer
    uint32_t *kept_events;     // events that history keeps
    uint32_t kept_count;
    bool asks_inside; // some code asks whether the customer is in a journey

    // the turn under way
    uint64_t sequence;
    uint32_t customer_index;
    WCustomer *customer;
    int64_t at_ms;     // own time of the input
    int64_t stream_ms; // the stream's clock; of a timer the turn's time
    int64_t passed_ms; // what was due up to then has come
    int64_t now_ms;
    bool is_due_anew;      // a deadline came or went
    bool is_keyed;         // a journey with a key was entered
    bool is_first;         // nobody has looked at this customer yet
    bool is_cut;           // the chain is: what is collected does not run
    uint32_t journey;      // of the last run,
    WValue key;            // its key (0 if there is none), and
    uint32_t stage;        // where its code stands, for decisions
    const WOrders *orders; // NULL: none
    WTrace *trace;         // NULL: nobody asks
    WVmContext context;
    WHistoryView *histories; // by event, then by sent row
    uint64_t *inside;        // bitmap by journey: those the turn's customer is in
    WArena scratch;          // values made by code in this turn
    Runnable *runnables;
    size_t runnable_count;
    size_t runnable_room;
    uint64_t *asked_entries; // bitmap: those that are to be asked in this look,
    uint32_t *asked;         // and in which order they were found
    uint32_t asked_count;
    Changes changes;  // since the last look
    Changes looked;   // what the present look is about; its runs may still ask
    Emitted *emitted; // this turn's, in order; those behind emitted_next have not come in yet
    size_t emitted_count;
    size_t emitted_next;
    size_t emitted_room;

    // shared cells, see cells.c
    uint64_t cells_sequence;
    WWitness *witnesses;
    size_t witness_count;
    size_t witness_room;
    const WWitness *given;
    size_t given_count;
    size_t given_next;
    bool lacks_witness;

    uint32_t *held; // owners whose timers belong to a later input (replay)
    size_t held_count;
    size_t held_room;

    // what came of it
    WEffect *effects;
    size_t effect_count;
    size_t effect_room;
    WArena effect_arena;
    WEngineCounts counts;
};

/// A time moved by a length, which may be as long as a bundle can say.
static inline int64_t w_engine_moved(int64_t at_ms, int64_t by_ms) {
    int64_t sum_ms;
    if (!__builtin_add_overflow(at_ms, by_ms, &sum_ms)) return sum_ms;
    return by_ms > 0 ? W_NEVER_MS : INT64_MIN;
}

// ---- engine.c

/// Does the condition hold (W_NONE: always)? Counts it.
bool w_engine_test(WEngine *engine, uint32_t function);
/// Let code see an event, or none.
void w_engine_see_event(WEngine *engine, const EventView *event);
/// Let code see an instance: its variables, when it entered, how often before.
void w_engine_see_instance(WEngine *engine, const WInstanceBody *body, int64_t entered_ms,
                           uint32_t entries_before);

/// Set a field of the turn's customer. A time zone nobody knows leaves the field as it was;
/// another is the customer's from now on.
void w_engine_set_profile(WEngine *engine, uint32_t slot, bool known, WValue value);

/// One look of a turn: take an event in (history, `set` lines, goals; or none: its event is
/// W_NONE), find what can run because of it and of what changed, and run that.
void w_engine_look(WEngine *engine, const EventView *event);

// ---- change.c

/// Note that something changed, by the run under way.
void w_engine_note(WEngine *engine);
void w_engine_prepare_changes(WEngine *engine);
void w_engine_free_changes(WEngine *engine);
/// Note what changes; before a field is set, after the rest.
void w_engine_note_field(WEngine *engine, uint32_t slot, bool known, WValue value);
void w_engine_note_journey(WEngine *engine, uint32_t journey);
void w_engine_note_sent(WEngine *engine, uint32_t sent);
/// Emit an event. Slots and presence live in the turn's scratch arena; what the slots hold may be
/// any value that code has in hand.
void w_engine_emit(WEngine *engine, uint32_t event, const WValue *slots, const uint64_t *present);
/// A look begins: what has changed is `looked` now, and `changes` is empty.
void w_engine_take_changes(WEngine *engine);
/// Is a field another than it was before the changes being looked at? What it was is in
/// `looked.before` and `looked.before_present`.
bool w_engine_changed(const WEngine *engine, uint32_t slot);
/// After the looks of an input: look at what runs changed, as one more input at the same time,
/// until nothing changes any more. A chain that does not end is cut, and that is a decision.
void w_engine_follow(WEngine *engine);

// ---- cells.c
//
//     int64_t used = w_engine_witness(engine, count_used(cell));
//     if (w_engine_changes_cells(engine)) w_cell_insert(cell, engine->now_ms);

/// The cell of a kind and a name ("ramp", the journey); asked for once and kept, or often. Its
/// name must mean the same in the next bundle.
WCell *w_engine_cell(WEngine *engine, const char *kind, WStr name);
/// Every answer that comes from a cell passes through here before anything is decided by it: in a
/// replay it is replaced by the one given then.
int64_t w_engine_witness(WEngine *engine, int64_t answer);
/// Only then may a turn change a cell.
bool w_engine_changes_cells(const WEngine *engine);

// ---- limit.c

void w_engine_prepare_limits(WEngine *engine);

typedef struct WRoom {
    int64_t count;   // sends that count now
    int64_t free_ms; // of a full limit: when a send would be allowed; 0 if never
} WRoom;
/// Is the limit full?
bool w_engine_is_full(WEngine *engine, uint32_t limit, WRoom *room);
/// Something was sent: it counts from now on.
void w_engine_take_slot(WEngine *engine, uint32_t limit);
/// The same for what was sent at that time.
void w_engine_take_slot_at(WEngine *engine, uint32_t limit, int64_t at_ms);

// ---- orders.c

/// Whether a rehearsal says which way a draw of the turn's customer goes.
bool w_engine_ordered_way(const WEngine *engine, uint32_t draw, uint32_t *way);
/// Whether this is a rehearsal; then `*holds_out` is whether it holds the turn's customer out.
bool w_engine_ordered_holdout(const WEngine *engine, bool *holds_out);

// ---- trace.c

/// An instance of the turn's customer comes to a stage.
void w_engine_arrive(WEngine *engine, uint32_t stage);
/// An instance of the turn's customer begins to wait.
void w_engine_note_wait(WEngine *engine, const WInstance *instance);
/// A row did what it is there for.
void w_engine_exercise(WEngine *engine, WExercise kind, uint32_t row);

// ---- effects.c

/// Note a decision of this turn; the returned place may be completed until the next call. `key` is
/// that of the instance it is about (0 if the journey has none).
WDecision *w_engine_decide(WEngine *engine, WWhat what, WOutcome outcome, WReason reason,
                           uint32_t journey, WValue key);
/// The action of the decision that was noted last.
void w_engine_act(WEngine *engine, const WAction *action);
/// A value that lives as long as the effects.
WValue w_engine_copy_value(WEngine *engine, WType type, WValue value);
const WText *w_engine_copy_text(WEngine *engine, const WText *text);

// ---- index and run list: run.c

/// Collect what can run because of the event (if there is one), of what changed, and of what is
/// due (INT64_MIN: nothing), in the order in which it is to run.
void w_engine_collect(WEngine *engine, const EventView *event, int64_t due_ms);
/// Somebody is at the door by this entry.
void w_engine_propose(WEngine *engine, uint32_t entry, WValue key);
/// Put an instance on the run list.
void w_engine_wake(WEngine *engine, WInstance *instance, RunKind kind, uint32_t row);
/// Run what was collected.
void w_engine_run_all(WEngine *engine, const EventView *event);

// ---- react.c

/// What an instance does because of an event, or of a condition.
typedef struct Reaction {
    RunKind kind;   // RUN_EXIT_CLAUSE or RUN_ARM
    uint32_t row;   // W_NONE: nothing
    EventView past; // the event of an arm that looked back; else none
} Reaction;

/// Ask an instance's exits, then the arms of its wait, then the reactions of its stage. `asks`:
/// conditions are asked as well, and it is found out when they are to be asked again.
/// `begins`: the wait begins, so its arms may look back.
Reaction w_engine_react(WEngine *engine, WInstance *instance, uint32_t event, bool asks,
                        bool begins);
/// The first `exit when` that holds, as a row; W_NONE: none.
uint32_t w_engine_find_exit(WEngine *engine, uint32_t journey);

// ---- when.c

/// Does the condition hold? `*due_ms` becomes earlier if time alone may change that before.
bool w_engine_ask(WEngine *engine, uint32_t function, int64_t *due_ms);
/// Are the instance's conditions to be asked because of the event, of what changed, of the time?
bool w_engine_is_asked(const WEngine *engine, const WInstance *instance, uint32_t event,
                       int64_t due_ms);
/// Ask the conditions of entries that this look is about; propose those that came true.
void w_engine_ask_entries(WEngine *engine, uint32_t event, int64_t due_ms);

// ---- flow.c

/// Run an instance's code from an instruction to its next wait or end.
void w_engine_run_flow(WEngine *engine, WInstance *instance, uint32_t start,
                       const EventView *event);
/// The customer's zone is another: waits until a time of day are moved to what it is there.
void w_engine_move_waits(WEngine *engine);
/// Give the variables of an instance that begins their values.
void w_engine_set_at_entry(WEngine *engine, WInstanceBody *body, const EventView *event);
/// An instance enters a stage: it is counted, if anybody asks.
void w_engine_visit(WEngine *engine, const WInstance *instance, uint32_t stage);
/// The time of the send at which the instance stands has come: decide about it again, and run on.
void w_engine_run_send(WEngine *engine, WInstance *instance);
/// End an instance; the decision says how.
void w_engine_end_instance(WEngine *engine, WInstance *instance, WOutcome outcome, WReason reason,
                           uint32_t rule, const WText *text);
/// End an instance by an exit clause.
void w_engine_exit_by(WEngine *engine, WInstance *instance, uint32_t clause);
/// Run an event's `set` lines.
void w_engine_run_setter(WEngine *engine, uint32_t function);

// ---- changed.c

/// Sort the entries of `enter on change of` by their fields.
void w_engine_prepare_changed(WEngine *engine);
/// Propose those whose field is another than before.
void w_engine_collect_changed(WEngine *engine);

// ---- timetable.c

void w_engine_prepare_timetables(WEngine *engine);
/// The customer is new, or the clock is another's: find out when a timetable comes next.
void w_engine_plan_timetables(WEngine *engine);
/// Propose the entries of the timetable that is due, and find out when the next one is.
void w_engine_collect_timetables(WEngine *engine, int64_t due_ms);

// ---- ramp.c

void w_engine_prepare_ramps(WEngine *engine);
/// When there is room on the journey's ramp: at the stream's time (also if it has none), or later.
int64_t w_engine_find_place(WEngine *engine, uint32_t journey);
/// Take the place that was found.
void w_engine_take_place(WEngine *engine, uint32_t journey, int64_t place_ms);

// ---- expiry.c

/// Tell the state when journeys end that let everybody go.
void w_engine_prepare_expiry(WEngine *engine);
/// Has the journey ended by then, for those inside too?
bool w_engine_is_over(const WEngine *engine, uint32_t journey, int64_t due_ms);
/// Collect the instances whose journeys have ended.
void w_engine_collect_expired(WEngine *engine, int64_t due_ms);

// ---- key.c

/// The value of the journey's key that the event carries; false if it carries none.
bool w_engine_event_key(const WEngine *engine, uint32_t journey, const EventView *event,
                        WValue *key);
/// Does the event reach the instance of that journey with that key?
bool w_engine_reaches(const WEngine *engine, const EventView *event, uint32_t journey, WValue key);
/// Drop what is kept of ended instances of journeys with a key, where nothing depends on it any
/// more. No code runs.
void w_engine_forget_keys(WEngine *engine);

// ---- emission.c

/// Emit the event of the run's EMIT instruction.
void w_engine_put_in(WEngine *engine, const WVmRun *run);

// ---- draw.c

/// The number of the way an instance takes; that of no way where a choice has none that is open.
uint32_t w_engine_draw(WEngine *engine, const WInstance *instance, uint32_t row);
/// What a draw is kept by: `kind` ("split") of the owner's name and its own.
uint64_t w_engine_draw_name(const char *kind, WStr owner, WStr name);
/// Where in 0 to 999,999 the turn's customer falls in that draw.
uint32_t w_engine_draw_micros(const WEngine *engine, uint64_t name);

// ---- entry.c

/// When the journey may be entered again; INT64_MIN at once, W_NEVER_MS never.
int64_t w_engine_reenter_at(const WJourneyRow *row, const WInstance *instance);

/// The first eligibility condition of a journey that does not hold now, as a row; W_NONE: all
/// hold.
uint32_t w_engine_find_only_if(WEngine *engine, uint32_t journey);
/// Let the customer in by the runnable's entry, or say why not.
void w_engine_enter(WEngine *engine, const Runnable *run, const EventView *event);

// ---- goal.c

/// Convert the goals this event reaches; instances that leave by it are put on the run list.
void w_engine_reach_goals(WEngine *engine, const EventView *event);
/// Let the goals go whose time is over.
void w_engine_expire_goals(WEngine *engine, int64_t due_ms);
/// A goal's window opens at entry or with a send (`from`: W_GOAL_FROM_ENTRY or W_GOAL_FROM_SEND).
void w_engine_open_goal(WEngine *engine, WInstance *instance, uint32_t from);
/// An instance ends: a goal without a window ends with it.
void w_engine_close_goal(WEngine *engine, const WInstance *instance);

// ---- content.c

/// Make what the action says, once its site and params are there.
void w_engine_make_content(WEngine *engine, WAction *action);

// ---- bind.c

void w_engine_prepare_policies(WEngine *engine);

// ---- sent.c

/// Let code see what was sent to the customer.
void w_engine_see_sents(WEngine *engine);
/// Something was sent: the histories that ask for it keep when.
void w_engine_remember_sent(WEngine *engine, uint32_t site);

// ---- policy.c

typedef enum WSendEnd { SEND_DONE, SEND_SUPPRESSED, SEND_DEFERRED } WSendEnd;
/// Decide about a message, whose params stand in the run's registers; `until_ms` is set if it is
/// deferred. One at which the instance stands already is decided about again.
WSendEnd w_engine_send(WEngine *engine, WInstance *instance, uint32_t site, const WVmRun *run,
                       int64_t *until_ms);

// ---- quiet.c

/// The quiet hours that bind the send now, as a row, and when the channel opens (0: never); W_NONE
/// if it is open.
uint32_t w_engine_quiet(const WEngine *engine, const WSiteRow *site, int64_t *open_ms);

// ---- defer.c

/// The instance stands at the send until then; where it stands already, until another time. Does
/// a wait begin with it? A reaction's send only holds up one.
bool w_engine_defer(WEngine *engine, WInstance *instance, uint32_t site, const WVmRun *run,
                    int64_t until_ms);
/// Make a run as it was when the send at which the instance stands was proposed.
void w_engine_take_up(const WEngine *engine, const WInstance *instance, WVmRun *run);
/// The send waits no longer. A reaction's instance stands at the outer wait again; any other is
/// about to go on.
void w_engine_put_away(WEngine *engine, WInstance *instance);
/// The wait whose arms are asked: where the instance stands, or the outer wait.
uint32_t w_engine_wait_of(const WInstance *instance);
/// An arm acts: a reaction whose send waits is over, and the outer wait is there again.
void w_engine_interrupt(WEngine *engine, WInstance *instance);
/// The instance leaves the wait: it gives up the sends that wait.
void w_engine_give_up_sends(WEngine *engine, WInstance *instance);
/// The customer's zone is another: sends that wait are decided about again.
void w_engine_judge_sends_anew(WEngine *engine);

#endif
