// The grammar of the whole language, each rule with the one call that builds its node.
//
// Premise: fed by parse.c, which decides for soft words whether they are names (no %fallback: it
// is tried before a state's default reduction) and simulates before it feeds after an error.
// Promise: no conflicts; a rule builds its node from its own parts, so that a part that recovery
// dropped takes nothing else with it. Lists grow on the left, so that their length needs no stack.
//
// `error` stands in every list in braces. Lists and optional parts come before what holds them.

%name w_grammar
%token_prefix W_TK_
%token_type {const WToken *}
%default_type {const WToken *}
%extra_argument {WParse *p}
%stack_size 2000
%start_symbol file
%syntax_error { p->failed = true; }
%parse_failure { p->failed = true; }
%stack_overflow { p->overflow = true; }

%include {
#include "compiler/syntax/build.h"
#include "compiler/syntax/states.h"
#include "runtime/base/assert.h"
}

%type decl {WDecl *}
%type project_items {WDecl *}
%type profile_items {WDecl *}
%type event_items {WDecl *}
%type channel_items {WDecl *}
%type message_items {WDecl *}
%type journey_items {WDecl *}
%type stage_items {WStage *}
%type test_items {WDecl *}
%type level {WLintLevel}
%type path {WList}
%type names {WList}
%type texts {WList}
%type wire {Wire}
%type type {WTypeNode *}
%type type1 {WTypeNode *}
%type field {WField *}
%type fields {WList}
%type type_of_const {WTypeNode *}
%type default {WExpr *}
%type hours {WQuiet *}
%type quiet_days {WList}
%type quiet_day {WDayItem *}
%type weekdays {WList}
%type numbers {WList}
%type scope {WTreeScope *}
%type window {Window}
%type defer {WExpr *}
%type length {WExpr *}
%type parts {WList}
%type where {WExpr *}
%type match {WMatch *}
%type older {WExpr *}
%type deadline {WGoal *}
%type reentry {WReentry *}
%type schedule {WSchedule *}
%type block {WBlock *}
%type stmts {WList}
%type stmt {WStmt *}
%type if_chain {WStmt *}
%type args {WList}
%type opt_args {WList}
%type to {WExpr *}
%type else {WBlock *}
%type arms {WList}
%type arm {WArm *}
%type replies {WStmt *}
%type instant {WInstant *}
%type shares {WList}
%type options {WList}
%type aim {WChoose *}
%type by {WList}
%type exprs {WList}
%type value {WExpr *}
%type values {WList}
%type span {WExpr *}
%type place {WExpr *}
%type expr {WExpr *}
%type or {WExpr *}
%type and {WExpr *}
%type not {WExpr *}
%type cmp {WExpr *}
%type alt {WExpr *}
%type sum {WExpr *}
%type term {WExpr *}
%type unary {WExpr *}
%type postfix {WExpr *}
%type primary {WExpr *}
%type call_args {WList}
%type arg {WArg *}
%type sent {WArg *}
%type sent_field {Tok}
%type period {WPeriod *}
%type each {WArg *}
%type text {WExpr *}
%type text_open {WList}
%type hole {Piece *}
%type expect {WExpect *}
%type expected_send {WExpect *}
%type why {Why}

// ---- declarations

file ::= decls.
decls ::= .
decls ::= decls decl(D).                      { w_build_add_decl(p, D); }
decls ::= decls error.                        { w_build_lost_decl(p); }

name(A) ::= ID(T).                            { A = T; }
title(A) ::= .                                { A = NULL; }
title(A) ::= TEXT(T).                         { A = T; }
renamed(A) ::= .                              { A = NULL; }
renamed(A) ::= RENAMED FROM name(N).          { A = N; }
because(A) ::= .                              { A = NULL; }
because(A) ::= BECAUSE TEXT(T).               { A = T; }
comma ::= .
comma ::= COMMA.
names(A) ::= name(N).                         { A = w_build_names(p, (WList){0}, N); }
names(A) ::= names(L) COMMA name(N).          { A = w_build_names(p, L, N); }

decl(A) ::= PROJECT(K) name(N) title(T) LBRACE project_items(D) RBRACE. {
    A = w_build_named(p, D, K, &D->project.name, N);
    D->project.title = w_build_plain(p, T);
}
decl(A) ::= PROFILE(K) LBRACE profile_items(D) RBRACE. { A = w_build_decl_end(p, D, K); }
decl(A) ::= EVENT(K) name(N) wire(W) LBRACE event_items(D) RBRACE. {
    A = w_build_named(p, D, K, &D->event.name, N);
    D->event.wire = W.kind;
    D->event.wire_name = w_build_plain(p, W.name);
}
decl(A) ::= SEGMENT(K) name(N) title(T) WHEN expr(E). {
    A = w_build_decl(p, W_DECL_SEGMENT);
    w_build_named(p, A, K, &A->segment.name, N);
    A->segment.title = w_build_plain(p, T);
    A->segment.when = E;
}
decl(A) ::= CHANNEL(K) name(N) LBRACE channel_items(D) RBRACE. {
    A = w_build_named(p, D, K, &D->channel.name, N);
}
decl(A) ::= RECORD(K) name(N) LBRACE fields(L) RBRACE. {
    A = w_build_decl(p, W_DECL_RECORD);
    w_build_named(p, A, K, &A->record.name, N);
    A->record.fields = L.first;
}
decl(A) ::= EXCLUSIVE(K) name(N) OF names(L). {
    A = w_build_decl(p, W_DECL_EXCLUSIVE);
    w_build_named(p, A, K, &A->exclusive.name, N);
    A->exclusive.journeys = L.first;
}
decl(A) ::= LIMIT(K) scope(S) TO INT(N) PER window(W) over(O) defer(U). {
    A = w_build_limit(p, K, S, N, W);
    A->limit.over_all = w_build_flag(p, O);
    A->limit.defer_up_to = U;
}
decl(A) ::= SUPPRESS(K) scope(S) WHEN expr(E) because(B). {
    A = w_build_decl(p, W_DECL_SUPPRESS);
    A->suppress = (WSuppress){*S, E, w_build_plain(p, B)};
    w_build_decl_end(p, A, K);
}
decl(A) ::= MESSAGE(K) name(N) title(T) LBRACE message_items(D) RBRACE. {
    A = w_build_named(p, D, K, &D->message.name, N);
    D->message.title = w_build_plain(p, T);
}
decl(A) ::= JOURNEY(K) name(N) title(T) renamed(R) LBRACE journey_items(D) RBRACE. {
    A = w_build_named(p, D, K, &D->journey.name, N);
    D->journey.title = w_build_plain(p, T);
    D->journey.renamed_from = w_build_name(p, R);
}
decl(A) ::= CONST(K) name(N) EQ expr(E).      { A = w_build_const(p, K, N, NULL, E); }
decl(A) ::= CONST(K) KEY(N) COLON type(T) EQ expr(E). { A = w_build_const(p, K, N, T, E); }
decl(A) ::= TEST(K) TEXT(T) LBRACE test_items(D) RBRACE. {
    A = w_build_decl_end(p, D, K);
    D->test.title = w_build_plain(p, T);
}
decl(A) ::= RETIRE(K) name(N) EXIT.           { A = w_build_retire(p, K, N, false); }
decl(A) ::= RETIRE(K) name(N) PIN.            { A = w_build_retire(p, K, N, true); }

// ---- project
project_items(A) ::= .                        { A = w_build_decl(p, W_DECL_PROJECT); }
project_items(A) ::= project_items(A) error.  { w_build_broken(p); }
project_items(A) ::= project_items(A) LANGUAGE(K) INT(N). {
    w_build_amount(p, &A->project.language, K, N);
}
project_items(A) ::= project_items(A) TIMEZONE(K) TEXT(T). {
    w_build_text_clause(p, &A->project.timezone, K, T);
}
project_items(A) ::= project_items(A) USE(K) path(L). { w_build_use(p, A, K, L); }
project_items(A) ::= project_items(A) LOCALE(K) TEXT(T). {
    w_build_text_clause(p, &A->project.locale, K, T);
}
project_items(A) ::= project_items(A) EXCLUDE TEXT(T). { w_build_exclude(p, A, T); }
project_items(A) ::= project_items(A) DEDUPE(K) length(L). {
    w_build_expr_clause(p, &A->project.dedupe, K, L);
}
project_items(A) ::= project_items(A) HOLDOUT(K) PERCENT(N). {
    w_build_amount(p, &A->project.holdout, K, N);
}
project_items(A) ::= project_items(A) LINT(K) name(N) level(L). { w_build_lint(p, A, K, N, L); }
level(A) ::= OFF.                             { A = W_LINT_OFF; }
level(A) ::= WARNING.                         { A = W_LINT_WARNING; }
level(A) ::= ERROR.                           { A = W_LINT_ERROR; }
path(A) ::= name(N).                          { A = w_build_names(p, (WList){0}, N); }
path(A) ::= path(L) DOT ID(N).                { A = w_build_names(p, L, N); }

// ---- profile, event, record: fields
profile_items(A) ::= .                        { A = w_build_decl(p, W_DECL_PROFILE); }
profile_items(A) ::= profile_items(A) error.  { w_build_broken(p); }
profile_items(A) ::= profile_items(A) KEY(N) COLON type(T) personal(P) default(E) wired(F)
    renamed(R) comma. {
    w_build_append(p, &A->profile.fields, w_build_field(p, N, T, P, E, F, R));
}
event_items(A) ::= .                          { A = w_build_decl(p, W_DECL_EVENT); }
event_items(A) ::= event_items(A) error.      { w_build_broken(p); }
event_items(A) ::= event_items(A) field(F).   { w_build_append(p, &A->event.fields, F); }
event_items(A) ::= event_items(A) SET(K) PROFILE DOT ID(N) EQ expr(E). {
    w_build_profile_set(p, A, K, N, E);
}
wire(A) ::= .                                 { A = (Wire){W_WIRE_TRACK, NULL}; }
wire(A) ::= AS TEXT(T).                       { A = (Wire){W_WIRE_TRACK, T}; }
wire(A) ::= AS PAGE TEXT(T).                  { A = (Wire){W_WIRE_PAGE, T}; }
wire(A) ::= AS SCREEN TEXT(T).                { A = (Wire){W_WIRE_SCREEN, T}; }
wire(A) ::= AS GROUP.                         { A = (Wire){W_WIRE_GROUP, NULL}; }
fields(A) ::= .                               { A = (WList){0}; }
fields(A) ::= fields(A) error.                { w_build_broken(p); }
fields(A) ::= fields(A) field(F).             { w_list_add(&A, F); }
field(A) ::= KEY(N) COLON type(T) personal(P) wired(F) renamed(R) comma. {
    A = w_build_field(p, N, T, P, NULL, F, R);
}
personal(A) ::= .                             { A = NULL; }
personal(A) ::= PERSONAL(K).                  { A = K; }
wired(A) ::= .                                { A = NULL; }
wired(A) ::= FROM TEXT(T).                    { A = T; }
default(A) ::= .                              { A = NULL; }
default(A) ::= EQ expr(E).                    { A = E; }
type(A) ::= type1(A).
type(A) ::= type1(A) QUESTION.                { w_build_optional(p, A); }
type1(A) ::= name(N).                         { A = w_build_named_type(p, N); }
type1(A) ::= LIST(K) OF type1(T).             { A = w_build_list_type(p, K, T); }
type1(A) ::= ONE(K) OF LBRACKET texts(L) comma RBRACKET. { A = w_build_enum(p, K, L, false); }
type1(A) ::= ONE(K) OF LBRACKET texts(L) comma RBRACKET OR OTHER. {
    A = w_build_enum(p, K, L, true);
}
texts(A) ::= TEXT(T).                         { A = w_build_texts(p, (WList){0}, T); }
texts(A) ::= texts(L) COMMA TEXT(T).          { A = w_build_texts(p, L, T); }

// ---- channel
channel_items(A) ::= .                        { A = w_build_decl(p, W_DECL_CHANNEL); }
channel_items(A) ::= channel_items(A) error.  { w_build_broken(p); }
channel_items(A) ::= channel_items(A) TO(K) expr(E). {
    w_build_expr_clause(p, &A->channel.to, K, E);
}
channel_items(A) ::= channel_items(A) CONSENT(K) expr(E). {
    w_build_expr_clause(p, &A->channel.consent, K, E);
}
channel_items(A) ::= channel_items(A) QUIET(K) hours(H) for_all(F). {
    w_build_quiet(p, A, K, H, F);
}
channel_items(A) ::= channel_items(A) RATE(K) INT(N) PER length(L). {
    w_build_rate(p, A, K, N, L);
}
channel_items(A) ::= channel_items(A) ACCEPTS(K) PERSONAL. {
    w_build_flag_clause(p, &A->channel.accepts_personal, K);
}
channel_items(A) ::= channel_items(A) INTERNAL(K). {
    w_build_flag_clause(p, &A->channel.internal, K);
}
for_all(A) ::= .                              { A = NULL; }
for_all(A) ::= FOR(K) ALL.                    { A = K; }
hours(A) ::= CLOCK(F) TO CLOCK(T).            { A = w_build_hours(p, F, T, (WList){0}); }
hours(A) ::= CLOCK(F) TO CLOCK(T) ON quiet_days(L). { A = w_build_hours(p, F, T, L); }
hours(A) ::= ON quiet_days(L).                { A = w_build_quiet_days(p, L); }
hours(A) ::= DATE(F) TO DATE(T).              { A = w_build_quiet_dates(p, F, T); }
quiet_days(A) ::= quiet_day(D).               { A = w_list_of(D); }
quiet_days(A) ::= quiet_days(A) COMMA quiet_day(D). { w_list_add(&A, D); }
quiet_day(A) ::= WEEKDAY(T).                  { A = w_build_day(p, T); }
quiet_day(A) ::= DATE(T).                     { A = w_build_day(p, T); }

// ---- limits and suppressions
scope(A) ::= FROM(K) name(N).                 { A = w_build_scope(p, K, N, NULL); }
scope(A) ::= name(N).                         { A = w_build_scope(p, NULL, N, NULL); }
scope(A) ::= name(N) name(M).                 { A = w_build_scope(p, NULL, N, M); }
window(A) ::= length(L).                      { A = (Window){L, NULL}; }
window(A) ::= CALENDAR UNIT(U).               { A = (Window){NULL, U}; }
over(A) ::= .                                 { A = NULL; }
over(A) ::= OVER(K) ALL CUSTOMERS.            { A = K; }
defer(A) ::= .                                { A = NULL; }
defer(A) ::= OTHERWISE DEFER UP TO length(L). { A = L; }
length(A) ::= DURATION(T).                    { A = w_build_literal(p, T); }
length(A) ::= INT(N) UNIT(U).                 { A = w_build_unit_length(p, N, U); }
length(A) ::= INT(N).                         { A = w_build_unit_length(p, N, NULL); }

// ---- message
message_items(A) ::= .                        { A = w_build_decl(p, W_DECL_MESSAGE); }
message_items(A) ::= message_items(A) error.  { w_build_broken(p); }
message_items(A) ::= message_items(A) CLASS(K) name(N). {
    w_build_name_clause(p, &A->message.class_name, K, N);
}
message_items(A) ::= message_items(A) TAGS(K) names(L). { w_build_tags(p, A, K, L); }
message_items(A) ::= message_items(A) PARAM KEY(N) COLON type(T) default(E) comma. {
    w_build_append(p, &A->message.params, w_build_field(p, N, T, NULL, E, NULL, NULL));
}
message_items(A) ::= message_items(A) ANSWER(K) LBRACE fields(L) RBRACE. {
    w_build_answer(p, A, K, L);
}
message_items(A) ::= message_items(A) name(N) title(T) LBRACE parts(L) RBRACE. {
    w_build_content(p, A, N, T, L);
}
parts(A) ::= .                                { A = (WList){0}; }
parts(A) ::= parts(A) error.                  { w_build_broken(p); }
parts(A) ::= parts(A) name(N) text(T).        { w_list_add(&A, w_build_part(p, N, T, NULL)); }
parts(A) ::= parts(A) name(N) FILE TEXT(T).   { w_list_add(&A, w_build_part(p, N, NULL, T)); }

// ---- journeys

journey_items(A) ::= .                        { A = w_build_decl(p, W_DECL_JOURNEY); }
journey_items(A) ::= journey_items(A) error.  { w_build_broken(p); }
journey_items(A) ::= journey_items(A) OWNER(K) TEXT(T). {
    w_build_text_clause(p, &A->journey.owner, K, T);
}
journey_items(A) ::= journey_items(A) PART(K) OF name(N). {
    w_build_name_clause(p, &A->journey.part_of, K, N);
}
journey_items(A) ::= journey_items(A) PRIORITY(K) INT(N). {
    w_build_amount(p, &A->journey.priority, K, N);
}
journey_items(A) ::= journey_items(A) HOLDOUT(K) PERCENT(N). {
    w_build_amount(p, &A->journey.holdout, K, N);
}
journey_items(A) ::= journey_items(A) EXPIRES(K) DATE(D) then_exit(T). {
    w_build_expires(p, A, K, D, T);
}
journey_items(A) ::= journey_items(A) VAR(K) name(N) EQ expr(E). { w_build_var(p, A, K, N, E); }
journey_items(A) ::= journey_items(A) APPROVED(K) BY TEXT(T). {
    w_build_text_clause(p, &A->journey.approved_by, K, T);
}
journey_items(A) ::= journey_items(A) GOAL(K) match(M) deadline(D). {
    w_build_goal(p, A, K, M, D);
}
journey_items(A) ::= journey_items(A) ENTER(K) ON match(M) older(O). {
    w_build_enter(p, A, K, W_ENTER_ON, O)->match = *M;
}
journey_items(A) ::= journey_items(A) ENTER(K) ON CHANGE OF PROFILE DOT ID(N) where(E) older(O). {
    WEnter *enter = w_build_enter(p, A, K, W_ENTER_CHANGE, O);
    enter->field = w_build_name(p, N);
    enter->condition = E;
}
journey_items(A) ::= journey_items(A) ENTER(K) WHEN expr(E) including(C). {
    WEnter *enter = w_build_enter(p, A, K, W_ENTER_WHEN, NULL);
    enter->condition = E;
    enter->including_current = w_build_flag(p, C);
}
journey_items(A) ::= journey_items(A) ENTER(K) EVERY schedule(S) where(E). {
    WEnter *enter = w_build_enter(p, A, K, W_ENTER_EVERY, NULL);
    enter->schedule = *S;
    enter->condition = E;
}
journey_items(A) ::= journey_items(A) ONLY(K) IF expr(E) because(B). {
    w_build_only_if(p, A, K, E, B);
}
journey_items(A) ::= journey_items(A) REENTER(K) reentry(R). { w_build_reentry(p, A, K, R); }
journey_items(A) ::= journey_items(A) EXIT(K) ON match(M). {
    w_build_exit_clause(p, A, K, W_EXIT_ON)->match = *M;
}
journey_items(A) ::= journey_items(A) EXIT(K) ON GOAL. {
    w_build_exit_clause(p, A, K, W_EXIT_ON_GOAL);
}
journey_items(A) ::= journey_items(A) EXIT(K) WHEN expr(E). {
    w_build_exit_clause(p, A, K, W_EXIT_WHEN)->when = E;
}
journey_items(A) ::= journey_items(A) ONE(K) PER name(N). {
    w_build_name_clause(p, &A->journey.one_per, K, N);
}
journey_items(A) ::= journey_items(A) ADMIT(K) AT MOST INT(N) PER length(L). {
    w_build_admit(p, A, K, N, (Window){L, NULL});
}
journey_items(A) ::= journey_items(A) ADMIT(K) AT MOST INT(N) PER UNIT(U). {
    w_build_admit(p, A, K, N, (Window){NULL, U});
}
journey_items(A) ::= journey_items(A) MIGRATE(K) name(N) TO name(M). {
    w_build_migrate(p, A, K, N, M);
}
journey_items(A) ::= journey_items(A) MIGRATE(K) name(N) TO EXIT. {
    w_build_migrate(p, A, K, N, NULL);
}
journey_items(A) ::= journey_items(A) PIN(K). { w_build_flag_clause(p, &A->journey.pin, K); }
journey_items(A) ::= journey_items(A) KEEP(K) DEADLINES. {
    w_build_flag_clause(p, &A->journey.keep_deadlines, K);
}
journey_items(A) ::= journey_items(A) STAGE(K) name(N) title(T) renamed(R)
    LBRACE stage_items(S) RBRACE. {
    S->renamed_from = w_build_name(p, R);
    w_build_append(p, &A->journey.stages, w_build_stage(p, S, K, N, T));
}
then_exit(A) ::= .                            { A = NULL; }
then_exit(A) ::= COMMA THEN EXIT(K).          { A = K; }
including(A) ::= .                            { A = NULL; }
including(A) ::= COMMA INCLUDING(K) CURRENT.  { A = K; }
where(A) ::= .                                { A = NULL; }
where(A) ::= WHERE expr(E).                   { A = E; }
match(A) ::= name(N) where(E).                { A = w_build_match(p, N, E); }
older(A) ::= .                                { A = NULL; }
older(A) ::= UNLESS OLDER THAN span(L).       { A = L; }
deadline(A) ::= .                             { A = w_build_deadline(p, NULL, W_FROM_NONE); }
deadline(A) ::= WITHIN span(L).               { A = w_build_deadline(p, L, W_FROM_NONE); }
deadline(A) ::= WITHIN span(L) FROM ENTRY.    { A = w_build_deadline(p, L, W_FROM_ENTRY); }
deadline(A) ::= WITHIN span(L) FROM SEND.     { A = w_build_deadline(p, L, W_FROM_SEND); }
reentry(A) ::= NEVER.     { A = w_build_after(p, W_REENTRY_NEVER, NULL, W_FROM_NONE); }
reentry(A) ::= ALWAYS.    { A = w_build_after(p, W_REENTRY_ALWAYS, NULL, W_FROM_NONE); }
reentry(A) ::= AFTER span(L).      { A = w_build_after(p, W_REENTRY_AFTER, L, W_FROM_NONE); }
reentry(A) ::= AFTER span(L) FROM ENTRY. {
    A = w_build_after(p, W_REENTRY_AFTER, L, W_FROM_ENTRY);
}
reentry(A) ::= AFTER span(L) FROM EXIT.  { A = w_build_after(p, W_REENTRY_AFTER, L, W_FROM_EXIT); }
schedule(A) ::= weekdays(L) AT CLOCK(C).      { A = w_build_weekly(p, L, C); }
schedule(A) ::= UNIT(U) AT CLOCK(C).          { A = w_build_every(p, U, (WList){0}, NULL, C); }
schedule(A) ::= UNIT(U) ON numbers(L) AT CLOCK(C). { A = w_build_every(p, U, L, NULL, C); }
schedule(A) ::= UNIT(U) ON LAST UNIT(V) AT CLOCK(C). {
    A = w_build_every(p, U, (WList){0}, V, C);
}
weekdays(A) ::= WEEKDAY(T).                   { A = w_list_of(w_build_day(p, T)); }
weekdays(A) ::= weekdays(A) COMMA WEEKDAY(T). { w_list_add(&A, w_build_day(p, T)); }
numbers(A) ::= INT(N).                        { A = w_build_numbers(p, (WList){0}, N); }
numbers(A) ::= numbers(L) COMMA INT(N).       { A = w_build_numbers(p, L, N); }

// ---- stages

stage_items(A) ::= .                          { A = w_build_new_stage(p); }
stage_items(A) ::= stage_items(A) error.    { w_build_append(p, &A->first, w_build_lost_stmt(p)); }
stage_items(A) ::= stage_items(A) MOMENT TEXT(T). { w_build_moment(p, A, T); }
stage_items(A) ::= stage_items(A) ON(K) match(M) block(B). {
    w_build_append(p, &A->reactions, w_build_on(p, K, M, NULL, B));
}
stage_items(A) ::= stage_items(A) WHEN(K) expr(E) block(B). {
    w_build_append(p, &A->reactions, w_build_when(p, K, E, B));
}
stage_items(A) ::= stage_items(A) stmt(S).    { w_build_append(p, &A->first, S); }

block(A) ::= LBRACE(K) stmts(L) RBRACE.       { A = w_build_block(p, K, L); }
stmts(A) ::= .                                { A = (WList){0}; }
stmts(A) ::= stmts(A) error.                  { w_list_add(&A, w_build_lost_stmt(p)); }
stmts(A) ::= stmts(A) stmt(S).                { w_list_add(&A, S); }

stmt(A) ::= WAIT(K) title(T) span(L). {
    A = w_build_wait(p, K, T, W_WAIT_LENGTH, L);
}
stmt(A) ::= WAIT(K) title(T) UP TO span(L) LBRACE arms(R) RBRACE. {
    A = w_build_wait(p, K, T, W_WAIT_UP_TO, L);
    w_build_arms(p, A, R);
}
stmt(A) ::= WAIT(K) title(T) span(L) LBRACE arms(R) RBRACE. {
    w_build_up_to_missing(p, L);
    A = w_build_wait(p, K, T, W_WAIT_UP_TO, L);
    w_build_arms(p, A, R);
}
stmt(A) ::= WAIT(K) title(T) UNTIL instant(I). {
    A = w_build_wait(p, K, T, W_WAIT_UNTIL, NULL);
    A->wait.instant = *I;
}
stmt(A) ::= WAIT(K) title(T) UNTIL instant(I) LBRACE arms(R) RBRACE. {
    A = w_build_wait(p, K, T, W_WAIT_UNTIL, NULL);
    A->wait.instant = *I;
    w_build_arms(p, A, R);
}
stmt(A) ::= WAIT(K) title(T) FOR LBRACE arms(R) RBRACE. {
    A = w_build_wait(p, K, T, W_WAIT_FOR, NULL);
    w_build_arms(p, A, R);
}
stmt(A) ::= SEND(K) title(T) name(C) name(M) opt_args(L) to(E) else(B). {
    A = w_build_send(p, K, T, C, M);
    A->send.args = L.first;
    A->send.to = E;
    A->send.else_block = B;
}
stmt(A) ::= ASK(K) title(T) name(C) name(M) opt_args(L) to(E) UP TO span(D)
    LBRACE replies(S) RBRACE. {
    A = w_build_ask(p, S, K, T, C, M);
    A->ask.args = L.first;
    A->ask.to = E;
    A->ask.up_to = D;
}
stmt(A) ::= if_chain(A).
stmt(A) ::= if_chain(A) ELSE block(B).        { w_build_else(p, A, B); }
if_chain(A) ::= IF(K) expr(E) block(B).       { A = w_build_if(p, K, E, B); }
if_chain(A) ::= if_chain(A) ELSE IF(K) expr(E) block(B). { w_build_else_if(p, A, K, E, B); }
stmt(A) ::= LET(K) name(N) EQ expr(E).        { A = w_build_assign(p, K, W_STMT_LET, N, E); }
stmt(A) ::= SET(K) PROFILE DOT ID(N) EQ expr(E). {
    A = w_build_assign(p, K, W_STMT_SET_PROFILE, N, E);
}
stmt(A) ::= SET(K) name(N) EQ expr(E).        { A = w_build_assign(p, K, W_STMT_SET, N, E); }
stmt(A) ::= EMIT(K) name(N) opt_args(L). {
    A = w_build_stmt(p, K, W_STMT_EMIT);
    A->emit.event = w_build_name(p, N);
    A->emit.args = L.first;
}
stmt(A) ::= SPLIT(K) name(N) LBRACE shares(L) RBRACE. {
    A = w_build_stmt(p, K, W_STMT_SPLIT);
    A->split.name = w_build_name(p, N);
    A->split.shares = L.first;
}
stmt(A) ::= CHOOSE(K) name(N) TO MAXIMISE aim(M) by(Y) LBRACE options(L) RBRACE. {
    A = w_build_stmt(p, K, W_STMT_CHOOSE);
    A->choose = *M;
    A->choose.name = w_build_name(p, N);
    A->choose.by = Y.first;
    A->choose.options = L.first;
}
stmt(A) ::= GO(K) name(N). {
    A = w_build_stmt(p, K, W_STMT_GO);
    A->go = w_build_name(p, N);
}
stmt(A) ::= FINISH(K).                        { A = w_build_stmt(p, K, W_STMT_FINISH); }
stmt(A) ::= EXIT(K) text(T). {
    A = w_build_stmt(p, K, W_STMT_EXIT);
    A->reason = w_build_outside_content(p, T);
}
to(A) ::= .                                   { A = NULL; }
to(A) ::= TO expr(E).                         { A = E; }
else(A) ::= .                                 { A = NULL; }
else(A) ::= ELSE block(B).                    { A = B; }
replies(A) ::= .                              { A = w_build_replies(p); }
replies(A) ::= replies(A) error.              { w_build_broken(p); }
replies(A) ::= replies(A) ANSWER(K) block(B). { w_build_reply(p, A, &A->ask.answer, K, B); }
replies(A) ::= replies(A) ELSE(K) block(B).   { w_build_reply(p, A, &A->ask.else_block, K, B); }
instant(A) ::= CLOCK(C) IN INT(N) UNIT(U).    { A = w_build_instant_in(p, C, N, U); }
instant(A) ::= WEEKDAY(D) CLOCK(C).           { A = w_build_instant_day(p, D, C); }
instant(A) ::= alt(E).                        { A = w_build_instant(p, E); }
arms(A) ::= .                                 { A = (WList){0}; }
arms(A) ::= arms(A) error.                    { w_build_broken(p); }
arms(A) ::= arms(A) arm(R).                   { w_list_add(&A, R); }
arm(A) ::= ON(K) match(M) block(B).           { A = w_build_on(p, K, M, NULL, B); }
arm(A) ::= ON(K) match(M) SINCE(S) ENTRY block(B). { A = w_build_on(p, K, M, S, B); }
arm(A) ::= WHEN(K) expr(E) block(B).          { A = w_build_when(p, K, E, B); }
arm(A) ::= ELSE(K) block(B).                  { A = w_build_else_arm(p, K, B); }
shares(A) ::= .                               { A = (WList){0}; }
shares(A) ::= shares(A) error.                { w_build_broken(p); }
shares(A) ::= shares(A) PERCENT(S) name(N) block(B). {
    w_list_add(&A, w_build_share(p, S, N, B));
}
aim(A) ::= GOAL.                              { A = w_build_aim(p, NULL, NULL); }
aim(A) ::= match(M) WITHIN span(L).           { A = w_build_aim(p, M, L); }
by(A) ::= .                                   { A = (WList){0}; }
by(A) ::= BY exprs(L).                        { A = L; }
exprs(A) ::= expr(E).                         { A = w_list_of(E); }
exprs(A) ::= exprs(A) COMMA expr(E).          { w_list_add(&A, E); }
options(A) ::= .                              { A = (WList){0}; }
options(A) ::= options(A) error.              { w_build_broken(p); }
options(A) ::= options(A) OPTION(K) name(N) where(E) block(B). {
    w_list_add(&A, w_build_option(p, K, N, E, B));
}

// ---- expressions

opt_args(A) ::= .                             { A = (WList){0}; }
opt_args(A) ::= LBRACE args(L) RBRACE.        { A = L; }
args(A) ::= .                                 { A = (WList){0}; }
args(A) ::= args(A) error.                    { w_build_broken(p); }
args(A) ::= args(A) KEY(N) COLON value(E) comma. { w_list_add(&A, w_build_pair(p, N, E)); }
value(A) ::= expr(A).
value(A) ::= LBRACE(K) args(L) RBRACE.        { A = w_build_record(p, K, L); }
values(A) ::= value(E).                       { A = w_list_of(E); }
values(A) ::= values(A) COMMA value(E).       { w_list_add(&A, E); }

span(A) ::= length(A).
span(A) ::= place(A).
span(A) ::= LPAREN expr(E) RPAREN.            { A = E; }
place(A) ::= name(N).                         { A = w_build_name_expr(p, N); }
place(A) ::= PROFILE(T).                      { A = w_build_leaf(p, W_EXPR_PROFILE, T); }
place(A) ::= EVENT(T).                        { A = w_build_leaf(p, W_EXPR_EVENT, T); }
place(A) ::= place(E) DOT ID(N).              { A = w_build_member(p, E, N); }

expr(A) ::= or(A).
or(A) ::= and(A).
or(A) ::= or(L) OR(O) and(R).                 { A = w_build_or(p, L, O, R); }
and(A) ::= not(A).
and(A) ::= and(L) AND(O) not(R).              { A = w_build_binary(p, W_OP_AND, L, O, R); }
not(A) ::= cmp(A).
not(A) ::= NOT(O) not(E).                     { A = w_build_unary(p, W_EXPR_NOT, O, E); }
cmp(A) ::= alt(A).
cmp(A) ::= alt(L) relop(O) alt(R).            { A = w_build_compare(p, L, O, R); }
cmp(A) ::= alt(L) relop alt relop(O) alt(R).  { A = w_build_chain(p, L, O, R); }
cmp(A) ::= IN(O) name(N).                     { A = w_build_in_journey(p, O, N); }
cmp(A) ::= alt(E) IS KNOWN.                   { A = w_build_is(p, W_EXPR_KNOWN, E); }
cmp(A) ::= alt(E) IS MISSING.                 { A = w_build_is(p, W_EXPR_MISSING, E); }
cmp(A) ::= alt(L) IN(O) alt(R).               { A = w_build_binary(p, W_OP_IN, L, O, R); }
cmp(A) ::= alt(L) NOT(O) IN alt(R).           { A = w_build_binary(p, W_OP_NOT_IN, L, O, R); }
cmp(A) ::= alt(L) CONTAINS(O) alt(R).         { A = w_build_binary(p, W_OP_CONTAINS, L, O, R); }
cmp(A) ::= alt(L) STARTS(O) WITH alt(R).      { A = w_build_binary(p, W_OP_STARTS_WITH, L, O, R); }
cmp(A) ::= alt(L) ENDS(O) WITH alt(R).        { A = w_build_binary(p, W_OP_ENDS_WITH, L, O, R); }
cmp(A) ::= alt(L) MATCHES(O) TEXT(T). {
    A = w_build_binary(p, W_OP_MATCHES, L, O, w_build_literal(p, T));
}
cmp(A) ::= alt(E) BETWEEN alt(L) AND alt(H).  { A = w_build_between(p, E, L, H); }
relop(A) ::= EQ(A).
relop(A) ::= NE(A).
relop(A) ::= LT(A).
relop(A) ::= LE(A).
relop(A) ::= GT(A).
relop(A) ::= GE(A).
alt(A) ::= sum(A).
alt(A) ::= alt(L) OTHERWISE(O) sum(R).        { A = w_build_binary(p, W_OP_OTHERWISE, L, O, R); }
sum(A) ::= term(A).
sum(A) ::= sum(L) PLUS(O) term(R).            { A = w_build_binary(p, W_OP_ADD, L, O, R); }
sum(A) ::= sum(L) MINUS(O) term(R).           { A = w_build_binary(p, W_OP_SUB, L, O, R); }
sum(A) ::= sum(L) AT(O) term(R).              { A = w_build_binary(p, W_OP_AT, L, O, R); }
term(A) ::= unary(A).
term(A) ::= term(L) STAR(O) unary(R).         { A = w_build_binary(p, W_OP_MUL, L, O, R); }
term(A) ::= term(L) SLASH(O) unary(R).        { A = w_build_binary(p, W_OP_DIV, L, O, R); }
unary(A) ::= postfix(A).
unary(A) ::= MINUS(O) unary(E).               { A = w_build_unary(p, W_EXPR_NEGATE, O, E); }
postfix(A) ::= primary(A).
postfix(A) ::= postfix(E) DOT ID(N).          { A = w_build_member(p, E, N); }

primary(A) ::= INT(T).                        { A = w_build_literal(p, T); }
primary(A) ::= INT(N) UNIT(U).                { A = w_build_units(p, N, U); }
primary(A) ::= NUMBER(T).                     { A = w_build_literal(p, T); }
primary(A) ::= PERCENT(T).                    { A = w_build_literal(p, T); }
primary(A) ::= DURATION(T).                   { A = w_build_literal(p, T); }
primary(A) ::= CLOCK(T).                      { A = w_build_literal(p, T); }
primary(A) ::= DATE(T).                       { A = w_build_literal(p, T); }
primary(A) ::= DATE(D) CLOCK(C).              { A = w_build_date_clock(p, D, C); }
primary(A) ::= TRUE(T).                       { A = w_build_boolean(p, T, true); }
primary(A) ::= FALSE(T).                      { A = w_build_boolean(p, T, false); }
primary(A) ::= text(E).                       { A = w_build_outside_content(p, E); }
primary(A) ::= name(N).                       { A = w_build_name_expr(p, N); }
primary(A) ::= PROFILE(T).                    { A = w_build_leaf(p, W_EXPR_PROFILE, T); }
primary(A) ::= EVENT(T).                      { A = w_build_leaf(p, W_EXPR_EVENT, T); }
primary(A) ::= LPAREN(K) expr(E) RPAREN.      { A = w_build_group(p, K, E); }
primary(A) ::= LBRACKET(K) RBRACKET.          { A = w_build_list(p, K, (WList){0}); }
primary(A) ::= LBRACKET(K) values(L) comma RBRACKET. { A = w_build_list(p, K, L); }
primary(A) ::= name(N) LPAREN RPAREN.         { A = w_build_call(p, N, (WList){0}); }
primary(A) ::= name(N) LPAREN call_args(L) RPAREN. { A = w_build_call(p, N, L); }
call_args(A) ::= arg(G).                      { A = w_list_of(G); }
call_args(A) ::= call_args(A) COMMA arg(G).   { w_list_add(&A, G); }
arg(A) ::= expr(E) where(W) period(P).        { A = w_build_arg(p, E, W, P); }
arg(A) ::= expr(E) each(G).                   { A = w_build_each_arg(p, E, G); }
arg(A) ::= SENT(K) sent(G) sent_field(F) where(W) period(P). {
    A = w_build_sent_arg(p, K, G, F, W, P);
}
sent_field(A) ::= .                           { A = NULL; }
sent_field(A) ::= DOT name(F).                { A = F; }
sent(A) ::= name(N).                          { A = w_build_sent(p, N, NULL, NULL); }
sent(A) ::= name(N) name(M).                  { A = w_build_sent(p, N, M, NULL); }
sent(A) ::= name(N) FROM name(J).             { A = w_build_sent(p, N, NULL, J); }
sent(A) ::= name(N) name(M) FROM name(J).     { A = w_build_sent(p, N, M, J); }
sent(A) ::= FROM name(J).                     { A = w_build_sent(p, NULL, NULL, J); }
period(A) ::= .                               { A = w_build_period(p, NULL, NULL, NULL); }
period(A) ::= WITHIN(K) span(L).              { A = w_build_period(p, K, L, NULL); }
period(A) ::= WITHIN(K) THIS UNIT(U).         { A = w_build_period(p, K, NULL, U); }
period(A) ::= SINCE(K) ENTRY.                 { A = w_build_period(p, K, NULL, NULL); }
each(A) ::= FOR(K) name(N) IN alt(L) where(W). { A = w_build_each(p, K, N, L, W); }

text(A) ::= TEXT(T).                          { A = w_build_literal(p, T); }
text(A) ::= text_open(L) TEXT_CLOSE(T).       { A = w_build_text(p, L, T); }
text_open(A) ::= TEXT_OPEN(T) hole(H).        { A = w_build_pieces(p, (WList){0}, T, H); }
text_open(A) ::= text_open(L) TEXT_MID(T) hole(H). { A = w_build_pieces(p, L, T, H); }
hole(A) ::= expr(E).                          { A = w_build_hole(p, PIECE_EXPR, NULL, E); }
hole(A) ::= each(G).                          { A = w_build_hole_for(p, G); }
hole(A) ::= IF(K) expr(E).                    { A = w_build_hole(p, PIECE_IF, K, E); }
hole(A) ::= ELSE(K).                          { A = w_build_hole(p, PIECE_ELSE, K, NULL); }
hole(A) ::= ELSE(K) IF expr(E).               { A = w_build_hole(p, PIECE_ELSE_IF, K, E); }
hole(A) ::= END(K).                           { A = w_build_hole(p, PIECE_END, K, NULL); }

// ---- tests

test_items(A) ::= .                           { A = w_build_decl(p, W_DECL_TEST); }
test_items(A) ::= test_items(A) error.        { w_build_broken(p); }
test_items(A) ::= test_items(A) PROFILE(K) LBRACE args(L) RBRACE. {
    w_build_step(p, A, K, W_STEP_PROFILE)->args = L.first;
}
test_items(A) ::= test_items(A) CUSTOMER(K) TEXT(T). {
    w_build_step(p, A, K, W_STEP_CUSTOMER)->first = w_build_plain(p, T);
}
test_items(A) ::= test_items(A) GIVEN(K) SENT name(N) length(L) AGO. {
    w_build_given(p, A, K, N, NULL, L);
}
test_items(A) ::= test_items(A) GIVEN(K) SENT name(N) name(M) length(L) AGO. {
    w_build_given(p, A, K, N, M, L);
}
test_items(A) ::= test_items(A) SPLIT(K) name(N) DOT ID(S) name(M). {
    w_build_draw(p, A, K, N, S, M);
}
test_items(A) ::= test_items(A) HELD(K) OUT.  { w_build_step(p, A, K, W_STEP_HELD_OUT); }
test_items(A) ::= test_items(A) AT(K) DATE(D). { w_build_at(p, A, K, D, NULL); }
test_items(A) ::= test_items(A) AT(K) DATE(D) CLOCK(C). { w_build_at(p, A, K, D, C); }
test_items(A) ::= test_items(A) AFTER(K) span(L). {
    w_build_step(p, A, K, W_STEP_AFTER)->length = L;
}
test_items(A) ::= test_items(A) EVENT(K) name(N) opt_args(L). {
    WStep *step = w_build_step(p, A, K, W_STEP_EVENT);
    step->first = w_build_name(p, N);
    step->args = L.first;
}
test_items(A) ::= test_items(A) EXPECT(K) expect(E). {
    w_build_step(p, A, K, W_STEP_EXPECT)->expect = *E;
}
expect(A) ::= SEND expected_send(E) opt_args(L). { A = E; A->args = L.first; }
expect(A) ::= NO SEND of(O).                  { A = w_build_no_send(p, NULL, O); }
expect(A) ::= NO SEND expected_send(E) of(O). { A = w_build_no_send(p, E, O); }
expect(A) ::= SUPPRESSED expected_send(E) why(W). {
    A = w_build_why(p, E, W_EXPECT_SUPPRESSED, W);
}
expect(A) ::= DEFERRED expected_send(E) why(W). { A = w_build_why(p, E, W_EXPECT_DEFERRED, W); }
expect(A) ::= ENTER name(N).                  { A = w_build_expect(p, W_EXPECT_ENTER, N, NULL); }
expect(A) ::= NO ENTER name(N). { A = w_build_expect(p, W_EXPECT_NO_ENTER, N, NULL); }
expect(A) ::= REFUSED name(N) why(W). {
    A = w_build_why(p, w_build_expect(p, W_EXPECT_REFUSED, N, NULL), W_EXPECT_REFUSED, W);
}
expect(A) ::= STAGE name(N) DOT ID(S).        { A = w_build_expect(p, W_EXPECT_STAGE, N, S); }
expect(A) ::= GOAL name(N).                   { A = w_build_expect(p, W_EXPECT_GOAL, N, NULL); }
expect(A) ::= EXIT name(N) why(W). {
    A = w_build_why(p, w_build_expect(p, W_EXPECT_EXIT, N, NULL), W_EXPECT_EXIT, W);
}
expect(A) ::= FINISH name(N).                 { A = w_build_expect(p, W_EXPECT_FINISH, N, NULL); }
expect(A) ::= PROFILE LBRACE args(L) RBRACE. {
    A = w_build_expect(p, W_EXPECT_PROFILE, NULL, NULL);
    A->args = L.first;
}
expected_send(A) ::= name(N).                 { A = w_build_expect(p, W_EXPECT_SEND, N, NULL); }
expected_send(A) ::= name(N) name(M).         { A = w_build_expect(p, W_EXPECT_SEND, N, M); }
of(A) ::= .                                   { A = NULL; }
of(A) ::= OF name(N).                         { A = N; }
why(A) ::= .                                  { A = (Why){W_WHY_NONE, NULL}; }
why(A) ::= BECAUSE TEXT(T).                   { A = (Why){W_WHY_TEXT, T}; }
why(A) ::= BECAUSE name(N).                   { A = (Why){W_WHY_NAME, N}; }
why(A) ::= BECAUSE REENTER(T).                { A = (Why){W_WHY_NAME, T}; }

%code {
// The automaton without the building: what would become of a token, on a copy of the states.

static uint16_t state_of(const yyParser *parser, int depth) {
    return parser->yystack[depth].stateno;
}

void w_states_read(const void *grammar, WStates *states) {
    const yyParser *parser = grammar;
    states->depth = (uint32_t)(parser->yytos - parser->yystack) + 1;
    for (uint32_t i = 0; i < states->depth; i++) states->at[i] = state_of(parser, (int)i);
}

bool w_states_feed(WStates *states, uint16_t token) {
    for (;;) {
        uint16_t state = states->at[states->depth - 1];
        uint16_t action = state;
        if (state <= YY_MAX_SHIFT) action = yy_find_shift_action((YYCODETYPE)token, state);
        if (action < YY_MIN_REDUCE) {
            if (action == YY_ACCEPT_ACTION) return true;
            if (action > YY_MAX_SHIFTREDUCE || states->depth == W_STATES_MAX) return false;
            if (action > YY_MAX_SHIFT) action += YY_MIN_REDUCE - YY_MIN_SHIFTREDUCE;
            states->at[states->depth++] = action;
            return true;
        }
        uint16_t rule = action - YY_MIN_REDUCE;
        states->depth -= (uint32_t)-yyRuleInfoNRhs[rule];
        uint16_t below = states->at[states->depth - 1];
        if (states->depth == W_STATES_MAX) return false;
        states->at[states->depth++] = yy_find_reduce_action(below, yyRuleInfoLhs[rule]);
    }
}

static bool takes_error(uint16_t state) {
    return state <= YY_MAX_SHIFT &&
           yy_find_reduce_action(state, YYERRORSYMBOL) <= YY_MAX_SHIFTREDUCE;
}

bool w_states_feed_error(WStates *states) {
    uint16_t state = states->at[states->depth - 1];
    if (!takes_error(state) || states->depth == W_STATES_MAX) return false;
    uint16_t action = yy_find_reduce_action(state, YYERRORSYMBOL);
    if (action > YY_MAX_SHIFT) action += YY_MIN_REDUCE - YY_MIN_SHIFTREDUCE;
    states->at[states->depth++] = action;
    return true;
}

void w_grammar_settle(void *grammar, WParse *p) {
    yyParser *yypParser = grammar;
    w_grammarARG_STORE
    for (;;) {
        uint16_t state = yypParser->yytos->stateno;
        if (takes_error(state)) return;
        uint16_t action = state > YY_MAX_SHIFT ? state : yy_default[state];
        if (action < YY_MIN_REDUCE || yypParser->yytos >= yypParser->yystackEnd) return;
        yy_reduce(yypParser, action - YY_MIN_REDUCE, YYNOCODE, NULL);
    }
}

void w_grammar_take_error(void *grammar, uint32_t depth, WParse *p) {
    yyParser *yypParser = grammar;
    w_grammarARG_STORE
    W_ASSERT(depth >= 1);
    while (yypParser->yytos > yypParser->yystack + (depth - 1)) yy_pop_parser_stack(yypParser);
    uint16_t state = yypParser->yytos->stateno;
    W_ASSERT(takes_error(state));
    yy_shift(yypParser, yy_find_reduce_action(state, YYERRORSYMBOL), YYERRORSYMBOL, NULL);
}

uint32_t w_grammar_open_brace(const void *grammar) {
    const yyParser *parser = grammar;
    const yyStackEntry *at = parser->yytos;
    while (at > parser->yystack && at->major != W_TK_LBRACE) at--;
    return at > parser->yystack ? (uint32_t)(at - parser->yystack) + 1 : 0;
}

_Static_assert(YYNTOKEN == W_TOKEN_KINDS, "token.h counts the terminals");

size_t w_grammar_bytes(void) {
    return sizeof(yyParser);
}
}
