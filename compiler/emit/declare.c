// Declarations: the rows of everything that is not a journey.

#include "compiler/emit/emitter.h"

#include "runtime/base/assert.h"

static const WReads NOTHING = {W_NONE, W_NONE, 0};

static void add_project(WEmitter *emitter) {
    WTables *tables = &emitter->tables;
    const WProgramProject *project = &emitter->program->project;
    WProjectRow row = {
        .name = w_tables_text(tables, project->name),
        .title = w_tables_text_if_given(tables, project->title),
        .timezone = w_tables_text(tables, project->timezone),
        .locale = w_tables_text_if_given(tables, project->locale),
        .dedupe_ms = project->dedupe_ms,
        .language = project->language,
    };
    w_add_projects(tables, row);
}

static void add_enums(WEmitter *emitter) {
    WTables *tables = &emitter->tables;
    for (uint32_t i = 0; i < emitter->program->enum_count; i++) {
        const WProgramEnum *list = &emitter->program->enums[i];
        WEnumRow row = {W_COUNT(tables, options), list->option_count,
                        list->other ? W_ENUM_OTHER : 0};
        for (uint32_t j = 0; j < list->option_count; j++)
            w_add_options(tables, (WOptionRow){w_tables_text(tables, list->options[j])});
        w_add_enums(tables, row);
    }
}

static void add_records(WEmitter *emitter) {
    WTables *tables = &emitter->tables;
    for (uint32_t i = 0; i < emitter->program->record_count; i++) {
        const WProgramRecord *record = &emitter->program->records[i];
        WRecordRow row = {w_tables_text(tables, record->name), W_COUNT(tables, parts),
                          record->part_count};
        for (uint32_t k = 0; k < record->part_count; k++) {
            const WProgramPart *part = &record->parts[k];
            uint32_t flags = part->personal ? W_FIELD_PERSONAL : 0;
            w_add_parts(tables, (WPartRow){w_tables_text(tables, part->name),
                                           w_tables_text(tables, part->wire), part->type, flags});
        }
        w_add_records(tables, row);
    }
}

static void add_profile(WEmitter *emitter) {
    WTables *tables = &emitter->tables;
    for (uint32_t i = 0; i < emitter->program->profile_count; i++) {
        const WProgramProfileField *field = &emitter->program->profile[i];
        WProfileRow row = {
            .name = w_tables_text(tables, field->name),
            .wire = w_tables_text(tables, field->wire),
            .type = field->type,
            .flags = field->personal ? W_FIELD_PERSONAL : 0,
            .constant = W_NONE,
        };
        if (field->has_default) row.constant = w_emit_constant(emitter, &field->standard);
        w_add_profile(tables, row);
    }
}

static void add_fields(WEmitter *emitter, const WProgramEvent *event) {
    WTables *tables = &emitter->tables;
    for (uint32_t i = 0; i < event->field_count; i++) {
        const WProgramField *field = &event->fields[i];
        WFieldRow row = {
            .name = w_tables_text(tables, field->name),
            .wire = w_tables_text(tables, field->wire),
            .type = field->type,
            .flags = field->personal ? W_FIELD_PERSONAL : 0,
            .slot = field->slot,
            .history_slot = field->history_slot,
        };
        w_add_fields(tables, row);
    }
}

static void add_events(WEmitter *emitter) {
    WTables *tables = &emitter->tables;
    for (uint32_t i = 0; i < emitter->program->event_count; i++) {
        const WProgramEvent *event = &emitter->program->events[i];
        WEventRow row = {
            .name = w_tables_text(tables, event->name),
            .wire = w_tables_text(tables, event->wire),
            .kind = event->kind,
            .first_field = W_COUNT(tables, fields),
            .field_count = event->field_count,
            .slot_count = event->slot_count,
            .history_slots = event->history_slots,
            .setter_function = w_emit_setter(emitter, event, i),
            .keep_ms = event->keep_ms,
        };
        add_fields(emitter, event);
        w_add_events(tables, row);
    }
}

// Their conditions are made when the first function asks.
static void add_uses(WEmitter *emitter) {
    for (uint32_t i = 0; i < emitter->program->use_count; i++) {
        const WProgramUse *use = &emitter->program->uses[i];
        WUseRow row = {
            .event = use->event,
            .kind = use->kind,
            .slot = W_USE_AT,
            .type = use->type,
            .where_function = W_NONE,
            .period = use->period,
            .sent = use->sent,
            .window_ms = use->window_ms,
        };
        if (use->field != W_USE_AT) {
            row.slot = emitter->program->events[use->event].fields[use->field].history_slot;
        }
        w_add_uses(&emitter->tables, row);
    }
}

static WScope scope_of(WEmitter *emitter, const WProgramScope *scope) {
    uint32_t tag = w_tables_text_if_given(&emitter->tables, scope->tag);
    return (WScope){scope->class, scope->channel, scope->message, tag, scope->journey};
}

static void add_sents(WEmitter *emitter) {
    for (uint32_t i = 0; i < emitter->program->sent_count; i++) {
        const WProgramSent *sent = &emitter->program->sents[i];
        WSentRow row = {
            .scope = scope_of(emitter, &sent->scope),
            .label = w_tables_text(&emitter->tables, sent->label),
            .keep_ms = sent->keep_ms,
        };
        w_add_sents(&emitter->tables, row);
    }
}

static void add_quiets(WEmitter *emitter, const WProgramChannel *channel, uint32_t index) {
    WTables *tables = &emitter->tables;
    for (uint32_t i = 0; i < channel->quiet_count; i++) {
        const WProgramQuiet *quiet = &channel->quiets[i];
        WQuietRow row = {
            .channel = index,
            .weekdays = quiet->weekdays,
            .first_day = quiet->first_day,
            .last_day = quiet->last_day,
            .from_ms = (uint32_t)quiet->from_ms,
            .to_ms = (uint32_t)quiet->to_ms,
            .flags = quiet->for_all ? W_QUIET_FOR_ALL : 0,
            .label = w_tables_text(tables, quiet->label),
        };
        w_add_quiets(tables, row);
    }
}

static void add_channels(WEmitter *emitter) {
    WTables *tables = &emitter->tables;
    for (uint32_t i = 0; i < emitter->program->channel_count; i++) {
        const WProgramChannel *channel = &emitter->program->channels[i];
        uint32_t flags = 0;
        if (channel->internal) flags |= W_CHANNEL_INTERNAL;
        if (channel->accepts_personal) flags |= W_CHANNEL_ACCEPTS_PERSONAL;
        WChannelRow row = {
            .name = w_tables_text(tables, channel->name),
            .to_function = w_emit_value_function(emitter, channel->to, NOTHING),
            .consent_function = w_emit_condition(emitter, channel->consent, NOTHING),
            .flags = flags,
            .first_quiet = W_COUNT(tables, quiets),
            .quiet_count = channel->quiet_count,
            .rate_count = channel->rate_count,
            .rate_ms = channel->rate_ms,
        };
        add_quiets(emitter, channel, i);
        w_add_channels(tables, row);
    }
}

static void add_params(WEmitter *emitter, const WProgramMessage *message) {
    WTables *tables = &emitter->tables;
    for (uint32_t i = 0; i < message->param_count; i++) {
        const WProgramParam *param = &message->params[i];
        WParamRow row = {w_tables_text(tables, param->name), param->type, W_NONE, 0};
        // A send fills its defaults in; the row tells of those that one constant can hold.
        if (param->standard != NULL && param->standard->kind == W_TYPED_CONSTANT) {
            row.constant = w_emit_constant(emitter, &param->standard->constant);
        }
        w_add_params(tables, row);
    }
}

static void add_content_parts(WEmitter *emitter, const WProgramContent *content) {
    for (uint32_t i = 0; i < content->part_count; i++) {
        const WProgramContentPart *part = &content->parts[i];
        WContentPartRow row = {w_tables_text(&emitter->tables, part->name), 0};
        row.function = w_emit_value_function(emitter, part->text, NOTHING);
        w_add_content_parts(&emitter->tables, row);
    }
}

static void add_contents(WEmitter *emitter, const WProgramMessage *message, uint32_t row) {
    WTables *tables = &emitter->tables;
    emitter->message = row;
    for (uint32_t i = 0; i < message->content_count; i++) {
        const WProgramContent *content = &message->contents[i];
        WContentRow content_row = {
            .message = row,
            .channel = content->channel,
            .locale = w_tables_text_if_given(tables, content->locale),
            .first_part = W_COUNT(tables, content_parts),
            .part_count = content->part_count,
        };
        add_content_parts(emitter, content);
        w_add_contents(tables, content_row);
    }
    emitter->message = W_NONE;
}

static void add_messages(WEmitter *emitter) {
    WTables *tables = &emitter->tables;
    for (uint32_t i = 0; i < emitter->program->message_count; i++) {
        const WProgramMessage *message = &emitter->program->messages[i];
        WMessageRow row = {
            .name = w_tables_text(tables, message->name),
            .title = w_tables_text_if_given(tables, message->title),
            .class = message->class,
            .first_param = W_COUNT(tables, params),
            .param_count = message->param_count,
            .first_tag = W_COUNT(tables, tags),
            .tag_count = message->tag_count,
            .first_content = W_COUNT(tables, contents),
            .content_count = message->content_count,
            .content_hash = w_emit_wording(emitter, message),
        };
        add_params(emitter, message);
        add_contents(emitter, message, i);
        for (uint32_t j = 0; j < message->tag_count; j++)
            w_add_tags(tables, (WTagRow){w_tables_text(tables, message->tags[j])});
        w_add_messages(tables, row);
    }
}

static void add_policies(WEmitter *emitter) {
    WTables *tables = &emitter->tables;
    for (uint32_t i = 0; i < emitter->program->limit_count; i++) {
        const WProgramLimit *limit = &emitter->program->limits[i];
        WLimitRow row = {
            .scope = scope_of(emitter, &limit->scope),
            .max = limit->max,
            .window_ms = limit->window_ms,
            .flags = limit->over_all ? W_LIMIT_OVER_ALL : 0,
            .defer_ms = limit->defer_ms,
            .calendar = limit->calendar,
            .label = w_tables_text(tables, limit->label),
        };
        w_add_limits(tables, row);
    }
    for (uint32_t i = 0; i < emitter->program->suppression_count; i++) {
        const WProgramSuppression *suppression = &emitter->program->suppressions[i];
        WSuppressionRow row = {
            .scope = scope_of(emitter, &suppression->scope),
            .function = w_emit_condition(emitter, suppression->when, NOTHING),
            .because = w_tables_text_if_given(tables, suppression->because),
            .label = w_tables_text(tables, suppression->label),
        };
        w_add_suppressions(tables, row);
    }
}

static void add_segments(WEmitter *emitter) {
    for (uint32_t i = 0; i < emitter->program->segment_count; i++) {
        const WProgramSegment *segment = &emitter->program->segments[i];
        uint32_t name = w_tables_text(&emitter->tables, segment->name);
        uint32_t function = emitter->segment_functions[i];
        w_add_segments(&emitter->tables, (WSegmentRow){name, function});
    }
}

// Segments in an order in which each stands behind those it uses; so none is too deep in others.
static void add_groups(WEmitter *emitter) {
    for (uint32_t i = 0; i < emitter->program->group_count; i++) {
        uint32_t name = w_tables_text(&emitter->tables, emitter->program->groups[i].name);
        w_add_groups(&emitter->tables, (WGroupRow){name});
    }
}

static void make_segments(WEmitter *emitter) {
    for (uint32_t i = 0; i < emitter->program->segment_count; i++)
        w_emit_need_segment(emitter, emitter->program->segment_order[i]);
}

void w_emit_declarations(WEmitter *emitter) {
    add_project(emitter);
    add_enums(emitter);
    add_records(emitter);
    add_profile(emitter);
    add_uses(emitter);
    add_sents(emitter);
    make_segments(emitter);
    add_events(emitter);
    add_channels(emitter);
    add_messages(emitter);
    add_policies(emitter);
    add_segments(emitter);
    add_groups(emitter);
}
