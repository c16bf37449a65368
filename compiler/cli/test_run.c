// Rehearsing a test.
//
// The clock: what is due before a step's time happens before the step; what is due at that very
// time comes behind the events of that time, but before anything is expected of it.
#include "compiler/cli/test_run.h"

#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "compiler/cli/moment.h"

// ---- rows

static WTestRow *new_row(WTestRun *run) {
    if (run->count == run->room) {
        run->room = run->room ? 2 * run->room : 64;
        run->rows = realloc(run->rows, run->room * sizeof *run->rows);
        if (!run->rows) abort();
    }
    WTestRow *row = &run->rows[run->count++];
    *row = (WTestRow){0};
    return row;
}

// One copy of all texts of a moment; the callback's are gone with the call.
static char *keep(char **at, const char *text) {
    size_t size = strlen(text) + 1;
    char *kept = memcpy(*at, text, size);
    *at += size;
    return kept;
}

#define TEXT(member) offsetof(wend_moment, member)
static const size_t texts_of_a_moment[] = {
    TEXT(customer), TEXT(what),  TEXT(outcome), TEXT(reason),  TEXT(journey),
    TEXT(key),      TEXT(stage), TEXT(channel), TEXT(message), TEXT(event),
    TEXT(values),   TEXT(rule),  TEXT(text),
};
#undef TEXT

enum { TEXTS = sizeof texts_of_a_moment / sizeof *texts_of_a_moment };

static const char **text_of(wend_moment *moment, size_t index) {
    return (const char **)((char *)moment + texts_of_a_moment[index]);
}

static size_t size_of_texts(wend_moment *moment) {
    size_t size = 0;
    for (size_t i = 0; i < TEXTS; i++)
        size += strlen(*text_of(moment, i)) + 1;
    for (size_t i = 0; i < moment->named_count; i++)
        size += strlen(moment->named[i].name) + strlen(moment->named[i].json) + 2;
    return size;
}

static void keep_named(wend_moment *copy, wend_value *named, char **at) {
    for (size_t i = 0; i < copy->named_count; i++) {
        named[i].name = keep(at, copy->named[i].name);
        named[i].json = keep(at, copy->named[i].json);
    }
    copy->named = named;
}

void w_test_run_add(WTestRun *run, const wend_moment *moment) {
    WTestRow *row = new_row(run);
    wend_moment *copy = &row->moment;
    *copy = *moment;
    size_t named_bytes = moment->named_count * sizeof(wend_value);
    row->texts = malloc(named_bytes + size_of_texts(copy));
    if (!row->texts) abort();
    char *at = (char *)row->texts + named_bytes;
    for (size_t i = 0; i < TEXTS; i++)
        *text_of(copy, i) = keep(&at, *text_of(copy, i));
    keep_named(copy, row->texts, &at);
    copy->json = "";
}

void w_test_run_free(WTestRun *run) {
    for (size_t i = 0; i < run->count; i++)
        free(run->rows[i].texts);
    free(run->rows);
    free(run->why);
    *run = (WTestRun){0};
}

// ---- steps

typedef struct Rehearsal {
    WTestRun *run;
    wend *engine;
    bool is_settled; // all that is due at the step's time has happened
    char *refused;   // why the line at hand was
} Rehearsal;

static void take_moment(void *context, const wend_moment *moment) {
    const Rehearsal *rehearsal = context;
    bool is_wait = strcmp(moment->what, "wait") == 0;
    if (is_wait && !rehearsal->run->keeps_waits) return; // what comes of it tells enough
    w_test_run_add(rehearsal->run, moment);
}

static void take_refusal(void *context, uint64_t line_number, const char *field,
                         const char *reason) {
    Rehearsal *rehearsal = context;
    (void)line_number;
    (void)field; // the reason names it
    free(rehearsal->refused);
    rehearsal->refused = strdup(reason);
}

static void add_step(WTestRun *run, const wend_test_step *step) {
    new_row(run)->step = step;
}

static void fail(WTestRun *run, const wend_test_step *step, char *why) {
    if (run->failed) {
        free(why);
        return;
    }
    run->failed = step;
    run->failed_row = run->count;
    run->failed_from = run->since;
    run->why = why;
}

static wend_status let_time_pass(Rehearsal *rehearsal, const wend_test_step *step) {
    char line[128], time[WEND_TIME_BYTES];
    snprintf(line, sizeof line, "{\"type\":\"tick\",\"timestamp\":\"%s\"}",
             wend_time_print(step->at_ms, time));
    rehearsal->run->since = rehearsal->run->count;
    rehearsal->is_settled = false;
    wend_status status = wend_event(rehearsal->engine, line, strlen(line), NULL);
    add_step(rehearsal->run, step); // what happened on the way came before
    return status;
}

static wend_status take_input(Rehearsal *rehearsal, const wend_test_step *step) {
    rehearsal->run->since = rehearsal->run->count;
    rehearsal->is_settled = false;
    add_step(rehearsal->run, step);
    return wend_event(rehearsal->engine, step->line, strlen(step->line), NULL);
}

static wend_status expect(Rehearsal *rehearsal, const wend_test_step *step) {
    wend_status status = WEND_OK;
    char *why;
    if (!rehearsal->is_settled) status = wend_settle(rehearsal->engine, step->at_ms);
    rehearsal->is_settled = true;
    if (status != WEND_OK) return status;
    if (rehearsal->run->failed) return WEND_OK; // it says it; the rest is shown behind
    if (!w_test_meets(rehearsal->run, rehearsal->engine, step, &why))
        fail(rehearsal->run, step, why);
    return WEND_OK;
}

static wend_status take_step(Rehearsal *rehearsal, const wend_test_step *step) {
    if (step->problem) {
        fail(rehearsal->run, step, strdup(step->problem));
        return WEND_OK;
    }
    switch (step->kind) {
    case WEND_STEP_INPUT: return take_input(rehearsal, step);
    case WEND_STEP_CLOCK: return let_time_pass(rehearsal, step);
    case WEND_STEP_EXPECT: return expect(rehearsal, step);
    case WEND_STEP_SPLIT:
        add_step(rehearsal->run, step);
        return wend_rehearse_split(rehearsal->engine, step->customer, step->journey, step->split,
                                   step->arm);
    case WEND_STEP_SENT:
        add_step(rehearsal->run, step);
        return wend_rehearse_sent(rehearsal->engine, step->customer, step->channel, step->message,
                                  step->sent_ms);
    case WEND_STEP_HELD_OUT:
        add_step(rehearsal->run, step);
        return wend_rehearse_holdout(rehearsal->engine, step->customer);
    }
    return WEND_OK;
}

static wend_status take_steps(Rehearsal *rehearsal) {
    WTestRun *run = rehearsal->run;
    const wend_test_step *step = NULL;
    for (size_t i = 0; i < run->test->step_count; i++) {
        step = &run->test->steps[i];
        wend_status status = take_step(rehearsal, step);
        if (status != WEND_OK) return status;
        if (rehearsal->refused) {
            fail(run, step, rehearsal->refused);
            rehearsal->refused = NULL;
        }
        if (run->failed == step) {
            run->failed_row = run->count;
            wend_stands(rehearsal->engine, step->customer, take_moment, rehearsal);
        }
        if (step->problem) return WEND_OK;
    }
    return run->keeps_waits && step ? wend_settle(rehearsal->engine, step->at_ms) : WEND_OK;
}

static void note_coverage(const Rehearsal *rehearsal, WTestCoverage *coverage) {
    const wend_exercise *row;
    for (size_t i = 0; (row = wend_tests_exercise(coverage->tests, i)); i++) {
        if (coverage->is_done[i]) continue;
        for (uint32_t k = 0; k < row->row_count; k++)
            coverage->is_done[i] |= wend_was_exercised(rehearsal->engine, row->kind, row->row + k);
        coverage->done += coverage->is_done[i];
    }
}

bool w_test_run(const void *bundle, size_t bundle_bytes, const wend_test *test, WTestRun *run,
                WTestCoverage *coverage) {
    *run = (WTestRun){.test = test, .keeps_waits = run->keeps_waits};
    Rehearsal rehearsal = {.run = run};
    wend_rehearsal options = {
        .on_moment = take_moment,
        .on_refused = take_refusal,
        .context = &rehearsal,
    };
    if (wend_rehearse(bundle, bundle_bytes, &options, &rehearsal.engine) != WEND_OK) return false;
    wend_status status = take_steps(&rehearsal);
    if (coverage) note_coverage(&rehearsal, coverage);
    bool is_closed = wend_close(rehearsal.engine) == WEND_OK;
    free(rehearsal.refused);
    return status == WEND_OK && is_closed;
}
