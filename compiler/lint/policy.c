// Limits, suppressions and channels.
#include "compiler/lint/linter.h"
#include "compiler/lint/most.h"
#include "runtime/value/time.h"

enum { MOST_COMPARED = 400 }; // policies of one kind that are held against each other

// ---- scopes

// Whether everything that `b` takes in is taken in by `a`.
static bool takes_in(const WProgram *program, const WProgramScope *a, const WProgramScope *b) {
    WMessageClass class = b->class;
    if (b->message != W_NONE) class = program->messages[b->message].class;
    if (a->class != W_NONE && (b->class == W_NONE && b->message == W_NONE)) return false;
    if (a->class != W_NONE && a->class != (uint32_t) class) return false;
    if (a->channel != W_NONE && a->channel != b->channel) return false;
    if (a->message != W_NONE && a->message != b->message) return false;
    if (a->journey != W_NONE && a->journey != b->journey) return false;
    return a->tag.size == 0 || w_str_equal(a->tag, b->tag);
}

// ---- limits

static void look_at_limit(WLinter *lint, const WProgramLimit *limit) {
    if (limit->max > 0) return;
    WFinding *finding =
        LINT_FIND(lint, LIMIT_OF_NOTHING, limit->span, "this limit lets nothing through");
    w_finding_fix(finding, "say why: suppress … when true because \"…\"");
}

// The longest time a window of the limit takes.
static int64_t longest_ms(const WProgramLimit *limit) {
    static const int64_t days[] = {
        [W_CALENDAR_DAY] = 1, [W_CALENDAR_WEEK] = 7, [W_CALENDAR_MONTH] = 31};
    if (limit->calendar == W_CALENDAR_NONE) return limit->window_ms;
    return days[limit->calendar] * W_DAY_MS + 2 * W_HOUR_MS;
}

// What `a` lets through while a window of `b` lasts.
static uint64_t lets_through(const WProgramLimit *a, const WProgramLimit *b) {
    bool is_same = a->calendar == b->calendar && a->calendar != W_CALENDAR_NONE;
    return is_same ? a->max : w_lint_lets_through(a, longest_ms(b));
}

// A budget binds each customer too, but no limit of one customer keeps a budget from being used
// up.
static bool makes_redundant(const WProgram *program, const WProgramLimit *a,
                            const WProgramLimit *b) {
    return (a->over_all || !b->over_all) && takes_in(program, &a->scope, &b->scope) &&
           lets_through(a, b) <= b->max;
}

// Of two that make each other redundant the later one goes.
static void look_at_redundant(WLinter *lint, uint32_t at) {
    const WProgram *program = lint->program;
    const WProgramLimit *limit = &program->limits[at];
    for (uint32_t i = 0; i < program->limit_count && i < MOST_COMPARED; i++) {
        const WProgramLimit *other = &program->limits[i];
        if (i == at || other->max == 0 || !makes_redundant(program, other, limit)) continue;
        if (i > at && makes_redundant(program, limit, other)) continue;
        WFinding *finding = LINT_FIND(lint, LIMIT_IN_VAIN, limit->span,
                                      "this limit is never reached: another one is narrower");
        w_finding_other(finding, other->span, "at most %llu in that time",
                        (unsigned long long)lets_through(other, limit));
        w_finding_fix(finding, "take it out, or give it the number that was meant");
        return;
    }
}

// ---- suppressions

static void look_at_suppression(WLinter *lint, const WProgramSuppression *suppression) {
    if (suppression->because.size > 0) return;
    WFinding *finding = LINT_FIND(lint, NO_REASON, suppression->span,
                                  "a message that this holds back is not told why");
    w_finding_fix(finding, "say it in your words: … because \"…\"");
}

// Whether wherever `b` suppresses `a` does too.
static bool is_suppressed_by(WLinter *lint, const WProgramSuppression *a,
                             const WProgramSuppression *b) {
    if (!takes_in(lint->program, &a->scope, &b->scope)) return false;
    WKnown nothing = {.event = W_NONE, .journey = W_NONE};
    WKnown with = w_known_when(&lint->prover, nothing, b->when, true);
    return !with.is_nobody && w_known_when(&lint->prover, with, a->when, false).is_nobody;
}

static void look_at_suppressed_twice(WLinter *lint, uint32_t at) {
    const WProgram *program = lint->program;
    const WProgramSuppression *suppression = &program->suppressions[at];
    for (uint32_t i = 0; i < program->suppression_count && i < MOST_COMPARED; i++) {
        const WProgramSuppression *other = &program->suppressions[i];
        if (i == at || !is_suppressed_by(lint, other, suppression)) continue;
        if (i > at && is_suppressed_by(lint, suppression, other)) continue;
        WFinding *finding = LINT_FIND(lint, SUPPRESSED_TWICE, suppression->span,
                                      "another one suppresses all that this one does");
        w_finding_other(finding, other->span, "this one");
        w_finding_fix(finding, "take it out, or narrow the other one");
        return;
    }
}

// ---- what is sent at all

// The pairs of message and channel that some journey sends, one row for each message.
typedef struct Sent {
    const WProgram *program;
    uint64_t *channels; // of each message, modulo 64
} Sent;

static Sent find_sent(WLinter *lint) {
    const WProgram *program = lint->program;
    Sent sent = {program, w_lint_array(lint, program->message_count, sizeof *sent.channels)};
    for (uint32_t j = 0; j < program->journey_count; j++) {
        for (uint32_t s = 0; s < program->journeys[j].site_count; s++) {
            const WProgramSite *site = &program->journeys[j].sites[s];
            sent.channels[site->message] |= UINT64_C(1) << (site->channel % 64);
        }
    }
    return sent;
}

static bool binds_message(const Sent *sent, const WProgramScope *scope, uint32_t message) {
    uint64_t channels = sent->channels[message];
    bool on_channel = scope->channel == W_NONE || (channels >> (scope->channel % 64) & 1) != 0;
    return channels != 0 && on_channel &&
           w_lint_covers(sent->program, scope, sent->program->messages[message].class,
                         scope->channel, message);
}

static bool binds_journey(const WProgram *program, const WProgramScope *scope) {
    const WProgramJourney *journey = &program->journeys[scope->journey];
    for (uint32_t s = 0; s < journey->site_count; s++) {
        const WProgramSite *site = &journey->sites[s];
        WMessageClass class = program->messages[site->message].class;
        if (w_lint_covers(program, scope, class, site->channel, site->message)) return true;
    }
    return false;
}

static bool binds_something(const Sent *sent, const WProgramScope *scope) {
    if (scope->journey != W_NONE) return binds_journey(sent->program, scope);
    if (scope->message != W_NONE) return binds_message(sent, scope, scope->message);
    for (uint32_t m = 0; m < sent->program->message_count; m++) {
        if (binds_message(sent, scope, m)) return true;
    }
    return false;
}

static void look_at_scope(WLinter *lint, const Sent *sent, const WProgramScope *scope, WSpan span,
                          WStr label) {
    if (binds_something(sent, scope)) return;
    WFinding *finding =
        LINT_FIND(lint, POLICY_OF_NOTHING, span, "nothing is sent that this could be about");
    w_finding_why(finding, "no journey has a send that \"%.*s\" takes in", W_STR_ARGS(label));
    w_finding_fix(finding, "take it out, or name what was meant");
}

// ---- channels

// The field of the profile that an expression is, or NULL.
static const WProgramProfileField *field_of(const WProgram *program, const WTyped *typed) {
    while (typed != NULL && typed->kind == W_TYPED_SURE)
        typed = typed->operands[0];
    bool is_field = typed != NULL && typed->kind == W_TYPED_PROFILE;
    return is_field ? &program->profile[typed->index] : NULL;
}

static void look_at_consent(WLinter *lint, const WProgramChannel *channel) {
    const WProgramProfileField *field = field_of(lint->program, channel->consent);
    bool is_given = field != NULL && field->has_default && field->standard.value != 0;
    if (!is_given) return;
    WFinding *finding =
        LINT_FIND(lint, CONSENT_BY_DEFAULT, field->span, "who was never asked has consented");
    w_finding_other(finding, channel->consent->span, "this is what `%.*s` asks for",
                    W_STR_ARGS(channel->name));
    w_finding_fix(finding, "let it begin as `false`, and set it when somebody consents");
}

enum { WEEK_MINUTES = 7 * 24 * 60, MINUTE_MS = 60000 };

// Marks the minutes of a week in which a line of quiet hours holds; of dates nothing.
static void mark_quiet(bool *quiet, const WProgramQuiet *line) {
    for (int day = 0; day < 7; day++) {
        if ((line->weekdays >> day & 1) == 0) continue;
        int from = line->from_ms / MINUTE_MS, to = line->to_ms / MINUTE_MS;
        if (to <= from) to += 24 * 60;
        for (int minute = from; minute < to; minute++)
            quiet[(day * 24 * 60 + minute) % WEEK_MINUTES] = true;
    }
}

static bool adds_nothing(const bool *quiet, const WProgramQuiet *line) {
    bool own[WEEK_MINUTES] = {false};
    mark_quiet(own, line);
    for (int i = 0; i < WEEK_MINUTES; i++) {
        if (own[i] && !quiet[i]) return false;
    }
    return line->weekdays != 0;
}

// A line that binds promotions only adds nothing to one that binds all.
static void look_at_quiet(WLinter *lint, const WProgramChannel *channel) {
    for (uint32_t i = 0; i < channel->quiet_count; i++) {
        bool others[WEEK_MINUTES] = {false};
        const WProgramQuiet *line = &channel->quiets[i];
        for (uint32_t j = 0; j < channel->quiet_count; j++) {
            bool counts = j != i && (channel->quiets[j].for_all || !line->for_all);
            bool is_same = j > i && w_str_equal(channel->quiets[j].label, line->label);
            if (counts && !is_same) mark_quiet(others, &channel->quiets[j]);
        }
        if (!adds_nothing(others, line)) continue;
        WFinding *finding =
            LINT_FIND(lint, QUIET_TWICE, channel->span, "`quiet %.*s` of `%.*s` adds nothing",
                      W_STR_ARGS(line->label), W_STR_ARGS(channel->name));
        w_finding_why(finding, "other lines are quiet in all of these hours already");
        w_finding_fix(finding, "take it out, or say what was meant");
        return;
    }
}

static void look_at_address(WLinter *lint, const WProgramChannel *channel) {
    const WProgramProfileField *field = field_of(lint->program, channel->to);
    if (field == NULL || field->personal || channel->internal) return;
    WFinding *finding =
        LINT_FIND(lint, PLAIN_ADDRESS, field->span, "an address that is not marked as personal");
    w_finding_other(finding, channel->to->span, "`%.*s` goes there", W_STR_ARGS(channel->name));
    w_finding_fix(finding, "say so: %.*s: text? personal", W_STR_ARGS(field->name));
}

// ---- all of it

void w_lint_policy(WLinter *lint) {
    const WProgram *program = lint->program;
    Sent sent = find_sent(lint);
    for (uint32_t i = 0; i < program->limit_count; i++) {
        const WProgramLimit *limit = &program->limits[i];
        look_at_limit(lint, limit);
        look_at_redundant(lint, i);
        look_at_scope(lint, &sent, &limit->scope, limit->span, limit->label);
    }
    for (uint32_t i = 0; i < program->suppression_count; i++) {
        const WProgramSuppression *suppression = &program->suppressions[i];
        look_at_suppression(lint, suppression);
        look_at_suppressed_twice(lint, i);
        look_at_scope(lint, &sent, &suppression->scope, suppression->span, suppression->label);
    }
    for (uint32_t i = 0; i < program->channel_count; i++) {
        look_at_consent(lint, &program->channels[i]);
        look_at_address(lint, &program->channels[i]);
        look_at_quiet(lint, &program->channels[i]);
    }
}
