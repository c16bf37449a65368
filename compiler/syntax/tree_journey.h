// The tree's statements and journeys. tree.h says what holds of all nodes.
#ifndef W_SYNTAX_TREE_JOURNEY_H
#define W_SYNTAX_TREE_JOURNEY_H

#include <stdbool.h>
#include <stdint.h>

#include "compiler/syntax/tree_expr.h"

// ---- statements

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
    W_INSTANT_EXPR,   // expr: a datetime, or a W_EXPR_CLOCK (the next such time of day)
    W_INSTANT_IN,     // clock_ms `in` count unit
    W_INSTANT_WEEKDAY // weekday clock_ms
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

// ---- journeys

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

#endif
