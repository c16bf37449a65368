// Names: a table from names to numbers, and what a misspelled one may have meant.
#ifndef W_CHECK_NAMES_H
#define W_CHECK_NAMES_H

#include <stdbool.h>
#include <stdint.h>

#include "runtime/base/arena.h"
#include "runtime/base/bytes.h"

typedef struct WNameCell {
    WStr name;
    uint64_t hash;
    uint32_t value;
    bool taken;
} WNameCell;

/// A hash table; all zero but `arena` is empty. The names are not copied.
typedef struct WNames {
    WArena *arena;
    WNameCell *cells;
    uint32_t room; // a power of two, or 0
    uint32_t count;
} WNames;

/// The number under a name; UINT32_MAX if there is none.
uint32_t w_names_get(const WNames *names, WStr name);

/// Put a name that is not in the table: answers `value`. One that is keeps and answers its number.
uint32_t w_names_put(WNames *names, WStr name, uint32_t value);

enum { W_SUGGEST_ALL = 6 };

/// The candidate nearest to a word. Start with w_suggest, offer each, and read `best`: it has no
/// bytes if none is near enough. Where there are few candidates, `all` holds them.
typedef struct WSuggest {
    WStr wanted;
    WStr best;
    unsigned distance; // of the best; what is not below is no better
    WStr all[W_SUGGEST_ALL];
    unsigned offered; // how many there were; `all` holds them up to its size
} WSuggest;

WSuggest w_suggest(WStr wanted);
void w_suggest_offer(WSuggest *suggest, WStr candidate);

#endif
