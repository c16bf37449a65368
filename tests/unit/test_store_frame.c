// Frames: what goes in comes out, and nothing else does.
#include "runtime/base/alloc.h"
#include "runtime/store/frame.h"
#include "runtime/value/copy.h"
#include "runtime/value/text.h"
#include "tests/unit/test.h"

// Three events: (integer, text?, list of text), one without slots, and a list of records of a text
// and an integer?. Profile: boolean, an enum of 3.
static const WType slot_types[] = {W_TYPE_INTEGER, W_TYPE_TEXT | W_TYPE_OPTIONAL,
                                   W_TYPE_LIST | W_TYPE_TEXT << 8,
                                   W_TYPE_LIST | W_TYPE_RECORD << 8};
static const WType profile_types[] = {W_TYPE_BOOLEAN, W_TYPE_ENUM};
static const uint32_t first_slots[] = {0, 3, 3, 4};
static const WType part_types[] = {W_TYPE_TEXT, W_TYPE_INTEGER | W_TYPE_OPTIONAL};
static const WShape records[] = {{part_types, 2}};
static const uint32_t option_counts[] = {3};
static const WFrameShape shape = {.types = slot_types,
                                  .event_first = first_slots,
                                  .event_count = 3,
                                  .records = records,
                                  .profile = profile_types,
                                  .profile_count = 2,
                                  .option_counts = option_counts,
                                  .enum_count = 1};

typedef struct {
    WArena arena;
    WFrameWriter writer;
    WFrameReader reader;
} Bench;

static void begin(Bench *bench) {
    *bench = (Bench){.writer = {.shape = &shape}};
    w_frame_clear(&bench->writer);
}

static void end(Bench *bench) {
    w_frame_free(&bench->writer);
    w_arena_free(&bench->arena);
}

static void reopen(Bench *bench) {
    WStr frame = {bench->writer.bytes.bytes, bench->writer.bytes.size};
    w_frame_open(&bench->reader, &shape, &bench->arena, frame);
}

static WValue text(Bench *bench, const char *terminated) {
    return w_value_of_pointer(w_text_make(&bench->arena, w_str(terminated)));
}

static void put_event(Bench *bench, int64_t at_ms, uint64_t known) {
    WList *list = w_list_begin(&bench->arena, 2);
    list->items[0] = text(bench, "lamp");
    list->items[1] = text(bench, "Bücher");
    WValue slots[] = {(WValue)INT64_C(-7), text(bench, "héllo"), w_value_of_pointer(list)};
    WInput input = {.kind = W_INPUT_EVENT,
                    .event = 0,
                    .at_ms = at_ms,
                    .id_hash = 0xfeedfacecafebeef,
                    .customer = W_STR("ana"),
                    .slots = slots,
                    .present = &known,
                    .slot_count = 3};
    w_frame_input(&bench->writer, &input);
}

TEST(frame_gives_an_event_back) {
    Bench bench;
    WInput input;
    begin(&bench);
    put_event(&bench, 1750000000123, 7);
    reopen(&bench);
    CHECK(w_frame_next(&bench.reader, &input) == W_FRAME_INPUT);
    CHECK(input.kind == W_INPUT_EVENT && input.event == 0 && input.at_ms == 1750000000123);
    CHECK(input.id_hash == 0xfeedfacecafebeef && input.slot_count == 3);
    CHECK(w_str_equal(input.customer, W_STR("ana")) && input.other.size == 0);
    CHECK((int64_t)input.slots[0] == -7);
    CHECK_STR(w_value_text(input.slots[1])->bytes, "héllo");
    CHECK(w_value_list(input.slots[2])->count == 2);
    CHECK_STR(w_value_text(w_value_list(input.slots[2])->items[1])->bytes, "Bücher");
    CHECK(w_frame_next(&bench.reader, &input) == W_FRAME_END);
    end(&bench);
}

static void put_records(Bench *bench, uint64_t first, uint64_t second) {
    WList *list = w_list_begin(&bench->arena, 2);
    for (int i = 0; i < 2; i++) {
        WTuple *tuple = w_tuple_begin(&bench->arena, 2);
        tuple->items[0] = text(bench, i == 0 ? "lamp" : "Bücher");
        tuple->items[1] = (WValue)INT64_C(-3);
        tuple->present = i == 0 ? first : second;
        list->items[i] = w_value_of_pointer(tuple);
    }
    WValue slots[] = {w_value_of_pointer(list)};
    uint64_t known = 1;
    WInput input = {.kind = W_INPUT_EVENT,
                    .event = 2,
                    .customer = W_STR("ana"),
                    .slots = slots,
                    .present = &known,
                    .slot_count = 1};
    w_frame_input(&bench->writer, &input);
}

TEST(frame_gives_records_back) {
    Bench bench;
    WInput input;
    begin(&bench);
    put_records(&bench, 3, 1);
    reopen(&bench);
    CHECK(w_frame_next(&bench.reader, &input) == W_FRAME_INPUT);
    const WList *list = w_value_list(input.slots[0]);
    const WTuple *lamp = w_value_tuple(list->items[0]), *books = w_value_tuple(list->items[1]);
    CHECK(list->count == 2 && lamp->present == 3 && books->present == 1);
    CHECK((int64_t)lamp->items[1] == -3 && books->items[1] == 0);
    CHECK_STR(w_value_text(books->items[0])->bytes, "Bücher");
    end(&bench);
}

// A field that is never missing is missing, or there is one that the record has not.
TEST(frame_refuses_records_that_are_not_whole) {
    static const uint64_t wrong[] = {2, 0};
    for (size_t i = 0; i < 2; i++) {
        Bench bench;
        WInput input;
        begin(&bench);
        put_records(&bench, 3, wrong[i]);
        reopen(&bench);
        CHECK(w_frame_next(&bench.reader, &input) == W_FRAME_DAMAGED);
        end(&bench);
    }
}

TEST(frame_keeps_what_is_missing_missing) {
    Bench bench;
    WInput input;
    begin(&bench);
    put_event(&bench, 5, 1);
    put_event(&bench, -5, 0);
    reopen(&bench);
    CHECK(w_frame_next(&bench.reader, &input) == W_FRAME_INPUT);
    CHECK(input.present[0] == 1 && input.at_ms == 5);
    CHECK(w_frame_next(&bench.reader, &input) == W_FRAME_INPUT);
    CHECK(input.present[0] == 0 && input.at_ms == -5);
    CHECK(w_frame_next(&bench.reader, &input) == W_FRAME_END);
    end(&bench);
}

TEST(frame_holds_every_kind) {
    Bench bench;
    WInput input;
    begin(&bench);
    WValue traits[] = {1, 2};
    uint64_t known = 2;
    WInput inputs[] = {
        {.kind = W_INPUT_TICK, .at_ms = INT64_MIN, .event = UINT32_MAX},
        {.kind = W_INPUT_EVENT, .at_ms = INT64_MAX, .event = UINT32_MAX, .customer = W_STR("b")},
        {.kind = W_INPUT_ALIAS, .at_ms = 3, .customer = W_STR("b"), .other = W_STR("anon")},
        {.kind = W_INPUT_IDENTIFY,
         .customer = W_STR(""),
         .slots = traits,
         .present = &known,
         .slot_count = 2},
    };
    for (size_t i = 0; i < 4; i++)
        w_frame_input(&bench.writer, &inputs[i]);
    CHECK(!bench.writer.is_settled);
    w_frame_settle(&bench.writer, 9);
    CHECK(bench.writer.is_settled && bench.writer.inputs == 5);
    reopen(&bench);
    for (size_t i = 0; i < 4; i++) {
        CHECK(w_frame_next(&bench.reader, &input) == W_FRAME_INPUT);
        CHECK(input.kind == inputs[i].kind && input.at_ms == inputs[i].at_ms);
        CHECK(w_str_equal(input.other, inputs[i].other) || inputs[i].other.size == 0);
    }
    CHECK(input.present[0] == 2 && input.slots[1] == 2 && input.slots[0] == 0);
    CHECK(w_frame_next(&bench.reader, &input) == W_FRAME_SETTLE && input.at_ms == 9);
    CHECK(w_frame_next(&bench.reader, &input) == W_FRAME_END);
    end(&bench);
}

// A frame cut anywhere ends between two things or is damaged; nothing behind its end is read (the
// copy is of the exact size, so that the sanitizer sees).
TEST(frame_that_is_cut_is_seen) {
    Bench bench;
    WInput input;
    begin(&bench);
    const WWitness witness = {W_STR("bob"), 300};
    put_event(&bench, 1750000000123, 7);
    size_t before = bench.writer.bytes.size;
    w_frame_witnesses(&bench.writer, W_STR("ana"), &witness, 1);
    size_t between = bench.writer.bytes.size;
    put_records(&bench, 1, 3);
    size_t whole = bench.writer.bytes.size;
    for (size_t size = 0; size <= whole; size++) {
        char *copy = w_alloc(size + 1);
        memcpy(copy, bench.writer.bytes.bytes, size);
        w_frame_open(&bench.reader, &shape, &bench.arena, (WStr){copy, size});
        WFrameItem item;
        while ((item = w_frame_next(&bench.reader, &input)) == W_FRAME_INPUT) {
        }
        bool is_clean = size == 0 || size == before || size == between || size == whole;
        CHECK(item == (is_clean ? W_FRAME_END : W_FRAME_DAMAGED));
        w_free(copy);
    }
    end(&bench);
}

// Whatever one byte is changed to, reading ends and stays inside.
TEST(frame_that_is_altered_does_no_harm) {
    Bench bench;
    WInput input;
    begin(&bench);
    const WWitness witnesses[] = {{W_STR("bob"), 300}, {W_STR("bob"), 1}, {W_STR("ana"), 2}};
    put_event(&bench, 77, 7);
    w_frame_witnesses(&bench.writer, W_STR("ana"), witnesses, 3);
    put_records(&bench, 1, 3);
    for (size_t at = 0; at < bench.writer.bytes.size; at++) {
        for (int flip = 1; flip < 256; flip += 37) {
            bench.writer.bytes.bytes[at] = (char)(bench.writer.bytes.bytes[at] ^ flip);
            reopen(&bench);
            int things = 0;
            while (w_frame_next(&bench.reader, &input) == W_FRAME_INPUT)
                CHECK(++things < 100);
            bench.writer.bytes.bytes[at] = (char)(bench.writer.bytes.bytes[at] ^ flip);
        }
    }
    end(&bench);
}

TEST(frame_refuses_an_option_that_is_not_there) {
    Bench bench;
    WInput input;
    begin(&bench);
    WValue traits[] = {0, 3};
    uint64_t known = 2;
    w_frame_input(&bench.writer, &(WInput){.kind = W_INPUT_IDENTIFY,
                                           .customer = W_STR("a"),
                                           .slots = traits,
                                           .present = &known,
                                           .slot_count = 2});
    reopen(&bench);
    CHECK(w_frame_next(&bench.reader, &input) == W_FRAME_DAMAGED);
    end(&bench);
}

TEST(frame_gives_witnesses_back_behind_their_input) {
    Bench bench;
    WInput input;
    const WWitness given[] = {{W_STR("bob"), -3},
                              {W_STR("ana"), INT64_MAX},
                              {W_STR("ana"), 0},
                              {W_STR("cyd"), INT64_MIN}};
    begin(&bench);
    put_event(&bench, 5, 0);
    w_frame_witnesses(&bench.writer, W_STR("ana"), given, 4);
    put_event(&bench, 6, 0);
    w_frame_witnesses(&bench.writer, W_STR("ana"), given, 0);
    w_frame_settle(&bench.writer, 7);
    w_frame_witnesses(&bench.writer, W_STR(""), given, 1);
    CHECK(bench.writer.inputs == 3);
    reopen(&bench);
    CHECK(w_frame_next(&bench.reader, &input) == W_FRAME_INPUT);
    CHECK(bench.reader.witness_count == 4);
    for (size_t i = 0; i < 4; i++) {
        CHECK(w_str_equal(bench.reader.witnesses[i].customer, given[i].customer));
        CHECK(bench.reader.witnesses[i].answer == given[i].answer);
    }
    CHECK(w_frame_next(&bench.reader, &input) == W_FRAME_INPUT && input.at_ms == 6);
    CHECK(bench.reader.witness_count == 0);
    CHECK(w_frame_next(&bench.reader, &input) == W_FRAME_SETTLE);
    CHECK(bench.reader.witness_count == 1 && bench.reader.witnesses[0].answer == -3);
    CHECK(w_frame_next(&bench.reader, &input) == W_FRAME_END);
    end(&bench);
}
