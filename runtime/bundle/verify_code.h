// What the pass over code and the rules of single instructions share.
#ifndef W_BUNDLE_VERIFY_CODE_H
#define W_BUNDLE_VERIFY_CODE_H

#include "runtime/base/arena.h"
#include "runtime/bundle/verify.h"

/// Set in the type of a register beside what the type says: an integer or number that is not zero,
/// a length above zero, an instant after now.
#define W_TYPE_SURE 0x20u

/// What is surely known where control is, or may arrive.
typedef struct WPlace {
    uint32_t event;   // that may be read, or W_NONE
    uint32_t stage;   // of flow code, or W_NONE
    bool interrupts;  // this code answers an event during a wait, to which it may go back
    bool begins;      // before the first stage: variables are set, and nothing else is done
    bool timed;       // since the stage began, time passed or an event came
    WVariableSet set; // variables of the journey
    WType types[W_LIMIT_REGISTERS]; // of the registers; 0: not set. As many as the function has.
} WPlace;

/// From a stage to another (or itself) without time passing.
typedef struct WStageEdge {
    uint32_t from;
    uint32_t to;
} WStageEdge;

typedef struct WCodeVerifier {
    WVerifier *v;
    WArena arena; // the places of one function
    uint32_t function;
    const WFunctionRow *row;
    const WInstruction *code;
    uint32_t at;
    WPlace now;
    WPlace **places; // by instruction: what arrives there by a jump, or NULL
    WStageEdge *edges;
    size_t edge_count;
    size_t edge_room;
} WCodeVerifier;

/// Check the instruction at `at` and bring `now` behind it.
bool w_code_instruction(WCodeVerifier *c, WInstruction at);
/// The same for an instruction of flow.
bool w_code_flow(WCodeVerifier *c, WInstruction at);

/// The type of a register; whether it is set, which is refused if not; whether it is of that type.
WType w_code_type_of(const WCodeVerifier *c, uint32_t reg);
bool w_code_is_set(WCodeVerifier *c, uint32_t reg);
bool w_code_has(WCodeVerifier *c, uint32_t reg, WType type);
/// A register is set to a value of that type. Always true.
bool w_code_sets(WCodeVerifier *c, uint32_t reg, WType type);
/// The type of a variable of the function's journey.
WType w_code_variable_type(const WCodeVerifier *c, uint32_t variable);
/// May this code run that function, which sees the event (`over`: of the history)?
bool w_code_calls(WCodeVerifier *c, uint32_t function, uint32_t event, bool over);

/// Control may arrive at `target` with what is known in `from`.
bool w_code_arrive_ahead(WCodeVerifier *c, uint32_t target, const WPlace *from);
/// The engine may begin at the stages of the journey and at their arms.
bool w_code_enter_stages(WCodeVerifier *c);
/// The engine may go on at the point's arms and behind it. `sure`: its time is not over at once.
bool w_code_wait(WCodeVerifier *c, uint32_t point, bool sure);
/// The engine may go on behind this SEND in a later turn: what is known behind it lasts.
bool w_code_send_waits(WCodeVerifier *c, WInstruction at, uint32_t site);
/// Are all variables set that a condition reads?
bool w_code_needs_are_set(WCodeVerifier *c, uint32_t function, const WPlace *place);

#endif
