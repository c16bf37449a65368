// The event reader, with a small bundle made by hand.
#include <stdio.h>
#include <stdlib.h>

#include "runtime/base/alloc.h"
#include "runtime/host/event_reader.h"
#include "runtime/value/number.h"
#include "runtime/value/text.h"
#include "runtime/value/time.h"
#include "tests/unit/test.h"

// A pool of texts as a bundle has it.
static _Alignas(8) uint8_t pool[8192];
static uint32_t pool_size;

static uint32_t pooled(const char *text) {
    WArena arena = {0};
    const WText *made = w_text_make(&arena, w_str(text));
    uint32_t offset = pool_size;
    memcpy(pool + offset, made, sizeof *made + made->size + 1);
    pool_size += (uint32_t)(sizeof *made + made->size + 1 + 7) & ~7u;
    w_arena_free(&arena);
    return offset;
}

enum { PLAN, COLOUR };
enum { PRODUCT, LINE };
enum { PURCHASE, VISIT, VIEW, GROUPED, EVERYTHING, CART, PATHS };

#define OPTIONAL(type) ((type) | W_TYPE_OPTIONAL)

static WFieldRow field(const char *name, WType type, uint32_t slot) {
    return (WFieldRow){.name = pooled(name), .wire = pooled(name), .type = type, .slot = slot};
}

static WEventRow event(const char *wire, WEventKind kind, uint32_t first, uint32_t count,
                       uint32_t slots) {
    return (WEventRow){.wire = wire ? pooled(wire) : W_NONE,
                       .kind = kind,
                       .first_field = first,
                       .field_count = count,
                       .slot_count = slots};
}

static WOptionRow options[5];
static WEnumRow enums[2];
static WProfileRow profile[3];
static WFieldRow fields[32];
static WEventRow events[7];
static WRecordRow records[2];
static WPartRow parts[5];

static WPartRow part(const char *name, const char *wire, WType type) {
    return (WPartRow){.name = pooled(name), .wire = pooled(wire), .type = type};
}

static WFieldRow from(const char *name, const char *path, WType type, uint32_t slot) {
    WFieldRow row = field(name, type, slot);
    row.wire = pooled(path);
    return row;
}

static void make_records(void) {
    parts[0] = part("sku", "sku", W_TYPE_TEXT);
    parts[1] = part("price", "price.amount", OPTIONAL(W_TYPE_NUMBER));
    parts[2] = part("plan", "plan", OPTIONAL(w_type_of_enum(PLAN)));
    parts[3] = part("product", "product", w_type_of_record(PRODUCT));
    parts[4] = part("counts", "counts", w_type_list_of(W_TYPE_INTEGER));
    records[PRODUCT] = (WRecordRow){pooled("product"), 0, 3};
    records[LINE] = (WRecordRow){pooled("line"), 3, 2};
    fields[18] = field("lines", w_type_list_of(w_type_of_record(LINE)), 0);
    fields[19] = field("gift", OPTIONAL(w_type_of_record(PRODUCT)), 1);
    fields[20] = field("other", OPTIONAL(w_type_list_of(w_type_of_record(PRODUCT))), W_NONE);
    events[CART] = event("cart", W_EVENT_TRACK, 18, 3, 2);
    fields[21] = from("source", "context.campaign.source", W_TYPE_TEXT, 0);
    fields[22] = from("medium", "context.campaign.medium", OPTIONAL(W_TYPE_TEXT), 1);
    fields[23] = from("deep", "a.b.c", OPTIONAL(W_TYPE_INTEGER), 2);
    fields[24] = from("flat", "properties.flat", OPTIONAL(W_TYPE_INTEGER), 3);
    fields[25] = from("who", "userId", OPTIONAL(W_TYPE_TEXT), 4);
    fields[26] = from("near", "a.n", OPTIONAL(W_TYPE_INTEGER), 5);
    fields[27] = from("trait", "traits.x", OPTIONAL(W_TYPE_INTEGER), 6);
    events[PATHS] = event("paths", W_EVENT_TRACK, 21, 7, 7);
}

static void make_rows(void) {
    static const char *const names[] = {"free", "pro", "red", "gr\u00fcn", "other"};
    for (size_t i = 0; i < 5; i++)
        options[i].text = pooled(names[i]);
    enums[PLAN] = (WEnumRow){0, 2, 0};
    enums[COLOUR] = (WEnumRow){2, 3, W_ENUM_OTHER};
    const WFieldRow rows[] = {
        field("total", W_TYPE_NUMBER, 0),
        field("items", OPTIONAL(w_type_list_of(W_TYPE_TEXT)), 1),
        field("note", OPTIONAL(W_TYPE_TEXT), W_NONE),
        field("url", W_TYPE_TEXT, 0),
        field("seats", W_TYPE_INTEGER, 0),
        field("b", OPTIONAL(W_TYPE_BOOLEAN), 0),
        field("i", OPTIONAL(W_TYPE_INTEGER), 1),
        field("n", OPTIONAL(W_TYPE_NUMBER), 2),
        field("t", OPTIONAL(W_TYPE_TEXT), 3),
        field("at", OPTIONAL(W_TYPE_DATETIME), 4),
        field("day", OPTIONAL(W_TYPE_DATE), 5),
        field("time", OPTIONAL(W_TYPE_TIME), 6),
        field("len", OPTIONAL(W_TYPE_DURATION), 7),
        field("plan", OPTIONAL(w_type_of_enum(PLAN)), 8),
        field("colour", OPTIONAL(w_type_of_enum(COLOUR)), 9),
        field("plans", OPTIONAL(w_type_list_of(w_type_of_enum(PLAN))), 10),
        field("na\u00efve", OPTIONAL(W_TYPE_INTEGER), 11),
        field("odd \"key\"", OPTIONAL(W_TYPE_INTEGER), 12),
    };
    memcpy(fields, rows, sizeof rows);
    make_records();
    events[PURCHASE] = event("Order Completed", W_EVENT_TRACK, 0, 3, 2);
    events[VISIT] = event("Pricing", W_EVENT_PAGE, 3, 1, 1);
    events[VIEW] = event("Pricing", W_EVENT_SCREEN, 4, 0, 0);
    events[GROUPED] = event(NULL, W_EVENT_GROUP, 4, 1, 1);
    events[EVERYTHING] = event("everything", W_EVENT_TRACK, 5, 13, 13);
    profile[0] = (WProfileRow){.wire = pooled("email"), .type = OPTIONAL(W_TYPE_TEXT)};
    profile[1] = (WProfileRow){.wire = pooled("plan"), .type = w_type_of_enum(PLAN)};
    profile[2] = (WProfileRow){.wire = pooled("firstName"), .type = OPTIONAL(W_TYPE_TEXT)};
}

static WBundle bundle;
static WEventReader *reader;
static WArena arena;
static WInput input;
static WEventRefusal refusal;

static void begin(void) {
    if (pool_size == 0) make_rows();
    bundle = (WBundle){.texts = pool,
                       .enums = enums,
                       .enums_count = 2,
                       .options = options,
                       .options_count = 5,
                       .profile = profile,
                       .profile_count = 3,
                       .events = events,
                       .events_count = 7,
                       .fields = fields,
                       .fields_count = 28,
                       .records = records,
                       .records_count = 2,
                       .parts = parts,
                       .parts_count = 5};
    reader = w_event_reader_new(&bundle);
}

static void end(void) {
    w_event_reader_free(reader);
    w_arena_free(&arena);
}

// Read a copy that ends where the line does, so that reading behind it is seen.
static bool read(const char *line) {
    size_t size = strlen(line);
    char *copy = w_arena_copy(&arena, line, size);
    return w_event_read(reader, &arena, (WStr){copy, size}, &input, &refusal);
}

// The refusal of a line in words; "accepted" if there is none.
static const char *refused(const char *line) {
    static char words[256];
    WBuffer out = {0};
    if (read(line)) return "accepted";
    w_event_refusal_print(&refusal, &out);
    snprintf(words, sizeof words, "%.*s", (int)out.size, out.bytes);
    w_buffer_free(&out);
    return words;
}

// The refusal of an "everything" event with these properties.
static const char *judged(const char *properties) {
    char line[1024];
    snprintf(line, sizeof line,
             "{\"type\":\"track\",\"event\":\"everything\",\"userId\":\"u\","
             "\"timestamp\":\"2026-03-02T10:00:00Z\",\"properties\":{%s}}",
             properties);
    return refused(line);
}

static bool has(uint32_t slot) {
    return slot < input.slot_count && w_bit_get(input.present, slot);
}

#define TRACK "{\"type\":\"track\",\"event\":\"Order Completed\",\"userId\":\"ada\","
#define AT "\"timestamp\":\"2026-03-02T10:00:00Z\""

TEST(a_track_becomes_an_event_with_its_slots) {
    begin();
    CHECK(read(TRACK AT ",\"messageId\":\"m1\",\"properties\":{\"total\":12.5,\"other\":[{}],"
                        "\"items\":[\"a\",\"b\"],\"note\":\"x\"}}"));
    CHECK(input.kind == W_INPUT_EVENT && input.event == PURCHASE && input.slot_count == 2);
    CHECK(w_str_equal(input.customer, W_STR("ada")) && input.other.size == 0);
    CHECK(input.id_hash == w_hash64("m1", 2));
    CHECK(input.at_ms == INT64_C(1772445600000));
    CHECK(has(0) && has(1) && input.slots[0] == 12500000);
    const WList *items = w_value_list(input.slots[1]);
    CHECK(items->count == 2);
    CHECK_STR(w_value_text(items->items[1])->bytes, "b");
    CHECK(w_event_reader_counts(reader).undeclared_properties == 1);
    end();
}

TEST(parts_may_come_in_any_order_and_with_space) {
    begin();
    CHECK(read(" {\"properties\" : { \"total\" : 3 } , \"context\":{\"a\":[1,{}]},\t" AT ","
               "\"userId\":\"ada\" ,\"event\":\"Order Completed\",\"type\": \"track\" } "));
    CHECK(input.event == PURCHASE && has(0) && input.slots[0] == 3000000);
    uint64_t id = input.id_hash;
    CHECK(read(TRACK AT ",\"properties\":{ \"total\" : 3 }}"));
    CHECK(input.id_hash == id);
    end();
}

TEST(what_is_not_optional_must_be_there) {
    begin();
    CHECK_STR(refused(TRACK AT ",\"properties\":{\"items\":[]}}"), "properties.total is missing");
    CHECK_STR(refused(TRACK AT ",\"properties\":{\"total\":null}}"),
              "properties.total is missing");
    CHECK_STR(refused(TRACK AT "}"), "properties.total is missing");
    CHECK_STR(refused(TRACK AT ",\"properties\":null}"), "properties.total is missing");
    CHECK_STR(refused(TRACK AT ",\"properties\":{\"total\":1,\"items\":null}}"), "accepted");
    CHECK(has(0) && !has(1));
    end();
}

TEST(nothing_is_converted_between_types) {
    begin();
    CHECK_STR(judged("\"b\":1"), "properties.b must be of type boolean");
    CHECK_STR(judged("\"b\":\"true\""), "properties.b must be of type boolean");
    CHECK_STR(judged("\"i\":\"12\""), "properties.i must be of type integer");
    CHECK_STR(judged("\"i\":12.5"), "properties.i must be a whole number");
    CHECK_STR(judged("\"i\":1e30"), "properties.i is out of range");
    CHECK_STR(judged("\"n\":1e30"), "properties.n is out of range");
    CHECK_STR(judged("\"n\":true"), "properties.n must be of type number");
    CHECK_STR(judged("\"t\":12"), "properties.t must be of type text");
    CHECK_STR(judged("\"at\":1772445600"), "properties.at must be of type datetime");
    CHECK_STR(judged("\"at\":\"2026-03-02\""), "properties.at is not written as a datetime");
    CHECK_STR(judged("\"day\":\"2026-02-29\""), "properties.day is not written as a date");
    CHECK_STR(judged("\"time\":\"25:00\""), "properties.time is not written as a time");
    CHECK_STR(judged("\"len\":\"P1M\""), "properties.len is not written as a duration");
    CHECK_STR(judged("\"plan\":\"gold\""), "properties.plan is none of the values it can be");
    CHECK_STR(judged("\"plan\":0"), "properties.plan must be of type one of");
    CHECK_STR(judged("\"plans\":[\"pro\",\"gold\"]"),
              "properties.plans[1] is none of the values it can be");
    CHECK_STR(judged("\"plans\":[\"pro\",null]"), "properties.plans[1] must be of type one of");
    CHECK_STR(judged("\"plans\":\"pro\""), "properties.plans must be of type list of");
    end();
}

TEST(every_type_is_read) {
    begin();
    CHECK_STR(
        judged("\"b\":true,\"i\":12.0,\"n\":-0.25,\"t\":\"nai\u0308ve\\n\\ud83d\\ude00\","
               "\"at\":\"2026-03-02T11:00:00.5+01:00\",\"day\":\"1970-01-02\",\"time\":\"00:01\","
               "\"len\":\"PT1S\",\"plan\":\"pro\",\"colour\":\"gr\\u00fcn\","
               "\"plans\":[\"pro\",\"free\"]"),
        "accepted");
    CHECK(input.slots[0] == 1 && input.slots[1] == 12 && (int64_t)input.slots[2] == -250000);
    CHECK_STR(w_value_text(input.slots[3])->bytes, "na\u00efve\n\U0001f600");
    CHECK(input.slots[4] == 1772445600500 && input.slots[5] == 1 && input.slots[6] == 60000);
    CHECK(input.slots[7] == 1000 && input.slots[8] == 1 && input.slots[9] == 1);
    CHECK(w_value_list(input.slots[10])->count == 2 &&
          w_value_list(input.slots[10])->items[0] == 1);
    CHECK_STR(judged("\"colour\":\"blue\""), "accepted");
    CHECK(input.slots[9] == 2);
    CHECK_STR(judged("\"colour\":null,\"plans\":[]"), "accepted");
    CHECK(!has(9) && has(10) && w_value_list(input.slots[10])->count == 0);
    end();
}

TEST(keys_are_found_however_they_are_written) {
    begin();
    for (int i = 0; i < 3; i++) { // later rounds go by what was learned
        CHECK_STR(judged("\"nai\u0308ve\":1,\"odd \\\"key\\\"\":2,\"\\u0069\":3"), "accepted");
        CHECK(input.slots[11] == 1 && input.slots[12] == 2 && input.slots[1] == 3);
        CHECK_STR(judged("\"\\u0069\":4,\"na\u00efve\":5,\"odd \\u0022key\\\"\":6"), "accepted");
        CHECK(input.slots[11] == 5 && input.slots[12] == 6 && input.slots[1] == 4);
    }
    end();
}

TEST(a_declared_key_is_given_once) {
    begin();
    CHECK_STR(judged("\"i\":1,\"i\":1"), "properties.i is given twice");
    CHECK_STR(judged("\"i\":1,\"\\u0069\":null"), "properties.i is given twice");
    CHECK_STR(judged("\"zzz\":1,\"zzz\":1"), "accepted");
    CHECK_STR(refused(TRACK AT "," AT ",\"properties\":{\"total\":1}}"),
              "timestamp is given twice");
    end();
}

TEST(texts_and_lists_have_limits) {
    begin();
    WBuffer line = {0};
    w_buffer_printf(&line,
                    "{\"type\":\"track\",\"event\":\"everything\",\"userId\":\"u\"," AT
                    ",\"properties\":{\"t\":\"%*s\"}}%c",
                    65537, "", 0);
    CHECK_STR(refused(line.bytes), "properties.t is too long a text");
    w_buffer_clear(&line);
    w_buffer_printf(&line, "{\"type\":\"track\",\"event\":\"everything\",\"userId\":\"u\"," AT
                           ",\"properties\":{\"plans\":[\"pro\"");
    for (int i = 0; i < 1000; i++)
        w_buffer_printf(&line, ",\"pro\"");
    w_buffer_printf(&line, "]}}%c", 0);
    CHECK_STR(refused(line.bytes), "properties.plans has too many elements");
    w_buffer_free(&line);
    CHECK_STR(judged("\"t\":\"a\\u0000b\""), "properties.t holds a NUL character");
    end();
}

TEST(what_is_undeclared_is_passed_over_and_counted) {
    begin();
    CHECK(read("{\"type\":\"track\",\"event\":\"Nobody knows\",\"userId\":\"u\"," AT
               ",\"properties\":{\"a\":1}}"));
    CHECK(input.kind == W_INPUT_EVENT && input.event == W_NONE && input.slot_count == 0);
    CHECK(read("{\"type\":\"page\",\"userId\":\"u\"," AT "}") && input.event == W_NONE);
    CHECK(read("{\"type\":\"identify\",\"userId\":\"u\"," AT ",\"traits\":{\"a\":1,\"b\":{}}}"));
    WEventCounts counts = w_event_reader_counts(reader);
    CHECK(counts.undeclared_events == 2 && counts.undeclared_traits == 2);
    CHECK(counts.undeclared_properties == 0);
    end();
}

TEST(pages_screens_and_groups_are_events_too) {
    begin();
    CHECK(read("{\"type\":\"page\",\"name\":\"Pricing\",\"userId\":\"u\"," AT
               ",\"properties\":{\"url\":\"x\"}}"));
    CHECK(input.event == VISIT);
    CHECK_STR(w_value_text(input.slots[0])->bytes, "x");
    CHECK(read("{\"type\":\"screen\",\"name\":\"Pricing\",\"userId\":\"u\"," AT "}"));
    CHECK(input.event == VIEW && input.slot_count == 0);
    CHECK(read("{\"type\":\"group\",\"groupId\":\"g\",\"userId\":\"u\"," AT
               ",\"traits\":{\"seats\":12}}"));
    CHECK(input.event == GROUPED && input.slots[0] == 12);
    CHECK_STR(refused("{\"type\":\"group\",\"groupId\":\"g\",\"userId\":\"u\"," AT "}"),
              "traits.seats is missing");
    end();
}

TEST(identify_gives_profile_slots) {
    begin();
    CHECK(read("{\"type\":\"identify\",\"userId\":\"u\",\"anonymousId\":\"a\"," AT
               ",\"traits\":{\"plan\":\"pro\",\"email\":null,\"firstName\":\"Ada\"}}"));
    CHECK(input.kind == W_INPUT_IDENTIFY && input.slot_count == 3);
    CHECK(!has(0) && has(1) && has(2) && input.slots[1] == 1);
    CHECK(w_str_equal(input.customer, W_STR("u")) && w_str_equal(input.other, W_STR("a")));
    CHECK(read("{\"type\":\"identify\",\"anonymousId\":\"a\"," AT "}"));
    CHECK(w_str_equal(input.customer, W_STR("a")) && input.other.size == 0);
    CHECK_STR(
        refused("{\"type\":\"identify\",\"userId\":\"u\"," AT ",\"traits\":{\"plan\":\"x\"}}"),
        "traits.plan is none of the values it can be");
    end();
}

TEST(alias_names_two_customers_and_a_tick_none) {
    begin();
    CHECK(read("{\"type\":\"alias\",\"userId\":\"new\",\"previousId\":\"old\"," AT "}"));
    CHECK(input.kind == W_INPUT_ALIAS && w_str_equal(input.customer, W_STR("new")));
    CHECK(w_str_equal(input.other, W_STR("old")));
    CHECK_STR(refused("{\"type\":\"alias\",\"userId\":\"new\"," AT "}"), "previousId is missing");
    CHECK_STR(refused("{\"type\":\"alias\",\"previousId\":\"a\"," AT "}"), "userId is missing");
    CHECK(read("{\"type\":\"tick\"," AT "}"));
    CHECK(input.kind == W_INPUT_TICK && input.customer.size == 0 && input.customer.bytes != NULL);
    end();
}

TEST(an_event_needs_a_type_a_name_a_customer) {
    begin();
    CHECK_STR(refused("{" AT ",\"userId\":\"u\"}"), "type is missing");
    CHECK_STR(refused("{\"type\":\"x\"," AT "}"), "type is no type of event");
    CHECK_STR(refused("{\"type\":1," AT "}"), "type must be of type text");
    CHECK_STR(refused("{\"type\":\"track\",\"userId\":\"u\"," AT "}"), "event is missing");
    CHECK_STR(refused("{\"type\":\"identify\"," AT "}"), "neither userId nor anonymousId");
    CHECK_STR(refused("{\"type\":\"identify\",\"userId\":\"\"," AT "}"), "userId is empty");
    CHECK_STR(refused("{\"type\":\"identify\",\"userId\":7," AT "}"),
              "userId must be of type text");
    CHECK_STR(refused("{\"type\":\"identify\",\"userId\":\"a\\u0000\"," AT "}"),
              "userId holds a NUL character");
    CHECK_STR(refused(TRACK AT ",\"properties\":[]}"), "properties must be an object");
    CHECK_STR(refused(TRACK AT ",\"properties\":\"x\"}"), "properties must be an object");
    CHECK_STR(refused("{\"properties\":7,\"type\":\"track\",\"event\":\"Order Completed\","
                      "\"userId\":\"u\"," AT "}"),
              "properties must be an object");
    CHECK_STR(refused("[]"), "must be an object");
    end();
}

#define IDENTIFY "{\"type\":\"identify\",\"userId\":\"u\""

TEST(the_time_is_the_first_there_is) {
    begin();
    CHECK(read(IDENTIFY ",\"sentAt\":\"2026-03-02T10:00:01Z\",\"timestamp\":null,"
                        "\"originalTimestamp\":\"2026-03-02T10:00:00Z\"}"));
    CHECK(input.at_ms == INT64_C(1772445600000));
    CHECK(read(IDENTIFY
               ",\"sentAt\":\"2026-03-02T10:00:01Z\",\"receivedAt\":\"2026-03-02T10:00:02Z\"}"));
    CHECK(input.at_ms == INT64_C(1772445601000));
    CHECK(read(IDENTIFY ",\"receivedAt\":\"2026-03-02T10:00:02Z\"}"));
    CHECK(input.at_ms == INT64_C(1772445602000));
    CHECK_STR(refused(IDENTIFY "}"), "no timestamp");
    CHECK_STR(refused(IDENTIFY ",\"timestamp\":\"yesterday\"}"),
              "timestamp is not written as a datetime");
    CHECK_STR(refused(IDENTIFY ",\"timestamp\":1772445600}"), "timestamp must be of type text");
    end();
}

TEST(an_event_from_the_future_is_refused) {
    begin();
    CHECK_STR(refused(IDENTIFY "," AT ",\"receivedAt\":\"2026-03-02T09:00:00Z\"}"), "accepted");
    CHECK_STR(refused(IDENTIFY "," AT ",\"receivedAt\":\"2026-03-02T08:59:59.999Z\"}"),
              "timestamp is more than an hour ahead");
    CHECK_STR(refused(IDENTIFY "," AT ",\"receivedAt\":\"soon\"}"),
              "receivedAt is not written as a datetime");
    w_event_reader_set_clock(reader, INT64_C(1772445600000) - W_HOUR_MS - 1);
    CHECK_STR(refused(IDENTIFY "," AT "}"), "timestamp is more than an hour ahead");
    CHECK_STR(refused(IDENTIFY "," AT ",\"receivedAt\":\"2026-03-02T09:00:00Z\"}"), "accepted");
    w_event_reader_set_clock(reader, INT64_C(1772445600000) - W_HOUR_MS);
    CHECK_STR(refused(IDENTIFY "," AT "}"), "accepted");
    end();
}

TEST(an_event_without_an_id_gets_one_from_what_it_is) {
    begin();
    static const char *const different[] = {
        IDENTIFY "," AT "}",
        IDENTIFY "," AT ",\"traits\":{}}",
        IDENTIFY "," AT ",\"traits\":{\"email\":\"x\"}}",
        IDENTIFY ",\"timestamp\":\"2026-03-02T10:00:00.001Z\"}",
        "{\"type\":\"identify\",\"userId\":\"v\"," AT "}",
        "{\"type\":\"page\",\"userId\":\"u\"," AT "}",
        "{\"type\":\"page\",\"name\":\"x\",\"userId\":\"u\"," AT "}",
        "{\"type\":\"page\",\"name\":\"x\",\"userId\":\"u\"," AT ",\"properties\":{\"a\":1}}",
        "{\"type\":\"track\",\"event\":\"x\",\"userId\":\"u\"," AT "}",
    };
    uint64_t ids[sizeof different / sizeof *different];
    for (size_t i = 0; i < sizeof different / sizeof *different; i++) {
        CHECK(read(different[i]));
        ids[i] = input.id_hash;
        CHECK(read(different[i]) && input.id_hash == ids[i]);
        for (size_t k = 0; k < i; k++)
            CHECK(ids[k] != ids[i]);
    }
    end();
}

TEST(what_is_no_json_is_refused_with_its_place) {
    begin();
    CHECK_STR(refused(""), "must be an object");
    CHECK_STR(refused("{"), "not valid JSON (at byte 2)");
    CHECK_STR(refused(TRACK AT ",\"properties\":{\"total\":1}"), "not valid JSON (at byte 117)");
    CHECK_STR(refused("{\"a\":1,}"), "not valid JSON (at byte 8)");
    CHECK_STR(refused("{\"type\":\"track\"} x"), "not valid JSON (at byte 18)");
    CHECK_STR(refused("{\"a\":tru}"), "not valid JSON (at byte 6)");
    end();
}

// The whole line must be a line, whatever was cut from it or changed in it.
TEST(damaged_lines_are_survived) {
    begin();
    char line[] =
        "{\"properties\":{\"i\":12,\"t\":\"\\u00e4\u00e4\",\"plans\":[\"pro\"],\"z\":{\"y\":[]}},"
        "\"type\":\"track\",\"event\":\"everything\",\"userId\":\"u\"," AT "}";
    CHECK(read(line));
    for (size_t i = 0; i < sizeof line - 1; i++) {
        char kept = line[i];
        for (int c = 1; c < 256; c++) {
            line[i] = (char)c;
            if (!read(line)) refused(line);
        }
        line[i] = '\0';
        CHECK(!read(line));
        line[i] = kept;
        w_arena_reset(&arena);
    }
    CHECK(read(line));
    end();
}

// ---- records and paths

#define CART_LINE(properties)                                                \
    "{\"type\":\"track\",\"event\":\"cart\",\"userId\":\"u\",\"timestamp\":" \
    "\"2026-03-02T10:00:00Z\",\"properties\":{" properties "}}"

TEST(records_are_read_by_their_fields) {
    begin();
    CHECK(read(CART_LINE("\"lines\":[{\"counts\":[1,2],\"product\":{\"x\":{},\"sku\":\"lamp\","
                         "\"price\":{\"amount\":3.5,\"amount2\":1}},\"y\":[{}]},"
                         "{\"product\":{\"sku\":\"cup\",\"plan\":\"pro\",\"price\":null},"
                         "\"counts\":[]}],\"other\":[{\"sku\":\"z\"}]")));
    const WList *lines = w_value_list(input.slots[0]);
    CHECK(lines->count == 2 && input.present[0] == 1);
    const WTuple *first = w_value_tuple(lines->items[0]), *second = w_value_tuple(lines->items[1]);
    CHECK(first->present == 3 && w_value_list(first->items[1])->items[1] == 2);
    const WTuple *lamp = w_value_tuple(first->items[0]), *cup = w_value_tuple(second->items[0]);
    CHECK(lamp->present == 3 && lamp->items[1] == 3500000);
    CHECK_STR(w_value_text(lamp->items[0])->bytes, "lamp");
    CHECK(cup->present == 5 && cup->items[2] == 1);
    end();
}

TEST(records_that_break_their_contract_are_refused_with_the_place) {
    begin();
    CHECK_STR(refused(CART_LINE("")), "properties.lines is missing");
    CHECK_STR(refused(CART_LINE("\"lines\":[3]")), "properties.lines[0] must be an object");
    CHECK_STR(refused(CART_LINE("\"lines\":[{}]")), "properties.lines[0].product is missing");
    CHECK_STR(refused(CART_LINE("\"lines\":[],\"gift\":{\"sku\":null}")),
              "properties.gift.sku is missing");
    CHECK_STR(
        refused(CART_LINE("\"lines\":[],\"gift\":{\"sku\":\"a\",\"price\":{\"amount\":\"3\"}}")),
        "properties.gift.price.amount must be of type number");
    CHECK_STR(refused(CART_LINE("\"lines\":[{\"counts\":[1,2.5]}]")),
              "properties.lines[0].counts[1] must be a whole number");
    CHECK_STR(refused(CART_LINE("\"lines\":[],\"gift\":{\"sku\":\"a\",\"sku\":\"a\"}")),
              "properties.gift.sku is given twice");
    CHECK_STR(refused(CART_LINE("\"lines\":[],\"other\":[{\"sku\":\"a\"},{\"sku\":1}]")),
              "properties.other[1].sku must be of type text");
    CHECK_STR(refused(CART_LINE("\"lines\":[],\"gift\":{\"sku\":\"a\",}")),
              "not valid JSON (at byte 123)");
    end();
}

#define PATHS_LINE(before, behind)                                                      \
    "{" before "\"type\":\"track\",\"event\":\"paths\",\"userId\":\"u\",\"timestamp\":" \
    "\"2026-03-02T10:00:00Z\"" behind "}"
#define CAMPAIGN "\"context\":{\"ip\":\"1\",\"campaign\":{\"name\":\"n\",\"source\":\"news\"}}"

// The parts of a line come in any order.
TEST(paths_lead_through_the_whole_line) {
    static const char *const lines[] = {
        PATHS_LINE(CAMPAIGN ",\"properties\":{\"flat\":1,\"a\":{\"n\":2,\"b\":{\"c\":3}}},", ""),
        PATHS_LINE("", ",\"properties\":{\"a\":{\"b\":{\"c\":3},\"n\":2},\"flat\":1}," CAMPAIGN),
        PATHS_LINE("\"properties\":{\"a\":{\"b\":{\"c\":3},\"n\":2},\"flat\":1},", "," CAMPAIGN),
    };
    begin();
    for (size_t i = 0; i < 3; i++) {
        CHECK_STR(refused(lines[i]), "accepted");
        CHECK_STR(w_value_text(input.slots[0])->bytes, "news");
        CHECK(input.present[0] == 0x3d && input.slots[2] == 3 && input.slots[3] == 1);
        CHECK_STR(w_value_text(input.slots[4])->bytes, "u");
        CHECK(input.slots[5] == 2);
    }
    end();
}

TEST(paths_that_lead_to_nothing_are_missing) {
    begin();
    CHECK_STR(refused(PATHS_LINE("", "")), "context.campaign.source is missing");
    CHECK_STR(refused(PATHS_LINE("", ",\"context\":\"x\"")), "context.campaign.source is missing");
    CHECK_STR(refused(PATHS_LINE("", ",\"context\":{\"campaign\":[1]}")),
              "context.campaign.source is missing");
    CHECK_STR(refused(PATHS_LINE("\"context\":null,", "")), "context.campaign.source is missing");
    CHECK_STR(refused(PATHS_LINE("\"context\":{\"campaign\":{\"source\":1}},", "")),
              "context.campaign.source must be of type text");
    CHECK_STR(refused(PATHS_LINE(CAMPAIGN ",", ",\"properties\":{\"a\":{\"b\":{\"c\":true}}}")),
              "properties.a.b.c must be of type integer");
    CHECK_STR(refused(PATHS_LINE(CAMPAIGN ",", ",\"traits\":{\"x\":7}")), "accepted");
    CHECK(input.slots[6] == 7 && input.present[0] == 0x51);
    CHECK_STR(refused(PATHS_LINE(CAMPAIGN ",", ",\"properties\":\"x\"")),
              "properties must be an object");
    end();
}
