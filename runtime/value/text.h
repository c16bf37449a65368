// Texts and lists as values. A text is made once, in NFC and hashed, and never changed; so two
// texts are equal exactly when their bytes are.
#ifndef W_VALUE_TEXT_H
#define W_VALUE_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "runtime/base/arena.h"
#include "runtime/base/bytes.h"
#include "runtime/value/type.h"

/// A text of valid UTF-8, brought into NFC. It lives in the arena. Beyond W_LIMIT_MADE_TEXT_BYTES
/// it is cut, between two code points.
WText *w_text_make(WArena *arena, WStr utf8);

/// The same of bytes known to be in NFC already (ASCII is).
WText *w_text_make_nfc(WArena *arena, WStr nfc);

/// Room for a text of `size` bytes, to be written by the caller and then handed to w_text_finish
/// with the bytes that were used. They must be in NFC.
WText *w_text_begin(WArena *arena, size_t size);
WText *w_text_finish(WText *text, size_t size);

/// The empty text, which lives for ever.
const WText *w_text_empty(void);

static inline WStr w_text_str(const WText *text) {
    return (WStr){text->bytes, text->size};
}

static inline bool w_text_equal(const WText *a, const WText *b) {
    if (a == b) return true;
    return a->hash == b->hash && a->size == b->size && memcmp(a->bytes, b->bytes, a->size) == 0;
}

/// Order by bytes, which is that of code points: below, at or above zero.
int w_text_compare(const WText *a, const WText *b);

// Of bytes in NFC; every text contains, starts and ends with the empty one.
bool w_text_contains(const WText *text, const WText *part);
bool w_text_starts_with(const WText *text, const WText *part);
bool w_text_ends_with(const WText *text, const WText *part);

/// `count` texts (WText pointers) as one, again in NFC, with `between` between them (may be NULL).
WText *w_text_join(WArena *arena, const WValue *texts, size_t count, const WText *between);

/// Offset in `text` of the first `part` at or behind `from`, or SIZE_MAX.
size_t w_text_find(WStr text, WStr part, size_t from);

/// Whether two values of a type are equal, lists element by element. Optional types: only if
/// known.
bool w_value_equal(WType type, WValue a, WValue b);

/// Order of two values of an ordered type: below, at or above zero.
int w_value_compare(WType type, WValue a, WValue b);

/// A list of `count` elements in the arena, not yet set.
WList *w_list_begin(WArena *arena, size_t count);

/// Whether `list` of type `list_type` has an element equal to `value`.
bool w_list_has(WType list_type, const WList *list, WValue value);

#endif
