// Records as bytes: whole they come back, damaged they are refused.
#include "runtime/base/alloc.h"
#include "runtime/base/limits.h"
#include "runtime/state/codec.h"
#include "runtime/state/record.h"
#include "runtime/value/text.h"
#include "runtime/value/time.h"
#include "tests/unit/lab.h"
#include "tests/unit/test.h"

static WBundle *bundle;
static WBuffer record; // of a customer of the town who has all that a record can hold

static void make_record(void) {
    WBundleBuilder b = {0};
    Stream s;
    lab_town(&b);
    bundle = bundle_open(&b);
    bundle_builder_free(&b);
    CHECK(bundle != NULL);
    stream_begin(&s, bundle);
    stream_identify(&s, 0, "ana", LAB_EMAIL, stream_text(&s, "ana@example.com"));
    stream_identify(&s, 0, "ana", LAB_WORDS, stream_words(&s, "one two"));
    stream_identify(&s, 0, "ana", LAB_BASKET, stream_basket(&s, "lamp ümlaut"));
    stream_event(&s, 1, "ana", LAB_BUY, "first");
    stream_event(&s, 2, "ana", LAB_BUY, "ümlaut");
    stream_event(&s, 3, "ana", LAB_CLICK, "x");
    stream_event(&s, 40, "ana", LAB_GO, "a note");
    stream_event(&s, 50, "ana", LAB_STOP, "x");
    stream_event(&s, 60, "ana", LAB_GO, NULL);
    stream_event(&s, 70, "ana", LAB_CLICK, "x");
    stream_event(&s, 75, "ana", LAB_GO, "again");
    stream_event(&s, 100, "ana", LAB_MOVE, "Europe/Berlin");
    record = stream_record(&s, "ana");
    const WCustomer *ana = w_state_customer(w_engine_state(s.engine), 0);
    CHECK(ana->instances != NULL && ana->watches != NULL && ana->watches->next != NULL);
    stream_end(&s);
}

static void free_record(void) {
    w_buffer_free(&record);
    w_bundle_close(bundle);
}

// Whether the bytes are taken; if so, they are what the record comes to as bytes again.
static bool is_taken(const void *bytes, size_t size) {
    WState *state = w_state_create(bundle);
    uint32_t index = w_record_decode(state, bytes, size);
    if (index != W_NONE) {
        WBuffer again = {0};
        w_record_encode(state, index, &again);
        CHECK(w_calendar_due(w_state_calendar(state), index) ==
              w_state_next_due(state, w_state_customer(state, index)));
        w_buffer_free(&again);
    }
    w_state_destroy(state);
    return index != W_NONE;
}

TEST(record_comes_back_whole) {
    make_record();
    WState *state = w_state_create(bundle);
    uint32_t index = w_record_decode(state, record.bytes, record.size);
    CHECK(index != W_NONE);
    WBuffer again = {0};
    w_record_encode(state, index, &again);
    CHECK(again.size == record.size && memcmp(again.bytes, record.bytes, again.size) == 0);
    CHECK(w_record_decode(state, record.bytes, record.size) == W_NONE); // there is one already
    w_buffer_free(&again);
    w_state_destroy(state);
    free_record();
}

TEST(record_that_is_cut_is_refused) {
    make_record();
    for (size_t size = 0; size < record.size; size++) {
        char *part = w_alloc(size + 1); // its own piece of memory: who reads beyond is seen
        memcpy(part, record.bytes, size);
        part = w_realloc(part, size ? size : 1);
        CHECK(!is_taken(part, size));
        w_free(part);
    }
    w_buffer_char(&record, '\0');
    CHECK(!is_taken(record.bytes, record.size));
    free_record();
}

// Whatever a byte is changed to, the bytes are refused or are a record.
TEST(record_that_is_damaged_does_no_harm) {
    static const uint8_t masks[] = {0x01, 0x02, 0x80, 0xff};
    make_record();
    for (size_t at = 0; at < record.size; at++) {
        for (size_t m = 0; m < sizeof masks; m++) {
            record.bytes[at] = (char)((uint8_t)record.bytes[at] ^ masks[m]);
            is_taken(record.bytes, record.size);
            record.bytes[at] = (char)((uint8_t)record.bytes[at] ^ masks[m]);
        }
    }
    free_record();
}

// ---- Records that no engine makes

typedef void Change(WState *state, WCustomer *customer);

// A record that is changed in memory, as bytes, must be refused; `fine` says that it is not.
static void check_change(Change *change, bool fine) {
    make_record();
    WState *state = w_state_create(bundle);
    uint32_t index = w_record_decode(state, record.bytes, record.size);
    change(state, w_state_customer(state, index));
    w_buffer_clear(&record);
    w_record_encode(state, index, &record);
    CHECK(is_taken(record.bytes, record.size) == fine);
    w_state_destroy(state);
    free_record();
}

static WInstance *instance_in(WCustomer *customer, WPointKind kind) {
    WInstance *i = customer->instances;
    while (i->point == W_NONE || bundle->points[i->point].kind != (uint32_t)kind)
        i = i->next;
    return i;
}

static void nothing(WState *state, WCustomer *customer) {
    (void)state, (void)customer;
}

static void odd_boolean(WState *state, WCustomer *customer) {
    w_state_set_profile(state, customer, LAB_CONSENT, true, 2);
}

static void text_that_is_none(WState *state, WCustomer *customer) {
    WArena arena = {0};
    WText *odd = w_text_make_nfc(&arena, W_STR("\xc3("));
    w_state_set_profile(state, customer, LAB_NAME, true, w_value_of_pointer(odd));
    w_arena_free(&arena);
}

static void no_entry(WState *state, WCustomer *customer) {
    (void)state;
    customer->instances->number = 0;
}

static void end_of_the_endless(WState *state, WCustomer *customer) {
    (void)state;
    instance_in(customer, W_POINT_EVER)->deadline_ms = 5;
}

static void goal_of_another(WState *state, WCustomer *customer) {
    (void)state;
    customer->watches->number++;
}

static void due_before_all_time(WState *state, WCustomer *customer) {
    (void)state;
    customer->timetable_ms = INT64_MIN;
}

static void in_line_by_an_event(WState *state, WCustomer *customer) {
    (void)state;
    w_state_queue(customer, 0, bundle->journeys[0].first_entry, 5);
}

static void histories_not_in_order(WState *state, WCustomer *customer) {
    WLog *log = &customer->logs[w_state_history_log(state, LAB_BUY)];
    log->words[0] += W_DAY_MS;
}

static void sends_not_in_order(WState *state, WCustomer *customer) {
    WLog *log = &customer->logs[w_state_limit_log(state, 2)];
    CHECK(log->count > 1);
    log->words[0] += W_DAY_MS;
}

TEST(record_that_no_engine_makes_is_refused) {
    check_change(nothing, true);
    check_change(odd_boolean, false);
    check_change(text_that_is_none, false);
    check_change(no_entry, false);
    check_change(end_of_the_endless, false);
    check_change(goal_of_another, false);
    check_change(due_before_all_time, false);
    check_change(in_line_by_an_event, false);
    check_change(histories_not_in_order, false);
    check_change(sends_not_in_order, false);
}

// A value of each type that is not its type's.
TEST(record_with_values_beyond_their_types_is_refused) {
    static const WType types[] = {W_TYPE_DATETIME, W_TYPE_DATE, W_TYPE_TIME};
    static const int64_t values[] = {W_DATETIME_MAX, W_DATE_MAX, W_DAY_MS - 1};
    for (int i = 0; i < 6; i++) {
        WBundleBuilder b = {0};
        lab_project(&b);
        uint32_t name = text_of(&b, "field");
        uint32_t row =
            add_profile(&b, (WProfileRow){name, name, LAB_IF_ANY(types[i / 2]), 0, W_NONE});
        bundle = bundle_open(&b);
        bundle_builder_free(&b);
        WState *state = w_state_create(bundle);
        uint32_t index = w_state_find_or_add(state, W_STR("ana"));
        WValue value = (WValue)(values[i / 2] + i % 2);
        w_state_set_profile(state, w_state_customer(state, index), row, true, value);
        w_record_encode(state, index, &record);
        CHECK(is_taken(record.bytes, record.size) == (i % 2 == 0));
        w_state_destroy(state);
        free_record();
    }
}

// A list of options, as a field of the profile.
TEST(record_with_options_that_are_not_there_is_refused) {
    for (WValue option = 0; option < 3; option++) {
        WBundleBuilder b = {0};
        lab_project(&b);
        uint32_t first = add_options(&b, (WOptionRow){text_of(&b, "free")});
        add_options(&b, (WOptionRow){text_of(&b, "pro")});
        WType type = w_type_list_of(w_type_of_enum(add_enums(&b, (WEnumRow){first, 2, 0})));
        uint32_t name = text_of(&b, "plans");
        uint32_t row = add_profile(&b, (WProfileRow){name, name, LAB_IF_ANY(type), 0, W_NONE});
        bundle = bundle_open(&b);
        bundle_builder_free(&b);
        WState *state = w_state_create(bundle);
        uint32_t index = w_state_find_or_add(state, W_STR("ana"));
        WArena arena = {0};
        WList *plans = w_arena_take_zeroed(&arena, sizeof *plans + 2 * sizeof(WValue));
        plans->count = 2;
        plans->items[1] = option;
        w_state_set_profile(state, w_state_customer(state, index), row, true,
                            w_value_of_pointer(plans));
        w_record_encode(state, index, &record);
        CHECK(is_taken(record.bytes, record.size) == (option < 2));
        w_arena_free(&arena);
        w_state_destroy(state);
        free_record();
    }
}
