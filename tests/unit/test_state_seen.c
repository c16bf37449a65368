// Ids that were seen: at any time, at what cost, and from damaged bytes.
#include "runtime/state/seen.h"
#include "tests/unit/test.h"

#define MINUTE_MS INT64_C(60000)

// What a table holds does not depend on when it is: before 1970, or when 32 bits of seconds are
// over.
TEST(seen_ids_are_known_at_any_time) {
    static const int64_t times_ms[] = {-62167219200000, -1, 0, 1, 4294967294500, 253402300799000};
    for (size_t i = 0; i < sizeof times_ms / sizeof *times_ms; i++) {
        WSeen seen = {0};
        int64_t at_ms = times_ms[i];
        CHECK(!w_seen_before(&seen, 7, at_ms, MINUTE_MS));
        CHECK(w_seen_before(&seen, 7, at_ms, MINUTE_MS));
        CHECK(w_seen_before(&seen, 7, at_ms + MINUTE_MS - 1000, MINUTE_MS));
        CHECK(!w_seen_before(&seen, 7, at_ms + MINUTE_MS + 1000, MINUTE_MS));
        w_seen_free(&seen);
    }
}

// Kept for ever is kept for ever.
TEST(seen_ids_may_be_kept_for_ever) {
    WSeen seen = {0};
    CHECK(!w_seen_before(&seen, 7, -62167219200000, INT64_MAX));
    for (uint64_t id = 100; id < 200; id++)
        CHECK(!w_seen_before(&seen, id, 0, INT64_MAX));
    CHECK(w_seen_before(&seen, 7, 253402300799000, INT64_MAX));
    w_seen_free(&seen);
}

// However many are known at a time, the table is made anew only now and then.
TEST(seen_ids_cost_the_same_on_the_whole) {
    for (int64_t known = 10; known < 800; known += 17) {
        WSeen seen = {0};
        const uint64_t *ids = NULL;
        uint64_t made = 0;
        for (int64_t second = 1; second <= 20 * known; second++) {
            w_seen_before(&seen, (uint64_t)second * 7919, second * 1000, known * 1000);
            made += seen.ids != ids;
            ids = seen.ids;
        }
        CHECK(made <= 20 * 16 + 10);
        CHECK(seen.room <= 4 * known);
        w_seen_free(&seen);
    }
}

static bool decodes(uint64_t room, uint64_t count, uint64_t entries) {
    WBuffer bytes = {0};
    w_buffer_varint(&bytes, room);
    w_buffer_varint(&bytes, count);
    for (uint64_t i = 1; i <= entries; i++) {
        w_buffer_u64(&bytes, i);
        w_buffer_u32(&bytes, 5);
    }
    WSeen seen = {0};
    WReader in = {(const uint8_t *)bytes.bytes, (const uint8_t *)bytes.bytes + bytes.size, false};
    bool good = w_seen_decode(&seen, &in);
    w_seen_free(&seen);
    w_buffer_free(&bytes);
    return good;
}

// Numbers that do not go together are refused, also where their products are small again.
TEST(seen_ids_of_damaged_bytes_are_refused) {
    CHECK(decodes(0, 0, 0));
    CHECK(decodes(4, 2, 2));
    CHECK(decodes(8, 6, 6));
    CHECK(!decodes(8, 7, 7));
    CHECK(!decodes(6, 2, 2));
    CHECK(!decodes(4, 3, 2));
    CHECK(!decodes(4, UINT64_C(1) << 62, 100));
    CHECK(!decodes(UINT64_C(1) << 40, 2, 2));
    CHECK(!decodes(UINT64_C(1) << 28, 70000, 70000));
}
