// Types: from what the author wrote to WType, and back for messages.

#include "compiler/check/checker.h"

#include "runtime/base/assert.h"
#include "runtime/base/utf8.h"

enum { MOST_ENUMS = 0xffff, LONGEST_OPTIONS = 60 };

typedef struct TypeWord {
    const char *word;
    WTypeKind kind;
    bool ordered;
} TypeWord;

static const TypeWord words[] = {
#define TYPE(code, name, text, is_ordered, summary) {text, W_TYPE_##name, (is_ordered) != 0},
#include "grammar/types.def"
#undef TYPE
};

static bool is_plain(WTypeKind kind) {
    return kind != W_TYPE_ENUM && kind != W_TYPE_LIST && kind != W_TYPE_RECORD;
}

bool w_check_is_ordered(WType type) {
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        if (words[i].kind == w_type_kind(type)) return words[i].ordered;
    }
    return false;
}

// ---- enums

static uint32_t intern_enum(WChecker *ck, WStr *options, uint32_t count, bool other) {
    WBuffer key = {0};
    w_buffer_char(&key, other ? 'o' : 'c');
    for (uint32_t i = 0; i < count; i++) {
        w_buffer_varint(&key, options[i].size);
        w_buffer_str(&key, options[i]);
    }
    uint32_t next = ck->program->enum_count;
    WStr copy = {w_arena_copy(ck->arena, key.bytes, key.size), key.size};
    w_buffer_free(&key);
    uint32_t row = w_names_put(&ck->enum_rows, copy, next);
    if (row == next) {
        *W_CHECK_PUSH(ck, ck->program->enums, ck->program->enum_count, ck->enum_room) =
            (WProgramEnum){options, count, other};
    }
    return row;
}

static uint32_t read_options(WChecker *ck, const WTypeNode *node, WStr *options) {
    uint32_t count = 0;
    WNames names = {.arena = ck->arena};
    for (const WNameItem *item = node->options; item != NULL; item = item->next) {
        WStr option = w_utf8_nfc(ck->arena, item->name.text);
        if (node->or_other && w_str_equal(option, W_STR("other"))) continue; // goes last
        if (w_names_put(&names, option, count) != count) {
            FIND(ck, DECLARED_TWICE, item->name.span, "the option \"%.*s\" stands twice",
                 W_STR_ARGS(option));
            continue;
        }
        options[count++] = option;
    }
    return count;
}

static WType enum_type(WChecker *ck, const WTypeNode *node) {
    uint32_t room = 1;
    for (const WNameItem *item = node->options; item != NULL; item = item->next)
        room++;
    WStr *options = w_check_array(ck, room, sizeof *options);
    uint32_t count = read_options(ck, node, options);
    if (node->or_other) options[count++] = W_STR("other");
    uint32_t row = intern_enum(ck, options, count, node->or_other);
    if (row <= MOST_ENUMS) return w_type_of_enum(row);
    FIND(ck, TOO_MANY, node->span, "more than %d different `one of`", MOST_ENUMS);
    return W_TYPE_NONE;
}

int64_t w_check_option(const WChecker *ck, WType type, WStr option) {
    const WProgramEnum *row = &ck->program->enums[w_type_enum(type)];
    for (uint32_t i = 0; i < row->option_count; i++) {
        if (w_str_equal(row->options[i], option)) return i;
    }
    return -1;
}

// ---- types

// What other languages call our types.
static const char *meant_by(WStr name) {
    static const char *const pairs[][2] = {
        {"string", "text"},        {"str", "text"},
        {"char", "text"},          {"varchar", "text"},
        {"email", "text"},         {"url", "text"},
        {"int", "integer"},        {"long", "integer"},
        {"float", "number"},       {"double", "number"},
        {"decimal", "number"},     {"money", "number"},
        {"currency", "number"},    {"bool", "boolean"},
        {"flag", "boolean"},       {"timestamp", "datetime"},
        {"instant", "datetime"},   {"day", "date"},
        {"clock", "time"},         {"interval", "duration"},
        {"length", "duration"},    {"enum", "one of [\"a\", \"b\"]"},
        {"array", "list of text"}, {"list", "list of text"}};
    for (size_t i = 0; i < sizeof pairs / sizeof pairs[0]; i++) {
        if (w_str_equal(name, w_str(pairs[i][0]))) return pairs[i][1];
    }
    return NULL;
}

static void fix_type(WFinding *finding, WStr name, const WSuggest *suggest) {
    const char *meant = meant_by(name);
    if (meant != NULL)
        w_finding_fix(finding, "write `%s`", meant);
    else if (suggest->best.size > 0)
        w_check_did_you_mean(finding, suggest);
    else
        w_finding_fix(finding, "types are boolean, integer, number, text, datetime, date, time, "
                               "duration, one of [\"a\", \"b\"], list of … and records");
}

static WType named_type(WChecker *ck, const WTypeNode *node) {
    WSuggest suggest = w_check_suggest(ck, node->name.text);
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        if (!is_plain(words[i].kind)) continue;
        if (w_str_equal(node->name.text, w_str(words[i].word))) return words[i].kind;
        w_suggest_offer(&suggest, w_str(words[i].word));
    }
    const WSymbol *symbol = w_check_symbol(ck, node->name.text);
    if (symbol != NULL && symbol->kind == W_SYMBOL_RECORD) return w_type_of_record(symbol->row);
    for (uint32_t i = 0; i < ck->by_kind[W_SYMBOL_RECORD].count; i++)
        w_suggest_offer(&suggest, ck->by_kind[W_SYMBOL_RECORD].items[i]->name);
    WFinding *finding = FIND(ck, UNKNOWN_TYPE, node->name.span, "there is no type `%.*s`",
                             W_STR_ARGS(node->name.text));
    fix_type(finding, node->name.text, &suggest);
    return W_TYPE_NONE;
}

static WType list_type(WChecker *ck, const WTypeNode *node) {
    WType element = w_check_type(ck, node->of);
    if (element == W_TYPE_NONE) return W_TYPE_NONE;
    if (w_type_kind(element) != W_TYPE_LIST) return w_type_list_of(element);
    w_check_list_of_lists(ck, node->span);
    return W_TYPE_NONE;
}

void w_check_list_of_lists(WChecker *ck, WSpan span) {
    WFinding *finding = FIND(ck, LIST_OF_LISTS, span, "a list holds no lists");
    w_finding_fix(finding, "give the inner list a name: record row { cells: list of text }, then "
                           "list of row");
}

WType w_check_type(WChecker *ck, const WTypeNode *node) {
    WType type = W_TYPE_NONE;
    switch (node->kind) {
    case W_TYPE_NODE_ERROR: return W_TYPE_NONE;
    case W_TYPE_NODE_NAMED: type = named_type(ck, node); break;
    case W_TYPE_NODE_LIST: type = list_type(ck, node); break;
    case W_TYPE_NODE_ONE_OF: type = enum_type(ck, node); break;
    }
    if (type != W_TYPE_NONE && node->optional) type |= W_TYPE_OPTIONAL;
    return type;
}

// ---- names of types

static void write_enum(const WChecker *ck, WType type, WBuffer *out) {
    const WProgramEnum *row = &ck->program->enums[w_type_enum(type)];
    w_buffer_str(out, W_STR("one of ["));
    size_t start = out->size;
    for (uint32_t i = 0; i < row->option_count; i++) {
        if (row->other && i + 1 == row->option_count) break;
        if (i > 0) w_buffer_str(out, W_STR(", "));
        if (out->size - start > LONGEST_OPTIONS) {
            w_buffer_str(out, W_STR("…"));
            break;
        }
        w_buffer_printf(out, "\"%.*s\"", W_STR_ARGS(row->options[i]));
    }
    w_buffer_str(out, row->other ? W_STR("] or other") : W_STR("]"));
}

static void write_type(const WChecker *ck, WType type, WBuffer *out) {
    if (w_type_kind(type) == W_TYPE_ENUM) {
        write_enum(ck, type, out);
    } else if (w_type_kind(type) == W_TYPE_LIST) {
        w_buffer_str(out, W_STR("list"));
        if (w_type_element_kind(type) != W_TYPE_NONE) {
            w_buffer_str(out, W_STR(" of "));
            write_type(ck, w_type_element(type), out);
        }
    } else if (w_type_kind(type) == W_TYPE_RECORD) {
        w_buffer_str(out, ck->program->records[w_type_record(type)].name);
    } else {
        w_buffer_str(out, w_str(w_type_kind_name(w_type_kind(type))));
    }
    if (w_type_optional(type)) w_buffer_char(out, '?');
}

const char *w_check_a_type(WChecker *ck, WType type) {
    bool is_vowel = w_type_kind(type) == W_TYPE_INTEGER;
    WBuffer text = {0};
    w_buffer_printf(&text, "%s `%s`", is_vowel ? "an" : "a", w_check_type_name(ck, type));
    const char *named = w_arena_copy(ck->arena, text.bytes, text.size);
    w_buffer_free(&text);
    return named;
}

const char *w_check_type_name(WChecker *ck, WType type) {
    WBuffer text = {0};
    write_type(ck, type, &text);
    const char *name = w_arena_copy(ck->arena, text.bytes, text.size);
    w_buffer_free(&text);
    return name;
}
