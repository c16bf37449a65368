// Values of declared types as they stand on event lines. Private to the event reader.
#ifndef W_HOST_EVENT_VALUE_H
#define W_HOST_EVENT_VALUE_H

#include <string.h>

#include "runtime/base/arena.h"
#include "runtime/host/event_form.h"
#include "runtime/host/event_scan.h"
#include "runtime/value/time.h"
#include "runtime/value/type.h"

/// A line being read.
typedef struct WLine {
    WJsonScan scan;
    WArena *arena;
    const WForms *forms;
    WDatetimeMemo memo;
    WType wanted; // WRONG_TYPE and BAD_FORM: what was declared
    WStr blamed;  // the path of the value that was refused; empty: the line, or a part of it
} WLine;

/// Refuse the value at hand; returns false.
bool w_line_refuse(WLine *line, WRefused why, WType wanted);

/// The same of a string that is escaped, or not ASCII, or too large.
bool w_line_decode(WLine *line, const WJsonString *string, size_t max_bytes, WStr *text);

/// The text of a string, in NFC: a view of the line, or in the arena. Refused if it is larger than
/// `max_bytes` or holds a NUL.
static inline bool w_line_text(WLine *line, const WJsonString *string, size_t max_bytes,
                               WStr *text) {
    *text = (WStr){string->bytes, string->size};
    if (string->ascii && !string->escaped && string->size <= max_bytes) return true;
    return w_line_decode(line, string, max_bytes, text);
}

/// Step into the object at hand; false if there is none.
bool w_line_enter(WLine *line);

/// Step over a key that was not guessed, up to its value.
bool w_line_find_key(WLine *line, WKeys *keys, uint32_t *key);

// Whether the bytes at `at` begin with the key. Nearly all keys have 8 to 16 bytes with their
// quotes and colon: two comparisons of eight, which overlap.
static inline bool w_line_at_key(const WJsonScan *s, const WKey *key) {
    uint64_t line[2], wanted[2];
    size_t size = key->size;
    if ((size_t)(s->end - s->at) < size) return false;
    if (size < 8 || size > 16) return memcmp(s->at, key->quoted, size) == 0;
    memcpy(&line[0], s->at, 8);
    memcpy(&line[1], s->at + size - 8, 8);
    memcpy(&wanted[0], key->quoted, 8);
    memcpy(&wanted[1], key->quoted + size - 8, 8);
    return line[0] == wanted[0] && line[1] == wanted[1];
}

/// Step to the value of the next key of the object stepped into, out of it if there is none.
/// `*key` is W_KEY_BEGIN at first, then the index of the key met. False at the end, and when the
/// line is refused.
static inline bool w_line_next_key(WLine *line, WKeys *keys, uint32_t *key) {
    WJsonScan *s = &line->scan;
    char next = w_scan_peek(s);
    if (next == '}') {
        s->at++;
        s->depth--;
        return false;
    }
    if (*key != W_KEY_BEGIN) {
        if (next != ',') return w_scan_refuse(s, W_REFUSED_NOT_JSON);
        s->at++;
        if (*s->at != '"' && w_scan_peek(s) != '"') return w_scan_refuse(s, W_REFUSED_NOT_JSON);
    }
    if (!w_scan_count_key(s)) return false;
    uint32_t guess = keys->keys[*key].next;
    const WKey *guessed = &keys->keys[guess];
    if (!w_line_at_key(s, guessed)) return w_line_find_key(line, keys, key);
    s->at += guessed->size;
    *key = guess;
    return true;
}

/// Read a value of a type that is neither missing nor `null`. With `keep` unset it is only judged,
/// and nothing is made in the arena.
bool w_line_value(WLine *line, WType type, bool keep, WValue *value);

// Objects, by their forms.

/// An object being read.
typedef struct WFilling {
    WForm *form;
    uint64_t *seen;  // bitmap of fields: those that were met
    uint64_t *given; // of them those that are not null
    WValue *slots;   // where they go, and which are there; NULL: they are only judged
    uint64_t *present;
    uint64_t *passed_over; // counted: keys of level 0 that mean nothing; NULL: nobody counts
} WFilling;

/// Read the object at hand, which stands for that level of its form.
bool w_line_fill(WLine *line, WFilling *filling, uint32_t level);
/// Read the value at hand, which is a field's or stands for a level.
bool w_line_fill_by(WLine *line, WFilling *filling, uint32_t meaning);
/// Are all fields given that must be?
bool w_line_filled(WLine *line, const WForm *form, const uint64_t *given);

/// What was refused stands under that path.
void w_line_blame(WLine *line, WStr path);

#endif
