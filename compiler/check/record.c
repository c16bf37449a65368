// Records: their declarations, values that are written out, and fields of values.

#include "compiler/check/checker.h"

#include <string.h>

#include "runtime/base/assert.h"
#include "runtime/base/limits.h"

enum { MOST_RECORDS = 0xffff };

// ---- declarations

static const WProgramPart *part_before(const WProgramRecord *row, WStr name) {
    for (uint32_t i = 0; i < row->part_count; i++) {
        if (w_str_equal(row->parts[i].name, name)) return &row->parts[i];
    }
    return NULL;
}

static void add_part(WChecker *ck, WProgramRecord *row, const WField *field, uint32_t *room) {
    WName name = field->name;
    const WProgramPart *first = name.text.size > 0 ? part_before(row, name.text) : NULL;
    if (first != NULL) {
        WFinding *finding =
            FIND(ck, DECLARED_TWICE, name.span, "`%.*s` is declared twice", W_STR_ARGS(name.text));
        w_finding_other(finding, first->span, "the first");
        return;
    }
    if (row->part_count == W_LIMIT_RECORD_FIELDS) {
        FIND(ck, TOO_MANY, field->span, "a record has at most %d fields", W_LIMIT_RECORD_FIELDS);
        return;
    }
    WProgramPart part = {.name = name.text, .wire = w_check_path(ck, field), .span = field->span};
    part.type = w_check_type(ck, field->type);
    part.personal = field->personal.given;
    *W_CHECK_PUSH(ck, row->parts, row->part_count, *room) = part;
}

static void check_record(WChecker *ck, const WRecord *record, WProgramRecord *row) {
    uint32_t room = 0;
    *row = (WProgramRecord){.name = record->name.text, .span = record->name.span};
    for (const WField *field = record->fields; field != NULL; field = field->next)
        add_part(ck, row, field, &room);
    w_check_paths(ck, record->fields, W_PART_COUNT);
    if (record->fields != NULL) return;
    WFinding *finding =
        FIND(ck, LACKS_FIELD, row->span, "the record `%.*s` has no fields", W_STR_ARGS(row->name));
    w_finding_fix(finding, "say what it is made of: record %.*s { name: text }",
                  W_STR_ARGS(row->name));
}

// ---- records inside each other

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
static void look_inside(const WProgram *program, Inside *insides) {
    for (uint32_t i = 0; i < program->record_count; i++) {
        WProgramRecord *record = &program->records[i];
        Inside now = {0, record->part_count};
        for (uint32_t k = 0; k < record->part_count; k++) {
            WType type = record->parts[k].type;
            uint32_t inner = record_in(type);
            record->holds_personal |= record->parts[k].personal;
            if (inner == W_NONE) continue;
            const Inside *in = &insides[inner];
            record->holds_personal |= program->records[inner].holds_personal;
            if (now.depth <= in->depth) now.depth = (uint8_t)(in->depth + 1);
            if (w_type_kind(type) == W_TYPE_RECORD) now.weight += in->weight;
        }
        if (now.depth > W_LIMIT_RECORD_DEPTH) now.depth = W_LIMIT_RECORD_DEPTH;
        if (now.weight > W_LIMIT_RECORD_WEIGHT) now.weight = W_LIMIT_RECORD_WEIGHT + 1;
        insides[i] = now;
    }
}

// The first field of a record that leads on to one that is too deep.
static const WProgramPart *way_on(const WProgram *program, const Inside *insides, uint32_t record,
                                  uint32_t *inner) {
    for (uint32_t k = 0; k < program->records[record].part_count; k++) {
        const WProgramPart *part = &program->records[record].parts[k];
        *inner = record_in(part->type);
        if (*inner != W_NONE && insides[*inner].depth == W_LIMIT_RECORD_DEPTH) return part;
    }
    return NULL;
}

// Follow records that are too deep until one comes again, or ends the row. Each is visited once.
static void say_too_deep(WChecker *ck, const Inside *insides, uint32_t *walks, uint32_t record) {
    const WProgram *program = ck->program;
    uint32_t walk = record + 1, inner = record;
    const WProgramPart *part = NULL;
    for (uint32_t at = record; walks[at] == 0; at = inner) {
        walks[at] = walk;
        record = at;
        part = way_on(program, insides, at, &inner);
        if (part == NULL) break;
    }
    ck->tree = ck->by_kind[W_SYMBOL_RECORD].items[record]->tree;
    if (part == NULL) {
        FIND(ck, TOO_MANY, program->records[record].span, "more than %d records inside each other",
             W_LIMIT_RECORD_DEPTH);
    } else if (walks[inner] == walk) {
        WFinding *finding = FIND(ck, CIRCULAR, part->span, "the record `%.*s` holds itself",
                                 W_STR_ARGS(program->records[inner].name));
        w_finding_other(finding, program->records[inner].span, "declared here");
    }
}

static void check_nesting(WChecker *ck) {
    uint32_t count = ck->program->record_count;
    Inside *insides = w_check_array(ck, count, sizeof *insides);
    uint32_t *walks = w_check_array(ck, count, sizeof *walks);
    for (int step = 0; step <= W_LIMIT_RECORD_DEPTH; step++)
        look_inside(ck->program, insides);
    for (uint32_t i = 0; i < count; i++) {
        bool too_deep = insides[i].depth == W_LIMIT_RECORD_DEPTH;
        if (too_deep && walks[i] == 0) say_too_deep(ck, insides, walks, i);
        if (too_deep || insides[i].weight <= W_LIMIT_RECORD_WEIGHT) continue;
        ck->tree = ck->by_kind[W_SYMBOL_RECORD].items[i]->tree;
        FIND(ck, TOO_MANY, ck->program->records[i].span,
             "more than %d fields in one record and those in it", W_LIMIT_RECORD_WEIGHT);
    }
}

void w_check_records(WChecker *ck) {
    const WSymbolList *list = &ck->by_kind[W_SYMBOL_RECORD];
    ck->program->records = w_check_array(ck, list->count, sizeof *ck->program->records);
    ck->program->record_count = list->count;
    for (uint32_t i = 0; i < list->count; i++) {
        ck->tree = list->items[i]->tree;
        check_record(ck, &list->items[i]->decl->record, &ck->program->records[i]);
    }
    if (list->count > MOST_RECORDS)
        FIND(ck, TOO_MANY, list->items[MOST_RECORDS]->span, "more than %d records", MOST_RECORDS);
    check_nesting(ck);
}

// ---- personal

bool w_check_is_personal(const WChecker *ck, const WTyped *value) {
    bool is_written = value->kind == W_TYPED_RECORD || value->kind == W_TYPED_LIST;
    for (uint32_t i = 0; is_written && i < value->count; i++) {
        if (w_check_is_personal(ck, value->operands[i])) return true;
    }
    if (is_written || value->kind == W_TYPED_NOTHING) return value->personal;
    uint32_t record = record_in(value->type);
    return value->personal || (record != W_NONE && ck->program->records[record].holds_personal);
}

// ---- fields of values

static void say_unknown_part(WChecker *ck, uint32_t record, WName name) {
    if (w_check_is_broken(ck, W_SYMBOL_RECORD, record)) return;
    const WProgramRecord *row = &ck->program->records[record];
    WFinding *finding = FIND(ck, UNKNOWN_FIELD, name.span, "`%.*s` has no field `%.*s`",
                             W_STR_ARGS(row->name), W_STR_ARGS(name.text));
    w_finding_other(finding, row->span, "declared here");
    WSuggest suggest = w_check_suggest(ck, name.text);
    for (uint32_t i = 0; i < row->part_count; i++)
        w_suggest_offer(&suggest, row->parts[i].name);
    w_check_did_you_mean(finding, &suggest);
}

static WTyped *no_record(WChecker *ck, const WTyped *of, WName name, WSpan span) {
    WFinding *finding =
        FIND(ck, NO_OPERATION, name.span, "%s has no fields", w_check_a_type(ck, of->type));
    bool is_list =
        w_type_kind(of->type) == W_TYPE_LIST && w_type_element_kind(of->type) == W_TYPE_RECORD;
    if (is_list) {
        WStr list = w_check_source_text(ck, of->span);
        w_finding_fix(finding, "ask its elements: any(x in %.*s where x.%.*s …)", W_STR_ARGS(list),
                      W_STR_ARGS(name.text));
    }
    return w_check_error(ck, span);
}

WTyped *w_check_part(WChecker *ck, const WEnv *env, WTyped *of, WName name, WSpan span) {
    if (w_check_is_error(of)) return of;
    if (w_type_kind(of->type) != W_TYPE_RECORD) return no_record(ck, of, name, span);
    if (w_type_optional(of->type))
        return w_check_missing_here(ck, of, W_TYPE_NONE, "its field needs");
    uint32_t record = w_type_record(of->type);
    const WProgramRecord *row = &ck->program->records[record];
    const WProgramPart *part = part_before(row, name.text);
    if (part == NULL) {
        if (name.text.size > 0) say_unknown_part(ck, record, name);
        return w_check_error(ck, span);
    }
    if (part->type == W_TYPE_NONE) return w_check_error(ck, span);
    WTyped *node = w_check_node1(ck, W_TYPED_PART, part->type, span, of);
    node->index = (uint32_t)(part - row->parts);
    node->personal = of->personal || part->personal;
    return w_check_as_known(ck, env, node);
}

// ---- records that are written out

static WTyped *nothing(WChecker *ck, WType type, WSpan span) {
    return w_check_node(ck, W_TYPED_NOTHING, type | W_TYPE_OPTIONAL, span);
}

// The pair of a field, or NULL.
static const WPair *pair_of(WChecker *ck, const WExpr *expr, WStr name) {
    const WPair *first = NULL;
    for (const WPair *pair = expr->pairs; pair != NULL; pair = pair->next) {
        if (!w_str_equal(pair->key.text, name)) continue;
        if (first == NULL) {
            first = pair;
            continue;
        }
        WFinding *finding =
            FIND(ck, DECLARED_TWICE, pair->key.span, "`%.*s` is given twice", W_STR_ARGS(name));
        w_finding_other(finding, first->key.span, "the first");
    }
    return first;
}

// What is given and no field; a mistake in the value is one all the same. False after a finding.
static bool check_others(WChecker *ck, const WEnv *env, const WExpr *expr, uint32_t record) {
    bool known = true;
    for (const WPair *pair = expr->pairs; pair != NULL; pair = pair->next) {
        if (part_before(&ck->program->records[record], pair->key.text) != NULL) continue;
        known = false;
        if (pair->key.text.size > 0) say_unknown_part(ck, record, pair->key);
        w_check_stray(ck, env, pair->value);
    }
    return known;
}

static void say_lacks(WChecker *ck, const WExpr *expr, const WProgramRecord *row,
                      const WProgramPart *part) {
    WFinding *finding = FIND(ck, LACKS_FIELD, expr->span, "this `%.*s` has no `%.*s`",
                             W_STR_ARGS(row->name), W_STR_ARGS(part->name));
    w_finding_other(finding, part->span, "declared here, and never missing");
    w_finding_fix(finding, "give it: { %.*s: … }", W_STR_ARGS(part->name));
}

WTyped *w_check_record(WChecker *ck, const WEnv *env, const WExpr *expr, WType type) {
    uint32_t record = w_type_record(type);
    const WProgramRecord *row = &ck->program->records[record];
    bool usable = check_others(ck, env, expr, record);
    bool says = usable && !w_check_is_broken(ck, W_SYMBOL_RECORD, record);
    WTyped **operands = w_check_array(ck, row->part_count, sizeof *operands);
    for (uint32_t i = 0; i < row->part_count; i++) {
        const WProgramPart *part = &row->parts[i];
        const WPair *pair = pair_of(ck, expr, part->name);
        operands[i] = pair == NULL
                          ? nothing(ck, part->type, expr->span)
                          : w_check_value(ck, env, pair->value, part->type, "the field is");
        usable &= !w_check_is_error(operands[i]) && part->type != W_TYPE_NONE;
        if (pair != NULL || w_type_optional(part->type) || part->type == W_TYPE_NONE) continue;
        if (says) say_lacks(ck, expr, row, part);
        usable = false;
    }
    if (!usable) return w_check_error(ck, expr->span);
    WTyped *node = w_check_node(ck, W_TYPED_RECORD, w_type_required(type), expr->span);
    w_check_operands(ck, node, operands, row->part_count);
    return node;
}

WTyped *w_check_untyped_record(WChecker *ck, const WExpr *expr) {
    WFinding *finding = FIND(ck, RECORD_PLACE, expr->span, "a record of which type?");
    w_finding_why(finding, "fields and parameters that are declared say it; nothing does here");
    const WSymbolList *list = &ck->by_kind[W_SYMBOL_RECORD];
    if (list->count > 0)
        w_finding_fix(finding, "name the type in a constant: const x: list of %.*s = [{ … }]",
                      W_STR_ARGS(list->items[0]->name));
    return w_check_error(ck, expr->span);
}

// A value for a name that does not exist: its own mistakes are said, but not that the type of a
// record is not known.
void w_check_stray(WChecker *ck, const WEnv *env, const WExpr *expr) {
    if (expr->kind == W_EXPR_RECORD) {
        for (const WPair *pair = expr->pairs; pair != NULL; pair = pair->next)
            w_check_stray(ck, env, pair->value);
    } else if (expr->kind == W_EXPR_LIST) {
        for (const WExpr *item = expr->items; item != NULL; item = item->next)
            w_check_stray(ck, env, item);
    } else {
        w_check_expr(ck, env, expr);
    }
}

// ---- constants

WConstant w_check_constant_of(WChecker *ck, const WTyped *value) {
    if (value->kind == W_TYPED_CONSTANT) return value->constant;
    if (value->kind == W_TYPED_NOTHING) return (WConstant){0};
    W_ASSERT(value->kind == W_TYPED_LIST || value->kind == W_TYPED_RECORD);
    WConstant *items = w_check_array(ck, value->count, sizeof *items);
    for (uint32_t i = 0; i < value->count; i++)
        items[i] = w_check_constant_of(ck, value->operands[i]);
    return (WConstant){.type = value->type, .items = items, .count = value->count};
}

// Elements and fields, with those inside them; beyond the limit they are not counted.
static uint32_t weight_of(const WConstant *constant) {
    bool is_list = w_type_kind(constant->type) == W_TYPE_LIST;
    if (is_list && constant->count > W_LIMIT_LIST_ITEMS) return W_LIMIT_CONSTANT_ITEMS + 1;
    uint32_t weight = constant->count;
    for (uint32_t i = 0; i < constant->count && weight <= W_LIMIT_CONSTANT_ITEMS; i++)
        weight += weight_of(&constant->items[i]);
    return weight;
}

bool w_check_constant_size(WChecker *ck, const WConstant *constant, WSpan span) {
    if (weight_of(constant) <= W_LIMIT_CONSTANT_ITEMS) return true;
    FIND(ck, TOO_MANY, span, "a list has at most %d elements, and a constant %d in all",
         W_LIMIT_LIST_ITEMS, W_LIMIT_CONSTANT_ITEMS);
    return false;
}

WConstant w_typed_zero(WType type) {
    WConstant zero = {.type = w_type_required(type)};
    if (w_type_kind(type) == W_TYPE_TEXT) zero.text = W_STR("");
    return zero;
}
