// How values are compared: what a comparison cannot do, or does otherwise than it reads.
#include "compiler/lint/linter.h"
#include "compiler/lint/program_visit.h"
#include "runtime/bundle/pattern.h"
#include "runtime/value/text.h"
#include "stdlib/native.h"

static bool is_text(const WTyped *typed) {
    return typed->kind == W_TYPED_CONSTANT && w_type_kind(typed->type) == W_TYPE_TEXT;
}

// ---- letters

// `lower` and `upper` as they stand in the script; 0 for all else.
static uint32_t folding_of(const WTyped *typed) {
    bool folds = typed->kind == W_TYPED_NATIVE &&
                 (typed->index == W_NATIVE_LOWER || typed->index == W_NATIVE_UPPER);
    return folds ? typed->index : 0;
}

static WStr folded(WLinter *lint, uint32_t native, WStr text) {
    WValue argument = w_value_of_pointer(w_text_make(lint->arena, text));
    WNativeCall call = {.arguments = &argument, .arena = lint->arena};
    return w_text_str(w_value_text(w_native_by_code((uint16_t)native)->function(&call)));
}

static void look_at_letters(WLinter *lint, uint32_t native, const WTyped *text) {
    if (!is_text(text)) return;
    WStr right = folded(lint, native, text->constant.text);
    if (w_str_equal(right, text->constant.text)) return;
    const char *name = native == W_NATIVE_LOWER ? "lower" : "upper";
    WFinding *finding =
        LINT_FIND(lint, OTHER_LETTERS, text->span, "what `%s` gives is never this", name);
    w_finding_why(finding, "`%s` makes of it \"%.*s\"", name, W_STR_ARGS(right));
    w_finding_fix(finding, "write \"%.*s\"", W_STR_ARGS(right));
}

static void look_at_folded(WLinter *lint, const WTyped *typed) {
    uint32_t native = folding_of(typed->operands[0]);
    const WTyped *other = typed->operands[1];
    if (native == 0 && typed->kind == W_TYPED_EQ) {
        native = folding_of(other);
        other = typed->operands[0];
    }
    if (native == 0) return;
    look_at_letters(lint, native, other);
    for (uint32_t i = 0; other->kind == W_TYPED_LIST && i < other->count; i++)
        look_at_letters(lint, native, other->operands[i]);
}

// ---- patterns

// Texts that have little in common: a pattern that is found in all of them is found in any.
static bool takes_anything(WStr pattern) {
    static const WStr probes[] = {{"", 0},    {"\n", 1},           {"~", 1},
                                  {"a b", 3}, {"Zq9-\xc3\xa4", 6}, {"0.,:;!?'\"()[]{}", 15}};
    char message[128];
    size_t offset;
    void *compiled = w_pattern_compile(pattern, message, &offset);
    if (compiled == NULL) return false;
    bool all = true;
    for (size_t i = 0; i < sizeof probes / sizeof probes[0] && all; i++)
        all = w_pattern_matches(compiled, probes[i]);
    w_pattern_free(compiled);
    return all;
}

static void look_at_pattern(WLinter *lint, const WTyped *typed) {
    if (!takes_anything(typed->constant.text)) return;
    WFinding *finding =
        LINT_FIND(lint, MATCHES_ANYTHING, typed->span, "every text matches this pattern");
    w_finding_why(finding, "it is found in the empty text too, at the beginning of any other");
    w_finding_fix(finding, "if the whole text is meant put it between ^ and $");
    w_finding_fix(finding, "if something must be there write + for *");
}

// ---- empty texts

static void look_at_empty(WLinter *lint, const WTyped *typed) {
    const WTyped *a = typed->operands[0], *b = typed->operands[1];
    if (!is_text(b) || b->constant.text.size > 0 || !w_type_optional(a->type)) return;
    bool differs = typed->kind == W_TYPED_NE;
    WFinding *finding = LINT_FIND(lint, EMPTY_TEXT, typed->span,
                                  differs ? "this holds also where there is none"
                                          : "this does not hold where there is none");
    w_finding_why(finding, "a missing text is not an empty one: it equals nothing");
    w_finding_fix(finding, "ask whether it is there: %.*s is %s",
                  W_STR_ARGS(w_lint_text(lint, a->span)), differs ? "known" : "missing");
}

// ---- truth values

// A place or a call is as good as a comparison with `true`.
static bool is_plain(const WTyped *typed) {
    return typed->count == 0 || typed->kind == W_TYPED_NATIVE;
}

static void look_at_truth(WLinter *lint, const WTyped *typed) {
    const WTyped *a = typed->operands[0], *b = typed->operands[1];
    bool is_truth = b->kind == W_TYPED_CONSTANT && w_type_kind(b->type) == W_TYPE_BOOLEAN &&
                    !w_type_optional(a->type) && a->kind != W_TYPED_CONSTANT;
    WStr word = is_truth ? w_lint_text(lint, b->span) : W_STR("");
    if (!w_str_equal(word, W_STR("true")) && !w_str_equal(word, W_STR("false"))) return;
    bool holds = (b->constant.value != 0) == (typed->kind == W_TYPED_EQ);
    WStr place = w_lint_text(lint, a->span);
    WBuffer fixed = {0};
    w_buffer_printf(&fixed, "%s%.*s", holds ? "" : "not ", W_STR_ARGS(place));
    WFinding *finding =
        LINT_FIND(lint, COMPARED_TRUTH, typed->span, "what is true or false need not be compared");
    w_finding_fix(finding, "write %.*s", (int)fixed.size, fixed.bytes);
    if (is_plain(a)) w_finding_edit(finding, typed->span, (WStr){fixed.bytes, fixed.size});
    w_buffer_free(&fixed);
}

// ---- lists

static void look_at_repeated(WLinter *lint, const WTyped *typed) {
    const WTyped *list = typed->operands[1];
    WNames texts = {.arena = lint->arena};
    if (list->kind != W_TYPED_LIST) return;
    for (uint32_t i = 0; i < list->count; i++) {
        const WTyped *item = list->operands[i];
        if (item->kind != W_TYPED_CONSTANT) continue;
        WStr text = w_lint_text(lint, item->span);
        uint32_t first = w_names_put(&texts, text, i);
        if (first == i) continue;
        WFinding *finding =
            LINT_FIND(lint, REPEATED, item->span, "%.*s stands here already", W_STR_ARGS(text));
        w_finding_other(finding, list->operands[first]->span, "the first");
        w_finding_fix(finding, "take it out, or write the one that was meant");
    }
}

// ---- all of it

static void look_at(void *context, const WTyped *typed) {
    WLinter *lint = context;
    switch (typed->kind) {
    case W_TYPED_EQ:
    case W_TYPED_NE:
        look_at_folded(lint, typed);
        look_at_empty(lint, typed);
        look_at_truth(lint, typed);
        break;
    case W_TYPED_CONTAINS:
    case W_TYPED_STARTS_WITH:
    case W_TYPED_ENDS_WITH: look_at_folded(lint, typed); break;
    case W_TYPED_IN:
        look_at_folded(lint, typed);
        look_at_repeated(lint, typed);
        break;
    case W_TYPED_MATCHES: look_at_pattern(lint, typed); break;
    default: break;
    }
}

void w_lint_values(WLinter *lint) {
    WProgramVisitor visitor = {.program = lint->program, .context = lint, .typed = look_at};
    w_visit_program(&visitor);
}
