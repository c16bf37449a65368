// Events that journeys emit: what their rows and their instruction may be.
#include "tests/unit/assemble.h"
#include "tests/unit/test.h"

enum { WINBACK = 11, I = W_TYPE_INTEGER, T = W_TYPE_TEXT };

static WBundleBuilder b;

static const char *refusal(void) {
    const char *reason = bundle_refusal(&b);
    bundle_builder_free(&b);
    return reason;
}

// The journey winback emits the event with these slots, `count` of them; it loads `value` first.
static void emits(uint32_t event, uint32_t count, const uint32_t *slots, WInstruction value,
                  uint32_t first) {
    build_shop(&b);
    WEmissionRow row = {event, b.givens_count, count};
    for (uint32_t i = 0; i < count; i++)
        add_givens(&b, (WGivenRow){slots[i]});
    uint32_t emission = add_emissions(&b, row);
    WFunctionRow *flow = &b.functions[WINBACK];
    WInstruction *code = b.code + flow->first_instruction;
    code[0] = value; // in place of its mark and its draw
    code[1] = OPI(EMIT, first, emission, 0);
    flow->register_count = 2;
}

#define TEXT OPI(LOAD_CONSTANT, 1, text_constant_of(&b, "vip"), 0)
#define NUMBER OPI(LOAD_CONSTANT, 1, constant_of(&b, I, 3), 0)

TEST(emissions_give_what_must_be_given) {
    uint32_t link = 0, twice[] = {SHOP_TOTAL, SHOP_TOTAL}, none[] = {7};
    emits(SHOP_CLICK, 1, &link, TEXT, 1);
    CHECK_STR(refusal(), "");
    emits(SHOP_CLICK, 0, NULL, TEXT, 0);
    CHECK_STR(refusal(), "a property is not given");
    emits(SHOP_PURCHASE, 1, (uint32_t[]){SHOP_TOTAL}, NUMBER, 1);
    CHECK_STR(refusal(), "a property is not given");
    emits(SHOP_PURCHASE, 2, twice, NUMBER, 1);
    CHECK_STR(refusal(), "a property is not there, or out of order");
    emits(SHOP_CLICK, 1, none, TEXT, 1);
    CHECK_STR(refusal(), "a property is not there, or out of order");
}

TEST(emit_reads_values_of_the_property_s_type) {
    uint32_t link = 0;
    emits(SHOP_CLICK, 1, &link, NUMBER, 1);
    CHECK_STR(refusal(), "a register is of another type");
    emits(SHOP_CLICK, 1, &link, TEXT, 0);
    CHECK_STR(refusal(), "it reads a register that is not set");
    emits(SHOP_CLICK, 1, &link, TEXT, 1);
    b.code[b.functions[WINBACK].first_instruction + 1] = OPI(EMIT, 1, 3, 0);
    CHECK_STR(refusal(), "it names a row that is not there");
}
