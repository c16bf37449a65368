// Draws: which of several ways an instance takes.
//
// Chance is a hash of names (XXH3-64), so a draw comes out the same however often a turn is
// repeated. A split is kept once drawn; where a bundle has no such way any more it is drawn anew.

#include "runtime/base/assert.h"
#include "runtime/base/hash.h"
#include "runtime/base/limits.h"
#include "runtime/engine/private.h"
#include "runtime/value/text.h"

enum { WHOLE_MICROS = 1000000 };

// ---- chance

static void put(WBuffer *out, WStr word) {
    w_buffer_str(out, word);
    w_buffer_char(out, '\0');
}

static uint64_t hash_of(WBuffer *words) {
    uint64_t hash = w_hash64(words->bytes, words->size);
    w_buffer_free(words);
    return hash;
}

static WStr customer_id(const WEngine *engine) {
    return w_text_str(engine->customer->id);
}

// A number below `count` from a hash, without a bias that anybody could measure.
static uint32_t below(uint64_t hash, uint32_t count) {
    __extension__ typedef unsigned __int128 Wide;
    return (uint32_t)((Wide)hash * count >> 64);
}

uint64_t w_engine_draw_name(const char *kind, WStr owner, WStr name) {
    WBuffer words = {0};
    put(&words, w_str(kind));
    put(&words, owner);
    put(&words, name);
    return hash_of(&words);
}

uint32_t w_engine_draw_micros(const WEngine *engine, uint64_t name) {
    WBuffer words = {0};
    put(&words, W_STR("draw 1"));
    w_buffer_append(&words, &name, sizeof name);
    put(&words, customer_id(engine));
    return below(hash_of(&words), WHOLE_MICROS);
}

// ---- split

static uint64_t way_name(const WEngine *engine, const WDrawRow *draw, uint32_t way) {
    WStr name = w_bundle_str(engine->bundle, engine->bundle->ways[draw->first_way + way].name);
    return w_hash64(name.bytes, name.size);
}

static bool find_way(const WEngine *engine, const WDrawRow *draw, uint64_t kept, uint32_t *way) {
    for (*way = 0; *way < draw->way_count; (*way)++) {
        if (way_name(engine, draw, *way) == kept) return true;
    }
    return false;
}

static uint32_t way_at(const WEngine *engine, const WDrawRow *draw, uint32_t micros) {
    uint32_t way = 0;
    while (micros >= engine->bundle->ways[draw->first_way + way].micros) {
        micros -= engine->bundle->ways[draw->first_way + way].micros;
        way++;
        W_ASSERT(way < draw->way_count); // the shares are the whole
    }
    return way;
}

static uint32_t split(WEngine *engine, uint32_t row) {
    const WDrawRow *draw = &engine->bundle->draws[row];
    const WBundle *bundle = engine->bundle;
    WStr journey = w_bundle_str(bundle, bundle->journeys[draw->journey].name);
    uint64_t name = w_engine_draw_name("split", journey, w_bundle_str(bundle, draw->name));
    uint64_t kept;
    uint32_t way;
    bool known = w_draws_find(&engine->customer->draws, name, &kept);
    if (known && find_way(engine, draw, kept, &way)) return way;
    if (!w_engine_ordered_way(engine, row, &way))
        way = way_at(engine, draw, w_engine_draw_micros(engine, name));
    w_draws_keep(&engine->customer->draws, name, way_name(engine, draw, way));
    return way;
}

// ---- choice

static uint64_t choice_hash(const WEngine *engine, const WInstance *instance,
                            const WDrawRow *draw) {
    const WBundle *bundle = engine->bundle;
    WBuffer words = {0};
    put(&words, W_STR("choice 1"));
    put(&words, w_bundle_str(bundle, bundle->journeys[draw->journey].name));
    put(&words, w_bundle_str(bundle, draw->name));
    w_buffer_append(&words, &instance->number, sizeof instance->number);
    put(&words, customer_id(engine));
    return hash_of(&words);
}

// Evenly among those whose condition holds; `way_count` if there is none.
static uint32_t choose(WEngine *engine, const WInstance *instance, uint32_t row) {
    const WDrawRow *draw = &engine->bundle->draws[row];
    uint32_t open[W_LIMIT_WAYS], count = 0, ordered;
    bool is_ordered = w_engine_ordered_way(engine, row, &ordered);
    for (uint32_t i = 0; i < draw->way_count; i++) {
        const WWayRow *way = &engine->bundle->ways[draw->first_way + i];
        if (!w_engine_test(engine, way->where_function)) continue;
        if (is_ordered && i == ordered) return i;
        open[count++] = i;
    }
    if (count == 0) return draw->way_count;
    return open[below(choice_hash(engine, instance, draw), count)];
}

uint32_t w_engine_draw(WEngine *engine, const WInstance *instance, uint32_t row) {
    const WDrawRow *draw = &engine->bundle->draws[row];
    bool is_split = draw->kind == W_DRAW_SPLIT;
    uint32_t way = is_split ? split(engine, row) : choose(engine, instance, row);
    WDecision *decision =
        w_engine_decide(engine, W_WHAT_CHOICE, is_split ? W_OUTCOME_DRAWN : W_OUTCOME_CHOSEN,
                        W_REASON_NONE, instance->journey, instance->key);
    decision->stage = engine->stage;
    decision->rule = row;
    if (way < draw->way_count) {
        uint32_t name = engine->bundle->ways[draw->first_way + way].name;
        decision->text = w_bundle_text(engine->bundle, name);
    }
    return way;
}
