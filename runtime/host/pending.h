// A batch on its way into the state file: what its inputs gave, and how far its source came.
//
// It is gathered while inputs run, sealed, and from then on holds all that its transaction needs;
// so it can be stored by another thread while the next one is gathered.
#ifndef W_HOST_PENDING_H
#define W_HOST_PENDING_H

#include "runtime/base/arena.h"
#include "runtime/store/frame.h"
#include "runtime/store/store.h"

/// An action whose line stands in `action_lines`, up to `end`.
typedef struct WMadeAction {
    WHash128 id;
    size_t end;
} WMadeAction;

/// All zero but the frame's shape is a valid empty one.
typedef struct WPending {
    WFrameWriter frame;
    uint64_t first;  // sequence of its first input
    uint32_t lines;  // taken in, refused ones included
    WBuffer effects; // as bytes, for their digest
    WBuffer action_lines;
    WMadeAction *actions;
    size_t action_count;
    size_t action_room;
    WBuffer decision_lines;
    WDeadLetter *letters;
    size_t letter_count;
    size_t letter_room;
    WArena letter_arena;
    size_t letter_bytes;

    // Set when it is sealed.
    int64_t clock_ms;
    bool has_checkpoint;
    WCheckpoint checkpoint;
    int64_t source;          // 0: none, or not in the state yet
    const char *source_name; // NULL: none
} WPending;

/// Begin anew behind `sequence`; memory is kept.
void w_pending_clear(WPending *pending, uint64_t sequence);
void w_pending_free(WPending *pending);

/// A dead letter; the texts are copied.
void w_pending_add_letter(WPending *pending, const WDeadLetter *letter);
void w_pending_add_action(WPending *pending, const WHash128 *id);
/// The line of an action, without its line break.
WStr w_pending_action(const WPending *pending, size_t index);
/// Memory it takes, in about.
size_t w_pending_bytes(const WPending *pending);

/// Store a sealed batch in one transaction; `source` is set if it was new.
bool w_pending_store(WPending *pending, WStore *store);

#endif
