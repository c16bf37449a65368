// Building the tree: one function for each kind of rule in grammar.y.
//
// Premise: called by the parser at the moment a rule is complete; tokens may be ones that recovery
// put in (an empty span, a name of no bytes).
// Promise: a node is whole when it is returned; what the grammar lets through and the language
// does not has its finding here, and an error node in its place.
#ifndef W_SYNTAX_BUILD_H
#define W_SYNTAX_BUILD_H

#include "compiler/syntax/token.h"
#include "compiler/syntax/tree.h"

/// Where a list ends, so that a long one needs not be walked for each node.
#define W_TAILS 64
typedef struct WTail {
    const void *list;
    void *last;
} WTail;

/// A parse under way; the parser's extra argument.
typedef struct WParse {
    WArena *arena;
    const WTokens *tokens;
    WFindings *findings;
    WTree *tree;
    WDecl *last;           // of the tree
    uint32_t end;          // where the last token that was shifted ends
    uint32_t comment_next; // no doc comment before this one is looked at again
    bool failed;           // the parser met an error of its own
    bool overflow;         // its stack is full
    WTail tails[W_TAILS];  // of lists appended to lately
} WParse;

typedef const WToken *Tok;

/// A list under way; `first` is any node of the tree that begins with `next`.
typedef struct WList {
    void *first;
    void *last;
} WList;

WList w_list_of(void *node);
void w_list_add(WList *list, void *node);
/// Append to a list whose end is not known. `list` is the address of the pointer to its first
/// node.
void w_build_append(WParse *p, void *list, void *node);

typedef struct Wire {
    WWireKind kind;
    Tok name;
} Wire;

typedef struct Window {
    WExpr *length;
    Tok unit;
} Window;

typedef struct Why {
    WWhyKind kind;
    Tok text;
} Why;

/// A piece of an interpolated text before {if} and {for} are paired.
typedef enum PieceKind {
    PIECE_TEXT,
    PIECE_EXPR,
    PIECE_FOR,
    PIECE_IF,
    PIECE_ELSE,
    PIECE_ELSE_IF,
    PIECE_END
} PieceKind;

typedef struct Piece {
    struct Piece *next;
    PieceKind kind;
    WSpan span;
    Tok token;
    WStr raw;        // TEXT, before escapes
    WTextPart *part; // all but TEXT, ELSE and END
} Piece;

// ---- build.c: names, lists, clauses
WSpan w_build_span(const WParse *p, Tok from);
WSpan w_build_token_span(const WParse *p, Tok token);
WStr w_build_token_text(const WParse *p, Tok token);
WSpan w_build_join(WSpan from, WSpan to);
void *w_build_node(const WParse *p, size_t size_bytes);
/// A finding of the tree; the file is broken.
WFinding *w_build_finding(WParse *p, WFindingCode code, WSpan span, const char *format, ...)
    W_PRINTF(4, 5);
WName w_build_name(WParse *p, Tok token);
WName w_build_plain(WParse *p, Tok token);
WFlag w_build_flag(WParse *p, Tok token);
WStr w_build_doc(WParse *p, Tok token);
WList w_build_names(WParse *p, WList list, Tok token);
WList w_build_texts(WParse *p, WList list, Tok token);
WList w_build_numbers(WParse *p, WList list, Tok token);
WDayItem *w_build_day(WParse *p, Tok token);
uint8_t w_build_word_value(const WParse *p, Tok token);
void w_build_broken(WParse *p);
/// False, with a finding, where the clause stood before at `first`.
bool w_build_once(WParse *p, bool taken, WSpan first, Tok keyword);
void w_build_name_clause(WParse *p, WName *slot, Tok keyword, Tok name);
void w_build_text_clause(WParse *p, WName *slot, Tok keyword, Tok text);
void w_build_amount(WParse *p, WAmount *slot, Tok keyword, Tok value);
void w_build_flag_clause(WParse *p, WFlag *slot, Tok keyword);
void w_build_expr_clause(WParse *p, WExpr **slot, Tok keyword, WExpr *value);

// ---- build_decl.c: declarations but journeys and tests
WDecl *w_build_decl(WParse *p, WDeclKind kind);
WDecl *w_build_decl_end(WParse *p, WDecl *decl, Tok keyword);
WDecl *w_build_named(WParse *p, WDecl *decl, Tok keyword, WName *slot, Tok name);
void w_build_add_decl(WParse *p, WDecl *decl);
void w_build_lost_decl(WParse *p);
WDecl *w_build_limit(WParse *p, Tok keyword, WTreeScope *scope, Tok count, Window window);
WDecl *w_build_const(WParse *p, Tok keyword, Tok name, WTypeNode *type, WExpr *value);
WDecl *w_build_retire(WParse *p, Tok keyword, Tok name, bool pin);
void w_build_use(WParse *p, WDecl *decl, Tok keyword, WList path);
void w_build_exclude(WParse *p, WDecl *decl, Tok text);
void w_build_lint(WParse *p, WDecl *decl, Tok keyword, Tok name, WLintLevel level);
WField *w_build_field(WParse *p, Tok key, WTypeNode *type, Tok personal, WExpr *value, Tok from,
                      Tok renamed);
void w_build_profile_set(WParse *p, WDecl *decl, Tok keyword, Tok name, WExpr *value);
void w_build_optional(WParse *p, WTypeNode *type);
WTypeNode *w_build_named_type(WParse *p, Tok name);
WTypeNode *w_build_list_type(WParse *p, Tok keyword, WTypeNode *of);
WTypeNode *w_build_enum(WParse *p, Tok keyword, WList options, bool or_other);
void w_build_quiet(WParse *p, WDecl *decl, Tok keyword, WQuiet *quiet, Tok for_all);
WQuiet *w_build_hours(WParse *p, Tok from, Tok to, WList days);
WQuiet *w_build_quiet_days(WParse *p, WList days);
WQuiet *w_build_quiet_dates(WParse *p, Tok from, Tok to);
void w_build_rate(WParse *p, WDecl *decl, Tok keyword, Tok count, WExpr *per);
WTreeScope *w_build_scope(WParse *p, Tok from, Tok first, Tok second);
void w_build_tags(WParse *p, WDecl *decl, Tok keyword, WList names);
void w_build_answer(WParse *p, WDecl *decl, Tok keyword, WList fields);
void w_build_content(WParse *p, WDecl *decl, Tok channel, Tok locale, WList parts);
WContentPart *w_build_part(WParse *p, Tok name, WExpr *text, Tok file);

// ---- build_journey.c: clauses of journeys
void w_build_expires(WParse *p, WDecl *decl, Tok keyword, Tok date, Tok then_exit);
void w_build_var(WParse *p, WDecl *decl, Tok keyword, Tok name, WExpr *value);
void w_build_goal(WParse *p, WDecl *decl, Tok keyword, WMatch *match, WGoal *deadline);
WEnter *w_build_enter(WParse *p, WDecl *decl, Tok keyword, WEnterKind kind, WExpr *older_than);
void w_build_only_if(WParse *p, WDecl *decl, Tok keyword, WExpr *condition, Tok because);
void w_build_reentry(WParse *p, WDecl *decl, Tok keyword, WReentry *reentry);
WExit *w_build_exit_clause(WParse *p, WDecl *decl, Tok keyword, WExitKind kind);
void w_build_admit(WParse *p, WDecl *decl, Tok keyword, Tok count, Window per);
void w_build_migrate(WParse *p, WDecl *decl, Tok keyword, Tok stage, Tok to);
WGoal *w_build_deadline(WParse *p, WExpr *within, WFrom from);
WReentry *w_build_after(WParse *p, WReentryKind kind, WExpr *after, WFrom from);
WSchedule *w_build_weekly(WParse *p, WList days, Tok clock);
WSchedule *w_build_every(WParse *p, Tok unit, WList numbers, Tok last_unit, Tok clock);
WStage *w_build_new_stage(WParse *p);
WStage *w_build_stage(WParse *p, WStage *stage, Tok keyword, Tok name, Tok title);
void w_build_moment(WParse *p, WStage *stage, Tok text);

// ---- build_stmt.c: statements
WMatch *w_build_match(WParse *p, Tok event, WExpr *where);
WBlock *w_build_block(WParse *p, Tok brace, WList stmts);
WStmt *w_build_stmt(WParse *p, Tok keyword, WStmtKind kind);
WStmt *w_build_lost_stmt(WParse *p);
WArm *w_build_on(WParse *p, Tok keyword, WMatch *match, Tok since, WBlock *block);
WArm *w_build_when(WParse *p, Tok keyword, WExpr *condition, WBlock *block);
WArm *w_build_else_arm(WParse *p, Tok keyword, WBlock *block);
WStmt *w_build_wait(WParse *p, Tok keyword, Tok name, WWaitKind kind, WExpr *length);
void w_build_arms(WParse *p, WStmt *wait, WList arms);
/// `wait 1h { … }`: with arms it is `wait up to 1h`.
void w_build_up_to_missing(WParse *p, const WExpr *length);
WInstant *w_build_instant(WParse *p, WExpr *expr);
WInstant *w_build_instant_in(WParse *p, Tok clock, Tok count, Tok unit);
WInstant *w_build_instant_day(WParse *p, Tok day, Tok clock);
WStmt *w_build_send(WParse *p, Tok keyword, Tok name, Tok channel, Tok message);
WStmt *w_build_replies(WParse *p);
void w_build_reply(WParse *p, WStmt *ask, WBlock **slot, Tok keyword, WBlock *block);
WStmt *w_build_ask(WParse *p, WStmt *ask, Tok keyword, Tok name, Tok channel, Tok message);
WStmt *w_build_if(WParse *p, Tok keyword, WExpr *condition, WBlock *block);
void w_build_else_if(WParse *p, WStmt *stmt, Tok keyword, WExpr *condition, WBlock *block);
void w_build_else(WParse *p, WStmt *stmt, WBlock *block);
WStmt *w_build_assign(WParse *p, Tok keyword, WStmtKind kind, Tok name, WExpr *value);
WShare *w_build_share(WParse *p, Tok percent, Tok name, WBlock *block);
WChoose *w_build_aim(WParse *p, WMatch *match, WExpr *within);
WOption *w_build_option(WParse *p, Tok keyword, Tok name, WExpr *where, WBlock *block);

// ---- build_literal.c: literals
/// Any token that is a literal by itself.
WExpr *w_build_literal(WParse *p, Tok token);
int64_t w_build_int(WParse *p, Tok token);
int64_t w_build_percent(WParse *p, Tok token);
int32_t w_build_clock(WParse *p, Tok token);
int32_t w_build_date(WParse *p, Tok token);
WExpr *w_build_units(WParse *p, Tok count, Tok unit);
WExpr *w_build_date_clock(WParse *p, Tok date, Tok clock);
WExpr *w_build_boolean(WParse *p, Tok token, bool value);
/// `3 days` or `3` where a length must stand: a finding and an error node.
WExpr *w_build_unit_length(WParse *p, Tok count, Tok unit);

// ---- build_expr.c: expressions
WExpr *w_build_expr(WParse *p, WExprKind kind, WSpan span);
WExpr *w_build_error(WParse *p, WSpan span);
/// `child` (NULL is fine) stands in `parent`: count its depth.
void w_build_deepen(WExpr *parent, const WExpr *child);
/// The expression with its children counted; an error node in its place where it is too deep.
WExpr *w_build_checked(WParse *p, WExpr *parent);
WExpr *w_build_leaf(WParse *p, WExprKind kind, Tok token);
WExpr *w_build_name_expr(WParse *p, Tok token);
WExpr *w_build_member(WParse *p, WExpr *of, Tok name);
WExpr *w_build_group(WParse *p, Tok paren, WExpr *inner);
WExpr *w_build_list(WParse *p, Tok bracket, WList items);
WExpr *w_build_record(WParse *p, Tok brace, WList pairs);
WPair *w_build_pair(WParse *p, Tok key, WExpr *value);
WExpr *w_build_unary(WParse *p, WExprKind kind, Tok op, WExpr *operand);
WExpr *w_build_binary(WParse *p, WExprOp op, WExpr *left, Tok op_token, WExpr *right);
WExpr *w_build_or(WParse *p, WExpr *left, Tok op_token, WExpr *right);
WExpr *w_build_compare(WParse *p, WExpr *left, Tok op_token, WExpr *right);
WExpr *w_build_chain(WParse *p, WExpr *left, Tok op_token, WExpr *right);
WExpr *w_build_in_journey(WParse *p, Tok op, Tok name);
WExpr *w_build_is(WParse *p, WExprKind kind, WExpr *operand);
WExpr *w_build_between(WParse *p, WExpr *value, WExpr *low, WExpr *high);
WExpr *w_build_call(WParse *p, Tok name, WList args);
WArg *w_build_arg(WParse *p, WExpr *value, WExpr *where, WPeriod *period);
WArg *w_build_each(WParse *p, Tok keyword, Tok binding, WExpr *list, WExpr *where);
WArg *w_build_each_arg(WParse *p, WExpr *value, WArg *each);
WArg *w_build_sent(WParse *p, Tok first, Tok second, Tok from);
WArg *w_build_sent_arg(WParse *p, Tok keyword, WArg *sent, Tok field, WExpr *where,
                       WPeriod *period);
WPeriod *w_build_period(WParse *p, Tok keyword, WExpr *length, Tok unit);

// ---- build_text.c: texts and what is interpolated
WStr w_build_text_token(WParse *p, Tok token);
WList w_build_pieces(WParse *p, WList list, Tok text, Piece *hole);
WExpr *w_build_text(WParse *p, WList pieces, Tok close);
Piece *w_build_hole(WParse *p, PieceKind kind, Tok keyword, WExpr *expr);
Piece *w_build_hole_for(WParse *p, WArg *each);
/// The text, which may hold no {if} or {for} here.
WExpr *w_build_outside_content(WParse *p, WExpr *text);

// ---- build_test.c: tests
WStep *w_build_step(WParse *p, WDecl *decl, Tok keyword, WStepKind kind);
void w_build_given(WParse *p, WDecl *decl, Tok keyword, Tok first, Tok second, WExpr *length);
void w_build_draw(WParse *p, WDecl *decl, Tok keyword, Tok journey, Tok split, Tok arm);
void w_build_at(WParse *p, WDecl *decl, Tok keyword, Tok date, Tok clock);
WExpect *w_build_expect(WParse *p, WExpectKind kind, Tok first, Tok second);
WExpect *w_build_no_send(WParse *p, WExpect *send, Tok of);
WExpect *w_build_why(WParse *p, WExpect *expect, WExpectKind kind, Why why);

#endif
