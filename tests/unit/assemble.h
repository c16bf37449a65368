// Bundles for tests, built row by row in memory. What a bundle must hold together (digests, sizes,
// costs) is made here, so that a test says only what it is about.
#ifndef W_UNIT_ASSEMBLE_H
#define W_UNIT_ASSEMBLE_H

#include "runtime/bundle/bundle.h"
#include "runtime/bundle/opcode.h"

/// All zero is a valid empty one. Free with bundle_builder_free.
typedef struct WBundleBuilder {
#define SECTION(code, NAME, Row, member, summary) \
    Row *member;                                  \
    uint32_t member##_count;                      \
    size_t member##_room;
#include "grammar/sections.def"
#undef SECTION
} WBundleBuilder;

/// Add a row; its index. `add_events(builder, (WEventRow){…})` and so on.
#define SECTION(code, NAME, Row, member, summary) uint32_t add_##member(WBundleBuilder *, Row);
#include "grammar/sections.def"
#undef SECTION

/// Offset of the text in the pool; made if it is not there.
uint32_t text_of(WBundleBuilder *builder, const char *text);
/// Row of a constant; made if it is not there. The value of a text is its offset; lists are empty.
uint32_t constant_of(WBundleBuilder *builder, WType type, int64_t value);
uint32_t text_constant_of(WBundleBuilder *builder, const char *text);

/// Add a function with this code; place and cost are filled in, contexts of 0 become W_NONE unless
/// `with_context` is set.
uint32_t add_function(WBundleBuilder *builder, WFunctionRow row, const WInstruction *code,
                      uint32_t count);
/// Whether the code has a cost, wrong as it may be.
bool has_cost(const WBundleBuilder *builder, const WInstruction *code, uint32_t count);
/// A function row that reads nothing.
WFunctionRow function_row(WFunctionKind kind);

/// The bytes of the bundle; the caller frees the buffer.
WBuffer bundle_bytes(const WBundleBuilder *builder);
/// Set size and digest right in bytes that were changed.
void fix_digest(WBuffer *bytes);
/// Open what was built; the refusal is printed if there is one.
WBundle *bundle_open(const WBundleBuilder *builder);
/// The reason for which it is refused; "" if it is not.
const char *bundle_refusal(const WBundleBuilder *builder);
void bundle_builder_free(WBundleBuilder *builder);

// Instructions: op and a, b, c, d; op and a, a row, d; an EACH.
#define OP(name, a, b, c, d) w_instruction(W_OP_##name, (a), (b), (c), (d))
#define OPI(name, a, index, d) w_instruction_of_index(W_OP_##name, (a), (index), (d))
#define OPE(name, a, list, function) w_instruction_each(W_OP_##name, (a), (list), (function))

/// A function of the instructions that follow.
#define ADD_FUNCTION(builder, row, ...)                             \
    add_function(builder, row, (const WInstruction[]){__VA_ARGS__}, \
                 sizeof((const WInstruction[]){__VA_ARGS__}) / sizeof(WInstruction))

/// A shop that has at least two rows in every section where that makes sense; tests damage it.
void build_shop(WBundleBuilder *builder);

// Rows of the shop.
enum { SHOP_EMAIL, SHOP_NAME, SHOP_CONSENT, SHOP_PLAN, SHOP_TIMEZONE, SHOP_VISITS };
enum { SHOP_PURCHASE, SHOP_CLICK };
enum { SHOP_TOTAL, SHOP_ITEMS, SHOP_NOTE, SHOP_COUNT }; // slots of a purchase
enum { SHOP_WINBACK, SHOP_WELCOME };                    // journeys
enum { SHOP_VAR_TOTAL, SHOP_VAR_NOTE, SHOP_VAR_LET };   // variables of the welcome

#endif
