// Levels and allowances: what becomes of a finding after it was made.
//
// `lint L0101 off` in the project speaks for all scripts. `# allow L0101: reason` speaks for its
// line, or for the next line that holds anything if it stands alone on its own.
#include "compiler/lint/linter.h"

#include "compiler/syntax/token.h"

#define NO_CODE ((WFindingCode)0)

typedef struct Allowance {
    WSpan comment;
    uint32_t line;     // that it speaks for
    WFindingCode code; // NO_CODE: there is no such lint
    bool is_only;      // the comment names no other
    bool is_used;
} Allowance;

// Those of one file, by line.
typedef struct Allowances {
    Allowance *items;
    uint32_t count;
    uint32_t room;
} Allowances;

typedef struct Settling {
    WLinter *lint;
    uint8_t *levels;   // WLintLevel of each row of w_finding_infos
    Allowances *files; // by source index
} Settling;

// ---- codes

static uint32_t row_of(WFindingCode code) {
    uint32_t count;
    return (uint32_t)(w_finding_info(code) - w_finding_infos(&count));
}

// "L0101", also without the zeros; NO_CODE for whatever else.
static WFindingCode read_code(WStr text) {
    if (text.size < 2 || text.size > 6 || (text.bytes[0] | 0x20) != 'l') return NO_CODE;
    uint32_t number = W_LINT_CODES, count;
    for (size_t i = 1, scale = 0; i < text.size; i++) {
        if (text.bytes[i] < '0' || text.bytes[i] > '9') return NO_CODE;
        scale = scale * 10 + (size_t)(text.bytes[i] - '0');
        number = W_LINT_CODES + (uint32_t)scale;
    }
    const WFindingInfo *infos = w_finding_infos(&count);
    for (uint32_t i = 0; i < count; i++) {
        if ((uint32_t)infos[i].code == number) return infos[i].code;
    }
    return NO_CODE;
}

static void say_unknown(WLinter *lint, WSpan span, WStr name) {
    WFinding *finding =
        LINT_FIND(lint, UNKNOWN_RULE, span, "there is no lint `%.*s`", W_STR_ARGS(name));
    if (name.size > 0 && (name.bytes[0] | 0x20) == 'e')
        w_finding_why(finding, "what begins with E is an error, which nothing allows");
    w_finding_fix(finding, "lints are named by their code, as `wend explain` lists them");
}

// ---- levels

static void read_levels(Settling *s, const WProject *project) {
    for (const WLintItem *item = project->lints; item != NULL; item = item->next) {
        WFindingCode code = read_code(item->name.text);
        if (code == NO_CODE)
            say_unknown(s->lint, item->name.span, item->name.text);
        else
            s->levels[row_of(code)] = (uint8_t)item->level;
    }
}

static void read_projects(Settling *s) {
    for (uint32_t i = 0; i < s->lint->tree_count; i++) {
        for (const WDecl *decl = s->lint->trees[i]->first; decl != NULL; decl = decl->next) {
            if (decl->kind == W_DECL_PROJECT) read_levels(s, &decl->project);
        }
    }
}

// ---- allowances

static bool is_space(char c) {
    return c == ' ' || c == '\t' || c == ',';
}

static WStr trimmed(WStr text) {
    while (text.size > 0 && is_space(text.bytes[0]))
        text = (WStr){text.bytes + 1, text.size - 1};
    while (text.size > 0 && is_space(text.bytes[text.size - 1]))
        text.size--;
    return text;
}

// The first word of `*text`, which becomes what is behind it.
static WStr next_word(WStr *text) {
    *text = trimmed(*text);
    WStr word = {text->bytes, 0};
    while (word.size < text->size && !is_space(word.bytes[word.size]) &&
           word.bytes[word.size] != ':')
        word.size++;
    *text = trimmed((WStr){text->bytes + word.size, text->size - word.size});
    return word;
}

// A letter and digits: prose that happens to begin with "allow" is none.
static bool looks_like_code(WStr word) {
    if (word.size < 2 || (unsigned)((word.bytes[0] | 0x20) - 'a') > 25) return false;
    for (size_t i = 1; i < word.size; i++) {
        if (word.bytes[i] < '0' || word.bytes[i] > '9') return false;
    }
    return true;
}

static void add_allowance(Settling *s, Allowances *file, Allowance allowance) {
    if (file->count == file->room) {
        file->room = file->room == 0 ? 8 : file->room * 2;
        Allowance *items = w_lint_array(s->lint, file->room, sizeof *items);
        for (uint32_t i = 0; i < file->count; i++)
            items[i] = file->items[i];
        file->items = items;
    }
    file->items[file->count++] = allowance;
}

static bool has_reason(WStr text) {
    return text.size > 0 && text.bytes[0] == ':' &&
           trimmed((WStr){text.bytes + 1, text.size - 1}).size > 0;
}

static void read_comment(Settling *s, const WTokens *tokens, const WComment *comment) {
    WStr text = {tokens->source->bytes.bytes + comment->start + 1,
                 comment->end - comment->start - 1};
    WSpan span = {tokens->source->index, comment->start, comment->end};
    if (!w_str_equal(next_word(&text), W_STR("allow"))) return;
    uint32_t line = comment->alone ? tokens->items[comment->before].line : comment->line;
    Allowances *file = &s->files[span.source];
    uint32_t first = file->count;
    for (WStr rest = text, word; looks_like_code(word = next_word(&rest)); text = rest) {
        WFindingCode code = read_code(word);
        if (code == NO_CODE) say_unknown(s->lint, span, word);
        add_allowance(s, file, (Allowance){span, line, code, false, code == NO_CODE});
    }
    if (file->count == first) return;
    file->items[first].is_only = file->count == first + 1;
    if (has_reason(text)) return;
    file->count = first;
    WFinding *finding =
        LINT_FIND(s->lint, ALLOW_WITHOUT_REASON, span, "this allows nothing without a reason");
    w_finding_fix(finding, "say why it is all right here: %.*s: …",
                  W_STR_ARGS(trimmed(w_lint_text(s->lint, span))));
}

static void read_comments(Settling *s) {
    s->files = w_lint_array(s->lint, s->lint->source_count, sizeof *s->files);
    for (uint32_t i = 0; i < s->lint->tree_count; i++) {
        const WTokens *tokens = s->lint->trees[i]->tokens;
        for (uint32_t c = 0; c < tokens->comment_count; c++) {
            if (!tokens->comments[c].doc) read_comment(s, tokens, &tokens->comments[c]);
        }
    }
}

// The first allowance of a file that is for that line or a later one.
static uint32_t first_at(const Allowances *file, uint32_t line) {
    uint32_t low = 0, high = file->count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (file->items[middle].line < line)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

// Whether a comment allows the finding; it is used then.
static bool is_allowed(Settling *s, const WFinding *finding) {
    const Allowances *file = &s->files[finding->span.source];
    if (file->count == 0) return false;
    uint32_t line = w_source_line(s->lint->sources[finding->span.source], finding->span.start);
    bool allowed = false;
    for (uint32_t i = first_at(file, line); i < file->count && file->items[i].line == line; i++) {
        if (file->items[i].code != finding->code) continue;
        file->items[i].is_used = true;
        allowed = true;
    }
    return allowed;
}

// ---- allowances in vain

// The whole line of a comment that stands alone; else the comment and the blanks before it.
static WSpan around_comment(const WSource *source, WSpan comment) {
    WSpan span = comment;
    const char *bytes = source->bytes.bytes;
    while (span.start > 0 && (bytes[span.start - 1] == ' ' || bytes[span.start - 1] == '\t'))
        span.start--;
    bool alone = span.start == 0 || bytes[span.start - 1] == '\n';
    if (alone && bytes[span.end] == '\r') span.end++;
    if (alone && bytes[span.end] == '\n') span.end++;
    return span;
}

static void say_in_vain(WLinter *lint, const Allowance *allowance) {
    char code[W_FINDING_CODE_BYTES];
    w_finding_code(allowance->code, code);
    WFinding *finding = LINT_FIND(lint, ALLOW_IN_VAIN, allowance->comment,
                                  "there is no %s here that this could allow", code);
    w_finding_fix(finding, "take it out");
    const WSource *source = lint->sources[allowance->comment.source];
    if (allowance->is_only)
        w_finding_edit(finding, around_comment(source, allowance->comment), W_STR(""));
}

// One of a lint that is off is not asked for.
static void say_unused(Settling *s) {
    for (uint32_t f = 0; f < s->lint->source_count; f++) {
        for (uint32_t i = 0; i < s->files[f].count; i++) {
            const Allowance *allowance = &s->files[f].items[i];
            if (allowance->is_used || s->levels[row_of(allowance->code)] == W_LINT_OFF) continue;
            say_in_vain(s->lint, allowance);
        }
    }
}

// ---- settling

static bool is_unwanted(const WFinding *finding, void *context) {
    Settling *s = context;
    if (!w_finding_is_lint(finding->code)) return false;
    return s->levels[row_of(finding->code)] == W_LINT_OFF || is_allowed(s, finding);
}

void w_lint_settle(WLinter *lint) {
    Settling s = {.lint = lint};
    uint32_t rows;
    w_finding_infos(&rows);
    s.levels = w_lint_array(lint, rows, sizeof *s.levels);
    for (uint32_t i = 0; i < rows; i++)
        s.levels[i] = W_LINT_WARNING;
    read_projects(&s);
    read_comments(&s);
    for (WFinding *f = lint->findings->first; f != NULL; f = f->next) {
        if (w_finding_is_lint(f->code)) is_allowed(&s, f);
    }
    if (lint->program != NULL) say_unused(&s);
    for (WFinding *f = lint->findings->first; f != NULL; f = f->next) {
        bool raised = w_finding_is_lint(f->code) && s.levels[row_of(f->code)] == W_LINT_ERROR;
        if (raised) f->severity = W_SEVERITY_ERROR;
    }
    w_findings_drop(lint->findings, (WFindings){.arena = lint->findings->arena}, is_unwanted, &s);
}
