// Expectations of tests: what they name, and whether anything can give the reason they want.

#include "compiler/check/test.h"

// ---- kinds of reasons

// Codes of decisions.def by what they are reasons of.
typedef struct KindRange {
    int first, last;
} KindRange;

static const KindRange OF_ENTRIES = {1, 9};
static const KindRange OF_SENDS = {10, 19};
static const KindRange OF_EXITS = {20, 29};

typedef struct KindWord {
    int code;
    const char *word;
} KindWord;

static const KindWord kind_words[] = {
#define DECISION(code, NAME, text, summary)
#define OUTCOME(code, NAME, text, summary)
#define REASON(code, NAME, text, summary) {code, text},
#include "grammar/decisions.def"
#undef DECISION
#undef OUTCOME
#undef REASON
};

enum { KIND_WORDS = sizeof kind_words / sizeof kind_words[0] };

static bool is_kind(KindRange range, WStr name) {
    for (int i = 0; i < KIND_WORDS; i++) {
        bool within = kind_words[i].code >= range.first && kind_words[i].code <= range.last;
        if (within && w_str_equal(name, w_str(kind_words[i].word))) return true;
    }
    return false;
}

static void offer_kinds(KindRange range, WSuggest *suggest) {
    for (int i = 0; i < KIND_WORDS; i++) {
        bool within = kind_words[i].code >= range.first && kind_words[i].code <= range.last;
        if (within) w_suggest_offer(suggest, w_str(kind_words[i].word));
    }
}

static WStr words_of(WChecker *ck, KindRange range) {
    WBuffer out = {0};
    for (int i = 0; i < KIND_WORDS; i++) {
        if (kind_words[i].code < range.first || kind_words[i].code > range.last) continue;
        w_buffer_printf(&out, "%s%s", out.size > 0 ? ", " : "", kind_words[i].word);
    }
    WStr copy = {w_arena_copy(ck->arena, out.bytes, out.size), out.size};
    w_buffer_free(&out);
    return copy;
}

static void say_no_kind(WChecker *ck, KindRange range, bool may_be_event, WName name) {
    WFinding *finding =
        FIND(ck, UNKNOWN_NAME, name.span, "there is no reason `%.*s` here", W_STR_ARGS(name.text));
    WSuggest suggest = w_check_suggest(ck, name.text);
    offer_kinds(range, &suggest);
    const WSymbolList *events = &ck->by_kind[W_SYMBOL_EVENT];
    for (uint32_t i = 0; may_be_event && i < events->count; i++)
        w_suggest_offer(&suggest, events->items[i]->name);
    w_check_did_you_mean(finding, &suggest);
    w_finding_why(finding, "kinds of reasons are %.*s%s", W_STR_ARGS(words_of(ck, range)),
                  may_be_event ? ", and the event that was the reason" : "");
}

// ---- texts

// A search for the author's words behind `because` among those that something says.
typedef struct TextSearch {
    WStr wanted;
    bool found;
    bool some; // there are any
    WSuggest suggest;
} TextSearch;

static void offer_text(void *context, WStr text) {
    TextSearch *search = context;
    if (text.size == 0) return;
    search->some = true;
    search->found |= w_str_equal(text, search->wanted);
    w_suggest_offer(&search->suggest, text);
}

static void offer_policies(const WChecker *ck, TextSearch *search) {
    const WProgram *program = ck->program;
    for (uint32_t i = 0; i < program->suppression_count; i++)
        offer_text(search, program->suppressions[i].because);
    for (uint32_t i = 0; i < program->limit_count; i++)
        offer_text(search, program->limits[i].label);
}

static void offer_eligibility(const WChecker *ck, uint32_t journey, TextSearch *search) {
    const WProgramJourney *row = &ck->program->journeys[journey];
    for (uint32_t i = 0; i < row->only_if_count; i++)
        offer_text(search, row->only_ifs[i].because);
}

static void check_text(WChecker *ck, const WExpect *expect, const WProgramExpect *row) {
    TextSearch search = {.wanted = expect->because.text,
                         .suggest = w_check_suggest(ck, expect->because.text)};
    bool is_exit = expect->kind == W_EXPECT_EXIT;
    bool of_journey = is_exit || expect->kind == W_EXPECT_REFUSED;
    if (of_journey && row->journey == W_NONE) return;
    if (is_exit)
        w_check_exit_texts(ck, row->journey, offer_text, &search);
    else if (of_journey)
        offer_eligibility(ck, row->journey, &search);
    else
        offer_policies(ck, &search);
    if (search.found || ck->broken) return;
    WFinding *finding =
        FIND(ck, TEST_REASON, expect->because.span, "nothing gives this reason here");
    w_finding_why(finding, is_exit ? "it must be the text of an `exit` in the journey"
                           : of_journey
                               ? "it must be the text of an `only if` of the journey"
                               : "it must be the text of a `suppress`, or a `limit` as written");
    if (search.suggest.best.size > 0)
        w_finding_fix(finding, "did you mean \"%.*s\"?", W_STR_ARGS(search.suggest.best));
}

// ---- because

static void check_why(WChecker *ck, const WExpect *expect, KindRange range, WProgramExpect *row) {
    bool may_be_event = expect->kind == W_EXPECT_EXIT;
    WName because = expect->because;
    if (expect->why == W_WHY_TEXT) {
        row->text = because.text;
        check_text(ck, expect, row);
    }
    if (expect->why != W_WHY_NAME || because.text.size == 0) return;
    const WSymbol *symbol = may_be_event ? w_check_symbol(ck, because.text) : NULL;
    if (symbol != NULL && symbol->kind == W_SYMBOL_EVENT) {
        row->event = symbol->row;
    } else if (is_kind(range, because.text)) {
        row->reason = because.text;
    } else {
        say_no_kind(ck, range, may_be_event, because);
    }
}

// ---- what is expected

void w_check_channel_message(WChecker *ck, WName first, WName second, uint32_t *channel,
                             uint32_t *message) {
    bool both = w_name_given(second);
    *channel = both ? w_check_row(ck, first, W_SYMBOL_CHANNEL) : W_NONE;
    *message = w_check_row(ck, both ? second : first, W_SYMBOL_MESSAGE);
}

static void check_send(WChecker *ck, const WExpect *expect, WProgramExpect *row) {
    w_check_channel_message(ck, expect->first, expect->second, &row->channel, &row->message);
    row->given =
        w_check_test_given(ck, W_GIVEN_PARAMS, row->message, expect->args, &row->given_count);
}

static void check_no_send(WChecker *ck, const WExpect *expect, WProgramExpect *row) {
    if (w_name_given(expect->first))
        w_check_channel_message(ck, expect->first, expect->second, &row->channel, &row->message);
    if (w_name_given(expect->of)) row->journey = w_check_row(ck, expect->of, W_SYMBOL_JOURNEY);
}

WProgramExpect w_check_expect(WChecker *ck, const WExpect *expect) {
    WProgramExpect row = {.kind = expect->kind,
                          .channel = W_NONE,
                          .message = W_NONE,
                          .journey = W_NONE,
                          .stage = W_NONE,
                          .event = W_NONE};
    switch (expect->kind) {
    case W_EXPECT_SEND: check_send(ck, expect, &row); return row;
    case W_EXPECT_NO_SEND: check_no_send(ck, expect, &row); return row;
    case W_EXPECT_PROFILE:
        row.given = w_check_test_given(ck, W_GIVEN_PROFILE, 0, expect->args, &row.given_count);
        return row;
    case W_EXPECT_SUPPRESSED:
    case W_EXPECT_DEFERRED:
        w_check_channel_message(ck, expect->first, expect->second, &row.channel, &row.message);
        check_why(ck, expect, OF_SENDS, &row);
        return row;
    default: break;
    }
    row.journey = w_check_row(ck, expect->first, W_SYMBOL_JOURNEY);
    if (expect->kind == W_EXPECT_REFUSED) check_why(ck, expect, OF_ENTRIES, &row);
    if (expect->kind == W_EXPECT_EXIT) check_why(ck, expect, OF_EXITS, &row);
    if (expect->kind == W_EXPECT_STAGE && row.journey != W_NONE)
        row.stage = w_check_stage_of(ck, row.journey, expect->second);
    return row;
}
