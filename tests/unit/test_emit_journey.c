// Whole projects through the compiler: what their journeys do, that the bytes depend on nothing
// but the meaning, that many journeys are compiled in time.
#include "runtime/base/alloc.h"
#include "runtime/value/text.h"
#include "runtime/vm/vm.h"
#include "tests/unit/compile.h"
#include "tests/unit/test.h"

#include <time.h>

static const char declarations[] =
    "project test \"Test\" { language 1 timezone \"UTC\" }\n"
    "profile { name: text? visits: integer = 0 email: text = \"a@b.example\" }\n"
    "event shown as \"Shown\" { total: number note: text? set profile.visits = 1 }\n"
    "event bought as \"Bought\" { total: number }\n"
    "event clicked as \"Clicked\" { }\n"
    "channel push { to profile.email internal }\n"
    "message hello { class transactional param name: text param total: number = 1 }\n"
    "message bye { class transactional }\n";

static WBundle *bundle;
static WArena arena;
static WValue profile[8];
static uint64_t profile_present[1];
static WValue variables[8];
static uint64_t variables_present[1];
static WValue event[8];
static uint64_t event_present[1];

static void print_stop(const WVmRun *run, WVmExitKind kind, WBuffer *out) {
    static const char *const names[] = {
        [W_VM_SET_PROFILE] = "set profile",
        [W_VM_SET_VARIABLE] = "set variable",
        [W_VM_SEND] = "send",
        [W_VM_WAIT_FOR] = "wait for",
        [W_VM_WAIT_UNTIL] = "wait until",
        [W_VM_WAIT_EVER] = "wait",
        [W_VM_RESUME] = "resume",
        [W_VM_GO] = "go",
        [W_VM_FINISH] = "finish",
        [W_VM_EXIT] = "exit",
        [W_VM_DONE] = "done",
    };
    w_buffer_printf(out, "%s", names[kind]);
    if (kind <= W_VM_WAIT_EVER) w_buffer_printf(out, " %u", run->target);
    if (kind == W_VM_GO) {
        WStr name = w_bundle_str(bundle, bundle->stages[run->target].name);
        w_buffer_printf(out, " %.*s", W_STR_ARGS(name));
    }
    if (kind == W_VM_WAIT_FOR || kind == W_VM_SET_PROFILE)
        w_buffer_printf(out, " %lld", (long long)run->value);
    if (kind == W_VM_EXIT) w_buffer_printf(out, " %s", w_value_text(run->value)->bytes);
    w_buffer_str(out, W_STR("; "));
}

// Run flow code to its end; what it wanted, one after the other. Variables are kept.
static void run_to_end(uint32_t start, bool suppressed, WBuffer *out) {
    const WVmContext context = {.bundle = bundle,
                                .arena = &arena,
                                .zone = w_zone_utc(),
                                .now_ms = 1000,
                                .customer = w_text_make(&arena, W_STR("ada")),
                                .profile = profile,
                                .profile_present = profile_present,
                                .event = event,
                                .event_present = event_present,
                                .variables = variables,
                                .variables_present = variables_present};
    WVmRun run;
    w_vm_begin(&run, bundle->journeys[0].flow_function, start);
    for (;;) {
        WVmExitKind kind = w_vm_continue(&run, &context);
        print_stop(&run, kind, out);
        if (kind == W_VM_SET_VARIABLE) {
            variables[run.target] = run.value;
            w_bit_clear(variables_present, run.target);
            if (run.known) w_bit_set(variables_present, run.target);
        } else if (kind == W_VM_SEND) {
            if (suppressed) run.next = run.otherwise;
        } else if (kind != W_VM_SET_PROFILE) {
            return;
        }
    }
}

static void check_run(uint32_t start, bool suppressed, const char *wanted) {
    WBuffer got = {0};
    run_to_end(start, suppressed, &got);
    w_buffer_char(&got, 0);
    CHECK_STR(got.bytes, wanted);
    w_buffer_free(&got);
}

static void compile_journey(const char *journey) {
    WBuffer text = {0};
    w_buffer_printf(&text, "%s%s", declarations, journey);
    w_buffer_char(&text, 0);
    bundle = compile_text(text.bytes);
    CHECK(bundle != NULL);
    w_buffer_free(&text);
}

static void done(void) {
    w_bundle_close(bundle);
    w_arena_free(&arena);
}

static uint32_t find_event(const char *name) {
    for (uint32_t i = 0; i < bundle->events_count; i++) {
        if (w_str_equal(w_bundle_str(bundle, bundle->events[i].name), w_str(name))) return i;
    }
    return W_NONE;
}

static uint32_t arm_start(uint32_t first, uint32_t i) {
    return bundle->arms[first + i].start;
}

// The arms of a wait lie behind it, then the time-out, then what follows.
TEST(emit_flow_of_a_wait_with_arms) {
    compile_journey("journey j {\n"
                    "  enter on shown reenter always\n"
                    "  stage first {\n"
                    "    wait up to 1h {\n"
                    "      on clicked { go second }\n"
                    "      on bought where event.total > 5 { send push bye }\n"
                    "      else { set profile.visits = 3 }\n"
                    "    }\n"
                    "    wait 2h\n"
                    "    exit \"over\"\n"
                    "  }\n"
                    "  stage second { wait for { on shown { finish } } }\n"
                    "}\n");
    const WStageRow *stages = bundle->stages;
    const WPointRow *points = bundle->points;
    check_run(stages[0].start, false, "wait for 0 3600000; ");
    check_run(arm_start(points[0].first_arm, 0), false, "go second; ");
    check_run(arm_start(points[0].first_arm, 1), false, "send 0; wait for 1 7200000; ");
    check_run(points[0].after, false, "set profile 2 3; wait for 1 7200000; ");
    check_run(points[1].after, false, "exit over; ");
    check_run(stages[1].start, false, "wait 2; ");
    CHECK(points[2].after == W_NONE && points[2].kind == W_POINT_EVER);
    check_run(arm_start(points[2].first_arm, 0), false, "finish; ");
    done();
}

// A suppressed send goes on in its `else`, or behind it; params stand in their order.
TEST(emit_flow_of_sends) {
    compile_journey("journey j {\n"
                    "  enter on shown reenter always\n"
                    "  stage first {\n"
                    "    send push hello { total: event.total, name: \"x\" } else { go second }\n"
                    "    send push bye to profile.name\n"
                    "    finish\n"
                    "  }\n"
                    "  stage second {\n"
                    "    send push bye else { set profile.visits = 9 }\n"
                    "    send push hello { name: profile.name otherwise \"you\" }\n"
                    "    finish\n"
                    "  }\n"
                    "}\n");
    check_run(bundle->stages[0].start, false, "send 0; send 1; finish; ");
    check_run(bundle->stages[0].start, true, "send 0; go second; ");
    check_run(bundle->stages[1].start, false, "send 2; send 3; finish; ");
    check_run(bundle->stages[1].start, true, "send 2; set profile 2 9; send 3; finish; ");
    CHECK(bundle->sites[1].flags == W_SITE_HAS_TO && bundle->sites[0].flags == 0);
    CHECK(bundle->stages[0].event == find_event("shown"));
    done();
}

// What stands at the top of a stage goes back to the wait it interrupted, unless it leaves.
TEST(emit_flow_of_reactions) {
    compile_journey("journey j {\n"
                    "  enter on shown reenter always\n"
                    "  stage first {\n"
                    "    on clicked { go first }\n"
                    "    on bought { send push bye }\n"
                    "    wait 1d\n"
                    "    finish\n"
                    "  }\n"
                    "}\n");
    const WStageRow *stage = &bundle->stages[0];
    CHECK(stage->arm_count == 2);
    check_run(arm_start(stage->first_arm, 0), false, "go first; ");
    check_run(arm_start(stage->first_arm, 1), false, "send 0; resume; ");
    check_run(stage->start, false, "wait for 0 86400000; ");
    done();
}

// A `let` and what the entry brought are there behind a wait, and so is what was found out of
// them.
TEST(emit_flow_of_values_across_waits) {
    compile_journey("journey j {\n"
                    "  enter on shown reenter always\n"
                    "  stage first {\n"
                    "    let double = event.total * 2\n"
                    "    if entry.note is known {\n"
                    "      wait 1h\n"
                    "      send push hello { name: entry.note, total: double }\n"
                    "    } else if double > 5 {\n"
                    "      wait 2h\n"
                    "    } else {\n"
                    "      exit \"small\"\n"
                    "    }\n"
                    "    finish\n"
                    "  }\n"
                    "}\n");
    const WJourneyRow *journey = &bundle->journeys[0];
    const WEntryRow *entry = &bundle->entries[0];
    uint32_t note = bundle->copies[entry->first_copy].variable;
    CHECK(journey->variable_count == 2 && entry->copy_count == 1);
    w_bit_set(event_present, 0);
    w_bit_set(event_present, 1);
    for (uint32_t slot = 0; slot < 2; slot++)
        event[slot] = slot == bundle->copies[entry->first_copy].slot ? 0 : 3000000;
    check_run(bundle->stages[0].start, false, "set variable 1; wait for 1 7200000; ");
    CHECK(variables[1 - note] == 6000000);
    event[0] = event[1] = 1000000;
    check_run(bundle->stages[0].start, false, "set variable 1; exit small; ");
    variables[note] = w_value_of_pointer(w_text_make(&arena, W_STR("N")));
    w_bit_set(variables_present, note);
    check_run(bundle->stages[0].start, false, "set variable 1; wait for 0 3600000; ");
    check_run(bundle->points[0].after, false, "send 0; finish; ");
    done();
}

// Waits until a moment.
TEST(emit_flow_of_waits_until) {
    compile_journey("journey j {\n"
                    "  enter on shown reenter always\n"
                    "  stage first {\n"
                    "    wait until 09:00\n"
                    "    wait until 18:30\n"
                    "    wait until 09:00 in 3 days\n"
                    "    wait until entry.at + 3d { on clicked { finish } else { go first } }\n"
                    "  }\n"
                    "}\n");
    for (uint32_t i = 0; i < 4; i++)
        CHECK(bundle->points[i].kind == W_POINT_UNTIL);
    check_run(bundle->stages[0].start, false, "wait until 0; ");
    check_run(bundle->points[0].after, false, "wait until 1; ");
    check_run(bundle->points[1].after, false, "wait until 2; ");
    check_run(bundle->points[2].after, false, "wait until 3; ");
    check_run(bundle->points[3].after, false, "go first; ");
    done();
}

// The rest of a journey's rows.
TEST(emit_journey_rows) {
    compile_journey("journey low { priority 10 enter on shown stage s { finish } }\n"
                    "journey top \"Top\" {\n"
                    "  owner \"me@shop.example\" part of care priority 90 expires 2027-12-31\n"
                    "  enter on shown where event.total = 5 and profile.visits = 2\n"
                    "  enter on bought\n"
                    "  only if profile.name is known because \"named\"\n"
                    "  only if entries < 3\n"
                    "  reenter after 7d from entry\n"
                    "  goal bought where event.total > 3 within 2d from send\n"
                    "  exit on goal\n"
                    "  exit on clicked\n"
                    "  stage s { wait 1d finish }\n"
                    "}\n");
    const WJourneyRow *top = &bundle->journeys[0];
    CHECK(top->priority == 90 && top->flags == W_JOURNEY_EXIT_ON_GOAL);
    CHECK(top->reenter == W_REENTER_FROM_ENTRY && top->reenter_ms == 7 * 86400000);
    CHECK(top->entry_count == 2 && top->only_if_count == 2 && top->exit_count == 1);
    CHECK(bundle->goals[top->goal].within_ms == 2 * 86400000);
    CHECK(bundle->goals[top->goal].from == W_GOAL_FROM_SEND);
    const WEntryRow *entry = &bundle->entries[top->first_entry];
    CHECK(entry->key_count + entry[1].key_count == 2);
    CHECK(bundle->journeys[1].reenter == W_REENTER_NEVER);
    CHECK(bundle->events[find_event("shown")].setter_function != W_NONE);
    done();
}

// ---- bytes

// The parts of a script, cut before each line that begins a declaration.
static size_t cut(const char *text, char **parts, size_t limit) {
    size_t count = 0;
    const char *start = text;
    for (const char *at = text + 1; *start != 0; at++) {
        bool begins = *at == 0 || (at[-1] == '\n' && *at >= 'a' && *at <= 'z');
        if (!begins) continue;
        CHECK(count < limit);
        parts[count] = w_alloc((size_t)(at - start) + 1);
        memcpy(parts[count++], start, (size_t)(at - start));
        start = at;
    }
    return count;
}

// The declarations in three files, the last ones first.
static void permute(const char *whole, WBuffer files[3]) {
    char *parts[256];
    size_t count = cut(whole, parts, 256);
    CHECK(count > 10);
    for (size_t i = count; i-- > 0;) {
        w_buffer_printf(&files[i % 3], "# comment %zu\n\n%s\n", i, parts[i]);
        w_free(parts[i]);
    }
    for (size_t i = 0; i < 3; i++)
        w_buffer_char(&files[i], 0);
}

static void check_permuted(const char *whole) {
    WBuffer straight = {0}, permuted = {0}, again = {0}, texts[3] = {{0}};
    permute(whole, texts);
    const char *files[] = {texts[0].bytes, texts[1].bytes, texts[2].bytes};
    CHECK(compile_files(&whole, 1, &straight));
    CHECK(compile_files(&whole, 1, &again));
    CHECK(compile_files(files, 3, &permuted));
    CHECK(straight.size == permuted.size && straight.size == again.size);
    CHECK(memcmp(straight.bytes, again.bytes, again.size) == 0);
    CHECK(memcmp(straight.bytes, permuted.bytes, permuted.size) == 0);
    WBundle *opened = open_bundle(&straight);
    CHECK(opened != NULL && opened->journeys_count > 0);
    w_bundle_close(opened);
    for (size_t i = 0; i < 3; i++)
        w_buffer_free(&texts[i]);
    w_buffer_free(&straight);
    w_buffer_free(&permuted);
    w_buffer_free(&again);
}

// Files and declarations in any order, with other spaces and comments: the same bytes.
TEST(emit_bytes_depend_on_meaning_only) {
    WBuffer text = {0};
    CHECK(read_whole("tests/bench/w1/w1.wend", &text) != NULL);
    check_permuted(text.bytes);
    w_buffer_free(&text);
    static const char *const retail[] = {"shop", "new_customers", "regulars"};
    for (size_t i = 0; i < 3; i++) {
        char path[64];
        snprintf(path, sizeof path, "examples/retail/%s.wend", retail[i]);
        if (i > 0) text.bytes[text.size - 1] = '\n'; // in place of the terminator
        CHECK(read_whole(path, &text) != NULL);
    }
    check_permuted(text.bytes);
    w_buffer_free(&text);
}

// What numbers rows on the way: enums, questions to the history, segments, variables.
TEST(emit_bytes_do_not_follow_the_order_of_enums_and_uses) {
    WBuffer text = {0};
    w_buffer_printf(&text, "%s", declarations);
    w_buffer_str(&text,
                 W_STR("event a { k: one of [\"x\", \"y\"] n: integer }\n"
                       "event b { k: one of [\"u\", \"v\"] m: one of [\"x\", \"y\"] }\n"
                       "segment s2 when s1 and count(a within 3d) > 2\n"
                       "segment s1 when sum(a.n) > 2 or count(b where event.k = \"u\") = 1\n"
                       "suppress promotional when s2 because \"two\"\n"
                       "suppress transactional when max(a.n) = 3 because \"three\"\n"
                       "limit promotional to 2 per 24h\n"
                       "limit push to 3 per 7d\n"
                       "journey z { enter on a where event.k = \"x\" and s1\n"
                       "  stage t { let q = entry.n let r = entry.k wait 1d finish } }\n"
                       "journey y { enter on b where event.m = \"x\" only if s2\n"
                       "  stage t { if entry.k = \"v\" { send push bye } finish } }\n"));
    w_buffer_char(&text, 0);
    check_permuted(text.bytes);
    w_buffer_free(&text);
}

static uint64_t hash_of(const char *journey) {
    compile_journey(journey);
    uint64_t hash = 0;
    for (uint32_t i = 0; i < bundle->journeys_count; i++) {
        WStr name = w_bundle_str(bundle, bundle->journeys[i].name);
        if (w_str_equal(name, W_STR("j"))) hash = bundle->journeys[i].hash;
    }
    done();
    return hash;
}

// What else is in the project does not enter the behaviour hash; what the journey does, does.
TEST(emit_behaviour_hash_follows_meaning) {
    uint64_t hash = hash_of("segment big when profile.visits > 3\n"
                            "journey j { enter on shown where big stage s { finish } }\n");
    CHECK(hash == hash_of("segment big when profile.visits > 3\n"
                          "journey j \"Title\" {\n owner \"x\"\n\n# comment\n"
                          "  enter on shown where big\n\n  stage s \"S\" { finish } }\n"));
    CHECK(hash ==
          hash_of("segment also when profile.visits > 4\n"
                  "segment big when profile.visits > 3\n"
                  "event a { x: integer }\n"
                  "journey b { enter on a where event.x = 1 and also stage t { finish } }\n"
                  "journey j { enter on shown where big stage s { finish } }\n"));
    CHECK(hash != hash_of("segment big when profile.visits > 4\n"
                          "journey j { enter on shown where big stage s { finish } }\n"));
    CHECK(hash != hash_of("segment big when profile.visits > 3\n"
                          "journey j { enter on shown where big stage t { finish } }\n"));
    CHECK(hash != hash_of("segment big when profile.visits > 3\n"
                          "journey j { enter on bought where big stage s { finish } }\n"));
}

// ---- many journeys

static double now_seconds(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

static void many_script(uint32_t count, WBuffer *text) {
    w_buffer_str(text, w_str(declarations));
    for (uint32_t i = 0; i < count; i++) {
        w_buffer_printf(text,
                        "journey j%u { owner \"x\" priority %u\n"
                        "  enter on shown where profile.visits = %u and event.total between %u "
                        "and %u and profile.name = \"n%u\"\n  reenter always\n"
                        "  stage first { send push bye wait up to %uh { on bought { finish } "
                        "else { go second } } }\n"
                        "  stage second { send push hello { name: \"%u\" } wait 1d finish }\n}\n",
                        i, count - i, i % 20, i, i + 50, i % 16, 1 + i % 72, i % 100);
    }
    w_buffer_char(text, 0);
}

// Ten times the journeys take about ten times as long.
TEST(emit_many_journeys) {
    double took[2];
    for (uint32_t round = 0; round < 2; round++) {
        uint32_t count = round == 0 ? 1000 : 10000;
        WBuffer text = {0}, bytes = {0};
        many_script(count, &text);
        const char *whole = text.bytes;
        double start = now_seconds();
        CHECK(compile_files(&whole, 1, &bytes));
        took[round] = now_seconds() - start;
        double open = now_seconds();
        WBundle *opened = open_bundle(&bytes);
        CHECK(opened != NULL && opened->journeys_count == count);
        fprintf(stderr, "%u journeys: compiled in %.0f ms, opened in %.0f ms, %zu bytes\n", count,
                took[round] * 1e3, (now_seconds() - open) * 1e3, bytes.size);
        w_bundle_close(opened);
        w_buffer_free(&text);
        w_buffer_free(&bytes);
    }
    CHECK(took[1] < took[0] * 40 + 1);
}
