// Event ids a customer has been seen with.
//
// An id is remembered from the second it came until `keep_ms` later. Old ids leave when the table
// is rebuilt, which happens only when it is three quarters full, so a look costs a probe or two.

#include "runtime/state/seen.h"

#include <stdlib.h>
#include <string.h>

#include "runtime/base/alloc.h"

static uint32_t *seconds_of(const WSeen *seen) {
    return (uint32_t *)(void *)(seen->ids + seen->room);
}

// Where the id stands, or the empty place where it belongs.
static uint32_t place_of(const WSeen *seen, uint64_t id) {
    uint32_t mask = seen->room - 1;
    uint32_t i = (uint32_t)(id ^ id >> 32) & mask;
    while (seen->ids[i] != 0 && seen->ids[i] != id)
        i = (i + 1) & mask;
    return i;
}

static void make_room(WSeen *seen, uint32_t room) {
    seen->room = room;
    seen->count = 0;
    seen->ids = w_alloc((size_t)room * (sizeof(uint64_t) + sizeof(uint32_t)));
}

static void put(WSeen *seen, uint64_t id, uint32_t second) {
    uint32_t i = place_of(seen, id);
    seen->ids[i] = id;
    seconds_of(seen)[i] = second;
    seen->count++;
}

// Seconds are counted modulo 2^32: a customer's time does not go back, so an age is right up to
// 136 years, and who keeps ids for longer keeps them for ever.
static uint32_t second_of(int64_t ms) {
    int64_t second = ms >= 0 ? ms / 1000 : -((999 - ms) / 1000);
    return (uint32_t)(uint64_t)second;
}

static bool is_old(uint32_t second, int64_t now_ms, int64_t keep_ms) {
    if (keep_ms / 1000 >= UINT32_MAX) return false;
    return second_of(now_ms) - second >= (uint32_t)((keep_ms + 999) / 1000);
}

// Forget what is old, and make room for as many more that the next time is far.
static void rebuild(WSeen *seen, int64_t now_ms, int64_t keep_ms) {
    WSeen old = *seen;
    uint32_t live = 0;
    for (uint32_t i = 0; i < old.room; i++) {
        live += old.ids[i] != 0 && !is_old(seconds_of(&old)[i], now_ms, keep_ms);
    }
    uint32_t room = 4;
    while (room * UINT64_C(5) < (live + 1) * UINT64_C(8))
        room *= 2;
    make_room(seen, room);
    for (uint32_t i = 0; i < old.room; i++) {
        uint32_t second = old.room ? seconds_of(&old)[i] : 0;
        if (old.ids[i] != 0 && !is_old(second, now_ms, keep_ms)) put(seen, old.ids[i], second);
    }
    w_free(old.ids);
}

bool w_seen_before(WSeen *seen, uint64_t id, int64_t now_ms, int64_t keep_ms) {
    if (id == 0) id = 1; // 0 marks an empty place
    uint32_t second = second_of(now_ms);
    if (seen->room > 0) {
        uint32_t i = place_of(seen, id);
        if (seen->ids[i] == id) {
            bool before = !is_old(seconds_of(seen)[i], now_ms, keep_ms);
            if (!before) seconds_of(seen)[i] = second;
            return before;
        }
    }
    if ((seen->count + 1) * 4 > seen->room * 3) rebuild(seen, now_ms, keep_ms);
    put(seen, id, second);
    return false;
}

void w_seen_free(WSeen *seen) {
    w_free(seen->ids);
    *seen = (WSeen){0};
}

typedef struct Sighting {
    uint64_t id;
    uint32_t second;
} Sighting;

static int by_id(const void *a, const void *b) {
    uint64_t x = ((const Sighting *)a)->id;
    uint64_t y = ((const Sighting *)b)->id;
    return (x > y) - (x < y);
}

void w_seen_encode(const WSeen *seen, WBuffer *out) {
    Sighting *all = w_alloc((seen->count + 1) * sizeof *all);
    uint32_t count = 0;
    for (uint32_t i = 0; i < seen->room; i++) {
        if (seen->ids[i] != 0) all[count++] = (Sighting){seen->ids[i], seconds_of(seen)[i]};
    }
    qsort(all, count, sizeof *all, by_id);
    w_buffer_varint(out, seen->room);
    w_buffer_varint(out, count);
    for (uint32_t i = 0; i < count; i++) {
        w_buffer_u64(out, all[i].id);
        w_buffer_u32(out, all[i].second);
    }
    w_free(all);
}

// The room is stored because it decides when old ids are forgotten: a loaded record must behave
// like the one that was saved.
bool w_seen_decode(WSeen *seen, WReader *in) {
    uint64_t room = w_reader_varint(in);
    uint64_t count = w_reader_varint(in);
    bool fits = room <= UINT32_MAX / 4 && (room & (room - 1)) == 0 && count <= room &&
                count * 4 <= room * 3 && count * 12 <= (uint64_t)(in->end - in->at);
    if (in->failed || !fits || room > (count + 1) * 4) return false;
    if (room == 0) return true;
    make_room(seen, (uint32_t)room);
    for (uint64_t i = 0; i < count; i++) {
        uint64_t id = w_reader_u64(in);
        uint32_t second = w_reader_u32(in);
        if (id == 0 || seen->ids[place_of(seen, id)] != 0) return false;
        put(seen, id, second);
    }
    return !in->failed;
}
