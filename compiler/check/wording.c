// What a content says: texts with interpolations, `for` and `if`, as one text.
//
// Promise: what is interpolated is written by locale and made safe for the part it stands in: one
// line in a subject, escaped in HTML.

#include "compiler/check/checker.h"

#include <string.h>

#include "compiler/check/html.h"
#include "stdlib/native.h"

// A part of a content being typed.
typedef struct Wording {
    WChecker *ck;
    bool is_line; // a subject
    bool is_html;
    WHtml html; // where in the HTML we are
} Wording;

typedef struct Texts {
    WTyped **items;
    uint32_t count;
    uint32_t room;
    bool poisoned;
} Texts;

static WTyped *wording(Wording *w, const WEnv *env, const WTextPart *first, WSpan span);

// ---- safety

static void say_unsafe(Wording *w, WSpan span, WHtmlHole hole) {
    WFinding *finding = FIND(w->ck, UNSAFE_HOLE, span, "escaping does not make this safe here");
    if (hole == W_HTML_HOLE_CODE) {
        w_finding_why(finding, "it stands where text is run or read as a program: a script, a "
                               "style sheet, or an attribute that holds one");
        w_finding_fix(finding, "interpolate it into the text, or into another attribute");
    } else {
        w_finding_why(finding, "it stands in a tag, outside of quotes");
        w_finding_fix(finding, "put the whole value of the attribute in quotes");
    }
}

static WTyped *guarded(Wording *w, WTyped *text) {
    if (w_check_is_error(text)) return text;
    WChecker *ck = w->ck;
    if (w->is_line) text = w_check_native(ck, W_NATIVE_ONE_LINE, &text, 1, text->span);
    if (!w->is_html) return text;
    WHtmlHole hole = w_html_hole(&w->html);
    if (hole == W_HTML_HOLE_TAG || hole == W_HTML_HOLE_CODE) {
        say_unsafe(w, text->span, hole);
        return w_check_error(ck, text->span);
    }
    uint32_t native = hole == W_HTML_HOLE_ADDRESS ? W_NATIVE_ESCAPE_URL : W_NATIVE_ESCAPE_HTML;
    return w_check_native(ck, native, &text, 1, text->span);
}

static WTyped *plain_text(Wording *w, const WTextPart *part) {
    if (w->is_html) w_html_read(&w->html, part->text);
    bool breaks = memchr(part->text.bytes, '\n', part->text.size) != NULL ||
                  memchr(part->text.bytes, '\r', part->text.size) != NULL;
    if (w->is_line && breaks) {
        WFinding *finding =
            FIND(w->ck, SUBJECT_BREAK, part->span, "a subject holds no line break");
        w_finding_fix(finding, "write it on one line");
    }
    return w_check_text(w->ck, part->text, part->span);
}

// ---- if and for

static void join_ways(Wording *w, const WHtml *other, WSpan span) {
    if (!w->is_html || w_html_join(&w->html, other)) return;
    WFinding *finding = FIND(w->ck, UNSAFE_HOLE, span,
                             "what stands in this ends elsewhere in the "
                             "HTML than what does not");
    w_finding_why(finding, "behind it nobody can say what is safe to interpolate");
    w_finding_fix(finding, "open and close tags and quotes on the same side of it");
}

static WTyped *either(Wording *w, const WEnv *env, const WTextPart *part) {
    WChecker *ck = w->ck;
    WTyped *condition = w_check_condition(ck, env, part->expr, "`if` needs");
    WEnv then = *env, rest = *env;
    if (!w_check_is_error(condition)) {
        then.facts = w_facts_when(ck, condition, true, env->facts);
        rest.facts = w_facts_when(ck, condition, false, env->facts);
    }
    WHtml before = w->html;
    WTyped *a = wording(w, &then, part->then_parts, part->span);
    WHtml behind = w->html;
    w->html = before;
    WTyped *b = wording(w, &rest, part->else_parts, part->span);
    join_ways(w, &behind, part->span);
    if (w_check_is_error(condition)) return condition;
    if (w_check_is_error(a) || w_check_is_error(b)) return w_check_error(ck, part->span);
    if (condition->kind == W_TYPED_CONSTANT) return condition->constant.value != 0 ? a : b;
    WTyped *node = w_check_node(ck, W_TYPED_IF, W_TYPE_TEXT, part->span);
    w_check_operands(ck, node, (WTyped *[]){condition, a, b}, 3);
    return node;
}

static WTyped *loop(Wording *w, const WEnv *env, const WTextPart *part) {
    WChecker *ck = w->ck;
    bool usable = !w_check_is_taken(ck, env, part->binding);
    WTyped *list = w_check_loop_list(ck, env, part->expr);
    WLoop element = {.next = env->loops, .name = part->binding.text, .personal = list->personal};
    element.number = ck->loop_count++;
    if (!w_check_is_error(list)) element.type = w_type_element(list->type);
    WEnv inside = *env;
    inside.loops = &element;
    WTyped *where = NULL;
    if (part->where != NULL) where = w_check_condition(ck, &inside, part->where, "`where` needs");
    usable &= where == NULL || !w_check_is_error(where);
    if (usable && where != NULL) inside.facts = w_facts_when(ck, where, true, inside.facts);
    WHtml before = w->html;
    WTyped *text = wording(w, &inside, part->then_parts, part->span);
    join_ways(w, &before, part->span);
    if (!usable || w_check_is_error(list) || w_check_is_error(text))
        return w_check_error(ck, part->span);
    WTyped *node = w_check_node(ck, W_TYPED_EACH_JOIN, W_TYPE_TEXT, part->span);
    w_check_operands(ck, node, (WTyped *[]){list, text, where}, where == NULL ? 2 : 3);
    return node;
}

// ---- the whole

static WTyped *one_part(Wording *w, const WEnv *env, const WTextPart *part) {
    switch (part->kind) {
    case W_TEXT_PART_TEXT: return plain_text(w, part);
    case W_TEXT_PART_EXPR:
        return guarded(w, w_check_written(w->ck, env, w_check_expr(w->ck, env, part->expr)));
    case W_TEXT_PART_IF: return either(w, env, part);
    case W_TEXT_PART_FOR: return loop(w, env, part);
    }
    return w_check_error(w->ck, part->span);
}

static WTyped *wording(Wording *w, const WEnv *env, const WTextPart *first, WSpan span) {
    Texts texts = {0};
    for (const WTextPart *part = first; part != NULL; part = part->next) {
        WTyped *text = one_part(w, env, part);
        texts.poisoned |= w_check_is_error(text);
        *W_CHECK_PUSH(w->ck, texts.items, texts.count, texts.room) = text;
    }
    if (texts.poisoned) return w_check_error(w->ck, span);
    return w_check_concat(w->ck, texts.items, texts.count, span);
}

static bool ends_with(WStr path, const char *end) {
    size_t size = strlen(end);
    if (path.size < size) return false;
    for (size_t i = 0; i < size; i++) {
        char c = path.bytes[path.size - size + i];
        if ((c >= 'A' && c <= 'Z' ? (char)(c + ('a' - 'A')) : c) != end[i]) return false;
    }
    return true;
}

static bool is_html_file(const WContentPart *part) {
    return w_name_given(part->file) &&
           (ends_with(part->file.text, ".html") || ends_with(part->file.text, ".htm"));
}

// A file ends in a line break, which is none of a subject's.
static WTextPart *without_last_break(WChecker *ck, const WTextPart *part) {
    WTextPart *first = NULL, **place = &first;
    for (; part != NULL; part = part->next) {
        WTextPart *copy = w_check_array(ck, 1, sizeof *copy);
        *copy = *part;
        *place = copy;
        place = &copy->next;
        WStr *text = &copy->text;
        if (part->next != NULL || part->kind != W_TEXT_PART_TEXT) continue;
        if (text->size > 0 && text->bytes[text->size - 1] == '\n') text->size--;
        if (text->size > 0 && text->bytes[text->size - 1] == '\r') text->size--;
    }
    return first;
}

WTyped *w_check_content_part(WChecker *ck, const WContentPart *part, uint32_t message) {
    Wording w = {.ck = ck, .is_line = w_str_equal(part->name.text, W_STR("subject"))};
    w.is_html = is_html_file(part);
    WEnv env = {.message = &ck->program->messages[message]};
    env.here = "a content is made when its message is sent, whatever led there";
    const WExpr *text = part->text;
    if (text == NULL || text->kind == W_EXPR_ERROR) return w_check_error(ck, part->span);
    WTextPart whole = {.kind = W_TEXT_PART_TEXT, .span = text->span};
    if (text->kind == W_EXPR_TEXT) whole.text = text->text;
    const WTextPart *parts = text->kind == W_EXPR_TEXT ? &whole : text->parts;
    if (w.is_line && part->source != NULL) parts = without_last_break(ck, parts);
    return wording(&w, &env, parts, text->span);
}
