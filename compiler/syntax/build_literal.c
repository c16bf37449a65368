// Building the tree: literals, decoded and within their range.
//
// Premise: see build.h. A token whose spelling had its finding in the scanner is read as far as it
// goes and gets no second one.
// Promise: see build.h.
#include "compiler/syntax/build.h"

#include <stdio.h>
#include <string.h>

#include "compiler/syntax/literal.h"
#include "runtime/value/time.h"

// A token of no bytes was put in by recovery, which said so.
static bool is_quiet(Tok token) {
    return token->start == token->end || token->flags & W_TOKEN_LEXICAL;
}

static WFinding *refuse(WParse *p, WFindingCode code, Tok token, const char *claim) {
    if (is_quiet(token)) return NULL;
    WStr text = w_build_token_text(p, token);
    return w_build_finding(p, code, w_build_token_span(p, token), "`%.*s` %s", W_STR_ARGS(text),
                           claim);
}

static void refuse_integer(WParse *p, Tok token) {
    WFinding *f = refuse(p, W_E_NUMBER_RANGE, token, "is beyond 64 bits");
    if (f) w_finding_fix(f, "the largest is 9223372036854775807");
}

int64_t w_build_int(WParse *p, Tok token) {
    int64_t value;
    if (w_literal_integer(w_build_token_text(p, token), &value) == W_LITERAL_OK) return value;
    refuse_integer(p, token);
    return 0;
}

// The number without the places that are too many.
static void fix_places(WParse *p, WFinding *f, Tok token, int places) {
    WStr text = w_build_token_text(p, token);
    const char *point = memchr(text.bytes, '.', text.size);
    if (!point) return;
    w_finding_fix(f, "write %.*s%s", (int)(point - text.bytes) + 1 + places, text.bytes,
                  token->kind == W_TK_PERCENT ? "%" : "");
}

static bool decimal_is_fine(WParse *p, Tok token, WLiteral outcome) {
    if (outcome == W_LITERAL_OK) return true;
    if (outcome == W_LITERAL_RANGE) {
        WFinding *f = refuse(p, W_E_NUMBER_RANGE, token, "is beyond the range of numbers");
        if (f) w_finding_fix(f, "the largest is 9223372036854.775807");
        return false;
    }
    bool percent = token->kind == W_TK_PERCENT;
    WFinding *f =
        refuse(p, W_E_TOO_MANY_PLACES, token,
               percent ? "has more than four decimal places" : "has more than six decimal places");
    if (f) fix_places(p, f, token, percent ? 4 : 6);
    return false;
}

// A percentage of all customers.
int64_t w_build_percent(WParse *p, Tok token) {
    int64_t micros;
    if (!decimal_is_fine(p, token, w_literal_percent(w_build_token_text(p, token), &micros))) {
        return 0;
    }
    if (micros <= 1000000) return micros;
    WFinding *f = refuse(p, W_E_PERCENT_RANGE, token, "is more than all customers");
    if (f) w_finding_fix(f, "all of them are 100%%");
    return 0;
}

static bool read_clock(WParse *p, Tok token, int32_t *clock_ms) {
    int64_t value = 0;
    WStr text = w_build_token_text(p, token);
    char padded[5] = "0";
    if (text.size == 4) {
        for (size_t i = 0; i < 4; i++)
            padded[i + 1] = text.bytes[i];
        text = (WStr){padded, sizeof padded};
    }
    bool fine = w_time_parse(text, &value);
    if (!fine) {
        WFinding *f = refuse(p, W_E_BAD_CLOCK, token, "is no time of day");
        if (f) w_finding_fix(f, "times of day go from 00:00 to 23:59");
    }
    *clock_ms = fine ? (int32_t)value : 0;
    return fine;
}

// The last day of its month, if there is such a month.
static void refuse_date(WParse *p, Tok token) {
    WFinding *f = refuse(p, W_E_BAD_DATE, token, "is no day of the calendar");
    WStr text = w_build_token_text(p, token);
    for (int day = 31; f && text.size == 10 && day > 27; day--) {
        char right[11];
        int64_t value;
        snprintf(right, sizeof right, "%.8s%02d", text.bytes, day);
        if (!w_date_parse(w_str(right), &value)) continue;
        w_finding_fix(f, "the last day of that month is %s", right);
        return;
    }
    if (f) w_finding_fix(f, "year, month and day: 2027-12-31");
}

static bool read_date(WParse *p, Tok token, int32_t *day) {
    int64_t value = 0;
    bool fine = w_date_parse(w_build_token_text(p, token), &value);
    if (!fine) refuse_date(p, token);
    *day = fine ? (int32_t)value : 0;
    return fine;
}

int32_t w_build_clock(WParse *p, Tok token) {
    int32_t clock_ms;
    read_clock(p, token, &clock_ms);
    return clock_ms;
}

int32_t w_build_date(WParse *p, Tok token) {
    int32_t day;
    read_date(p, token, &day);
    return day;
}

static bool read_duration(WParse *p, Tok token, int64_t *length_ms) {
    switch (w_literal_duration(w_build_token_text(p, token), length_ms)) {
    case W_LITERAL_OK: return true;
    case W_LITERAL_RANGE: refuse(p, W_E_NUMBER_RANGE, token, "is longer than time"); return false;
    case W_LITERAL_PLACES:
    case W_LITERAL_ORDER: break;
    }
    WFinding *f = refuse(p, W_E_BAD_DURATION, token, "is not how lengths are written");
    if (f) w_finding_fix(f, "the largest unit first, each once: 1d12h");
    return false;
}

// Read the value of `token` into `expr`; false where it had a finding.
static bool read_value(WParse *p, Tok token, WExpr *expr) {
    WStr text = w_build_token_text(p, token);
    switch (token->kind) {
    case W_TK_INT:
        expr->kind = W_EXPR_INTEGER;
        if (w_literal_integer(text, &expr->integer) == W_LITERAL_OK) return true;
        refuse_integer(p, token);
        return false;
    case W_TK_NUMBER:
        expr->kind = W_EXPR_NUMBER;
        return decimal_is_fine(p, token, w_literal_number(text, &expr->micros));
    case W_TK_PERCENT:
        expr->kind = W_EXPR_NUMBER;
        return decimal_is_fine(p, token, w_literal_percent(text, &expr->micros));
    case W_TK_DURATION:
        expr->kind = W_EXPR_DURATION;
        return read_duration(p, token, &expr->length_ms);
    case W_TK_CLOCK: expr->kind = W_EXPR_CLOCK; return read_clock(p, token, &expr->clock_ms);
    case W_TK_DATE: expr->kind = W_EXPR_DATE; return read_date(p, token, &expr->day);
    default:
        expr->kind = W_EXPR_TEXT;
        expr->text = w_build_text_token(p, token);
        return true;
    }
}

WExpr *w_build_literal(WParse *p, Tok token) {
    WExpr *expr = w_build_expr(p, W_EXPR_ERROR, w_build_token_span(p, token));
    if (token->start == token->end || !read_value(p, token, expr)) expr->kind = W_EXPR_ERROR;
    return expr;
}

WExpr *w_build_units(WParse *p, Tok count, Tok unit) {
    WExpr *expr = w_build_expr(p, W_EXPR_UNITS, w_build_span(p, count));
    expr->units.count = w_build_int(p, count);
    expr->units.unit = (WTreeUnit)w_build_word_value(p, unit);
    return expr;
}

WExpr *w_build_date_clock(WParse *p, Tok date, Tok clock) {
    WExpr *expr = w_build_expr(p, W_EXPR_DATE_CLOCK, w_build_span(p, date));
    bool fine = read_date(p, date, &expr->date_clock.day);
    fine = read_clock(p, clock, &expr->date_clock.clock_ms) && fine;
    if (!fine) expr->kind = W_EXPR_ERROR;
    return expr;
}

WExpr *w_build_boolean(WParse *p, Tok token, bool value) {
    WExpr *expr = w_build_expr(p, W_EXPR_BOOLEAN, w_build_token_span(p, token));
    expr->boolean = value;
    return expr;
}

static const char short_units[] = "mhdw";

// The two things `3 days` could mean, or that `3` lacks a unit.
WExpr *w_build_unit_length(WParse *p, Tok count, Tok unit) {
    WSpan span = w_build_span(p, count);
    if (is_quiet(count)) return w_build_error(p, span);
    WStr number = w_build_token_text(p, count);
    if (!unit) {
        WFinding *f =
            w_build_finding(p, W_E_BARE_LENGTH, span, "`%.*s` of what?", W_STR_ARGS(number));
        w_finding_fix(f, "write the unit behind it: %.*sm, %.*sh, %.*sd", W_STR_ARGS(number),
                      W_STR_ARGS(number), W_STR_ARGS(number));
        return w_build_error(p, span);
    }
    WStr word = w_build_token_text(p, unit);
    WTreeUnit value = (WTreeUnit)w_build_word_value(p, unit);
    WFinding *f = w_build_finding(p, W_E_UNIT_LENGTH, span, "`%.*s %.*s` could mean two things",
                                  W_STR_ARGS(number), W_STR_ARGS(word));
    if (value <= W_UNIT_WEEK) {
        w_finding_fix(f, "an exact length:        %.*s%c", W_STR_ARGS(number), short_units[value]);
    } else {
        w_finding_fix(f, "an exact length:        in days, as 30d");
    }
    w_finding_fix(f, "a day of the calendar:  until 09:00 in %.*s %.*s", W_STR_ARGS(number),
                  W_STR_ARGS(word));
    return w_build_error(p, span);
}
