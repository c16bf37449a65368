// Contents of messages: which there are, and that nobody is left without one.

#include "compiler/check/checker.h"

#include <stdlib.h>
#include <string.h>

#include "runtime/base/limits.h"
#include "runtime/value/locale.h"

// A content under construction.
typedef struct Draft {
    const WContent *tree;
    WProgramContent row;
} Draft;

// ---- which there are

static bool read_locale(WChecker *ck, WName name, WStr *tag) {
    char written[W_LOCALE_CHARS];
    *tag = W_STR("");
    if (!w_name_given(name)) return true;
    size_t size = w_locale_tag(name.text, written);
    *tag = (WStr){w_arena_copy(ck->arena, written, size), size};
    if (size > 0) return true;
    WFinding *finding =
        FIND(ck, BAD_LOCALE, name.span, "\"%.*s\" is no tag of a locale", W_STR_ARGS(name.text));
    w_finding_fix(finding, "a language, or a language and a region: \"de\", \"de-AT\"");
    return false;
}

void w_check_project_locale(WChecker *ck, WName name, WProgramProject *row) {
    if (w_name_given(name)) read_locale(ck, name, &row->locale);
}

static bool read_head(WChecker *ck, const WContent *content, Draft *draft) {
    *draft = (Draft){.tree = content};
    draft->row.span = content->channel.span;
    draft->row.channel = w_check_row(ck, content->channel, W_SYMBOL_CHANNEL);
    bool usable = read_locale(ck, content->locale, &draft->row.locale);
    return draft->row.channel != W_NONE && usable;
}

static int compare_places(const Draft *a, const Draft *b) {
    if (a->row.channel != b->row.channel) return a->row.channel < b->row.channel ? -1 : 1;
    return w_str_compare(a->row.locale, b->row.locale);
}

static int drafts_by_place(const void *left, const void *right) {
    const Draft *a = left, *b = right;
    int order = compare_places(a, b);
    if (order != 0) return order;
    return a->row.span.start < b->row.span.start ? -1 : 1;
}

static void say_twice(WChecker *ck, const Draft *first, const Draft *second) {
    WStr locale = first->row.locale;
    WStr channel = second->tree->channel.text;
    const char *space = locale.size > 0 ? " for " : "";
    WFinding *finding =
        FIND(ck, DECLARED_TWICE, second->row.span, "the content on `%.*s`%s%.*s is there already",
             W_STR_ARGS(channel), space, W_STR_ARGS(locale));
    w_finding_other(finding, first->row.span, "the first");
}

// The contents of a message in the order of the program's rows.
static Draft *read_drafts(WChecker *ck, const WMessage *message, uint32_t *count) {
    Draft *drafts = NULL;
    uint32_t room = 0, read = 0;
    for (const WContent *content = message->contents; content != NULL; content = content->next) {
        if (read == W_LIMIT_MESSAGE_CONTENTS) {
            FIND(ck, TOO_MANY, content->span, "a message has at most %d contents",
                 W_LIMIT_MESSAGE_CONTENTS);
            break;
        }
        Draft draft;
        if (read_head(ck, content, &draft)) *W_CHECK_PUSH(ck, drafts, read, room) = draft;
    }
    if (read > 1) qsort(drafts, read, sizeof *drafts, drafts_by_place);
    *count = 0;
    for (uint32_t i = 0; i < read; i++) {
        if (*count > 0 && compare_places(&drafts[*count - 1], &drafts[i]) == 0)
            say_twice(ck, &drafts[*count - 1], &drafts[i]);
        else
            drafts[(*count)++] = drafts[i];
    }
    return drafts;
}

// ---- parts

static const WProgramContentPart *part_named(const WProgramContent *content, WStr name) {
    for (uint32_t i = 0; i < content->part_count; i++) {
        if (w_str_equal(content->parts[i].name, name)) return &content->parts[i];
    }
    return NULL;
}

static void check_personal(WChecker *ck, const WProgramContent *row, const WTyped *text) {
    const WProgramChannel *way = &ck->program->channels[row->channel];
    if (!w_check_is_personal(ck, text) || way->accepts_personal) return;
    if (w_check_is_broken(ck, W_SYMBOL_CHANNEL, row->channel)) return;
    WFinding *finding = FIND(ck, PERSONAL_LEAK, w_check_personal_span(ck, text),
                             "personal data may not leave through `%.*s`", W_STR_ARGS(way->name));
    w_finding_other(finding, way->span, "it does not accept personal data");
    w_check_why_personal(ck, finding, text);
    w_finding_fix(finding, "if it may: say `accepts personal` in the channel");
}

static bool has_room(WChecker *ck, const WContentPart *tree, const WProgramContent *row) {
    if (row->part_count < W_LIMIT_CONTENT_PARTS) return true;
    FIND(ck, TOO_MANY, tree->span, "a content has at most %d parts", W_LIMIT_CONTENT_PARTS);
    return false;
}

static void check_parts(WChecker *ck, const WContent *tree, uint32_t message,
                        WProgramContent *row) {
    uint32_t room = 0;
    for (const WContentPart *part = tree->parts; part != NULL; part = part->next) {
        const WProgramContentPart *first = part_named(row, part->name.text);
        if (part->name.text.size == 0) continue; // it was forgotten, and that was said
        if (first != NULL) {
            WFinding *finding =
                FIND(ck, DECLARED_TWICE, part->name.span, "the part `%.*s` is there twice",
                     W_STR_ARGS(part->name.text));
            w_finding_other(finding, first->span, "the first");
            continue;
        }
        if (!has_room(ck, part, row)) return;
        WProgramContentPart made = {.name = part->name.text, .span = part->name.span};
        made.text = w_check_content_part(ck, part, message);
        check_personal(ck, row, made.text);
        *W_CHECK_PUSH(ck, row->parts, row->part_count, room) = made;
    }
    if (tree->parts != NULL) return;
    WFinding *finding = FIND(ck, EMPTY_CONTENT, row->span, "this content says nothing");
    w_finding_fix(finding, "give it its parts, for example: { subject \"…\" body \"…\" }");
}

// Bytes that are surely there, whatever is interpolated.
static size_t surely_bytes(const WTyped *text) {
    size_t sum = 0, other;
    switch (text->kind) {
    case W_TYPED_CONSTANT: return text->constant.text.size;
    case W_TYPED_IF:
        sum = surely_bytes(text->operands[1]);
        other = surely_bytes(text->operands[2]);
        return sum < other ? sum : other;
    case W_TYPED_CONCAT:
        for (uint32_t i = 0; i < text->count; i++)
            sum += surely_bytes(text->operands[i]);
        return sum;
    default: return 0;
    }
}

static void check_size(WChecker *ck, const WProgramContent *row) {
    size_t sum = 0;
    for (uint32_t i = 0; i < row->part_count; i++)
        sum += surely_bytes(row->parts[i].text);
    if (sum <= W_LIMIT_CONTENT_BYTES) return;
    FIND(ck, TOO_MANY, row->span, "the parts of this content have %zu bytes; they may have %d",
         sum, W_LIMIT_CONTENT_BYTES);
}

// What a message says in one locale and not in another was most likely forgotten.
static void compare_parts(WChecker *ck, const WProgramContent *first,
                          const WProgramContent *second) {
    for (uint32_t i = 0; i < first->part_count; i++) {
        const WProgramContentPart *part = &first->parts[i];
        if (part_named(second, part->name) != NULL) continue;
        WFinding *finding = FIND(ck, PART_MISSING, second->span, "there is no `%.*s` here",
                                 W_STR_ARGS(part->name));
        w_finding_other(finding, part->span, "it is there in another locale");
        w_finding_fix(finding, "if it says nothing: %.*s \"\"", W_STR_ARGS(part->name));
    }
}

// ---- nobody without

// Whether a customer of the project's locale gets one of the contents on that channel.
static bool is_covered(const WProgramMessage *row, uint32_t channel, WStr locale) {
    for (uint32_t i = 0; i < row->content_count; i++) {
        const WProgramContent *content = &row->contents[i];
        if (content->channel != channel) continue;
        WStr language = w_locale_language(locale);
        if (content->locale.size == 0 || w_locale_same(content->locale, locale) ||
            w_locale_same(content->locale, language))
            return true;
    }
    return false;
}

static void check_cover(WChecker *ck, const WProgramMessage *row, const WProgramContent *content) {
    WStr locale = ck->program->project.locale;
    bool has_none = locale.size == 0;
    if (ck->project.decl == NULL || ck->project.tree->broken) return;
    if (is_covered(row, content->channel, locale)) return;
    WStr channel = ck->program->channels[content->channel].name;
    WFinding *finding =
        FIND(ck, LOCALE_UNCOVERED, content->span, "some customers get no `%.*s` on `%.*s`",
             W_STR_ARGS(row->name), W_STR_ARGS(channel));
    if (has_none)
        w_finding_why(finding, "the project names no locale, so those who have none of their own "
                               "get the content without a tag");
    else
        w_finding_why(finding, "who has no locale of their own gets that of the project, \"%.*s\"",
                      W_STR_ARGS(locale));
    w_finding_fix(finding, "add a content for all: %.*s { … }", W_STR_ARGS(channel));
    if (has_none)
        w_finding_fix(finding, "or name the project's locale: locale \"%.*s\"",
                      W_STR_ARGS(content->locale));
}

static void check_channels(WChecker *ck, const WProgramMessage *row) {
    const WProgramContent *first = NULL;
    for (uint32_t i = 0; i < row->content_count; i++) {
        const WProgramContent *content = &row->contents[i];
        if (first == NULL || first->channel != content->channel) {
            first = content;
            check_cover(ck, row, content);
            continue;
        }
        compare_parts(ck, first, content);
        compare_parts(ck, content, first);
    }
}

static bool says(const WProgramMessage *message, uint32_t channel) {
    for (uint32_t i = 0; i < message->content_count; i++) {
        if (message->contents[i].channel == channel) return true;
    }
    return false;
}

// The locale leaves with every action, so a personal one takes the ways of personal data.
void w_check_locale_leaves(WChecker *ck, const WSend *send, uint32_t channel) {
    uint32_t slot = w_names_get(&ck->profile_names, W_STR("locale"));
    if (slot == W_NONE || !ck->program->profile[slot].personal) return;
    const WProgramChannel *way = &ck->program->channels[channel];
    if (way->accepts_personal || w_check_is_broken(ck, W_SYMBOL_CHANNEL, channel)) return;
    WFinding *finding = FIND(ck, PERSONAL_LEAK, send->channel.span,
                             "personal data may not leave through `%.*s`", W_STR_ARGS(way->name));
    w_finding_why(finding, "a message says which locale it is for, and `profile.locale` is marked "
                           "`personal`");
    w_finding_other(finding, ck->program->profile[slot].span, "marked here");
    w_finding_fix(finding, "if it may: say `accepts personal` in the channel");
}

// One message that says nothing on a channel is one mistake, however often it is sent there.
void w_check_is_said(WChecker *ck, const WSend *send, uint32_t message, uint32_t channel) {
    const WProgramMessage *row = &ck->program->messages[message];
    if (row->content_count == 0 || says(row, channel)) return;
    size_t pair = (size_t)message * ck->program->channel_count + channel;
    uint64_t *said = &ck->silence_said[pair / 64], bit = UINT64_C(1) << pair % 64;
    if (*said & bit) return;
    *said |= bit;
    WStr way = ck->program->channels[channel].name;
    WFinding *finding = FIND(ck, NO_CONTENT, send->message.span, "`%.*s` says nothing on `%.*s`",
                             W_STR_ARGS(row->name), W_STR_ARGS(way));
    w_finding_why(finding,
                  "a message with any content has content for each channel it is sent on");
    w_finding_other(finding, row->span, "the message");
    w_finding_fix(finding, "say there what it says: %.*s { … }", W_STR_ARGS(way));
}

static void check_message(WChecker *ck, const WMessage *message, uint32_t index) {
    WProgramMessage *row = &ck->program->messages[index];
    uint32_t count;
    Draft *drafts = read_drafts(ck, message, &count);
    row->contents = w_check_array(ck, count, sizeof *row->contents);
    row->content_count = count;
    for (uint32_t i = 0; i < count; i++) {
        check_parts(ck, drafts[i].tree, index, &drafts[i].row);
        check_size(ck, &drafts[i].row);
        row->contents[i] = drafts[i].row;
    }
    check_channels(ck, row);
}

void w_check_contents(WChecker *ck) {
    const WSymbolList *list = &ck->by_kind[W_SYMBOL_MESSAGE];
    size_t pairs = (size_t)list->count * ck->program->channel_count;
    ck->silence_said = w_check_array(ck, pairs / 64 + 1, sizeof *ck->silence_said);
    ck->in_content = true;
    for (uint32_t i = 0; i < list->count; i++) {
        ck->tree = list->items[i]->tree;
        check_message(ck, &list->items[i]->decl->message, i);
    }
    ck->in_content = false;
}
