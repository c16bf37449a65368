// Effects to bytes. Everything that leaves or decides is in them; texts with their size.
#include "runtime/host/digest.h"

#include "runtime/value/text.h"

static void put_text(WBuffer *out, const WText *text) {
    w_buffer_varint(out, text ? text->size + UINT64_C(1) : 0);
    if (text) w_buffer_str(out, w_text_str(text));
}

static void put_value(WBuffer *out, const WShape *shapes, WType type, WValue value);

static void put_list(WBuffer *out, const WShape *shapes, WType type, const WList *list) {
    w_buffer_varint(out, list->count);
    for (uint32_t i = 0; i < list->count; i++)
        put_value(out, shapes, w_type_element(type), list->items[i]);
}

static void put_tuple(WBuffer *out, const WShape *shapes, const WShape *shape,
                      const WTuple *tuple) {
    w_buffer_varint(out, tuple->present);
    for (uint32_t i = 0; i < shape->count; i++) {
        if (tuple->present >> i & 1) put_value(out, shapes, shape->types[i], tuple->items[i]);
    }
}

static void put_value(WBuffer *out, const WShape *shapes, WType type, WValue value) {
    switch (w_type_kind(type)) {
    case W_TYPE_TEXT: put_text(out, w_value_text(value)); break;
    case W_TYPE_LIST: put_list(out, shapes, type, w_value_list(value)); break;
    case W_TYPE_RECORD:
        put_tuple(out, shapes, &shapes[w_type_record(type)], w_value_tuple(value));
        break;
    default: w_buffer_u64(out, value); break;
    }
}

static void put_action(WBuffer *out, const WBundle *bundle, const WAction *action) {
    const WMessageRow *message = &bundle->messages[bundle->sites[action->site].message];
    w_buffer_u64(out, action->id.low);
    w_buffer_u64(out, action->id.high);
    put_text(out, action->to);
    for (uint32_t i = 0; i < message->param_count; i++) {
        bool known = w_bit_get(action->params_present, i);
        w_buffer_char(out, known ? 1 : 0);
        WType type = bundle->params[message->first_param + i].type;
        if (known) put_value(out, bundle->shapes, type, action->params[i]);
    }
    w_buffer_varint(out, action->locale.size);
    w_buffer_str(out, action->locale);
    w_buffer_u32(out, action->content);
    if (action->content == W_NONE) return;
    for (uint32_t i = 0; i < bundle->contents[action->content].part_count; i++)
        put_text(out, action->parts[i]);
}

void w_digest_effect(WBuffer *out, const WBundle *bundle, const WEffect *effect) {
    const WDecision *decision = &effect->decision;
    w_buffer_u64(out, (uint64_t)effect->at_ms);
    put_text(out, effect->customer);
    w_buffer_char(out, (char)decision->what);
    w_buffer_char(out, (char)decision->outcome);
    w_buffer_char(out, (char)decision->reason);
    w_buffer_u32(out, decision->journey);
    WType key_type = bundle->journeys[decision->journey].key_type;
    if (key_type != 0) put_value(out, bundle->shapes, key_type, decision->key);
    w_buffer_u32(out, decision->stage);
    w_buffer_u32(out, decision->site);
    w_buffer_u32(out, decision->rule);
    put_text(out, decision->text);
    w_buffer_varint(out, (uint64_t)decision->count);
    w_buffer_varint(out, (uint64_t)decision->max);
    w_buffer_u64(out, (uint64_t)decision->allowed_at_ms);
    w_buffer_varint(out, decision->also_count);
    for (uint32_t i = 0; i < decision->also_count; i++)
        w_buffer_u32(out, decision->also[i]);
    w_buffer_char(out, effect->action ? 1 : 0);
    if (effect->action) put_action(out, bundle, effect->action);
}
