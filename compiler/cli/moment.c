// Decisions in words, the same wherever a person reads them.
#include "compiler/cli/moment.h"

#include <inttypes.h>
#include <string.h>

#define DAY_MS INT64_C(86400000)

int64_t w_moment_day(int64_t local_ms) {
    int64_t day = local_ms / DAY_MS;
    return local_ms % DAY_MS < 0 ? day - 1 : day;
}

const char *w_moment_day_name(int64_t local_ms) {
    static const char *const names[] = {"Thursday", "Friday",  "Saturday", "Sunday",
                                        "Monday",   "Tuesday", "Wednesday"};
    return names[((w_moment_day(local_ms) % 7) + 7) % 7];
}

const char *w_moment_time(int64_t local_ms, char out[WEND_TIME_BYTES]) {
    wend_time_print(local_ms, out);
    out[10] = ' ';
    out[strncmp(out + 16, ":00Z", 4) == 0 ? 16 : 19] = '\0';
    return out;
}

// Where the journey has a key its value stands in brackets, without its quotes.
void w_moment_subject(FILE *to, const wend_moment *moment, int columns) {
    char subject[200];
    const char *key = moment->key;
    size_t size = strlen(key);
    bool quoted = *key == '"';
    const char *between = *moment->stage ? "." : "";
    snprintf(subject, sizeof subject, "%s%s%.*s%s%s%s", moment->journey, size > 0 ? "[" : "",
             (int)(quoted ? size - 2 : size), quoted ? key + 1 : key, size > 0 ? "]" : "", between,
             moment->stage);
    fprintf(to, "%-*s", columns, subject);
}

static void print_because(FILE *to, const wend_moment *moment) {
    if (*moment->text)
        fprintf(to, ": \"%s\"", moment->text);
    else if (*moment->rule)
        fprintf(to, ": %s", moment->rule);
}

static void print_until(FILE *to, const wend_moment *moment, const char *words) {
    char text[WEND_TIME_BYTES];
    if (moment->until_ms != 0)
        fprintf(to, ", %s %s", words, w_moment_time(moment->until_local_ms, text));
}

static bool is_deferred(const wend_moment *moment) {
    return strcmp(moment->outcome, "deferred") == 0;
}

static void print_limit(FILE *to, const wend_moment *moment) {
    fprintf(to, ": limit %s is full (%" PRId64 " of %" PRId64 ")", moment->rule, moment->count,
            moment->max);
    print_until(to, moment, is_deferred(moment) ? "until" : "room from");
}

// Why not, by the kind of reason.
static void print_reason(FILE *to, const wend_moment *moment) {
    static const struct {
        const char *kind, *words;
    } known[] = {
        {"address", "no address"},
        {"consent", "no consent"},
        {"suppressed", "suppressed"},
        {"holdout", "in the holdout"},
        {"quiet", "quiet hours"},
        {"only_if", "not eligible"},
        {"inside", "is inside already"},
        {"reenter", "entered before"},
        {"expired", "the journey is over"},
        {"exclusive", "another journey of the group has the customer"},
        {"too_old", "the event is too old"},
        {"exit_when", "would leave at once"},
        {"ramp", "as many as may have entered"},
        {"gone", "what let them in does not hold any more"},
        {"event", "by an event"},
        {"condition", "it came true"},
        {"goal", "the goal was reached"},
        {"statement", "the script says so"},
        {"looped", "too many waits were over at once"},
        {"endless", "runs led to each other without end"},
    };
    const char *words = moment->reason;
    for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
        if (strcmp(moment->reason, known[i].kind) == 0) words = known[i].words;
    }
    if (strcmp(moment->reason, "limit") == 0) {
        print_limit(to, moment);
        return;
    }
    fprintf(to, ": %s", words);
    print_because(to, moment);
    print_until(to, moment, is_deferred(moment) ? "until" : "allowed from");
}

static const char *send_outcome(const char *outcome) {
    if (strcmp(outcome, "suppressed") == 0) return "not sent";
    return strcmp(outcome, "cancelled") == 0 ? "sent no more" : outcome; // sent, deferred
}

void w_moment_decision(FILE *to, const wend_moment *moment) {
    bool is_send = strcmp(moment->what, "send") == 0;
    const char *outcome = moment->outcome;
    if (strcmp(moment->what, "entry") == 0 && strcmp(outcome, "refused") == 0)
        outcome = "did not enter";
    if (strcmp(moment->what, "entry") == 0 && strcmp(outcome, "deferred") == 0)
        outcome = "waits in line";
    if (strcmp(moment->what, "goal") == 0)
        outcome =
            strcmp(outcome, "converted") == 0 ? "reached its goal" : "the goal's time is over";
    if (strcmp(moment->what, "exit") == 0) outcome = "left";
    if (strcmp(moment->what, "chain") == 0) outcome = "was cut off";
    if (strcmp(moment->what, "choice") == 0) {
        fprintf(to, "%s: %s %s", moment->rule, outcome, *moment->text ? moment->text : "nothing");
        return;
    }
    if (is_send)
        fprintf(to, "%s %s %s", send_outcome(outcome), moment->channel, moment->message);
    else
        fprintf(to, "%s", outcome);
    if (*moment->reason)
        print_reason(to, moment);
    else if (*moment->rule)
        fprintf(to, "%s %s", strcmp(moment->what, "goal") == 0 ? ":" : " by", moment->rule);
}
