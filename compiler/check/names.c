// Names: open addressing over xxHash, and the distance of Damerau (optimal string alignment).
#include "compiler/check/names.h"

#include <string.h>

#include "runtime/base/assert.h"
#include "runtime/base/hash.h"

enum { LONGEST_COMPARED = 48, FIRST_ROOM = 16 };

static WNameCell *cell_of(const WNames *names, WStr name, uint64_t hash) {
    uint32_t mask = names->room - 1;
    uint32_t at = (uint32_t)hash & mask;
    while (names->cells[at].taken) {
        WNameCell *cell = &names->cells[at];
        if (cell->hash == hash && w_str_equal(cell->name, name)) break;
        at = (at + 1) & mask;
    }
    return &names->cells[at];
}

uint32_t w_names_get(const WNames *names, WStr name) {
    if (names->count == 0) return UINT32_MAX;
    const WNameCell *cell = cell_of(names, name, w_hash64(name.bytes, name.size));
    return cell->taken ? cell->value : UINT32_MAX;
}

// At most half full, so a search ends after a step or two.
static void make_room(WNames *names) {
    if (names->room > 0 && names->count < names->room / 2) return;
    WNames bigger = {.arena = names->arena, .count = names->count};
    bigger.room = names->room > 0 ? names->room * 2 : FIRST_ROOM;
    bigger.cells = w_arena_take_zeroed(names->arena, bigger.room * sizeof *bigger.cells);
    for (uint32_t i = 0; i < names->room; i++) {
        const WNameCell *cell = &names->cells[i];
        if (cell->taken) *cell_of(&bigger, cell->name, cell->hash) = *cell;
    }
    *names = bigger;
}

uint32_t w_names_put(WNames *names, WStr name, uint32_t value) {
    W_ASSERT(names->arena != NULL);
    make_room(names);
    uint64_t hash = w_hash64(name.bytes, name.size);
    WNameCell *cell = cell_of(names, name, hash);
    if (cell->taken) return cell->value;
    *cell = (WNameCell){name, hash, value, true};
    names->count++;
    return value;
}

static unsigned smaller(unsigned a, unsigned b) {
    return a < b ? a : b;
}

// Insertions, deletions, replacements and swaps of neighbours that make `a` out of `b`.
static unsigned distance_of(WStr a, WStr b) {
    unsigned rows[3][LONGEST_COMPARED + 1];
    unsigned *before = rows[0], *last = rows[1], *now = rows[2];
    for (unsigned j = 0; j <= b.size; j++)
        last[j] = j;
    for (unsigned i = 1; i <= a.size; i++) {
        now[0] = i;
        for (unsigned j = 1; j <= b.size; j++) {
            unsigned changed = a.bytes[i - 1] != b.bytes[j - 1];
            now[j] = smaller(smaller(last[j] + 1, now[j - 1] + 1), last[j - 1] + changed);
            bool swapped = i > 1 && j > 1 && a.bytes[i - 1] == b.bytes[j - 2] &&
                           a.bytes[i - 2] == b.bytes[j - 1];
            if (swapped) now[j] = smaller(now[j], before[j - 2] + 1);
        }
        unsigned *free_row = before;
        before = last;
        last = now;
        now = free_row;
    }
    return last[b.size];
}

WSuggest w_suggest(WStr wanted) {
    unsigned near_enough = wanted.size < 4 ? 1 : wanted.size < 8 ? 2 : 3;
    return (WSuggest){.wanted = wanted, .distance = near_enough + 1};
}

void w_suggest_offer(WSuggest *suggest, WStr candidate) {
    WStr wanted = suggest->wanted;
    if (candidate.size == 0) return;
    if (suggest->offered < W_SUGGEST_ALL) suggest->all[suggest->offered] = candidate;
    suggest->offered++;
    if (wanted.size > LONGEST_COMPARED || candidate.size > LONGEST_COMPARED) return;
    size_t longer =
        wanted.size > candidate.size ? wanted.size - candidate.size : candidate.size - wanted.size;
    if (longer >= suggest->distance) return;
    unsigned distance = distance_of(wanted, candidate);
    if (distance >= suggest->distance || distance >= wanted.size) return;
    suggest->distance = distance;
    suggest->best = candidate;
}
