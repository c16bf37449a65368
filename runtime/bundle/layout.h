// The bytes of a bundle: header, section table, rows. docs/bundle.md tells the same in prose.
//
// All integers are little-endian, all rows a multiple of 4 bytes (8 where an int64 is inside).
// Sections stand in the order of their codes, each at the first multiple of 8 behind the one
// before, and the bundle's size is a multiple of 8; a section without rows may be left out. Unused
// bytes are zero: one program has one encoding. A reference to a row is its index; W_NONE says
// "none". `text` members are offsets into the text pool, which holds no text twice.
//
// Where rows own rows of another section (`first_…`, `…_count`), the owned ones stand in the order
// of their owners, without gaps; `first_…` of an owner of none is where the next owner's begin.
// Arms are owned by stages and points alike: each range is in one piece, each arm has one owner.
#ifndef W_BUNDLE_LAYOUT_H
#define W_BUNDLE_LAYOUT_H

#include <stdint.h>

#include "runtime/value/time.h"
#include "runtime/value/type.h"

#define W_NONE UINT32_MAX
#define W_BUNDLE_VERSION 1u
/// High bit, name, CR LF, control-Z, LF: a transfer in text mode damages it visibly (like PNG's).
#define W_BUNDLE_MAGIC "\x89WEND\r\n\x1a"

typedef struct WBundleHeader {
    uint8_t magic[8];
    uint32_t version;       // W_BUNDLE_VERSION
    uint32_t section_count; // rows of the section table, which follows the header
    uint64_t size_bytes;    // of the whole bundle
    uint8_t digest[32];     // SHA-256 of everything behind the header, section table included
} WBundleHeader;

typedef struct WSectionRow {
    uint32_t code;         // grammar/sections.def
    uint32_t row_bytes;    // must be the size this reader knows
    uint64_t offset_bytes; // from the start of the bundle
    uint64_t row_count;
} WSectionRow;

/// One instruction; which operands are used is said by the opcode's row. `b` and `c` together are
/// a 32-bit index where one is needed: c << 16 | b. `d` is a jump target, counted from the
/// function's first instruction, always ahead.
typedef struct WInstruction {
    uint8_t op;
    uint8_t a;
    uint16_t b;
    uint16_t c;
    uint16_t d;
} WInstruction;

typedef struct WProjectRow {
    uint32_t name;     // text
    uint32_t title;    // text or W_NONE
    uint32_t timezone; // text: IANA name
    uint32_t locale;   // text or W_NONE
    int64_t dedupe_ms; // how long the id of an event is remembered
    uint32_t language;
    uint32_t reserved;
} WProjectRow;

typedef struct WConstantRow {
    WType type;
    uint32_t count; // of a list: its elements; of a record: its fields; else 0
    int64_t value;  // a text: its offset in the pool; a list or record: its first row of elements
} WConstantRow;

/// What list and record constants hold. They own these rows in their order.
typedef struct WElementRow {
    uint32_t constant; // an earlier row; W_NONE: a field that is missing
} WElementRow;

enum { W_ENUM_OTHER = 1 }; // the last option stands for every value that is not listed

typedef struct WEnumRow {
    uint32_t first_option;
    uint32_t option_count;
    uint32_t flags;
} WEnumRow;

typedef struct WOptionRow {
    uint32_t text;
} WOptionRow;

enum { W_FIELD_PERSONAL = 1 };

/// A declared record. Records do not hold themselves, and nest at most W_LIMIT_RECORD_DEPTH deep.
typedef struct WRecordRow {
    uint32_t name; // text
    uint32_t first_part;
    uint32_t part_count;
} WRecordRow;

/// A field of a record.
typedef struct WPartRow {
    uint32_t name; // text
    uint32_t wire; // text: where it stands in the record's object, as WFieldRow says
    WType type;
    uint32_t flags; // W_FIELD_PERSONAL
} WPartRow;

typedef struct WProfileRow {
    uint32_t name; // text
    uint32_t wire; // text: key in the traits
    WType type;
    uint32_t flags;    // W_FIELD_PERSONAL
    uint32_t constant; // default of a field that is not optional; else W_NONE
} WProfileRow;

typedef enum WEventKind {
    W_EVENT_TRACK = 0,
    W_EVENT_PAGE = 1,
    W_EVENT_SCREEN = 2,
    W_EVENT_GROUP = 3,
} WEventKind;

#define W_KEEP_NOTHING 0
#define W_KEEP_FOREVER INT64_MAX

typedef struct WEventRow {
    uint32_t name; // text
    uint32_t wire; // text: name on the wire
    uint32_t kind; // WEventKind
    uint32_t first_field;
    uint32_t field_count;
    uint32_t slot_count;      // properties that some code reads
    uint32_t history_slots;   // properties that history keeps, 0 to W_LIMIT_HISTORY_SLOTS
    uint32_t setter_function; // its `set` lines, or W_NONE
    int64_t keep_ms; // how long history keeps it: W_KEEP_NOTHING, a length, W_KEEP_FOREVER
} WEventRow;

typedef struct WFieldRow {
    uint32_t name; // text
    uint32_t wire; // text: key in the properties
    WType type;
    uint32_t flags; // W_FIELD_PERSONAL
    uint32_t slot;  // among the event's slots, each of which is one field's; or W_NONE: not read
    uint32_t history_slot; // likewise, only with a slot; or W_NONE
} WFieldRow;

typedef enum WFunctionKind {
    W_FUNCTION_CONDITION = 1, // ends in RETURN_TRUE or RETURN_FALSE
    W_FUNCTION_VALUE = 2,     // ends in RETURN of result_type
    W_FUNCTION_FLOW = 3,      // the stages of a journey; enters at stages, arms and points
    W_FUNCTION_SETTER = 4,    // SET_PROFILE lines, ends in RETURN_NONE
} WFunctionKind;

enum {
    W_FUNCTION_OVER_HISTORY = 1, // LOAD_EVENT names history slots: asked of past events
    W_FUNCTION_AT_ENTRY = 2,     // no instance yet: of the journey only `entries` may be loaded
    W_FUNCTION_ON_CHANGE = 4,    // LOAD_BEFORE may stand in it: asked of changes of the profile
};

/// A function that goes through a list is two: the one with the EACH instruction, and an element
/// function behind it, run for each element (LOAD_ELEMENT). Element functions are not called.
typedef struct WFunctionRow {
    uint32_t first_instruction;
    uint32_t instruction_count;
    uint32_t kind; // WFunctionKind
    uint32_t flags;
    WType result_type;       // of a VALUE function; else 0
    uint32_t event;          // whose properties it may load, or W_NONE
    uint32_t journey;        // whose variables and entry it may load, or W_NONE
    uint32_t message;        // whose parameters it may load, or W_NONE
    WType element_type;      // of an element function: what LOAD_ELEMENT with c = 0 gives; else 0
    uint32_t outer_function; // of an element function inside another: that other, a later row; or
                             // W_NONE
    uint32_t register_count;
    uint32_t cost; // w_function_cost: the longest path, called functions included
} WFunctionRow;

enum { W_CHANNEL_INTERNAL = 1, W_CHANNEL_ACCEPTS_PERSONAL = 2 };

typedef struct WChannelRow {
    uint32_t name;
    uint32_t to_function;      // VALUE: text or text?
    uint32_t consent_function; // CONDITION or W_NONE
    uint32_t flags;
    uint32_t first_quiet;
    uint32_t quiet_count;
    uint32_t rate_count; // delivery sends at most so many in `rate_ms`; 0: as they come
    uint32_t reserved;
    int64_t rate_ms; // 0 if `rate_count` is 0
} WChannelRow;

enum { W_QUIET_FOR_ALL = 1 }; // binds transactional messages too

/// A piece of a night, on days of the week or on dates: from one time of day until another, which
/// is on the next day if it is not later. Whole days are from 00:00 until 00:00.
typedef struct WQuietRow {
    uint32_t channel;
    uint32_t weekdays; // bits 0 (Monday) to 6; 0: from `first_day` to `last_day`
    int32_t first_day; // days since 1970-01-01, both 0 if `weekdays` is given
    int32_t last_day;  // is in it
    uint32_t from_ms;  // time of day
    uint32_t to_ms;
    uint32_t flags;
    uint32_t label; // text: "21:00 to 08:00"
} WQuietRow;

typedef enum WMessageClass {
    W_CLASS_TRANSACTIONAL = 0,
    W_CLASS_PROMOTIONAL = 1,
} WMessageClass;

typedef struct WMessageRow {
    uint32_t name;
    uint32_t title; // or W_NONE
    uint32_t class; // WMessageClass
    uint32_t first_param;
    uint32_t param_count;
    uint32_t first_tag;
    uint32_t tag_count;
    uint32_t first_content; // none at all: the provider has a template of that name
    uint32_t content_count; // by channel, then locale
    uint32_t reserved;
    uint64_t content_hash; // of what the contents say; 0 if there are none
} WMessageRow;

/// What a message says on a channel.
typedef struct WContentRow {
    uint32_t message;
    uint32_t channel;
    uint32_t locale; // text: a tag as w_locale_tag writes it; or W_NONE
    uint32_t first_part;
    uint32_t part_count;
} WContentRow;

typedef struct WContentPartRow {
    uint32_t name;
    uint32_t function; // VALUE: text, of the message
} WContentPartRow;

typedef struct WParamRow {
    uint32_t name;
    WType type;
    uint32_t constant; // default, or W_NONE
    uint32_t flags;
} WParamRow;

typedef struct WTagRow {
    uint32_t name;
} WTagRow;

/// What a policy binds: every member that is not W_NONE must be equal.
typedef struct WScope {
    uint32_t class;   // WMessageClass
    uint32_t channel; // row
    uint32_t message; // row
    uint32_t tag;     // text
    uint32_t journey; // row
} WScope;

enum { W_LIMIT_OVER_ALL = 1 }; // a budget: counts the sends to all customers

typedef struct WLimitRow {
    WScope scope;
    uint32_t max;      // up to W_LIMIT_LIMIT_COUNT, of a budget W_LIMIT_BUDGET_COUNT; 0: nothing
    int64_t window_ms; // rolling: (now - window, now]; 0 if `calendar` is given
    uint32_t label;    // text: "promotional to 2 per 24h"
    uint32_t flags;    // W_LIMIT_OVER_ALL
    int64_t defer_ms;  // how long a send waits for room; 0: it is suppressed
    uint32_t calendar; // WCalendarUnit, in the customer's zone, of a budget in the project's; or 0
    uint32_t reserved;
} WLimitRow;

/// What was sent within a scope: history keeps when.
typedef struct WSentRow {
    WScope scope;
    uint32_t label;  // text: "email promotional"
    int64_t keep_ms; // a length or W_KEEP_FOREVER
} WSentRow;

typedef struct WSuppressionRow {
    WScope scope;
    uint32_t function; // CONDITION
    uint32_t because;  // text or W_NONE
    uint32_t label;    // text: "promotional"
} WSuppressionRow;

typedef struct WSegmentRow {
    uint32_t name;
    uint32_t function; // CONDITION
} WSegmentRow;

typedef enum WReenter {
    W_REENTER_NEVER = 0,
    W_REENTER_ALWAYS = 1,
    W_REENTER_FROM_EXIT = 2,
    W_REENTER_FROM_ENTRY = 3,
} WReenter;

enum {
    W_JOURNEY_EXIT_ON_GOAL = 1,
    W_JOURNEY_EXPIRY_EXITS = 2,
    W_JOURNEY_KEY_PERSONAL = 4,
    W_JOURNEY_SETS_AT_ENTRY = 8, // its flow function begins with SET_VARIABLEs and a GO to the
                                 // first stage, which are run before all else of the instance
};

typedef struct WJourneyRow {
    uint32_t name;
    uint32_t title;   // or W_NONE
    uint32_t owner;   // or W_NONE
    uint32_t part_of; // or W_NONE
    int32_t priority;
    uint32_t flags;
    uint32_t reenter; // WReenter
    uint32_t goal;    // row or W_NONE
    int64_t reenter_ms;
    int64_t expires_day; // nobody enters after this day (project's zone); INT64_MAX: never expires
    uint64_t hash;       // behaviour hash: equal for equal behaviour
    uint32_t first_entry;
    uint32_t entry_count;
    uint32_t first_only_if;
    uint32_t only_if_count;
    uint32_t first_exit;
    uint32_t exit_count;
    uint32_t first_stage; // the first is where an instance begins
    uint32_t stage_count;
    uint32_t first_point;
    uint32_t point_count;
    uint32_t first_site;
    uint32_t site_count;
    uint32_t first_variable;
    uint32_t variable_count;
    uint32_t key_name; // of the property in `one per`: text or W_NONE
    WType key_type;    // 0 if there is none; neither optional nor a list
    uint32_t first_instance_key;
    uint32_t instance_key_count;
    uint32_t first_membership;
    uint32_t membership_count;
    uint32_t first_draw;
    uint32_t draw_count;
    uint32_t flow_function;
    uint32_t visit_count; // counters of its stages
    uint32_t admit_max;   // so many enter per period; 0: all who may
    uint32_t admit_unit;  // WCalendarUnit of the period, or 0
    int64_t admit_ms;     // its length if it has no unit; else 0
} WJourneyRow;

/// An event carries the key of a journey in this slot, of the key's type or that made optional. By
/// event; every entering event is among them.
typedef struct WInstanceKeyRow {
    uint32_t event;
    uint32_t slot;
} WInstanceKeyRow;

/// Of the journeys of a group a customer is in one at a time.
typedef struct WGroupRow {
    uint32_t name;
} WGroupRow;

/// A group that the journey is in; those of a journey stand by group.
typedef struct WMembershipRow {
    uint32_t group;
} WMembershipRow;

/// Days and a time of day by the customer's clock: days of the week, or of the month.
typedef struct WTimetableRow {
    uint32_t weekdays;   // bit 0 is Monday; 0 if `month_days` is given
    uint32_t month_days; // bit 0 is the 1st; one that a month has not is its last
    uint32_t clock_ms;
} WTimetableRow;

typedef enum WEntryKind {
    W_ENTRY_ON = 0,     // an event comes
    W_ENTRY_WHEN = 1,   // the condition comes true
    W_ENTRY_CHANGE = 2, // a field of the profile becomes another
    W_ENTRY_EVERY = 3,  // the time of a timetable comes
} WEntryKind;

enum { W_ENTRY_INCLUDING_CURRENT = 1 }; // WHEN: also those for whom it holds when it is loaded

typedef struct WEntryRow {
    uint32_t journey;
    uint32_t event;          // ON; else W_NONE, and there are neither keys nor copies
    uint32_t where_function; // CONDITION with that event; W_FUNCTION_AT_ENTRY if with the journey
    uint32_t first_key;
    uint32_t key_count;
    uint32_t first_copy;
    uint32_t copy_count;
    uint32_t kind;    // WEntryKind
    uint32_t flags;   // W_ENTRY_INCLUDING_CURRENT
    uint32_t source;  // CHANGE: slot of the profile; EVERY: timetable; else W_NONE
    int64_t older_ms; // ON, CHANGE: inputs that are older on the stream's clock do not enter; 0:
                      // all do
} WEntryRow;

enum { W_KEY_EVENT = 0, W_KEY_PROFILE = 1 };

/// The entry's condition can only hold if this slot holds this constant. A missing value holds
/// none.
typedef struct WKeyRow {
    uint32_t source; // W_KEY_EVENT or W_KEY_PROFILE
    uint32_t slot;
    uint32_t constant; // row
} WKeyRow;

/// At entry the event's slot becomes the instance's variable (index within the journey). A
/// variable whose type is not optional is loaded only where it was surely set: by every entry, or
/// on every way to there.
typedef struct WCopyRow {
    uint32_t slot;
    uint32_t variable;
} WCopyRow;

typedef struct WOnlyIfRow {
    uint32_t function; // CONDITION, no event; W_FUNCTION_AT_ENTRY if with the journey
    uint32_t because;  // text or W_NONE
} WOnlyIfRow;

enum { W_GOAL_FROM_ENTRY = 0, W_GOAL_FROM_SEND = 1 };

typedef struct WGoalRow {
    uint32_t event;
    uint32_t where_function; // CONDITION with that event, or W_NONE
    uint32_t from;           // W_GOAL_FROM_ENTRY or W_GOAL_FROM_SEND
    uint32_t journey;
    int64_t within_ms; // 0: as long as the instance lives
} WGoalRow;

typedef struct WExitRow {
    uint32_t event;          // or W_NONE: `exit when`
    uint32_t where_function; // CONDITION; or W_NONE, with an event
    uint32_t label;          // text: what stands behind `exit when`; W_NONE with an event
} WExitRow;

typedef struct WStageRow {
    uint32_t journey;
    uint32_t name;
    uint32_t title; // or W_NONE
    uint32_t start; // instruction within the journey's flow function
    uint32_t event; // the event that code at the start may read, or W_NONE
    uint32_t first_arm;
    uint32_t arm_count; // `on` and `when` at the top of the stage, W_LIMIT_REACTIONS at most
    uint32_t visits;    // which of the journey's counters counts its beginnings; W_NONE: none does
} WStageRow;

typedef enum WPointKind {
    W_POINT_FOR = 0,   // WAIT_FOR: a length
    W_POINT_UNTIL = 1, // WAIT_UNTIL: an instant
    W_POINT_EVER = 2,  // WAIT_EVER: no end
    W_POINT_SEND = 3,  // SEND: a send that policy made wait
} WPointKind;

/// One WAIT instruction stands at each point, at a SEND point its site's SEND.
typedef struct WPointRow {
    uint32_t journey;
    uint32_t stage;   // row
    uint32_t kind;    // WPointKind
    uint32_t name;    // text or W_NONE
    uint32_t ordinal; // which wait of its stage, from 0, in the order of the rows; of a SEND that
                      // of its site
    uint32_t first_arm;
    uint32_t arm_count;
    uint32_t after;     // instruction that runs when the time is over (else arm, or what follows);
                        // EVER: W_NONE; SEND: what follows it
    uint32_t otherwise; // SEND: what runs if it is suppressed in the end; else W_NONE
    uint32_t site;      // SEND: row; else W_NONE
    uint32_t instant_function; // UNTIL: VALUE, the datetime anew when the customer's zone changes,
                               // with `now` when the wait began; W_NONE: it stays as it is
} WPointRow;

/// An arm of a wait that looks back: an event of its kind that came after the instance entered and
/// before the wait counts as well, the earliest. History keeps all that code reads of it, for
/// ever.
enum { W_ARM_SINCE_ENTRY = 1 };

typedef struct WArmRow {
    uint32_t event;          // or W_NONE: `when`
    uint32_t where_function; // CONDITION with that event; or W_NONE, with an event
    uint32_t start;          // instruction within the journey's flow function
    uint32_t flags;          // W_ARM_SINCE_ENTRY
} WArmRow;

enum {
    W_SITE_HAS_TO = 1,      // the register behind the params holds `to`
    W_SITE_IN_REACTION = 2, // it stands in `on` or `when` at the top of a stage
};

/// One SEND instruction stands at each site.
typedef struct WSiteRow {
    uint32_t journey;
    uint32_t stage;   // row
    uint32_t channel; // row
    uint32_t message; // row
    uint32_t name;    // text or W_NONE
    uint32_t ordinal; // which send of its stage, from 0, in the order of the rows
    uint32_t flags;
    uint32_t point; // where it stands while policy makes it wait; W_NONE: none can (scope.h)
} WSiteRow;

/// An event that code puts in. EMIT instructions hold its properties in as many registers.
typedef struct WEmissionRow {
    uint32_t event;
    uint32_t first_given;
    uint32_t given_count;
} WEmissionRow;

/// By slot; every property that is not optional and has a slot is given.
typedef struct WGivenRow {
    uint32_t slot;
} WGivenRow;

typedef enum WChangeKind {
    W_CHANGE_JOURNEY_RENAMED = 0, // row: journey; old: what it was called
    W_CHANGE_STAGE_RENAMED = 1,   // row: stage
    W_CHANGE_PROFILE_RENAMED = 2, // row: profile slot
    W_CHANGE_FIELD_RENAMED = 3,   // row: field of an event
    W_CHANGE_PART_RENAMED = 4,    // row: field of a record
    W_CHANGE_MIGRATE = 5,         // row: journey; who was in its stage `old` goes to stage `to`
    W_CHANGE_PIN = 6,             // row: journey; who is inside finishes as they entered
    W_CHANGE_KEEP_DEADLINES = 7,  // row: journey
    W_CHANGE_RETIRE_EXIT = 8,     // who is in journey `old`, which is gone, exits
    W_CHANGE_RETIRE_PIN = 9,      // who is in journey `old` finishes as they entered
} WChangeKind;

/// What the project says of the one before it. Nothing of it runs: it is for `wend plan`.
typedef struct WChangeRow {
    uint32_t kind; // WChangeKind
    uint32_t row;  // W_NONE if the kind has none
    uint32_t old;  // text, or W_NONE if the kind has none
    uint32_t to;   // MIGRATE: row of a stage of the journey, or W_NONE: exit; else W_NONE
} WChangeRow;

/// A place in the flow of a journey. What it is the compiler knows that made it.
typedef struct WMarkRow {
    uint32_t stage; // row
} WMarkRow;

typedef enum WDrawKind {
    W_DRAW_SPLIT = 0,  // by the shares of the ways, once for a customer
    W_DRAW_CHOICE = 1, // evenly among the ways whose conditions hold, each time
} WDrawKind;

/// One DRAW instruction stands at each draw; it gives the number of the way.
typedef struct WDrawRow {
    uint32_t journey;
    uint32_t name;
    uint32_t kind; // WDrawKind
    uint32_t first_way;
    uint32_t way_count; // 1 to W_LIMIT_WAYS
} WDrawRow;

typedef struct WWayRow {
    uint32_t name;
    uint32_t micros;         // of a split: its share in millionths; together 1,000,000. Else 0
    uint32_t where_function; // of a choice: CONDITION, or W_NONE
} WWayRow;

typedef struct WVariableRow {
    uint32_t name;
    WType type;
} WVariableRow;

typedef enum WUseKind {
    W_USE_COUNT = 0,
    W_USE_SUM = 1,
    W_USE_MIN = 2,
    W_USE_MAX = 3,
    W_USE_AVG = 4,
    W_USE_FIRST = 5,
    W_USE_LAST = 6,
} WUseKind;

#define W_USE_SINCE_ENTRY 4u /* a period beside those of WCalendarUnit */
#define W_USE_AT UINT32_MAX  /* instead of a history slot: the time of the event */

typedef struct WUseRow {
    uint32_t event;          // W_NONE: what was sent is asked
    uint32_t kind;           // WUseKind
    uint32_t slot;           // history slot or W_USE_AT; W_USE_AT for COUNT
    WType type;              // of the result
    uint32_t where_function; // CONDITION, OVER_HISTORY, with that event; or W_NONE
    uint32_t period;         // WCalendarUnit: this one, where the customer is; W_USE_SINCE_ENTRY:
                             // (entry, now], asked of an instance only; 0: by its length
    uint32_t sent;           // row; W_NONE: an event is asked
    uint32_t reserved;
    int64_t window_ms; // (now - window, now]; INT64_MAX: all there is. Of a unit of the calendar:
                       // no less than its length
} WUseRow;

typedef struct WPatternRow {
    uint32_t text;
} WPatternRow;

#endif
