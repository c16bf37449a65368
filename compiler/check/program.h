// The program: what a project means, after every name is bound and every expression typed.
//
// Premise: made by w_check (check.h) from trees without an error.
// Promise: whoever makes code of it walks and decides nothing. No expression has an optional type
// where a value is needed; an integer that counts as a number stands under W_TYPED_TO_NUMBER; what
// interpolates stands under a conversion to text; what can be computed is a constant. Tables stand
// in the order of the bundle's rows (sorted by name bytes unless said otherwise), so the order of
// files and declarations leaves no trace. A reference to a row is its index; W_NONE says "none".
//
// Everything lives in the arena given to w_check and points into the sources.
#ifndef W_CHECK_PROGRAM_H
#define W_CHECK_PROGRAM_H

#include <stdbool.h>
#include <stdint.h>

#include "compiler/check/typed.h"
#include "compiler/source/source.h"
#include "runtime/base/bytes.h"
#include "runtime/bundle/layout.h"
#include "runtime/value/type.h"

// ---- statements

typedef enum WActKind {
    W_ACT_LET,         // index: variable; value may be missing if the variable's type is optional
    W_ACT_SET,         // the same of a `var`, which has its value from entry on
    W_ACT_SET_PROFILE, // index: slot; value likewise
    W_ACT_IF,          // value: condition; body; otherwise (NULL: nothing)
    W_ACT_SEND,        // index: site; params; value: `to` or NULL; otherwise: if suppressed
    W_ACT_DRAW,        // index: draw; options
    W_ACT_WAIT,        // index: point; value: length or instant, NULL for W_POINT_EVER; arms;
                       // otherwise: the else arm (NULL: what follows the wait)
    W_ACT_EMIT,        // index: event; given, by field; values may be missing where the field may
    W_ACT_GO,          // index: stage within the journey
    W_ACT_FINISH,
    W_ACT_EXIT // reason
} WActKind;

typedef struct WAct WAct;

/// Something happens, or comes true, while an instance waits: an arm of a wait, or `on` or `when`
/// at the top of a stage.
/// Behind an arm that does not leave comes what stands behind the wait; behind a reaction the wait
/// goes on (RESUME).
typedef struct WProgramArm {
    WSpan span;
    uint32_t event;   // W_NONE: `when`
    WTyped *where;    // condition on that event, NULL if none
    WAct *body;       // NULL: nothing
    bool since_entry; // of a wait: one that came since the instance entered counts as well
} WProgramArm;

/// A value given by name. What the index is of depends on where it stands: fields of an event,
/// slots of the profile, parameters of a message.
typedef struct WProgramGiven {
    uint32_t index;
    WTyped *value;
} WProgramGiven;

/// A way of a split or choice.
typedef struct WProgramOption {
    WStr name;
    uint32_t micros; // of a split: its share in millionths
    WTyped *where;   // of a choice: NULL if none
    WAct *body;      // NULL: nothing
    WSpan span;
} WProgramOption;

struct WAct {
    WAct *next; // of the same block
    WActKind kind;
    WSpan span;
    uint32_t index;
    WTyped *value;
    WAct *body;
    WAct *otherwise;
    WTyped **params; // SEND: as many as the message declares, in its order; defaults are filled in
    WProgramArm *arms;
    uint32_t arm_count;
    WProgramGiven *given;
    uint32_t given_count;
    WProgramOption *options;
    uint32_t option_count;
    WStr reason;
};

// ---- declarations

typedef struct WProgramProject {
    WStr name;
    WStr title; // no bytes if none, here and below
    WStr timezone;
    WStr locale;
    int64_t dedupe_ms;
    uint32_t language;
} WProgramProject;

/// Options in the author's order; equal lists are one row.
typedef struct WProgramEnum {
    WStr *options;
    uint32_t option_count;
    bool other; // the last option, `other`, stands for every value that is not listed
} WProgramEnum;

typedef struct WProgramPart {
    WStr name;
    WStr wire;
    WType type;
    bool personal;
    WSpan span;
} WProgramPart;

/// Records do not hold themselves.
typedef struct WProgramRecord {
    WStr name;
    WProgramPart *parts; // in the author's order
    uint32_t part_count;
    bool holds_personal; // some field of it, or of a record in it, is personal
    WSpan span;
} WProgramRecord;

/// A field of the profile; its index is the slot.
typedef struct WProgramProfileField {
    WStr name;
    WStr wire;
    WType type;
    bool personal;
    bool has_default; // every field that is not optional
    WConstant standard;
    WSpan span;
} WProgramProfileField;

/// A field of an event, or what an event needs of it.
typedef struct WProgramField {
    WStr name;
    WStr wire;
    WType type;
    bool personal;
    uint32_t slot;         // W_NONE: no code reads it
    uint32_t history_slot; // W_NONE: history does not keep it; one that is kept has a slot too
    WSpan span;
} WProgramField;

/// `set profile.x = …` of an event. The lines of an event run in their order.
typedef struct WProgramSetter {
    uint32_t slot;
    WTyped *value;
} WProgramSetter;

typedef struct WProgramEvent {
    WStr name;
    WStr wire;
    WEventKind kind;
    WProgramField *fields; // by name
    uint32_t field_count;
    uint32_t slot_count;
    uint32_t history_slots;
    int64_t keep_ms; // W_KEEP_NOTHING, a length, W_KEEP_FOREVER
    bool keeps_all;  // history keeps every property that code reads, for arms `since entry`
    WProgramSetter *setters;
    uint32_t setter_count;
    WSpan span;
} WProgramEvent;

/// A question asked of the history; equal ones are one row.
typedef struct WProgramUse {
    uint32_t event; // W_NONE: it asks what was sent
    uint32_t sent;  // row; W_NONE: it asks an event
    WUseKind kind;
    uint32_t field; // of the event; W_USE_AT: its time, and for COUNT
    WType type;
    WTyped *where;     // condition on that event, over history; NULL if none
    int64_t window_ms; // INT64_MAX: all there is; of a unit of the calendar no less than it
    uint32_t period;   // WCalendarUnit, W_USE_SINCE_ENTRY, or 0: by its length
    uint32_t journey;  // whose instances `where` or the period reads, or W_NONE
    bool at_entry;     // it reads `entries` alone, where there is no instance yet
    uint32_t loop;     // whose element `where` reads; 0: none
    WSpan span;
} WProgramUse;

/// Quiet hours on some days; a line of several days may be several of these.
typedef struct WProgramQuiet {
    uint32_t weekdays; // bits 0 (Monday) to 6; 0: from first_day to last_day
    int32_t first_day;
    int32_t last_day; // is in it
    int32_t from_ms;  // time of day; both 0: all day
    int32_t to_ms;    // on the next day if it is not later than `from_ms`
    bool for_all;     // transactional messages too
    WStr label;       // as it is written: "21:00 to 08:00"
    WSpan span;
} WProgramQuiet;

typedef struct WProgramChannel {
    WStr name;
    WTyped *to;      // text or text?
    WTyped *consent; // NULL if none
    bool internal;
    bool accepts_personal;
    WProgramQuiet *quiets; // in the author's order
    uint32_t quiet_count;
    uint32_t rate_count; // delivered in `rate_ms` at most; 0: no rate
    int64_t rate_ms;
    WSpan span;
} WProgramChannel;

typedef struct WProgramParam {
    WStr name;
    WType type;
    bool has_default;
    WTyped *standard; // constant, or a list of constants; NULL if none
    WSpan span;
} WProgramParam;

/// A part of a content. What it interpolates is escaped as the part needs it.
typedef struct WProgramContentPart {
    WStr name;
    WTyped *text; // a text; reads the message's parameters and no event or journey
    WSpan span;
} WProgramContentPart;

/// What a message says on a channel. There is one that a customer whose locale is the project's
/// gets on each channel that has any; the message is sent on no other channel.
typedef struct WProgramContent {
    uint32_t channel;
    WStr locale;                // as w_locale_tag writes it; no bytes: the one without
    WProgramContentPart *parts; // in the author's order
    uint32_t part_count;
    WSpan span;
} WProgramContent;

typedef struct WProgramMessage {
    WStr name;
    WStr title;
    WMessageClass class;
    WProgramParam *params; // in the author's order
    uint32_t param_count;
    WStr *tags; // sorted
    uint32_t tag_count;
    WProgramContent *contents; // by channel, then locale; none: the provider holds a template
    uint32_t content_count;
    WSpan span;
} WProgramMessage;

/// What a policy binds: every member that is given must fit. W_NONE, and a tag without bytes, say
/// "any".
typedef struct WProgramScope {
    uint32_t class; // WMessageClass
    uint32_t channel;
    uint32_t message;
    uint32_t journey;
    WStr tag;
} WProgramScope;

/// What was sent within a scope, of which history keeps when.
typedef struct WProgramSent {
    WProgramScope scope;
    int64_t keep_ms; // a length or W_KEEP_FOREVER
    WStr label;      // "email promotional"
} WProgramSent;

/// By label.
typedef struct WProgramLimit {
    WProgramScope scope;
    uint32_t max;
    int64_t window_ms;      // 0: `calendar` is given
    WCalendarUnit calendar; // W_CALENDAR_NONE: `window_ms` is given
    bool over_all;          // a budget over all customers
    int64_t defer_ms;       // 0: what finds it full is suppressed
    WStr label;             // "promotional to 2 per 24h"
    WSpan span;
} WProgramLimit;

/// By label, then reason, then the text of the condition.
typedef struct WProgramSuppression {
    WProgramScope scope;
    WTyped *when;
    WStr because;
    WStr label; // "promotional"
    WSpan span;
} WProgramSuppression;

typedef struct WProgramSegment {
    WStr name;
    WTyped *when;
    WSpan span;
} WProgramSegment;

// ---- journeys

/// `event.f = constant` or `profile.f = constant` that a `where` implies.
typedef struct WProgramKey {
    uint32_t source; // W_KEY_EVENT or W_KEY_PROFILE
    uint32_t index;  // field of the entry's event, or profile slot
    WConstant constant;
} WProgramKey;

/// At entry the field of the event becomes the variable.
typedef struct WProgramCopy {
    uint32_t field;
    uint32_t variable;
} WProgramCopy;

/// Days of the week or of the month (bits from 0), and the time of day.
typedef struct WProgramTimetable {
    uint32_t weekdays;
    uint32_t month_days;
    uint32_t clock_ms;
} WProgramTimetable;

typedef struct WProgramEntry {
    WEntryKind kind;
    uint32_t event; // ON; else W_NONE
    WTyped *where;  // NULL if none; WHEN: the condition
    bool including_current;
    uint32_t field;              // CHANGE: slot of the profile
    WProgramTimetable timetable; // EVERY
    WProgramKey *keys;
    uint32_t key_count;
    WProgramCopy *copies;
    uint32_t copy_count;
    int64_t older_ms; // events older than that do not enter; 0: all do
    WSpan span;
} WProgramEntry;

typedef struct WProgramOnlyIf {
    WTyped *condition;
    WStr because;
    WSpan span;
} WProgramOnlyIf;

typedef struct WProgramExit {
    uint32_t event; // W_NONE: `exit when`
    WTyped *where;  // NULL if none
    WStr label;     // `exit when`: the condition in the author's words
    WSpan span;
} WProgramExit;

typedef struct WProgramGoal {
    bool given;
    uint32_t event;
    WTyped *where;     // NULL if none
    uint32_t from;     // W_GOAL_FROM_ENTRY or W_GOAL_FROM_SEND
    int64_t within_ms; // 0: as long as the instance lives
    WSpan span;
} WProgramGoal;

typedef struct WProgramStage {
    WStr name;
    WStr title;
    WStr *moments; // in the author's order
    uint32_t moment_count;
    uint32_t event; // which code at the start may read, or W_NONE
    WProgramArm *reactions;
    uint32_t reaction_count;
    bool counted; // some code reads its visits
    WAct *body;   // every path of it ends
    WSpan span;
} WProgramStage;

/// A wait, in source order.
typedef struct WProgramPoint {
    uint32_t stage; // of the journey
    WPointKind kind;
    WStr name;
    uint32_t ordinal; // which wait of its stage, from 0
} WProgramPoint;

/// A send, in source order.
typedef struct WProgramSite {
    uint32_t stage; // of the journey
    uint32_t channel;
    uint32_t message;
    WStr name;
    uint32_t ordinal; // which send of its stage, from 0
    bool has_to;
    bool may_wait;    // quiet hours or a limit may defer it
    bool in_reaction; // in `on` or `when` at the top of a stage
} WProgramSite;

/// An event that carries the journey's key.
typedef struct WProgramInstanceKey {
    uint32_t event;
    uint32_t field;
} WProgramInstanceKey;

/// `one per NAME`: an instance for each value. Events by row: those the journey enters on, and of
/// those it otherwise looks at the ones that carry it.
typedef struct WProgramKeyed {
    WStr name; // no bytes: there is no key
    WType type;
    bool personal;
    WProgramInstanceKey *events;
    uint32_t event_count;
} WProgramKeyed;

/// A split or choice, in source order.
typedef struct WProgramDraw {
    uint32_t stage; // of the journey
    WStr name;
    WDrawKind kind;
    const WAct *act;      // its options
    uint32_t reads_event; // which the options' conditions may read, or W_NONE
    uint32_t event;       // a choice: the goal, W_NONE that of the journey
    WTyped *where;        // on that event, NULL if none
    int64_t within_ms;    // a choice: how long the goal counts; 0 as the journey's
    WTyped **by;          // what the customers are told apart by
    uint32_t by_count;
    WSpan span;
} WProgramDraw;

/// `entry.total` first, by name; then every `let`, in source order.
typedef struct WProgramVariable {
    WStr name;
    WType type;
    bool personal;
} WProgramVariable;

/// By descending priority, then name.
typedef struct WProgramJourney {
    WStr name;
    WStr title;
    WStr owner;
    WStr part_of;
    WStr approved_by;
    int32_t priority;
    bool exit_on_goal;
    bool expiry_exits;
    int64_t expires_day; // INT64_MAX: never
    WReenter reenter;
    int64_t reenter_ms;
    uint32_t admit_max; // 0: there is no ramp
    WCalendarUnit admit_unit;
    int64_t admit_ms; // if there is no unit
    WProgramKeyed keyed;
    uint32_t *groups; // it is in, ascending
    uint32_t group_count;
    WProgramGoal goal;
    WProgramEntry *entries;
    uint32_t entry_count;
    WProgramOnlyIf *only_ifs;
    uint32_t only_if_count;
    WProgramExit *exits;
    uint32_t exit_count;
    WProgramStage *stages; // the first is where an instance begins
    uint32_t stage_count;
    WAct *start; // W_ACT_SET of each `var`, before the first stage; NULL if there is none
    WProgramPoint *points;
    uint32_t point_count;
    WProgramSite *sites;
    uint32_t site_count;
    WProgramDraw *draws;
    uint32_t draw_count;
    WProgramVariable *variables;
    uint32_t variable_count;
    WSpan span;
} WProgramJourney;

/// What the script says of the project before it: something was called otherwise, or what becomes
/// of customers who are inside. By kind, then by what it is about.
typedef struct WProgramChange {
    WChangeKind kind;
    uint32_t owner; // a stage's journey, a field's event or record; else 0
    uint32_t row;   // of the owner, or of the project; of MIGRATE, PIN, KEEP_DEADLINES a journey
    uint32_t to;    // MIGRATE: stage of the journey, W_NONE: exit
    WStr old;       // old name of a thing, MIGRATE: of a stage, RETIRE: of a journey
    WSpan span;
} WProgramChange;

/// A customer is in one of its journeys at a time. By name.
typedef struct WProgramGroup {
    WStr name;
    WSpan span;
} WProgramGroup;

typedef struct WProgram {
    WProgramProject project;
    WProgramEnum *enums; // in the order in which the declarations, sorted, name them first
    uint32_t enum_count;
    WProgramRecord *records; // by name
    uint32_t record_count;
    WProgramProfileField *profile;
    uint32_t profile_count;
    WProgramEvent *events;
    uint32_t event_count;
    WProgramUse *uses; // where a `where` asks the history itself, the inner use comes first
    uint32_t use_count;
    WProgramChannel *channels;
    uint32_t channel_count;
    WProgramMessage *messages;
    uint32_t message_count;
    WProgramSent *sents; // in the order in which they are asked first
    uint32_t sent_count;
    WProgramLimit *limits;
    uint32_t limit_count;
    WProgramSuppression *suppressions;
    uint32_t suppression_count;
    WProgramSegment *segments;
    uint32_t segment_count;
    uint32_t *segment_order; // all segments, each behind those it uses, for making their code
    WProgramGroup *groups;
    uint32_t group_count;
    WProgramChange *changes;
    uint32_t change_count;
    WProgramJourney *journeys;
    uint32_t journey_count;
    struct WProgramTest *tests; // in the order of the files; see program_test.h
    uint32_t test_count;
} WProgram;

/// The constant a type has for want of any other: 0, false, 1970, the first option, an empty text,
/// an empty list, a record of those (it has no items: w_emit_constant knows it).
WConstant w_typed_zero(WType type);

#endif
