// Opening and closing a bundle.
//
// Premise: the bytes may come from anywhere.
// Promise: a bundle is there only if every byte of it was verified; its bytes are a copy that
// nobody can write to.
#include "runtime/bundle/bundle.h"

#include <string.h>
#include <sys/mman.h>

#include "runtime/base/alloc.h"
#include "runtime/base/assert.h"
#include "runtime/bundle/pattern.h"
#include "runtime/bundle/verify.h"
#include "runtime/value/copy.h"
#include "runtime/value/text.h"

static void make_shapes(WBundle *bundle) {
    WShape *shapes = w_arena_take(&bundle->made, (bundle->records_count + 1) * sizeof *shapes);
    for (uint32_t i = 0; i < bundle->records_count; i++) {
        const WRecordRow *record = &bundle->records[i];
        WType *types = w_arena_take(&bundle->made, record->part_count * sizeof *types);
        for (uint32_t k = 0; k < record->part_count; k++)
            types[k] = bundle->parts[record->first_part + k].type;
        shapes[i] = (WShape){types, record->part_count};
    }
    bundle->shapes = shapes;
}

static WValue make_list(WBundle *bundle, const WConstantRow *c, const WValue *values) {
    WList *list = w_list_begin(&bundle->made, c->count);
    for (uint32_t i = 0; i < c->count; i++)
        list->items[i] = values[bundle->elements[c->value + i].constant];
    return w_value_of_pointer(list);
}

static WValue make_tuple(WBundle *bundle, const WConstantRow *c, const WValue *values) {
    WTuple *tuple = w_tuple_begin(&bundle->made, c->count);
    for (uint32_t i = 0; i < c->count; i++) {
        uint32_t constant = bundle->elements[c->value + i].constant;
        if (constant == W_NONE) continue;
        tuple->items[i] = values[constant];
        tuple->present |= UINT64_C(1) << i;
    }
    return w_value_of_pointer(tuple);
}

// A constant holds only those before it.
static void make_constants(WBundle *bundle) {
    WValue *values = w_arena_take(&bundle->made, (bundle->constants_count + 1) * sizeof *values);
    for (uint32_t i = 0; i < bundle->constants_count; i++) {
        const WConstantRow *c = &bundle->constants[i];
        switch (w_type_kind(c->type)) {
        case W_TYPE_TEXT:
            values[i] = w_value_of_pointer(w_bundle_text(bundle, (uint32_t)c->value));
            break;
        case W_TYPE_LIST: values[i] = make_list(bundle, c, values); break;
        case W_TYPE_RECORD: values[i] = make_tuple(bundle, c, values); break;
        default: values[i] = (WValue)c->value;
        }
    }
    bundle->constant_values = values;
}

static bool make_patterns(WVerifier *v, WBundle *bundle) {
    bundle->patterns_compiled =
        w_alloc((bundle->patterns_count + 1) * sizeof *bundle->patterns_compiled);
    v->section = W_SECTION_PATTERNS;
    for (v->row = 0; v->row < bundle->patterns_count; v->row++) {
        char message[128];
        size_t offset;
        void *pattern = w_pattern_compile(w_bundle_str(bundle, bundle->patterns[v->row].text),
                                          message, &offset);
        if (!pattern) return w_refuse(v, "it is no regular expression");
        bundle->patterns_compiled[v->row] = pattern;
    }
    return true;
}

static void free_verifier(WVerifier *v) {
    void *const tables[] = {v->names,         v->slot_types,  v->history_types, v->first_slot,
                            v->first_history, v->depths,      v->needs,         v->entry_sets,
                            v->arms_owned,    v->points_used, v->sites_used,    v->stage_waits,
                            v->stage_sends,   v->weights};
    for (size_t i = 0; i < sizeof tables / sizeof *tables; i++)
        w_free(tables[i]);
}

static bool verify(WBundle *bundle, WRefusal *refusal) {
    WVerifier v = {.bundle = bundle, .bytes = bundle->memory, .refusal = refusal};
    bool good = w_verify_structure(&v, bundle->size_bytes) && w_verify_members(&v) &&
                w_verify_rows(&v) && w_verify_code(&v) && make_patterns(&v, bundle);
    free_verifier(&v);
    return good;
}

WBundle *w_bundle_open(const void *bytes, size_t size_bytes, WRefusal *refusal) {
    *refusal = (WRefusal){.section = "header", .reason = "it is empty"};
    if (size_bytes == 0) return NULL;
    void *memory =
        mmap(NULL, size_bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (memory == MAP_FAILED) {
        refusal->reason = "there is no memory for it";
        return NULL;
    }
    memcpy(memory, bytes, size_bytes);
    WBundle *bundle = w_alloc(sizeof *bundle);
    bundle->memory = memory;
    bundle->size_bytes = size_bytes;
    if (!verify(bundle, refusal)) {
        w_bundle_close(bundle);
        return NULL;
    }
    W_ASSERT(mprotect(memory, size_bytes, PROT_READ) == 0);
    bundle->project = bundle->projects;
    make_shapes(bundle);
    make_constants(bundle);
    return bundle;
}

void w_bundle_close(WBundle *bundle) {
    if (!bundle) return;
    for (uint32_t i = 0; bundle->patterns_compiled && i < bundle->patterns_count; i++)
        w_pattern_free((void *)(uintptr_t)bundle->patterns_compiled[i]);
    w_free(bundle->patterns_compiled);
    w_arena_free(&bundle->made);
    munmap(bundle->memory, bundle->size_bytes);
    w_free(bundle);
}
