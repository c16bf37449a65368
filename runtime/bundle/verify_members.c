// Verifier, second part: every row, member by member, as grammar/members.def says.
//
// Premise: rows lie inside the bytes; texts are there once (structure).
// Promise: every text, type and row that a member names is there; owned rows have one owner and
// stand in the order of their owners; names are unique.
#include "runtime/bundle/verify.h"

#include <stddef.h>

#include "runtime/value/timetable.h"

typedef enum Check {
    TEXT,
    TEXT_OR_NONE,
    NAME,
    NAME_OF_OWNED,
    ROW,
    ROW_OR_NONE,
    OWNS,
    OWNER,
    AT_MOST,
    AT_MOST_OR_NONE,
    TYPE_,
    TYPE_IF_ANY,
    ZERO,
} Check;

typedef struct Member {
    uint32_t argument;
    uint16_t offset_bytes;
    uint8_t section;
    uint8_t check;
} Member;

// `argument` is a section for some checks and a number for others; the names of sections are
// constants here so that the table can have one column for both.
enum {
#define SECTION(code, NAME, Row, member, summary) NAME = (code),
#include "grammar/sections.def"
#undef SECTION
};

#define TYPE TYPE_
#define MEMBER(SECTION_, Row, member, CHECK, argument) \
    {(argument), offsetof(Row, member), W_SECTION_##SECTION_, (CHECK)},
static const Member members[] = {
#include "grammar/members.def"
};
#undef MEMBER
#undef TYPE

#define MEMBER_COUNT (sizeof members / sizeof *members)

static uint32_t value_of(const WVerifier *v, const Member *member, uint64_t row) {
    const WSectionView *s = &v->sections[member->section];
    const void *at = v->bytes + s->offset_bytes + row * s->row_bytes + member->offset_bytes;
    return *(const uint32_t *)at;
}

static bool is_text(const WVerifier *v, uint32_t offset) {
    return offset % 8 == 0 && offset < v->bundle->texts_count && v->names[offset / 8] != W_NONE;
}

bool w_verify_name(WVerifier *v, uint32_t text) {
    if (!is_text(v, text)) return w_refuse(v, "no text starts where it says");
    if (v->names[text / 8] == v->scope) return w_refuse(v, "a name is there twice");
    v->names[text / 8] = v->scope;
    return true;
}

static bool is_type(const WVerifier *v, WType type) {
    WTypeKind kind = w_type_kind(type), element = w_type_element_kind(type);
    if (kind < W_TYPE_BOOLEAN || kind > W_TYPE_RECORD || (type & 0xf0e0) != 0) return false;
    if (kind == W_TYPE_LIST) {
        if (element < W_TYPE_BOOLEAN || element > W_TYPE_RECORD) return false;
        if (element == W_TYPE_LIST) return false;
        kind = element;
    } else if (element != 0) {
        return false;
    }
    if (kind == W_TYPE_ENUM) return w_type_enum(type) < v->bundle->enums_count;
    if (kind == W_TYPE_RECORD) return w_type_record(type) < v->bundle->records_count;
    return type >> 16 == 0;
}

// Rows from `first` on belong to row `owner` of another section: names differ among them, and they
// name their owner.
static bool verify_owned(WVerifier *v, uint32_t owned, uint32_t first, uint32_t count,
                         uint32_t owner) {
    WSectionCode section = v->section;
    uint64_t row = v->row;
    v->section = (WSectionCode)owned;
    for (size_t m = 0; m < MEMBER_COUNT; m++) {
        if (members[m].section != owned) continue;
        v->scope++;
        for (v->row = first; v->row < first + count; v->row++) {
            uint32_t value = value_of(v, &members[m], v->row);
            if (members[m].check == NAME_OF_OWNED && !w_verify_name(v, value)) return false;
            if (members[m].check == OWNER && value != owner)
                return w_refuse(v, "it belongs to another");
        }
    }
    v->section = section;
    v->row = row;
    return true;
}

static bool verify_owns(WVerifier *v, const Member *member) {
    const uint32_t rows = v->sections[member->argument].count;
    Member counter = *member;
    counter.offset_bytes += (uint16_t)sizeof(uint32_t);
    uint32_t next = 0;
    for (v->row = 0; v->row < v->sections[member->section].count; v->row++) {
        uint32_t count = value_of(v, &counter, v->row);
        if (value_of(v, member, v->row) != next || count > rows - next)
            return w_refuse(v, "what it owns does not follow what the row before owns");
        if (!verify_owned(v, member->argument, next, count, (uint32_t)v->row)) return false;
        next += count;
    }
    v->section = (WSectionCode)member->argument;
    v->row = next;
    return w_need(v, next == rows, "it belongs to nobody");
}

static bool verify_value(WVerifier *v, const Member *member, uint32_t value) {
    uint32_t rows = v->sections[member->argument % W_SECTION_LIMIT].count;
    switch ((Check)member->check) {
    case TEXT_OR_NONE:
        if (value == W_NONE) return true; // fall through
    case TEXT: return w_need(v, is_text(v, value), "no text starts where it says");
    case NAME: return w_verify_name(v, value);
    case ROW_OR_NONE: return w_need(v, value == W_NONE || value < rows, "there is no such row");
    case ROW: return w_need(v, value < rows, "there is no such row");
    case AT_MOST_OR_NONE:
        if (value == W_NONE) return true; // fall through
    case AT_MOST: return w_need(v, value <= member->argument, "it is more than there may be");
    case TYPE_IF_ANY:
        if (value == 0) return true; // fall through
    case TYPE_: return w_need(v, is_type(v, value), "there is no such type");
    case ZERO: return w_need(v, value == 0, "an unused member is not zero");
    default: return true;
    }
}

bool w_verify_members(WVerifier *v) {
    for (size_t m = 0; m < MEMBER_COUNT; m++) {
        v->section = (WSectionCode)members[m].section;
        v->scope++;
        if (members[m].check == OWNS) {
            if (!verify_owns(v, &members[m])) return false;
            continue;
        }
        for (v->row = 0; v->row < v->sections[v->section].count; v->row++) {
            if (!verify_value(v, &members[m], value_of(v, &members[m], v->row))) return false;
        }
    }
    return true;
}
