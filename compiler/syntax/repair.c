// Repairs: what one small change would make the next tokens parse?
//
// Premise: the token at r->at does not fit behind r->states.
// Promise: tries changes on copies only, in the order of how likely authors make them; the best is
// the one behind which most of the next tokens parse, and at least three.
#include <string.h>

#include "compiler/syntax/recover.h"

#define LOOK_AHEAD 7
#define MIN_SCORE 3
#define WORD_MAX 24
#define WRAP_MAX 64 // tokens of a line that may be wrapped in braces

typedef struct Synonym {
    const char *wrong;
    const char *right;
} Synonym;

static const Synonym synonyms[] = {
#define SYNONYM(wrong, right) {wrong, right},
#include "grammar/tokens.def"
#undef SYNONYM
};

static const WToken *token_at(const WRecovery *r, uint32_t index) {
    return &r->tokens->items[index];
}

static bool is_word(const WToken *token, WStr text) {
    if (token->kind == W_TK_KEY || text.size == 0) return false;
    return token->kind == W_TK_ID || w_word_find(text) != NULL;
}

// ---- scoring

// How many tokens from `index` on parse behind `states`. A line that is complete is enough: what
// comes behind it may have a mistake of its own.
static int parsed(const WRecovery *r, WStates *states, uint32_t index, uint32_t close_at) {
    int enough = 0;
    for (int count = 0; count < LOOK_AHEAD; count++, index++) {
        const WToken *token = token_at(r, index);
        if (close_at && index == close_at && !w_states_feed(states, W_TK_RBRACE)) return count;
        bool next_line = token->flags & W_TOKEN_FIRST && index > r->at;
        if (next_line && w_gate_complete(states)) enough = MIN_SCORE;
        bool fits;
        uint16_t kind = w_gate_kind(states, token, &fits);
        if (!fits) return count > enough ? count : enough;
        if (kind == W_TOKEN_END) return LOOK_AHEAD;
        w_states_feed(states, kind);
    }
    return LOOK_AHEAD;
}

static bool behind(const WRecovery *r, const WRepair *repair, WStates *states) {
    w_states_copy(states, &r->states);
    for (uint8_t i = 0; i < repair->kind_count; i++) {
        if (!w_states_feed(states, repair->kinds[i])) return false;
    }
    return true;
}

// Take `repair` if it is better than `best`; `bonus` is what speaks for its kind.
static void consider(const WRecovery *r, WRepair *best, WRepair repair, int bonus) {
    WStates states;
    if (!behind(r, &repair, &states)) return;
    int count = parsed(r, &states, r->at + repair.dropped, repair.close_at);
    if (count < MIN_SCORE) return;
    repair.score = count + bonus;
    if (best->what == REPAIR_NONE || repair.score > best->score) *best = repair;
}

// ---- spelling

static int smaller(int a, int b) {
    return a < b ? a : b;
}

// Damerau distance (optimal string alignment), of words short enough; else a large number.
static int distance(WStr a, WStr b) {
    int rows[3][WORD_MAX + 1];
    if (a.size > WORD_MAX || b.size > WORD_MAX) return WORD_MAX;
    for (size_t j = 0; j <= b.size; j++)
        rows[0][j] = (int)j;
    for (size_t i = 1; i <= a.size; i++) {
        int *row = rows[i % 3], *above = rows[(i + 2) % 3], *twice = rows[(i + 1) % 3];
        row[0] = (int)i;
        for (size_t j = 1; j <= b.size; j++) {
            int differs = a.bytes[i - 1] != b.bytes[j - 1];
            row[j] = smaller(above[j - 1] + differs, smaller(above[j], row[j - 1]) + 1);
            bool swapped = i > 1 && j > 1 && a.bytes[i - 1] == b.bytes[j - 2] &&
                           a.bytes[i - 2] == b.bytes[j - 1];
            if (swapped) row[j] = smaller(row[j], twice[j - 2] + 1);
        }
    }
    return rows[a.size % 3][b.size];
}

// The kinds of one or two words, or of `=`.
static bool kinds_of(WRepair *repair, WStr words) {
    while (words.size && repair->kind_count < REPAIR_KINDS) {
        const char *space = memchr(words.bytes, ' ', words.size);
        size_t size = space ? (size_t)(space - words.bytes) : words.size;
        const WWord *word = w_word_find((WStr){words.bytes, size});
        if (!word && words.bytes[0] != '=') return false;
        repair->kinds[repair->kind_count++] = word ? word->kind : W_TK_EQ;
        words = (WStr){words.bytes + size, words.size - size};
        if (words.size) words = (WStr){words.bytes + 1, words.size - 1};
    }
    return words.size == 0;
}

static void try_synonyms(const WRecovery *r, WRepair *best, WStr text) {
    for (size_t i = 0; i < sizeof synonyms / sizeof synonyms[0]; i++) {
        if (!w_str_equal(text, w_str(synonyms[i].wrong))) continue;
        WRepair repair = {.what = REPAIR_SYNONYM, .dropped = 1, .right = w_str(synonyms[i].right)};
        if (kinds_of(&repair, repair.right)) consider(r, best, repair, 3);
    }
}

static void try_misspelled(const WRecovery *r, WRepair *best, WStr text) {
    uint32_t count;
    const WWord *words = w_words(&count);
    for (uint32_t i = 0; i < count; i++) {
        int away = distance(text, words[i].text);
        if (away == 0 || away > 2 || (away == 2 && text.size < 5)) continue;
        if (text.size < 3 && words[i].text.size < 3) continue;
        WRepair repair = {.what = REPAIR_MISSPELLED, .dropped = 1, .right = words[i].text};
        repair.kinds[repair.kind_count++] = words[i].kind;
        consider(r, best, repair, away == 1 ? 3 : 1);
    }
}

// ---- keys, braces

static void try_key(const WRecovery *r, WRepair *best, const WToken *token, bool word) {
    if (!word && token->kind != W_TK_TEXT) return;
    WRepair repair = {.what = REPAIR_KEY, .kinds = {W_TK_KEY, W_TK_COLON}, .dropped = 1};
    repair.kind_count = token[1].kind == W_TK_COLON ? 1 : 2;
    consider(r, best, repair, 0);
}

// How many more braces are opened than closed from the bad token to `end`.
static int braces_of(const WRecovery *r, uint32_t end) {
    int count = 0;
    for (uint32_t i = r->at; i < end; i++) {
        if (token_at(r, i)->kind == W_TK_LBRACE) count++;
        if (token_at(r, i)->kind == W_TK_RBRACE) count--;
    }
    return count;
}

// `if x go b`: the rest of the line stands in braces, unless the next lines belong to it as well.
static void try_wrap(const WRecovery *r, WRepair *best, const WToken *token) {
    uint32_t end = r->at + 1;
    while (token_at(r, end)->kind != W_TOKEN_END) {
        if (token_at(r, end)->flags & W_TOKEN_FIRST) break;
        if (++end > r->at + WRAP_MAX) return;
    }
    if (braces_of(r, end) != 0) return;
    const WToken *next = token_at(r, end);
    uint32_t here = w_braces_indent(r->tokens, token);
    bool begins = token->flags & W_TOKEN_FIRST;
    if (next->kind != W_TOKEN_END) {
        uint32_t there = w_braces_indent(r->tokens, next);
        if (begins ? there >= here : there > here) return;
    }
    WRepair repair = {.what = REPAIR_WRAP, .kinds = {W_TK_LBRACE}, .kind_count = 1};
    repair.close_at = end;
    WStates states;
    if (!behind(r, &repair, &states)) return;
    for (uint32_t i = r->at; i < end; i++) {
        bool fits;
        uint16_t kind = w_gate_kind(&states, token_at(r, i), &fits);
        if (!fits) return;
        w_states_feed(&states, kind);
    }
    if (!w_gate_fits(&states, W_TK_RBRACE, NULL)) return;
    consider(r, best, repair, 1);
}

// ---- inserting

// Braces are put in only where the file lacks some.
static bool may_insert(const WRecovery *r, uint16_t kind) {
    switch (kind) {
    case W_TK_LBRACE:
    case W_TK_RBRACE: return !r->balanced;
    case W_TK_KEY:
    case W_TK_TEXT_OPEN:
    case W_TK_TEXT_MID:
    case W_TK_TEXT_CLOSE: return false;
    default: return w_token_name(kind) != NULL;
    }
}

// Whether the token on top begins an item of a list in braces.
static bool begins_item(const WStates *states) {
    WStates below;
    w_states_copy(&below, states);
    below.depth--;
    return w_states_feed_error(&below);
}

static void try_insert(const WRecovery *r, WRepair *best, const WToken *token) {
    WRepair mine = {0};
    uint32_t as_good = 0;
    uint16_t other = 0;
    for (uint16_t kind = 1; kind < W_TOKEN_KINDS; kind++) {
        WStates after;
        if (!may_insert(r, kind) || !w_gate_fits(&r->states, kind, &after)) continue;
        WRepair repair = {.what = REPAIR_INSERT, .kinds = {kind}, .kind_count = 1};
        repair.begins_item = kind != W_TK_RBRACE && begins_item(&after);
        bool dubious = repair.begins_item && !(token->flags & W_TOKEN_FIRST);
        WRepair tried = {0};
        consider(r, &tried, repair, dubious ? -2 : 0);
        if (tried.what == REPAIR_NONE || tried.score < mine.score) continue;
        if (mine.what != REPAIR_NONE && tried.score == mine.score) {
            as_good++;
            other = kind;
            continue;
        }
        mine = tried;
        as_good = 1;
        other = 0;
    }
    mine.other = other;
    mine.as_good = as_good;
    if (mine.what == REPAIR_NONE) return;
    if (best->what == REPAIR_NONE || mine.score > best->score) *best = mine;
}

// ---- marks that other languages use

static bool adjoins(const WToken *token, const WToken *next) {
    return token->end == next->start;
}

// `points = 3` where a key stands, `let x: 3` where none does.
static void try_equals(const WRecovery *r, WRepair *best, const WToken *token, bool word) {
    if (word && token[1].kind == W_TK_EQ) {
        WRepair key = {.what = REPAIR_EQUALS, .kinds = {W_TK_KEY, W_TK_COLON}, .kind_count = 2};
        key.dropped = 2;
        consider(r, best, key, 3);
    } else if (token->kind == W_TK_KEY && token[1].kind == W_TK_COLON) {
        WRepair name = {.what = REPAIR_EQUALS, .kinds = {W_TK_ID, W_TK_EQ}, .kind_count = 2};
        name.dropped = 2;
        consider(r, best, name, 3);
    }
}

static void try_grouped(const WRecovery *r, WRepair *best, const WToken *token) {
    if (token->kind != W_TK_COMMA || r->at == 0 || token[1].kind != W_TK_INT) return;
    if (token[-1].kind != W_TK_INT || !adjoins(token - 1, token) || !adjoins(token, token + 1))
        return;
    consider(r, best, (WRepair){.what = REPAIR_GROUPED, .dropped = 2}, 3);
}

static void try_hyphen(const WRecovery *r, WRepair *best, const WToken *token) {
    if (token->kind != W_TK_MINUS || r->at == 0) return;
    if (!adjoins(token - 1, token) || !adjoins(token, token + 1)) return;
    WStr left = w_token_text(r->tokens, token - 1), right = w_token_text(r->tokens, token + 1);
    if (!is_word(token - 1, left) || !is_word(token + 1, right)) return;
    consider(r, best, (WRepair){.what = REPAIR_HYPHEN, .dropped = 2}, 3);
}

static void try_percent(const WRecovery *r, WRepair *best, const WToken *token) {
    if (token->kind != W_TK_INT && token->kind != W_TK_NUMBER) return;
    WRepair repair = {.what = REPAIR_PERCENT, .kinds = {W_TK_PERCENT}, .kind_count = 1};
    repair.dropped = 1;
    consider(r, best, repair, 3);
}

// `is not null` is known, and `is not known` is missing.
static void try_known(const WRecovery *r, WRepair *best, const WToken *token) {
    if (r->at == 0 || token[-1].kind != W_TK_IS) return;
    bool negated = token->kind == W_TK_NOT;
    WStr word = w_token_text(r->tokens, negated ? token + 1 : token);
    static const char *const nothings[] = {"null", "nil", "none", "empty", "missing"};
    bool nothing = false;
    for (size_t i = 0; i < sizeof nothings / sizeof nothings[0]; i++)
        nothing |= w_str_equal(word, w_str(nothings[i]));
    if (!nothing && !(negated && w_str_equal(word, W_STR("known")))) return;
    bool known = nothing == negated;
    WRepair repair = {.what = REPAIR_KNOWN, .kind_count = 1, .dropped = negated ? 2 : 1};
    repair.kinds[0] = known ? W_TK_KNOWN : W_TK_MISSING;
    repair.right = known ? W_STR("is known") : W_STR("is missing");
    consider(r, best, repair, 3);
}

// ---- the rest

// Two tokens the other way round; a soft word among them is what fits there.
static void try_swap(const WRecovery *r, WRepair *best, const WToken *token) {
    const WToken *order[] = {token + 1, token};
    if (token[1].kind == W_TOKEN_END || token[1].line != token->line) return;
    WRepair repair = {.what = REPAIR_SWAP, .kind_count = 2, .dropped = 2};
    WStates states;
    w_states_copy(&states, &r->states);
    for (int i = 0; i < 2; i++) {
        uint16_t kind = order[i]->kind;
        bool soft = order[i]->flags & W_TOKEN_SOFT;
        if (soft && !w_gate_fits(&states, kind, NULL)) kind = W_TK_ID;
        bool key = i == 0 && token->kind == W_TK_COLON && (kind == W_TK_ID || soft);
        repair.kinds[i] = key ? W_TK_KEY : kind;
        if (!w_states_feed(&states, repair.kinds[i])) return;
    }
    consider(r, best, repair, 0);
}

static void try_name(const WRecovery *r, WRepair *best) {
    WRepair repair = {.what = REPAIR_NAME, .kinds = {W_TK_ID}, .kind_count = 1, .dropped = 1};
    consider(r, best, repair, 0);
}

// Whether the one thing that columns say is that a `{` of this line is never closed.
static bool is_surplus_open(const WRecovery *r, const WToken *token) {
    if (r->planned + 1 != r->plan.count) return false;
    const WToken *opener = r->plan.edits[r->planned].opener;
    return opener && opener->line == token->line;
}

// Words are doubled by mistake. Braces are left out only where the file has one too many: else a
// `{` is skipped with what it holds.
static void try_delete(const WRecovery *r, WRepair *best, const WToken *token, WStr text) {
    bool brace = token->kind == W_TK_LBRACE;
    if (brace && !is_surplus_open(r, token)) return;
    if (token->kind == W_TK_RBRACE && r->balanced) return;
    bool doubled = r->at && w_str_equal(text, w_token_text(r->tokens, token - 1));
    consider(r, best, (WRepair){.what = REPAIR_DELETE, .dropped = 1}, brace || doubled ? 3 : -1);
}

WRepair w_repair_find(const WRecovery *r) {
    WRepair best = {0};
    const WToken *token = token_at(r, r->at);
    WStr text = w_token_text(r->tokens, token);
    bool word = is_word(token, text);
    if (word) {
        try_synonyms(r, &best, text);
        try_misspelled(r, &best, text);
    }
    try_key(r, &best, token, word);
    try_wrap(r, &best, token);
    try_insert(r, &best, token);
    try_swap(r, &best, token);
    if (word && token->kind != W_TK_ID && !(token->flags & W_TOKEN_SOFT)) try_name(r, &best);
    try_delete(r, &best, token, text);
    try_equals(r, &best, token, word);
    try_grouped(r, &best, token);
    try_hyphen(r, &best, token);
    try_percent(r, &best, token);
    try_known(r, &best, token);
    return best;
}
