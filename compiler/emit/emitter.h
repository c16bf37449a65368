// What the files of this room share: the emitter, and who makes which part of a bundle.
#ifndef W_EMIT_EMITTER_H
#define W_EMIT_EMITTER_H

#include "compiler/check/program.h"
#include "compiler/emit/assemble.h"
#include "compiler/emit/emit.h"
#include "compiler/emit/tables.h"
#include "compiler/source/finding.h"

/// The element function of an expression that goes through a list, or the condition of a question
/// inside one.
typedef struct WElement {
    const WTyped *each; // NULL: a question
    uint32_t function;
    uint32_t depth; // of loops around it in its function
} WElement;

typedef struct WEmitter {
    const WProgram *program;
    WFindings *findings;
    WTables tables;
    WAssembler assembler;
    uint32_t *segment_functions; // by segment; W_NONE until its code is made
    uint64_t *segment_hashes;    // by segment: what it means; 0 until known
    uint64_t *use_hashes;        // by use
    bool *uses_done;             // by use: its `where` has code
    uint32_t *use_rows;          // by use: its row
    uint32_t *zero_records;      // by record: row of its constant of zeros; W_NONE until made
    uint64_t *record_hashes;     // by record: what it is made of; 0 until known
    WElement *elements;
    size_t elements_count;
    size_t elements_room;
    uint32_t message;     // whose contents are being made, or W_NONE
    uint32_t loops;       // around the element function being made
    uint32_t first_stage; // of the journey whose code is being made
    bool over_history;    // the code being made is asked of past events
    bool failed;          // there is a finding
    WMarks *marks;        // NULL: none are made
    uint32_t stage;       // of the journey whose flow is made
} WEmitter;

// ---- expressions

/// Go on at `target` if the boolean is `sense`, else behind.
void w_emit_branch(WEmitter *emitter, const WTyped *typed, bool sense, WLabel target);

/// The value in a register that must not be written: where a load is held, or a temporary.
WRegister w_emit_value(WEmitter *emitter, const WTyped *typed);

/// The value in that temporary.
void w_emit_value_to(WEmitter *emitter, const WTyped *typed, WRegister target);

/// What is known here about whether the value is there.
WKnown w_emit_known(WEmitter *emitter, const WTyped *typed);

/// Row of a constant.
uint32_t w_emit_constant(WEmitter *emitter, const WConstant *constant);

// ---- function.c

/// Whose data a function may read.
typedef struct WReads {
    uint32_t event;
    uint32_t journey;
    uint32_t flags; // W_FUNCTION_OVER_HISTORY, W_FUNCTION_AT_ENTRY
} WReads;

/// Make the code that the expression needs: segments, the conditions of history questions, element
/// functions. To be called before the function it stands in is begun. NULL is fine.
void w_emit_needs(WEmitter *emitter, const WTyped *typed, WReads reads);

/// Row of the element function of a W_TYPED_EACH_….
uint32_t w_emit_element_function(const WEmitter *emitter, const WTyped *each);

/// Make the code of a segment, if it is not made yet.
void w_emit_need_segment(WEmitter *emitter, uint32_t segment);

/// Row of the function of a condition; W_NONE for NULL.
uint32_t w_emit_condition(WEmitter *emitter, const WTyped *typed, WReads reads);

/// Row of the function of a value.
uint32_t w_emit_value_function(WEmitter *emitter, const WTyped *typed, WReads reads);

/// Row of the function of an event's `set` lines; W_NONE if it has none.
uint32_t w_emit_setter(WEmitter *emitter, const WProgramEvent *event, uint32_t event_row);

/// End the function being made; says so if it is too large.
uint32_t w_emit_end(WEmitter *emitter, WSpan span);

// ---- declare.c

/// Everything but uses, segments and journeys.
void w_emit_declarations(WEmitter *emitter);
/// What is said of the project before; all else has its rows.
void w_emit_changes(WEmitter *emitter);

// ---- journey.c, flow.c

/// The rows of a journey and its code.
void w_emit_journey(WEmitter *emitter, uint32_t index);

/// Where the rows of a journey begin, for its flow function.
typedef struct WFlow {
    const WProgramJourney *journey;
    uint32_t row;
    uint32_t first_stage;
    uint32_t first_point;
    uint32_t first_site;
    uint32_t first_draw;
} WFlow;

/// Row of the flow function; fills in where stages, points and arms begin.
uint32_t w_emit_flow(WEmitter *emitter, const WFlow *flow);

// ---- marks.c

/// Note that control comes here, if marks are made.
void w_emit_mark(WEmitter *emitter, const WFlow *flow, WMarkKind kind, WSpan span,
                 const WAct *first);

// ---- behaviour.c

/// Equal for equal behaviour, whatever the names of files, the order of declarations, and the rest
/// of the project.
uint64_t w_emit_behaviour(WEmitter *emitter, const WProgramJourney *journey);

/// Equal for messages that say the same; 0 for one that has no contents.
uint64_t w_emit_wording(WEmitter *emitter, const WProgramMessage *message);

#endif
