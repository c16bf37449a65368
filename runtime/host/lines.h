// Actions and decisions as they leave: CloudEvents 1.0, one JSON object a line.
//
// What is the same for all lines of a send, or of a journey, is written once, when the bundle is
// opened.
#ifndef W_HOST_LINES_H
#define W_HOST_LINES_H

#include "runtime/base/arena.h"
#include "runtime/bundle/bundle.h"
#include "runtime/vm/turn.h"

typedef struct WLines {
    const WBundle *bundle;
    WArena arena;
    WStr *sites;    // by row: `,"data":{"journey":…,"tags":[…]`
    WStr *params;   // by row: `"name":`
    WStr *journeys; // by row: `,"data":{"journey":…`
    WStr action;    // `,"type":…,"source":…,"subject":`
    WStr decision;
} WLines;

void w_lines_open(WLines *lines, const WBundle *bundle);
void w_lines_close(WLines *lines);

/// The action of an effect that has one; with a line break.
void w_lines_action(const WLines *lines, const WEffect *effect, WBuffer *out);
/// The decision of an effect, the `ordinal`th of the input with that sequence; with a line break.
void w_lines_decision(const WLines *lines, const WEffect *effect, uint64_t sequence,
                      uint32_t ordinal, WBuffer *out);

#endif
