// Steps of tests as lines of events in the Segment spec.
#include "compiler/driver/test_lines.h"

#include <stdio.h>

#include "compiler/check/check.h"
#include "runtime/bundle/wire.h"
#include "runtime/value/json.h"

// What is being written: as it comes in, where fields stand at the ends of their paths, or as
// actions show it.
typedef struct Page {
    const WTestMoment *moment;
    WBuffer *out;
    bool comes_in;
} Page;

/// A value and what is left of the path to it.
typedef struct Pair {
    WStr path;
    const WTyped *typed;       // or
    const WConstant *constant; // none of both: it is written
} Pair;

static bool put_pairs(const Page *page, Pair *pairs, uint32_t count);
static bool put_value(const Page *page, const WTyped *value);
static bool put_constant(const Page *page, const WConstant *constant);

// ---- values

static void put_option(const Page *page, const WConstant *constant) {
    const WProgramEnum *row = &page->moment->program->enums[w_type_enum(constant->type)];
    w_json_string(page->out, row->options[constant->value]);
}

static bool put_object(const Page *page, Pair *pairs, uint32_t count) {
    w_buffer_char(page->out, '{');
    bool good = put_pairs(page, pairs, count);
    w_buffer_char(page->out, '}');
    return good;
}

static WStr path_of(const Page *page, const WProgramPart *part) {
    return page->comes_in ? part->wire : part->name;
}

static Pair *pairs_for(const WTestMoment *moment, uint32_t count) {
    return w_arena_take(moment->arena, (count + 1) * sizeof(Pair));
}

// Fields that are missing are left out.
static bool put_constant_record(const Page *page, const WConstant *constant) {
    const WProgramRecord *row = &page->moment->program->records[w_type_record(constant->type)];
    Pair *pairs = pairs_for(page->moment, constant->count);
    uint32_t count = 0;
    for (uint32_t i = 0; i < constant->count; i++) {
        if (constant->items[i].type == W_TYPE_NONE) continue;
        pairs[count++] = (Pair){path_of(page, &row->parts[i]), NULL, &constant->items[i]};
    }
    return put_object(page, pairs, count);
}

static bool put_constant_list(const Page *page, const WConstant *constant) {
    bool good = true;
    w_buffer_char(page->out, '[');
    for (uint32_t i = 0; i < constant->count; i++) {
        if (i > 0) w_buffer_char(page->out, ',');
        good &= put_constant(page, &constant->items[i]);
    }
    w_buffer_char(page->out, ']');
    return good;
}

static bool put_constant(const Page *page, const WConstant *constant) {
    switch (w_type_kind(constant->type)) {
    case W_TYPE_TEXT: w_json_string(page->out, constant->text); break;
    case W_TYPE_ENUM: put_option(page, constant); break;
    case W_TYPE_LIST: return put_constant_list(page, constant);
    case W_TYPE_RECORD: return put_constant_record(page, constant);
    default: w_json_plain(page->out, w_type_kind(constant->type), constant->value); break;
    }
    return true;
}

static bool put_list(const Page *page, const WTyped *list) {
    bool good = true;
    w_buffer_char(page->out, '[');
    for (uint32_t i = 0; i < list->count; i++) {
        if (i > 0) w_buffer_char(page->out, ',');
        good &= put_value(page, list->operands[i]);
    }
    w_buffer_char(page->out, ']');
    return good;
}

static bool put_record(const Page *page, const WTyped *record) {
    const WProgramRecord *row = &page->moment->program->records[w_type_record(record->type)];
    Pair *pairs = pairs_for(page->moment, record->count);
    uint32_t count = 0;
    for (uint32_t i = 0; i < record->count; i++) {
        if (record->operands[i]->kind == W_TYPED_NOTHING) continue;
        pairs[count++] = (Pair){path_of(page, &row->parts[i]), record->operands[i], NULL};
    }
    return put_object(page, pairs, count);
}

static bool put_value(const Page *page, const WTyped *value) {
    switch (value->kind) {
    case W_TYPED_LIST: return put_list(page, value);
    case W_TYPED_RECORD: return put_record(page, value);
    case W_TYPED_CONSTANT: return put_constant(page, &value->constant);
    default: return false;
    }
}

static const WTyped *value_now(const WTestMoment *moment, const WTyped *value) {
    return w_check_value_at(moment->arena, moment->program, value, moment->zone, moment->now_ms);
}

bool w_test_json(const WTestMoment *moment, const WTyped *value, WBuffer *out) {
    return put_value(&(Page){moment, out, false}, value_now(moment, value));
}

// ---- paths

static bool is_written(const Pair *pair) {
    return pair->typed == NULL && pair->constant == NULL;
}

static bool put_end(const Page *page, const Pair *pair) {
    return pair->typed ? put_value(page, pair->typed) : put_constant(page, pair->constant);
}

// All pairs that begin with the word of the first: a value, or an object of what is behind it.
static bool put_word(const Page *page, Pair *pairs, uint32_t count) {
    WStr rest, word = w_path_first(pairs[0].path, &rest);
    Pair *inside = pairs_for(page->moment, count);
    uint32_t inside_count = 0;
    w_json_string(page->out, word);
    w_buffer_char(page->out, ':');
    if (rest.bytes == NULL) return put_end(page, &pairs[0]);
    for (uint32_t i = 0; i < count; i++) {
        if (is_written(&pairs[i])) continue;
        if (!w_str_equal(w_path_first(pairs[i].path, &rest), word)) continue;
        inside[inside_count++] = (Pair){rest, pairs[i].typed, pairs[i].constant};
        pairs[i] = (Pair){0};
    }
    return put_object(page, inside, inside_count);
}

static bool put_pairs(const Page *page, Pair *pairs, uint32_t count) {
    bool good = true;
    for (uint32_t i = 0; i < count; i++) {
        if (is_written(&pairs[i])) continue;
        if (page->out->bytes[page->out->size - 1] != '{') w_buffer_char(page->out, ',');
        good &= put_word(page, pairs + i, count - i);
    }
    return good;
}

// ---- lines

static void put_member(WBuffer *out, const char *key, WStr value) {
    w_buffer_printf(out, ",\"%s\":", key);
    w_json_string(out, value);
}

static void put_head(const WTestMoment *moment, const char *type, WBuffer *out) {
    w_buffer_printf(out, "{\"type\":\"%s\",\"messageId\":\"step-%u\"", type, moment->number);
    put_member(out, "userId", moment->customer);
    w_buffer_str(out, W_STR(",\"timestamp\":"));
    w_json_time(out, moment->now_ms);
}

// What the head of a line says stands there already.
static bool is_in_head(WStr path) {
    return w_str_equal(path, w_part_name(W_PART_USER_ID)) ||
           w_str_equal(path, w_part_name(W_PART_MESSAGE_ID));
}

static void add_pair(const WTestMoment *moment, WPart body, WStr path, const WTyped *value,
                     Pair *pairs, uint32_t *count) {
    WStr rest;
    if (is_in_head(path)) return;
    if (w_path_part(path, &rest) == W_PART_COUNT) {
        WStr name = w_part_name(body);
        size_t size = name.size + 1 + path.size;
        char *whole = w_arena_take(moment->arena, size + 1);
        snprintf(whole, size + 1, "%.*s.%.*s", W_STR_ARGS(name), W_STR_ARGS(path));
        path = (WStr){whole, size};
    }
    pairs[(*count)++] = (Pair){path, value_now(moment, value), NULL};
}

// The fields behind the head, and the end of the line.
static bool put_fields(const WTestMoment *moment, Pair *pairs, uint32_t count, WBuffer *out) {
    bool good = put_pairs(&(Page){moment, out, true}, pairs, count);
    w_buffer_char(out, '}');
    return good;
}

static bool is_zone(const WProgramProfileField *field) {
    return w_str_equal(field->name, W_STR("timezone"));
}

void w_test_zone_line(const WTestMoment *moment, WStr zone, WBuffer *out) {
    const WTyped value = {.kind = W_TYPED_CONSTANT,
                          .type = W_TYPE_TEXT,
                          .constant = {.type = W_TYPE_TEXT, .text = zone}};
    Pair *pairs = pairs_for(moment, moment->program->profile_count);
    uint32_t count = 0;
    put_head(moment, "identify", out);
    for (uint32_t i = 0; i < moment->program->profile_count; i++) {
        const WProgramProfileField *field = &moment->program->profile[i];
        if (is_zone(field)) add_pair(moment, W_PART_TRAITS, field->wire, &value, pairs, &count);
    }
    put_fields(moment, pairs, count, out);
}

bool w_test_profile_line(const WTestMoment *moment, const WProgramStep *step, WBuffer *out) {
    Pair *pairs = pairs_for(moment, step->given_count);
    uint32_t count = 0;
    put_head(moment, "identify", out);
    for (uint32_t i = 0; i < step->given_count; i++) {
        const WProgramProfileField *field = &moment->program->profile[step->given[i].index];
        if (moment->zone_is_forced && is_zone(field)) continue;
        add_pair(moment, W_PART_TRAITS, field->wire, step->given[i].value, pairs, &count);
    }
    return put_fields(moment, pairs, count, out);
}

bool w_test_event_line(const WTestMoment *moment, const WProgramStep *step, WBuffer *out) {
    static const struct {
        const char *type, *name;
    } kinds[] = {
        [W_EVENT_TRACK] = {"track", "event"},
        [W_EVENT_PAGE] = {"page", "name"},
        [W_EVENT_SCREEN] = {"screen", "name"},
        [W_EVENT_GROUP] = {"group", NULL},
    };
    const WProgramEvent *event = &moment->program->events[step->event];
    Pair *pairs = pairs_for(moment, step->given_count);
    uint32_t count = 0;
    put_head(moment, kinds[event->kind].type, out);
    if (kinds[event->kind].name) put_member(out, kinds[event->kind].name, event->wire);
    for (uint32_t i = 0; i < step->given_count; i++) {
        const WProgramField *field = &event->fields[step->given[i].index];
        add_pair(moment, w_part_of_fields(event->kind), field->wire, step->given[i].value, pairs,
                 &count);
    }
    return put_fields(moment, pairs, count, out);
}
