// The most messages a customer can get: a line for each class, and under it one for each channel,
// with a column for each window.
#include "compiler/cli/most.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "compiler/cli/print.h"

enum { NAME_COLUMNS = 38, DAY_MS = 86400000 };

static bool is_same_line(const wend_most *a, const wend_most *b) {
    return strcmp(a->message_class, b->message_class) == 0 && strcmp(a->channel, b->channel) == 0;
}

static void print_heads(const wend_compilation *compilation) {
    const wend_most *first = wend_compilation_most(compilation, 0), *row;
    char head[32];
    printf("\n%-*s", NAME_COLUMNS, "the most messages a customer can get");
    for (size_t i = 0; (row = wend_compilation_most(compilation, i)); i++) {
        if (!is_same_line(first, row)) break;
        snprintf(head, sizeof head, "in %lldd", (long long)(row->window_ms / DAY_MS));
        printf(" %10s", head);
    }
    fputc('\n', stdout);
}

static void print_name(const wend_most *row) {
    char name[NAME_COLUMNS + 64];
    bool is_class = row->channel[0] == '\0';
    snprintf(name, sizeof name, "%s%s%s", is_class ? "  " : "    ",
             is_class ? row->message_class : row->channel, row->is_internal ? " (internal)" : "");
    printf("%-*s", NAME_COLUMNS, name);
}

static void print_most(const wend_most *row) {
    char number[W_CLI_NUMBER_BYTES];
    printf(" %10s", row->count == UINT64_MAX ? "no bound" : w_cli_number(row->count, number));
}

// Why there is none: the journey whose events decide.
static void print_reason(const wend_most *row) {
    if (row->journey[0]) printf("   each event lets %s send", row->journey);
}

void w_cli_print_most(const wend_compilation *compilation) {
    const wend_most *row, *before = NULL;
    for (size_t i = 0; (row = wend_compilation_most(compilation, i)); i++) {
        if (i == 0) print_heads(compilation);
        if (before && !is_same_line(before, row)) {
            print_reason(before);
            fputc('\n', stdout);
        }
        if (!before || !is_same_line(before, row)) print_name(row);
        print_most(row);
        before = row;
    }
    if (!before) return;
    print_reason(before);
    fputc('\n', stdout);
}

static void print_json(const wend_most *row) {
    fputs("{\"class\":", stdout);
    w_cli_json_string(stdout, row->message_class);
    w_cli_json_text(stdout, "channel", row->channel);
    if (row->is_internal) fputs(",\"internal\":true", stdout);
    w_cli_json_number(stdout, "window_ms", (uint64_t)row->window_ms);
    if (row->count != UINT64_MAX) w_cli_json_number(stdout, "most", row->count);
    w_cli_json_text(stdout, "limit", row->limit);
    w_cli_json_text(stdout, "journey", row->journey);
    fputc('}', stdout);
}

void w_cli_print_most_json(const wend_compilation *compilation) {
    const wend_most *row;
    for (size_t i = 0; (row = wend_compilation_most(compilation, i)); i++) {
        fputs(i == 0 ? ",\"most\":[" : ",", stdout);
        print_json(row);
    }
    if (wend_compilation_most(compilation, 0)) fputc(']', stdout);
}
