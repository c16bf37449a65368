// Texts that records hold, interned and counted.
//
// Premise: a text's hash is the one of its bytes; whoever makes a WText sees to it.
// Promise: between a hold and its release the pointer stays and the bytes do not change.

#include "runtime/state/dictionary.h"

#include <string.h>

#include "runtime/base/alloc.h"
#include "runtime/base/assert.h"

// A text lies right behind the count of its holds.
typedef uint64_t Holds;

static Holds *holds_of(const WText *text) {
    return (Holds *)(uintptr_t)text - 1;
}

static WText *make(const WText *text) {
    size_t size_bytes = sizeof *text + text->size + 1;
    Holds *holds = w_alloc(sizeof *holds + size_bytes);
    WText *copy = (WText *)(void *)(holds + 1);
    copy->hash = text->hash;
    copy->size = text->size;
    memcpy(copy->bytes, text->bytes, text->size);
    return copy;
}

static bool same(const WText *a, const WText *b) {
    return a->hash == b->hash && a->size == b->size && memcmp(a->bytes, b->bytes, a->size) == 0;
}

// The slot of the text, or the empty one where it belongs.
static uint32_t slot_of(const WDictionary *dictionary, const WText *text) {
    uint32_t mask = dictionary->slot_count - 1;
    uint32_t i = text->hash & mask;
    while (dictionary->slots[i] != NULL && !same(dictionary->slots[i], text)) {
        i = (i + 1) & mask;
    }
    return i;
}

static void grow(WDictionary *dictionary) {
    WText **old = dictionary->slots;
    uint32_t old_count = dictionary->slot_count;
    dictionary->slot_count = old_count ? old_count * 2 : 256;
    dictionary->slots = w_alloc(dictionary->slot_count * sizeof *dictionary->slots);
    for (uint32_t i = 0; i < old_count; i++) {
        if (old[i] != NULL) dictionary->slots[slot_of(dictionary, old[i])] = old[i];
    }
    w_free(old);
}

const WText *w_dictionary_hold(WDictionary *dictionary, const WText *text) {
    if ((dictionary->used + 1) * 2 > dictionary->slot_count) grow(dictionary);
    uint32_t i = slot_of(dictionary, text);
    if (dictionary->slots[i] == NULL) {
        dictionary->slots[i] = make(text);
        dictionary->used++;
    }
    ++*holds_of(dictionary->slots[i]);
    return dictionary->slots[i];
}

// Close the gap at `i`: move back every entry behind it that could no longer be found.
static void close_gap(WDictionary *dictionary, uint32_t i) {
    uint32_t mask = dictionary->slot_count - 1;
    for (uint32_t j = (i + 1) & mask; dictionary->slots[j] != NULL; j = (j + 1) & mask) {
        uint32_t home = dictionary->slots[j]->hash & mask;
        if (((j - home) & mask) < ((j - i) & mask)) continue;
        dictionary->slots[i] = dictionary->slots[j];
        i = j;
    }
    dictionary->slots[i] = NULL;
}

void w_dictionary_release(WDictionary *dictionary, const WText *text) {
    W_ASSERT(*holds_of(text) > 0);
    if (--*holds_of(text) > 0) return;
    uint32_t i = slot_of(dictionary, text);
    W_ASSERT(dictionary->slots[i] == text);
    close_gap(dictionary, i);
    dictionary->used--;
    w_free(holds_of(text));
}

void w_dictionary_free(WDictionary *dictionary) {
    for (uint32_t i = 0; i < dictionary->slot_count; i++) {
        if (dictionary->slots[i] != NULL) w_free(holds_of(dictionary->slots[i]));
    }
    w_free(dictionary->slots);
    *dictionary = (WDictionary){0};
}
