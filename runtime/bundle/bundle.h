// An opened bundle: verified bytes, used in place. There is no other way to make one, so whoever
// holds a WBundle may index its rows without looking.
#ifndef W_BUNDLE_BUNDLE_H
#define W_BUNDLE_BUNDLE_H

#include <stdbool.h>
#include <stddef.h>

#include "runtime/base/arena.h"
#include "runtime/base/bytes.h"
#include "runtime/bundle/layout.h"

typedef struct WBundle {
    // One array a section: `const WEventRow *events; uint32_t event_count`-like, named by the
    // table: member `events` and `events_count`.
#define SECTION(code, NAME, Row, member, summary) \
    const Row *member;                            \
    uint32_t member##_count;
#include "grammar/sections.def"
#undef SECTION
    const WProjectRow *project;     // the one row of `projects`
    const WValue *constant_values;  // parallel to `constants`; texts are pointers into the pool
    const WShape *shapes;           // parallel to `records`
    WArena made;                    // what is made of the bytes on opening
    const void **patterns_compiled; // parallel to `patterns`: PCRE2 codes
    uint8_t digest[32];
    void *memory; // owned: the copied bytes
    size_t size_bytes;
} WBundle;

/// Why bytes were refused: the section (its name, or "header"), the offset in the bundle, and the
/// reason as a sentence without a full stop. Static strings.
typedef struct WRefusal {
    const char *section;
    uint64_t offset_bytes;
    const char *reason;
    bool too_new; // made for a newer runtime
} WRefusal;

/// Copy, verify and open. On refusal returns NULL and fills `refusal`.
WBundle *w_bundle_open(const void *bytes, size_t size_bytes, WRefusal *refusal);
void w_bundle_close(WBundle *bundle);

static inline const WText *w_bundle_text(const WBundle *bundle, uint32_t text) {
    return (const WText *)(const void *)(bundle->texts + text);
}
/// The text as a view; empty for W_NONE.
static inline WStr w_bundle_str(const WBundle *bundle, uint32_t text) {
    if (text == W_NONE) return (WStr){"", 0};
    const WText *t = w_bundle_text(bundle, text);
    return (WStr){t->bytes, t->size};
}

/// Print what is in the bundle for people: journeys, hashes, events, history plan, policies; with
/// `with_code` the disassembly of every function.
void w_bundle_describe(const WBundle *bundle, bool with_code, WBuffer *out);

#endif
