// Recovery: a file that does not parse, read once more so that each mistake is one finding.
//
// Premise: a plain parse of the same tokens failed; its findings and tree are forgotten.
// Promise: it always ends, with at least one finding; at most one a line is of syntax.
#ifndef W_SYNTAX_RECOVER_H
#define W_SYNTAX_RECOVER_H

#include "compiler/syntax/braces.h"
#include "compiler/syntax/build.h"
#include "compiler/syntax/gate.h"

typedef struct WRecovery {
    WParse *p;
    void *grammar;
    const WTokens *tokens;
    WStates states;        // behind what was fed
    uint32_t at;           // the token that comes next
    uint32_t close_at;     // before this token a `}` closes a wrapped line; 0 if none
    uint32_t put_in;       // braces put in that a surplus one may yet stand for
    uint32_t finding_line; // the last line with a finding of recovery
    uint32_t *lines;       // all of them, on the heap
    size_t line_count;
    size_t line_room;
    uint32_t lexical_line; // the line `lexical` is about
    bool lexical;          // it holds a finding of the scanner
    uint32_t panicked_at;  // the token the last panic began at, plus one
    uint32_t repairs;      // tried so far
    uint32_t nesting;      // braces, parentheses and brackets that are open
    WBracePlan plan;       // what columns say of braces
    uint32_t planned;      // how many edits of the plan are behind
    bool balanced;         // braces balance, or the plan says how
    uint32_t opened;       // `{` put in for which the plan may hold a surplus `}`
} WRecovery;

typedef enum WRepairKind {
    REPAIR_NONE,
    REPAIR_SYNONYM,
    REPAIR_MISSPELLED,
    REPAIR_KEY,
    REPAIR_WRAP,
    REPAIR_INSERT,
    REPAIR_SWAP,
    REPAIR_NAME,
    REPAIR_DELETE,
    REPAIR_EQUALS,  // `key = value` for `key: value`, or the other way round
    REPAIR_GROUPED, // `1,000` or `0,5`
    REPAIR_HYPHEN,  // `left-behind` for a name
    REPAIR_PERCENT, // `50` for `50%`
    REPAIR_KNOWN    // `is not null` for `is known`
} WRepairKind;

#define REPAIR_KINDS 2

/// What a repair does to the tokens from `at` on: feed `kinds` instead of the next `dropped`.
typedef struct WRepair {
    WRepairKind what;
    uint16_t kinds[REPAIR_KINDS];
    uint8_t kind_count;
    uint8_t dropped;
    int score;         // tokens behind it that parse, and what speaks for this kind of repair
    WStr right;        // SYNONYM, MISSPELLED: what should stand there
    uint32_t close_at; // WRAP: the token before which the line ends
    bool begins_item;  // INSERT: what is missing is the first word of a statement or clause
    uint16_t other;    // INSERT: what would do as well; 0 if nothing
    uint32_t as_good;  // INSERT: how many would do
} WRepair;

/// Read the tokens of a file that failed.
void w_recover(WParse *p, void *grammar, const WTokens *tokens);

// ---- repair.c
/// The best repair of the token that does not fit, or REPAIR_NONE.
WRepair w_repair_find(const WRecovery *r);

// ---- blame.c
/// The finding, or NULL where this line has one of recovery already.
WFinding *w_blame(WRecovery *r, WFindingCode code, WSpan span, const char *format, ...)
    W_PRINTF(4, 5);
/// Whether the line of a token holds a finding of the scanner.
bool w_blame_lexical(WRecovery *r, const WToken *token);
/// Before w_blame_has_line is asked, when all is read.
void w_blame_sort_lines(WRecovery *r);
/// Whether recovery made a finding on the line.
bool w_blame_has_line(const WRecovery *r, uint32_t line);
void w_blame_repair(WRecovery *r, const WRepair *repair);
/// The token does not fit, and no repair was found.
void w_blame_unexpected(WRecovery *r);
/// The end of the file came too early.
void w_blame_end(WRecovery *r);
/// A `{` whose `}` is missing before the token that comes next.
void w_blame_unclosed(WRecovery *r, const WToken *opener);
/// The `}` that comes next is one too many.
void w_blame_surplus(WRecovery *r);
void w_blame_too_deep(WRecovery *r);

// ---- advice.c
/// A fix that shows the line with `right` instead of what stands at `span`, if it is not too long.
void w_advise_line(const WRecovery *r, WFinding *f, WSpan span, WStr right);
/// What to do where a line is not finished.
void w_advise_missing(const WRecovery *r, WFinding *f);
/// What to do with a token that fits nowhere near.
void w_advise_unexpected(const WRecovery *r, WFinding *f);
/// The finding of a repair that undoes a habit of other languages.
void w_blame_habit(WRecovery *r, const WRepair *repair);

#endif
