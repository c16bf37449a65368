// The most messages a customer can get: what each journey can send by itself, added up, and what
// limits leave of it.
//
// Every number is the smallest of some that each are upper bounds: of the journeys, of the limits
// that bind all of it, and of its parts.
#include "compiler/lint/most.h"

#include <string.h>

#include "compiler/lint/bound.h"
#include "runtime/value/time.h"

enum { WINDOWS = 3, MOST_MESSAGE_CELLS = 100000 };

static const int64_t windows_ms[WINDOWS] = {W_DAY_MS, 7 * W_DAY_MS, 30 * W_DAY_MS};

// Counts for each window, and why they are what they are.
typedef struct Amount {
    bool is_any; // something is sent at all
    uint64_t counts[WINDOWS];
    WStr limits[WINDOWS];
    WStr journeys[WINDOWS];
} Amount;

typedef struct Adding {
    WLinter *lint;
    const WProgram *program;
    bool by_message;       // some limit binds a message or a tag
    Amount *cells;         // of each channel and class: what the journeys send, then the bound
    Amount classes[2];     // on all channels that are not internal
    Amount *messages;      // of each message and channel, only if by_message
    uint32_t *first_limit; // of each journey: those that are from it
    uint32_t *next_limit;
} Adding;

// ---- amounts

static void add(Amount *sum, const Amount *part) {
    sum->is_any |= part->is_any;
    for (int w = 0; w < WINDOWS; w++) {
        bool is_endless = part->counts[w] == W_NO_BOUND || sum->counts[w] == W_NO_BOUND;
        sum->counts[w] = is_endless ? W_NO_BOUND : sum->counts[w] + part->counts[w];
        if (sum->journeys[w].size == 0) sum->journeys[w] = part->journeys[w];
    }
}

static void bind(Amount *amount, const Amount *by) {
    for (int w = 0; w < WINDOWS; w++) {
        if (by->counts[w] >= amount->counts[w]) continue;
        amount->counts[w] = by->counts[w];
        amount->limits[w] = by->limits[w];
        amount->journeys[w] = by->journeys[w];
    }
}

static void bind_limit(Amount *amount, const WProgramLimit *limit) {
    Amount by = {0};
    for (int w = 0; w < WINDOWS; w++) {
        by.counts[w] = w_lint_lets_through(limit, windows_ms[w]);
        by.limits[w] = limit->label;
    }
    bind(amount, &by);
}

// ---- limits

// How many days, weeks or months a window can touch: the shortest are an hour shorter than usual,
// because of a clock that is set forward in them.
static uint64_t touched(WCalendarUnit unit, int64_t window_ms) {
    static const int64_t days[] = {
        [W_CALENDAR_DAY] = 1, [W_CALENDAR_WEEK] = 7, [W_CALENDAR_MONTH] = 28};
    int64_t shortest_ms = days[unit] * W_DAY_MS - W_HOUR_MS;
    return (uint64_t)((window_ms - 1) / shortest_ms) + 2;
}

uint64_t w_lint_lets_through(const WProgramLimit *limit, int64_t window_ms) {
    if (limit->calendar != W_CALENDAR_NONE)
        return touched(limit->calendar, window_ms) * limit->max;
    uint64_t windows = (uint64_t)(window_ms / limit->window_ms);
    windows += window_ms % limit->window_ms != 0;
    return windows * limit->max;
}

static bool has_tag(const WProgramMessage *message, WStr tag) {
    for (uint32_t i = 0; i < message->tag_count; i++) {
        if (w_str_equal(message->tags[i], tag)) return true;
    }
    return false;
}

bool w_lint_covers(const WProgram *program, const WProgramScope *scope, WMessageClass class,
                   uint32_t channel, uint32_t message) {
    if (scope->class != W_NONE && scope->class != class) return false;
    if (scope->channel != W_NONE && scope->channel != channel) return false;
    if (scope->message != W_NONE && scope->message != message) return false;
    if (scope->tag.size == 0) return true;
    return message != W_NONE && has_tag(&program->messages[message], scope->tag);
}

static void bind_limits(const Adding *a, Amount *amount, WMessageClass class, uint32_t channel,
                        uint32_t message) {
    for (uint32_t i = 0; i < a->program->limit_count; i++) {
        const WProgramLimit *limit = &a->program->limits[i];
        bool fits = limit->scope.journey == W_NONE &&
                    w_lint_covers(a->program, &limit->scope, class, channel, message);
        if (fits) bind_limit(amount, limit);
    }
}

// Those that bind one journey.
static void bind_from(const Adding *a, Amount *amount, uint32_t journey, WMessageClass class,
                      uint32_t channel) {
    for (uint32_t i = a->first_limit[journey]; i != W_NONE; i = a->next_limit[i]) {
        const WProgramLimit *limit = &a->program->limits[i];
        if (w_lint_covers(a->program, &limit->scope, class, channel, W_NONE))
            bind_limit(amount, limit);
    }
}

static void sort_limits(Adding *a) {
    uint32_t journeys = a->program->journey_count, limits = a->program->limit_count;
    a->first_limit = w_lint_array(a->lint, journeys, sizeof *a->first_limit);
    a->next_limit = w_lint_array(a->lint, limits, sizeof *a->next_limit);
    memset(a->first_limit, 0xff, journeys * sizeof *a->first_limit);
    for (uint32_t i = 0; i < limits; i++) {
        const WProgramScope *scope = &a->program->limits[i].scope;
        a->by_message |= scope->message != W_NONE || scope->tag.size > 0;
        if (scope->journey == W_NONE) continue;
        a->next_limit[i] = a->first_limit[scope->journey];
        a->first_limit[scope->journey] = i;
    }
}

// ---- what one journey sends

// Some of its sends.
typedef struct Choice {
    WMessageClass class;
    uint32_t channel; // W_NONE: all that are not internal
    uint32_t message; // W_NONE: all
} Choice;

static bool is_chosen(const WProgram *program, const WProgramSite *site, Choice choice) {
    if (program->messages[site->message].class != choice.class) return false;
    if (choice.message != W_NONE && choice.message != site->message) return false;
    if (choice.channel == W_NONE) return !program->channels[site->channel].internal;
    return choice.channel == site->channel;
}

static Amount amount_of(Adding *a, uint32_t journey, Choice choice) {
    const WProgramJourney *row = &a->program->journeys[journey];
    const WPaths *paths = w_lint_paths(a->lint, journey);
    bool *sites = w_lint_array(a->lint, row->site_count, sizeof *sites);
    Amount amount = {.is_any = true};
    for (uint32_t s = 0; s < row->site_count; s++)
        sites[s] = is_chosen(a->program, &row->sites[s], choice);
    w_lint_bound(a->lint, paths, sites, windows_ms, WINDOWS, amount.counts);
    for (int w = 0; w < WINDOWS; w++) {
        if (row->keyed.name.size > 0) amount.counts[w] = W_NO_BOUND; // one for each key
        if (amount.counts[w] == W_NO_BOUND) amount.journeys[w] = row->name;
    }
    bind_from(a, &amount, journey, choice.class, choice.channel);
    return amount;
}

static Amount *cell_of(const Adding *a, uint32_t channel, WMessageClass class) {
    return &a->cells[channel * 2 + class];
}

static Amount *message_cell(const Adding *a, uint32_t message, uint32_t channel) {
    return &a->messages[(size_t)message * a->program->channel_count + channel];
}

// Whether an earlier send of the journey is of the same choice.
static bool is_repeated(const WProgram *program, const WProgramJourney *row, uint32_t site,
                        Choice choice) {
    for (uint32_t s = 0; s < site; s++) {
        if (is_chosen(program, &row->sites[s], choice)) return true;
    }
    return false;
}

static void add_choice(Adding *a, uint32_t journey, uint32_t site, Choice choice, Amount *sum) {
    const WProgramJourney *row = &a->program->journeys[journey];
    if (is_repeated(a->program, row, site, choice)) return;
    Amount amount = amount_of(a, journey, choice);
    add(sum, &amount);
}

static void add_journey(Adding *a, uint32_t journey) {
    const WProgramJourney *row = &a->program->journeys[journey];
    for (uint32_t s = 0; s < row->site_count; s++) {
        const WProgramSite *site = &row->sites[s];
        Choice choice = {a->program->messages[site->message].class, site->channel, W_NONE};
        add_choice(a, journey, s, choice, cell_of(a, site->channel, choice.class));
        choice.message = site->message;
        if (a->by_message)
            add_choice(a, journey, s, choice, message_cell(a, site->message, site->channel));
        if (a->program->channels[site->channel].internal) continue;
        choice.channel = choice.message = W_NONE;
        add_choice(a, journey, s, choice, &a->classes[choice.class]);
    }
}

// ---- what limits leave

static void bind_messages(Adding *a, uint32_t channel, WMessageClass class) {
    Amount sum = {0};
    for (uint32_t m = 0; m < a->program->message_count; m++) {
        if (a->program->messages[m].class != class) continue;
        Amount amount = *message_cell(a, m, channel);
        bind_limits(a, &amount, class, channel, m);
        add(&sum, &amount);
    }
    bind(cell_of(a, channel, class), &sum);
}

static void bind_class(Adding *a, WMessageClass class) {
    Amount sum = {0};
    for (uint32_t c = 0; c < a->program->channel_count; c++) {
        Amount *cell = cell_of(a, c, class);
        bind_limits(a, cell, class, c, W_NONE);
        if (a->by_message) bind_messages(a, c, class);
        if (!a->program->channels[c].internal) add(&sum, cell);
    }
    bind_limits(a, &a->classes[class], class, W_NONE, W_NONE);
    bind(&a->classes[class], &sum);
}

// ---- rows

static void add_rows(const Adding *a, WMost *rows, uint32_t *count, WMessageClass class,
                     uint32_t channel) {
    const Amount *amount = channel == W_NONE ? &a->classes[class] : cell_of(a, channel, class);
    if (!amount->is_any) return;
    for (int w = 0; w < WINDOWS; w++) {
        bool is_endless = amount->counts[w] == W_NO_BOUND;
        rows[(*count)++] = (WMost){.class = class,
                                   .channel = channel,
                                   .window_ms = windows_ms[w],
                                   .count = amount->counts[w],
                                   .limit = amount->limits[w],
                                   .journey = is_endless ? amount->journeys[w] : W_STR("")};
    }
}

WMost *w_lint_most(WLinter *lint, uint32_t *count) {
    const WProgram *program = lint->program;
    uint32_t channels = program->channel_count;
    Adding a = {.lint = lint, .program = program};
    a.cells = w_lint_array(lint, (size_t)channels * 2, sizeof *a.cells);
    sort_limits(&a);
    a.by_message &= (uint64_t)program->message_count * channels <= MOST_MESSAGE_CELLS;
    if (a.by_message)
        a.messages =
            w_lint_array(lint, (size_t)program->message_count * channels, sizeof *a.messages);
    for (uint32_t j = 0; j < program->journey_count; j++)
        add_journey(&a, j);
    WMost *rows = w_lint_array(lint, ((size_t)channels + 1) * 2 * WINDOWS, sizeof *rows);
    *count = 0;
    for (int i = 0; i < 2; i++) {
        WMessageClass class = i == 0 ? W_CLASS_PROMOTIONAL : W_CLASS_TRANSACTIONAL;
        bind_class(&a, class);
        add_rows(&a, rows, count, class, W_NONE);
        for (uint32_t c = 0; c < channels; c++)
            add_rows(&a, rows, count, class, c);
    }
    return rows;
}
