// Messages: class, tags and parameters.

#include "compiler/check/checker.h"

#include <stdlib.h>

#include "runtime/base/limits.h"

static void check_class(WChecker *ck, const WMessage *message, WProgramMessage *row) {
    WName name = message->class_name;
    row->class = W_CLASS_PROMOTIONAL;
    if (!w_name_given(name)) {
        WFinding *finding = FIND(ck, NO_CLASS, message->name.span,
                                 "the message `%.*s` has no class", W_STR_ARGS(row->name));
        w_finding_why(finding, "consent, quiet hours and limits depend on it");
        w_finding_fix(finding, "write `class promotional` or `class transactional`");
        return;
    }
    if (w_str_equal(name.text, W_STR("promotional"))) return;
    row->class = W_CLASS_TRANSACTIONAL;
    if (w_str_equal(name.text, W_STR("transactional"))) return;
    WFinding *finding =
        FIND(ck, UNKNOWN_NAME, name.span, "there is no class `%.*s`", W_STR_ARGS(name.text));
    w_finding_fix(finding, "classes are `promotional` and `transactional`");
}

static void check_param_default(WChecker *ck, const WField *field, WProgramParam *row) {
    if (field->value == NULL || row->type == W_TYPE_NONE) {
        row->has_default = field->value != NULL;
        return;
    }
    WEnv env = {.constant = true, .here = "a default is the same for everybody"};
    row->standard = w_check_value(ck, &env, field->value, row->type, "the parameter is");
    row->has_default = true;
}

static const WProgramParam *param_before(const WProgramMessage *row, WStr name) {
    for (uint32_t i = 0; i < row->param_count; i++) {
        if (w_str_equal(row->params[i].name, name)) return &row->params[i];
    }
    return NULL;
}

static void check_params(WChecker *ck, const WMessage *message, WProgramMessage *row) {
    uint32_t room = 0;
    for (const WField *field = message->params; field != NULL; field = field->next) {
        bool is_named = field->name.text.size > 0;
        const WProgramParam *first = is_named ? param_before(row, field->name.text) : NULL;
        if (first != NULL) {
            WFinding *finding =
                FIND(ck, DECLARED_TWICE, field->name.span,
                     "the parameter `%.*s` is declared twice", W_STR_ARGS(field->name.text));
            w_finding_other(finding, first->span, "the first");
            w_finding_fix(finding, "leave one of them out, or give it another name");
            continue;
        }
        if (row->param_count == W_LIMIT_MESSAGE_PARAMS) {
            FIND(ck, TOO_MANY, field->span, "a message has at most %d parameters",
                 W_LIMIT_MESSAGE_PARAMS);
            return;
        }
        WProgramParam param = {.name = field->name.text, .span = field->name.span};
        param.type = w_check_type(ck, field->type);
        check_param_default(ck, field, &param);
        *W_CHECK_PUSH(ck, row->params, row->param_count, room) = param;
    }
}

static int texts_by_bytes(const void *left, const void *right) {
    return w_str_compare(*(const WStr *)left, *(const WStr *)right);
}

static void check_tags(WChecker *ck, const WMessage *message, WProgramMessage *row) {
    uint32_t room = 0;
    for (const WNameItem *tag = message->tags; tag != NULL; tag = tag->next)
        *W_CHECK_PUSH(ck, row->tags, row->tag_count, room) = tag->name.text;
    if (row->tag_count < 2) return;
    qsort(row->tags, row->tag_count, sizeof(WStr), texts_by_bytes);
    uint32_t count = 1;
    for (uint32_t i = 1; i < row->tag_count; i++) {
        if (!w_str_equal(row->tags[i], row->tags[count - 1])) row->tags[count++] = row->tags[i];
    }
    row->tag_count = count;
}

static void refuse_forms(WChecker *ck, const WMessage *message) {
    if (message->has_answer.given) w_check_not_yet(ck, message->has_answer.span, "`answer`");
}

void w_check_messages(WChecker *ck) {
    WSymbolList *list = &ck->by_kind[W_SYMBOL_MESSAGE];
    ck->program->messages = w_check_array(ck, list->count, sizeof *ck->program->messages);
    ck->program->message_count = list->count;
    for (uint32_t i = 0; i < list->count; i++) {
        const WMessage *message = &list->items[i]->decl->message;
        WProgramMessage *row = &ck->program->messages[i];
        ck->tree = list->items[i]->tree;
        row->name = message->name.text;
        row->title = message->title.text;
        row->span = message->name.span;
        check_class(ck, message, row);
        check_params(ck, message, row);
        check_tags(ck, message, row);
        refuse_forms(ck, message);
    }
}
