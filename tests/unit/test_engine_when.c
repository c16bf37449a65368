// Conditions over time against an oracle that looks each second: conditions at random, streams at
// random, and the moments at which journeys are entered, exited and woken must be the same.
//
// The oracle keeps its own history and profile and asks the condition itself, plainly, at each
// full second and a millisecond behind it (all lengths in the conditions are whole seconds, so
// nothing can change at another time), and with each input.
#include <stdlib.h>

#include "runtime/base/alloc.h"
#include "runtime/base/hash.h"
#include "runtime/state/record.h"
#include "runtime/value/text.h"
#include "runtime/value/time.h"
#include "runtime/vm/vm.h"
#include "tests/unit/compile.h"
#include "tests/unit/lab.h"
#include "tests/unit/test.h"

enum { ROUNDS = 400, INPUTS = 40, KEPT = INPUTS, SPAN_S = 1200 };

static uint64_t seed;

static uint32_t any(uint32_t limit) {
    seed ^= seed << 13, seed ^= seed >> 7, seed ^= seed << 17;
    return (uint32_t)((seed >> 16) % limit);
}

#define ANY_OF(list) ((list)[any(sizeof(list) / sizeof *(list))])

// ---- conditions at random

static const char *const orders[] = {"<", "<=", ">", ">=", "=", "!="};
static const char *const lengths[] = {"4s", "10s", "30s", "1m", "2m", "5m"};
static const char *const numbers[] = {"0", "1", "2", "3", "4"};
static const char *const wheres[] = {"",
                                     "",
                                     " where event.x > 1",
                                     " where event.x = 2",
                                     " where event.at > now - 20s",
                                     " where now - event.at > 15s",
                                     " where event.y is known and event.y > event.x"};
static const char *const periods[] = {"", " within this day", " within this week"};
static const char *const days[] = {"2026-03-28", "2026-03-29", "2026-10-25"};
static const char *const clocks[] = {"00:05", "01:00", "01:59", "02:00", "03:02", "23:58"};

static void put_window(WBuffer *out) {
    if (any(4) == 0)
        w_buffer_str(out, w_str(ANY_OF(periods)));
    else
        w_buffer_printf(out, " within %s", ANY_OF(lengths));
}

static void put_question(WBuffer *out) {
    static const char *const asks[] = {"count(", "sum(", "max(", "min(", "first(", "last("};
    uint32_t ask = any(6);
    const char *event = any(2) == 0 ? "a" : "b";
    if (ask >= 2) w_buffer_char(out, '(');
    w_buffer_printf(out, "%s%s%s%s", asks[ask], event, ask == 0 ? "" : ".x", ANY_OF(wheres));
    put_window(out);
    w_buffer_str(out, ask >= 2 ? W_STR(") otherwise 1)") : W_STR(")"));
    w_buffer_printf(out, " %s %s", ANY_OF(orders), ANY_OF(numbers));
}

static void put_counts(WBuffer *out) {
    const char *a = ANY_OF(lengths), *number = ANY_OF(numbers), *more = ANY_OF(numbers);
    switch (any(4)) {
    case 0:
        w_buffer_printf(out, "count(a within %s) %s count(b within %s)", a, ANY_OF(orders),
                        ANY_OF(lengths));
        break;
    case 1: w_buffer_printf(out, "count(a within %s) + 1 %s %s", a, ANY_OF(orders), number); break;
    case 2:
        w_buffer_printf(out, "count(b%s within %s) between %s and %s", ANY_OF(wheres), a, number,
                        more);
        break;
    default:
        w_buffer_printf(out, "count(a%s within %s) in [%s, %s]", ANY_OF(wheres), a, number, more);
        break;
    }
}

static void put_time(WBuffer *out) {
    const char *order = ANY_OF(orders), *length = ANY_OF(lengths);
    switch (any(8)) {
    case 0: w_buffer_printf(out, "now - (last(a.at) otherwise now) %s %s", order, length); break;
    case 1: w_buffer_printf(out, "(profile.due otherwise now) - now %s %s", order, length); break;
    case 2: w_buffer_printf(out, "now + %s %s (profile.due otherwise now)", length, order); break;
    case 3: w_buffer_printf(out, "today %s %s", order, ANY_OF(days)); break;
    case 4: w_buffer_printf(out, "time_of(now) %s %s", order, ANY_OF(clocks)); break;
    case 5: w_buffer_printf(out, "date_of(now + %s) %s %s", length, order, ANY_OF(days)); break;
    case 6:
        w_buffer_printf(out, "2 * (now - (first(b.at) otherwise now)) %s %s", order, length);
        break;
    default:
        w_buffer_printf(out,
                        "profile.due is known and now between profile.due - %s and "
                        "profile.due + %s",
                        length, ANY_OF(lengths));
        break;
    }
}

static void put_condition(WBuffer *out, uint32_t depth) {
    static const char *const joins[] = {" and ", " or "};
    uint32_t kind = any(depth > 0 ? 8 : 4);
    if (kind == 0) {
        w_buffer_printf(out, "profile.n %s %s", ANY_OF(orders), ANY_OF(numbers));
    } else if (kind == 1) {
        w_buffer_char(out, '(');
        put_time(out);
        w_buffer_char(out, ')');
    } else if (kind < 4) {
        (any(4) == 0 ? put_counts : put_question)(out);
    } else if (kind == 4) {
        w_buffer_str(out, W_STR("not ("));
        put_condition(out, depth - 1);
        w_buffer_char(out, ')');
    } else {
        w_buffer_char(out, '(');
        put_condition(out, depth - 1);
        w_buffer_str(out, w_str(ANY_OF(joins)));
        put_condition(out, depth - 1);
        w_buffer_char(out, ')');
    }
}

static void put_script(WBuffer *out) {
    WBuffer condition = {0}, part = {0};
    put_condition(&part, 1);
    put_condition(&condition, any(4));
    if (any(6) == 0) w_buffer_str(&condition, W_STR(" or part"));
    w_buffer_char(&condition, '\0');
    w_buffer_char(&part, '\0');
    w_buffer_printf(
        out,
        "project p { language 1 timezone \"Europe/Berlin\" }\n"
        "profile { n: integer = 0  due: datetime?  timezone: text? }\n"
        "event a { x: integer  y: integer? }\nevent b { x: integer  y: integer? }\n"
        "event come { }\n"
        "channel crm { to profile.id internal }\nmessage note { class transactional }\n"
        "segment part when %s\n"
        "journey enters { enter when %s reenter always stage s { finish } }\n"
        "journey exits { enter on come reenter always exit when %s\n"
        "  stage s { wait 9000d finish } }\n"
        "journey waits { enter on come reenter always\n"
        "  stage s { wait up to 9000d { when %s { finish } else { finish } } } }\n"
        "journey reacts { enter on come reenter always\n"
        "  stage s { when %s { send crm note } wait 9000d finish } }\n",
        part.bytes, condition.bytes, condition.bytes, condition.bytes, condition.bytes);
    w_buffer_char(out, '\0');
    w_buffer_free(&condition);
    w_buffer_free(&part);
}

// ---- the oracle

enum { ENTERS, EXITS, REACTS, WAITS, JOURNEYS }; // as rows: by name
enum { A, B, COME, EVENTS };
enum { DUE, N, ZONE, FIELDS };

typedef struct Oracle {
    const WBundle *bundle;
    uint32_t function;
    WArena arena;
    WValue profile[FIELDS];
    uint64_t profile_present;
    WValue entries[EVENTS][KEPT * 4];
    WHistoryView views[EVENTS];
    int64_t cursor_ms; // up to which it has looked
    bool held;         // of `enters`
    bool exits_inside, waits_inside, reacts_inside, reacts_held;
    WBuffer lines[JOURNEYS];
} Oracle;

static bool ask(Oracle *o, int64_t now_ms) {
    const WZone *zone = w_zone_set_find(lab_zones(), W_STR("Europe/Berlin"));
    if (w_bit_get(&o->profile_present, ZONE))
        zone = w_zone_set_find(lab_zones(), w_text_str(w_value_text(o->profile[ZONE])));
    WVmContext context = {.bundle = o->bundle,
                          .arena = &o->arena,
                          .zone = zone,
                          .now_ms = now_ms,
                          .profile = o->profile,
                          .profile_present = &o->profile_present,
                          .histories = o->views};
    return w_vm_test(&context, o->function);
}

static void put_line(WBuffer *lines, int64_t at_ms, const char *what) {
    w_buffer_printf(lines, "%lld %s\n", (long long)at_ms, what);
}

static bool look(Oracle *o, int64_t now_ms) {
    bool holds = ask(o, now_ms);
    if (holds && !o->held) {
        put_line(&o->lines[ENTERS], now_ms, "entered");
        put_line(&o->lines[ENTERS], now_ms, "finished");
    }
    o->held = holds;
    if (holds && o->exits_inside) put_line(&o->lines[EXITS], now_ms, "exited");
    o->exits_inside &= !holds;
    if (holds && o->waits_inside) put_line(&o->lines[WAITS], now_ms, "finished");
    o->waits_inside &= !holds;
    if (o->reacts_inside && holds && !o->reacts_held) put_line(&o->lines[REACTS], now_ms, "sent");
    o->reacts_held = holds && o->reacts_inside;
    return holds;
}

static void come_in(Oracle *o, int64_t now_ms) {
    bool holds = look(o, now_ms);
    bool refused = holds || o->exits_inside;
    put_line(&o->lines[EXITS], now_ms, refused ? "refused" : "entered");
    o->exits_inside |= !refused;
    put_line(&o->lines[WAITS], now_ms, o->waits_inside ? "refused" : "entered");
    if (holds) put_line(&o->lines[WAITS], now_ms, "finished");
    o->waits_inside |= !holds;
    put_line(&o->lines[REACTS], now_ms, o->reacts_inside ? "refused" : "entered");
    if (holds && !o->reacts_inside) put_line(&o->lines[REACTS], now_ms, "sent");
    o->reacts_inside = true;
    o->reacts_held = holds;
}

// All moments before `end_ms` at which something can change.
static void advance(Oracle *o, int64_t end_ms) {
    while (true) {
        int64_t rest = o->cursor_ms % W_SECOND_MS;
        int64_t next_ms = o->cursor_ms + (rest == 0 ? 1 : W_SECOND_MS - rest);
        if (next_ms >= end_ms) return;
        o->cursor_ms = next_ms;
        look(o, next_ms);
    }
}

static uint32_t history_slot(const WBundle *bundle, const WEventRow *row, uint32_t slot) {
    for (uint32_t f = row->first_field; f < row->first_field + row->field_count; f++) {
        if (bundle->fields[f].slot == slot) return bundle->fields[f].history_slot;
    }
    return W_NONE;
}

static void remember(Oracle *o, const WInput *input) {
    const WEventRow *row = &o->bundle->events[input->event];
    WHistoryView *view = &o->views[input->event];
    if (row->keep_ms == W_KEEP_NOTHING) return;
    WValue *at = o->entries[input->event] + (size_t)view->count * view->stride;
    for (; at > o->entries[input->event]; at -= view->stride) { // late ones between the others
        if ((int64_t)at[-(int)view->stride] <= input->at_ms) break;
        memcpy(at, at - view->stride, view->stride * sizeof *at);
    }
    memset(at, 0, view->stride * sizeof *at);
    at[0] = (WValue)input->at_ms;
    for (uint32_t slot = 0; slot < row->slot_count; slot++) {
        uint32_t kept = history_slot(o->bundle, row, slot);
        if (kept == W_NONE || !w_bit_get(input->present, slot)) continue;
        w_bit_set(&at[1], kept);
        at[2 + kept] = input->slots[slot];
    }
    view->count++;
}

static void oracle_input(Oracle *o, const WInput *input, int64_t now_ms) {
    o->cursor_ms = now_ms;
    if (input->kind == W_INPUT_EVENT) {
        remember(o, input);
    } else {
        for (uint32_t i = 0; i < FIELDS; i++) {
            if (!w_bit_get(input->present, i)) continue;
            o->profile[i] = input->slots[i];
            w_bit_set(&o->profile_present, i);
        }
    }
    if (input->kind == W_INPUT_EVENT && input->event == COME)
        come_in(o, now_ms);
    else
        look(o, now_ms);
}

// ---- the engine beside it

typedef struct Race {
    WBundle *bundle;
    WEngine *engine;
    Oracle oracle;
    uint64_t sequence;
    int64_t start_ms;
    int64_t clock_ms;
    WBuffer lines[JOURNEYS];
} Race;

static void take_effects(Race *r) {
    size_t count;
    const WEffect *effects = w_engine_effects(r->engine, &count);
    static const char *const words[] = {[W_OUTCOME_ENTERED] = "entered",
                                        [W_OUTCOME_REFUSED] = "refused",
                                        [W_OUTCOME_EXITED] = "exited",
                                        [W_OUTCOME_FINISHED] = "finished",
                                        [W_OUTCOME_SENT] = "sent"};
    for (size_t i = 0; i < count; i++) {
        const WDecision *d = &effects[i].decision;
        put_line(&r->lines[d->journey], effects[i].at_ms, words[d->outcome]);
    }
    w_engine_clear(r->engine);
}

// The run ends, and another goes on with what was kept.
static void restart(Race *r) {
    WState *state = w_engine_state(r->engine);
    if (w_state_count(state) == 0) return;
    WBuffer bytes = {0}, again = {0};
    w_record_encode(state, 0, &bytes);
    w_engine_destroy(r->engine);
    r->engine = w_engine_create(r->bundle, lab_zones());
    w_engine_set_clock(r->engine, r->clock_ms);
    CHECK(w_record_decode(w_engine_state(r->engine), bytes.bytes, bytes.size) == 0);
    w_record_encode(w_engine_state(r->engine), 0, &again);
    CHECK(again.size == bytes.size && memcmp(again.bytes, bytes.bytes, bytes.size) == 0);
    w_buffer_free(&bytes);
    w_buffer_free(&again);
}

static int64_t customer_now(const Race *r) {
    return w_state_customer(w_engine_state(r->engine), 0)->now_ms;
}

static void give(Race *r, WInput *input) {
    if (any(20) == 0) restart(r);
    if (input->at_ms > r->clock_ms) r->clock_ms = input->at_ms;
    if (r->sequence > 0) advance(&r->oracle, r->clock_ms);
    uint64_t number = ++r->sequence;
    input->customer = W_STR("ana");
    input->id_hash = w_hash64(&number, sizeof number);
    CHECK(w_engine_input(r->engine, input, number) == W_TURN_DONE);
    take_effects(r);
    oracle_input(&r->oracle, input, customer_now(r));
}

static void give_event(Race *r, int64_t at_ms, uint32_t event) {
    WValue slots[2] = {any(5), any(5)};
    const WEventRow *row = &r->bundle->events[event];
    uint64_t present = event == COME || any(3) == 0 ? 1 : 3;
    for (uint32_t f = row->first_field; f < row->first_field + row->field_count; f++) {
        bool is_y = w_str_equal(w_bundle_str(r->bundle, r->bundle->fields[f].name), W_STR("y"));
        if (!is_y && r->bundle->fields[f].slot == 1) present |= 2;
        if (is_y && r->bundle->fields[f].slot == 0 && any(3) == 0) present &= ~UINT64_C(1);
    }
    WInput input = {.kind = W_INPUT_EVENT,
                    .event = event,
                    .at_ms = at_ms,
                    .slots = slots,
                    .present = &present,
                    .slot_count = row->slot_count};
    give(r, &input);
}

static void give_traits(Race *r, int64_t at_ms) {
    static const char *const zones[] = {"America/New_York", "Europe/Berlin", "Asia/Kolkata"};
    WText *zone = w_text_make(&r->oracle.arena, w_str(ANY_OF(zones)));
    int64_t due_ms = r->start_ms + (int64_t)any(SPAN_S) * W_SECOND_MS;
    WValue slots[FIELDS] = {
        [DUE] = (WValue)due_ms, [N] = any(5), [ZONE] = w_value_of_pointer(zone)};
    uint64_t present = any(8);
    WInput input = {.kind = W_INPUT_IDENTIFY,
                    .event = W_NONE,
                    .at_ms = at_ms,
                    .slots = slots,
                    .present = &present,
                    .slot_count = FIELDS};
    give(r, &input);
}

static void run_race(Race *r) {
    int64_t at_s = 0;
    for (int i = 0; i < INPUTS; i++) {
        at_s += 1 + any(2 * SPAN_S / INPUTS);
        int64_t at_ms = r->start_ms + at_s * W_SECOND_MS;
        uint32_t kind = any(8);
        if (kind == 0)
            give_traits(r, at_ms);
        else if (kind < 3)
            give_event(r, at_ms + 300, COME);
        else
            give_event(r, at_ms - (any(6) == 0 ? any(60) : 0) * W_SECOND_MS, kind % 2 ? A : B);
    }
    int64_t end_ms = r->clock_ms + 2 * W_DAY_MS;
    r->clock_ms = end_ms;
    WInput tick = {.kind = W_INPUT_TICK, .event = W_NONE, .at_ms = end_ms};
    w_engine_input(r->engine, &tick, ++r->sequence);
    take_effects(r);
    advance(&r->oracle, r->start_ms + 2 * SPAN_S * W_SECOND_MS);
}

static uint32_t find_entry(const WBundle *bundle) {
    for (uint32_t i = 0; i < bundle->entries_count; i++) {
        if (bundle->entries[i].kind == W_ENTRY_WHEN) return i;
    }
    return W_NONE;
}

static void begin_race(Race *r, const char *script) {
    static const int64_t starts[] = {
        INT64_C(1774738200000), // 2026-03-28T22:50Z: midnight in Berlin
        INT64_C(1774745400000), // 2026-03-29T00:50Z: its clocks go forward
        INT64_C(1792889400000), // 2026-10-25T00:50Z: they go back
    };
    *r = (Race){.bundle = compile_text(script)};
    CHECK(r->bundle != NULL);
    r->engine = w_engine_create(r->bundle, lab_zones());
    r->start_ms = ANY_OF(starts);
    r->oracle.bundle = r->bundle;
    r->oracle.function = r->bundle->entries[find_entry(r->bundle)].where_function;
    for (uint32_t e = 0; e < EVENTS; e++) {
        uint32_t slots = r->bundle->events[e].history_slots;
        r->oracle.views[e] = (WHistoryView){r->oracle.entries[e], 0, slots > 0 ? 2 + slots : 1};
    }
    w_bit_set(&r->oracle.profile_present, N);
}

static void end_race(Race *r) {
    for (int j = 0; j < JOURNEYS; j++) {
        w_buffer_free(&r->lines[j]);
        w_buffer_free(&r->oracle.lines[j]);
    }
    w_arena_free(&r->oracle.arena);
    w_engine_destroy(r->engine);
    w_bundle_close(r->bundle);
}

// Lines of the time that the oracle looked at.
static const char *cut_lines(WBuffer *lines, int64_t end_ms) {
    w_buffer_char(lines, '\0');
    for (char *line = lines->bytes; *line != '\0'; line = strchr(line, '\n') + 1) {
        if (strtoll(line, NULL, 10) < end_ms) continue;
        *line = '\0';
        break;
    }
    return lines->bytes;
}

TEST(when_conditions_act_when_an_oracle_says) {
    Race *r = w_alloc(sizeof *r);
    const char *given = getenv("WEND_SEED");
    uint32_t first = given != NULL ? (uint32_t)atoi(given) : 1;
    size_t acted = 0;
    for (uint32_t round = first; round < first + ROUNDS; round++) {
        seed = (uint64_t)round * UINT64_C(0x9E3779B97F4A7C15) + 1;
        WBuffer script = {0};
        put_script(&script);
        begin_race(r, script.bytes);
        run_race(r);
        int64_t end_ms = r->start_ms + 2 * SPAN_S * W_SECOND_MS;
        for (int j = 0; j < JOURNEYS; j++) {
            const char *got = cut_lines(&r->lines[j], end_ms);
            const char *wanted = cut_lines(&r->oracle.lines[j], end_ms);
            if (strcmp(got, wanted) != 0) fprintf(stderr, "seed %u\n%s\n", round, script.bytes);
            CHECK_STR(got, wanted);
            acted += strlen(got) > 0;
        }
        end_race(r);
        w_buffer_free(&script);
    }
    CHECK(acted > ROUNDS); // it is not all about conditions that never hold
    w_free(r);
}

// ---- what it costs

static const char town[] =
    "project p { language 1 timezone \"UTC\" }\n"
    "profile { plan: text?  wakes: datetime?  score: integer = 0 }\n"
    "event a { x: integer }\nevent b { x: integer }\nevent come { }\n"
    "journey one { enter when count(a within 10d) >= 3 reenter always stage s { finish } }\n"
    "journey two { enter when sum(b.x within 7d) > 5 and profile.score > 2\n"
    "  reenter always stage s { finish } }\n"
    "journey three { enter when profile.wakes is known and profile.wakes < now\n"
    "  reenter always stage s { finish } }\n"
    "journey four { enter when profile.plan = \"pro\" and today >= 2026-03-05\n"
    "  reenter always stage s { finish } }\n"
    "journey five { enter on come reenter always exit when count(a within 2d) > 1\n"
    "  stage s { when count(b within 3d) > 1 { } wait for { on b { finish } } } }\n";

static void tell(WEngine *engine, uint64_t *sequence, int64_t at_min, uint32_t event) {
    WValue slots[1] = {3};
    uint64_t present = 1;
    WInput input = {.kind = W_INPUT_EVENT,
                    .event = event,
                    .at_ms = lab_ms(at_min),
                    .id_hash = ++*sequence,
                    .customer = W_STR("ana"),
                    .slots = slots,
                    .present = &present};
    w_engine_input(engine, &input, *sequence);
    w_engine_clear(engine);
}

// Once the windows are empty nothing is asked any more, however much time passes.
TEST(when_an_idle_year_costs_nothing) {
    enum { DAY_MIN = 24 * 60 };
    WBundle *bundle = compile_text(town);
    CHECK(bundle != NULL);
    WEngine *engine = w_engine_create(bundle, lab_zones());
    uint64_t sequence = 0;
    for (int day = 0; day < 5; day++) {
        tell(engine, &sequence, day * DAY_MIN, A);
        tell(engine, &sequence, day * DAY_MIN + 1, B);
        tell(engine, &sequence, day * DAY_MIN + 2, COME);
    }
    w_engine_settle(engine, lab_ms(30 * DAY_MIN), ++sequence);
    WEngineCounts before = w_engine_counts(engine);
    CHECK(before.evaluations > 0 && before.timers > 0);
    for (int day = 31; day < 400; day++)
        w_engine_settle(engine, lab_ms(day * DAY_MIN), ++sequence);
    WEngineCounts after = w_engine_counts(engine);
    CHECK(after.evaluations == before.evaluations);
    CHECK(after.timers == before.timers && after.turns == before.turns);
    w_engine_destroy(engine);
    w_bundle_close(bundle);
}

// A count that leaving entries keep on its side needs no timer; one that falls needs one.
TEST(when_a_count_stays_on_its_side_nobody_asks) {
    enum { DAY_MIN = 24 * 60 };
    WBundle *bundle = compile_text(
        "project p { language 1 timezone \"UTC\" }\nprofile { n: integer = 0 }\n"
        "event a { x: integer }\n"
        "journey j { enter when count(a where event.x > 2 within 10d) >= 3 and profile.n = 0\n"
        "  reenter always stage s { finish } }\n");
    CHECK(bundle != NULL);
    WEngine *engine = w_engine_create(bundle, lab_zones());
    uint64_t sequence = 0;
    tell(engine, &sequence, 0, 0);
    tell(engine, &sequence, DAY_MIN, 0);
    w_engine_settle(engine, lab_ms(100 * DAY_MIN), ++sequence);
    CHECK(w_engine_counts(engine).timers == 0);
    for (int i = 0; i < 5; i++)
        tell(engine, &sequence, (200 + i) * DAY_MIN, 0);
    w_engine_settle(engine, lab_ms(212 * DAY_MIN - 1), ++sequence); // five, four, three
    CHECK(w_engine_counts(engine).timers == 0);
    w_engine_settle(engine, lab_ms(400 * DAY_MIN), ++sequence);
    CHECK(w_engine_counts(engine).timers == 1);
    w_engine_destroy(engine);
    w_bundle_close(bundle);
}

// An event asks those conditions that read it, and no others; so does a new customer.
TEST(when_an_input_asks_only_who_reads_it) {
    WBuffer script = {0};
    w_buffer_str(&script, W_STR("project p { language 1 timezone \"UTC\" }\n"
                                "profile { score: integer = 0 }\nevent quiet { x: integer }\n"));
    for (int i = 0; i < 200; i++) {
        w_buffer_printf(&script,
                        "event e%03d { x: integer }\n"
                        "journey j%03d { enter when count(e%03d within 1d) >= 2 reenter always\n"
                        "  stage s { finish } }\n",
                        i, i, i);
    }
    w_buffer_char(&script, '\0');
    WBundle *bundle = compile_text(script.bytes);
    CHECK(bundle != NULL);
    WEngine *engine = w_engine_create(bundle, lab_zones());
    uint64_t sequence = 0;
    tell(engine, &sequence, 0, 200); // `quiet`
    CHECK(w_engine_counts(engine).evaluations == 0);
    tell(engine, &sequence, 1, 7);
    CHECK(w_engine_counts(engine).evaluations == 1);
    tell(engine, &sequence, 2, 8);
    CHECK(w_engine_counts(engine).evaluations == 2);
    w_engine_destroy(engine);
    w_bundle_close(bundle);
    w_buffer_free(&script);
}
