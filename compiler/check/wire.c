// Where fields come from: paths on the wire.

#include "compiler/check/checker.h"

#include <stdlib.h>
#include <string.h>

#include "runtime/base/utf8.h"

// ---- one path

static bool has_empty_word(WStr path) {
    WStr rest = path;
    while (rest.bytes != NULL) {
        if (w_path_first(rest, &rest).size == 0) return true;
    }
    return false;
}

// Why what is written behind `from` leads to no field; NULL if it leads to one.
static const char *why_none(const WField *field, WPart body) {
    WStr path = field->from.text;
    if (!w_name_given(field->from)) return NULL;
    if (has_empty_word(path)) return "a key is missing in it";
    bool is_query = memchr(path.bytes, '[', path.size) != NULL || path.bytes[0] == '$';
    if (is_query) return "a path is made of keys with dots between them";
    bool is_body = body != W_PART_COUNT && w_str_equal(path, w_part_name(body));
    return is_body ? "that is the object in which all fields stand" : NULL;
}

WStr w_check_path(WChecker *ck, const WField *field) {
    return w_name_given(field->from) ? w_utf8_nfc(ck->arena, field->from.text) : field->name.text;
}

static void check_path(WChecker *ck, const WField *field, WPart body) {
    const char *why = why_none(field, body);
    if (why == NULL) return;
    WStr path = field->from.text;
    WFinding *finding =
        FIND(ck, BAD_PATH, field->from.span, "\"%.*s\" leads to no field", W_STR_ARGS(path));
    w_finding_why(finding, "%s", why);
    if (memchr(path.bytes, '[', path.size) != NULL)
        w_finding_fix(finding, "read the list, and ask its elements: any(x in event.… where …)");
    if (body != W_PART_COUNT && w_str_equal(path, w_part_name(body)))
        w_finding_fix(finding, "name a key in it: \"%.*s.%.*s\"", W_STR_ARGS(path),
                      W_STR_ARGS(field->name.text));
}

// ---- all of a declaration

typedef struct Place {
    WStr path; // whole
    const WField *field;
} Place;

static WSpan span_of(const WField *field) {
    return w_name_given(field->from) ? field->from.span : field->name.span;
}

// The path from the top of the line, or from the record.
static WStr whole_path(WChecker *ck, const WField *field, WPart body) {
    WStr path = w_check_path(ck, field), rest;
    if (body == W_PART_COUNT || w_path_part(path, &rest) != W_PART_COUNT) return path;
    WBuffer whole = {0};
    w_buffer_printf(&whole, "%.*s.%.*s", W_STR_ARGS(w_part_name(body)), W_STR_ARGS(path));
    WStr copy = {w_arena_copy(ck->arena, whole.bytes, whole.size), whole.size};
    w_buffer_free(&whole);
    return copy;
}

// Dots come before everything else, so that what is inside a place stands right behind it.
static int by_path(const void *left, const void *right) {
    const Place *a = left, *b = right;
    size_t size = a->path.size < b->path.size ? a->path.size : b->path.size;
    for (size_t i = 0; i < size; i++) {
        unsigned x = (unsigned char)a->path.bytes[i], y = (unsigned char)b->path.bytes[i];
        if (x != y) return x == '.' ? -1 : y == '.' ? 1 : x < y ? -1 : 1;
    }
    if (a->path.size != b->path.size) return a->path.size < b->path.size ? -1 : 1;
    return a->field->span.start < b->field->span.start ? -1 : 1;
}

static bool is_inside(WStr inner, WStr outer) {
    if (inner.size < outer.size || memcmp(inner.bytes, outer.bytes, outer.size) != 0) return false;
    return inner.size == outer.size || inner.bytes[outer.size] == '.';
}

static void say_one_place(WChecker *ck, const Place *outer, const Place *inner) {
    if (outer->field->name.text.size == 0 || inner->field->name.text.size == 0) return;
    bool same_name = w_str_equal(outer->field->name.text, inner->field->name.text);
    if (same_name) return; // declared twice, and that was said
    const WField *later = inner->field, *first = outer->field;
    if (later->span.start < first->span.start) later = outer->field, first = inner->field;
    WFinding *finding =
        inner->path.size == outer->path.size
            ? FIND(ck, PATH_TWICE, span_of(later), "`%.*s` comes from there already",
                   W_STR_ARGS(first->name.text))
            : FIND(ck, PATH_TWICE, span_of(inner->field), "this is inside of what `%.*s` is",
                   W_STR_ARGS(outer->field->name.text));
    w_finding_other(finding, first->span, "the other");
}

static void check_places(WChecker *ck, const WField *fields, WPart body) {
    uint32_t count = 0;
    for (const WField *field = fields; field != NULL; field = field->next)
        count++;
    Place *places = w_check_array(ck, count + 1, sizeof *places);
    count = 0;
    for (const WField *field = fields; field != NULL; field = field->next) {
        if (why_none(field, body) != NULL) continue;
        places[count++] = (Place){whole_path(ck, field, body), field};
    }
    if (count > 1) qsort(places, count, sizeof *places, by_path);
    for (uint32_t i = 0, outer = 0; i < count; i++) {
        if (i > 0 && is_inside(places[i].path, places[outer].path))
            say_one_place(ck, &places[outer], &places[i]);
        else
            outer = i;
    }
}

void w_check_paths(WChecker *ck, const WField *fields, WPart body) {
    for (const WField *field = fields; field != NULL; field = field->next)
        check_path(ck, field, body);
    check_places(ck, fields, body);
}
