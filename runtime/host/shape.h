// What frames need to know of a bundle.
#ifndef W_HOST_SHAPE_H
#define W_HOST_SHAPE_H

#include "runtime/bundle/bundle.h"
#include "runtime/store/frame.h"

/// The shape of a bundle's inputs, in the arena.
WFrameShape w_shape_of(const WBundle *bundle, WArena *arena);

#endif
