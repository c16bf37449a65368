// Bundles that somebody changed and signed anew: what the verifier lets in, the engine can run.
#include "runtime/base/alloc.h"
#include "runtime/base/hash.h"
#include "runtime/base/limits.h"
#include "runtime/state/record.h"
#include "runtime/value/copy.h"
#include "runtime/value/text.h"
#include "runtime/value/time.h"
#include "tests/unit/lab.h"
#include "tests/unit/test.h"

enum { ROUNDS = 3000, INPUTS = 60 };

static uint64_t seed;

static uint32_t below(uint32_t limit) {
    seed ^= seed << 13, seed ^= seed >> 7, seed ^= seed << 17;
    return limit == 0 ? 0 : (uint32_t)((seed >> 16) % limit);
}

// ---- Changes

static uint32_t other_than(uint32_t old) {
    switch (below(6)) {
    case 0: return old + 1;
    case 1: return old - 1;
    case 2: return W_NONE;
    case 3: return below(4);
    case 4: return below(64);
    default: return old ^ 1u << below(32);
    }
}

static void change_row(WBundleBuilder *b) {
    struct {
        uint32_t *words;
        size_t count;
    } all[64]; // more than there are sections
    uint32_t sections = 0;
#define SECTION(code, NAME, Row, member, summary)                             \
    all[sections].words = (uint32_t *)(void *)b->member;                      \
    all[sections].count = b->member##_count * sizeof(Row) / sizeof(uint32_t); \
    sections += (code) != 2 && all[sections].count > 0;
#include "grammar/sections.def"
#undef SECTION
    uint32_t chosen = below(sections);
    uint32_t *word = &all[chosen].words[below((uint32_t)all[chosen].count)];
    *word = other_than(*word);
}

static void change_code(WBundleBuilder *b) {
    WInstruction *at = &b->code[below(b->code_count)], from = b->code[below(b->code_count)];
    switch (below(6)) {
    case 0: at->op = from.op; break;
    case 1: at->a = (uint8_t)below(4); break;
    case 2: at->b = (uint16_t)below(8); break;
    case 3: at->c = (uint16_t)below(3); break;
    case 4: at->d = (uint16_t)below(30); break;
    default: *at = from;
    }
}

// Costs are made right again where that can be done, so that this is not what everything fails of.
static void recount(WBundleBuilder *b) {
    for (uint32_t f = 0; f < b->functions_count; f++) {
        WFunctionRow *row = &b->functions[f];
        if (row->first_instruction > b->code_count ||
            row->instruction_count > b->code_count - row->first_instruction)
            return;
        const WInstruction *code = b->code + row->first_instruction;
        if (has_cost(b, code, row->instruction_count))
            row->cost = w_function_cost(code, row->instruction_count, b->functions, b->uses);
    }
}

static WBundle *changed_bundle(uint64_t number) {
    WBundleBuilder b = {0};
    WRefusal refusal;
    seed = number * UINT64_C(0x9E3779B97F4A7C15) + 1;
    if (number % 2 == 0)
        lab_town(&b);
    else
        build_shop(&b);
    for (uint32_t changes = 1 + below(2); changes > 0; changes--) {
        if (below(2) == 0)
            change_row(&b);
        else
            change_code(&b);
    }
    recount(&b);
    WBuffer bytes = bundle_bytes(&b);
    WBundle *bundle = w_bundle_open(bytes.bytes, bytes.size, &refusal);
    w_buffer_free(&bytes);
    bundle_builder_free(&b);
    return bundle;
}

// ---- Inputs, as the contracts of the bundle say

static WValue any_value(Stream *s, WType type) {
    static const char *const texts[] = {"x", "y", "", "a longer text", "Europe/Berlin"};
    switch (w_type_kind(type)) {
    case W_TYPE_TEXT: return stream_text(s, texts[below(5)]);
    case W_TYPE_BOOLEAN: return below(2);
    case W_TYPE_ENUM: return below(s->bundle->enums[w_type_enum(type)].option_count);
    case W_TYPE_LIST: {
        WList *list = w_list_begin(&s->arena, below(3));
        for (uint32_t i = 0; i < list->count; i++)
            list->items[i] = any_value(s, w_type_element(type));
        return w_value_of_pointer(list);
    }
    case W_TYPE_RECORD: {
        const WShape *shape = &s->bundle->shapes[w_type_record(type)];
        WTuple *tuple = w_tuple_begin(&s->arena, shape->count);
        for (uint32_t i = 0; i < shape->count; i++) {
            if (w_type_optional(shape->types[i]) && below(2)) continue;
            tuple->items[i] = any_value(s, shape->types[i]);
            tuple->present |= UINT64_C(1) << i;
        }
        return w_value_of_pointer(tuple);
    }
    case W_TYPE_TIME: return (WValue)(below(24) * W_HOUR_MS);
    default: return below(1000);
    }
}

static void set_slot(Stream *s, WInput *input, WValue *slots, uint64_t *present, uint32_t slot,
                     WType type) {
    bool must = input->kind == W_INPUT_EVENT && !w_type_optional(type);
    if (!must && below(3) == 0) return;
    slots[slot] = any_value(s, type);
    w_bit_set(present, slot);
}

static void feed(Stream *s, int64_t minutes) {
    static const char *const people[] = {"ana", "bob"};
    WValue slots[W_LIMIT_PROFILE_FIELDS] = {0};
    uint64_t present[W_LIMIT_PROFILE_FIELDS / 64] = {0}, number = s->sequence;
    WInput input = {.kind = below(5) ? W_INPUT_EVENT : W_INPUT_IDENTIFY,
                    .event = below(s->bundle->events_count),
                    .at_ms = lab_ms(minutes - (below(5) ? 0 : 400)),
                    .id_hash = w_hash64(&number, sizeof number),
                    .customer = w_str(people[below(2)]),
                    .slots = slots,
                    .present = present};
    const WEventRow *event = &s->bundle->events[input.event];
    bool of_event = input.kind == W_INPUT_EVENT;
    input.slot_count = of_event ? event->slot_count : s->bundle->profile_count;
    for (uint32_t i = 0; of_event && i < event->field_count; i++) {
        const WFieldRow *field = &s->bundle->fields[event->first_field + i];
        if (field->slot != W_NONE) set_slot(s, &input, slots, present, field->slot, field->type);
    }
    for (uint32_t i = 0; !of_event && i < s->bundle->profile_count; i++)
        set_slot(s, &input, slots, present, i, s->bundle->profile[i].type);
    w_engine_input(s->engine, &input, ++s->sequence);
    w_engine_clear(s->engine);
}

// What the records hold can be saved and loaded.
static void check_records(Stream *s) {
    WState *state = w_engine_state(s->engine), *again = w_state_create(s->bundle);
    for (uint32_t i = 0; i < w_state_count(state); i++) {
        WBuffer bytes = {0};
        w_record_encode(state, i, &bytes);
        CHECK(w_record_decode(again, bytes.bytes, bytes.size) == i);
        w_buffer_free(&bytes);
    }
    w_state_destroy(again);
}

static void run(WBundle *bundle) {
    Stream s;
    stream_begin(&s, bundle);
    if (s.engine != NULL) {
        for (int64_t i = 0; i < INPUTS; i++)
            feed(&s, i * 45);
        w_engine_settle(s.engine, lab_ms(100000), ++s.sequence);
        check_records(&s);
    }
    stream_end(&s);
}

TEST(engine_runs_whatever_the_verifier_lets_in) {
    uint32_t opened = 0;
    for (uint64_t number = 1; number <= ROUNDS; number++) {
        WBundle *bundle = changed_bundle(number);
        if (bundle == NULL) continue;
        opened++;
        run(bundle);
        w_bundle_close(bundle);
    }
    fprintf(stderr, "%u of %u were let in\n", opened, ROUNDS);
    CHECK(opened > ROUNDS / 40 && opened < ROUNDS);
}
