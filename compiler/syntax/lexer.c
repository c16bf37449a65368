// Inside of the scanner: token and comment lists, holes of texts, and what wrong spellings mean.
//
// Premise: called by the rules of lexer.re with the token between start and at.
// Promise: at most one finding a line; the line's tokens beside it are marked W_TOKEN_LEXICAL, so
// that the parser makes no second finding of the same mistake.
#include "compiler/syntax/lexer.h"

#include <string.h>

#include "compiler/syntax/literal.h"
#include "runtime/base/alloc.h"
#include "runtime/base/assert.h"
#include "runtime/value/time.h"

static uint32_t offset_of(const Lexer *lexer, const unsigned char *at) {
    return (uint32_t)(at - lexer->begin);
}

static WSpan span_of(const Lexer *lexer) {
    return (WSpan){lexer->source->index, offset_of(lexer, lexer->start),
                   offset_of(lexer, lexer->at)};
}

static WStr text_of(const Lexer *lexer) {
    return (WStr){(const char *)lexer->start, (size_t)(lexer->at - lexer->start)};
}

// Whether this line may have a finding: it has none yet. Marks the tokens beside it in any case.
static bool may_find(Lexer *lexer) {
    WToken *before = lexer->token_count ? &lexer->tokens[lexer->token_count - 1] : NULL;
    if (before && before->line == lexer->start_line) before->flags |= W_TOKEN_LEXICAL;
    lexer->pending |= W_TOKEN_LEXICAL;
    if (lexer->finding_line == lexer->start_line) return false;
    lexer->finding_line = lexer->start_line;
    return true;
}

// ---- lists

// A word before `:` names a field or param, a word after `.` is a name.
static void settle_words(Lexer *lexer, WToken *token) {
    WToken *before = lexer->token_count ? token - 1 : NULL;
    if (!before) return;
    bool word = token->kind == W_TK_ID || token->flags & W_TOKEN_SOFT || token->kind == W_TK_KEY;
    if (before->kind == W_TK_DOT && (word || w_word_find(text_of(lexer)))) {
        token->kind = W_TK_ID;
        token->flags &= (uint16_t)~W_TOKEN_SOFT;
    }
    if (token->kind != W_TK_COLON) return;
    WStr text = {(const char *)lexer->begin + before->start, before->end - before->start};
    if (before->kind == W_TK_ID || w_word_find(text)) {
        before->kind = W_TK_KEY;
        before->flags &= (uint16_t)~W_TOKEN_SOFT;
    }
}

static void count_brackets(Lexer *lexer, uint16_t kind) {
    if (kind == W_TK_LPAREN || kind == W_TK_LBRACKET) lexer->inside++;
    if ((kind == W_TK_RPAREN || kind == W_TK_RBRACKET) && lexer->inside) lexer->inside--;
    // A brace at the start of a line ends what was left open before it.
    if (kind == W_TK_RBRACE && lexer->first) lexer->inside = 0;
}

void w_lexer_emit(Lexer *lexer, uint16_t kind) {
    lexer->tokens =
        w_grow(lexer->tokens, &lexer->token_room, lexer->token_count + 1, sizeof *lexer->tokens);
    WToken *token = &lexer->tokens[lexer->token_count];
    *token = (WToken){offset_of(lexer, lexer->start), offset_of(lexer, lexer->at),
                      lexer->start_line, kind, lexer->pending};
    if (lexer->inside) token->flags |= W_TOKEN_INSIDE;
    if (lexer->first) token->flags |= W_TOKEN_FIRST;
    settle_words(lexer, token);
    count_brackets(lexer, kind);
    lexer->token_count++;
    lexer->first = false;
    lexer->pending = 0;
}

WTokens *w_lexer_finish(Lexer *lexer) {
    WTokens *tokens = w_arena_take_zeroed(lexer->arena, sizeof *tokens);
    tokens->source = lexer->source;
    tokens->count = (uint32_t)lexer->token_count - 1;
    size_t size = lexer->token_count * sizeof *lexer->tokens;
    tokens->items = memcpy(w_arena_take(lexer->arena, size), lexer->tokens, size);
    tokens->comment_count = (uint32_t)lexer->comment_count;
    size = lexer->comment_count * sizeof *lexer->comments;
    tokens->comments = w_arena_take(lexer->arena, size + 1);
    if (size) memcpy(tokens->comments, lexer->comments, size);
    w_free(lexer->tokens);
    w_free(lexer->comments);
    return tokens;
}

void w_lexer_comment(Lexer *lexer) {
    lexer->comments = w_grow(lexer->comments, &lexer->comment_room, lexer->comment_count + 1,
                             sizeof *lexer->comments);
    if (lexer->at[-1] == '\r') lexer->at--;
    WSpan span = span_of(lexer);
    WComment *comment = &lexer->comments[lexer->comment_count++];
    *comment = (WComment){span.start, span.end,    lexer->line, (uint32_t)lexer->token_count,
                          false,      lexer->first};
    comment->doc = span.end - span.start >= 2 && lexer->start[0] == '#' && lexer->start[1] == '#';
}

uint16_t w_lexer_word(Lexer *lexer) {
    const WWord *word = w_word_find(text_of(lexer));
    if (!word) return W_TK_ID;
    if (word->soft) lexer->pending |= W_TOKEN_SOFT;
    return word->kind;
}

// ---- texts and holes

bool w_lexer_push_hole(Lexer *lexer, Quote quote) {
    if (lexer->hole_count == W_LEXER_HOLES) {
        if (may_find(lexer)) {
            w_finding_add(lexer->findings, W_E_TOO_DEEP, span_of(lexer),
                          "texts are nested more than %d deep here", W_LEXER_HOLES);
        }
        lexer->at = lexer->begin + lexer->source->bytes.size;
        return false;
    }
    lexer->holes[lexer->hole_count++] = (Hole){quote, 0, offset_of(lexer, lexer->start), 0, 0};
    if (quote == QUOTE_FILE) w_lexer_next_hole(lexer, quote);
    return true;
}

uint16_t w_lexer_next_hole(Lexer *lexer, Quote quote) {
    if (quote != QUOTE_FILE) return W_TK_TEXT_MID;
    // The token of the text before the hole is still to come.
    lexer->holes[lexer->hole_count - 1] =
        (Hole){quote, 0, offset_of(lexer, lexer->at) - 2, lexer->token_count + 1, lexer->inside};
    return W_TK_TEXT_MID;
}

static void find_open_hole(Lexer *lexer, const Hole *hole) {
    lexer->pending |= W_TOKEN_UNCLOSED;
    if (!may_find(lexer)) return;
    WSpan opened = {lexer->source->index, hole->start, hole->start + 1};
    WFinding *f = w_finding_add(lexer->findings, W_E_UNCLOSED_TEXT, opened,
                                "the interpolation in this text is not closed");
    if (hole->quote == QUOTE_FILE)
        w_finding_fix(f, "close it with }} on the same line");
    else
        w_finding_fix(f, "close it with } and the text with its quote; a brace that is text is "
                         "written \\{");
}

// A hole of a file that its line did not close: a name that was forgotten stands in its place, so
// that what is wrong behind it is found as well.
static void forget_hole(Lexer *lexer, const Hole *hole) {
    const unsigned char *start = lexer->start, *at = lexer->at;
    find_open_hole(lexer, hole);
    lexer->token_count = hole->tokens;
    lexer->inside = hole->inside;
    lexer->at = lexer->start;
    w_lexer_emit(lexer, W_TK_ID);
    lexer->start = start;
    lexer->at = at;
}

void w_lexer_end_file(Lexer *lexer) {
    if (!lexer->is_file) return;
    w_lexer_emit(lexer, W_TK_RBRACE);
    w_lexer_emit(lexer, W_TK_RBRACE);
}

bool w_lexer_closes_outer(Lexer *lexer, Quote quote) {
    if (lexer->hole_count == 0 || quote == QUOTE_BLOCK) return false;
    if (lexer->holes[lexer->hole_count - 1].quote != quote) return false;
    find_open_hole(lexer, &lexer->holes[--lexer->hole_count]);
    lexer->at = lexer->start + (quote == QUOTE_CURLY ? 3 : 1);
    return true;
}

bool w_lexer_gives_back_brace(Lexer *lexer, Quote quote) {
    if (quote == QUOTE_BLOCK || lexer->start == lexer->begin || lexer->start[-1] != ' ') {
        return false;
    }
    for (const unsigned char *at = lexer->start + 1; at < lexer->at; at++) {
        if (*at != ' ' && *at != '\t' && *at != '\r' && *at != '}') return false;
    }
    find_open_hole(lexer, &lexer->holes[--lexer->hole_count]);
    lexer->at = lexer->start;
    return true;
}

// Close the innermost hole where `start` is, as if the text ended there.
static void close_hole(Lexer *lexer) {
    Hole *hole = &lexer->holes[--lexer->hole_count];
    const unsigned char *at = lexer->at;
    lexer->at = lexer->start;
    find_open_hole(lexer, hole);
    w_lexer_emit(lexer, W_TK_TEXT_CLOSE);
    lexer->at = at;
}

// The quote of the innermost hole; that of a block, in which lines may end, if there is none.
static Quote open_quote(const Lexer *lexer) {
    return lexer->hole_count ? lexer->holes[lexer->hole_count - 1].quote : QUOTE_BLOCK;
}

bool w_lexer_line_break(Lexer *lexer) {
    while (open_quote(lexer) != QUOTE_BLOCK && open_quote(lexer) != QUOTE_FILE)
        close_hole(lexer);
    bool goes_on = open_quote(lexer) == QUOTE_FILE;
    if (goes_on) forget_hole(lexer, &lexer->holes[lexer->hole_count - 1]);
    lexer->line++;
    lexer->first = true;
    lexer->pending = 0;
    return goes_on;
}

void w_lexer_close_holes(Lexer *lexer) {
    while (lexer->hole_count)
        close_hole(lexer);
}

// The ` }` and spaces at the end of a line are rather the script's than the text's.
static void give_back_braces(Lexer *lexer) {
    const unsigned char *end = lexer->at;
    for (;;) {
        while (end > lexer->start && (end[-1] == ' ' || end[-1] == '\t' || end[-1] == '\r'))
            end--;
        if (end - lexer->start < 3 || end[-1] != '}' || (end[-2] != ' ' && end[-2] != '}')) break;
        end--;
    }
    lexer->at = end;
}

void w_lexer_unclosed(Lexer *lexer, Quote quote, bool opening) {
    if (quote != QUOTE_BLOCK) give_back_braces(lexer);
    if (may_find(lexer)) {
        WSpan span = span_of(lexer);
        if (quote == QUOTE_BLOCK) span.end = span.start + (opening ? 3 : 1);
        WFinding *f =
            w_finding_add(lexer->findings, W_E_UNCLOSED_TEXT, span, "this text is not closed");
        if (quote == QUOTE_BLOCK)
            w_finding_fix(f, "close it with \"\"\"");
        else
            w_finding_fix(f, "close it with \"; a text of several lines stands in \"\"\"");
    }
    lexer->pending |= W_TOKEN_UNCLOSED | W_TOKEN_LEXICAL;
}

void w_lexer_foreign_quotes(Lexer *lexer, uint16_t kind) {
    if (!may_find(lexer)) return;
    WFinding *f = w_finding_add(lexer->findings, W_E_WRONG_SPELLING, span_of(lexer),
                                "texts stand in straight double quotes");
    w_finding_fix(f, "write \"…\"");
    WStr text = text_of(lexer);
    size_t mark = (unsigned char)text.bytes[0] == '\'' ? 1 : 3;
    if (kind != W_TK_TEXT || text.size < 2 * mark) return;
    if (memchr(text.bytes, '"', text.size)) return;
    WBuffer right = {0};
    w_buffer_char(&right, '"');
    w_buffer_append(&right, text.bytes + mark, text.size - 2 * mark);
    w_buffer_char(&right, '"');
    w_finding_edit(f, span_of(lexer), (WStr){right.bytes, right.size});
    w_buffer_free(&right);
}

// ---- wrong spellings

void w_lexer_spelling(Lexer *lexer, const char *right) {
    if (!may_find(lexer)) return;
    WStr wrong = text_of(lexer);
    WFinding *f;
    if ((unsigned char)wrong.bytes[0] >= 0x80) {
        f = w_finding_add(lexer->findings, W_E_WRONG_SPELLING, span_of(lexer),
                          "a space that is not an ordinary one");
        w_finding_fix(f, "put an ordinary space here");
    } else if (right[0] == 0) {
        f = w_finding_add(lexer->findings, W_E_WRONG_SPELLING, span_of(lexer),
                          "`%.*s` is not needed", W_STR_ARGS(wrong));
        w_finding_fix(f, "leave it out: every statement begins with its own word");
    } else {
        f = w_finding_add(lexer->findings, W_E_WRONG_SPELLING, span_of(lexer),
                          "`%.*s` is not of this language", W_STR_ARGS(wrong));
        w_finding_fix(f, "write `%s`", right);
    }
    w_finding_edit(f, span_of(lexer), w_str(right));
}

void w_lexer_slashes(Lexer *lexer) {
    const unsigned char *end = lexer->at;
    if (may_find(lexer)) {
        lexer->at = lexer->start + 2;
        WFinding *f = w_finding_add(lexer->findings, W_E_WRONG_SPELLING, span_of(lexer),
                                    "comments begin with `#`");
        w_finding_fix(f, "write `#`");
        w_finding_edit(f, span_of(lexer), W_STR("#"));
        lexer->at = end;
    }
    w_lexer_comment(lexer);
}

void w_lexer_bad_character(Lexer *lexer) {
    if (!may_find(lexer)) return;
    WStr text = text_of(lexer);
    if ((unsigned char)text.bytes[0] < 0x20 || text.bytes[0] == 0x7F) {
        w_finding_add(lexer->findings, W_E_BAD_CHARACTER, span_of(lexer),
                      "a control character (0x%02X) is no part of the language",
                      (unsigned)(unsigned char)text.bytes[0]);
        return;
    }
    WFinding *f = w_finding_add(lexer->findings, W_E_BAD_CHARACTER, span_of(lexer),
                                "`%.*s` is no part of the language", W_STR_ARGS(text));
    w_finding_fix(f, "leave it out, or put it into a text: \"%.*s\"", W_STR_ARGS(text));
}

static size_t number_size(WStr text) {
    size_t size = 0;
    while (size < text.size &&
           ((text.bytes[size] >= '0' && text.bytes[size] <= '9') || text.bytes[size] == '.')) {
        size++;
    }
    return size;
}

static const char *short_unit(int64_t length_ms) {
    return length_ms == 1000       ? "s"
           : length_ms == 60000    ? "m"
           : length_ms == 3600000  ? "h"
           : length_ms == 86400000 ? "d"
                                   : "w";
}

static bool is_half_of_day(WStr word) {
    static const char *const words[] = {"am", "pm", "AM", "PM"};
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        if (w_str_equal(word, w_str(words[i]))) return true;
    }
    return false;
}

// `9am`, `12pm`: the day has 24 hours.
static uint16_t half_of_day(Lexer *lexer, WStr text, size_t size) {
    int64_t hour = 0;
    w_literal_integer((WStr){text.bytes, size}, &hour);
    bool after_noon = text.bytes[size] == 'p' || text.bytes[size] == 'P';
    if (!may_find(lexer)) return W_TK_CLOCK;
    WFinding *f = w_finding_add(lexer->findings, W_E_BAD_CLOCK, span_of(lexer),
                                "times of day go from 00:00 to 23:59");
    if (hour < 1 || hour > 12) return W_TK_CLOCK;
    WBuffer right = {0};
    w_buffer_printf(&right, "%02d:00", (int)(hour % 12) + (after_noon ? 12 : 0));
    w_finding_fix(f, "write %.*s", (int)right.size, right.bytes);
    w_finding_edit(f, span_of(lexer), (WStr){right.bytes, right.size});
    w_buffer_free(&right);
    return W_TK_CLOCK;
}

uint16_t w_lexer_number_and_word(Lexer *lexer) {
    WStr text = text_of(lexer);
    size_t size = number_size(text);
    WStr word = {text.bytes + size, text.size - size};
    int64_t unit_ms = w_literal_unit_ms(word);
    bool whole = !memchr(text.bytes, '.', size);
    if (is_half_of_day(word) && whole && size <= 2) return half_of_day(lexer, text, size);
    if (unit_ms == 0) {
        if (may_find(lexer)) {
            WFinding *f = w_finding_add(lexer->findings, W_E_BAD_NUMBER, span_of(lexer),
                                        "`%.*s` is neither a number nor a name", W_STR_ARGS(text));
            w_finding_fix(f, "a number: %.*s", (int)size, text.bytes);
            w_finding_fix(f, "names do not begin with a digit: %.*s%.*s", W_STR_ARGS(word),
                          (int)size, text.bytes);
        }
        return whole ? W_TK_INT : W_TK_NUMBER;
    }
    if (!may_find(lexer)) return W_TK_DURATION;
    WFinding *f = w_finding_add(lexer->findings, W_E_BAD_DURATION, span_of(lexer),
                                "`%.*s` is not how lengths are written", W_STR_ARGS(text));
    const char *unit = short_unit(unit_ms);
    if (!whole) {
        w_finding_fix(f, "use whole numbers, the largest unit first: 1h30m");
    } else if (w_str_equal(word, W_STR("M"))) {
        w_finding_fix(f, "minutes: %.*sm", (int)size, text.bytes);
        w_finding_fix(f, "months have no exact length; thirty days: %.*s", 3, "30d");
    } else {
        w_finding_fix(f, "write %.*s%s", (int)size, text.bytes, unit);
        WBuffer right = {0};
        w_buffer_printf(&right, "%.*s%s", (int)size, text.bytes, unit);
        w_finding_edit(f, span_of(lexer), (WStr){right.bytes, right.size});
        w_buffer_free(&right);
    }
    return W_TK_DURATION;
}

uint16_t w_lexer_spaced_percent(Lexer *lexer) {
    if (!may_find(lexer)) return W_TK_PERCENT;
    WStr text = text_of(lexer);
    WFinding *f = w_finding_add(lexer->findings, W_E_WRONG_SPELLING, span_of(lexer),
                                "no space stands before `%%`");
    int size = (int)number_size(text);
    w_finding_fix(f, "write %.*s%%", size, text.bytes);
    WSpan space = {lexer->source->index, offset_of(lexer, lexer->start) + (uint32_t)size,
                   offset_of(lexer, lexer->at) - 1};
    w_finding_edit(f, space, W_STR(""));
    return W_TK_PERCENT;
}

uint16_t w_lexer_seconds(Lexer *lexer) {
    if (may_find(lexer)) {
        WStr text = text_of(lexer);
        WFinding *f = w_finding_add(lexer->findings, W_E_BAD_CLOCK, span_of(lexer),
                                    "times of day have no seconds");
        w_finding_fix(f, "write %.*s", (int)text.size - 3, text.bytes);
    }
    lexer->at -= 3;
    return W_TK_CLOCK;
}

uint16_t w_lexer_timestamp(Lexer *lexer) {
    if (may_find(lexer)) {
        WStr text = text_of(lexer);
        const char *clock = text.bytes + 11;
        WFinding *f = w_finding_add(lexer->findings, W_E_BAD_DATE, span_of(lexer),
                                    "a moment is written as a date and a time of day");
        w_finding_fix(f, "write %.10s %.5s", text.bytes, clock);
    }
    lexer->at = lexer->start + 10; // the date; what was behind it is passed over
    w_lexer_emit(lexer, W_TK_DATE);
    lexer->start = lexer->at + 1;
    lexer->at = lexer->start + (lexer->start[1] == ':' ? 4 : 5);
    uint16_t kind = W_TK_CLOCK;
    w_lexer_emit(lexer, kind);
    while (strchr(":.0123456789zZ", *lexer->at) && *lexer->at)
        lexer->at++;
    return W_LEXER_NOTHING;
}

uint16_t w_lexer_grouped(Lexer *lexer) {
    WStr text = text_of(lexer);
    // In a list `[1.000,50]` may be two numbers; only there a comma can stand between them.
    if (lexer->inside) {
        size_t size = strspn(text.bytes, "0123456789");
        size += 1 + strspn(text.bytes + size + 1, "0123456789");
        lexer->at = lexer->start + size;
        return W_TK_NUMBER;
    }
    if (may_find(lexer)) {
        WFinding *f = w_finding_add(lexer->findings, W_E_BAD_NUMBER, span_of(lexer),
                                    "`%.*s` is not how numbers are written", W_STR_ARGS(text));
        w_finding_fix(f, "put a point before the decimals and nothing between the thousands: "
                         "1000.50");
    }
    return W_TK_NUMBER;
}

uint16_t w_lexer_currency(Lexer *lexer) {
    WSpan span = span_of(lexer);
    while (*lexer->start < '0' || *lexer->start > '9')
        lexer->start++;
    if (may_find(lexer)) {
        WStr number = text_of(lexer);
        WFinding *f =
            w_finding_add(lexer->findings, W_E_BAD_NUMBER, span, "amounts carry no currency");
        w_finding_fix(f, "write %.*s", W_STR_ARGS(number));
        span.end = offset_of(lexer, lexer->start);
        w_finding_edit(f, span, W_STR(""));
    }
    return memchr(lexer->start, '.', (size_t)(lexer->at - lexer->start)) ? W_TK_NUMBER : W_TK_INT;
}

// `31.12.2027`: the day comes first; where both could be the month nothing is offered.
uint16_t w_lexer_dotted_date(Lexer *lexer) {
    if (!may_find(lexer)) return W_TK_DATE;
    WStr text = text_of(lexer);
    WFinding *f = w_finding_add(lexer->findings, W_E_BAD_DATE, span_of(lexer),
                                "dates are written year, month, day");
    int64_t parts[3] = {0};
    size_t at = 0;
    for (int i = 0; i < 3; i++) {
        WStr part = {text.bytes + at, text.size - at};
        w_literal_integer(part, &parts[i]);
        while (at < text.size && text.bytes[at] != '.')
            at++;
        at++;
    }
    WBuffer right = {0};
    w_buffer_printf(&right, "%04d-%02d-%02d", (int)parts[2], (int)parts[1], (int)parts[0]);
    int64_t day;
    bool fine = w_date_parse((WStr){right.bytes, right.size}, &day);
    w_finding_fix(f, "write %.*s", (int)(fine ? right.size : 10),
                  fine ? right.bytes : "2027-12-31");
    if (fine && parts[0] > 12) w_finding_edit(f, span_of(lexer), (WStr){right.bytes, right.size});
    w_buffer_free(&right);
    return W_TK_DATE;
}

// `sales@shop.example`, without its quotes.
uint16_t w_lexer_address(Lexer *lexer) {
    if (!may_find(lexer)) return W_TK_TEXT;
    WStr text = text_of(lexer);
    WFinding *f =
        w_finding_add(lexer->findings, W_E_WRONG_SPELLING, span_of(lexer), "a text has quotes");
    w_finding_fix(f, "write \"%.*s\"", W_STR_ARGS(text));
    WBuffer right = {0};
    w_buffer_printf(&right, "\"%.*s\"", W_STR_ARGS(text));
    w_finding_edit(f, span_of(lexer), (WStr){right.bytes, right.size});
    w_buffer_free(&right);
    return W_TK_TEXT;
}
