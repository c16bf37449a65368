// What the project says of the one before it, with rows in place of the owners' numbers.

#include "compiler/emit/emitter.h"

static uint32_t row_of(const WTables *tables, const WProgramChange *change) {
    switch (change->kind) {
    case W_CHANGE_STAGE_RENAMED: return tables->journeys[change->owner].first_stage + change->row;
    case W_CHANGE_FIELD_RENAMED: return tables->events[change->owner].first_field + change->row;
    case W_CHANGE_PART_RENAMED: return tables->records[change->owner].first_part + change->row;
    case W_CHANGE_RETIRE_EXIT:
    case W_CHANGE_RETIRE_PIN: return W_NONE;
    default: return change->row;
    }
}

void w_emit_changes(WEmitter *emitter) {
    WTables *tables = &emitter->tables;
    for (uint32_t i = 0; i < emitter->program->change_count; i++) {
        const WProgramChange *change = &emitter->program->changes[i];
        bool migrates = change->kind == W_CHANGE_MIGRATE && change->to != W_NONE;
        WChangeRow row = {
            .kind = change->kind,
            .row = row_of(tables, change),
            .old = w_tables_text_if_given(tables, change->old),
            .to = W_NONE,
        };
        if (migrates) row.to = tables->journeys[change->row].first_stage + change->to;
        w_add_changes(tables, row);
    }
}
