// Verifier, beside the rows: records, and constants made of others.
//
// Premise: every index and type is one (members).
// Promise: records nest no deeper than W_LIMIT_RECORD_DEPTH, so whoever walks a value by its type
// ends; a list or record constant holds earlier constants of the types that it declares.
#include "runtime/bundle/verify.h"

#include "runtime/base/alloc.h"

// ---- constants

static bool element_fits(WVerifier *v, uint32_t row, uint32_t constant, WType type) {
    uint32_t element = v->bundle->elements[row].constant;
    if (element == W_NONE) return w_need(v, w_type_optional(type), "a constant lacks a field");
    return w_need(v, element < constant, "a constant holds one that is not before it") &&
           w_need(v, v->bundle->constants[element].type == w_type_required(type),
                  "a constant holds one of another type");
}

bool w_verify_compound(WVerifier *v, uint32_t constant) {
    const WBundle *b = v->bundle;
    const WConstantRow *c = &b->constants[constant];
    bool is_list = w_type_kind(c->type) == W_TYPE_LIST;
    const WRecordRow *record = is_list ? NULL : &b->records[w_type_record(c->type)];
    if (!w_need(v, is_list || c->count == record->part_count,
                "a constant has not the fields of its record") ||
        !w_need(v, c->value == v->elements_owned && c->count <= b->elements_count - c->value,
                "what it owns does not follow what the row before owns"))
        return false;
    uint64_t weight = c->count;
    for (uint32_t i = 0; i < c->count; i++) {
        uint32_t row = v->elements_owned + i;
        WType type = is_list ? w_type_element(c->type) : b->parts[record->first_part + i].type;
        if (!element_fits(v, row, constant, type)) return false;
        if (b->elements[row].constant != W_NONE) weight += v->weights[b->elements[row].constant];
    }
    if (weight > W_LIMIT_CONSTANT_ITEMS) return w_refuse(v, "a constant holds too much");
    v->weights[constant] = (uint32_t)weight;
    v->elements_owned += c->count;
    return true;
}

// ---- nesting

static uint32_t record_in(WType type) {
    bool is_list = w_type_kind(type) == W_TYPE_LIST;
    WTypeKind kind = is_list ? w_type_element_kind(type) : w_type_kind(type);
    return kind == W_TYPE_RECORD ? w_type_record(type) : W_NONE;
}

typedef struct Inside {
    uint8_t depth;   // records inside each other
    uint32_t weight; // fields, with those of the records in it
} Inside;

// One step: what is inside each record, given what is known of the others.
static void look_inside(const WBundle *b, Inside *insides) {
    for (uint32_t i = 0; i < b->records_count; i++) {
        const WRecordRow *record = &b->records[i];
        Inside now = {0, record->part_count};
        for (uint32_t k = 0; k < record->part_count; k++) {
            WType type = b->parts[record->first_part + k].type;
            uint32_t inner = record_in(type);
            if (inner == W_NONE) continue;
            const Inside *in = &insides[inner];
            if (now.depth <= in->depth) now.depth = (uint8_t)(in->depth + 1);
            if (w_type_kind(type) == W_TYPE_RECORD) now.weight += in->weight;
        }
        if (now.depth > W_LIMIT_RECORD_DEPTH) now.depth = W_LIMIT_RECORD_DEPTH;
        if (now.weight > W_LIMIT_RECORD_WEIGHT) now.weight = W_LIMIT_RECORD_WEIGHT + 1;
        insides[i] = now;
    }
}

// Each step looks one record deeper; one that holds itself gets deeper with each.
static bool nests_well(const WBundle *b) {
    Inside *insides = w_alloc((b->records_count + 1) * sizeof *insides);
    bool good = true;
    for (int step = 0; step <= W_LIMIT_RECORD_DEPTH; step++)
        look_inside(b, insides);
    for (uint32_t i = 0; i < b->records_count; i++)
        good = good && insides[i].depth < W_LIMIT_RECORD_DEPTH &&
               insides[i].weight <= W_LIMIT_RECORD_WEIGHT;
    w_free(insides);
    return good;
}

bool w_verify_records(WVerifier *v) {
    const WBundle *b = v->bundle;
    v->section = W_SECTION_RECORDS;
    for (v->row = 0; v->row < b->records_count; v->row++) {
        if (b->records[v->row].part_count == 0) return w_refuse(v, "a record has no fields");
    }
    v->row = 0;
    if (!w_need(v, nests_well(b), "records hold each other too deeply, or too many fields"))
        return false;
    v->section = W_SECTION_ELEMENTS;
    v->row = v->elements_owned;
    return w_need(v, v->elements_owned == b->elements_count, "it belongs to nobody");
}
