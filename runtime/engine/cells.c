// Shared cells in turns: what is learned from them is witnessed, so that the turns of one customer
// can be run again without those of all others.
//
// A witness is an answer that came from cells, noted in the order in which a turn asked. Where
// cells stand behind the input that is run again, answers come from the witnesses and nothing is
// changed; from there on, and in every run that is not a replay, they come from the cells.

#include "runtime/base/alloc.h"
#include "runtime/engine/private.h"
#include "runtime/value/text.h"

static bool is_past(const WEngine *engine) {
    return engine->sequence <= engine->cells_sequence;
}

// Witnesses stand in the order of the turns. Those of customers whose turns are not run again are
// passed over.
static bool find_witness(WEngine *engine, WStr customer, int64_t *answer) {
    while (engine->given_next < engine->given_count) {
        const WWitness *witness = &engine->given[engine->given_next++];
        if (!w_str_equal(witness->customer, customer)) continue;
        *answer = witness->answer;
        return true;
    }
    return false;
}

int64_t w_engine_witness(WEngine *engine, int64_t answer) {
    WStr customer = w_text_str(engine->customer->id);
    if (is_past(engine) && !find_witness(engine, customer, &answer)) {
        engine->lacks_witness = true;
    }
    engine->witnesses = w_grow(engine->witnesses, &engine->witness_room, engine->witness_count + 1,
                               sizeof *engine->witnesses);
    engine->witnesses[engine->witness_count++] = (WWitness){customer, answer};
    return answer;
}

WCell *w_engine_cell(WEngine *engine, const char *kind, WStr name) {
    WBuffer full = {0};
    w_buffer_printf(&full, "%s %.*s", kind, W_STR_ARGS(name));
    WCell *cell = w_cells_find_or_add(w_state_cells(engine->state), (WStr){full.bytes, full.size});
    w_buffer_free(&full);
    return cell;
}

bool w_engine_changes_cells(const WEngine *engine) {
    return !is_past(engine);
}

// ---- for hosts

const WWitness *w_engine_witnesses(const WEngine *engine, size_t *count) {
    *count = engine->witness_count;
    return engine->witnesses;
}

void w_engine_set_cells_sequence(WEngine *engine, uint64_t sequence) {
    engine->cells_sequence = sequence;
}

void w_engine_give_witnesses(WEngine *engine, const WWitness *witnesses, size_t count) {
    engine->given = witnesses;
    engine->given_count = count;
    engine->given_next = 0;
}

bool w_engine_lacks_witness(const WEngine *engine) {
    return engine->lacks_witness;
}
