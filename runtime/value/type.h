// Types and values as bundles, registers and records hold them.
//
// A value is 64 bits without a tag; its type is known statically (compiler, verifier). Whether a
// value of an optional type is there is kept beside it, in a bitmap.
#ifndef W_VALUE_TYPE_H
#define W_VALUE_TYPE_H

#include <stdbool.h>
#include <stdint.h>

#define TYPE(code, name, text, ordered, summary) W_TYPE_##name = (code),
typedef enum WTypeKind {
    W_TYPE_NONE = 0,
#include "grammar/types.def"
    W_TYPE_KIND_LIMIT = 16
} WTypeKind;
#undef TYPE

/// A whole type: kind in bits 0 to 3, optional in bit 4, the element's kind of a list in bits 8 to
/// 11, the row of an enum or record (or of a list's elements of those) in bits 16 to 31.
typedef uint32_t WType;

#define W_TYPE_OPTIONAL 0x10u

static inline WTypeKind w_type_kind(WType type) {
    return (WTypeKind)(type & 15);
}
static inline WTypeKind w_type_element_kind(WType type) {
    return (WTypeKind)(type >> 8 & 15);
}
static inline uint32_t w_type_enum(WType type) {
    return type >> 16;
}
static inline uint32_t w_type_record(WType type) {
    return type >> 16;
}
static inline bool w_type_optional(WType type) {
    return (type & W_TYPE_OPTIONAL) != 0;
}
static inline WType w_type_required(WType type) {
    return type & ~W_TYPE_OPTIONAL;
}
static inline WType w_type_of_enum(uint32_t enum_row) {
    return W_TYPE_ENUM | enum_row << 16;
}
static inline WType w_type_of_record(uint32_t record_row) {
    return W_TYPE_RECORD | record_row << 16;
}
/// The list of a type that is neither optional nor a list.
static inline WType w_type_list_of(WType element) {
    return W_TYPE_LIST | (element & 15) << 8 | (element & 0xffff0000u);
}
static inline WType w_type_element(WType list) {
    return (list >> 8 & 15) | (list & 0xffff0000u);
}
/// Name of a kind as the language spells it: "integer", "one of".
const char *w_type_kind_name(WTypeKind kind);

/// An untagged value: boolean, integer, number, datetime, date, time, duration as int64; an enum
/// as its option's index; a text as a WText pointer; a list as a WList pointer; a record as a
/// WTuple pointer.
typedef uint64_t WValue;

/// A text value: UTF-8 in NFC, a NUL behind its last byte, aligned to 8. The same layout in a
/// bundle's text pool, in the dictionary of a state, and in an arena.
typedef struct WText {
    uint32_t hash; // lower 32 bits of w_hash64 over the bytes
    uint32_t size; // bytes, without the NUL
    char bytes[];
} WText;

/// A list value; elements are never missing.
typedef struct WList {
    uint32_t count;
    uint32_t reserved;
    WValue items[];
} WList;

/// A record's value: its fields in the order in which they are declared.
typedef struct WTuple {
    uint64_t present; // bit i: field i is there (W_LIMIT_RECORD_FIELDS bits)
    WValue items[];
} WTuple;

/// What the records of one row are made of.
typedef struct WShape {
    const WType *types;
    uint32_t count; // 1 to W_LIMIT_RECORD_FIELDS
} WShape;

static inline const WText *w_value_text(WValue value) {
    return (const WText *)(uintptr_t)value;
}
static inline const WList *w_value_list(WValue value) {
    return (const WList *)(uintptr_t)value;
}
static inline const WTuple *w_value_tuple(WValue value) {
    return (const WTuple *)(uintptr_t)value;
}
static inline WValue w_value_of_pointer(const void *pointer) {
    return (WValue)(uintptr_t)pointer;
}

/// Bitmaps of 64-bit words, bit i of word i / 64.
static inline bool w_bit_get(const uint64_t *words, uint32_t i) {
    return words[i >> 6] >> (i & 63) & 1;
}
static inline void w_bit_set(uint64_t *words, uint32_t i) {
    words[i >> 6] |= UINT64_C(1) << (i & 63);
}
static inline void w_bit_clear(uint64_t *words, uint32_t i) {
    words[i >> 6] &= ~(UINT64_C(1) << (i & 63));
}
static inline uint32_t w_bit_words(uint32_t bits) {
    return (bits + 63) / 64;
}

#endif
