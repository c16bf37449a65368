// The pages of what the compiler can say, from grammar/diagnostics.def, lints.def and their
// examples.
//
// Promise: rows come by code; a code is found however it is written.
#include <stdlib.h>
#include <string.h>

#include "compiler/source/finding.h"
#include "runtime/base/assert.h"
#include "wend/compiler.h"

typedef struct Example {
    WFindingCode code;
    const char *avoid;
    const char *prefer;
    bool stands_alone;
} Example;

static const Example examples[] = {
#define SHOP(script)
#define EXAMPLE(name, avoid, prefer) {W_E_##name, avoid, prefer, false},
#define ALONE(name, avoid, prefer) {W_E_##name, avoid, prefer, true},
#include "grammar/examples.def"
#undef SHOP
#undef EXAMPLE
#undef ALONE
#define EXAMPLE(name, avoid, prefer) {W_L_##name, avoid, prefer, false},
#define ALONE(name, avoid, prefer) {W_L_##name, avoid, prefer, true},
#include "grammar/lint_examples.def"
#undef EXAMPLE
#undef ALONE
};

const char *wend_diagnostic_shop(void) {
#define SHOP(script) return script;
#define EXAMPLE(name, avoid, prefer)
#define ALONE(name, avoid, prefer)
#include "grammar/examples.def"
#undef SHOP
#undef EXAMPLE
#undef ALONE
}

static void add_example(WFindingCode code, wend_diagnostic *row) {
    for (size_t i = 0; i < sizeof examples / sizeof examples[0]; i++) {
        if (examples[i].code != code) continue;
        row->avoid = examples[i].avoid;
        row->prefer = examples[i].prefer;
        row->stands_alone = examples[i].stands_alone;
    }
}

bool wend_diagnostic_row(size_t index, wend_diagnostic *row) {
    uint32_t count;
    const WFindingInfo *infos = w_finding_infos(&count);
    if (index >= count) return false;
    const WFindingInfo *info = &infos[index];
    W_ASSERT(index == 0 || infos[index - 1].code < info->code);
    *row = (wend_diagnostic){
        .severity = info->severity == W_SEVERITY_ERROR ? WEND_ERROR : WEND_WARNING,
        .title = info->title,
        .explanation = info->explanation,
    };
    _Static_assert(sizeof row->code == W_FINDING_CODE_BYTES, "a code has its room");
    w_finding_code(info->code, row->code);
    add_example(info->code, row);
    return true;
}

// ---- finding one

// How far a row is from what was asked for: the letter weighs more than any number.
static long distance(const wend_diagnostic *row, char letter, long number) {
    long apart = labs(strtol(row->code + 1, NULL, 10) - number);
    return letter && letter != row->code[0] ? apart + 100000 : apart;
}

// "E0301", "e301" and "301" to its letter (0 if it has none) and its number; false for other
// texts.
static bool read_code(const char *code, char *letter, long *number) {
    *letter = 0;
    if ((*code >= 'a' && *code <= 'z') || (*code >= 'A' && *code <= 'Z'))
        *letter = (char)(*code++ & ~0x20);
    size_t size = strlen(code);
    if (size == 0 || size > 5 || strspn(code, "0123456789") != size) return false;
    *number = strtol(code, NULL, 10);
    return true;
}

bool wend_diagnostic_find(const char *code, wend_diagnostic *row) {
    char letter;
    long number, nearest = -1;
    *row = (wend_diagnostic){.code = ""};
    if (!read_code(code, &letter, &number)) return false;
    wend_diagnostic each;
    for (size_t i = 0; wend_diagnostic_row(i, &each); i++) {
        long apart = distance(&each, letter, number);
        if (nearest >= 0 && apart >= nearest) continue;
        nearest = apart;
        *row = each;
    }
    return nearest == 0;
}
