// The tree of a script: what the author wrote, with places, before anything is known about names
// or types.
//
// Premise: made by w_syntax_parse (syntax.h) only.
// Promise: it holds the whole language. What could not be read is an error node (W_EXPR_ERROR,
// W_STMT_ERROR, W_DECL_ERROR, W_TYPE_NODE_ERROR), never NULL, and has had its finding: whoever
// meets one says nothing. A pointer is NULL only where this page says "NULL if none". Every list
// is in source order, linked by `next`. Every literal is decoded and within its range.
// Expressions, statements and types nest no deeper than W_LIMIT_NESTING, so recursion over a tree
// is bounded.
//
// Already checked here, so that nobody else must: clauses that may not repeat (the first is kept),
// `else` is the last arm and stands once, `wait for` has no `else`, a reply stands once, shares
// and holdouts are from 0% to 100%, dates exist, `{if}` `{for}` `{end}` are paired and in contents
// only. Left to the checker: names, types, that `wait up to` has an `else`, sums of shares, flow.
#ifndef W_SYNTAX_TREE_H
#define W_SYNTAX_TREE_H

#include <stdbool.h>
#include <stdint.h>

#include "compiler/syntax/tree_expr.h"
#include "compiler/syntax/tree_journey.h"

// ---- tests

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
    W_STEP_AT,    // day [clock_ms]
    W_STEP_AFTER, // length
    W_STEP_EVENT, // first args
    W_STEP_EXPECT // expect
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

// ---- declarations

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
    WExpr *text; // W_EXPR_TEXT or W_EXPR_TEXT_PARTS; NULL of a file that was not read (yet)
    WName file;
    const WSource *source; // of the file, once it was read; else NULL
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

// ---- the file

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
