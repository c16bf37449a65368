// `wend why`: what happened to a customer, what did not, and why not.
#include <inttypes.h>
#include <string.h>

#include "compiler/cli/cli.h"
#include "compiler/cli/print.h"
#include "wend/wend.h"

#define DAY_MS INT64_C(86400000)

enum { SUBJECT_COLUMNS = 24 };

typedef struct Teller {
    const char *customer;
    int64_t day; // that was printed last
    bool has_day;
    bool has_moment; // something was told
    bool has_place;  // … of where they stand
    bool is_json;
} Teller;

static int64_t day_of(int64_t local_ms) {
    int64_t day = local_ms / DAY_MS;
    return local_ms % DAY_MS < 0 ? day - 1 : day;
}

// A local time as `2026-03-02 10:00`, with seconds only when there are any.
static const char *local_time(int64_t local_ms, char out[WEND_TIME_BYTES]) {
    wend_time_print(local_ms, out);
    out[10] = ' ';
    out[strncmp(out + 16, ":00Z", 4) == 0 ? 16 : 19] = '\0';
    return out;
}

static void print_day(Teller *teller, int64_t local_ms) {
    static const char *const names[] = {"Thursday", "Friday",  "Saturday", "Sunday",
                                        "Monday",   "Tuesday", "Wednesday"};
    char text[WEND_TIME_BYTES];
    int64_t day = day_of(local_ms);
    if (teller->has_day && teller->day == day) return;
    teller->day = day;
    teller->has_day = true;
    wend_time_print(local_ms, text);
    printf("\n%.10s %s\n", text, names[((day % 7) + 7) % 7]);
}

static void print_clock(int64_t local_ms) {
    char text[WEND_TIME_BYTES];
    printf("  %-8s ", local_time(local_ms, text) + 11);
}

// ---- What a decision says

static void print_because(const wend_moment *moment) {
    if (*moment->text)
        printf(": \"%s\"", moment->text);
    else if (*moment->rule)
        printf(": %s", moment->rule);
}

static void print_until(const wend_moment *moment, const char *words) {
    char text[WEND_TIME_BYTES];
    if (moment->until_ms != 0) printf(", %s %s", words, local_time(moment->until_local_ms, text));
}

static void print_limit(const wend_moment *moment) {
    printf(": limit %s is full (%" PRId64 " of %" PRId64 ")", moment->rule, moment->count,
           moment->max);
    print_until(moment, "room from");
}

// Why not, by the kind of reason.
static void print_reason(const wend_moment *moment) {
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
        {"event", "by an event"},
        {"goal", "the goal was reached"},
        {"statement", "the script says so"},
        {"looped", "too many waits were over at once"},
    };
    const char *words = moment->reason;
    for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
        if (strcmp(moment->reason, known[i].kind) == 0) words = known[i].words;
    }
    if (strcmp(moment->reason, "limit") == 0) {
        print_limit(moment);
        return;
    }
    printf(": %s", words);
    print_because(moment);
    print_until(moment, "allowed from");
}

static void print_decision(const wend_moment *moment) {
    bool is_send = strcmp(moment->what, "send") == 0;
    bool is_sent = strcmp(moment->outcome, "sent") == 0;
    const char *outcome = moment->outcome;
    if (strcmp(moment->what, "entry") == 0 && strcmp(outcome, "refused") == 0)
        outcome = "did not enter";
    if (strcmp(moment->what, "goal") == 0)
        outcome =
            strcmp(outcome, "converted") == 0 ? "reached its goal" : "the goal's time is over";
    if (strcmp(moment->what, "exit") == 0) outcome = "left";
    if (is_send)
        printf("%s %s %s", is_sent ? "sent" : "not sent", moment->channel, moment->message);
    else
        printf("%s", outcome);
    if (*moment->reason)
        print_reason(moment);
    else if (*moment->rule)
        printf("%s %s", strcmp(moment->what, "goal") == 0 ? ":" : " by", moment->rule);
    putchar('\n');
}

// Where the journey has a key its value stands in brackets, without its quotes.
static void make_subject(const wend_moment *moment, char *out, size_t room) {
    const char *key = moment->key;
    size_t size = strlen(key);
    bool quoted = *key == '"';
    const char *between = *moment->stage ? "." : "";
    snprintf(out, room, "%s%s%.*s%s%s%s", moment->journey, size > 0 ? "[" : "",
             (int)(quoted ? size - 2 : size), quoted ? key + 1 : key, size > 0 ? "]" : "", between,
             moment->stage);
}

static void print_subject(const wend_moment *moment) {
    char subject[200];
    make_subject(moment, subject, sizeof subject);
    printf("  %-*s ", SUBJECT_COLUMNS, subject);
}

static void print_input(const wend_moment *moment) {
    const char *subject = *moment->event ? moment->event : "(profile)";
    printf("%-*s %s", SUBJECT_COLUMNS + 2, subject, moment->values);
    if (*moment->outcome) printf(" (%s)", moment->outcome);
    putchar('\n');
}

static void print_place(Teller *teller, const wend_moment *moment) {
    char text[WEND_TIME_BYTES];
    if (!teller->has_place) puts("\nnow");
    teller->has_place = true;
    wend_moment nowhere = *moment;
    char subject[200];
    nowhere.stage = "";
    make_subject(&nowhere, subject, sizeof subject);
    printf("  %s stands in %s since %s", subject, moment->stage,
           local_time(moment->local_ms, text));
    print_until(moment, "until");
    putchar('\n');
}

static void begin(const Teller *teller) {
    if (!teller->is_json) {
        printf("%s\n", teller->customer);
        return;
    }
    fputs("{\"customer\":", stdout);
    w_cli_json_string(stdout, teller->customer);
    fputs(",\"moments\":[", stdout);
}

static void tell(void *context, const wend_moment *moment) {
    Teller *teller = context;
    if (!teller->has_moment) begin(teller);
    if (teller->is_json) {
        printf("%s%s", teller->has_moment ? ",\n  " : "\n  ", moment->json);
    } else if (strcmp(moment->what, "stands") == 0) {
        print_place(teller, moment);
    } else {
        bool is_input = strcmp(moment->what, "event") == 0 || strcmp(moment->what, "profile") == 0;
        print_day(teller, moment->local_ms);
        print_clock(moment->local_ms);
        if (is_input) {
            print_input(moment);
        } else {
            print_subject(moment);
            print_decision(moment);
        }
    }
    teller->has_moment = true;
}

// ---- The command

static void end(const Teller *teller) {
    if (!teller->has_moment) begin(teller);
    if (teller->is_json)
        puts(teller->has_moment ? "\n]}" : "]}");
    else if (!teller->has_moment)
        puts("nothing happened");
}

static int run_command(const WCall *call) {
    const char *format = w_call_option(call, "--format");
    Teller teller = {.customer = call->operands[0],
                     .is_json = format && strcmp(format, "json") == 0};
    wend_why_options options = {
        .state_path = w_call_option(call, "--state"),
        .customer = call->operands[0],
        .journey = call->operand_count > 1 ? call->operands[1] : NULL,
        .show_personal = w_call_option(call, "--show-personal") != NULL,
    };
    if (format && !teller.is_json && strcmp(format, "human") != 0)
        return w_cli_usage(call, "--format takes human or json");
    if (wend_why(&options, tell, &teller) != WEND_OK)
        return w_cli_fault(call, "%s", wend_last_error(NULL));
    end(&teller);
    return W_CLI_OK;
}

const WCommand w_command_why = {
    .name = "why",
    .operands = "CUSTOMER [JOURNEY]",
    .fewest_operands = 1,
    .most_operands = 2,
    .summary = "tell what happened to a customer, and why",
    .example = "  wend why --state shop.db ada\n",
    .options =
        {
            {.name = "--state", .value = "FILE.db", .summary = "the state", .is_required = true},
            {.name = "--format", .value = "human|json", .summary = "for people or for machines"},
            {.name = "--show-personal", .summary = "show personal values too"},
        },
    .run = run_command,
};
