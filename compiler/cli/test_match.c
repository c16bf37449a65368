// Whether what happened is what a test expects, and if not, what was instead.
//
// Promise: the words behind the carets speak of the nearest thing that happened: the same send
// with other values, suppressed, or at another time; else where the customer stands.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "compiler/cli/moment.h"
#include "compiler/cli/test_run.h"

static bool is(const char *a, const char *b) {
    return strcmp(a, b) == 0;
}

// "" fits everything.
static bool fits(const char *wanted, const char *got) {
    return !*wanted || is(wanted, got);
}

// ---- moments

static const char *named(const wend_moment *moment, const char *name) {
    for (size_t i = 0; i < moment->named_count; i++) {
        if (is(moment->named[i].name, name)) return moment->named[i].json;
    }
    return NULL;
}

// The first value that is not as given, or NULL.
static const wend_given *first_wrong(const wend_expectation *expect, const wend_moment *moment) {
    for (size_t i = 0; i < expect->given_count; i++) {
        const char *json = named(moment, expect->given[i].name);
        if (!json || !is(json, expect->given[i].json)) return &expect->given[i];
    }
    return NULL;
}

// The same kind of thing about the same journey, channel and message, whatever came of it.
static bool is_about(const wend_expectation *expect, const wend_moment *moment) {
    return is(expect->what, moment->what) && fits(expect->journey, moment->journey) &&
           fits(expect->channel, moment->channel) && fits(expect->message, moment->message);
}

static bool has_reason(const wend_expectation *expect, const wend_moment *moment) {
    bool text = !*expect->text || is(expect->text, moment->text) || is(expect->text, moment->rule);
    return fits(expect->reason, moment->reason) && fits(expect->event, moment->rule) && text;
}

static bool is_it(const wend_expectation *expect, const wend_moment *moment) {
    return is_about(expect, moment) && is(expect->outcome, moment->outcome) &&
           has_reason(expect, moment) && !first_wrong(expect, moment);
}

static bool concerns(const WTestRow *row, const wend_test_step *step) {
    return !row->step && is(row->moment.customer, step->customer);
}

// ---- what was instead

static char *told(const wend_moment *moment) {
    char *text = NULL;
    size_t size;
    FILE *to = open_memstream(&text, &size);
    if (!to) abort();
    w_moment_decision(to, moment);
    fclose(to);
    return text;
}

static char *told_value(const wend_given *wrong, const char *got) {
    char *text = NULL;
    size_t size;
    FILE *to = open_memstream(&text, &size);
    if (!to) abort();
    if (got)
        fprintf(to, "`%s` is %s", wrong->name, got);
    else
        fprintf(to, "`%s` is missing", wrong->name);
    fclose(to);
    return text;
}

static char *told_at(const wend_moment *moment, const char *words) {
    char *text = NULL, time[WEND_TIME_BYTES];
    size_t size;
    FILE *to = open_memstream(&text, &size);
    if (!to) abort();
    w_moment_decision(to, moment);
    fprintf(to, " %s, at %s", words, w_moment_time(moment->local_ms, time));
    fclose(to);
    return text;
}

// The last row in the range that is about it; one with the outcome that is wanted comes first.
static const wend_moment *nearest(const WTestRun *run, size_t from, size_t to,
                                  const wend_test_step *step) {
    const wend_moment *found = NULL;
    for (size_t i = from; i < to; i++) {
        const wend_moment *moment = &run->rows[i].moment;
        if (!concerns(&run->rows[i], step) || !is_about(&step->expect, moment)) continue;
        bool is_nearer = !found || is(moment->outcome, step->expect.outcome) ||
                         !is(found->outcome, step->expect.outcome);
        if (is_nearer) found = moment;
    }
    return found;
}

// ---- where they stand

typedef struct Place {
    const wend_expectation *expect;
    bool is_met;
    bool is_inside; // in some stage of the journey
    char stage[200];
    char *why;
} Place;

static void look_at_place(void *context, const wend_moment *moment) {
    Place *place = context;
    if (!is(moment->what, "stands") || !is(moment->journey, place->expect->journey)) return;
    place->is_inside = true;
    place->is_met |= is(moment->stage, place->expect->stage);
    snprintf(place->stage, sizeof place->stage, "%s", moment->stage);
}

static void look_at_profile(void *context, const wend_moment *moment) {
    Place *place = context;
    if (!is(moment->what, "profile")) return;
    const wend_given *wrong = first_wrong(place->expect, moment);
    place->is_met = !wrong;
    if (wrong) place->why = told_value(wrong, named(moment, wrong->name));
}

static bool is_at_stage(const wend_test_step *step, wend *engine, char **why) {
    Place place = {.expect = &step->expect};
    char text[300];
    wend_stands(engine, step->customer, look_at_place, &place);
    if (place.is_met) return true;
    if (place.is_inside)
        snprintf(text, sizeof text, "the customer is in `%s`", place.stage);
    else
        snprintf(text, sizeof text, "the customer is not in `%s`", step->expect.journey);
    *why = strdup(text);
    return false;
}

static bool has_profile(const wend_test_step *step, wend *engine, char **why) {
    Place place = {.expect = &step->expect};
    if (wend_stands(engine, step->customer, look_at_profile, &place) != WEND_OK)
        place.why = strdup("nothing is known of this customer yet");
    *why = place.why;
    return place.is_met;
}

// ---- nothing at all

typedef struct Standing {
    const wend_expectation *expect;
    char text[300];
} Standing;

static void look_at_standing(void *context, const wend_moment *moment) {
    Standing *standing = context;
    char until[100] = "", time[WEND_TIME_BYTES];
    bool is_of_it = is(moment->what, "stands") && fits(standing->expect->journey, moment->journey);
    if (!is_of_it || *standing->text) return;
    if (moment->until_ms != 0)
        snprintf(until, sizeof until, " until %s", w_moment_time(moment->until_local_ms, time));
    snprintf(standing->text, sizeof standing->text, ": `%s` waits in `%s`%s", moment->journey,
             moment->stage, until);
}

// What did not happen, and where the customer waits instead.
static char *told_nothing(const wend_test_step *step, wend *engine) {
    static const struct {
        const char *what, *words;
    } known[] = {
        {"send", "nothing was sent"}, {"entry", "nothing came to its door"}, {"goal", "no goal"},
        {"exit", "nobody left"},      {"finish", "nobody came to the end"},
    };
    Standing standing = {.expect = &step->expect};
    char text[400] = "nothing of the kind happened";
    for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
        if (is(step->expect.what, known[i].what))
            snprintf(text, sizeof text, "%s", known[i].words);
    }
    wend_stands(engine, step->customer, look_at_standing, &standing);
    size_t size = strlen(text);
    snprintf(text + size, sizeof text - size, "%s", standing.text);
    return strdup(text);
}

// What was sent, if not this.
static const wend_moment *another(const WTestRun *run, const wend_test_step *step) {
    if (!is(step->expect.what, "send")) return NULL;
    for (size_t i = run->count; i > run->since; i--) {
        const wend_moment *moment = &run->rows[i - 1].moment;
        bool is_like = concerns(&run->rows[i - 1], step) && is(moment->what, step->expect.what) &&
                       is(moment->outcome, step->expect.outcome);
        if (is_like) return moment;
    }
    return NULL;
}

static char *why_not(const WTestRun *run, wend *engine, const wend_test_step *step) {
    const wend_moment *near = nearest(run, run->since, run->count, step);
    if (near) {
        bool is_same = is(near->outcome, step->expect.outcome) && has_reason(&step->expect, near);
        const wend_given *wrong = is_same ? first_wrong(&step->expect, near) : NULL;
        return wrong ? told_value(wrong, named(near, wrong->name)) : told(near);
    }
    near = nearest(run, 0, run->since, step);
    if (near) return told_at(near, "before the last step");
    near = another(run, step);
    if (near) return told(near);
    return told_nothing(step, engine);
}

// ---- all kinds

static const wend_moment *find(const WTestRun *run, const wend_test_step *step) {
    for (size_t i = run->since; i < run->count; i++) {
        if (concerns(&run->rows[i], step) && is_it(&step->expect, &run->rows[i].moment))
            return &run->rows[i].moment;
    }
    return NULL;
}

bool w_test_meets(WTestRun *run, wend *engine, const wend_test_step *step, char **why) {
    *why = NULL;
    switch (step->expect.kind) {
    case WEND_EXPECT_STAGE: return is_at_stage(step, engine, why);
    case WEND_EXPECT_PROFILE: return has_profile(step, engine, why);
    default: break;
    }
    const wend_moment *found = find(run, step);
    bool is_wanted = step->expect.kind == WEND_EXPECT_DECISION;
    if ((found != NULL) == is_wanted) return true;
    *why = found ? told(found) : why_not(run, engine, step);
    return false;
}
