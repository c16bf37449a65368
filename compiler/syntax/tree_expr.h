// The tree's names, expressions, types and fields. tree.h says what holds of all nodes.
#ifndef W_SYNTAX_TREE_EXPR_H
#define W_SYNTAX_TREE_EXPR_H

#include <stdbool.h>
#include <stdint.h>

#include "compiler/source/source.h"
#include "runtime/base/bytes.h"

typedef struct WExpr WExpr;
typedef struct WStmt WStmt;
typedef struct WDecl WDecl;

/// A name, or a plain text (title, owner, reason; escapes decoded), with its place. Names are in
/// NFC. `text.bytes` is NULL where the author wrote none; an empty text has bytes that are not
/// NULL. A name of no bytes that must be there was forgotten and had its finding: take it as an
/// error node.
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

// ---- expressions

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
    WName field;    // SENT: behind a dot; none if not written
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

// ---- types, fields

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

#endif
