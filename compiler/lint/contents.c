// Contents of messages: what one language says and another does not.
#include "compiler/lint/linter.h"
#include "compiler/lint/program_visit.h"

// ---- which parameters a content reads

typedef struct Reading {
    uint64_t params; // modulo 64
} Reading;

static void read_param(void *context, const WTyped *typed) {
    Reading *reading = context;
    if (typed->kind == W_TYPED_PARAM) reading->params |= UINT64_C(1) << (typed->index % 64);
}

static uint64_t params_of(const WLinter *lint, const WProgramContent *content) {
    Reading reading = {0};
    WProgramVisitor visitor = {.program = lint->program, .context = &reading, .typed = read_param};
    for (uint32_t i = 0; i < content->part_count; i++)
        w_visit_typed(&visitor, content->parts[i].text);
    return reading.params;
}

// How findings call a content: `"de"`.
static WStr shown_locale(WLinter *lint, const WProgramContent *content) {
    WBuffer text = {0};
    if (content->locale.size > 0)
        w_buffer_printf(&text, "\"%.*s\"", W_STR_ARGS(content->locale));
    else
        w_buffer_str(&text, W_STR("the one without a locale"));
    WStr copy = {w_arena_copy(lint->arena, text.bytes, text.size), text.size};
    w_buffer_free(&text);
    return copy;
}

// Contents come by channel.
static bool is_first_of_channel(const WProgramMessage *message, uint32_t content) {
    return content == 0 ||
           message->contents[content - 1].channel != message->contents[content].channel;
}

// ---- parameters

static void look_at_params(WLinter *lint, const WProgramMessage *message) {
    uint64_t read = 0;
    for (uint32_t i = 0; i < message->content_count; i++)
        read |= params_of(lint, &message->contents[i]);
    for (uint32_t i = 0; i < message->param_count && i < 64; i++) {
        if ((read >> i & 1) != 0) continue;
        WFinding *finding =
            LINT_FIND(lint, UNUSED_PARAM, message->params[i].span, "no content shows `%.*s`",
                      W_STR_ARGS(message->params[i].name));
        w_finding_fix(finding, "take it out, or show it: {%.*s}",
                      W_STR_ARGS(message->params[i].name));
    }
}

// ---- one content beside another of the same channel

static void look_at_shown(WLinter *lint, const WProgramMessage *message,
                          const WProgramContent *content, const WProgramContent *other) {
    uint64_t lacking = params_of(lint, other) & ~params_of(lint, content);
    for (uint32_t i = 0; i < message->param_count && i < 64; i++) {
        if ((lacking >> i & 1) == 0) continue;
        WFinding *finding =
            LINT_FIND(lint, PARAM_LEFT_OUT, content->span, "`%.*s` is not shown here",
                      W_STR_ARGS(message->params[i].name));
        w_finding_other(finding, other->span, "%.*s shows it",
                        W_STR_ARGS(shown_locale(lint, other)));
    }
}

// Each content of a channel beside the first one.
static void look_at_pairs(WLinter *lint, const WProgramMessage *message) {
    const WProgramContent *first = NULL;
    for (uint32_t i = 0; i < message->content_count; i++) {
        const WProgramContent *content = &message->contents[i];
        if (first == NULL || first->channel != content->channel) {
            first = content;
            continue;
        }
        look_at_shown(lint, message, content, first);
        look_at_shown(lint, message, first, content);
    }
}

// ---- empty texts

static bool is_blank(const WTyped *text) {
    if (text->kind != W_TYPED_CONSTANT) return false;
    for (size_t i = 0; i < text->constant.text.size; i++) {
        char c = text->constant.text.bytes[i];
        if (c != ' ' && c != '\n' && c != '\t') return false;
    }
    return true;
}

// Whether the part says nothing in all languages of its channel. In one alone that may be meant.
static bool is_blank_everywhere(const WProgramMessage *message, uint32_t channel, WStr name) {
    for (uint32_t i = 0; i < message->content_count; i++) {
        const WProgramContent *content = &message->contents[i];
        for (uint32_t p = 0; p < content->part_count && content->channel == channel; p++) {
            bool is_same = w_str_equal(content->parts[p].name, name);
            if (is_same && !is_blank(content->parts[p].text)) return false;
        }
    }
    return true;
}

static void look_at_texts(WLinter *lint, const WProgramMessage *message,
                          const WProgramContent *content) {
    for (uint32_t i = 0; i < content->part_count; i++) {
        const WProgramContentPart *part = &content->parts[i];
        if (!is_blank_everywhere(message, content->channel, part->name)) continue;
        WFinding *finding =
            LINT_FIND(lint, EMPTY_PART, part->span, "the `%.*s` is empty", W_STR_ARGS(part->name));
        w_finding_fix(finding, "write it, or take it out");
    }
}

// ---- locales

// "de" of "de-at".
static WStr language_of(WStr locale) {
    size_t size = 0;
    while (size < locale.size && locale.bytes[size] != '-')
        size++;
    return (WStr){locale.bytes, size};
}

// All locales that some content is in, each with the first that is.
typedef struct Locales {
    const WProgramContent **items;
    uint32_t count;
} Locales;

static Locales find_locales(WLinter *lint) {
    const WProgram *program = lint->program;
    WNames names = {.arena = lint->arena};
    size_t room = 0;
    for (uint32_t m = 0; m < program->message_count; m++)
        room += program->messages[m].content_count;
    Locales locales = {.items = w_lint_array(lint, room, sizeof(WProgramContent *))};
    for (uint32_t m = 0; m < program->message_count; m++) {
        for (uint32_t c = 0; c < program->messages[m].content_count; c++) {
            const WProgramContent *content = &program->messages[m].contents[c];
            if (content->locale.size == 0) continue;
            if (w_names_put(&names, content->locale, locales.count) == locales.count)
                locales.items[locales.count++] = content;
        }
    }
    return locales;
}

// Whether the message says something in that locale, or in its language, on the channel. What has
// no locale is in the project's.
static bool says_in(const WLinter *lint, const WProgramMessage *message, uint32_t channel,
                    WStr locale) {
    WStr language = language_of(locale);
    bool is_own = w_str_equal(language_of(lint->program->project.locale), language);
    for (uint32_t i = 0; i < message->content_count; i++) {
        const WProgramContent *content = &message->contents[i];
        if (content->channel != channel) continue;
        if (content->locale.size == 0 && is_own) return true;
        if (w_str_equal(content->locale, locale) || w_str_equal(content->locale, language))
            return true;
    }
    return false;
}

static void look_at_locales(WLinter *lint, const WProgramMessage *message,
                            const Locales *locales) {
    for (uint32_t i = 0; i < message->content_count; i++) {
        const WProgramContent *content = &message->contents[i];
        if (!is_first_of_channel(message, i)) continue;
        for (uint32_t l = 0; l < locales->count; l++) {
            const WProgramContent *other = locales->items[l];
            if (says_in(lint, message, content->channel, other->locale)) continue;
            WStr channel = lint->program->channels[content->channel].name;
            WFinding *finding = LINT_FIND(
                lint, LOCALE_LACKING, message->span, "`%.*s` says nothing in \"%.*s\" on `%.*s`",
                W_STR_ARGS(message->name), W_STR_ARGS(other->locale), W_STR_ARGS(channel));
            w_finding_other(finding, other->span, "others do");
            w_finding_fix(finding, "write it: %.*s \"%.*s\" { … }", W_STR_ARGS(channel),
                          W_STR_ARGS(other->locale));
        }
    }
}

// ---- contents that nobody gets

static void look_at_channels(WLinter *lint, uint32_t row, const bool *is_sent) {
    const WProgramMessage *message = &lint->program->messages[row];
    uint32_t channels = lint->program->channel_count;
    bool is_any = false;
    for (uint32_t c = 0; c < channels; c++)
        is_any |= is_sent[(size_t)row * channels + c];
    for (uint32_t i = 0; i < message->content_count && is_any; i++) {
        const WProgramContent *content = &message->contents[i];
        if (is_sent[(size_t)row * channels + content->channel]) continue;
        if (!is_first_of_channel(message, i)) continue;
        WFinding *finding = LINT_FIND(lint, CONTENT_UNSENT, content->span,
                                      "`%.*s` is never sent on `%.*s`", W_STR_ARGS(message->name),
                                      W_STR_ARGS(lint->program->channels[content->channel].name));
        w_finding_fix(finding, "take it out, or send it");
    }
}

static bool *find_sent(WLinter *lint) {
    const WProgram *program = lint->program;
    size_t channels = program->channel_count;
    bool *is_sent = w_lint_array(lint, program->message_count * channels, sizeof *is_sent);
    for (uint32_t j = 0; j < program->journey_count; j++) {
        for (uint32_t s = 0; s < program->journeys[j].site_count; s++) {
            const WProgramSite *site = &program->journeys[j].sites[s];
            is_sent[site->message * channels + site->channel] = true;
        }
    }
    return is_sent;
}

// ---- all of it

void w_lint_contents(WLinter *lint) {
    const bool *is_sent = find_sent(lint);
    Locales locales = find_locales(lint);
    for (uint32_t i = 0; i < lint->program->message_count; i++) {
        const WProgramMessage *message = &lint->program->messages[i];
        if (message->content_count == 0) continue;
        look_at_params(lint, message);
        look_at_pairs(lint, message);
        look_at_locales(lint, message, &locales);
        look_at_channels(lint, i, is_sent);
        for (uint32_t c = 0; c < message->content_count; c++) {
            if (is_first_of_channel(message, c))
                look_at_texts(lint, message, &message->contents[c]);
        }
    }
}
