// A laboratory for the engine: a small project to which each test adds its journeys, and a stream
// of inputs whose effects become lines of text.
//
// Times are minutes since 2026-03-02T00:00Z, a Monday; the project's zone is UTC.
#ifndef W_UNIT_LAB_H
#define W_UNIT_LAB_H

#include "runtime/base/arena.h"
#include "runtime/engine/engine.h"
#include "tests/unit/assemble.h"

// ---- The project

// A basket is a list of items, records of a name (text), a price (number?) and words (list of
// text).
enum {
    LAB_EMAIL,
    LAB_NAME,
    LAB_CONSENT,
    LAB_ZONE,
    LAB_TICKETS,
    LAB_WORDS,
    LAB_BASKET
};                                                       // of the profile
enum { LAB_GO, LAB_BUY, LAB_CLICK, LAB_STOP, LAB_MOVE }; // events
// Slots of events. `go`, `buy`, `click` and `stop` have a note (text?), `go` and `buy` words (list
// of text?), `buy` a total (number); `move` has a zone (text?), which becomes the customer's.
enum { LAB_NOTE, LAB_EVENT_WORDS, LAB_TOTAL };
enum {
    LAB_PAST_NOTE,
    LAB_PAST_WORDS,
    LAB_PAST_TOTAL
};                               // what history keeps of `buy`, for five days
enum { LAB_MAIL, LAB_DESK };     // channels: one with consent, one internal
enum { LAB_HELLO, LAB_RECEIPT }; // messages: promotional, transactional

#define LAB_MINUTE_MS INT64_C(60000)
#define LAB_TEXTS w_type_list_of(W_TYPE_TEXT)
#define LAB_IF_ANY(type) ((type) | W_TYPE_OPTIONAL)

/// All but journeys and policies. `hello` takes who (text?) and words (list of text?), `receipt`
/// takes who.
void lab_project(WBundleBuilder *b);

/// The project with ten journeys, five limits (one is a budget) and a suppression.
void lab_town(WBundleBuilder *b);

// Journeys, in the order of their rows (priority, name). What follows a journey, a stage or a
// point belongs to the one that was added last.
uint32_t lab_journey(WBundleBuilder *b, const char *name, int32_t priority);
/// One instance for each value of a property; which slot of an event carries it.
void lab_key(WBundleBuilder *b, const char *name, WType type);
void lab_key_of(WBundleBuilder *b, uint32_t event_row, uint32_t slot);
void lab_enter(WBundleBuilder *b, uint32_t event, uint32_t where);
/// An entry when a condition comes true.
void lab_enter_when(WBundleBuilder *b, uint32_t condition);
/// By a change (`source` is the slot) or a timetable (its row).
void lab_enter_by(WBundleBuilder *b, WEntryKind kind, uint32_t source, uint32_t condition);
/// The entry added last keeps the slot in a variable.
void lab_copy(WBundleBuilder *b, uint32_t slot, uint32_t variable);
void lab_exit(WBundleBuilder *b, uint32_t event, uint32_t where);
void lab_exit_when(WBundleBuilder *b, uint32_t condition, const char *label);
void lab_goal(WBundleBuilder *b, uint32_t event, uint32_t where, uint32_t from,
              int64_t within_min);
void lab_only_if(WBundleBuilder *b, uint32_t condition, const char *because);
uint32_t lab_stage(WBundleBuilder *b, const char *name, uint32_t start, uint32_t event);
uint32_t lab_point(WBundleBuilder *b, uint32_t stage, WPointKind kind, uint32_t after);
/// `event` is W_NONE for a condition. An arm of the point added last; one of the stage added last,
/// before anything else has arms.
void lab_arm(WBundleBuilder *b, uint32_t event, uint32_t where, uint32_t start);
void lab_stage_arm(WBundleBuilder *b, uint32_t event, uint32_t where, uint32_t start);
uint32_t lab_site(WBundleBuilder *b, uint32_t stage, uint32_t channel, uint32_t message);
/// Quiet hours or a limit may make it wait; then it goes on at these instructions, sent or not.
void lab_site_that_waits(WBundleBuilder *b, uint32_t site, uint32_t after, uint32_t otherwise);
uint32_t lab_variable(WBundleBuilder *b, const char *name, WType type);

/// The flow of the journey added last.
#define LAB_FLOW(b, ...)                                    \
    ((b)->journeys[(b)->journeys_count - 1].flow_function = \
         ADD_FUNCTION(b, lab_flow_row(b), __VA_ARGS__))
WFunctionRow lab_flow_row(const WBundleBuilder *b);

/// Conditions: the event's note is this one; there are at least so many events in the window.
uint32_t lab_note_is(WBundleBuilder *b, uint32_t event, const char *note);
uint32_t lab_at_least(WBundleBuilder *b, uint32_t event, int64_t count, int64_t window_min);
/// Fewer promotional messages than that were sent in the window, which is kept from now on.
uint32_t lab_sent_fewer(WBundleBuilder *b, int64_t count, int64_t window_min);
uint32_t lab_minutes(WBundleBuilder *b, int64_t minutes);

// ---- The stream

typedef struct Stream {
    const WBundle *bundle;
    WEngine *engine;
    uint64_t sequence;
    WBuffer lines; // of all effects since the last look
    WArena arena;  // of values of inputs
    bool with_ids; // of actions
    WTurn turn;    // the last one
    // Called behind each input, before what came of it is cleared; NULL: not.
    void (*on_turn)(const WEngine *engine, uint32_t index);
} Stream;

int64_t lab_ms(int64_t minutes);
/// The zones of this machine, read once.
WZoneSet *lab_zones(void);
void stream_begin(Stream *stream, const WBundle *bundle);
void stream_end(Stream *stream);
/// The next input; its effects are added to the lines.
WTurn stream_input(Stream *stream, const WInput *input);
void stream_settle(Stream *stream, int64_t minutes);
/// The lines since the last look, valid until the next input.
const char *stream_lines(Stream *stream);

/// An event with a new id; a NULL note is missing.
void stream_event(Stream *stream, int64_t minutes, const char *who, uint32_t event,
                  const char *note);
void stream_identify(Stream *stream, int64_t minutes, const char *who, uint32_t field,
                     WValue value);
WValue stream_text(Stream *stream, const char *text);
/// A list of the words, which stand between blanks.
WValue stream_words(Stream *stream, const char *words);
/// A list of an item for each of the words; the first has a price.
WValue stream_basket(Stream *stream, const char *words);
/// The record of a customer as bytes; the caller frees them.
WBuffer stream_record(Stream *stream, const char *who);

#endif
