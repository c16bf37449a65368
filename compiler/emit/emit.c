// From a program to the bytes of its bundle.

#include "compiler/emit/emit.h"

#include "compiler/emit/emitter.h"
#include "runtime/base/alloc.h"

static void begin(WEmitter *emitter) {
    const WProgram *program = emitter->program;
    emitter->assembler.tables = &emitter->tables;
    emitter->message = W_NONE;
    emitter->segment_functions =
        w_alloc((program->segment_count + 1) * sizeof *emitter->segment_functions);
    emitter->segment_hashes =
        w_alloc((program->segment_count + 1) * sizeof *emitter->segment_hashes);
    emitter->use_hashes = w_alloc((program->use_count + 1) * sizeof *emitter->use_hashes);
    emitter->uses_done = w_alloc((program->use_count + 1) * sizeof *emitter->uses_done);
    emitter->zero_records = w_alloc((program->record_count + 1) * sizeof *emitter->zero_records);
    emitter->record_hashes = w_alloc((program->record_count + 1) * sizeof *emitter->record_hashes);
    emitter->use_rows = w_alloc((program->use_count + 1) * sizeof *emitter->use_rows);
    for (uint32_t i = 0; i < program->use_count; i++)
        emitter->use_rows[i] = i;
    for (uint32_t i = 0; i < program->segment_count; i++)
        emitter->segment_functions[i] = W_NONE;
    for (uint32_t i = 0; i < program->record_count; i++)
        emitter->zero_records[i] = W_NONE;
}

static void end(WEmitter *emitter) {
    w_free(emitter->segment_functions);
    w_free(emitter->segment_hashes);
    w_free(emitter->use_hashes);
    w_free(emitter->uses_done);
    w_free(emitter->use_rows);
    w_free(emitter->zero_records);
    w_free(emitter->record_hashes);
    w_free(emitter->elements);
    w_asm_free(&emitter->assembler);
    w_tables_free(&emitter->tables);
}

static void write(WEmitter *emitter, WBuffer *out) {
    size_t start = out->size;
    w_tables_write(&emitter->tables, out);
    if (out->size - start <= W_LIMIT_BUNDLE_BYTES) return;
    out->size = start;
    emitter->failed = true;
    w_finding_add(emitter->findings, W_E_CODE_TOO_LARGE, (WSpan){0},
                  "the bundle of this project would have more than %d bytes",
                  W_LIMIT_BUNDLE_BYTES);
}

bool w_emit_marked(const WProgram *program, WBuffer *out, WFindings *findings, WMarks *marks) {
    WEmitter emitter = {.program = program, .findings = findings, .marks = marks};
    begin(&emitter);
    w_emit_declarations(&emitter);
    for (uint32_t i = 0; i < program->journey_count; i++)
        w_emit_journey(&emitter, i);
    w_emit_changes(&emitter);
    if (!emitter.failed) write(&emitter, out);
    end(&emitter);
    return !emitter.failed;
}

bool w_emit(const WProgram *program, WBuffer *out, WFindings *findings) {
    return w_emit_marked(program, out, findings, NULL);
}
