// Bundles for tests.
#include "tests/unit/assemble.h"

#include <stdio.h>
#include <string.h>

#include "runtime/base/alloc.h"
#include "runtime/base/hash.h"
#include "runtime/value/number.h"
#include "runtime/value/text.h"
#include "runtime/value/time.h"

#define SECTION(code, NAME, Row, member, summary)                                               \
    uint32_t add_##member(WBundleBuilder *builder, Row row) {                                   \
        size_t needed = (size_t)builder->member##_count + 1;                                    \
        builder->member = w_grow(builder->member, &builder->member##_room, needed, sizeof row); \
        builder->member[builder->member##_count] = row;                                         \
        return builder->member##_count++;                                                       \
    }
#include "grammar/sections.def"
#undef SECTION

void bundle_builder_free(WBundleBuilder *builder) {
#define SECTION(code, NAME, Row, member, summary) w_free(builder->member);
#include "grammar/sections.def"
#undef SECTION
    *builder = (WBundleBuilder){0};
}

// ---- pools

static uint32_t text_bytes(const WText *text) {
    return (uint32_t)((sizeof *text + text->size + 1 + 7) & ~(size_t)7);
}

uint32_t text_of(WBundleBuilder *builder, const char *text) {
    for (uint32_t at = 0; at < builder->texts_count;) {
        const WText *there = (const void *)(builder->texts + at);
        if (w_str_equal(w_text_str(there), w_str(text))) return at;
        at += text_bytes(there);
    }
    WArena arena = {0};
    WText *made = w_text_make(&arena, w_str(text));
    uint32_t at = builder->texts_count, bytes = text_bytes(made);
    for (uint32_t i = 0; i < bytes; i++)
        add_texts(builder, i < sizeof *made + made->size ? ((uint8_t *)made)[i] : 0);
    w_arena_free(&arena);
    return at;
}

uint32_t constant_of(WBundleBuilder *builder, WType type, int64_t value) {
    bool is_list = w_type_kind(type) == W_TYPE_LIST;
    for (uint32_t i = 0; i < builder->constants_count; i++) {
        const WConstantRow *there = &builder->constants[i];
        bool is_same = there->count == 0 && (is_list || there->value == value);
        if (there->type == type && is_same) return i;
    }
    if (is_list) value = builder->elements_count;
    return add_constants(builder, (WConstantRow){.type = type, .value = value});
}

uint32_t text_constant_of(WBundleBuilder *builder, const char *text) {
    return constant_of(builder, W_TYPE_TEXT, text_of(builder, text));
}

// ---- functions

WFunctionRow function_row(WFunctionKind kind) {
    return (WFunctionRow){.kind = (uint32_t)kind,
                          .event = W_NONE,
                          .journey = W_NONE,
                          .message = W_NONE,
                          .outer_function = W_NONE,
                          .register_count = 16};
}

// Code that is wrong on purpose may not have a cost.
bool has_cost(const WBundleBuilder *builder, const WInstruction *code, uint32_t count) {
    for (uint32_t i = 0; i < count; i++) {
        uint32_t index = w_instruction_index(code[i]);
        if (w_instruction_jumps(code[i]) && (code[i].d <= i || code[i].d >= count)) return false;
        if (code[i].op == W_OP_CALL && index >= builder->functions_count) return false;
        if (code[i].op == W_OP_HISTORY) {
            if (index >= builder->uses_count) return false;
            uint32_t where = builder->uses[index].where_function;
            if (where != W_NONE && where >= builder->functions_count) return false;
        }
        if (code[i].op >= W_OP_EACH_ANY && code[i].op <= W_OP_EACH_JOIN &&
            w_instruction_element_function(code[i]) >= builder->functions_count)
            return false;
    }
    return true;
}

uint32_t add_function(WBundleBuilder *builder, WFunctionRow row, const WInstruction *code,
                      uint32_t count) {
    row.first_instruction = builder->code_count;
    row.instruction_count = count;
    if (has_cost(builder, code, count))
        row.cost = w_function_cost(code, count, builder->functions, builder->uses);
    for (uint32_t i = 0; i < count; i++)
        add_code(builder, code[i]);
    return add_functions(builder, row);
}

// ---- bytes

static void pad(WBuffer *bytes) {
    while (bytes->size % 8 != 0)
        w_buffer_char(bytes, 0);
}

void fix_digest(WBuffer *bytes) {
    WBundleHeader *header = (void *)bytes->bytes;
    header->size_bytes = bytes->size;
    w_sha256(bytes->bytes + sizeof *header, bytes->size - sizeof *header, header->digest);
}

WBuffer bundle_bytes(const WBundleBuilder *builder) {
    WBuffer bytes = {0};
    WBundleHeader header = {.version = W_BUNDLE_VERSION};
    memcpy(header.magic, W_BUNDLE_MAGIC, sizeof header.magic);
    uint64_t offset = sizeof header;
#define SECTION(code, NAME, Row, member, summary) \
    header.section_count += builder->member##_count > 0;
#include "grammar/sections.def"
#undef SECTION
    offset += header.section_count * sizeof(WSectionRow);
    w_buffer_append(&bytes, &header, sizeof header);
#define SECTION(code, NAME, Row, member, summary)                                 \
    if (builder->member##_count > 0) {                                            \
        WSectionRow row = {(code), sizeof(Row), offset, builder->member##_count}; \
        w_buffer_append(&bytes, &row, sizeof row);                                \
        offset += (row.row_count * row.row_bytes + 7) & ~UINT64_C(7);             \
    }
#include "grammar/sections.def"
#undef SECTION
#define SECTION(code, NAME, Row, member, summary)                                    \
    w_buffer_append(&bytes, builder->member, builder->member##_count * sizeof(Row)); \
    pad(&bytes);
#include "grammar/sections.def"
#undef SECTION
    fix_digest(&bytes);
    return bytes;
}

WBundle *bundle_open(const WBundleBuilder *builder) {
    WBuffer bytes = bundle_bytes(builder);
    WRefusal refusal;
    WBundle *bundle = w_bundle_open(bytes.bytes, bytes.size, &refusal);
    if (!bundle)
        fprintf(stderr, "refused: %s at %lu: %s\n", refusal.section,
                (unsigned long)refusal.offset_bytes, refusal.reason);
    w_buffer_free(&bytes);
    return bundle;
}

const char *bundle_refusal(const WBundleBuilder *builder) {
    WBuffer bytes = bundle_bytes(builder);
    WRefusal refusal;
    WBundle *bundle = w_bundle_open(bytes.bytes, bytes.size, &refusal);
    w_buffer_free(&bytes);
    if (!bundle) return refusal.reason;
    w_bundle_close(bundle);
    return "";
}
