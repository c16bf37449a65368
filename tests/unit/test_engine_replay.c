// Whatever happened in between, the same inputs come to the same: a stream that is run in one go,
// beside one whose engine is lost now and then and made again from records that were saved at
// different moments, as the store does it.
#include "runtime/base/alloc.h"
#include "runtime/base/hash.h"
#include "runtime/state/record.h"
#include "runtime/value/copy.h"
#include "runtime/value/number.h"
#include "runtime/value/text.h"
#include "runtime/value/time.h"
#include "tests/unit/lab.h"
#include "tests/unit/test.h"

enum { INPUTS = 700, PEOPLE = 6 };

static const char *const people[PEOPLE] = {"ana", "bob", "cyd", "d", "ana-maria", "zoe"};

// ---- Chance

static uint64_t seed;

static uint32_t below(uint32_t limit) {
    seed ^= seed << 13, seed ^= seed >> 7, seed ^= seed << 17;
    return (uint32_t)((seed >> 16) % limit);
}

static bool once_in(uint32_t times) {
    return below(times) == 0;
}

// ---- Inputs

typedef struct Given {
    WInput input;
    bool is_settle;
    WValue slots[8];
    uint64_t present;
} Given;

static WArena arena;
static Given given[INPUTS]; // number i has sequence i + 1

static WValue any_text(void) {
    char text[40];
    static const char *const few[] = {"x", "y", ""};
    if (once_in(2)) return w_value_of_pointer(w_text_make(&arena, w_str(few[below(3)])));
    snprintf(text, sizeof text, "something of its own %u", below(1000000));
    return w_value_of_pointer(w_text_make(&arena, w_str(text)));
}

static WValue any_zone(void) {
    static const char *const zones[] = {"Europe/Berlin", "America/New_York", "Atlantis/Capital"};
    return w_value_of_pointer(w_text_make(&arena, w_str(zones[below(3)])));
}

static WValue any_words(void) {
    WList *list = w_list_begin(&arena, below(4));
    for (uint32_t i = 0; i < list->count; i++)
        list->items[i] = any_text();
    return w_value_of_pointer(list);
}

static WValue any_basket(void) {
    WList *list = w_list_begin(&arena, below(4));
    for (uint32_t i = 0; i < list->count; i++) {
        WTuple *item = w_tuple_begin(&arena, 3);
        item->items[0] = any_text();
        item->items[1] = below(100);
        item->items[2] = any_words();
        item->present = once_in(2) ? 5 : 7;
        list->items[i] = w_value_of_pointer(item);
    }
    return w_value_of_pointer(list);
}

static WValue any_value(WType type) {
    bool is_basket = w_type_element_kind(type) == W_TYPE_RECORD;
    if (is_basket) return any_basket();
    switch (w_type_kind(type)) {
    case W_TYPE_TEXT: return any_text();
    case W_TYPE_LIST: return any_words();
    case W_TYPE_BOOLEAN: return !once_in(4);
    case W_TYPE_NUMBER: return (WValue)(below(100) * W_NUMBER_ONE);
    default: return below(5);
    }
}

static void make_event(Given *g, const WBundle *bundle) {
    static const uint32_t often[] = {LAB_GO,    LAB_GO,    LAB_BUY,  LAB_BUY,  LAB_BUY,
                                     LAB_CLICK, LAB_CLICK, LAB_STOP, LAB_MOVE, W_NONE};
    g->input.kind = W_INPUT_EVENT;
    g->input.event = often[below(sizeof often / sizeof *often)];
    if (g->input.event == W_NONE) return;
    const WEventRow *event = &bundle->events[g->input.event];
    g->input.slot_count = event->slot_count;
    for (uint32_t i = 0; i < event->slot_count; i++) {
        const WFieldRow *field = &bundle->fields[event->first_field + i];
        if (once_in(5)) continue;
        g->present |= UINT64_C(1) << field->slot;
        g->slots[field->slot] = g->input.event == LAB_MOVE ? any_zone() : any_value(field->type);
    }
}

static void make_traits(Given *g, const WBundle *bundle) {
    g->input.kind = W_INPUT_IDENTIFY;
    g->input.slot_count = bundle->profile_count;
    for (uint32_t i = 0; i < LAB_BASKET; i++) {
        if (!once_in(3)) continue;
        g->present |= UINT64_C(1) << i;
        g->slots[i] = i == LAB_ZONE ? any_zone() : any_value(bundle->profile[i].type);
    }
}

// Some have one. Nothing else hangs on chance here.
static void make_basket(Given *g) {
    uint64_t before = seed;
    if (g->input.kind == W_INPUT_IDENTIFY && once_in(2)) {
        g->present |= UINT64_C(1) << LAB_BASKET;
        g->slots[LAB_BASKET] = any_basket();
    }
    seed = before;
}

// Mostly half hours, so that events, deadlines and windows meet.
static int64_t any_step(void) {
    switch (below(8)) {
    case 0: return 0;
    case 1: return below(3000);
    case 2: return below(100) * LAB_MINUTE_MS;
    case 3: return once_in(6) ? 3 * W_DAY_MS : 540 * LAB_MINUTE_MS;
    default: return below(4) * 30 * LAB_MINUTE_MS;
    }
}

static void make_inputs(const WBundle *bundle) {
    int64_t clock_ms = lab_ms(0);
    w_arena_reset(&arena);
    for (uint32_t i = 0; i < INPUTS; i++) {
        Given *g = &given[i];
        *g = (Given){.input = {.event = W_NONE, .slots = g->slots, .present = &g->present}};
        uint64_t id = i;
        clock_ms += any_step();
        if (i > 20 && once_in(15)) id -= below(20);
        g->input.at_ms = clock_ms - (once_in(6) ? below(50) * 30 * LAB_MINUTE_MS : 0);
        g->input.id_hash = w_hash64(&id, sizeof id);
        g->input.customer = w_str(people[below(PEOPLE)]);
        g->is_settle = once_in(25);
        if (once_in(20))
            g->input.kind = W_INPUT_TICK;
        else if (once_in(6))
            make_traits(g, bundle);
        else
            make_event(g, bundle);
        make_basket(g);
    }
}

static void feed(Stream *s, uint32_t i) {
    const Given *g = &given[i];
    if (!g->is_settle) {
        stream_input(s, &g->input);
        return;
    }
    stream_settle(s, (g->input.at_ms - lab_ms(0)) / LAB_MINUTE_MS);
}

// ---- In one go

static WBuffer story;               // of the whole stream
static size_t story_at[INPUTS + 1]; // where the lines of an input begin
static int64_t clock_after[INPUTS + 1];

// What the inputs learned from shared cells, as a journal would hold it.
static WWitness *witnessed[INPUTS];
static size_t witnessed_count[INPUTS];

static void keep_witnesses(const WEngine *engine, uint32_t i) {
    const WWitness *witnesses = w_engine_witnesses(engine, &witnessed_count[i]);
    size_t size = witnessed_count[i] * sizeof *witnesses;
    witnessed[i] = w_arena_take(&arena, size + 1);
    if (size > 0) memcpy(witnessed[i], witnesses, size);
}

static void feed_again(Stream *s, uint32_t i) {
    w_engine_give_witnesses(s->engine, witnessed[i], witnessed_count[i]);
    feed(s, i);
    CHECK(!w_engine_lacks_witness(s->engine));
}

static void run_in_one_go(Stream *s) {
    w_buffer_clear(&story);
    clock_after[0] = INT64_MIN;
    s->on_turn = keep_witnesses;
    for (uint32_t i = 0; i < INPUTS; i++) {
        story_at[i] = story.size;
        feed(s, i);
        w_buffer_str(&story, w_str(stream_lines(s)));
        clock_after[i + 1] = w_engine_clock(s->engine);
    }
    story_at[INPUTS] = story.size;
}

// ---- With losses

static WBuffer saved[PEOPLE]; // the last record of each that was saved
static uint64_t last_saved;   // no record is of a later input

// The shared cells, and what they held then.
static const char *const cell_names[] = {"limit over all", "ramp iota", "ramp kappa"};
enum { CELLS = sizeof cell_names / sizeof *cell_names };
static WBuffer saved_cells[CELLS];

static WCell *cell_of(const Stream *s, int c) {
    return w_cells_find_or_add(w_state_cells(w_engine_state(s->engine)), w_str(cell_names[c]));
}

static void save_cells(Stream *s) {
    uint32_t count;
    WCell **cells = w_cells_take_dirty(w_state_cells(w_engine_state(s->engine)), &count);
    for (uint32_t i = 0; i < count; i++) {
        int c = 0;
        while (cells[i] != cell_of(s, c))
            c++;
        w_buffer_clear(&saved_cells[c]);
        w_cell_encode(cells[i], &saved_cells[c]);
    }
    w_free((void *)cells);
}

// Save some of the records that wait, the longest waiting first; since when others wait.
static uint64_t save_some(Stream *s) {
    WState *state = w_engine_state(s->engine);
    uint64_t needed = s->sequence + 1;
    uint64_t before = s->sequence + 1 - below((uint32_t)(s->sequence < 40 ? s->sequence + 1 : 40));
    uint32_t index;
    while (!once_in(4) && (index = w_state_take_dirty(state, before)) != W_NONE) {
        const WCustomer *customer = w_state_customer(state, index);
        uint32_t who = 0;
        while (!w_str_equal(w_text_str(customer->id), w_str(people[who])))
            who++;
        w_buffer_clear(&saved[who]);
        w_record_encode(state, index, &saved[who]);
    }
    for (uint32_t i = 0; i < w_state_count(state); i++) {
        uint64_t since = w_state_customer(state, i)->dirty_since;
        if (since != 0 && since < needed) needed = since;
    }
    last_saved = s->sequence;
    save_cells(s);
    return needed;
}

// A new engine, with what was saved, at an input from which all that is missing is run again.
static void recover(Stream *s, const WBundle *bundle, uint64_t needed) {
    stream_end(s);
    stream_begin(s, bundle);
    s->with_ids = true;
    uint64_t from = needed - below((uint32_t)(needed < 30 ? needed : 30));
    w_engine_set_clock(s->engine, clock_after[from - 1]);
    w_engine_set_cells_sequence(s->engine, last_saved);
    s->sequence = from - 1;
    for (int c = 0; c < CELLS; c++) {
        WStr bytes = {saved_cells[c].bytes, saved_cells[c].size};
        CHECK(bytes.size == 0 || w_cell_decode(cell_of(s, c), bytes));
    }
    for (uint32_t i = 0; i < PEOPLE; i++) {
        uint32_t who = (i + (uint32_t)needed) % PEOPLE;
        if (saved[who].size == 0) continue;
        CHECK(w_record_decode(w_engine_state(s->engine), saved[who].bytes, saved[who].size) !=
              W_NONE);
    }
}

static void check_lines(Stream *s, uint32_t i) {
    const char *lines = stream_lines(s);
    if (i + 1 <= last_saved) return;
    WStr wanted = {story.bytes + story_at[i], story_at[i + 1] - story_at[i]};
    bool effects_are_equal = w_str_equal(w_str(lines), wanted);
    if (!effects_are_equal)
        fprintf(stderr, "input %u:\n%swanted\n%.*s", i + 1, lines, W_STR_ARGS(wanted));
    CHECK(effects_are_equal);
}

static void run_with_losses(Stream *s, const WBundle *bundle) {
    uint64_t needed = 1, reached = 0;
    last_saved = 0;
    for (int c = 0; c < CELLS; c++)
        w_buffer_clear(&saved_cells[c]);
    for (uint32_t who = 0; who < PEOPLE; who++)
        w_buffer_clear(&saved[who]);
    while (s->sequence < INPUTS) {
        uint32_t i = (uint32_t)s->sequence;
        feed_again(s, i);
        check_lines(s, i);
        CHECK(w_engine_clock(s->engine) == clock_after[i + 1]);
        if (s->sequence < reached) continue;
        reached = s->sequence;
        if (once_in(20)) needed = save_some(s);
        if (once_in(40)) recover(s, bundle, needed);
    }
}

static void check_records(Stream *a, Stream *b) {
    for (uint32_t who = 0; who < PEOPLE; who++) {
        WBuffer x = stream_record(a, people[who]), y = stream_record(b, people[who]);
        CHECK(x.size == y.size && memcmp(x.bytes, y.bytes, x.size) == 0);
        w_buffer_free(&x), w_buffer_free(&y);
    }
}

static void check_cells(const Stream *a, const Stream *b) {
    for (int c = 0; c < CELLS; c++) {
        const WCell *x = cell_of(a, c), *y = cell_of(b, c);
        CHECK(x->count == y->count && x->count > 0);
        for (uint32_t i = 0; i < x->count; i++)
            CHECK(w_cell_at(x, i) == w_cell_at(y, i));
    }
}

// ---- One customer alone

static void feed_alone(Stream *s, uint32_t i, WStr who) {
    const Given *g = &given[i];
    WInput tick = {.kind = W_INPUT_TICK, .event = W_NONE, .at_ms = g->input.at_ms};
    bool is_own = g->input.kind != W_INPUT_TICK && w_str_equal(g->input.customer, who);
    w_engine_give_witnesses(s->engine, witnessed[i], witnessed_count[i]);
    if (g->is_settle) {
        feed(s, i);
        return;
    }
    stream_input(s, &tick);
    if (!is_own) return;
    s->sequence--; // it was the same input
    stream_input(s, &g->input);
}

// The lines of the story that are about one customer.
static void put_lines_of(const char *who, WBuffer *out) {
    char word[40];
    snprintf(word, sizeof word, " %s ", who);
    for (const char *at = story.bytes, *end; at < story.bytes + story.size; at = end) {
        end = (const char *)memchr(at, '\n', (size_t)(story.bytes + story.size - at)) + 1;
        const char *second = memchr(at, ' ', (size_t)(end - at));
        if (strncmp(second, word, strlen(word)) == 0) w_buffer_append(out, at, (size_t)(end - at));
    }
}

// As `why` does it: no cells, and the inputs of all others only move the clock.
static void run_alone(const WBundle *bundle, const char *who) {
    Stream s;
    WBuffer wanted = {0};
    stream_begin(&s, bundle);
    s.with_ids = true;
    w_engine_set_cells_sequence(s.engine, UINT64_MAX);
    for (uint32_t i = 0; i < INPUTS; i++)
        feed_alone(&s, i, w_str(who));
    CHECK(!w_engine_lacks_witness(s.engine));
    put_lines_of(who, &wanted);
    w_buffer_char(&wanted, '\0');
    CHECK_STR(stream_lines(&s), wanted.bytes);
    w_buffer_free(&wanted);
    stream_end(&s);
}

static void run_seed(const WBundle *bundle, uint64_t number) {
    Stream a, b;
    seed = number * UINT64_C(0x9E3779B97F4A7C15) + 1;
    make_inputs(bundle);
    stream_begin(&a, bundle);
    stream_begin(&b, bundle);
    a.with_ids = b.with_ids = true;
    run_in_one_go(&a);
    run_with_losses(&b, bundle);
    check_records(&a, &b);
    check_cells(&a, &b);
    for (uint32_t who = 0; who < PEOPLE; who++)
        run_alone(bundle, people[who]);
    stream_end(&a);
    stream_end(&b);
}

static size_t count_of(const char *part) {
    size_t count = 0;
    w_buffer_char(&story, '\0');
    for (const char *at = story.bytes; (at = strstr(at, part)) != NULL; at++)
        count++;
    story.size--;
    return count;
}

// That nothing went missing between is only worth something if everything happened.
static void check_story(void) {
    static const char *const parts[] = {" entered",
                                        " refused inside",
                                        " refused reenter",
                                        " refused only_if \"in alpha\"",
                                        " refused only_if \"enough was sent\"",
                                        " sent hello",
                                        " sent receipt",
                                        " suppressed address",
                                        " suppressed consent",
                                        " suppressed limit",
                                        " suppressed limit 3: 4 of 4",
                                        " suppressed limit 4: 4 of 4",
                                        " deferred limit 4: 4 of 4",
                                        " deferred quiet until",
                                        " cancelled",
                                        " and 1",
                                        " suppressed suppressed",
                                        " converted",
                                        " expired",
                                        " exited event",
                                        " exited goal",
                                        " exited statement",
                                        " exited looped",
                                        " finished",
                                        " refused ramp",
                                        " deferred ramp",
                                        " refused gone",
                                        " entry iota entered",
                                        " entry kappa entered"};
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        if (count_of(parts[i]) < 3) fprintf(stderr, "hardly any \"%s\"\n", parts[i]);
        CHECK(count_of(parts[i]) >= 3);
    }
}

TEST(engine_replay_comes_to_the_same) {
    WBundleBuilder b = {0};
    lab_town(&b);
    WBundle *bundle = bundle_open(&b);
    bundle_builder_free(&b);
    CHECK(bundle != NULL);
    WBuffer all = {0};
    for (uint64_t number = 1; number <= 5; number++) {
        run_seed(bundle, number);
        w_buffer_append(&all, story.bytes, story.size);
    }
    w_buffer_free(&story);
    story = all;
    check_story();
    w_buffer_free(&story);
    for (uint32_t who = 0; who < PEOPLE; who++)
        w_buffer_free(&saved[who]);
    for (int c = 0; c < CELLS; c++)
        w_buffer_free(&saved_cells[c]);
    w_arena_free(&arena);
    w_bundle_close(bundle);
}
