// The event index, built once for a bundle.

#include "runtime/engine/index.h"

#include <stdlib.h>
#include <string.h>

#include "runtime/base/alloc.h"
#include "runtime/base/assert.h"

typedef struct Bucket {
    uint64_t hash;
    uint32_t first; // in `entries`
    uint32_t count; // 0: empty
} Bucket;

// Entries of one event with one signature.
typedef struct Group {
    uint32_t first_key; // the keys of one of its entries: sources and slots are those of all
    uint32_t key_count;
    uint32_t first_bucket;
    uint32_t bucket_mask;
} Group;

struct WEventIndex {
    const WBundle *bundle;
    uint32_t *first_group; // by event; one more at the end
    Group *groups;
    Bucket *buckets;
    uint32_t *entries; // entry rows, those of a bucket next to each other
};

// An entry while the index is built.
typedef struct Item {
    uint32_t entry;
    const WEntryRow *row;
    const WKeyRow *keys;
    uint64_t hash;
} Item;

static uint64_t mix(uint64_t hash, uint64_t value) {
    uint64_t z = (hash ^ value) * UINT64_C(0x9E3779B97F4A7C15);
    return z ^ z >> 29;
}

static uint64_t mix_value(uint64_t hash, WType type, WValue value) {
    if (w_type_kind(type) != W_TYPE_TEXT) return mix(hash, value);
    const WText *text = w_value_text(value);
    return mix(hash, (uint64_t)text->size << 32 | text->hash);
}

// The type of a key's slot; the slot of an event is found through its fields.
static WType key_type(const WBundle *bundle, const WKeyRow *key) {
    return bundle->constants[key->constant].type;
}

static uint64_t hash_of_entry(const WBundle *bundle, const WEntryRow *entry) {
    uint64_t hash = 0;
    for (uint32_t i = 0; i < entry->key_count; i++) {
        const WKeyRow *key = &bundle->keys[entry->first_key + i];
        hash = mix_value(hash, key_type(bundle, key), bundle->constant_values[key->constant]);
    }
    return hash;
}

static int compare_u64(uint64_t a, uint64_t b) {
    return (a > b) - (a < b);
}

static int compare_signatures(const Item *a, const Item *b) {
    if (a->row->key_count != b->row->key_count) {
        return compare_u64(a->row->key_count, b->row->key_count);
    }
    for (uint32_t i = 0; i < a->row->key_count; i++) {
        uint64_t p = (uint64_t)a->keys[i].source << 32 | a->keys[i].slot;
        uint64_t q = (uint64_t)b->keys[i].source << 32 | b->keys[i].slot;
        if (p != q) return compare_u64(p, q);
    }
    return 0;
}

// By event, signature, hash, entry.
static int compare_items(const void *a, const void *b) {
    const Item *x = a;
    const Item *y = b;
    if (x->row->event != y->row->event) return compare_u64(x->row->event, y->row->event);
    int signatures = compare_signatures(x, y);
    if (signatures != 0) return signatures;
    if (x->hash != y->hash) return compare_u64(x->hash, y->hash);
    return compare_u64(x->entry, y->entry);
}

// All entries by events.
static Item *sorted_items(const WBundle *bundle, uint32_t *count) {
    Item *items = w_alloc((bundle->entries_count + 1) * sizeof *items);
    *count = 0;
    for (uint32_t i = 0; i < bundle->entries_count; i++) {
        const WEntryRow *row = &bundle->entries[i];
        if (row->event == W_NONE) continue;
        items[(*count)++] =
            (Item){i, row, bundle->keys + row->first_key, hash_of_entry(bundle, row)};
    }
    qsort(items, *count, sizeof *items, compare_items);
    return items;
}

static bool same_group(const Item *a, const Item *b) {
    return a->row->event == b->row->event && compare_signatures(a, b) == 0;
}

static Bucket *find_bucket(const WEventIndex *index, const Group *group, uint64_t hash) {
    Bucket *buckets = index->buckets + group->first_bucket;
    uint32_t i = (uint32_t)(hash >> 32) & group->bucket_mask;
    while (buckets[i].count != 0 && buckets[i].hash != hash)
        i = (i + 1) & group->bucket_mask;
    return &buckets[i];
}

static uint32_t bucket_room(uint32_t entries) {
    uint32_t room = 1;
    while (room < entries * 2)
        room *= 2;
    return room;
}

// Items [first, end) are one group.
static uint32_t add_group(WEventIndex *index, const Item *items, uint32_t first, uint32_t end,
                          Group *group, uint32_t first_bucket) {
    const WEntryRow *entry = items[first].row;
    uint32_t room = bucket_room(end - first);
    *group = (Group){entry->first_key, entry->key_count, first_bucket, room - 1};
    for (uint32_t i = first; i < end; i++) {
        Bucket *bucket = find_bucket(index, group, items[i].hash);
        if (bucket->count == 0) *bucket = (Bucket){items[i].hash, i, 0};
        bucket->count++;
        index->entries[i] = items[i].entry;
    }
    return room;
}

WEventIndex *w_event_index_create(const WBundle *bundle) {
    uint32_t count;
    Item *items = sorted_items(bundle, &count);
    WEventIndex *index = w_alloc(sizeof *index);
    index->bundle = bundle;
    index->first_group = w_alloc((bundle->events_count + 1) * sizeof *index->first_group);
    index->groups = w_alloc((count + 1) * sizeof *index->groups);
    index->buckets = w_alloc(((size_t)count * 4 + 1) * sizeof *index->buckets);
    index->entries = w_alloc((count + 1) * sizeof *index->entries);
    uint32_t groups = 0;
    uint32_t buckets = 0;
    uint32_t event = 0;
    for (uint32_t first = 0, end; first < count; first = end) {
        end = first + 1;
        while (end < count && same_group(&items[first], &items[end]))
            end++;
        while (event <= items[first].row->event)
            index->first_group[event++] = groups;
        buckets += add_group(index, items, first, end, &index->groups[groups++], buckets);
    }
    while (event <= bundle->events_count)
        index->first_group[event++] = groups;
    w_free(items);
    return index;
}

void w_event_index_free(WEventIndex *index) {
    if (index == NULL) return;
    w_free(index->first_group);
    w_free(index->groups);
    w_free(index->buckets);
    w_free(index->entries);
    w_free(index);
}

// The hash of what the group's slots hold; false if one is missing.
static bool hash_look(const WEventIndex *index, const Group *group, const WEventIndexLook *look,
                      uint64_t *hash) {
    *hash = 0;
    for (uint32_t i = 0; i < group->key_count; i++) {
        const WKeyRow *key = &index->bundle->keys[group->first_key + i];
        bool of_event = key->source == W_KEY_EVENT;
        const uint64_t *present = of_event ? look->present : look->profile_present;
        if (!w_bit_get(present, key->slot)) return false;
        WValue value = (of_event ? look->slots : look->profile)[key->slot];
        *hash = mix_value(*hash, key_type(index->bundle, key), value);
    }
    return true;
}

void w_event_index_each(const WEventIndex *index, const WEventIndexLook *look,
                        WEventIndexFound *found, void *context) {
    W_ASSERT(look->event < index->bundle->events_count);
    uint32_t end = index->first_group[look->event + 1];
    for (uint32_t g = index->first_group[look->event]; g < end; g++) {
        const Group *group = &index->groups[g];
        uint64_t hash;
        if (!hash_look(index, group, look, &hash)) continue;
        const Bucket *bucket = find_bucket(index, group, hash);
        for (uint32_t i = 0; i < bucket->count; i++) {
            found(context, index->entries[bucket->first + i]);
        }
    }
}
