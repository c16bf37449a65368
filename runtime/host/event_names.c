// Tables of names and of keys.
//
// Premise: names to be learned come from anywhere.
// Promise: few and short ones are learned, so that a hostile stream cannot make the tables grow.
#include "runtime/host/event_names.h"

#include <string.h>

#include "runtime/base/alloc.h"
#include "runtime/base/hash.h"

#define LEARNED_MAX 32
#define LEARNED_BYTES 64

static WNameEntry *place(const WNames *names, uint64_t hash, WStr name) {
    for (uint32_t i = (uint32_t)hash & (names->room - 1);; i = (i + 1) & (names->room - 1)) {
        WNameEntry *e = &names->entries[i];
        if (e->value == W_NONE || (e->hash == hash && w_str_equal(e->name, name))) return e;
    }
}

static void grow(WNames *names) {
    WNames larger = {.room = names->room ? 2 * names->room : 16, .count = names->count};
    larger.entries = w_alloc(larger.room * sizeof *larger.entries);
    for (uint32_t i = 0; i < larger.room; i++)
        larger.entries[i].value = W_NONE;
    for (uint32_t i = 0; i < names->room; i++) {
        WNameEntry *e = &names->entries[i];
        if (e->value != W_NONE) *place(&larger, e->hash, e->name) = *e;
    }
    w_free(names->entries);
    *names = larger;
}

void w_event_names_put(WNames *names, WStr name, uint32_t value) {
    if (2 * (names->count + 1) > names->room) grow(names);
    uint64_t hash = w_hash64(name.bytes, name.size);
    WNameEntry *e = place(names, hash, name);
    if (e->value != W_NONE) return;
    *e = (WNameEntry){hash, name, value};
    names->count++;
}

uint32_t w_event_names_find(const WNames *names, WStr name) {
    if (names->count == 0) return W_NONE;
    return place(names, w_hash64(name.bytes, name.size), name)->value;
}

void w_event_names_free(WNames *names) {
    w_free(names->entries);
    *names = (WNames){0};
}

// Whether the name stands on a line as it is; others are never guessed.
static bool is_plain(WStr name) {
    for (size_t i = 0; i < name.size; i++) {
        unsigned char c = (unsigned char)name.bytes[i];
        if (c < ' ' || c == '"' || c == '\\') return false;
    }
    return true;
}

// Returns the key's index.
static uint32_t add(WKeys *keys, WStr name, uint32_t meaning) {
    keys->keys = w_grow(keys->keys, &keys->room, keys->count + 1, sizeof *keys->keys);
    WKey *key = &keys->keys[keys->count];
    *key = (WKey){.meaning = meaning, .next = W_KEY_OTHER};
    key->size = (uint32_t)(name.size + sizeof "\"\":" - 1);
    key->quoted = w_alloc(key->size + 1);
    key->quoted[0] = is_plain(name) ? '"' : '\0'; // no key begins with NUL
    if (name.size > 0) memcpy(key->quoted + 1, name.bytes, name.size);
    memcpy(key->quoted + 1 + name.size, "\":", 2);
    return keys->count++;
}

static uint32_t add_named(WKeys *keys, WStr name, uint32_t meaning) {
    uint32_t index = add(keys, name, meaning);
    w_event_names_put(&keys->names, (WStr){keys->keys[index].quoted + 1, name.size}, index);
    return index;
}

void w_keys_init(WKeys *keys) {
    *keys = (WKeys){0};
    for (uint32_t i = W_KEY_BEGIN; i <= W_KEY_OTHER; i++) {
        add(keys, W_STR(""), W_NONE);
        keys->keys[i].quoted[0] = '\0';
    }
}

void w_keys_put(WKeys *keys, WStr name, uint32_t meaning) {
    add_named(keys, name, meaning);
}

uint32_t w_keys_learn(WKeys *keys, WStr name) {
    if (keys->learned == LEARNED_MAX || name.size > LEARNED_BYTES) return W_KEY_OTHER;
    keys->learned++;
    return add_named(keys, name, W_NONE);
}

void w_keys_free(WKeys *keys) {
    for (uint32_t i = 0; i < keys->count; i++)
        w_free(keys->keys[i].quoted);
    w_free(keys->keys);
    w_event_names_free(&keys->names);
    *keys = (WKeys){0};
}
