// Steps of tests as lines of events in the Segment spec.
#include "compiler/driver/test_lines.h"

#include "compiler/check/check.h"
#include "runtime/value/json.h"

// ---- values

// A value being written: as it comes in, or as actions show it; fields of records may have other
// names on the wire.
typedef struct Page {
    const WProgram *program;
    WBuffer *out;
    bool comes_in;
} Page;

static bool put_value(const Page *page, const WTyped *value);
static void put_constant(const Page *page, const WConstant *constant);

static void put_option(const Page *page, const WConstant *constant) {
    const WProgramEnum *row = &page->program->enums[w_type_enum(constant->type)];
    w_json_string(page->out, row->options[constant->value]);
}

// `{"sku":`, or behind another field `,"sku":`.
static void put_name(const Page *page, const WProgramPart *part, bool *has_one) {
    w_buffer_char(page->out, *has_one ? ',' : '{');
    w_json_string(page->out, page->comes_in ? part->wire : part->name);
    w_buffer_char(page->out, ':');
    *has_one = true;
}

static void put_constant_record(const Page *page, const WConstant *constant) {
    const WProgramRecord *row = &page->program->records[w_type_record(constant->type)];
    bool has_one = false;
    for (uint32_t i = 0; i < constant->count; i++) {
        if (constant->items[i].type == W_TYPE_NONE) continue; // it is missing
        put_name(page, &row->parts[i], &has_one);
        put_constant(page, &constant->items[i]);
    }
    w_buffer_str(page->out, has_one ? W_STR("}") : W_STR("{}"));
}

static void put_constant_list(const Page *page, const WConstant *constant) {
    w_buffer_char(page->out, '[');
    for (uint32_t i = 0; i < constant->count; i++) {
        if (i > 0) w_buffer_char(page->out, ',');
        put_constant(page, &constant->items[i]);
    }
    w_buffer_char(page->out, ']');
}

static void put_constant(const Page *page, const WConstant *constant) {
    switch (w_type_kind(constant->type)) {
    case W_TYPE_TEXT: w_json_string(page->out, constant->text); break;
    case W_TYPE_ENUM: put_option(page, constant); break;
    case W_TYPE_LIST: put_constant_list(page, constant); break;
    case W_TYPE_RECORD: put_constant_record(page, constant); break;
    default: w_json_plain(page->out, w_type_kind(constant->type), constant->value); break;
    }
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
    const WProgramRecord *row = &page->program->records[w_type_record(record->type)];
    bool good = true, has_one = false;
    for (uint32_t i = 0; i < record->count; i++) {
        if (record->operands[i]->kind == W_TYPED_NOTHING) continue;
        put_name(page, &row->parts[i], &has_one);
        good &= put_value(page, record->operands[i]);
    }
    w_buffer_str(page->out, has_one ? W_STR("}") : W_STR("{}"));
    return good;
}

static bool put_value(const Page *page, const WTyped *value) {
    switch (value->kind) {
    case W_TYPED_LIST: return put_list(page, value);
    case W_TYPED_RECORD: return put_record(page, value);
    case W_TYPED_CONSTANT: put_constant(page, &value->constant); return true;
    default: return false;
    }
}

static bool put_now(const WTestMoment *moment, const WTyped *value, bool comes_in, WBuffer *out) {
    const WTyped *now =
        w_check_value_at(moment->arena, moment->program, value, moment->zone, moment->now_ms);
    Page page = {moment->program, out, comes_in};
    return put_value(&page, now);
}

bool w_test_json(const WTestMoment *moment, const WTyped *value, WBuffer *out) {
    return put_now(moment, value, false, out);
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

static bool put_pair(const WTestMoment *moment, WStr name, const WTyped *value, WBuffer *out) {
    if (out->bytes[out->size - 1] != '{') w_buffer_char(out, ',');
    w_json_string(out, name);
    w_buffer_char(out, ':');
    return put_now(moment, value, true, out);
}

static bool is_zone(const WProgramProfileField *field) {
    return w_str_equal(field->name, W_STR("timezone"));
}

void w_test_zone_line(const WTestMoment *moment, WStr zone, WBuffer *out) {
    put_head(moment, "identify", out);
    w_buffer_str(out, W_STR(",\"traits\":{"));
    for (uint32_t i = 0; i < moment->program->profile_count; i++) {
        const WProgramProfileField *field = &moment->program->profile[i];
        if (!is_zone(field)) continue;
        w_json_string(out, field->wire);
        w_buffer_char(out, ':');
        w_json_string(out, zone);
    }
    w_buffer_str(out, W_STR("}}"));
}

bool w_test_profile_line(const WTestMoment *moment, const WProgramStep *step, WBuffer *out) {
    bool good = true;
    put_head(moment, "identify", out);
    w_buffer_str(out, W_STR(",\"traits\":{"));
    for (uint32_t i = 0; i < step->given_count; i++) {
        const WProgramProfileField *field = &moment->program->profile[step->given[i].index];
        if (moment->zone_is_forced && is_zone(field)) continue;
        good &= put_pair(moment, field->wire, step->given[i].value, out);
    }
    w_buffer_str(out, W_STR("}}"));
    return good;
}

bool w_test_event_line(const WTestMoment *moment, const WProgramStep *step, WBuffer *out) {
    static const struct {
        const char *type, *name, *fields;
    } kinds[] = {
        [W_EVENT_TRACK] = {"track", "event", "properties"},
        [W_EVENT_PAGE] = {"page", "name", "properties"},
        [W_EVENT_SCREEN] = {"screen", "name", "properties"},
        [W_EVENT_GROUP] = {"group", NULL, "traits"},
    };
    const WProgramEvent *event = &moment->program->events[step->event];
    bool good = true;
    put_head(moment, kinds[event->kind].type, out);
    if (kinds[event->kind].name) put_member(out, kinds[event->kind].name, event->wire);
    if (event->kind == W_EVENT_GROUP) put_member(out, "groupId", W_STR("group"));
    w_buffer_printf(out, ",\"%s\":{", kinds[event->kind].fields);
    for (uint32_t i = 0; i < step->given_count; i++) {
        const WProgramField *field = &event->fields[step->given[i].index];
        good &= put_pair(moment, field->wire, step->given[i].value, out);
    }
    w_buffer_str(out, W_STR("}}"));
    return good;
}
