// A program made by hand becomes a bundle that the verifier accepts.
#include "compiler/emit/emit.h"
#include "runtime/base/limits.h"
#include "runtime/bundle/bundle.h"
#include "runtime/vm/vm.h"
#include "tests/unit/test.h"

// Expressions.

static WTyped flag = {.kind = W_TYPED_PROFILE, .type = W_TYPE_BOOLEAN, .index = 0};
static WTyped age = {
    .kind = W_TYPED_PROFILE, .type = W_TYPE_INTEGER | W_TYPE_OPTIONAL, .index = 1};
static WTyped customer = {.kind = W_TYPED_CUSTOMER, .type = W_TYPE_TEXT};
static WTyped total = {.kind = W_TYPED_EVENT, .type = W_TYPE_NUMBER, .event = 0, .index = 0};
static WTyped hour = {.kind = W_TYPED_CONSTANT,
                      .type = W_TYPE_DURATION,
                      .constant = {.type = W_TYPE_DURATION, .value = 3600000}};
static WTyped ten = {.kind = W_TYPED_CONSTANT,
                     .type = W_TYPE_NUMBER,
                     .constant = {.type = W_TYPE_NUMBER, .value = 10000000}};
static WTyped name = {.kind = W_TYPED_CONSTANT,
                      .type = W_TYPE_TEXT,
                      .constant = {.type = W_TYPE_TEXT, .text = {"Ada", 3}}};
static WTyped *above_operands[] = {&total, &ten};
static WTyped above = {
    .kind = W_TYPED_GE, .type = W_TYPE_BOOLEAN, .count = 2, .operands = above_operands};
static WTyped *age_known_operands[] = {&age};
static WTyped age_known = {
    .kind = W_TYPED_KNOWN, .type = W_TYPE_BOOLEAN, .count = 1, .operands = age_known_operands};
static WTyped *both_operands[] = {&flag, &age_known};
static WTyped both = {
    .kind = W_TYPED_AND, .type = W_TYPE_BOOLEAN, .count = 2, .operands = both_operands};
static WTyped vip = {.kind = W_TYPED_SEGMENT, .type = W_TYPE_BOOLEAN, .index = 0};

// Code: send, else leave; wait up to an hour for the event; go on or finish.

static WAct finish = {.kind = W_ACT_FINISH};
static WAct leave = {.kind = W_ACT_EXIT, .reason = {"no way", 6}};
static WAct again = {.kind = W_ACT_GO, .index = 0};
static WProgramArm arms[] = {{.event = 0, .where = &above, .body = &again}};
static WAct wait = {.kind = W_ACT_WAIT,
                    .index = 0,
                    .value = &hour,
                    .arms = arms,
                    .arm_count = 1,
                    .otherwise = &finish};
static WTyped *params[] = {&name};
static WAct send = {.kind = W_ACT_SEND, .params = params, .otherwise = &leave, .next = &wait};

// Rows.

static WProgramProfileField profile[] = {
    {.name = {"flag", 4},
     .wire = {"flag", 4},
     .type = W_TYPE_BOOLEAN,
     .has_default = true,
     .standard = {.type = W_TYPE_BOOLEAN}},
    {.name = {"age", 3}, .wire = {"age", 3}, .type = W_TYPE_INTEGER | W_TYPE_OPTIONAL}};
static WProgramField fields[] = {
    {.name = {"total", 5}, .wire = {"total", 5}, .type = W_TYPE_NUMBER, .history_slot = W_NONE}};
static WProgramEvent events[] = {{.name = {"order", 5},
                                  .wire = {"Order", 5},
                                  .fields = fields,
                                  .field_count = 1,
                                  .slot_count = 1}};
static WProgramChannel channels[] = {{.name = {"email", 5}, .to = &customer, .consent = &flag}};
static WProgramParam message_params[] = {{.name = {"name", 4}, .type = W_TYPE_TEXT}};
static WProgramMessage messages[] = {{.name = {"hello", 5},
                                      .class = W_CLASS_PROMOTIONAL,
                                      .params = message_params,
                                      .param_count = 1}};
static WProgramSegment segments[] = {{.name = {"vip", 3}, .when = &both}};
static uint32_t segment_order[] = {0};
static WProgramEntry entries[] = {{.event = 0, .where = &above}};
static WProgramOnlyIf only_ifs[] = {{.condition = &vip, .because = {"VIPs only", 9}}};
static WProgramStage stages[] = {{.name = {"first", 5}, .event = W_NONE, .body = &send}};
static WProgramPoint points[] = {{.kind = W_POINT_FOR}};
static WProgramSite sites[] = {{.channel = 0, .message = 0}};
static WProgramJourney journeys[] = {{.name = {"welcome", 7},
                                      .priority = 50,
                                      .expires_day = INT64_MAX,
                                      .reenter = W_REENTER_ALWAYS,
                                      .entries = entries,
                                      .entry_count = 1,
                                      .only_ifs = only_ifs,
                                      .only_if_count = 1,
                                      .stages = stages,
                                      .stage_count = 1,
                                      .points = points,
                                      .point_count = 1,
                                      .sites = sites,
                                      .site_count = 1}};

static const WProgram program = {
    .project = {.name = {"shop", 4}, .timezone = {"UTC", 3}, .language = 1},
    .profile = profile,
    .profile_count = 2,
    .events = events,
    .event_count = 1,
    .channels = channels,
    .channel_count = 1,
    .messages = messages,
    .message_count = 1,
    .segments = segments,
    .segment_count = 1,
    .segment_order = segment_order,
    .journeys = journeys,
    .journey_count = 1,
};

static WBundle *emit_and_open(uint64_t *hash) {
    WArena arena = {0};
    WFindings findings = {.arena = &arena};
    WBuffer bytes = {0};
    WRefusal refusal = {0};
    CHECK(w_emit(&program, &bytes, &findings));
    CHECK(findings.count == 0);
    WBundle *bundle = w_bundle_open(bytes.bytes, bytes.size, &refusal);
    if (bundle == NULL) print_error("%s: %s\n", refusal.section, refusal.reason);
    CHECK(bundle != NULL);
    *hash = bundle->journeys[0].hash;
    w_buffer_free(&bytes);
    w_arena_free(&arena);
    return bundle;
}

TEST(emit_program_is_accepted_by_the_verifier) {
    uint64_t hash;
    WBundle *bundle = emit_and_open(&hash);
    CHECK(bundle->journeys_count == 1 && bundle->arms_count == 1);
    CHECK(w_str_equal(w_bundle_str(bundle, bundle->journeys[0].name), W_STR("welcome")));
    CHECK(bundle->arms[0].start < bundle->points[0].after);
    CHECK(bundle->entries[0].where_function == bundle->arms[0].where_function);
    w_bundle_close(bundle);
}

// What nobody notices does not enter the behaviour hash; what a customer notices does.
TEST(emit_behaviour_hash_is_of_behaviour) {
    uint64_t before, after;
    w_bundle_close(emit_and_open(&before));
    journeys[0].owner = W_STR("somebody@shop.example");
    stages[0].title = W_STR("At the door");
    w_bundle_close(emit_and_open(&after));
    CHECK(before == after);
    hour.constant.value += 1000;
    w_bundle_close(emit_and_open(&after));
    CHECK(before != after);
    hour.constant.value -= 1000;
    w_bundle_close(emit_and_open(&after));
    CHECK(before == after);
    stages[0].name = W_STR("second");
    w_bundle_close(emit_and_open(&after));
    CHECK(before != after);
}

// Code beyond the limits is a finding, not bytes.
TEST(emit_too_large_is_a_finding) {
    WArena arena = {0};
    WFindings findings = {.arena = &arena};
    WBuffer bytes = {0};
    WTyped *chain = &above;
    for (uint32_t size = 1; size <= W_LIMIT_FUNCTION_CODE; size *= 2) {
        WTyped *either = w_arena_take_zeroed(&arena, sizeof *either);
        *either = (WTyped){.kind = W_TYPED_OR, .type = W_TYPE_BOOLEAN, .count = 2};
        either->operands = w_arena_take(&arena, 2 * sizeof(WTyped *));
        either->operands[0] = either->operands[1] = chain;
        chain = either;
    }
    entries[0].where = chain;
    CHECK(!w_emit(&program, &bytes, &findings));
    entries[0].where = &above;
    CHECK(findings.errors == 1 && findings.first->code == W_E_CODE_TOO_LARGE);
    CHECK(bytes.size == 0);
    w_arena_free(&arena);
}

// ---- loops over lists

static WTyped *node(WArena *arena, WTypedKind kind, WType type, uint32_t count, ...) {
    WTyped *made = w_arena_take_zeroed(arena, sizeof *made);
    *made = (WTyped){.kind = kind, .type = type, .count = count};
    made->operands = w_arena_take(arena, (count + 1) * sizeof *made->operands);
    va_list operands;
    va_start(operands, count);
    for (uint32_t i = 0; i < count; i++)
        made->operands[i] = va_arg(operands, WTyped *);
    va_end(operands);
    return made;
}

static WTyped *integer(WArena *arena, int64_t value) {
    WTyped *made = node(arena, W_TYPED_CONSTANT, W_TYPE_INTEGER, 0);
    made->constant = (WConstant){.type = W_TYPE_INTEGER, .value = value};
    return made;
}

static WTyped *element(WArena *arena, uint32_t loops_out) {
    WTyped *made = node(arena, W_TYPED_ELEMENT, W_TYPE_INTEGER, 0);
    made->index = loops_out;
    return made;
}

static bool holds(const WTyped *condition) {
    WArena arena = {0};
    uint64_t hash;
    entries[0].where = (WTyped *)(uintptr_t)condition;
    WBundle *bundle = emit_and_open(&hash);
    WValue values[2] = {0};
    uint64_t present[1] = {3};
    const WVmContext context = {.bundle = bundle,
                                .arena = &arena,
                                .zone = w_zone_utc(),
                                .profile = values,
                                .profile_present = present,
                                .event = values,
                                .event_present = present};
    bool result = w_vm_test(&context, bundle->entries[0].where_function);
    entries[0].where = &above;
    w_bundle_close(bundle);
    w_arena_free(&arena);
    return result;
}

#define BOOLEAN W_TYPE_BOOLEAN
#define INTEGER W_TYPE_INTEGER

// any, all, count and sum over [1, 2, 3]; also inside one another.
TEST(emit_loops_over_lists) {
    WArena arena = {0};
    WArena *a = &arena;
    WTyped *list = node(a, W_TYPED_LIST, w_type_list_of(INTEGER), 3, integer(a, 1), integer(a, 2),
                        integer(a, 3));
    WTyped *above_two = node(a, W_TYPED_GT, BOOLEAN, 2, element(a, 0), integer(a, 2));
    WTyped *above_outer = node(a, W_TYPED_GT, BOOLEAN, 2, element(a, 0), element(a, 1));
    WTyped *any_above = node(a, W_TYPED_EACH_ANY, BOOLEAN, 2, list, above_outer);
    WTyped *count = node(a, W_TYPED_EACH_COUNT, INTEGER, 2, list, any_above);
    WTyped *square = node(a, W_TYPED_MULTIPLY, INTEGER, 2, element(a, 0), element(a, 0));
    WTyped *sum = node(a, W_TYPED_EACH_SUM, INTEGER, 3, list, square, any_above);
    WTyped *all_sum = node(a, W_TYPED_EACH_SUM, INTEGER, 2, list, square);
    CHECK(holds(node(a, W_TYPED_EACH_ANY, BOOLEAN, 2, list, above_two)));
    CHECK(!holds(node(a, W_TYPED_EACH_ALL, BOOLEAN, 2, list, above_two)));
    CHECK(holds(node(a, W_TYPED_EQ, BOOLEAN, 2, count, integer(a, 2))));
    CHECK(holds(node(a, W_TYPED_EQ, BOOLEAN, 2, sum, integer(a, 1 + 4))));
    CHECK(holds(node(a, W_TYPED_EQ, BOOLEAN, 2, all_sum, integer(a, 1 + 4 + 9))));
    w_arena_free(&arena);
}

// Loops inside loops beyond the limit are a finding.
TEST(emit_too_deep_is_a_finding) {
    WArena arena = {0};
    WFindings findings = {.arena = &arena};
    WBuffer bytes = {0};
    WTyped *list = node(&arena, W_TYPED_LIST, w_type_list_of(INTEGER), 1, integer(&arena, 1));
    WTyped *inner = node(&arena, W_TYPED_EQ, BOOLEAN, 2, element(&arena, 0), integer(&arena, 1));
    for (uint32_t depth = 1; depth <= W_LIMIT_CALL_DEPTH; depth++) {
        inner = node(&arena, W_TYPED_EACH_ANY, BOOLEAN, 2, list, inner);
        entries[0].where = inner;
        bool fits = depth < W_LIMIT_CALL_DEPTH;
        CHECK(fits == w_emit(&program, &bytes, &findings));
        CHECK(!fits || holds(inner));
        entries[0].where = &above;
    }
    CHECK(findings.errors == 1 && findings.first->code == W_E_CODE_TOO_DEEP);
    w_buffer_free(&bytes);
    w_arena_free(&arena);
}
