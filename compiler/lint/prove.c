// Conditions that can turn out one way only, and parts of conditions that change nothing.
//
// What is said comes with its proof: the value, what it can be here, the condition that shows it,
// and a customer for whom it is so.
#include "compiler/lint/prove.h"

#include <string.h>

#include "compiler/lint/way.h"

enum { MOST_PARTS = 16, MOST_SHOWN_BYTES = 60 };

// ---- saying why

static bool is_given(WSpan span) {
    return span.end > span.start;
}

// A value as it is written, if that is short.
static WStr shown(const WLinter *lint, const WTyped *value) {
    WStr text = w_lint_text(lint, value->span);
    bool fits = text.size <= MOST_SHOWN_BYTES && memchr(text.bytes, '\n', text.size) == NULL;
    return fits ? text : W_STR("this");
}

static WStr range_text(WLinter *lint, const WTyped *value, const WRange *range) {
    WBuffer buffer = {0};
    w_range_print(lint->program, value->type, range, &buffer);
    WStr text = {w_arena_copy(lint->arena, buffer.bytes, buffer.size), buffer.size};
    w_buffer_free(&buffer);
    return text;
}

static WStr example_text(WLinter *lint, const WTyped *value, const WRange *range) {
    WBuffer buffer = {0};
    w_range_print_example(lint->program, value->type, range, &buffer);
    WStr text = {w_arena_copy(lint->arena, buffer.bytes, buffer.size), buffer.size};
    w_buffer_free(&buffer);
    return text;
}

static const WProgramUse *use_of(const WLinter *lint, const WTyped *value) {
    return value->kind == W_TYPED_HISTORY ? &lint->program->uses[value->index] : NULL;
}

// Whether it is because the event being handled is counted too.
static bool counts_itself(const WLinter *lint, const WConflict *conflict) {
    const WProgramUse *use = conflict->about == NULL ? NULL : use_of(lint, conflict->about);
    return use != NULL && use->event != W_NONE && use->kind == W_USE_COUNT &&
           conflict->before.low == 1 && !is_given(conflict->from);
}

void w_lint_say_conflict(WLinter *lint, WFinding *finding, const WConflict *conflict) {
    const WTyped *about = conflict->about;
    if (about == NULL) return;
    WStr value = shown(lint, about), range = range_text(lint, about, &conflict->before);
    if (counts_itself(lint, conflict)) {
        w_finding_why(finding, "the `%.*s` that is being handled is counted too: `%.*s` is %.*s",
                      W_STR_ARGS(lint->program->events[use_of(lint, about)->event].name),
                      W_STR_ARGS(value), W_STR_ARGS(range));
        return;
    }
    const char *here = is_given(conflict->from) ? "here" : "whoever the customer is";
    w_finding_why(finding, "`%.*s` is %.*s %s", W_STR_ARGS(value), W_STR_ARGS(range), here);
    if (is_given(conflict->from)) w_finding_other(finding, conflict->from, "this shows it");
}

// A customer, the way there, and what the condition makes of them.
static void say_customer(WLinter *lint, WFinding *finding, const WConflict *conflict,
                         const WTyped *condition, bool holds, WStanding place) {
    const WTyped *about = conflict->about;
    if (about == NULL || conflict->before.may_be_missing == conflict->before.may_be_known) return;
    if (w_type_kind(about->type) == W_TYPE_LIST) return;
    WBuffer way = {0};
    w_lint_put_way(lint, place, condition, &way);
    bool is_far = way.size > 0;
    w_finding_why(finding, "for example: %s%.*s%s`%.*s` is %.*s, and `%.*s` %s",
                  is_far ? "ana" : "for ana ", (int)way.size, is_far ? way.bytes : "",
                  is_far ? "\n  there " : "", W_STR_ARGS(shown(lint, about)),
                  W_STR_ARGS(example_text(lint, about, &conflict->before)),
                  W_STR_ARGS(shown(lint, condition)), holds ? "holds" : "does not hold");
    w_buffer_free(&way);
}

// ---- what is left alone

static bool is_word(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           c == '_' || (c & 0x80) != 0;
}

// A constant may be there to be changed: what it decides today is nobody's mistake.
static bool names_constant(const WLinter *lint, WSpan span) {
    WStr text = w_lint_text(lint, span);
    for (size_t at = 0; at < text.size;) {
        size_t start = at;
        while (at < text.size && is_word(text.bytes[at]))
            at++;
        WStr word = {text.bytes + start, at - start};
        if (word.size > 0 && w_names_get(&lint->constants, word) != W_NONE) return true;
        at += word.size == 0;
    }
    return false;
}

// ---- the whole condition

static void say_always(WLinter *lint, const WTyped *condition, WStanding place) {
    const WConflict kept = lint->prover.conflict, *conflict = &kept;
    WFinding *finding = LINT_FIND(lint, ALWAYS_TRUE, condition->span, "this always holds");
    w_lint_say_conflict(lint, finding, conflict);
    say_customer(lint, finding, conflict, condition, true, place);
    w_finding_fix(finding, "take it out, or say what was meant");
}

static void say_never(WLinter *lint, const WTyped *condition, WStanding place) {
    const WConflict kept = lint->prover.conflict, *conflict = &kept;
    if (counts_itself(lint, conflict)) {
        WFinding *finding = LINT_FIND(lint, COUNTS_ITSELF, condition->span, "this never holds");
        w_lint_say_conflict(lint, finding, conflict);
        w_finding_fix(finding, "for the first one write: %.*s = 1",
                      W_STR_ARGS(shown(lint, conflict->about)));
        return;
    }
    WFinding *finding = LINT_FIND(lint, NEVER_TRUE, condition->span, "this never holds");
    w_lint_say_conflict(lint, finding, conflict);
    say_customer(lint, finding, conflict, condition, false, place);
    w_finding_fix(finding, "take out what it decides, or say what was meant");
}

// ---- parts

typedef struct Parts {
    const WTyped *items[MOST_PARTS];
    uint32_t count;
} Parts;

static bool is_same_span(WSpan a, WSpan b) {
    return a.source == b.source && a.start == b.start && a.end == b.end;
}

// The parts of a chain of one kind. What the compiler put in itself is no part: it stands where
// the whole does.
static void take_parts(const WTyped *node, WTypedKind kind, Parts *parts) {
    bool is_chain = node->kind == kind && !is_same_span(node->span, node->operands[0]->span);
    if (!is_chain) {
        if (parts->count < MOST_PARTS) parts->items[parts->count] = node;
        parts->count++;
        return;
    }
    take_parts(node->operands[0], kind, parts);
    take_parts(node->operands[1], kind, parts);
}

static bool is_guard(const WTyped *part) {
    return part->kind == W_TYPED_KNOWN || part->kind == W_TYPED_MISSING;
}

static void say_part(WLinter *lint, const WTyped *part, bool is_and) {
    WFinding *finding = LINT_FIND(lint, PART_IN_VAIN, part->span, "this part adds nothing: %s",
                                  is_and ? "where the rest holds it does too"
                                         : "where the rest does not hold it does not either");
    w_lint_say_conflict(lint, finding, &lint->prover.conflict);
    w_finding_fix(finding, "take it out, or say what was meant");
}

// What is known if all parts but one hold (of an `or`: if none of them does), those before it
// first.
static WKnown beside(WLinter *lint, WKnown known, const Parts *parts, uint32_t but, bool is_and,
                     bool only_before) {
    for (uint32_t i = 0; i < parts->count; i++) {
        if (i == but && only_before) break;
        if (i != but) known = w_known_when(&lint->prover, known, parts->items[i], is_and);
    }
    return known;
}

static bool look_at_part(WLinter *lint, WKnown known, const Parts *parts, uint32_t i, bool is_and,
                         bool only_before) {
    WKnown others = beside(lint, known, parts, i, is_and, only_before);
    if (others.is_nobody) return false;
    WKnown against = w_known_when(&lint->prover, others, parts->items[i], !is_and);
    if (!against.is_nobody || names_constant(lint, parts->items[i]->span)) return false;
    say_part(lint, parts->items[i], is_and);
    return true;
}

static void look_at_parts(WLinter *lint, WKnown known, const WTyped *node) {
    bool is_and = node->kind == W_TYPED_AND;
    Parts parts = {.count = 0};
    if (node->kind != W_TYPED_AND && node->kind != W_TYPED_OR) return;
    take_parts(node, node->kind, &parts);
    if (parts.count < 2 || parts.count > MOST_PARTS) return;
    bool said = false;
    for (uint32_t i = 1; i < parts.count; i++)
        said |= look_at_part(lint, known, &parts, i, is_and, true);
    for (uint32_t i = 0; i + 1 < parts.count && !said; i++)
        said = !is_guard(parts.items[i]) && look_at_part(lint, known, &parts, i, is_and, false);
    for (uint32_t i = 0; i < parts.count && !said; i++) {
        if (parts.items[i]->kind == W_TYPED_AND || parts.items[i]->kind == W_TYPED_OR)
            look_at_parts(lint, beside(lint, known, &parts, i, is_and, true), parts.items[i]);
    }
}

// ---- all of it

void w_lint_condition(WLinter *lint, WKnown known, const WTyped *condition, WStanding place) {
    if (known.is_nobody || condition == NULL) return;
    bool is_open = names_constant(lint, condition->span);
    WKnown with = w_known_when(&lint->prover, known, condition, true);
    if (with.is_nobody) {
        if (!is_open) say_never(lint, condition, place);
        return;
    }
    WKnown without = w_known_when(&lint->prover, known, condition, false);
    if (without.is_nobody) {
        if (!is_open) say_always(lint, condition, place);
        return;
    }
    look_at_parts(lint, known, condition);
}
