// The checker from inside: what its parts share. Nobody outside this room includes it.
//
// The order of work: gather all declarations and sort them; types, so that every field and
// parameter has one; then conditions, policies and journeys, each in sorted order, so that what is
// numbered on the way (enums, uses of history) does not depend on the order of the files; then the
// history plan.
#ifndef W_CHECK_CHECKER_H
#define W_CHECK_CHECKER_H

#include "compiler/check/check.h"
#include "compiler/check/names.h"
#include "compiler/check/program.h"
#include "compiler/source/finding.h"
#include "compiler/syntax/tree.h"
#include "runtime/bundle/wire.h"

// ---- what is declared

typedef enum WSymbolKind {
    W_SYMBOL_EVENT,
    W_SYMBOL_SEGMENT,
    W_SYMBOL_CHANNEL,
    W_SYMBOL_MESSAGE,
    W_SYMBOL_JOURNEY,
    W_SYMBOL_CONST,
    W_SYMBOL_RECORD,
    W_SYMBOL_EXCLUSIVE,
    W_SYMBOL_TAG, // of messages; declared by its first use
    W_SYMBOL_KINDS
} WSymbolKind;

/// One declared name. All of them share one space.
typedef struct WSymbol {
    WStr name;
    WSpan span;
    WSymbolKind kind;
    uint32_t row; // among those of its kind, sorted
    const WDecl *decl;
    const WTree *tree;
} WSymbol;

/// The symbols of one kind, in the order of their rows. One that is declared twice has two rows.
typedef struct WSymbolList {
    WSymbol **items;
    uint32_t count;
    uint32_t room;
} WSymbolList;

/// A declaration without a name, and its file.
typedef struct WPlaced {
    const WDecl *decl; // NULL: there is none
    const WTree *tree;
} WPlaced;

typedef struct WPlacedList {
    WPlaced *items;
    uint32_t count;
    uint32_t room;
} WPlacedList;

/// A value that is computed once.
typedef struct WMemo {
    enum { W_MEMO_NEW, W_MEMO_BUSY, W_MEMO_DONE } state;
    WTyped *value;
    uint32_t depth; // how many of its kind use each other in a row
} WMemo;

// ---- what holds at a
// place

/// What is known to be there: fields, variables and uses, as a list that shares its tails.
typedef struct WFacts {
    uint64_t key;
    uint32_t path; // through the fields of a record; 0: the place itself
    const struct WFacts *next;
} WFacts;

/// A `let` that is in scope.
typedef struct WLet {
    const struct WLet *next;
    WName name;
    uint32_t variable; // number among the journey check's variables; W_NONE: say nothing of it
} WLet;

/// The name that a loop over a list gives its elements.
typedef struct WLoop {
    const struct WLoop *next; // the loop around
    WStr name;
    WType type; // 0: say nothing of it
    bool personal;
    uint32_t number; // among all loops
} WLoop;

/// Whether `event` may be read.
typedef enum WEventState {
    W_EVENT_NOT_HERE,
    W_EVENT_HERE,
    W_EVENT_BLURRED, // it cannot be said, because of a mistake that had its finding
} WEventState;

struct WJourneyCheck;

/// What an expression may refer to.
typedef struct WEnv {
    struct WJourneyCheck *journey; // NULL outside of journeys
    WEventState event_state;
    uint32_t event;
    bool entry;        // entry.x, entry.at
    bool entries;      // entries
    bool visits;       // visits, of the stage that is being typed
    bool before;       // before.x, what a field held
    bool over_history; // inside the `where` of count, sum …
    bool constant;     // nothing of a customer: const, defaults, windows
    bool timed;        // constant, but that there is a clock: values of tests
    const char *here;  // what is being checked: "a segment is asked at any time", for messages
    const WFacts *facts;
    const WLet *lets;
    const WLoop *loops;
    const WProgramMessage *message; // whose content this is; NULL elsewhere
} WEnv;

// ---- journeys

/// A property of the entering events that code reads.
typedef struct WEntryProperty {
    WStr name;
    uint32_t variable; // W_NONE: it had its finding
    bool sure;         // every `where` shows that it is known
} WEntryProperty;

/// A variable under construction.
typedef struct WVariableCheck {
    WProgramVariable variable;
    bool is_entry; // these stand first, by name
    bool is_var;   // it may be set again
    WSpan span;
    uint32_t final; // its row in the end
} WVariableCheck;

/// A growing list of acts, and of places in the tree they came from.
typedef struct WActList {
    WAct **items;
    uint32_t count;
    uint32_t room;
} WActList;

/// What flow knows of a stage before its statements are typed.
typedef struct WStageCheck {
    const WStage *tree;
    uint32_t first_edge, edge_count; // ways out
    uint32_t ways;                   // ways in, `go` and entry
    uint32_t ways_seen;              // of them typed so far
    uint32_t points, sites;          // waits and sends so far
    bool reached;
    bool is_named_in_vain; // by a `go` that nothing comes to
    bool counted;          // some code reads its visits
    bool event_seen;       // some way in has said what follows
    WEventState event_state;
    uint32_t event;
    const WFacts *facts; // what all ways seen show
} WStageCheck;

/// A `go` from one stage to another.
typedef struct WEdge {
    uint32_t from, to;
    WSpan span;
    bool sure;     // a wait on the way surely takes time
    bool inherits; // the event is that of the start of `from`; else it is this:
    WEventState event_state;
    uint32_t event;
} WEdge;

/// A journey under construction. Numbers of variables, points and sites are those of the order in
/// which they were met; in the end they become those of the program.
typedef struct WJourneyCheck {
    const WJourney *tree;
    WProgramJourney *row;
    uint32_t index;
    WNames stage_names;
    WStageCheck *stages;
    uint32_t stage_count;
    WEdge *edges;
    uint32_t edge_count, edge_room;
    bool entry_blurred;         // an `enter` had a finding: nothing is said of entry.x
    const WFacts **entry_facts; // of each entry, what its `where` shows
    const WFacts *start_facts;  // what holds when an instance begins
    WNames property_names;
    WEntryProperty *properties;
    uint32_t property_count, property_room;
    WVariableCheck *variables;
    uint32_t variable_count, variable_room;
    WTyped **variable_nodes; // whose index is to become final
    uint32_t variable_node_count, variable_node_room;
    WActList lets, waits, sends, drawn;
    WProgramDraw *draws;
    uint32_t draw_count, draw_room;
    WNames draw_names;
    WProgramPoint *points;
    uint32_t point_count, point_room;
    WProgramSite *sites;
    uint32_t site_count, site_room;
    uint32_t *ready; // stages of which all ways in were seen
    uint32_t ready_count, ready_room;
    uint32_t stage;   // which is being typed
    bool in_reaction; // in an `on` at the top of a stage
    bool is_dead;     // in statements that nothing comes to
    bool lost_way;    // some `go` names no stage, or a path is open
    const WLet *vars; // `var`
} WJourneyCheck;

// ---- the whole

typedef struct WChecker {
    WArena *arena;
    WFindings *findings;
    WFindings muted;     // where findings go that would be a consequence
    const WTree **trees; // by path
    uint32_t tree_count;
    const WSource **sources; // by their index
    uint32_t source_count;
    const WTree *tree; // of what is being checked
    bool broken;       // some file has a syntax finding
    bool two_profiles;
    bool declared_twice[W_SYMBOL_KINDS]; // two of that kind have one name: some name may be lost
    bool lost;                           // some name may be lost: nothing is said of unknown ones
    unsigned suggestions_left;
    bool *consent_said;            // of each channel: that it asks for none
    uint64_t *silence_said;        // of each message and channel: that it says nothing there
    unsigned nesting;              // segments that are being computed
    unsigned const_nesting;        // constants likewise
    bool binds_tight;              // a repair must stand in parentheses
    bool in_content;               // a repair stands in the content of a message
    unsigned conditions;           // conditions that are being typed, one inside the other
    struct WJourneyCheck *journey; // that is being checked
    WProgram *program;
    WNames names; // of all symbols: their index in `symbols`
    WSymbol **symbols;
    uint32_t symbol_count, symbol_room;
    WSymbolList by_kind[W_SYMBOL_KINDS];
    WPlaced project, profile;
    WPlacedList limits, suppressions, tests, retirements;
    uint32_t change_room;
    WNames profile_names; // slot
    WNames enum_rows;
    uint32_t enum_room;
    WMemo *const_values; // by row
    WMemo *segment_values;
    uint32_t const_depth;   // of the constants in what is being typed
    uint32_t segment_depth; // of the segments likewise
    uint32_t segments_done;
    bool deep_const_said, deep_segment_said;
    WNames use_rows; // by their bytes
    uint32_t use_room;
    uint32_t sent_room;
    WNames fact_paths;   // numbers of paths through records, from 1 on
    uint32_t loop_count; // so far
} WChecker;

/// `items` with room for one more behind `count`, zeroed.
void *w_check_grown(WChecker *ck, void *items, uint32_t count, uint32_t *room, size_t size);
/// Put one more element behind an array of the arena: W_CHECK_PUSH(ck, a, count, room) = element;
#define W_CHECK_PUSH(ck, items, count, room)                                    \
    ((items) = w_check_grown((ck), (items), (count), &(room), sizeof *(items)), \
     &(items)[(count)++])
/// A zeroed array of the arena; never NULL.
void *w_check_array(WChecker *ck, size_t count, size_t size);

// ---- report.c

/// Where a finding of that code goes: it is muted if it would be a consequence.
WFindings *w_check_sink(WChecker *ck, WFindingCode code, WSpan span);
#define FIND(ck, code, span, ...) \
    w_finding_add(w_check_sink((ck), W_E_##code, (span)), W_E_##code, (span), __VA_ARGS__)

/// The same for a lint: what the program does not show any more is said while it is made.
#define FIND_LINT(ck, code, span, ...) \
    w_finding_add(w_check_sink((ck), W_L_##code, (span)), W_L_##code, (span), __VA_ARGS__)

/// Say that a form of the language cannot be built yet.
void w_check_not_yet(WChecker *ck, WSpan span, const char *form);
/// Start a suggestion; the budget for them is limited, so that a hopeless project ends soon.
WSuggest w_check_suggest(WChecker *ck, WStr wanted);
/// Put "did you mean" under a finding.
void w_check_did_you_mean(WFinding *finding, const WSuggest *suggest);
/// The text of a place, shortened if it is long.
WStr w_check_source_text(const WChecker *ck, WSpan span);
const WSource *w_check_source(const WChecker *ck, WSpan span);

// ---- repair.c

/// Say that a value that is needed may be missing: "but NEEDS a …". Returns an error node.
WTyped *w_check_missing_here(WChecker *ck, const WTyped *value, WType wanted, const char *needs);
/// How a field that is never missing gets its default.
void w_check_fix_default(WChecker *ck, WFinding *finding, WName field, WType type);
/// How a value becomes one of another type.
void w_check_fix_type(WChecker *ck, WFinding *finding, const WTyped *value, WType wanted);
/// How a value of that name and type is given.
void w_check_fix_given(WChecker *ck, WFinding *finding, WStr name, WType type);
/// How two values become comparable.
void w_check_fix_compare(WChecker *ck, WFinding *finding, const WTyped *a, const WTyped *b);
/// Where the personal data in a value comes from.
void w_check_why_personal(WChecker *ck, WFinding *finding, const WTyped *value);
/// The place of that personal data.
WSpan w_check_personal_span(const WChecker *ck, const WTyped *value);

// ---- symbols.c

/// Collect the declarations of all trees and sort them; names that stand twice are reported.
void w_check_gather(WChecker *ck);
/// The symbol of that name, of whatever kind, or NULL.
WSymbol *w_check_symbol(const WChecker *ck, WStr name);
/// The row of a name that must be of that kind; W_NONE after a finding.
uint32_t w_check_row(WChecker *ck, WName name, WSymbolKind kind);
const char *w_check_kind_name(WSymbolKind kind);
/// Whether the file in which a symbol stands has a syntax finding.
bool w_check_is_broken(const WChecker *ck, WSymbolKind kind, uint32_t row);

// ---- types.c

/// The type of a type node; 0 after a finding.
WType w_check_type(WChecker *ck, const WTypeNode *node);
/// Say that a list would hold lists.
void w_check_list_of_lists(WChecker *ck, WSpan span);
/// A type as the author writes it.
const char *w_check_type_name(WChecker *ck, WType type);
/// The same behind its article: "an `integer`".
const char *w_check_a_type(WChecker *ck, WType type);
bool w_check_is_ordered(WType type);
/// Whether a value, or something in it, is personal.
bool w_check_is_personal(const WChecker *ck, const WTyped *value);
/// The option of an enum, or -1.
int64_t w_check_option(const WChecker *ck, WType type, WStr option);

// ---- wire.c

/// Where a field stands: its path, or its name.
WStr w_check_path(WChecker *ck, const WField *field);
/// Say of fields of one declaration that they stand at one place, or one inside the other, or that
/// an old name is still in use. `body`: where paths begin; W_PART_COUNT in a record.
void w_check_paths(WChecker *ck, const WField *fields, WPart body);

// ---- record.c

void w_check_records(WChecker *ck);
/// `p.sku`: a field of a value that may be a record.
WTyped *w_check_part(WChecker *ck, const WEnv *env, WTyped *of, WName name, WSpan span);
/// `{ sku: "a" }` as a record of that type.
WTyped *w_check_record(WChecker *ck, const WEnv *env, const WExpr *expr, WType type);
/// Look for mistakes in a value whose place does not exist.
void w_check_stray(WChecker *ck, const WEnv *env, const WExpr *expr);
/// Say that a record stands where its type is not known.
WTyped *w_check_untyped_record(WChecker *ck, const WExpr *expr);
/// Whether a constant fits into a bundle; else there is a finding.
bool w_check_constant_size(WChecker *ck, const WConstant *constant, WSpan span);
/// The constant that a value of constants is.
WConstant w_check_constant_of(WChecker *ck, const WTyped *value);

// ---- declare.c,
// message.c, segment.c

void w_check_project(WChecker *ck);
void w_check_profile(WChecker *ck);
void w_check_events(WChecker *ck);
void w_check_event_setters(WChecker *ck);
/// `set profile.NAME = EXPR`; `env` becomes what holds behind it. The slot may be W_NONE.
WProgramSetter w_check_setter(WChecker *ck, WEnv *env, WName name, const WExpr *expr);
void w_check_channels(WChecker *ck);
void w_check_messages(WChecker *ck);
/// Whether a segment holds; its condition is typed when it is first asked for.
WTyped *w_check_segment(WChecker *ck, uint32_t row, WSpan span);
void w_check_segments(WChecker *ck);
/// The field of an event by name, or W_NONE.
uint32_t w_check_event_field(const WChecker *ck, uint32_t event, WStr name);

// ---- content.c, wording.c

/// The project's locale, if it says one.
void w_check_project_locale(WChecker *ck, WName name, WProgramProject *row);
/// What messages say; behind channels and segments.
void w_check_contents(WChecker *ck);
/// What a part says, a text; an error node after a finding.
WTyped *w_check_content_part(WChecker *ck, const WContentPart *part, uint32_t message);
/// Say it if the customer's locale is personal and the channel takes no such data.
void w_check_locale_leaves(WChecker *ck, const WSend *send, uint32_t channel);
/// Say it if a message has contents but none for the channel it is sent on.
void w_check_is_said(WChecker *ck, const WSend *send, uint32_t message, uint32_t channel);

// ---- policy.c, quiet.c

void w_check_policies(WChecker *ck);
/// What a scope covers; false after a finding. Its text, as labels have it.
bool w_check_scope(WChecker *ck, const WTreeScope *tree, WProgramScope *scope);
WStr w_check_scope_label(WChecker *ck, const WTreeScope *tree);
void w_check_quiets(WChecker *ck, const WChannel *tree, WProgramChannel *channel);
/// Whether quiet hours or a limit may defer what a journey sends: such a send is a wait.
bool w_check_may_wait(const WChecker *ck, uint32_t journey, uint32_t channel, uint32_t message);

// ---- node.c, coerce.c,
// fold.c

WTyped *w_check_node(WChecker *ck, WTypedKind kind, WType type, WSpan span);
WTyped *w_check_node1(WChecker *ck, WTypedKind kind, WType type, WSpan span, WTyped *a);
WTyped *w_check_node2(WChecker *ck, WTypedKind kind, WType type, WSpan span, WTyped *a, WTyped *b);
WTyped *w_check_error(WChecker *ck, WSpan span);
WTyped *w_check_constant(WChecker *ck, WType type, int64_t value, WSpan span);
WTyped *w_check_text(WChecker *ck, WStr text, WSpan span);
static inline bool w_check_is_error(const WTyped *typed) {
    return typed->kind == W_TYPED_ERROR;
}
/// Give operands; personal if one of them is and the result is not a boolean.
void w_check_operands(WChecker *ck, WTyped *node, WTyped **operands, uint32_t count);
/// The constant that an operation on constants gives, or the node itself.
WTyped *w_check_fold(WChecker *ck, WTyped *node);

/// The value as one of type `wanted` (0: whatever), widened if need be; or a finding: "but NEEDS a
/// …".
WTyped *w_check_coerce(WChecker *ck, WTyped *value, WType wanted, const char *needs);
WTyped *w_check_widen(WChecker *ck, WTyped *value);
/// Bring two values to one type that can be compared. `*guarded` is set if the left one may be
/// missing and had to be taken as known for that. False after a finding, or for poison.
bool w_check_unify(WChecker *ck, WTyped **a, WTyped **b, WSpan span, bool *guarded);

// ---- expressions

WTyped *w_check_expr(WChecker *ck, const WEnv *env, const WExpr *expr);
WTyped *w_check_condition(WChecker *ck, const WEnv *env, const WExpr *expr, const char *needs);
WTyped *w_check_value(WChecker *ck, const WEnv *env, const WExpr *expr, WType wanted,
                      const char *needs);
/// The repair of calendar units where an exact length is meant.
void w_check_fix_units(WFinding *finding, const WExpr *units);
/// The constant that an expression is; an error node if it is none. No finding is made.
const WTyped *w_check_known_now(WChecker *ck, const WExpr *expr);
/// A length that must be known now and be above zero; 0 after a finding.
int64_t w_check_length(WChecker *ck, const WExpr *expr, const char *needs);
/// The value of a const, as it stands at `span`.
WTyped *w_check_const(WChecker *ck, uint32_t row, WSpan span);
void w_check_consts(WChecker *ck);
/// Whether the language gives a value of that name: now, today, entries …
bool w_check_is_built_in(WStr name);
/// Say that the profile has no such field; `is_set`: it stands left of a `set`.
void w_check_unknown_profile_field(WChecker *ck, WName name, bool is_set);
/// Say that an event has no such field.
void w_check_unknown_event_field(WChecker *ck, uint32_t event, WName name);
WTyped *w_check_place(WChecker *ck, const WEnv *env, const WExpr *expr); // NAME and FIELD
/// A place that may be missing is sure to be there where a condition has shown it.
WTyped *w_check_as_known(WChecker *ck, const WEnv *env, WTyped *place);
WTyped *w_check_entry_property(WChecker *ck, const WEnv *env, WName name, WSpan span);
WTyped *w_check_variable(WChecker *ck, const WEnv *env, uint32_t variable, WSpan span);
WTyped *w_check_binary(WChecker *ck, const WEnv *env, const WExpr *expr);
WTyped *w_check_between(WChecker *ck, const WEnv *env, const WExpr *expr);
WTyped *w_check_call(WChecker *ck, const WEnv *env, const WExpr *expr);
/// Whether a call goes over the elements of a list.
bool w_check_is_each(const WExpr *expr);
/// Whether it is the name of a loop: any, all, count, sum, list.
bool w_check_is_loop_word(WStr name);
WTyped *w_check_each(WChecker *ck, const WEnv *env, const WExpr *expr);
WTyped *w_check_native(WChecker *ck, uint32_t code, WTyped **arguments, uint32_t count,
                       WSpan span);
WTyped *w_check_to_text(WChecker *ck, WTyped *value);
/// The value as texts write it: by locale in contents.
WTyped *w_check_written(WChecker *ck, const WEnv *env, WTyped *value);
/// Texts as one, however many.
WTyped *w_check_concat(WChecker *ck, WTyped **texts, uint32_t count, WSpan span);
/// The list that a loop goes over.
WTyped *w_check_loop_list(WChecker *ck, const WEnv *env, const WExpr *expr);
/// Whether a call asks the history, and what it asks.
bool w_check_is_question(WStr name);
bool w_check_is_history(const WChecker *ck, const WEnv *env, const WExpr *expr);
WTyped *w_check_history(WChecker *ck, const WEnv *env, const WExpr *expr);
/// What a question asks that is about what was sent; false after a finding.
bool w_check_sent(WChecker *ck, const WExpr *expr, WUseKind kind, int64_t window_ms,
                  WProgramUse *use);

// ---- facts.c

const WFacts *w_facts_when(WChecker *ck, const WTyped *condition, bool holds, const WFacts *facts);
bool w_facts_know(WChecker *ck, const WFacts *facts, const WTyped *place);
const WFacts *w_facts_add(WChecker *ck, const WFacts *facts, const WTyped *place);
const WFacts *w_facts_drop_profile(WChecker *ck, const WFacts *facts, uint32_t slot);
const WFacts *w_facts_both(WChecker *ck, const WFacts *a, const WFacts *b);
/// Behind `set` of a variable: what it held is forgotten; it is known now.
const WFacts *w_facts_drop_variable(WChecker *ck, const WFacts *facts, uint32_t variable);
const WFacts *w_facts_add_variable(WChecker *ck, const WFacts *facts, uint32_t variable);
/// What still holds when time has passed: of variables only.
const WFacts *w_facts_that_last(WChecker *ck, const WFacts *facts);
/// What still holds where another event, or none, is looked at.
const WFacts *w_facts_without_event(WChecker *ck, const WFacts *facts);
bool w_facts_know_event_field(WChecker *ck, const WFacts *facts, uint32_t event, uint32_t field);

// ---- journeys

void w_check_journeys(WChecker *ck);
/// Find the edges, the ends and the cycles of all stages, and what event holds at their start.
void w_check_flow(WChecker *ck, WJourneyCheck *jc);
/// Look for cycles of edges without a sure wait.
void w_check_cycles(WChecker *ck, WJourneyCheck *jc);
void w_check_stages(WChecker *ck, WJourneyCheck *jc);
/// Type a block; `*ended` says whether control never comes behind it. `env` becomes what holds
/// there.
WAct *w_check_block(WChecker *ck, WJourneyCheck *jc, const WStmt *first, WEnv *env, bool *ended);
/// `emit EVENT { … }`.
WAct *w_check_emit(WChecker *ck, const WStmt *stmt, const WEnv *env);
WAct *w_check_send(WChecker *ck, WJourneyCheck *jc, const WStmt *stmt, WEnv *env);
WAct *w_check_wait(WChecker *ck, WJourneyCheck *jc, const WStmt *stmt, WEnv *env, bool *ended);

// ---- draw.c

/// What holds behind branches: what all that go on have in common.
typedef struct WWays {
    uint32_t count;
    const WFacts *facts;
    WEventState event_state;
} WWays;

/// A way that goes on behind the branches.
void w_check_add_way(WChecker *ck, WWays *ways, const WEnv *env);
/// What holds behind all of them; `*ended` if none goes on.
void w_check_end_ways(const WWays *ways, WEnv *env, bool *ended);
WAct *w_check_split(WChecker *ck, WJourneyCheck *jc, const WStmt *stmt, WEnv *env, bool *ended);
WAct *w_check_choose(WChecker *ck, WJourneyCheck *jc, const WStmt *stmt, WEnv *env, bool *ended);

// ---- variable.c

WAct *w_check_let(WChecker *ck, WJourneyCheck *jc, const WStmt *stmt, WEnv *env);
/// The `var` clauses, once it is known what holds when an instance begins.
void w_check_vars(WChecker *ck, WJourneyCheck *jc);
WAct *w_check_set_variable(WChecker *ck, WJourneyCheck *jc, const WStmt *stmt, WEnv *env);
/// Whether a name that is about to be given means something already, which is a finding.
bool w_check_is_taken(WChecker *ck, const WEnv *env, WName name);
/// Whether a value has a type that can be named: not an empty list alone, which is a finding.
bool w_check_has_type(WChecker *ck, const WTyped *value);
/// Say that a message has no such parameter.
void w_check_unknown_param(WChecker *ck, const WProgramMessage *message, WName name);
/// Whether a wait says too little of how it ends, which is a finding.
bool w_check_lacks_end(const WWait *wait);
WAct *w_check_act(WChecker *ck, WActKind kind, WSpan span);
WProgramArm *w_check_arms(WChecker *ck, WJourneyCheck *jc, const WArm *arms, const WEnv *env,
                          uint32_t *count);
void w_check_keys(WChecker *ck, WProgramEntry *entry);
/// `admit at most`.
void w_check_ramp(WChecker *ck, const WAdmit *tree, WProgramJourney *row);
/// The rows of `enter every` and `enter on change of`.
void w_check_enter_every(WChecker *ck, WJourneyCheck *jc, const WEnter *enter, uint32_t index);
void w_check_enter_change(WChecker *ck, WJourneyCheck *jc, const WEnter *enter, uint32_t index);
/// `exclusive`: the journeys are typed.
void w_check_groups(WChecker *ck);
/// What a journey says of its own past: its stages are gathered.
void w_check_journey_changes(WChecker *ck, const WJourneyCheck *jc);
/// What all else says of it; the journeys are typed.
void w_check_changes(WChecker *ck);
/// Say that the journey has no such stage.
void w_check_unknown_stage(WChecker *ck, const WJourneyCheck *jc, WName name);
/// `one per`: the entries are typed.
void w_check_one_per(WChecker *ck, WJourneyCheck *jc);
/// Find the events that carry the key; all parts of the journey are typed.
void w_check_instance_keys(WChecker *ck, WJourneyCheck *jc);
void w_check_number_journey(WChecker *ck, WJourneyCheck *jc);

// ---- test.c

void w_check_tests(WChecker *ck);

// ---- when.c

/// A condition over time: one whose changes can be foreseen, or a finding.
WTyped *w_check_watched(WChecker *ck, const WEnv *env, const WExpr *expr, const char *needs);
/// A clause as the author wrote it, on one line and not too long.
WStr w_check_words(WChecker *ck, WSpan span);
/// Whether a journey that is entered by more than events says who may enter again.
void w_check_reentry_said(WChecker *ck, const WJourney *tree);
/// The row of an `enter when`.
void w_check_enter_when(WChecker *ck, WJourneyCheck *jc, const WEnter *enter, uint32_t index);

// ---- plan.c

/// Note that code reads a field of an event.
/// Of every such event the history keeps all that code reads, for ever.
void w_check_keep_all(WChecker *ck, uint32_t event);
void w_check_reads(WChecker *ck, uint32_t event, uint32_t field);
/// Number the fields that code reads and history keeps.
void w_check_plan(WChecker *ck);

#endif
