// Steps of tests as lines of events in the Segment spec.
#include "compiler/driver/test_lines.h"

#include "compiler/check/check.h"
#include "runtime/value/json.h"

// ---- values

static bool put_value(const WTestMoment *moment, const WTyped *value, WBuffer *out);

static bool put_list(const WTestMoment *moment, const WTyped *list, WBuffer *out) {
    bool good = true;
    w_buffer_char(out, '[');
    for (uint32_t i = 0; i < list->count; i++) {
        if (i > 0) w_buffer_char(out, ',');
        good &= put_value(moment, list->operands[i], out);
    }
    w_buffer_char(out, ']');
    return good;
}

static void put_option(const WTestMoment *moment, const WConstant *constant, WBuffer *out) {
    const WProgramEnum *row = &moment->program->enums[w_type_enum(constant->type)];
    w_json_string(out, row->options[constant->value]);
}

// Fields that are missing are left out.
static bool put_record(const WTestMoment *moment, const WTyped *value, WBuffer *out) {
    const WProgramRecord *row = &moment->program->records[w_type_record(value->type)];
    bool good = true;
    char before = '{';
    for (uint32_t i = 0; i < value->count; i++) {
        if (value->operands[i]->kind == W_TYPED_NOTHING) continue;
        w_buffer_char(out, before);
        w_json_string(out, row->parts[i].name);
        w_buffer_char(out, ':');
        good &= put_value(moment, value->operands[i], out);
        before = ',';
    }
    w_buffer_str(out, before == '{' ? W_STR("{}") : W_STR("}"));
    return good;
}

static bool put_value(const WTestMoment *moment, const WTyped *value, WBuffer *out) {
    if (value->kind == W_TYPED_RECORD) return put_record(moment, value, out);
    if (value->kind == W_TYPED_LIST) return put_list(moment, value, out);
    if (value->kind != W_TYPED_CONSTANT) return false;
    const WConstant *constant = &value->constant;
    switch (w_type_kind(constant->type)) {
    case W_TYPE_TEXT: w_json_string(out, constant->text); break;
    case W_TYPE_LIST: w_buffer_str(out, W_STR("[]")); break;
    case W_TYPE_ENUM: put_option(moment, constant, out); break;
    default: w_json_plain(out, w_type_kind(constant->type), constant->value); break;
    }
    return true;
}

bool w_test_json(const WTestMoment *moment, const WTyped *value, WBuffer *out) {
    const WTyped *now =
        w_check_value_at(moment->arena, moment->program, value, moment->zone, moment->now_ms);
    return put_value(moment, now, out);
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
    return w_test_json(moment, value, out);
}

bool w_test_profile_line(const WTestMoment *moment, const WProgramStep *step, WBuffer *out) {
    bool good = true;
    put_head(moment, "identify", out);
    w_buffer_str(out, W_STR(",\"traits\":{"));
    for (uint32_t i = 0; i < step->given_count; i++) {
        const WProgramProfileField *field = &moment->program->profile[step->given[i].index];
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
