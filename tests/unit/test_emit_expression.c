// Every form of expression, from the script through compiler and verifier to the machine: what it
// is for one customer at one moment.
#include "runtime/base/alloc.h"
#include "runtime/value/number.h"
#include "runtime/value/text.h"
#include "runtime/value/time.h"
#include "runtime/vm/vm.h"
#include "tests/unit/compile.h"
#include "tests/unit/test.h"

typedef struct Case {
    const char *type; // "" for a condition
    const char *expression;
    const char *wanted; // "missing" if there is no value
} Case;

static const char declarations[] =
    "project test \"Test\" { language 1 timezone \"UTC\" }\n"
    "profile {\n"
    "  name: text? nick: text? age: integer = 30 score: integer? level: integer?\n"
    "  ltv: number = 12.5 rate: number? vip: boolean = true gold: boolean = false\n"
    "  sure: boolean? plan: one of [\"free\", \"pro\"] = \"pro\" was: one of [\"free\", "
    "\"pro\"]?\n"
    "  birthday: date? opens: time = 09:00 span: duration = 90m email: text = \"a@b.example\"\n"
    "}\n"
    "event shown as \"Shown\" {\n"
    "  total: number qty: integer sku: text note: text? items: list of text\n"
    "  amounts: list of number none: list of text\n"
    "  source: one of [\"web\", \"ios\"] or other\n"
    "}\n"
    "event purchase as \"Purchase\" { total: number sku: text coupon: text? }\n"
    "event unseen as \"Unseen\" { total: number }\n"
    "segment adult when profile.age >= 18\n"
    "segment rich when adult and sum(purchase.total within 365d) >= 50\n"
    "const FLOOR_PRICE = 20\n"
    "channel push { to profile.email consent profile.vip }\n";

static const char *const types[] = {"boolean",      "integer",        "number", "text",
                                    "datetime",     "date",           "time",   "duration",
                                    "list of text", "list of integer"};

// What the customer and the event hold; fields that are not named are missing or the default.

typedef struct Field {
    const char *name;
    const char *text; // for texts
    int64_t value;
} Field;

static const Field profile_fields[] = {{"name", "Ada", 0},
                                       {"age", NULL, 30},
                                       {"level", NULL, 7},
                                       {"ltv", NULL, 12500000},
                                       {"vip", NULL, 1},
                                       {"gold", NULL, 0},
                                       {"plan", NULL, 1},
                                       {"birthday", NULL, 7441},
                                       {"opens", NULL, 9 * W_HOUR_MS},
                                       {"span", NULL, 90 * W_MINUTE_MS},
                                       {"email", "a@b.example", 0}};
static const Field shown_fields[] = {
    {"total", NULL, 80000000}, {"qty", NULL, 3}, {"sku", "LAMP", 0}, {"source", NULL, 1}};

#define NOW INT64_C(1772445600000) // 2026-03-02T10:00:00Z, a Monday

static WBundle *bundle;
static WArena arena;
static WVmContext context;

static uint32_t find_event(const char *name) {
    for (uint32_t i = 0; i < bundle->events_count; i++) {
        if (w_str_equal(w_bundle_str(bundle, bundle->events[i].name), w_str(name))) return i;
    }
    return W_NONE;
}

static WValue text_value(const char *text) {
    return w_value_of_pointer(w_text_make(&arena, w_str(text)));
}

static void give(WValue *values, uint64_t *present, uint32_t slot, const Field *field) {
    values[slot] = field->text != NULL ? text_value(field->text) : (WValue)field->value;
    w_bit_set(present, slot);
}

static void fill_profile(void) {
    WValue *values = w_arena_take_zeroed(&arena, 64 * sizeof *values);
    uint64_t *present = w_arena_take_zeroed(&arena, 64);
    for (uint32_t slot = 0; slot < bundle->profile_count; slot++) {
        WStr name = w_bundle_str(bundle, bundle->profile[slot].name);
        for (size_t i = 0; i < sizeof profile_fields / sizeof *profile_fields; i++) {
            if (w_str_equal(name, w_str(profile_fields[i].name)))
                give(values, present, slot, &profile_fields[i]);
        }
    }
    context.profile = values;
    context.profile_present = present;
}

static WValue list_of(const WValue *items, uint32_t count) {
    WList *list = w_list_begin(&arena, count);
    memcpy(list->items, items, count * sizeof *items);
    return w_value_of_pointer(list);
}

static void fill_event(void) {
    WValue *values = w_arena_take_zeroed(&arena, 64 * sizeof *values);
    uint64_t *present = w_arena_take_zeroed(&arena, 64);
    WValue items[] = {text_value("lamp"), text_value("chair")};
    WValue amounts[] = {1500000, 2500000, 4000000};
    const WEventRow *event = &bundle->events[find_event("shown")];
    for (uint32_t f = event->first_field; f < event->first_field + event->field_count; f++) {
        WStr name = w_bundle_str(bundle, bundle->fields[f].name);
        uint32_t slot = bundle->fields[f].slot;
        if (slot == W_NONE) continue;
        for (size_t i = 0; i < sizeof shown_fields / sizeof *shown_fields; i++) {
            if (w_str_equal(name, w_str(shown_fields[i].name)))
                give(values, present, slot, &shown_fields[i]);
        }
        if (w_type_kind(bundle->fields[f].type) != W_TYPE_LIST) continue;
        w_bit_set(present, slot);
        values[slot] = list_of(items, 0);
        if (w_str_equal(name, W_STR("items"))) values[slot] = list_of(items, 2);
        if (w_str_equal(name, W_STR("amounts"))) values[slot] = list_of(amounts, 3);
    }
    context.event = values;
    context.event_present = present;
    context.event_at_ms = NOW;
}

// Three purchases: 10 of LAMP ten days ago, 20 of SOFA two days ago, 30 of LAMP with the coupon
// "X" an hour ago.
static void fill_history(void) {
    static const int64_t ages_ms[] = {10 * W_DAY_MS, 2 * W_DAY_MS, W_HOUR_MS};
    static const char *const skus[] = {"LAMP", "SOFA", "LAMP"};
    WHistoryView *views =
        w_arena_take_zeroed(&arena, bundle->events_count * sizeof *context.histories);
    uint32_t row = find_event("purchase");
    const WEventRow *event = &bundle->events[row];
    uint32_t stride = event->history_slots > 0 ? 2 + event->history_slots : 1;
    WValue *entries = w_arena_take_zeroed(&arena, 3 * stride * sizeof *entries);
    views[row] = (WHistoryView){entries, 3, stride};
    for (uint32_t i = 0; i < 3; i++, entries += stride) {
        const Field fields[] = {
            {"total", NULL, (i + 1) * 10 * W_NUMBER_ONE}, {"sku", skus[i], 0}, {"coupon", "X", 0}};
        entries[0] = (WValue)(NOW - ages_ms[i]);
        for (uint32_t f = event->first_field; f < event->first_field + event->field_count; f++) {
            uint32_t slot = bundle->fields[f].history_slot;
            WStr name = w_bundle_str(bundle, bundle->fields[f].name);
            for (size_t k = 0; k < (i == 2 ? 3 : 2) && slot != W_NONE; k++) {
                if (w_str_equal(name, w_str(fields[k].name)))
                    give(entries + 2, &entries[1], slot, &fields[k]);
            }
        }
    }
    context.histories = views;
}

static void set_up(void) {
    uint64_t *inside = w_arena_take_zeroed(&arena, 8 * (1 + bundle->journeys_count / 64));
    context = (WVmContext){.bundle = bundle,
                           .arena = &arena,
                           .zone = w_zone_utc(),
                           .now_ms = NOW,
                           .customer = w_text_make(&arena, W_STR("ada")),
                           .inside = inside,
                           .entries = 2,
                           .entry_at_ms = NOW};
    w_bit_set(inside, 1);
    fill_profile();
    fill_event();
    fill_history();
}

// The script: a journey a case, in their order; all enter on `shown`.

static uint32_t type_index(const char *type) {
    for (uint32_t i = 0; i < sizeof types / sizeof *types; i++) {
        if (strcmp(types[i], type) == 0) return i;
    }
    return W_NONE;
}

static const char *script(const Case *cases, size_t count, WBuffer *text) {
    w_buffer_str(text, w_str(declarations));
    for (uint32_t i = 0; i < sizeof types / sizeof *types; i++)
        w_buffer_printf(text, "message m%u { class transactional param x: %s }\n", i, types[i]);
    for (size_t i = 0; i < count; i++) {
        w_buffer_printf(text, "journey c%04zu {\n  enter on shown", i);
        if (cases[i].type[0] == 0) w_buffer_printf(text, " where %s", cases[i].expression);
        w_buffer_printf(text, "\n  reenter always\n  stage s {\n");
        if (cases[i].type[0] != 0) {
            w_buffer_printf(text, "    send push m%u { x: %s }\n", type_index(cases[i].type),
                            cases[i].expression);
        }
        w_buffer_printf(text, "    finish\n  }\n}\n");
    }
    w_buffer_char(text, 0);
    return text->bytes;
}

static void print_value(WType type, WValue value, WBuffer *out) {
    char chars[W_TIME_CHARS];
    int64_t number = (int64_t)value;
    size_t size = 0;
    switch (w_type_kind(type)) {
    case W_TYPE_BOOLEAN: w_buffer_str(out, w_str(number ? "true" : "false")); return;
    case W_TYPE_INTEGER: size = w_integer_print(number, chars); break;
    case W_TYPE_NUMBER: size = w_number_print(number, chars); break;
    case W_TYPE_DATETIME: size = w_datetime_print(number, chars); break;
    case W_TYPE_DATE: size = w_date_print(number, chars); break;
    case W_TYPE_TIME: size = w_time_print(number, chars); break;
    case W_TYPE_DURATION: size = w_duration_print(number, chars); break;
    case W_TYPE_TEXT: w_buffer_str(out, w_text_str(w_value_text(value))); return;
    case W_TYPE_LIST:
        for (uint32_t i = 0; i < w_value_list(value)->count; i++) {
            w_buffer_str(out, i == 0 ? W_STR("[") : W_STR(", "));
            print_value(w_type_element(type), w_value_list(value)->items[i], out);
        }
        w_buffer_str(out, w_value_list(value)->count == 0 ? W_STR("[]") : W_STR("]"));
        return;
    default: w_buffer_str(out, W_STR("?")); return;
    }
    w_buffer_append(out, chars, size);
}

static void answer(uint32_t journey, const Case *asked, WBuffer *out) {
    const WJourneyRow *row = &bundle->journeys[journey];
    if (asked->type[0] == 0) {
        uint32_t where = bundle->entries[row->first_entry].where_function;
        bool holds = where == W_NONE || w_vm_test(&context, where);
        w_buffer_str(out, w_str(holds ? "true" : "false"));
        return;
    }
    WVmRun run;
    w_vm_begin(&run, row->flow_function, bundle->stages[row->first_stage].start);
    CHECK(w_vm_continue(&run, &context) == W_VM_SEND);
    const WMessageRow *message = &bundle->messages[bundle->sites[run.target].message];
    WType type = bundle->params[message->first_param].type;
    print_value(type, run.registers[run.first_register], out);
    CHECK(w_vm_continue(&run, &context) == W_VM_FINISH);
}

static void check_cases(const Case *cases, size_t count) {
    WBuffer text = {0};
    size_t wrong = 0;
    bundle = compile_text(script(cases, count, &text));
    CHECK(bundle != NULL);
    CHECK(bundle->journeys_count == count);
    set_up();
    for (uint32_t i = 0; i < count; i++) {
        WBuffer got = {0};
        answer(i, &cases[i], &got);
        bool same = w_str_equal((WStr){got.bytes, got.size}, w_str(cases[i].wanted));
        if (!same) {
            wrong++;
            print_error("%s: got %.*s, wanted %s\n", cases[i].expression, (int)got.size, got.bytes,
                        cases[i].wanted);
        }
        w_buffer_free(&got);
    }
    w_bundle_close(bundle);
    w_arena_free(&arena);
    w_buffer_free(&text);
    CHECK(wrong == 0);
}

#define CHECK_CASES(cases) check_cases(cases, sizeof(cases) / sizeof *(cases))

TEST(emit_expression_conditions) {
    static const Case cases[] = {
        {"", "profile.vip", "true"},
        {"", "not profile.vip", "false"},
        {"", "profile.gold", "false"},
        {"", "profile.vip = true", "true"},
        {"", "profile.vip = false", "false"},
        {"", "profile.vip != profile.gold", "true"},
        {"", "profile.vip and profile.gold", "false"},
        {"", "profile.vip or profile.gold", "true"},
        {"", "not (profile.vip and profile.gold)", "true"},
        {"", "not (profile.gold or profile.vip)", "false"},
        {"", "(profile.gold or profile.age > 20) and not (profile.gold and profile.vip)", "true"},
        {"", "(profile.gold and profile.vip) or (profile.vip and profile.age = 30)", "true"},
        {"", "not (not (profile.age > 29) or profile.age > 30)", "true"},
        {"", "adult", "true"},
        {"", "not adult", "false"},
        {"", "rich", "true"},
        {"", "rich and adult and not profile.gold", "true"},
        {"", "event.total >= FLOOR_PRICE", "true"},
        {"", "entries = 2", "true"},
    };
    CHECK_CASES(cases);
}

TEST(emit_expression_comparisons) {
    static const Case cases[] = {
        {"", "profile.age = 30", "true"},
        {"", "profile.age != 30", "false"},
        {"", "profile.age < 30", "false"},
        {"", "profile.age <= 30", "true"},
        {"", "profile.age > 29", "true"},
        {"", "profile.age >= 31", "false"},
        {"", "30 <= profile.age", "true"},
        {"", "31 > profile.age", "true"},
        {"", "not (profile.age < 30)", "true"},
        {"", "not (profile.age >= 30)", "false"},
        {"", "profile.age between 30 and 31", "true"},
        {"", "profile.age between 31 and 40", "false"},
        {"", "not (profile.age between 10 and 29)", "true"},
        {"", "profile.age between event.qty and event.qty * 10", "true"},
        {"", "profile.age > event.qty", "true"},
        {"", "profile.age < event.qty", "false"},
        {"", "event.qty < profile.age", "true"},
        {"", "profile.ltv = 12.5", "true"},
        {"", "profile.ltv < event.total", "true"},
        {"", "profile.ltv > profile.age", "false"},
        {"", "profile.age > profile.ltv", "true"},
        {"", "event.total = 80", "true"},
        {"", "event.sku = \"LAMP\"", "true"},
        {"", "event.sku != \"LAMP\"", "false"},
        {"", "event.sku < \"M\"", "true"},
        {"", "event.sku >= \"M\"", "false"},
        {"", "event.sku <= event.sku", "true"},
        {"", "event.sku = profile.email", "false"},
        {"", "profile.plan = \"pro\"", "true"},
        {"", "profile.plan != \"free\"", "true"},
        {"", "event.source = \"ios\"", "true"},
        {"", "event.source = \"other\"", "false"},
        {"", "profile.span < 2h", "true"},
        {"", "profile.span = 1h30m", "true"},
        {"", "profile.opens < 09:01", "true"},
        {"", "now > event.at - 1s", "true"},
        {"", "event.at = now", "true"},
        {"", "today = 2026-03-02", "true"},
    };
    CHECK_CASES(cases);
}

TEST(emit_expression_missing_values) {
    static const Case cases[] = {
        {"", "profile.name is known", "true"},
        {"", "profile.nick is known", "false"},
        {"", "profile.nick is missing", "true"},
        {"", "profile.name is missing", "false"},
        {"", "profile.nick = \"x\"", "false"},
        {"", "profile.nick != \"x\"", "true"},
        {"", "not (profile.nick = \"x\")", "true"},
        {"", "not (profile.nick != \"x\")", "false"},
        {"", "profile.name = \"Ada\"", "true"},
        {"", "profile.name != \"Ada\"", "false"},
        {"", "profile.score = 3", "false"},
        {"", "profile.score != 3", "true"},
        {"", "profile.level = 7", "true"},
        {"", "profile.level != 7", "false"},
        {"", "profile.was = \"free\"", "false"},
        {"", "profile.was != \"free\"", "true"},
        {"", "profile.sure = true", "false"},
        {"", "profile.sure != true", "true"},
        {"", "profile.sure otherwise true", "true"},
        {"", "profile.score in [1, 2, 3]", "false"},
        {"", "profile.score not in [1, 2, 3]", "true"},
        {"", "profile.level in [1, 7]", "true"},
        {"", "profile.level is known and profile.level > 6", "true"},
        {"", "profile.score is known and profile.score > 6", "false"},
        {"", "profile.score is missing or profile.score > 6", "true"},
        {"", "not (profile.score is missing) and profile.score > 6", "false"},
        {"", "profile.level is known and profile.level > 6 and profile.level < 8", "true"},
        {"", "profile.level is known and (profile.gold or profile.level = 7)", "true"},
        {"", "(profile.score otherwise 10) > 9", "true"},
        {"", "(profile.level otherwise 10) > 9", "false"},
        {"", "(profile.score otherwise profile.level otherwise 1) = 7", "true"},
        {"", "(profile.score otherwise profile.level) = 7", "true"},
        {"", "(profile.score otherwise profile.level) is known", "true"},
        {"", "event.note is known", "false"},
        {"", "event.note != \"x\" and event.note is missing", "true"},
        {"", "(event.total / event.qty) is known", "true"},
        {"", "(event.total / (event.qty - 3)) is known", "false"},
        {"", "(event.total / (event.qty - 3)) = 4", "false"},
        {"", "(profile.rate otherwise 0.5) < 1", "true"},
        {"", "profile.birthday is known and profile.birthday < 2000-01-01", "true"},
    };
    CHECK_CASES(cases);
}

TEST(emit_expression_lists_and_texts) {
    static const Case cases[] = {
        {"", "event.sku in [\"SOFA\", \"LAMP\"]", "true"},
        {"", "event.sku not in [\"SOFA\", \"LAMP\"]", "false"},
        {"", "event.sku in [\"SOFA\"]", "false"},
        {"", "not (event.sku in [\"SOFA\", \"LAMP\"])", "false"},
        {"", "profile.plan in [\"pro\"]", "true"},
        {"", "\"lamp\" in event.items", "true"},
        {"", "\"sofa\" in event.items", "false"},
        {"", "\"sofa\" not in event.items", "true"},
        {"", "lower(event.sku) in event.items", "true"},
        {"", "\"lamp\" in event.none", "false"},
        {"", "2.5 in event.amounts", "true"},
        {"", "event.items contains \"chair\"", "true"},
        {"", "not (event.items contains \"chair\")", "false"},
        {"", "event.qty in [1, event.qty, 5]", "true"},
        {"", "event.sku contains \"AM\"", "true"},
        {"", "event.sku contains \"am\"", "false"},
        {"", "event.sku starts with \"LA\"", "true"},
        {"", "event.sku ends with \"LA\"", "false"},
        {"", "event.sku matches \"^L.*P$\"", "true"},
        {"", "event.sku matches \"^M\"", "false"},
        {"", "not (event.sku starts with \"LA\")", "false"},
    };
    CHECK_CASES(cases);
}

TEST(emit_expression_values) {
    static const Case cases[] = {
        {"integer", "1 + 2", "3"},
        {"integer", "profile.age + event.qty", "33"},
        {"integer", "profile.age - event.qty - 1", "26"},
        {"integer", "profile.age * event.qty", "90"},
        {"integer", "-profile.age", "-30"},
        {"integer", "profile.age + 9223372036854775807", "9223372036854775807"},
        {"integer", "-9223372036854775807 - profile.age", "-9223372036854775808"},
        {"integer", "9223372036854775807 * event.qty", "9223372036854775807"},
        {"integer", "2 + profile.age * 3 - 1", "91"},
        {"integer", "(2 + profile.age) * 3", "96"},
        {"integer", "profile.score otherwise 5", "5"},
        {"integer", "profile.level otherwise 5", "7"},
        {"integer", "entries", "2"},
        {"number", "profile.age", "30"},
        {"number", "profile.ltv + profile.age", "42.5"},
        {"number", "profile.ltv * 2", "25"},
        {"number", "0.000001 * profile.ltv", "0.000012"},
        {"number", "event.total / 3", "26.666667"},
        {"number", "event.total / 4", "20"},
        {"number", "(event.total / event.qty) otherwise 0", "26.666667"},
        {"number", "(event.total / (event.qty - 3)) otherwise -1", "-1"},
        {"number", "-profile.ltv", "-12.5"},
        {"number", "9223372036854.775807 + event.total", "9223372036854.775807"},
        {"number", "20% * event.total", "16"},
        {"boolean", "profile.age > 3", "true"},
        {"boolean", "profile.gold", "false"},
        {"boolean", "profile.gold or profile.age < 3", "false"},
        {"boolean", "profile.nick is known", "false"},
        {"boolean", "rich", "true"},
        {"boolean", "\"lamp\" in event.items", "true"},
        {"text", "profile.name otherwise \"there\"", "Ada"},
        {"text", "profile.nick otherwise \"there\"", "there"},
        {"text", "\"Hi {profile.name otherwise \"you\"}, {event.qty} of {event.sku}\"",
         "Hi Ada, 3 of LAMP"},
        {"text", "\"{profile.ltv} {profile.plan} {profile.vip} {profile.span}\"",
         "12.5 pro true 1h30m"},
        {"text", "profile.id", "ada"},
        {"list of text", "event.items", "[lamp, chair]"},
        {"list of text", "[event.sku, \"b\"]", "[LAMP, b]"},
        {"list of text", "[]", "[]"},
        {"list of integer", "[1, event.qty]", "[1, 3]"},
    };
    CHECK_CASES(cases);
}

TEST(emit_expression_time) {
    static const Case cases[] = {
        {"datetime", "now", "2026-03-02T10:00:00Z"},
        {"datetime", "event.at", "2026-03-02T10:00:00Z"},
        {"datetime", "now + 14d", "2026-03-16T10:00:00Z"},
        {"datetime", "now - profile.span", "2026-03-02T08:30:00Z"},
        {"datetime", "2026-03-01 09:00", "2026-03-01T09:00:00Z"},
        {"datetime", "today at 09:30", "2026-03-02T09:30:00Z"},
        {"datetime", "(today + 1 days) at profile.opens", "2026-03-03T09:00:00Z"},
        {"datetime", "last(purchase.at) otherwise now", "2026-03-02T09:00:00Z"},
        {"date", "today", "2026-03-02"},
        {"date", "today + 14 days", "2026-03-16"},
        {"date", "today - 2 days", "2026-02-28"},
        {"date", "profile.birthday otherwise today", "1990-05-17"},
        {"time", "profile.opens", "09:00"},
        {"time", "time_of(now)", "10:00"},
        {"date", "date_of(event.at)", "2026-03-02"},
        {"duration", "profile.span", "1h30m"},
        {"duration", "2 * profile.span", "3h"},
        {"duration", "profile.span + 30m", "2h"},
        {"duration", "-profile.span", "-1h30m"},
        {"duration", "now - (last(purchase.at) otherwise now)", "1h"},
        {"duration", "today - 2026-03-01", "1d"},
    };
    CHECK_CASES(cases);
}

TEST(emit_expression_history) {
    static const Case cases[] = {
        {"integer", "count(purchase)", "3"},
        {"integer", "count(purchase within 7d)", "2"},
        {"integer", "count(purchase within 1h)", "0"},
        {"integer", "count(purchase within 61m)", "1"},
        {"integer", "count(unseen)", "0"},
        {"integer", "count(purchase where event.sku = \"LAMP\")", "2"},
        {"integer", "count(purchase where event.sku = \"LAMP\" within 7d)", "1"},
        {"integer", "count(purchase where event.coupon is known and event.coupon = \"X\")", "1"},
        {"integer", "count(purchase where event.coupon != \"X\")", "2"},
        {"integer", "count(purchase where event.total > profile.ltv)", "2"},
        {"integer", "count(purchase where profile.vip and event.total >= 20)", "2"},
        {"number", "sum(purchase.total)", "60"},
        {"number", "sum(purchase.total within 3d)", "50"},
        {"number", "sum(unseen.total)", "0"},
        {"number", "sum(purchase.total where event.sku = \"LAMP\")", "40"},
        {"number", "min(purchase.total) otherwise -1", "10"},
        {"number", "max(purchase.total) otherwise -1", "30"},
        {"number", "avg(purchase.total) otherwise -1", "20"},
        {"number", "avg(unseen.total) otherwise -1", "-1"},
        {"number", "first(purchase.total) otherwise -1", "10"},
        {"number", "last(purchase.total) otherwise -1", "30"},
        {"text", "last(purchase.sku) otherwise \"none\"", "LAMP"},
        {"text", "last(purchase.sku within 30m) otherwise \"none\"", "none"},
        {"", "count(purchase) = 3", "true"},
        {"", "count(purchase) between 1 and 2", "false"},
        {"", "last(purchase.at) is known", "true"},
        {"", "first(unseen.at) is missing", "true"},
        {"", "max(unseen.total) = 3", "false"},
        {"", "max(unseen.total) != 3", "true"},
        {"", "sum(purchase.total within 7d) > 40 and sum(purchase.total within 7d) < 60", "true"},
    };
    CHECK_CASES(cases);
}

TEST(emit_expression_functions) {
    static const Case cases[] = {
        {"text", "lower(event.sku)", "lamp"},
        {"text", "upper(profile.email)", "A@B.EXAMPLE"},
        {"text", "trim(\"  x \")", "x"},
        {"text", "replace(event.sku, \"A\", \"I\")", "LIMP"},
        {"text", "join(event.items, \", \")", "lamp, chair"},
        {"integer", "length(event.sku)", "4"},
        {"integer", "count(event.items)", "2"},
        {"integer", "round(profile.ltv)", "12"},
        {"integer", "floor(-profile.ltv)", "-13"},
        {"integer", "ceil(profile.ltv)", "13"},
        {"integer", "abs(-profile.age)", "30"},
        {"number", "abs(-profile.ltv)", "12.5"},
        {"number", "round(event.total / 3, 2)", "26.67"},
        {"text", "lower(upper(trim(profile.email)))", "a@b.example"},
    };
    CHECK_CASES(cases);
}
