// Tokens: the facts of tokens.def, by kind and by spelling.
//
// Premise: words stand in tokens.def in the order of their spelling.
// Promise: every terminal of the grammar has a row, and every row is a terminal of the grammar.
#include "compiler/syntax/token.h"

#include "compiler/syntax/tree.h"

#define HARD false
#define SOFT true

static const WWord words[] = {
#define WORD(name, text, soft) {{text, sizeof text - 1}, W_TK_##name, soft, 0},
#define WORD_CLASS(name, text, value) {{text, sizeof text - 1}, W_TK_##name, SOFT, value},
#include "grammar/tokens.def"
#undef WORD
#undef WORD_CLASS
};

static const char *const names[] = {
    [W_TOKEN_END] = "the end of the file",
#define MARK(name, text) [W_TK_##name] = "`" text "`",
#define KIND(name, text, example) [W_TK_##name] = text,
#define WORD(name, text, soft) [W_TK_##name] = "`" text "`",
#define WORD_CLASS(name, text, value)
#include "grammar/tokens.def"
#undef MARK
#undef KIND
#undef WORD
#undef WORD_CLASS
};

const WWord *w_words(uint32_t *count) {
    *count = sizeof words / sizeof words[0];
    return words;
}

const WWord *w_word_find(WStr text) {
    size_t low = 0, high = sizeof words / sizeof words[0];
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = w_str_compare(text, words[middle].text);
        if (order == 0) return &words[middle];
        if (order < 0)
            high = middle;
        else
            low = middle + 1;
    }
    return NULL;
}

static const char *const examples[] = {
#define MARK(name, text) [W_TK_##name] = text,
#define KIND(name, text, example) [W_TK_##name] = example,
#define WORD(name, text, soft) [W_TK_##name] = text,
#define WORD_CLASS(name, text, value)
#include "grammar/tokens.def"
#undef MARK
#undef KIND
#undef WORD
#undef WORD_CLASS
};

const char *w_token_example(uint16_t kind) {
    return kind < sizeof examples / sizeof examples[0] ? examples[kind] : NULL;
}

const char *w_token_name(uint16_t kind) {
    return kind < sizeof names / sizeof names[0] ? names[kind] : NULL;
}

// Findings put what has one spelling between backticks.
bool w_token_spelled(uint16_t kind) {
    const char *name = w_token_name(kind);
    return name && name[0] == '`';
}
