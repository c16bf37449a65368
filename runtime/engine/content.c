// What a message says: the content for the customer's locale, made at the moment it is sent.
//
// Promise: the parts together have at most W_LIMIT_CONTENT_BYTES; where more would have come, the
// part it was cut off in is noted and the decision says so.

#include <string.h>

#include "runtime/base/assert.h"
#include "runtime/bundle/content.h"
#include "runtime/engine/private.h"
#include "runtime/value/locale.h"
#include "runtime/value/text.h"

// ---- locale

static WStr customer_locale(const WEngine *engine) {
    uint32_t slot = engine->locale_slot;
    if (slot == W_NONE || !w_bit_get(engine->customer->profile_present, slot)) return W_STR("");
    return w_text_str(w_value_text(engine->customer->profile[slot]));
}

// The customer's own tag where it says how that language is written there, else `tag`.
static WStr written_in(WEngine *engine, WStr own, WStr tag) {
    char written[W_LOCALE_CHARS];
    size_t size = w_locale_tag(own, written);
    bool is_of_it = w_locale_same(w_locale_language(own), w_locale_language(tag));
    if (size == 0 || !is_of_it) return tag;
    return (WStr){w_arena_copy(&engine->effect_arena, written, size), size};
}

// The content for the customer, else the one for the project's locale, which is always there.
static uint32_t find_content(const WEngine *engine, const WSiteRow *site, WStr own) {
    const WBundle *bundle = engine->bundle;
    uint32_t row = W_NONE;
    if (own.size > 0) row = w_bundle_content(bundle, site->message, site->channel, own);
    if (row != W_NONE) return row;
    WStr locale = w_bundle_str(bundle, bundle->project->locale);
    row = w_bundle_content(bundle, site->message, site->channel, locale);
    W_ASSERT(row != W_NONE);
    return row;
}

// ---- parts

// As much of a part as there is room for, cut between two code points.
static size_t fitting(const WText *text, size_t room) {
    if (text->size <= room) return text->size;
    while (room > 0 && ((unsigned char)text->bytes[room] & 0xc0) == 0x80)
        room--;
    return room;
}

static void make_parts(WEngine *engine, WAction *action) {
    const WContentRow *content = &engine->bundle->contents[action->content];
    const WText **parts =
        w_arena_take_zeroed(&engine->effect_arena, content->part_count * sizeof *parts);
    size_t room = W_LIMIT_CONTENT_BYTES;
    for (uint32_t i = 0; i < content->part_count; i++) {
        uint32_t row = content->first_part + i;
        WValue value = 0;
        bool known =
            w_vm_value(&engine->context, engine->bundle->content_parts[row].function, &value);
        W_ASSERT(known);
        const WText *text = w_value_text(value);
        size_t size = fitting(text, room);
        if (size < text->size && action->cut == W_NONE) action->cut = row;
        parts[i] = w_text_make_nfc(&engine->effect_arena, (WStr){text->bytes, size});
        room -= size;
    }
    action->parts = parts;
}

void w_engine_make_content(WEngine *engine, WAction *action) {
    const WBundle *bundle = engine->bundle;
    const WSiteRow *site = &bundle->sites[action->site];
    WStr own = customer_locale(engine);
    WStr tag = w_bundle_str(bundle, bundle->project->locale);
    action->content = W_NONE;
    action->cut = W_NONE;
    if (bundle->messages[site->message].content_count == 0) {
        char written[W_LOCALE_CHARS];
        size_t size = w_locale_tag(own, written);
        if (size > 0) tag = (WStr){w_arena_copy(&engine->effect_arena, written, size), size};
        action->locale = tag;
        return;
    }
    action->content = find_content(engine, site, own);
    uint32_t locale = bundle->contents[action->content].locale;
    if (locale != W_NONE) tag = w_bundle_str(bundle, locale);
    action->locale = written_in(engine, own, tag);
    engine->context.locale = w_locale_find(action->locale);
    engine->context.params = action->params;
    engine->context.params_present = action->params_present;
    make_parts(engine, action);
    engine->context.locale = NULL;
    engine->context.params = NULL;
}
