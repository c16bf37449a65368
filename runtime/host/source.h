// Does this source come again? A stream is compared with the checkpoints of those seen before
// while it is read; what is known is skipped.
//
// All that has been read lies behind a digest; a source whose checkpoint has the digest of this
// stream at that position began with the very same bytes.
#ifndef W_HOST_SOURCE_H
#define W_HOST_SOURCE_H

#include "runtime/store/store.h"

/// A source that the stream may be: its next checkpoint.
typedef struct WCandidate {
    int64_t source;
    WCheckpoint next;
    bool is_left; // its next checkpoint is still ahead
} WCandidate;

typedef struct WSourceMatch {
    WStore *store;
    WCandidate *candidates;
    size_t count;
    size_t room;
    WHashStream digest; // of all bytes so far
    uint64_t position;
    WBuffer held; // bytes behind `known`

    // What is known: the last checkpoint that fitted, the digest there, and the source to go on
    // with (0: none of those there are, as another ended differently).
    WCheckpoint known;
    WHashStream known_digest;
    int64_t source;
} WSourceMatch;

/// Begin with all sources of a store; false if it failed.
bool w_source_match_begin(WSourceMatch *match, WStore *store);
/// Take bytes in while there are candidates; `*taken` says how many. Fewer than given: it is
/// decided, and `held` is what comes before the rest.
bool w_source_match_feed(WSourceMatch *match, WStr bytes, size_t *taken);
/// Is a candidate left?
bool w_source_match_is_open(const WSourceMatch *match);
void w_source_match_free(WSourceMatch *match);

#endif
