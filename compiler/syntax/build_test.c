// Building the tree: the steps and expectations of tests.
//
// Premise: see build.h.
// Promise: see build.h.
#include "compiler/syntax/build.h"

WStep *w_build_step(WParse *p, WDecl *decl, Tok keyword, WStepKind kind) {
    WStep *step = w_build_node(p, sizeof *step);
    step->kind = kind;
    step->span = w_build_span(p, keyword);
    w_build_append(p, &decl->test.steps, step);
    return step;
}

void w_build_given(WParse *p, WDecl *decl, Tok keyword, Tok first, Tok second, WExpr *length) {
    WStep *step = w_build_step(p, decl, keyword, W_STEP_GIVEN_SENT);
    step->first = w_build_name(p, first);
    step->second = w_build_name(p, second);
    step->length = length;
}

void w_build_draw(WParse *p, WDecl *decl, Tok keyword, Tok journey, Tok split, Tok arm) {
    WStep *step = w_build_step(p, decl, keyword, W_STEP_SPLIT);
    step->first = w_build_name(p, journey);
    step->second = w_build_name(p, split);
    step->third = w_build_name(p, arm);
}

void w_build_at(WParse *p, WDecl *decl, Tok keyword, Tok date, Tok clock) {
    WStep *step = w_build_step(p, decl, keyword, W_STEP_AT);
    step->day = w_build_date(p, date);
    step->has_clock = clock != NULL;
    if (clock) step->clock_ms = w_build_clock(p, clock);
}

WExpect *w_build_expect(WParse *p, WExpectKind kind, Tok first, Tok second) {
    WExpect *expect = w_build_node(p, sizeof *expect);
    expect->kind = kind;
    expect->first = w_build_name(p, first);
    expect->second = w_build_name(p, second);
    return expect;
}

WExpect *w_build_no_send(WParse *p, WExpect *send, Tok of) {
    WExpect *expect = send ? send : w_build_node(p, sizeof *expect);
    expect->kind = W_EXPECT_NO_SEND;
    expect->of = w_build_name(p, of);
    return expect;
}

WExpect *w_build_why(WParse *p, WExpect *expect, WExpectKind kind, Why why) {
    expect->kind = kind;
    expect->why = why.kind;
    bool text = why.kind == W_WHY_TEXT;
    expect->because = text ? w_build_plain(p, why.text) : w_build_name(p, why.text);
    return expect;
}
