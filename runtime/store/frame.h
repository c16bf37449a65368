// Frames: the inputs of a batch as bytes, from which the batch can be run again.
//
// A frame knows no bundle: which types the values have is told by a shape. Texts are bytes, so a
// frame outlives whatever was in memory.
#ifndef W_STORE_FRAME_H
#define W_STORE_FRAME_H

#include "runtime/base/arena.h"
#include "runtime/vm/turn.h"

/// The types of what inputs carry. Slots of event e are `types[event_first[e]]` up to
/// `types[event_first[e + 1]]`; a slot nobody reads has W_TYPE_NONE and never a value.
typedef struct WFrameShape {
    const WType *types;
    const uint32_t *event_first; // event_count + 1
    uint32_t event_count;
    const WType *profile;
    uint32_t profile_count;
    const uint32_t *option_counts; // by enum row
    uint32_t enum_count;
    const WShape *records; // by record row
} WFrameShape;

/// All zero but `shape` is a valid empty writer. `bytes` is the frame so far.
typedef struct WFrameWriter {
    const WFrameShape *shape;
    WBuffer bytes;
    int64_t last_ms;
    uint32_t inputs;
    bool is_settled; // the last thing in it
} WFrameWriter;

/// Begin anew; memory is kept.
void w_frame_clear(WFrameWriter *writer);
void w_frame_input(WFrameWriter *writer, const WInput *input);
/// What the thing that was written last learned from shared cells, if anything.
void w_frame_witnesses(WFrameWriter *writer, WStr customer, const WWitness *witnesses,
                       size_t count);
/// The end of a stream: w_engine_settle. Counts as an input.
void w_frame_settle(WFrameWriter *writer, int64_t until_ms);
void w_frame_free(WFrameWriter *writer);

typedef enum WFrameItem {
    W_FRAME_END,
    W_FRAME_INPUT,
    W_FRAME_SETTLE, // until `input.at_ms`
    W_FRAME_DAMAGED,
} WFrameItem;

typedef struct WFrameReader {
    const WFrameShape *shape;
    WArena *arena; // values live here
    WReader in;
    int64_t last_ms;
    const WWitness *witnesses; // of the thing that was read last
    size_t witness_count;
} WFrameReader;

void w_frame_open(WFrameReader *reader, const WFrameShape *shape, WArena *arena, WStr frame);
/// The next thing; the input's texts point into the frame and the arena. Safe for any bytes.
WFrameItem w_frame_next(WFrameReader *reader, WInput *input);

#endif
