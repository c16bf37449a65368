// `wend why`: what happened to a customer, what did not, and why not.
#include <string.h>

#include "compiler/cli/cli.h"
#include "compiler/cli/moment.h"
#include "compiler/cli/print.h"
#include "wend/wend.h"

enum { SUBJECT_COLUMNS = 24 };

typedef struct Teller {
    const char *customer;
    int64_t day; // that was printed last
    bool has_day;
    bool has_moment; // something was told
    bool has_place;  // … of where they stand
    bool is_json;
} Teller;

static void print_day(Teller *teller, int64_t local_ms) {
    char text[WEND_TIME_BYTES];
    int64_t day = w_moment_day(local_ms);
    if (teller->has_day && teller->day == day) return;
    teller->day = day;
    teller->has_day = true;
    wend_time_print(local_ms, text);
    printf("\n%.10s %s\n", text, w_moment_day_name(local_ms));
}

static void print_clock(int64_t local_ms) {
    char text[WEND_TIME_BYTES];
    printf("  %-8s ", w_moment_time(local_ms, text) + 11);
}

// ---- Moments

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
    nowhere.stage = "";
    fputs("  ", stdout);
    w_moment_subject(stdout, &nowhere, 0);
    printf(" stands in %s since %s", moment->stage, w_moment_time(moment->local_ms, text));
    if (*moment->message) printf(", %s %s is deferred", moment->channel, moment->message);
    if (moment->until_ms != 0) printf(", until %s", w_moment_time(moment->until_local_ms, text));
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
            fputs("  ", stdout);
            w_moment_subject(stdout, moment, SUBJECT_COLUMNS);
            putchar(' ');
            w_moment_decision(stdout, moment);
            putchar('\n');
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
