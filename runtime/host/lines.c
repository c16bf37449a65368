// Lines of actions and decisions, from parts made beforehand and what is new each time.
#include "runtime/host/lines.h"

#include "runtime/base/assert.h"
#include "runtime/host/json.h"
#include "runtime/host/words.h"
#include "runtime/value/text.h"

static const char *const class_names[] = {"transactional", "promotional"};

// ---- The parts that stay the same

static WStr keep(WLines *lines, WBuffer *made) {
    WStr kept = {w_arena_copy(&lines->arena, made->bytes, made->size), made->size};
    w_buffer_clear(made);
    return kept;
}

static void put_member(WBuffer *out, const char *key, WStr value) {
    w_buffer_char(out, ',');
    w_json_string(out, w_str(key));
    w_buffer_char(out, ':');
    w_json_string(out, value);
}

static void make_journey(const WBundle *bundle, uint32_t row, WBuffer *out) {
    w_buffer_str(out, W_STR(",\"data\":{\"journey\":"));
    w_json_string(out, w_bundle_str(bundle, bundle->journeys[row].name));
}

static void make_tags(const WBundle *bundle, const WMessageRow *message, WBuffer *out) {
    w_buffer_str(out, W_STR(",\"tags\":["));
    for (uint32_t i = 0; i < message->tag_count; i++) {
        if (i > 0) w_buffer_char(out, ',');
        w_json_string(out, w_bundle_str(bundle, bundle->tags[message->first_tag + i].name));
    }
    w_buffer_char(out, ']');
}

static void make_site(const WBundle *bundle, const WSiteRow *site, WBuffer *out) {
    const WMessageRow *message = &bundle->messages[site->message];
    make_journey(bundle, site->journey, out);
    w_buffer_str(out, W_STR(",\"version\":\""));
    w_hex_u64(out, bundle->journeys[site->journey].hash);
    w_buffer_char(out, '"');
    put_member(out, "stage", w_bundle_str(bundle, bundle->stages[site->stage].name));
    put_member(out, "channel", w_bundle_str(bundle, bundle->channels[site->channel].name));
    put_member(out, "message", w_bundle_str(bundle, message->name));
    put_member(out, "class", w_str(class_names[message->class]));
    make_tags(bundle, message, out);
}

static WStr make_envelope(WLines *lines, const char *type, WBuffer *out) {
    put_member(out, "type", w_str(type));
    put_member(out, "source", w_bundle_str(lines->bundle, lines->bundle->project->name));
    w_buffer_str(out, W_STR(",\"subject\":"));
    return keep(lines, out);
}

static WStr *room_for(WLines *lines, uint32_t count) {
    return w_arena_take_zeroed(&lines->arena, (count + 1) * sizeof(WStr));
}

void w_lines_open(WLines *lines, const WBundle *bundle) {
    WBuffer made = {0};
    *lines = (WLines){.bundle = bundle};
    lines->action = make_envelope(lines, "wend.action.v1", &made);
    lines->decision = make_envelope(lines, "wend.decision.v1", &made);
    lines->sites = room_for(lines, bundle->sites_count);
    lines->params = room_for(lines, bundle->params_count);
    lines->journeys = room_for(lines, bundle->journeys_count);
    for (uint32_t i = 0; i < bundle->sites_count; i++) {
        make_site(bundle, &bundle->sites[i], &made);
        lines->sites[i] = keep(lines, &made);
    }
    for (uint32_t i = 0; i < bundle->params_count; i++) {
        w_json_string(&made, w_bundle_str(bundle, bundle->params[i].name));
        w_buffer_char(&made, ':');
        lines->params[i] = keep(lines, &made);
    }
    for (uint32_t i = 0; i < bundle->journeys_count; i++) {
        make_journey(bundle, i, &made);
        lines->journeys[i] = keep(lines, &made);
    }
    w_buffer_free(&made);
}

void w_lines_close(WLines *lines) {
    w_arena_free(&lines->arena);
}

// ---- What is new each time

static void put_envelope(WBuffer *out, const WEffect *effect, WStr same) {
    w_buffer_str(out, W_STR("\",\"time\":"));
    w_json_time(out, effect->at_ms);
    w_buffer_str(out, same);
    w_json_string(out, w_text_str(effect->customer));
}

static void put_params(const WLines *lines, const WMessageRow *message, const WAction *action,
                       WBuffer *out) {
    const WBundle *bundle = lines->bundle;
    bool has_one = false;
    for (uint32_t i = 0; i < message->param_count; i++) {
        if (!w_bit_get(action->params_present, i)) continue;
        uint32_t row = message->first_param + i;
        if (has_one) w_buffer_char(out, ',');
        w_buffer_str(out, lines->params[row]);
        w_json_value(out, bundle, bundle->params[row].type, action->params[i]);
        has_one = true;
    }
}

static void put_content(const WBundle *bundle, const WAction *action, WBuffer *out) {
    const WContentRow *content = &bundle->contents[action->content];
    w_buffer_str(out, W_STR(",\"content\":{"));
    for (uint32_t i = 0; i < content->part_count; i++) {
        if (i > 0) w_buffer_char(out, ',');
        w_json_string(out,
                      w_bundle_str(bundle, bundle->content_parts[content->first_part + i].name));
        w_buffer_char(out, ':');
        w_json_string(out, w_text_str(action->parts[i]));
    }
    w_buffer_char(out, '}');
}

void w_lines_action(const WLines *lines, const WEffect *effect, WBuffer *out) {
    const WAction *action = effect->action;
    W_ASSERT(action != NULL);
    const WSiteRow *site = &lines->bundle->sites[action->site];
    w_buffer_str(out, W_STR("{\"specversion\":\"1.0\",\"id\":\""));
    w_hex_hash(out, action->id);
    put_envelope(out, effect, lines->action);
    w_buffer_str(out, lines->sites[action->site]);
    if (action->locale.size > 0) put_member(out, "locale", action->locale);
    put_member(out, "to", w_text_str(action->to));
    w_buffer_str(out, W_STR(",\"params\":{"));
    put_params(lines, &lines->bundle->messages[site->message], action, out);
    w_buffer_char(out, '}');
    if (action->content != W_NONE) put_content(lines->bundle, action, out);
    w_buffer_str(out, W_STR("}}\n"));
}

static void put_count(WBuffer *out, const char *key, int64_t count) {
    w_buffer_char(out, ',');
    w_json_string(out, w_str(key));
    w_buffer_char(out, ':');
    w_json_integer(out, count);
}

// The other limits that are full as well.
static void put_also(const WLines *lines, const WDecision *decision, WBuffer *out) {
    const WBundle *bundle = lines->bundle;
    w_buffer_str(out, W_STR(",\"also\":["));
    for (uint32_t i = 0; i < decision->also_count; i++) {
        if (i > 0) w_buffer_char(out, ',');
        w_json_string(out, w_bundle_str(bundle, bundle->limits[decision->also[i]].label));
    }
    w_buffer_char(out, ']');
}

static void put_reason(const WLines *lines, const WDecision *decision, WBuffer *out) {
    WStr rule = w_word_rule(lines->bundle, decision);
    w_buffer_str(out, W_STR(",\"reason\":{\"kind\":"));
    w_json_string(out, w_str(w_word_reason(decision->reason)));
    if (rule.size > 0) put_member(out, "rule", rule);
    if (decision->text) put_member(out, "text", w_text_str(decision->text));
    if (decision->reason == W_REASON_LIMIT) {
        put_count(out, "count", decision->count);
        put_count(out, "max", decision->max);
    }
    if (decision->reason == W_REASON_RAMP) put_count(out, "max", decision->max);
    if (decision->also_count > 0) put_also(lines, decision, out);
    if (decision->allowed_at_ms != 0) {
        w_buffer_str(out, W_STR(",\"allowed_at\":"));
        w_json_time(out, decision->allowed_at_ms);
    }
    w_buffer_char(out, '}');
}

void w_lines_decision(const WLines *lines, const WEffect *effect, uint64_t sequence,
                      uint32_t ordinal, WBuffer *out) {
    const WBundle *bundle = lines->bundle;
    const WDecision *decision = &effect->decision;
    WStr stage = w_word_stage(bundle, decision);
    w_buffer_str(out, W_STR("{\"specversion\":\"1.0\",\"id\":\""));
    w_json_integer(out, (int64_t)sequence);
    w_buffer_char(out, '.');
    w_json_integer(out, ordinal);
    put_envelope(out, effect, lines->decision);
    w_buffer_str(out, lines->journeys[decision->journey]);
    if (bundle->journeys[decision->journey].key_type != 0) {
        w_buffer_str(out, W_STR(",\"key\":"));
        w_word_key(bundle, decision->journey, decision->key, false, out);
    }
    if (stage.size > 0) put_member(out, "stage", stage);
    if (decision->site != W_NONE) {
        put_member(out, "channel", w_word_channel(bundle, decision));
        put_member(out, "message", w_word_message(bundle, decision));
    }
    put_member(out, "what", w_str(w_word_what(decision->what)));
    put_member(out, "outcome", w_str(w_word_outcome(decision->outcome)));
    if (decision->what == W_WHAT_CHOICE) {
        put_member(out, "choice", w_word_rule(bundle, decision));
        if (decision->text) put_member(out, "way", w_text_str(decision->text));
    } else if (decision->reason != W_REASON_NONE) {
        put_reason(lines, decision, out);
    } else if (decision->rule != W_NONE) {
        put_member(out, "event", w_word_rule(bundle, decision));
    }
    w_buffer_str(out, W_STR("}}\n"));
}
