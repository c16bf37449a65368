// Names that are looked up as they stand on event lines, and keys of objects, guessed before they
// are looked up. Private to the event reader.
#ifndef W_HOST_EVENT_NAMES_H
#define W_HOST_EVENT_NAMES_H

#include "runtime/base/bytes.h"
#include "runtime/bundle/layout.h"

typedef struct WNameEntry {
    uint64_t hash;
    WStr name;
    uint32_t value; // W_NONE: free
} WNameEntry;

/// Names with a number each; all zero is a valid empty one.
typedef struct WNames {
    WNameEntry *entries; // open addressing, `room` is a power of two
    uint32_t room;
    uint32_t count;
} WNames;

/// The name's bytes must outlive the table. Of a name put twice the first stays.
void w_event_names_put(WNames *names, WStr name, uint32_t value);
/// W_NONE if it is not there.
uint32_t w_event_names_find(const WNames *names, WStr name);
void w_event_names_free(WNames *names);

/// A key of an object, and the one that came behind it the last time.
typedef struct WKey {
    char *quoted; // `"name":`, owned
    uint32_t size;
    uint32_t meaning; // what the owner of the set gave it; W_NONE: nothing, it is passed over
    uint32_t next;    // index of a key
} WKey;

/// The keys of one kind of object. Key 0 is the beginning of the object and key 1 stands for those
/// that were not learned; neither has a name.
typedef struct WKeys {
    WKey *keys;
    uint32_t count;
    uint32_t learned; // of those that mean nothing
    size_t room;
    WNames names; // to indices of keys
} WKeys;

enum { W_KEY_BEGIN = 0, W_KEY_OTHER = 1 };

void w_keys_init(WKeys *keys);
/// A key with its meaning.
void w_keys_put(WKeys *keys, WStr name, uint32_t meaning);
/// The key of a name that means nothing, learned if there is room for it; else W_KEY_OTHER.
uint32_t w_keys_learn(WKeys *keys, WStr name);
void w_keys_free(WKeys *keys);

#endif
