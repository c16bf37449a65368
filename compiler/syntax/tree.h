// The tree of a script: what the author wrote, with places, before anything is known about names or
// types.
//
// Premise: made by w_syntax_parse (syntax.h) only.
// Promise: it holds the whole language. What could not be read is an error node (W_EXPR_ERROR,
// W_STMT_ERROR, W_DECL_ERROR, W_TYPE_NODE_ERROR), never NULL, and has had its finding: whoever meets
// one says nothing. A pointer is NULL only where this page says "NULL if none". Every list is in
// source order, linked by `next`. Every literal is decoded and within its range. Expressions,
// statements and types nest no deeper than W_LIMIT_NESTING, so recursion over a tree is bounded.
//
// Already checked here, so that nobody else must: clauses that may not repeat (the first is kept),
// `else` is the last arm and stands once, `wait for` has no `else`, a reply stands once, shares and
// holdouts are from 0% to 100%, dates exist, `{if}` `{for}` `{end}` are paired and in contents only.
// Left to the checker: names, types, that `wait up to` has an `else`, sums of shares, flow.
#ifndef W_SYNTAX_TREE_H
#define W_SYNTAX_TREE_H

#include <stdbool.h>
#include <stdint.h>

#include "compiler/source/source.h"
#include "runtime/base/bytes.h"

typedef struct WExpr WExpr;
typedef struct WStmt WStmt;
typedef struct WDecl WDecl;

/// A name, or a plain text (title, owner, reason; escapes decoded), with its place. Names are in NFC.
/// `text.bytes` is NULL where the author wrote none; an empty text has bytes that are not NULL. A name
/// of no bytes that must be there was forgotten and had its finding: take it as an error node.
typedef struct WName {
    WStr text;
    WSpan span;
} WName;

static inline bool w_name_given(WName name) {
    return name.text.bytes != NULL;
}

typedef struct WNameItem {
    struct WNameItem *next;
    WName name;
} WNameItem;

/// A clause that is only there or not.
typedef struct WFlag {
    bool given;
    WSpan span;
} WFlag;

/// An integer clause, or a percentage as a number (millionths).
typedef struct WAmount {
    bool given;
    int64_t value;
    WSpan span; // of the value
} WAmount;

/// Calendar units of `in 3 days`, `per calendar week`, `within this month`, `every month`.
typedef enum WTreeUnit {
    W_UNIT_MINUTE,
    W_UNIT_HOUR,
    W_UNIT_DAY,
    W_UNIT_WEEK,
    W_UNIT_MONTH,
    W_UNIT_YEAR
} WTreeUnit;

/// Days by name.
typedef enum WTreeDay {
    W_DAY_MONDAY,
    W_DAY_TUESDAY,
    W_DAY_WEDNESDAY,
    W_DAY_THURSDAY,
    W_DAY_FRIDAY,
    W_DAY_SATURDAY,
    W_DAY_SUNDAY,
    W_DAY_WEEKDAY // `weekday`: monday to friday
} WTreeDay;

typedef struct WDayItem {
    struct WDayItem *next;
    WSpan span;
    bool is_date;
    WTreeDay weekday; // if not is_date
    int32_t day;      // if is_date: days since 1970-01-01
} WDayItem;

// ---------------------------------------------------------------------------- expressions

typedef enum WExprKind {
    W_EXPR_ERROR,      // had its finding; anything may be assumed of it
    W_EXPR_BOOLEAN,    // boolean
    W_EXPR_INTEGER,    // integer
    W_EXPR_NUMBER,     // micros; percentages too (5% is 50000)
    W_EXPR_DURATION,   // length_ms
    W_EXPR_CLOCK,      // clock_ms
    W_EXPR_DATE,       // day
    W_EXPR_DATE_CLOCK, // date_clock
    W_EXPR_UNITS,      // units: `14 days`, right of + or - beside a date only (checker)
    W_EXPR_TEXT,       // text
    W_EXPR_TEXT_PARTS, // parts: a text with interpolations
    W_EXPR_NAME,       // name: anything declared; also entry, now, today, entries, visits, before
    W_EXPR_PROFILE,    // the word `profile`
    W_EXPR_EVENT,      // the word `event`
    W_EXPR_FIELD,      // field: `of.name`
    W_EXPR_LIST,       // items
    W_EXPR_RECORD,     // pairs: `{ key: value … }`, in arguments and lists only
    W_EXPR_CALL,       // call
    W_EXPR_NOT,        // operand
    W_EXPR_NEGATE,     // operand
    W_EXPR_KNOWN,      // operand `is known`
    W_EXPR_MISSING,    // operand `is missing`
    W_EXPR_IN_JOURNEY, // name: `in JOURNEY`
    W_EXPR_BETWEEN,    // between
    W_EXPR_BINARY      // op and binary
} WExprKind;

typedef enum WExprOp {
    W_OP_NONE, // every kind but W_EXPR_BINARY
    W_OP_OR,
    W_OP_AND,
    W_OP_EQ,
    W_OP_NE,
    W_OP_LT,
    W_OP_LE,
    W_OP_GT,
    W_OP_GE,
    W_OP_IN,
    W_OP_NOT_IN,
    W_OP_CONTAINS,
    W_OP_STARTS_WITH,
    W_OP_ENDS_WITH,
    W_OP_MATCHES, // right is a W_EXPR_TEXT
    W_OP_OTHERWISE,
    W_OP_ADD,
    W_OP_SUB,
    W_OP_AT, // date at time
    W_OP_MUL,
    W_OP_DIV
} WExprOp;

/// A piece of an interpolated text.
typedef enum WTextPartKind {
    W_TEXT_PART_TEXT, // text, decoded
    W_TEXT_PART_EXPR, // expr
    W_TEXT_PART_IF,   // expr, then_parts, else_parts (`else if`: an IF alone in else_parts)
    W_TEXT_PART_FOR   // binding, expr (the list), where (NULL if none), then_parts (the body)
} WTextPartKind;

typedef struct WTextPart {
    struct WTextPart *next;
    WTextPartKind kind;
    WSpan span;
    WStr text;
    WExpr *expr;
    WName binding;
    WExpr *where;
    struct WTextPart *then_parts;
    struct WTextPart *else_parts;
} WTextPart;

/// `key: value` of arguments and record values.
typedef struct WPair {
    struct WPair *next;
    WSpan span;
    WName key;
    WExpr *value;
} WPair;

/// How far back a condition over history looks.
typedef enum WPeriodKind {
    W_PERIOD_NONE,
    W_PERIOD_WITHIN,     // length
    W_PERIOD_THIS,       // unit: `within this week`
    W_PERIOD_SINCE_ENTRY // `since entry`
} WPeriodKind;

typedef struct WPeriod {
    WPeriodKind kind;
    WSpan span;
    WExpr *length; // a duration: literal, place or expression; NULL unless WITHIN
    WTreeUnit unit;
} WPeriod;

typedef enum WArgKind {
    W_ARG_VALUE, // value [where] [period]: a plain argument, or an event with its window
    W_ARG_EACH,  // value for binding in list [where]; value is NULL for `any(p in xs where …)`
    W_ARG_SENT   // sent first [second] [from journey] [where] [period]
} WArgKind;

/// One argument of a call.
typedef struct WArg {
    struct WArg *next;
    WArgKind kind;
    WSpan span;
    WExpr *value;   // VALUE, EACH (see above)
    WName binding;  // EACH
    WExpr *list;    // EACH
    WName first;    // SENT: message, channel, class or tag; none if only `from`
    WName second;   // SENT: none if not written
    WName from;     // SENT: journey; none if not written
    WExpr *where;   // NULL if none
    WPeriod period; // VALUE, SENT
} WArg;

struct WExpr {
    WExpr *next; // in a list of expressions
    WExprKind kind;
    WExprOp op;
    uint32_t depth; // 1 for a leaf
    WSpan span;
    union {
        bool boolean;
        int64_t integer;
        int64_t micros;    // exact decimal, millionths
        int64_t length_ms; // duration
        int32_t clock_ms;  // of the day
        int32_t day;       // since 1970-01-01
        struct {
            int32_t day;
            int32_t clock_ms;
        } date_clock; // a local moment; the zone is the checker's business
        struct {
            int64_t count;
            WTreeUnit unit;
        } units;
        WStr text;
        WTextPart *parts;
        WStr name; // its place is the expression's
        struct {
            WExpr *of;
            WName name;
        } field;
        WExpr *items;
        WPair *pairs;
        struct {
            WName name;
            WArg *args;
        } call;
        WExpr *operand;
        struct {
            WExpr *value;
            WExpr *low;
            WExpr *high;
        } between;
        struct {
            WExpr *left;
            WExpr *right;
            WSpan op_span;
        } binary;
    };
};

// ---------------------------------------------------------------------------- types, fields

typedef enum WTypeNodeKind {
    W_TYPE_NODE_ERROR,
    W_TYPE_NODE_NAMED, // name: boolean, integer, … or a record
    W_TYPE_NODE_LIST,  // of
    W_TYPE_NODE_ONE_OF // options, or_other
} WTypeNodeKind;

typedef struct WTypeNode {
    WTypeNodeKind kind;
    bool optional; // `?`, outermost only
    bool or_other;
    WSpan span;
    WName name;
    struct WTypeNode *of;
    WNameItem *options; // decoded texts
} WTypeNode;

/// A field of profile, event, record, answer; a param of a message.
typedef struct WField {
    struct WField *next;
    WSpan span;
    WStr doc; // `##` lines before it, without the marks; empty if none
    WName name;
    WTypeNode *type;
    WFlag personal;
    WExpr *value;       // default; NULL if none
    WName from;         // path on the wire
    WName renamed_from; // name in an older bundle
} WField;

/// `set profile.x = …` among an event's fields.
typedef struct WProfileSet {
    struct WProfileSet *next;
    WSpan span;
    WName field;
    WExpr *value;
} WProfileSet;

// ---------------------------------------------------------------------------- statements

/// `NAME where …`: an event and a condition on it.
typedef struct WMatch {
    WSpan span;
    WName event;
    WExpr *where; // NULL if none
} WMatch;

typedef struct WBlock {
    WSpan span; // with its braces
    WStmt *first;
} WBlock;

typedef enum WArmKind { W_ARM_ON, W_ARM_WHEN, W_ARM_ELSE } WArmKind;

/// An arm of a wait, or a reaction at the top of a stage (ON and WHEN only).
typedef struct WArm {
    struct WArm *next;
    WArmKind kind;
    WSpan span;
    WMatch match;      // ON
    WFlag since_entry; // ON
    WExpr *when;       // WHEN
    WBlock *block;
} WArm;

typedef enum WWaitKind {
    W_WAIT_LENGTH, // wait D
    W_WAIT_UP_TO,  // wait up to D { arms }
    W_WAIT_UNTIL,  // wait until T [{ arms }]
    W_WAIT_FOR     // wait for { arms }
} WWaitKind;

typedef enum WInstantKind {
    W_INSTANT_EXPR,     // expr: a datetime, or a W_EXPR_CLOCK (the next such time of day)
    W_INSTANT_IN,       // clock_ms `in` count unit
    W_INSTANT_WEEKDAY   // weekday clock_ms
} WInstantKind;

typedef struct WInstant {
    WInstantKind kind;
    WSpan span;
    WExpr *expr;
    int32_t clock_ms;
    int64_t count;
    WTreeUnit unit;
    WTreeDay weekday;
} WInstant;

typedef struct WWait {
    WWaitKind kind;
    WName name;
    WExpr *length;    // LENGTH, UP_TO: a duration: literal, place or expression
    WInstant instant; // UNTIL
    bool has_arms;    // UNTIL: whether braces were written
    WArm *arms;
} WWait;

typedef struct WSend {
    WName name;
    WName channel;
    WName message;
    WPair *args;
    WExpr *to;          // NULL if none
    WBlock *else_block; // NULL if none
} WSend;

typedef struct WAsk {
    WName name;
    WName channel;
    WName message;
    WPair *args;
    WExpr *to; // NULL if none
    WExpr *up_to;
    WBlock *answer;     // NULL if none
    WBlock *else_block; // NULL if none
} WAsk;

/// `if` and each `else if`, in order.
typedef struct WBranch {
    struct WBranch *next;
    WSpan span;
    WExpr *condition;
    WBlock *block;
} WBranch;

typedef struct WIf {
    WBranch *branches;  // at least one
    WBlock *else_block; // NULL if none
} WIf;

/// An arm of a split.
typedef struct WShare {
    struct WShare *next;
    WSpan span;
    int64_t percent; // millionths: 50% is 500000
    WSpan percent_span;
    WName name;
    WBlock *block;
} WShare;

/// An option of a choice.
typedef struct WOption {
    struct WOption *next;
    WSpan span;
    WName name;
    WExpr *where; // NULL if none
    WBlock *block;
} WOption;

typedef struct WChoose {
    WName name;
    bool aims_at_goal; // the journey's goal; else match within length
    WMatch match;
    WExpr *within; // NULL if aims_at_goal
    WExpr *by;     // list; NULL if none
    WOption *options;
} WChoose;

typedef enum WStmtKind {
    W_STMT_ERROR,
    W_STMT_WAIT,
    W_STMT_SEND,
    W_STMT_ASK,
    W_STMT_IF,
    W_STMT_LET,         // assign
    W_STMT_SET,         // assign: `set name = …`
    W_STMT_SET_PROFILE, // assign: `set profile.name = …`
    W_STMT_EMIT,        // emit
    W_STMT_SPLIT,       // split
    W_STMT_CHOOSE,      // choose
    W_STMT_GO,          // go
    W_STMT_FINISH,
    W_STMT_EXIT // reason
} WStmtKind;

struct WStmt {
    WStmt *next;
    WStmtKind kind;
    WSpan span;
    union {
        WWait wait;
        WSend send;
        WAsk ask;
        WIf if_;
        struct {
            WName name;
            WExpr *value;
        } assign;
        struct {
            WName event;
            WPair *args;
        } emit;
        struct {
            WName name;
            WShare *shares;
        } split;
        WChoose choose;
        WName go;
        WExpr *reason;
    };
};

// ---------------------------------------------------------------------------- journeys

typedef enum WEnterKind {
    W_ENTER_ON,     // match
    W_ENTER_CHANGE, // of profile.field where …
    W_ENTER_WHEN,   // condition [including_current]
    W_ENTER_EVERY   // schedule where condition
} WEnterKind;

typedef enum WScheduleKind {
    W_SCHEDULE_WEEKDAYS, // days at clock
    W_SCHEDULE_UNIT,     // every `day` at clock
    W_SCHEDULE_ON,       // unit on numbers at clock
    W_SCHEDULE_LAST      // unit on last last_unit at clock
} WScheduleKind;

typedef struct WNumberItem {
    struct WNumberItem *next;
    int64_t value;
    WSpan span;
} WNumberItem;

typedef struct WSchedule {
    WScheduleKind kind;
    WSpan span;
    WDayItem *days;
    WTreeUnit unit;
    WNumberItem *numbers;
    WTreeUnit last_unit;
    int32_t clock_ms;
} WSchedule;

typedef struct WEnter {
    struct WEnter *next;
    WEnterKind kind;
    WSpan span;
    WMatch match;     // ON
    WName field;      // CHANGE
    WExpr *condition; // CHANGE, WHEN, EVERY; NULL if none (never for WHEN)
    WFlag including_current;
    WSchedule schedule;
    WExpr *older_than; // `unless older than`; NULL if none
} WEnter;

typedef struct WOnlyIf {
    struct WOnlyIf *next;
    WSpan span;
    WExpr *condition;
    WName because;
} WOnlyIf;

typedef enum WExitKind { W_EXIT_ON, W_EXIT_ON_GOAL, W_EXIT_WHEN } WExitKind;

typedef struct WExit {
    struct WExit *next;
    WExitKind kind;
    WSpan span;
    WMatch match; // ON
    WExpr *when;  // WHEN
} WExit;

typedef enum WReentryKind { W_REENTRY_NEVER, W_REENTRY_ALWAYS, W_REENTRY_AFTER } WReentryKind;

/// From which moment a length is counted; NONE where the author did not say.
typedef enum WFrom { W_FROM_NONE, W_FROM_ENTRY, W_FROM_EXIT, W_FROM_SEND } WFrom;

typedef struct WReentry {
    WReentryKind kind;
    WSpan span;
    WExpr *after; // AFTER
    WFrom from;   // NONE, ENTRY or EXIT
} WReentry;

typedef struct WGoal {
    WSpan span;
    WMatch match;
    WExpr *within; // NULL if none
    WFrom from;    // NONE, ENTRY or SEND
} WGoal;

typedef struct WExpires {
    bool given;
    bool then_exit;
    int32_t day;
    WSpan span;
} WExpires;

typedef struct WVar {
    struct WVar *next;
    WSpan span;
    WName name;
    WExpr *value;
} WVar;

/// `admit at most COUNT per …`
typedef struct WAdmit {
    bool given;
    WSpan span;
    int64_t count;
    WExpr *length;  // NULL if a unit was written
    WTreeUnit unit; // `per day`: a calendar unit
} WAdmit;

typedef struct WMigrate {
    struct WMigrate *next;
    WSpan span;
    WName stage;
    WName to; // none: `to exit`
} WMigrate;

typedef struct WStage {
    struct WStage *next;
    WSpan span;
    WStr doc;
    WName name;
    WName title;
    WName renamed_from;
    WNameItem *moments;
    WArm *reactions; // `on` and `when` at its top, in source order
    WStmt *first;
    WSpan end; // its closing brace, where a path may run out
} WStage;

typedef struct WJourney {
    WName name;
    WName title;
    WName renamed_from;
    WName owner;
    WName part_of;
    WName approved_by;
    WName one_per;
    WAmount priority;
    WAmount holdout;
    WExpires expires;
    WVar *vars;
    WEnter *enters;
    WOnlyIf *only_ifs;
    WReentry *reentry; // NULL if none
    WGoal *goal;       // NULL if none
    WExit *exits;
    WAdmit admit;
    WMigrate *migrates;
    WFlag pin;
    WFlag keep_deadlines;
    WStage *stages;
} WJourney;

// ---------------------------------------------------------------------------- tests

/// `because` in an expectation: a text, or a name (an event, `goal`, `reenter`, a kind of reason).
typedef enum WWhyKind { W_WHY_NONE, W_WHY_TEXT, W_WHY_NAME } WWhyKind;

typedef enum WExpectKind {
    W_EXPECT_SEND,       // first [second] args: channel and message, or message
    W_EXPECT_NO_SEND,    // [first [second]] [of]
    W_EXPECT_SUPPRESSED, // first [second] why
    W_EXPECT_DEFERRED,   // first [second] why
    W_EXPECT_ENTER,      // first
    W_EXPECT_NO_ENTER,   // first
    W_EXPECT_REFUSED,    // first why
    W_EXPECT_STAGE,      // first . second
    W_EXPECT_GOAL,       // first
    W_EXPECT_EXIT,       // first why
    W_EXPECT_FINISH,     // first
    W_EXPECT_PROFILE     // args
} WExpectKind;

typedef struct WExpect {
    WExpectKind kind;
    WName first;
    WName second;
    WName of;
    WPair *args;
    WWhyKind why;
    WName because;
} WExpect;

typedef enum WStepKind {
    W_STEP_PROFILE,    // args
    W_STEP_CUSTOMER,   // first (a text)
    W_STEP_GIVEN_SENT, // first [second] length ago
    W_STEP_SPLIT,      // first . second third: journey, split, arm
    W_STEP_HELD_OUT,
    W_STEP_AT,     // day [clock_ms]
    W_STEP_AFTER,  // length
    W_STEP_EVENT,  // first args
    W_STEP_EXPECT  // expect
} WStepKind;

typedef struct WStep {
    struct WStep *next;
    WStepKind kind;
    WSpan span;
    WName first;
    WName second;
    WName third;
    WPair *args;
    WExpr *length;
    int32_t day;
    bool has_clock;
    int32_t clock_ms;
    WExpect expect;
} WStep;

// ---------------------------------------------------------------------------- declarations

typedef enum WLintLevel { W_LINT_OFF, W_LINT_WARNING, W_LINT_ERROR } WLintLevel;

typedef struct WLintItem {
    struct WLintItem *next;
    WSpan span;
    WName name;
    WLintLevel level;
} WLintItem;

/// `use std.email`: a path of names.
typedef struct WUse {
    struct WUse *next;
    WSpan span;
    WNameItem *path;
} WUse;

typedef struct WProject {
    WName name;
    WName title;
    WAmount language;
    WName timezone;
    WName locale;
    WUse *uses;
    WNameItem *excludes;
    WExpr *dedupe; // a duration; NULL if none
    WAmount holdout;
    WLintItem *lints;
} WProject;

typedef struct WProfile {
    WField *fields;
} WProfile;

typedef enum WWireKind {
    W_WIRE_TRACK, // wire_name, or the event's name if none
    W_WIRE_PAGE,  // wire_name
    W_WIRE_SCREEN,
    W_WIRE_GROUP // no wire_name
} WWireKind;

typedef struct WEvent {
    WName name;
    WWireKind wire;
    WName wire_name;
    WField *fields;
    WProfileSet *sets;
} WEvent;

typedef struct WSegment {
    WName name;
    WName title;
    WExpr *when;
} WSegment;

typedef enum WQuietKind {
    W_QUIET_HOURS, // from_ms to to_ms [on days]
    W_QUIET_DAYS,  // days
    W_QUIET_DATES  // from_day to to_day
} WQuietKind;

typedef struct WQuiet {
    struct WQuiet *next;
    WQuietKind kind;
    WSpan span;
    int32_t from_ms;
    int32_t to_ms;
    WDayItem *days; // NULL if none
    int32_t from_day;
    int32_t to_day;
    bool for_all;
} WQuiet;

typedef struct WRate {
    bool given;
    WSpan span;
    int64_t count;
    WExpr *per; // a duration
} WRate;

typedef struct WChannel {
    WName name;
    WExpr *to;      // NULL if none
    WExpr *consent; // NULL if none
    WQuiet *quiets;
    WRate rate;
    WFlag accepts_personal;
    WFlag internal;
} WChannel;

typedef struct WRecord {
    WName name;
    WField *fields;
} WRecord;

typedef struct WExclusive {
    WName name;
    WNameItem *journeys;
} WExclusive;

/// What a limit or a suppression covers: `from JOURNEY`, or one or two names.
typedef struct WTreeScope {
    WSpan span;
    WName from;
    WName first;
    WName second;
} WTreeScope;

typedef struct WLimit {
    WTreeScope scope;
    int64_t count;
    WSpan count_span;
    WExpr *window;      // a duration; NULL for `per calendar UNIT`
    WTreeUnit calendar; // if window is NULL
    WSpan window_span;
    WFlag over_all;     // `over all customers`
    WExpr *defer_up_to; // NULL if none
} WLimit;

typedef struct WSuppress {
    WTreeScope scope;
    WExpr *when;
    WName because;
} WSuppress;

/// `subject "…"` or `body file "…"` of a content.
typedef struct WContentPart {
    struct WContentPart *next;
    WSpan span;
    WName name;
    WExpr *text; // W_EXPR_TEXT or W_EXPR_TEXT_PARTS; NULL if a file
    WName file;
} WContentPart;

typedef struct WContent {
    struct WContent *next;
    WSpan span;
    WName channel;
    WName locale;
    WContentPart *parts;
} WContent;

typedef struct WMessage {
    WName name;
    WName title;
    WName class_name;
    WNameItem *tags;
    WField *params;
    WFlag has_answer;
    WField *answer;
    WContent *contents;
} WMessage;

typedef struct WConst {
    WName name;
    WTypeNode *type; // NULL if not said
    WExpr *value;
} WConst;

typedef struct WTest {
    WName title;
    WStep *steps;
} WTest;

/// `retire NAME exit` or `retire NAME pin`: what becomes of those inside a journey that is gone.
typedef struct WRetire {
    WName journey;
    bool pin;
} WRetire;

typedef enum WDeclKind {
    W_DECL_ERROR,
    W_DECL_PROJECT,
    W_DECL_PROFILE,
    W_DECL_EVENT,
    W_DECL_SEGMENT,
    W_DECL_CHANNEL,
    W_DECL_RECORD,
    W_DECL_EXCLUSIVE,
    W_DECL_LIMIT,
    W_DECL_SUPPRESS,
    W_DECL_MESSAGE,
    W_DECL_JOURNEY,
    W_DECL_CONST,
    W_DECL_TEST,
    W_DECL_RETIRE
} WDeclKind;

struct WDecl {
    WDecl *next;
    WDeclKind kind;
    WSpan span;
    WStr doc; // `##` lines before it, without the marks; empty if none
    union {
        WProject project;
        WProfile profile;
        WEvent event;
        WSegment segment;
        WChannel channel;
        WRecord record;
        WExclusive exclusive;
        WLimit limit;
        WSuppress suppress;
        WMessage message;
        WJourney journey;
        WConst constant;
        WTest test;
        WRetire retire;
    };
};

// ---------------------------------------------------------------------------- the file

struct WTokens;

/// The tree of one file.
typedef struct WTree {
    const WSource *source;
    WDecl *first;
    bool broken; // the file has a syntax finding: check names only, make no code
    bool lost;   // a declaration's name may have been skipped: say nothing of unknown names
    const struct WTokens *tokens; // with comments; for the formatter and the lints
} WTree;

#endif
