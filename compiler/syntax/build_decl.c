// Building the tree: declarations, their fields, types and clauses.
//
// Premise: see build.h.
// Promise: see build.h.
#include "compiler/syntax/build.h"
#include "runtime/base/limits.h"

WDecl *w_build_decl(WParse *p, WDeclKind kind) {
    WDecl *decl = w_build_node(p, sizeof *decl);
    decl->kind = kind;
    return decl;
}

WDecl *w_build_decl_end(WParse *p, WDecl *decl, Tok keyword) {
    decl->span = w_build_span(p, keyword);
    decl->doc = w_build_doc(p, keyword);
    return decl;
}

WDecl *w_build_named(WParse *p, WDecl *decl, Tok keyword, WName *slot, Tok name) {
    *slot = w_build_name(p, name);
    return w_build_decl_end(p, decl, keyword);
}

void w_build_add_decl(WParse *p, WDecl *decl) {
    if (p->last)
        p->last->next = decl;
    else
        p->tree->first = decl;
    p->last = decl;
}

void w_build_lost_decl(WParse *p) {
    w_build_broken(p);
    p->tree->lost = true;
    WDecl *decl = w_build_decl(p, W_DECL_ERROR);
    decl->span = (WSpan){p->tokens->source->index, p->end, p->end};
    w_build_add_decl(p, decl);
}

WDecl *w_build_limit(WParse *p, Tok keyword, WTreeScope *scope, Tok count, Window window) {
    WDecl *decl = w_build_decl_end(p, w_build_decl(p, W_DECL_LIMIT), keyword);
    WLimit *limit = &decl->limit;
    limit->scope = *scope;
    limit->count = w_build_int(p, count);
    limit->count_span = w_build_token_span(p, count);
    limit->window = window.length;
    if (window.length) {
        limit->window_span = window.length->span;
    } else {
        limit->calendar = (WTreeUnit)w_build_word_value(p, window.unit);
        limit->window_span = w_build_token_span(p, window.unit);
    }
    return decl;
}

WDecl *w_build_const(WParse *p, Tok keyword, Tok name, WTypeNode *type, WExpr *value) {
    WDecl *decl = w_build_decl(p, W_DECL_CONST);
    w_build_named(p, decl, keyword, &decl->constant.name, name);
    decl->constant.type = type;
    decl->constant.value = value;
    return decl;
}

WDecl *w_build_retire(WParse *p, Tok keyword, Tok name, bool pin) {
    WDecl *decl = w_build_decl(p, W_DECL_RETIRE);
    w_build_named(p, decl, keyword, &decl->retire.journey, name);
    decl->retire.pin = pin;
    return decl;
}

// ---- project

void w_build_use(WParse *p, WDecl *decl, Tok keyword, WList path) {
    WUse *use = w_build_node(p, sizeof *use);
    use->span = w_build_span(p, keyword);
    use->path = path.first;
    w_build_append(p, &decl->project.uses, use);
}

void w_build_exclude(WParse *p, WDecl *decl, Tok text) {
    w_build_append(p, &decl->project.excludes, w_build_texts(p, (WList){0}, text).first);
}

void w_build_lint(WParse *p, WDecl *decl, Tok keyword, Tok name, WLintLevel level) {
    WLintItem *item = w_build_node(p, sizeof *item);
    item->span = w_build_span(p, keyword);
    item->name = w_build_name(p, name);
    item->level = level;
    w_build_append(p, &decl->project.lints, item);
}

// ---- fields and types

WField *w_build_field(WParse *p, Tok key, WTypeNode *type, Tok personal, WExpr *value, Tok from,
                      Tok renamed) {
    WField *field = w_build_node(p, sizeof *field);
    field->span = w_build_span(p, key);
    field->doc = w_build_doc(p, key);
    field->name = w_build_name(p, key);
    field->type = type;
    if (personal) field->personal = (WFlag){true, w_build_token_span(p, personal)};
    field->value = value;
    field->from = w_build_plain(p, from);
    field->renamed_from = w_build_name(p, renamed);
    return field;
}

void w_build_profile_set(WParse *p, WDecl *decl, Tok keyword, Tok name, WExpr *value) {
    WProfileSet *set = w_build_node(p, sizeof *set);
    set->span = w_build_span(p, keyword);
    set->field = w_build_name(p, name);
    set->value = value;
    w_build_append(p, &decl->event.sets, set);
}

static WTypeNode *new_type(WParse *p, WTypeNodeKind kind, Tok from) {
    WTypeNode *type = w_build_node(p, sizeof *type);
    type->kind = kind;
    type->span = w_build_span(p, from);
    return type;
}

void w_build_optional(WParse *p, WTypeNode *type) {
    type->optional = true;
    type->span.end = p->end;
}

WTypeNode *w_build_named_type(WParse *p, Tok name) {
    WTypeNode *type = new_type(p, W_TYPE_NODE_NAMED, name);
    type->name = w_build_name(p, name);
    if (type->name.text.size == 0) type->kind = W_TYPE_NODE_ERROR;
    return type;
}

WTypeNode *w_build_list_type(WParse *p, Tok keyword, WTypeNode *of) {
    WTypeNode *type = new_type(p, W_TYPE_NODE_LIST, keyword);
    int depth = 1;
    for (const WTypeNode *at = of; at; at = at->of)
        depth++;
    if (depth > W_LIMIT_NESTING) {
        w_build_finding(p, W_E_TOO_DEEP, type->span, "this type is nested more than %d deep",
                        W_LIMIT_NESTING);
        type->kind = W_TYPE_NODE_ERROR;
        return type;
    }
    type->of = of;
    return type;
}

WTypeNode *w_build_enum(WParse *p, Tok keyword, WList options, bool or_other) {
    WTypeNode *type = new_type(p, W_TYPE_NODE_ONE_OF, keyword);
    type->options = options.first;
    type->or_other = or_other;
    return type;
}

// ---- channel, policy

void w_build_quiet(WParse *p, WDecl *decl, Tok keyword, WQuiet *quiet, Tok for_all) {
    quiet->span = w_build_span(p, keyword);
    quiet->for_all = for_all != NULL;
    w_build_append(p, &decl->channel.quiets, quiet);
}

static WQuiet *new_quiet(WParse *p, WQuietKind kind) {
    WQuiet *quiet = w_build_node(p, sizeof *quiet);
    quiet->kind = kind;
    return quiet;
}

WQuiet *w_build_hours(WParse *p, Tok from, Tok to, WList days) {
    WQuiet *quiet = new_quiet(p, W_QUIET_HOURS);
    quiet->from_ms = w_build_clock(p, from);
    quiet->to_ms = w_build_clock(p, to);
    quiet->days = days.first;
    return quiet;
}

WQuiet *w_build_quiet_days(WParse *p, WList days) {
    WQuiet *quiet = new_quiet(p, W_QUIET_DAYS);
    quiet->days = days.first;
    return quiet;
}

WQuiet *w_build_quiet_dates(WParse *p, Tok from, Tok to) {
    WQuiet *quiet = new_quiet(p, W_QUIET_DATES);
    quiet->from_day = w_build_date(p, from);
    quiet->to_day = w_build_date(p, to);
    return quiet;
}

void w_build_rate(WParse *p, WDecl *decl, Tok keyword, Tok count, WExpr *per) {
    WRate *rate = &decl->channel.rate;
    if (!w_build_once(p, rate->given, rate->span, keyword)) return;
    rate->given = true;
    rate->span = w_build_span(p, keyword);
    rate->count = w_build_int(p, count);
    rate->per = per;
}

WTreeScope *w_build_scope(WParse *p, Tok from, Tok first, Tok second) {
    WTreeScope *scope = w_build_node(p, sizeof *scope);
    scope->span = w_build_span(p, from ? from : first);
    if (from) {
        scope->from = w_build_name(p, first);
        return scope;
    }
    scope->first = w_build_name(p, first);
    scope->second = w_build_name(p, second);
    return scope;
}

// ---- message

void w_build_tags(WParse *p, WDecl *decl, Tok keyword, WList names) {
    WNameItem *before = decl->message.tags;
    WSpan first = before ? before->name.span : (WSpan){0};
    if (w_build_once(p, before != NULL, first, keyword)) decl->message.tags = names.first;
}

void w_build_answer(WParse *p, WDecl *decl, Tok keyword, WList fields) {
    WFlag *flag = &decl->message.has_answer;
    if (!w_build_once(p, flag->given, flag->span, keyword)) return;
    *flag = w_build_flag(p, keyword);
    decl->message.answer = fields.first;
}

void w_build_content(WParse *p, WDecl *decl, Tok channel, Tok locale, WList parts) {
    WContent *content = w_build_node(p, sizeof *content);
    content->span = w_build_span(p, channel);
    content->channel = w_build_name(p, channel);
    content->locale = w_build_plain(p, locale);
    content->parts = parts.first;
    w_build_append(p, &decl->message.contents, content);
}

WContentPart *w_build_part(WParse *p, Tok name, WExpr *text, Tok file) {
    WContentPart *part = w_build_node(p, sizeof *part);
    part->span = w_build_span(p, name);
    part->name = w_build_name(p, name);
    part->text = text;
    part->file = w_build_plain(p, file);
    return part;
}
