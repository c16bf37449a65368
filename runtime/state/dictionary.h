// Texts that records hold: each different text once, with a count of who holds it.
#ifndef W_STATE_DICTIONARY_H
#define W_STATE_DICTIONARY_H

#include "runtime/base/bytes.h"
#include "runtime/value/type.h"

typedef struct WDictionary {
    WText **slots;       // open addressing, NULL is empty
    uint32_t slot_count; // a power of two, or 0
    uint32_t used;
} WDictionary;

/// The dictionary's own copy of the text, held once more. Equal texts give the same pointer.
const WText *w_dictionary_hold(WDictionary *dictionary, const WText *text);
/// Give up one hold; the text is freed with its last.
void w_dictionary_release(WDictionary *dictionary, const WText *text);
void w_dictionary_free(WDictionary *dictionary);

#endif
